//! What repeats: the instants at which it begins, by the rules of its zone.

use super::lines::Block;
use super::times::{At, read, written};
use super::{CALENDAR_ENTRIES_MAX, CalendarFrame};
use chrono::{DateTime, TimeDelta};
use model::Moment;
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

/// How often something may repeat; more often than daily is no shift.
const FREQUENCIES: &[&str] = &["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

/// Beginnings of an entry within the frame. One that does not repeat has one, wherever it lies.
pub(super) fn beginnings(
    block: &Block,
    start: At,
    lasts: TimeDelta,
    frame: CalendarFrame,
) -> Result<Vec<Moment>, String> {
    let Some(property) = block.first("RRULE") else {
        return Ok(vec![start.moment()]);
    };
    let rule = rule(&property.value, start)?;
    let zone = Tz::from(start.local.timezone());
    let begin = start.local.with_timezone(&zone);
    let rule: RRule<Unvalidated> = rule
        .parse()
        .map_err(|error| format!("RRULE cannot be read: {error}"))?;
    let rule = rule
        .validate(begin)
        .map_err(|error| format!("RRULE cannot be followed: {error}"))?;
    let at = |moment: Moment| {
        DateTime::from_timestamp_millis(moment.0).map(|at| at.with_timezone(&zone))
    };
    let earliest = Moment(frame.from.0 - lasts.num_milliseconds());
    let mut set = RRuleSet::new(begin).rrule(rule);
    if let (Some(after), Some(before)) = (at(earliest), at(frame.to)) {
        set = set.after(after).before(before);
    }
    let left_out = left_out(block, start)?;
    let limit = u16::try_from(CALENDAR_ENTRIES_MAX).unwrap_or(u16::MAX);
    let found = set.all(limit).dates.into_iter();
    let found = found.map(|at| Moment(at.timestamp_millis()));
    Ok(found.filter(|at| !left_out.contains(at)).collect())
}

/// The rule with its end as an instant of the world, as every reader of rules understands it.
fn rule(value: &str, start: At) -> Result<String, String> {
    let mut parts = Vec::new();
    for part in value.trim().split(';').filter(|part| !part.is_empty()) {
        let (key, said) = part
            .split_once('=')
            .ok_or_else(|| format!("RRULE cannot be read: {part:?}"))?;
        let key = key.trim().to_ascii_uppercase();
        let said = said.trim().to_ascii_uppercase();
        if key == "FREQ" && !FREQUENCIES.contains(&said.as_str()) {
            return Err(format!("what repeats {said} is no shift"));
        }
        let said = if key == "UNTIL" {
            until(&said, start)?
        } else {
            said
        };
        parts.push(format!("{key}={said}"));
    }
    Ok(parts.join(";"))
}

fn until(said: &str, start: At) -> Result<String, String> {
    let end = written(said, start.local.timezone());
    let end = end.ok_or_else(|| format!("RRULE ends at {said:?}, which is no time"))?;
    // A rule that ends on a day goes on until that day is over.
    let more = if end.day && !start.day { 86_399_000 } else { 0 };
    Ok(super::times::utc(Moment(end.moment().0 + more)))
}

/// Repetitions that are left out.
fn left_out(block: &Block, start: At) -> Result<Vec<Moment>, String> {
    let mut all = Vec::new();
    for property in block.all("EXDATE") {
        for value in property.value.split(',') {
            all.push(read(property, value, start.local.timezone())?.moment());
        }
    }
    Ok(all)
}
