//! The record of use: who saw, searched, exported and changed what. It only grows, and each entry
//! is chained to the one before it.

use crate::{AuditId, Moment, PersonId};
use sha2::{Digest, Sha256};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The person, where it was one who signed in.
    pub person: Option<PersonId>,
    /// How they are written down: the login, `command line`, `desk`.
    pub name: String,
    /// From which network address, or nothing.
    pub address: String,
}

impl Who {
    /// Whoever has a shell on the machine.
    pub fn command_line() -> Self {
        Self {
            person: None,
            name: "command line".to_owned(),
            address: String::new(),
        }
    }

    /// The desk itself.
    pub fn desk() -> Self {
        Self {
            person: None,
            name: "desk".to_owned(),
            address: String::new(),
        }
    }
}

/// Something that is to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: Who,
    /// What was done, as a word of the catalogue: `event.seen`, `person.changed`.
    pub act: String,
    /// To what: `e12`, `p3`, or nothing.
    pub object: String,
    /// What else there is to know, in the words of whoever did it: a query, a reason, old and new.
    pub details: String,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number, from 1, without gaps.
    pub id: AuditId,
    /// What was written down.
    pub note: Note,
    /// SHA-256 over the entry before and this one, in hexadecimal.
    pub hash: String,
}

/// The end of the chain at an instant: kept off the machine, it shows whether entries were cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSeal {
    /// Number of the last entry.
    pub id: AuditId,
    /// Its hash.
    pub hash: String,
}

impl AuditEntry {
    /// The hash that an entry with this number has after the entry with the hash `before`.
    /// Fields are written with their length, so that none can run into the next.
    pub fn hash_of(before: &str, id: AuditId, note: &Note) -> String {
        let mut chain = Sha256::new();
        let mut part = |text: &str| {
            chain.update((text.len() as u64).to_be_bytes());
            chain.update(text.as_bytes());
        };
        part(before);
        part(&id.0.to_string());
        part(&note.at.0.to_string());
        part(&note.who.person.map_or(String::new(), |id| id.0.to_string()));
        part(&note.who.name);
        part(&note.who.address);
        part(&note.act);
        part(&note.object);
        part(&note.details);
        chain
            .finalize()
            .iter()
            .fold(String::with_capacity(64), |hex, byte| {
                hex + &format!("{byte:02x}")
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(act: &str, object: &str) -> Note {
        Note {
            at: Moment(1),
            who: Who::desk(),
            act: act.to_owned(),
            object: object.to_owned(),
            details: String::new(),
        }
    }

    #[test]
    fn every_field_and_the_entry_before_decide_the_hash() {
        let first = AuditEntry::hash_of("", AuditId(1), &note("a", "bc"));
        assert_eq!(first.len(), 64);
        assert_eq!(first, AuditEntry::hash_of("", AuditId(1), &note("a", "bc")));
        for (before, id, note) in [
            ("", 1, note("ab", "c")),
            ("", 2, note("a", "bc")),
            ("x", 1, note("a", "bc")),
            (
                "",
                1,
                Note {
                    at: Moment(2),
                    ..note("a", "bc")
                },
            ),
            (
                "",
                1,
                Note {
                    who: Who::command_line(),
                    ..note("a", "bc")
                },
            ),
        ] {
            assert_ne!(first, AuditEntry::hash_of(before, AuditId(id), &note));
        }
    }
}
