//! Units: added, renamed, moved, removed.

use super::directory::{check_name, clean_name};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{Unit, UnitId};

impl Desk {
    /// Adds a unit.
    pub async fn add_unit(
        &self,
        actor: &Actor,
        name: &str,
        parent: Option<UnitId>,
    ) -> Result<UnitId, DeskError> {
        actor.must(Act::ManagePeople)?;
        let name = clean_name(name);
        check_name(&name)?;
        self.check_unit(parent).await?;
        let note = actor.note(self.clock.now(), "unit.added", "", name.as_str());
        Ok(self.store.add_unit(&name, parent, &note).await?)
    }

    /// Renames or moves a unit as it was at `unit.version`.
    pub async fn change_unit(&self, actor: &Actor, unit: &Unit) -> Result<(), DeskError> {
        actor.must(Act::ManagePeople)?;
        let unit = Unit {
            name: clean_name(&unit.name),
            ..unit.clone()
        };
        check_name(&unit.name)?;
        self.check_unit(Some(unit.id)).await?;
        self.check_unit(unit.parent).await?;
        let details = match unit.parent {
            Some(parent) => format!("{} {parent}", unit.name),
            None => unit.name.clone(),
        };
        let note = actor.note(
            self.clock.now(),
            "unit.changed",
            unit.id.to_string(),
            details,
        );
        Ok(self.store.change_unit(&unit, &note).await?)
    }

    /// Removes a unit that holds nobody and no unit.
    pub async fn remove_unit(&self, actor: &Actor, id: UnitId) -> Result<(), DeskError> {
        actor.must(Act::ManagePeople)?;
        self.check_unit(Some(id)).await?;
        let note = actor.note(self.clock.now(), "unit.removed", id.to_string(), "");
        match self.store.remove_unit(id, &note).await {
            Err(ports::StoreError::Conflict { .. }) => Err(DeskError::refused(
                "unit.full",
                "there are people or units in it; move them first",
            )),
            other => Ok(other?),
        }
    }

    pub(super) async fn check_unit(&self, unit: Option<UnitId>) -> Result<(), DeskError> {
        let Some(id) = unit else { return Ok(()) };
        if self.store.units().await?.iter().any(|unit| unit.id == id) {
            return Ok(());
        }
        Err(DeskError::NotFound {
            kind: "unit",
            id: id.to_string(),
        })
    }
}
