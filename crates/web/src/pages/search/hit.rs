//! A hit as it is shown: its title and a passage, where it comes from, how it is read.

use crate::reading_words::{ShownReading, reading};
use crate::shell::Shell;
use crate::show::{Time, link, time};
use crate::words::{LISTED_TITLE_CHARS, clip, plain};
use chrono_tz::Tz;
use desk::{Fragment, SearchHit};

/// Characters of an event's title beside a hit.
const EVENT_TITLE_CHARS: usize = 40;

/// A hit as it is shown.
#[derive(Debug, Clone)]
pub(super) struct ShownHit {
    pub(super) address: String,
    pub(super) title: Vec<Fragment>,
    pub(super) url: Option<String>,
    pub(super) source: String,
    pub(super) source_address: String,
    pub(super) published: Time,
    pub(super) event: String,
    pub(super) event_title: String,
    /// The search for what says much the same.
    pub(super) similar: String,
    pub(super) copy: bool,
    pub(super) snippet: Vec<Fragment>,
    /// How it is read, and where that is put right.
    pub(super) reading: ShownReading,
    pub(super) put_right: String,
}

pub(super) fn shown(hit: &SearchHit, shell: &Shell, zone: Tz) -> ShownHit {
    let untitled = || {
        vec![Fragment {
            text: shell.t("document.untitled").into_owned(),
            hit: false,
        }]
    };
    // A post without a headline is shown in its place.
    let (title, snippet) = match (hit.title.is_empty(), hit.snippet.is_empty()) {
        (false, _) => (hit.title.clone(), hit.snippet.clone()),
        (true, false) => (hit.snippet.clone(), Vec::new()),
        (true, true) => (untitled(), Vec::new()),
    };
    ShownHit {
        address: shell.to(&format!("/documents/{}", hit.document)),
        title: shown_fragments(&title, LISTED_TITLE_CHARS),
        url: link(hit.url.as_deref()),
        source: plain(&hit.source),
        source_address: shell.to(&format!("/sources/{}", hit.source_id)),
        published: time(hit.published_at, zone),
        event: shell.to(&format!("/events/{}", hit.event)),
        event_title: clip(&hit.event_title, EVENT_TITLE_CHARS),
        similar: shell.to(&format!("/search?q=similar:{}", hit.document.0)),
        copy: hit.copy_of.is_some(),
        snippet: shown_fragments(&snippet, usize::MAX),
        reading: reading(hit.document, &hit.reading, shell),
        put_right: shell.to(&format!("/documents/{}#reading", hit.document)),
    }
}

/// Fragments fit to be shown, together at most so long.
fn shown_fragments(fragments: &[Fragment], chars_max: usize) -> Vec<Fragment> {
    let mut left = chars_max;
    let mut shown = Vec::new();
    for fragment in fragments {
        if left == 0 {
            break;
        }
        let mut text: String = plain(&fragment.text).chars().take(left).collect();
        left = left.saturating_sub(text.chars().count());
        if left == 0 {
            text.push('…');
        }
        shown.push(Fragment {
            text,
            ..fragment.clone()
        });
    }
    shown
}
