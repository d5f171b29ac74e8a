//! Word that leaves the house: what is written down before anything is sent.

use crate::{ChannelId, Level, MessageId, Moment, PersonId};

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
    /// It is not sent by itself: whom it is for was told enough that day. Their digest takes it up.
    pub held: bool,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MessageState {
    /// It waits to be sent, or to be tried again.
    Waiting,
    /// The receiver said yes.
    Sent,
    /// Given up; a person can have it sent again.
    Dead,
    /// A person dropped it.
    Dropped,
    /// It waits for the digest of whom it is for.
    Held,
    /// It was told with others in a digest.
    Gathered,
}

impl MessageState {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::Held,
        Self::Sent,
        Self::Dead,
        Self::Dropped,
        Self::Gathered,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Dead => "dead",
            Self::Dropped => "dropped",
            Self::Held => "held",
            Self::Gathered => "gathered",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Word that was written down, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its number.
    pub id: MessageId,
    /// What is to be sent.
    pub said: NewMessage,
    /// What became of it.
    pub state: MessageState,
    /// How often sending failed.
    pub tries: i64,
    /// Parts that were sent, of word that does not fit into one.
    pub parts_sent: i64,
    /// From when on its age is counted: when it was due, or when a person had it sent again.
    pub since: Moment,
    /// Not before then.
    pub next_at: Moment,
    /// What the last try failed with.
    pub last_error: Option<String>,
    /// When the receiver said yes.
    pub sent_at: Option<Moment>,
}
