//! Where the bands of a stream lie, in counts.
//!
//! After Byron and Wattenberg, “Stacked Graphs – Geometry & Aesthetics” (2008): bands lie inside out
//! by when they peak, and the baseline makes the weighted wiggle of all bands least.

/// The places of bands: order from the bottom, and the lower edge of the lowest at each step.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Bands from the lowest to the highest.
    pub(super) order: Vec<usize>,
    /// The lower edge of the lowest, at each step.
    pub(super) base: Vec<f64>,
}

/// Lays bands out; all have as many steps.
pub(super) fn layout(bands: &[&[i64]]) -> Layout {
    let order = inside_out(bands);
    let steps = bands.first().map_or(0, |band| band.len());
    let value = |band: usize, step: usize| -> f64 {
        let found = bands.get(band).and_then(|band| band.get(step));
        found.copied().unwrap_or(0) as f64
    };
    let mut base = vec![0.0; steps];
    let mut lower = 0.0;
    for step in 1..steps {
        let (mut whole, mut moved, mut below) = (0.0, 0.0, 0.0);
        for band in &order {
            let (before, now) = (value(*band, step - 1), value(*band, step));
            // A band weighs what it weighs between both steps.
            let (weight, change) = (f64::midpoint(before, now), now - before);
            moved += (below + change / 2.0) * weight;
            whole += weight;
            below += change;
        }
        if whole > 0.0 {
            lower -= moved / whole;
        }
        if let Some(slot) = base.get_mut(step) {
            *slot = lower;
        }
    }
    Layout { order, base }
}

/// Those that peak first lie in the middle; later ones go to whichever side is lighter.
fn inside_out(bands: &[&[i64]]) -> Vec<usize> {
    let peak = |band: &[i64]| {
        let most = band.iter().max();
        band.iter()
            .position(|count| Some(count) == most)
            .unwrap_or(0)
    };
    let mut by_peak: Vec<usize> = (0..bands.len()).collect();
    by_peak.sort_by_key(|index| (bands.get(*index).map_or(0, |band| peak(band)), *index));
    let (mut above, mut below) = (Vec::new(), Vec::new());
    let (mut heavy_above, mut heavy_below) = (0, 0);
    for index in by_peak {
        let weight: i64 = bands.get(index).map_or(0, |band| band.iter().sum());
        if heavy_above < heavy_below {
            heavy_above += weight;
            above.push(index);
        } else {
            heavy_below += weight;
            below.push(index);
        }
    }
    below.reverse();
    below.extend(above);
    below
}

/// Lower and upper edge of each band at each step, in order from the bottom, in counts.
pub(super) fn edges(bands: &[&[i64]], layout: &Layout) -> Vec<Vec<(f64, f64)>> {
    let mut lower = layout.base.clone();
    let mut all = Vec::new();
    for index in &layout.order {
        let Some(band) = bands.get(*index) else {
            continue;
        };
        let mut row = Vec::new();
        for (edge, count) in lower.iter_mut().zip(*band) {
            row.push((*edge, *edge + *count as f64));
            *edge += *count as f64;
        }
        all.push(row);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(count: usize, steps: usize) -> Vec<Vec<i64>> {
        (0..count as i64)
            .map(|band| {
                (0..steps as i64)
                    .map(|step| (band * 7 + step * step * 3) % 11)
                    .collect()
            })
            .collect()
    }

    #[test]
    fn bands_lie_upon_each_other_and_sum_to_the_whole() {
        for (count, steps) in [(0, 0), (1, 1), (1, 7), (10, 1), (10, 92), (10, 744)] {
            let owned = bands(count, steps);
            let bands: Vec<&[i64]> = owned.iter().map(Vec::as_slice).collect();
            let layout = layout(&bands);
            let mut order = layout.order.clone();
            order.sort_unstable();
            assert_eq!(
                order,
                (0..count).collect::<Vec<_>>(),
                "each band has its place"
            );
            let rows = edges(&bands, &layout);
            for step in 0..steps {
                let whole: i64 = bands.iter().map(|band| band[step]).sum();
                let (bottom, top) = (rows[0][step].0, rows[count - 1][step].1);
                assert!((top - bottom - whole as f64).abs() < 1e-6);
                for pair in rows.windows(2) {
                    assert!((pair[0][step].1 - pair[1][step].0).abs() < 1e-9, "no gap");
                }
            }
        }
    }

    #[test]
    fn nothing_said_at_all_is_drawn_flat() {
        let silent = [0_i64; 5];
        let layout = layout(&[&silent, &silent]);
        assert!(layout.base.iter().all(|edge| edge.abs() < 1e-9));
    }

    #[test]
    fn one_band_grows_both_ways() {
        let band = [0_i64, 4, 0, 8, 0];
        let layout = layout(&[&band]);
        // The wiggle of a single band is least when it grows both ways alike.
        for (base, count) in layout.base.iter().zip(band) {
            assert!((base + count as f64 / 2.0).abs() < 1e-9);
        }
    }
}
