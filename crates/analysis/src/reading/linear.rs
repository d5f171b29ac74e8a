//! A small linear model: a row of small weights for every hashed gram, added up and turned into
//! chances. It is made by `caifeng train` and shipped compressed.

use super::grams::{Gram, TABLE_ROWS};
use super::mixing::Mixing;
use flate2::read::ZlibDecoder;
use serde::{Deserialize, Serialize};
use std::io::Read;
use thiserror::Error;

/// Bytes that a model may unpack to: ten times what the shipped ones have.
const UNPACKED_BYTES_MAX: u64 = 64 << 20;

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
    /// Weights by row and class.
    pub weights: Vec<i8>,
}

/// A file that holds no model.
#[derive(Debug, Error)]
#[error("this is no model of readings: {0}; make one with `caifeng train`")]
pub struct NoModel(String);

impl Linear {
    /// Makes a model of real weights, rounded to small ones.
    pub fn rounded(classes: Vec<String>, bias: Vec<f32>, weights: &[f32], least: f32) -> Self {
        let most = weights
            .iter()
            .fold(0f32, |most, weight| most.max(weight.abs()));
        let scale = (most / 127.0).max(f32::MIN_POSITIVE);
        let round = |weight: &f32| {
            if weight.abs() < least {
                0
            } else {
                (weight / scale).round() as i8
            }
        };
        Self {
            classes,
            scale,
            mixing: [Mixing::default(); 2],
            bias,
            weights: weights.iter().map(round).collect(),
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
        if classes == 0
            || model.bias.len() != classes
            || model.weights.len() != TABLE_ROWS * classes
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
        let classes = self.classes.len();
        sums.clear();
        sums.resize(classes, 0.0);
        for (row, weight) in grams {
            let first = *row as usize * classes;
            let Some(weights) = self.weights.get(first..first + classes) else {
                continue;
            };
            for (sum, own) in sums.iter_mut().zip(weights) {
                *sum += weight * f32::from(*own);
            }
        }
        for (sum, bias) in sums.iter_mut().zip(&self.bias) {
            *sum = *sum * self.scale + bias;
        }
    }
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
        let model = Linear::rounded(classes, vec![0.5, 0.0], &weights, 0.01);
        assert_eq!(model.weights[9], 0, "what is hardly anything is left out");
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
        let small = Linear::rounded(vec!["fire".to_owned()], vec![0.0], &[0.5; 8], 0.0);
        let problem = Linear::unpack(&packed(&small)).unwrap_err();
        assert!(problem.to_string().contains("caifeng train"));
    }
}
