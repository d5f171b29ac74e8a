//! Holds: documents that are not purged while something cites them.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{CitedBy, DocumentId, EventId, Hold, HoldId, HoldOn, NewHold, limits};
use ports::HoldAsk;

/// Holds on one page.
pub const HOLDS_PER_PAGE: u64 = 50;
/// Holds shown beside a document or an event.
const HOLDS_SHOWN: u64 = 20;
/// Letters of a reason that says something.
const REASON_CHARS_MIN: usize = 4;
/// Letters of the longest reason.
const REASON_CHARS_MAX: usize = 500;

/// Some holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HoldList {
    /// The last that was placed first.
    pub holds: Vec<Hold>,
    /// Where the list goes on.
    pub next: Option<HoldId>,
}

impl Desk {
    /// Holds of the whole desk: those that hold, or released ones too.
    pub async fn hold_list(
        &self,
        actor: &Actor,
        released: bool,
        before: Option<HoldId>,
    ) -> Result<HoldList, DeskError> {
        actor.must(Act::HoldDocuments)?;
        let ask = HoldAsk {
            released,
            before,
            limit: HOLDS_PER_PAGE + 1,
            ..HoldAsk::default()
        };
        let mut holds = self.store.holds(&ask).await?;
        let more = holds.len() as u64 > HOLDS_PER_PAGE;
        holds.truncate(HOLDS_PER_PAGE as usize);
        Ok(HoldList {
            next: holds.last().filter(|_| more).map(|hold| hold.id),
            holds,
        })
    }

    /// What keeps a document, be it itself or its event.
    pub async fn holds_keeping(&self, document: DocumentId) -> Result<Vec<Hold>, DeskError> {
        let ask = HoldAsk {
            keeps: Some(document),
            limit: HOLDS_SHOWN,
            ..HoldAsk::default()
        };
        Ok(self.store.holds(&ask).await?)
    }

    /// Holds on all documents of an event.
    pub async fn holds_on_event(&self, event: EventId) -> Result<Vec<Hold>, DeskError> {
        let ask = HoldAsk {
            on: Some(HoldOn::Event(event)),
            limit: HOLDS_SHOWN,
            ..HoldAsk::default()
        };
        Ok(self.store.holds(&ask).await?)
    }

    /// Places a hold for a reason.
    pub async fn place_hold(&self, actor: &Actor, hold: &NewHold) -> Result<HoldId, DeskError> {
        actor.must(Act::HoldDocuments)?;
        let hold = NewHold {
            reference: clean(&hold.reference, limits::NAME_CHARS_MAX),
            reason: clean(&hold.reason, REASON_CHARS_MAX),
            ..hold.clone()
        };
        if hold.reason.chars().count() < REASON_CHARS_MIN {
            return Err(DeskError::refused(
                "hold.reason",
                "a hold needs a reason of at least four letters",
            ));
        }
        if hold.cited_by != CitedBy::Other && hold.reference.is_empty() {
            return Err(DeskError::refused(
                "hold.reference",
                "name the case or report that cites it",
            ));
        }
        let details = format!(
            "{} {}: {}",
            hold.cited_by.word(),
            hold.reference,
            hold.reason
        );
        let note = actor.note(
            self.clock.now(),
            "hold.placed",
            hold.on.to_string(),
            details,
        );
        let placed = self.store.hold(&hold, &note).await;
        placed.map_err(|error| match DeskError::from(error) {
            error if error.is_conflict() => DeskError::refused("hold.not", error.to_string()),
            error => error,
        })
    }

    /// Releases a hold; what it was on is given.
    pub async fn release_hold(&self, actor: &Actor, id: HoldId) -> Result<HoldOn, DeskError> {
        actor.must(Act::HoldDocuments)?;
        let missing = || DeskError::NotFound {
            kind: "hold",
            id: id.to_string(),
        };
        // The one just before the next number.
        let ask = HoldAsk {
            before: Some(HoldId(id.0.saturating_add(1))),
            released: true,
            limit: 1,
            ..HoldAsk::default()
        };
        let hold = self.store.holds(&ask).await?.pop();
        let hold = hold.filter(|hold| hold.id == id).ok_or_else(missing)?;
        let said = &hold.said;
        let details = format!(
            "{id} {} {}: {}",
            said.cited_by.word(),
            said.reference,
            said.reason
        );
        let now = self.clock.now();
        let note = actor.note(now, "hold.released", said.on.to_string(), details);
        let released = self.store.release(id, &note).await;
        released.map_err(|error| match DeskError::from(error) {
            error if error.is_conflict() => {
                DeskError::refused("hold.released", "it was released already")
            }
            error => error,
        })?;
        Ok(said.on)
    }
}

fn clean(text: &str, most: usize) -> String {
    reading::clean_line(text).chars().take(most).collect()
}
