//! How near made-up posts come to what people write: pairs of neighbouring characters that differ,
//! and those that stand only once, after so many characters. They make up most of an index.

use crate::SEED;
use crate::posts::Posts;
use flate2::read::GzDecoder;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Characters after which the pairs are counted.
const MARKS: [usize; 4] = [1_200_000, 2_400_000, 6_000_000, 18_000_000];
const PIECE: usize = 300;

/// Prints both beside each other. The file has a JSON object a line with `title` and `text`.
pub(crate) fn tell(path: &str) {
    let posts = Posts::new(10_000_000, SEED);
    let made = (1..).map(|id| posts.post(id).text);
    println!(
        "{:<10} {:>12} {:>22} {:>22}",
        "", "characters", "pairs a character", "once only"
    );
    for (name, counted) in [
        ("written", counted(pieces(path))),
        ("made up", counted(made)),
    ] {
        for (characters, pairs, once) in counted {
            let share = |count: usize| count as f64 / characters as f64;
            println!(
                "{name:<10} {characters:>12} {:>22.4} {:>22.4}",
                share(pairs),
                share(once)
            );
        }
    }
}

/// Title and text of each line.
pub(crate) fn texts(path: &str) -> impl Iterator<Item = (String, String)> {
    let file = File::open(path).unwrap();
    let reader: Box<dyn Read> = if Path::new(path).extension().is_some_and(|end| end == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let lines = BufReader::new(reader).lines().map_while(Result::ok);
    lines.map(|line| {
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let part = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        (part("title"), part("text"))
    })
}

/// Pieces of the texts, in an order that does not keep neighbours together.
fn pieces(path: &str) -> impl Iterator<Item = String> {
    let mut pieces = Vec::new();
    for (title, text) in texts(path) {
        let text = title + "\n" + &text;
        let words: Vec<&str> = text.split_whitespace().collect();
        let chars: Vec<char> = words.join(" ").chars().collect();
        pieces.extend(
            chars
                .chunks(PIECE)
                .map(|piece| piece.iter().collect::<String>()),
        );
    }
    let mut chance = crate::posts::Chance(SEED);
    for at in (1..pieces.len()).rev() {
        pieces.swap(at, chance.below(at as u64 + 1) as usize);
    }
    pieces.into_iter()
}

fn counted(texts: impl Iterator<Item = String>) -> Vec<(usize, usize, usize)> {
    let mut pairs: HashMap<(char, char), u32> = HashMap::new();
    let (mut characters, mut told) = (0, Vec::new());
    for text in texts {
        for (one, two) in text.chars().zip(text.chars().skip(1)) {
            *pairs.entry((one, two)).or_default() += 1;
        }
        characters += text.chars().count();
        if characters >= MARKS[told.len()] {
            let once = pairs.values().filter(|count| **count == 1).count();
            told.push((characters, pairs.len(), once));
            if told.len() == MARKS.len() {
                break;
            }
        }
    }
    told
}
