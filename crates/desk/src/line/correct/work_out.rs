//! Works out what follows from a correction: who moves, which events end, how the rest stands.

use super::CorrectionAsk;
use super::heads::{about, decided, going, heads_of, nothing_chosen};
use crate::DeskError;
use crate::line::LinePorts;
use crate::line::heat_rule::HeatRule;
use crate::line::score_event::{add_facts, empty_record, title_of};
use model::{
    Correction, CorrectionId, DocumentId, EventId, EventRecord, MemberFacts, Note, Proposal,
    ProposalId, ProposalState,
};
use ports::{KeptCorrection, Store};
use std::collections::BTreeSet;

/// What a correction is worked out from.
pub(super) struct World<'a> {
    pub(super) ports: &'a LinePorts,
    pub(super) handle: &'a tokio::runtime::Handle,
}

impl World<'_> {
    pub(super) fn run<T>(
        &self,
        asked: impl Future<Output = Result<T, ports::StoreError>>,
    ) -> Result<T, DeskError> {
        Ok(self.handle.block_on(asked)?)
    }

    fn store(&self) -> &dyn Store {
        &*self.ports.store
    }

    pub(super) fn work_out(
        &self,
        ask: &CorrectionAsk,
        note: Note,
    ) -> Result<KeptCorrection, DeskError> {
        match ask {
            CorrectionAsk::Move {
                documents,
                from,
                to,
            } => self.moved(documents, *from, *to, None, note),
            CorrectionAsk::Merge { from, into } => self.merged(*from, *into, note),
            CorrectionAsk::Rename { event, title } => {
                self.renamed(*event, title.clone(), None, note)
            }
            CorrectionAsk::Accept(id) => self.accepted(*id, note),
            CorrectionAsk::Undo(id) => self.undone(*id, note),
        }
    }

    fn event(&self, id: EventId) -> Result<EventRecord, DeskError> {
        self.run(self.store().event(id))?
            .ok_or_else(|| DeskError::NotFound {
                kind: "event",
                id: id.to_string(),
            })
    }

    fn facts(&self, id: EventId) -> Result<Vec<MemberFacts>, DeskError> {
        self.run(self.store().member_facts(id))
    }

    /// Documents with their copies go from one event to another or to one of their own.
    fn moved(
        &self,
        documents: &[DocumentId],
        from: EventId,
        to: Option<EventId>,
        undoes: Option<CorrectionId>,
        note: Note,
    ) -> Result<KeptCorrection, DeskError> {
        if to == Some(from) || documents.is_empty() {
            return Err(nothing_chosen());
        }
        self.event(from)?;
        let here = self.facts(from)?;
        let (heads, to) = going(heads_of(documents, &here)?, from, to, &here)?;
        let (leaving, staying): (Vec<MemberFacts>, Vec<MemberFacts>) = here
            .into_iter()
            .partition(|one| heads.contains(&one.copy_of.unwrap_or(one.id)));
        let moves = leaving.iter().map(|one| (one.id, to)).collect();
        let mut there = self.facts(to)?;
        there.extend(leaving);
        let mut events = vec![self.reckoned(to, &there)?];
        if !staying.is_empty() {
            events.push(self.reckoned(from, &staying)?);
        }
        let ended = staying.is_empty().then_some((from, to));
        Ok(KeptCorrection {
            correction: Correction::Move {
                documents: heads.into_iter().collect(),
                from,
                to,
            },
            undoes,
            accepts: None,
            after_document: self.run(self.store().last_document())?,
            moves,
            events,
            ended: ended.into_iter().collect(),
            note: about(note, from),
        })
    }

    fn merged(
        &self,
        from: EventId,
        into: EventId,
        note: Note,
    ) -> Result<KeptCorrection, DeskError> {
        if from == into {
            return Err(DeskError::refused(
                "correct.same",
                "an event cannot be merged with itself",
            ));
        }
        self.event(from)?;
        self.event(into)?;
        let here = self.facts(from)?;
        let mut all = self.facts(into)?;
        let documents = here
            .iter()
            .filter(|one| one.copy_of.is_none())
            .map(|one| one.id)
            .collect();
        let moves = here.iter().map(|one| (one.id, into)).collect();
        all.extend(here);
        Ok(KeptCorrection {
            correction: Correction::Merge {
                from,
                into,
                documents,
            },
            undoes: None,
            accepts: None,
            after_document: self.run(self.store().last_document())?,
            moves,
            events: vec![self.reckoned(into, &all)?],
            ended: vec![(from, into)],
            note: about(note, into),
        })
    }

    fn renamed(
        &self,
        id: EventId,
        title: Option<String>,
        undoes: Option<CorrectionId>,
        note: Note,
    ) -> Result<KeptCorrection, DeskError> {
        let event = self.event(id)?;
        let own = self.own_title(id, &self.facts(id)?)?;
        let before = (event.title != own).then(|| event.title.clone());
        Ok(KeptCorrection {
            correction: Correction::Rename {
                event: id,
                before,
                title: title.filter(|title| *title != own),
            },
            undoes,
            accepts: None,
            after_document: self.run(self.store().last_document())?,
            moves: Vec::new(),
            events: vec![EventRecord {
                title: own,
                ..event
            }],
            ended: Vec::new(),
            note: about(note, id),
        })
    }

    /// What a proposal says is done as if a person had asked for it without one.
    fn accepted(&self, id: ProposalId, note: Note) -> Result<KeptCorrection, DeskError> {
        let record = self.run(self.store().proposal(id))?;
        let record = record.ok_or_else(|| DeskError::NotFound {
            kind: "proposal",
            id: id.to_string(),
        })?;
        if record.state != ProposalState::Open {
            return Err(decided(id));
        }
        let note = Note {
            details: format!("{id} {}", record.proposal),
            ..note
        };
        let kept = match record.proposal {
            Proposal::Merge { from, into, .. } => self.merged(from, into, note)?,
            Proposal::Split {
                event, documents, ..
            } => self.moved(&documents, event, None, None, note)?,
        };
        Ok(KeptCorrection {
            accepts: Some(id),
            ..kept
        })
    }

    /// What takes a correction back is a correction like any other.
    fn undone(&self, id: CorrectionId, note: Note) -> Result<KeptCorrection, DeskError> {
        let record = self
            .run(self.store().correction(id))?
            .ok_or_else(|| DeskError::NotFound {
                kind: "correction",
                id: id.to_string(),
            })?;
        if record.undone {
            return Err(DeskError::refused(
                "correct.undone",
                "it was taken back already",
            ));
        }
        match record.correction {
            Correction::Move {
                documents,
                from,
                to,
            } => self.moved(
                &self.still_in(&documents, to)?,
                to,
                Some(from),
                Some(id),
                note,
            ),
            Correction::Merge {
                from,
                into,
                documents,
            } => self.moved(
                &self.still_in(&documents, into)?,
                into,
                Some(from),
                Some(id),
                note,
            ),
            Correction::Rename { event, before, .. } => self.renamed(event, before, Some(id), note),
        }
    }

    /// Documents that nobody moved away since.
    fn still_in(
        &self,
        documents: &[DocumentId],
        event: EventId,
    ) -> Result<Vec<DocumentId>, DeskError> {
        let here: BTreeSet<DocumentId> = self.facts(event)?.into_iter().map(|one| one.id).collect();
        let left: Vec<DocumentId> = documents
            .iter()
            .copied()
            .filter(|document| here.contains(document))
            .collect();
        if left.is_empty() {
            return Err(DeskError::refused(
                "correct.gone",
                "the documents were moved on since; take that back first",
            ));
        }
        Ok(left)
    }

    /// The row of an event with these members.
    fn reckoned(&self, id: EventId, members: &[MemberFacts]) -> Result<EventRecord, DeskError> {
        let title = self.own_title(id, members)?;
        let mut record = empty_record(id, title);
        for member in members {
            add_facts(&mut record, member);
        }
        let rule = self.handle.block_on(HeatRule::load(self.store()))?;
        rule.of_members(&mut record, members);
        Ok(record)
    }

    /// The title the machine gives: that of the document that opened it, or of its earliest one.
    fn own_title(&self, id: EventId, members: &[MemberFacts]) -> Result<String, DeskError> {
        let opener = members
            .iter()
            .find(|one| one.id.0 == id.0)
            .or_else(|| members.iter().min_by_key(|one| (one.published_at, one.id)));
        let Some(opener) = opener else {
            return Ok(id.to_string());
        };
        if let Some(stored) = self.run(self.store().documents(&[opener.id]))?.pop() {
            return Ok(title_of(&stored.document));
        }
        // It was purged: the title that was made of it stays, where the event has one.
        let event = self.run(self.store().event(id))?;
        Ok(event.map_or_else(|| id.to_string(), |event| event.title))
    }
}
