//! Times of calendars: of the world, of a zone, of wherever one is; whole days; lengths.

use super::lines::Property;
use chrono::{
    DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;
use model::Moment;

/// A time as a calendar gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    /// In its zone.
    pub(super) local: DateTime<Tz>,
    /// Whether a whole day is meant.
    pub(super) day: bool,
}

impl At {
    pub(super) fn moment(self) -> Moment {
        Moment(self.local.timestamp_millis())
    }
}

/// Names that some programs give to zones.
const OTHER_NAMES: &[(&str, Tz)] = &[
    ("China Standard Time", chrono_tz::Asia::Shanghai),
    ("Beijing", chrono_tz::Asia::Shanghai),
    ("Taipei Standard Time", chrono_tz::Asia::Taipei),
    ("Tokyo Standard Time", chrono_tz::Asia::Tokyo),
    ("Singapore Standard Time", chrono_tz::Asia::Singapore),
    ("W. Europe Standard Time", chrono_tz::Europe::Berlin),
    ("Romance Standard Time", chrono_tz::Europe::Paris),
    ("GMT Standard Time", chrono_tz::Europe::London),
    ("Central Europe Standard Time", chrono_tz::Europe::Budapest),
    ("Eastern Standard Time", chrono_tz::America::New_York),
    ("Pacific Standard Time", chrono_tz::America::Los_Angeles),
    ("UTC", chrono_tz::UTC),
];

/// The zone of a name.
pub(super) fn zone_of(name: &str) -> Option<Tz> {
    let name = name.trim().trim_start_matches('/');
    let known = name.parse().ok();
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
    known
        .or_else(|| other.map(|(_, zone)| *zone))
        // Some programs write their own name before that of the zone: /example.org/2026/Europe/Berlin.
        .or_else(|| {
            let parts: Vec<&str> = name.rsplitn(3, '/').collect();
            match parts.as_slice() {
                [city, area, _] => format!("{area}/{city}").parse().ok(),
                _ => None,
            }
        })
}

/// The instant that a clock in this zone shows; in an hour that a clock skips, what it shows next, and in
/// one that it shows twice, the first time.
pub(super) fn in_zone(at: NaiveDateTime, zone: Tz) -> Option<DateTime<Tz>> {
    let mut at = at;
    // No zone skips more than a day (Samoa did in 2011).
    for _ in 0..=24 * 4 {
        match zone.from_local_datetime(&at) {
            LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => return Some(found),
            LocalResult::None => at = at.checked_add_signed(TimeDelta::minutes(15))?,
        }
    }
    None
}

/// The time of a property; `zone` for one that names none.
pub(super) fn read(property: &Property, value: &str, zone: Tz) -> Result<At, String> {
    let zone = match property.parameter("TZID") {
        Some(name) => zone_of(name).ok_or_else(|| format!("{name:?} is no zone that is known"))?,
        None => zone,
    };
    written(value, zone).ok_or_else(|| format!("{value:?} is no time"))
}

/// `20260302`, `20260302T080000` or `20260302T000000Z`.
pub(super) fn written(value: &str, zone: Tz) -> Option<At> {
    let value = value.trim();
    if value.len() == 8 {
        let day = NaiveDate::parse_from_str(value, "%Y%m%d").ok()?;
        let local = in_zone(day.and_time(NaiveTime::MIN), zone)?;
        return Some(At { local, day: true });
    }
    let local = |text: &str| {
        let right = text.len() == 15
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'T');
        let read = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S");
        read.ok().filter(|_| right)
    };
    let local = match value.strip_suffix('Z') {
        Some(text) => local(text)?.and_utc().with_timezone(&Tz::UTC),
        None => in_zone(local(value)?, zone)?,
    };
    Some(At { local, day: false })
}

/// A length like `PT12H`, `P1D` or `P1W`; days are those of the calendar where they are added.
pub(super) fn length(value: &str) -> Option<TimeDelta> {
    let rest = value.trim().strip_prefix('+').unwrap_or(value.trim());
    let rest = rest.strip_prefix('P')?;
    let (mut seconds, mut number, mut clock) = (0_i64, String::new(), false);
    for c in rest.chars() {
        let unit = match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            'T' if number.is_empty() => {
                clock = true;
                continue;
            }
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' if clock => 60,
            'S' => 1,
            _ => return None,
        };
        let many: i64 = std::mem::take(&mut number).parse().ok()?;
        seconds = seconds.checked_add(many.checked_mul(unit)?)?;
    }
    let whole = number.is_empty() && seconds > 0;
    whole.then(|| TimeDelta::try_seconds(seconds)).flatten()
}

/// An instant as calendars write it.
pub(super) fn utc(at: Moment) -> String {
    DateTime::<Utc>::from_timestamp_millis(at.0)
        .map_or_else(String::new, |at| at.format("%Y%m%dT%H%M%SZ").to_string())
}
