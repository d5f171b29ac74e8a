//! Lists from each term to the events that hold it: bounded, so that a common term costs no more
//! in a large state than in a small one.

use rustc_hash::FxHashMap;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Parts the events fall into by their number; a part can be kept on a machine of its own.
pub(crate) const PARTS: usize = 8;
/// Events of one part that one term finds: those that last gained it.
const FOUND_MAX: usize = 14;
/// Length at which a list is cut back to what it finds.
const LENGTH_MAX: usize = PARTS * FOUND_MAX * 2;

/// The part that a slot lies in.
pub(crate) fn part_at(slot: u32) -> usize {
    slot as usize % PARTS
}

/// For each term the slots of events that hold it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    lists: FxHashMap<u32, Vec<u32>>,
}

impl Lists {
    /// Slots that a term finds, latest first.
    pub(crate) fn found(&self, key: u32) -> impl Iterator<Item = u32> {
        let list = self.lists.get(&key).map_or(&[][..], Vec::as_slice);
        let mut found = [0usize; PARTS];
        let all = list.len() <= FOUND_MAX;
        list.iter().rev().copied().filter(move |slot| {
            if all {
                return true;
            }
            let count = &mut found[part_at(*slot)];
            *count += 1;
            *count <= FOUND_MAX
        })
    }

    /// Puts a slot at the end of a term's list.
    pub(crate) fn put(&mut self, key: u32, slot: u32) {
        let list = self.lists.entry(key).or_default();
        list.push(slot);
        if list.len() >= LENGTH_MAX {
            let mut found = [0usize; PARTS];
            let mut kept: Vec<u32> = list
                .iter()
                .rev()
                .copied()
                .filter(|slot| {
                    let count = &mut found[part_at(*slot)];
                    *count += 1;
                    *count <= FOUND_MAX
                })
                .collect();
            kept.reverse();
            *list = kept;
        }
    }

    /// Whether a slot is among those that a term finds.
    pub(crate) fn finds(&self, key: u32, slot: u32) -> bool {
        let own = part_at(slot);
        self.lists.get(&key).is_some_and(|list| {
            list.iter()
                .rev()
                .filter(|other| part_at(**other) == own)
                .take(FOUND_MAX)
                .any(|other| *other == slot)
        })
    }

    /// Takes a slot out of the lists of these terms.
    pub(crate) fn remove(&mut self, keys: impl Iterator<Item = u32>, slot: u32) {
        for key in keys {
            if let Some(list) = self.lists.get_mut(&key) {
                while let Some(at) = list.iter().position(|other| *other == slot) {
                    list.remove(at);
                }
                if list.is_empty() {
                    self.lists.remove(&key);
                }
            }
        }
    }
}

impl Serialize for Lists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys: Vec<&u32> = self.lists.keys().collect();
        keys.sort_unstable();
        let mut words: Vec<u32> = Vec::new();
        for key in keys {
            let list = self.lists.get(key).map_or(&[][..], Vec::as_slice);
            words.push(*key);
            words.push(list.len() as u32);
            words.extend_from_slice(list);
        }
        super::bytes::slots::serialize(&words, serializer)
    }
}

impl<'de> Deserialize<'de> for Lists {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = super::bytes::slots::deserialize(deserializer)?;
        let mut lists = FxHashMap::default();
        let mut rest = words.as_slice();
        while let [key, length, after @ ..] = rest {
            let (list, after) = after
                .split_at_checked(*length as usize)
                .ok_or_else(|| D::Error::custom("a list is cut short"))?;
            lists.insert(*key, list.to_vec());
            rest = after;
        }
        Ok(Self { lists })
    }
}
