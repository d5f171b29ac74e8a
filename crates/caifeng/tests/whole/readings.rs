//! Readings on the command line: learned, measured, read again.

use super::bench::{Bench, items};
use std::fs;

/// A hot list of ours.
fn hot_list() -> Vec<String> {
    let matters = [
        ("暴雨内涝道路积水", "社会"),
        ("居民楼起火消防救援", "社会"),
        ("景区游客排长队", "旅游"),
        ("新剧开播主演亮相", "电视剧"),
    ];
    (0..120)
        .map(|number: usize| {
            let (matter, heading) = matters[number % matters.len()];
            let when = ["今晨", "昨夜", "午后"][number % 3];
            format!(
                "{{\"title\": \"{matter}{when}第{number}回\", \"desc\": \"\", \"cat\": \"{heading}\"}}"
            )
        })
        .collect()
}

#[test]
fn a_model_is_learned_twice_alike_and_measured() {
    let bench = Bench::new();
    let file = |name: &str| bench.path(name).to_str().unwrap().to_owned();
    bench.input("topics.jsonl", &hot_list());
    let gold = [
        "key\tpart\tcategory\ttone",
        "x1\tany\tflood\tneutral",
        "x2\tany\tfire\tneutral",
    ];
    bench.input("gold.tsv", &gold.map(str::to_owned));
    let texts = [
        r#"{"id": "x1", "title": "县城暴雨积水"}"#,
        r#"{"id": "x2", "title": "仓库起火"}"#,
    ];
    bench.input("texts.jsonl", &texts.map(str::to_owned));
    let learn = |what: &str, out: &str| {
        let told = bench.json(&[
            "train",
            what,
            "--topics",
            &file("topics.jsonl"),
            "--out",
            &file(out),
        ]);
        assert!(told["examples"].as_u64().unwrap() > 300, "{told}");
        fs::read(file(out)).unwrap()
    };
    let first = learn("categories", "c1.model");
    assert_eq!(
        first,
        learn("categories", "c2.model"),
        "the same seed, the same model"
    );
    learn("tones", "t.model");
    let output = std::process::Command::new(super::bench::BINARY)
        .args([
            "eval",
            "readings",
            &file("gold.tsv"),
            "--texts",
            &file("texts.jsonl"),
            "--json",
        ])
        .args([
            "--categories",
            &file("c1.model"),
            "--tones",
            &file("t.model"),
        ])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", super::bench::stderr(&output));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let part = &told[0]["parts"][0];
    assert_eq!(part["aspect"], "category");
    assert!(
        (part["model"]["accuracy"].as_f64().unwrap() - 1.0).abs() < 1e-9,
        "{part}"
    );
    assert!(part["majority"]["accuracy"].as_f64().unwrap() < 0.1);
    assert!(told[0]["texts_a_second"].as_f64().unwrap() > 100.0);
}

#[test]
fn kept_documents_are_read_again_on_demand_once() {
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(40, 3)), "out.jsonl");
    let again = bench.json(&["reread", "--readings"]);
    assert_eq!(again["done"], true, "{again}");
    assert_eq!(bench.json(&["reread", "--readings"])["documents"], 0);
}
