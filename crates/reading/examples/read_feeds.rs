//! Reads the feeds named on standard input, one path a line, a number of times; for measuring.
//!
//! `read_feeds TIMES < paths` prints files read, bytes of those, and entries.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for measuring; it prints its counts and stops at what it cannot read"
)]

use std::fs;
use std::hint::black_box;
use std::io::stdin;

fn main() {
    let times: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let files: Vec<Vec<u8>> = stdin()
        .lines()
        .map(|path| fs::read(path.unwrap()).unwrap())
        .collect();
    let (mut read, mut bytes, mut entries) = (0, 0, 0);
    for _ in 0..times {
        (read, bytes, entries) = (0, 0, 0);
        for file in &files {
            let address = "https://news.qinglan.example/feed.xml";
            let feed = reading::read_feed(file, None, address, chrono_tz::Asia::Shanghai);
            if let Ok(feed) = black_box(feed) {
                read += 1;
                bytes += file.len();
                entries += feed.entries.len();
            }
        }
    }
    println!("{read} {bytes} {entries}");
}
