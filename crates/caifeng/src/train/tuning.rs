//! Learning a model, and what it is worth beside the seeds: by texts labelled by hand that it did not
//! learn from.

use super::{Aspect, School};
use analysis::fold::fold;
use analysis::reading::fit::{Judged, fit, fit_clear};
use analysis::reading::learn::{Recipe, learn};
use analysis::reading::{Judge, Linear, Mixing, Reader};

/// A tone is what the model says, and seeds that speak clearly make theirs likelier, by how much is
/// chosen beginning with this: how sure all that is, is fitted.
const TONE_MIXING: Mixing = Mixing {
    model: 0.4,
    clear: 1.6,
    seeds: 0.0,
    silent: 0.0,
    slope: 1.0,
    shift: 0.0,
};

/// A text labelled by hand, of a kind of texts.
pub(crate) struct Tuned {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) class: String,
    pub(crate) kind: String,
}

impl Aspect {
    /// Who reads for it by a model.
    pub(crate) fn judge(self, linear: Linear) -> Judge {
        match self {
            Self::Category => Judge::of_categories(linear),
            Self::Tone => Judge::of_tones(linear),
        }
    }

    fn judge_of(self, reader: &Reader) -> &Judge {
        match self {
            Self::Category => reader.categories(),
            Self::Tone => reader.tones(),
        }
    }
}

impl School {
    /// Learns a model; what it is worth beside the seeds is fitted on texts it did not learn from.
    pub(crate) fn learned(mut self, recipe: &Recipe, tuned: &[Tuned]) -> Linear {
        self.balance();
        let model = learn(self.classes.clone(), &self.examples, recipe);
        if tuned.is_empty() {
            let shipped = self.aspect.judge_of(Reader::shipped());
            let mixing = shipped.linear().mixing;
            return Linear { mixing, ..model };
        }
        let judge = self.aspect.judge(model);
        let mut sides: [Vec<Judged>; 2] = Default::default();
        for text in tuned {
            let (evidence, which) = judge.evidence(&fold(&text.title), &fold(&text.body));
            let class = self.classes.iter().position(|class| *class == text.class);
            if let (Some(class), Some(side)) = (class, sides.get_mut(which)) {
                let kind = text.kind.clone();
                side.push(Judged {
                    evidence,
                    class,
                    kind,
                });
            }
        }
        let mixing = sides.map(|side| match self.aspect {
            Aspect::Category => fit(&side, Mixing::default(), recipe.seed),
            Aspect::Tone => fit_clear(&side, TONE_MIXING),
        });
        Linear {
            mixing,
            ..judge.into_linear()
        }
    }
}
