//! The index and the evaluator give the same hits, whatever the documents and the question.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use analysis::Understander;
use analysis::query::{View, matches, parse};
use chrono_tz::Asia::Shanghai;
use model::{DocumentId, Item, ItemKey, Moment, Query, SourceId, TimeNote};
use ports::{IndexEntry, Order, SearchIndex};
use proptest::prelude::*;
use search::TantivyIndex;
use std::sync::{Arc, LazyLock};

static UNDERSTANDER: LazyLock<Arc<Understander>> =
    LazyLock::new(|| Arc::new(Understander::new(&[], None)));

const T0: i64 = 1_772_294_400_000;
const DAY_MS: i64 = 86_400_000;

fn entry(id: i64, title: &str, text: &str, source: &str, day: i64) -> IndexEntry {
    let at = Moment(T0 + day * DAY_MS);
    let understood = UNDERSTANDER.understand(Item {
        key: ItemKey::of_file(id.to_string()),
        source: SourceId(1),
        url: None,
        title: title.into(),
        text: text.into(),
        published_at: Some(at),
        time_note: TimeNote::Given,
        arrived_at: at,
    });
    IndexEntry {
        id: DocumentId(id),
        source: source.into(),
        published_at: at,
        words: understood.words.joined,
        body: understood.folded,
    }
}

fn index_of(entries: &[IndexEntry]) -> TantivyIndex {
    let index = TantivyIndex::in_memory(Arc::clone(&UNDERSTANDER)).unwrap();
    // Two commits, so that there is more than one segment.
    let (first, second) = entries.split_at(entries.len() / 2);
    for part in [first, second] {
        index.put(part.to_vec()).unwrap();
        index
            .commit(part.last().map_or(DocumentId(0), |entry| entry.id))
            .unwrap();
    }
    index
}

fn expected(entries: &[IndexEntry], query: &Query) -> Vec<DocumentId> {
    entries
        .iter()
        .filter(|entry| {
            let view = View {
                folded: &entry.body,
                source: &entry.source,
                published_at: entry.published_at,
            };
            matches(query, &view)
        })
        .map(|entry| entry.id)
        .collect()
}

fn found(index: &TantivyIndex, query: &Query, order: Order) -> Vec<DocumentId> {
    let hits = index.find(query, order, 0, 1_000).unwrap();
    assert_eq!(hits.total, hits.hits.len());
    let mut ids: Vec<DocumentId> = hits.hits.into_iter().map(|hit| hit.id).collect();
    if order == Order::Relevance {
        ids.sort_unstable();
    }
    ids
}

#[test]
fn the_hits_by_example() {
    let entries = [
        entry(
            1,
            "路面塌陷",
            "昨夜的大雨 rain fell, 12:30。",
            "青嵐日報",
            0,
        ),
        entry(2, "大雨", "", "晚报", 1),
        entry(3, "", "陷阱 RAINY ＡＢＣ 頭髮", "青岚日报", 2),
        entry(4, "", "", "无", 3),
        entry(5, "a", "路 面", "x", 4),
    ];
    let index = index_of(&entries);
    for (text, ids) in [
        ("雨", vec![1, 2]),
        ("陷", vec![1, 3]),
        ("\"塌陷\"", vec![1]),
        ("\"陷昨\"", vec![]),
        ("\"陷\"", vec![1, 3]),
        ("rain", vec![1]),
        ("\"rain\"", vec![1, 3]),
        ("abc", vec![3]),
        ("头发", vec![3]),
        ("\"的大雨 rain fell, 12:3\"", vec![1]),
        ("\"路 面\"", vec![5]),
        ("路面", vec![1]),
        ("大雨 -塌陷", vec![2]),
        ("-大雨", vec![3, 4, 5]),
        ("-(大雨 OR \"RAINY abc\")", vec![4, 5]),
        ("source:青岚", vec![1, 3]),
        ("date:2026-03-02..2026-03-03", vec![2, 3]),
        ("大雨 OR source:x", vec![1, 2, 5]),
        ("\"。\"", vec![1]),
        ("", vec![1, 2, 3, 4, 5]),
    ] {
        let query = parse(text, Shanghai).unwrap();
        let ids: Vec<DocumentId> = ids.into_iter().map(DocumentId).collect();
        assert_eq!(expected(&entries, &query), ids, "evaluator: {text}");
        assert_eq!(
            found(&index, &query, Order::Relevance),
            ids,
            "index: {text}"
        );
        let newest: Vec<DocumentId> = ids.iter().rev().copied().collect();
        assert_eq!(
            found(&index, &query, Order::Newest),
            newest,
            "newest first: {text}"
        );
    }
}

#[test]
fn ranking_puts_what_says_it_most_first() {
    let entries = [
        entry(1, "天气", &"今天多云转晴，适合出行。".repeat(20), "a", 0),
        entry(
            2,
            "天气",
            &format!("{}夜里有大雨。", "今天多云转晴，适合出行。".repeat(20)),
            "a",
            1,
        ),
        entry(3, "大雨预警", "今夜有大雨，大雨持续到明晨。", "a", 0),
    ];
    let query = parse("大雨", Shanghai).unwrap();
    let hits = index_of(&entries)
        .find(&query, Order::Relevance, 0, 10)
        .unwrap();
    let ids: Vec<i64> = hits.hits.iter().map(|hit| hit.id.0).collect();
    assert_eq!(ids, [3, 2]);
    let second = index_of(&entries)
        .find(&query, Order::Relevance, 1, 10)
        .unwrap();
    assert_eq!((second.total, second.hits.len()), (2, 1));
}

fn texts() -> impl Strategy<Value = String> {
    "[雨雪路面塌陷的头髮头发]{0,12}|[雨雪ab ,。１Ａ\\n]{0,12}|[a-c0-2 雨]{0,10}"
}

fn queries() -> impl Strategy<Value = Query> {
    let leaf = prop_oneof![
        "[雨雪路面塌陷的头发ab1 ,]{1,4}".prop_filter_map("folds to nothing", |text| {
            let folded = analysis::fold::fold(&text);
            (!folded.is_empty()).then_some(Query::Sequence(folded))
        }),
        "[a-c0-2]{1,3}".prop_map(Query::Word),
        "[甲乙]{1,2}".prop_map(Query::Source),
        (0i64..6, 0i64..6).prop_map(|(from, to)| {
            Query::Published(
                Some(Moment(T0 + from * DAY_MS)),
                Some(Moment(T0 + to * DAY_MS)),
            )
        }),
        Just(Query::All),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Query::And),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Query::Or),
            inner.prop_map(|query| Query::Not(Box::new(query))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn index_and_evaluator_agree(
        documents in prop::collection::vec((texts(), texts(), "[甲乙丙]{0,3}", 0i64..6), 1..14),
        queries in prop::collection::vec(queries(), 20),
        written in prop::collection::vec("[雨雪ab \"()|-]{0,10}", 10),
    ) {
        let entries: Vec<IndexEntry> = (1..)
            .zip(&documents)
            .map(|(id, (title, text, source, day))| entry(id, title, text, source, *day))
            .collect();
        let index = index_of(&entries);
        let parsed = written.iter().filter_map(|text| parse(text, Shanghai).ok());
        for query in queries.into_iter().chain(parsed) {
            let expected = expected(&entries, &query);
            prop_assert_eq!(&found(&index, &query, Order::Relevance), &expected, "{:?}", query);
            let mut newest = found(&index, &query, Order::Newest);
            newest.sort_unstable();
            prop_assert_eq!(&newest, &expected, "{:?}", query);
        }
    }
}
