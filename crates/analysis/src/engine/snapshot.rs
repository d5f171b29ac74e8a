//! The engine's state as bytes: version, checksum, content. Equal states give equal bytes.

use super::corrections::Corrections;
use super::second_look::SecondLook;
use super::stories::Stories;
use super::{CopyIndex, Engine, OpenEvents, Weights};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64;

/// Changes whenever the content or its meaning does: an older snapshot is then made anew from
/// the store.
const VERSION: u32 = 6;
/// About what an open event takes, and all else; more is asked for where it is needed.
const EVENT_BYTES: usize = 3_000;
const REST_BYTES: usize = 1 << 20;
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
struct Borrowed<'a>(
    i64,
    &'a Weights,
    &'a CopyIndex,
    &'a OpenEvents,
    &'a Stories,
    &'a Corrections,
    &'a SecondLook,
);

#[derive(Deserialize)]
struct Owned(
    i64,
    Weights,
    CopyIndex,
    OpenEvents,
    Stories,
    Corrections,
    SecondLook,
);

impl Engine {
    /// The whole state as bytes.
    pub fn snapshot(&self) -> Vec<u8> {
        let content = Borrowed(
            self.last,
            &self.weights,
            &self.copies,
            &self.events,
            &self.stories,
            &self.corrections,
            &self.second_look,
        );
        // Room at once: a state of megabytes is not moved while it is written.
        let mut head = Vec::with_capacity(self.events.len() * EVENT_BYTES + REST_BYTES);
        head.resize(HEAD_BYTES, 0);
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
        let Owned(last, weights, copies, events, stories, corrections, second_look) =
            postcard::from_bytes(content).map_err(|_| SnapshotError::Damaged)?;
        Ok(Self {
            last,
            weights,
            copies,
            events,
            stories,
            corrections,
            second_look,
            links: Vec::new(),
        })
    }
}
