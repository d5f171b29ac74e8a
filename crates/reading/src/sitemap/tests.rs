#![allow(
    clippy::format_collect,
    clippy::string_slice,
    reason = "fixtures as short as they can be"
)]

use super::*;
use chrono_tz::Asia::Shanghai;
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use std::io::Write;

const BASE: &str = "https://www.qinglan.example/sitemap.xml";
const NEWS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://www.qinglan.example/a?x=1&amp;y=2</loc><lastmod>2026-03-02T14:05:00+08:00</lastmod>
<news:news><news:publication><news:name>青岚日报</news:name></news:publication>
<news:publication_date>2026-03-02</news:publication_date><news:title><![CDATA[城东桥 & 封闭]]></news:title></news:news>
<image:image><image:loc>https://www.qinglan.example/a.jpg</image:loc></image:image></url>
<url><loc>javascript:1</loc></url>
<url><loc> /b </loc></url></urlset>"#;

fn read(bytes: &[u8]) -> Result<Sitemap, SitemapProblem> {
    read_sitemap(bytes, None, BASE, Shanghai)
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packing = GzEncoder::new(Vec::new(), Compression::fast());
    packing.write_all(bytes).unwrap();
    packing.finish().unwrap()
}

#[test]
fn pages_with_headlines_and_times() {
    for bytes in [NEWS.as_bytes().to_vec(), packed(NEWS.as_bytes())] {
        let sitemap = read(&bytes).unwrap();
        let [first, second] = sitemap.pages.as_slice() else {
            panic!("{sitemap:?}")
        };
        assert_eq!(first.url, "https://www.qinglan.example/a?x=1&y=2");
        assert_eq!(first.title.as_deref(), Some("城东桥 & 封闭"));
        assert_eq!(first.changed_at, Some(Moment(1_772_431_500_000)));
        assert_eq!(first.published_at, Some(Moment(1_772_380_800_000)));
        assert_eq!(second.url, "https://www.qinglan.example/b");
        assert_eq!(sitemap.warnings.len(), 1, "{:?}", sitemap.warnings);
    }
}

#[test]
fn lists_of_sitemaps_and_plain_lists() {
    let index = "<sitemapindex><sitemap><loc>https://www.qinglan.example/1.xml.gz</loc><lastmod>2026-03-02</lastmod></sitemap></sitemapindex>";
    let sitemap = read(index.as_bytes()).unwrap();
    assert_eq!(
        sitemap.more,
        [(
            "https://www.qinglan.example/1.xml.gz".to_owned(),
            Some(Moment(1_772_380_800_000))
        )]
    );
    let plain = "\u{feff}https://www.qinglan.example/1\r\n\r\nhttps://www.qinglan.example/2\nno\n";
    let sitemap = read(plain.as_bytes()).unwrap();
    assert_eq!((sitemap.pages.len(), sitemap.warnings.len()), (2, 1));
}

#[test]
fn what_is_cut_off_is_read_as_far_as_it_goes() {
    let at = NEWS.find("<url><loc>javascript").unwrap();
    let sitemap = read(&NEWS.as_bytes()[..at]).unwrap();
    assert_eq!((sitemap.pages.len(), sitemap.warnings.len()), (1, 1));
    let whole = packed(b"<urlset>");
    let many: String = (0..2_000)
        .map(|at| format!("<url><loc>https://www.qinglan.example/{at}</loc></url>"))
        .collect();
    let long = packed(format!("<urlset>{many}").as_bytes());
    let sitemap = read(&long[..long.len() / 2]).unwrap();
    assert!(sitemap.pages.len() > 100 && !sitemap.warnings.is_empty());
    assert!(read(&whole).is_ok());
}

#[test]
fn more_than_the_standard_allows_is_not_read() {
    let many: String = (0..50_010)
        .map(|at| format!("<url><loc>https://q.example/{at}</loc></url>"))
        .collect();
    let sitemap = read(format!("<urlset>{many}</urlset>").as_bytes()).unwrap();
    assert_eq!(sitemap.pages.len(), ENTRIES_MAX);
    let bomb = packed(&vec![b' '; 40 * 1024 * 1024]);
    assert_eq!(read(&bomb), Err(SitemapProblem::Empty));
}

#[test]
fn other_things_are_refused_with_words() {
    for (bytes, problem) in [
        (&b""[..], SitemapProblem::Empty),
        (b"<html><p>x</html>", SitemapProblem::Other),
        (b"hello", SitemapProblem::Other),
    ] {
        assert_eq!(read(bytes), Err(problem));
    }
    assert!(matches!(
        read(&[0x1f, 0x8b, 1]),
        Err(SitemapProblem::Packed(_))
    ));
}

proptest! {
    #[test]
    fn any_bytes_are_a_sitemap_or_a_problem(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        text in "<urlset>(<(url|loc|/loc|/url|x a=|!--|!\\[CDATA\\[|\\?)>?|http://a.example|&(amp|#1|x);){0,20}",
    ) {
        let _ = read(&bytes);
        let _ = read(text.as_bytes());
    }
}
