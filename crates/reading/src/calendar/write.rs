//! Calendars written: CRLF, folded after 75 octets, times of the world.

use super::times::utc;
use model::Moment;
use std::fmt::Write as _;

/// Octets of a line without its end (RFC 5545, 3.1).
const LINE_OCTETS_MAX: usize = 75;

/// An entry to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalendarEvent {
    /// What it is known by, always.
    pub uid: String,
    /// Counts its changes.
    pub sequence: i64,
    /// When it was changed last.
    pub changed_at: Moment,
    /// Its first instant.
    pub from: Moment,
    /// The first instant after it.
    pub to: Moment,
    /// What it is called.
    pub summary: String,
    /// What else is said.
    pub description: String,
    /// What kind of thing it is.
    pub category: String,
    /// Name and mail address of who takes part.
    pub attendee: Option<(String, String)>,
}

/// A calendar of this name.
pub fn write_calendar(name: &str, events: &[CalendarEvent]) -> String {
    let mut out = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Caifeng//Duty roster//EN",
        "CALSCALE:GREGORIAN",
    ] {
        put(&mut out, line);
    }
    put(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        write_event(&mut out, event);
    }
    put(&mut out, "END:VCALENDAR");
    out
}

fn write_event(out: &mut String, event: &CalendarEvent) {
    put(out, "BEGIN:VEVENT");
    put(out, &format!("UID:{}", escaped(&event.uid)));
    put(out, &format!("DTSTAMP:{}", utc(event.changed_at)));
    put(out, &format!("LAST-MODIFIED:{}", utc(event.changed_at)));
    put(out, &format!("SEQUENCE:{}", event.sequence));
    put(out, &format!("DTSTART:{}", utc(event.from)));
    put(out, &format!("DTEND:{}", utc(event.to)));
    put(out, &format!("SUMMARY:{}", escaped(&event.summary)));
    if !event.description.is_empty() {
        put(out, &format!("DESCRIPTION:{}", escaped(&event.description)));
    }
    if !event.category.is_empty() {
        put(out, &format!("CATEGORIES:{}", escaped(&event.category)));
    }
    if let Some((name, mail)) = &event.attendee {
        // Neither may hold what ends a parameter or a line.
        let name: String = name
            .chars()
            .filter(|c| *c != '"' && !c.is_control())
            .collect();
        let mail: String = mail.chars().filter(|c| !c.is_control()).collect();
        put(out, &format!("ATTENDEE;CN=\"{name}\":mailto:{mail}"));
    }
    put(out, "STATUS:CONFIRMED");
    put(out, "END:VEVENT");
}

/// A text as the value of a property.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Puts a line down, folded between characters.
fn put(out: &mut String, line: &str) {
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            octets = 1;
        }
        octets += c.len_utf8();
        write!(out, "{c}").expect("writing to a string cannot fail");
    }
    out.push_str("\r\n");
}
