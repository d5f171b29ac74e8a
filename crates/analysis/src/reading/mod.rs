//! How a text is read: what the matter is about and in which tone, by two small linear models over
//! hashed grams. `docs/specs/readings.md` says what they learned from and how often they are right.
//! An aid to a reader, never a score of a person.

mod grams;
pub mod learn;
mod linear;
pub mod marks;
mod seeds;
mod toward;

pub use grams::{Gram, grams};
pub use linear::{Linear, NoModel};
pub use seeds::{OwnExample, Seeds, own_examples};

use model::{Category, Reading, Tone};
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

static CATEGORIES: &[u8] = include_bytes!("../../data/categories.model");
static TONES: &[u8] = include_bytes!("../../data/tones.model");

/// Reads texts.
#[derive(Debug)]
pub struct Reader {
    categories: Linear,
    tones: Linear,
    /// What the classes of the models stand for.
    meaning: (Vec<Category>, Vec<Tone>),
}

impl Reader {
    /// The reader that is shipped.
    pub fn shipped() -> &'static Self {
        static ONE: OnceLock<Reader> = OnceLock::new();
        ONE.get_or_init(|| {
            let unpacked = |bytes| Linear::unpack(bytes).expect("the shipped models are tested");
            Self::of(unpacked(CATEGORIES), unpacked(TONES))
        })
    }

    /// A number that changes with the shipped models.
    pub fn version() -> i64 {
        (xxh3_64(CATEGORIES) ^ xxh3_64(TONES).rotate_left(1)).cast_signed()
    }

    /// A reader of these models.
    pub fn of(categories: Linear, tones: Linear) -> Self {
        let categories_mean = categories.classes.iter();
        let tones_mean = tones.classes.iter();
        let meaning = (
            categories_mean
                .map(|word| Category::of(word).unwrap_or_default())
                .collect(),
            tones_mean
                .map(|word| Tone::of(word).unwrap_or_default())
                .collect(),
        );
        Self {
            categories,
            tones,
            meaning,
        }
    }

    /// Reads a folded title and a folded body.
    pub fn read(&self, title: &str, body: &str) -> Reading {
        let begins = beginning(title, body);
        let mut found = Vec::with_capacity(256);
        grams(title, begins, &mut found);
        if found.is_empty() {
            return Reading::default();
        }
        let mut sums = Vec::with_capacity(Category::ALL.len());
        let seeded = Seeds::of_categories().clear(title, begins);
        let (category, category_sure) = best(&self.categories, &found, seeded, &mut sums);
        let seeded = Seeds::of_tones().clear(title, begins);
        let (tone, tone_sure) = best(&self.tones, &found, seeded, &mut sums);
        let tone = self.meaning.1.get(tone).copied().unwrap_or_default();
        Reading {
            category: self.meaning.0.get(category).copied().unwrap_or_default(),
            category_sure,
            tone,
            tone_sure,
            toward: toward::toward(title, body, tone, tone_sure),
        }
    }
}

/// As much of a body as the texts had that were learned from: what a matter is stands there, and sums
/// over longer texts would be surer than they are right. A letter of Chinese has three bytes, so a
/// text of another script is read about as far.
fn beginning<'a>(title: &str, body: &'a str) -> &'a str {
    /// Bytes of a body under a title.
    const UNDER_TITLE: usize = 180;
    /// Bytes of a post.
    const POST: usize = 420;
    let most = if title.is_empty() { POST } else { UNDER_TITLE };
    body.get(..body.floor_char_boundary(most)).unwrap_or(body)
}

/// The likeliest class with how sure that is; all of certainty is left to people.
fn best(
    linear: &Linear,
    found: &[Gram],
    seeded: Option<&str>,
    sums: &mut Vec<f32>,
) -> (usize, f32) {
    linear.sums(found, sums);
    let seeded = linear
        .classes
        .iter()
        .position(|class| Some(class.as_str()) == seeded);
    linear.add_seed(seeded, sums);
    let (class, sure) = linear.likeliest(sums);
    (class, sure.min(Reading::MODEL_SURE_MAX))
}
