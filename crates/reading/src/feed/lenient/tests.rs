//! Feeds of our own in a bad state, each in another.

use crate::feed::{Feed, FeedKind, FeedProblem, read_feed};
use chrono_tz::Asia::Shanghai;
use model::Moment;

const BASE: &str = "https://news.qinglan.example/feeds/all.xml";

fn read(text: &str) -> Feed {
    read_feed(text.as_bytes(), None, BASE, Shanghai).unwrap_or_else(|why| panic!("{why}: {text}"))
}

/// Title, text and address of each entry.
fn said(feed: &Feed) -> Vec<(&str, &str, &str)> {
    feed.entries
        .iter()
        .map(|entry| {
            let url = entry.url.as_deref().unwrap_or_default();
            (entry.title.as_str(), entry.text.as_str(), url)
        })
        .collect()
}

/// Each is read with one warning that says what is wrong.
#[test]
fn what_is_not_well_formed_is_read_with_one_warning() {
    let item =
        "<item><title>停水通知</title><link>/n/1</link><description>明天停水</description></item>";
    let rss = |inside: &str| format!("<rss version=\"2.0\"><channel>{inside}</channel></rss>");
    let cases = [
        (
            format!("<rss version=\"2.0\"><channel>{item}"),
            "without an end",
        ),
        (rss(&item.replace("</link>", "")), "mismatched tag"),
        (
            rss(&item.replace("</description>", "</descripton>")),
            "mismatched tag",
        ),
        (rss(&item.replace("</title>", "</titel>")), "mismatched tag"),
        (rss(&item.replace("</item>", "")), "mismatched tag"),
        (rss(&item.replace("明天", "<p>明天<br>")), "mismatched tag"),
        (rss(&item.replace("/n/1", "/n/1?a=1&b=2")), "bare ampersand"),
        (
            rss(&item.replace("明天", "1 < 2, 明天")),
            "bare angle bracket",
        ),
        (
            rss(&item.replace("<item>", "<item a=\"b>")),
            "tag without an end",
        ),
        (
            rss(&item.replace("明天停水", "<![CDATA[明天停水")),
            "CDATA without an end",
        ),
        (item.to_owned(), "outermost element"),
        (
            format!(
                "<br><b>Warning</b>: on line 3 <?xml version=\"1.0\"?>{}",
                rss(item)
            ),
            "outermost",
        ),
    ];
    for (text, fault) in cases {
        let feed = read(&text);
        let [entry] = feed.entries.as_slice() else {
            panic!("{text}: {feed:?}")
        };
        assert_eq!(entry.title, "停水通知", "{text}");
        assert!(entry.text.contains("停水"), "{text}: {feed:?}");
        assert!(
            entry.url.as_deref().unwrap().contains("/n/1"),
            "{text}: {feed:?}"
        );
        let [warning] = feed.warnings.as_slice() else {
            panic!("{text}: {feed:?}")
        };
        assert!(
            warning.contains(fault) && warning.contains("at byte"),
            "{text}: {warning}"
        );
        assert!(warning.ends_with("; read leniently"), "{warning}");
    }
}

#[test]
fn every_kind_and_any_prefix_is_read() {
    let expected = ("停水", "明天停水", "https://news.qinglan.example/n/1");
    for (text, kind) in [
        (
            "<rss><channel><item><title>停水</title><link>/n/1</link><description>明天停水</description></item></channel></rss>",
            FeedKind::Rss,
        ),
        (
            "<RSS><CHANNEL><ITEM><TITLE>停水</TITLE><LINK>/n/1</LINK><DESCRIPTION>明天停水</DESCRIPTION></ITEM></CHANNEL></RSS>",
            FeedKind::Rss,
        ),
        (
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\">\
          <channel><title>县</title></channel><item><title>停水</title><link>/n/1</link><description>明天停水</description></item></rdf:RDF>",
            FeedKind::Rss,
        ),
        (
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:x=\"http://purl.org/rss/1.0/\" xmlns:d=\"http://purl.org/dc/elements/1.1/\">\
          <x:item rdf:about=\"/n/1\"><d:title>停水</d:title><d:description>明天停水</d:description></x:item></rdf:RDF>",
            FeedKind::Rss,
        ),
        (
            "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><entry><title mode=\"escaped\">停水</title>\
          <link rel=\"alternate\" href=\"/n/1\"/><content type=\"text/html\" mode=\"escaped\">&lt;p>明天停水&lt;/p></content></entry></feed>",
            FeedKind::Atom,
        ),
        (
            "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:title>停水</a:title><a:link rel=\"self\" href=\"/s\"/>\
          <a:link xml:base=\"/n/\" href=\"1\"/><a:content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>明天<b>停水</b></p></div></a:content></a:entry></a:feed>",
            FeedKind::Atom,
        ),
        (
            "<feed xml:base=\"/n/\"><entry><title>停水</title><link href=\"1\"/><summary>明天停水</summary></entry></feed>",
            FeedKind::Atom,
        ),
        (
            "<channel href=\"/\"><title>县</title><item href=\"/n/1\"><title>停水</title><abstract>明天停水</abstract></item></channel>",
            FeedKind::Rss,
        ),
        (
            "<rss version=\"2.0\"><channel><item><title>停水</title><guid>https://news.qinglan.example/n/1</guid>\
          <description>短</description><content:encoded><![CDATA[<p>明天停水</p>]]></content:encoded></item></channel></rss>",
            FeedKind::Rss,
        ),
    ] {
        let feed = read(text);
        assert_eq!((said(&feed), feed.kind), (vec![expected], kind), "{text}");
    }
}

