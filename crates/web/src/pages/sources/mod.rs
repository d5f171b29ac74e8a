//! *Sources*: what is read and how it is, one source, adding, checking, changing, undo.

pub(crate) mod add;
pub(crate) mod board;
pub(crate) mod change;
pub(crate) mod hot;
pub(crate) mod opml;
pub(crate) mod report;
pub(crate) mod sheet;

use crate::shell::Shell;
use desk::{Standing, Unusual};
use model::{Owner, Reach, SourceKind};

/// A word of the catalogue with its value in forms.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) value: &'static str,
    pub(crate) word: String,
    pub(crate) chosen: bool,
}

/// The kinds of sources that are fetched.
pub(super) fn kinds(shell: &Shell, chosen: Option<SourceKind>) -> Vec<Choice> {
    SourceKind::ALL
        .into_iter()
        .filter(|kind| kind.is_fetched())
        .map(|kind| Choice {
            value: kind.word(),
            word: kind_word(shell, kind),
            chosen: chosen == Some(kind),
        })
        .collect()
}

pub(crate) fn kind_word(shell: &Shell, kind: SourceKind) -> String {
    shell
        .t(&format!("source.kind.{}", kind.word()))
        .into_owned()
}

/// Whose a source may be. That nobody said is no answer a form offers.
pub(super) fn owners(shell: &Shell, chosen: Owner) -> Vec<Choice> {
    Owner::ALL
        .into_iter()
        .filter(|owner| *owner != Owner::Unsaid)
        .map(|owner| Choice {
            value: owner.word(),
            word: owner_word(shell, owner),
            chosen: chosen == owner,
        })
        .collect()
}

/// The same with those of which nobody said, to look for them.
pub(super) fn owners_and_unsaid(shell: &Shell, chosen: Option<Owner>) -> Vec<Choice> {
    Owner::ALL
        .into_iter()
        .map(|owner| Choice {
            value: owner.word(),
            word: owner_word(shell, owner),
            chosen: chosen == Some(owner),
        })
        .collect()
}

pub(super) fn owner_word(shell: &Shell, owner: Owner) -> String {
    shell
        .t(&format!("source.owner.{}", owner.word()))
        .into_owned()
}

/// How far a source may be heard, with that nobody said.
pub(super) fn reaches(shell: &Shell, chosen: Option<Reach>) -> Vec<Choice> {
    let said = Reach::ALL.into_iter().map(Some);
    std::iter::once(None)
        .chain(said)
        .map(|reach| Choice {
            value: reach.map_or("", Reach::word),
            word: reach_word(shell, reach),
            chosen: chosen == reach,
        })
        .collect()
}

pub(crate) fn reach_word(shell: &Shell, reach: Option<Reach>) -> String {
    let word = reach.map_or("unsaid", Reach::word);
    shell.t(&format!("source.reach.{word}")).into_owned()
}

pub(super) fn standing_word(shell: &Shell, standing: Standing) -> String {
    shell
        .t(&format!("source.standing.{}", standing.word()))
        .into_owned()
}

/// The shape that stands beside the word of a standing.
pub(super) fn standing_sign(standing: Standing) -> &'static str {
    match standing {
        Standing::Error => "✕",
        Standing::Empty => "○",
        Standing::New => "·",
        Standing::Ok => "●",
        Standing::NotModified => "＝",
        Standing::Paused => "‖",
    }
}

pub(super) fn unusual_word(shell: &Shell, unusual: Unusual) -> (&'static str, String) {
    match unusual {
        Unusual::Low => ("▼", shell.t("source.low").into_owned()),
        Unusual::High => ("▲", shell.t("source.high").into_owned()),
    }
}

/// A span of time in the largest unit that fits.
pub(super) fn span(shell: &Shell, ms: i64) -> String {
    let minutes = ms / 60_000;
    if minutes < 1 {
        shell.n("span.seconds", ms / 1_000)
    } else if minutes < 120 {
        shell.n("span.minutes", minutes)
    } else if minutes < 72 * 60 {
        shell.n("span.hours", minutes / 60)
    } else {
        shell.n("span.days", minutes / 1_440)
    }
}

/// Bytes in the largest unit that fits.
pub(super) fn size(bytes: i64) -> String {
    const KIB: f64 = 1_024.0;
    let bytes = bytes as f64;
    if bytes < KIB {
        format!("{bytes:.0} B")
    } else if bytes < KIB * KIB {
        format!("{:.0} KiB", bytes / KIB)
    } else {
        format!("{:.1} MiB", bytes / KIB / KIB)
    }
}
