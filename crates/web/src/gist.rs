//! What an event says, as it is shown: phrases, summary, what is new, floods.

use crate::cards::{Figure, ShownPlace, counted, places};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, encode, time_near};
use crate::words::{LISTED_TITLE_CHARS, Piece, clip, count, plain, sentence};
use chrono_tz::Tz;
use desk::{DeskError, EventGist, EventNews, GistSentence, SignedIn};
use model::{EventId, FloodRecord, Moment};
use std::sync::Arc;

/// Characters of a sentence that are shown.
const SENTENCE_CHARS: usize = 260;

/// What is asked about an event beside its sheet.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) gist: Arc<EventGist>,
    pub(crate) news: Option<EventNews>,
    pub(crate) floods: Vec<FloodRecord>,
}

/// What the event says, what is new of it for whoever looks, and floods in it.
pub(crate) async fn ask(app: &App, signed: &SignedIn, id: EventId) -> Result<Said, DeskError> {
    Ok(Said {
        gist: app.desk.event_gist(id).await?,
        news: app.desk.look_at_event(signed, id).await?,
        floods: app.desk.floods_of(id).await?,
    })
}

/// A sentence that leads to its document.
#[derive(Debug, Clone)]
pub(crate) struct ShownSentence {
    pub(crate) text: String,
    pub(crate) address: String,
    pub(crate) at: Time,
    pub(crate) source: String,
}

/// A phrase that leads to a search for it.
#[derive(Debug, Clone)]
pub(crate) struct ShownPhrase {
    pub(crate) text: String,
    pub(crate) address: String,
    pub(crate) documents: String,
}

/// A number that is new, with the sentence that gives it.
#[derive(Debug, Clone)]
pub(crate) struct ShownNumber {
    pub(crate) number: String,
    pub(crate) said: ShownSentence,
}

/// What is new since somebody looked.
#[derive(Debug, Clone)]
pub(crate) struct ShownNews {
    pub(crate) since: Time,
    pub(crate) counts: Vec<Figure>,
    pub(crate) sentences: Vec<ShownSentence>,
    pub(crate) numbers: Vec<ShownNumber>,
    pub(crate) places: Vec<ShownPlace>,
}

/// What an event says.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShownGist {
    pub(crate) phrases: Vec<ShownPhrase>,
    pub(crate) summary: Vec<ShownSentence>,
    /// That not all texts were read.
    pub(crate) cut: Option<String>,
    pub(crate) news: Option<ShownNews>,
    pub(crate) floods: Vec<Vec<Piece>>,
    pub(crate) spread_address: String,
}

pub(crate) fn shown(
    said: &Said,
    event: EventId,
    as_of: Moment,
    shell: &Shell,
    zone: Tz,
) -> ShownGist {
    let gist = &said.gist;
    ShownGist {
        phrases: (gist.phrases.iter())
            .map(|(text, documents)| phrase(text, *documents, shell))
            .collect(),
        summary: (gist.summary.iter())
            .map(|one| shown_sentence(one, as_of, shell, zone))
            .collect(),
        cut: (gist.read < gist.of).then(|| {
            let (n, of) = (count(gist.read as i64), count(gist.of as i64));
            rust_i18n::t!("gist.cut", locale = shell.tag(), n = n, of = of).to_string()
        }),
        news: (said.news.as_ref()).map(|news| shown_news(news, event, as_of, shell, zone)),
        floods: flood_lines(&said.floods, false, as_of, shell, zone),
        spread_address: shell.to(&format!("/events/{event}/spread")),
    }
}

fn phrase(text: &str, documents: usize, shell: &Shell) -> ShownPhrase {
    let quoted = format!("\"{}\"", text.replace('"', " "));
    ShownPhrase {
        text: plain(text),
        address: shell.to(&format!("/search?q={}", encode(&quoted))),
        documents: counted(shell, "document", documents as i64),
    }
}

fn shown_sentence(one: &GistSentence, as_of: Moment, shell: &Shell, zone: Tz) -> ShownSentence {
    ShownSentence {
        text: clip(&one.sentence, SENTENCE_CHARS),
        address: shell.to(&format!("/documents/{}", one.document)),
        at: time_near(one.at, as_of, zone),
        source: plain(&one.source),
    }
}

fn shown_news(
    news: &EventNews,
    event: EventId,
    as_of: Moment,
    shell: &Shell,
    zone: Tz,
) -> ShownNews {
    let after = shell.to(&format!("/documents?event={event}&after={}", news.after));
    let seen = shell.to(&format!("/events/{event}#first-seen"));
    let counts = [
        ("document", news.documents, after.clone()),
        ("copy", news.copies, format!("{after}&copies=1")),
        ("source", news.sources, seen),
    ];
    ShownNews {
        since: time_near(news.since, as_of, zone),
        counts: (counts.into_iter())
            .filter(|(_, number, _)| *number > 0)
            .map(|(key, number, address)| Figure {
                number: count(number as i64),
                words: counted(shell, key, number as i64),
                address,
            })
            .collect(),
        sentences: (news.sentences.iter())
            .map(|one| shown_sentence(one, as_of, shell, zone))
            .collect(),
        numbers: (news.numbers.iter())
            .map(|one| ShownNumber {
                number: plain(&one.number),
                said: shown_sentence(&one.said, as_of, shell, zone),
            })
            .collect(),
        places: places(&news.places, shell),
    }
}

/// Each flood in one line with its numbers; with the headline where it is told away from its event.
pub(crate) fn flood_lines(
    floods: &[FloodRecord],
    named: bool,
    as_of: Moment,
    shell: &Shell,
    zone: Tz,
) -> Vec<Vec<Piece>> {
    floods
        .iter()
        .map(|one| flood_line(one, named, as_of, shell, zone))
        .collect()
}

fn flood_line(
    one: &FloodRecord,
    named: bool,
    as_of: Moment,
    shell: &Shell,
    zone: Tz,
) -> Vec<Piece> {
    let flood = &one.flood;
    let address = shell.to(&format!("/documents?flood={}", flood.head));
    let documents = counted(shell, "document", flood.documents);
    let at = |at: Moment| vec![Piece::text(time_near(at, as_of, zone).person)];
    let minutes = (flood.last_at.0 - flood.first_at.0) / 60_000 + 1;
    let title = Piece::title(
        clip(&one.title, LISTED_TITLE_CHARS),
        shell.to(&format!("/events/{}", one.event)),
    );
    let parts = vec![
        ("title", vec![title]),
        ("documents", vec![Piece::link(documents, address)]),
        ("voices", vec![Piece::text(count(flood.voices))]),
        ("minutes", vec![Piece::text(count(minutes))]),
        ("first", at(flood.first_at)),
        ("last", at(flood.last_at)),
    ];
    let key = match (named, flood.at_least) {
        (true, true) => "flood.named_at_least",
        (true, false) => "flood.named",
        (false, true) => "flood.at_least",
        (false, false) => "flood.line",
    };
    sentence(shell, key, &parts)
}
