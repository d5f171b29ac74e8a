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

/// In how many of the files in which feedparser finds entries, entries are found; the list is made
/// by `benches/feedparser_finds.py`.
#[test]
#[expect(
    clippy::print_stdout,
    reason = "the counts are what the test is run for"
)]
fn entries_are_found_where_feedparser_finds_them() {
    let Some(data) = data("feeds of feedparser") else {
        return;
    };
    let (mut all, mut worded) = (Tally::default(), Tally::default());
    for line in include_str!("feedparser_finds.tsv").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [path, entries, in_words] = fields.as_slice() else {
            panic!("{line}");
        };
        let bytes = fs::read(data.join("feeds").join(path)).unwrap();
        let address = "https://news.qinglan.example/feed.xml";
        let feed = reading::read_feed(&bytes, None, address, Shanghai);
        let ours = feed.as_ref().map_or(0, |feed| feed.entries.len());
        let wordless = feed.as_ref().map_or(0, |feed| feed.wordless);
        let path = format!("{path} {:?}", feed.err());
        all.add(&path, ours + wordless, entries.parse().unwrap());
        worded.add(&path, ours, in_words.parse().unwrap());
    }
    println!(
        "of the files in which feedparser finds entries: {}",
        all.told()
    );
    println!("only those that say something in words: {}", worded.told());
    for tally in [all, worded] {
        assert!(
            tally.found * 100 >= tally.files * 95,
            "{:#?}",
            tally.missing
        );
        assert!(
            tally.as_many * 100 >= tally.found * 95,
            "{:#?}",
            tally.fewer
        );
    }
}

/// Our entries against those of another reader, file by file.
#[derive(Default)]
struct Tally {
    files: usize,
    found: usize,
    as_many: usize,
    missing: Vec<String>,
    fewer: Vec<String>,
}

impl Tally {
    fn add(&mut self, path: &str, ours: usize, theirs: usize) {
        if theirs == 0 {
            return;
        }
        self.files += 1;
        self.found += usize::from(ours > 0);
        self.as_many += usize::from(ours >= theirs);
        if ours == 0 {
            self.missing.push(path.to_owned());
        } else if ours < theirs {
            self.fewer.push(format!("{path}: {ours} of {theirs}"));
        }
    }

    fn told(&self) -> String {
        format!(
            "{} files, {} found, {} with as many entries; missing {:#?}, fewer {:#?}",
            self.files, self.found, self.as_many, self.missing, self.fewer
        )
    }
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
