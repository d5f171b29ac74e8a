//! What one shift leaves to the next: alerts and cases that nobody settled, and what is promised in them.

use crate::alerts::{Tongue, level_words};
use crate::{Desk, DeskError};
use chrono::TimeZone as _;
use model::{AlertState, CaseState, ClockState, Moment, clocks};
use ports::{AlertAsk, CaseAsk};

/// Alerts and cases that a note looks at.
const LEFT_MAX: u64 = 50;

impl Desk {
    /// Alerts that are not closed, a line each.
    pub(super) async fn alerts_left(&self) -> Result<Vec<String>, DeskError> {
        let (office, _) = self.store.office().await?;
        let tongue = Tongue::of(&office.language);
        let mut lines = Vec::new();
        for state in [AlertState::Open, AlertState::Taken] {
            let ask = AlertAsk {
                state: Some(state),
                limit: LEFT_MAX,
                ..AlertAsk::default()
            };
            for alert in self.store.alerts(&ask).await? {
                let level = level_words(alert.counts_as(), tongue);
                let by = alert
                    .taken
                    .map_or_else(String::new, |(_, name, _)| format!(" · {name}"));
                lines.push(format!("{} {level} {}{by}", alert.id, alert.title));
            }
        }
        Ok(lines)
    }

    /// Cases that are not closed, and their clocks that run, a line each.
    pub(super) async fn cases_left(&self) -> Result<(Vec<String>, Vec<String>), DeskError> {
        let open = CaseState::ALL
            .into_iter()
            .filter(|state| *state != CaseState::Closed);
        let ask = CaseAsk {
            states: open.collect(),
            exercise: Some(false),
            limit: LEFT_MAX,
            ..CaseAsk::default()
        };
        let (settings, _) = self.store.case_settings().await?;
        let now = self.clock.now();
        let (mut cases, mut promises) = (Vec::new(), Vec::new());
        for case in self.store.cases(&ask).await? {
            for clock in clocks(&case, &settings, now) {
                if matches!(
                    clock.state,
                    ClockState::Running | ClockState::Warned | ClockState::Late
                ) {
                    let due = self.minute_of(clock.due);
                    promises.push(format!("{} {} · {due}", case.id, case.title));
                }
            }
            cases.push(format!("{} {}", case.id, case.title));
        }
        promises.dedup();
        Ok((cases, promises))
    }

    /// A moment to the minute, at the desk.
    fn minute_of(&self, at: Moment) -> String {
        let local = self.time_zone.timestamp_millis_opt(at.0).single();
        local.map_or_else(String::new, |local| local.format("%m-%d %H:%M").to_string())
    }
}
