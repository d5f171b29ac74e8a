//! What `caifeng eval readings` and `eval reviews` print: marks beside those of plain baselines.

use crate::output;
use analysis::reading::marks::Marks;
use anyhow::Result;
use serde_json::{Value, json};

pub(super) fn marks_json(marks: &Marks) -> Value {
    let classes: serde_json::Map<String, Value> = (marks.classes.iter())
        .map(|(class, one)| {
            let told = json!({ "gold": one.gold, "given": one.given, "precision": one.precision(),
                               "recall": one.recall(), "f1": one.f1() });
            (class.clone(), told)
        })
        .collect();
    let covers: Vec<Value> = (marks.covers.iter())
        .map(|one| json!({ "sure": one.least, "covered": one.covered, "accuracy": one.accuracy }))
        .collect();
    let bins: Vec<Value> = (marks.bins.iter())
        .map(|one| json!({ "texts": one.texts, "sure": one.sure, "accuracy": one.accuracy }))
        .collect();
    json!({
        "calibration_error": marks.calibration_error, "bins": bins, "texts": marks.texts, "accuracy": marks.accuracy, "accuracy_interval_95": [marks.interval.0, marks.interval.1],
        "macro_f1": marks.macro_f1, "mean_sure": marks.mean_sure, "classes": classes, "covers": covers,
    })
}

pub(super) fn print(told: &Value) -> Result<()> {
    output::line(&format!(
        "{}: {} texts, hash {}, seed {}; {:.0} texts a second on one core",
        told["gold"].as_str().unwrap_or_default(),
        told["texts"],
        told["gold_hash"].as_str().unwrap_or_default(),
        told["seed"],
        told["texts_a_second"].as_f64().unwrap_or_default()
    ))?;
    let number = |value: &Value| format!("{:.3}", value.as_f64().unwrap_or_default());
    let mut rows = Vec::new();
    let parts = told["parts"].as_array().cloned().unwrap_or_default();
    for part in &parts {
        for method in ["model", "seeds_alone", "majority"] {
            let marks = &part[method];
            let cover = |at: usize| {
                let one = &marks["covers"][at];
                format!(
                    "{} of {}",
                    number(&one["accuracy"]),
                    number(&one["covered"])
                )
            };
            let sure = method == "model";
            rows.push(vec![
                format!(
                    "{} {}",
                    part["part"].as_str().unwrap_or_default(),
                    part["aspect"].as_str().unwrap_or_default()
                ),
                method.replace('_', " "),
                marks["texts"].to_string(),
                format!(
                    "{} ({}–{})",
                    number(&marks["accuracy"]),
                    number(&marks["accuracy_interval_95"][0]),
                    number(&marks["accuracy_interval_95"][1])
                ),
                number(&marks["macro_f1"]),
                if sure {
                    number(&marks["mean_sure"])
                } else {
                    String::new()
                },
                if sure { cover(0) } else { String::new() },
                if sure { cover(1) } else { String::new() },
                if sure { cover(2) } else { String::new() },
            ]);
        }
    }
    let head = [
        "part",
        "method",
        "texts",
        "accuracy",
        "macro F1",
        "mean sure",
        "sure ≥ .5",
        "≥ .7",
        "≥ .9",
    ];
    output::table(&head, rows)?;
    let rows = parts
        .iter()
        .filter(|part| part["part"] == "all")
        .flat_map(class_rows)
        .collect();
    output::table(
        &["class", "gold", "read", "precision", "recall", "F1"],
        rows,
    )?;
    let rows = parts.iter().map(calibration_row).collect();
    output::table(&["part", "calibration error", "before"], rows)?;
    let whole = parts.iter().filter(|part| part["part"] == "all");
    output::table(
        &[
            "aspect",
            "bin",
            "texts",
            "sure",
            "right",
            "before: texts",
            "sure",
            "right",
        ],
        whole.flat_map(reliability_rows).collect(),
    )
}

fn calibration_row(part: &Value) -> Vec<String> {
    let error = |method: &str| {
        let error = part[method]["calibration_error"].as_f64();
        format!("{:.3}", error.unwrap_or_default())
    };
    let word = |field: &str| part[field].as_str().unwrap_or_default().to_owned();
    vec![
        format!("{} {}", word("part"), word("aspect")),
        error("model"),
        error("uncalibrated"),
    ]
}

/// How sure readings are beside how often they are right, in ten bins, after and before calibration.
fn reliability_rows(part: &Value) -> Vec<Vec<String>> {
    let aspect = part["aspect"].as_str().unwrap_or_default();
    (0..10usize)
        .map(|bin| {
            let mut row = vec![
                aspect.to_owned(),
                format!("{:.1}–{:.1}", bin as f64 / 10.0, (bin + 1) as f64 / 10.0),
            ];
            for method in ["model", "uncalibrated"] {
                let one = &part[method]["bins"][bin];
                let number = |value: &Value| format!("{:.2}", value.as_f64().unwrap_or_default());
                row.push(one["texts"].to_string());
                row.push(number(&one["sure"]));
                row.push(number(&one["accuracy"]));
            }
            row
        })
        .collect()
}

fn class_rows(part: &Value) -> Vec<Vec<String>> {
    let classes = part["model"]["classes"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let number = |value: &Value| format!("{:.2}", value.as_f64().unwrap_or_default());
    (classes.iter())
        .map(|(class, one)| {
            vec![
                class.clone(),
                one["gold"].to_string(),
                one["given"].to_string(),
                number(&one["precision"]),
                number(&one["recall"]),
                number(&one["f1"]),
            ]
        })
        .collect()
}
