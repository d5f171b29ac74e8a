//! What machines read: feeds of every make, a sitemap, the hot list.

use super::Site;
use super::reply::Reply;
use super::show::{Shown, fictional, language, shown};
use crate::demo::calendar::local;
use askama::Template;
use model::Moment;
use serde_json::json;

/// Entries in a feed, as most servers have it.
const ENTRIES: usize = 40;
/// Every which answer of the broken feed is cut off.
const CUT_EVERY: usize = 3;
/// Lines of the hot list.
const HOT_LINES: usize = 30;

#[derive(Template)]
#[template(path = "demo/rss.xml")]
struct Rss<'a> {
    name: &'static str,
    base: &'a str,
    fictional: &'static str,
    language: &'static str,
    entries: Vec<Shown<'a>>,
}

#[derive(Template)]
#[template(path = "demo/atom.xml")]
struct Atom<'a> {
    name: &'static str,
    base: &'a str,
    fictional: &'static str,
    language: &'static str,
    updated: String,
    entries: Vec<Shown<'a>>,
}

#[derive(Template)]
#[template(path = "demo/sitemap.xml")]
struct Map<'a> {
    entries: Vec<Shown<'a>>,
}

fn newest(site: &Site, now: Moment) -> (Vec<Shown<'_>>, Option<Moment>) {
    let mut at = None;
    let entries = site.world.of(site.outlet, now).take(ENTRIES);
    let shown = entries
        .map(|post| {
            at.get_or_insert(post.at);
            shown(site, post)
        })
        .collect();
    (shown, at)
}

fn rss_text(site: &Site, now: Moment) -> (String, Option<Moment>) {
    let (entries, at) = newest(site, now);
    let page = Rss {
        name: site.outlet.name(),
        base: &site.base,
        fictional: fictional(site.outlet),
        language: language(site.outlet),
        entries,
    };
    (rendered(&page), at)
}

pub(super) fn rss(site: &Site, now: Moment) -> Reply {
    let (text, at) = rss_text(site, now);
    Reply::new("application/rss+xml; charset=utf-8", text.into(), at)
}

/// A feed as a careless program writes it: an ampersand that stands alone, a tag that is never
/// closed, and now and then the end is missing. It knows no validators.
pub(super) fn broken(site: &Site, now: Moment, asked: usize) -> Reply {
    let (text, _) = rss_text(site, now);
    let text = text
        .replacen(
            "<language>",
            "<webMaster>教务 & 信息</webMaster><language>",
            1,
        )
        .replacen("</language>", "<br></language>", 1);
    let mut end = text.len();
    if asked % CUT_EVERY == CUT_EVERY - 1 {
        // Somewhere in the oldest entry.
        let last = text.rfind("<description>").unwrap_or(end) + "<description>".len() + 24;
        end = (last..text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(end);
    }
    let cut = text.get(..end).unwrap_or(&text);
    Reply::new("text/xml", cut.into(), None).unvalidated()
}

pub(super) fn atom(site: &Site, now: Moment) -> Reply {
    let (entries, at) = newest(site, now);
    let page = Atom {
        name: site.outlet.name(),
        base: &site.base,
        fictional: fictional(site.outlet),
        language: language(site.outlet),
        updated: local(at.unwrap_or(now)).to_rfc3339(),
        entries,
    };
    Reply::new(
        "application/atom+xml; charset=utf-8",
        rendered(&page).into(),
        at,
    )
}

pub(super) fn sitemap(site: &Site, now: Moment) -> Reply {
    let (entries, at) = newest(site, now);
    Reply::new(
        "application/xml; charset=utf-8",
        rendered(&Map { entries }).into(),
        at,
    )
}

pub(super) fn json(site: &Site, now: Moment) -> Reply {
    let (entries, at) = newest(site, now);
    let items: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!({"id": entry.url, "url": entry.url, "content_text": entry.paragraphs.join("\n"),
                   "date_published": entry.rfc3339, "authors": [{"name": entry.nick}]})
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.outlet.name(),
        "description": fictional(site.outlet),
        "home_page_url": format!("{}/", site.base),
        "feed_url": format!("{}{}", site.base, site.outlet.path()),
        "language": language(site.outlet),
        "items": items,
    });
    Reply::new(
        "application/feed+json; charset=utf-8",
        feed.to_string().into(),
        at,
    )
}

pub(super) fn hot(site: &Site, now: Moment) -> Reply {
    let posts: Vec<_> = site.world.of(site.outlet, now).collect();
    let items: Vec<_> = site
        .world
        .hot(now)
        .into_iter()
        .filter_map(|line| {
            let post = posts.iter().find(|post| post.title == line.title)?;
            let url = format!("{}{}", site.base, post.page());
            let heat = format!("{:.1}万", line.heat as f64 / 10_000.0);
            Some(json!({"id": post.id(), "title": line.title, "url": url,
                        "pubDate": local(post.at).to_rfc3339(), "extra": {"info": heat}}))
        })
        .take(HOT_LINES)
        .collect();
    let list = json!({"status": "success", "id": "qinglan", "updatedTime": now.0, "items": items});
    Reply::new(
        "application/json; charset=utf-8",
        list.to_string().into(),
        Some(now),
    )
}

/// Rendering into memory fails only where a template does; a test renders all.
pub(super) fn rendered(page: &impl Template) -> String {
    page.render().unwrap_or_default()
}
