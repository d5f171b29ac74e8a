//! Zones as people write them behind a time.

use chrono::FixedOffset;

/// Names and their minutes east of Greenwich. The American ones are those of RFC 822, `CST` among
/// them: feeds that mean China write `+0800`. The letters of military zones are not read, because
/// RFC 822 had them the wrong way round and nobody can know which way a feed means.
const NAMES: [(&str, i32); 24] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("jst", 540),
    ("北京时间", 480),
];

/// Reads `Z`, `+08:00`, `-0330`, `+8`, `GMT+8`, `UTC+08:00`, `EST`.
pub(crate) fn read_zone(text: &str) -> Option<FixedOffset> {
    let lower = text.trim().to_lowercase();
    if let Some((_, minutes)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return FixedOffset::east_opt(minutes * 60);
    }
    let number = ["utc", "gmt"].iter().find_map(|name| lower.strip_prefix(name)).unwrap_or(&lower);
    let (sign, digits) = match number.chars().next()? {
        '+' => (1, number.strip_prefix('+')?),
        '-' => (-1, number.strip_prefix('-')?),
        '\u{2212}' => (-1, number.strip_prefix('\u{2212}')?),
        _ => return None,
    };
    let (hours, minutes) = hours_and_minutes(digits)?;
    // The farthest zones in use are +14:00 and -12:00; some room, but no nonsense.
    (hours <= 15 && minutes < 60)
        .then(|| FixedOffset::east_opt(sign * (hours * 60 + minutes) * 60))
        .flatten()
}

fn hours_and_minutes(digits: &str) -> Option<(i32, i32)> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') {
        return None;
    }
    if let Some((hours, minutes)) = digits.split_once(':') {
        return Some((hours.parse().ok()?, minutes.get(..2)?.parse().ok()?));
    }
    match digits.len() {
        1 | 2 => Some((digits.parse().ok()?, 0)),
        3 => Some((digits.get(..1)?.parse().ok()?, digits.get(1..)?.parse().ok()?)),
        4 => Some((digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read() {
        let table = [
            ("Z", Some(0)),
            ("GMT", Some(0)),
            ("+08:00", Some(480)),
            ("+0800", Some(480)),
            ("+8", Some(480)),
            ("-0330", Some(-210)),
            ("UTC+8", Some(480)),
            ("gmt-05:00", Some(-300)),
            ("CST", Some(-360)),
            ("北京时间", Some(480)),
            ("+99:00", None),
            ("+08:99", None),
            ("+", None),
            ("Mars", None),
            ("+1:中", None),
            ("", None),
        ];
        for (given, wanted) in table {
            assert_eq!(read_zone(given).map(|zone| zone.local_minus_utc() / 60), wanted, "{given:?}");
        }
    }
}
