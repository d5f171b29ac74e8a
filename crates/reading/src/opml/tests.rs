#![allow(
    clippy::format_collect,
    clippy::string_slice,
    reason = "fixtures as short as they can be"
)]

use super::*;
use proptest::prelude::*;

const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml xmlns:frss="https://freshrss.org/opml" version="2.0"><head><title>青岚订阅</title></head><body>
<outline text="县级"><outline text="部门">
<outline text="水利局 &amp; 防汛" type="rss" xmlUrl="https://water.qinglan.example/feed?a=1&amp;b=2" htmlUrl="https://water.qinglan.example/"/>
<outline text="公告" type="HTML+XPath" xmlUrl="https://www.qinglan.example/list" frss:xPathItem="//ul[@class=&quot;l&quot;]/li" frss:xPathItemTitle=".//a" frss:xPathItemUri=".//a/@href" frss:xPathItemAuthor="b" frss:xPathItemTimestamp="span" frss:cssFullContent="div.text"/>
</outline></outline>
<outline text="数据" type="JSON+DotNotation" xmlUrl="https://api.qinglan.example/" frss:jsonItem="data.items" frss:jsonItemTitle="t" frss:jsonItemContent="c" />
<outline text="怪" type="XML+Other" xmlUrl="https://x.example/"></outline>
<outline text="坏" type="rss" xmlUrl="nothing"/>
<outline xmlUrl="https://y.example/" category="/甲/乙"/>
</body></opml>"#;

#[test]
fn folders_kinds_and_rules_are_read() {
    let opml = read_opml(FILE.as_bytes(), None).unwrap();
    assert_eq!(opml.title.as_deref(), Some("青岚订阅"));
    let found: Vec<_> = opml
        .subscriptions
        .iter()
        .map(|one| (one.title.as_str(), one.folder.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("水利局 & 防汛", "县级/部门"),
            ("公告", "县级/部门"),
            ("数据", ""),
            ("怪", ""),
            ("https://y.example/", "甲/乙")
        ]
    );
    assert_eq!(
        opml.subscriptions[0].url,
        "https://water.qinglan.example/feed?a=1&b=2"
    );
    assert_eq!(
        opml.subscriptions[1].full_text_selector.as_deref(),
        Some("div.text")
    );
    let SubscriptionKind::HtmlXpath(rules) = &opml.subscriptions[1].kind else {
        panic!()
    };
    assert_eq!(
        (rules.item.as_str(), rules.link.as_deref()),
        ("//ul[@class=\"l\"]/li", Some(".//a/@href"))
    );
    let SubscriptionKind::JsonDots(rules) = &opml.subscriptions[2].kind else {
        panic!()
    };
    assert_eq!(
        (rules.item.as_str(), rules.text.as_deref()),
        ("data.items", Some("c"))
    );
    assert_eq!(
        opml.subscriptions[3].kind,
        SubscriptionKind::Other("XML+Other".to_owned())
    );
    assert_eq!(opml.warnings.len(), 1);
}

#[test]
fn what_is_no_opml_is_refused_and_what_is_cut_is_read() {
    assert_eq!(read_opml(b" ", None), Err(OpmlProblem::Empty));
    assert_eq!(read_opml(b"<rss></rss>", None), Err(OpmlProblem::Other));
    assert!(matches!(
        read_opml(b"<opml><body><outline", None),
        Err(OpmlProblem::Broken(_))
    ));
    let cut = &FILE[..FILE.find("frss:xPathItemUri").unwrap()];
    let opml = read_opml(cut.as_bytes(), None).unwrap();
    assert_eq!((opml.subscriptions.len(), opml.warnings.len()), (1, 1));
}

#[test]
fn five_thousand_subscriptions_are_quick() {
    let many: Vec<Subscription> = (0..5_000)
        .map(|at| Subscription {
            title: format!("源 {at}"),
            url: format!("https://s{at}.example/feed"),
            folder: format!("{}/{}", at % 7, at % 50),
            kind: SubscriptionKind::Feed,
            site: None,
            full_text_selector: None,
            remove_selector: None,
            owner: Owner::Unsaid,
            rules: None,
        })
        .collect();
    let started = std::time::Instant::now();
    let opml = read_opml(write_opml("多", &many).as_bytes(), None).unwrap();
    assert_eq!(opml.subscriptions.len(), 5_000);
    assert!(started.elapsed().as_secs() < 5);
    let deep = format!("<opml>{}", "<outline text='甲'>".repeat(100_000));
    assert!(read_opml(deep.as_bytes(), None).is_ok());
}

fn rules(language: PathLanguage) -> impl Strategy<Value = ListRules> {
    (
        "[a-z/\\[\\]@=\"'<&]{1,12}",
        proptest::option::of("[a-z./@&\"\n\t]{1,8}x"),
    )
        .prop_map(move |(item, part)| ListRules {
            language,
            item,
            link: part.clone(),
            title: None,
            time: part.clone(),
            text: part,
            next: None,
        })
}

fn subscription() -> impl Strategy<Value = Subscription> {
    let kind = prop_oneof![
        Just(SubscriptionKind::Feed),
        rules(PathLanguage::Xpath).prop_map(SubscriptionKind::HtmlXpath),
        rules(PathLanguage::Dots).prop_map(SubscriptionKind::JsonDots),
        "x[a-z+]{0,5}".prop_map(SubscriptionKind::Other),
    ];
    (
        "[青a-z&<>\"']{1,10}",
        0u16..999,
        "([甲乙a&]{1,3}(/[丙b<]{1,3}){0,3})?",
        kind,
        proptest::option::of("[a-z.# >]{0,6}x"),
        proptest::option::of(rules(PathLanguage::Css)),
    )
        .prop_map(
            |(title, number, folder, kind, full_text_selector, list)| Subscription {
                title,
                url: format!("https://s{number}.example/f?a=1&b=%22"),
                folder,
                kind,
                site: Some(format!("https://s{number}.example/")),
                remove_selector: full_text_selector.clone(),
                full_text_selector,
                owner: Owner::ALL[usize::from(number) % 4],
                rules: list.map(|list| SourceRules {
                    list: Some(list),
                    pages: 3,
                    ..SourceRules::default()
                }),
            },
        )
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(mut all in proptest::collection::vec(subscription(), 0..12), title in "[青a&<]{1,5}") {
        let mut opml = read_opml(write_opml(&title, &all).as_bytes(), None).unwrap();
        all.sort_by(|a, b| a.folder.cmp(&b.folder));
        opml.subscriptions.sort_by(|a, b| a.folder.cmp(&b.folder));
        prop_assert_eq!(opml.subscriptions, all);
        prop_assert!(opml.warnings.is_empty());
    }

    #[test]
    fn any_bytes_are_opml_or_a_problem(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        text in "<opml>(<(outline|body|/outline|title| xmlUrl='http://a.example'|!\\[CDATA\\[)/?>?|&x;|'){0,20}",
    ) {
        let _ = read_opml(&bytes, None);
        let _ = read_opml(text.as_bytes(), None);
    }
}
