//! Counting the documents that match, by the columns of the index.

use crate::schema::{CATEGORY, LANGUAGE, PLACE, PUBLISHED_AT, SOURCE_ID, TONE};
use model::{Category, HOUR_MS, Language, Moment, Place, SourceId, Tone};
use ports::FacetCounts;
use std::collections::HashMap;
use std::hash::Hash;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Collects [`FacetCounts`].
pub(crate) struct CountFacets;

/// Sums by value; places of an array stand for values of a closed list.
#[derive(Default)]
pub(crate) struct Sums {
    total: u64,
    sources: HashMap<i64, u64>,
    places: HashMap<u64, u64>,
    languages: [u64; Language::ALL.len()],
    categories: [u64; Category::ALL.len()],
    tones: [u64; Tone::ALL.len()],
    hours: HashMap<i64, u64>,
}

pub(crate) struct Segment {
    source: Column<i64>,
    place: Column<u64>,
    language: Column<u64>,
    category: Column<u64>,
    tone: Column<u64>,
    published_at: Column<i64>,
    sums: Sums,
    /// The hour counted last, and how often since: neighbours share it.
    hour: (i64, u64),
}

impl Collector for CountFacets {
    type Fruit = FacetCounts;
    type Child = Segment;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let columns = reader.fast_fields();
        Ok(Segment {
            source: columns.i64(SOURCE_ID)?,
            place: columns.u64(PLACE)?,
            language: columns.u64(LANGUAGE)?,
            category: columns.u64(CATEGORY)?,
            tone: columns.u64(TONE)?,
            published_at: columns.i64(PUBLISHED_AT)?,
            sums: Sums::default(),
            hour: (0, 0),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Sums>) -> tantivy::Result<FacetCounts> {
        let mut all = Sums::default();
        for sums in segments {
            all.add(&sums);
        }
        Ok(all.counts())
    }
}

impl SegmentCollector for Segment {
    type Fruit = Sums;

    fn collect(&mut self, document: DocId, _: Score) {
        let sums = &mut self.sums;
        sums.total += 1;
        if let Some(source) = self.source.first(document) {
            *sums.sources.entry(source).or_default() += 1;
        }
        for place in self.place.values_for_doc(document) {
            *sums.places.entry(place).or_default() += 1;
        }
        count(&mut sums.languages, self.language.first(document));
        count(&mut sums.categories, self.category.first(document));
        count(&mut sums.tones, self.tone.first(document));
        if let Some(at) = self.published_at.first(document) {
            let hour = at.div_euclid(HOUR_MS);
            if hour != self.hour.0 && self.hour.1 > 0 {
                *sums.hours.entry(self.hour.0).or_default() += self.hour.1;
                self.hour.1 = 0;
            }
            self.hour = (hour, self.hour.1 + 1);
        }
    }

    fn harvest(mut self) -> Sums {
        if self.hour.1 > 0 {
            *self.sums.hours.entry(self.hour.0).or_default() += self.hour.1;
        }
        self.sums
    }
}

fn count(sums: &mut [u64], code: Option<u64>) {
    if let Some(sum) = code.and_then(|code| sums.get_mut(code as usize)) {
        *sum += 1;
    }
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.total += other.total;
        add(&mut self.sources, &other.sources);
        add(&mut self.places, &other.places);
        add(&mut self.hours, &other.hours);
        for (sums, others) in [
            (&mut self.languages[..], &other.languages[..]),
            (&mut self.categories[..], &other.categories[..]),
            (&mut self.tones[..], &other.tones[..]),
        ] {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += other;
            }
        }
    }

    fn counts(self) -> FacetCounts {
        let sources = self.sources.into_iter();
        let places = self.places.into_iter();
        let mut hours: Vec<(Moment, u64)> = (self.hours.into_iter())
            .map(|(hour, count)| (Moment(hour * HOUR_MS), count))
            .collect();
        hours.sort_unstable();
        FacetCounts {
            total: self.total,
            sources: most_first(sources.map(|(id, count)| (SourceId(id), count))),
            places: most_first(places.map(|(code, count)| (Place(code as u32), count))),
            languages: most_first(Language::ALL.into_iter().zip(self.languages)),
            categories: most_first(Category::ALL.into_iter().zip(self.categories)),
            tones: most_first(Tone::ALL.into_iter().zip(self.tones)),
            hours,
        }
    }
}

fn add<K: Copy + Eq + Hash>(sums: &mut HashMap<K, u64>, others: &HashMap<K, u64>) {
    for (key, other) in others {
        *sums.entry(*key).or_default() += other;
    }
}

fn most_first<T: Ord + Copy>(counted: impl Iterator<Item = (T, u64)>) -> Vec<(T, u64)> {
    let mut counted: Vec<(T, u64)> = counted.filter(|(_, count)| *count > 0).collect();
    counted.sort_unstable_by_key(|(value, count)| (std::cmp::Reverse(*count), *value));
    counted
}
