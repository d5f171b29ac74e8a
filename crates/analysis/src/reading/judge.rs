//! One model beside the seeds of its classes: what both say of a text.

use super::grams::{Gram, grams};
use super::linear::Linear;
use super::mixing::Evidence;
use super::seeds::Seeds;
use crate::fold::is_han;

/// How far into a body seeds of a category are looked for, in bytes: a matter may be named late.
const CATEGORY_REACH: usize = 4_000;

/// A model with the seeds that stand beside it.
#[derive(Debug)]
pub struct Judge {
    pub(super) linear: Linear,
    seeds: &'static Seeds,
    /// The place of each class of the model among those of the seeds.
    places: Vec<Option<usize>>,
    /// The class that most texts have.
    usual: usize,
    /// How far into a body seeds are looked for; none: as far as the model reads.
    reach: Option<usize>,
}

/// What was read: a class, its chance by the evidence, how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// The class.
    pub class: usize,
    /// Its chance before it was told how far chances are to be believed.
    pub chance: f32,
    /// How sure.
    pub sure: f32,
}

impl Judge {
    /// Of categories.
    pub fn of_categories(linear: Linear) -> Self {
        let seeds = Seeds::of_categories();
        Self::new(
            linear,
            seeds,
            model::Category::default().word(),
            Some(CATEGORY_REACH),
        )
    }

    /// Of tones: of a longer text its beginning tells, where the matter is put.
    pub fn of_tones(linear: Linear) -> Self {
        Self::new(
            linear,
            Seeds::of_tones(),
            model::Tone::default().word(),
            None,
        )
    }

    fn new(linear: Linear, seeds: &'static Seeds, usual: &str, reach: Option<usize>) -> Self {
        let places = (linear.classes.iter())
            .map(|class| seeds.classes().iter().position(|own| own == class))
            .collect();
        let usual = linear.classes.iter().position(|class| class == usual);
        Self {
            places,
            usual: usual.unwrap_or_default(),
            linear,
            seeds,
            reach,
        }
    }

    /// The model.
    pub fn linear(&self) -> &Linear {
        &self.linear
    }

    /// The model alone.
    pub fn into_linear(self) -> Linear {
        self.linear
    }

    /// What speaks for the classes of a folded title and a folded body, and which of the two
    /// mixings is meant for it.
    pub fn evidence(&self, title: &str, body: &str) -> (Evidence, usize) {
        let begins = beginning(title, body);
        let mut found = Vec::with_capacity(256);
        grams(title, begins, &mut found);
        self.evidence_of(&found, title, body)
    }

    pub(super) fn evidence_of(&self, found: &[Gram], title: &str, body: &str) -> (Evidence, usize) {
        let begins = beginning(title, body);
        let far = self.reach.map_or(begins, |reach| until(body, reach));
        let mut sums = Vec::with_capacity(self.places.len());
        self.linear.sums(found, &mut sums);
        let counted = self.seeds.count(title, far);
        let count = |place: &Option<usize>| place.and_then(|at| counted.get(at)).copied();
        let counts = self
            .places
            .iter()
            .map(|place| count(place).unwrap_or(0))
            .collect();
        let chinese = title.chars().chain(begins.chars()).any(is_han);
        let evidence = Evidence {
            sums,
            counts,
            usual: self.usual,
        };
        (evidence, usize::from(!chinese))
    }

    pub(super) fn judge(&self, found: &[Gram], title: &str, body: &str) -> Judgement {
        let (evidence, which) = self.evidence_of(found, title, body);
        let mixing = &self.linear.mixing[which];
        let (class, chance) = mixing.likeliest(&evidence);
        let sure = mixing.sure(chance);
        Judgement {
            class,
            chance,
            sure,
        }
    }
}

/// As much of a body as the texts had that were learned from: what a matter is stands there, and sums
/// over longer texts would be surer than they are right. A letter of Chinese has three bytes, so a
/// text of another script is read about as far.
pub(super) fn beginning<'a>(title: &str, body: &'a str) -> &'a str {
    /// Bytes of a body under a title.
    const UNDER_TITLE: usize = 180;
    /// Bytes of a post.
    const POST: usize = 420;
    until(body, if title.is_empty() { POST } else { UNDER_TITLE })
}

fn until(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}
