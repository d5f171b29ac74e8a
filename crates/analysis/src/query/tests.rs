//! The grammar by example, and what holds for any query.

use super::*;
use chrono_tz::Asia::Shanghai;
use model::{Moment, Query};
use proptest::prelude::*;

fn word(text: &str) -> Query {
    Query::Word(text.into())
}

fn seq(text: &str) -> Query {
    Query::Sequence(text.into())
}

fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

fn understood(text: &str) -> Query {
    parse(text, Shanghai).unwrap_or_else(|problem| panic!("{text}: {problem}"))
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
    let first = 1_772_294_400_000; // 2026-03-01T00:00+08:00
    assert_eq!(at("date:2026-03-01"), (Some(first), Some(first + day)));
    assert_eq!(
        at("date:2026-03-01..2026-03-02"),
        (Some(first), Some(first + 2 * day))
    );
    assert_eq!(at("date:2026-03"), (Some(first), Some(first + 31 * day)));
    assert_eq!(at("date:..2026-03-01"), (None, Some(first + day)));
    assert_eq!(at("date:2026-03-01.."), (Some(first), None));
    assert_eq!(at("date:2026/3/1"), (Some(first), Some(first + day)));
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
        ("雨 place:青岚", "unknown_field", 2, 10),
        ("\"\"", "empty_quote", 0, 2),
    ] {
        let problem = parse(text, Shanghai).expect_err(text);
        assert_eq!(
            (problem.code, problem.span.start, problem.span.end),
            (code, start, end),
            "{text}"
        );
        assert!(problem.message.len() > 15);
    }
    assert_eq!(
        parse(&"a".repeat(3_000), Shanghai).unwrap_err().code,
        "too_long"
    );
    assert_eq!(
        parse(&"a ".repeat(300), Shanghai).unwrap_err().code,
        "too_many_parts"
    );
    assert_eq!(
        parse(&"(".repeat(300), Shanghai).unwrap_err().code,
        "too_deep"
    );
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
        folded: &folded,
        source: "青嵐日報",
        published_at: Moment(1_772_294_400_000),
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
    ] {
        assert_eq!(matches(&understood(text), &view), expected, "{text}");
    }
}

#[test]
fn marks_exactly_what_matches_in_the_original() {
    let query = understood("頭髮 rain -雪");
    assert_eq!(
        fragments_whole(&query, "头发、Ｒａｉｎ雪，rainy"),
        [
            ("头发", true),
            ("、", false),
            ("Ｒａｉｎ", true),
            ("雪，rainy", false)
        ]
        .map(|(t, h)| (t.to_owned(), h))
    );
    let long = format!("{}大雨{}", "前".repeat(500), "后".repeat(500));
    let passage = fragments(&understood("大雨"), &long, 40);
    let text: String = passage.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(text.chars().count(), 42, "{text}");
    assert!(passage.contains(&("大雨".to_owned(), true)));
    assert_eq!(
        fragments(&understood("没有"), "短文", 40),
        [("短文".to_owned(), false)]
    );
    assert!(fragments(&Query::All, "", 40).is_empty());
}

proptest! {
    #[test]
    fn any_text_is_understood_or_refused_with_a_place(text in "[ a-c雨雪\"“”()（）|:\\-.0-9ANDORT]{0,40}|\\PC{0,40}") {
        match parse(&text, Shanghai) {
            Ok(query) => {
                let view = View { folded: "雨 a\nb雪", source: "c", published_at: Moment(0) };
                matches(&query, &view);
                let whole: String = fragments_whole(&query, &text).into_iter().map(|(text, _)| text).collect();
                prop_assert_eq!(whole.chars().count(), crate::fold::fold_with_origin(&text).0.chars().count());
            }
            Err(problem) => {
                prop_assert!(problem.span.start <= problem.span.end);
                prop_assert!(problem.span.end <= text.chars().count());
            }
        }
    }
}
