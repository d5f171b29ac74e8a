//! Open events: their summed words, and lists from each word to the events that hold it.

use super::sparse::{dot, each_common, sum};
use super::weights::Weighted;
use model::{EventId, Moment, Place};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Events kept open; beyond it the ones longest silent cool and leave.
const OPEN_MAX: usize = 24_000;
/// How many leave at once, so that the lists are rebuilt rarely.
const COOLED_AT_ONCE: usize = 6_000;
/// Words kept of an event: its heaviest.
const EVENT_WORDS_MAX: usize = 320;
/// Words an event may grow to before it is cut back.
const EVENT_WORDS_SLACK: usize = 480;
/// Events compared in full for one document: those that share most by weight.
const COMPARED_IN_FULL_MAX: usize = 20;
/// A word that stands in more open events than this finds none: it says too little.
const LIST_MAX: usize = 1_000;
/// Hours of silence after which likeness counts half, on a square-root scale.
const FADE_HOURS: f64 = 72.0;
/// Cosine below which nothing is joined: bounds the words that must be looked up. A runner-up
/// below it may go unseen.
const LEAST_COSINE: f32 = super::JOIN_THRESHOLD;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct OpenEvent {
    id: EventId,
    last_at: Moment,
    /// Sum of its documents' words, sorted by key.
    words: Vec<(u32, f32)>,
    norm: f32,
    places: Vec<Place>,
}

/// An event that is close.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    pub(crate) event: EventId,
    /// Cosine after fading.
    pub(crate) score: f32,
    pub(crate) hours_apart: u32,
}

/// All open events.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct OpenEvents {
    events: Vec<OpenEvent>,
    slots: FxHashMap<EventId, u32>,
    lists: FxHashMap<u32, Vec<u32>>,
    /// Scratch: weight shared with each slot, zero between calls.
    shared: Vec<f32>,
}

