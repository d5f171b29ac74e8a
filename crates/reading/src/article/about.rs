//! What a page says about itself: headline, time, outlet, its own address. Authors are not read.

use super::address_day::in_address;
use super::markup::Parts;
use super::page_time::read_page_time;
use crate::{canonical_url, clean_line};
use chrono_tz::Tz;
use model::{Moment, TimeNote};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

/// Short texts after the headline among which the time stands.
const LINES_LOOKED_AT: usize = 60;
/// Characters of a line that may hold the time.
const LINE_CHARS_MAX: usize = 120;
/// Values of one block of data that are looked at.
const VALUES_MAX: usize = 2_000;
/// Characters of an outlet's name.
const OUTLET_CHARS_MAX: usize = 40;
/// How far ahead of now a page's time may lie and still be its own.
const AHEAD_MS: i64 = 26 * model::HOUR_MS;

/// Names and properties of `meta` elements that hold the time, most trusted first.
const TIME_METAS: &[&str] = &[
    "article:published_time",
    "datepublished",
    "og:published_time",
    "weibo:article:create_at",
    "publishdate",
    "pubdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "apub:time",
    "date",
    "og:release_date",
];
/// Names in scripts behind which the time stands.
const TIME_NAMES: &[&str] = &[
    "var ct",
    "publish_time",
    "publishTime",
    "pubtime",
    "ptime",
    "createTime",
];
/// Labels before the name of an outlet.
const SOURCE_LABELS: &[&str] = &["来源：", "来源:", "稿源：", "信息来源：", "文章来源："];

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) title: String,
    pub(super) time: Option<(Moment, TimeNote)>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
}

/// Reads what a page says about itself.
pub(super) fn about(
    document: &Html,
    parts: &Parts,
    page_url: &str,
    now: Moment,
    zone: Tz,
) -> About {
    let data: Vec<Value> = parts
        .data
        .iter()
        .filter_map(|block| serde_json::from_str(block.trim()).ok())
        .collect();
    let lines = lines_after_headline(document);
    let believed =
        |time: Option<(Moment, TimeNote)>| time.filter(|(at, _)| at.0 <= now.0 + AHEAD_MS);
    let read = |text: &str| believed(read_page_time(text, now, zone));
    let time = first_text(&data, "datePublished")
        .and_then(|text| read(&text))
        .or_else(|| {
            TIME_METAS
                .iter()
                .find_map(|name| read(&meta(document, name)?))
        })
        .or_else(|| attribute(document, "time[datetime]", "datetime").and_then(|text| read(&text)))
        .or_else(|| in_scripts(&parts.scripts).and_then(|text| read(&text)))
        .or_else(|| lines.iter().find_map(|line| dated(line, &read)))
        .or_else(|| in_address(page_url).and_then(|text| read(&text)));
    About {
        title: title(document, &data),
        time,
        outlet: outlet(document, &data, &lines),
        url: own_address(document, page_url),
    }
}

fn select<'a>(document: &'a Html, css: &str) -> Option<ElementRef<'a>> {
    document.select(&Selector::parse(css).ok()?).next()
}

fn attribute(document: &Html, css: &str, name: &str) -> Option<String> {
    let value = select(document, css)?.value().attr(name)?;
    Some(clean_line(value)).filter(|value| !value.is_empty())
}

/// The content of the first `meta` element of this name, property or item.
fn meta(document: &Html, name: &str) -> Option<String> {
    let all = Selector::parse("meta[content]").ok()?;
    document
        .select(&all)
        .find(|element| {
            ["property", "name", "itemprop"].iter().any(|key| {
                element
                    .value()
                    .attr(key)
                    .is_some_and(|value| value.eq_ignore_ascii_case(name))
            })
        })
        .and_then(|element| element.value().attr("content"))
        .map(clean_line)
        .filter(|content| !content.is_empty())
}

/// The headline without the name of the site.
fn title(document: &Html, data: &[Value]) -> String {
    let text = |css: &str| {
        select(document, css)
            .map(|element| clean_line(&element.text().collect::<String>()))
            .filter(|text| text.chars().count() >= 2)
    };
    let whole = text("title").unwrap_or_default();
    let short = without_site(&whole);
    let headline =
        text("h1").filter(|h1| whole.contains(h1.as_str()) || h1.contains(short.as_str()));
    headline
        .or_else(|| meta(document, "og:title").map(|title| without_site(&title)))
        .or_else(|| first_text(data, "headline"))
        .or_else(|| Some(short.clone()).filter(|title| !title.is_empty()))
        .or_else(|| text("h1"))
        .or_else(|| text("h2"))
        .unwrap_or_default()
}

/// A title up to the name of the site behind it.
fn without_site(title: &str) -> String {
    const HEADLINE_CHARS_MIN: usize = 5;
    let cut = ["_", "|", " - ", " – ", " — ", "-"]
        .iter()
        .filter_map(|mark| title.find(mark))
        .filter(|at| {
            title
                .get(..*at)
                .is_some_and(|head| head.trim().chars().count() >= HEADLINE_CHARS_MIN)
        })
        .filter(|at| !is_inside_word(title, *at))
        .min();
    cut.and_then(|at| title.get(..at))
        .unwrap_or(title)
        .trim()
        .to_owned()
}

