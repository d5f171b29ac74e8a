//! The other commands, and what they say when something is wrong.

use super::bench::{Bench, items, stderr};
use model::{EventId, Moment, NewProposal, Proposal};
use ports::{ProposalStore, Store};
use std::fs;
use store::StoreTarget;

#[test]
fn search_finds_words_sequences_and_what_the_grammar_says() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(300, 4)), "out.jsonl");
    let count = |query: &str| {
        bench
            .json(&["search", query, "--limit", "1000"])
            .as_array()
            .unwrap()
            .len()
    };
    let all = count("");
    assert_eq!(all, 300);
    let (burst, rest) = (count("路面塌陷"), count("-路面塌陷"));
    assert!(burst > 10 && burst + rest == all, "{burst} + {rest}");
    assert_eq!(count("\"面塌\""), burst, "a fragment inside a word");
    assert_eq!(count("source:板块3") + count("-source:板块3"), all);
    assert_eq!(
        count("路面塌陷 OR 突然停水"),
        burst + count("突然停水 -路面塌陷")
    );
    assert!(count("date:2026-03-02") > 0 && count("date:2026-03-02..2026-03-09") == all);
    assert_eq!(count("date:..2026-03-01"), 0);
    let newest = bench.json(&["search", "", "--sort", "newest", "--limit", "3"]);
    assert_eq!(newest[0]["id"], "i299");
    let output = bench.run(&["search", "a \"b"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("not closed") && stderr(&output).contains("^^"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn events_are_listed_and_opened() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(300, 4)), "out.jsonl");
    let events = bench.json(&["events", "--limit", "5"]);
    let hottest = &events[0];
    assert!(hottest["heat"].as_f64() >= events[1]["heat"].as_f64());
    let sheet = bench.json(&["events", hottest["event"].as_str().unwrap()]);
    assert_eq!(sheet["documents"], hottest["documents"]);
    assert!(
        !sheet["members"][0]["reasons"]
            .as_array()
            .unwrap()
            .is_empty(),
        "{sheet}"
    );
    let parts = sheet["heat_parts"].as_array().unwrap();
    let sum: f64 = parts.iter().filter_map(|part| part["heat"].as_f64()).sum();
    let heat = hottest["heat"].as_f64().unwrap();
    assert!((sum - heat).abs() < heat * 1e-3, "{sum} {heat}");
    let anew = bench.json(&["events", "reheat"]);
    assert_eq!((&anew["events"], &anew["done"]), (&0.into(), &true.into()));
    let output = bench.run(&["events", "e999999"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("e999999"));
    let human = bench.run(&["events"]);
    assert!(String::from_utf8_lossy(&human.stdout).contains("heat"));
}

#[test]
fn what_waits_for_a_decision_is_listed_with_its_reasons() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(60, 4)), "out.jsonl");
    let none = bench.run(&["events", "proposals"]);
    assert!(String::from_utf8_lossy(&none.stdout).contains("nothing waits"));
    let events = bench.json(&["events"]);
    let id = |at: usize| EventId::parse(events[at]["event"].as_str().unwrap()).unwrap();
    let (from, into) = (id(0).max(id(1)), id(0).min(id(1)));
    let made = NewProposal {
        proposal: Proposal::Merge {
            from,
            into,
            percent: 96,
            needed: 93,
            hours: 5,
        },
        made_at: Moment(1_772_431_500_000),
    };
    let target = StoreTarget::Sqlite(bench.data().join("caifeng.db"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = store::open(&target).await.unwrap();
        store.keep_proposals(&[made], &[]).await.unwrap();
        store.close().await.unwrap();
    });
    let listed = bench.json(&["events", "proposals"]);
    assert_eq!(listed[0]["into"], into.to_string());
    assert_eq!(
        (&listed[0]["percent"], &listed[0]["needed"]),
        (&96.into(), &93.into())
    );
    assert_eq!(listed[0]["events"].as_array().unwrap().len(), 2);
    let human = bench.run(&["events", "proposals"]);
    let human = String::from_utf8_lossy(&human.stdout).into_owned();
    assert!(human.contains(&format!("merge {from} → {into}")), "{human}");
    assert!(
        human.contains("96 % sure (93 % needed), 5 h apart"),
        "{human}"
    );
}