#[test]
fn times_by_any_name_and_no_author() {
    for name in [
        "pubDate",
        "dc:date",
        "published",
        "issued",
        "modified",
        "updated",
        "created",
    ] {
        let feed = read(&format!(
            "<rss><channel><item><title>停电</title><author>某人</author><dc:creator>某人</dc:creator>\
             <{name}>2026-03-02T14:05:00+08:00</{name}></item></channel>"
        ));
        assert_eq!(
            feed.entries[0].published_at,
            Some(Moment(1_772_431_500_000)),
            "{name}"
        );
        assert!(!format!("{feed:?}").contains("某人"));
    }
    let source = read(
        "<feed><entry><source><title>别家</title><updated>2020-01-01T00:00:00Z</updated></source><title>自家</title></entry>",
    );
    assert_eq!(
        (
            source.entries[0].title.as_str(),
            source.entries[0].published_at
        ),
        ("自家", None)
    );
}

#[test]
fn entities_of_html_and_of_the_document() {
    let feed = read(
        "<!DOCTYPE rss [<!ENTITY county \"青澜县\"><!ENTITY full \"&county;公告 &gt; 一\">]><rss version=\"2.0\"><channel><item>\
         <title>&full;&nbsp;&mdash;&#26032;&#x95fb; AT&T &nosuch;</title><link>/n/1?a=1&b=2&amp;c=3</link></item></channel></rss>",
    );
    let expected = "青澜县公告 > 一 —新闻 AT&T &nosuch;";
    assert_eq!(
        said(&feed),
        [(expected, "", "https://news.qinglan.example/n/1?a=1&b=2&c=3")]
    );
}

#[test]
fn markup_with_prefixes_and_what_is_no_text() {
    let feed = read(
        "<feed xmlns:h=\"http://www.w3.org/1999/xhtml\"><entry><title>一</title><content type=\"xhtml\">\
         <h:div><h:p>上</h:p><h:p>下 &lt;b></h:p></h:div></content></entry>\
         <entry><title>二</title><content mode=\"base64\" type=\"image/png\">/9j/4A==</content></entry>\
         <entry><title mode=\"base64\">5YGc5rC0</title></entry></feed>",
    );
    assert_eq!(
        said(&feed),
        [("一", "上\n下 <b>", ""), ("二", "", ""), ("停水", "", "")]
    );
}

#[test]
fn what_stands_deeper_yields_to_the_entrys_own() {
    let feed = read(
        "<rss version=\"2.0\"><channel><item><related><title>别的</title><link>/n/9</link></related>\
         <title>自己的</title><link>/n/1</link></item></channel></rss>",
    );
    let url = "https://news.qinglan.example/n/1";
    assert_eq!(
        (said(&feed), feed.warnings.len()),
        (vec![("自己的", "", url)], 0)
    );
}

#[test]
fn words_about_pages_do_not_make_a_page() {
    let feed = read(
        "<rss version=\"2.0\"><channel><item><title>一</title><description><html><body>正文</body></html></description></item></channel></rss>",
    );
    assert_eq!(feed.entries[0].text, "正文");
    let page = "<html><body><rss><item><title>一</title></item></rss></body></html>";
    let problem = read_feed(page.as_bytes(), None, BASE, Shanghai).unwrap_err();
    assert!(matches!(problem, FeedProblem::Page(_)), "{problem:?}");
    let list = "<opml><body><outline text=\"一\"/><item><title>一</title></item>";
    assert_eq!(
        read_feed(list.as_bytes(), None, BASE, Shanghai),
        Err(FeedProblem::Opml)
    );
}

#[test]
fn json_feeds_in_a_bad_state() {
    let whole = r#"{"title":"公告","items":[{"url":"/n/1","title":"停电 1<2","content_text":"今晚停电","author":{"name":"某人"}},
        {"id":7,"title":["x"],"content_html":"<p>明天停水</p>","date_published":5,"tags":"y",}, 3, {"id":"9","summary":"后天"}]}"#;
    let feed = read(whole);
    let url = "https://news.qinglan.example/n/1";
    assert_eq!(
        said(&feed),
        [
            ("停电 1<2", "今晚停电", url),
            ("", "明天停水", ""),
            ("", "后天", "")
        ]
    );
    assert_eq!(feed.entries[1].external_id, "7");
    assert!(feed.warnings[0].contains("JSON Feed") && !format!("{feed:?}").contains("某人"));
    let cut: String = whole.chars().take(whole.chars().count() - 20).collect();
    assert_eq!(read(&cut).entries.len(), 2);
}
