//! Lines of a map in GeoJSON (RFC 7946): boundaries that somebody may show, as an operator has them.

use serde_json::Value;
use thiserror::Error;

/// Bytes of a file: a country's counties at the scale of a screen take five megabytes.
pub const GEOJSON_BYTES_MAX: usize = 20 * 1024 * 1024;
/// Points of all lines.
const POINTS_MAX: usize = 1_000_000;

/// A line: longitude and latitude of its points, in degrees.
pub type GeoLine = Vec<(f64, f64)>;

/// What is wrong with such a file, in words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct GeoProblem(String);

fn problem(words: impl Into<String>) -> GeoProblem {
    GeoProblem(words.into())
}

/// The lines of a GeoJSON file: rings of areas, and lines; single points are passed over.
pub fn read_geojson(bytes: &[u8]) -> Result<Vec<GeoLine>, GeoProblem> {
    if bytes.len() > GEOJSON_BYTES_MAX {
        let most = GEOJSON_BYTES_MAX / 1024 / 1024;
        return Err(problem(format!(
            "it is larger than {most} MiB; simplify its lines"
        )));
    }
    let whole: Value = serde_json::from_slice(bytes)
        .map_err(|error| problem(format!("it is no JSON: {error}")))?;
    let mut lines = Lines::default();
    lines.object(&whole, "the file")?;
    if lines.all.is_empty() {
        return Err(problem("there is no line in it"));
    }
    Ok(lines.all)
}

#[derive(Default)]
struct Lines {
    all: Vec<GeoLine>,
    points: usize,
}

impl Lines {
    fn object(&mut self, object: &Value, name: &str) -> Result<(), GeoProblem> {
        let list = |key: &str| object.get(key).and_then(Value::as_array);
        let kind = object
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match kind {
            "FeatureCollection" | "GeometryCollection" => {
                let key = if kind == "FeatureCollection" {
                    "features"
                } else {
                    "geometries"
                };
                let parts = list(key).ok_or_else(|| problem(format!("{name} has no {key}")))?;
                for (number, part) in (1..).zip(parts) {
                    self.object(part, &format!("part {number} of {name}"))?;
                }
                Ok(())
            }
            "Feature" => match object.get("geometry") {
                None | Some(Value::Null) => Ok(()),
                Some(geometry) => self.object(geometry, name),
            },
            "Point" | "MultiPoint" => Ok(()),
            "LineString" => self.nested(object.get("coordinates"), 0, name),
            "MultiLineString" | "Polygon" => self.nested(object.get("coordinates"), 1, name),
            "MultiPolygon" => self.nested(object.get("coordinates"), 2, name),
            other => Err(problem(format!(
                "{name} is of the type {other:?}, which GeoJSON does not know"
            ))),
        }
    }

    /// Lists of lists of lines, so many deep.
    fn nested(
        &mut self,
        lists: Option<&Value>,
        depth: usize,
        name: &str,
    ) -> Result<(), GeoProblem> {
        let lists = lists.and_then(Value::as_array);
        let lists =
            lists.ok_or_else(|| problem(format!("the coordinates of {name} are no list")))?;
        if depth > 0 {
            return lists
                .iter()
                .try_for_each(|inner| self.nested(Some(inner), depth - 1, name));
        }
        self.points += lists.len();
        if self.points > POINTS_MAX {
            return Err(problem(format!(
                "it has more than {POINTS_MAX} points; simplify its lines"
            )));
        }
        let points: Option<GeoLine> = lists.iter().map(point).collect();
        self.all.push(points.ok_or_else(|| {
            problem(format!(
                "{name} has a point that is no longitude and latitude in degrees"
            ))
        })?);
        Ok(())
    }
}

fn point(value: &Value) -> Option<(f64, f64)> {
    let (east, north) = (value.get(0)?.as_f64()?, value.get(1)?.as_f64()?);
    let on_earth = (-180.0..=180.0).contains(&east) && (-90.0..=90.0).contains(&north);
    on_earth.then_some((east, north))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_and_lines_are_read_and_points_passed_over() {
        let file = r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"name": "青岚县"}, "geometry": {"type": "Polygon",
              "coordinates": [[[110.0, 33.0], [110.5, 33.0], [110.0, 33.4], [110.0, 33.0]]]}},
            {"type": "Feature", "geometry": null},
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}},
            {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": [
              {"type": "MultiPolygon", "coordinates": [[[[1, 2, 900], [3, 4]]], [[[5, 6]], [[7, 8]]]]},
              {"type": "LineString", "coordinates": [[9, 10], [11, 12]]}]}}]}"#;
        let lines = read_geojson(file.as_bytes()).unwrap();
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[0].len(), 4);
        assert_eq!(lines[1], [(1.0, 2.0), (3.0, 4.0)]);
    }

    #[test]
    fn what_is_wrong_is_told_in_words() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        for (file, words) in [
            ("", "no JSON"),
            (deep.as_str(), "no JSON"),
            ("{}", "type \"\""),
            (r#"{"type": "Topology"}"#, "\"Topology\""),
            (r#"{"type": "FeatureCollection"}"#, "has no features"),
            (
                r#"{"type": "FeatureCollection", "features": []}"#,
                "no line",
            ),
            (r#"{"type": "LineString", "coordinates": 3}"#, "no list"),
            (
                r#"{"type": "LineString", "coordinates": [[200, 3]]}"#,
                "no longitude",
            ),
            (
                r#"{"type": "LineString", "coordinates": [["a", 3]]}"#,
                "no longitude",
            ),
        ] {
            let why = read_geojson(file.as_bytes()).unwrap_err().to_string();
            assert!(why.contains(words), "{why}");
        }
        let large = vec![b' '; GEOJSON_BYTES_MAX + 1];
        assert!(
            read_geojson(&large)
                .unwrap_err()
                .to_string()
                .contains("20 MiB")
        );
    }
}
