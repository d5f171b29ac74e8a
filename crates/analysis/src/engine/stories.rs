//! Stories: chains of events. An event is linked to the story whose heaviest terms it shares,
//! when it opens or while it grows; a story that nothing joins is an event alone.

use super::evidence::{Newcomer, silence};
use super::judge::MostShared;
use super::lists::Lists;
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
/// Terms of a document that find stories.
const FINDING_MAX: usize = 24;
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
#[derive(Debug, Clone)]
pub(crate) struct Stories {
    pub(super) told: Vec<Option<Story>>,
    /// Empty slots.
    pub(super) free: Vec<u32>,
    /// The story of each slot, as in `OpenEvents`.
    pub(super) ids: Vec<EventId>,
    pub(super) slots: FxHashMap<EventId, u32>,
    /// From each term to the stories whose anchor it is.
    pub(super) lists: Lists,
    /// Stories of events that did not begin one.
    pub(super) of: BTreeMap<EventId, EventId>,
    /// Scratch: the text that is compared, the weight each story shares with it, zero between
    /// calls, and the stories that share some.
    pub(super) probe: Probe,
    pub(super) shared: Vec<f32>,
    pub(super) touched: Vec<u32>,
    pub(super) heaviest: Vec<(u32, f32)>,
    pub(super) most: MostShared,
}

impl Default for Stories {
    fn default() -> Self {
        Self {
            told: Vec::new(),
            free: Vec::new(),
            ids: Vec::new(),
            slots: FxHashMap::default(),
            lists: Lists::default(),
            of: BTreeMap::new(),
            probe: Probe::default(),
            shared: Vec::new(),
            touched: Vec::new(),
            heaviest: Vec::new(),
            most: MostShared::of(COMPARED_MAX),
        }
    }
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
        self.probe.lay_out_one(vector);
        let found = found.iter().map(|(_, _, slot)| *slot);
        let stories: Vec<&Story> = found.filter_map(|slot| self.at(slot)).collect();
        let vectors = stories.iter();
        fetch(vectors.flat_map(|story| [&story.all.terms, &story.anchors]));
        let whole: f32 = vector.0.iter().map(|(_, weight)| weight * weight).sum();
        let (story, likeness) = stories
            .into_iter()
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

    fn candidates(&mut self, heaviest: &[(u32, f32)]) -> Vec<(f32, EventId, u32)> {
        self.shared.resize(self.told.len(), 0.0);
        let mut lists = [(0.0, &[][..]); FINDING_MAX];
        for (place, (key, weight)) in lists.iter_mut().zip(heaviest) {
            *place = (weight * weight, self.lists.found(*key));
        }
        let all: usize = lists.iter().map(|(_, slots)| slots.len()).sum();
        self.touched.resize(all + 1, 0);
        let mut touched = 0;
        for (gain, slots) in lists {
            for slot in slots {
                let Some(sum) = self.shared.get_mut(*slot as usize) else {
                    continue;
                };
                // Written always, counted where it is new: no branch to be foreseen.
                self.touched[touched] = *slot;
                touched += usize::from(*sum == 0.0);
                *sum += gain;
            }
        }
        for slot in self.touched.iter().take(touched).copied() {
            if let Some(sum) = self.shared.get_mut(slot as usize) {
                self.most.offer(std::mem::take(sum), slot);
            }
        }
        self.most.take(&self.ids)
    }

    fn add(&mut self, id: EventId, event: EventId, new: &Newcomer, opened: bool) {
        let slot = match self.slots.get(&id) {
            Some(slot) => *slot,
            None => self.begin(id, new),
        };
        let Some(story) = self.at_mut(slot) else {
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
        if self.slots.len() >= STORIES_MAX {
            self.forget();
        }
        let story = Story {
            id,
            last_at: new.at,
            last_number: new.number,
            last_event: id,
            documents: 0,
            events: 0,
            all: Sum::default(),
            anchors: Vector::default(),
            anchored_at: 0,
        };
        let slot = self.free.pop().unwrap_or(self.told.len() as u32);
        if self.told.len() <= slot as usize {
            self.told.push(None);
            self.ids.push(EventId(0));
        }
        self.told[slot as usize] = Some(story);
        self.ids[slot as usize] = id;
        self.slots.insert(id, slot);
        slot
    }

    pub(super) fn at(&self, slot: u32) -> Option<&Story> {
        self.told.get(slot as usize)?.as_ref()
    }

    pub(super) fn at_mut(&mut self, slot: u32) -> Option<&mut Story> {
        self.told.get_mut(slot as usize)?.as_mut()
    }

    /// Chooses a story's anchors anew, and lists it by them alone.
    fn anchor(&mut self, slot: u32) {
        let mut heaviest = std::mem::take(&mut self.heaviest);
        if let Some(story) = self.at_mut(slot) {
            story.anchored_at = story.documents;
            story.all.terms.heaviest_into(ANCHORS, &mut heaviest);
            heaviest.sort_unstable_by_key(|(key, _)| *key);
            let anchors = Vector(heaviest.clone());
            let before = std::mem::replace(&mut story.anchors, anchors);
            let others = before.0.iter().map(|(key, _)| *key);
            let is_other = |key: &u32| heaviest.binary_search_by_key(key, |(key, _)| *key).is_err();
            self.lists.remove(others.filter(is_other), slot);
            self.lists
                .put_all(heaviest.iter().map(|(key, _)| *key), slot);
        }
        self.heaviest = heaviest;
    }

    fn alone(&self, id: EventId) -> bool {
        self.slots
            .get(&id)
            .and_then(|slot| self.at(*slot))
            .is_none_or(|story| story.events <= 1)
    }
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
