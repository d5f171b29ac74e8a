//! The index and the evaluator give the same hits, whatever the documents and the question.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use analysis::query::{Grammar, Problem, View, broad, matches, needs_texts};
use analysis::{Gazetteer, Understander};
use chrono_tz::Asia::Shanghai;
use model::{
    Category, DocumentId, Item, ItemKey, Language, Moment, Owner, Part, Place, Query, SourceId,
    SourceKind, TimeNote, Tone,
};
use ports::{FacetCounts, IndexEntry, Order, SearchIndex};
use proptest::prelude::*;
use search::TantivyIndex;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

static UNDERSTANDER: LazyLock<Arc<Understander>> =
    LazyLock::new(|| Arc::new(Understander::new(&[], None)));

const T0: i64 = 1_772_294_400_000;
const RELEVANCE: Order = Order::Relevance(Moment(T0 + 6 * DAY_MS));
const DAY_MS: i64 = 86_400_000;

fn parse(text: &str) -> Result<Query, Problem> {
    let places = Gazetteer::default();
    let grammar = Grammar {
        zone: Shanghai,
        now: Moment(T0 + 3 * DAY_MS),
        places: &places,
    };
    analysis::query::parse(text, &grammar)
}

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
        voice: None,
    });
    IndexEntry {
        id: DocumentId(id),
        source_id: SourceId(1 + id % 3),
        source: source.into(),
        kind: SourceKind::ALL[id as usize % SourceKind::ALL.len()],
        owner: Owner::ALL[id as usize % Owner::ALL.len()],
        url: (id % 2 == 0).then(|| format!("https://n{}.example.org/{id}", id % 3)),
        language: Language::ALL[id as usize % 2],
        places: [Place(130_681), Place(130_600), Place(990_121_103)][..id as usize % 4].to_vec(),
        category: Category::ALL[id as usize % 4],
        tone: Tone::ALL[id as usize % 3],
        published_at: at,
        words_in_title: understood.words.in_title,
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

fn view(entry: &IndexEntry) -> View<'_> {
    View {
        id: entry.id,
        folded: &entry.body,
        url: entry.url.as_deref(),
        source: &entry.source,
        kind: entry.kind,
        owner: entry.owner,
        language: entry.language,
        places: &entry.places,
        category: entry.category,
        tone: entry.tone,
        published_at: entry.published_at,
        ..View::default()
    }
}

fn expected(entries: &[IndexEntry], query: &Query) -> Vec<DocumentId> {
    entries
        .iter()
        .filter(|entry| matches(query, &view(entry)))
        .map(|entry| entry.id)
        .collect()
}

