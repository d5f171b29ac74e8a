//! What pages ask of the desk about sessions, the own account, and what is written down.

use async_trait::async_trait;
use desk::{
    Actor, Caller, CodeOffer, Desk, DeskError, DocumentSheet, OpenLink, OwnSheet, SignIn, SignedIn,
};
use model::{DocumentId, Look, Person, PersonId};

/// Questions about whoever asks.
#[async_trait]
pub trait AccountQuestions: Send + Sync {
    /// Who holds this token.
    async fn signed_in(&self, token: &str, address: &str) -> Result<Option<SignedIn>, DeskError>;
    /// Whether whoever signed in still is, as the same.
    async fn still_signed_in(&self, signed: &SignedIn) -> Result<bool, DeskError>;
    /// Signs somebody in.
    async fn sign_in(
        &self,
        login: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<SignIn, DeskError>;
    /// Whom one may come in as without a password: people of a demonstration, with their units.
    async fn demonstration_people(&self) -> Result<Vec<(Person, Option<String>)>, DeskError>;
    /// Comes in as one of them.
    async fn enter_demonstration(&self, id: PersonId, caller: &Caller)
    -> Result<SignIn, DeskError>;
    /// The tour is over for whoever signed in.
    async fn end_tour(&self, signed: &SignedIn) -> Result<(), DeskError>;
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
}

#[async_trait]
impl AccountQuestions for Desk {
    async fn signed_in(&self, token: &str, address: &str) -> Result<Option<SignedIn>, DeskError> {
        Desk::signed_in(self, token, address).await
    }

    async fn still_signed_in(&self, signed: &SignedIn) -> Result<bool, DeskError> {
        Desk::still_signed_in(self, signed).await
    }

    async fn sign_in(
        &self,
        login: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<SignIn, DeskError> {
        Desk::sign_in(self, login, password, caller).await
    }

    async fn demonstration_people(&self) -> Result<Vec<(Person, Option<String>)>, DeskError> {
        Desk::demonstration_people(self).await
    }

    async fn enter_demonstration(
        &self,
        id: PersonId,
        caller: &Caller,
    ) -> Result<SignIn, DeskError> {
        Desk::enter_demonstration(self, id, caller).await
    }

    async fn end_tour(&self, signed: &SignedIn) -> Result<(), DeskError> {
        Desk::end_tour(self, signed).await
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
}
