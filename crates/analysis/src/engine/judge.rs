//! From candidates to the closest events.

use super::combiner::combine;
use super::evidence::{Evidence, Newcomer, rank};
use crate::bulletins::Bulletin;
use model::{EventId, Moment};

/// Events compared in full for one document: those that share most by weight.
pub(crate) const COMPARED_IN_FULL_MAX: usize = 20;
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

/// The slots that share most.
#[derive(Debug, Clone)]
pub(crate) struct MostShared {
    /// How many are wanted.
    most: usize,
    /// The greatest weights so far, greatest first.
    greatest: Vec<f32>,
    /// What was among them when it was offered.
    kept: Vec<(f32, u32)>,
}

impl MostShared {
    pub(crate) fn of(most: usize) -> Self {
        Self {
            most,
            greatest: Vec::new(),
            kept: Vec::new(),
        }
    }

    pub(crate) fn offer(&mut self, weight: f32, slot: u32) {
        let full = self.greatest.len() == self.most;
        let least = self.greatest.last().copied().unwrap_or(0.0);
        if full && weight < least {
            return;
        }
        self.kept.push((weight, slot));
        if full && weight <= least {
            return;
        }
        if full {
            self.greatest.pop();
        }
        let place = self.greatest.partition_point(|other| *other >= weight);
        self.greatest.insert(place, weight);
    }

    /// Takes what was offered: the slots that share most, most first, equals by the newer event.
    /// Many share the same term and no more; their numbers are all fetched before they are sorted.
    pub(crate) fn take(&mut self, ids: &[EventId]) -> Vec<(f32, EventId, u32)> {
        let full = self.greatest.len() == self.most;
        let least = self.greatest.last().filter(|_| full).copied();
        let kept = self.kept.drain(..);
        let mut most: Vec<(f32, EventId, u32)> = kept
            .filter(|(weight, _)| least.is_none_or(|least| *weight >= least))
            .filter_map(|(weight, slot)| Some((weight, *ids.get(slot as usize)?, slot)))
            .collect();
        self.greatest.clear();
        most.retain(|(_, id, _)| id.0 != 0);
        most.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        most.truncate(self.most);
        most
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
