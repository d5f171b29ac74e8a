//! Correct: what a person puts right about events is worked out here, between two runs of the line,
//! so that nothing is placed or kept meanwhile; kept in one transaction; then told to the engine.

mod heads;
mod work_out;

pub(crate) use heads::decided;

use super::recover::{features_of, write_snapshot};
use super::{Line, LinePorts};
use crate::DeskError;
use analysis::engine::{self, Engine};
use model::{Correction, CorrectionId, CorrectionRecord, DocumentId, EventId, Note, ProposalId};
use tokio::sync::oneshot;
use work_out::World;

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
    /// What the desk would change is done.
    Accept(ProposalId),
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

/// Corrections the engine has not taken yet, in order.
pub(super) fn missed(
    ports: &LinePorts,
    handle: &tokio::runtime::Handle,
    engine: &Engine,
) -> Result<Vec<CorrectionRecord>, DeskError> {
    let taken = engine.corrections_taken();
    Ok(handle.block_on(ports.store.corrections_for_engine(taken))?)
}
