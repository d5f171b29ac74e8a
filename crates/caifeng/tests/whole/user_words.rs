//! User words from outside: changed on the page, by a command and by hand while the desk is served;
//! documents that were there before follow, also when the desk is killed meanwhile.

use super::bench::{BINARY, Bench, stderr};
use super::browser::{Ends, Served, serve};
use super::demo::until;
use super::visitor::Visitor;
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};

const WORD: &str = "路面塌陷险情";

fn item(id: &str, hour: u32, text: &str) -> String {
    json!({"id": id, "title": "", "source": "论坛", "text": text,
           "published_at": format!("2026-03-02T{hour:02}:00:00+08:00")})
    .to_string()
}

/// Two documents that hold the word. By its pieces the newer one says more of it, by the whole
/// word the older one: which comes first shows how they are cut.
fn two() -> [String; 2] {
    let whole = format!("北门通报{WORD}。东街也有{WORD}。西街还有{WORD}，请绕行。");
    let pieces = format!(
        "路面湿，路面滑，路面窄，路面旧，塌陷了，又塌陷，再塌陷，还塌陷，险情多，险情急，险情重，险情大，{WORD}"
    );
    [item("whole", 8, &whole), item("pieces", 9, &pieces)]
}

fn first(bench: &Bench) -> String {
    let found = bench.json(&["search", WORD, "--sort", "relevance"]);
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 2, "with or without the word both hold it");
    found[0]["id"].as_str().unwrap().to_owned()
}

/// Whether the index has taken the words into use: asked of the desk itself.
fn health(served: &Served) -> Value {
    let output = Command::new("curl")
        .args(["-sS", &format!("{}/healthz", served.address)])
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn words_are_changed_in_three_ways_while_the_desk_is_served() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &two()), "out.jsonl");
    assert_eq!(
        first(&bench),
        "pieces",
        "the common dictionary cuts the word apart"
    );
    let served = serve(&bench, &["--no-collect"]);
    let admin = Visitor::set_up(&served);
    // On the page.
    let (status, page) = admin.send("/settings/words", &[("add", "溪口古街\nrain\n路 面")]);
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("rain") && page.contains("路 面"), "{page}");
    let (status, page) = admin.send("/settings/words", &[("add", &format!("{WORD}\n溪口古街"))]);
    assert_eq!(status, 303, "{page}");
    let (_, page) = admin.get("/settings/words?done=1&added=2");
    assert!(
        page.contains(WORD) && page.contains("/settings/words/undo"),
        "{page}"
    );
    until("the old document is found by the whole word", || {
        (first(&bench) == "whole").then_some(())
    });
    assert_eq!(health(&served)["state"], "well");
    let (status, page) = admin.send("/settings/words/undo", &[("change", "1")]);
    assert_eq!(status, 303, "{page}");
    until("the change was taken back", || {
        (first(&bench) == "pieces").then_some(())
    });
    // By hand, with a note.
    let dictionary = bench.data().join("dictionary.txt");
    fs::write(&dictionary, format!("# 本县用词\n{WORD}\n")).unwrap();
    until("the edited file was noticed", || {
        (first(&bench) == "whole").then_some(())
    });
    // By a command.
    let output = bench.run(&["words", "remove", WORD]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&dictionary).unwrap(), "# 本县用词\n");
    until("the command was followed", || {
        (first(&bench) == "pieces").then_some(())
    });
    served.stop();
    let listed = bench.json(&["audit", "list", "--act", "words.changed"]);
    let details = |entry: &Value| entry["details"].as_str().unwrap().to_owned();
    let listed: Vec<String> = listed.as_array().unwrap().iter().map(details).collect();
    assert_eq!(
        listed,
        [
            format!("1 → 0; −1: {WORD}"),
            format!("2 → 0; −2: {WORD} 溪口古街"),
            format!("0 → 2; +2: {WORD} 溪口古街"),
        ]
    );
}

