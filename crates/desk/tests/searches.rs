//! Searches: the whole grammar on a desk with documents and events.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{Actor, DeskError, ExportForm, SaveAsk, Saved, SearchAsk, SearchOrder, SearchResults};
use model::{DocumentId, HOUR_MS, Moment, NewPerson, Role};
use ports::{AuditAsk, Clock};
use testkit::TestDesk;

/// Id, title and text of what is kept; those of a street are one event.
const KEPT: [(&str, &str, &str); 6] = [
    (
        "a",
        "北门外大街路面塌陷",
        "昨夜十一时许，青岚县北门外大街路面突然塌陷，形成直径约五米的坑洞，一辆三轮车滑入坑中，车上两人被救起送医。",
    ),
    (
        "b",
        "北门外大街路面塌陷续",
        "青岚县北门外大街路面昨夜突然塌陷，直径约五米的坑洞今日开始回填，三轮车已吊出，两名伤者送县医院。",
    ),
    (
        "c",
        "二小食堂豆角没煮熟",
        "家长反映青岚县第二小学食堂午餐的豆角没有煮熟，十余名学生饭后呕吐，学校停用该批食材。投诉电话12345。",
    ),
    (
        "d",
        "Rainy days",
        "Heavy rain fell in Qinglan. The NATO meeting was not here.",
    ),
    ("e", "", "大雪，停课。"),
    ("f", "通知", "第12号楼今晚停水。"),
];

fn desk() -> TestDesk {
    let desk = TestDesk::new();
    let mut items: Vec<_> = (KEPT.iter())
        .map(|(id, title, text)| desk.item(id, title, text))
        .collect();
    for (hours, item) in (0..).zip(&mut items) {
        item.published_at = Some(Moment(desk.clock.now().0 - hours * HOUR_MS));
        if item.key.external_id == "d" {
            item.url = Some("https://news.qinglan.example/rain/4".to_owned());
        }
    }
    desk.take(items, 2).unwrap();
    desk
}

fn asked(desk: &TestDesk, query: &str, order: SearchOrder) -> SearchResults {
    let ask = SearchAsk {
        query: query.to_owned(),
        order,
        page: 1,
        limit: 10,
        facets: true,
    };
    desk.runtime.block_on(desk.desk().search(&ask)).unwrap()
}

