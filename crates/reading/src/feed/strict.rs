//! The strict reader: well-formed RSS, Atom and JSON Feed.

use super::FeedKind;
use super::draft::{Draft, Reading};
use crate::dates::read_time;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use feed_rs::model::{Entry as RawEntry, Feed as RawFeed, FeedType};
use feed_rs::parser::Builder;
use model::{Moment, TimeNote, limits};

/// What a well-formed feed says, or why it is none.
pub(super) fn read(text: &str, base_url: &str, zone: Tz) -> Result<Reading, String> {
    let raw = parse(&in_utf8(text), base_url, zone)?;
    Ok(Reading {
        title: raw.title.map(|title| title.content),
        kind: match raw.feed_type {
            FeedType::Atom => FeedKind::Atom,
            FeedType::JSON => FeedKind::Json,
            FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 => FeedKind::Rss,
        },
        listed: raw.entries.len(),
        drafts: raw
            .entries
            .into_iter()
            .take(limits::ENTRIES_PER_VISIT_MAX)
            .map(draft_of)
            .collect(),
    })
}

/// The last defence against a defect of the parser: a panic becomes a refusal.
fn parse(text: &str, base_url: &str, zone: Tz) -> Result<RawFeed, String> {
    let parse = || {
        let parser = Builder::new()
            .base_uri(Some(base_url))
            .timestamp_parser(move |text| time_with_note(text, zone))
            .id_generator(|_, _, _| String::new())
            .build();
        parser
            .parse(text.as_bytes())
            .map_err(|error| error.to_string())
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse))
        .unwrap_or_else(|_| Err("its structure breaks the reader".to_owned()))
}

/// The parser hands on an instant only; a time whose zone was assumed is marked by one nanosecond.
fn time_with_note(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let (at, note) = read_time(text, zone)?;
    let at = DateTime::from_timestamp_millis(at.0)?;
    Some(if note == TimeNote::ZoneAssumed {
        at + TimeDelta::nanoseconds(1)
    } else {
        at
    })
}

/// The text is UTF-8 by now; a declaration of something else would mislead the parser.
fn in_utf8(text: &str) -> String {
    let end = match text.strip_prefix("<?xml").and_then(|_| text.find("?>")) {
        Some(end) => end + 2,
        None => return text.to_owned(),
    };
    let version = if text.get(..end).is_some_and(|head| head.contains("1.1")) {
        "1.1"
    } else {
        "1.0"
    };
    format!(
        "<?xml version=\"{version}\" encoding=\"utf-8\"?>{}",
        text.get(end..).unwrap_or_default()
    )
}

fn draft_of(raw: RawEntry) -> Draft {
    let link = raw
        .links
        .iter()
        .position(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .or((!raw.links.is_empty()).then_some(0));
    let time = raw.published.or(raw.updated).map(|at| {
        let assumed = at.nanosecond() % 1_000_000 == 1;
        let note = if assumed {
            TimeNote::ZoneAssumed
        } else {
            TimeNote::Given
        };
        (Moment(at.timestamp_millis()), note)
    });
    Draft {
        id: raw.id,
        link: link.and_then(|at| raw.links.into_iter().nth(at).map(|link| link.href)),
        title: raw.title.map(|title| title.content).unwrap_or_default(),
        content: raw.content.and_then(|content| content.body),
        summary: raw.summary.map(|summary| summary.content),
        time,
    }
}
