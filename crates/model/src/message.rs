//! Word that leaves the house: what is written down before anything is sent.

use crate::{ChannelId, Level, Moment, PersonId};

/// Word that is to be sent by one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Word with the same key is written down once, however often it is asked for; receivers that
    /// know keys are told it.
    pub key: String,
    /// By which channel.
    pub channel: ChannelId,
    /// Whom it is for, where it is for one person: their mail address or telephone is looked up when
    /// it is sent.
    pub person: Option<PersonId>,
    /// How grave the matter is.
    pub level: Option<Level>,
    /// One line.
    pub title: String,
    /// The rest, in plain lines.
    pub text: String,
    /// The page that shows it, from the root of the desk (`/alerts/a12`).
    pub page: Option<String>,
    /// Not before then.
    pub due_at: Moment,
}
