//! Licences of everything that is built in: permissive ones only; and no crate that needs more
//! than a C compiler.

use super::tree::{read, root, settle};
use serde_json::Value;
use std::process::Command;

const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "CC0-1.0",
    "Unlicense",
    "BSL-1.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "MPL-2.0",
    "CDLA-Permissive-2.0",
    "bzip2-1.0.6",
];
/// Crates that break the promise of a bare machine: OpenSSL, cmake, downloads.
const BANNED: &[&str] = &[
    "openssl-sys",
    "native-tls",
    "aws-lc-sys",
    "cmake",
    "bindgen",
    "ort",
];

/// The platform this is built for: others' packages need not be there.
fn platform() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap()
        .to_owned()
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            &platform(),
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// `A OR B` needs one that is allowed, `A AND B` both; the old `/` means OR.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
    expression.split(" AND ").all(|part| {
        part.split(" OR ").any(|licence| {
            let licence = licence.split_whitespace().collect::<Vec<_>>().join(" ");
            ALLOWED.contains(&licence.as_str())
        })
    })
}

#[test]
fn every_licence_is_permissive() {
    let packages = packages();
    assert!(packages.len() > 100);
    let problems: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(is_allowed))
        .map(|package| {
            format!(
                "{} {}: licence {}",
                package["name"], package["version"], package["license"]
            )
        })
        .collect();
    settle(&problems);
}

#[test]
fn nothing_needs_more_than_a_c_compiler() {
    let lock = read("Cargo.lock");
    let named = |name: &str| lock.contains(&format!("name = \"{name}\"\n"));
    let problems: Vec<String> = BANNED
        .iter()
        .filter(|name| named(name))
        .map(|name| format!("{name} is in Cargo.lock"))
        .collect();
    settle(&problems);
}
