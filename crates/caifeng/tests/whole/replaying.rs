//! Replay: what is decided, in which order, and what happens to lines that are no items.

use super::bench::{Bench, items, lines, stderr};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;

#[test]
fn every_valid_line_has_its_decision_in_input_order() {
    let bench = Bench::new();
    let input = bench.input("items.jsonl", &items(400, 3));
    let (decisions, code) = bench.replay(&input, "out.jsonl");
    assert_eq!((decisions.len(), code), (400, 0));
    let mut copies = 0;
    for (index, decision) in decisions.iter().enumerate() {
        assert_eq!(decision["id"], format!("i{index}"));
        assert!(
            decision["event"]
                .as_str()
                .is_some_and(|event| event.starts_with('e')),
            "{decision}"
        );
        if let Some(head) = decision["copy_of"].as_str() {
            let head = decisions.iter().find(|other| other["id"] == head).unwrap();
            assert_eq!(
                head["event"], decision["event"],
                "a copy carries its head's event"
            );
            assert_eq!(head["copy_of"], Value::Null, "a head is no copy");
            copies += 1;
        }
    }
    assert!(copies > 20, "{copies}");
    let summary = bench.json(&[
        "replay",
        input.to_str().unwrap(),
        "--assignments",
        bench.path("again.jsonl").to_str().unwrap(),
    ]);
    assert_eq!(summary["kept_before"], 400);
    assert_eq!(summary["documents"], 0);
    assert_eq!(
        lines(&bench.path("again.jsonl")),
        decisions,
        "a repeated run tells the same"
    );
}

#[test]
fn the_decisions_of_a_prefix_are_a_prefix_of_the_decisions() {
    let all = items(600, 5);
    let (whole, prefix) = (Bench::new(), Bench::new());
    let (decisions, _) = whole.replay(&whole.input("all.jsonl", &all), "out.jsonl");
    for length in [1, 37, 250] {
        fs::remove_dir_all(prefix.data()).ok();
        let (first, _) = prefix.replay(&prefix.input("some.jsonl", &all[..length]), "out.jsonl");
        assert_eq!(first, decisions[..length]);
    }
    // Going on in a second run decides as one run does: the engine's state comes back whole.
    let (rest, _) = prefix.replay(&prefix.input("all.jsonl", &all), "out.jsonl");
    assert_eq!(rest, decisions);
}

#[test]
fn broken_lines_are_told_with_their_number_and_the_rest_goes_on() {
    let bench = Bench::new();
    let long = "长".repeat(3_500_000);
    let input = bench.input(
        "bad.jsonl",
        &[
            json!({"id": "ok1", "title": "路面塌陷", "text": "北门外大街路面塌陷"}).to_string(),
            "{broken".to_owned(),
            "[1,2,3]".to_owned(),
            json!({"title": "no id", "text": "x"}).to_string(),
            json!({"id": "", "title": "empty id", "text": "x"}).to_string(),
            json!({"id": "ok1", "title": "again", "text": "the same id twice"}).to_string(),
            json!({"id": {"a": 1}, "title": "wrong type", "text": "x"}).to_string(),
            json!({"id": "t", "title": 5, "text": "wrong type"}).to_string(),
            json!({"id": "nothing"}).to_string(),
            String::new(),
            json!({"id": "empty", "title": "", "text": ""}).to_string(),
            json!({"id": "one", "title": "", "text": "雨"}).to_string(),
            json!({"id": "huge", "title": "很长", "text": long}).to_string(),
            json!({"id": "y1970", "title": "a", "text": "x", "published_at": "1970-01-01T00:00:00Z"}).to_string(),
            json!({"id": "y2099", "title": "b", "text": "y", "published_at": "2099-01-01T00:00:00Z"}).to_string(),
            json!({"id": "soon", "title": "c", "text": "z", "published_at": "tomorrow"}).to_string(),
            json!({"id": 7, "title": "number id", "text": "w", "published_at": 1_772_431_500}).to_string(),
            json!({"id": "bidi", "title": "\u{202e}<script>alert(1)</script>\u{202c}", "text": "a\u{0}b"}).to_string(),
        ],
    );
    let out = bench.path("out.jsonl");
    let output = bench.run(&[
        "replay",
        input.to_str().unwrap(),
        "--assignments",
        out.to_str().unwrap(),
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    let said = stderr(&output);
    for number in [2, 3, 4, 5, 6, 7, 8, 9] {
        assert!(
            said.contains(&format!("line {number}: ")),
            "line {number} is not told: {said}"
        );
    }
    let ids: Vec<String> = lines(&out)
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        ids,
        [
            "ok1", "empty", "one", "huge", "y1970", "y2099", "soon", "7", "bidi"
        ]
    );
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["refused"], 8);
    let hits = bench.json(&["search", "alert"]);
    assert_eq!(hits[0]["id"], "bidi");
    assert!(!hits[0]["title"].as_str().unwrap().contains('\u{202e}'));
    let now = bench.json(&["search", "source:bad date:1970"]);
    assert_eq!(
        now.as_array().unwrap().len(),
        0,
        "a time in 1970 is not believed"
    );
    assert_eq!(bench.json(&["doctor"])["ok"], true);
}

