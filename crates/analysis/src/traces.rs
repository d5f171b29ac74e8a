//! What tells texts that repeat or rebuild one another: passages, numbers, names, the beginning.

use crate::segment::WordKind;
use crate::sketch::Sketch;
use crate::terms::Term;
use crate::understand::beginning;
use model::limits;
use xxhash_rust::xxh3::xxh3_64;

/// Letters of a body under which its numbers tell two texts of one pattern apart.
const SHORT_TEXT_LETTERS: usize = 400;

/// Passages of the body; a text without a real body is judged by headline and body together.
pub(crate) fn sketch_of(title: &str, body: &str) -> Sketch {
    const BODY_BYTES_MIN: usize = 150;
    if body.len() >= BODY_BYTES_MIN {
        Sketch::of(beginning(body, limits::PLACED_CHARS_MAX))
    } else {
        Sketch::of(&[title, body].concat())
    }
}

/// Hashes of the numbers of a short text, sorted; none of a long one.
pub(crate) fn numbers_of(title: &str, body: &str) -> Vec<u32> {
    const NUMBERS_MAX: usize = 32;
    if body.len() > SHORT_TEXT_LETTERS * 3 {
        return Vec::new();
    }
    let mut numbers: Vec<u32> = [title, body]
        .into_iter()
        .flat_map(|text| text.split(|c: char| !c.is_ascii_digit()))
        .filter(|number| !number.is_empty())
        .map(|number| xxh3_64(number.as_bytes()) as u32)
        .take(NUMBERS_MAX)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Passages of the first letters.
pub(crate) fn opening_of(body: &str) -> Vec<u32> {
    const OPENING_CHARS: usize = 160;
    const HASHES_MAX: usize = 8;
    let mut hashes = Sketch::of(beginning(body, OPENING_CHARS)).hashes().to_vec();
    hashes.truncate(HASHES_MAX);
    hashes
}

/// Names and numbers that are said most often and earliest.
pub(crate) fn marks_of(terms: &[Term]) -> Vec<u32> {
    const MARKS_MAX: usize = 16;
    let mut named: Vec<&Term> = terms
        .iter()
        .filter(|term| term.kind.is_name() || term.kind == WordKind::Number)
        .collect();
    named.sort_unstable_by_key(|term| (!term.in_lead, std::cmp::Reverse(term.count), term.key));
    let mut marks: Vec<u32> = named.iter().take(MARKS_MAX).map(|term| term.key).collect();
    marks.sort_unstable();
    marks
}
