//! Real pages and torture files through every reader: none breaks, none takes long.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use chrono_tz::Asia::Shanghai;
use flate2::read::GzDecoder;
use model::{ListRules, Moment, PathLanguage};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Files beyond this are data sets.
const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// Seconds that one file may take through all readers, even in a build without optimisation.
const SECONDS_MAX: u64 = 20;
const NOW: Moment = Moment(1_772_683_200_000);
const PAGE: &str = "https://www.qinglan.example/list/";

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

fn bytes_of(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    let mut unpacked = Vec::new();
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    if packed
        && GzDecoder::new(bytes.as_slice())
            .read_to_end(&mut unpacked)
            .is_ok()
    {
        return unpacked;
    }
    bytes
}

fn through_all_readers(bytes: &[u8], name: &str) -> usize {
    let proposals = reading::propose_list(bytes, None, PAGE, NOW, Shanghai);
    for (language, item) in [
        (PathLanguage::Css, "li"),
        (PathLanguage::Css, "div"),
        (PathLanguage::Xpath, "//*[a]"),
        (PathLanguage::Dots, "."),
    ] {
        let rules = ListRules {
            language,
            item: item.to_owned(),
            ..ListRules::default()
        };
        let _ = reading::read_list(bytes, None, PAGE, &rules, NOW, Shanghai);
    }
    let _ = reading::read_hot_list(bytes, None, Shanghai);
    let _ = reading::read_sitemap(bytes, None, PAGE, Shanghai);
    if let Ok(opml) = reading::read_opml(bytes, None) {
        reading::write_opml("青岚", &opml.subscriptions);
    }
    if let Ok(table) = reading::read_table(bytes, name, reading::TableLimits::default()) {
        reading::rows_to_entries(&table, &reading::guess_mapping(&table.header), Shanghai);
    }
    let _ = reading::WarcReader::new(bytes).count();
    let text = String::from_utf8_lossy(bytes);
    reading::difference(&text, &text.replace('a', "b"));
    proposals.len()
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the counts are what the test is run for"
)]
fn no_file_breaks_a_reader_or_takes_long() {
    let Some(data) = data("pages and torture files") else {
        return;
    };
    let (mut read, mut proposals) = (0, 0);
    for folder in ["pages", "torture"] {
        for path in files(&data.join(folder)) {
            let bytes = bytes_of(&path);
            let started = Instant::now();
            proposals += through_all_readers(&bytes, &path.to_string_lossy());
            let took = started.elapsed();
            assert!(took.as_secs() < SECONDS_MAX, "{}: {took:?}", path.display());
            if took.as_secs() > 2 {
                println!("slow: {}: {took:?}", path.display());
            }
            read += 1;
        }
    }
    println!("{read} files, {proposals} proposals");
}
