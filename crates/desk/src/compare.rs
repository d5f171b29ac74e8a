//! Two periods, or two matters, beside each other.

use crate::analysis_ask::{AnalysisAsk, Pictures};
use crate::marked::Found;
use crate::steps::Period;
use crate::{Desk, DeskError};
use analysis::{SaidWords, Understander, said_words, word_differences};
use chrono::Days;
use model::{DocumentId, DocumentMark, Place, SourceId};
use std::collections::BTreeMap;
use std::hash::Hash;

/// Documents of each side whose words are read; of more as many, evenly spread.
const READ_MAX: usize = 400;
/// Words, sources and places that are told of each side.
const TOLD_MAX: usize = 10;

/// How much of something there is on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside<T> {
    /// What.
    pub what: T,
    /// Its name.
    pub name: String,
    /// Documents of the one side.
    pub one: i64,
    /// Documents of the other side.
    pub other: i64,
}

/// Two questions and how their answers differ.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// The one side.
    pub one: Pictures,
    /// The other side.
    pub other: Pictures,
    /// Sources that differ most.
    pub sources: Vec<Beside<SourceId>>,
    /// Places that differ most.
    pub places: Vec<Beside<Place>>,
    /// Words that one side says more by more than chance.
    pub words: Vec<Beside<()>>,
    /// Of how many documents of each side words were read.
    pub read: (usize, usize),
}

impl Desk {
    /// Compares a question with another one, or with itself in the period before.
    pub async fn compare(
        &self,
        one: &AnalysisAsk,
        other: Option<&AnalysisAsk>,
    ) -> Result<Comparison, DeskError> {
        let asked = self.understood_in(one).await?;
        let before = AnalysisAsk {
            query: one.query.clone(),
            period: asked.steps.before(self.time_zone()),
        };
        let found = self.counted_in(&asked).await?;
        let others_asked = self.understood_in(other.unwrap_or(&before)).await?;
        let others = self.counted_in(&others_asked).await?;
        let (words, read) = self.words_beside(&found.marks, &others.marks).await?;
        let sources = beside(by_source(&found), by_source(&others));
        let places = beside(by_place(&found), by_place(&others));
        let names: BTreeMap<SourceId, String> = (self.store.sources().await?.into_iter())
            .map(|source| (source.id, source.name))
            .collect();
        Ok(Comparison {
            one: self.drawn(asked, found).await?,
            other: self.drawn(others_asked, others).await?,
            sources: named(sources, |id| names.get(&id).cloned()),
            places: named(places, |place| self.place_name(place)),
            words,
            read,
        })
    }

    async fn words_beside(
        &self,
        one: &[DocumentMark],
        other: &[DocumentMark],
    ) -> Result<(Vec<Beside<()>>, (usize, usize)), DeskError> {
        let Some(understander) = self.understander() else {
            return Ok((Vec::new(), (0, 0)));
        };
        let one = self.texts(one).await?;
        let other = self.texts(other).await?;
        let compared = tokio::task::spawn_blocking(move || {
            let (one, other) = (said(&understander, &one), said(&understander, &other));
            (
                word_differences(&one, &other, TOLD_MAX),
                (one.len(), other.len()),
            )
        });
        let (words, read) = compared.await.map_err(|error| DeskError::Broken {
            act: "compare words",
            why: error.to_string(),
        })?;
        let told = words
            .into_iter()
            .filter(|word| !analysis::is_personal(&word.word));
        let told = told.map(|word| Beside {
            what: (),
            name: word.word,
            one: word.one as i64,
            other: word.other as i64,
        });
        Ok((told.collect(), read))
    }

    /// Titles and texts of some documents, evenly spread.
    async fn texts(&self, marks: &[DocumentMark]) -> Result<Vec<(String, String)>, DeskError> {
        let each = marks.len().div_ceil(READ_MAX).max(1);
        let ids: Vec<DocumentId> = marks.iter().step_by(each).map(|mark| mark.id).collect();
        let documents = self.store.documents(&ids).await?;
        Ok(documents
            .into_iter()
            .filter(|stored| stored.withdrawn.is_none())
            .map(|stored| (stored.document.title, stored.document.text))
            .collect())
    }
}

fn said(understander: &Understander, texts: &[(String, String)]) -> Vec<SaidWords> {
    let words =
        |(title, text): &(String, String)| said_words(understander.segmenter(), title, text);
    texts.iter().map(words).collect()
}

fn by_source(found: &Found) -> BTreeMap<SourceId, i64> {
    let sources = found.counted.sources.iter();
    sources.map(|(id, row)| (*id, row.iter().sum())).collect()
}

fn by_place(found: &Found) -> BTreeMap<Place, i64> {
    found.counted.places.iter().copied().collect()
}

/// Those that differ most, with their numbers on either side.
fn beside<K: Ord + Copy + Hash>(
    one: BTreeMap<K, i64>,
    other: BTreeMap<K, i64>,
) -> Vec<(K, i64, i64)> {
    let mut all: BTreeMap<K, (i64, i64)> = one.into_iter().map(|(key, n)| (key, (n, 0))).collect();
    for (key, number) in other {
        all.entry(key).or_default().1 = number;
    }
    let mut all: Vec<(K, i64, i64)> = all.into_iter().map(|(key, (a, b))| (key, a, b)).collect();
    all.sort_by_key(|(key, a, b)| (-(a - b).abs(), *key));
    all.truncate(TOLD_MAX);
    all
}

fn named<K: Copy>(all: Vec<(K, i64, i64)>, name: impl Fn(K) -> Option<String>) -> Vec<Beside<K>> {
    let one = |(what, one, other)| {
        Some(Beside {
            what,
            name: name(what)?,
            one,
            other,
        })
    };
    all.into_iter().filter_map(one).collect()
}

impl crate::Steps {
    /// The period of as many days right before.
    fn before(&self, zone: chrono_tz::Tz) -> Period {
        let day = |at: i64| {
            chrono::DateTime::from_timestamp_millis(at)
                .map(|at| at.with_timezone(&zone).date_naive())
        };
        let (Some(first), Some(last)) = (day(self.from().0), day(self.to().0.saturating_sub(1)))
        else {
            return Period::Week;
        };
        let days = (last - first).num_days().unsigned_abs() + 1;
        let from = first.checked_sub_days(Days::new(days));
        let to = first.pred_opt();
        from.zip(to)
            .map_or(Period::Week, |(from, to)| Period::Days(from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Steps;
    use model::Moment;

    #[test]
    fn what_differs_most_comes_first_and_nothing_is_lost() {
        let one = BTreeMap::from([(1, 10), (2, 5), (3, 7)]);
        let other = BTreeMap::from([(2, 6), (3, 7), (4, 30)]);
        assert_eq!(
            beside(one, other),
            [(4, 0, 30), (1, 10, 0), (2, 5, 6), (3, 7, 7)]
        );
        assert_eq!(beside::<i32>(BTreeMap::new(), BTreeMap::new()), []);
    }

    #[test]
    fn the_period_before_is_as_long() {
        let zone = chrono_tz::Asia::Shanghai;
        let now = Moment(1_772_431_500_000);
        for period in [Period::Week, Period::Hours(24)] {
            let steps = Steps::new(period, now, zone);
            let before = Steps::new(steps.before(zone), now, zone);
            assert!(before.from() < steps.from());
            if period == Period::Week {
                assert_eq!(before.to(), steps.from());
                assert_eq!(
                    steps.to().0 - steps.from().0,
                    before.to().0 - before.from().0
                );
            }
        }
    }
}
