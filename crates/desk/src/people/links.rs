//! One-time links: how the first person, the invited and the forgetful set a password.

use super::sign_in::{Caller, SignIn};
use super::{passwords, tokens};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{
    LinkPurpose, Moment, NewPerson, OneTimeLink, Person, PersonId, Role, SecondStep, limits,
};
use ports::Secrets;

/// What the first person signs in with until they change it.
const FIRST_LOGIN: &str = "admin";

/// A link for whoever sets the desk up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLink {
    /// What they sign in with.
    pub login: String,
    /// The link's token.
    pub token: String,
}

/// A link that somebody opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLink {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// For whom.
    pub person: Person,
}

impl Desk {
    /// A link for the first administrator, as long as no administrator has a password.
    pub async fn first_link(&self) -> Result<Option<FirstLink>, DeskError> {
        let people = self.store.people().await?;
        let mut administrators = people
            .iter()
            .filter(|person| person.roles.has(Role::Administrator) && !person.disabled);
        if administrators.clone().any(|person| person.has_password) {
            return Ok(None);
        }
        let desk = Actor::desk();
        let person = match administrators.next() {
            Some(person) => person.clone(),
            None => self.add_first(&desk).await?,
        };
        let token = self
            .link_for(&desk, &person, LinkPurpose::Invitation)
            .await?;
        Ok(Some(FirstLink {
            login: person.login,
            token,
        }))
    }

    async fn add_first(&self, desk: &Actor) -> Result<Person, DeskError> {
        let roles = [Role::Administrator, Role::Analyst, Role::DutyOfficer];
        let person = NewPerson {
            login: FIRST_LOGIN.to_owned(),
            name: "管理员".to_owned(),
            roles: roles.into_iter().collect(),
            ..NewPerson::default()
        };
        let note = desk.note(self.clock.now(), "person.added", "", FIRST_LOGIN);
        let id = self.store.add_person(&person, &note).await?;
        self.found(id).await
    }

    /// A link for somebody who is there: an invitation where they have no password yet, else one
    /// for a new password. Older links stop working.
    pub async fn make_link(&self, actor: &Actor, id: PersonId) -> Result<String, DeskError> {
        actor.must(Act::ManagePeople)?;
        let person = self.found(id).await?;
        if person.disabled {
            return Err(DeskError::refused(
                "link.disabled",
                "this person is disabled; let them in again first",
            ));
        }
        let purpose = if person.has_password {
            LinkPurpose::Reset
        } else {
            LinkPurpose::Invitation
        };
        self.link_for(actor, &person, purpose).await
    }

    async fn link_for(
        &self,
        actor: &Actor,
        person: &Person,
        purpose: LinkPurpose,
    ) -> Result<String, DeskError> {
        let now = self.clock.now();
        let lasts = match purpose {
            LinkPurpose::Invitation => limits::INVITATION_MS,
            LinkPurpose::Reset => limits::RESET_MS,
        };
        let token = tokens::token(&*self.random);
        let link = OneTimeLink {
            hash: tokens::hash(&token),
            person: person.id,
            purpose,
            at: now,
            ends_at: Moment(now.0 + lasts),
        };
        let note = actor.note(now, "person.link", person.id.to_string(), purpose.word());
        self.store.make_link(&link, &note).await?;
        Ok(token)
    }

    /// What a link is for, as long as it works.
    pub async fn open_link(&self, token: &str) -> Result<OpenLink, DeskError> {
        let found = self
            .store
            .link(&tokens::hash(token), self.clock.now())
            .await?;
        match found {
            Some((link, person)) => Ok(OpenLink {
                purpose: link.purpose,
                person,
            }),
            None => Err(DeskError::NotFound {
                kind: "link",
                id: "that was opened".to_owned(),
            }),
        }
    }

    /// Sets a password by a link, which is used up by it, and signs in; where an authenticator is
    /// set up, its code is still wanted.
    pub async fn set_password(
        &self,
        token: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<SignIn, DeskError> {
        let link = self.open_link(token).await?;
        let person = link.person;
        let hash = self.strong(password, &person.login).await?;
        let secrets = Secrets {
            password: Some(hash),
            ..self.store.secrets(person.id).await?
        };
        let actor = Actor::of(&person, &caller.address);
        let note = actor.note(
            self.clock.now(),
            "password.set",
            person.id.to_string(),
            link.purpose.word(),
        );
        self.store
            .change_secrets(person.id, &secrets, None, &note)
            .await?;
        let half = person.second_step == SecondStep::Code;
        let token = self.begin(&person, caller, None, half).await?;
        Ok(if half {
            SignIn::Half(token)
        } else {
            SignIn::Whole(token)
        })
    }

    /// The hash of a password that will do.
    pub(super) async fn strong(&self, password: &str, login: &str) -> Result<String, DeskError> {
        if let Some(word) = passwords::weakness(password, login) {
            let words = "the password is too short, too plain or holds your name";
            return Err(DeskError::refused(word, words));
        }
        let password = password.to_owned();
        let salt = [self.random.bits(), self.random.bits()];
        self.hashing(move || passwords::hash(&password, salt))
            .await?
    }

    pub(super) async fn found(&self, id: PersonId) -> Result<Person, DeskError> {
        self.store
            .person(id)
            .await?
            .ok_or_else(|| DeskError::NotFound {
                kind: "person",
                id: id.to_string(),
            })
    }
}
