//! What the line stands on.

use crate::IndexProgress;
use analysis::SharedUnderstander;
use ports::{Clock, Disk, Meter, SearchIndex, Store, Vault};
use std::fmt;
use std::sync::Arc;

/// What the line stands on.
#[derive(Clone)]
pub struct LinePorts {
    /// The truth.
    pub store: Arc<dyn Store>,
    /// What is found.
    pub index: Arc<dyn SearchIndex>,
    /// The engine's snapshots.
    pub disk: Arc<dyn Disk>,
    /// Time of arrival.
    pub clock: Arc<dyn Clock>,
    /// Captures.
    pub vault: Arc<dyn Vault>,
    /// What the work costs.
    pub meter: Arc<dyn Meter>,
    /// How items are understood.
    pub understander: SharedUnderstander,
    /// The folder of the user dictionary; none where words do not change.
    pub dictionary: Option<Arc<dyn Disk>>,
    /// Zone of times that a source writes without one.
    pub time_zone: chrono_tz::Tz,
    /// Documents between two commits of the index and two snapshots of the engine: bounds what
    /// has to be done again after a crash.
    pub commit_every: i64,
    /// Hears how far catching up has come.
    pub catching_up: Option<CatchingUp>,
    /// Where it is said what is done to the index beside the daily work.
    pub index_progress: IndexProgress,
    /// Whether an index that is far behind takes what it lacks while the line works already.
    pub index_later: bool,
}

/// Hears of documents that were caught up with, and of how many there are.
pub type CatchingUp = Arc<dyn Fn(u64, u64) + Send + Sync>;

impl fmt::Debug for LinePorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinePorts").finish_non_exhaustive()
    }
}
