//! SIGKILL at random moments of a replay: nothing acknowledged is lost, nothing is doubled,
//! nothing has to be rebuilt by hand, and the decisions are those of an undisturbed run.

use super::bench::{Bench, Seeded, items, lines};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};

const ITEMS: usize = 9_000;
/// About as long as a line of the output is.
const LINE_BYTES: u64 = 55;
const KILLS: usize = 50;
const KILLS_LONG: usize = 300;

#[test]
fn kills_lose_nothing_and_double_nothing() {
    let bench = Bench::new();
    let input = bench.input("items.jsonl", &items(ITEMS, 11));
    let undisturbed = Bench::new();
    let (expected, _) = undisturbed.replay(&input, "out.jsonl");
    assert_eq!(expected.len(), ITEMS);

    bench.run(&["source", "list"]);
    bench.run(&["import", "/dev/null"]);
    // Commits and snapshots often, so that kills fall into and between them.
    fs::write(bench.data().join("caifeng.toml"), "commit_every = 90\n").unwrap();
    let out = bench.path("out.jsonl");
    let mut seeded = Seeded(23);
    let mut kills = 0;
    let mut kept = 0;
    while kills < wanted_kills() {
        let until = kept + 1 + seeded.below(2 * (ITEMS - kept) / (wanted_kills() - kills + 1) + 2);
        let mut child = start(&bench, &input, &out);
        if killed_at(&mut child, &out, until, seeded.below(400)) {
            kills += 1;
        }
        kept = check(&bench, &out);
        if kept >= ITEMS {
            fs::remove_dir_all(bench.data()).unwrap();
            bench.run(&["import", "/dev/null"]);
            fs::write(bench.data().join("caifeng.toml"), "commit_every = 90\n").unwrap();
            kept = 0;
        }
    }
    let (after, code) = bench.replay(&input, "out.jsonl");
    assert_eq!(code, 0);
    assert_eq!(
        after, expected,
        "the decisions are those of an undisturbed run"
    );
    assert_eq!(check(&bench, &out), ITEMS);
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test command says how long to run"
)]
fn wanted_kills() -> usize {
    if std::env::var("CAIFENG_LONG").is_ok_and(|long| !long.is_empty()) {
        KILLS_LONG
    } else {
        KILLS
    }
}

fn start(bench: &Bench, input: &Path, out: &Path) -> Child {
    // What the run before told has been checked; this one tells everything anew, and only the
    // growth of its own output says how far it is.
    let _ = fs::remove_file(out);
    bench
        .command(&[
            "replay",
            input.to_str().unwrap(),
            "--assignments",
            out.to_str().unwrap(),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills the child once its output holds about `until` lines, and a little later still; false if
/// it ended by itself before.
fn killed_at(child: &mut Child, out: &Path, until: usize, later: usize) -> bool {
    let bytes = until as u64 * LINE_BYTES;
    while fs::metadata(out).map_or(0, |metadata| metadata.len()) < bytes {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::yield_now();
    }
    // A random number of turns: the moment falls anywhere between two writes.
    for _ in 0..later * 50 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    true
}

/// After a restart the ids in the database, in the index, and those acknowledged agree.
fn check(bench: &Bench, out: &Path) -> usize {
    let acknowledged: BTreeSet<String> = lines(out)
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    let finding = bench.json(&["doctor"]);
    assert_eq!(finding["ok"], true, "{finding}");
    assert_eq!(finding["documents"], finding["indexed"], "{finding}");
    let found: BTreeSet<String> = bench
        .json(&["search", "", "--limit", "10000"])
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(found.len() as u64, finding["documents"].as_u64().unwrap());
    let lost: Vec<&String> = acknowledged.difference(&found).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    found.len()
}
