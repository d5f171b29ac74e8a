//! Admit items: each once, whatever way and however often it comes in.

use super::{LinePorts, Slot, Work};
use crate::DeskError;
use model::{DocumentId, Item, ItemKey};
use ports::{Known, Store};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Knows which items are kept already, and which came twice in this run.
pub(super) struct AdmitItems {
    store: Arc<dyn Store>,
    handle: Handle,
    /// Whether anything was kept before this run; an empty desk need not be asked.
    asks: bool,
    /// Hashes of the keys seen in this run: 16 bytes an item, where the ids may be long.
    seen: HashSet<u128>,
}

impl AdmitItems {
    pub(super) fn new(ports: &LinePorts, handle: &Handle) -> Self {
        let store = Arc::clone(&ports.store);
        let kept = handle.block_on(store.last_document());
        let asks = kept.map_or(true, |last| last > DocumentId(0));
        Self {
            store,
            handle: handle.clone(),
            asks,
            seen: HashSet::new(),
        }
    }

    pub(super) fn step(&mut self, mut work: Work) -> Result<Work, DeskError> {
        let known = self.known(&work)?;
        for slot in &mut work.slots {
            let Slot::Fresh(line, item) = slot else {
                continue;
            };
            if !self.seen.insert(key_hash(&item.key)) {
                *slot = twice(*line, item);
            } else if let Some(known) = known.get(&item.key) {
                *slot = before(*line, item, known);
            }
        }
        Ok(work)
    }

    fn known(&self, work: &Work) -> Result<HashMap<ItemKey, Known>, DeskError> {
        if !self.asks {
            return Ok(HashMap::new());
        }
        let keys: Vec<ItemKey> = work
            .slots
            .iter()
            .filter_map(|slot| match slot {
                Slot::Fresh(_, item) => Some(item.key.clone()),
                _ => None,
            })
            .collect();
        let known = self.handle.block_on(self.store.known(&keys))?;
        Ok(known
            .into_iter()
            .map(|known| (known.key.clone(), known))
            .collect())
    }
}

/// An entry that a feed lists twice is one entry; a line that repeats an id is a mistake in the file.
fn twice(line: u64, item: &Item) -> Slot {
    if item.key.namespace == ItemKey::FILE {
        let why = format!(
            "id {:?} stands in the input twice; the first one is kept",
            item.key.external_id
        );
        Slot::Refused(line, why)
    } else {
        Slot::Skipped
    }
}

/// The same text again is what a repeated run looks like; another text under the same id is a mistake.
fn before(line: u64, item: &Item, known: &Known) -> Slot {
    let same = analysis::fingerprint_of(&item.title, &item.text) == known.fingerprint;
    if same || item.key.namespace != ItemKey::FILE {
        return Slot::Before(Box::new(known.clone()));
    }
    let why = format!(
        "id {:?} is already taken by another text (document {}); give this one another id",
        item.key.external_id, known.id
    );
    Slot::Refused(line, why)
}

fn key_hash(key: &ItemKey) -> u128 {
    let hash = |salt: u8| BuildHasherDefault::<DefaultHasher>::default().hash_one((salt, key));
    u128::from(hash(0)) << 64 | u128::from(hash(1))
}
