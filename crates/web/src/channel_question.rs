//! What pages ask of the desk about channels and messages.

use async_trait::async_trait;
use desk::{Actor, ChannelBoard, ChannelForm, Desk, DeskError, MessageList};
use model::{ChannelId, MessageId, MessageState};

/// Questions about channels and messages.
#[async_trait]
pub trait ChannelQuestions: Send + Sync {
    /// All channels with how they are.
    async fn channel_board(&self, actor: &Actor) -> Result<ChannelBoard, DeskError>;
    /// Adds a channel.
    async fn add_channel(&self, actor: &Actor, form: &ChannelForm) -> Result<ChannelId, DeskError>;
    /// Changes a channel.
    async fn change_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        version: i64,
        form: &ChannelForm,
    ) -> Result<(), DeskError>;
    /// Lets a channel rest, or go on.
    async fn pause_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        paused: bool,
    ) -> Result<(), DeskError>;
    /// Removes a channel, or brings it back.
    async fn remove_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        removed: bool,
    ) -> Result<(), DeskError>;
    /// Sends a test by a channel.
    async fn try_channel(&self, actor: &Actor, id: ChannelId) -> Result<String, DeskError>;
    /// Messages in a state.
    async fn message_list(
        &self,
        actor: &Actor,
        state: MessageState,
        channel: Option<ChannelId>,
        before: Option<MessageId>,
    ) -> Result<MessageList, DeskError>;
    /// Lets messages be tried at once.
    async fn send_again(&self, actor: &Actor, ids: &[MessageId]) -> Result<u64, DeskError>;
    /// The same for all that were given up.
    async fn send_all_again(&self, actor: &Actor) -> Result<u64, DeskError>;
    /// Drops messages.
    async fn drop_messages(&self, actor: &Actor, ids: &[MessageId]) -> Result<u64, DeskError>;
}

#[async_trait]
impl ChannelQuestions for Desk {
    async fn channel_board(&self, actor: &Actor) -> Result<ChannelBoard, DeskError> {
        Desk::channel_board(self, actor).await
    }

    async fn add_channel(&self, actor: &Actor, form: &ChannelForm) -> Result<ChannelId, DeskError> {
        Desk::add_channel(self, actor, form).await
    }

    async fn change_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        version: i64,
        form: &ChannelForm,
    ) -> Result<(), DeskError> {
        Desk::change_channel(self, actor, id, version, form).await
    }

    async fn pause_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        paused: bool,
    ) -> Result<(), DeskError> {
        Desk::pause_channel(self, actor, id, paused).await
    }

    async fn remove_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        removed: bool,
    ) -> Result<(), DeskError> {
        Desk::remove_channel(self, actor, id, removed).await
    }

    async fn try_channel(&self, actor: &Actor, id: ChannelId) -> Result<String, DeskError> {
        Desk::try_channel(self, actor, id).await
    }

    async fn message_list(
        &self,
        actor: &Actor,
        state: MessageState,
        channel: Option<ChannelId>,
        before: Option<MessageId>,
    ) -> Result<MessageList, DeskError> {
        Desk::message_list(self, actor, state, channel, before).await
    }

    async fn send_again(&self, actor: &Actor, ids: &[MessageId]) -> Result<u64, DeskError> {
        Desk::send_again(self, actor, ids).await
    }

    async fn send_all_again(&self, actor: &Actor) -> Result<u64, DeskError> {
        Desk::send_all_again(self, actor).await
    }

    async fn drop_messages(&self, actor: &Actor, ids: &[MessageId]) -> Result<u64, DeskError> {
        Desk::drop_messages(self, actor, ids).await
    }
}
