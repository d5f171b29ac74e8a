//! Lists from each term to the events that hold it: bounded, so that a common term costs no more
//! in a large state than in a small one.

use rustc_hash::FxHashMap;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Parts the events fall into by their number; a part can be kept on a machine of its own.
pub(crate) const PARTS: usize = 8;
/// Events of one part that one term finds: those that last gained it.
const FOUND_MAX: usize = 14;
/// Marks the place of a list among the slots.
const LISTED: u32 = 1 << 31;

/// The part that a slot lies in.
pub(crate) fn part_at(slot: u32) -> usize {
    slot as usize % PARTS
}

/// For each term the slots of events that hold it, each once. Most terms are held by one event,
/// whose slot then stands in the table itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    held: FxHashMap<u32, u32>,
    long: Vec<Vec<u32>>,
    /// Empty ones among the long lists.
    free: Vec<u32>,
    /// Scratch: terms with what the table says of them. All are looked up before anything is
    /// changed: the processor then waits for many places of memory at a time.
    looked_up: Vec<(u32, Option<u32>)>,
}

impl Lists {
    /// Slots that a term finds, the last that gained it last.
    pub(crate) fn found(&self, key: u32) -> &[u32] {
        match self.held.get(&key) {
            Some(place) if place & LISTED != 0 => self
                .long
                .get((place ^ LISTED) as usize)
                .map_or(&[], Vec::as_slice),
            Some(slot) => std::slice::from_ref(slot),
            None => &[],
        }
    }

    fn look_up(&mut self, keys: impl Iterator<Item = u32>) -> Vec<(u32, Option<u32>)> {
        let mut looked_up = std::mem::take(&mut self.looked_up);
        looked_up.clear();
        looked_up.extend(keys.map(|key| (key, self.held.get(&key).copied())));
        looked_up
    }

    /// Puts a slot at the end of the lists of these terms, each once among them; the oldest of its
    /// part makes room.
    pub(crate) fn put_all(&mut self, keys: impl Iterator<Item = u32>, slot: u32) {
        let looked_up = self.look_up(keys);
        for (key, place) in &looked_up {
            match place {
                None => {
                    self.held.insert(*key, slot);
                }
                Some(place) if place & LISTED != 0 => {
                    if let Some(list) = self.long.get_mut((place ^ LISTED) as usize) {
                        put_last(list, slot);
                    }
                }
                Some(place) if *place != slot => {
                    let list = vec![*place, slot];
                    let at = self.free.pop().unwrap_or(self.long.len() as u32);
                    match self.long.get_mut(at as usize) {
                        Some(empty) => *empty = list,
                        None => self.long.push(list),
                    }
                    self.held.insert(*key, at | LISTED);
                }
                Some(_) => {}
            }
        }
        self.looked_up = looked_up;
    }

    /// Takes a slot out of the lists of these terms, each once among them.
    pub(crate) fn remove(&mut self, keys: impl Iterator<Item = u32>, slot: u32) {
        let looked_up = self.look_up(keys);
        for (key, place) in &looked_up {
            let Some(place) = *place else {
                continue;
            };
            if place == slot {
                self.held.remove(key);
            } else if place & LISTED != 0
                && let Some(list) = self.long.get_mut((place ^ LISTED) as usize)
            {
                list.retain(|other| *other != slot);
                if let [one] = list[..] {
                    *list = Vec::new();
                    self.free.push(place ^ LISTED);
                    self.held.insert(*key, one);
                }
            }
        }
        self.looked_up = looked_up;
    }
}

fn put_last(list: &mut Vec<u32>, slot: u32) {
    if let Some(at) = list.iter().position(|other| *other == slot) {
        list[at..].rotate_left(1);
        return;
    }
    let part = part_at(slot);
    if list.iter().filter(|other| part_at(**other) == part).count() >= FOUND_MAX
        && let Some(oldest) = list.iter().position(|other| part_at(*other) == part)
    {
        list.remove(oldest);
    }
    list.push(slot);
}

impl Serialize for Lists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut held: Vec<u64> = self
            .held
            .iter()
            .map(|(key, place)| u64::from(*key) << 32 | u64::from(*place))
            .collect();
        held.sort_unstable();
        // A term held once takes two words, one held by several its list behind that.
        let mut words: Vec<u32> = Vec::with_capacity(held.len() * 3);
        for pair in held {
            let (key, place) = ((pair >> 32) as u32, pair as u32);
            words.push(key);
            if place & LISTED == 0 {
                words.push(place);
            } else {
                let list = self.found(key);
                words.push(list.len() as u32 | LISTED);
                words.extend_from_slice(list);
            }
        }
        super::bytes::slots::serialize(&words, serializer)
    }
}

impl<'de> Deserialize<'de> for Lists {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = super::bytes::slots::deserialize(deserializer)?;
        let mut lists = Self::default();
        lists.held.reserve(words.len() / 3);
        let mut rest = words.as_slice();
        while let [key, place, after @ ..] = rest {
            rest = after;
            if place & LISTED == 0 {
                lists.held.insert(*key, *place);
                continue;
            }
            let (list, after) = after
                .split_at_checked((place ^ LISTED) as usize)
                .ok_or_else(|| D::Error::custom("a list is cut short"))?;
            lists.held.insert(*key, lists.long.len() as u32 | LISTED);
            lists.long.push(list.to_vec());
            rest = after;
        }
        Ok(lists)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_finds_the_latest_of_each_part_once() {
        let mut lists = Lists::default();
        let slots = |part: u32, count: u32| (0..count).map(move |row| row * PARTS as u32 + part);
        for slot in slots(1, 20).chain(slots(2, 3)).chain(slots(1, 20).take(7)) {
            lists.put_all([5].into_iter(), slot);
        }
        let found = lists.found(5);
        assert_eq!(found.len(), FOUND_MAX + 3);
        assert_eq!(found.last(), Some(&49), "the last that gained it");
        assert!(!found.contains(&57), "the oldest of its part");
        lists.remove([5].into_iter(), 49);
        assert!(!lists.found(5).contains(&49));
    }

    #[test]
    fn a_list_shrinks_to_one_slot_and_to_none_and_grows_again() {
        let mut lists = Lists::default();
        for slot in [3, 3, 9, 4] {
            lists.put_all([1].into_iter(), slot);
        }
        assert_eq!(lists.found(1), [3, 9, 4]);
        lists.remove([1, 2].into_iter(), 9);
        lists.remove([1].into_iter(), 3);
        assert_eq!(lists.found(1), [4]);
        lists.put_all([1].into_iter(), 8);
        lists.put_all([2].into_iter(), 8);
        lists.put_all([2].into_iter(), 1);
        assert_eq!((lists.found(1), lists.found(2)), (&[4, 8][..], &[8, 1][..]));
        let again: Lists = postcard::from_bytes(&postcard::to_allocvec(&lists).unwrap()).unwrap();
        assert_eq!((again.found(1), again.found(2)), (&[4, 8][..], &[8, 1][..]));
        lists.remove([1, 2].into_iter(), 8);
        lists.remove([1].into_iter(), 4);
        assert!(lists.found(1).is_empty());
    }
}
