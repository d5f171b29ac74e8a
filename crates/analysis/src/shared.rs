//! An understander that can be exchanged while others use it.

use crate::understand::Understander;
use arc_swap::ArcSwap;
use std::sync::Arc;

/// What a whole desk understands texts by. Whoever takes it keeps what was taken until done; an
/// exchange is seen by whoever takes it next. The line exchanges it between two runs, so that one run
/// understands everything alike.
#[derive(Debug, Clone)]
pub struct SharedUnderstander(Arc<ArcSwap<Understander>>);

impl SharedUnderstander {
    /// The present one.
    pub fn now(&self) -> Arc<Understander> {
        self.0.load_full()
    }

    /// Puts another in its place.
    pub fn exchange(&self, other: Understander) {
        self.0.store(Arc::new(other));
    }
}

impl From<Arc<Understander>> for SharedUnderstander {
    fn from(understander: Arc<Understander>) -> Self {
        Self(Arc::new(ArcSwap::new(understander)))
    }
}

impl From<Understander> for SharedUnderstander {
    fn from(understander: Understander) -> Self {
        Arc::new(understander).into()
    }
}
