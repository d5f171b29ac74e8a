//! What pages ask of the desk about people, sessions, settings and the record of use.

use async_trait::async_trait;
use desk::{
    Actor, AuditAsk, Caller, ChainCheck, CodeOffer, Desk, DeskError, Directory, DocumentSheet,
    OfficeForm, OpenLink, OwnSheet, PersonSheet, SignIn, SignedIn,
};
use model::{
    AuditEntry, AuditSeal, DocumentId, Look, NewPerson, OfficeSettings, Person, PersonEdit,
    PersonId, Unit, UnitId,
};

/// Questions about people and the office.
#[async_trait]
pub trait OfficeQuestions: Send + Sync {
    /// Who holds this token.
    async fn signed_in(&self, token: &str, address: &str) -> Result<Option<SignedIn>, DeskError>;
    /// Signs somebody in.
    async fn sign_in(
        &self,
        login: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<SignIn, DeskError>;
    /// The code after the password.
    async fn second_step(
        &self,
        half: &str,
        code: &str,
        caller: &Caller,
    ) -> Result<String, DeskError>;
    /// Ends the session in use.
    async fn sign_out(&self, signed: &SignedIn) -> Result<(), DeskError>;
    /// What a one-time link is for.
    async fn open_link(&self, token: &str) -> Result<OpenLink, DeskError>;
    /// Sets a password by a link.
    async fn set_password(
        &self,
        token: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<SignIn, DeskError>;
    /// Writes down that somebody looked at something.
    async fn saw(
        &self,
        actor: &Actor,
        act: &str,
        object: &str,
        details: &str,
    ) -> Result<(), DeskError>;
    /// The own account.
    async fn own_sheet(&self, signed: &SignedIn) -> Result<OwnSheet, DeskError>;
    /// Sets a new password.
    async fn change_password(
        &self,
        signed: &SignedIn,
        old: &str,
        new: &str,
    ) -> Result<String, DeskError>;
    /// A secret for an authenticator.
    async fn offer_code(&self, signed: &SignedIn) -> Result<CodeOffer, DeskError>;
    /// The same offer again.
    async fn same_offer(&self, signed: &SignedIn, secret: &str) -> Result<CodeOffer, DeskError>;
    /// Takes an authenticator into use.
    async fn confirm_code(
        &self,
        signed: &SignedIn,
        secret: &str,
        code: &str,
        password: &str,
    ) -> Result<(String, Vec<String>), DeskError>;
    /// Gives the authenticator up.
    async fn drop_code(&self, signed: &SignedIn, password: &str) -> Result<String, DeskError>;
    /// Ends one of the own sessions.
    async fn end_own_session(&self, signed: &SignedIn, id: i64) -> Result<(), DeskError>;
    /// Remembers a look at *Now*.
    async fn looked(&self, signed: &SignedIn, look: &Look) -> Result<(), DeskError>;
    /// One document with nothing hidden.
    async fn open_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        reason: &str,
    ) -> Result<DocumentSheet, DeskError>;
    /// Remembers the language somebody reads in.
    async fn choose_language(&self, signed: &SignedIn, tag: &str) -> Result<(), DeskError>;
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
    /// Sends a mail to whoever asks, by the settings kept.
    async fn try_mail(&self, signed: &SignedIn) -> Result<String, DeskError>;
    /// Tag of the language of pages for those who did not choose one.
    fn office_language(&self) -> Option<String>;
}

#[async_trait]
impl OfficeQuestions for Desk {
    async fn signed_in(&self, token: &str, address: &str) -> Result<Option<SignedIn>, DeskError> {
        Desk::signed_in(self, token, address).await
    }

    async fn sign_in(
        &self,
        login: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<SignIn, DeskError> {
        Desk::sign_in(self, login, password, caller).await
    }

    async fn second_step(
        &self,
        half: &str,
        code: &str,
        caller: &Caller,
    ) -> Result<String, DeskError> {
        Desk::second_step(self, half, code, caller).await
    }

    async fn sign_out(&self, signed: &SignedIn) -> Result<(), DeskError> {
        Desk::sign_out(self, signed).await
    }

    async fn open_link(&self, token: &str) -> Result<OpenLink, DeskError> {
        Desk::open_link(self, token).await
    }

    async fn set_password(
        &self,
        token: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<SignIn, DeskError> {
        Desk::set_password(self, token, password, caller).await
    }

    async fn saw(
        &self,
        actor: &Actor,
        act: &str,
        object: &str,
        details: &str,
    ) -> Result<(), DeskError> {
        Desk::saw(self, actor, act, object, details).await
    }

    async fn own_sheet(&self, signed: &SignedIn) -> Result<OwnSheet, DeskError> {
        Desk::own_sheet(self, signed).await
    }

    async fn change_password(
        &self,
        signed: &SignedIn,
        old: &str,
        new: &str,
    ) -> Result<String, DeskError> {
        Desk::change_password(self, signed, old, new).await
    }

    async fn offer_code(&self, signed: &SignedIn) -> Result<CodeOffer, DeskError> {
        Desk::offer_code(self, signed).await
    }

    async fn same_offer(&self, signed: &SignedIn, secret: &str) -> Result<CodeOffer, DeskError> {
        Desk::same_offer(self, signed, secret).await
    }

    async fn confirm_code(
        &self,
        signed: &SignedIn,
        secret: &str,
        code: &str,
        password: &str,
    ) -> Result<(String, Vec<String>), DeskError> {
        Desk::confirm_code(self, signed, secret, code, password).await
    }

    async fn drop_code(&self, signed: &SignedIn, password: &str) -> Result<String, DeskError> {
        Desk::drop_code(self, signed, password).await
    }

    async fn end_own_session(&self, signed: &SignedIn, id: i64) -> Result<(), DeskError> {
        Desk::end_own_session(self, signed, id).await
    }

    async fn looked(&self, signed: &SignedIn, look: &Look) -> Result<(), DeskError> {
        Desk::looked(self, signed, look).await
    }

    async fn open_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        reason: &str,
    ) -> Result<DocumentSheet, DeskError> {
        Desk::open_document(self, actor, id, reason).await
    }

    async fn choose_language(&self, signed: &SignedIn, tag: &str) -> Result<(), DeskError> {
        Desk::choose_language(self, signed, tag).await
    }

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

    async fn try_mail(&self, signed: &SignedIn) -> Result<String, DeskError> {
        Desk::try_mail(self, signed).await
    }

    fn office_language(&self) -> Option<String> {
        Desk::office_language(self)
    }
}