#[test]
fn another_text_under_a_kept_id_is_refused_in_a_later_run() {
    let bench = Bench::new();
    bench.replay(
        &bench.input(
            "a.jsonl",
            &[json!({"id": "x", "title": "一", "text": "甲"}).to_string()],
        ),
        "out.jsonl",
    );
    let input = bench.input(
        "b.jsonl",
        &[json!({"id": "x", "title": "二", "text": "乙"}).to_string()],
    );
    let output = bench.run(&["import", input.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("already taken"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn packed_and_piped_input_is_read() {
    let bench = Bench::new();
    let path = bench.path("items.jsonl.gz");
    let mut packed = flate2::write::GzEncoder::new(
        fs::File::create(&path).unwrap(),
        flate2::Compression::fast(),
    );
    packed
        .write_all(items(50, 9).join("\n").as_bytes())
        .unwrap();
    packed.finish().unwrap();
    assert_eq!(bench.replay(&path, "out.jsonl").0.len(), 50);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let other = Bench::new();
    let (some, code) = other.replay(&path, "out.jsonl");
    assert!(
        code == 3 && some.len() < 50,
        "a packed file that is cut off is told: {code}, {}",
        some.len()
    );
}

#[test]
fn a_missing_input_or_an_unwritable_output_says_what_to_do() {
    let bench = Bench::new();
    let output = bench.run(&["replay", "no-such-file.jsonl", "--assignments", "/dev/null"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("no-such-file.jsonl"),
        "{}",
        stderr(&output)
    );
    let input = bench.input("a.jsonl", &items(3, 1));
    let output = bench.run(&[
        "replay",
        input.to_str().unwrap(),
        "--assignments",
        "/no/such/folder/out.jsonl",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("/no/such/folder/out.jsonl"),
        "{}",
        stderr(&output)
    );
}

/// A small file system of its own, where the system lets this process mount one.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mounted(folder: std::path::PathBuf) -> Option<Self> {
        fs::create_dir(&folder).unwrap();
        let disk = Self(folder);
        disk.mount("size=12m,rw").then_some(disk)
    }

    fn mount(&self, options: &str) -> bool {
        let mut command = std::process::Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&self.0);
        command.output().is_ok_and(|output| output.status.success())
    }

    fn grow(&self) {
        assert!(self.mount("remount,size=400m"));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(&self.0)
            .output();
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn a_disk_that_fills_up_loses_nothing_and_the_run_goes_on_when_there_is_room() {
    let bench = Bench::new();
    let Some(disk) = SmallDisk::mounted(bench.data()) else {
        println!("SKIPPED: small disk: this process may not mount one");
        return;
    };
    let input = bench.input("items.jsonl", &items(30_000, 12));
    let out = bench.path("out.jsonl");
    let args = [
        "replay",
        input.to_str().unwrap(),
        "--assignments",
        out.to_str().unwrap(),
    ];
    let output = bench.run(&args);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("free space"),
        "{}",
        stderr(&output)
    );
    let told = lines(&out);
    disk.grow();
    let finding = bench.json(&["doctor"]);
    assert_eq!(finding["ok"], true, "{finding}");
    assert!(
        finding["documents"].as_u64().unwrap() >= told.len() as u64,
        "what was told is kept: {finding}"
    );
    let (decisions, code) = bench.replay(&input, "out.jsonl");
    assert_eq!((decisions.len(), code), (30_000, 0));
    assert_eq!(decisions[..told.len()], told);
}

#[test]
fn a_full_disk_is_told_and_what_was_kept_stays() {
    let bench = Bench::new();
    bench.replay(&bench.input("a.jsonl", &items(20, 1)), "out.jsonl");
    let output = bench.run(&[
        "replay",
        bench.input("b.jsonl", &items(200, 2)).to_str().unwrap(),
        "--assignments",
        "/dev/full",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("/dev/full"), "{}", stderr(&output));
    assert_eq!(bench.json(&["doctor"])["ok"], true);
}