#[test]
fn the_command_refuses_what_is_no_word_and_doctor_lets_documents_follow() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &two()), "out.jsonl");
    let output = bench.run(&["words", "add", WORD, "雨"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("line 2, 雨") && said.contains("two characters"),
        "{said}"
    );
    let names = bench.path("names.txt");
    fs::write(&names, format!("# 名单\n{WORD}\n")).unwrap();
    let added = bench.json(&["words", "add", "--file", names.to_str().unwrap()]);
    assert_eq!(added, json!({"added": [WORD], "removed": []}));
    fs::write(
        bench.data().join("dictionary.txt"),
        format!("{WORD}\n坏 行\n"),
    )
    .unwrap();
    let output = bench.run(&["words", "list"]);
    assert_eq!(output.status.code(), Some(3), "a line is told");
    assert!(
        stderr(&output).contains("line 2, 坏 行"),
        "{}",
        stderr(&output)
    );
    let words = |finding: &Value| {
        let checks = finding["checks"].as_array().unwrap().iter();
        let words = checks.filter(|check| check["name"] == "user words");
        words
            .map(|check| check["note"].to_string())
            .collect::<String>()
    };
    let finding = bench.json(&["doctor"]);
    assert!(words(&finding).contains("doctor --fix"), "{finding}");
    assert_eq!(first(&bench), "pieces");
    let finding = bench.json(&["doctor", "--fix"]);
    assert!(words(&finding).contains("every document"), "{finding}");
    assert_eq!(first(&bench), "whole");
}

/// Starts serving with its standard error kept.
fn serve_again(bench: &Bench, log: &str) -> Ends {
    Ends(
        Command::new(BINARY)
            .args([
                "serve",
                "--no-collect",
                "--listen",
                "127.0.0.1:0",
                "--data-dir",
            ])
            .arg(bench.data())
            .stdout(Stdio::null())
            .stderr(fs::File::create(bench.path(log)).unwrap())
            .spawn()
            .unwrap(),
    )
}

#[test]
fn a_desk_killed_while_documents_follow_goes_on_and_a_lost_index_is_made_anew_while_served() {
    let bench = Bench::new();
    let many: Vec<String> = (0..3_000)
        .map(|number| {
            item(
                &format!("i{number}"),
                number % 24,
                &format!("第{number}号：{WORD}通报，请绕行"),
            )
        })
        .collect();
    let input = bench.input("items.jsonl", &many);
    bench.replay(&input, "out.jsonl");
    bench.json(&["words", "add", WORD]);
    let state = bench.data().join("engine/user-words.json");
    let reached = || {
        let text = fs::read_to_string(&state).unwrap_or_default();
        let state: Value = serde_json::from_str(&text).unwrap_or_default();
        state["recut"]["after"].as_i64()
    };
    let mut last = 0;
    for kill in 0..4 {
        let mut served = serve_again(&bench, &format!("kill-{kill}.txt"));
        until("some documents follow", || {
            let ended =
                fs::read_to_string(&state).is_ok_and(|text| text.contains("\"recut\":null"));
            (ended || reached().is_some_and(|after| after > last)).then_some(())
        });
        served.0.kill().unwrap();
        served.0.wait().unwrap();
        let after = reached().unwrap_or(i64::MAX);
        assert!(after >= last, "{after} after {last}");
        last = after;
    }
    let finding = bench.json(&["doctor", "--fix"]);
    assert_eq!(
        (&finding["ok"], &finding["indexed"]),
        (&json!(true), &json!(3_000))
    );
    assert_eq!(reached(), None);
    // The index is lost; the desk is served at once, and search says how far it has come.
    fs::remove_dir_all(bench.data().join("index")).unwrap();
    let served = serve(&bench, &["--no-collect"]);
    until("the index is whole", || {
        let health = health(&served);
        if let Some(percent) = health["index_work"]["percent"].as_u64() {
            assert!(percent < 100 && health["state"] == "degraded", "{health}");
        }
        (health["indexed_to"] == 3_000 && health["index_work"].is_null()).then_some(())
    });
    let found = bench.json(&["search", "", "--limit", "10000"]);
    assert_eq!(found.as_array().unwrap().len(), 3_000);
    served.stop();
    // Files that cannot be read are no reason not to serve.
    let meta = bench.data().join("index/meta.json");
    fs::write(&meta, "{").unwrap();
    let served = serve(&bench, &["--no-collect"]);
    until("the damaged index is whole", || {
        (health(&served)["indexed_to"] == 3_000).then_some(())
    });
    served.stop();
    assert_eq!(bench.json(&["doctor"])["ok"], true);
}