#[test]
fn a_backup_comes_back_whole_and_a_damaged_one_is_refused() {
    let bench = Bench::new();
    let all = items(500, 6);
    let (decisions, _) = bench.replay(&bench.input("items.jsonl", &all[..300]), "out.jsonl");
    let file = bench.path("desk.tar.zst");
    bench.json(&["backup", file.to_str().unwrap()]);
    let again = bench.run(&["backup", file.to_str().unwrap()]);
    assert_eq!(
        again.status.code(),
        Some(1),
        "a file that is there is not overwritten"
    );

    let other = Bench::new();
    other.json(&["restore", file.to_str().unwrap()]);
    let finding = other.json(&["doctor"]);
    assert_eq!(
        (&finding["ok"], &finding["documents"]),
        (&true.into(), &300.into()),
        "{finding}"
    );
    let more = bench.input("more.jsonl", &all);
    assert_eq!(
        other.replay(&more, "out.jsonl").0,
        bench.replay(&more, "out2.jsonl").0,
        "it goes on alike"
    );
    assert_eq!(bench.replay(&more, "out3.jsonl").0[..300], decisions);
    assert_eq!(
        other
            .run(&["restore", file.to_str().unwrap()])
            .status
            .code(),
        Some(1),
        "only into an empty directory"
    );

    let good = fs::read(&file).unwrap();
    for at in [0, 5, good.len() / 3, good.len() / 2, good.len() - 3] {
        let mut bad = good.clone();
        bad[at] ^= 0x40;
        let damaged = bench.path("damaged.tar.zst");
        fs::write(&damaged, &bad).unwrap();
        let third = Bench::new();
        let output = third.run(&["restore", damaged.to_str().unwrap()]);
        assert_eq!(
            output.status.code(),
            Some(1),
            "byte {at}: {}",
            stderr(&output)
        );
        assert!(!third.data().exists(), "byte {at} left something behind");
    }
}

#[test]
fn doctor_makes_the_index_anew() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(100, 6)), "out.jsonl");
    fs::remove_dir_all(bench.data().join("index")).unwrap();
    let finding = bench.json(&["doctor", "--rebuild-index"]);
    assert_eq!(
        (&finding["ok"], &finding["reindexed"]),
        (&true.into(), &100.into()),
        "{finding}"
    );
    // What is whole is left as it is; what is damaged is made anew, and only when told.
    assert_eq!(bench.json(&["doctor", "--fix"])["reindexed"], 0);
    let index = bench.data().join("index");
    let largest = fs::read_dir(&index)
        .unwrap()
        .map(|file| file.unwrap().path())
        .max_by_key(|file| fs::metadata(file).unwrap().len())
        .unwrap();
    let bytes = fs::read(&largest).unwrap();
    fs::write(&largest, &bytes[..bytes.len() / 2]).unwrap();
    assert!(!bench.run(&["doctor"]).status.success(), "{largest:?}");
    assert_eq!(bench.json(&["doctor", "--fix"])["reindexed"], 100);
    assert_eq!(bench.json(&["doctor"])["ok"], true);
    fs::remove_dir_all(bench.data().join("engine")).unwrap();
    fs::create_dir(bench.data().join("engine")).unwrap();
    assert_eq!(bench.json(&["doctor"])["followed"], 100);
}

#[test]
fn what_is_not_there_or_not_allowed_is_said_with_what_to_do() {
    let bench = Bench::new();
    for args in [
        &["search", "x"][..],
        &["events"],
        &["doctor"],
        &["source", "list"],
        &["backup", "x.tar.zst"],
    ] {
        let output = bench.run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(
            stderr(&output).contains("there is no desk in"),
            "{args:?}: {}",
            stderr(&output)
        );
    }
    let output = bench.run(&["serve", "--public-url", "desk.example.org"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("https://"), "{}", stderr(&output));
    let output = bench.run(&["frobnicate"]);
    assert_eq!(output.status.code(), Some(2));
    let help = bench.run(&["replay", "--help"]);
    assert!(String::from_utf8_lossy(&help.stdout).contains("Examples:"));
}
