//! How long documents are kept, and what is left of those that were purged.

use crate::{DocumentId, EventId, HOUR_MS, Moment, SourceId, SourceKind};

/// Hours between a change of a rule and the time it may purge more than before: a mistake can be
/// put right on the next morning.
pub const KEEP_GRACE_HOURS: i64 = 24;
/// Days of the longest rule; 0 says for ever.
pub const KEEP_DAYS_MAX: u32 = 36_500;

const DAY_MS: i64 = 24 * HOUR_MS;

/// What a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeepScope {
    /// Documents of all sources of a kind that have no days of their own.
    Kind(SourceKind),
    /// Documents of one source.
    Source(SourceId),
}

impl KeepScope {
    /// As it is stored and written: `kind:feed`, `source:12`.
    pub fn word(self) -> String {
        match self {
            Self::Kind(kind) => format!("kind:{}", kind.word()),
            Self::Source(id) => format!("source:{}", id.0),
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        let (what, which) = word.split_once(':')?;
        match what {
            "kind" => SourceKind::from_word(which).map(Self::Kind),
            "source" => which.parse().ok().map(|id| Self::Source(SourceId(id))),
            _ => None,
        }
    }
}

/// Days that documents are kept from their arrival: 0 is for ever. None, for a source, is as its
/// kind.
pub type KeepDays = Option<u32>;

/// How long documents are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepRule {
    /// Whose.
    pub scope: KeepScope,
    /// For how many days.
    pub days: KeepDays,
    /// What held before.
    pub before: KeepDays,
    /// When it was changed.
    pub changed_at: Moment,
}

impl KeepRule {
    /// When it holds alone, whatever held before.
    pub fn settled_at(&self) -> Moment {
        Moment(self.changed_at.0.saturating_add(KEEP_GRACE_HOURS * HOUR_MS))
    }

    /// The days that hold at a time, where `kind` is what None stands for: within the grace the
    /// longer of what holds and what held before.
    fn at(&self, now: Moment, kind: u32) -> u32 {
        let days = self.days.unwrap_or(kind);
        if now < self.settled_at() {
            longer(days, self.before.unwrap_or(kind))
        } else {
            days
        }
    }
}

/// All rules of an office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeepRules(pub Vec<KeepRule>);

impl KeepRules {
    /// The rule for just this.
    pub fn of(&self, scope: KeepScope) -> Option<&KeepRule> {
        self.0.iter().find(|rule| rule.scope == scope)
    }

    /// What is written down for just this: for a kind nothing is 0.
    pub fn written(&self, scope: KeepScope) -> KeepDays {
        let days = self.of(scope).and_then(|rule| rule.days);
        match scope {
            KeepScope::Kind(_) => Some(days.unwrap_or(0)),
            KeepScope::Source(_) => days,
        }
    }

    /// Days that documents of a source are kept at a time; 0 is for ever.
    pub fn days(&self, source: SourceId, kind: SourceKind, now: Moment) -> u32 {
        let of_kind = self.of(KeepScope::Kind(kind));
        let of_kind = of_kind.map_or(0, |rule| rule.at(now, 0));
        let own = self.of(KeepScope::Source(source));
        own.map_or(of_kind, |rule| rule.at(now, of_kind))
    }

    /// Days once every change holds alone.
    pub fn settled_days(&self, source: SourceId, kind: SourceKind) -> u32 {
        self.days(source, kind, Moment(i64::MAX))
    }

    /// These rules after a change of one: what held before is what holds now, so that two changes in
    /// a day purge no sooner than each alone.
    #[must_use]
    pub fn changed(&self, scope: KeepScope, days: KeepDays, now: Moment) -> Self {
        let before = match self.of(scope) {
            None => self.written(scope),
            Some(rule) if now >= rule.settled_at() => rule.days,
            // A rule of a source may say "as its kind" on one side: what its kind says may
            // change too, so the side that keeps for ever or says a number is preferred by length.
            Some(rule) => longer_side(rule.days, rule.before),
        };
        let mut rules: Vec<KeepRule> = self.0.clone();
        rules.retain(|rule| rule.scope != scope);
        rules.push(KeepRule {
            scope,
            days,
            before,
            changed_at: now,
        });
        Self(rules)
    }

