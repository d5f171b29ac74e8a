//! Words that have no place here.

use super::tree::{files, read, settle, sources};

/// What the desk does not do has no name in it. Built from pieces, so that this file holds none.
fn forbidden() -> Vec<String> {
    [
        ("查", "删"),
        ("删", "帖"),
        ("跟", "贴"),
        ("网", "评"),
        ("引导", "评论"),
    ]
    .iter()
    .map(|(first, second)| format!("{first}{second}"))
    .collect()
}

fn is_text(path: &str) -> bool {
    path != "Cargo.lock" && !read(path).is_empty()
}

#[test]
fn no_word_for_what_the_desk_does_not_do() {
    let forbidden = forbidden();
    let mut problems = Vec::new();
    for path in files().into_iter().filter(|path| is_text(path)) {
        let text = read(&path);
        for word in forbidden.iter().filter(|word| text.contains(word.as_str())) {
            problems.push(format!("{path}: {word}"));
        }
    }
    settle(&problems);
}

#[test]
fn nothing_is_left_for_later_in_the_code() {
    let unfinished = [
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        "FIX\u{4d}E",
        "XX\u{58}",
    ];
    let mut problems = Vec::new();
    for path in sources() {
        let text = read(&path);
        for word in unfinished.iter().filter(|word| text.contains(**word)) {
            problems.push(format!("{path}: {word}"));
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        if [
            "utils.rs",
            "common.rs",
            "helpers.rs",
            "manager.rs",
            "misc.rs",
        ]
        .contains(&name)
        {
            problems.push(format!("{path}: name it after what it holds"));
        }
    }
    settle(&problems);
}

#[test]
fn no_path_of_a_machine_and_no_mirror() {
    let mut problems = Vec::new();
    for path in files().into_iter().filter(|path| is_text(path)) {
        for (number, line) in (1..).zip(read(&path).lines()) {
            let machine = [
                ["/ro", "ot/"].concat(),
                ["/wo", "rk/"].concat(),
                ["/ho", "me/"].concat(),
            ];
            if machine.iter().any(|place| line.contains(place.as_str())) {
                problems.push(format!("{path}:{number}: a path of a machine"));
            }
        }
    }
    for line in read("Cargo.lock")
        .lines()
        .filter(|line| line.starts_with("source = "))
    {
        let public = ["registry+https://git", "hub.com/rust-lang/crates.io-index"].concat();
        if line != format!("source = \"{public}\"") {
            problems.push(format!("Cargo.lock: {line}"));
        }
    }
    settle(&problems);
}

#[test]
fn templates_escape_everything_and_carry_nothing_inline() {
    let mut problems = Vec::new();
    for path in files()
        .into_iter()
        .filter(|path| path.starts_with("crates/web/templates/"))
    {
        let text = read(&path);
        for word in [
            "|safe",
            "| safe",
            " style=",
            " onclick=",
            " onload=",
            "<style",
            "<script>",
            "javascript:",
        ] {
            if text.contains(word) {
                problems.push(format!("{path}: {word}"));
            }
        }
    }
    settle(&problems);
}

/// A proxy may show the desk under a path of its own: every address of ours goes through the shell.
#[test]
fn templates_write_no_address_from_the_top() {
    let mut problems = Vec::new();
    for path in files()
        .into_iter()
        .filter(|path| path.starts_with("crates/web/templates/"))
    {
        for (number, line) in (1..).zip(read(&path).lines()) {
            for word in [
                "href=\"/",
                "action=\"/",
                "src=\"/",
                "hx-get=\"/",
                "hx-post=\"/",
            ] {
                if line.contains(word) {
                    problems.push(format!(
                        "{path}:{number}: {word}…: write {{{{ shell.root }}}} before it"
                    ));
                }
            }
        }
    }
    settle(&problems);
}

/// What is locked for the pages comes from the public registry and may be shipped.
#[test]
fn front_end_packages_are_locked_and_permissive() {
    let lock: serde_json::Value =
        serde_json::from_str(&read("crates/web/frontend/package-lock.json")).unwrap();
    let public = ["https://registry.npm", "js.org/"].concat();
    let mut problems = Vec::new();
    for (name, package) in lock["packages"].as_object().unwrap() {
        if name.is_empty() {
            continue;
        }
        if package["integrity"].as_str().is_none() {
            problems.push(format!("{name}: not locked by a hash"));
        }
        if let Some(from) = package["resolved"].as_str()
            && !from.starts_with(&public)
        {
            problems.push(format!("{name}: comes from {from}"));
        }
        let shipped = package["dev"].as_bool() != Some(true);
        let licence = package["license"].as_str().unwrap_or_default();
        let permissive = ["MIT", "Apache-2.0", "BSD-3-Clause", "0BSD", "BSD-0-Clause"];
        if shipped && !permissive.contains(&licence) {
            problems.push(format!("{name}: licence {licence}"));
        }
    }
    settle(&problems);
}
