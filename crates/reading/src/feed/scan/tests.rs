//! Feeds that were cut, damaged, or made to exhaust their reader.

use crate::feed::read_feed;
use chrono_tz::Asia::Shanghai;
use proptest::prelude::*;
use std::time::Instant;

const BASE: &str = "https://news.qinglan.example/feeds/all.xml";

#[test]
fn bombs_are_read_or_refused_in_time() {
    let mut laughs = String::from("<!DOCTYPE rss [<!ENTITY a0 \"boom boom\">");
    for level in 1..9 {
        let inner = format!("&a{};", level - 1).repeat(10);
        laughs.extend(["<!ENTITY a", &level.to_string(), " \"", &inner, "\">"]);
    }
    laughs.push_str(
        "]><rss><channel><item><title>一 &a8;</title></item><item><title>二 &a8;</title></item>",
    );
    let open = |what: &str, times: usize| {
        format!(
            "<rss version=\"2.0\"><channel><item><title>一</title>{}",
            what.repeat(times)
        )
    };
    let attributes: Vec<String> = (0..1_000_000).map(|n| format!(" a{n}='1'")).collect();
    let attributes = attributes.concat();
    for text in [
        laughs,
        open("<x>", 100_000),
        open("<description>", 100_000),
        open("<description><b>", 100_000),
        open("<!--", 100_000),
        open("<![CDATA[", 100_000),
        open("<!DOCTYPE [", 100_000),
        open("<a b=\"", 100_000),
        open("&", 500_000),
        open("<item>", 100_000),
        format!(
            "<rss version=\"2.0\"><channel><item{attributes}><title>一</title></item></channel></rss>"
        ),
        format!("{{\"items\":{}", "[".repeat(100_000)),
        format!("{{\"items\":[{}", "{\"id\":1,},".repeat(50_000)),
    ] {
        let began = Instant::now();
        let feed = read_feed(text.as_bytes(), None, BASE, Shanghai);
        let beginning: String = text.chars().take(80).collect();
        assert!(
            began.elapsed().as_secs_f32() < 1.0,
            "{:?}: {beginning}",
            began.elapsed()
        );
        assert!(format!("{feed:?}").len() < 8_000_000, "{beginning}");
    }
}

/// A feed of twenty entries, and where each of them ends.
fn long_feed() -> (String, Vec<usize>) {
    let mut text =
        String::from("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>青澜县</title>");
    let mut ends = Vec::new();
    for number in 0..20 {
        text.extend([format!(
            "<item><title>第{number}号</title><link>https://news.qinglan.example/n/{number}</link>\
             <pubDate>Mon, 02 Mar 2026 14:05:00 +0800</pubDate><description><![CDATA[<p>正文 &amp; {number}</p>]]></description></item>"
        )]);
        ends.push(text.len());
    }
    text.push_str("</channel></rss>");
    (text, ends)
}

proptest! {
    #[test]
    fn a_cut_feed_keeps_its_entries(share in 0.0f64..1.0) {
        let (text, ends) = long_feed();
        let cut = (text.len() as f64 * share) as usize;
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let found = read_feed(&text.as_bytes()[..cut], None, BASE, Shanghai).map_or(0, |feed| feed.entries.len());
        prop_assert!(found >= whole && found <= whole + 1, "{found} of {whole}");
    }

    #[test]
    fn a_damaged_feed_is_read_in_time(
        damage in prop::collection::vec((0usize..4_000, any::<u8>(), 0usize..40), 0..12), cut in 0usize..6_000,
    ) {
        let mut bytes = long_feed().0.into_bytes();
        for (at, with, deleted) in damage {
            let at = at.min(bytes.len());
            let end = (at + deleted).min(bytes.len());
            bytes.splice(at..end, [with, b"<>&\"'/]!"[usize::from(with) % 8]]);
        }
        bytes.truncate(cut);
        let began = Instant::now();
        let _ = read_feed(&bytes, None, BASE, Shanghai);
        prop_assert!(began.elapsed().as_secs_f32() < 1.0);
    }
}
