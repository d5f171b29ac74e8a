//! Posts that their authors withdrew: outside of cases they are shown as that, without text.

use crate::actor::Actor;
use crate::cases::not_found;
use crate::{Act, Desk, DeskError};
use model::DocumentId;

impl Desk {
    /// A person says that a post was withdrawn, or that it was not. That stays until a person says
    /// otherwise, whatever the site answers.
    pub async fn mark_withdrawn(
        &self,
        actor: &Actor,
        id: DocumentId,
        withdrawn: bool,
    ) -> Result<(), DeskError> {
        actor.must(Act::CorrectReadings)?;
        let stored = self.store.documents(&[id]).await?.pop();
        let stored = stored.ok_or_else(|| not_found("document", id))?;
        let act = if withdrawn {
            "document.withdrawn"
        } else {
            "document.restored"
        };
        let url = stored.document.url.unwrap_or_default();
        let note = actor.note(self.clock.now(), act, id.to_string(), url);
        (self.store)
            .mark_withdrawn(id, withdrawn, true, &note)
            .await?;
        Ok(())
    }
}
