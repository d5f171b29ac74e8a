//! Answers to follow: RSS 2.0 and Atom, with validators.

use super::data::rfc3339;
use crate::language::Language;
use crate::pages::problem;
use crate::pages::search::take::{escaped, rfc2822};
use crate::routes::App;
use crate::shell::Shell;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use desk::PublicAnswer;
use model::Moment;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher};

/// What a feed says of itself.
pub(crate) struct Channel {
    pub(crate) title: String,
    pub(crate) words: String,
    /// The public list, and the feed itself.
    pub(crate) home: String,
    pub(crate) own: String,
    pub(crate) language: &'static str,
}

pub(crate) async fn rss(State(app): State<App>, headers: HeaderMap) -> Response {
    feed(&app, &headers, "rss").await
}

pub(crate) async fn atom(State(app): State<App>, headers: HeaderMap) -> Response {
    feed(&app, &headers, "atom").await
}

async fn feed(app: &App, headers: &HeaderMap, ending: &str) -> Response {
    let language = Language::choose(None, headers);
    let answers = match app.desk.public_answers(1).await {
        Ok((answers, _)) => answers,
        Err(error) => return problem::of(&error, app, language),
    };
    let shell = Shell::new(language, "", "/answers");
    let office = super::office_of(&super::named(app).await, &shell);
    let channel = Channel {
        title: format!("{office} · {}", shell.t("answer.public_title")),
        words: shell.t("answer.public_hint").into_owned(),
        home: app.settings.address_of("/answers"),
        own: app.settings.address_of(&format!("/answers/feed.{ending}")),
        language: language.tag(),
    };
    let (kind, text) = match ending {
        "rss" => (
            "application/rss+xml; charset=utf-8",
            to_rss(&channel, &answers),
        ),
        _ => (
            "application/atom+xml; charset=utf-8",
            to_atom(&channel, &answers),
        ),
    };
    validated(headers, kind, text, changed_at(&answers))
}

/// When anything in it changed last.
fn changed_at(answers: &[PublicAnswer]) -> Moment {
    let times = answers.iter().map(PublicAnswer::changed_at);
    times.max().unwrap_or(Moment(0))
}

/// The text with its validators, or that it is as it was.
fn validated(asked: &HeaderMap, kind: &'static str, text: String, at: Moment) -> Response {
    let mut hash = DefaultHasher::new();
    hash.write(text.as_bytes());
    let tag = format!("\"{:016x}\"", hash.finish());
    let modified = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    let modified = modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let told = |name| asked.get(name).and_then(|value| value.to_str().ok());
    let same = match told(IF_NONE_MATCH) {
        Some(tags) => tags.split(',').any(|one| one.trim() == tag),
        None => told(IF_MODIFIED_SINCE) == Some(modified.as_str()),
    };
    let headers = [
        (ETAG, tag),
        (LAST_MODIFIED, modified),
        (CACHE_CONTROL, "public, max-age=60".to_owned()),
        (CONTENT_TYPE, kind.to_owned()),
    ];
    if same {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, text).into_response()
    }
}

/// What an entry says: a withdrawn answer says why it was.
fn said(answer: &PublicAnswer) -> Option<(String, String)> {
    let latest = answer.latest()?;
    let words = &latest.wording;
    let mut text = String::new();
    for part in [&latest.correction, &words.claim, &words.text] {
        if !part.is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(part);
        }
    }
    Some((escaped(&words.title), escaped(&text)))
}

const NEVER: &str = "writing to a string cannot fail";

pub(crate) fn to_rss(channel: &Channel, answers: &[PublicAnswer]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write!(
        xml,
        "<rss version=\"2.0\"><channel><title>{}</title><link>{}</link><description>{}</description><language>{}</language>",
        escaped(&channel.title),
        escaped(&channel.home),
        escaped(&channel.words),
        channel.language
    )
    .expect(NEVER);
    for answer in answers {
        let Some((title, text)) = said(answer) else {
            continue;
        };
        let address = escaped(&format!("{}/{}", channel.home, answer.id));
        write!(
            xml,
            "\n<item><title>{title}</title><link>{address}</link><guid isPermaLink=\"true\">{address}</guid>\
             <description>{text}</description><pubDate>{}</pubDate></item>",
            rfc2822(answer.changed_at())
        )
        .expect(NEVER);
    }
    xml.push_str("\n</channel></rss>\n");
    xml
}

pub(crate) fn to_atom(channel: &Channel, answers: &[PublicAnswer]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\"><title>{}</title><subtitle>{}</subtitle>\
         <id>{}</id><link href=\"{}\"/><link rel=\"self\" href=\"{}\"/><updated>{}</updated>",
        channel.language,
        escaped(&channel.title),
        escaped(&channel.words),
        escaped(&channel.home),
        attribute(&channel.home),
        attribute(&channel.own),
        rfc3339(changed_at(answers))
    )
    .expect(NEVER);
    for answer in answers {
        let Some((title, text)) = said(answer) else {
            continue;
        };
        let address = format!("{}/{}", channel.home, answer.id);
        write!(
            xml,
            "\n<entry><title>{title}</title><id>{}</id><link href=\"{}\"/><published>{}</published>\
             <updated>{}</updated><author><name>{}</name></author><content type=\"text\">{text}</content></entry>",
            escaped(&address),
            attribute(&address),
            rfc3339(answer.published_at()),
            rfc3339(answer.changed_at()),
            escaped(&answer.office)
        )
        .expect(NEVER);
    }
    xml.push_str("\n</feed>\n");
    xml
}

fn attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}
