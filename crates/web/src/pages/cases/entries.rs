//! A timeline as it is shown.

use super::state_word;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use chrono_tz::Tz;
use model::{CaseEntry, CaseId, CaseState, EntryKind};

/// Signs of a hash that are shown: enough to compare by eye.
const HASH_SIGNS: usize = 12;

/// A line of an entry: words, or a field with what it was and what it is.
#[derive(Debug, Clone)]
pub(crate) struct ShownLine {
    pub(crate) field: Option<String>,
    pub(crate) before: String,
    pub(crate) text: String,
}

/// An entry as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownEntry {
    pub(crate) number: i64,
    pub(crate) at: Time,
    pub(crate) who: String,
    pub(crate) kind: String,
    /// Whether it is somebody's own words.
    pub(crate) said: bool,
    pub(crate) object: Option<(String, Option<String>)>,
    pub(crate) lines: Vec<ShownLine>,
    pub(crate) file: Option<(String, String)>,
    pub(crate) hash: String,
}

/// The timeline, the last entry first.
pub(crate) fn entries(
    entries: &[CaseEntry],
    case: CaseId,
    shell: &Shell,
    zone: Tz,
) -> Vec<ShownEntry> {
    (entries.iter().rev())
        .map(|entry| shown(entry, case, shell, zone))
        .collect()
}

fn shown(entry: &CaseEntry, case: CaseId, shell: &Shell, zone: Tz) -> ShownEntry {
    let said = &entry.said;
    let file = said.file.as_ref().map(|file| {
        let path = format!("/cases/{case}/files/{}", entry.number);
        (plain(&file.title), shell.to(&path))
    });
    ShownEntry {
        number: entry.number,
        at: time(said.at, zone),
        who: plain(&said.who.name),
        kind: shell
            .t(&format!("case_entry.{}", said.kind.word()))
            .into_owned(),
        said: matches!(said.kind, EntryKind::Commented | EntryKind::Instructed),
        object: object(said.kind, &said.object, case, shell),
        lines: said.text.lines().map(|text| line(text, shell)).collect(),
        file,
        hash: entry.hash.chars().take(HASH_SIGNS).collect(),
    }
}

/// What an entry speaks of, with where that leads.
fn object(
    kind: EntryKind,
    object: &str,
    case: CaseId,
    shell: &Shell,
) -> Option<(String, Option<String>)> {
    let word = |key: String| Some((shell.t(&key).into_owned(), None));
    let link = |path: &str| {
        Some((
            object.to_owned(),
            Some(shell.to(&format!("{path}{object}"))),
        ))
    };
    match kind {
        _ if object.is_empty() => None,
        EntryKind::Stepped => CaseState::from_word(object).map(|to| (state_word(to, shell), None)),
        EntryKind::EventAdded => link("/events/"),
        EntryKind::PlaybookStarted => link("/playbooks/"),
        EntryKind::PageAttached
        | EntryKind::PageWatched
        | EntryKind::PageTaken
        | EntryKind::PageGone
        | EntryKind::EvidenceOpened => Some(evidence(object, case, shell)),
        EntryKind::LeadAttached => link("/leads#"),
        EntryKind::SaidElsewhere => word(format!("clock.{object}_short")),
        EntryKind::TaskChanged => {
            let state = object.split(' ').nth(1).unwrap_or_default();
            word(format!("task.{state}"))
        }
        EntryKind::AnswerDrafted
        | EntryKind::AnswerReviewed
        | EntryKind::AnswerSigned
        | EntryKind::AnswerPublished
        | EntryKind::AnswerCorrected
        | EntryKind::AnswerWithdrawn => link("/drafts/"),
        _ => Some((plain(object), None)),
    }
}

/// A page or a take stands on the page of the case's evidence.
fn evidence(object: &str, case: CaseId, shell: &Shell) -> (String, Option<String>) {
    let address = shell.to(&format!("/cases/{case}/evidence#{object}"));
    (plain(object), Some(address))
}

fn line(text: &str, shell: &Shell) -> ShownLine {
    let mut parts = text.split('\t');
    let first = parts.next().unwrap_or_default();
    match (parts.next(), parts.next()) {
        (Some(before), Some(after)) => ShownLine {
            field: Some(shell.t(&format!("case_field.{first}")).into_owned()),
            before: plain(before),
            text: plain(after),
        },
        _ => ShownLine {
            field: None,
            before: String::new(),
            text: plain(text),
        },
    }
}
