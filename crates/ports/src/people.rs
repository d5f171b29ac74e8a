//! People, units, sessions and settings in the store. What people change is written down in the
//! record of use in the same transaction: there is no change without its entry.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    Look, Moment, NewPerson, NewSession, Note, OfficeSettings, OneTimeLink, Person, PersonEdit,
    PersonId, Session, SessionHash, Unit, UnitId,
};

/// What somebody signs in with, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The password's hash (PHC string), if one was set.
    pub password: Option<String>,
    /// The authenticator's secret, sealed.
    pub code_secret: Option<String>,
    /// The last step of time whose code was used: no code counts twice.
    pub code_step: i64,
    /// Hashes of the recovery codes that are left.
    pub recovery: Vec<String>,
}

/// How often signing in failed, under a name or from an address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Failures {
    /// In a row.
    pub count: i64,
    /// No further try before this.
    pub until: Moment,
}

/// Where people and settings are kept.
#[async_trait]
pub trait PeopleStore: Send + Sync {
    /// All units, by name.
    async fn units(&self) -> Result<Vec<Unit>, StoreError>;
    /// Adds a unit.
    async fn add_unit(
        &self,
        name: &str,
        parent: Option<UnitId>,
        note: &Note,
    ) -> Result<UnitId, StoreError>;
    /// Renames or moves a unit; `Conflict` where it changed since `unit.version`.
    async fn change_unit(&self, unit: &Unit, note: &Note) -> Result<(), StoreError>;
    /// Removes a unit in which nobody is and under which no unit is; else `Conflict`.
    async fn remove_unit(&self, id: UnitId, note: &Note) -> Result<(), StoreError>;

    /// Everybody, by name, those who may not sign in any more included.
    async fn people(&self) -> Result<Vec<Person>, StoreError>;
    /// One person.
    async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError>;
    /// One person by what they sign in with.
    async fn person_by_login(&self, login: &str) -> Result<Option<Person>, StoreError>;
    /// Adds somebody; `Conflict` where the login is taken.
    async fn add_person(&self, person: &NewPerson, note: &Note) -> Result<PersonId, StoreError>;
    /// Changes a record; `Conflict` where it changed since `version`. Where roles change or the
    /// person is disabled, their sessions end.
    async fn change_person(
        &self,
        id: PersonId,
        version: i64,
        edit: &PersonEdit,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Remembers the language somebody reads in.
    async fn choose_language(&self, id: PersonId, tag: Option<&str>) -> Result<(), StoreError>;
    /// Remembers how somebody last looked at *Now*.
    async fn looked(&self, id: PersonId, look: &Look) -> Result<(), StoreError>;
    /// Remembers that somebody ended the tour.
    async fn toured(&self, id: PersonId, at: Moment) -> Result<(), StoreError>;

    /// What somebody signs in with.
    async fn secrets(&self, id: PersonId) -> Result<Secrets, StoreError>;
    /// Keeps new secrets. All sessions and links of the person end, but for `keep`.
    async fn change_secrets(
        &self,
        id: PersonId,
        secrets: &Secrets,
        keep: Option<&SessionHash>,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Uses up a code's step of time, or a recovery code; false where it was used already.
    async fn use_code(&self, id: PersonId, used: &UsedCode) -> Result<bool, StoreError>;
    /// Failures under this key.
    async fn failures(&self, key: &str) -> Result<Failures, StoreError>;
    /// Keeps the failures under this key; none where the count is 0.
    async fn keep_failures(&self, key: &str, failures: Failures) -> Result<(), StoreError>;

    /// Begins a session; ends `instead`, where there is one. What is over is cleared away.
    async fn begin_session(
        &self,
        session: &NewSession,
        instead: Option<&SessionHash>,
        note: Option<&Note>,
    ) -> Result<(), StoreError>;
    /// The session of this token with its person; none where it is over.
    async fn session(
        &self,
        hash: &SessionHash,
        now: Moment,
    ) -> Result<Option<(Session, Person)>, StoreError>;
    /// Writes down that a session is in use.
    async fn use_session(&self, id: i64, at: Moment) -> Result<(), StoreError>;
    /// Sessions of somebody that are not over, the last used first.
    async fn sessions(&self, person: PersonId, now: Moment) -> Result<Vec<Session>, StoreError>;
    /// Ends a session of this person; false where it is not theirs or there is none.
    async fn end_session(&self, person: PersonId, id: i64, note: &Note)
    -> Result<bool, StoreError>;

    /// Makes a link; older ones for the same person stop working.
    async fn make_link(&self, link: &OneTimeLink, note: &Note) -> Result<(), StoreError>;
    /// A link that still works, with its person.
    async fn link(
        &self,
        hash: &SessionHash,
        now: Moment,
    ) -> Result<Option<(OneTimeLink, Person)>, StoreError>;

    /// The settings with their version, 0 where none were kept.
    async fn office(&self) -> Result<(OfficeSettings, i64), StoreError>;
    /// Keeps the settings; `Conflict` where they changed since `version`.
    async fn change_office(
        &self,
        settings: &OfficeSettings,
        version: i64,
        note: &Note,
    ) -> Result<(), StoreError>;
}

/// A code that somebody signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsedCode {
    /// An authenticator's code of this step of time.
    Step(i64),
    /// The recovery code with this hash.
    Recovery(String),
}
