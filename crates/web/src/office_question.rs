//! What pages ask of the desk about people, units, the record of use and the settings.

use async_trait::async_trait;
use desk::{
    Actor, AuditAsk, ChainCheck, Desk, DeskError, Directory, HeatBook, OfficeForm, PersonSheet,
    SignedIn,
};
use model::{
    AuditEntry, AuditSeal, HeatSettings, NewPerson, OfficeSettings, Person, PersonEdit, PersonId,
    Unit, UnitId,
};

/// Questions about people and the office.
#[async_trait]
pub trait OfficeQuestions: Send + Sync {
    /// Units and people.
    async fn directory(&self, actor: &Actor) -> Result<Directory, DeskError>;
    /// One person.
    async fn person_sheet(&self, actor: &Actor, id: PersonId) -> Result<PersonSheet, DeskError>;
    /// Adds somebody.
    async fn invite(
        &self,
        actor: &Actor,
        person: &NewPerson,
    ) -> Result<(PersonId, String), DeskError>;
    /// Changes a record.
    async fn change_person(
        &self,
        actor: &Actor,
        id: PersonId,
        version: i64,
        edit: &PersonEdit,
    ) -> Result<(), DeskError>;
    /// A one-time link for somebody.
    async fn make_link(&self, actor: &Actor, id: PersonId) -> Result<String, DeskError>;
    /// Ends a session of somebody.
    async fn end_session_of(
        &self,
        actor: &Actor,
        person: PersonId,
        id: i64,
    ) -> Result<(), DeskError>;
    /// Adds a unit.
    async fn add_unit(
        &self,
        actor: &Actor,
        name: &str,
        parent: Option<UnitId>,
    ) -> Result<UnitId, DeskError>;
    /// Renames or moves a unit.
    async fn change_unit(&self, actor: &Actor, unit: &Unit) -> Result<(), DeskError>;
    /// Removes a unit.
    async fn remove_unit(&self, actor: &Actor, id: UnitId) -> Result<(), DeskError>;
    /// Entries of the record of use.
    async fn audit(
        &self,
        actor: &Actor,
        ask: &AuditAsk,
    ) -> Result<(Vec<AuditEntry>, Vec<Person>), DeskError>;
    /// Checks the chain of the record of use.
    async fn check_chain(
        &self,
        actor: &Actor,
        seal: Option<&AuditSeal>,
    ) -> Result<ChainCheck, DeskError>;
    /// The settings of the office.
    async fn office(&self) -> Result<(OfficeSettings, i64), DeskError>;
    /// Keeps the settings.
    async fn change_office(
        &self,
        actor: &Actor,
        version: i64,
        form: &OfficeForm,
    ) -> Result<(), DeskError>;
    /// How heat is counted.
    async fn heat_book(&self) -> Result<HeatBook, DeskError>;
    /// Counts heat in another way.
    async fn change_heat(
        &self,
        actor: &Actor,
        basis: i64,
        settings: &HeatSettings,
    ) -> Result<(), DeskError>;
    /// Sends a mail to whoever asks, by the settings kept.
    async fn try_mail(&self, signed: &SignedIn) -> Result<String, DeskError>;
    /// Tag of the language of pages for those who did not choose one.
    fn office_language(&self) -> Option<String>;
}

#[async_trait]
impl OfficeQuestions for Desk {
    async fn directory(&self, actor: &Actor) -> Result<Directory, DeskError> {
        Desk::directory(self, actor).await
    }

    async fn person_sheet(&self, actor: &Actor, id: PersonId) -> Result<PersonSheet, DeskError> {
        Desk::person_sheet(self, actor, id).await
    }

    async fn invite(
        &self,
        actor: &Actor,
        person: &NewPerson,
    ) -> Result<(PersonId, String), DeskError> {
        Desk::invite(self, actor, person).await
    }

    async fn change_person(
        &self,
        actor: &Actor,
        id: PersonId,
        version: i64,
        edit: &PersonEdit,
    ) -> Result<(), DeskError> {
        Desk::change_person(self, actor, id, version, edit).await
    }

    async fn make_link(&self, actor: &Actor, id: PersonId) -> Result<String, DeskError> {
        Desk::make_link(self, actor, id).await
    }

    async fn end_session_of(
        &self,
        actor: &Actor,
        person: PersonId,
        id: i64,
    ) -> Result<(), DeskError> {
        Desk::end_session_of(self, actor, person, id).await
    }

    async fn add_unit(
        &self,
        actor: &Actor,
        name: &str,
        parent: Option<UnitId>,
    ) -> Result<UnitId, DeskError> {
        Desk::add_unit(self, actor, name, parent).await
    }

    async fn change_unit(&self, actor: &Actor, unit: &Unit) -> Result<(), DeskError> {
        Desk::change_unit(self, actor, unit).await
    }

    async fn remove_unit(&self, actor: &Actor, id: UnitId) -> Result<(), DeskError> {
        Desk::remove_unit(self, actor, id).await
    }

    async fn audit(
        &self,
        actor: &Actor,
        ask: &AuditAsk,
    ) -> Result<(Vec<AuditEntry>, Vec<Person>), DeskError> {
        Desk::audit(self, actor, ask).await
    }

    async fn check_chain(
        &self,
        actor: &Actor,
        seal: Option<&AuditSeal>,
    ) -> Result<ChainCheck, DeskError> {
        Desk::check_chain(self, actor, seal).await
    }

    async fn office(&self) -> Result<(OfficeSettings, i64), DeskError> {
        Desk::office(self).await
    }

    async fn change_office(
        &self,
        actor: &Actor,
        version: i64,
        form: &OfficeForm,
    ) -> Result<(), DeskError> {
        Desk::change_office(self, actor, version, form).await
    }

    async fn heat_book(&self) -> Result<HeatBook, DeskError> {
        Desk::heat_book(self).await
    }

    async fn change_heat(
        &self,
        actor: &Actor,
        basis: i64,
        settings: &HeatSettings,
    ) -> Result<(), DeskError> {
        Desk::change_heat(self, actor, basis, settings).await
    }

    async fn try_mail(&self, signed: &SignedIn) -> Result<String, DeskError> {
        Desk::try_mail(self, signed).await
    }

    fn office_language(&self) -> Option<String> {
        Desk::office_language(self)
    }
}
