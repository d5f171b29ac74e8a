//! Published times as they are written on pages.

mod absolute;
mod relative;
mod tokens;

use crate::dates::{in_zone, read_time};
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use model::{Moment, TimeNote};
use tokens::{Cursor, Token};

/// 1900-01-01: no page is older; such a year is one of the Republic.
const FIRST_BELIEVED: i64 = -2_208_988_800_000;
/// Characters up to which a line without a label may hold a time such as 昨天.
const LABEL_CHARS_MAX: usize = 40;

/// Reads a time as pages write it: what `read_time` reads, times as people say them (昨天 14:05,
/// 3小时前, 2 hours ago), dates without a year, years of the Republic, and such a time inside a
/// longer line. Without a zone it is in `zone`, and the note says so.
pub fn read_page_time(text: &str, now: Moment, zone: Tz) -> Option<(Moment, TimeNote)> {
    read_time(text, zone)
        .filter(|(at, _)| at.0 >= FIRST_BELIEVED)
        .or_else(|| found_in(text, now, zone))
}

/// A time somewhere in a line.
pub(super) fn found_in(text: &str, now: Moment, zone: Tz) -> Option<(Moment, TimeNote)> {
    let tokens = tokens::tokens(text);
    let today = local(now, zone)?;
    let starts = |read: fn(Cursor<'_>, NaiveDateTime) -> Option<absolute::Written>| {
        (0..tokens.len()).find_map(|at| {
            let apart = at == 0 || !joins(&tokens, at);
            let rest = tokens.get(at..).unwrap_or_default();
            if apart {
                read(Cursor::new(rest), today)
            } else {
                None
            }
        })
    };
    let short = text.trim().chars().count() <= LABEL_CHARS_MAX;
    if let Some(written) = starts(absolute::written) {
        return Some(placed(written, zone));
    }
    if !short {
        return None;
    }
    if let Some(ago) = (0..tokens.len())
        .find_map(|at| relative::ago(Cursor::new(tokens.get(at..).unwrap_or_default())))
    {
        return Some((Moment(now.0.checked_sub(ago)?), TimeNote::Given));
    }
    starts(relative::spoken).map(|written| placed(written, zone))
}

/// Whether a place is in the middle of a longer number with signs, such as 1-2-3.
fn joins(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    matches!(tokens.get(at), Some(Token::Number(..)))
        && matches!(before, Some(Token::Mark('-' | '/' | '.' | '年')))
        && matches!(
            at.checked_sub(2).and_then(|before| tokens.get(before)),
            Some(Token::Number(..))
        )
}

fn placed(written: absolute::Written, zone: Tz) -> (Moment, TimeNote) {
    match written.offset {
        Some(offset) => {
            let at = written.at.and_utc().timestamp_millis() - i64::from(offset) * 1_000;
            (Moment(at), TimeNote::Given)
        }
        None => (in_zone(written.at, zone), TimeNote::ZoneAssumed),
    }
}

fn local(now: Moment, zone: Tz) -> Option<NaiveDateTime> {
    let now: DateTime<Utc> = DateTime::from_timestamp_millis(now.0)?;
    Some(now.with_timezone(&zone).naive_local())
}
