//! Watch: visit sources whenever they are due, and take what people bring, until told to stop.

use super::collect::{Gather, Next, Visits};
use super::correct::Correcting;
use super::host_queues::HostQueues;
use super::{BatchReport, Entry, InputBatch, Line, Outcome};
use crate::DeskError;
use model::{DocumentId, Item, Moment, Source, SourceId};
use ports::{Clock, Fetcher, Store};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver};
use tokio::sync::oneshot;

/// Visits whose results may wait for the line.
const VISITED_WAITING_MAX: usize = 64;
/// How often the sources are looked over for those that are due.
const LOOK_OVER: Duration = Duration::from_secs(2);
/// How long the line waits for visits before it looks for what people bring, and for the end.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long it waits while the index has more to take: others get the machine meanwhile.
const REST: Duration = Duration::from_millis(10);

/// Something a person brings, and who waits to hear what became of it.
#[derive(Debug)]
pub struct HandIn {
    /// What is brought.
    pub item: Item,
    /// Hears what became of it once it is kept.
    pub reply: oneshot::Sender<Outcome>,
}

/// Something a person hands to the line.
#[derive(Debug)]
pub enum Handed {
    /// Something that was brought.
    Item(HandIn),
    /// Something to be put right.
    Correction(Correcting),
    /// A document that is read otherwise now, as a person said: the index is to know.
    Read(DocumentId),
    /// The user words changed: the line is to look at once.
    Words,
}

impl Line {
    /// Hears from sites of this machine or network that they have something new: their sources
    /// are then visited at once while the line watches. Sources elsewhere are never visited
    /// sooner for it.
    pub fn hear_pings(&mut self, pings: Receiver<SourceId>) {
        self.pings = Some(pings);
    }

    /// Visits sources when they are due and takes what people bring, until `stop` is set.
    pub fn watch(
        &mut self,
        fetcher: &Arc<dyn Fetcher>,
        mut hand: Receiver<Handed>,
        mut tell: impl FnMut(&BatchReport) + Send,
        stop: &AtomicBool,
    ) -> Result<(), DeskError> {
        let (to_line, from_visits) = mpsc::channel(VISITED_WAITING_MAX);
        let visits = Visits::new(self.visitor(fetcher), to_line);
        let due = Due {
            store: Arc::clone(&self.ports.store),
            clock: Arc::clone(&self.ports.clock),
        };
        let pings = self.pings.take();
        let visiting = self.handle.spawn(visit_when_due(visits, due, pings));
        let mut gather = Gather::new(from_visits, self.handle.clone());
        let mut waiting: HashMap<String, oneshot::Sender<Outcome>> = HashMap::new();
        let mut result = Ok(());
        while !stop.load(Ordering::Relaxed) && result.is_ok() {
            self.find_floods();
            self.reheat();
            self.read_anew();
            self.purge_some();
            let more = self.keep_index_up();
            let mut first = self.take_hand(&mut hand, &mut waiting);
            if first.is_none() {
                first = match gather.next(if more { REST } else { PATIENCE }) {
                    Next::Batch(batch) => Some(batch),
                    Next::Nothing => continue,
                    Next::Ended => break,
                };
            }
            let outcome = self.run_on(
                || {
                    // People do not wait for a stream that does not end.
                    first.take().or_else(|| {
                        let next = hand.is_empty().then(|| gather.next(Duration::ZERO))?;
                        match next {
                            Next::Batch(batch) => Some(batch),
                            Next::Nothing | Next::Ended => None,
                        }
                    })
                },
                |report| {
                    tell(&report);
                    reply(report, &mut waiting);
                    Ok(())
                },
                stop,
            );
            result = outcome.and_then(|_| self.commit_index());
        }
        visiting.abort();
        result?;
        self.finish()
    }
}

impl Line {
    /// Takes only what people bring, until `done` is set and nothing waits any more.
    pub fn take_hand_in(
        &mut self,
        mut hand: Receiver<Handed>,
        done: &AtomicBool,
    ) -> Result<(), DeskError> {
        let mut waiting: HashMap<String, oneshot::Sender<Outcome>> = HashMap::new();
        let go_on = AtomicBool::new(false);
        loop {
            let ended = done.load(Ordering::Relaxed);
            let more = !ended && self.keep_index_up();
            let mut first = self.take_hand(&mut hand, &mut waiting);
            if first.is_some() {
                self.run_on(
                    || first.take(),
                    |report| {
                        reply(report, &mut waiting);
                        Ok(())
                    },
                    &go_on,
                )?;
            } else if ended {
                return self.finish();
            } else {
                self.purge_some();
                let rest = if more { REST } else { PATIENCE / 2 };
                let wait = async { tokio::time::sleep(rest).await };
                self.handle.block_on(wait);
            }
        }
    }
}

