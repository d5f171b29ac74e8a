//! The day that an address names.

/// A date in an address: `/2026/03/02/`, `/2026-03-02/`, `/202603/02/`, `/20260302/`, `t20260302_1`.
pub(super) fn in_address(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let digits: Vec<&str> = path
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect();
    let day = |text: String| {
        let (year, rest) = text.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        let valid = (1990..2100).contains(&year.parse::<i32>().ok()?)
            && (1..=12).contains(&month.parse::<u32>().ok()?)
            && (1..=31).contains(&day.parse::<u32>().ok()?);
        valid.then(|| format!("{year}-{month}-{day}"))
    };
    let whole = |run: &&str| day(run.get(..8)?.to_owned());
    digits.iter().find_map(whole).or_else(|| {
        digits.iter().enumerate().find_map(|(index, run)| {
            let joined: String = digits.iter().skip(index).take(3).copied().collect();
            if matches!(run.len(), 4 | 6) {
                day(joined.get(..8)?.to_owned())
            } else {
                None
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_days() {
        for (url, expected) in [
            ("https://a.example/2026/03/02/1.html", Some("2026-03-02")),
            ("https://a.example/2026/0302/1.html", Some("2026-03-02")),
            ("https://a.example/2026-03-02/1", Some("2026-03-02")),
            (
                "https://a.example/202603/t20260302_77.html",
                Some("2026-03-02"),
            ),
            ("https://a.example/news/123456.html", None),
            ("https://a.example/99999999.html", None),
            ("", None),
        ] {
            assert_eq!(in_address(url).as_deref(), expected, "{url}");
        }
    }
}
