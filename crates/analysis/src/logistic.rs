//! Logistic regression with a ridge, fitted by Newton's method: small, exact, without chance.

/// Rounds of Newton's method: it settles in fewer.
const ROUNDS: usize = 12;
/// The ridge on standardised numbers.
const RIDGE: f64 = 1.0;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    means: Vec<f64>,
    scales: Vec<f64>,
    /// Weights of the standardised numbers, the constant last.
    weights: Vec<f64>,
}

impl Logistic {
    /// Fits to rows of numbers and what came of each. Rows have equal length.
    pub fn fit(rows: &[Vec<f64>], came: &[bool]) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let count = rows.len().max(1) as f64;
        let column = |i: usize| rows.iter().filter_map(move |row| row.get(i).copied());
        let means: Vec<f64> = (0..width).map(|i| column(i).sum::<f64>() / count).collect();
        let scales: Vec<f64> = (0..width)
            .zip(&means)
            .map(|(i, mean)| {
                let spread = column(i).map(|value| (value - mean).powi(2)).sum::<f64>() / count;
                spread.sqrt().max(1e-9)
            })
            .collect();
        let mut model = Self {
            means,
            scales,
            weights: vec![0.0; width + 1],
        };
        let standard: Vec<Vec<f64>> = rows.iter().map(|row| model.standard(row)).collect();
        for _ in 0..ROUNDS {
            model.step(&standard, came);
        }
        model
    }

    /// How likely, 0 to 1.
    pub fn chance(&self, row: &[f64]) -> f64 {
        sigmoid(dot(&self.weights, &self.standard(row)))
    }

    fn standard(&self, row: &[f64]) -> Vec<f64> {
        let mut out: Vec<f64> = row
            .iter()
            .zip(self.means.iter().zip(&self.scales))
            .map(|(value, (mean, scale))| (value - mean) / scale)
            .collect();
        out.push(1.0);
        out
    }

    fn step(&mut self, standard: &[Vec<f64>], came: &[bool]) {
        let width = self.weights.len();
        let mut slope = vec![0.0; width];
        let mut bend = vec![vec![0.0; width]; width];
        for (row, came) in standard.iter().zip(came) {
            let chance = sigmoid(dot(&self.weights, row));
            let error = f64::from(u8::from(*came)) - chance;
            let weight = chance * (1.0 - chance);
            for (i, x) in row.iter().enumerate() {
                slope[i] += error * x;
                for (bend, y) in bend[i].iter_mut().zip(row) {
                    *bend += weight * x * y;
                }
            }
        }
        for (i, weight) in self.weights.iter().enumerate() {
            bend[i][i] += RIDGE;
            slope[i] -= RIDGE * weight;
        }
        for (weight, step) in self.weights.iter_mut().zip(solve(bend, slope)) {
            *weight += step;
        }
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Solves a positive definite system by elimination.
#[expect(
    clippy::needless_range_loop,
    reason = "elimination reads best by row and column"
)]
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let width = right.len();
    for i in 0..width {
        let pivot = matrix[i][i];
        for j in i + 1..width {
            let factor = matrix[j][i] / pivot;
            for k in i..width {
                matrix[j][k] -= factor * matrix[i][k];
            }
            right[j] -= factor * right[i];
        }
    }
    for i in (0..width).rev() {
        for k in i + 1..width {
            right[i] -= matrix[i][k] * right[k];
        }
        right[i] /= matrix[i][i];
    }
    right
}

/// Area under the curve of hits against false alarms: the chance that a row that came to pass is
/// rated above one that did not; ties count half.
pub fn area_under_curve(ratings: &[f64], came: &[bool]) -> f64 {
    let mut order: Vec<(f64, bool)> = ratings.iter().copied().zip(came.iter().copied()).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut ranks, mut hits) = (0.0, 0.0);
    let mut at = 0;
    while at < order.len() {
        let end = order[at..].partition_point(|other| other.0 <= order[at].0) + at;
        let middle = (at + 1 + end) as f64 / 2.0;
        let here = order[at..end].iter().filter(|(_, came)| *came).count() as f64;
        ranks += middle * here;
        hits += here;
        at = end;
    }
    let misses = order.len() as f64 - hits;
    if hits == 0.0 || misses == 0.0 {
        return 0.5;
    }
    (ranks - hits * (hits + 1.0) / 2.0) / (hits * misses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_rule_is_learned() {
        let rows: Vec<Vec<f64>> = (0..200)
            .map(|i| vec![f64::from(i % 20), f64::from(i % 7)])
            .collect();
        let came: Vec<bool> = rows.iter().map(|row| row[0] > 9.5).collect();
        let model = Logistic::fit(&rows, &came);
        assert!(model.chance(&[18.0, 3.0]) > 0.9);
        assert!(model.chance(&[1.0, 3.0]) < 0.1);
        let ratings: Vec<f64> = rows.iter().map(|row| model.chance(row)).collect();
        assert!((area_under_curve(&ratings, &came) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn area_counts_ties_half() {
        assert!((area_under_curve(&[1.0, 1.0], &[true, false]) - 0.5).abs() < 1e-9);
        assert!((area_under_curve(&[2.0, 1.0, 0.0], &[true, false, true]) - 0.5).abs() < 1e-9);
        assert!((area_under_curve(&[], &[]) - 0.5).abs() < 1e-9);
    }
}
