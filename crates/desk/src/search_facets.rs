//! What a search found, counted and named.

use crate::{Desk, DeskError};
use chrono::{DateTime, NaiveDate};
use model::{Category, Language, Moment, Place, SourceId, Tone};
use ports::FacetCounts;
use std::collections::BTreeMap;

/// Values of one facet that are told; the rest is in the total.
pub const FACET_VALUES_MAX: usize = 12;

/// What was found, counted; the most first, at most [`FACET_VALUES_MAX`] of each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchFacets {
    /// How many documents were counted.
    pub total: u64,
    /// By source, with its name.
    pub sources: Vec<(SourceId, String, u64)>,
    /// By place, with its name; one document may name several.
    pub places: Vec<(Place, String, u64)>,
    /// By language.
    pub languages: Vec<(Language, u64)>,
    /// By what they are about.
    pub categories: Vec<(Category, u64)>,
    /// By tone.
    pub tones: Vec<(Tone, u64)>,
    /// By day of publication in the desk's zone, oldest first, without gaps, at most the newest
    /// [`SearchFacets::DAYS_MAX`].
    pub days: Vec<(NaiveDate, u64)>,
    /// By hour of publication, oldest first; hours without any are left out.
    pub hours: Vec<(Moment, u64)>,
}

impl SearchFacets {
    /// Days that are told.
    pub const DAYS_MAX: usize = 90;
}

impl Desk {
    /// Gives what was counted its names.
    pub(crate) async fn named_facets(
        &self,
        counts: FacetCounts,
    ) -> Result<SearchFacets, DeskError> {
        let mut sources = Vec::new();
        for (id, count) in counts.sources.into_iter().take(FACET_VALUES_MAX) {
            let source = self.store.source(id).await?;
            sources.push((
                id,
                source.map(|source| source.name).unwrap_or_default(),
                count,
            ));
        }
        let places = counts
            .places
            .into_iter()
            .filter_map(|(place, count)| self.place_name(place).map(|name| (place, name, count)));
        Ok(SearchFacets {
            total: counts.total,
            sources,
            places: places.take(FACET_VALUES_MAX).collect(),
            languages: counts.languages,
            categories: counts
                .categories
                .into_iter()
                .take(FACET_VALUES_MAX)
                .collect(),
            tones: counts.tones,
            days: self.days(&counts.hours),
            hours: counts.hours,
        })
    }

    fn days(&self, hours: &[(Moment, u64)]) -> Vec<(NaiveDate, u64)> {
        let mut sums: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        for (hour, count) in hours {
            let at = DateTime::from_timestamp_millis(hour.0).unwrap_or_default();
            *sums
                .entry(at.with_timezone(&self.time_zone).date_naive())
                .or_default() += count;
        }
        let Some((last, _)) = sums.last_key_value().map(|(day, count)| (*day, *count)) else {
            return Vec::new();
        };
        let first = sums.first_key_value().map_or(last, |(day, _)| *day);
        let back = std::iter::successors(Some(last), NaiveDate::pred_opt);
        let mut days: Vec<(NaiveDate, u64)> = back
            .take(SearchFacets::DAYS_MAX)
            .take_while(|day| *day >= first)
            .map(|day| (day, sums.get(&day).copied().unwrap_or(0)))
            .collect();
        days.reverse();
        days
    }
}
