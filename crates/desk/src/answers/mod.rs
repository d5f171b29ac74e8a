//! Answers: drafted on a case, looked over by somebody else, signed off, published under the office's
//! name; corrected in the open, never silently.

mod public;
mod signing;

pub use public::{ANSWERS_PER_PAGE, AnswerReach, PublicAnswer};

use crate::actor::Actor;
use crate::cases::{entry, not_found, note_of, overtaken, words};
use crate::{Act, Desk, DeskError};
use model::{
    Answer, AnswerId, AnswerKind, AnswerState, AnswerVersion, CaseId, CaseState, EntryKind, Wording,
};

/// An answer for those who work on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSheet {
    /// The answer.
    pub answer: Answer,
    /// What everybody could read of it.
    pub versions: Vec<AnswerVersion>,
    /// What its case is called.
    pub case_title: String,
}

/// What is decided with a signature, all at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignForm {
    /// How the matter is handled.
    pub handling: String,
    /// Who authorises the answer.
    pub authorised_by: String,
    /// That the wording is the one to publish.
    pub wording: bool,
}

impl Desk {
    async fn answer_as_seen(&self, id: AnswerId, version: i64) -> Result<Answer, DeskError> {
        let answer = self.store.answer(id).await?;
        let answer = answer.ok_or_else(|| not_found("answer", id))?;
        if answer.version == version {
            Ok(answer)
        } else {
            Err(overtaken(&answer.changed))
        }
    }

    /// Keeps an answer as it has become, with its entry on the case's timeline.
    async fn keep_answer(
        &self,
        actor: &Actor,
        kind: EntryKind,
        mut answer: Answer,
        version: Option<AnswerVersion>,
        text: &str,
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        answer.changed = (actor.name.clone(), now);
        let id = answer.id;
        let said = entry(actor, now, kind, id, text);
        let act = kind.word().replacen('_', ".", 1);
        let note = note_of(actor, &act, id, &said);
        // What the office said in public answers a matter that is being handled.
        let step = entry(
            actor,
            now,
            EntryKind::Stepped,
            CaseState::Answered.word(),
            "",
        );
        let step = (kind == EntryKind::AnswerPublished).then_some(&step);
        let kept = self
            .store
            .change_answer(&answer, version.as_ref(), &said, step, &note)
            .await;
        match kept.map_err(DeskError::from) {
            Err(error) if error.is_conflict() => {
                let now = self.store.answer(id).await?;
                Err(now.map_or(error, |answer| overtaken(&answer.changed)))
            }
            kept => kept,
        }
    }

    /// Begins an answer on a case.
    pub async fn draft_answer(
        &self,
        actor: &Actor,
        case: CaseId,
        kind: AnswerKind,
        full: bool,
        wording: &Wording,
    ) -> Result<AnswerId, DeskError> {
        actor.must(Act::HandleCases)?;
        let case = self.case_or_missing(case).await?;
        let now = self.clock.now();
        let wording = sound(wording, kind)?;
        let said = entry(actor, now, EntryKind::AnswerDrafted, "", &wording.title);
        let answer = Answer {
            id: AnswerId(0),
            case: case.id,
            kind,
            state: AnswerState::Draft,
            wording,
            next: None,
            next_why: String::new(),
            full,
            drafted_by: actor.who.person,
            drafted_name: actor.name.clone(),
            reviewed: None,
            signed: None,
            published_at: None,
            exercise: case.exercise,
            changed: (actor.name.clone(), now),
            version: 0,
        };
        let note = note_of(actor, "answer.drafted", "", &said);
        Ok(self.store.draft_answer(&answer, &said, &note).await?)
    }

    /// Writes other words. Of a published answer they wait beside those that everybody reads, and say
    /// what they correct; whoever wrote them does not sign them.
    pub async fn reword_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        wording: &Wording,
        why: &str,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let mut answer = self.answer_as_seen(id, version).await?;
        let wording = sound(wording, answer.kind)?;
        let why = words(why);
        match answer.state {
            AnswerState::Withdrawn => return Err(withdrawn()),
            AnswerState::Published if why.is_empty() => {
                return Err(DeskError::refused("answer.why", "say what is corrected"));
            }
            AnswerState::Published => {
                answer.next = Some(wording);
                answer.next_why = why;
            }
            _ => {
                answer.wording = wording;
                answer.state = AnswerState::Draft;
            }
        }
        answer.drafted_by = actor.who.person;
        answer.drafted_name.clone_from(&actor.name);
        (answer.reviewed, answer.signed) = (None, None);
        let text = answer.working().title.clone();
        self.keep_answer(actor, EntryKind::AnswerDrafted, answer, None, &text)
            .await
    }

    /// Says that the words are right. Whoever wrote them does not.
    pub async fn review_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let mut answer = self.answer_as_seen(id, version).await?;
        not_own(actor, &answer)?;
        let first = answer.state == AnswerState::Draft;
        if !first && answer.next.is_none() {
            return Err(DeskError::refused(
                "answer.nothing",
                "there is nothing to review",
            ));
        }
        if first {
            answer.state = AnswerState::Reviewed;
        }
        answer.reviewed = Some((actor.name.clone(), self.clock.now()));
        let text = answer.working().title.clone();
        self.keep_answer(actor, EntryKind::AnswerReviewed, answer, None, &text)
            .await
    }
}

fn withdrawn() -> DeskError {
    DeskError::refused(
        "answer.withdrawn",
        "only a published answer can be changed so",
    )
}

/// Whoever wrote the words neither reviews nor signs them.
fn not_own(actor: &Actor, answer: &Answer) -> Result<(), DeskError> {
    if answer.drafted_by.is_some() && answer.drafted_by == actor.who.person {
        return Err(DeskError::refused(
            "answer.own",
            "somebody else than who wrote it has to do this",
        ));
    }
    Ok(())
}

/// The words as they are kept, where they can be an answer.
fn sound(wording: &Wording, kind: AnswerKind) -> Result<Wording, DeskError> {
    let wording = Wording {
        title: reading::clean_line(&wording.title),
        claim: match kind {
            AnswerKind::Clarification => reading::clean_line(&wording.claim),
            AnswerKind::Statement => String::new(),
        },
        verdict: wording.verdict,
        text: wording.text.replace("\r\n", "\n").trim().to_owned(),
    };
    match wording.fault(kind) {
        Some(word) => Err(DeskError::refused(
            word,
            "a title of 120 letters, a text, and of a \
            clarification the claim in at most 75 letters",
        )),
        None => Ok(wording),
    }
}
