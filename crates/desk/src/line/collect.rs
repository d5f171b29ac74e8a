//! Collect: visit sources, hosts in turn, many at a time; gather what they give into batches.

use super::host_queues::HostQueues;
use super::visit_source::{Visited, Visitor};
use super::{BatchReport, Entry, InputBatch, Line, RunCost};
use crate::DeskError;
use model::{Source, limits};
use ports::Fetcher;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver, Sender};

/// Visits whose results may wait for the line.
const VISITED_WAITING_MAX: usize = 64;
/// How often a round looks whether it should stop.
const LOOK_EVERY: Duration = Duration::from_millis(200);

impl Line {
    /// Visits these sources once each and keeps what they give. `tell` hears of visits once
    /// their items are kept.
    pub fn collect(
        &mut self,
        sources: Vec<Source>,
        fetcher: &Arc<dyn Fetcher>,
        tell: impl FnMut(BatchReport) -> Result<(), DeskError>,
        stop: &AtomicBool,
    ) -> Result<RunCost, DeskError> {
        let mut queues = HostQueues::default();
        for source in sources {
            queues.push(source);
        }
        let visitor = self.visitor(fetcher);
        let (to_line, from_visits) = mpsc::channel(VISITED_WAITING_MAX);
        let (end_round, ended) = tokio::sync::oneshot::channel::<()>();
        let round = self.handle.spawn(round(queues, visitor, to_line, ended));
        let mut gather = Gather::new(from_visits, self.handle.clone());
        let cost = self.run(
            || loop {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
                match gather.next(LOOK_EVERY) {
                    Next::Batch(batch) => return Some(batch),
                    Next::Nothing => {}
                    Next::Ended => return None,
                }
            },
            tell,
            stop,
        );
        drop(end_round);
        round.abort();
        cost
    }

    pub(super) fn visitor(&self, fetcher: &Arc<dyn Fetcher>) -> Visitor {
        let ports = &self.ports;
        Visitor::new(&ports.store, fetcher, &ports.clock, ports.time_zone)
    }
}

/// Visits what waits until nothing waits, or until nobody wants to know.
async fn round(
    mut queues: HostQueues,
    visitor: Visitor,
    to_line: Sender<Visited>,
    mut ended: tokio::sync::oneshot::Receiver<()>,
) {
    let mut visits = Visits::new(visitor, to_line);
    loop {
        visits.start(&mut queues);
        if visits.under_way == 0 {
            return;
        }
        tokio::select! {
            () = visits.one_done(&mut queues) => {}
            _ = &mut ended => return,
        }
    }
}

/// Visits under way.
pub(super) struct Visits {
    visitor: Visitor,
    to_line: Sender<Visited>,
    done: Sender<(String, i64)>,
    from_done: Receiver<(String, i64)>,
    pub(super) under_way: usize,
}

impl Visits {
    pub(super) fn new(visitor: Visitor, to_line: Sender<Visited>) -> Self {
        let (done, from_done) = mpsc::channel(limits::VISITS_AT_ONCE_MAX);
        Self {
            visitor,
            to_line,
            done,
            from_done,
            under_way: 0,
        }
    }

    /// Starts as many visits as may be under way.
    pub(super) fn start(&mut self, queues: &mut HostQueues) {
        while self.under_way < limits::VISITS_AT_ONCE_MAX
            && let Some((host, source)) = queues.next()
        {
            self.under_way += 1;
            let (visitor, to_line, done) = (
                self.visitor.clone(),
                self.to_line.clone(),
                self.done.clone(),
            );
            tokio::spawn(async move {
                let visited = visitor.visit(&source, limits::PAGES_PER_VISIT_MAX).await;
                // Either fails only where nobody waits any more.
                let _ = to_line.send(visited).await;
                let _ = done.send((host, source.id.0)).await;
            });
        }
    }

    /// Waits until a visit has ended.
    pub(super) async fn one_done(&mut self, queues: &mut HostQueues) {
        if let Some((host, source)) = self.from_done.recv().await {
            self.under_way -= 1;
            queues.done(&host, source);
        }
    }
}

/// What gathering gives.
pub(super) enum Next {
    /// A batch.
    Batch(InputBatch),
    /// Nothing came for a while.
    Nothing,
    /// Nothing will come any more.
    Ended,
}

/// Gathers what visits give into batches of a good size.
pub(super) struct Gather {
    from_visits: Receiver<Visited>,
    handle: Handle,
    /// Batches of a long visit.
    ready: std::collections::VecDeque<InputBatch>,
}

impl Gather {
    pub(super) fn new(from_visits: Receiver<Visited>, handle: Handle) -> Self {
        Self {
            from_visits,
            handle,
            ready: std::collections::VecDeque::new(),
        }
    }

    /// The next batch: waits at most `patience` for a first visit, then takes what is there.
    /// Not to be called on a thread of the async runtime.
    pub(super) fn next(&mut self, patience: Duration) -> Next {
        if let Some(batch) = self.ready.pop_front() {
            return Next::Batch(batch);
        }
        let from = &mut self.from_visits;
        let waited = async { tokio::time::timeout(patience, from.recv()).await };
        let first = match self.handle.block_on(waited) {
            Ok(Some(first)) => first,
            Ok(None) => return Next::Ended,
            Err(_) => return Next::Nothing,
        };
        let mut batch = InputBatch::default();
        let mut chars = 0;
        let mut next = Some(first);
        while let Some(visited) = next {
            batch = self.add(visited, batch, &mut chars);
            let full = batch.visits.len() >= limits::BATCH_VISITS_MAX
                || batch.entries.len() >= limits::BATCH_DOCUMENTS_MAX
                || chars >= limits::BATCH_CHARS_MAX
                || !self.ready.is_empty();
            next = if full {
                None
            } else {
                self.from_visits.try_recv().ok()
            };
        }
        self.ready.push_back(batch);
        self.ready.pop_front().map_or(Next::Nothing, Next::Batch)
    }

    /// Adds a visit to a batch; what is full on the way waits in `ready`.
    fn add(&mut self, visited: Visited, mut batch: InputBatch, chars: &mut usize) -> InputBatch {
        batch.collected = true;
        batch.day = Some(visited.report.visit.day);
        batch.captures.extend(visited.captures);
        for (number, item) in (1u64..).zip(visited.items) {
            if batch.entries.len() >= limits::BATCH_DOCUMENTS_MAX
                || *chars > limits::BATCH_CHARS_MAX
            {
                let day = batch.day;
                self.ready.push_back(std::mem::take(&mut batch));
                batch.collected = true;
                batch.day = day;
                *chars = 0;
            }
            *chars += item.text.len() / 3;
            batch.entries.push(Entry::Item(number, Box::new(item)));
        }
        batch.visits.push(visited.report.visit);
        batch
    }
}
