//! Pictures: what a query finds in a period, counted in every way that is drawn.

use crate::analysis_ask::{AnalysisAsk, EventBand, Pictures, PlaceDot, SourceBand};
use crate::count_marks::Counted;
use crate::cover::Covered;
use crate::marked::{Found, Understood};
use crate::{Desk, DeskError};
use model::{EventId, Place, Source, SourceId};
use std::collections::HashMap;

/// Sources that have a picture of their own.
const SOURCES_MAX: usize = 24;
/// Places that have a dot.
const PLACES_MAX: usize = 300;

impl Desk {
    /// Everything that the pictures of one question show.
    pub async fn pictures(&self, ask: &AnalysisAsk) -> Result<Pictures, DeskError> {
        let asked = self.understood_in(ask).await?;
        let found = self.counted_in(&asked).await?;
        self.drawn(asked, found).await
    }

    /// What was found, counted and named.
    pub(crate) async fn drawn(
        &self,
        asked: Understood,
        found: Found,
    ) -> Result<Pictures, DeskError> {
        let sources = self.store.sources().await?;
        let lists = self.list_curves(&asked, &found, &sources).await?;
        let mut pictures = Pictures {
            cut: found.cut,
            problem: asked.problem,
            total: found.total as i64,
            counted: if found.by_index {
                found.total as i64
            } else {
                found.marks.len() as i64
            },
            events_told_by: found.by_index.then_some(found.marks.len() as i64),
            lists,
            boundaries: self.boundaries.clone(),
            steps: asked.steps,
            ..Pictures::default()
        };
        self.name(found.counted, &sources, &mut pictures).await?;
        Ok(pictures)
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
            .map(|event| (event.id, event.covered().title))
            .collect();
        pictures.events = (counted.events.into_iter())
            .map(|(id, counts)| EventBand {
                title: titles.get(&id).cloned().unwrap_or_default(),
                id,
                counts,
            })
            .collect();
        pictures.sources_in_all = counted.sources.len();
        pictures.places_in_all = counted.places.len();
        pictures.sources = source_bands(counted.sources, sources);
        pictures.places = (counted.places.into_iter().take(PLACES_MAX))
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
    (counted.into_iter().take(SOURCES_MAX))
        .map(|(id, counts)| SourceBand {
            name: name(id).unwrap_or_else(|| id.to_string()),
            id,
            counts,
        })
        .collect()
}
