//! People put events right: the line does it between two runs, so that nothing gets in between.

use crate::actor::Actor;
use crate::hand::{busy, send};
use crate::line::{Corrected, Correcting, CorrectionAsk, Handed};
use crate::{Act, Desk, DeskError};
use model::{CorrectionId, CorrectionRecord, DocumentId, EventId, limits};
use tokio::sync::oneshot;

/// Corrections shown of one event.
const HISTORY_SHOWN: u64 = 30;

impl Desk {
    /// Documents belong to another event, or to one of their own.
    pub async fn move_documents(
        &self,
        actor: &Actor,
        documents: &[DocumentId],
        from: EventId,
        to: Option<EventId>,
    ) -> Result<Corrected, DeskError> {
        let ids: Vec<String> = documents.iter().map(ToString::to_string).collect();
        let target = to.map_or("own event".to_owned(), |to| to.to_string());
        let details = format!("move {} → {target}", ids.join(" "));
        let ask = CorrectionAsk::Move {
            documents: documents.to_vec(),
            from,
            to,
        };
        self.put_right(actor, ask, "event.corrected", &details)
            .await
    }

    /// Two events are one.
    pub async fn merge_events(
        &self,
        actor: &Actor,
        from: EventId,
        into: EventId,
    ) -> Result<Corrected, DeskError> {
        let ask = CorrectionAsk::Merge { from, into };
        let details = format!("merge {from} → {into}");
        self.put_right(actor, ask, "event.corrected", &details)
            .await
    }

    /// An event gets a title; an empty one gives it the machine's own again.
    pub async fn rename_event(
        &self,
        actor: &Actor,
        event: EventId,
        title: &str,
    ) -> Result<Corrected, DeskError> {
        let title: String = reading::clean_line(title)
            .chars()
            .take(limits::TITLE_CHARS_MAX)
            .collect();
        let details = format!("rename {title}");
        let ask = CorrectionAsk::Rename {
            event,
            title: (!title.is_empty()).then_some(title),
        };
        self.put_right(actor, ask, "event.corrected", &details)
            .await
    }

    /// Takes a correction back.
    pub async fn undo_correction(
        &self,
        actor: &Actor,
        id: CorrectionId,
    ) -> Result<Corrected, DeskError> {
        let ask = CorrectionAsk::Undo(id);
        self.put_right(actor, ask, "event.undone", &id.to_string())
            .await
    }

    /// What people put right about an event, the last first.
    pub async fn corrections_of(&self, event: EventId) -> Result<Vec<CorrectionRecord>, DeskError> {
        Ok(self.store.corrections_of(event, HISTORY_SHOWN).await?)
    }

    /// Where an event went that was merged into another one.
    pub async fn ended_event(&self, event: EventId) -> Result<Option<EventId>, DeskError> {
        Ok(self.store.ended_event(event).await?)
    }

    pub(crate) async fn put_right(
        &self,
        actor: &Actor,
        ask: CorrectionAsk,
        act: &'static str,
        details: &str,
    ) -> Result<Corrected, DeskError> {
        actor.must(Act::CorrectEvents)?;
        let hand = self.hand.clone().ok_or_else(busy)?;
        let note = actor.note(self.clock.now(), act, "", details);
        let (reply, heard) = oneshot::channel();
        send(&hand, Handed::Correction(Correcting { ask, note, reply })).await?;
        heard.await.map_err(|_| busy())?
    }
}
