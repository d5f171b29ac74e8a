//! Score events: what a batch does to the counts and the heat of each event it touches.

use crate::DeskError;
use analysis::heat::{HEAT_HALF_LIFE_HOURS, NOTHING, PULSE_HALF_LIFE_HOURS, add_voice};
use model::{
    Act, Document, DocumentId, EventChange, EventId, EventRecord, Facets, MemberFacts, Moment,
    Placement, SourceId, SourceKind,
};
use ports::Store;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Events whose rows are kept at hand; beyond it all are fetched anew when needed.
const AT_HAND_MAX: usize = 60_000;
/// Characters of the body that name an event whose first document has no headline.
const LENT_TITLE_CHARS: usize = 40;

/// Keeps the rows of events at hand, so that a batch need not read what the last one wrote.
pub(super) struct EventScores {
    store: Arc<dyn Store>,
    handle: Handle,
    at_hand: HashMap<EventId, EventRecord>,
    /// Kinds of the sources seen so far; a source never changes its own.
    kinds: HashMap<SourceId, Option<SourceKind>>,
}

impl EventScores {
    pub(super) fn new(store: &Arc<dyn Store>, handle: &Handle) -> Self {
        Self {
            store: Arc::clone(store),
            handle: handle.clone(),
            at_hand: HashMap::new(),
            kinds: HashMap::new(),
        }
    }

    /// The new rows of all events the batch touches, by id.
    pub(super) fn changes(
        &mut self,
        batch: &[(Document, Placement)],
    ) -> Result<Vec<EventChange>, DeskError> {
        self.fetch_missing(batch)?;
        self.learn_kinds(batch)?;
        let mut touched: BTreeMap<EventId, (bool, DocumentId)> = BTreeMap::new();
        for (document, placement) in batch {
            let opened = placement.act == Act::Open;
            let record = self
                .at_hand
                .entry(placement.event)
                .or_insert_with(|| new_record(placement.event, document));
            let kind = self.kinds.get(&document.source).copied().flatten();
            add(record, document, placement.copy_of().is_some(), kind);
            let entry = touched
                .entry(placement.event)
                .or_insert((opened, document.id));
            entry.1 = document.id;
        }
        Ok(touched
            .into_iter()
            .filter_map(|(id, (opened, by))| {
                self.at_hand.get(&id).map(|after| EventChange {
                    after: after.clone(),
                    opened,
                    by,
                })
            })
            .collect())
    }

    fn learn_kinds(&mut self, batch: &[(Document, Placement)]) -> Result<(), DeskError> {
        for (document, _) in batch {
            let id = document.source;
            if !self.kinds.contains_key(&id) {
                let source = self.handle.block_on(self.store.source(id))?;
                self.kinds.insert(id, source.map(|source| source.kind));
            }
        }
        Ok(())
    }

    fn fetch_missing(&mut self, batch: &[(Document, Placement)]) -> Result<(), DeskError> {
        if self.at_hand.len() > AT_HAND_MAX {
            self.at_hand.clear();
        }
        let mut missing: Vec<EventId> = batch
            .iter()
            .filter(|(_, placement)| {
                placement.act != Act::Open && !self.at_hand.contains_key(&placement.event)
            })
            .map(|(_, placement)| placement.event)
            .collect();
        missing.sort_unstable();
        missing.dedup();
        if !missing.is_empty() {
            let records = self.handle.block_on(self.store.events(&missing))?;
            self.at_hand
                .extend(records.into_iter().map(|record| (record.id, record)));
        }
        Ok(())
    }
}

fn new_record(id: EventId, document: &Document) -> EventRecord {
    empty_record(id, title_of(document))
}

/// An event in which nothing is yet.
pub(super) fn empty_record(id: EventId, title: String) -> EventRecord {
    EventRecord {
        id,
        title,
        first_at: Moment(i64::MAX),
        last_at: Moment(i64::MIN),
        documents: 0,
        copies: 0,
        heat_log: NOTHING,
        pulse_log: NOTHING,
        facets: Facets::default(),
    }
}

fn add(record: &mut EventRecord, document: &Document, copy: bool, kind: Option<SourceKind>) {
    count(record, document.published_at, copy);
    let facets = &mut record.facets;
    facets.add(document.source, kind, document.language, &document.places);
}

/// One more member, of which only the facts are at hand.
pub(super) fn add_facts(record: &mut EventRecord, member: &MemberFacts) {
    count(record, member.published_at, member.copy_of.is_some());
    let facets = &mut record.facets;
    facets.add(member.source, member.kind, member.language, &member.places);
}

fn count(record: &mut EventRecord, at: Moment, copy: bool) {
    record.first_at = record.first_at.min(at);
    record.last_at = record.last_at.max(at);
    record.documents += i64::from(!copy);
    record.copies += i64::from(copy);
    record.heat_log = add_voice(record.heat_log, at, HEAT_HALF_LIFE_HOURS);
    record.pulse_log = add_voice(record.pulse_log, at, PULSE_HALF_LIFE_HOURS);
}

/// The headline, or the beginning of the text, or the document's number.
pub(crate) fn title_of(document: &Document) -> String {
    let title = document.title.trim();
    if !title.is_empty() {
        return title.to_owned();
    }
    let beginning: String = document
        .text
        .trim()
        .chars()
        .take(LENT_TITLE_CHARS)
        .collect();
    if beginning.is_empty() {
        document.id.to_string()
    } else {
        beginning
    }
}
