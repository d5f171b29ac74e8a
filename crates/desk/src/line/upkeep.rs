//! Upkeep of the index between two runs: what it lacks, what it is to cut again, and whether the user
//! words changed.

use super::Line;
use crate::DeskError;
use std::sync::atomic::{AtomicBool, Ordering};

/// How long upkeep rests after it failed: a full disk is not asked ten times a second.
const REST_MS: i64 = 30_000;

impl Line {
    /// Does some of it; gives whether there is more to do at once. A failure is told and does not stop
    /// the line.
    pub(super) fn keep_index_up(&mut self) -> bool {
        let now = self.ports.clock.now().0;
        if (0..REST_MS).contains(&(now - self.words.failed_at)) {
            return false;
        }
        self.bring_index_up_some().unwrap_or_else(|error| {
            tracing::warn!(%error, "the search index is not kept up; trying again in half a minute");
            self.words.failed_at = now;
            false
        })
    }

    /// Does all of it, unless `stop` is set on the way; gives whether nothing is left.
    pub fn bring_index_up(&mut self, stop: &AtomicBool) -> Result<bool, DeskError> {
        while !stop.load(Ordering::Relaxed) {
            if !self.bring_index_up_some()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether documents are still to be cut by the present user words.
    pub fn has_words_to_take(&self) -> bool {
        self.words.kept.recut.is_some()
    }

    /// Looks at the words and does one turn of what is to be done; gives whether there was something.
    pub fn bring_index_up_some(&mut self) -> Result<bool, DeskError> {
        self.look_at_words()?;
        Ok(self.catch_up_some()? || self.index_changed_some()? || self.recut_some()?)
    }
}
