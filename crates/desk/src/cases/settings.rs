//! How long what may take.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{CaseSettings, Moment, Note, Who};
use ports::Store;

const DAY_MS: i64 = 86_400_000;

/// What cases held is free when their evidence is needed no longer.
pub(crate) async fn release_ended(store: &dyn Store, now: Moment) -> Result<u64, DeskError> {
    let (settings, _) = store.case_settings().await?;
    let note = Note {
        at: now,
        who: Who::desk(),
        act: "hold.released".to_owned(),
        object: "cases".to_owned(),
        details: format!("closed for {} days", settings.evidence_days),
    };
    let before = Moment(now.0 - settings.evidence_days * DAY_MS);
    Ok(store.release_case_holds(before, &note).await?)
}

impl Desk {
    /// How long what may take, with the version of that.
    pub async fn case_settings(&self, actor: &Actor) -> Result<(CaseSettings, i64), DeskError> {
        actor.must(Act::ChangeSettings)?;
        Ok(self.store.case_settings().await?)
    }

    /// Changes how long what may take.
    pub async fn change_case_settings(
        &self,
        actor: &Actor,
        settings: &CaseSettings,
        version: i64,
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeSettings)?;
        if !settings.is_sound() {
            return Err(DeskError::refused(
                "case.settings",
                "clocks have 1 to 720 hours, evidence is kept for 1 to 3650 days",
            ));
        }
        let (before, _) = self.store.case_settings().await?;
        let details = format!("{before:?} → {settings:?}");
        let note = actor.note(self.clock.now(), "settings.changed", "cases", details);
        Ok(self
            .store
            .change_case_settings(settings, version, &note)
            .await?)
    }
}
