//! The record of use: what people look at is written down in a row behind them; what they change
//! is written down with the change itself.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{AuditEntry, AuditId, AuditSeal, Note, Person};
use ports::{AuditAsk, Store};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Entries that may wait to be written down; whoever would add one more waits.
const WAITING_MAX: usize = 4_096;
/// Entries written down in one transaction.
const AT_ONCE_MAX: usize = 512;
/// How long an entry waits for others, so that one flush of the disk serves many.
const GATHERED: Duration = Duration::from_millis(300);
/// Entries checked at a time.
const CHECKED_AT_ONCE: u64 = 5_000;

/// Where entries about what was looked at go.
pub(crate) type Notes = Sender<Note>;

/// A row for entries: give the one end to the desk, and run [`write_down`] with the other.
pub fn row_of_notes() -> (Sender<Note>, Receiver<Note>) {
    channel(WAITING_MAX)
}

/// Writes entries down until nobody adds any more, a few hundred in one transaction. What cannot be
/// written is tried again; nothing is dropped.
pub async fn write_down(store: Arc<dyn Store>, mut notes: Receiver<Note>) {
    let mut waiting = Vec::new();
    while notes.recv_many(&mut waiting, AT_ONCE_MAX).await > 0 {
        let more = async {
            while notes.len() + waiting.len() < AT_ONCE_MAX && !notes.is_closed() {
                tokio::time::sleep(GATHERED / 10).await;
            }
        };
        // A full row, an end, or a moment of patience: whichever comes first.
        let _ = tokio::time::timeout(GATHERED, more).await;
        while waiting.len() < AT_ONCE_MAX
            && let Ok(note) = notes.try_recv()
        {
            waiting.push(note);
        }
        while let Err(error) = store.note(&waiting).await {
            tracing::error!(%error, entries = waiting.len(), "the record of use cannot be written; trying again");
            tokio::time::sleep(GATHERED).await;
            if notes.is_closed() && notes.is_empty() {
                break;
            }
        }
        waiting.clear();
    }
}

/// What a check of the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainCheck {
    /// Entries that were looked at.
    pub entries: i64,
    /// The end of the chain.
    pub seal: Option<AuditSeal>,
    /// The first entry that is not as it was written, in words.
    pub broken: Option<String>,
}

impl Desk {
    /// The same desk with a row for entries about what is looked at.
    #[must_use]
    pub fn with_notes(mut self, notes: Sender<Note>) -> Self {
        self.notes = Some(notes);
        self
    }

    /// Writes down that somebody looked at something, searched or took something out.
    pub async fn saw(
        &self,
        actor: &Actor,
        act: &str,
        object: &str,
        details: &str,
    ) -> Result<(), DeskError> {
        let note = actor.note(self.clock.now(), act, object, details);
        match &self.notes {
            Some(notes) => notes.send(note).await.map_err(|_| DeskError::Broken {
                act: "write down what was looked at",
                why: "the desk is being shut down".to_owned(),
            }),
            None => Ok(self.store.note(&[note]).await?),
        }
    }

    /// Entries of the record of use, with the people they name.
    pub async fn audit(
        &self,
        actor: &Actor,
        ask: &AuditAsk,
    ) -> Result<(Vec<AuditEntry>, Vec<Person>), DeskError> {
        actor.must(Act::ReadAudit)?;
        Ok((self.store.audit(ask).await?, self.store.people().await?))
    }

    /// Checks the whole chain; where a seal from earlier is given, also that nothing was cut off or
    /// written anew since.
    pub async fn check_chain(
        &self,
        actor: &Actor,
        seal: Option<&AuditSeal>,
    ) -> Result<ChainCheck, DeskError> {
        actor.must(Act::ReadAudit)?;
        let check = self.walk_chain(seal).await?;
        let found = check.broken.as_deref().unwrap_or("whole");
        let details = format!("{} {found}", check.entries);
        self.saw(actor, "audit.checked", "", &details).await?;
        Ok(check)
    }

    async fn walk_chain(&self, seal: Option<&AuditSeal>) -> Result<ChainCheck, DeskError> {
        let mut check = ChainCheck {
            entries: 0,
            seal: None,
            broken: None,
        };
        let mut last = AuditSeal {
            id: AuditId(0),
            hash: String::new(),
        };
        loop {
            let entries = self.store.audit_after(last.id, CHECKED_AT_ONCE).await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                if let Some(words) = fault(&last, &entry, seal) {
                    check.broken = Some(words);
                    return Ok(check);
                }
                check.entries += 1;
                last = AuditSeal {
                    id: entry.id,
                    hash: entry.hash,
                };
            }
        }
        if let Some(seal) = seal
            && seal.id > last.id
        {
            check.broken = Some(format!(
                "the record ends at {}, but there was an entry {} once: the end was cut off",
                last.id, seal.id
            ));
        }
        check.seal = (last.id.0 > 0).then_some(last);
        Ok(check)
    }
}

/// What is wrong with an entry after the one before it.
fn fault(before: &AuditSeal, entry: &AuditEntry, seal: Option<&AuditSeal>) -> Option<String> {
    if entry.id.0 != before.id.0 + 1 {
        return Some(format!(
            "after {} comes {}: entries are missing",
            before.id, entry.id
        ));
    }
    if AuditEntry::hash_of(&before.hash, entry.id, &entry.note) != entry.hash {
        return Some(format!("{} is not as it was written", entry.id));
    }
    match seal {
        Some(seal) if seal.id == entry.id && seal.hash != entry.hash => Some(format!(
            "{} is another than the one that was sealed: the record was written anew",
            entry.id
        )),
        _ => None,
    }
}
