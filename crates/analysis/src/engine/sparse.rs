//! Sparse vectors: pairs of key and weight, sorted by key.

pub(crate) fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let mut sum = 0.0;
    each_common(a, b, |_, x, y| sum += x * y);
    sum
}

pub(crate) fn each_common(
    a: &[(u32, f32)],
    b: &[(u32, f32)],
    mut common: impl FnMut(u32, f32, f32),
) {
    let (mut i, mut j) = (0, 0);
    while let (Some((x, wx)), Some((y, wy))) = (a.get(i), b.get(j)) {
        if x == y {
            common(*x, *wx, *wy);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

/// The sum of two sorted vectors, and the keys only the second one had.
pub(crate) fn sum(a: &[(u32, f32)], b: &[(u32, f32)]) -> (Vec<(u32, f32)>, Vec<u32>) {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let mut added = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        match (a.get(i), b.get(j)) {
            (Some((x, wx)), Some((y, wy))) if x == y => {
                out.push((*x, wx + wy));
                i += 1;
                j += 1;
            }
            (Some(x), other) if other.is_none_or(|y| x.0 < y.0) => {
                out.push(*x);
                i += 1;
            }
            (_, Some(y)) => {
                out.push(*y);
                added.push(y.0);
                j += 1;
            }
            _ => return (out, added),
        }
    }
}
