//! Stories in memory: which go into others, which are forgotten, and how they are written.

use super::lists::Lists;
use super::stories::{STORIES_MAX, Stories, Story, TERMS_MAX};
use model::EventId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Events whose story is remembered; of older ones the record tells.
const LINKS_MAX: usize = 500_000;

impl Stories {
    /// Takes one story into another.
    pub(crate) fn absorb(&mut self, from: EventId, into: EventId) {
        let Some(taken) = self.take(from) else {
            return;
        };
        let home = self.slots.get(&into).copied();
        if let Some(story) = home.and_then(|home| self.at_mut(home)) {
            story.all.add(&taken.all.terms, 1.0, TERMS_MAX);
            story.documents += taken.documents;
            story.events += taken.events;
            story.last_at = story.last_at.max(taken.last_at);
            story.last_number = story.last_number.max(taken.last_number);
        }
    }

    /// Takes a story out; its slot is free.
    fn take(&mut self, id: EventId) -> Option<Story> {
        let slot = self.slots.remove(&id)?;
        let story = self.told.get_mut(slot as usize)?.take()?;
        self.ids[slot as usize] = EventId(0);
        let anchors = story.anchors.0.iter();
        self.lists.remove(anchors.map(|(key, _)| *key), slot);
        self.free.push(slot);
        Some(story)
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
        let told = self.told.iter().flatten();
        let mut ages: Vec<(i64, EventId)> =
            told.map(|story| (story.last_number, story.id)).collect();
        ages.select_nth_unstable(STORIES_MAX / 4);
        for (_, id) in ages.iter().take(STORIES_MAX / 4 + 1) {
            self.take(*id);
        }
        while self.of.len() > LINKS_MAX {
            self.of.pop_first();
        }
    }
}

impl Serialize for Stories {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.told, &self.free, &self.of, &self.lists).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Stories {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Parts = (
            Vec<Option<Story>>,
            Vec<u32>,
            BTreeMap<EventId, EventId>,
            Lists,
        );
        let (told, free, of, lists) = Parts::deserialize(deserializer)?;
        let slots = (0u32..)
            .zip(&told)
            .filter_map(|(slot, story)| Some((story.as_ref()?.id, slot)))
            .collect();
        let ids = told
            .iter()
            .map(|story| story.as_ref().map_or(EventId(0), |story| story.id))
            .collect();
        Ok(Self {
            told,
            free,
            ids,
            slots,
            lists,
            of,
            ..Self::default()
        })
    }
}
