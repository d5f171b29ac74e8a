//! Score events: what a batch does to the counts and the heat of each event it touches.

use super::heat_rule::HeatRule;
use crate::DeskError;
use analysis::heat::NOTHING;
use model::{
    Act, Document, DocumentId, EventChange, EventId, EventRecord, Facets, MemberFacts, Moment,
    Placement, Reach, SourceId, SourceKind, Visit,
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
    pub(super) store: Arc<dyn Store>,
    pub(super) handle: Handle,
    pub(super) at_hand: HashMap<EventId, EventRecord>,
    /// What voices weigh. Rows and sources at hand are those of this rule.
    pub(super) rule: HeatRule,
    /// When hot lists were last read.
    pub(super) last_readings: HashMap<SourceId, Moment>,
    /// Kind and reach of the sources seen so far; the kind never changes, the reach only with the rule.
    sources: HashMap<SourceId, (Option<SourceKind>, Option<Reach>)>,
}

/// Events that a batch touched: whether it opened them, and the last document that did.
pub(super) type Touched = BTreeMap<EventId, (bool, DocumentId)>;

impl EventScores {
    pub(super) fn new(store: &Arc<dyn Store>, handle: &Handle) -> Self {
        Self {
            store: Arc::clone(store),
            handle: handle.clone(),
            at_hand: HashMap::new(),
            rule: HeatRule::default(),
            last_readings: HashMap::new(),
            sources: HashMap::new(),
        }
    }

    /// The new rows of all events the batch touches, by id. Visits that read hot lists are told how
    /// long before those were read.
    pub(super) fn changes(
        &mut self,
        batch: &[(Document, Placement)],
        visits: &mut [Visit],
    ) -> Result<Vec<EventChange>, DeskError> {
        if batch.is_empty() && visits.iter().all(|visit| visit.findings.ranks.is_empty()) {
            return Ok(Vec::new());
        }
        self.learn_rule()?;
        self.fetch_missing(batch)?;
        self.learn_sources(batch)?;
        let mut touched = self.add_documents(batch);
        self.add_earlier_readings(batch, &mut touched)?;
        self.add_readings(batch, visits, &mut touched)?;
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

    fn add_documents(&mut self, batch: &[(Document, Placement)]) -> Touched {
        let mut touched = Touched::new();
        for (document, placement) in batch {
            let opened = placement.act == Act::Open;
            let record = self
                .at_hand
                .entry(placement.event)
                .or_insert_with(|| new_record(placement.event, document));
            let source = self.sources.get(&document.source).copied();
            let (kind, reach) = source.unwrap_or_default();
            let copy = placement.copy_of().is_some();
            add(record, document, copy, kind);
            record.heat_basis = self.rule.basis;
            let weight = self.rule.settings.weight(copy, kind, reach);
            self.rule.voice(record, document.published_at, weight);
            let entry = touched
                .entry(placement.event)
                .or_insert((opened, document.id));
            entry.1 = document.id;
        }
        touched
    }

    /// Asked for with every batch, so that what people change holds from the next one on.
    fn learn_rule(&mut self) -> Result<(), DeskError> {
        let rule = self.handle.block_on(HeatRule::load(&*self.store))?;
        if rule.basis != self.rule.basis {
            self.at_hand.clear();
            self.sources.clear();
            self.rule = rule;
        }
        Ok(())
    }

    fn learn_sources(&mut self, batch: &[(Document, Placement)]) -> Result<(), DeskError> {
        for (document, _) in batch {
            let id = document.source;
            if !self.sources.contains_key(&id) {
                let source = self.handle.block_on(self.store.source(id))?;
                let known = source.map(|source| (Some(source.kind), source.reach));
                self.sources.insert(id, known.unwrap_or_default());
            }
        }
        Ok(())
    }

    pub(super) fn kind_of(&self, source: SourceId) -> Option<SourceKind> {
        self.sources.get(&source).and_then(|(kind, _)| *kind)
    }

    fn fetch_missing(&mut self, batch: &[(Document, Placement)]) -> Result<(), DeskError> {
        if self.at_hand.len() > AT_HAND_MAX {
            self.at_hand.clear();
        }
        let joined = batch
            .iter()
            .filter(|(_, placement)| placement.act != Act::Open)
            .map(|(_, placement)| placement.event);
        self.fetch(joined.collect())
    }

    /// Takes these events at hand. Those reckoned by another rule are reckoned anew first.
    pub(super) fn fetch(&mut self, mut missing: Vec<EventId>) -> Result<(), DeskError> {
        missing.retain(|event| !self.at_hand.contains_key(event));
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(());
        }
        for mut record in self.handle.block_on(self.store.events(&missing))? {
            if record.heat_basis != self.rule.basis {
                let members = self.handle.block_on(self.store.member_facts(record.id))?;
                self.rule.of_members(&mut record, &members);
            }
            self.at_hand.insert(record.id, record);
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
        heat_basis: 0,
        facets: Facets::default(),
        withdrawn: false,
    }
}

fn add(record: &mut EventRecord, document: &Document, copy: bool, kind: Option<SourceKind>) {
    count(record, document.published_at, copy);
    let facets = &mut record.facets;
    facets.add(document.source, kind, document.language, &document.places);
}

/// One more member, of which only the facts are at hand. Its heat is reckoned apart.
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
