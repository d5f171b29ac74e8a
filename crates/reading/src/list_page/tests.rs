use super::*;
use chrono_tz::Asia::Shanghai;
use proptest::prelude::*;

pub(super) const PAGE: &str = "https://www.qinglan.example/news/";
/// 2026-03-05 12:00 in Shanghai.
pub(super) const NOW: Moment = Moment(1_772_683_200_000);

fn css(item: &str) -> ListRules {
    ListRules {
        item: item.to_owned(),
        ..ListRules::default()
    }
}

fn read(html: &str, rules: &ListRules) -> Result<ListPage, ListProblem> {
    read_list(
        html.as_bytes(),
        Some("text/html; charset=utf-8"),
        PAGE,
        rules,
        NOW,
        Shanghai,
    )
}

fn day(text: &str) -> Option<Moment> {
    crate::read_time(text, Shanghai).map(|(at, _)| at)
}

#[test]
fn missing_rules_are_filled_in() {
    let html = "<ul class=list>
        <li><a href=a.html title='青岚县关于春季防汛检查的通知'>青岚县关于春季防汛…</a><span>2026-03-02</span></li>
        <li><a href=b.html>城东桥<b>封闭</b>施工</a> [03-01]</li>
        <li><a href=c.html><img src=x alt=图></a><a href=c.html>农贸市场搬迁</a></li>
        <li><a href=mailto:x@qinglan.example>写信</a></li>
        <li><a href='javascript:void(0)'>更多</a></li>
        <li><a href=a.html>重复</a></li><li><a href=#>本页</a></li><li><a href=d.html></a></li></ul>
        <div class=pages><a href=index.html>上一页</a><a href=index_2.html>下一页</a></div>";
    let page = read(html, &css("ul.list li")).unwrap();
    let found: Vec<_> = page
        .entries
        .iter()
        .map(|entry| (entry.title.as_str(), entry.published_at))
        .collect();
    assert_eq!(
        found,
        [
            ("青岚县关于春季防汛检查的通知", day("2026-03-02")),
            ("城东桥封闭施工", day("2026-03-01")),
            ("农贸市场搬迁", None),
        ]
    );
    assert_eq!(
        page.entries[0].url.as_deref(),
        Some("https://www.qinglan.example/news/a.html")
    );
    assert_eq!(page.entries[2].time_note, TimeNote::Missing);
    assert_eq!(
        page.next.as_deref(),
        Some("https://www.qinglan.example/news/index_2.html")
    );
    let why: Vec<&str> = page.left_out.iter().map(|out| out.why.as_str()).collect();
    assert_eq!(why.len(), 5, "{why:?}");
}

#[test]
fn rules_are_followed() {
    let html = "<base href=/x/><div class=i><a href=/cat>公告</a><h3><a class=t href=1>停水</a></h3><p>明日八时起。</p><em>x 昨</em></div>";
    let rules = ListRules {
        link: Some("h3 a".to_owned()),
        title: Some("h3".to_owned()),
        text: Some("p".to_owned()),
        time: Some("em".to_owned()),
        ..css("div.i")
    };
    let page = read(html, &rules).unwrap();
    assert_eq!(page.entries.len(), 1);
    let entry = &page.entries[0];
    assert_eq!(
        entry.url.as_deref(),
        Some("https://www.qinglan.example/x/1")
    );
    assert_eq!(
        (entry.title.as_str(), entry.text.as_str()),
        ("停水", "明日八时起。")
    );
    assert_eq!(
        (entry.published_at, entry.time_note),
        (None, TimeNote::Unreadable)
    );
}

#[test]
fn cards_lists_of_terms_and_split_days() {
    let card = "<div class=c><a href=1><h4>桥</h4><p>长文</p><span>2026-03-02</span></a></div>
        <div class=c><a href=2>路面修复完工 <i>03-02</i></a></div>
        <div class=c><a href=3><div class=d><b>02</b><i class=date>02<br>2026-03</i></div>学校开学</a></div>";
    let page = read(card, &css(".c")).unwrap();
    let titles: Vec<&str> = page
        .entries
        .iter()
        .map(|entry| entry.title.as_str())
        .collect();
    assert_eq!(titles, ["桥", "路面修复完工", "学校开学"]);
    assert!(
        page.entries
            .iter()
            .all(|entry| entry.published_at == day("2026-03-02"))
    );
    let terms = "<dl><dt><a href=1>桥梁</a></dt><dd>2026-03-02</dd><dt><a href=2>道路</a></dt><dd>2026-03-01</dd></dl>";
    let page = read(terms, &css("dt")).unwrap();
    let times: Vec<_> = page
        .entries
        .iter()
        .map(|entry| entry.published_at)
        .collect();
    assert_eq!(times, [day("2026-03-02"), day("2026-03-01")]);
}

