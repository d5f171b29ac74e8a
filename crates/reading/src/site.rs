//! What a page says of its site: feeds it names, and sections that may be lists.

use crate::address::canonical_url;
use crate::charset::decode;
use crate::page_tree::parse_page;
use crate::plain_text::clean_line;
use scraper::{ElementRef, Html, Selector};

/// Links of a kind that are looked at.
const LINKS_MAX: usize = 20;

/// Words in the text or address of a link that promise a list.
const SECTION_WORDS: &[&str] = &[
    "新闻",
    "资讯",
    "动态",
    "公告",
    "通知",
    "要闻",
    "公示",
    "信息公开",
    "论坛",
    "news",
    "notice",
    "announcement",
    "press",
    "blog",
    "forum",
];

/// What a page says of its site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteLinks {
    /// What the page calls itself.
    pub title: String,
    /// Feeds it names, those in its head first.
    pub feeds: Vec<String>,
    /// Sections that may be lists, with their names.
    pub sections: Vec<(String, String)>,
}

/// Reads what a page says of its site.
pub fn read_site(bytes: &[u8], content_type: Option<&str>, page_url: &str) -> SiteLinks {
    let decoded = decode(bytes, content_type);
    let page = parse_page(&decoded.text);
    let mut site = SiteLinks::default();
    if let Some(title) = select(&page, "title").first() {
        site.title = clean_line(&title.text().collect::<String>());
    }
    for link in select(&page, r#"link[rel~="alternate"][href]"#) {
        let kind = link.value().attr("type").unwrap_or_default();
        if ["rss", "atom", "feed+json", "rdf"]
            .iter()
            .any(|word| kind.contains(word))
        {
            push(&mut site.feeds, link, page_url);
        }
    }
    for link in select(&page, "a[href]") {
        let href = link.value().attr("href").unwrap_or_default().to_lowercase();
        let text = clean_line(&link.text().collect::<String>());
        let said = text.to_lowercase();
        if is_feed_link(&href, &said) {
            push(&mut site.feeds, link, page_url);
        } else if SECTION_WORDS
            .iter()
            .any(|word| said.contains(word) || href.contains(word))
            && text.chars().count() <= 12
        {
            section(&mut site, link, text, page_url);
        }
    }
    site
}

fn is_feed_link(href: &str, said: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    matches!(said, "rss" | "atom" | "订阅" | "feed" | "rss订阅")
        || path.ends_with("/feed")
        || path.ends_with("/feed/")
        || [
            "rss.xml",
            "atom.xml",
            "feed.xml",
            "feed.json",
            "index.xml",
            ".rss",
            ".atom",
            ".rdf",
        ]
        .iter()
        .any(|end| path.ends_with(end))
}

fn push(found: &mut Vec<String>, link: ElementRef, page_url: &str) {
    let url = link
        .value()
        .attr("href")
        .and_then(|href| canonical_url(href, Some(page_url)));
    if let Some(url) = url
        && found.len() < LINKS_MAX
        && !found.contains(&url)
    {
        found.push(url);
    }
}

fn section(site: &mut SiteLinks, link: ElementRef, text: String, page_url: &str) {
    let Some(url) = link
        .value()
        .attr("href")
        .and_then(|href| canonical_url(href, Some(page_url)))
    else {
        return;
    };
    let known = url == page_url || site.sections.iter().any(|(_, other)| *other == url);
    if !known && host(&url) == host(page_url) && site.sections.len() < LINKS_MAX {
        site.sections.push((text, url));
    }
}

fn host(url: &str) -> Option<String> {
    url::Url::parse(url).ok()?.host_str().map(str::to_owned)
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(selector)
        .map_or_else(|_| Vec::new(), |selector| page.select(&selector).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_feeds_and_sections() {
        let page = r#"<html><head><title>青岚县人民政府</title>
            <link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
            <a href="/news/">政务要闻</a><a href="/tzgg/">通知公告</a><a href="https://other.example/news/">新闻</a>
            <a href="/feed/">订阅</a><a href="/about">关于我们</a><a href="javascript:void(0)">新闻</a></body></html>"#;
        let site = read_site(page.as_bytes(), None, "https://www.qinglan.example/");
        assert_eq!(site.title, "青岚县人民政府");
        assert_eq!(
            site.feeds,
            [
                "https://www.qinglan.example/rss.xml",
                "https://www.qinglan.example/feed/"
            ]
        );
        let sections: Vec<&str> = site
            .sections
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(sections, ["政务要闻", "通知公告"]);
        assert_eq!(
            read_site(b"\xff\xfe", None, "https://a.example/"),
            SiteLinks::default()
        );
    }
}
