//! What happened on a case, one entry after the other: it only grows, and each entry is chained to
//! the one before it.

use crate::{CaseId, Moment, PersonId, Who};
use sha2::{Digest, Sha256};

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// The case was opened.
    Opened,
    /// Its title, level, owner or leading unit changed.
    Changed,
    /// It went a step on, or back.
    Stepped,
    /// An event was added.
    EventAdded,
    /// A leader's words were written down.
    Instructed,
    /// Somebody said something, perhaps with a file.
    Commented,
    /// A unit was given something to do.
    TaskAdded,
    /// A task was done, dropped or changed.
    TaskChanged,
    /// The office said something elsewhere, which meets a clock.
    SaidElsewhere,
    /// A playbook was started.
    PlaybookStarted,
    /// What an exercise brings in.
    Scripted,
    /// A lead was attached.
    LeadAttached,
    /// An answer was drafted or changed.
    AnswerDrafted,
    /// An answer was reviewed.
    AnswerReviewed,
    /// An answer was signed off.
    AnswerSigned,
    /// An answer was published.
    AnswerPublished,
    /// A published answer was corrected.
    AnswerCorrected,
    /// A published answer was withdrawn.
    AnswerWithdrawn,
    /// A page was attached as evidence.
    PageAttached,
    /// A page is looked at again, or no longer.
    PageWatched,
    /// A page was taken as it was.
    PageTaken,
    /// A page is gone or was withdrawn by its author.
    PageGone,
    /// Somebody looked at evidence.
    EvidenceOpened,
    /// The evidence of the case was destroyed.
    EvidenceEnded,
}

impl EntryKind {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::Opened,
        Self::Changed,
        Self::Stepped,
        Self::EventAdded,
        Self::Instructed,
        Self::Commented,
        Self::TaskAdded,
        Self::TaskChanged,
        Self::SaidElsewhere,
        Self::PlaybookStarted,
        Self::Scripted,
        Self::LeadAttached,
        Self::AnswerDrafted,
        Self::AnswerReviewed,
        Self::AnswerSigned,
        Self::AnswerPublished,
        Self::AnswerCorrected,
        Self::AnswerWithdrawn,
        Self::PageAttached,
        Self::PageWatched,
        Self::PageTaken,
        Self::PageGone,
        Self::EvidenceOpened,
        Self::EvidenceEnded,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Changed => "changed",
            Self::Stepped => "stepped",
            Self::EventAdded => "event_added",
            Self::Instructed => "instructed",
            Self::Commented => "commented",
            Self::TaskAdded => "task_added",
            Self::TaskChanged => "task_changed",
            Self::SaidElsewhere => "said_elsewhere",
            Self::PlaybookStarted => "playbook_started",
            Self::Scripted => "scripted",
            Self::LeadAttached => "lead_attached",
            Self::AnswerDrafted => "answer_drafted",
            Self::AnswerReviewed => "answer_reviewed",
            Self::AnswerSigned => "answer_signed",
            Self::AnswerPublished => "answer_published",
            Self::AnswerCorrected => "answer_corrected",
            Self::AnswerWithdrawn => "answer_withdrawn",
            Self::PageAttached => "page_attached",
            Self::PageWatched => "page_watched",
            Self::PageTaken => "page_taken",
            Self::PageGone => "page_gone",
            Self::EvidenceOpened => "evidence_opened",
            Self::EvidenceEnded => "evidence_ended",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A file on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// Its name in the vault: a hash of its bytes.
    pub name: String,
    /// What it was called when it was brought.
    pub title: String,
}

/// Something that is to be written on a case's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When.
    pub at: Moment,
    /// By whom; the name as it is shown.
    pub who: Who,
    /// What happened.
    pub kind: EntryKind,
    /// To what: an event, a task, an answer, a state.
    pub object: String,
    /// In whose words: a comment, a reason, a title. A change says each field in a line of its own:
    /// name, before and after, parted by tabulators.
    pub text: String,
    /// With a file.
    pub file: Option<CaseFile>,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEntry {
    /// Of which case.
    pub case: CaseId,
    /// Its number within the case, from 1, without gaps.
    pub number: i64,
    /// What was written down.
    pub said: NewEntry,
    /// SHA-256 over the entry before and this one, in hexadecimal.
    pub hash: String,
}

impl CaseEntry {
    /// The hash that an entry has after the entry with the hash `before`. Fields are written with
    /// their length, so that none can run into the next.
    pub fn hash_of(before: &str, case: CaseId, number: i64, said: &NewEntry) -> String {
        let person = said.who.person.map_or(0, |PersonId(id)| id);
        let file = said.file.as_ref();
        let parts = [
            before.to_owned(),
            case.0.to_string(),
            number.to_string(),
            said.at.0.to_string(),
            person.to_string(),
            said.who.name.clone(),
            said.kind.word().to_owned(),
            said.object.clone(),
            said.text.clone(),
            file.map_or(String::new(), |file| file.name.clone()),
            file.map_or(String::new(), |file| file.title.clone()),
        ];
        let mut chain = Sha256::new();
        for part in parts {
            chain.update((part.len() as u64).to_be_bytes());
            chain.update(part.as_bytes());
        }
        let hash = chain.finalize();
        hash.iter().fold(String::with_capacity(64), |hex, byte| {
            hex + &format!("{byte:02x}")
        })
    }

    /// The number of the first entry that is not as it was written; `last` is how many the case says
    /// there are.
    pub fn first_fault(entries: &[Self], last: i64) -> Option<i64> {
        let mut before = String::new();
        for (number, entry) in (1..).zip(entries) {
            let hash = Self::hash_of(&before, entry.case, number, &entry.said);
            if entry.number != number || entry.hash != hash {
                return Some(number);
            }
            before = hash;
        }
        let found = entries.len() as i64;
        (found != last).then_some(found + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<CaseEntry> {
        let mut before = String::new();
        (1..=4)
            .map(|number| {
                let said = NewEntry {
                    at: Moment(number),
                    who: Who::desk(),
                    kind: EntryKind::Commented,
                    object: String::new(),
                    text: format!("第{number}条"),
                    file: None,
                };
                let hash = CaseEntry::hash_of(&before, CaseId(1), number, &said);
                before.clone_from(&hash);
                CaseEntry {
                    case: CaseId(1),
                    number,
                    said,
                    hash,
                }
            })
            .collect()
    }

    #[test]
    fn whatever_is_changed_left_out_or_put_in_is_found() {
        assert_eq!(CaseEntry::first_fault(&entries(), 4), None);
        let mut changed = entries();
        changed[1].said.text.push('！');
        assert_eq!(CaseEntry::first_fault(&changed, 4), Some(2));
        let mut signed_anew = changed;
        let before = signed_anew[0].hash.clone();
        signed_anew[1].hash =
            CaseEntry::hash_of(&before, CaseId(1), 2, &signed_anew[1].said.clone());
        assert_eq!(CaseEntry::first_fault(&signed_anew, 4), Some(3));
        let mut gone = entries();
        gone.remove(2);
        assert_eq!(CaseEntry::first_fault(&gone, 4), Some(3));
        let mut cut = entries();
        cut.truncate(3);
        assert_eq!(
            CaseEntry::first_fault(&cut, 4),
            Some(4),
            "the end was cut off"
        );
    }

    #[test]
    fn words_read_back() {
        for kind in EntryKind::ALL {
            assert_eq!(EntryKind::from_word(kind.word()), Some(kind));
        }
    }
}
