//! How fast documents came, and how fast they ceased.

use model::{HOUR_MS, Moment};

/// Speed of an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speed {
    /// Documents.
    pub documents: usize,
    /// Documents an hour from the first to the last.
    pub an_hour: f64,
    /// Most documents in sixty minutes.
    pub most: usize,
    /// When those sixty minutes began.
    pub most_at: Moment,
    /// Milliseconds from the first document to the one that makes half of them.
    pub half_ms: i64,
    /// Half-life: milliseconds from the end of the busiest sixty minutes until half of what still
    /// came had come; none where nothing came after them.
    pub half_life_ms: Option<i64>,
}

/// Speed of documents published at these times, sorted.
pub fn speed(times: &[Moment]) -> Option<Speed> {
    let (first, last) = (times.first()?, times.last()?);
    let half = times.get((times.len() - 1) / 2)?;
    let (mut most, mut most_from) = (0, 0);
    let mut from = 0;
    for (to, at) in times.iter().enumerate() {
        while times
            .get(from)
            .is_some_and(|begin| at.0 - begin.0 >= HOUR_MS)
        {
            from += 1;
        }
        if to + 1 - from > most {
            (most, most_from) = (to + 1 - from, from);
        }
    }
    let most_at = *times.get(most_from)?;
    let end = most_at.0 + HOUR_MS;
    let after = times
        .get(times.partition_point(|at| at.0 < end)..)
        .unwrap_or_default();
    let half_after = after.get(after.len().saturating_sub(1) / 2);
    Some(Speed {
        documents: times.len(),
        an_hour: times.len() as f64 / last.hours_since(*first).max(1.0),
        most,
        most_at,
        half_ms: half.0 - first.0,
        half_life_ms: half_after.map(|at| at.0 - end),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: &[i64]) -> Vec<Moment> {
        minutes
            .iter()
            .map(|minute| Moment(minute * 60_000))
            .collect()
    }

    #[test]
    fn speed_is_counted_in_sixty_minutes_wherever_they_begin() {
        let told = speed(&at(&[0, 50, 55, 60, 70, 109, 110, 200, 400, 900])).unwrap();
        assert_eq!((told.documents, told.most), (10, 5));
        assert_eq!(told.most_at, Moment(50 * 60_000));
        assert!((told.an_hour - 10.0 / 15.0).abs() < 1e-9);
        assert_eq!(told.half_ms, 70 * 60_000);
        // Four came after the hour that ended at 110; the second of them after 90 minutes.
        assert_eq!(told.half_life_ms, Some(90 * 60_000));
    }

    #[test]
    fn one_document_has_no_half_life() {
        let told = speed(&at(&[7])).unwrap();
        assert_eq!((told.most, told.half_ms, told.half_life_ms), (1, 0, None));
        assert!((told.an_hour - 1.0).abs() < 1e-9);
        assert!(speed(&[]).is_none());
    }
}
