//! The documents behind a part of a picture: as many as the picture says.

use crate::analysis_ask::{AnalysisAsk, Slice};
use crate::count_marks::count_marks;
use crate::cover::Covered;
use crate::marked::Understood;
use crate::steps::{Steps, week_place};
use crate::{Desk, DeskError};
use analysis::fold::fold;
use chrono_tz::Tz;
use model::{DocumentId, DocumentMark, EventId, HOUR_MS, Moment, Query, StoredDocument, limits};
use ports::{FacetCounts, Order};

/// Stretches of time that one question holds: one hour of one weekday in ten years.
const STRETCHES_MAX: usize = 600;

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

/// The documents of a slice, newest first, and how many there are in all.
#[derive(Default)]
struct Taken {
    ids: Vec<DocumentId>,
    total: usize,
    cut: bool,
}

impl Desk {
    /// The documents of a part of what is shown.
    pub async fn slice(
        &self,
        ask: &AnalysisAsk,
        slice: &Slice,
        page: usize,
    ) -> Result<SliceList, DeskError> {
        let asked = self.understood_in(ask).await?;
        let taken = if asked.problem.is_some() {
            Taken::default()
        } else if self.are_many(&asked).await? {
            self.taken_by_index(&asked, slice).await?
        } else {
            self.taken_one_by_one(&asked, slice).await?
        };
        let each = limits::DOCUMENTS_PER_PAGE;
        let pages = taken.ids.len().div_ceil(each).max(1);
        let page = page.clamp(1, pages);
        let ids: Vec<DocumentId> = (taken.ids.into_iter())
            .skip((page - 1) * each)
            .take(each)
            .collect();
        Ok(SliceList {
            documents: self.store.documents(&ids).await?.covered(),
            total: taken.total,
            page,
            pages,
            cut: taken.cut || asked.cut,
            names: self.slice_names(slice).await?,
            steps: asked.steps,
        })
    }

    async fn taken_one_by_one(
        &self,
        asked: &Understood,
        slice: &Slice,
    ) -> Result<Taken, DeskError> {
        let zone = self.time_zone();
        let (total, marks, cut) = self.marks_of(asked).await?;
        let shown: Vec<EventId> = if slice.other_events {
            let counted = count_marks(&marks, &asked.steps, zone);
            counted.events.into_iter().map(|(id, _)| id).collect()
        } else {
            Vec::new()
        };
        let ids = of_slice(&marks, slice, &asked.steps, &shown, zone);
        Ok(Taken {
            total: ids.len(),
            cut: cut || marks.len() < total,
            ids,
        })
    }

    /// The same where there are too many to look at: the index narrows, and tells the number.
    async fn taken_by_index(&self, asked: &Understood, slice: &Slice) -> Result<Taken, DeskError> {
        let mut parts = vec![
            asked.query.clone(),
            of_time(slice, &asked.steps, self.time_zone()),
        ];
        if let Some(event) = slice.event {
            parts.push(self.documents_of_events(&[event]).await?.0);
        }
        if slice.other_events {
            let shown = self.count_index(asked).await?.counted.events.into_iter();
            let shown: Vec<EventId> = shown.map(|(id, _)| id).collect();
            let (documents, _) = self.documents_of_events(&shown).await?;
            parts.push(Query::Not(Box::new(documents)));
        }
        parts.extend(slice.place.map(|place| Query::Place(vec![place])));
        let counts = self.counted(&Query::And(parts.clone())).await?;
        let total = total_of(&counts, slice) as usize;
        if let Some(id) = slice.source
            && let Some(source) = self.store.source(id).await?
        {
            parts.push(Query::Source(fold(&source.name)));
        }
        let most = limits::SEARCH_LIMIT_MAX;
        let hits = self
            .index_hits(&Query::And(parts), Order::Newest, 0, most)
            .await?;
        let ids: Vec<DocumentId> = hits.hits.iter().map(|hit| hit.id).collect();
        let marks = self.store.marks(&ids).await?;
        let ids = of_slice(&marks, slice, &asked.steps, &[], self.time_zone());
        Ok(Taken {
            total,
            cut: ids.len() < total,
            ids,
        })
    }

