//! Pictures: what a query finds in a period, counted in every way that is drawn.

use crate::analysis_ask::{AnalysisAsk, EventBand, Pictures, PlaceDot, Slice, SourceBand};
use crate::count_marks::{Counted, count_marks};
use crate::cover::Covered;
use crate::marked::Found;
use crate::steps::Steps;
use crate::{Desk, DeskError};
use model::{DocumentId, EventId, Moment, Place, Source, SourceId, StoredDocument, limits};
use std::collections::HashMap;

/// The documents of a part of what was counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SliceList {
    /// One page of them, the newest first.
    pub documents: Vec<StoredDocument>,
    /// How many there are.
    pub total: usize,
    /// The page, from 1.
    pub page: usize,
    /// How many there are; at least 1.
    pub pages: usize,
    /// Whether more was found than was counted.
    pub cut: bool,
    /// The period.
    pub steps: Steps,
    /// Names of what the slice is narrowed to.
    pub names: Vec<String>,
}

impl Desk {
    /// Everything that the pictures of one question show.
    pub async fn pictures(&self, ask: &AnalysisAsk) -> Result<Pictures, DeskError> {
        let found = self.marked(ask).await?;
        self.drawn(ask, found).await
    }

    /// What was found, counted and named.
    pub(crate) async fn drawn(
        &self,
        ask: &AnalysisAsk,
        found: Found,
    ) -> Result<Pictures, DeskError> {
        let counted = count_marks(&found.marks, &found.steps, self.time_zone());
        let sources = self.store.sources().await?;
        let lists = self.list_curves(ask, &found, &sources).await?;
        let mut pictures = Pictures {
            cut: found.cut(),
            problem: found.problem,
            total: found.total as i64,
            counted: found.marks.len() as i64,
            lists,
            boundaries: self.boundaries.clone(),
            steps: found.steps,
            ..Pictures::default()
        };
        self.name(counted, &sources, &mut pictures).await?;
        Ok(pictures)
    }

    /// The documents of a part of what is shown.
    pub async fn slice(
        &self,
        ask: &AnalysisAsk,
        slice: &Slice,
        page: usize,
    ) -> Result<SliceList, DeskError> {
        let found = self.marked(ask).await?;
        let zone = self.time_zone();
        let shown: Vec<EventId> = if slice.other_events {
            let counted = count_marks(&found.marks, &found.steps, zone);
            counted.events.into_iter().map(|(id, _)| id).collect()
        } else {
            Vec::new()
        };
        let mut taken: Vec<(Moment, DocumentId)> = (found.marks.iter())
            .filter(|mark| slice.takes(mark, &found.steps, &shown, zone))
            .map(|mark| (mark.published_at, mark.id))
            .collect();
        taken.sort_unstable_by(|a, b| b.cmp(a));
        let each = limits::DOCUMENTS_PER_PAGE;
        let pages = taken.len().div_ceil(each).max(1);
        let page = page.clamp(1, pages);
        let ids: Vec<DocumentId> = (taken.iter().skip((page - 1) * each).take(each))
            .map(|(_, id)| *id)
            .collect();
        Ok(SliceList {
            documents: self.store.documents(&ids).await?.covered(),
            total: taken.len(),
            page,
            pages,
            cut: found.cut(),
            names: self.slice_names(slice).await?,
            steps: found.steps,
        })
    }

    async fn slice_names(&self, slice: &Slice) -> Result<Vec<String>, DeskError> {
        let mut names = Vec::new();
        if let Some(id) = slice.event {
            let event = self.store.event(id).await?;
            names.extend(event.map(|event| event.title.covered()));
        }
        if let Some(id) = slice.source {
            names.extend(self.store.source(id).await?.map(|source| source.name));
        }
        names.extend(slice.place.and_then(|place| self.place_name(place)));
        Ok(names)
    }

    /// Puts names to what was counted.
    async fn name(
        &self,
        counted: Counted,
        sources: &[Source],
        pictures: &mut Pictures,
    ) -> Result<(), DeskError> {
        let ids: Vec<EventId> = counted.events.iter().map(|(id, _)| *id).collect();
        let titles: HashMap<EventId, String> = (self.store.events(&ids).await?.into_iter())
            .map(|event| (event.id, event.title.covered()))
            .collect();
        pictures.events = (counted.events.into_iter())
            .map(|(id, counts)| EventBand {
                title: titles.get(&id).cloned().unwrap_or_default(),
                id,
                counts,
            })
            .collect();
        pictures.sources = source_bands(counted.sources, sources);
        pictures.places = (counted.places.into_iter())
            .map(|(place, count)| PlaceDot {
                name: self
                    .place_name(place)
                    .unwrap_or_else(|| place.0.to_string()),
                at: self.place_at(place),
                place,
                count,
            })
            .collect();
        pictures.volume = counted.volume;
        pictures.other_events = counted.other_events;
        pictures.events_in_all = counted.events_in_all;
        pictures.sources_in_all = counted.sources_in_all;
        pictures.places_in_all = counted.places_in_all;
        pictures.week = counted.week;
        Ok(())
    }

    /// Where a place lies: the desk's own table comes first, then that of the divisions.
    fn place_at(&self, place: Place) -> Option<(f64, f64)> {
        let own = |place: Place| self.own_points.get(&place).copied();
        own(place)
            .or_else(|| own(Place(place.0 / 1_000)))
            .or_else(|| analysis::place_at(place))
    }
}

fn source_bands(counted: Vec<(SourceId, Vec<i64>)>, sources: &[Source]) -> Vec<SourceBand> {
    let names: HashMap<SourceId, &str> = (sources.iter())
        .map(|source| (source.id, source.name.as_str()))
        .collect();
    let name = |id: SourceId| names.get(&id).map(|name| (*name).to_owned());
    (counted.into_iter())
        .map(|(id, counts)| SourceBand {
            name: name(id).unwrap_or_else(|| id.to_string()),
            id,
            counts,
        })
        .collect()
}
