//! The store of people and settings, method by method.

use crate::{SqlStore, office, people, secrets, sessions, units};
use async_trait::async_trait;
use model::{
    Look, Moment, NewPerson, NewSession, Note, OfficeSettings, OneTimeLink, Person, PersonEdit,
    PersonId, Session, SessionHash, Unit, UnitId,
};
use ports::{Failures, PeopleStore, Secrets, StoreError, UsedCode};

#[async_trait]
impl PeopleStore for SqlStore {
    async fn units(&self) -> Result<Vec<Unit>, StoreError> {
        units::units(self).await
    }

    async fn add_unit(
        &self,
        name: &str,
        parent: Option<UnitId>,
        note: &Note,
    ) -> Result<UnitId, StoreError> {
        units::add_unit(self, name, parent, note).await
    }

    async fn change_unit(&self, unit: &Unit, note: &Note) -> Result<(), StoreError> {
        units::change_unit(self, unit, note).await
    }

    async fn remove_unit(&self, id: UnitId, note: &Note) -> Result<(), StoreError> {
        units::remove_unit(self, id, note).await
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        people::people(self).await
    }

    async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        people::person(self, id).await
    }

    async fn person_by_login(&self, login: &str) -> Result<Option<Person>, StoreError> {
        people::person_by_login(self, login).await
    }

    async fn add_person(&self, person: &NewPerson, note: &Note) -> Result<PersonId, StoreError> {
        people::add_person(self, person, note).await
    }

    async fn change_person(
        &self,
        id: PersonId,
        version: i64,
        edit: &PersonEdit,
        note: &Note,
    ) -> Result<(), StoreError> {
        people::change_person(self, id, version, edit, note).await
    }

    async fn choose_language(&self, id: PersonId, tag: Option<&str>) -> Result<(), StoreError> {
        people::choose_language(self, id, tag).await
    }

    async fn toured(&self, id: PersonId, at: Moment) -> Result<(), StoreError> {
        people::toured(self, id, at).await
    }

    async fn looked(&self, id: PersonId, look: &Look) -> Result<(), StoreError> {
        people::looked(self, id, look).await
    }

    async fn secrets(&self, id: PersonId) -> Result<Secrets, StoreError> {
        secrets::secrets(self, id).await
    }

    async fn change_secrets(
        &self,
        id: PersonId,
        secrets: &Secrets,
        keep: Option<&SessionHash>,
        note: &Note,
    ) -> Result<(), StoreError> {
        secrets::change_secrets(self, id, secrets, keep, note).await
    }

    async fn use_code(&self, id: PersonId, used: &UsedCode) -> Result<bool, StoreError> {
        secrets::use_code(self, id, used).await
    }

    async fn failures(&self, key: &str) -> Result<Failures, StoreError> {
        secrets::failures(self, key).await
    }

    async fn keep_failures(&self, key: &str, failures: Failures) -> Result<(), StoreError> {
        secrets::keep_failures(self, key, failures).await
    }

    async fn begin_session(
        &self,
        session: &NewSession,
        instead: Option<&SessionHash>,
        note: Option<&Note>,
    ) -> Result<(), StoreError> {
        sessions::begin_session(self, session, instead, note).await
    }

    async fn session(
        &self,
        hash: &SessionHash,
        now: Moment,
    ) -> Result<Option<(Session, Person)>, StoreError> {
        sessions::session(self, hash, now).await
    }

    async fn use_session(&self, id: i64, at: Moment) -> Result<(), StoreError> {
        sessions::use_session(self, id, at).await
    }

    async fn sessions(&self, person: PersonId, now: Moment) -> Result<Vec<Session>, StoreError> {
        sessions::sessions(self, person, now).await
    }

    async fn end_session(
        &self,
        person: PersonId,
        id: i64,
        note: &Note,
    ) -> Result<bool, StoreError> {
        sessions::end_session(self, person, id, note).await
    }

    async fn make_link(&self, link: &OneTimeLink, note: &Note) -> Result<(), StoreError> {
        sessions::make_link(self, link, note).await
    }

    async fn link(
        &self,
        hash: &SessionHash,
        now: Moment,
    ) -> Result<Option<(OneTimeLink, Person)>, StoreError> {
        sessions::link(self, hash, now).await
    }

    async fn office(&self) -> Result<(OfficeSettings, i64), StoreError> {
        office::office(self).await
    }

    async fn change_office(
        &self,
        settings: &OfficeSettings,
        version: i64,
        note: &Note,
    ) -> Result<(), StoreError> {
        office::change_office(self, settings, version, note).await
    }
}