#[test]
fn problems_name_the_rule() {
    for (html, rules, words) in [
        ("", css("li"), "empty"),
        ("<p>", css(" "), "no entries"),
        ("<p>", css("li >"), "item"),
        (
            "<p>",
            ListRules {
                link: Some("a[".to_owned()),
                ..css("p")
            },
            "link",
        ),
        ("<p>", css("ul.gone li"), "ul.gone li"),
        ("<p>", css(&"a ".repeat(2_000)), "longer"),
    ] {
        let problem = read(html, &rules).unwrap_err().to_string();
        assert!(problem.contains(words), "{problem}");
    }
}

#[test]
fn expressions_find_the_same_list() {
    let html = "<ul class=l><li><a href=1>停水</a><i>[2026-03-02]</i></li><li><a href=2 title=停电通知>停…</a></li></ul>";
    let rules = ListRules {
        language: PathLanguage::Xpath,
        item: "//ul[@class='l']/li".to_owned(),
        link: Some(".//a/@href".to_owned()),
        title: Some("normalize-space(a)".to_owned()),
        time: Some("./i".to_owned()),
        text: Some("concat('全文：', a)".to_owned()),
        next: Some("//li[2]/a/@href".to_owned()),
    };
    let page = read(html, &rules).unwrap();
    let first = &page.entries[0];
    assert_eq!(
        first.url.as_deref(),
        Some("https://www.qinglan.example/news/1")
    );
    assert_eq!(
        (first.title.as_str(), first.text.as_str()),
        ("停水", "全文：停水")
    );
    assert_eq!(first.published_at, day("2026-03-02"));
    assert_eq!(
        (page.entries.len(), page.next.as_deref()),
        (2, Some("https://www.qinglan.example/news/2"))
    );
    let broken = ListRules {
        title: Some("matches(a)".to_owned()),
        ..rules
    };
    let problem = read(html, &broken).unwrap_err().to_string();
    assert!(
        problem.contains("title") && problem.contains("matches"),
        "{problem}"
    );
}

#[test]
fn json_lists_are_read() {
    let json = r#"{"data":{"list":[{"t":"停水 &amp; 停电","id":7,"at":1772431500,"c":"<p>一</p>"},
        {"t":"无时","id":8,"at":""},{"id":7,"t":"重复"},{"x":1}]},"more":"/p2.json"}"#;
    let rules = ListRules {
        language: PathLanguage::Dots,
        item: "data.list".to_owned(),
        link: Some("'/a/' & id".to_owned()),
        title: Some("t".to_owned()),
        time: Some("at".to_owned()),
        text: Some("c".to_owned()),
        next: Some("more".to_owned()),
    };
    let page = read(json, &rules).unwrap();
    let first = &page.entries[0];
    assert_eq!(
        (first.title.as_str(), first.text.as_str()),
        ("停水 & 停电", "一")
    );
    assert_eq!(
        first.url.as_deref(),
        Some("https://www.qinglan.example/a/7")
    );
    assert_eq!(first.published_at, day("2026-03-02 14:05"));
    assert_eq!((page.entries.len(), page.left_out.len()), (2, 2));
    assert_eq!(
        page.next.as_deref(),
        Some("https://www.qinglan.example/p2.json")
    );
    let by_itself = ListRules {
        language: PathLanguage::Dots,
        ..css(".")
    };
    let page = read(
        r#"[{"title":"雨","url":"/1","pubDate":"2026-03-02"}]"#,
        &by_itself,
    )
    .unwrap();
    assert_eq!(page.entries[0].published_at, day("2026-03-02"));
    for (text, item, words) in [
        ("<p>", ".", "no JSON"),
        ("{}", "a.b", "a.b"),
        ("{}", "a[", "item"),
    ] {
        let rules = ListRules {
            language: PathLanguage::Dots,
            ..css(item)
        };
        let problem = read(text, &rules).unwrap_err().to_string();
        assert!(problem.contains(words), "{problem}");
    }
}

#[test]
fn nested_items_are_bounded() {
    let html = "<div><a href=1>雨</a>".repeat(20_000);
    assert!(read(&html, &css("div")).is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_a_list_or_a_problem(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_list(&bytes, None, PAGE, &css("li"), NOW, Shanghai);
    }

    #[test]
    fn any_markup_and_rule_is_a_list_or_a_problem(
        html in "(<(ul|li|a href=x|p|b|/a|/li|/ul)>|雨|2026-03-02| ){0,30}",
        item in "[a-z .>:*\\[\\]()#+~,\"=]{0,20}",
    ) {
        let _ = read(&html, &css(&item));
        let _ = read(&html, &css("li"));
        for language in [PathLanguage::Xpath, PathLanguage::Dots] {
            let _ = read(&html, &ListRules { language, ..css(&item) });
        }
    }
}
