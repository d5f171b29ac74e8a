//! Learning a linear model: logistic regression of several classes by stochastic descent, one
//! example after the other, each weight slowed by what it was moved before (AdaGrad: Duchi, Hazan
//! & Singer 2011). Of every example only some grams are seen at a time, by chance, so that none is
//! relied on alone (dropout: Srivastava et al. 2014; of words: Wang & Manning 2013), and the model is
//! the mean of what stands after several rounds (averaging: Polyak & Juditsky 1992). Chance comes from
//! a seed, so the same examples give the same model.

use super::grams::{Gram, TABLE_ROWS, grams};
use super::linear::Linear;

/// A text with its class.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its grams.
    pub grams: Vec<Gram>,
    /// Its class.
    pub class: usize,
    /// How much it counts.
    pub weight: f32,
}

impl Example {
    /// Of a folded title and a folded body.
    pub fn of(title: &str, body: &str, class: usize, weight: f32) -> Self {
        let mut found = Vec::new();
        grams(title, body, &mut found);
        Self {
            grams: found,
            class,
            weight,
        }
    }
}

/// How it is learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// Times all examples are gone through.
    pub rounds: usize,
    /// How far a step goes at first.
    pub rate: f32,
    /// Share of itself that a weight loses whenever it is used.
    pub decay: f32,
    /// Share of the grams of an example that are seen at a time.
    pub seen: f32,
    /// The model is the mean of what stands after so many last rounds.
    pub mean_of: usize,
    /// Where chance begins.
    pub seed: u64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            rounds: 10,
            rate: 0.1,
            decay: 2e-5,
            seen: 0.7,
            mean_of: 6,
            seed: 20_261_127,
        }
    }
}

/// Chance from a seed (SplitMix64: Steele, Lea & Flood 2014).
#[derive(Debug, Clone)]
pub struct Chance(pub u64);

impl Chance {
    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another one.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end.max(1) as u64) as usize
    }

    /// Puts things in an order of chance.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// Learns a model from examples.
pub fn learn(classes: Vec<String>, examples: &[Example], recipe: &Recipe) -> Linear {
    let count = classes.len();
    let mut state = State {
        weights: vec![0.0; TABLE_ROWS * count],
        moved: vec![0.0; TABLE_ROWS * count],
        bias: vec![0.0; count],
        bias_moved: vec![0.0; count],
        slopes: vec![0.0; count],
        recipe: *recipe,
    };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut chance = Chance(recipe.seed);
    let (mut weights, mut bias) = (vec![0.0; TABLE_ROWS * count], vec![0.0; count]);
    let mut seen = Vec::new();
    for round in 0..recipe.rounds {
        chance.shuffle(&mut order);
        for at in &order {
            let example = &examples[*at];
            some_of(&example.grams, recipe.seen, &mut chance, &mut seen);
            state.step(&seen, example);
        }
        if round + recipe.mean_of >= recipe.rounds {
            add(&mut weights, &state.weights);
            add(&mut bias, &state.bias);
        }
    }
    let share = (recipe.mean_of.clamp(1, recipe.rounds.max(1)) as f32).recip();
    weights
        .iter_mut()
        .chain(&mut bias)
        .for_each(|one| *one *= share);
    Linear::rounded(classes, bias, &weights)
}

fn add(sums: &mut [f32], more: &[f32]) {
    for (sum, one) in sums.iter_mut().zip(more) {
        *sum += one;
    }
}

/// Some of the grams, by chance, made up for those that are not seen.
fn some_of(grams: &[Gram], share: f32, chance: &mut Chance, some: &mut Vec<Gram>) {
    /// Bits of chance that a gram takes: a number of 64 serves for four.
    const BITS: u32 = 16;
    some.clear();
    for grams in grams.chunks((u64::BITS / BITS) as usize) {
        let mut bits = chance.number();
        for (row, value) in grams {
            if (bits as u16 as f32) < share * 65_536.0 {
                some.push((*row, value / share));
            }
            bits >>= BITS;
        }
    }
}

struct State {
    weights: Vec<f32>,
    /// How far each weight was moved so far, in squares.
    moved: Vec<f32>,
    bias: Vec<f32>,
    bias_moved: Vec<f32>,
    slopes: Vec<f32>,
    recipe: Recipe,
}

impl State {
    fn step(&mut self, seen: &[Gram], example: &Example) {
        self.slopes_of(seen, example);
        let count = self.bias.len();
        for (row, value) in seen {
            let first = *row as usize * count;
            let weights = &mut self.weights[first..first + count];
            let moved = &mut self.moved[first..first + count];
            for ((weight, moved), slope) in weights.iter_mut().zip(moved).zip(&self.slopes) {
                let slope = slope * value;
                *moved += slope * slope;
                *weight -=
                    self.recipe.rate * slope / (moved.sqrt() + 1e-6) + self.recipe.decay * *weight;
            }
        }
        for ((bias, moved), slope) in
            (self.bias.iter_mut().zip(&mut self.bias_moved)).zip(&self.slopes)
        {
            *moved += slope * slope;
            *bias -= self.recipe.rate * 0.2 * slope / (moved.sqrt() + 1e-6);
        }
    }

    /// What each class was expected too much.
    fn slopes_of(&mut self, seen: &[Gram], example: &Example) {
        let count = self.bias.len();
        self.slopes.copy_from_slice(&self.bias);
        for (row, value) in seen {
            let first = *row as usize * count;
            for (sum, weight) in self
                .slopes
                .iter_mut()
                .zip(&self.weights[first..first + count])
            {
                *sum += value * weight;
            }
        }
        let most = self.slopes.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
        let mut all = 0.0;
        for sum in &mut self.slopes {
            *sum = (*sum - most).exp();
            all += *sum;
        }
        for (class, sum) in self.slopes.iter_mut().enumerate() {
            let own = f32::from(u8::from(class == example.class));
            *sum = (*sum / all - own) * example.weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<Example> {
        let fires = ["仓库起火", "厂房着火", "山火蔓延", "酒店失火", "车间起火"];
        let floods = ["暴雨内涝", "河水上涨", "山洪暴发", "街道积水", "水库泄洪"];
        let both = fires
            .iter()
            .map(|text| (text, 0))
            .chain(floods.iter().map(|text| (text, 1)));
        both.map(|(text, class)| Example::of(text, "", class, 1.0))
            .collect()
    }

    #[test]
    fn what_is_learned_is_told_apart_and_the_same_each_time() {
        let classes = || vec!["fire".to_owned(), "flood".to_owned()];
        let model = learn(classes(), &examples(), &Recipe::default());
        assert_eq!(model, learn(classes(), &examples(), &Recipe::default()));
        let mut sums = Vec::new();
        for (text, class) in [("工厂着火", 0), ("道路积水", 1)] {
            model.sums(&Example::of(text, "", class, 1.0).grams, &mut sums);
            let likelier = usize::from(sums[1] > sums[0]);
            assert_eq!(likelier, class, "{text}");
        }
    }
}
