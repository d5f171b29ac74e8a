//! Feeds of our own, good and bad.

use super::*;
use chrono_tz::Asia::Shanghai;
use proptest::prelude::*;

const BASE: &str = "https://news.example.org/feeds/all.xml";

fn read(text: &str) -> Result<Feed, FeedProblem> {
    read_feed(text.as_bytes(), None, BASE, Shanghai)
}

const RSS: &str = r#"<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>青岚县融媒体</title>
<item><title>北门外&lt;b&gt;路面&lt;/b&gt;塌陷</title><link>/n/1?utm_source=rss</link><guid>n-1</guid>
<author>someone@example.org (某人)</author><pubDate>Mon, 02 Mar 2026 14:05:00 +0800</pubDate>
<description><![CDATA[<p>昨夜大雨。</p><script>alert(1)</script><p>路面塌陷。</p>]]></description></item>
<item><title>无时区</title><link>/n/2</link><pubDate>2026-03-02 14:05:00</pubDate></item>
<item><description>只有正文</description></item></channel></rss>"#;

#[test]
fn rss_becomes_plain_entries() {
    let feed = read(RSS).unwrap();
    assert_eq!(
        (feed.title.as_deref(), feed.kind),
        (Some("青岚县融媒体"), FeedKind::Rss)
    );
    let [first, second, third] = feed.entries.as_slice() else {
        panic!("{:?}", feed.entries)
    };
    assert_eq!(first.title, "北门外路面塌陷");
    assert_eq!(first.text, "昨夜大雨。\n路面塌陷。");
    assert_eq!(first.external_id, "n-1");
    assert_eq!(first.url.as_deref(), Some("https://news.example.org/n/1"));
    assert_eq!(
        (first.published_at, first.time_note),
        (Some(Moment(1_772_431_500_000)), TimeNote::Given)
    );
    assert_eq!(
        (second.published_at, second.time_note),
        (first.published_at, TimeNote::ZoneAssumed)
    );
    assert_eq!(second.external_id, "https://news.example.org/n/2");
    assert_eq!(
        (third.text.as_str(), third.time_note),
        ("只有正文", TimeNote::Missing)
    );
    assert_eq!(third.external_id.len(), 32);
    assert!(
        !format!("{feed:?}").contains("某人"),
        "authors are not read out"
    );
}

#[test]
fn atom_and_json_feeds() {
    let atom = read(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>通告</title><id>f</id><updated>2026-03-02T06:05:00Z</updated>
        <entry><id>tag:1</id><title type="html">停水&amp;nbsp;通知</title><link href="a/1"/>
        <updated>2026-03-02T06:05:00Z</updated><content type="html">&lt;p&gt;明天停水&lt;/p&gt;</content></entry></feed>"#,
    )
    .unwrap();
    assert_eq!(atom.kind, FeedKind::Atom);
    assert_eq!(
        (
            atom.entries[0].title.as_str(),
            atom.entries[0].text.as_str()
        ),
        ("停水 通知", "明天停水")
    );
    assert_eq!(
        atom.entries[0].url.as_deref(),
        Some("https://news.example.org/feeds/a/1")
    );
    let json = read(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"公告","items":[{"id":"7","url":"https://a.example/7",
        "title":"停电","content_text":"今晚停电","date_published":"2026-03-02T14:05:00+08:00"}]}"#,
    )
    .unwrap();
    assert_eq!(
        (json.kind, json.entries[0].text.as_str()),
        (FeedKind::Json, "今晚停电")
    );
    assert_eq!(
        json.entries[0].published_at,
        Some(Moment(1_772_431_500_000))
    );
}

