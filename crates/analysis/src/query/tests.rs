//! The grammar by example, and what holds for any query.

use super::*;
use chrono_tz::Asia::Shanghai;
use model::{
    Category, Closeness, DocumentId, EventId, HeatRange, Language, Moment, Near, Owner, Part,
    Place, Query, SourceKind, Tone,
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// 2026-03-01T00:00+08:00.
const FIRST_OF_MARCH: i64 = 1_772_294_400_000;
const HOUR: i64 = 3_600_000;

static PLACES: LazyLock<Gazetteer> = LazyLock::new(|| {
    let own = crate::read_own_places("990121\t青岚县\t青岚\n990121103\t砚溪镇").unwrap();
    Gazetteer::new(None, &own)
});

fn parse(text: &str) -> Result<Query, Problem> {
    let grammar = Grammar {
        zone: Shanghai,
        now: Moment(FIRST_OF_MARCH),
        places: &PLACES,
    };
    super::parse(text, &grammar)
}

fn word(text: &str) -> Query {
    Query::Word(Part::Whole, text.into())
}

fn seq(text: &str) -> Query {
    Query::Sequence(Part::Whole, text.into())
}

fn near(operands: Vec<Vec<Query>>, units: usize, ordered: bool) -> Query {
    Query::Near(Box::new(Near {
        operands,
        closeness: Closeness::Units(units),
        ordered,
        part: Part::Whole,
    }))
}

fn heat(from: Option<f64>, above: bool, to: Option<f64>, below: bool) -> Query {
    Query::Heat(HeatRange {
        from,
        above,
        to,
        below,
    })
}

fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

fn understood(text: &str) -> Query {
    parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

#[test]
fn the_grammar_by_example() {
    for (text, expected) in [
        ("", Query::All),
        ("  ", Query::All),
        ("塌陷", seq("塌陷")),
        ("Rain", word("rain")),
        ("covid-19", seq("covid-19")),
        ("路面 塌陷", Query::And(vec![seq("路面"), seq("塌陷")])),
        ("路面 AND 塌陷", Query::And(vec![seq("路面"), seq("塌陷")])),
        ("\"a  B\"", seq("a b")),
        ("“未煮熟”", seq("未煮熟")),
        (
            "火灾 OR 洪水 预警",
            Query::Or(vec![
                seq("火灾"),
                Query::And(vec![seq("洪水"), seq("预警")]),
            ]),
        ),
        ("火灾|洪水", Query::Or(vec![seq("火灾"), seq("洪水")])),
        (
            "(火灾 OR 洪水) 预警",
            Query::And(vec![Query::Or(vec![seq("火灾"), seq("洪水")]), seq("预警")]),
        ),
        ("（火灾）", seq("火灾")),
        ("-谣言", not(seq("谣言"))),
        ("NOT 谣言 雨", Query::And(vec![not(seq("谣言")), seq("雨")])),
        (
            "雨 -(a OR b)",
            Query::And(vec![seq("雨"), not(Query::Or(vec![word("a"), word("b")]))]),
        ),
        ("--雨", seq("雨")),
        ("雨 - 雪", Query::And(vec![seq("雨"), seq("雪")])),
        ("source:青岚日报", Query::Source("青岚日报".into())),
        ("source:\"Daily News\"", Query::Source("daily news".into())),
        ("12:30", seq("12:30")),
        ("https://a.b/c", seq("https://a.b/c")),
        ("，。 雨", seq("雨")),
        ("，。", Query::All),
        ("頭髮", seq("头发")),
        ("!谣言", not(seq("谣言"))),
        ("rain*", Query::Prefix(Part::Whole, "rain".into())),
        ("火灾*", seq("火灾")),
        ("title:火灾", Query::Sequence(Part::Title, "火灾".into())),
        ("intitle:Rain", Query::Word(Part::Title, "rain".into())),
        ("body:\"a b\"", Query::Sequence(Part::Body, "a b".into())),
        (
            "title:(火灾 OR body:rain)",
            Query::Or(vec![
                Query::Sequence(Part::Title, "火灾".into()),
                Query::Word(Part::Body, "rain".into()),
            ]),
        ),
        ("raw:NATO", Query::Exact(Part::Whole, "NATO".into())),
        (
            "/第[0-9]+號\\D/",
            Query::Pattern(Part::Whole, "第[0-9]+号\\D".into()),
        ),
        (
            "title:/GDP \\d+/",
            Query::Pattern(Part::Title, "gdp \\d+".into()),
        ),
        ("/r/china", seq("/r/china")),
        ("and/or", seq("and/or")),
        (
            "kind:feed,outlet",
            Query::Or(vec![
                Query::Kind(SourceKind::Feed),
                Query::Owner(Owner::Outlet),
            ]),
        ),
        ("lang:EN", Query::Language(Language::English)),
        ("category:fire", Query::Category(Category::Fire)),
        ("类别：火灾爆炸", Query::Category(Category::Fire)),
        ("tone:负面", Query::Tone(Tone::Negative)),
        ("event:17", Query::Event(EventId(17))),
        ("heat:>100", heat(Some(100.0), true, None, false)),
        ("heat:<=2.5", heat(None, false, Some(2.5), false)),
        ("heat:20..100", heat(Some(20.0), false, Some(100.0), false)),
        ("similar:a-1", Query::Similar("a-1".into())),
        ("topic:防汛", Query::Topic("防汛".into())),
        ("专项:\"防汛 青岚\"", Query::Topic("防汛 青岚".into())),
        (
            "site:https://www.Example.org/x",
            Query::Site("www.example.org".into()),
        ),
        ("url:/News/", Query::Url("/news/".into())),
        ("place:青岚", Query::Place(vec![Place(990_121)])),
        ("place:130681", Query::Place(vec![Place(130_681)])),
        ("place:涿州", Query::Place(vec![Place(130_681)])),
        (
            "食堂 NEAR/8 腹泻",
            near(vec![vec![seq("食堂")], vec![seq("腹泻")]], 8, false),
        ),
        (
            "a NEAR/3f (b OR \"c d\")",
            near(vec![vec![word("a")], vec![word("b"), seq("c d")]], 3, true),
        ),
        (
            "\"school bus\"~5",
            near(vec![vec![word("school")], vec![word("bus")]], 5, false),
        ),
        (
            "雨 a SENTENCE b",
            Query::And(vec![
                seq("雨"),
                Query::Near(Box::new(Near {
                    operands: vec![vec![word("a")], vec![word("b")]],
                    closeness: Closeness::Sentence,
                    ordered: false,
                    part: Part::Whole,
                })),
            ]),
        ),
    ] {
        assert_eq!(understood(text), expected, "{text}");
    }
}

#[test]
fn days_begin_in_the_zone() {
    let at = |text: &str| match understood(text) {
        Query::Published(from, to) => (from.map(|at| at.0), to.map(|at| at.0)),
        other => panic!("{text}: {other:?}"),
    };
    let day = 86_400_000;
    let first = FIRST_OF_MARCH;
    assert_eq!(at("date:2026-03-01"), (Some(first), Some(first + day)));
    assert_eq!(
        at("date:2026-03-01..2026-03-02"),
        (Some(first), Some(first + 2 * day))
    );
    assert_eq!(at("date:2026-03"), (Some(first), Some(first + 31 * day)));
    assert_eq!(at("date:..2026-03-01"), (None, Some(first + day)));
    assert_eq!(at("date:2026-03-01.."), (Some(first), None));
    assert_eq!(at("date:2026/3/1"), (Some(first), Some(first + day)));
    assert_eq!(
        at("date:2026-03-01/2026-03-02"),
        (Some(first), Some(first + 2 * day))
    );
    assert_eq!(at("date:2026-03-01/"), (Some(first), None));
    assert_eq!(at("date:/2026-03-01"), (None, Some(first + day)));
    assert_eq!(
        at("date:2026-03-01T08:30..2026-03-01T09:00"),
        (Some(first + 17 * HOUR / 2), Some(first + 9 * HOUR))
    );
    assert_eq!(at("last:36h"), (Some(first - 36 * HOUR), None));
    assert_eq!(at("last:2w"), (Some(first - 14 * day), None));
    assert_eq!(at("最近:90分钟"), (Some(first - 3 * HOUR / 2), None));
    assert_eq!(at("date:P30D"), (Some(first - 30 * day), None));
    assert_eq!(at("date:PT12H"), (Some(first - 12 * HOUR), None));
}

#[test]
fn problems_say_what_and_where() {
    for (text, code, start, end) in [
        ("a \"b", "unclosed_quote", 2, 4),
        ("(a b", "unclosed_paren", 0, 1),
        ("a b)", "unexpected_paren", 3, 4),
        ("a OR", "dangling_operator", 2, 4),
        ("OR a", "dangling_operator", 0, 2),
        ("()", "dangling_operator", 1, 2),
        ("NOT", "dangling_operator", 0, 3),
        ("source: 日报", "empty_field", 0, 7),
        ("date:soon", "bad_date", 0, 9),
        ("date:2026-02-30", "bad_date", 0, 15),
        ("date:2026-03..2026-02", "date_order", 0, 21),
        ("雨 place:无此处", "unknown_place", 2, 11),
        ("\"\"", "empty_quote", 0, 2),
        ("雨 author:张三", "no_author", 2, 11),
        ("case:k1", "reserved_field", 0, 7),
        ("雨 category:weather", "unknown_value", 2, 18),
        ("heat:hot", "bad_heat", 0, 8),
        ("heat:9..1", "bad_heat", 0, 9),
        ("event:x", "bad_event", 0, 7),
        ("last:soon", "bad_last", 0, 9),
        ("雨 a*", "short_prefix", 2, 4),
        ("*", "short_prefix", 0, 1),
        ("雨 /[/", "bad_pattern", 2, 5),
        ("/a*/", "empty_pattern", 0, 4),
        ("/(a{1000}){1000}/", "bad_pattern", 0, 17),
        ("a NEAR/x b", "near_distance", 2, 8),
        ("a NEAR/3 b NEAR/4 c", "near_mixed", 11, 17),
        ("a NEAR (b c)", "near_operand", 7, 12),
        ("NEAR/8 b", "dangling_operator", 0, 6),
        ("a NEAR/8", "dangling_operator", 2, 8),
        ("date:(2026)", "field_value", 0, 5),
    ] {
        let problem = parse(text).expect_err(text);
        assert_eq!(
            (problem.code, problem.span.start, problem.span.end),
            (code, start, end),
            "{text}"
        );
        assert!(problem.message.len() > 15);
    }
    assert_eq!(parse(&"a".repeat(100_000)).unwrap_err().code, "too_long");
    assert_eq!(
        parse(&"a OR ".repeat(1_000)).unwrap_err().code,
        "too_many_parts"
    );
    assert_eq!(parse(&"(".repeat(300)).unwrap_err().code, "too_deep");
    assert_eq!(understood(&"-".repeat(1_000)), Query::All);
}

#[test]
fn evaluates_on_one_document() {
    let folded = format!(
        "{}\n{}",
        crate::fold::fold("路面塌陷"),
        crate::fold::fold("昨夜的大雨 rain fell, 12:30。")
    );
    let view = View {
        id: DocumentId(7),
        folded: &folded,
        title: "路面塌陷",
        text: "昨夜的大雨 Rain fell, 12:30。",
        url: Some("https://user@news.example.org:80/A/b?c"),
        source: "青嵐日報",
        kind: SourceKind::Feed,
        owner: Owner::Outlet,
        language: Language::Chinese,
        places: &[Place(990_121_103)],
        category: Category::Traffic,
        tone: Tone::Negative,
        published_at: Moment(FIRST_OF_MARCH),
        event: Some(EventId(3)),
        heat: Some(12.5),
    };
    for (text, expected) in [
        ("塌陷 大雨", true),
        ("rain", true),
        ("rai", false),
        ("\"rai\"", true),
        ("\"塌陷昨夜\"", false),
        ("\"rain fell\"", true),
        ("12:30", true),
        ("source:青岚", true),
        ("source:晚报", false),
        ("date:2026-03-01", true),
        ("date:..2026-02-28", false),
        ("-大雪", true),
        ("大雨 -塌陷", false),
        ("大雪 OR 大雨", true),
        ("", true),
        ("title:塌陷", true),
        ("title:大雨", false),
        ("body:大雨", true),
        ("body:塌陷", false),
        ("body:rain", true),
        ("title:rain", false),
        ("ra*", true),
        ("title:ra*", false),
        ("raw:Rain", true),
        ("raw:rain", false),
        ("/ra.n f/", true),
        ("/陷.?昨/", false),
        ("title:/^路.*陷$/", true),
        ("kind:feed kind:outlet", true),
        ("kind:hotlist", false),
        ("lang:zh category:traffic tone:negative", true),
        ("tone:neutral,positive", false),
        ("place:青岚", true),
        ("place:涿州", false),
        ("event:3 heat:>12", true),
        ("heat:>12.5", false),
        ("heat:12.5..13", true),
        ("site:example.org", true),
        ("site:xample.org", false),
        ("url:/a/B", true),
        ("路面 NEAR/0 塌陷", true),
        ("昨夜 NEAR/2 rain", false),
        ("昨夜 NEAR/3 rain", true),
        ("rain NEAR/3f 昨夜", false),
        ("路面 NEAR/90 大雨", false),
        ("\"rain fell\"~1", true),
        ("last:1h", true),
        ("similar:x", false),
    ] {
        assert_eq!(matches(&understood(text), &view), expected, "{text}");
    }
}

#[test]
fn marks_exactly_what_matches_in_the_original() {
    let query = understood("頭髮 rain -雪");
    assert_eq!(
        fragments_whole(&query, "头发、Ｒａｉｎ雪，rainy", Part::Title),
        [
            ("头发", true),
            ("、", false),
            ("Ｒａｉｎ", true),
            ("雪，rainy", false)
        ]
        .map(|(t, h)| (t.to_owned(), h))
    );
    let long = format!("{}大雨{}", "前".repeat(500), "后".repeat(500));
    let passage = fragments(&understood("大雨"), &long, Part::Body, 40);
    let text: String = passage.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(text.chars().count(), 42, "{text}");
    assert!(passage.contains(&("大雨".to_owned(), true)));
    assert_eq!(
        fragments(&understood("没有"), "短文", Part::Body, 40),
        [("短文".to_owned(), false)]
    );
    assert!(fragments(&Query::All, "", Part::Body, 40).is_empty());
}

proptest! {
    #[test]
    fn any_text_is_understood_or_refused_with_a_place(text in "[ a-c雨雪\"“”()（）|:\\-.0-9ANDORT]{0,40}|(雨|a|b雪|NEAR/1|title:| |\\(|\\)|\\*|/|!|~2|\"|SENTENCE|OR|-|body:|raw:){0,14}|\\PC{0,40}") {
        match parse(&text) {
            Ok(query) => {
                let again = written(&query, Shanghai);
                // A few odd marks fold once more when they are folded again.
                let once = crate::fold::fold(&text);
                let settled = crate::fold::fold(&once) == once;
                if settled && query != Query::All {
                    prop_assert_eq!(parse(&again), Ok(query.clone()), "{}", again);
                }
                let view = View { folded: "雨 a\nb雪", title: "雨 a", text: "b雪", source: "c", ..View::default() };
                let found = matches(&query, &view);
                prop_assert!(!found || matches(&broad(&query), &view), "wider: {:?}", query);
                let watch = Watch::new(vec![query.clone()]).unwrap();
                prop_assert_eq!(watch.matching(&view).len(), usize::from(found), "watched: {:?}", query);
                let whole: String = fragments_whole(&query, &text, Part::Body).into_iter().map(|(text, _)| text).collect();
                prop_assert_eq!(whole.chars().count(), crate::fold::fold_with_origin(&text).0.chars().count());
            }
            Err(problem) => {
                prop_assert!(problem.span.start <= problem.span.end);
                prop_assert!(problem.span.end <= text.chars().count());
            }
        }
    }
}

#[test]
fn what_matches_is_marked_for_every_kind_of_text() {
    let marked = |query: &str, text: &str, part| -> Vec<String> {
        let pieces = fragments_whole(&understood(query), text, part);
        let hits = pieces.into_iter().filter(|(_, hit)| *hit);
        hits.map(|(text, _)| text).collect()
    };
    assert_eq!(marked("rain*", "Rainy, train", Part::Body), ["Rainy"]);
    assert_eq!(marked("title:雨", "雨", Part::Body), [""; 0]);
    assert_eq!(marked("title:雨", "雨", Part::Title), ["雨"]);
    assert_eq!(marked("/\\d+號/", "第１２號楼", Part::Body), ["１２號"]);
    assert_eq!(marked("雨 NEAR/3 雪", "雨和雪", Part::Body), ["雨", "雪"]);
    assert_eq!(marked("raw:Ab", "xAb", Part::Body), ["Ab"]);
}

#[test]
fn watched_queries_are_found_by_what_they_need() {
    let written = [
        "塌陷",
        "大雪",
        "rain -塌陷",
        "-大雪",
        "(大雪 OR rain) 大雨",
        "kind:feed",
        "路面 NEAR/3 塌陷",
        "/大.fell/",
        "/fe[l]+/",
        "rai*",
        "source:日报 fell",
        "",
    ];
    let queries: Vec<Query> = written.iter().map(|text| understood(text)).collect();
    let view = View {
        folded: "路面塌陷\n昨夜的大雨 rain fell",
        source: "青岚日报",
        kind: SourceKind::Feed,
        ..View::default()
    };
    let expected: Vec<u32> = (0..)
        .zip(&queries)
        .filter(|(_, query)| matches(query, &view))
        .map(|(number, _)| number)
        .collect();
    assert_eq!(expected, [0, 3, 4, 5, 6, 8, 9, 10, 11]);
    assert_eq!(Watch::new(queries).unwrap().matching(&view), expected);
}

#[test]
fn what_is_similar_holds_enough_of_the_same_words() {
    let understander = crate::Understander::new(&[], None);
    let understand = |title: &str, text: &str| {
        understander.understand(model::Item {
            key: model::ItemKey::of_file("1"),
            source: model::SourceId(1),
            url: None,
            title: title.into(),
            text: text.into(),
            published_at: None,
            time_note: model::TimeNote::Missing,
            arrived_at: Moment(0),
            voice: None,
        })
    };
    let first = understand(
        "砚溪镇小学食堂多名学生腹泻",
        "砚溪镇小学多名学生午餐后腹泻，食堂已停止供餐，样品送检。",
    );
    let query = similar(&first);
    let view = |folded| View {
        folded,
        ..View::default()
    };
    assert!(matches(&query, &view(&first.folded)));
    let again = understand(
        "小学食堂送检结果",
        "腹泻学生均已返校，砚溪镇小学食堂样品的检验结果公布。",
    );
    assert!(matches(&query, &view(&again.folded)));
    let other = understand("大桥通车", "青岚大桥今日通车，全长两公里。");
    assert!(!matches(&query, &view(&other.folded)));
    assert_eq!(similar(&understand("", "")), Query::nothing());
}
