//! Messages: what waits, what was given up, and what people do about it.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{Channel, ChannelId, Message, MessageId, MessageState};
use ports::{MessageAsk, MessageCounts};

/// Messages on one page.
pub const MESSAGES_PER_PAGE: u64 = 50;
/// Messages that are sent again by one press of "all".
const ALL_MAX: u64 = 10_000;

/// Why a message does not go out though it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Its channel rests.
    Paused,
    /// Its channel was removed, or never was there.
    Gone,
}

/// A message in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// It.
    pub message: Message,
    /// What its channel is called; nothing where there is none.
    pub channel: Option<String>,
    /// What holds it.
    pub held: Option<Held>,
}

/// A page of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageList {
    /// In this state.
    pub state: MessageState,
    /// The newest first.
    pub messages: Vec<MessageRow>,
    /// How many wait and how many were given up, of all channels.
    pub counts: MessageCounts,
    /// Where the rest of the list begins.
    pub next: Option<MessageId>,
}

impl Desk {
    /// Messages in a state, page by page.
    pub async fn message_list(
        &self,
        actor: &Actor,
        state: MessageState,
        channel: Option<ChannelId>,
        before: Option<MessageId>,
    ) -> Result<MessageList, DeskError> {
        actor.must(Act::HandleMessages)?;
        let ask = MessageAsk {
            state,
            channel,
            before,
            limit: MESSAGES_PER_PAGE + 1,
        };
        let mut messages = self.store.messages(&ask).await?;
        let more = messages.len() as u64 > MESSAGES_PER_PAGE;
        messages.truncate(MESSAGES_PER_PAGE as usize);
        let next = more.then(|| messages.last().map(|last| last.id)).flatten();
        let channels = self.store.channels().await?;
        let rows = messages.into_iter().map(|message| row(message, &channels));
        let mut list = MessageList {
            state,
            messages: rows.collect(),
            counts: MessageCounts::default(),
            next,
        };
        for (_, counts) in self.store.message_counts().await? {
            list.counts.waiting += counts.waiting;
            list.counts.dead += counts.dead;
        }
        Ok(list)
    }

    /// Lets messages be tried at once, as if they were new; gives how many there were.
    pub async fn send_again(&self, actor: &Actor, ids: &[MessageId]) -> Result<u64, DeskError> {
        actor.must(Act::HandleMessages)?;
        let note = actor.note(self.clock.now(), "message.again", object(ids), listed(ids));
        let sent = self.store.send_again(ids, &note).await?;
        self.bell.ring();
        Ok(sent)
    }

    /// The same for all that were given up.
    pub async fn send_all_again(&self, actor: &Actor) -> Result<u64, DeskError> {
        actor.must(Act::HandleMessages)?;
        let ask = MessageAsk {
            state: MessageState::Dead,
            channel: None,
            before: None,
            limit: ALL_MAX,
        };
        let dead = self.store.messages(&ask).await?;
        let ids: Vec<MessageId> = dead.iter().map(|message| message.id).collect();
        if ids.is_empty() {
            return Ok(0);
        }
        self.send_again(actor, &ids).await
    }

    /// Drops messages: they are not sent, and stay in the list of what was dropped.
    pub async fn drop_messages(&self, actor: &Actor, ids: &[MessageId]) -> Result<u64, DeskError> {
        actor.must(Act::HandleMessages)?;
        let note = actor.note(
            self.clock.now(),
            "message.dropped",
            object(ids),
            listed(ids),
        );
        Ok(self.store.drop_messages(ids, &note).await?)
    }
}

/// A message with its channel, and what holds it.
fn row(message: Message, channels: &[Channel]) -> MessageRow {
    let channel = channels.iter().find(|one| one.id == message.said.channel);
    let held = match channel {
        Some(channel) if channel.sends() => None,
        Some(channel) if channel.removed_at.is_none() => Some(Held::Paused),
        _ => Some(Held::Gone),
    };
    MessageRow {
        held: held.filter(|_| message.state == MessageState::Waiting),
        channel: channel.map(|channel| channel.said.name.clone()),
        message,
    }
}

fn object(ids: &[MessageId]) -> String {
    match ids {
        [id] => id.to_string(),
        _ => String::new(),
    }
}

fn listed(ids: &[MessageId]) -> String {
    let names: Vec<String> = ids.iter().map(MessageId::to_string).collect();
    names.join(" ")
}
