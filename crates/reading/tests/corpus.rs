//! Real feeds, pages and torture files: each read, or refused with words; none breaks the reader.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use chrono_tz::Asia::Shanghai;
use std::fs;
use std::path::{Path, PathBuf};

/// Files beyond this are data sets, not single feeds.
const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024;

#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the test command says where the data lies"
)]
fn data(what: &str) -> Option<PathBuf> {
    let folder = std::env::var("CAIFENG_DATA")
        .ok()
        .filter(|folder| !folder.is_empty());
    if folder.is_none() {
        println!("SKIPPED: {what}: CAIFENG_DATA is not set");
    }
    folder.map(PathBuf::from)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.metadata().unwrap().len() <= FILE_BYTES_MAX {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the counts are what the test is run for"
)]
fn every_feed_is_read_or_refused_with_words() {
    let Some(data) = data("feeds") else { return };
    let (mut read, mut refused, mut entries) = (0, 0, 0);
    for path in files(&data.join("feeds")) {
        let bytes = fs::read(&path).unwrap();
        match reading::read_feed(
            &bytes,
            None,
            "https://news.qinglan.example/feed.xml",
            Shanghai,
        ) {
            Ok(feed) => {
                read += 1;
                entries += feed.entries.len();
            }
            Err(problem) => {
                refused += 1;
                assert!(problem.to_string().len() > 20, "{}", path.display());
            }
        }
    }
    println!("feeds: {read} read with {entries} entries, {refused} refused");
    assert!(read > 2_400, "{read} of {} read", read + refused);
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the counts are what the test is run for"
)]
fn torture_files_break_nothing() {
    let Some(data) = data("torture files") else {
        return;
    };
    let all = files(&data.join("torture"));
    for path in &all {
        let bytes = fs::read(path).unwrap();
        for header in [
            None,
            Some("text/html; charset=gbk"),
            Some("text/xml; charset=utf-16"),
        ] {
            let decoded = reading::decode(&bytes, header);
            let text = reading::html_to_text(&decoded.text);
            assert!(
                !text.contains('\u{202e}') && !text.contains('\u{0}'),
                "{}",
                path.display()
            );
            let _ = reading::read_feed(&bytes, header, "https://news.qinglan.example/", Shanghai);
        }
    }
    println!("torture: {} files", all.len());
}
