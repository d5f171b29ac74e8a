//! Channels, and the outbox: word that waits to leave the house.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    Channel, ChannelId, Message, MessageId, MessageState, Moment, NewChannel, NewMessage, Note,
    OfficeSettings, Person, PersonId,
};

/// Which messages are asked for, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageAsk {
    /// In this state.
    pub state: MessageState,
    /// Of this channel.
    pub channel: Option<ChannelId>,
    /// Older than this one: the rest of a list.
    pub before: Option<MessageId>,
    /// How many are given.
    pub limit: u64,
}

/// How many messages of a channel wait, and how many were given up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MessageCounts {
    /// Waiting, due or not.
    pub waiting: i64,
    /// Given up.
    pub dead: i64,
}

/// A try that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedTry {
    /// Which message.
    pub id: MessageId,
    /// By which channel.
    pub channel: ChannelId,
    /// When.
    pub at: Moment,
    /// What happened.
    pub why: String,
    /// When it is tried again; none gives it up.
    pub next_at: Option<Moment>,
}

/// Channels and lists of messages, for people.
#[async_trait]
pub trait ChannelStore: Send + Sync {
    /// Adds a channel.
    async fn add_channel(
        &self,
        channel: &NewChannel,
        by: &str,
        note: &Note,
    ) -> Result<ChannelId, StoreError>;
    /// Changes what is said of a channel, and whether it is paused; `Conflict` with the name of who
    /// changed it where it is not at `channel.version` any more.
    async fn change_channel(
        &self,
        channel: &Channel,
        by: &str,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Removes a channel, or brings it back; `Conflict` where it is so already. Messages that wait
    /// wait on.
    async fn remove_channel(
        &self,
        id: ChannelId,
        removed: bool,
        by: &str,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Messages in a state.
    async fn messages(&self, ask: &MessageAsk) -> Result<Vec<Message>, StoreError>;
    /// Counts of every channel that has messages waiting or given up.
    async fn message_counts(&self) -> Result<Vec<(ChannelId, MessageCounts)>, StoreError>;
    /// Lets messages that wait, were given up or dropped be tried at once, as if they were new; gives
    /// how many.
    async fn send_again(&self, ids: &[MessageId], note: &Note) -> Result<u64, StoreError>;
    /// Of how many matters this person was told since then, or will be by what waits to be sent.
    async fn told_person_since(&self, person: PersonId, from: Moment) -> Result<i64, StoreError>;
    /// Takes up held messages in these words: all or nothing.
    async fn gather_messages(
        &self,
        held: &[MessageId],
        digests: &[NewMessage],
    ) -> Result<(), StoreError>;
    /// Drops messages that wait or were given up; gives how many.
    async fn drop_messages(&self, ids: &[MessageId], note: &Note) -> Result<u64, StoreError>;
}

/// The outbox, as the sender uses it. A message is written down before it is sent and marked after the
/// receiver said yes: whoever is stopped between sends it again, with the same key.
#[async_trait]
pub trait OutboxStore: Send + Sync {
    /// All channels, removed ones too, by name.
    async fn channels(&self) -> Result<Vec<Channel>, StoreError>;
    /// Writes messages down; those whose key is known are left as they are. Gives how many are new.
    async fn put_messages(&self, messages: &[NewMessage]) -> Result<u64, StoreError>;
    /// Messages of a channel that are due, the gravest first, then in the order they were put.
    async fn messages_due(
        &self,
        channel: ChannelId,
        now: Moment,
        limit: u64,
    ) -> Result<Vec<Message>, StoreError>;
    /// So many parts of a message were sent; it stays due.
    async fn message_part_sent(&self, id: MessageId, parts: i64) -> Result<(), StoreError>;
    /// The receiver said yes. Where `wake`, others of the channel that failed are due at once: it is
    /// there again. Repeating it changes nothing.
    async fn message_sent(
        &self,
        message: &Message,
        at: Moment,
        wake: bool,
    ) -> Result<(), StoreError>;
    /// A try failed.
    async fn message_failed(&self, failed: &FailedTry) -> Result<(), StoreError>;
    /// What came of a try that a person asked for: none for success.
    async fn channel_tried(
        &self,
        id: ChannelId,
        at: Moment,
        error: Option<&str>,
    ) -> Result<(), StoreError>;
    /// The settings of the office: its name, language and mail server.
    async fn sender_office(&self) -> Result<OfficeSettings, StoreError>;
    /// Whom a message is for.
    async fn recipient(&self, id: PersonId) -> Result<Option<Person>, StoreError>;
}
