//! Own places: what a desk adds to the divisions that everybody knows. The towns, streets and
//! villages of its own county, or divisions that are newer than the table.

use model::Place;

/// Largest code: nine digits, a township of GB/T 10114.
const CODE_MAX: u32 = 999_999_999;
/// Rows that are read; a county has some hundreds of villages.
const ROWS_MAX: usize = 20_000;

/// A place with the names it is called by.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPlace {
    /// Its code: six digits, or nine for what lies below a county.
    pub place: Place,
    /// Its full name.
    pub name: String,
    /// What else it is called.
    pub also: Vec<String>,
    /// Where it lies, for maps: longitude and latitude in degrees.
    pub at: Option<(f64, f64)>,
}

/// Reads a table of own places: code, name, other names parted by `/`, longitude, latitude,
/// parted by tabs; the last three may be missing. Lines that begin with # are notes.
pub fn read_own_places(table: &str) -> Result<Vec<OwnPlace>, String> {
    let mut places: Vec<OwnPlace> = Vec::new();
    for (number, line) in (1..).zip(table.lines()) {
        let line = line.trim_end();
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let place = row(line).map_err(|why| format!("line {number}: {why}"))?;
        if places.iter().any(|other| other.place == place.place) {
            return Err(format!(
                "line {number}: code {} stands twice",
                place.place.0
            ));
        }
        if places.len() == ROWS_MAX {
            return Err(format!("line {number}: more than {ROWS_MAX} places"));
        }
        places.push(place);
    }
    Ok(places)
}

fn row(line: &str) -> Result<OwnPlace, String> {
    let mut cells = line.split('\t').map(str::trim);
    let code = cells.next().unwrap_or_default();
    let place: u32 = code
        .parse()
        .ok()
        .filter(|code| {
            (100_000..=CODE_MAX).contains(code) && !(1_000_000..100_000_000).contains(code)
        })
        .ok_or_else(|| format!("{code:?} is no code of six or nine digits"))?;
    let name = cells.next().unwrap_or_default();
    if name.chars().count() < 2 {
        return Err(format!(
            "a place needs a name of at least two characters after its code and a tab, not {name:?}"
        ));
    }
    let also = cells.next().unwrap_or_default();
    let also = also.split('/').map(str::trim);
    let degrees = |cell: Option<&str>, most: f64| match cell.filter(|cell| !cell.is_empty()) {
        None => Ok(None),
        Some(cell) => match cell.parse::<f64>() {
            Ok(degrees) if degrees.abs() <= most => Ok(Some(degrees)),
            _ => Err(format!("{cell:?} is no number of degrees up to {most}")),
        },
    };
    let (longitude, latitude) = (degrees(cells.next(), 180.0)?, degrees(cells.next(), 90.0)?);
    Ok(OwnPlace {
        place: Place(place),
        name: name.to_owned(),
        also: also
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        at: longitude.zip(latitude),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_row_by_row() {
        let table = "# our county\n990121\t青岚县\t青岚\n990121103\t砚溪镇\t\t101.25\t25.5\n\n990121104\t望禾镇\n";
        let places = read_own_places(table).unwrap();
        assert_eq!(places.len(), 3);
        assert_eq!(places[0].also, ["青岚"]);
        assert_eq!(places[1].at, Some((101.25, 25.5)));
        assert_eq!(places[2].name, "望禾镇");
        assert_eq!(read_own_places(""), Ok(Vec::new()));
    }

    #[test]
    fn a_row_that_is_wrong_is_told_with_its_line() {
        for (table, words) in [
            ("青岚县", "line 1: \"青岚县\" is no code"),
            ("99012\t青岚县", "no code"),
            ("9901211\t青岚县", "no code"),
            ("# a note\n990121\t县", "line 2: a place needs a name"),
            (
                "990121\t青岚县\n990121\t青岚县",
                "line 2: code 990121 stands twice",
            ),
            ("990121\t青岚县\t\teast\t3", "\"east\" is no number"),
            ("990121\t青岚县\t\t10\t91", "up to 90"),
        ] {
            let why = read_own_places(table).unwrap_err();
            assert!(why.contains(words), "{why}");
        }
    }
}
