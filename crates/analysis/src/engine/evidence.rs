//! What speaks for and against a document belonging to an event, as numbers.

use super::event::OpenEvent;
use super::probe::Probe;
use super::sparse::Vector;
use super::weights::Weighted;
use crate::bulletins::Bulletin;
use crate::dated::Day;
use model::{Moment, Place};

/// How many numbers there are.
pub const EVIDENCE: usize = 14;

/// Names of the numbers, in order.
pub const EVIDENCE_NAMES: [&str; EVIDENCE] = [
    "cosine",
    "head_cosine",
    "nearest_member",
    "title_found",
    "title_found_back",
    "share_found",
    "silence",
    "age",
    "days_meet",
    "same_day",
    "rivals",
    "second",
    "older",
    "over_older",
];

/// The numbers of one pair, in the order of [`EVIDENCE_NAMES`].
pub type Evidence = [f32; EVIDENCE];

pub(crate) const COSINE: usize = 0;
const SAME_DAY: usize = 9;
const RIVALS: usize = 10;
const SECOND: usize = 11;
const OLDER: usize = 12;
const OVER_OLDER: usize = 13;

/// Cosine, of that of the candidate looked at, from which another one is its rival.
const RIVAL_SHARE: f32 = 0.7;
/// Hours that one document heard in between can count for as silence: a stream of ordinary
/// density. In a sparse collection, months without a word are no silence.
const HOURS_A_DOCUMENT: f64 = 0.3;

/// A document as it is compared.
#[derive(Clone, Copy)]
pub(crate) struct Newcomer<'a> {
    pub(crate) weighted: &'a Weighted,
    pub(crate) places: &'a [Place],
    pub(crate) days: &'a [Day],
    pub(crate) session: Option<Bulletin>,
    pub(crate) at: Moment,
    /// Its number in order of arrival.
    pub(crate) number: i64,
}

/// The cosine alone, which is what candidates are ranked by.
pub(crate) fn cosine(probe: &Probe, event: &OpenEvent) -> f32 {
    over(probe.dot(&event.all.terms), event.all.norm)
}

/// Whether the document and the event's last are of one day.
pub(crate) fn is_same_day(new: &Newcomer, event: &OpenEvent) -> bool {
    Day::of(new.at) == Day::of(event.last_at)
}

/// The numbers that need only the pair; those of the ranking stand in `ranked` already.
pub(crate) fn evidence(
    new: &Newcomer,
    probe: &Probe,
    event: &OpenEvent,
    ranked: &Evidence,
) -> Evidence {
    let (mut found, mut title_found) = (0.0f32, 0.0f32);
    for (key, _) in &event.all.terms.0 {
        let (all, parts) = probe.weight_and_parts(*key);
        found += all * all;
        title_found += parts.title * parts.title;
    }
    let (mut back, mut head) = (0.0f32, 0.0f32);
    for (key, theirs) in &event.title.terms.0 {
        back += theirs * theirs * f32::from(u8::from(probe.holds(*key)));
    }
    for (key, theirs) in &event.head.terms.0 {
        head += probe.parts(*key).head * theirs;
    }
    let mut numbers = *ranked;
    numbers[1..SAME_DAY].copy_from_slice(&[
        over(head, event.head.norm),
        nearest(probe, event),
        title_found,
        over(back, event.title.norm * event.title.norm),
        found,
        silence(new, event.last_at, event.last_document.0).ln_1p(),
        silence(new, event.first_at, event.id.0).ln_1p(),
        meet(new.days, &event.days),
    ]);
    numbers
}

fn nearest(probe: &Probe, event: &OpenEvent) -> f32 {
    let like = |top: &Vector| -> f32 {
        top.0
            .iter()
            .map(|(key, theirs)| probe.parts(*key).top * theirs)
            .sum()
    };
    event
        .members
        .iter()
        .map(|member| like(&member.top))
        .fold(0.0f32, f32::max)
}

fn over(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Hours that count as silence since then.
pub(crate) fn silence(new: &Newcomer, since: Moment, number: i64) -> f32 {
    let heard = (new.number - number).max(0) as f64;
    new.at
        .hours_since(since)
        .abs()
        .min(heard * HOURS_A_DOCUMENT) as f32
}

/// What depends on the other candidates, for one cosine with its day and all of them: cosine,
/// same day and the ranking are filled in. A text of a recurring pattern is like many events of
/// other days; then it takes more to belong to one of them.
pub(crate) fn rank(all: &[(f32, bool)]) -> Vec<Evidence> {
    (0..all.len()).map(|place| rank_one(all, place)).collect()
}

fn rank_one(all: &[(f32, bool)], place: usize) -> Evidence {
    let (cosine, same_day) = all[place];
    let (mut rivals, mut second, mut older) = (0u16, 0.0f32, 0.0f32);
    for (other, (theirs, their_day)) in all.iter().enumerate() {
        if other == place {
            continue;
        }
        rivals += u16::from(*theirs >= cosine * RIVAL_SHARE);
        second = second.max(*theirs);
        if !their_day {
            older = older.max(*theirs);
        }
    }
    let mut numbers = Evidence::default();
    numbers[COSINE] = cosine;
    numbers[SAME_DAY] = f32::from(u8::from(same_day));
    numbers[RIVALS] = f32::from(rivals).ln_1p();
    numbers[SECOND] = second;
    numbers[OLDER] = older;
    numbers[OVER_OLDER] = cosine - older;
    numbers
}

/// 1 where both name a common day, −1 where both name some and none in common, else 0.
fn meet(a: &[Day], b: &[Day]) -> f32 {
    if a.is_empty() || b.is_empty() {
        0.0
    } else if a.iter().any(|one| b.contains(one)) {
        1.0
    } else {
        -1.0
    }
}
