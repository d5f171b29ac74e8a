//! Sending: what waits in the outbox goes out, each channel in its own time, beside the pages.
//!
//! [`Sending::run`] wakes when the [`Bell`] rings, and twice a second without it. Of each channel one
//! message at a time is under way, so that order and pace hold and a slow channel keeps nobody
//! waiting but itself.

mod deliver_message;
mod gate;

use deliver_message::{Came, deliver_message};
use gate::Gate;
use model::{Channel, ChannelId};
use ports::{Clock, Courier, OutboxStore, Random, StoreError, Vault};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinError, JoinSet};

/// How often the outbox is looked at where nobody rings.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Messages under way at the same time, of different channels.
const UNDER_WAY_MAX: usize = 16;
/// How long what is under way may take when the desk stops: longer than a courier's patience.
const LAST_ONES_MAX: Duration = Duration::from_secs(20);

/// Rings when something was put into the outbox.
#[derive(Debug, Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Whoever sends wakes up.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

/// What sending needs of the world.
#[derive(Clone)]
pub struct SendingPorts {
    /// The outbox.
    pub outbox: Arc<dyn OutboxStore>,
    /// Who sends.
    pub courier: Arc<dyn Courier>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Chance, so that channels do not try again in step.
    pub random: Arc<dyn Random>,
    /// Opens the channels' secrets.
    pub vault: Arc<dyn Vault>,
    /// The address people reach the desk by, before the page of a message.
    pub front: String,
}

impl fmt::Debug for SendingPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendingPorts")
            .field("front", &self.front)
            .finish_non_exhaustive()
    }
}

/// Sends what waits.
pub struct Sending {
    ports: SendingPorts,
    gates: BTreeMap<ChannelId, Gate>,
    under_way: JoinSet<Came>,
    whose: HashMap<Id, ChannelId>,
}

impl fmt::Debug for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending")
            .field("gates", &self.gates)
            .finish_non_exhaustive()
    }
}

impl Sending {
    /// Over these ports; nothing is sent yet.
    pub fn new(ports: SendingPorts) -> Self {
        Self {
            ports,
            gates: BTreeMap::new(),
            under_way: JoinSet::new(),
            whose: HashMap::new(),
        }
    }

    /// Sends until told to stop; what is under way then is finished.
    pub async fn run(mut self, bell: Bell, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.look().await {
                tracing::warn!("word that waits is not sent for now: {error}");
            }
            tokio::select! {
                came = self.under_way.join_next_with_id(), if !self.under_way.is_empty() => {
                    self.take(came);
                }
                () = bell.0.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                changed = stop.changed() => {
                    if changed.is_err() {
                        break;
                    }
                }
            }
        }
        let last_ones = async { while self.under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_ONES_MAX, last_ones)
            .await
            .is_err()
        {
            tracing::warn!("a message was under way when the desk stopped; it is sent again");
        }
    }

    /// Sends all that can be sent at the clock's present.
    pub async fn settle(&mut self) -> Result<(), StoreError> {
        loop {
            self.look().await?;
            if self.under_way.is_empty() {
                return Ok(());
            }
            let came = self.under_way.join_next_with_id().await;
            self.take(came);
        }
    }

    /// Begins to send the first due message of every channel that may send now. Who has waited
    /// longest comes first.
    async fn look(&mut self) -> Result<(), StoreError> {
        let mut channels = self.ports.outbox.channels().await?;
        channels.retain(Channel::sends);
        channels.sort_by_key(|channel| {
            let gate = self.gates.get(&channel.id);
            (gate.map(Gate::began_at), channel.id)
        });
        for channel in channels {
            if self.under_way.len() >= UNDER_WAY_MAX {
                break;
            }
            self.begin(channel).await?;
        }
        Ok(())
    }

    async fn begin(&mut self, channel: Channel) -> Result<(), StoreError> {
        let now = self.ports.clock.now();
        let gate = self.gates.entry(channel.id).or_default();
        if !gate.is_open(now, channel.said.settings.pace()) {
            return Ok(());
        }
        let due = self.ports.outbox.messages_due(channel.id, now, 1).await?;
        let Some(message) = due.into_iter().next() else {
            return Ok(());
        };
        gate.begin(now);
        let (id, wake, ports) = (channel.id, gate.was_down(), self.ports.clone());
        let task = async move { deliver_message(&ports, &channel, &message, wake).await };
        let handle = self.under_way.spawn(task);
        self.whose.insert(handle.id(), id);
        Ok(())
    }

    /// What came of one that was under way.
    fn take(&mut self, came: Option<Result<(Id, Came), JoinError>>) {
        let (task, came) = match came {
            Some(Ok((task, came))) => (task, came),
            Some(Err(error)) => {
                tracing::error!("sending a message broke off: {error}");
                (error.id(), Came::Unknown)
            }
            None => return,
        };
        if let Some(channel) = self.whose.remove(&task) {
            let now = self.ports.clock.now();
            let gate = self.gates.entry(channel).or_default();
            gate.end(now, came, &*self.ports.random);
        }
    }
}
