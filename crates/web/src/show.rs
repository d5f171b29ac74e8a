//! Nouns as they are shown.

use crate::rank_chart::{RankChart, rank_chart};
use crate::reading_words::{ShownReading, reading};
use crate::shell::Shell;
use crate::words::{LISTED_TITLE_CHARS, clip, plain};
use chrono::{DateTime, Datelike};
use chrono_tz::Tz;
use desk::Member;
use model::{DocumentId, EventId, Moment, Place, RankAt, Reason, StoredDocument, TimeNote};
use std::collections::BTreeMap;

/// Characters of a text that are shown in a list.
const EXCERPT_CHARS: usize = 160;
/// Characters of a text that serve as a headline where there is none.
const LENT_TITLE_CHARS: usize = 28;
/// Characters of the title of the event that came second.
const RUNNER_UP_CHARS: usize = 30;

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

/// The same, as short as a reader at `as_of` understands it: no date today, no year this year.
pub(crate) fn time_near(at: Moment, as_of: Moment, zone: Tz) -> Time {
    let local =
        |at: Moment| DateTime::from_timestamp_millis(at.0).map(|at| at.with_timezone(&zone));
    let mut shown = time(at, zone);
    if let (Some(at), Some(now)) = (local(at), local(as_of)) {
        if at.date_naive() == now.date_naive() {
            shown.person = at.format("%H:%M").to_string();
        } else if at.year() == now.year() {
            shown.person = at.format("%m-%d %H:%M").to_string();
        }
    }
    shown
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

/// A document in a list.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// Its own page.
    pub(crate) address: String,
    pub(crate) title: String,
    /// Only http and https; anything else is no link.
    pub(crate) url: Option<String>,
    pub(crate) source: String,
    /// The page of its source.
    pub(crate) source_address: String,
    pub(crate) published: Time,
    /// What became of the published time, where that has to be said.
    pub(crate) time_note: Option<String>,
    pub(crate) excerpt: String,
    pub(crate) reading: ShownReading,
}

pub(crate) fn listed(stored: &StoredDocument, shell: &Shell, zone: Tz) -> Listed {
    let document = &stored.document;
    let (title, excerpt) = if document.title.trim().is_empty() {
        untitled(&document.text, shell)
    } else {
        (
            titled(&document.title, LISTED_TITLE_CHARS, shell),
            clip(&document.text, EXCERPT_CHARS),
        )
    };
    Listed {
        address: shell.to(&format!("/documents/{}", document.id)),
        title,
        url: link(document.url.as_deref()),
        source: plain(&stored.source_name),
        source_address: shell.to(&format!("/sources/{}", document.source)),
        published: time(document.published_at, zone),
        time_note: time_note(document.time_note, shell),
        excerpt,
        reading: reading(document.id, &document.reading, shell),
    }
}

/// Headline and excerpt of a text without a headline: its beginning serves as one.
fn untitled(text: &str, shell: &Shell) -> (String, String) {
    let lent = clip(text, LENT_TITLE_CHARS);
    if lent.is_empty() {
        return (shell.t("document.untitled").into_owned(), String::new());
    }
    let is_whole = text.trim().chars().count() <= LENT_TITLE_CHARS;
    let excerpt = if is_whole {
        String::new()
    } else {
        clip(text, EXCERPT_CHARS)
    };
    (lent, excerpt)
}

/// A headline, or the word for none.
pub(crate) fn titled(title: &str, chars_max: usize, shell: &Shell) -> String {
    let title = clip(title, chars_max);
    if title.is_empty() {
        shell.t("document.untitled").into_owned()
    } else {
        title
    }
}

/// Only addresses that a browser opens as pages.
pub(crate) fn link(url: Option<&str>) -> Option<String> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
        .map(str::to_owned)
}

pub(crate) fn time_note(note: TimeNote, shell: &Shell) -> Option<String> {
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
    /// Its number, for putting it elsewhere.
    pub(crate) id: String,
    /// Its whole headline, for naming the event after it.
    pub(crate) headline: String,
    pub(crate) document: Listed,
    pub(crate) picture: Option<String>,
    /// How it stood on a hot list.
    pub(crate) rank: Option<RankChart>,
    pub(crate) places: Vec<String>,
    pub(crate) reasons: Vec<ShownReason>,
    pub(crate) copies: Vec<ShownCopy>,
    pub(crate) copies_label: String,
    /// Copies beyond those listed.
    pub(crate) more_copies: Option<(String, String)>,
}

