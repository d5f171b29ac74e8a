//! Posts as pages and feeds show them.

use super::super::calendar::local;
use super::super::outlet::Outlet;
use super::super::post::Post;
use super::Site;

/// Characters of a text that serve as a headline where there is none.
const HEADLINE_CHARS: usize = 24;
/// What every page says of itself.
const FICTIONAL: &str = "虚构演示：青岚县及其中的人、地、事均为虚构";
const FICTIONAL_EN: &str =
    "Fictional demonstration: Qinglan County, its people, places and happenings are invented";

/// One post, ready to be shown.
pub(super) struct Shown<'a> {
    pub(super) number: u32,
    pub(super) title: &'a str,
    /// The title, or what the text begins with.
    pub(super) headline: String,
    pub(super) paragraphs: &'a [String],
    pub(super) nick: &'a str,
    pub(super) replies: &'a [(String, String)],
    pub(super) path: String,
    pub(super) url: String,
    /// For people, to the minute.
    pub(super) time: String,
    pub(super) rfc3339: String,
    pub(super) rfc2822: String,
    /// The paragraphs as HTML, for feeds.
    pub(super) html: String,
}

/// Shows a post.
pub(super) fn shown<'a>(site: &Site, post: &'a Post) -> Shown<'a> {
    let (at, path) = (local(post.at), post.page());
    let time = match post.outlet {
        Outlet::Forum => at.format("%Y-%-m-%-d %H:%M"),
        Outlet::Hospital => at.format("%Y年%-m月%-d日 %H:%M"),
        _ => at.format("%Y-%m-%d %H:%M"),
    };
    Shown {
        number: post.number,
        title: &post.title,
        headline: headline(post),
        paragraphs: &post.paragraphs,
        nick: &post.nick,
        replies: &post.replies,
        url: format!("{}{path}", site.base),
        path,
        time: time.to_string(),
        rfc3339: at.to_rfc3339(),
        rfc2822: at.to_rfc2822(),
        html: html(post),
    }
}

fn headline(post: &Post) -> String {
    if !post.title.is_empty() {
        return post.title.clone();
    }
    post.text().chars().take(HEADLINE_CHARS).collect()
}

/// The paragraphs in the markup of a feed. A summary is the first sentence.
fn html(post: &Post) -> String {
    if post.outlet == Outlet::Yanxi {
        let first = post.paragraphs.first().map_or("", String::as_str);
        return escaped(first.split_inclusive('。').next().unwrap_or_default());
    }
    let paragraphs = post.paragraphs.iter();
    let marked: Vec<String> = paragraphs
        .map(|text| format!("<p>{}</p>", escaped(text)))
        .collect();
    marked.concat()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The line on every page that says it is invented.
pub(super) fn fictional(outlet: Outlet) -> &'static str {
    if outlet.is_english() {
        FICTIONAL_EN
    } else {
        FICTIONAL
    }
}

/// The language of a site's texts.
pub(super) fn language(outlet: Outlet) -> &'static str {
    if outlet.is_english() { "en" } else { "zh-CN" }
}
