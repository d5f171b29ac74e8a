//! Reasons a person can read.

use super::judge::Match;
use super::open_events::OpenEvents;
use super::percent;
use super::weights::Weighted;
use crate::segment::Words;
use crate::understand::Features;
use model::Reason;

/// A runner-up below this is not worth telling.
const RUNNER_UP_MIN: f32 = 0.05;
/// Shared words told in a reason.
const WORDS_TOLD_MAX: usize = 6;

pub(super) fn reasons_to_join(
    events: &OpenEvents,
    best: &Match,
    weighted: &Weighted,
    features: &Features,
    words: &Words,
) -> Vec<Reason> {
    let mut reasons = vec![Reason::Similarity {
        percent: percent(best.score),
        needed: percent(super::needed(weighted)),
    }];
    let shared = events.shared_terms(best.event, weighted, WORDS_TOLD_MAX);
    let told: Vec<String> = shared
        .iter()
        .filter_map(|key| word_of(*key, features, words))
        .collect();
    if !told.is_empty() {
        reasons.push(Reason::SharedWords { words: told });
    }
    let places = events.shared_places(best.event, &features.places);
    if !places.is_empty() {
        reasons.push(Reason::SharedPlaces { places });
    }
    reasons.push(Reason::HoursApart {
        hours: best.hours_apart,
    });
    reasons
}

/// The word behind a key, as the document writes it.
fn word_of(key: u32, features: &Features, words: &Words) -> Option<String> {
    let index = features
        .terms
        .binary_search_by_key(&key, |term| term.key)
        .ok()?;
    let (start, length) = features.terms.get(index)?.at;
    words
        .joined
        .get(start as usize..(start + length) as usize)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
}

pub(super) fn runner_up(other: &Match) -> Option<Reason> {
    (other.score >= RUNNER_UP_MIN).then(|| Reason::RunnerUp {
        event: other.event,
        percent: percent(other.score),
    })
}
