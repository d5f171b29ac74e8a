//! Documents that are kept for a time, from the command line: what goes, what stays, and the bytes.

use super::bench::{Bench, items, stderr};
use model::{
    Act, Document, DocumentId, EventChange, EventId, EventRecord, Facets, ItemKey, KeepRule,
    KeepScope, Language, Moment, NewSource, Note, Placement, Reading, SourceId, SourceKind,
    TimeNote, Who,
};
use ports::{Clock, KeptBatch, Store};
use serde_json::Value;
use std::fs;
use std::path::Path;
use store::StoreTarget;

const DAY_MS: i64 = 86_400_000;
/// Documents of each of two sources that arrived a hundred days ago.
const OLD_EACH: i64 = 1_500;

struct Now;

impl Clock for Now {
    #[expect(
        clippy::disallowed_methods,
        reason = "the served desk beside it lives by the real time"
    )]
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Moment(since.unwrap().as_millis() as i64)
    }
}

fn old(id: i64, source: SourceId, word: &str, at: Moment) -> (Document, Placement) {
    let document = Document {
        id: DocumentId(id),
        key: ItemKey::of_file(format!("old{id}")),
        source,
        url: Some(format!("https://news.qinglan.example/{id}")),
        title: format!("{word}第{id}条"),
        text: format!("{word}，第{id}次在北门外大街说起，居民希望尽快给出说法。").repeat(10),
        language: Language::Chinese,
        published_at: at,
        time_note: TimeNote::Given,
        arrived_at: at,
        fingerprint: id.unsigned_abs(),
        places: Vec::new(),
        reading: Reading::default(),
    };
    let placement = Placement {
        act: Act::Open,
        event: EventId(id),
        reuses: None,
        reasons: Vec::new(),
    };
    (document, placement)
}

fn opened(id: i64, at: Moment) -> EventChange {
    EventChange {
        after: EventRecord {
            id: EventId(id),
            title: format!("旧事{id}"),
            first_at: at,
            last_at: at,
            documents: 1,
            copies: 0,
            heat_log: 1.0,
            pulse_log: 1.0,
            heat_basis: 1,
            facets: Facets::default(),
            withdrawn: false,
        },
        opened: true,
        by: DocumentId(id),
    }
}

/// Puts old documents of two sources into a desk, and rules that hold since long.
async fn make_old(store: &dyn Store) -> (SourceId, SourceId, i64) {
    let at = Moment(Now.now().0 - 100 * DAY_MS);
    let mut sources = Vec::new();
    for name in ["旧日报", "旧论坛"] {
        let source = NewSource::plain(SourceKind::File, name, None, at);
        sources.push(store.add_source(&source).await.unwrap().id);
    }
    let first = store.last_document().await.unwrap().0 + 1;
    let mut batch = KeptBatch::default();
    for place in 0..2 * OLD_EACH {
        let id = first + place;
        let (source, word) = if place < OLD_EACH {
            (sources[0], "塌方")
        } else {
            (sources[1], "断流")
        };
        batch.documents.push(old(id, source, word, at));
        batch.events.push(opened(id, at));
    }
    store.keep_batch(&batch).await.unwrap();
    let rule = |scope, days| KeepRule {
        scope,
        days: Some(days),
        before: Some(0),
        changed_at: at,
    };
    let rules = [
        rule(KeepScope::Kind(SourceKind::File), 90),
        rule(KeepScope::Source(sources[1]), 365),
    ];
    let note = Note {
        at,
        who: Who::command_line(),
        act: "keeping.changed".into(),
        object: String::new(),
        details: String::new(),
    };
    store.change_keep_rules(&rules, &note).await.unwrap();
    (sources[0], sources[1], first)
}

fn folder_bytes(path: &Path) -> u64 {
    let files = fs::read_dir(path).unwrap();
    files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum()
}

