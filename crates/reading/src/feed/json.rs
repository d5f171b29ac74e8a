//! The lenient reader of JSON Feed: fields of the wrong type are passed over, a cut text is mended.

use super::FeedKind;
use super::draft::{Draft, Reading};
use super::open::escaped;
use crate::dates::read_time;
use chrono_tz::Tz;
use model::limits;
use serde_json::Value;

/// Brackets open inside one another that are kept.
const DEPTH_MAX: usize = 100;

/// What the text says as a JSON Feed; none if it lists no items.
pub(super) fn read(text: &str, zone: Tz) -> Option<Reading> {
    let feed: Value = serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&mended(text)))
        .ok()?;
    let items = feed.get("items")?.as_array()?;
    Some(Reading {
        title: words(&feed, "title").map(|title| escaped(&title)),
        kind: FeedKind::Json,
        listed: items.len(),
        drafts: items
            .iter()
            .filter(|item| item.is_object())
            .take(limits::ENTRIES_PER_VISIT_MAX)
            .map(|item| draft_of(item, zone))
            .collect(),
    })
}

fn draft_of(item: &Value, zone: Tz) -> Draft {
    let time = |name| words(item, name).and_then(|text| read_time(&text, zone));
    let plain = |name| words(item, name).map(|text| escaped(&text));
    Draft {
        id: words(item, "id").unwrap_or_default(),
        link: words(item, "url").or_else(|| words(item, "external_url")),
        title: plain("title").unwrap_or_default(),
        content: words(item, "content_html").or_else(|| plain("content_text")),
        summary: plain("summary"),
        time: time("date_published").or_else(|| time("date_modified")),
    }
}

/// A field that holds words, or a number that is meant as such.
fn words(of: &Value, name: &str) -> Option<String> {
    match of.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text without commas before a closing bracket and without controls, up to the last whole
/// value where it is cut, with the brackets closed that are open there.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<char> = Vec::new();
    let mut whole = (0, 0);
    let (mut in_string, mut escapes) = (false, false);
    for c in text.chars() {
        match c {
            _ if escapes => escapes = false,
            '\\' if in_string => escapes = true,
            '"' => in_string = !in_string,
            '{' if !in_string => open.push('}'),
            '[' if !in_string => open.push(']'),
            '}' | ']' if !in_string => {
                let end = out.trim_end();
                out.truncate(end.strip_suffix(',').unwrap_or(end).len());
                if open.pop() != Some(c) {
                    break;
                }
                whole = (out.len() + 1, open.len());
            }
            _ => {}
        }
        if open.len() > DEPTH_MAX {
            break;
        }
        out.push(if c.is_control() { ' ' } else { c });
        if open.is_empty() {
            return out;
        }
    }
    let (end, depth) = whole;
    out.truncate(end);
    open.truncate(depth);
    out.extend(open.iter().rev());
    out
}
