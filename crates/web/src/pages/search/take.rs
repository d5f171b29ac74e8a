//! What a search found, to take along as a file, and to follow as a feed.

use super::SORTS;
use crate::language::Language;
use crate::pages::problem;
use crate::routes::App;
use crate::words::plain;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use desk::{
    DeskError, EXPORT_ROWS_MAX, ExportForm, Feed, Fragment, SearchHit, SearchOrder, SignedIn,
};
use model::Moment;
use serde::Deserialize;
use serde_json::json;
use std::fmt::Write as _;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    most: Option<usize>,
}

pub(crate) async fn export(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let Some(form) = ExportForm::of(&file) else {
        let id = file;
        return problem::of(&DeskError::NotFound { kind: "file", id }, &app, language);
    };
    let mut sorts = SORTS.iter();
    let order = sorts
        .find(|(_, word)| *word == asked.sort)
        .map_or(SearchOrder::Relevance, |(order, _)| *order);
    let most = asked.most.unwrap_or(EXPORT_ROWS_MAX);
    let exported = app
        .desk
        .export_search(&signed.actor, &asked.q, order, form, most)
        .await;
    let exported = match exported {
        Ok(Ok(exported)) => exported,
        Ok(Err(wrong)) => {
            return problem::of(&DeskError::Invalid(wrong.message), &app, language);
        }
        Err(error) => return problem::of(&error, &app, language),
    };
    let kind = match form {
        ExportForm::Csv => "text/csv; charset=utf-8",
        ExportForm::JsonLines => "application/jsonl; charset=utf-8",
        ExportForm::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let name = format!("attachment; filename=\"caifeng-search.{}\"", form.ending());
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)];
    (headers, exported.bytes).into_response()
}

pub(crate) async fn feed(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let missing = || DeskError::NotFound {
        kind: "feed",
        id: "…".to_owned(),
    };
    let (secret, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    if !matches!(ending, "rss" | "json") {
        return problem::of(&missing(), &app, language);
    }
    let feed = match app.desk.feed(secret).await {
        Ok(feed) => feed,
        Err(error) => return problem::of(&error, &app, language),
    };
    let (kind, text) = match ending {
        "rss" => (
            "application/rss+xml; charset=utf-8",
            to_rss(&feed, &home(&app, &feed)),
        ),
        _ => (
            "application/feed+json; charset=utf-8",
            to_json_feed(&feed, &home(&app, &feed)),
        ),
    };
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "private, max-age=60")];
    (headers, text).into_response()
}

/// Where the search is asked at the desk.
fn home(app: &App, feed: &Feed) -> String {
    let query = crate::show::encode(&feed.search.query);
    app.settings.address_of(&format!("/search?q={query}"))
}

/// RSS 2.0. Links lead to the originals: whoever follows may have no session here.
fn to_rss(feed: &Feed, home: &str) -> String {
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>");
    let name = escaped(&feed.search.name);
    let query = escaped(&feed.search.query);
    write!(
        xml,
        "<title>{name}</title><link>{}</link><description>{query}</description>",
        escaped(home)
    )
    .expect("writing to a string cannot fail");
    for hit in &feed.hits {
        let title = escaped(&titled(hit));
        let text = escaped(&joined(&hit.snippet));
        let source = escaped(&hit.source);
        let at = rfc2822(hit.published_at);
        write!(
            xml,
            "\n<item><title>{title}</title><description>{text}</description>"
        )
        .expect("writing to a string cannot fail");
        if let Some(url) = crate::show::link(hit.url.as_deref()) {
            write!(xml, "<link>{}</link>", escaped(&url)).expect("writing to a string cannot fail");
        }
        write!(
            xml,
            "<category>{source}</category><guid isPermaLink=\"false\">{}</guid><pubDate>{at}</pubDate></item>",
            hit.document
        )
        .expect("writing to a string cannot fail");
    }
    xml.push_str("\n</channel></rss>\n");
    xml
}

/// JSON Feed 1.1.
fn to_json_feed(feed: &Feed, home: &str) -> String {
    let items: Vec<_> = (feed.hits.iter())
        .map(|hit| {
            json!({
                "id": hit.document.to_string(),
                "url": crate::show::link(hit.url.as_deref()),
                "title": titled(hit),
                "content_text": plain(&joined(&hit.snippet)),
                "date_published": rfc3339(hit.published_at),
                "tags": [plain(&hit.source), hit.event.to_string()],
            })
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": plain(&feed.search.name),
        "home_page_url": home,
        "description": plain(&feed.search.query),
        "items": items,
    })
    .to_string()
}

fn titled(hit: &SearchHit) -> String {
    let title = plain(&joined(&hit.title));
    if title.is_empty() {
        plain(&joined(&hit.snippet))
    } else {
        title
    }
}

fn joined(fragments: &[Fragment]) -> String {
    fragments.iter().map(|piece| piece.text.as_str()).collect()
}

/// Text between tags: signs of the markup escaped, what no XML may hold left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

pub(crate) fn rfc2822(at: Moment) -> String {
    DateTime::from_timestamp_millis(at.0).map_or_else(String::new, |at| at.to_rfc2822())
}

fn rfc3339(at: Moment) -> String {
    DateTime::from_timestamp_millis(at.0).map_or_else(String::new, |at| at.to_rfc3339())
}
