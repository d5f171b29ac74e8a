//! Signing in and out; sessions that live and die here, not in the browser.

use super::{codes, passwords, tokens};
use crate::actor::{Actor, SignedIn};
use crate::{Desk, DeskError};
use model::{Moment, NewSession, Note, Person, SecondStep, SessionHash, Who, limits};
use ports::UsedCode;
use std::fmt;
use tokio::sync::{Mutex, Semaphore};

/// Passwords hashed at the same time: each takes 19 MiB and a core.
const HASHED_AT_ONCE: usize = 2;
/// Characters of the name a browser gives itself that are kept.
const AGENT_CHARS_MAX: usize = 200;

/// Who is at the door, before it is known who they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// Network address.
    pub address: String,
    /// Program, as it names itself.
    pub agent: String,
}

/// What came of a right password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Signed in, with this token.
    Whole(String),
    /// The code of the authenticator is wanted; this token stands for the first half.
    Half(String),
}

/// What keeps many tries at once from being more than one after the other.
pub(crate) struct Gate {
    pub(super) turn: Mutex<()>,
    hashing: Semaphore,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            turn: Mutex::new(()),
            hashing: Semaphore::new(HASHED_AT_ONCE),
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").finish_non_exhaustive()
    }
}

impl Desk {
    /// Signs somebody in, or asks for the second step. Every try counts before it is looked at.
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<SignIn, DeskError> {
        let login = clean_login(login);
        self.count_try(&login, caller).await?;
        let person = self.store.person_by_login(&login).await?;
        let kept = match &person {
            Some(person) => self.store.secrets(person.id).await?.password,
            None => None,
        };
        let right = self.is_right(password, kept).await?;
        let Some(person) = person.filter(|person| right && !person.disabled) else {
            self.note_failure(&login, "password", caller).await?;
            return Err(wrong());
        };
        if person.second_step == SecondStep::Code {
            let token = self.begin(&person, caller, None, true).await?;
            return Ok(SignIn::Half(token));
        }
        self.clear_tries(&login, caller).await?;
        Ok(SignIn::Whole(
            self.begin(&person, caller, None, false).await?,
        ))
    }

    /// The second step: a code of the authenticator, or a recovery code.
    pub async fn second_step(
        &self,
        half: &str,
        code: &str,
        caller: &Caller,
    ) -> Result<String, DeskError> {
        let over = || {
            DeskError::refused(
                "sign_in.over",
                "that took too long; sign in with your password again",
            )
        };
        let hash = tokens::hash(half);
        let found = self.store.session(&hash, self.clock.now()).await?;
        let Some((_, person)) = found.filter(|(session, _)| session.half) else {
            return Err(over());
        };
        self.count_try(&person.login, caller).await?;
        if !self.is_code(&person, code).await? {
            self.note_failure(&person.login, "code", caller).await?;
            return Err(DeskError::refused(
                "sign_in.code",
                "that is not the code, or it was used already; wait for the next one",
            ));
        }
        self.clear_tries(&person.login, caller).await?;
        self.begin(&person, caller, Some(&hash), false).await
    }

    /// Who holds this token.
    pub async fn signed_in(
        &self,
        token: &str,
        address: &str,
    ) -> Result<Option<SignedIn>, DeskError> {
        let now = self.clock.now();
        let found = self.store.session(&tokens::hash(token), now).await?;
        let Some((session, person)) = found else {
            return Ok(None);
        };
        if now.0 - session.used_at.0 > limits::SESSION_NOTED_MS {
            self.store.use_session(session.id, now).await?;
        }
        Ok(Some(SignedIn {
            actor: Actor::of(&person, address),
            person,
            session,
            token: token.to_owned(),
        }))
    }

    /// Whether whoever signed in still is, as the same. Nothing is written down of it: a page that
    /// only stays open does not keep a session going.
    pub async fn still_signed_in(&self, signed: &SignedIn) -> Result<bool, DeskError> {
        let hash = tokens::hash(&signed.token);
        let found = self.store.session(&hash, self.clock.now()).await?;
        Ok(found
            .is_some_and(|(session, person)| !session.half && person.roles == signed.person.roles))
    }

    /// Ends the session that is used.
    pub async fn sign_out(&self, signed: &SignedIn) -> Result<(), DeskError> {
        let note = signed.actor.note(self.clock.now(), "session.ended", "", "");
        self.store
            .end_session(signed.person.id, signed.session.id, &note)
            .await?;
        Ok(())
    }

    /// Begins a session, in the place of another one where there is one.
    pub(super) async fn begin(
        &self,
        person: &Person,
        caller: &Caller,
        instead: Option<&SessionHash>,
        half: bool,
    ) -> Result<String, DeskError> {
        let now = self.clock.now();
        let token = tokens::token(&*self.random);
        let lasts = if half {
            limits::SECOND_STEP_MS
        } else {
            limits::SESSION_MAX_MS
        };
        let session = NewSession {
            hash: tokens::hash(&token),
            person: person.id,
            form_token: tokens::token(&*self.random),
            half,
            at: now,
            ends_at: Moment(now.0 + lasts),
            address: caller.address.clone(),
            agent: caller.agent.chars().take(AGENT_CHARS_MAX).collect(),
        };
        let note = Actor::of(person, &caller.address).note(now, "session.began", "", "");
        self.store
            .begin_session(&session, instead, (!half).then_some(&note))
            .await?;
        Ok(token)
    }

    pub(super) async fn is_right(
        &self,
        password: &str,
        kept: Option<String>,
    ) -> Result<bool, DeskError> {
        let password: String = password.chars().take(limits::PASSWORD_BYTES_MAX).collect();
        self.hashing(move || passwords::is_right(&password, kept.as_deref()))
            .await
    }

    /// Runs what hashes a password, a few at a time, off the threads that answer.
    pub(super) async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        let broken = |why: String| DeskError::Broken {
            act: "look at a password",
            why,
        };
        let _place = self
            .gate
            .hashing
            .acquire()
            .await
            .map_err(|error| broken(error.to_string()))?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| broken(error.to_string()))
    }

    async fn is_code(&self, person: &Person, code: &str) -> Result<bool, DeskError> {
        let secrets = self.store.secrets(person.id).await?;
        let Some(sealed) = secrets.code_secret else {
            return Ok(false);
        };
        let secret = self.unseal(&sealed)?;
        if let Some(step) = codes::step_of(&secret, code, self.clock.now().0) {
            return Ok(self
                .store
                .use_code(person.id, &UsedCode::Step(step))
                .await?);
        }
        let hash = tokens::hash(&codes::plain(code)).0;
        Ok(secrets.recovery.contains(&hash)
            && self
                .store
                .use_code(person.id, &UsedCode::Recovery(hash))
                .await?)
    }

    async fn note_failure(
        &self,
        login: &str,
        step: &str,
        caller: &Caller,
    ) -> Result<(), DeskError> {
        let note = Note {
            at: self.clock.now(),
            who: Who {
                person: None,
                name: login.to_owned(),
                address: caller.address.clone(),
            },
            act: "session.failed".to_owned(),
            object: String::new(),
            details: step.to_owned(),
        };
        Ok(self.store.note(&[note]).await?)
    }
}

/// What people sign in with, in the form that is kept.
pub(super) fn clean_login(login: &str) -> String {
    login
        .trim()
        .to_lowercase()
        .chars()
        .take(limits::LOGIN_CHARS_MAX)
        .collect()
}

fn wrong() -> DeskError {
    DeskError::refused(
        "sign_in.wrong",
        "the name or the password is wrong, or the account is disabled",
    )
}