    async fn slice_names(&self, slice: &Slice) -> Result<Vec<String>, DeskError> {
        let mut names = Vec::new();
        if let Some(id) = slice.event {
            let event = self.store.event(id).await?;
            names.extend(event.map(|event| event.covered().title));
        }
        if let Some(id) = slice.source {
            names.extend(self.store.source(id).await?.map(|source| source.name));
        }
        names.extend(slice.place.and_then(|place| self.place_name(place)));
        Ok(names)
    }
}

/// How many documents of a slice were counted.
fn total_of(counts: &FacetCounts, slice: &Slice) -> u64 {
    let source = |id| counts.sources.iter().find(|(other, _)| *other == id);
    let place = |place| counts.places.iter().find(|(other, _)| *other == place);
    match (slice.source, slice.place) {
        (Some(id), _) => source(id).map_or(0, |(_, count)| *count),
        (None, Some(of)) => place(of).map_or(0, |(_, count)| *count),
        (None, None) => counts.total,
    }
}

/// Those of some documents that are in a slice, newest first.
fn of_slice(
    marks: &[DocumentMark],
    slice: &Slice,
    steps: &Steps,
    shown: &[EventId],
    zone: Tz,
) -> Vec<DocumentId> {
    let mut taken: Vec<(Moment, DocumentId)> = (marks.iter())
        .filter(|mark| slice.takes(mark, steps, shown, zone))
        .map(|mark| (mark.published_at, mark.id))
        .collect();
    taken.sort_unstable_by(|a, b| b.cmp(a));
    taken.into_iter().map(|(_, id)| id).collect()
}

/// When the documents of a slice were published.
fn of_time(slice: &Slice, steps: &Steps, zone: Tz) -> Query {
    let edge = |step: usize| steps.edges.get(step).copied();
    let ends = slice.step.and_then(|step| edge(step).zip(edge(step + 1)));
    let (from, to) = ends.unwrap_or((steps.from(), steps.to()));
    let whole = Query::Published(Some(from), Some(to));
    if slice.weekday.is_none() && slice.hour.is_none() {
        return whole;
    }
    let stretches = stretches(slice, from, to, zone);
    if stretches.len() > STRETCHES_MAX {
        return whole;
    }
    let parts = (stretches.into_iter()).map(|(from, to)| Query::Published(Some(from), Some(to)));
    Query::And(vec![whole, Query::Or(parts.collect())])
}

/// The stretches of time that lie on the weekday and in the hour of a slice.
fn stretches(slice: &Slice, from: Moment, to: Moment, zone: Tz) -> Vec<(Moment, Moment)> {
    let mut stretches: Vec<(Moment, Moment)> = Vec::new();
    let mut hour = Moment(from.0.div_euclid(HOUR_MS) * HOUR_MS);
    while hour < to {
        let next = Moment(hour.0 + HOUR_MS);
        let (weekday, of_day) = week_place(hour, zone);
        if slice.weekday.is_none_or(|wanted| wanted == weekday)
            && slice.hour.is_none_or(|wanted| wanted == of_day)
        {
            match stretches.last_mut() {
                Some((_, end)) if *end == hour => *end = next,
                _ => stretches.push((hour, next)),
            }
        }
        hour = next;
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::Period;

    /// 2026-03-02 14:05 in Shanghai, a Monday.
    const NOW: Moment = Moment(1_772_431_500_000);

    #[test]
    fn hours_of_weekdays_are_found_and_neighbours_joined() {
        let zone = chrono_tz::Asia::Shanghai;
        let steps = Steps::new(Period::Week, NOW, zone);
        let of = |weekday, hour| {
            let slice = Slice {
                weekday,
                hour,
                ..Slice::default()
            };
            stretches(&slice, steps.from(), steps.to(), zone)
        };
        let monday = of(Some(0), None);
        assert_eq!(monday, [(Moment(steps.to().0 - 24 * HOUR_MS), steps.to())]);
        let at_two = of(Some(0), Some(14));
        assert_eq!(at_two.len(), 1);
        assert!(at_two[0].0 <= NOW && NOW < at_two[0].1);
        assert_eq!(of(None, Some(3)).len(), 7);
        assert_eq!(of(None, None), [(steps.from(), steps.to())]);
    }
}
