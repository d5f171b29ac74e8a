//! The tree as it is committed or about to be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of this checkout. A test runs in its package's folder; a path fixed at compile time
/// would be another checkout's where both share a target folder.
pub(crate) fn root() -> PathBuf {
    Path::new("../..").canonicalize().unwrap()
}

/// All files that belong to the tree, by their paths from the root.
pub(crate) fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let listed = String::from_utf8(output.stdout).unwrap();
    listed
        .lines()
        .map(str::to_owned)
        .filter(|path| root().join(path).is_file())
        .collect()
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// Rust files of the rooms, without their tests.
pub(crate) fn sources() -> Vec<String> {
    files()
        .into_iter()
        .filter(|path| {
            path.starts_with("crates/")
                && Path::new(path)
                    .extension()
                    .is_some_and(|extension| extension == "rs")
                && path.contains("/src/")
        })
        .collect()
}

/// Fails with all problems at once.
pub(crate) fn settle(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
