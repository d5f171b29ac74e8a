//! Correct: what a person puts right about events is worked out here, between two runs of the line,
//! so that nothing is placed or kept meanwhile; kept in one transaction; then told to the engine.

use super::recover::{features_of, write_snapshot};
use super::score_event::{add_facts, empty_record, title_of};
use super::{Line, LinePorts};
use crate::DeskError;
use analysis::engine::{self, Engine};
use model::{
    Correction, CorrectionId, CorrectionRecord, DocumentId, EventId, EventRecord, MemberFacts, Note,
};
use ports::{KeptCorrection, Store};
use std::collections::BTreeSet;
use tokio::sync::oneshot;

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorrectionAsk {
    /// These documents, with their copies, belong to another event; to one of their own where none
    /// is named.
    Move {
        /// Documents; a copy stands for its head.
        documents: Vec<DocumentId>,
        /// Where they are.
        from: EventId,
        /// Where they belong.
        to: Option<EventId>,
    },
    /// Two events are one.
    Merge {
        /// The event that ends.
        from: EventId,
        /// The event that goes on.
        into: EventId,
    },
    /// An event gets a title; none gives it the machine's own again.
    Rename {
        /// The event.
        event: EventId,
        /// Its title.
        title: Option<String>,
    },
    /// A correction is taken back.
    Undo(CorrectionId),
}

/// What came of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrected {
    /// Its number, for taking it back.
    pub id: CorrectionId,
    /// The event to look at now.
    pub event: EventId,
}

/// Something to be put right, and who waits to hear of it.
#[derive(Debug)]
pub struct Correcting {
    /// What is asked for.
    pub ask: CorrectionAsk,
    /// What is written down of it.
    pub note: Note,
    /// Hears what came of it once it is kept.
    pub reply: oneshot::Sender<Result<Corrected, DeskError>>,
}

impl Line {
    /// Puts something right and answers whoever waits.
    pub(super) fn put_right(&mut self, correcting: Correcting) {
        let Correcting { ask, note, reply } = correcting;
        // Whoever asked may have gone.
        let _ = reply.send(self.correct(&ask, note));
    }

    /// Puts something right. Only between two runs.
    pub fn correct(&mut self, ask: &CorrectionAsk, note: Note) -> Result<Corrected, DeskError> {
        let world = World {
            ports: &self.ports,
            handle: &self.handle,
        };
        let kept = world.work_out(ask, note)?;
        let id = world.run(self.ports.store.keep_correction(&kept))?;
        let correction = kept.correction.clone();
        tell_engine(
            &mut self.engine,
            &self.ports,
            &self.handle,
            &correction,
            DocumentId(i64::MAX),
        )?;
        // What was put right is in the snapshot, so that it need not be followed after a crash.
        let last = self.engine.last_document();
        write_snapshot(&*self.ports.disk, last, &self.engine.snapshot())?;
        Ok(Corrected {
            id,
            event: shown_after(&correction),
        })
    }
}

/// Tells the engine of a correction. Documents after `last` are followed with their new place
/// anyway, so only the earlier ones are carried over.
pub(super) fn tell_engine(
    engine: &mut Engine,
    ports: &LinePorts,
    handle: &tokio::runtime::Handle,
    correction: &Correction,
    last: DocumentId,
) -> Result<(), DeskError> {
    match correction {
        Correction::Move {
            documents,
            from,
            to,
        } => {
            let known: Vec<DocumentId> = documents
                .iter()
                .copied()
                .filter(|document| *document <= last)
                .collect();
            let stored = handle.block_on(ports.store.documents(&known))?;
            let features = features_of(ports, stored);
            let told = engine::Correction::Move {
                documents: documents.clone(),
                from: *from,
                to: *to,
            };
            engine.correct(&told, &features);
        }
        Correction::Merge { from, into, .. } => {
            let told = engine::Correction::Merge {
                from: *from,
                into: *into,
            };
            engine.correct(&told, &[]);
        }
        Correction::Rename { .. } => {}
    }
    Ok(())
}

/// The event a person wants to see after a correction.
fn shown_after(correction: &Correction) -> EventId {
    match correction {
        Correction::Move { to, .. } => *to,
        Correction::Merge { into, .. } => *into,
        Correction::Rename { event, .. } => *event,
    }
}

/// What a correction is worked out from.
struct World<'a> {
    ports: &'a LinePorts,
    handle: &'a tokio::runtime::Handle,
}

