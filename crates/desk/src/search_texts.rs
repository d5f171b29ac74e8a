//! Searches for which the texts themselves are read. The index gives a wider answer; the
//! evaluator takes out of it what is meant. Bounded: what was not read is said.

use crate::{Desk, DeskError};
use analysis::fold::fold_into;
use analysis::query::{Matcher, View, broad};
use model::{
    Category, DocumentId, HOUR_MS, Language, Moment, Place, Query, Source, SourceId,
    StoredDocument, Tone, limits,
};
use ports::{FacetCounts, Order};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Documents read at a time.
const PAGE: usize = 500;

/// What reading the texts gave.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// What matches, in the order asked for.
    pub(crate) ids: Vec<DocumentId>,
    /// The same, counted.
    pub(crate) facets: FacetCounts,
    /// Whether there were more documents to read than may be.
    pub(crate) cut: bool,
}

impl Desk {
    /// Finds documents by the index and by reading them.
    pub(crate) async fn search_texts(
        &self,
        query: &Query,
        order: Order,
    ) -> Result<Checked, DeskError> {
        let wide = broad(query);
        let (candidates, total) = self.found_ids(&wide, order, limits::TEXTS_READ_MAX).await?;
        let sources: HashMap<SourceId, Source> = (self.store.sources().await?.into_iter())
            .map(|source| (source.id, source))
            .collect();
        let (matcher, sources) = (Arc::new(Matcher::new(query.clone())), Arc::new(sources));
        let mut checked = Checked {
            cut: total > candidates.len(),
            ..Checked::default()
        };
        let mut sums = Sums::default();
        for page in candidates.chunks(PAGE) {
            let mut documents = self.store.documents(page).await?;
            documents.retain(|stored| stored.withdrawn.is_none());
            let (matcher, sources) = (Arc::clone(&matcher), Arc::clone(&sources));
            let reading = tokio::task::spawn_blocking(move || {
                let wanted = |stored: &StoredDocument| {
                    matches(&matcher, stored, sources.get(&stored.document.source))
                };
                documents.into_par_iter().filter(wanted).collect::<Vec<_>>()
            });
            let matching = reading.await.map_err(|error| DeskError::Broken {
                act: "read documents for a search",
                why: error.to_string(),
            })?;
            for stored in &matching {
                sums.add(stored);
                checked.ids.push(stored.document.id);
            }
        }
        checked.facets = sums.counts();
        Ok(checked)
    }

    /// The first ids that a query finds, in an order, and how many there are in all.
    pub(crate) async fn found_ids(
        &self,
        query: &Query,
        order: Order,
        most: usize,
    ) -> Result<(Vec<DocumentId>, usize), DeskError> {
        let mut ids = Vec::new();
        let mut total = 0;
        while ids.len() < most {
            let limit = limits::SEARCH_LIMIT_MAX.min(most - ids.len());
            let found = self.index_hits(query, order, ids.len(), limit).await?;
            total = found.total;
            let last = found.hits.len() < limit;
            ids.extend(found.hits.iter().map(|hit| hit.id));
            if last {
                break;
            }
        }
        Ok((ids, total))
    }
}

fn matches(matcher: &Matcher, stored: &StoredDocument, source: Option<&Source>) -> bool {
    let document = &stored.document;
    let mut folded = String::with_capacity(document.title.len() + document.text.len() + 1);
    fold_into(&document.title, &mut folded);
    folded.push('\n');
    let mut body = String::with_capacity(document.text.len());
    fold_into(&document.text, &mut body);
    folded.push_str(&body);
    let view = View {
        id: document.id,
        folded: &folded,
        title: &document.title,
        text: &document.text,
        url: document.url.as_deref(),
        source: &stored.source_name,
        language: document.language,
        places: &document.places,
        category: document.reading.category,
        tone: document.reading.tone,
        published_at: document.published_at,
        event: Some(stored.placement.event),
        ..View::default()
    };
    matcher.matches(&match source {
        Some(source) => View {
            kind: source.kind,
            owner: source.owner,
            ..view
        },
        None => view,
    })
}

#[derive(Default)]
struct Sums {
    total: u64,
    sources: BTreeMap<SourceId, u64>,
    places: BTreeMap<Place, u64>,
    languages: BTreeMap<Language, u64>,
    categories: BTreeMap<Category, u64>,
    tones: BTreeMap<Tone, u64>,
    hours: BTreeMap<Moment, u64>,
}

impl Sums {
    fn add(&mut self, stored: &StoredDocument) {
        let document = &stored.document;
        self.total += 1;
        *self.sources.entry(document.source).or_default() += 1;
        for place in &document.places {
            *self.places.entry(*place).or_default() += 1;
        }
        *self.languages.entry(document.language).or_default() += 1;
        let reading = &document.reading;
        *self.categories.entry(reading.category).or_default() += 1;
        *self.tones.entry(reading.tone).or_default() += 1;
        let hour = Moment(document.published_at.0.div_euclid(HOUR_MS) * HOUR_MS);
        *self.hours.entry(hour).or_default() += 1;
    }

    fn counts(self) -> FacetCounts {
        FacetCounts {
            total: self.total,
            sources: most_first(self.sources),
            places: most_first(self.places),
            languages: most_first(self.languages),
            categories: most_first(self.categories),
            tones: most_first(self.tones),
            hours: self.hours.into_iter().collect(),
        }
    }
}

fn most_first<T: Ord>(sums: BTreeMap<T, u64>) -> Vec<(T, u64)> {
    let mut sums: Vec<(T, u64)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sums
}