fn found(index: &TantivyIndex, query: &Query, order: Order) -> Vec<DocumentId> {
    let hits = index.find(query, order, 0, 1_000).unwrap();
    assert_eq!(hits.total, hits.hits.len());
    let mut ids: Vec<DocumentId> = hits.hits.into_iter().map(|hit| hit.id).collect();
    if order != Order::Newest {
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
        ("title:大雨", vec![2]),
        ("body:大雨", vec![1]),
        ("title:陷", vec![1]),
        ("body:陷", vec![3]),
        ("ra*", vec![1, 3]),
        ("title:rain", vec![]),
        ("body:rain", vec![1]),
        ("rai* -rain", vec![3]),
        ("kind:list", vec![1]),
        ("kind:hotlist,institution", vec![2, 3]),
        ("site:example.org", vec![2, 4]),
        ("site:n1.example.org", vec![4]),
        ("lang:zh", vec![2, 4]),
        ("category:school tone:neutral", vec![1]),
        ("place:河北", vec![1, 2, 3, 5]),
        ("place:130681", vec![1, 2, 3, 5]),
        ("place:保定市 -place:130681", vec![]),
        ("last:48h", vec![2, 3, 4, 5]),
        ("last:48h date:..2026-03-03", vec![2, 3]),
        ("last:24h -大雨", vec![3, 4, 5]),
    ] {
        let query = parse(text).unwrap();
        let ids: Vec<DocumentId> = ids.into_iter().map(DocumentId).collect();
        assert_eq!(expected(&entries, &query), ids, "evaluator: {text}");
        assert_eq!(found(&index, &query, RELEVANCE), ids, "index: {text}");
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
    let query = parse("大雨").unwrap();
    let hits = index_of(&entries).find(&query, RELEVANCE, 0, 10).unwrap();
    let ids: Vec<i64> = hits.hits.iter().map(|hit| hit.id.0).collect();
    assert_eq!(ids, [3, 2]);
    let second = index_of(&entries).find(&query, RELEVANCE, 1, 10).unwrap();
    assert_eq!((second.total, second.hits.len()), (2, 1));
}

/// The facets of these documents, counted one by one.
fn counted(entries: &[IndexEntry], ids: &[DocumentId]) -> FacetCounts {
    fn by<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Vec<(T, u64)> {
        let mut sums = BTreeMap::new();
        values.for_each(|value| *sums.entry(value).or_default() += 1);
        let mut sums: Vec<(T, u64)> = sums.into_iter().collect();
        sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        sums
    }
    let of: Vec<&IndexEntry> = entries.iter().filter(|e| ids.contains(&e.id)).collect();
    let hour = |at: Moment| Moment(at.0 / 3_600_000 * 3_600_000);
    let mut hours = by(of.iter().map(|entry| hour(entry.published_at)));
    hours.sort_unstable();
    FacetCounts {
        total: of.len() as u64,
        sources: by(of.iter().map(|entry| entry.source_id)),
        places: by(of.iter().flat_map(|entry| entry.places.clone())),
        languages: by(of.iter().map(|entry| entry.language)),
        categories: by(of.iter().map(|entry| entry.category)),
        tones: by(of.iter().map(|entry| entry.tone)),
        hours,
    }
}

#[test]
fn what_is_replaced_or_removed_is_found_so() {
    let first = [entry(1, "大雨", "", "a", 0), entry(2, "大雪", "", "a", 1)];
    let index = index_of(&first);
    let mut again = first[0].clone();
    again.category = Category::Rumour;
    index.replace(vec![again]).unwrap();
    index.commit(DocumentId(2)).unwrap();
    let asked = |text: &str| found(&index, &parse(text).unwrap(), Order::Newest);
    assert_eq!(asked("category:rumour"), [DocumentId(1)]);
    assert_eq!(asked(""), [DocumentId(2), DocumentId(1)]);
    index.remove(&[DocumentId(2), DocumentId(9)]).unwrap();
    index.commit(DocumentId(2)).unwrap();
    assert_eq!(asked(""), [DocumentId(1)]);
    assert_eq!(index.facets(&Query::All).unwrap().total, 1);
}

#[test]
fn what_is_older_fades() {
    let entries = [
        entry(1, "大雨预警", "今夜有大雨，大雨持续到明晨。", "a", 0),
        entry(
            2,
            "天气",
            "今夜有大雨，大雨持续到明晨，出行请注意安全。",
            "a",
            300,
        ),
    ];
    let index = index_of(&entries);
    let query = parse("大雨").unwrap();
    let first = |days: i64| {
        let order = Order::Relevance(Moment(T0 + days * DAY_MS));
        index.find(&query, order, 0, 10).unwrap().hits[0].id
    };
    assert_eq!(first(0), DocumentId(1), "the title says it");
    assert_eq!(first(300), DocumentId(2), "but ten months ago");
}

fn texts() -> impl Strategy<Value = String> {
    "[雨雪路面塌陷的头髮头发]{0,12}|[雨雪ab ,。１Ａ\\n]{0,12}|[a-c0-2 雨]{0,10}"
}

fn queries() -> impl Strategy<Value = Query> {
    let leaf = prop_oneof![
        "[雨雪路面塌陷的头发ab1 ,]{1,4}".prop_filter_map("folds to nothing", |text| {
            let folded = analysis::fold::fold(&text);
            (!folded.is_empty()).then_some(Query::Sequence(Part::Whole, folded))
        }),
        "[a-c0-2]{1,3}".prop_map(|word| Query::Word(Part::Whole, word)),
        "[a-c0-2]{1,3}".prop_map(|word| Query::Word(Part::Body, word)),
        "[a-c0-2]{1,2}".prop_map(|stem| Query::Prefix(Part::Whole, stem)),
        "[a-c0-2]{1,2}".prop_map(|stem| Query::Prefix(Part::Title, stem)),
        "[雨雪路面塌陷]{1,3}".prop_map(|text| Query::Sequence(Part::Title, text)),
        "[雨雪路面塌陷]{1,3}".prop_map(|text| Query::Sequence(Part::Body, text)),
        (0usize..7).prop_map(|at| Query::Kind(SourceKind::ALL[at])),
        (0usize..4).prop_map(|at| Query::Category(Category::ALL[at])),
        (0usize..3).prop_map(|at| Query::Tone(Tone::ALL[at])),
        prop_oneof![Just(130_000), Just(130_681), Just(990_121)]
            .prop_map(|code| Query::Place(vec![Place(code)])),
        prop::collection::vec(0i64..16, 0..5).prop_map(|mut ids| {
            ids.sort_unstable();
            Query::Documents(ids.into_iter().map(DocumentId).collect())
        }),
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
            prop::collection::vec(inner.clone(), 0..4).prop_map(Query::Or),
            (0usize..4, prop::collection::vec(inner.clone(), 1..4))
                .prop_map(|(least, parts)| Query::AtLeast(least, parts)),
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
        written in prop::collection::vec("[雨雪ab \"()|-]{0,10}|(雨|a|b|/雨./|NEAR/1|title:| |\\(|\\)|-|raw:){0,8}", 10),
    ) {
        let entries: Vec<IndexEntry> = (1..)
            .zip(&documents)
            .map(|(id, (title, text, source, day))| entry(id, title, text, source, *day))
            .collect();
        let index = index_of(&entries);
        let parsed: Vec<Query> = written.iter().filter_map(|text| parse(text).ok()).collect();
        let (wide, exact): (Vec<Query>, Vec<Query>) = parsed.into_iter().partition(needs_texts);
        for query in wide {
            let wider = found(&index, &broad(&query), Order::Newest);
            for id in expected(&entries, &query) {
                prop_assert!(wider.contains(&id), "{:?} must not miss {}", query, id);
            }
        }
        for query in queries.into_iter().chain(exact) {
            let expected = expected(&entries, &query);
            prop_assert_eq!(&found(&index, &query, RELEVANCE), &expected, "{:?}", query);
            let mut newest = found(&index, &query, Order::Newest);
            newest.sort_unstable();
            prop_assert_eq!(&newest, &expected, "{:?}", query);
            let facets = index.facets(&query).unwrap();
            prop_assert_eq!(facets, counted(&entries, &expected), "{:?}", query);
        }
    }
}
