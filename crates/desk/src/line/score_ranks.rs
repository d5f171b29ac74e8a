//! Score places on hot lists: a reading adds heat to the events that its matters were placed in,
//! for their places and for the time since the list was read before.

use super::score_event::{EventScores, Touched};
use crate::DeskError;
use model::{Document, DocumentId, EventId, ItemKey, Placement, RankReading, SourceKind, Visit};
use std::collections::HashMap;

/// Where a matter's document is.
type Places = HashMap<ItemKey, (EventId, DocumentId)>;

impl EventScores {
    /// Readings that were kept before a matter's document came: that does not happen to what the
    /// desk reads itself, but to histories that are brought in pieces.
    pub(super) fn add_earlier_readings(
        &mut self,
        batch: &[(Document, Placement)],
        touched: &mut Touched,
    ) -> Result<(), DeskError> {
        let placed: Places = batch
            .iter()
            .filter(|(document, _)| self.kind_of(document.source) == Some(SourceKind::HotList))
            .map(|(document, placement)| (document.key.clone(), (placement.event, document.id)))
            .collect();
        if placed.is_empty() {
            return Ok(());
        }
        let mut keys: Vec<ItemKey> = placed.keys().cloned().collect();
        keys.sort_unstable_by(|a, b| {
            (a.namespace, &a.external_id).cmp(&(b.namespace, &b.external_id))
        });
        let readings = self.handle.block_on(self.store.readings(&keys))?;
        for (key, reading) in readings {
            if let Some((event, document)) = placed.get(&key) {
                self.add_reading(*event, *document, &reading, touched);
            }
        }
        Ok(())
    }

    /// What the readings of this batch add. Each is given the time since the one before.
    pub(super) fn add_readings(
        &mut self,
        batch: &[(Document, Placement)],
        visits: &mut [Visit],
        touched: &mut Touched,
    ) -> Result<(), DeskError> {
        for visit in visits {
            if visit.findings.ranks.is_empty() {
                continue;
            }
            visit.findings.ranks_for_ms = self.since_reading_before(visit)?;
            let places = self.places_of(batch, visit)?;
            let events: Vec<EventId> = places.values().map(|(event, _)| *event).collect();
            self.fetch(events)?;
            for rank in &visit.findings.ranks {
                let reading = RankReading {
                    at: visit.at,
                    rank: rank.rank,
                    places: visit.findings.ranks.len() as i64,
                    for_ms: visit.findings.ranks_for_ms,
                };
                let key = key_of(visit, &rank.external_id);
                if let Some((event, document)) = places.get(&key) {
                    self.add_reading(*event, *document, &reading, touched);
                }
            }
        }
        Ok(())
    }

    fn since_reading_before(&mut self, visit: &Visit) -> Result<i64, DeskError> {
        let before = match self.last_readings.get(&visit.source) {
            Some(at) => Some(*at),
            None => self.handle.block_on(self.store.ranked_at(visit.source))?,
        };
        let latest = before.map_or(visit.at, |before| before.max(visit.at));
        self.last_readings.insert(visit.source, latest);
        Ok(before.map_or(0, |before| (visit.at.0 - before.0).max(0)))
    }

    /// The events of a reading's matters: of this batch, or kept before.
    fn places_of(
        &self,
        batch: &[(Document, Placement)],
        visit: &Visit,
    ) -> Result<Places, DeskError> {
        let keys: Vec<ItemKey> = (visit.findings.ranks.iter())
            .map(|rank| key_of(visit, &rank.external_id))
            .collect();
        let known = self.handle.block_on(self.store.known(&keys))?;
        let kept = known
            .into_iter()
            .map(|known| (known.key, (known.placement.event, known.id)));
        let now = batch
            .iter()
            .filter(|(document, _)| document.source == visit.source)
            .map(|(document, placement)| (document.key.clone(), (placement.event, document.id)));
        Ok(kept.chain(now).collect())
    }

    fn add_reading(
        &mut self,
        event: EventId,
        document: DocumentId,
        reading: &RankReading,
        touched: &mut Touched,
    ) {
        if let Some(record) = self.at_hand.get_mut(&event) {
            self.rule.reading(record, reading);
            touched.entry(event).or_insert((false, document));
        }
    }
}

fn key_of(visit: &Visit, external_id: &str) -> ItemKey {
    ItemKey {
        namespace: visit.source.0,
        external_id: external_id.to_owned(),
    }
}
