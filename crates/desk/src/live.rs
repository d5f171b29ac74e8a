//! What changed since: for pages that are open.

use crate::{Desk, DeskError, EventCard};
use model::{EventRecord, Moment};

/// Events told in one go; a page that is further behind is told to show itself anew.
const TOLD_MAX: u64 = 500;

/// Events that changed after a revision.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// They are those up to this revision.
    pub revision: i64,
    /// The instant heat and rise are reckoned at.
    pub as_of: Moment,
    /// Each with how it stands, and as it is listed; what changed last comes last.
    pub events: Vec<(EventRecord, EventCard)>,
    /// Whether more changed than is told.
    pub more: bool,
}

impl Desk {
    /// The events that changed after a revision; nothing where none did. Cheap where none did.
    pub async fn changes_after(&self, revision: i64) -> Result<Option<Changes>, DeskError> {
        let newest = self.store.revision().await?;
        if newest <= revision {
            return Ok(None);
        }
        let reckoning = self.reckoning().await?;
        let found = self.store.events_changed_after(revision, TOLD_MAX).await?;
        Ok(Some(Changes {
            // What was written between the two questions is told with the rest.
            revision: found.last().map_or(newest, |(last, _)| newest.max(*last)),
            as_of: reckoning.as_of,
            more: found.len() as u64 == TOLD_MAX,
            events: found
                .into_iter()
                .map(|(_, record)| {
                    let card = self.card_of(&record, &reckoning);
                    (record, card)
                })
                .collect(),
        }))
    }
}
