//! One entry of a calendar, with its repetitions.

use super::lines::{Block, Property, listed};
use super::repeats::beginnings;
use super::times::{At, length, read, utc};
use super::{CalendarEntry, CalendarFrame};
use chrono::{Days, TimeDelta};
use model::Moment;

/// Hours of the longest shift; what lasts longer is something else.
const HOURS_MAX: i64 = 24 * 31;
/// Letters of a name of an entry.
const UID_CHARS_MAX: usize = 200;

/// The entry, once or as often as it repeats within the frame.
pub(super) fn entries(
    block: &Block,
    frame: CalendarFrame,
    refused: &mut Vec<(usize, String)>,
) -> Result<Vec<CalendarEntry>, String> {
    let property = block.first("DTSTART").ok_or("the entry has no DTSTART")?;
    let start = read(property, &property.value, frame.zone)?;
    let lasts = lasts(block, start, frame)?;
    if lasts <= TimeDelta::zero() {
        return Err("the entry ends before it begins".to_owned());
    }
    if lasts > TimeDelta::hours(HOURS_MAX) {
        return Err("the entry lasts longer than a month".to_owned());
    }
    for property in block.all("RDATE") {
        refused.push((property.line, "RDATE is not taken".to_owned()));
    }
    let plain = plain(block)?;
    let repeats = block.first("RRULE").is_some();
    let stands_for = match block.first("RECURRENCE-ID") {
        Some(property) if property.parameter("RANGE").is_some() => {
            return Err("a change of all repetitions from one on is not taken".to_owned());
        }
        Some(property) => Some(read(property, &property.value, start.local.timezone())?.moment()),
        None => None,
    };
    let found = beginnings(block, start, lasts, frame)?.into_iter();
    let found = found.map(|from| CalendarEntry {
        uid: match stands_for.or(repeats.then_some(from)) {
            Some(at) => format!("{}#{}", plain.uid, utc(at)),
            None => plain.uid.clone(),
        },
        from,
        to: Moment(from.0 + lasts.num_milliseconds()),
        ..plain.clone()
    });
    Ok(found.collect())
}

/// How long it lasts: for repetitions always the same (RFC 5545, 3.8.5.3).
fn lasts(block: &Block, start: At, frame: CalendarFrame) -> Result<TimeDelta, String> {
    if let Some(property) = block.first("DTEND") {
        let zone = if property.parameter("TZID").is_some() {
            frame.zone
        } else {
            start.local.timezone()
        };
        let end = read(property, &property.value, zone)?;
        return Ok(end.local.signed_duration_since(start.local));
    }
    match block.first("DURATION") {
        Some(property) => {
            length(&property.value).ok_or_else(|| format!("{:?} is no length", property.value))
        }
        None if start.day => {
            let next = start.local.checked_add_days(Days::new(1));
            let next = next.ok_or("the entry lies beyond all calendars")?;
            Ok(next.signed_duration_since(start.local))
        }
        None => Err("the entry says neither when it ends nor how long it lasts".to_owned()),
    }
}

/// What is the same for all repetitions.
fn plain(block: &Block) -> Result<CalendarEntry, String> {
    let uid: String = block.text("UID").trim().to_owned();
    if uid.is_empty() {
        return Err("the entry has no UID".to_owned());
    }
    if uid.chars().count() > UID_CHARS_MAX {
        return Err(format!("the UID has more than {UID_CHARS_MAX} letters"));
    }
    let sequence = block.text("SEQUENCE");
    let categories = block.all("CATEGORIES");
    Ok(CalendarEntry {
        line: block.line,
        uid,
        sequence: sequence.trim().parse().unwrap_or(0),
        summary: block.text("SUMMARY"),
        description: block.text("DESCRIPTION"),
        categories: categories.flat_map(|one| listed(&one.value)).collect(),
        attendees: block.all("ATTENDEE").map(attendee).collect(),
        cancelled: block
            .text("STATUS")
            .trim()
            .eq_ignore_ascii_case("CANCELLED"),
        ..CalendarEntry::default()
    })
}

fn attendee(property: &Property) -> (String, String) {
    let name = property.parameter("CN").unwrap_or_default().to_owned();
    let value = property.value.trim();
    let mail = match value.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => value.get(7..).unwrap_or(""),
        _ => value,
    };
    (name, mail.trim().to_owned())
}
