//! What addresses of pictures ask for.

use crate::show::encode;
use chrono::NaiveDate;
use desk::{AnalysisAsk, Period, Slice};
use model::{EventId, Place, SourceId};
use serde::Deserialize;

/// Hours that can be asked for instead of days.
const HOURS: [i64; 3] = [24, 48, 72];

/// A question, and which part of its answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) lang: Option<String>,
    pub(crate) q: String,
    pub(crate) from: String,
    pub(crate) to: String,
    hours: String,
    event: String,
    others: String,
    source: String,
    place: String,
    weekday: String,
    hour: String,
    step: String,
    page: String,
    /// Which hot list, for its file.
    pub(crate) list: String,
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

/// A number that is below another.
fn below(text: &str, limit: usize) -> Option<usize> {
    text.parse().ok().filter(|number| *number < limit)
}

impl Asked {
    /// A question with nothing chosen but its words.
    pub(crate) fn of(q: &str) -> Self {
        Self {
            q: q.to_owned(),
            ..Self::default()
        }
    }

    /// A question with its days.
    pub(crate) fn days(q: &str, from: &str, to: &str) -> Self {
        Self {
            from: from.to_owned(),
            to: to.to_owned(),
            ..Self::of(q)
        }
    }

    pub(crate) fn hours(&self) -> Option<i64> {
        self.hours
            .parse()
            .ok()
            .filter(|hours| HOURS.contains(hours))
    }

    pub(crate) fn ask(&self) -> AnalysisAsk {
        let period = match (self.hours(), day(&self.from), day(&self.to)) {
            (Some(hours), _, _) => Period::Hours(hours),
            (None, Some(from), Some(to)) => Period::Days(from, to),
            (None, Some(one), None) | (None, None, Some(one)) => Period::Days(one, one),
            (None, None, None) => Period::Week,
        };
        AnalysisAsk {
            query: self.q.trim().to_owned(),
            period,
        }
    }

    /// Whether the first day comes after the last.
    pub(crate) fn is_turned(&self) -> bool {
        self.hours().is_none() && day(&self.from) > day(&self.to) && day(&self.to).is_some()
    }

    /// Whether a day was written that is none.
    pub(crate) fn is_no_day(&self) -> bool {
        [&self.from, &self.to]
            .iter()
            .any(|text| !text.trim().is_empty() && day(text).is_none())
    }

    pub(crate) fn slice(&self) -> Slice {
        Slice {
            event: EventId::parse(&self.event),
            other_events: self.others == "1",
            source: SourceId::parse(&self.source),
            place: self.place.parse().ok().map(Place),
            weekday: below(&self.weekday, 7),
            hour: below(&self.hour, 24),
            step: below(&self.step, 1_000),
        }
    }

    /// The page of a list, from 1.
    pub(crate) fn page(&self) -> usize {
        self.page.parse().unwrap_or(1)
    }

    /// The question as an address has it.
    pub(crate) fn base(&self) -> String {
        let mut parts = Vec::new();
        if !self.q.trim().is_empty() {
            parts.push(format!("q={}", encode(self.q.trim())));
        }
        if let Some(hours) = self.hours() {
            parts.push(format!("hours={hours}"));
        } else {
            let days = [("from", &self.from), ("to", &self.to)];
            parts.extend(days.into_iter().filter_map(|(name, text)| {
                Some(format!("{name}={}", day(text)?.format("%Y-%m-%d")))
            }));
        }
        parts.join("&")
    }

    /// The slice as an address has it.
    pub(crate) fn slice_base(&self) -> String {
        let slice = self.slice();
        let parts = [
            slice.event.map(|id| format!("event={id}")),
            slice.other_events.then(|| "others=1".to_owned()),
            slice.source.map(|id| format!("source={id}")),
            slice.place.map(|place| format!("place={}", place.0)),
            slice.weekday.map(|weekday| format!("weekday={weekday}")),
            slice.hour.map(|hour| format!("hour={hour}")),
            slice.step.map(|step| format!("step={step}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join("&")
    }
}

/// A path with what was asked behind it.
pub(crate) fn with(path: &str, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", parts.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        serde_urlencoded::from_str(query).unwrap()
    }

    #[test]
    fn what_an_address_asks_is_read_and_written_the_same() {
        for (query, base) in [
            ("", ""),
            (
                "q=%E5%A1%8C%E9%99%B7+x&from=2026-03-01&to=2026-03-02",
                "q=%E5%A1%8C%E9%99%B7%20x&from=2026-03-01&to=2026-03-02",
            ),
            ("hours=24&from=2026-03-01", "hours=24"),
            ("hours=5&from=nonsense", ""),
        ] {
            let read = asked(query);
            assert_eq!(read.base(), base, "{query}");
            assert_eq!(asked(&read.base()).ask(), read.ask());
        }
        let slice = "event=e5&others=1&source=s2&place=130681&weekday=6&hour=23&step=4";
        assert_eq!(asked(slice).slice_base(), slice);
        assert_eq!(
            asked("weekday=7&hour=24&step=-1&place=x").slice(),
            Slice::default()
        );
    }

    #[test]
    fn days_that_are_wrong_are_noticed() {
        assert!(asked("from=2026-03-02&to=2026-03-01").is_turned());
        assert!(!asked("from=2026-03-01&to=2026-03-02").is_turned());
        assert!(!asked("from=2026-03-01").is_turned());
        assert!(asked("to=2026-02-30").is_no_day() && !asked("to=").is_no_day());
    }
}