    /// Documents of a source that arrived before this are due, if any are.
    pub fn due(&self, source: SourceId, kind: SourceKind, now: Moment) -> Option<KeepDue> {
        let days = self.days(source, kind, now);
        (days > 0).then(|| KeepDue {
            source,
            kind,
            days,
            before: Moment(now.0.saturating_sub(i64::from(days) * DAY_MS)),
        })
    }
}

fn longer(a: u32, b: u32) -> u32 {
    if a == 0 || b == 0 { 0 } else { a.max(b) }
}

/// The longer of two sides of a change under way. "As its kind" stands for days that may change
/// themselves, so where only one side says it the other is not known to be longer: for ever is.
fn longer_side(a: KeepDays, b: KeepDays) -> KeepDays {
    match (a, b) {
        (Some(a), Some(b)) => Some(longer(a, b)),
        (None, None) => None,
        _ => Some(0),
    }
}

/// Documents of a source that are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepDue {
    /// The source.
    pub source: SourceId,
    /// Its kind: what stands on a hot list is kept from the last time it stood there.
    pub kind: SourceKind,
    /// The days they were kept.
    pub days: u32,
    /// They arrived before this.
    pub before: Moment,
}

/// How many documents are due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DueCount {
    /// That would be purged.
    pub documents: u64,
    /// That are old enough and on hold.
    pub held: u64,
}

/// What is left of a document that was purged: no text, no title, no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgedDocument {
    /// Its number.
    pub id: DocumentId,
    /// The event that counts it.
    pub event: EventId,
    /// Where it was read.
    pub source: SourceId,
    /// The name of that source.
    pub source_name: String,
    /// When it was published.
    pub published_at: Moment,
    /// When it arrived.
    pub arrived_at: Moment,
    /// When it was purged.
    pub purged_at: Moment,
    /// Under a retention of so many days.
    pub days: u32,
}

/// Documents of one event that were purged under the same days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PurgedSum {
    /// The days.
    pub days: u32,
    /// How many.
    pub documents: u64,
    /// When the last of them was purged.
    pub last_at: Moment,
}