#[test]
fn what_is_no_feed_is_told_for_what_it_is() {
    for (text, expected) in [
        ("", "empty"),
        ("  \u{feff} ", "empty"),
        (
            r#"<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>"#,
            "https://news.example.org/rss",
        ),
        ("<html><body>hello</body></html>", "look for an RSS link"),
        ("<opml version=\"2.0\"><body/></opml>", "OPML"),
        ("{\"a\":1}", "check that the address"),
        ("[1,2", "check that the address"),
        (
            "<rss><channel><item><title>cut off",
            "check that the address",
        ),
        ("plain words", "check that the address"),
    ] {
        let problem = read(text).unwrap_err().to_string();
        assert!(problem.contains(expected), "{text}: {problem}");
    }
}

#[test]
fn entity_bombs_are_bounded() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"boom\">");
    for level in 1..30 {
        let inner = format!("&a{};", level - 1).repeat(10);
        bomb.extend(["<!ENTITY a", &level.to_string(), " \"", &inner, "\">"]);
    }
    bomb.push_str("]><rss version=\"2.0\"><channel><title>&a29;</title><item><title>&a29;</title></item></channel></rss>");
    if let Ok(feed) = read(&bomb) {
        assert!(format!("{feed:?}").len() < 100_000);
    }
    let external = "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><rss version=\"2.0\"><channel>\
        <item><title>a&x;b</title></item></channel></rss>";
    let hostname =
        std::fs::read_to_string("/etc/hostname").unwrap_or_else(|_| "no such name".into());
    assert!(!format!("{:?}", read(external)).contains(hostname.trim()));
}

#[test]
fn a_flood_of_entries_is_cut_with_a_warning() {
    let items = "<item><title>一条</title></item>".repeat(6_000);
    let feed = read(&format!(
        "<rss version=\"2.0\"><channel>{items}</channel></rss>"
    ))
    .unwrap();
    assert_eq!(feed.entries.len(), limits::ENTRIES_PER_VISIT_MAX);
    assert!(feed.warnings[0].contains("6000"));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

proptest! {
    #[test]
    fn both_readers_agree_on_what_is_well_formed(
        entries in prop::collection::vec(("[雨a-z <>&;/]{1,20}", "[雨路a-z <>&;/\n]{0,60}", 0u32..60), 1..6), is_atom: bool,
    ) {
        let mut text = String::new();
        for (number, (title, body, minute)) in entries.iter().enumerate() {
            let (title, body) = (escaped(title.trim()), escaped(body.trim()));
            text.extend([if is_atom {
                format!("<entry><id>n-{number}</id><title type=\"html\">{title}</title><link href=\"/n/{number}\"/>\
                    <updated>2026-03-02T14:{minute:02}:00Z</updated><content type=\"html\">{body}</content></entry>")
            } else {
                format!("<item><title>{title}</title><link>/n/{number}?a=1&amp;b=2</link><description>{body}</description>\
                    <pubDate>Mon, 02 Mar 2026 14:{minute:02}:00 +0800</pubDate></item>")
            }]);
        }
        let text = if is_atom {
            format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>青岚县</title><id>f</id>{text}</feed>")
        } else {
            format!("<rss version=\"2.0\"><channel><title>青岚县</title>{text}</channel></rss>")
        };
        let strict = feed_of(&strict::read(&text, BASE, Shanghai).unwrap(), BASE);
        let (own, fault) = lenient::read(&text, BASE, Shanghai).unwrap();
        prop_assert_eq!(fault, None);
        prop_assert_eq!(feed_of(&own, BASE), strict);
    }

    #[test]
    fn any_bytes_are_a_feed_or_refused_with_words(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(problem) = read_feed(&bytes, None, BASE, Shanghai) {
            prop_assert!(problem.to_string().len() > 20);
        }
    }

    #[test]
    fn a_damaged_feed_is_read_or_refused(at in 0usize..900, with in any::<u8>(), cut in 0usize..1_000) {
        let mut bytes = RSS.as_bytes().to_vec();
        if let Some(byte) = bytes.get_mut(at) {
            *byte = with;
        }
        bytes.truncate(cut.max(10));
        let _ = read_feed(&bytes, Some("text/xml; charset=utf-8"), BASE, Shanghai);
    }
}
