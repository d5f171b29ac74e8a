//! A small linear model: a row of small weights for every hashed gram, added up and turned into
//! chances. It is made by `caifeng train` and shipped compressed.

use super::grams::{Gram, TABLE_ROWS};
use super::mixing::Mixing;
use flate2::read::ZlibDecoder;
use serde::{Deserialize, Serialize};
use std::hint::black_box;
use std::io::Read;
use thiserror::Error;

/// Bytes that a model may unpack to: ten times what the shipped ones have.
const UNPACKED_BYTES_MAX: u64 = 64 << 20;

/// Classes of a row: a width known beforehand is added up in registers. Places without a class hold nought.
const WIDTHS: [usize; 2] = [4, 32];

/// A trained model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    /// Words of the classes, in the order of a row.
    pub classes: Vec<String>,
    /// What a weight of one stands for.
    pub scale: f32,
    /// What it is worth beside the seeds: in texts with Chinese letters, and in others.
    pub mixing: [Mixing; 2],
    /// The weight each class begins with.
    pub bias: Vec<f32>,
    /// Weights by row and class, each row as wide as one of [`WIDTHS`].
    pub weights: Vec<i8>,
}

/// A file that holds no model.
#[derive(Debug, Error)]
#[error("this is no model of readings: {0}; make one with `caifeng train`")]
pub struct NoModel(String);

impl Linear {
    /// Makes a model of real weights by row and class, rounded to small ones.
    pub fn rounded(classes: Vec<String>, bias: Vec<f32>, weights: &[f32]) -> Self {
        let most = weights
            .iter()
            .fold(0f32, |most, weight| most.max(weight.abs()));
        let scale = (most / 127.0).max(f32::MIN_POSITIVE);
        let round = |weight: &f32| (weight / scale).round() as i8;
        let (count, width) = (classes.len(), width_of(classes.len()).unwrap_or(WIDTHS[1]));
        let mut rounded = vec![0; weights.len() / count.max(1) * width];
        for (row, own) in rounded
            .chunks_exact_mut(width)
            .zip(weights.chunks_exact(count.max(1)))
        {
            row.iter_mut()
                .zip(own)
                .for_each(|(small, weight)| *small = round(weight));
        }
        Self {
            classes,
            scale,
            mixing: [Mixing::default(); 2],
            bias,
            weights: rounded,
        }
    }

    /// Reads a compressed model.
    pub fn unpack(bytes: &[u8]) -> Result<Self, NoModel> {
        let mut plain = Vec::new();
        ZlibDecoder::new(bytes)
            .take(UNPACKED_BYTES_MAX)
            .read_to_end(&mut plain)
            .map_err(|error| NoModel(error.to_string()))?;
        let model: Self =
            postcard::from_bytes(&plain).map_err(|error| NoModel(error.to_string()))?;
        let classes = model.classes.len();
        let width = width_of(classes).filter(|_| classes > 0);
        if model.bias.len() != classes
            || width.is_none_or(|width| model.weights.len() != TABLE_ROWS * width)
        {
            return Err(NoModel("its table has another size".to_owned()));
        }
        Ok(model)
    }

    /// The plain bytes that are to be compressed.
    pub fn plain(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("a model is plain numbers and words")
    }

    /// The sums of all classes.
    pub fn sums(&self, grams: &[Gram], sums: &mut Vec<f32>) {
        sums.clear();
        if self.classes.len() <= WIDTHS[0] {
            sums.extend(added::<{ WIDTHS[0] }>(&self.weights, grams));
        } else {
            sums.extend(added::<{ WIDTHS[1] }>(&self.weights, grams));
        }
        sums.truncate(self.classes.len());
        for (sum, bias) in sums.iter_mut().zip(&self.bias) {
            *sum = *sum * self.scale + bias;
        }
    }
}

fn width_of(classes: usize) -> Option<usize> {
    WIDTHS.into_iter().find(|width| classes <= *width)
}

fn added<const WIDTH: usize>(weights: &[i8], grams: &[Gram]) -> [f32; WIDTH] {
    /// Rows that are asked for before the first of them is added: they lie all over memory, and the processor
    /// then waits for all of them at once.
    const AHEAD: usize = 16;
    let (rows, _) = weights.as_chunks::<WIDTH>();
    let mut sums = [0.0; WIDTH];
    for some in grams.chunks(AHEAD) {
        let near = some.iter().filter_map(|(row, _)| rows.get(*row as usize));
        black_box(near.fold(0, |read, row| read ^ row[0]));
        for (row, value) in some {
            let Some(row) = rows.get(*row as usize) else {
                continue;
            };
            for (sum, own) in sums.iter_mut().zip(row) {
                *sum += value * f32::from(*own);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::mixing::Evidence;
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn packed(model: &Linear) -> Vec<u8> {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
        out.write_all(&model.plain()).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn a_model_survives_packing_and_says_what_is_likeliest() {
        let mut weights = vec![0.0; TABLE_ROWS * 2];
        weights[6] = -1.0;
        weights[7] = 2.0;
        weights[9] = 0.001;
        let classes = vec!["fire".to_owned(), "flood".to_owned()];
        let model = Linear::rounded(classes, vec![0.5, 0.0], &weights);
        assert_eq!(
            model.weights[4 * WIDTHS[0] + 1],
            0,
            "what is hardly anything is left out"
        );
        let model = Linear::unpack(&packed(&model)).unwrap();
        let mut sums = Vec::new();
        model.sums(&[(3, 1.0)], &mut sums);
        assert!((sums[0] + 0.5).abs() < 0.02 && (sums[1] - 2.0).abs() < 0.02);
        let evidence = Evidence {
            sums,
            ..Evidence::default()
        };
        let (best, chance) = model.mixing[0].likeliest(&evidence);
        assert_eq!(best, 1);
        assert!((chance - 1.0 / (1.0 + (-2.5f32).exp())).abs() < 0.01);
    }

    #[test]
    fn other_files_are_refused_with_words() {
        assert!(Linear::unpack(b"").is_err());
        let small = Linear::rounded(vec!["fire".to_owned()], vec![0.0], &[0.5; 8]);
        let problem = Linear::unpack(&packed(&small)).unwrap_err();
        assert!(problem.to_string().contains("caifeng train"));
    }
}
