//! What reading and placing one document costs: `cargo bench -p analysis`. Documents are made up of
//! words of the table of news, drawn as often as they stand there; each speaks of one of many matters
//! whose words come again. The same seed makes the same documents. Never a test.

#![allow(
    clippy::unwrap_used,
    reason = "a program that measures stops where it cannot go on"
)]

use analysis::engine::Engine;
use analysis::fold::fold;
use analysis::query::{Grammar, View, Watch, parse};
use analysis::{Gazetteer, Understander, Understood};
use divan::{Bencher, black_box};
use model::{DocumentId, Item, ItemKey, Moment, SourceId, TimeNote};

static TABLE: &str = include_str!("../data/words-zh.tsv");
const SEED: u64 = 20_261_130;
const CHARS: usize = 300;
/// Of a hundred words of a document, those of its own matter.
const OWN: u64 = 30;
const OWN_WORDS: u64 = 12;
/// Documents placed in turn while it is measured.
const MEASURED: usize = 2_000;

fn main() {
    divan::main();
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end.max(1)
    }
}

/// Words and, for each, the sum of the document frequencies up to it.
struct Language {
    words: Vec<&'static str>,
    sums: Vec<u64>,
}

impl Language {
    fn read() -> Self {
        let (mut words, mut sums, mut sum) = (Vec::new(), Vec::new(), 0);
        for (word, number) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
            sum += number.parse::<u64>().unwrap_or(0);
            words.push(word);
            sums.push(sum);
        }
        Self { words, sums }
    }

    fn word(&self, chance: &mut Chance) -> &'static str {
        let drawn = chance.below(self.sums.last().copied().unwrap_or(1));
        self.words[self.sums.partition_point(|sum| *sum <= drawn)]
    }

    /// A text on the matter of this number.
    fn text(&self, matter: u64, number: u64) -> String {
        let mut chance = Chance(SEED ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        let (mut text, mut length) = (String::new(), 0);
        while length < CHARS {
            let word = if chance.below(100) < OWN {
                let own = chance.below(OWN_WORDS);
                self.word(&mut Chance(SEED ^ (matter * OWN_WORDS + own)))
            } else {
                self.word(&mut chance)
            };
            text.push_str(word);
            length += word.chars().count();
        }
        text
    }

    fn item(&self, matter: u64, number: u64) -> Item {
        let text = self.text(matter, number);
        let at = Moment(number as i64 * 1_000);
        Item {
            key: ItemKey::of_file(number.to_string()),
            source: SourceId(1),
            url: None,
            title: text.chars().take(20).collect(),
            text,
            published_at: Some(at),
            time_note: TimeNote::Given,
            arrived_at: at,
            voice: None,
        }
    }
}

fn understood(numbers: std::ops::Range<usize>, matters: u64) -> Vec<Understood> {
    let (language, understander) = (Language::read(), Understander::new(&[], None));
    (numbers.start as u64..numbers.end as u64)
        .map(|number| understander.understand(language.item(number % matters, number)))
        .collect()
}

#[divan::bench]
fn folding(bencher: Bencher<'_, '_>) {
    let text = Language::read().text(0, 0);
    bencher.bench(|| fold(black_box(&text)));
}

#[divan::bench]
fn understanding(bencher: Bencher<'_, '_>) {
    let (language, understander) = (Language::read(), Understander::new(&[], None));
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            language.item(number % 500, number)
        })
        .bench_local_values(|item| understander.understand(item));
}

/// Placing where so many events are open.
#[divan::bench(args = [1_000, 10_000, 50_000], sample_count = 20, sample_size = 100)]
fn placing(bencher: Bencher<'_, '_>, live: usize) {
    let opening = understood(0..live, live as u64);
    let measured = understood(live..live + MEASURED, live as u64);
    let mut engine = Engine::with_room(live);
    let mut number = 0;
    for one in opening {
        number += 1;
        engine.place(DocumentId(number), &one.features, &one.words);
    }
    bencher.bench_local(|| {
        number += 1;
        let one = &measured[number as usize % MEASURED];
        engine.place(DocumentId(number), &one.features, &one.words)
    });
}

/// A stream's document under so many waiting queries of two words.
#[divan::bench(args = [100, 10_000])]
fn watching(bencher: Bencher<'_, '_>, queries: u64) {
    let (language, places) = (Language::read(), Gazetteer::default());
    let grammar = Grammar {
        zone: chrono_tz::Asia::Shanghai,
        now: Moment(0),
        places: &places,
    };
    let mut chance = Chance(SEED);
    let written = |_| {
        format!(
            "{} {}",
            language.word(&mut chance),
            language.word(&mut chance)
        )
    };
    let queries = (0..queries)
        .map(written)
        .map(|query| parse(&query, &grammar).unwrap());
    let watch = Watch::new(queries.collect()).unwrap();
    let folded = fold(&format!("\n{}", language.text(1, 1)));
    let view = View {
        folded: &folded,
        ..View::default()
    };
    bencher.bench(|| watch.matching(black_box(&view)));
}
