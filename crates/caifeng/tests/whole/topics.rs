//! Topics from the command line: made, asked for, counted, routed, archived.

use super::bench::{Bench, items, stderr};
use serde_json::Value;

/// What a search with these words counts.
fn counted(bench: &Bench, search: &str) -> u64 {
    bench.json(&["search", search, "--facets"])["total"]
        .as_u64()
        .unwrap()
}

#[test]
fn a_topic_is_made_asked_for_counted_and_archived() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(120, 8)), "out.jsonl");
    let none = bench.run(&["topics", "list"]);
    assert!(String::from_utf8_lossy(&none.stdout).contains("topics add"));
    let made = bench.json(&["topics", "add", "路面", "路面 OR 塌陷", "--lang", "zh"]);
    assert_eq!(
        (made["id"].as_str(), made["waits"].as_bool()),
        (Some("t1"), Some(false))
    );
    let list = bench.json(&["topics", "list"]);
    assert_eq!(list[0]["question"], "(路面 OR 塌陷) lang:zh");
    assert_eq!(list[0]["owner"], "command line");
    let all = counted(&bench, "(路面 OR 塌陷) lang:zh");
    assert!(all > 10, "{all}");
    for asked in ["topic:路面", "topic:t1", "专项:t1"] {
        assert_eq!(counted(&bench, asked), all, "{asked}");
    }
    for period in ["24h", "7d", "30d"] {
        let sheet = bench.json(&["topics", "show", "路面", "--period", period]);
        let mut numbers = vec![&sheet["total"], &sheet["before"]];
        for part in ["sources", "tones"] {
            let rows = sheet[part].as_array().unwrap();
            numbers.extend(rows.iter().map(|row| &row["now"]));
        }
        let bar = sheet["volume"].as_array().unwrap().last().unwrap();
        numbers.push(&bar["now"]);
        for number in numbers {
            let search = number["search"].as_str().unwrap();
            let found = counted(&bench, search);
            assert_eq!(Some(found), number["number"].as_u64(), "{period} {search}");
        }
    }
    refused(&bench);
    let archived = bench.run(&["topics", "archive", "路面"]);
    assert!(archived.status.success(), "{}", stderr(&archived));
    let asked = bench.run(&["search", "topic:路面"]);
    assert!(stderr(&asked).contains("archived"), "{}", stderr(&asked));
    assert!(bench.run(&["topics", "restore", "t1"]).status.success());
    assert_eq!(counted(&bench, "topic:路面"), all);
    let twice = bench.run(&["topics", "restore", "t1"]);
    assert_eq!(twice.status.code(), Some(1));
    let audit = bench.run(&["audit", "list", "--json"]);
    let audit = String::from_utf8_lossy(&audit.stdout).into_owned();
    for act in ["topic.added", "topic.archived", "topic.restored"] {
        assert!(audit.contains(act), "{act}");
    }
}

/// What cannot be made, and why.
fn refused(bench: &Bench) {
    for (arguments, words) in [
        (["add", "乙", "雨 topic:乙"], "asks for itself"),
        (["add", "路面", "雨"], "another topic has this name"),
        (["add", "丙", "(雨"], "at character 1"),
        (["add", "丁", "topic:无"], "no topic is called"),
        (["add", "戊", "张伟"], "--office"),
        (["add", "t9", "雨"], "no number"),
        (["show", "己", "--period=7d"], "there is no topic 己"),
        (["route", "路面", "--channel=n9"], "there is no channel n9"),
    ] {
        let mut all = vec!["topics"];
        all.extend(arguments);
        let output = bench.run(&all);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(
            stderr(&output).contains(words),
            "{arguments:?}: {}",
            stderr(&output)
        );
    }
    let routes: Value = bench.json(&["topics", "route"]);
    assert_eq!(routes.as_array().map(Vec::len), Some(0));
    let rule = bench.json(&["rules", "add", "路面规则", "--topic", "路面"]);
    assert_eq!(rule["id"], "r1");
    assert_eq!(bench.json(&["rules", "list"])[0]["topic"], "t1");
    for command in ["", "add", "show", "route"] {
        let arguments: Vec<&str> = ["topics", command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let help = bench.run(&arguments);
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        assert!(help.contains("Example"), "{command}: {help}");
    }
}
