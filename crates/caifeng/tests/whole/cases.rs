//! `caifeng cases`: each subcommand, as words and as JSON, and what it says of bad input.

use super::bench::{Bench, stderr};
use super::browser::serve;
use super::visitor::Visitor;

fn stdout(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn cases_are_listed_shown_and_their_chain_is_checked() {
    let bench = Bench::new();
    let served = serve(&bench, &["--no-collect"]);
    let visitor = Visitor::set_up(&served);
    assert!(
        bench
            .json(&["cases", "list"])
            .as_array()
            .unwrap()
            .is_empty()
    );
    for (title, exercise) in [("溪口镇积水", ""), ("演练：堤脚渗水", "1")] {
        let fields = [
            ("title", title),
            ("exercise", exercise),
            ("instruction", "先通路，再清淤"),
            ("by", "赵县长"),
        ];
        let (status, page) = visitor.send("/cases", &fields);
        assert_eq!(status, 303, "{page}");
    }
    let given = [
        ("version", "1"),
        ("title", "派员查看"),
        ("unit", ""),
        ("hours", "4"),
    ];
    let (status, page) = visitor.send("/cases/k1/tasks", &given);
    assert_eq!(status, 303, "{page}");

    let list = bench.json(&["cases", "list"]);
    assert_eq!(list[0]["case"], "k2", "the last that was opened first");
    assert_eq!(
        (&list[0]["exercise"], &list[1]["exercise"]),
        (&true.into(), &false.into())
    );
    let one = &list[1];
    assert_eq!(
        (&one["title"], &one["state"]),
        (&"溪口镇积水".into(), &"new".into())
    );
    assert_eq!((&one["tasks_open"], &one["tasks"]), (&1.into(), &1.into()));
    assert_eq!(one["clocks"][0]["kind"], "first_word");
    assert_eq!(one["clocks"][0]["state"], "running");
    let words = stdout(&bench.run(&["cases", "list"]));
    assert!(words.contains("exercise: 演练：堤脚渗水"), "{words}");
    assert!(words.contains("1 open of 1"), "{words}");

    let show = bench.json(&["cases", "show", "k1"]);
    let kinds: Vec<&str> = (show["timeline"].as_array().unwrap().iter())
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["opened", "instructed", "task_added"]);
    assert!(show["broken_at"].is_null());
    assert_eq!(show["timeline"][2]["hash"].as_str().unwrap().len(), 64);
    let words = stdout(&bench.run(&["cases", "show", "k1"]));
    for part in [
        "k1 溪口镇积水",
        "派员查看",
        "赵县长",
        "first_word from sight",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    served.stop();
}

#[test]
fn what_is_no_case_is_told_with_what_to_do() {
    let bench = Bench::new();
    let nothing = bench.run(&["cases", "list"]);
    assert!(!nothing.status.success(), "there is no desk yet");
    bench.run(&["import", "/dev/null"]);
    for (case, says) in [
        ("e12", "caifeng cases list"),
        ("k0x", "caifeng cases list"),
        ("", "caifeng cases list"),
        ("k99999999999999999999", "caifeng cases list"),
        ("k7", "k7"),
    ] {
        for json in [&[][..], &["--json"]] {
            let output = bench.run(&[&["cases", "show", case], json].concat());
            assert_eq!(output.status.code(), Some(1), "{case}");
            assert!(
                stderr(&output).contains(says),
                "{case}: {}",
                stderr(&output)
            );
        }
    }
    assert_eq!(bench.run(&["cases"]).status.code(), Some(2));
    assert_eq!(bench.run(&["cases", "close", "k1"]).status.code(), Some(2));
    let help = bench.run(&["cases", "show", "--help"]);
    assert!(stdout(&help).contains("caifeng cases show k12"));
}
