//! Files and functions that can be read at one go. Exceptions stand in `tidy.toml` with a reason,
//! and leave it as soon as they are no longer needed.

use super::tree::{read, settle, sources};

/// The code of a file without the tests at its end.
fn code(path: &str) -> String {
    let text = read(path);
    text.split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Files of code; tests and suites are as long as their tables.
fn rooms() -> Vec<String> {
    let is_test =
        |path: &String| path.ends_with("/tests.rs") || path.starts_with("crates/testkit/");
    sources()
        .into_iter()
        .filter(|path| !is_test(path))
        .collect()
}

const FILE_LINES_MAX: usize = 300;
const FUNCTION_LINES_MAX: usize = 40;

fn exceptions(section: &str) -> Vec<String> {
    let table: toml::Table = read("tidy.toml").parse().unwrap();
    let Some(section) = table.get(section).and_then(toml::Value::as_table) else {
        return Vec::new();
    };
    for (path, reason) in section {
        assert!(
            reason.as_str().is_some_and(|reason| reason.len() > 20),
            "tidy.toml: {path} needs a reason"
        );
    }
    section.keys().cloned().collect()
}

#[test]
fn files_are_short() {
    let allowed = exceptions("long_files");
    let mut problems = Vec::new();
    for path in rooms() {
        let lines = code(&path).lines().count();
        let long = lines > FILE_LINES_MAX;
        if long && !allowed.contains(&path) {
            problems.push(format!(
                "{path}: {lines} lines, {FILE_LINES_MAX} are the rule; split it by noun"
            ));
        }
        if !long && allowed.contains(&path) {
            problems.push(format!(
                "tidy.toml: {path} has {lines} lines and needs no exception"
            ));
        }
    }
    settle(&problems);
}

#[test]
fn functions_are_short() {
    let allowed = exceptions("long_functions");
    let mut problems = Vec::new();
    for path in rooms() {
        for (name, line, length) in functions(&code(&path)) {
            let key = format!("{path}:{name}");
            if length > FUNCTION_LINES_MAX && !allowed.contains(&key) {
                problems.push(format!(
                    "{path}:{line}: fn {name} has {length} lines, {FUNCTION_LINES_MAX} are the rule"
                ));
            }
        }
    }
    settle(&problems);
}

/// Name, line and length of each function, told by indentation, which rustfmt keeps regular.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some((before, after)) = line.split_once("fn ") else {
            continue;
        };
        let words = ["pub", "pub(crate)", "pub(super)", "async", "const"];
        if !before.split_whitespace().all(|word| words.contains(&word)) {
            continue;
        }
        // A declaration in a trait has no body.
        let ends = |line: &&&str| line.ends_with('{') || line.ends_with(';');
        let signature = lines.iter().skip(start).find(ends);
        if signature.is_some_and(|line| line.ends_with(';')) {
            continue;
        }
        let closing = format!("{}}}", " ".repeat(indent(line)));
        let Some(length) = lines.iter().skip(start).position(|line| *line == closing) else {
            continue;
        };
        let name = after
            .split(['(', '<'])
            .next()
            .unwrap_or_default()
            .to_owned();
        found.push((name, start + 1, length + 1));
    }
    found
}
