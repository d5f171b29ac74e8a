//! How a text is read: what the matter is about and in which tone, by two small linear models over
//! hashed grams. `docs/specs/readings.md` says what they learned from and how often they are right.
//! An aid to a reader, never a score of a person.

pub mod fit;
mod grams;
mod judge;
pub mod learn;
mod linear;
pub mod marks;
mod mixing;
mod seeds;
mod toward;

pub use grams::{Gram, grams};
pub use judge::{Judge, Judgement};
pub use linear::{Linear, NoModel};
pub use mixing::{Evidence, Mixing};
pub use seeds::{OwnExample, Seeds, own_examples};

use model::{Category, Reading, Tone};
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

static CATEGORIES: &[u8] = include_bytes!("../../data/categories.model");
static TONES: &[u8] = include_bytes!("../../data/tones.model");

/// Reads texts.
#[derive(Debug)]
pub struct Reader {
    categories: Judge,
    tones: Judge,
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
            categories: Judge::of_categories(categories),
            tones: Judge::of_tones(tones),
            meaning,
        }
    }

    /// Who reads for categories.
    pub fn categories(&self) -> &Judge {
        &self.categories
    }

    /// Who reads for tones.
    pub fn tones(&self) -> &Judge {
        &self.tones
    }

    /// Reads a folded title and a folded body; all of certainty is left to people.
    pub fn read(&self, title: &str, body: &str) -> Reading {
        let Some([category, tone]) = self.judge(title, body) else {
            return Reading::default();
        };
        let tone_sure = tone.sure.min(Reading::MODEL_SURE_MAX);
        let tone = self.meaning.1.get(tone.class).copied().unwrap_or_default();
        Reading {
            category: (self.meaning.0.get(category.class).copied()).unwrap_or_default(),
            category_sure: category.sure.min(Reading::MODEL_SURE_MAX),
            tone,
            tone_sure,
            toward: toward::toward(title, body, tone, tone_sure),
        }
    }

    /// What is read for the category and the tone; nothing where there is nothing to read.
    pub fn judge(&self, title: &str, body: &str) -> Option<[Judgement; 2]> {
        let mut found = Vec::with_capacity(256);
        grams(title, judge::beginning(title, body), &mut found);
        let judged = [&self.categories, &self.tones].map(|judge| judge.judge(&found, title, body));
        (!found.is_empty()).then_some(judged)
    }
}