/// The ids found, newest first.
fn found(desk: &TestDesk, query: &str) -> String {
    let results = asked(desk, query, SearchOrder::Newest);
    assert_eq!(results.problem, None, "{query}");
    assert_eq!(results.total, results.hits.len(), "{query}");
    let facets = results.facets.unwrap();
    assert_eq!(facets.total as usize, results.total, "{query}: counted");
    let tones: u64 = facets.tones.iter().map(|(_, count)| count).sum();
    assert_eq!(tones, facets.total, "{query}: every document has one tone");
    results.hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn everything_of_the_grammar_finds_what_it_means() {
    let desk = desk();
    for (query, expected) in [
        ("塌陷", "ab"),
        ("title:塌陷", "ab"),
        ("title:回填", ""),
        ("rain*", "d"),
        ("豆角 NEAR/4 煮熟", "c"),
        ("豆角 NEAR/4 呕吐", ""),
        ("豆角 SENTENCE 呕吐", "c"),
        ("豆角 SENTENCE 12345", ""),
        ("豆角 -(豆角 SENTENCE 12345)", "c"),
        ("/第[0-9]+号楼/", "f"),
        ("-/第[0-9]+号楼/ last:10h", "abcde"),
        ("raw:NATO OR raw:nato", "d"),
        ("raw:nato", ""),
        ("url:/RAIN/", "d"),
        ("site:qinglan.example", "d"),
        ("last:90m", "ab"),
        ("event:1", "ab"),
        ("event:3 OR 停课", "ce"),
        ("event:99", ""),
        ("-event:1", "cdef"),
        ("heat:>0.1 豆角", "c"),
        ("heat:>100000", ""),
        ("heat:<100000", "abcdef"),
        ("heat:0.01..100000 塌陷", "ab"),
        ("similar:a", "ab"),
        ("similar:2 -event:99", "ab"),
        ("lang:en", "d"),
        ("kind:file source:板块", "abcdef"),
        ("kind:feed", ""),
        ("", "abcdef"),
    ] {
        assert_eq!(found(&desk, query), expected, "{query}");
    }
}

#[test]
fn what_cannot_be_answered_says_where_and_why() {
    let desk = desk();
    for (query, code, from, to) in [
        ("雨 similar:zz", "unknown_document", 10, 12),
        ("雨 author:张", "no_author", 2, 10),
        ("雨 (", "dangling_operator", 2, 3),
    ] {
        let problem = asked(&desk, query, SearchOrder::Newest).problem.unwrap();
        let span = (problem.span.start, problem.span.end);
        assert_eq!((problem.code, span), (code, (from, to)), "{query}");
    }
}

#[test]
fn the_hottest_event_comes_first_and_pages_follow_on() {
    let desk = desk();
    let by_heat = asked(&desk, "", SearchOrder::Heat);
    let first: Vec<&str> = by_heat.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(first[..2], ["a", "b"], "two speak of one event: {first:?}");
    let page = |page| {
        let ask = SearchAsk {
            query: "-/没有这样的字/".to_owned(),
            order: SearchOrder::Newest,
            page,
            limit: 4,
            facets: false,
        };
        let results = desk.runtime.block_on(desk.desk().search(&ask)).unwrap();
        assert_eq!((results.total, results.pages), (6, 2));
        assert_eq!(results.facets, None);
        results
            .hits
            .into_iter()
            .map(|hit| hit.id)
            .collect::<String>()
    };
    assert_eq!((page(1), page(2)), ("abcd".to_owned(), "ef".to_owned()));
}

#[test]
fn what_is_found_is_counted_by_day_and_name() {
    let desk = desk();
    let facets = asked(&desk, "", SearchOrder::Newest).facets.unwrap();
    assert_eq!(facets.days.iter().map(|(_, count)| count).sum::<u64>(), 6);
    assert_eq!(facets.sources[0].1, "板块");
    assert_eq!(facets.sources[0].2, 6);
    assert_eq!(facets.hours.len(), 6);
}

#[test]
fn a_deleted_index_comes_back_from_the_store() {
    let desk = desk();
    desk.index().clear().unwrap();
    assert_eq!(found(&desk, "塌陷"), "");
    let (_, recovered) = desk.line().unwrap();
    assert_eq!(recovered.indexed, 6);
    assert_eq!(found(&desk, "塌陷"), "ab");
    assert_eq!(found(&desk, "site:qinglan.example"), "d", "addresses too");
    assert_eq!(
        desk.index().last_committed().unwrap(),
        DocumentId(6),
        "and it is whole"
    );
}

fn actor(desk: &TestDesk, login: &str, roles: &[Role]) -> Actor {
    let person = NewPerson {
        login: login.to_owned(),
        name: login.to_owned(),
        roles: roles.iter().copied().collect(),
        ..NewPerson::default()
    };
    let note = Actor::command_line().note(desk.clock.now(), "person.added", "", "");
    let id = desk
        .runtime
        .block_on(desk.store().add_person(&person, &note))
        .unwrap();
    let people = desk.runtime.block_on(desk.store().people()).unwrap();
    Actor::of(people.iter().find(|person| person.id == id).unwrap(), "")
}

#[test]
fn a_saved_search_is_followed_by_its_secret_alone() {
    let desk = desk();
    let (run, office) = (&desk.runtime, desk.desk());
    let analyst = actor(&desk, "lin", &[Role::Analyst]);
    let ask = |query: &str, office_held: &str| SaveAsk {
        name: "看一看".to_owned(),
        query: query.to_owned(),
        office_held: office_held.to_owned(),
    };
    let saved = run
        .block_on(office.save_search(&analyst, &ask("塌陷", "")))
        .unwrap();
    let Saved::Kept {
        id,
        secret,
        waits: false,
    } = saved
    else {
        panic!("{saved:?}")
    };
    let feed = run.block_on(office.feed(&secret)).unwrap();
    assert_eq!(feed.hits.len(), 2);
    assert!(run.block_on(office.feed("guess")).is_err());
    let again = run.block_on(office.renew_search(&analyst, id)).unwrap();
    assert!(
        run.block_on(office.feed(&secret)).is_err(),
        "the old address ends"
    );
    assert!(run.block_on(office.feed(&again)).is_ok());
    let wrong = run
        .block_on(office.save_search(&analyst, &ask("(", "")))
        .unwrap();
    assert!(matches!(wrong, Saved::Wrong(_)), "{wrong:?}");
    let other = actor(&desk, "he", &[Role::Analyst]);
    assert!(
        run.block_on(office.drop_search(&other, id)).is_err(),
        "not theirs"
    );
    run.block_on(office.drop_search(&analyst, id)).unwrap();
    assert!(run.block_on(office.feed(&again)).is_err());
}

#[test]
fn a_search_for_a_person_asks_for_the_office_and_another_person() {
    let desk = desk();
    let (run, office) = (&desk.runtime, desk.desk());
    let analyst = actor(&desk, "lin", &[Role::Analyst, Role::Editor]);
    let ask = |office_held: &str| SaveAsk {
        name: String::new(),
        query: "王小明".to_owned(),
        office_held: office_held.to_owned(),
    };
    let refused = run
        .block_on(office.save_search(&analyst, &ask(" ")))
        .unwrap();
    assert_eq!(refused, Saved::NamesPerson("王小明".to_owned()));
    assert!(
        run.block_on(office.saved_searches(&analyst))
            .unwrap()
            .is_empty()
    );
    let saved = run
        .block_on(office.save_search(&analyst, &ask("青岚县县长")))
        .unwrap();
    let Saved::Kept {
        id,
        secret,
        waits: true,
    } = saved
    else {
        panic!("{saved:?}")
    };
    assert!(run.block_on(office.feed(&secret)).is_err(), "it waits");
    assert!(
        run.block_on(office.approve_search(&analyst, id)).is_err(),
        "not their own"
    );
    let leader = actor(&desk, "zhou", &[Role::Leader]);
    run.block_on(office.approve_search(&leader, id)).unwrap();
    assert!(run.block_on(office.feed(&secret)).unwrap().hits.is_empty());
    let listed = run.block_on(office.searches_for_persons()).unwrap();
    assert_eq!(listed[0].office_held.as_deref(), Some("青岚县县长"));
    assert_eq!(listed[0].approved.as_ref().unwrap().0, "zhou");
}

#[test]
fn what_is_taken_along_is_covered_bounded_and_written_down() {
    let desk = desk();
    let (run, office) = (&desk.runtime, desk.desk());
    let take = |actor: &Actor, query: &str, form, most| {
        let taking = office.export_search(actor, query, SearchOrder::Newest, form, most);
        run.block_on(taking)
    };
    let analyst = actor(&desk, "lin", &[Role::Analyst]);
    let lines = take(&analyst, "塌陷 OR rain", ExportForm::JsonLines, 2)
        .unwrap()
        .unwrap();
    assert_eq!((lines.rows, lines.total), (2, 3));
    let text = String::from_utf8(lines.bytes).unwrap();
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["id"], "a");
    assert_eq!(first["language"], "zh");
    let csv = take(&analyst, "title:rainy", ExportForm::Csv, 10)
        .unwrap()
        .unwrap();
    let csv = String::from_utf8(csv.bytes).unwrap();
    assert!(
        csv.starts_with('\u{feff}') && csv.contains("\"Rainy days\""),
        "{csv}"
    );
    assert!(take(&analyst, "(", ExportForm::Csv, 10).unwrap().is_err());
    let leader = actor(&desk, "zhou", &[Role::Leader]);
    let denied = take(&leader, "塌陷", ExportForm::Csv, 10);
    assert!(matches!(denied, Err(DeskError::Denied { .. })));
    let asked = AuditAsk {
        limit: 20,
        ..AuditAsk::default()
    };
    let written = run.block_on(desk.store().audit(&asked)).unwrap();
    let exports = written
        .iter()
        .filter(|entry| entry.note.act == "export.made");
    let details: Vec<&str> = exports.map(|entry| entry.note.details.as_str()).collect();
    assert_eq!(details, ["1/1 csv: title:rainy", "2/3 jsonl: 塌陷 OR rain"]);
}
