//! Nouns as they are shown.

use crate::shell::Shell;
use chrono::DateTime;
use chrono_tz::Tz;
use desk::{EventCard, EventSheet, Member};
use model::{Moment, Reason, StoredDocument, TimeNote};

/// Characters of a text that are shown in a list.
const EXCERPT_CHARS: usize = 160;
/// Characters of a text that serve as a headline where there is none.
const LENT_TITLE_CHARS: usize = 28;

/// An instant in the desk's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Time {
    /// For programs.
    pub(crate) machine: String,
    /// For people.
    pub(crate) person: String,
}

pub(crate) fn time(at: Moment, zone: Tz) -> Time {
    let Some(at) = DateTime::from_timestamp_millis(at.0) else {
        return Time {
            machine: String::new(),
            person: at.0.to_string(),
        };
    };
    let local = at.with_timezone(&zone);
    Time {
        machine: local.to_rfc3339(),
        person: local.format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// Everything but letters and digits of ASCII as `%XX`.
pub(crate) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// An event in a list.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) heat: String,
    pub(crate) parts: String,
    pub(crate) rise: Rise,
    pub(crate) first: Time,
    pub(crate) last: Time,
}

/// Rise in a word, a sign and a number: colour alone says nothing.
#[derive(Debug, Clone)]
pub(crate) struct Rise {
    pub(crate) class: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) word: String,
    pub(crate) factor: String,
}

/// Rise from which an event grows.
const GROWS: f64 = 1.5;
/// Rise below which it fades.
const FADES: f64 = 0.67;

pub(crate) fn card(card: &EventCard, shell: &Shell, zone: Tz) -> Card {
    Card {
        address: format!("/events/{}", card.id),
        title: card.title.clone(),
        heat: format!("{:.1}", card.heat),
        parts: parts(card.documents, card.copies, shell),
        rise: rise(card.rise, shell),
        first: time(card.first_at, zone),
        last: time(card.last_at, zone),
    }
}

/// “3 documents · 2 copies”
pub(crate) fn parts(documents: i64, copies: i64, shell: &Shell) -> String {
    let count = |n: i64, one: &str, many: &str| shell.n(if n == 1 { one } else { many }, n);
    let documents = count(documents, "count.document", "count.documents");
    if copies == 0 {
        return documents;
    }
    format!(
        "{documents} · {}",
        count(copies, "count.copy", "count.copies")
    )
}

fn rise(rise: f64, shell: &Shell) -> Rise {
    let (class, sign) = match rise {
        rise if rise >= GROWS => ("grows", "↑"),
        rise if rise <= FADES => ("fades", "↓"),
        _ => ("steady", "→"),
    };
    Rise {
        class,
        sign,
        word: shell.t(&format!("rise.{class}")).into_owned(),
        factor: format!("×{rise:.1}"),
    }
}

/// A document in a list.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) title: String,
    /// Only http and https; anything else is no link.
    pub(crate) url: Option<String>,
    pub(crate) source: String,
    pub(crate) published: Time,
    /// What became of the published time, where that has to be said.
    pub(crate) time_note: Option<String>,
    pub(crate) excerpt: String,
}

pub(crate) fn listed(stored: &StoredDocument, shell: &Shell, zone: Tz) -> Listed {
    let document = &stored.document;
    let (title, excerpt) = if document.title.trim().is_empty() {
        untitled(&document.text, shell)
    } else {
        (document.title.clone(), excerpt(&document.text))
    };
    Listed {
        title,
        url: link(document.url.as_deref()),
        source: stored.source_name.clone(),
        published: time(document.published_at, zone),
        time_note: time_note(document.time_note, shell),
        excerpt,
    }
}

/// Headline and excerpt of a text without a headline: its beginning serves as one.
fn untitled(text: &str, shell: &Shell) -> (String, String) {
    let mut chars = text.trim().chars();
    let beginning: String = chars.by_ref().take(LENT_TITLE_CHARS).collect();
    let is_whole = chars.next().is_none();
    match (beginning.is_empty(), is_whole) {
        (true, _) => (shell.t("document.untitled").into_owned(), String::new()),
        (false, true) => (beginning, String::new()),
        (false, false) => (beginning + "…", excerpt(text)),
    }
}