impl World<'_> {
    fn run<T>(
        &self,
        asked: impl Future<Output = Result<T, ports::StoreError>>,
    ) -> Result<T, DeskError> {
        Ok(self.handle.block_on(asked)?)
    }

    fn store(&self) -> &dyn Store {
        &*self.ports.store
    }

    fn work_out(&self, ask: &CorrectionAsk, note: Note) -> Result<KeptCorrection, DeskError> {
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
            return Err(DeskError::refused(
                "correct.nothing",
                "choose documents, and another event for them",
            ));
        }
        self.event(from)?;
        let here = self.facts(from)?;
        let heads = heads_of(documents, &here)?;
        let all_heads = here.iter().filter(|one| one.copy_of.is_none()).count();
        let to_new = to.is_none();
        let to = match to {
            Some(to) => to,
            None if heads.len() == all_heads => {
                return Err(DeskError::refused(
                    "correct.whole",
                    "that is the whole event; leave at least one document in it",
                ));
            }
            None => own_event(&heads, from, &here)?,
        };
        // What opened an event keeps its number: where it is to go to one of its own, the others
        // go instead.
        let stays =
            heads.contains(&DocumentId(from.0)) && to_new && !heads.contains(&DocumentId(to.0));
        let heads: BTreeSet<DocumentId> = if stays {
            let others = here
                .iter()
                .filter(|one| one.copy_of.is_none() && !heads.contains(&one.id));
            others.map(|one| one.id).collect()
        } else {
            heads
        };
        let (going, staying): (Vec<MemberFacts>, Vec<MemberFacts>) = here
            .into_iter()
            .partition(|one| heads.contains(&one.copy_of.unwrap_or(one.id)));
        let mut there = match self.run(self.store().event(to))? {
            Some(_) => self.facts(to)?,
            None => Vec::new(),
        };
        let moves = going.iter().map(|one| (one.id, to)).collect();
        there.extend(going);
        let mut events = vec![self.reckoned(to, &there)?];
        let mut ended = Vec::new();
        if staying.is_empty() {
            ended.push((from, to));
        } else {
            events.push(self.reckoned(from, &staying)?);
        }
        Ok(KeptCorrection {
            correction: Correction::Move {
                documents: heads.into_iter().collect(),
                from,
                to,
            },
            undoes,
            after_document: self.run(self.store().last_document())?,
            moves,
            events,
            ended,
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
        let stored = self.run(self.store().documents(&[opener.id]))?.pop();
        Ok(stored.map_or_else(|| id.to_string(), |stored| title_of(&stored.document)))
    }
}

/// Heads of what was chosen, each once; all must be members.
fn heads_of(
    documents: &[DocumentId],
    here: &[MemberFacts],
) -> Result<BTreeSet<DocumentId>, DeskError> {
    documents
        .iter()
        .map(|chosen| {
            let found = here.iter().find(|one| one.id == *chosen);
            found
                .map(|one| one.copy_of.unwrap_or(one.id))
                .ok_or_else(|| {
                    DeskError::refused(
                        "correct.moved",
                        format!(
                            "{chosen} is not in this event any more; somebody moved it meanwhile"
                        ),
                    )
                })
        })
        .collect()
}

/// The id of an event of their own: an event carries the number of a document in it, and no other
/// event may have it.
fn own_event(
    heads: &BTreeSet<DocumentId>,
    from: EventId,
    here: &[MemberFacts],
) -> Result<EventId, DeskError> {
    let opener = DocumentId(from.0);
    let others = here
        .iter()
        .filter(|one| one.copy_of.is_none() && !heads.contains(&one.id))
        .map(|one| one.id);
    let mut going: Vec<DocumentId> = if heads.contains(&opener) {
        others.collect()
    } else {
        heads.iter().copied().collect()
    };
    going.retain(|id| *id != opener);
    let chosen = going.into_iter().min();
    chosen.map(|id| EventId(id.0)).ok_or_else(|| {
        DeskError::refused(
            "correct.whole",
            "that is the whole event; leave at least one document in it",
        )
    })
}

fn about(note: Note, event: EventId) -> Note {
    Note {
        object: event.to_string(),
        ..note
    }
}

/// Corrections the engine has not taken yet, in order.
pub(super) fn missed(
    ports: &LinePorts,
    handle: &tokio::runtime::Handle,
    engine: &Engine,
) -> Result<Vec<CorrectionRecord>, DeskError> {
    let taken = engine.corrections_taken();
    Ok(handle.block_on(ports.store.corrections_for_engine(taken))?)
}
