//! Stories: chains of events. An event is linked to the story whose heaviest terms it shares,
//! when it opens or while it grows; a story that nothing joins is an event alone.

use super::evidence::{Newcomer, silence};
use super::lists::PARTS;
use super::probe::Probe;
use super::sparse::{Sum, Vector, fetch};
use model::{EventId, Moment};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stories remembered; beyond it the quarter longest not spoken of is forgotten.
pub(super) const STORIES_MAX: usize = 20_000;
/// Terms kept of a story.
pub(super) const TERMS_MAX: usize = 128;
/// Heaviest terms of a story: those that find it, and of which a short post needs only some.
const ANCHORS: usize = 24;
/// Terms of a document that find stories, and stories that one term finds.
const FINDING_MAX: usize = 24;
const FOUND_MAX: usize = 64;
/// Stories compared in full.
const COMPARED_MAX: usize = 16;
/// Likeness from which an event belongs to a story: a share for each term of the text, so that a
/// short post needs less, within bounds.
const LIKENESS_A_TERM: f32 = 0.002;
const LIKENESS_BOUNDS: (f32, f32) = (0.055, 0.2);
/// What the share of a text's weight found among a story's anchors counts for, beside the cosine.
const SHARE_WEIGHT: f32 = 0.5;
/// Silence after which likeness counts half.
const HALF_HOURS: f32 = 96.0;

/// An event linked to a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryLink {
    /// The event.
    pub event: EventId,
    /// The story: the event that began it.
    pub story: EventId,
    /// The event of the story that was spoken of last before.
    pub previous: EventId,
    /// How alike they are, in percent, after silence.
    pub percent: u8,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Story {
    pub(super) id: EventId,
    pub(super) last_at: Moment,
    pub(super) last_number: i64,
    pub(super) last_event: EventId,
    pub(super) documents: u32,
    pub(super) events: u32,
    pub(super) all: Sum,
    pub(super) anchors: Vector,
    pub(super) anchored_at: u32,
}

/// All remembered stories.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stories {
    pub(super) told: Vec<Story>,
    pub(super) slots: FxHashMap<EventId, u32>,
    pub(super) lists: FxHashMap<u32, Vec<u32>>,
    /// Stories of events that did not begin one.
    pub(super) of: BTreeMap<EventId, EventId>,
    /// Scratch: the text that is compared, the weight each story shares with it, zero between
    /// calls, and the stories that share some.
    pub(super) probe: Probe,
    pub(super) shared: Vec<f32>,
    pub(super) touched: Vec<u32>,
    pub(super) heaviest: Vec<(u32, f32)>,
}

impl Stories {
    /// The story an event belongs to.
    pub(crate) fn of(&self, event: EventId) -> EventId {
        self.of.get(&event).copied().unwrap_or(event)
    }

    /// Hears of a document placed in an event; `sum` holds the event's terms where it was open.
    pub(crate) fn hear(
        &mut self,
        event: EventId,
        new: &Newcomer,
        sum: Option<Vector>,
    ) -> Option<StoryLink> {
        match sum {
            Some(sum) => self.grow(event, new, &sum),
            None => self.open(event, new),
        }
    }

    /// Links an event that opens, with its first document.
    fn open(&mut self, event: EventId, new: &Newcomer) -> Option<StoryLink> {
        let link = self.closest(event, &new.weighted.all, new);
        if let Some(link) = &link {
            self.of.insert(event, link.story);
        }
        self.add(
            link.as_ref().map_or(event, |link| link.story),
            event,
            new,
            true,
        );
        link
    }

    /// Tells the story of an event that grows. One that stands alone may find its story now.
    fn grow(&mut self, event: EventId, new: &Newcomer, sum: &Vector) -> Option<StoryLink> {
        let story = self.of(event);
        self.add(story, event, new, false);
        if story != event || !self.alone(event) {
            return None;
        }
        let link = self.closest(event, sum, new)?;
        self.of.insert(event, link.story);
        self.absorb(event, link.story);
        Some(link)
    }

    fn closest(&mut self, event: EventId, vector: &Vector, new: &Newcomer) -> Option<StoryLink> {
        let needed =
            (LIKENESS_A_TERM * vector.0.len() as f32).clamp(LIKENESS_BOUNDS.0, LIKENESS_BOUNDS.1);
        let mut heaviest = std::mem::take(&mut self.heaviest);
        vector.heaviest_into(FINDING_MAX, &mut heaviest);
        let found = self.candidates(&heaviest);
        self.heaviest = heaviest;
        if found.is_empty() {
            return None;
        }
        let stories = found
            .iter()
            .filter_map(|slot| self.told.get(*slot as usize));
        fetch(stories.flat_map(|story| [&story.all.terms, &story.anchors]));
        self.probe.lay_out_one(vector);
        let whole: f32 = vector.0.iter().map(|(_, weight)| weight * weight).sum();
        let (story, likeness) = found
            .into_iter()
            .filter_map(|slot| self.told.get(slot as usize))
            .filter(|story| story.id != event)
            .map(|story| (story, likeness(&self.probe, whole, story, new)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.id.cmp(&b.0.id)))?;
        (likeness >= needed).then(|| StoryLink {
            event,
            story: story.id,
            previous: story.last_event,
            percent: (likeness * 100.0).round().clamp(0.0, 100.0) as u8,
        })
    }

