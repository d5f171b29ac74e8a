//! What people read: lists, articles, threads.

use super::Site;
use super::feeds::rendered;
use super::reply::Reply;
use super::show::{Shown, fictional, language, shown};
use crate::demo::outlet::{Form, Outlet};
use crate::demo::post::Post;
use askama::Template;
use encoding_rs::GBK;
use model::Moment;

/// The one style of all sites.
pub(super) static STYLE: &str = include_str!("../../../templates/demo/site.css");
/// Entries on one page of a list.
const ENTRIES_PER_PAGE: usize = 25;
/// Pages beside an article.
const OTHERS: usize = 8;

/// Words around the texts.
struct Words {
    newer: &'static str,
    older: &'static str,
    related: &'static str,
    posted: &'static str,
}

/// What surrounds every page of a site.
struct Frame {
    name: &'static str,
    word: &'static str,
    language: &'static str,
    charset: &'static str,
    fictional: &'static str,
    sections: &'static [&'static str],
    heading: &'static str,
    feed: Option<(&'static str, &'static str)>,
    words: Words,
}

macro_rules! page {
    ($name:ident, $path:literal, { $($field:ident: $kind:ty),* }) => {
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> {
            frame: Frame,
            $($field: $kind,)*
        }
    };
}

page!(ListPage, "demo/list.html", { entries: Vec<Shown<'a>>, number: usize, of: usize, newer: Option<String>, older: Option<String> });
page!(ArticlePage, "demo/article.html", { entry: Shown<'a>, others: Vec<Shown<'a>> });
page!(GovPage, "demo/gov_article.html", { entry: Shown<'a>, others: Vec<Shown<'a>> });
page!(ThreadPage, "demo/thread.html", { entry: Shown<'a> });

/// A page of the list of a site.
pub(super) fn list(site: &Site, number: usize, now: Moment) -> Option<Reply> {
    let posts: Vec<&Post> = site.world.of(site.outlet, now).collect();
    let of = posts.len().div_ceil(ENTRIES_PER_PAGE).max(1);
    if !(1..=of).contains(&number) {
        return None;
    }
    let from = (number - 1) * ENTRIES_PER_PAGE;
    let entries = posts.iter().skip(from).take(ENTRIES_PER_PAGE);
    let page = ListPage {
        frame: frame(site.outlet),
        entries: entries.map(|post| shown(site, post)).collect(),
        number,
        of,
        newer: (number > 1).then(|| address(number - 1)),
        older: (number < of).then(|| address(number + 1)),
    };
    let at = posts.first().map(|post| post.at);
    Some(html(site, &rendered(&page), at))
}

fn address(number: usize) -> String {
    if number == 1 {
        "/".to_owned()
    } else {
        format!("/?page={number}")
    }
}

/// The page of a post.
pub(super) fn article(site: &Site, path: &str, now: Moment) -> Option<Reply> {
    let post = site.world.post(site.outlet, number(path)?, now)?;
    if post.page() != path {
        return None;
    }
    let others = site
        .world
        .of(site.outlet, now)
        .filter(|other| other.number != post.number);
    let others: Vec<Shown<'_>> = others.take(OTHERS).map(|post| shown(site, post)).collect();
    let (frame, entry) = (frame(site.outlet), shown(site, post));
    let text = match site.outlet {
        Outlet::Gov => rendered(&GovPage {
            frame,
            entry,
            others,
        }),
        Outlet::Forum | Outlet::Expats | Outlet::Square => rendered(&ThreadPage { frame, entry }),
        _ => rendered(&ArticlePage {
            frame,
            entry,
            others,
        }),
    };
    Some(html(site, &text, Some(post.at)))
}

/// The first number in a path.
fn number(path: &str) -> Option<u32> {
    let digits = path.split(|c: char| !c.is_ascii_digit());
    digits
        .into_iter()
        .find(|digits| !digits.is_empty())?
        .parse()
        .ok()
}

fn html(site: &Site, text: &str, at: Option<Moment>) -> Reply {
    if site.outlet.is_gbk() {
        // As old sites are: the page says it, the server does not.
        return Reply::new("text/html", GBK.encode(text).0.into_owned(), at);
    }
    Reply::new("text/html; charset=utf-8", text.into(), at)
}

fn frame(outlet: Outlet) -> Frame {
    let feed = match outlet.form() {
        Form::Rss | Form::RssSummary | Form::RssBroken => Some("application/rss+xml"),
        Form::Atom => Some("application/atom+xml"),
        Form::Json => Some("application/feed+json"),
        Form::List | Form::Sitemap | Form::Hot => None,
    };
    let words = if outlet.is_english() {
        Words {
            newer: "Newer",
            older: "Older",
            related: "More",
            posted: "Posted",
        }
    } else {
        Words {
            newer: "上一页",
            older: "下一页",
            related: "相关阅读",
            posted: "发表于",
        }
    };
    let (heading, sections) = headings(outlet);
    Frame {
        name: outlet.name(),
        word: outlet.word(),
        language: language(outlet),
        charset: if outlet.is_gbk() { "gb2312" } else { "utf-8" },
        fictional: fictional(outlet),
        sections,
        heading,
        feed: feed.map(|kind| (kind, outlet.path())),
        words,
    }
}

/// The heading of the list, and the sections in the navigation.
fn headings(outlet: Outlet) -> (&'static str, &'static [&'static str]) {
    match outlet {
        Outlet::Daily => ("要闻", &["要闻", "民生", "乡镇", "副刊", "数字报"]),
        Outlet::Gov => (
            "通知公告",
            &["首页", "县情概况", "信息公开", "办事服务", "互动交流"],
        ),
        Outlet::Forum => (
            "全部主题",
            &["青岚杂谈", "民生求助", "二手市场", "渔友", "亲子"],
        ),
        Outlet::Hospital => (
            "医院动态",
            &["医院概况", "科室导航", "就医指南", "健康科普"],
        ),
        Outlet::Square | Outlet::Hot => ("此刻", &["广场", "话题", "榜单"]),
        Outlet::Expats => (
            "Latest threads",
            &["Board", "Classes", "Housing", "Weekend"],
        ),
        Outlet::English => ("News", &["News", "Services", "Visit", "Contact"]),
        _ => ("最新发布", &["首页", "最新", "专题", "联系我们"]),
    }
}
