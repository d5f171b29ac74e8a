//! The sample's answers about sessions and the own account.

use super::people::{TOKEN, all, anybody, link, missing, offer, session, signed};
use crate::account_question::AccountQuestions;
use crate::question::Questions;
use crate::sample::{Amount, SampleDesk};
use async_trait::async_trait;
use desk::{
    Actor, Caller, CodeOffer, DeskError, DocumentSheet, OpenLink, OwnSheet, SignIn, SignedIn,
};
use model::{DocumentId, Look, Person, PersonId, Role, Roles};

#[async_trait]
impl AccountQuestions for SampleDesk {
    async fn still_signed_in(&self, _: &SignedIn) -> Result<bool, DeskError> {
        Ok(true)
    }

    async fn signed_in(&self, token: &str, _: &str) -> Result<Option<SignedIn>, DeskError> {
        let Some(roles) = token.strip_prefix(TOKEN) else {
            return Ok(None);
        };
        let roles = roles.replace('+', " ");
        Ok(Some(match roles.trim() {
            "" => signed(all(), false),
            "half" => signed(all(), true),
            words => signed(Roles::from_words(words), false),
        }))
    }

    async fn sign_in(&self, _: &str, password: &str, _: &Caller) -> Result<SignIn, DeskError> {
        match password {
            "half" => Ok(SignIn::Half(format!("{TOKEN}half"))),
            "whole" => Ok(SignIn::Whole(TOKEN.to_owned())),
            _ => Err(DeskError::Wait { seconds: 9 }),
        }
    }

    async fn demonstration_people(&self) -> Result<Vec<(Person, Option<String>)>, DeskError> {
        Ok(match self.0 {
            Amount::Many => anybody(Role::ALL.len()),
            Amount::One | Amount::Empty => Vec::new(),
        })
    }

    async fn enter_demonstration(&self, id: PersonId, _: &Caller) -> Result<SignIn, DeskError> {
        match (self.0, id) {
            (Amount::Many, PersonId(1)) => Ok(SignIn::Whole(TOKEN.to_owned())),
            _ => missing("person of a demonstration", id),
        }
    }

    async fn end_tour(&self, _: &SignedIn) -> Result<(), DeskError> {
        Ok(())
    }

    async fn second_step(&self, _: &str, _: &str, _: &Caller) -> Result<String, DeskError> {
        Ok(TOKEN.to_owned())
    }

    async fn sign_out(&self, _: &SignedIn) -> Result<(), DeskError> {
        Ok(())
    }

    async fn open_link(&self, token: &str) -> Result<OpenLink, DeskError> {
        match token {
            TOKEN => Ok(link()),
            _ => missing("link", ""),
        }
    }

    async fn set_password(&self, _: &str, _: &str, _: &Caller) -> Result<SignIn, DeskError> {
        Ok(SignIn::Whole(TOKEN.to_owned()))
    }

    async fn saw(&self, _: &Actor, _: &str, _: &str, _: &str) -> Result<(), DeskError> {
        Ok(())
    }

    async fn own_sheet(&self, signed: &SignedIn) -> Result<OwnSheet, DeskError> {
        Ok(OwnSheet {
            person: signed.person.clone(),
            unit: Some("青岚县舆情办".to_owned()),
            sessions: (0..self.0.count().clamp(1, 5)).map(session).collect(),
            recovery_left: 7,
        })
    }

    async fn change_password(&self, _: &SignedIn, _: &str, _: &str) -> Result<String, DeskError> {
        Ok(TOKEN.to_owned())
    }

    async fn offer_code(&self, _: &SignedIn) -> Result<CodeOffer, DeskError> {
        Ok(offer())
    }

    async fn same_offer(&self, _: &SignedIn, _: &str) -> Result<CodeOffer, DeskError> {
        Ok(offer())
    }

    async fn confirm_code(
        &self,
        _: &SignedIn,
        _: &str,
        _: &str,
        _: &str,
    ) -> Result<(String, Vec<String>), DeskError> {
        let codes = (0..10).map(|number| format!("a2b3c-{number}d4e5"));
        Ok((TOKEN.to_owned(), codes.collect()))
    }

    async fn drop_code(&self, _: &SignedIn, _: &str) -> Result<String, DeskError> {
        Ok(TOKEN.to_owned())
    }

    async fn end_own_session(&self, _: &SignedIn, id: i64) -> Result<(), DeskError> {
        if id == 1 {
            Ok(())
        } else {
            missing("session", id)
        }
    }

    async fn looked(&self, _: &SignedIn, _: &Look) -> Result<(), DeskError> {
        Ok(())
    }

    async fn open_document(
        &self,
        _: &Actor,
        id: DocumentId,
        _: &str,
    ) -> Result<DocumentSheet, DeskError> {
        self.document_sheet(id).await
    }

    async fn choose_language(&self, _: &SignedIn, _: &str) -> Result<(), DeskError> {
        Ok(())
    }
}
