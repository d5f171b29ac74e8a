//! Posts that are made up: words that follow one another as words of a language do, each drawn as
//! often as it stands in news; names that no table knows, of which a few are spoken of much and
//! most hardly ever (Zipf 1949); function words and marks between, and words of the day. The same
//! seed makes the same posts. `likeness` says how near this comes to what people write.

use model::{Category, DocumentId, Language, Moment, Owner, Place, SourceId, SourceKind, Tone};
use ports::IndexEntry;

/// Words of news with the number of documents they stand in.
static TABLE: &str = include_str!("../../../analysis/data/words-zh.tsv");
const FUNCTION_WORDS: &[&str] = &[
    "的", "了", "在", "是", "和", "有", "也", "就", "不", "人", "都", "我", "说",
];
const MARKS: &[&str] = &[",", "。", "!", "、"];
/// Posts are made for a year that ends here.
const END_MS: i64 = 1_772_431_500_000;
pub(crate) const DAY_MS: i64 = 86_400_000;
pub(crate) const DAYS: i64 = 365;
/// Characters of a post.
const CHARS: usize = 300;
const SOURCES: u64 = 200;
const HOT_WORDS: usize = 40;
/// Names there are.
const NAMES: u64 = 300_000;
/// Characters that names are made of.
const NAME_CHARS: u64 = 3_500;
/// Words that like to follow one word.
const FOLLOWERS: u64 = 20;
/// Of a hundred words, those that follow the one before.
const FOLLOWING: u64 = 95;

/// SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// A number from 1 up to below the end, the second half as often as the first, and so on.
    pub(crate) fn seldom(&mut self, end: u64) -> u64 {
        let share = self.below(1 << 30) as f64 / (1_u64 << 30) as f64;
        (share * (end as f64).ln()).exp() as u64
    }
}

/// Makes posts.
pub(crate) struct Posts {
    seed: u64,
    count: i64,
    words: Vec<&'static str>,
    /// Sums of the words' document frequencies: where a draw falls.
    sums: Vec<u64>,
}

/// A post as its words in order.
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) at: Moment,
    pub(crate) words: Vec<String>,
    pub(crate) text: String,
}

impl Posts {
    pub(crate) fn new(count: i64, seed: u64) -> Self {
        let (mut words, mut sums, mut sum) = (Vec::new(), Vec::new(), 0);
        for (word, number) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
            sum += number.parse::<u64>().unwrap_or(0);
            words.push(word);
            sums.push(sum);
        }
        Self {
            seed,
            count,
            words,
            sums,
        }
    }

    /// The post of this number, from 1 in the order of time.
    pub(crate) fn post(&self, id: i64) -> Post {
        let mut chance = Chance(self.seed ^ (id as u64).wrapping_mul(0xd134_2543_de82_ef95));
        let at = END_MS - DAYS * DAY_MS + id * DAYS * DAY_MS / self.count.max(1);
        let mut post = Post {
            id,
            at: Moment(at),
            words: Vec::new(),
            text: String::new(),
        };
        let (mut length, mut before) = (0, 0);
        while length < CHARS {
            let word = self.word(&mut chance, at / DAY_MS, &mut before);
            length += word.chars().count();
            post.text.push_str(&word);
            let marked = MARKS.contains(&word.as_str());
            if !marked {
                post.words.push(word);
            }
        }
        post
    }

    /// The next word of a text whose last word of the table was `before`.
    fn word(&self, chance: &mut Chance, day: i64, before: &mut usize) -> String {
        match chance.below(100) {
            0..18 => FUNCTION_WORDS[chance.below(FUNCTION_WORDS.len() as u64) as usize].to_owned(),
            18..28 => MARKS[chance.below(MARKS.len() as u64) as usize].to_owned(),
            28..36 => name(chance.seldom(NAMES)),
            36..42 => {
                let hot = Chance(day as u64).next() as usize
                    + chance.below(HOT_WORDS as u64) as usize * 7;
                *before = hot % self.words.len();
                self.words[*before].to_owned()
            }
            42..44 => chance.seldom(100_000).to_string(),
            _ => {
                *before = if chance.below(100) < FOLLOWING {
                    let which = chance.seldom(FOLLOWERS);
                    self.drawn(&mut Chance(*before as u64 * 1_000_003 + which))
                } else {
                    self.drawn(chance)
                };
                self.words[*before].to_owned()
            }
        }
    }

    /// A word of the table, as often as its document frequency says.
    fn drawn(&self, chance: &mut Chance) -> usize {
        let drawn = chance.below(self.sums.last().copied().unwrap_or(1));
        let place = self.sums.partition_point(|sum| *sum <= drawn);
        place.min(self.words.len() - 1)
    }
}

/// The name of this number.
fn name(number: u64) -> String {
    let mut letters = Chance(number * 7_919);
    let count = 2 + letters.below(2);
    (0..count)
        .filter_map(|_| char::from_u32(0x4e00 + (letters.seldom(NAME_CHARS) as u32) * 5))
        .collect()
}

impl Post {
    pub(crate) fn entry(self) -> IndexEntry {
        let mut chance = Chance(self.id as u64);
        let mut pick = |end: usize| chance.below(end as u64) as usize;
        let source = pick(SOURCES as usize) as i64 + 1;
        IndexEntry {
            id: DocumentId(self.id),
            source_id: SourceId(source),
            source: format!("板块{source}"),
            kind: SourceKind::ALL[pick(SourceKind::ALL.len())],
            owner: Owner::Board,
            url: Some(format!("https://b{source}.qinglan.example/{}", self.id)),
            language: Language::Chinese,
            places: (0..pick(3))
                .map(|_| Place(130_600 + pick(90) as u32))
                .collect(),
            category: Category::ALL[pick(Category::ALL.len())],
            tone: Tone::ALL[pick(Tone::ALL.len())],
            published_at: self.at,
            words: self.words.join("\u{1f}"),
            words_in_title: 0,
            body: format!("\n{}", self.text),
        }
    }
}
