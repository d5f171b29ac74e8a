//! Signing off, publishing, correcting in the open, taking back.

use super::{SignForm, not_own, withdrawn};
use crate::actor::Actor;
use crate::cases::{line, words};
use crate::{Act, Desk, DeskError};
use model::{Answer, AnswerId, AnswerState, AnswerVersion, EntryKind, Moment, SignOff, limits};

impl Desk {
    /// Signs off: handling, wording and authorisation are decided together, by one who did not draft.
    pub async fn sign_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        form: &SignForm,
    ) -> Result<(), DeskError> {
        actor.must(Act::SignAnswers)?;
        let mut answer = self.answer_as_seen(id, version).await?;
        not_own(actor, &answer)?;
        if answer.reviewed.is_none() || answer.signed.is_some() {
            return Err(DeskError::refused(
                "answer.not_reviewed",
                "it has to be reviewed before it is signed",
            ));
        }
        let handling = words(&form.handling);
        let authorised_by = line(&form.authorised_by, limits::NAME_CHARS_MAX);
        if handling.is_empty() || authorised_by.is_empty() || !form.wording {
            return Err(DeskError::refused(
                "answer.sign",
                "handling, wording and authorisation are decided together",
            ));
        }
        let now = self.clock.now();
        let text = format!("{handling}\nauthorised_by\t\t{authorised_by}");
        answer.signed = Some(SignOff {
            handling,
            authorised_by,
            by: actor.who.person,
            name: actor.name.clone(),
            at: now,
        });
        if answer.state == AnswerState::Reviewed {
            answer.state = AnswerState::Signed;
        }
        self.keep_answer(actor, EntryKind::AnswerSigned, answer, None, &text)
            .await
    }

    /// Publishes what was signed: the first time, or a correction.
    pub async fn publish_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
    ) -> Result<(), DeskError> {
        actor.must(Act::SignAnswers)?;
        let mut answer = self.answer_as_seen(id, version).await?;
        if answer.signed.is_none() || answer.state == AnswerState::Withdrawn {
            return Err(DeskError::refused(
                "answer.not_signed",
                "it has to be signed before it is published",
            ));
        }
        let now = self.clock.now();
        let (kind, correction) = match (answer.state, answer.next.take()) {
            (AnswerState::Published, Some(next)) => {
                answer.wording = next;
                let why = std::mem::take(&mut answer.next_why);
                (EntryKind::AnswerCorrected, why)
            }
            (AnswerState::Signed, None) => (EntryKind::AnswerPublished, String::new()),
            _ => {
                return Err(DeskError::refused(
                    "answer.nothing",
                    "there is nothing to publish",
                ));
            }
        };
        answer.state = AnswerState::Published;
        answer.published_at.get_or_insert(now);
        (answer.reviewed, answer.signed) = (None, None);
        let made = version_of(&answer, now, &correction, false);
        let text = match correction.as_str() {
            "" => answer.wording.title.clone(),
            why => format!("{}\n{why}", answer.wording.title),
        };
        self.keep_answer(actor, kind, answer, Some(made), &text)
            .await
    }

    /// Takes a published answer back: it stays readable, under the correction that says why.
    pub async fn withdraw_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        why: &str,
    ) -> Result<(), DeskError> {
        actor.must(Act::SignAnswers)?;
        let mut answer = self.answer_as_seen(id, version).await?;
        let why = words(why);
        if answer.state != AnswerState::Published {
            return Err(withdrawn());
        }
        if why.is_empty() {
            return Err(DeskError::refused("answer.why", "say what is corrected"));
        }
        answer.state = AnswerState::Withdrawn;
        answer.next = None;
        let made = version_of(&answer, self.clock.now(), &why, true);
        self.keep_answer(actor, EntryKind::AnswerWithdrawn, answer, Some(made), &why)
            .await
    }
}

fn version_of(answer: &Answer, at: Moment, correction: &str, withdrawn: bool) -> AnswerVersion {
    AnswerVersion {
        answer: answer.id,
        number: 0,
        at,
        wording: answer.wording.clone(),
        correction: correction.to_owned(),
        withdrawn,
    }
}
