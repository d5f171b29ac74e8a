//! The sample's answers about people, units, the record of use and the settings.

use super::people::{TOKEN, check, entry, heat, missing, office, one, people, session, units};
use crate::office_question::OfficeQuestions;
use crate::sample::SampleDesk;
use async_trait::async_trait;
use desk::{
    Actor, AuditAsk, ChainCheck, DeskError, Directory, HeatBook, OfficeForm, PersonSheet, SignedIn,
};
use model::{
    AuditEntry, AuditSeal, HeatSettings, NewPerson, OfficeSettings, Person, PersonEdit, PersonId,
    Unit, UnitId,
};

#[async_trait]
impl OfficeQuestions for SampleDesk {
    async fn directory(&self, _: &Actor) -> Result<Directory, DeskError> {
        Ok(people(self.0))
    }

    async fn person_sheet(&self, _: &Actor, id: PersonId) -> Result<PersonSheet, DeskError> {
        if id.0 < 1 || id.0 as usize > self.0.count() {
            return missing("person", id);
        }
        Ok(PersonSheet {
            person: one(id.0 as usize - 1),
            units: units(self.0),
            sessions: (0..2).map(session).collect(),
        })
    }

    async fn invite(&self, _: &Actor, _: &NewPerson) -> Result<(PersonId, String), DeskError> {
        Ok((PersonId(1), TOKEN.to_owned()))
    }

    async fn change_person(
        &self,
        _: &Actor,
        _: PersonId,
        _: i64,
        _: &PersonEdit,
    ) -> Result<(), DeskError> {
        Ok(())
    }

    async fn make_link(&self, _: &Actor, _: PersonId) -> Result<String, DeskError> {
        Ok(TOKEN.to_owned())
    }

    async fn end_session_of(&self, _: &Actor, _: PersonId, _: i64) -> Result<(), DeskError> {
        Ok(())
    }

    async fn add_unit(&self, _: &Actor, _: &str, _: Option<UnitId>) -> Result<UnitId, DeskError> {
        Ok(UnitId(1))
    }

    async fn change_unit(&self, _: &Actor, _: &Unit) -> Result<(), DeskError> {
        Ok(())
    }

    async fn remove_unit(&self, _: &Actor, _: UnitId) -> Result<(), DeskError> {
        Ok(())
    }

    async fn audit(
        &self,
        _: &Actor,
        _: &AuditAsk,
    ) -> Result<(Vec<AuditEntry>, Vec<Person>), DeskError> {
        let entries = (0..self.0.count()).map(entry).collect();
        Ok((entries, people(self.0).people))
    }

    async fn check_chain(&self, _: &Actor, _: Option<&AuditSeal>) -> Result<ChainCheck, DeskError> {
        Ok(check())
    }

    async fn office(&self) -> Result<(OfficeSettings, i64), DeskError> {
        Ok((office(self.0), 1))
    }

    async fn change_office(&self, _: &Actor, _: i64, _: &OfficeForm) -> Result<(), DeskError> {
        Ok(())
    }

    async fn heat_book(&self) -> Result<HeatBook, DeskError> {
        Ok(heat(self.0))
    }

    async fn change_heat(&self, _: &Actor, _: i64, _: &HeatSettings) -> Result<(), DeskError> {
        Ok(())
    }

    async fn try_mail(&self, signed: &SignedIn) -> Result<String, DeskError> {
        Ok(signed.person.mail.clone())
    }

    fn office_language(&self) -> Option<String> {
        None
    }
}
