//! What people change of themselves: password, authenticator, sessions, language.

use super::codes::{self, CodeOffer};
use super::tokens;
use crate::actor::SignedIn;
use crate::{Desk, DeskError};
use model::{Look, Person, Session};
use ports::Secrets;

/// How often a look that goes on is written down.
const LOOK_NOTED_MS: i64 = 60_000;

/// The own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSheet {
    /// The record.
    pub person: Person,
    /// Name of the unit.
    pub unit: Option<String>,
    /// Sessions, the last used first.
    pub sessions: Vec<Session>,
    /// Recovery codes that are left.
    pub recovery_left: usize,
}

impl Desk {
    /// The own account.
    pub async fn own_sheet(&self, signed: &SignedIn) -> Result<OwnSheet, DeskError> {
        let person = self.found(signed.id()).await?;
        let units = self.store.units().await?;
        let unit = units.into_iter().find(|unit| Some(unit.id) == person.unit);
        Ok(OwnSheet {
            sessions: self.store.sessions(person.id, self.clock.now()).await?,
            recovery_left: self.store.secrets(person.id).await?.recovery.len(),
            unit: unit.map(|unit| unit.name),
            person,
        })
    }

    /// Sets a new password; all other sessions end and this one gets a new token.
    pub async fn change_password(
        &self,
        signed: &SignedIn,
        old: &str,
        new: &str,
    ) -> Result<String, DeskError> {
        let secrets = self.proven(signed, old).await?;
        let hash = self.strong(new, &signed.person.login).await?;
        let secrets = Secrets {
            password: Some(hash),
            ..secrets
        };
        self.renew(signed, &secrets, "password.changed").await
    }

    /// A secret for an authenticator; nothing is kept before a code of it was shown.
    pub async fn offer_code(&self, signed: &SignedIn) -> Result<CodeOffer, DeskError> {
        let office = self.office_name().await?;
        let secret = codes::secret(&*self.random);
        codes::offer(&secret, &office, &signed.person.login)
    }

    /// The same offer again, after a code of it was wrong.
    pub async fn same_offer(
        &self,
        signed: &SignedIn,
        secret: &str,
    ) -> Result<CodeOffer, DeskError> {
        let office = self.office_name().await?;
        match codes::from_base32(secret) {
            Some(secret) => codes::offer(&secret, &office, &signed.person.login),
            None => self.offer_code(signed).await,
        }
    }

    /// Takes an authenticator into use; gives the new token and the recovery codes, which are
    /// never shown again.
    pub async fn confirm_code(
        &self,
        signed: &SignedIn,
        secret: &str,
        code: &str,
        password: &str,
    ) -> Result<(String, Vec<String>), DeskError> {
        let secrets = self.proven(signed, password).await?;
        let wrong = || {
            DeskError::refused(
                "sign_in.code",
                "that is not the code, or it was used already; wait for the next one",
            )
        };
        let secret = codes::from_base32(secret).ok_or_else(wrong)?;
        let step = codes::step_of(&secret, code, self.clock.now().0).ok_or_else(wrong)?;
        let recovery = codes::recovery_codes(&*self.random);
        let secrets = Secrets {
            code_secret: Some(self.seal(&secret)?),
            code_step: step,
            recovery: recovery
                .iter()
                .map(|code| tokens::hash(&codes::plain(code)).0)
                .collect(),
            ..secrets
        };
        let token = self.renew(signed, &secrets, "code.set").await?;
        Ok((token, recovery))
    }

    /// Gives the authenticator up.
    pub async fn drop_code(&self, signed: &SignedIn, password: &str) -> Result<String, DeskError> {
        let secrets = Secrets {
            code_secret: None,
            recovery: Vec::new(),
            ..self.proven(signed, password).await?
        };
        self.renew(signed, &secrets, "code.dropped").await
    }

    /// Ends one of the own sessions.
    pub async fn end_own_session(&self, signed: &SignedIn, id: i64) -> Result<(), DeskError> {
        let note = signed
            .actor
            .note(self.clock.now(), "session.ended", "", id.to_string());
        if self.store.end_session(signed.id(), id, &note).await? {
            Ok(())
        } else {
            Err(DeskError::NotFound {
                kind: "session",
                id: id.to_string(),
            })
        }
    }

    /// The tour is over for whoever signed in, seen to its end or not.
    pub async fn end_tour(&self, signed: &SignedIn) -> Result<(), DeskError> {
        Ok(self.store.toured(signed.id(), self.clock.now()).await?)
    }

    /// Remembers a look at *Now*; one that goes on is written down once a minute.
    pub async fn looked(&self, signed: &SignedIn, look: &Look) -> Result<(), DeskError> {
        let fresh = signed.person.look.is_none_or(|before| {
            before.since != look.since || look.at.0 - before.at.0 >= LOOK_NOTED_MS
        });
        if fresh {
            self.store.looked(signed.id(), look).await?;
        }
        Ok(())
    }

    /// Remembers the language somebody reads in.
    pub async fn choose_language(&self, signed: &SignedIn, tag: &str) -> Result<(), DeskError> {
        let tag = ["zh-CN", "en"].into_iter().find(|known| *known == tag);
        Ok(self.store.choose_language(signed.id(), tag).await?)
    }

    /// The secrets of whoever shows their password once more.
    async fn proven(&self, signed: &SignedIn, password: &str) -> Result<Secrets, DeskError> {
        let secrets = self.store.secrets(signed.id()).await?;
        if self.is_right(password, secrets.password.clone()).await? {
            Ok(secrets)
        } else {
            Err(DeskError::refused(
                "own.password",
                "that is not your password of now",
            ))
        }
    }

    /// Keeps new secrets and rotates the session: all others end, this one gets a new token.
    async fn renew(
        &self,
        signed: &SignedIn,
        secrets: &Secrets,
        act: &'static str,
    ) -> Result<String, DeskError> {
        let now = self.clock.now();
        let note = signed.actor.note(now, act, signed.id().to_string(), "");
        let kept = tokens::hash(&signed.token);
        self.store
            .change_secrets(signed.id(), secrets, Some(&kept), &note)
            .await?;
        let caller = super::Caller {
            address: signed.actor.who.address.clone(),
            agent: signed.session.agent.clone(),
        };
        self.begin(&signed.person, &caller, Some(&kept), false)
            .await
    }

    /// Seals a secret under the vault's key.
    pub(crate) fn seal(&self, secret: &[u8]) -> Result<String, DeskError> {
        let vault = self.vault.as_ref().ok_or_else(no_vault)?;
        Ok(tokens::hex(&vault.seal(secret)?))
    }

    /// Opens what was sealed.
    pub(crate) fn unseal(&self, sealed: &str) -> Result<Vec<u8>, DeskError> {
        let vault = self.vault.as_ref().ok_or_else(no_vault)?;
        let bytes = tokens::from_hex(sealed).ok_or_else(no_vault)?;
        Ok(vault.unseal(&bytes)?)
    }
}

fn no_vault() -> DeskError {
    DeskError::Broken {
        act: "open a sealed secret",
        why: "there is no vault, or what is kept is not what it should be".to_owned(),
    }
}
