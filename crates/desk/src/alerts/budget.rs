//! The budget of alerts: what is told at once, what is one with what was told, what waits.

use model::{Alert, AlertSettings, HeldBack, Level, Moment};

/// What becomes of new signals of one matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// People are told now.
    Now,
    /// It was told a short time ago.
    Cooling,
    /// It waits for the digest.
    Held(HeldBack),
}

/// What is known when that is decided.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget<'a> {
    /// The office's settings.
    pub(crate) settings: &'a AlertSettings,
    /// The hour of the day at the desk.
    pub(crate) hour: u32,
    /// Alerts told today.
    pub(crate) told_today: i64,
    /// The present.
    pub(crate) now: Moment,
}

impl Budget<'_> {
    /// Decides for signals of this level, where the matter's alert stands like this.
    pub(crate) fn decide(
        &self,
        alert: Option<&Alert>,
        level: Level,
        cool_down_minutes: i64,
    ) -> Telling {
        let before = alert.and_then(|alert| Some((alert.told_at?, alert.counts_as())));
        if let Some((told_at, told_level)) = before {
            let cool = told_at
                .0
                .saturating_add(cool_down_minutes.saturating_mul(60_000));
            // What is graver than what was told is news.
            if level >= told_level && self.now.0 < cool {
                return Telling::Cooling;
            }
        }
        if level <= self.settings.always {
            Telling::Now
        } else if self.is_quiet() {
            Telling::Held(HeldBack::Quiet)
        } else if self.told_today >= self.settings.daily_cap {
            Telling::Held(HeldBack::Cap)
        } else {
            Telling::Now
        }
    }

    fn is_quiet(&self) -> bool {
        let (from, to) = (self.settings.quiet_from, self.settings.quiet_to);
        if from <= to {
            from <= self.hour && self.hour < to
        } else {
            self.hour >= from || self.hour < to
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{About, AlertId, AlertState, RuleId, Why};

    fn alert(told_at: Option<i64>, level: Level) -> Alert {
        Alert {
            id: AlertId(1),
            about: About::Rule(RuleId(1)),
            rule: RuleId(1),
            rule_name: String::new(),
            title: String::new(),
            why: Why::Matched {
                source: String::new(),
            },
            proposed: level,
            level_why: Vec::new(),
            level: None,
            state: AlertState::Open,
            signals: 1,
            first_at: Moment(0),
            last_at: Moment(0),
            told_at: told_at.map(Moment),
            held: None,
            steps: 0,
            taken: None,
            assessment: String::new(),
            version: 1,
        }
    }

    fn decide(hour: u32, told_today: i64, before: Option<&Alert>, level: Level) -> Telling {
        let settings = AlertSettings::default();
        let budget = Budget {
            settings: &settings,
            hour,
            told_today,
            now: Moment(3_600_000),
        };
        budget.decide(before, level, 30)
    }

    #[test]
    fn quiet_hours_the_cap_and_the_cool_down_hold_and_grave_levels_pass() {
        use Level::{Blue, Orange, Red, Yellow};
        assert_eq!(decide(12, 0, None, Blue), Telling::Now);
        for hour in [22, 23, 0, 6] {
            assert_eq!(
                decide(hour, 0, None, Yellow),
                Telling::Held(HeldBack::Quiet)
            );
            assert_eq!(decide(hour, 0, None, Orange), Telling::Now);
        }
        assert_eq!(decide(7, 0, None, Yellow), Telling::Now);
        assert_eq!(decide(12, 60, None, Blue), Telling::Held(HeldBack::Cap));
        assert_eq!(decide(12, 60, None, Red), Telling::Now);
        let told = alert(Some(3_000_000), Yellow);
        assert_eq!(decide(12, 0, Some(&told), Yellow), Telling::Cooling);
        assert_eq!(decide(12, 0, Some(&told), Blue), Telling::Cooling);
        assert_eq!(decide(12, 0, Some(&told), Red), Telling::Now);
        let long_ago = alert(Some(0), Yellow);
        assert_eq!(decide(12, 0, Some(&long_ago), Yellow), Telling::Now);
        assert_eq!(
            decide(12, 0, Some(&alert(None, Yellow)), Yellow),
            Telling::Now
        );
    }

    #[test]
    fn the_same_hour_twice_means_no_quiet_hours() {
        let settings = AlertSettings {
            quiet_from: 7,
            quiet_to: 7,
            ..AlertSettings::default()
        };
        for hour in 0..24 {
            let budget = Budget {
                settings: &settings,
                hour,
                told_today: 0,
                now: Moment(0),
            };
            assert_eq!(budget.decide(None, Level::Blue, 0), Telling::Now);
        }
    }
}
