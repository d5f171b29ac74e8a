//! Stories in memory: which go into others, which are forgotten, and how they are written.

use super::sparse::{Sum, Vector};
use super::stories::{STORIES_MAX, Stories, Story, TERMS_MAX};
use model::EventId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Events whose story is remembered; of older ones the record tells.
const LINKS_MAX: usize = 500_000;

impl Stories {
    /// Takes one story into another.
    pub(crate) fn absorb(&mut self, from: EventId, into: EventId) {
        let Some(slot) = self.slots.remove(&from) else {
            return;
        };
        let Some(taken) = self.told.get_mut(slot as usize) else {
            return;
        };
        // The place stays, empty, until the next forgetting.
        let taken = std::mem::replace(
            taken,
            Story {
                all: Sum::default(),
                anchors: Vector::default(),
                ..taken.clone()
            },
        );
        let home = self.slots.get(&into).copied();
        if let Some(story) = home.and_then(|home| self.told.get_mut(home as usize)) {
            story.all.add(&taken.all.terms, 1.0, TERMS_MAX);
            story.documents += taken.documents;
            story.events += taken.events;
            story.last_at = story.last_at.max(taken.last_at);
            story.last_number = story.last_number.max(taken.last_number);
        }
    }

    /// A merged event's story is that of the event it went into.
    pub(crate) fn merge(&mut self, from: EventId, into: EventId) {
        let (old, new) = (self.of(from), self.of(into));
        if old == from && new != from {
            self.absorb(from, new);
            for story in self.of.values_mut() {
                if *story == from {
                    *story = new;
                }
            }
        }
        self.of.remove(&from);
    }

    /// The quarter longest not spoken of is forgotten.
    pub(super) fn forget(&mut self) {
        let mut ages: Vec<i64> = self.told.iter().map(|story| story.last_number).collect();
        let (_, bound, _) = ages.select_nth_unstable(STORIES_MAX / 4);
        let bound = *bound;
        let known = std::mem::take(&mut self.slots);
        let all = std::mem::take(&mut self.told);
        for (slot, story) in (0u32..).zip(all) {
            if story.last_number > bound && known.get(&story.id) == Some(&slot) {
                self.slots.insert(story.id, self.told.len() as u32);
                self.told.push(story);
            }
        }
        while self.of.len() > LINKS_MAX {
            self.of.pop_first();
        }
        self.list_all();
    }

    fn list_all(&mut self) {
        self.lists.clear();
        for (slot, story) in (0u32..).zip(&self.told) {
            for (key, _) in &story.anchors.0 {
                self.lists.entry(*key).or_default().push(slot);
            }
        }
    }
}

impl Serialize for Stories {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut slots: Vec<(EventId, u32)> = self.slots.iter().map(|(a, b)| (*a, *b)).collect();
        slots.sort_unstable();
        let mut lists: Vec<(u32, &Vec<u32>)> = self.lists.iter().map(|(a, b)| (*a, b)).collect();
        lists.sort_unstable();
        (&self.told, &self.of, slots, lists).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Stories {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Parts = (
            Vec<Story>,
            BTreeMap<EventId, EventId>,
            Vec<(EventId, u32)>,
            Vec<(u32, Vec<u32>)>,
        );
        let (stories, of, slots, lists) = Parts::deserialize(deserializer)?;
        Ok(Self {
            told: stories,
            of,
            slots: slots.into_iter().collect(),
            lists: lists.into_iter().collect(),
            ..Self::default()
        })
    }
}
