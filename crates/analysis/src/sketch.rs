//! Fingerprints of texts: one hash for exact copies, a bottom-k sketch of passages for near ones.
//!
//! A passage is a run of five letters; its hash decides whether it belongs to the k smallest
//! (bottom-k sketch: Cohen & Kaplan, "Summarizing data using bottom-k sketches", PODC 2007).
//! Two sketches compared below the smaller of their bounds estimate both the resemblance and
//! the containment of the texts (Broder, "On the resemblance and containment of documents", 1997).

use crate::fold::is_letter;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// Letters in a passage.
const PASSAGE_LETTERS: usize = 5;
/// Passages kept of a text.
pub(crate) const SKETCH_MAX: usize = 64;

/// The smallest passage hashes of a text, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sketch {
    hashes: Vec<u32>,
    /// Whether passages were left out: then nothing is known above the last hash.
    cut: bool,
}

/// How much two texts share, estimated.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Overlap {
    /// Passages in both, of passages in either.
    pub resemblance: f32,
    /// Share of the first text's passages that stand in the second.
    pub first_in_second: f32,
    /// Share of the second text's passages that stand in the first.
    pub second_in_first: f32,
    /// Passages that were compared, of the text with fewer of them: what the estimate rests on.
    pub compared: usize,
}

impl Sketch {
    /// The sketch of a folded text.
    pub fn of(text: &str) -> Self {
        let mut hashes = Vec::with_capacity(text.len() / 3);
        let mut window = [0u32; PASSAGE_LETTERS];
        let mut seen = 0usize;
        for c in text.chars().filter(|c| is_letter(*c)) {
            window.rotate_left(1);
            window[PASSAGE_LETTERS - 1] = c as u32;
            seen += 1;
            if seen >= PASSAGE_LETTERS {
                hashes.push(passage_hash(&window));
            }
        }
        Self::from_hashes(hashes)
    }

    fn from_hashes(mut hashes: Vec<u32>) -> Self {
        // Few distinct passages repeat; twice the wanted number leaves room for those that do.
        let wide = SKETCH_MAX * 2;
        let narrowed = hashes.len() > wide;
        if narrowed {
            hashes.select_nth_unstable(wide);
            hashes.truncate(wide);
        }
        hashes.sort_unstable();
        hashes.dedup();
        let cut = narrowed || hashes.len() > SKETCH_MAX;
        hashes.truncate(SKETCH_MAX);
        hashes.shrink_to_fit();
        Self { hashes, cut }
    }

    /// The hashes, smallest first.
    pub fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// Distinct passages of the text, estimated by how close together the kept ones lie.
    pub(crate) fn passages(&self) -> f32 {
        let share = self.bound() as f32 / u32::MAX as f32;
        self.hashes.len() as f32 / share.max(f32::MIN_POSITIVE)
    }

    /// How much two texts share, judged where both sketches are complete.
    pub fn overlap(&self, other: &Self) -> Overlap {
        let bound = self.bound().min(other.bound());
        let mine = self.below(bound);
        let theirs = other.below(bound);
        let both = count_common(mine, theirs);
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                both as f32 / of as f32
            }
        };
        Overlap {
            resemblance: share(mine.len() + theirs.len() - both),
            first_in_second: share(mine.len()),
            second_in_first: share(theirs.len()),
            compared: mine.len().min(theirs.len()),
        }
    }

    fn bound(&self) -> u32 {
        if self.cut {
            self.hashes.last().copied().unwrap_or(u32::MAX)
        } else {
            u32::MAX
        }
    }

    fn below(&self, bound: u32) -> &[u32] {
        let end = self.hashes.partition_point(|hash| *hash <= bound);
        self.hashes.get(..end).unwrap_or_default()
    }
}

/// One hash for the letters of a text: equal means the same text but for marks and blanks.
pub(crate) fn fingerprint(title: &str, body: &str) -> u64 {
    let mut hasher = Xxh3::new();
    let mut buffer = [0u8; 256];
    let mut filled = 0;
    for c in title.chars().chain(['\n']).chain(body.chars()) {
        if is_letter(c) || c == '\n' {
            if filled + 4 > buffer.len() {
                hasher.update(&buffer[..filled]);
                filled = 0;
            }
            filled += c.encode_utf8(&mut buffer[filled..]).len();
        }
    }
    hasher.update(&buffer[..filled]);
    hasher.digest()
}

fn passage_hash(window: &[u32; PASSAGE_LETTERS]) -> u32 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for letter in window {
        state = (state ^ u64::from(*letter)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        state ^= state >> 32;
    }
    (state >> 16) as u32
}

fn count_common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of `n` different letters, starting at `from`.
    fn text(from: u32, n: u32) -> String {
        (from..from + n)
            .filter_map(|i| char::from_u32(0x4e00 + i * 7 % 20_000))
            .collect()
    }

    #[test]
    fn same_and_unrelated() {
        let a = Sketch::of(&text(0, 900));
        assert_eq!(
            a.overlap(&a),
            Overlap {
                resemblance: 1.0,
                first_in_second: 1.0,
                second_in_first: 1.0,
                compared: 64
            }
        );
        assert!(a.overlap(&Sketch::of(&text(5_000, 900))).resemblance < 0.01);
        assert_eq!(Sketch::default().overlap(&a), Overlap::default());
    }

    #[test]
    fn a_part_is_contained_and_the_whole_is_not() {
        let whole = Sketch::of(&text(0, 900));
        let part = Sketch::of(&text(0, 300));
        let overlap = whole.overlap(&part);
        assert!(overlap.second_in_first > 0.95, "{overlap:?}");
        assert!(
            (0.15..0.55).contains(&overlap.first_in_second),
            "{overlap:?}"
        );
    }

    #[test]
    fn marks_and_blanks_do_not_change_the_fingerprint() {
        assert_eq!(
            fingerprint("大雨", "昨夜, 大雨."),
            fingerprint("大雨!", "昨夜大雨")
        );
        assert_ne!(fingerprint("大雨", "昨夜"), fingerprint("大雨昨夜", ""));
        assert_ne!(fingerprint("", "a"), fingerprint("", "b"));
        let long = text(0, 5_000);
        assert_eq!(fingerprint("", &long), fingerprint("", &long));
    }
}
