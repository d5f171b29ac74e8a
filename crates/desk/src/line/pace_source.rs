//! Pace a source: when it is visited next, by what it really does.

use model::{Condition, Moment, SourceState, Visit, VisitOutcome, limits};

/// Interval of a source that nothing is known of.
const INTERVAL_FIRST_MS: i64 = 30 * 60 * 1_000;
/// Interval after the first failure.
const INTERVAL_FAILED_MS: i64 = 10 * 60 * 1_000;

/// The interval after a visit: half where it gave something new, half as long again where it did
/// not, twice where it failed; never under two minutes nor over a day.
pub(crate) fn next_interval(before_ms: i64, outcome: VisitOutcome, items_new: i64) -> i64 {
    let before = if before_ms == 0 {
        INTERVAL_FIRST_MS
    } else {
        before_ms
    };
    let next = match outcome {
        VisitOutcome::Read if items_new > 0 => before / 2,
        VisitOutcome::Read | VisitOutcome::Unchanged | VisitOutcome::Empty => before * 3 / 2,
        VisitOutcome::Failed => (before * 2).max(INTERVAL_FAILED_MS),
    };
    next.clamp(limits::VISIT_INTERVAL_MIN_MS, limits::VISIT_INTERVAL_MAX_MS)
}

/// Settles when the source of a visit is due again. A time that the server asked for stands, if
/// it is not sooner than any source is visited.
pub(crate) fn settle(visit: &mut Visit) {
    let state = &mut visit.state_after;
    state.interval_ms = next_interval(state.interval_ms, visit.outcome, visit.items_new);
    let wait = match state.next_at {
        Some(next) if next > visit.at => (next.0 - visit.at.0).max(limits::VISIT_INTERVAL_MIN_MS),
        _ => {
            // A few percent apart by number, so that sources added together do not stay together.
            let spread = state.interval_ms / 1_000 * (visit.source.0 % 50);
            (state.interval_ms + spread).min(limits::VISIT_INTERVAL_MAX_MS)
        }
    };
    state.next_at = Some(Moment(visit.at.0 + wait));
}

/// The state after a visit that went so, before its interval is settled.
pub(crate) fn state_after(
    before: &SourceState,
    at: Moment,
    outcome: VisitOutcome,
    words: String,
) -> SourceState {
    let (condition, failed) = match outcome {
        VisitOutcome::Read => (Condition::Ok, false),
        VisitOutcome::Unchanged if before.condition == Condition::Empty => {
            (Condition::Empty, false)
        }
        VisitOutcome::Unchanged => (Condition::NotModified, false),
        VisitOutcome::Empty => (Condition::Empty, false),
        VisitOutcome::Failed => (Condition::Error, true),
    };
    SourceState {
        visited_at: Some(at),
        read_at: if failed { before.read_at } else { Some(at) },
        failures: if failed { before.failures + 1 } else { 0 },
        last_outcome: Some(words),
        condition,
        next_at: None,
        ..before.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_follows_what_a_source_does() {
        let mut interval = 0;
        for _ in 0..20 {
            interval = next_interval(interval, VisitOutcome::Read, 3);
        }
        assert_eq!(interval, limits::VISIT_INTERVAL_MIN_MS);
        for _ in 0..40 {
            interval = next_interval(interval, VisitOutcome::Unchanged, 0);
        }
        assert_eq!(interval, limits::VISIT_INTERVAL_MAX_MS);
        assert_eq!(
            next_interval(limits::VISIT_INTERVAL_MIN_MS, VisitOutcome::Failed, 0),
            INTERVAL_FAILED_MS
        );
    }

    #[test]
    fn no_wait_is_shorter_than_two_minutes_nor_longer_than_a_day() {
        let mut visit = Visit {
            source: model::SourceId(49),
            at: Moment(7),
            day: 0,
            outcome: VisitOutcome::Unchanged,
            note: String::new(),
            bytes: 0,
            requests: 1,
            took_ms: 0,
            items: 0,
            items_new: 0,
            added_at: Moment(0),
            delays: (0, 0),
            state_after: SourceState {
                interval_ms: limits::VISIT_INTERVAL_MAX_MS,
                ..SourceState::default()
            },
            findings: model::Findings::default(),
        };
        settle(&mut visit);
        assert_eq!(
            visit.state_after.next_at,
            Some(Moment(7 + limits::VISIT_INTERVAL_MAX_MS))
        );
        for (asked_ms, wait_ms) in [
            (1_000, limits::VISIT_INTERVAL_MIN_MS),
            (2 * model::HOUR_MS, 2 * model::HOUR_MS),
        ] {
            visit.outcome = VisitOutcome::Failed;
            visit.state_after.next_at = Some(Moment(7 + asked_ms));
            settle(&mut visit);
            assert_eq!(visit.state_after.next_at, Some(Moment(7 + wait_ms)));
        }
    }

    #[test]
    fn an_unchanged_answer_keeps_a_source_that_is_empty_empty() {
        let empty = SourceState {
            condition: Condition::Empty,
            ..SourceState::default()
        };
        let after = state_after(&empty, Moment(5), VisitOutcome::Unchanged, String::new());
        assert_eq!((after.condition, after.failures), (Condition::Empty, 0));
        let failed = state_after(&after, Moment(9), VisitOutcome::Failed, "503".into());
        assert_eq!((failed.read_at, failed.failures), (Some(Moment(5)), 1));
    }
}
