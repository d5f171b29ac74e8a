//! Understand items: the pure part, on all cores, order kept.

use super::{Slot, Work};
use analysis::Understander;
use rayon::prelude::*;

pub(super) fn step(understander: &Understander, pool: &rayon::ThreadPool, mut work: Work) -> Work {
    work.slots = pool.install(|| {
        work.slots
            .into_par_iter()
            .map(|slot| match slot {
                Slot::Fresh(_, item) => Slot::Understood(Box::new(understander.understand(*item))),
                other => other,
            })
            .collect()
    });
    work
}
