//! Hot lists as newsnow gives them: ranked headlines with how hot they are.

use crate::address::canonical_url;
use crate::charset::decode;
use crate::dates::read_time;
use crate::plain_text::clean_line;
use chrono_tz::Tz;
use model::{Moment, limits};
use serde_json::Value;
use thiserror::Error;
use xxhash_rust::xxh3::xxh3_128;

/// A hot list as it stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HotList {
    /// When it was drawn up.
    pub updated_at: Option<Moment>,
    /// Its entries, the hottest first.
    pub entries: Vec<HotEntry>,
    /// What was not as it should be.
    pub warnings: Vec<String>,
}

/// One entry of a hot list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HotEntry {
    /// What makes it the same entry on the next reading.
    pub external_id: String,
    /// Its headline.
    pub title: String,
    /// The page it leads to.
    pub url: Option<String>,
    /// Its place, from 1.
    pub rank: i64,
    /// How hot the list says it is.
    pub heat: Option<i64>,
    /// When it was published.
    pub published_at: Option<Moment>,
}

/// Why bytes are no hot list, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HotListProblem {
    /// Nothing came.
    #[error("the answer is empty; try again later, or check the address")]
    Empty,
    /// No JSON.
    #[error("the answer is no JSON: {0}; check that the address leads to the hot list's data")]
    NoJson(String),
    /// JSON of another shape.
    #[error("the answer has no list of items{0}; check the name of the hot list in the address")]
    NoItems(String),
}

/// Reads a hot list: `{"status", "updatedTime", "items": [{"id", "title", "url", …}]}`.
pub fn read_hot_list(
    bytes: &[u8],
    content_type: Option<&str>,
    zone: Tz,
) -> Result<HotList, HotListProblem> {
    let decoded = decode(bytes, content_type);
    if decoded.text.trim().is_empty() {
        return Err(HotListProblem::Empty);
    }
    let answer: Value = serde_json::from_str(decoded.text.trim())
        .map_err(|error| HotListProblem::NoJson(error.to_string()))?;
    let items = answer.get("items").or_else(|| answer.get("data"));
    let Some(items) = items.and_then(Value::as_array) else {
        let said = words(answer.get("message")).map(|said| format!(" and says {said:?}"));
        return Err(HotListProblem::NoItems(said.unwrap_or_default()));
    };
    let mut list = HotList {
        updated_at: time(answer.get("updatedTime"), zone),
        ..HotList::default()
    };
    list.warnings.extend(decoded.warning);
    let status = words(answer.get("status")).unwrap_or_default();
    if !matches!(status.as_str(), "success" | "cache") {
        list.warnings.push(format!(
            "its status is {status:?}, not success; the list may be old"
        ));
    }
    for (rank, item) in (1..).zip(items.iter().take(limits::ENTRIES_PER_VISIT_MAX)) {
        match entry(item, rank, zone) {
            Some(entry) => list.entries.push(entry),
            None => list
                .warnings
                .push(format!("item {rank} has no title; it is left out")),
        }
    }
    Ok(list)
}

fn entry(item: &Value, rank: i64, zone: Tz) -> Option<HotEntry> {
    let title: String = words(item.get("title"))?
        .chars()
        .take(limits::TITLE_CHARS_MAX)
        .collect();
    let url = |name| canonical_url(item.get(name)?.as_str()?, None);
    let url = url("url").or_else(|| url("mobileUrl"));
    let id = words(item.get("id"))
        .or_else(|| url.clone())
        .unwrap_or_else(|| title.clone());
    let external_id = if id.chars().count() > limits::EXTERNAL_ID_CHARS_MAX {
        format!("{:032x}", xxh3_128(id.as_bytes()))
    } else {
        id
    };
    let extra = item.get("extra");
    let published = item.get("pubDate").or_else(|| extra?.get("date"));
    Some(HotEntry {
        external_id,
        url,
        rank,
        heat: heat_of(item),
        published_at: time(published, zone),
        title,
    })
}