/// A hyphen between letters or digits of ASCII belongs to the word.
fn is_inside_word(title: &str, at: usize) -> bool {
    let bytes = title.as_bytes();
    let plain = |index: Option<usize>| {
        index
            .and_then(|index| bytes.get(index))
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    plain(at.checked_sub(1)) && plain(Some(at + 1))
}

/// The first text under this key in the page's own data, however deep.
fn first_text(data: &[Value], key: &str) -> Option<String> {
    let mut waiting: Vec<&Value> = data.iter().rev().collect();
    for _ in 0..VALUES_MAX {
        match waiting.pop()? {
            Value::Object(map) => {
                if let Some(Value::String(text)) = map.get(key)
                    && !text.trim().is_empty()
                {
                    return Some(clean_line(text));
                }
                waiting.extend(map.values());
            }
            Value::Array(values) => waiting.extend(values.iter().rev()),
            _ => {}
        }
    }
    None
}

fn outlet(document: &Html, data: &[Value], lines: &[String]) -> Option<String> {
    let named = lines.iter().find_map(|line| {
        let after = SOURCE_LABELS
            .iter()
            .find_map(|label| line.split_once(label))?
            .1;
        after.split_whitespace().next().map(str::to_owned)
    });
    let publisher = || {
        data.iter().find_map(|block| {
            let publisher = block
                .get("publisher")
                .or_else(|| block.get("@graph")?.get(0)?.get("publisher"))?;
            publisher.get("name")?.as_str().map(clean_line)
        })
    };
    named
        .or_else(publisher)
        .or_else(|| meta(document, "og:site_name"))
        .or_else(|| meta(document, "mediaid"))
        .or_else(|| meta(document, "source"))
        .filter(|name| !name.is_empty() && name.chars().count() <= OUTLET_CHARS_MAX)
}

/// The address a page gives itself, where it lies on the same site; else the one it was read from.
fn own_address(document: &Html, page_url: &str) -> Option<String> {
    let host = |url: &str| -> Option<String> {
        let host = url::Url::parse(url).ok()?.host_str()?.to_owned();
        let last: Vec<&str> = host.rsplit('.').take(2).collect();
        Some(last.join("."))
    };
    let given = attribute(document, "link[rel=canonical][href]", "href")
        .or_else(|| meta(document, "og:url"))
        .and_then(|href| canonical_url(&href, Some(page_url).filter(|url| !url.is_empty())));
    let is_front = |url: &String| {
        url::Url::parse(url).is_ok_and(|url| url.path() == "/" && url.query().is_none())
    };
    given
        .filter(|url| page_url.is_empty() || host(url) == host(page_url))
        .filter(|url| page_url.is_empty() || !is_front(url))
        .or_else(|| canonical_url(page_url, None))
}

/// Short lines that follow the headline, or the beginning of the page.
fn lines_after_headline(document: &Html) -> Vec<String> {
    let headline = select(document, "h1").map(|h1| h1.id());
    let mut begun = headline.is_none();
    let mut lines = Vec::new();
    for node in document.tree.nodes() {
        begun = begun || Some(node.id()) == headline;
        if let Some(text) = node.value().as_text().filter(|_| begun) {
            let line = clean_line(text);
            if !line.is_empty() && line.chars().count() <= LINE_CHARS_MAX {
                lines.push(line);
            }
            if lines.len() >= LINES_LOOKED_AT {
                break;
            }
        }
    }
    lines
}

/// A line that tells a time: it has digits, and is short or labelled.
fn dated(
    line: &str,
    read: &impl Fn(&str) -> Option<(Moment, TimeNote)>,
) -> Option<(Moment, TimeNote)> {
    const BARE_CHARS_MAX: usize = 60;
    const AGO_CHARS_MAX: usize = 12;
    let labelled = [
        "发布", "时间", "日期", "来源", "ublished", "osted", "pdated",
    ]
    .iter()
    .any(|word| line.contains(word));
    let said = ["刚刚", "昨天", "前天", "Yesterday"]
        .iter()
        .any(|word| line.starts_with(word));
    let digits = line
        .chars()
        .any(|c| c.is_ascii_digit() || "〇一二三".contains(c));
    let ago = line.ends_with('前') && line.chars().count() <= AGO_CHARS_MAX;
    if (digits && (labelled || line.chars().count() <= BARE_CHARS_MAX)) || said || ago {
        read(line)
    } else {
        None
    }
}

/// The time that a script names: quoted, or as a number.
fn in_scripts(scripts: &str) -> Option<String> {
    TIME_NAMES.iter().find_map(|name| {
        let (_, after) = scripts.split_once(name)?;
        let after: String = after.chars().take(60).collect();
        let value = after.trim_start_matches(['"', '\'', ' ', ':', '=']);
        let value: String = value
            .chars()
            .take_while(|c| c.is_ascii_digit() || "-/: TZ+.".contains(*c))
            .collect();
        Some(value.trim().to_owned()).filter(|value| value.len() >= 8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_name_of_the_site() {
        for (title, expected) in [
            ("北门外大街恢复通行_青岚县人民政府", "北门外大街恢复通行"),
            (
                "Road in Qinglan reopens - Qinglan Daily",
                "Road in Qinglan reopens",
            ),
            ("Two-way traffic resumes | News", "Two-way traffic resumes"),
            ("通知_青岚", "通知_青岚"),
        ] {
            assert_eq!(without_site(title), expected);
        }
    }
}