fn bytes(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

#[test]
fn a_purge_takes_what_is_due_and_frees_the_disk() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(50, 4)), "out.jsonl");
    let target = StoreTarget::Sqlite(bench.data().join("caifeng.db"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (daily, forum, first) = runtime.block_on(async {
        let store = store::open(&target).await.unwrap();
        let made = make_old(&store).await;
        store.close().await.unwrap();
        made
    });
    bench.json(&["doctor"]);
    let count = |query: &str| {
        let found = bench.json(&["search", query, "--limit", "5000"]);
        found.as_array().unwrap().len() as i64
    };
    assert_eq!((count("塌方"), count("断流")), (OLD_EACH, OLD_EACH));
    let held = format!("d{first}");
    let hold = [
        "hold",
        "add",
        &held,
        "--for",
        "report",
        "--reference",
        "2026-02",
        "--reason",
        "月报引用",
    ];
    let placed = bench.json(&hold);
    let plan = bench.json(&["purge", "--dry-run"]);
    assert_eq!(
        (plan["documents"].as_i64(), plan["held"].as_i64()),
        (Some(OLD_EACH - 1), Some(1))
    );
    assert_eq!(plan["sources"][0]["source"], daily.to_string());
    assert_eq!(count("塌方"), OLD_EACH, "nothing was changed");

    let (file, index) = (bench.data().join("caifeng.db"), bench.data().join("index"));
    let before = (fs::metadata(&file).unwrap().len(), folder_bytes(&index));
    let purged = bench.json(&["purge"]);
    assert_eq!(purged["documents"], OLD_EACH - 1);
    assert_eq!(purged["by_days"][0]["days"], 90);
    let after = (fs::metadata(&file).unwrap().len(), folder_bytes(&index));
    assert!(after.0 < before.0 * 3 / 4, "database: {before:?} {after:?}");
    assert!(after.1 < before.1 * 7 / 10, "index: {before:?} {after:?}");
    for (side, bytes_then) in [("before", before), ("after", after)] {
        let told = &purged[side];
        let off = bytes(&told["database_bytes"]).abs_diff(bytes_then.0);
        assert!(off < 100_000, "{side}: {told} {bytes_then:?}");
        let off = bytes(&told["index_bytes"]).abs_diff(bytes_then.1);
        assert!(off < 100_000, "{side}: {told} {bytes_then:?}");
    }

    // What was held and what is kept longer stays; what went is not found, and its event is told.
    assert_eq!((count("塌方"), count("断流")), (1, OLD_EACH));
    let doctor = bench.run(&["doctor"]);
    assert!(doctor.status.success(), "{}", stderr(&doctor));
    let event = bench.json(&["events", &format!("e{}", first + 1)]);
    assert_eq!(event["documents"], 1);
    let again = bench.json(&["purge"]);
    assert_eq!(again["documents"], 0);
    let rebuilt = bench.run(&["doctor", "--rebuild-index"]);
    assert!(rebuilt.status.success(), "{}", stderr(&rebuilt));
    assert_eq!((count("塌方"), count("断流")), (1, OLD_EACH));

    // Released, it goes too, and the whole database can be written anew.
    bench.json(&["hold", "release", placed["hold"].as_str().unwrap()]);
    let last = bench.json(&["purge", "--compact"]);
    assert_eq!(last["documents"], 1);
    assert_eq!(count("塌方"), 0);
    let shown = bench.json(&["retention", "show"]);
    assert_eq!(shown["purged"][0]["documents"], OLD_EACH);
    let entries = bench.json(&["audit", "list", "--act", "documents.purged"]);
    assert_eq!(entries.as_array().unwrap().len(), 2);
    let _ = forum;
}

#[test]
fn rules_and_holds_say_what_is_wrong() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(20, 4)), "out.jsonl");
    for (args, word) in [
        (vec!["retention", "set", "radio", "90"], "kind of source"),
        (vec!["retention", "set", "feed", "-1"], "no number of days"),
        (
            vec!["retention", "set", "feed", "99999999999"],
            "no number of days",
        ),
        (
            vec!["retention", "set", "feed", "36501"],
            "no number of days",
        ),
        (
            vec!["retention", "set", "feed", "kind"],
            "no number of days",
        ),
        (vec!["retention", "set", "s999", "90"], "no source"),
        (
            vec!["hold", "add", "12", "--reason", "月报引用"],
            "neither a document",
        ),
        (
            vec!["hold", "add", "d999", "--reason", "月报引用"],
            "not there",
        ),
        (vec!["hold", "add", "d1", "--reason", "x"], "reason"),
        (
            vec!["hold", "add", "d1", "--for", "case", "--reason", "月报引用"],
            "name the case",
        ),
        (vec!["hold", "release", "h9"], "no hold"),
    ] {
        let output = bench.run(&args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(
            stderr(&output).contains(word),
            "{args:?}: {}",
            stderr(&output)
        );
    }
    let set = bench.json(&["retention", "set", "feed", "365"]);
    assert_eq!(
        (&set["changed"], &set["documents"]),
        (&true.into(), &0.into())
    );
    let shown = bench.json(&["retention", "show"]);
    let feed = &shown["rules"][0];
    assert_eq!(
        (&feed["whose"], &feed["days"], &feed["now"]),
        (&"kind:feed".into(), &365.into(), &0.into())
    );
    assert!(feed["from"].is_string(), "it waits: {feed}");
    assert_eq!(bench.json(&["purge"])["documents"], 0);
}
