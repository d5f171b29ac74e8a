//! Which entries of the record of use are asked for.

use crate::show::encode;
use chrono::{NaiveDate, TimeZone};
use chrono_tz::Tz;
use desk::AuditAsk;
use model::{AuditId, Moment, PersonId};
use serde::Deserialize;

/// Acts that are written down, for the choice above the list.
pub(super) const ACTS: &[&str] = &[
    "alert.seen",
    "alert.escalated",
    "alert.taken",
    "alert.assessed",
    "alert.closed",
    "alert.reopened",
    "rule.added",
    "rule.changed",
    "rule.approved",
    "rule.removed",
    "levels.changed",
    "topic.added",
    "topic.changed",
    "topic.approved",
    "topic.archived",
    "topic.restored",
    "topic.seen",
    "route.added",
    "route.removed",
    "route.restored",
    "session.began",
    "session.failed",
    "session.ended",
    "password.set",
    "password.changed",
    "code.set",
    "code.dropped",
    "person.added",
    "person.changed",
    "person.link",
    "unit.added",
    "unit.changed",
    "unit.removed",
    "settings.changed",
    "duty.added",
    "duty.changed",
    "duty.removed",
    "duty.undone",
    "duty.rotated",
    "duty.imported",
    "duty.swap_asked",
    "duty.swap_approved",
    "duty.swap_declined",
    "duty.swap_withdrawn",
    "duty.feed",
    "duty.settings",
    "handover.written",
    "handover.signed",
    "keeping.changed",
    "documents.purged",
    "hold.placed",
    "hold.released",
    "words.changed",
    "source.added",
    "source.changed",
    "source.undone",
    "event.seen",
    "event.corrected",
    "event.undone",
    "reading.corrected",
    "reading.undone",
    "proposal.accepted",
    "proposal.declined",
    "case.opened",
    "case.changed",
    "case.stepped",
    "case.commented",
    "case.input",
    "case.seen",
    "case.file_seen",
    "task.changed",
    "answer.drafted",
    "answer.reviewed",
    "answer.signed",
    "answer.published",
    "answer.corrected",
    "answer.withdrawn",
    "lead.changed",
    "playbook.changed",
    "document.seen",
    "document.listed",
    "picture.seen",
    "person.seen",
    "mail.tried",
    "channel.added",
    "channel.changed",
    "channel.paused",
    "channel.resumed",
    "channel.removed",
    "channel.restored",
    "channel.tried",
    "message.again",
    "message.dropped",
    "document.opened",
    "document.withdrawn",
    "document.restored",
    "evidence.attached",
    "evidence.watched",
    "evidence.taken",
    "evidence.opened",
    "evidence.ended",
    "search.asked",
    "search.saved",
    "search.approved",
    "search.renewed",
    "search.dropped",
    "export.made",
    "brought",
    "audit.read",
    "audit.checked",
    "refused",
];

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(super) person: String,
    #[serde(default)]
    pub(super) act: String,
    #[serde(default)]
    pub(super) object: String,
    #[serde(default)]
    pub(super) from: String,
    #[serde(default)]
    pub(super) to: String,
    #[serde(default)]
    pub(super) before: String,
    #[serde(default)]
    pub(super) check: String,
}

impl Asked {
    pub(super) fn ask(&self, zone: Tz, limit: u64) -> AuditAsk {
        AuditAsk {
            person: PersonId::parse(self.person.trim()),
            act: self.act.trim().to_owned(),
            object: self.object.trim().to_owned(),
            from: day(&self.from, zone, 0),
            to: day(&self.to, zone, 1),
            before: AuditId::parse(self.before.trim()),
            limit,
        }
    }

    /// The address of this question without the place in the list.
    pub(super) fn address(&self) -> String {
        let pairs = [
            ("person", &self.person),
            ("act", &self.act),
            ("object", &self.object),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let pairs: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        pairs.join("&")
    }
}

/// The beginning of a day in the desk's zone, some days later.
fn day(written: &str, zone: Tz, later: u64) -> Option<Moment> {
    let day = NaiveDate::parse_from_str(written.trim(), "%Y-%m-%d").ok()?;
    let day = day.checked_add_days(chrono::Days::new(later))?;
    let begins = zone
        .from_local_datetime(&day.and_hms_opt(0, 0, 0)?)
        .earliest()?;
    Some(Moment(begins.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_in_the_desks_zone() {
        let zone = chrono_tz::Asia::Shanghai;
        assert_eq!(day("2026-03-02", zone, 0), Some(Moment(1_772_380_800_000)));
        assert_eq!(day("2026-03-02", zone, 1), Some(Moment(1_772_467_200_000)));
        assert_eq!(day("2. 3. 2026", zone, 0), None);
    }
}