/// A text or a number as one clean line; none if it is empty.
fn words(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => clean_line(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn time(value: Option<&Value>, zone: Tz) -> Option<Moment> {
    read_time(&words(value)?, zone).map(|(at, _)| at)
}

/// How hot: `extra.diff` is a change of rank and no heat.
fn heat_of(item: &Value) -> Option<i64> {
    let extra = item.get("extra");
    let inner = ["info", "hot", "heat"]
        .iter()
        .filter_map(|name| extra?.get(name));
    let outer = ["hot", "heat"].iter().filter_map(|name| item.get(name));
    inner
        .chain(outer)
        .find_map(|value| heat(&words(Some(value))?))
}

/// Reads `123.4万`, `1.2亿热度`, `3,456`, `56k`.
pub(crate) fn heat(text: &str) -> Option<i64> {
    const DIGITS_MAX: usize = 18;
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text.get(start..)?;
    let number: String = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .take(DIGITS_MAX)
        .collect();
    let unit = rest.get(number.len()..)?.trim_start().chars().next();
    let times = match unit.map(|unit| unit.to_ascii_lowercase()) {
        Some('亿' | '億') => 1e8,
        Some('万' | '萬' | 'w') => 1e4,
        Some('千' | 'k') => 1e3,
        Some('m') => 1e6,
        Some('%' | '-' | ':' | '年' | '月' | '日' | '分' | '小' | '时' | '天') => {
            return None;
        }
        _ => 1.0,
    };
    let number: f64 = number.replace(',', "").trim_end_matches('.').parse().ok()?;
    Some((number * times).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;
    use proptest::prelude::*;

    #[test]
    fn heat_as_lists_write_it() {
        for (text, expected) in [
            ("123.4万", Some(1_234_000)),
            ("1.2亿热度", Some(120_000_000)),
            ("3,456", Some(3_456)),
            ("56k", Some(56_000)),
            ("热度 980", Some(980)),
            ("12 万次讨论", Some(120_000)),
            ("", None),
            ("爆", None),
            ("3小时前", None),
            ("1.2.3", None),
        ] {
            assert_eq!(heat(text), expected, "{text}");
        }
    }

    #[test]
    fn a_list_is_read_in_its_order() {
        let json = r#"{"status":"cache","id":"desk","updatedTime":1772431500000,"items":[
            {"id":17,"title":"青岚县暴雨红色预警","url":"https://hot.example/17","extra":{"info":"123.4万","diff":3}},
            {"id":"https://hot.example/long","title":" 城东桥\n封闭 ","mobileUrl":"https://m.hot.example/2","pubDate":"2026-03-02 14:05","hot":980},
            {"id":"x","url":"https://hot.example/x"},
            "broken",
            {"title":"只有标题"}]}"#;
        let list = read_hot_list(json.as_bytes(), None, Shanghai).unwrap();
        assert_eq!(list.updated_at, Some(Moment(1_772_431_500_000)));
        let found: Vec<_> = list
            .entries
            .iter()
            .map(|entry| {
                (
                    entry.external_id.as_str(),
                    entry.title.as_str(),
                    entry.rank,
                    entry.heat,
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("17", "青岚县暴雨红色预警", 1, Some(1_234_000)),
                ("https://hot.example/long", "城东桥 封闭", 2, Some(980)),
                ("只有标题", "只有标题", 5, None),
            ]
        );
        assert_eq!(
            list.entries[1].published_at,
            Some(Moment(1_772_431_500_000))
        );
        assert_eq!(list.warnings.len(), 2);
    }

    #[test]
    fn what_is_no_hot_list_is_refused_with_words() {
        for (text, words) in [
            ("", "empty"),
            ("<html>", "no JSON"),
            (
                r#"{"status":"error","message":"Invalid source id"}"#,
                "Invalid source id",
            ),
            ("[1]", "no list"),
        ] {
            let problem = read_hot_list(text.as_bytes(), None, Shanghai)
                .unwrap_err()
                .to_string();
            assert!(problem.contains(words), "{problem}");
        }
        let list = read_hot_list(br#"{"status":"error","items":[]}"#, None, Shanghai).unwrap();
        assert_eq!(list.warnings.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_hot_list_or_a_problem(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            text in "\\PC{0,30}",
        ) {
            let _ = read_hot_list(&bytes, None, Shanghai);
            let _ = heat(&text);
        }
    }
}