/// A copy with why it is one.
#[derive(Debug, Clone)]
pub(crate) struct ShownCopy {
    pub(crate) document: Listed,
    pub(crate) rank: Option<RankChart>,
    pub(crate) why: String,
}

/// A reason in words; with a link where it names another event.
#[derive(Debug, Clone)]
pub(crate) struct ShownReason {
    pub(crate) words: String,
    pub(crate) address: Option<String>,
}

/// What reasons speak of, by name.
pub(crate) struct Names<'a> {
    pub(crate) places: &'a BTreeMap<Place, String>,
    pub(crate) events: &'a BTreeMap<EventId, String>,
}

/// How documents stood on hot lists.
pub(crate) type Ranks = BTreeMap<DocumentId, Vec<RankAt>>;

pub(crate) fn member(
    member: &Member,
    pictured: bool,
    ranks: &Ranks,
    names: &Names<'_>,
    shell: &Shell,
    zone: Tz,
) -> ShownMember {
    let copies: Vec<ShownCopy> = member
        .copies
        .iter()
        .map(|copy| shown_copy(copy, ranks, names, shell, zone))
        .collect();
    let id = member.document.document.id;
    let more = member.copy_count - copies.len() as i64;
    let event = member.document.placement.event;
    ShownMember {
        id: id.to_string(),
        headline: plain(&member.document.document.title),
        document: listed(&member.document, shell, zone),
        rank: rank_of(&member.document, ranks, shell, zone),
        picture: pictured.then(|| shell.to(&format!("/pictures/{id}"))),
        places: member.places.clone(),
        reasons: member
            .reasons
            .iter()
            .map(|why| reason(why, names, shell))
            .collect(),
        copies_label: crate::cards::counted(shell, "copy", member.copy_count),
        more_copies: (more > 0).then(|| {
            let address = shell.to(&format!("/documents?event={event}&copies_of={id}"));
            (shell.n("event.more_copies", more), address)
        }),
        copies,
    }
}

fn rank_of(stored: &StoredDocument, ranks: &Ranks, shell: &Shell, zone: Tz) -> Option<RankChart> {
    rank_chart(ranks.get(&stored.document.id)?, shell, zone)
}

fn shown_copy(
    copy: &StoredDocument,
    ranks: &Ranks,
    names: &Names<'_>,
    shell: &Shell,
    zone: Tz,
) -> ShownCopy {
    let reasons = copy.placement.reasons.iter();
    let words: Vec<String> = reasons.map(|why| reason(why, names, shell).words).collect();
    ShownCopy {
        document: listed(copy, shell, zone),
        rank: rank_of(copy, ranks, shell, zone),
        why: words.join(&shell.t("list.comma")),
    }
}

pub(crate) fn reason(reason: &Reason, names: &Names<'_>, shell: &Shell) -> ShownReason {
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
        Reason::SharedWords { words } => {
            let words: Vec<String> = words.iter().map(|word| plain(word)).collect();
            shell.n("reason.shared_words", words.join(&comma))
        }
        Reason::SharedPlaces { places } => {
            let shared: Vec<&str> = places
                .iter()
                .filter_map(|place| names.places.get(place))
                .map(String::as_str)
                .collect();
            shell.n("reason.shared_places", shared.join(&comma))
        }
        Reason::HoursApart { hours } => shell.n("reason.hours_apart", hours),
        Reason::RunnerUp { event, percent } => {
            address = Some(shell.to(&format!("/events/{event}")));
            runner_up(*event, *percent, names, shell)
        }
        Reason::NothingClose => shell.t("reason.nothing_close").into_owned(),
        Reason::NoText => shell.t("reason.no_text").into_owned(),
    };
    ShownReason { words, address }
}

fn runner_up(event: EventId, percent: u8, names: &Names<'_>, shell: &Shell) -> String {
    let title = names.events.get(&event);
    let event = title.map_or_else(|| event.to_string(), |title| clip(title, RUNNER_UP_CHARS));
    rust_i18n::t!(
        "reason.runner_up",
        locale = shell.tag(),
        n = percent,
        event = event
    )
    .to_string()
}