/// Only addresses that a browser opens as pages.
pub(crate) fn link(url: Option<&str>) -> Option<String> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
        .map(str::to_owned)
}

fn excerpt(text: &str) -> String {
    let mut excerpt: String = text.chars().take(EXCERPT_CHARS).collect();
    if text.chars().nth(EXCERPT_CHARS).is_some() {
        excerpt.push('…');
    }
    excerpt
}

fn time_note(note: TimeNote, shell: &Shell) -> Option<String> {
    let key = match note {
        TimeNote::Given => return None,
        TimeNote::ZoneAssumed => "time.zone_assumed",
        TimeNote::Missing => "time.missing",
        TimeNote::Implausible => "time.implausible",
        TimeNote::Unreadable => "time.unreadable",
    };
    Some(shell.t(key).into_owned())
}

/// A member of an event.
#[derive(Debug, Clone)]
pub(crate) struct ShownMember {
    pub(crate) document: Listed,
    /// Address of the picture it came with.
    pub(crate) picture: Option<String>,
    pub(crate) places: Vec<String>,
    pub(crate) reasons: Vec<ShownReason>,
    pub(crate) copies: Vec<ShownCopy>,
    pub(crate) copies_label: String,
    /// Copies beyond those listed.
    pub(crate) more_copies: Option<String>,
}

/// A copy with why it is one.
#[derive(Debug, Clone)]
pub(crate) struct ShownCopy {
    pub(crate) document: Listed,
    pub(crate) why: String,
}

/// A reason in words; with a link where it names another event.
#[derive(Debug, Clone)]
pub(crate) struct ShownReason {
    pub(crate) words: String,
    pub(crate) address: Option<String>,
}

pub(crate) fn member(member: &Member, sheet: &EventSheet, shell: &Shell, zone: Tz) -> ShownMember {
    let copies: Vec<ShownCopy> = member
        .copies
        .iter()
        .map(|copy| ShownCopy {
            document: listed(copy, shell, zone),
            why: copy
                .placement
                .reasons
                .iter()
                .map(|why| reason(why, sheet, shell).words)
                .collect::<Vec<_>>()
                .join(&shell.t("list.comma")),
        })
        .collect();
    let more = member.copy_count - copies.len() as i64;
    ShownMember {
        document: listed(&member.document, shell, zone),
        picture: sheet
            .pictures
            .contains(&member.document.document.id)
            .then(|| format!("/pictures/{}", member.document.document.id)),
        places: member.places.clone(),
        reasons: member
            .reasons
            .iter()
            .map(|why| reason(why, sheet, shell))
            .collect(),
        copies_label: shell.n(
            if member.copy_count == 1 {
                "count.copy"
            } else {
                "count.copies"
            },
            member.copy_count,
        ),
        more_copies: (more > 0).then(|| shell.n("event.more_copies", more)),
        copies,
    }
}

fn reason(reason: &Reason, sheet: &EventSheet, shell: &Shell) -> ShownReason {
    let locale = shell.tag();
    let comma = shell.t("list.comma");
    let mut address = None;
    let words = match reason {
        Reason::SameText => shell.t("reason.same_text").into_owned(),
        Reason::SharedPassages { percent } => shell.n("reason.shared_passages", percent),
        Reason::Similarity { percent, needed } => rust_i18n::t!(
            "reason.similarity",
            locale = locale,
            n = percent,
            needed = needed
        )
        .to_string(),
        Reason::SharedWords { words } => shell.n("reason.shared_words", words.join(&comma)),
        Reason::SharedPlaces { places } => {
            let names: Vec<&str> = places
                .iter()
                .filter_map(|place| sheet.place_names.get(place))
                .map(String::as_str)
                .collect();
            shell.n("reason.shared_places", names.join(&comma))
        }
        Reason::HoursApart { hours } => shell.n("reason.hours_apart", hours),
        Reason::RunnerUp { event, percent } => {
            address = Some(format!("/events/{event}"));
            rust_i18n::t!(
                "reason.runner_up",
                locale = locale,
                n = percent,
                event = event.to_string()
            )
            .to_string()
        }
        Reason::NothingClose => shell.t("reason.nothing_close").into_owned(),
        Reason::NoText => shell.t("reason.no_text").into_owned(),
    };
    ShownReason { words, address }
}
