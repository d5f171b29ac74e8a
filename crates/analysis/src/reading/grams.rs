//! Hashed grams of a text: runs of one to three letters of Chinese, or of one to three words of
//! other scripts, within a clause. Only hashes leave this file, so no phrase can be read out of a model.

/// Rows of the table that grams are hashed into, as a power of two.
pub(crate) const TABLE_BITS: u32 = 17;
/// Rows of the table.
pub(crate) const TABLE_ROWS: usize = 1 << TABLE_BITS;
/// Letters of a body that are read: what a matter is stands at its beginning.
pub(crate) const BODY_LETTERS_MAX: usize = 400;
/// A gram of the title counts so many times.
const TITLE_WEIGHT: f32 = 2.0;
/// Letters of a word that tell it from others; what follows is mostly an ending.
const STEM_LETTERS: usize = 6;
/// An odd number that spreads bits (Knuth's golden ratio in 64 bits).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// What stands before the first and behind the last letter of a title.
const TITLE_EDGE: u64 = 0xa1;
/// The same of a body.
const BODY_EDGE: u64 = 0xb2;
/// What stands before the first and behind the last letter of a clause.
const CLAUSE_EDGE: u64 = 0xd4;
/// Any number.
const NUMBER: u64 = 0xc3;

/// A row of the table and how much it counts.
pub type Gram = (u32, f32);

/// The grams of a folded title and a folded body, each once, scaled so that long and short texts weigh alike.
pub fn grams(title: &str, body: &str, out: &mut Vec<Gram>) {
    out.clear();
    field(title, TITLE_EDGE, TITLE_WEIGHT, out);
    let end = body.char_indices().nth(BODY_LETTERS_MAX);
    let body = end.and_then(|(end, _)| body.get(..end)).unwrap_or(body);
    field(body, BODY_EDGE, 1.0, out);
    count(out);
    let length: f32 = out.iter().map(|(_, weight)| weight * weight).sum();
    if length > 0.0 {
        let scale = length.sqrt().recip();
        for (_, weight) in out.iter_mut() {
            *weight *= scale;
        }
    }
}

/// Each gram once, by one more than the logarithm of how often it stands there: what is said three
/// times is not three times as true.
fn count(grams: &mut Vec<Gram>) {
    grams.sort_unstable_by_key(|(row, _)| *row);
    grams.dedup_by(|again, first| {
        let same = again.0 == first.0;
        if same {
            first.1 += again.1;
        }
        same
    });
    for (_, weight) in grams.iter_mut() {
        *weight = 1.0 + weight.ln();
    }
}

fn field(text: &str, edge: u64, weight: f32, out: &mut Vec<Gram>) {
    if text.is_empty() {
        return;
    }
    let mut window = Window {
        before: [0, edge],
        weight,
        out,
    };
    let mut word = Word::default();
    for c in text.chars() {
        if c.is_ascii_digit() {
            if !word.number {
                word.end(&mut window);
                word.number = true;
            }
        } else if !is_ideograph(c) && c.is_alphabetic() {
            word.push(c, &mut window);
        } else {
            word.end(&mut window);
            if !is_ideograph(c) && !c.is_whitespace() {
                window.end_clause();
            }
            if is_ideograph(c) || matches!(c, '?' | '!' | '#') {
                window.push(u64::from(c as u32), true);
            }
        }
    }
    word.end(&mut window);
    window.push(edge, false);
}

/// A word of letters that are no ideographs, or a number, as it is read.
#[derive(Default)]
struct Word {
    whole: u64,
    stem: u64,
    letters: usize,
    number: bool,
}

impl Word {
    fn push(&mut self, c: char, window: &mut Window) {
        if self.number {
            self.end(window);
        }
        self.whole = mixed(self.whole, u64::from(c as u32));
        self.letters += 1;
        if self.letters <= STEM_LETTERS {
            self.stem = self.whole;
        }
    }

    fn end(&mut self, window: &mut Window) {
        if self.number {
            window.push(NUMBER, false);
        } else if self.letters > 0 {
            // The whole word by itself; runs are made of stems.
            window.single(self.whole);
            window.push(self.stem, true);
        }
        *self = Self::default();
    }
}

/// The two tokens before the next one.
struct Window<'a> {
    before: [u64; 2],
    weight: f32,
    out: &'a mut Vec<Gram>,
}

impl Window<'_> {
    fn push(&mut self, token: u64, alone: bool) {
        if alone {
            self.single(token);
        }
        let pair = mixed(mixed(2, self.before[1]), token);
        self.add(pair);
        if self.before[0] != 0 {
            self.add(mixed(
                mixed(mixed(3, self.before[0]), self.before[1]),
                token,
            ));
        }
        self.before = [self.before[1], token];
    }

    fn end_clause(&mut self) {
        let fresh = [0, CLAUSE_EDGE];
        if self.before != fresh {
            self.push(CLAUSE_EDGE, false);
            self.before = fresh;
        }
    }

    fn single(&mut self, token: u64) {
        self.add(mixed(1, token));
    }

    fn add(&mut self, hash: u64) {
        let row = (hash.wrapping_mul(SPREAD) >> (64 - TABLE_BITS)) as u32;
        self.out.push((row, self.weight));
    }
}

fn mixed(hash: u64, token: u64) -> u64 {
    (hash.rotate_left(23) ^ token).wrapping_mul(SPREAD)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(title: &str, body: &str) -> Vec<u32> {
        let mut out = Vec::new();
        grams(title, body, &mut out);
        out.into_iter().map(|(row, _)| row).collect()
    }

    #[test]
    fn letters_words_and_edges_make_grams() {
        // 3 letters: 3 singles, 3 pairs and one closing pair, and 3 threes.
        assert_eq!(rows("学校停", "").len(), 10);
        assert_eq!(rows("", "").len(), 0);
        assert_eq!(rows("12", ""), rows("98765", ""), "numbers are alike");
        assert_ne!(rows("学校", ""), rows("", "学校"), "a title is marked");
        assert_eq!(rows("学学", "").len(), 6, "each counts once");
        let (one, two) = (rows("停水停电", ""), rows("停水,停电", ""));
        assert!(one.iter().any(|row| !two.contains(row)), "a mark parts");
        let shared = |a: &[u32], b: &[u32]| a.iter().filter(|row| b.contains(row)).count();
        let (flooded, floods) = (rows("flooded roads", ""), rows("floodedly", ""));
        assert!(shared(&flooded, &floods) > 0, "endings are cut");
    }

    #[test]
    fn what_lies_far_behind_is_not_read_and_all_weigh_alike() {
        let long = "水".repeat(BODY_LETTERS_MAX) + "火";
        assert_eq!(
            rows("", &long).len(),
            rows("", &"水".repeat(BODY_LETTERS_MAX)).len()
        );
        let mut out = Vec::new();
        grams("停水三天", &long, &mut out);
        let length: f32 = out.iter().map(|(_, weight)| weight * weight).sum();
        assert!((length - 1.0).abs() < 1e-3);
    }
}