impl Line {
    /// The next thing that people brought, as a batch of its own: the same thing brought twice at
    /// once is then known the second time. What is to be put right is put right on the way.
    fn take_hand(
        &mut self,
        hand: &mut Receiver<Handed>,
        waiting: &mut HashMap<String, oneshot::Sender<Outcome>>,
    ) -> Option<InputBatch> {
        loop {
            match hand.try_recv().ok()? {
                Handed::Correction(correcting) => self.put_right(correcting),
                Handed::Words => self.words.look_soon(),
                Handed::Read(document) => {
                    if let Err(error) = self.index_again(&[document]) {
                        tracing::warn!(%error, %document, "it is not found yet by what a person said");
                    }
                }
                Handed::Item(HandIn { item, reply }) => {
                    waiting.clear();
                    waiting.insert(item.key.external_id.clone(), reply);
                    return Some(InputBatch {
                        entries: vec![Entry::Item(1, Box::new(item))],
                        ..InputBatch::default()
                    });
                }
            }
        }
    }
}

fn reply(report: BatchReport, waiting: &mut HashMap<String, oneshot::Sender<Outcome>>) {
    if waiting.is_empty() {
        return;
    }
    for outcome in report.outcomes {
        if let Outcome::Kept { id, .. } = &outcome
            && let Some(reply) = waiting.remove(id)
        {
            // Who asked may have gone.
            let _ = reply.send(outcome);
        }
    }
}

/// Which sources are due.
struct Due {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
}

impl Due {
    async fn sources(&self) -> Vec<Source> {
        match self.store.sources().await {
            Ok(sources) => {
                let now = self.clock.now();
                sources
                    .into_iter()
                    .filter(|source| is_due(source, now))
                    .collect()
            }
            Err(error) => {
                tracing::warn!(%error, "the sources cannot be looked over");
                Vec::new()
            }
        }
    }

    /// A source that says it has something new, if it may be visited sooner for it.
    async fn pinged(&self, id: SourceId) -> Option<Source> {
        let source = self.store.source(id).await.ok().flatten()?;
        let heard = source.allow_private && source.kind.is_fetched() && !source.paused;
        heard.then_some(source)
    }
}

/// Whether a source is to be visited now.
pub(crate) fn is_due(source: &Source, now: Moment) -> bool {
    source.kind.is_fetched()
        && !source.paused
        && source.state.next_at.is_none_or(|next| next <= now)
}

async fn visit_when_due(mut visits: Visits, due: Due, mut pings: Option<Receiver<SourceId>>) {
    let mut queues = HostQueues::default();
    let mut pinged: BTreeSet<SourceId> = BTreeSet::new();
    let mut look = tokio::time::interval(LOOK_OVER);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        // What a source that is being visited has new may be missed by that visit.
        let free: Vec<SourceId> = pinged
            .iter()
            .copied()
            .filter(|id| !queues.holds(*id))
            .collect();
        for id in free {
            pinged.remove(&id);
            if let Some(source) = due.pinged(id).await {
                queues.push(source);
            }
        }
        visits.start(&mut queues);
        tokio::select! {
            () = visits.one_done(&mut queues), if visits.under_way > 0 => {}
            id = next_ping(&mut pings) => {
                pinged.insert(id);
            }
            _ = look.tick() => {
                // A visit whose result is still on its way into the store looks due once more;
                // such a one is asked again with its validators, and nothing is doubled.
                for source in due.sources().await {
                    queues.push(source);
                }
            }
        }
    }
}

/// The next source that says it has something new; never where nobody says so.
async fn next_ping(pings: &mut Option<Receiver<SourceId>>) -> SourceId {
    if let Some(from) = pings {
        if let Some(id) = from.recv().await {
            return id;
        }
        *pings = None;
    }
    std::future::pending().await
}
