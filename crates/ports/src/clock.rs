//! The time of day.

use model::Moment;

/// Tells the time. The simulated one moves only when told.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Moment;
}
