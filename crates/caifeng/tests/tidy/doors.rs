//! Which room may see which.

use super::tree::{files, read, settle, sources};
use std::collections::BTreeMap;

/// What each room may see besides `model`. A room that is not listed sees nothing else.
fn doors() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("model", &[][..]),
        ("reading", &[]),
        ("analysis", &[]),
        ("ports", &[]),
        ("store", &["ports"]),
        ("search", &["ports", "analysis"]),
        ("collect", &["ports", "reading"]),
        ("deliver", &["ports"]),
        ("press", &["ports"]),
        ("desk", &["ports", "analysis", "reading"]),
        ("web", &["desk"]),
        (
            "caifeng",
            &[
                "reading", "analysis", "ports", "store", "search", "collect", "deliver", "press",
                "desk", "web",
            ],
        ),
        (
            "testkit",
            &[
                "reading", "analysis", "ports", "store", "search", "collect", "deliver", "press",
                "desk", "web",
            ],
        ),
    ])
}

fn manifest(room: &str) -> toml::Table {
    read(&format!("crates/{room}/Cargo.toml")).parse().unwrap()
}

fn names(manifest: &toml::Table, section: &str) -> Vec<String> {
    manifest
        .get(section)
        .and_then(toml::Value::as_table)
        .map(|table| table.keys().cloned().collect())
        .unwrap_or_default()
}

fn rooms() -> Vec<String> {
    let manifests = files()
        .into_iter()
        .filter(|path| path.starts_with("crates/") && path.ends_with("/Cargo.toml"));
    manifests
        .filter_map(|path| path.split('/').nth(1).map(str::to_owned))
        .collect()
}

#[test]
fn doors_open_only_where_the_plan_says() {
    let doors = doors();
    let mut problems = Vec::new();
    for room in rooms() {
        let Some(allowed) = doors.get(room.as_str()) else {
            problems.push(format!("crates/{room}: the plan knows no such room"));
            continue;
        };
        let manifest = manifest(&room);
        for other in names(&manifest, "dependencies") {
            let ours = doors.contains_key(other.as_str());
            let open = other == "model" && room != "model" || allowed.contains(&other.as_str());
            if ours && !open {
                problems.push(format!("crates/{room}: there is no door to {other}"));
            }
        }
        for other in names(&manifest, "dev-dependencies") {
            let ours = doors.contains_key(other.as_str());
            let open = other == "testkit" || other == "model" || allowed.contains(&other.as_str());
            if ours && !open {
                problems.push(format!("crates/{room}: its tests have no door to {other}"));
            }
        }
    }
    settle(&problems);
}

#[test]
fn pure_rooms_know_no_world() {
    const HEAVY: [&str; 7] = [
        "tokio",
        "reqwest",
        "sea-orm",
        "tantivy",
        "axum",
        "rand",
        "async-trait",
    ];
    const WORLD: [&str; 7] = [
        "std::fs",
        "std::net",
        "std::env",
        "SystemTime",
        "Instant::now",
        "async fn",
        "std::process",
    ];
    let mut problems = Vec::new();
    for room in ["model", "reading", "analysis"] {
        for name in names(&manifest(room), "dependencies") {
            if HEAVY.contains(&name.as_str()) {
                problems.push(format!("crates/{room}: a pure room has no use for {name}"));
            }
        }
        for path in sources()
            .iter()
            .filter(|path| path.starts_with(&format!("crates/{room}/src/")))
        {
            let text = read(path);
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            if path.ends_with("tests.rs") {
                continue;
            }
            for word in WORLD {
                if code.contains(word) {
                    problems.push(format!("{path}: a pure room knows no {word}"));
                }
            }
        }
    }
    settle(&problems);
}

#[test]
fn rooms_keep_to_their_kind() {
    let mut problems = Vec::new();
    for path in sources() {
        // The page of that name is not the room.
        let text = read(&path).replace("pages::analysis::", "");
        let says = |words: &[&str]| {
            words
                .iter()
                .find(|word| text.contains(**word))
                .map(|word| (*word).to_owned())
        };
        if path.starts_with("crates/desk/src/")
            && let Some(word) = says(&["SELECT ", "reqwest", "axum", "<html", "tantivy", "sea_orm"])
        {
            problems.push(format!("{path}: the desk knows no {word}"));
        }
        if path.starts_with("crates/web/src/")
            && let Some(word) = says(&["ports::", "analysis::", "sea_orm", "tantivy"])
        {
            problems.push(format!("{path}: pages know no {word}"));
        }
        if path.ends_with("src/lib.rs") && !text.contains("#![forbid(unsafe_code)]") {
            problems.push(format!("{path}: forbids no unsafe code"));
        }
    }
    settle(&problems);
}
