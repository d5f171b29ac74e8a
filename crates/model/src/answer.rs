//! What the office says in public, under its own name.

use crate::{AnswerId, CaseId, Moment, PersonId};
use serde::{Deserialize, Serialize};

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// A rumour is cleared up: a claim and what is true of it.
    Clarification,
    /// The office says what happened and what it does.
    Statement,
}

impl AnswerKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Clarification, Self::Statement];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clarification => "clarification",
            Self::Statement => "statement",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What is true of a claim.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is false.
    #[default]
    False,
    /// Some of it is true.
    Partly,
    /// It is true.
    True,
    /// It cannot be told.
    Unproven,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::False, Self::Partly, Self::True, Self::Unproven];

    /// Its word in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::False => "false",
            Self::Partly => "partly",
            Self::True => "true",
            Self::Unproven => "unproven",
        }
    }

    /// Reads its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// How far an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerState {
    /// Somebody writes it.
    Draft,
    /// Somebody else looked it over.
    Reviewed,
    /// Handling, wording and authorisation were decided together.
    Signed,
    /// Everybody can read it.
    Published,
    /// It was taken back, with a correction that everybody can read.
    Withdrawn,
}

impl AnswerState {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Reviewed,
        Self::Signed,
        Self::Published,
        Self::Withdrawn,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reviewed => "reviewed",
            Self::Signed => "signed",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether everybody can read it.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Withdrawn)
    }
}

/// The words of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Its headline.
    pub title: String,
    /// What is claimed, of a clarification.
    pub claim: String,
    /// What is true of that.
    pub verdict: Verdict,
    /// The text; paragraphs are parted by empty lines.
    pub text: String,
}

impl Wording {
    /// Characters of a claim at most: what search engines show of one.
    pub const CLAIM_CHARS_MAX: usize = 75;
    /// Characters of a headline at most.
    pub const TITLE_CHARS_MAX: usize = 120;
    /// Characters of a text at most.
    pub const TEXT_CHARS_MAX: usize = 20_000;

    /// Why it cannot be an answer yet, as a word of the catalogue.
    pub fn fault(&self, kind: AnswerKind) -> Option<&'static str> {
        let long = |text: &str, most: usize| text.chars().nth(most).is_some();
        if self.title.trim().is_empty() || long(&self.title, Self::TITLE_CHARS_MAX) {
            return Some("answer.title");
        }
        if self.text.trim().is_empty() || long(&self.text, Self::TEXT_CHARS_MAX) {
            return Some("answer.text");
        }
        let claim = self.claim.trim();
        if kind == AnswerKind::Clarification
            && (claim.is_empty() || long(claim, Self::CLAIM_CHARS_MAX))
        {
            return Some("answer.claim");
        }
        None
    }
}

/// What was decided when an answer was signed off: all three at once, by one who did not draft it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// How the matter is handled.
    pub handling: String,
    /// Who authorises the answer, as it is written down.
    pub authorised_by: String,
    /// Who signed.
    pub by: Option<PersonId>,
    /// Their name.
    pub name: String,
    /// When. The wording is the one of that instant.
    pub at: Moment,
}

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its number.
    pub id: AnswerId,
    /// Of which case.
    pub case: CaseId,
    /// What it is.
    pub kind: AnswerKind,
    /// How far it is.
    pub state: AnswerState,
    /// The words as they stand now; of a published one, the words that everybody reads.
    pub wording: Wording,
    /// Words that are to replace those that everybody reads, while they are reviewed and signed.
    pub next: Option<Wording>,
    /// Why they are to be replaced.
    pub next_why: String,
    /// Whether it is a full answer, such as the text of a press conference.
    pub full: bool,
    /// Who wrote the words that are to be signed.
    pub drafted_by: Option<PersonId>,
    /// Their name.
    pub drafted_name: String,
    /// Who looked them over, and when.
    pub reviewed: Option<(String, Moment)>,
    /// What was decided.
    pub signed: Option<SignOff>,
    /// When everybody could first read it.
    pub published_at: Option<Moment>,
    /// Whether its case is an exercise: then nobody outside reads it.
    pub exercise: bool,
    /// Who changed it last, and when.
    pub changed: (String, Moment),
    /// Counts its changes.
    pub version: i64,
}

impl Answer {
    /// The words that are being worked on.
    pub fn working(&self) -> &Wording {
        self.next.as_ref().unwrap_or(&self.wording)
    }
}

/// An answer as everybody could read it from an instant on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerVersion {
    /// Of which answer.
    pub answer: AnswerId,
    /// Its number, from 1.
    pub number: i64,
    /// From when.
    pub at: Moment,
    /// The words.
    pub wording: Wording,
    /// What was corrected, or why it was withdrawn; nothing of the first one.
    pub correction: String,
    /// Whether it was withdrawn then.
    pub withdrawn: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clarification_says_what_is_claimed_in_few_words() {
        let mut wording = Wording {
            title: "水库没有开裂".into(),
            text: "县水利局当日检查，坝体完好。".into(),
            ..Wording::default()
        };
        assert_eq!(wording.fault(AnswerKind::Statement), None);
        assert_eq!(
            wording.fault(AnswerKind::Clarification),
            Some("answer.claim")
        );
        wording.claim = "水".repeat(75);
        assert_eq!(wording.fault(AnswerKind::Clarification), None);
        wording.claim.push('库');
        assert_eq!(
            wording.fault(AnswerKind::Clarification),
            Some("answer.claim")
        );
        wording.text = " ".into();
        assert_eq!(wording.fault(AnswerKind::Statement), Some("answer.text"));
    }
}
