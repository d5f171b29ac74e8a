//! Calendars (iCalendar, RFC 5545): entries with a beginning and an end, read and written.
//!
//! What is read: VEVENT with DTSTART, DTEND or DURATION, TZID, RRULE, EXDATE, RECURRENCE-ID, SEQUENCE,
//! STATUS, SUMMARY, DESCRIPTION, CATEGORIES, ATTENDEE. What cannot be taken is told with its line.

mod entry;
mod lines;
mod repeats;
mod times;
mod write;

pub use write::{CalendarEvent, write_calendar};

use chrono_tz::Tz;
use model::Moment;
use thiserror::Error;

/// Bytes of the largest calendar: some ten thousand entries.
pub const CALENDAR_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Entries that are taken of one calendar, repetitions counted.
pub const CALENDAR_ENTRIES_MAX: usize = 5_000;

/// Why a calendar cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarProblem {
    /// It is something else.
    #[error("this is no calendar: it does not begin with BEGIN:VCALENDAR")]
    NoCalendar,
    /// It is too large.
    #[error("the calendar is larger than {} MiB", CALENDAR_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// Not even its characters can be read.
    #[error("the calendar is not written in UTF-8")]
    NotUtf8,
}

/// One happening of a calendar; of what repeats, one repetition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The line on which it begins.
    pub line: usize,
    /// What it is known by; a repetition has the instant it stands for behind a `#`.
    pub uid: String,
    /// Counts its changes.
    pub sequence: i64,
    /// Its first instant.
    pub from: Moment,
    /// The first instant after it.
    pub to: Moment,
    /// What it is called.
    pub summary: String,
    /// What else is said.
    pub description: String,
    /// What kind of thing it is.
    pub categories: Vec<String>,
    /// Names and mail addresses of who takes part.
    pub attendees: Vec<(String, String)>,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// What a calendar holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// In the order of their beginnings.
    pub entries: Vec<CalendarEntry>,
    /// Lines that were not taken, and why.
    pub refused: Vec<(usize, String)>,
}

/// Between which instants repetitions are taken, and in which zone times without one are meant.
#[derive(Debug, Clone, Copy)]
pub struct CalendarFrame {
    /// Repetitions that end before this are left out.
    pub from: Moment,
    /// Repetitions that begin after this are left out.
    pub to: Moment,
    /// The zone of times that name none.
    pub zone: Tz,
}

/// Reads a calendar.
pub fn read_calendar(bytes: &[u8], frame: CalendarFrame) -> Result<Calendar, CalendarProblem> {
    if bytes.len() > CALENDAR_BYTES_MAX {
        return Err(CalendarProblem::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| CalendarProblem::NotUtf8)?;
    let lines = lines::unfolded(text.trim_start_matches('\u{feff}'));
    let first = lines.iter().find(|line| !line.text.trim().is_empty());
    if !first.is_some_and(|line| line.text.trim().eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(CalendarProblem::NoCalendar);
    }
    let mut calendar = Calendar::default();
    let (blocks, zone) = lines::blocks(&lines, &mut calendar.refused);
    let frame = CalendarFrame {
        zone: zone
            .and_then(|name| times::zone_of(&name))
            .unwrap_or(frame.zone),
        ..frame
    };
    for block in &blocks {
        if calendar.entries.len() >= CALENDAR_ENTRIES_MAX {
            let words = format!("only the first {CALENDAR_ENTRIES_MAX} entries are taken");
            calendar.refused.push((block.line, words));
            break;
        }
        match entry::entries(block, frame, &mut calendar.refused) {
            Ok(found) => calendar.entries.extend(found),
            Err(why) => calendar.refused.push((block.line, why)),
        }
    }
    calendar.entries.truncate(CALENDAR_ENTRIES_MAX);
    settle(&mut calendar);
    Ok(calendar)
}

/// Of what is known by the same name, the newest counts: a single repetition that was moved stands in
/// for the one that the rule gives.
fn settle(calendar: &mut Calendar) {
    let mut newest: std::collections::BTreeMap<String, CalendarEntry> =
        std::collections::BTreeMap::new();
    for entry in calendar.entries.drain(..) {
        match newest.get(&entry.uid) {
            Some(there) if there.sequence > entry.sequence => {}
            _ => {
                newest.insert(entry.uid.clone(), entry);
            }
        }
    }
    calendar.entries = newest.into_values().collect();
    calendar
        .entries
        .sort_by(|a, b| (a.from, a.to, &a.uid).cmp(&(b.from, b.to, &b.uid)));
    calendar.refused.sort();
}

#[cfg(test)]
mod tests;
