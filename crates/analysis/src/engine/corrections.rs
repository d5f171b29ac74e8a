//! What people put right. The engine takes it as input, and neither overrules it nor draws
//! conclusions from it about anything else.

use super::Engine;
use crate::understand::Features;
use model::{DocumentId, EventId};
use serde::{Deserialize, Serialize};

/// One thing that a person put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Correction {
    /// Documents belong to another event.
    Move {
        /// The documents, heads of copies only: their copies go with them.
        documents: Vec<DocumentId>,
        /// Where they were.
        from: EventId,
        /// Where they belong.
        to: EventId,
    },
    /// Two events are one.
    Merge {
        /// The event that ends.
        from: EventId,
        /// The event that goes on.
        into: EventId,
    },
}

impl Engine {
    /// How many corrections were taken.
    pub fn corrections_taken(&self) -> u64 {
        0
    }

    /// Takes a correction.
    pub fn correct(&mut self, _: &Correction, _: &[(DocumentId, Features)]) {}
}