/// What was purged on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PurgeDay {
    /// The number of the day, in the office's zone.
    pub day: i64,
    /// Under a retention of so many days.
    pub days: u32,
    /// Of how many sources.
    pub sources: u64,
    /// How many documents.
    pub documents: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_772_432_100_000);
    const SOURCE: SourceId = SourceId(7);
    const FEED: SourceKind = SourceKind::Feed;
    const KIND: KeepScope = KeepScope::Kind(FEED);
    const OWN: KeepScope = KeepScope::Source(SOURCE);

    fn hours(hours: i64) -> Moment {
        Moment(NOW.0 + hours * HOUR_MS)
    }

    fn days(rules: &KeepRules, after: i64) -> u32 {
        rules.days(SOURCE, FEED, hours(after))
    }

    #[test]
    fn words_read_back_and_others_are_refused() {
        for scope in SourceKind::ALL
            .map(KeepScope::Kind)
            .into_iter()
            .chain([OWN])
        {
            assert_eq!(KeepScope::from_word(&scope.word()), Some(scope));
        }
        for word in [
            "",
            "kind",
            "kind:",
            "kind:radio",
            "source:x",
            "feed",
            "all:1",
        ] {
            assert_eq!(KeepScope::from_word(word), None, "{word}");
        }
    }

    #[test]
    fn nothing_said_keeps_for_ever() {
        let rules = KeepRules::default();
        assert_eq!(days(&rules, 0), 0);
        assert_eq!(rules.due(SOURCE, FEED, NOW), None);
        assert_eq!(rules.written(KIND), Some(0));
        assert_eq!(rules.written(OWN), None);
    }

    #[test]
    fn fewer_days_hold_after_the_grace_and_more_days_at_once() {
        let set = KeepRules::default().changed(KIND, Some(90), NOW);
        assert_eq!((days(&set, 0), days(&set, 23), days(&set, 24)), (0, 0, 90));
        let fewer = set.changed(KIND, Some(30), hours(48));
        assert_eq!((days(&fewer, 48), days(&fewer, 72)), (90, 30));
        let more = set.changed(KIND, Some(365), hours(48));
        assert_eq!((days(&more, 48), days(&more, 72)), (365, 365));
        let ever = set.changed(KIND, Some(0), hours(48));
        assert_eq!((days(&ever, 48), days(&ever, 72)), (0, 0));
        assert_eq!(set.settled_days(SOURCE, FEED), 90);
    }

    #[test]
    fn two_changes_in_a_day_purge_no_sooner_than_each_alone() {
        let first = KeepRules::default().changed(KIND, Some(90), NOW);
        let second = first.changed(KIND, Some(30), hours(23));
        assert_eq!(
            days(&second, 24),
            0,
            "for ever held until the second change"
        );
        assert_eq!(days(&second, 47), 30);
        let back = first.changed(KIND, Some(0), hours(1));
        assert_eq!((days(&back, 1), days(&back, 100)), (0, 0));
    }

    #[test]
    fn a_source_says_otherwise_than_its_kind_and_taking_it_back_waits_too() {
        let kind = KeepRules::default().changed(KIND, Some(30), NOW);
        let own = kind.changed(OWN, Some(0), hours(48));
        assert_eq!((days(&own, 48), days(&own, 99)), (0, 0));
        let other = own.days(SourceId(8), FEED, hours(99));
        assert_eq!(other, 30, "another source goes by its kind");
        let back = own.changed(OWN, None, hours(100));
        assert_eq!(
            (days(&back, 100), days(&back, 123), days(&back, 124)),
            (0, 0, 30)
        );
        let due = back.due(SOURCE, FEED, hours(124)).map(|due| due.before);
        assert_eq!(due, Some(Moment(hours(124).0 - 30 * DAY_MS)));
    }

    /// Whatever is changed when, nothing is due that was not due by what held at every time of
    /// the last 24 hours.
    #[test]
    fn no_run_of_changes_purges_what_was_safe_a_day_before() {
        let mut seed = 0x9e37_79b9_7f4a_7c15u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        for _ in 0..2_000 {
            let mut rules = KeepRules::default();
            let mut written: Vec<(i64, u32)> = vec![(i64::MIN / HOUR_MS, 0)];
            let mut at = 0;
            for _ in 0..6 {
                at += next(40) as i64;
                let scope = if next(2) == 0 { KIND } else { OWN };
                let said = match (scope, next(4)) {
                    (KeepScope::Source(_), 0) => None,
                    (_, 1) => Some(0),
                    (_, n) => Some(30 * n as u32 + 1),
                };
                rules = rules.changed(scope, said, hours(at));
                written.push((at, rules.settled_days(SOURCE, FEED)));
                let later = at + next(30) as i64;
                let holds = rules.days(SOURCE, FEED, hours(later));
                let in_a_day = written.iter().enumerate().filter(|(place, _)| {
                    let until = written.get(place + 1).map_or(i64::MAX, |(next, _)| *next);
                    until > later - KEEP_GRACE_HOURS
                });
                for (_, (_, wanted)) in in_a_day {
                    assert!(
                        holds == 0 || (*wanted != 0 && *wanted <= holds),
                        "{rules:?} holds {holds} where {wanted} was wanted within a day"
                    );
                }
            }
        }
    }
}
