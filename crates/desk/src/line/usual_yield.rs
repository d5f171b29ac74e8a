//! What a source usually holds: much less of it means that its layout may have changed.

use model::SourceState;

/// The entries a source usually gives, in hundredths: moves an eighth of the way each time.
pub(super) fn usual(before: i64, held: usize) -> i64 {
    let now = held as i64 * 100;
    if before == 0 {
        now
    } else {
        (before * 7 + now) / 8
    }
}

/// A source that gives much less than usual may have changed its layout.
pub(super) fn yield_fell(state: &SourceState, held: usize) -> Option<String> {
    let usual = state.usual_entries / 100;
    (usual >= 3 && (held as i64) * 3 < usual).then(|| {
        format!(
            "it usually holds about {usual} entries and now held {held}: its layout may have changed; look at it with \
             “check now”"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_moves_slowly_and_a_fall_is_told() {
        assert_eq!(usual(0, 20), 2_000);
        assert_eq!(usual(2_000, 4), 1_800);
        let state = |usual_entries| SourceState {
            usual_entries,
            ..SourceState::default()
        };
        assert_eq!(yield_fell(&state(2_000), 7), None);
        assert!(yield_fell(&state(2_000), 6).is_some_and(|words| words.contains("20")));
        assert_eq!(yield_fell(&state(200), 0), None, "little is not judged");
        assert_eq!(yield_fell(&state(0), 0), None);
    }
}
