//! Lists that come as JSON, by paths of keys.

use super::time::list_time;
use super::{Found, Gathered, ListPage, ListProblem};
use crate::dots::Dots;
use crate::links::link_target;
use crate::plain_text::{clean_line, html_to_text};
use chrono_tz::Tz;
use model::{ListRules, Moment, TimeNote, limits};
use serde_json::Value;

/// Keys under which most answers give the parts.
const TITLE: &[&str] = &["title", "name", "subject", "headline"];
const LINK: &[&str] = &["url", "link", "href", "mobileUrl", "linkUrl"];
const TIME: &[&str] = &[
    "pubDate",
    "published_at",
    "publishedAt",
    "publishTime",
    "publish_time",
    "pubTime",
    "date",
    "datetime",
    "time",
    "created_at",
    "createTime",
    "ctime",
];

struct Paths {
    link: Option<Dots>,
    title: Option<Dots>,
    time: Option<Dots>,
    text: Option<Dots>,
}

/// Reads a JSON list.
pub(super) fn read(
    text: &str,
    page_url: &str,
    rules: &ListRules,
    now: Moment,
    zone: Tz,
) -> Result<ListPage, ListProblem> {
    let items = path("item", &rules.item)?;
    let part = |part, written: &Option<String>| {
        let written = written
            .as_deref()
            .map(str::trim)
            .filter(|path| !path.is_empty());
        written.map(|written| path(part, written)).transpose()
    };
    let paths = Paths {
        link: part("link", &rules.link)?,
        title: part("title", &rules.title)?,
        time: part("time", &rules.time)?,
        text: part("text", &rules.text)?,
    };
    let next = part("next", &rules.next)?;
    let json: Value = serde_json::from_str(text.trim_start_matches('\u{feff}').trim())
        .map_err(|error| ListProblem::NoJson(error.to_string()))?;
    let mut gathered = Gathered::new(page_url, page_url);
    let list: Vec<&Value> = match items.value(&json) {
        Some(Value::Array(list)) => list.iter().collect(),
        // Some answers number their entries by keys.
        Some(Value::Object(list)) => list.values().collect(),
        _ => return Err(ListProblem::Nothing(rules.item.clone())),
    };
    for item in list.into_iter().take(limits::ENTRIES_PER_VISIT_MAX) {
        gathered.add(found(item, &paths, now, zone));
    }
    let next = next.and_then(|next| link_target(&next.text(&json)?, page_url, page_url).ok());
    Ok(gathered.into_page(next))
}

fn path(part: &'static str, written: &str) -> Result<Dots, ListProblem> {
    Dots::parse(written).map_err(|error| ListProblem::Rule {
        part,
        path: written.chars().take(200).collect(),
        why: error.to_string(),
    })
}

fn found(item: &Value, paths: &Paths, now: Moment, zone: Tz) -> Found {
    let text = |path: &Option<Dots>, usual: &[&str]| match path {
        Some(path) => path.text(item),
        None => usual.iter().find_map(|key| match item.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }),
    };
    let (published_at, time_note) =
        match text(&paths.time, TIME).filter(|time| !time.trim().is_empty()) {
            None => (None, TimeNote::Missing),
            Some(time) => match list_time(&time, false, now, zone) {
                Some((at, note)) => (Some(at), note),
                None => (None, TimeNote::Unreadable),
            },
        };
    Found {
        href: text(&paths.link, LINK).filter(|href| !href.trim().is_empty()),
        title: clean_line(&html_to_text(
            &text(&paths.title, TITLE).unwrap_or_default(),
        )),
        text: html_to_text(&text(&paths.text, &[]).unwrap_or_default()),
        published_at,
        time_note,
    }
}