    fn candidates(&mut self, heaviest: &[(u32, f32)]) -> Vec<u32> {
        self.shared.resize(self.told.len(), 0.0);
        let mut lists = [(0.0, &[][..]); FINDING_MAX];
        for (place, (key, weight)) in lists.iter_mut().zip(heaviest) {
            let list = self.lists.get(key).map_or(&[][..], Vec::as_slice);
            *place = (weight * weight, latest(list));
        }
        let all: usize = lists.iter().map(|(_, slots)| slots.len()).sum();
        self.touched.resize(all + 1, 0);
        let mut touched = 0;
        for (gain, slots) in lists {
            for slot in slots.iter().rev() {
                let Some(sum) = self.shared.get_mut(*slot as usize) else {
                    continue;
                };
                // Written always, counted where it is new: no branch to be foreseen.
                self.touched[touched] = *slot;
                touched += usize::from(*sum == 0.0);
                *sum += gain;
            }
        }
        self.touched.truncate(touched);
        let shared = &mut self.shared;
        let mut found: Vec<(f32, u32)> = self
            .touched
            .drain(..)
            .filter_map(|slot| Some((std::mem::take(shared.get_mut(slot as usize)?), slot)))
            .collect();
        let most = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
        if found.len() > COMPARED_MAX {
            found.select_nth_unstable_by(COMPARED_MAX, most);
            found.truncate(COMPARED_MAX);
        }
        found.into_iter().map(|(_, slot)| slot).collect()
    }

    fn add(&mut self, id: EventId, event: EventId, new: &Newcomer, opened: bool) {
        let slot = match self.slots.get(&id) {
            Some(slot) => *slot,
            None => self.begin(id, new),
        };
        let Some(story) = self.told.get_mut(slot as usize) else {
            return;
        };
        story.all.add(&new.weighted.all, 1.0, TERMS_MAX);
        story.documents += 1;
        story.events += u32::from(opened);
        story.last_at = story.last_at.max(new.at);
        story.last_number = new.number;
        story.last_event = event;
        // Anchors are chosen anew whenever the story has grown by a quarter.
        if story.documents > story.anchored_at + story.anchored_at / 4 {
            self.anchor(slot);
        }
    }

    fn begin(&mut self, id: EventId, new: &Newcomer) -> u32 {
        if self.told.len() >= STORIES_MAX {
            self.forget();
        }
        self.told.push(Story {
            id,
            last_at: new.at,
            last_number: new.number,
            last_event: id,
            documents: 0,
            events: 0,
            all: Sum::default(),
            anchors: Vector::default(),
            anchored_at: 0,
        });
        let slot = self.told.len() as u32 - 1;
        self.slots.insert(id, slot);
        slot
    }

    fn anchor(&mut self, slot: u32) {
        let Some(story) = self.told.get_mut(slot as usize) else {
            return;
        };
        story.anchored_at = story.documents;
        story.all.terms.heaviest_into(ANCHORS, &mut self.heaviest);
        self.heaviest.sort_unstable_by_key(|(key, _)| *key);
        let anchors = Vector(self.heaviest.clone());
        // All are looked up before any is changed: see `lists`.
        let listed = anchors.0.iter().filter_map(|(key, _)| self.lists.get(key));
        std::hint::black_box(listed.map(|list| list.last().copied().unwrap_or(0)).max());
        for (key, _) in &anchors.0 {
            let list = self.lists.entry(*key).or_default();
            if !latest(list).contains(&slot) {
                list.push(slot);
            }
            if list.len() > FOUND_MAX * PARTS {
                list.drain(..FOUND_MAX * (PARTS - 1));
            }
        }
        story.anchors = anchors;
    }

    fn alone(&self, id: EventId) -> bool {
        self.slots
            .get(&id)
            .and_then(|slot| self.told.get(*slot as usize))
            .is_none_or(|story| story.events <= 1)
    }
}

/// Those that a term finds: the last of its list.
fn latest(list: &[u32]) -> &[u32] {
    list.get(list.len().saturating_sub(FOUND_MAX)..)
        .unwrap_or_default()
}

/// Cosine, or the share of the text's weight among the story's anchors, less with silence. The
/// text is laid out; `whole` is the square of its length.
fn likeness(probe: &Probe, whole: f32, story: &Story, new: &Newcomer) -> f32 {
    let cosine = if story.all.norm > 0.0 {
        probe.dot(&story.all.terms) / (story.all.norm * whole.sqrt())
    } else {
        0.0
    };
    let found: f32 = story
        .anchors
        .0
        .iter()
        .map(|(key, _)| probe.weight(*key).powi(2))
        .sum();
    let share = found / whole.max(f32::MIN_POSITIVE);
    let hours = silence(new, story.last_at, story.last_number);
    cosine.max(share * SHARE_WEIGHT) * 0.5f32.powf(hours / HALF_HOURS)
}
