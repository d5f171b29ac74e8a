//! Searching real news against looking through every text: nothing missed, nothing added.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails where it stands, and says what it measured"
)]

use analysis::query::{Grammar, parse};
use analysis::{Gazetteer, Understander, Understood};
use flate2::read::GzDecoder;
use model::{DocumentId, Item, ItemKey, Moment, Query, SourceId, SourceKind, TimeNote};
use ports::{IndexEntry, Order, SearchIndex};
use search::{IndexSettings, TantivyIndex};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::Arc;

const SEED: u64 = 20_260_302;
const FRAGMENTS: usize = 600;
const WORDS: usize = 240;
const AT: Moment = Moment(1_772_294_400_000);

#[derive(Deserialize)]
struct Line {
    title: String,
    text: String,
}

struct Kept {
    folded: String,
    words: BTreeSet<String>,
    given: String,
}

/// SplitMix64.
fn chance(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as usize
}

fn understood(understander: &Understander, line: Line) -> Understood {
    understander.understand(Item {
        key: ItemKey::of_file("1"),
        source: SourceId(1),
        url: None,
        title: line.title,
        text: line.text,
        published_at: Some(AT),
        time_note: TimeNote::Given,
        arrived_at: AT,
        voice: None,
    })
}

fn entry(id: i64, understood: Understood) -> (IndexEntry, Kept) {
    let words = understood.words.iter().map(str::to_owned).collect();
    let kept = Kept {
        folded: understood.folded.clone(),
        words,
        given: format!(
            "{}\n{}",
            understood.document.title, understood.document.text
        ),
    };
    let document = understood.document;
    let entry = IndexEntry {
        id: DocumentId(id),
        source_id: document.source,
        source: "门户".into(),
        kind: SourceKind::File,
        owner: model::Owner::Outlet,
        url: None,
        language: document.language,
        places: document.places,
        category: document.reading.category,
        tone: document.reading.tone,
        published_at: document.published_at,
        words_in_title: understood.words.in_title,
        words: understood.words.joined,
        body: understood.folded,
    };
    (entry, kept)
}

fn found(index: &TantivyIndex, query: &Query) -> BTreeSet<i64> {
    let mut ids = BTreeSet::new();
    loop {
        let hits = index.find(query, Order::Newest, ids.len(), 10_000).unwrap();
        ids.extend(hits.hits.iter().map(|hit| hit.id.0));
        if ids.len() >= hits.total {
            return ids;
        }
    }
}

#[test]
fn fragments_and_words_of_news_are_all_found() {
    #[expect(
        clippy::disallowed_methods,
        reason = "real data is where the variable says"
    )]
    let Ok(data) = std::env::var("CAIFENG_DATA") else {
        println!("skipped: CAIFENG_DATA does not say where the real data is");
        return;
    };
    let path = format!("{data}/news-zh/stream-2023-05-09.jsonl.gz");
    let lines = BufReader::new(GzDecoder::new(File::open(path).unwrap())).lines();
    let understander = Arc::new(Understander::new(&[], None));
    let folder = tempfile::tempdir().unwrap();
    let settings = IndexSettings::default();
    let index = TantivyIndex::open(folder.path(), settings, Arc::clone(&understander)).unwrap();
    let mut kept = Vec::new();
    for (id, line) in (1..).zip(lines) {
        let line: Line = serde_json::from_str(&line.unwrap()).unwrap();
        let (entry, document) = entry(id, understood(&understander, line));
        index.put(vec![entry]).unwrap();
        kept.push(document);
    }
    index.commit(DocumentId(kept.len() as i64)).unwrap();
    let places = Gazetteer::default();
    let grammar = Grammar {
        zone: chrono_tz::Asia::Shanghai,
        now: AT,
        places: &places,
    };
    let mut state = SEED;
    let (mut asked, mut hits) = (0, 0);
    while asked < FRAGMENTS {
        let chars: Vec<char> = kept[chance(&mut state) % kept.len()]
            .given
            .chars()
            .collect();
        let length = 1 + asked % 8;
        let from = chance(&mut state) % chars.len().saturating_sub(length).max(1);
        let fragment: String = chars.iter().skip(from).take(length).collect();
        let wanted = analysis::fold::fold(&fragment);
        if fragment.contains(['\n', '"', '＂']) || wanted.is_empty() {
            continue;
        }
        asked += 1;
        let query = parse(&format!("\"{fragment}\""), &grammar).unwrap();
        let holds = |document: &Kept| document.folded.contains(&wanted);
        let expected: BTreeSet<i64> = (1..)
            .zip(&kept)
            .filter(|(_, document)| holds(document))
            .map(|(id, _)| id)
            .collect();
        hits += expected.len();
        assert_eq!(
            found(&index, &query),
            expected,
            "fragment {asked} of seed {SEED}"
        );
    }
    println!(
        "{asked} fragments of 1 to 8 characters, seed {SEED}: recall 1.00, precision 1.00 ({hits} hits)"
    );
    words(&index, &kept, &grammar, &mut state);
}

/// Words as the segmenter cut them, asked for without quotes.
fn words(index: &TantivyIndex, kept: &[Kept], grammar: &Grammar<'_>, state: &mut u64) {
    let (mut asked, mut right, mut given, mut wanted) = (0, 0, 0, 0);
    while asked < WORDS {
        let document = &kept[chance(state) % kept.len()];
        let words: Vec<&String> = document
            .words
            .iter()
            .filter(|word| word.chars().count() > 1)
            .collect();
        let Some(word) = words.get(chance(state) % words.len().max(1)) else {
            continue;
        };
        asked += 1;
        let answer = found(index, &parse(word, grammar).unwrap());
        let holding: BTreeSet<i64> = (1..)
            .zip(kept)
            .filter(|(_, document)| document.words.contains(*word))
            .map(|(id, _)| id)
            .collect();
        right += answer.intersection(&holding).count();
        given += answer.len();
        wanted += holding.len();
    }
    let (recall, precision) = (right as f64 / wanted as f64, right as f64 / given as f64);
    println!(
        "{asked} words, seed {SEED}: recall {recall:.4}, precision {precision:.4} (found as a part of other words counts against it)"
    );
    assert!(recall >= 0.99, "recall of words {recall}");
}
