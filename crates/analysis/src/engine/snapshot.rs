//! The engine's state as bytes: version, checksum, content. Equal states give equal bytes.

use super::{CopyIndex, Engine, OpenEvents, Weights};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64;

/// Changes whenever the content or its meaning does: an older snapshot is then made anew from
/// the store.
const VERSION: u32 = 1;
/// Version and checksum.
const HEAD_BYTES: usize = 12;

/// A snapshot cannot be used; the state has to be made anew by placing the documents again.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SnapshotError {
    /// Written by another version.
    #[error("the engine snapshot has version {0}, this program writes version {VERSION}")]
    OtherVersion(u32),
    /// Cut short or changed.
    #[error("the engine snapshot is damaged")]
    Damaged,
}

#[derive(Serialize)]
struct Borrowed<'a>(i64, &'a Weights, &'a CopyIndex, &'a OpenEvents);

#[derive(Deserialize)]
struct Owned(i64, Weights, CopyIndex, OpenEvents);

impl Engine {
    /// The whole state as bytes.
    pub fn snapshot(&self) -> Vec<u8> {
        let content = Borrowed(self.last, &self.weights, &self.copies, &self.events);
        let head = vec![0; HEAD_BYTES];
        let mut bytes =
            postcard::to_extend(&content, head).expect("the state holds only numbers and lists");
        let sum = xxh3_64(bytes.get(HEAD_BYTES..).unwrap_or_default());
        bytes[..4].copy_from_slice(&VERSION.to_le_bytes());
        bytes[4..HEAD_BYTES].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// The state that [`Engine::snapshot`] wrote.
    pub fn restore(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let (head, content) = bytes
            .split_at_checked(HEAD_BYTES)
            .ok_or(SnapshotError::Damaged)?;
        let (version, sum) = head.split_at(4);
        let version = u32::from_le_bytes(version.try_into().map_err(|_| SnapshotError::Damaged)?);
        if version != VERSION {
            return Err(SnapshotError::OtherVersion(version));
        }
        if sum != xxh3_64(content).to_le_bytes() {
            return Err(SnapshotError::Damaged);
        }
        let Owned(last, weights, copies, events) =
            postcard::from_bytes(content).map_err(|_| SnapshotError::Damaged)?;
        Ok(Self {
            last,
            weights,
            copies,
            events,
        })
    }
}

/// A map written in order of its keys.
pub(crate) struct SortedMap<'a, V>(pub(crate) &'a FxHashMap<u32, V>);

impl<V: Serialize> Serialize for SortedMap<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pairs: Vec<(&u32, &V)> = self.0.iter().collect();
        pairs.sort_unstable_by_key(|(key, _)| **key);
        pairs.serialize(serializer)
    }
}

/// For `#[serde(with = …)]` on maps of counts.
pub(crate) mod sorted_map {
    use super::{Deserialize, FxHashMap, Serialize, Serializer, SortedMap};
    use serde::Deserializer;

    pub(crate) fn serialize<S: Serializer>(
        map: &FxHashMap<u32, u32>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        SortedMap(map).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<FxHashMap<u32, u32>, D::Error> {
        Ok(Vec::<(u32, u32)>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}
