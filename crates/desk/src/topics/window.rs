//! The stretch of time a topic is looked at, and the one before it, of the same length.

use analysis::start_of_day;
use chrono::{DateTime, Days, NaiveDate};
use chrono_tz::Tz;
use model::{HOUR_MS, Moment, Query};

/// How far back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TopicPeriod {
    /// Twenty-four hours.
    Day,
    /// Seven days, today included.
    #[default]
    Week,
    /// Thirty days, today included.
    Month,
}

impl TopicPeriod {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// A stretch of time cut into steps, each with the one that lies a period before it. It ends with the
/// present hour, so that a day that is not over is compared with as much of the day before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Window {
    /// Where steps begin, and where the last one ends.
    pub(super) now: Vec<Moment>,
    /// The same, a period before.
    pub(super) before: Vec<Moment>,
}

impl Window {
    pub(super) fn new(period: TopicPeriod, as_of: Moment, zone: Tz) -> Self {
        let hour = |at: Moment| at.0.div_euclid(HOUR_MS);
        let end = (hour(as_of) + 1) * HOUR_MS;
        let days = match period {
            TopicPeriod::Day => {
                let edges = |last: i64| {
                    (0..=24)
                        .rev()
                        .map(|back| Moment(last - back * HOUR_MS))
                        .collect()
                };
                return Self {
                    now: edges(end),
                    before: edges(end - 24 * HOUR_MS),
                };
            }
            TopicPeriod::Week => 7,
            TopicPeriod::Month => 30,
        };
        let today = DateTime::from_timestamp_millis(as_of.0)
            .map_or_else(NaiveDate::default, |at| {
                at.with_timezone(&zone).date_naive()
            });
        // Hours are what is counted: in a zone of half hours a day begins up to one before its first.
        let day = |back: u64| {
            let day = today.checked_sub_days(Days::new(back)).unwrap_or(today);
            Moment(hour(start_of_day(day, zone)) * HOUR_MS)
        };
        let now: Vec<Moment> = (0..days).rev().map(day).chain([Moment(end)]).collect();
        let mut before: Vec<Moment> = (days..2 * days).rev().map(day).collect();
        let length = end - now.first().map_or(end, |first| first.0);
        let first = before.first().map_or(end, |first| first.0);
        before.push(Moment(first + length));
        Self { now, before }
    }

    pub(super) fn span(edges: &[Moment]) -> (Moment, Moment) {
        let end = |edge: Option<&Moment>| edge.copied().unwrap_or_default();
        (end(edges.first()), end(edges.last()))
    }
}

/// A question within a stretch, as it is asked and as it is written into the search box.
#[derive(Debug, Clone)]
pub(super) struct Stretch<'a> {
    pub(super) query: &'a Query,
    pub(super) written: &'a str,
    pub(super) zone: Tz,
}

impl Stretch<'_> {
    /// What is asked.
    pub(super) fn asked(&self, (from, to): (Moment, Moment)) -> Query {
        let span = Query::Published(Some(from), Some(to));
        Query::And(vec![self.query.clone(), span])
    }

    /// The same, written.
    pub(super) fn search(&self, (from, to): (Moment, Moment)) -> String {
        let at = |moment: Moment| {
            DateTime::from_timestamp_millis(moment.0).map_or_else(String::new, |at| {
                at.with_timezone(&self.zone)
                    .format("%Y-%m-%dT%H:%M")
                    .to_string()
            })
        };
        format!("{} date:{}..{}", self.written, at(from), at(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_stretches_are_as_long_and_meet() {
        let zone = chrono_tz::Asia::Shanghai;
        // 2026-03-02 14:05 in Shanghai.
        let now = Moment(1_772_431_500_000);
        for (period, steps) in [
            (TopicPeriod::Day, 24),
            (TopicPeriod::Week, 7),
            (TopicPeriod::Month, 30),
        ] {
            let window = Window::new(period, now, zone);
            assert_eq!(
                (window.now.len(), window.before.len()),
                (steps + 1, steps + 1)
            );
            let (now, before) = (Window::span(&window.now), Window::span(&window.before));
            assert_eq!(now.1.0 - now.0.0, before.1.0 - before.0.0, "{period:?}");
            assert_eq!(now.1, Moment(1_772_434_800_000), "the present hour's end");
            assert!(before.1 <= now.0);
            assert!(window.now.is_sorted() && window.before.is_sorted());
            assert_eq!(TopicPeriod::from_word(period.word()), Some(period));
        }
        let nepal = Window::new(TopicPeriod::Week, now, chrono_tz::Asia::Kathmandu);
        assert!(nepal.now.iter().all(|edge| edge.0 % HOUR_MS == 0));
    }
}