impl OpenEvents {
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// The closest events, closest first; at most two.
    pub(crate) fn closest(
        &mut self,
        document: &Weighted,
        places: &[Place],
        at: Moment,
    ) -> Vec<Match> {
        let mut matches: Vec<Match> = self
            .candidates(document)
            .into_iter()
            .filter_map(|slot| self.events.get(slot as usize))
            .map(|event| {
                let hours = at.hours_since(event.last_at).abs();
                let cosine = dot(&document.by_key, &event.words) / event.norm;
                let score = cosine * fading(hours) * place_factor(places, &event.places);
                Match {
                    event: event.id,
                    score,
                    hours_apart: hours.round().min(f64::from(u32::MAX)) as u32,
                }
            })
            .collect();
        matches.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(b.event.cmp(&a.event)));
        matches.truncate(2);
        matches
    }

    /// Slots that may be close. An event with a cosine of at least [`LEAST_COSINE`] shares a word
    /// with the shortest heavy prefix whose rest weighs less than that (Cauchy–Schwarz).
    fn candidates(&mut self, document: &Weighted) -> Vec<u32> {
        let mut touched: Vec<u32> = Vec::new();
        let mut rest = 1.0f32;
        for (key, weight) in &document.by_weight {
            if rest < LEAST_COSINE * LEAST_COSINE {
                break;
            }
            rest -= weight * weight;
            let Some(list) = self.lists.get(key).filter(|list| list.len() <= LIST_MAX) else {
                continue;
            };
            for slot in list {
                let Some(sum) = self.shared.get_mut(*slot as usize) else {
                    continue;
                };
                if *sum == 0.0 {
                    touched.push(*slot);
                }
                *sum += weight * weight;
            }
        }
        if touched.len() > COMPARED_IN_FULL_MAX {
            let shared = &self.shared;
            let weight = |slot: &u32| shared.get(*slot as usize).copied().unwrap_or(0.0);
            touched.select_nth_unstable_by(COMPARED_IN_FULL_MAX, |a, b| {
                weight(b).total_cmp(&weight(a)).then(b.cmp(a))
            });
            for slot in touched.drain(COMPARED_IN_FULL_MAX..) {
                if let Some(sum) = self.shared.get_mut(slot as usize) {
                    *sum = 0.0;
                }
            }
        }
        for slot in &touched {
            if let Some(sum) = self.shared.get_mut(*slot as usize) {
                *sum = 0.0;
            }
        }
        touched
    }

    /// Keys of the words that weigh most in common, most telling first.
    pub(crate) fn shared_terms(
        &self,
        event: EventId,
        document: &Weighted,
        most: usize,
    ) -> Vec<u32> {
        let Some(event) = self.get(event) else {
            return Vec::new();
        };
        let mut shared: Vec<(u32, f32)> = Vec::new();
        each_common(&document.by_key, &event.words, |key, a, b| {
            shared.push((key, a * b));
        });
        shared.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        shared.truncate(most);
        shared.into_iter().map(|(key, _)| key).collect()
    }

    /// Places of the document that the event has too.
    pub(crate) fn shared_places(&self, event: EventId, places: &[Place]) -> Vec<Place> {
        let Some(event) = self.get(event) else {
            return Vec::new();
        };
        places
            .iter()
            .copied()
            .filter(|place| event.places.contains(place))
            .collect()
    }

    /// Adds a document to an event; opens it, or recalls it under its old id, if it is not in memory.
    pub(crate) fn add(&mut self, id: EventId, document: &Weighted, places: &[Place], at: Moment) {
        if self.slots.contains_key(&id) {
            self.join(id, document, places, at);
        } else {
            self.open(id, document, places, at);
        }
    }

    fn open(&mut self, id: EventId, document: &Weighted, places: &[Place], at: Moment) {
        if document.is_empty() {
            return;
        }
        let slot = self.events.len() as u32;
        for (key, _) in &document.by_key {
            self.lists.entry(*key).or_default().push(slot);
        }
        self.events.push(OpenEvent {
            id,
            last_at: at,
            words: document.by_key.clone(),
            norm: 1.0,
            places: places.to_vec(),
        });
        self.slots.insert(id, slot);
        self.shared.push(0.0);
        if self.events.len() > OPEN_MAX {
            self.cool();
        }
    }

    fn join(&mut self, id: EventId, document: &Weighted, places: &[Place], at: Moment) {
        let Some(slot) = self.slots.get(&id).copied() else {
            return;
        };
        let Some(event) = self.events.get_mut(slot as usize) else {
            return;
        };
        let (words, added) = sum(&event.words, &document.by_key);
        event.words = words;
        if event.words.len() > EVENT_WORDS_SLACK {
            event
                .words
                .sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            event.words.truncate(EVENT_WORDS_MAX);
            event.words.sort_unstable_by_key(|(key, _)| *key);
        }
        event.norm = event
            .words
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f32>()
            .sqrt();
        event.last_at = event.last_at.max(at);
        for place in places {
            if !event.places.contains(place) {
                event.places.push(*place);
            }
        }
        // Words cut away stay in the lists until the next rebuild; they only cost a comparison.
        for key in added {
            let list = self.lists.entry(key).or_default();
            if list.last() != Some(&slot) {
                list.push(slot);
            }
        }
    }

    /// A copy keeps its event warm without adding words.
    pub(crate) fn touch(&mut self, id: EventId, at: Moment) {
        if let Some(event) = self
            .slots
            .get(&id)
            .and_then(|slot| self.events.get_mut(*slot as usize))
        {
            event.last_at = event.last_at.max(at);
        }
    }

    fn get(&self, id: EventId) -> Option<&OpenEvent> {
        self.slots
            .get(&id)
            .and_then(|slot| self.events.get(*slot as usize))
    }

    /// The events longest silent leave memory; slots and lists are made anew.
    fn cool(&mut self) {
        let mut ages: Vec<(Moment, EventId)> = self
            .events
            .iter()
            .map(|event| (event.last_at, event.id))
            .collect();
        let (_, last_out, _) = ages.select_nth_unstable(COOLED_AT_ONCE);
        let last_out = *last_out;
        self.events
            .retain(|event| (event.last_at, event.id) > last_out);
        self.rebuild();
    }

    fn rebuild(&mut self) {
        self.slots.clear();
        // Lists keep their room: most words stay.
        self.lists.values_mut().for_each(Vec::clear);
        self.shared = vec![0.0; self.events.len()];
        for (slot, event) in (0u32..).zip(&self.events) {
            self.slots.insert(event.id, slot);
            for (key, _) in &event.words {
                self.lists.entry(*key).or_default().push(slot);
            }
        }
        self.lists.retain(|_, list| !list.is_empty());
    }
}

impl Serialize for OpenEvents {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.events, super::snapshot::SortedMap(&self.lists)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OpenEvents {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Parts = (Vec<OpenEvent>, Vec<(u32, Vec<u32>)>);
        let (events, lists) = Parts::deserialize(deserializer)?;
        let slots = (0u32..)
            .zip(&events)
            .map(|(slot, event)| (event.id, slot))
            .collect();
        let shared = vec![0.0; events.len()];
        Ok(Self {
            events,
            slots,
            lists: lists.into_iter().collect(),
            shared,
        })
    }
}

/// Likeness fades with silence: half after three days, on a square-root scale, so that the
/// first hours matter little and the second week much.
fn fading(hours: f64) -> f32 {
    0.5f64.powf((hours / FADE_HOURS).sqrt() * 0.5) as f32
}

/// Two texts that name different counties seldom speak of one happening.
fn place_factor(document: &[Place], event: &[Place]) -> f32 {
    if document.is_empty() || event.is_empty() {
        return 1.0;
    }
    let meets = document.iter().any(|place| {
        event
            .iter()
            .any(|other| place.includes(*other) || other.includes(*place))
    });
    if meets { 1.0 } else { 0.85 }
}
