//! Each step in a thread of its own, with bounded arrows between; the first failure ends all.

use super::cost::Meters;
use super::{Entry, InputBatch, Slot, Work};
use crate::DeskError;
use model::limits;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

pub(super) fn bounded() -> (SyncSender<Work>, Receiver<Work>) {
    sync_channel(limits::BATCHES_WAITING_MAX)
}

/// The first failure of any step: the others then end for want of work.
#[derive(Default)]
pub(super) struct Failure(Mutex<Option<DeskError>>);

impl Failure {
    pub(super) fn set(&self, error: DeskError) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(error);
    }

    pub(super) fn into_result(self) -> Result<(), DeskError> {
        self.0
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .map_or(Ok(()), Err)
    }
}

/// Starts each step in a thread of its own.
pub(super) struct Steps<'scope, 'env> {
    pub(super) scope: &'scope std::thread::Scope<'scope, 'env>,
    pub(super) meter: &'env Meters,
    pub(super) failure: &'env Failure,
}

impl<'scope, 'env> Steps<'scope, 'env> {
    pub(super) fn read(
        &self,
        mut next: impl FnMut() -> Option<InputBatch> + Send + 'scope,
        to: SyncSender<Work>,
        stop: &'env AtomicBool,
    ) {
        let meter = self.meter;
        self.scope.spawn(move || {
            while let Some(batch) = (!stop.load(Ordering::Relaxed)).then(&mut next).flatten() {
                let slots = batch.entries.into_iter().map(slot_of).collect();
                let work = Work {
                    slots,
                    visits: batch.visits,
                    captures: batch.captures,
                    day: batch.day,
                    collected: batch.collected,
                    bytes_read: batch.bytes_read,
                    ..Work::default()
                };
                if to.send(work).is_err() {
                    break;
                }
            }
            meter.step_ended("read");
        });
    }

    pub(super) fn step(
        &self,
        name: &'static str,
        from: Receiver<Work>,
        to: SyncSender<Work>,
        mut act: impl FnMut(Work) -> Result<Work, DeskError> + Send + 'scope,
    ) {
        let (meter, failure) = (self.meter, self.failure);
        self.scope.spawn(move || {
            for work in from {
                let sent = act(work).map(|work| to.send(work).is_ok());
                match sent {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        failure.set(error);
                        break;
                    }
                }
            }
            meter.step_ended(name);
        });
    }
}

pub(super) fn slot_of(entry: Entry) -> Slot {
    match entry {
        Entry::Item(line, item) => Slot::Fresh(line, item),
        Entry::Broken(line, why) => Slot::Refused(line, why),
    }
}
