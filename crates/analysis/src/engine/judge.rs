//! From candidates to the closest events.

use super::combiner::combine;
use super::evidence::{COSINE, Evidence, Newcomer, rank};
use crate::bulletins::Bulletin;
use model::{EventId, Moment};

/// Events compared in full for one document: those that share most by weight.
const COMPARED_IN_FULL_MAX: usize = 20;
/// Cosine below which an event is not weighed up as a home.
const COSINE_MIN: f32 = 0.04;

/// How sure it is that two reports of one session belong together.
const SAME_SESSION_SURE: f32 = 0.9;

/// An event that is close.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    pub(crate) event: EventId,
    /// How sure it is that the document belongs to it, 0 to 1.
    pub(crate) score: f32,
    pub(crate) evidence: Evidence,
    pub(crate) hours_apart: u32,
}

/// An event that may take a document.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) event: EventId,
    pub(crate) last_at: Moment,
    /// Weight of the terms by which it was found.
    pub(crate) weight: f32,
    pub(crate) evidence: Evidence,
    pub(crate) session: Option<Bulletin>,
}

/// Keeps the candidates that share most, most first.
pub(crate) fn keep_most_shared(found: &mut Vec<(f32, EventId, u32)>) {
    let most =
        |a: &(f32, EventId, u32), b: &(f32, EventId, u32)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
    if found.len() > COMPARED_IN_FULL_MAX {
        found.select_nth_unstable_by(COMPARED_IN_FULL_MAX, most);
        found.truncate(COMPARED_IN_FULL_MAX);
    }
    found.sort_unstable_by(most);
}

/// From candidates, of one part or of several, to the closest events, closest first.
pub(crate) fn judge(new: &Newcomer, mut found: Vec<Candidate>) -> Vec<Match> {
    found.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(b.event.cmp(&a.event)));
    found.truncate(COMPARED_IN_FULL_MAX);
    found.sort_unstable_by(|a, b| {
        b.evidence[COSINE]
            .total_cmp(&a.evidence[COSINE])
            .then(b.event.cmp(&a.event))
    });
    let mut numbers: Vec<Evidence> = found.iter().map(|one| one.evidence).collect();
    rank(&mut numbers);
    let mut matches: Vec<Match> = found
        .iter()
        .zip(numbers)
        .filter(|(_, evidence)| evidence[COSINE] >= COSINE_MIN)
        .map(|(one, evidence)| Match {
            event: one.event,
            score: by_session(new, one, combine(&evidence)),
            evidence,
            hours_apart: hours_apart(new, one.last_at),
        })
        .collect();
    matches.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(b.event.cmp(&a.event)));
    matches
}

/// Reports of one market's session belong together, those of different sessions do not, whatever
/// their words.
fn by_session(new: &Newcomer, candidate: &Candidate, sure: f32) -> f32 {
    match (new.session, candidate.session) {
        (Some(a), Some(b)) if a == b => sure.max(SAME_SESSION_SURE),
        (Some(_), Some(_)) => 0.0,
        _ => sure,
    }
}

fn hours_apart(new: &Newcomer, last_at: Moment) -> u32 {
    new.at
        .hours_since(last_at)
        .abs()
        .round()
        .min(f64::from(u32::MAX)) as u32
}
