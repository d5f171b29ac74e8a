//! From candidates to the closest events.

use super::combiner::combine;
use super::evidence::{Evidence, Newcomer, rank};
use crate::bulletins::Bulletin;
use model::{EventId, Moment};

/// Events compared in full for one document: those that share most by weight.
const COMPARED_IN_FULL_MAX: usize = 20;
/// Events weighed up: those of the highest cosine, and reports of market sessions.
const WEIGHED_MAX: usize = 8;
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
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) event: EventId,
    pub(crate) last_at: Moment,
    /// Weight of the terms by which it was found.
    pub(crate) weight: f32,
    pub(crate) cosine: f32,
    pub(crate) same_day: bool,
    pub(crate) session: Option<Bulletin>,
    /// Filled in for those that are weighed up.
    pub(crate) evidence: Evidence,
}

/// The slots that share most, most first; equals by the newer event.
#[derive(Debug)]
pub(crate) struct MostShared(Vec<(f32, EventId, u32)>);

impl MostShared {
    pub(crate) fn new() -> Self {
        Self(Vec::with_capacity(COMPARED_IN_FULL_MAX + 1))
    }

    /// Whether so much would be kept.
    pub(crate) fn wants(&self, weight: f32) -> bool {
        self.0.len() < COMPARED_IN_FULL_MAX || self.0.last().is_some_and(|last| weight >= last.0)
    }

    pub(crate) fn put(&mut self, weight: f32, event: EventId, slot: u32) {
        let place = self
            .0
            .partition_point(|other| other.0.total_cmp(&weight).then(other.1.cmp(&event)).is_gt());
        self.0.insert(place, (weight, event, slot));
        self.0.truncate(COMPARED_IN_FULL_MAX);
    }

    pub(crate) fn slots(&self) -> impl Iterator<Item = (f32, u32)> {
        self.0.iter().map(|(weight, _, slot)| (*weight, *slot))
    }
}

/// From candidates, of one part or of several, to those that are weighed up: highest cosine
/// first, with what depends on all of them.
pub(crate) fn shortlist(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(b.event.cmp(&a.event)));
    found.truncate(COMPARED_IN_FULL_MAX);
    found.sort_unstable_by(|a, b| b.cosine.total_cmp(&a.cosine).then(b.event.cmp(&a.event)));
    let all: Vec<(f32, bool)> = found.iter().map(|one| (one.cosine, one.same_day)).collect();
    for (one, numbers) in found.iter_mut().zip(rank(&all)) {
        one.evidence = numbers;
    }
    let mut kept = 0;
    found.retain(|one| {
        kept += 1;
        one.cosine >= COSINE_MIN && (kept <= WEIGHED_MAX || one.session.is_some())
    });
    found
}

/// From candidates weighed up to the closest events, closest first.
pub(crate) fn judge(new: &Newcomer, weighed: &[Candidate]) -> Vec<Match> {
    let mut matches: Vec<Match> = weighed
        .iter()
        .map(|one| Match {
            event: one.event,
            score: by_session(new, one, combine(&one.evidence)),
            evidence: one.evidence,
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
