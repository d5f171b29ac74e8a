//! The courier: sends word out of the house.

use async_trait::async_trait;
use model::{ChannelKind, Level, MailSecurity, Moment};
use thiserror::Error;

/// Where mail is handed in. The password is in the clear here and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port; 0 means the usual one.
    pub port: u16,
    /// How it is spoken to.
    pub security: MailSecurity,
    /// Name and password, where it wants them.
    pub login: Option<(String, String)>,
    /// The address mail comes from.
    pub from: String,
    /// The name beside it.
    pub from_name: String,
}

impl std::fmt::Debug for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailServer")
            .field("host", &self.host)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// One mail to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Address of the recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// A channel ready for sending. What it is shown or signed with is in the clear here and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenChannel {
    /// What people call it.
    pub name: String,
    /// What stands at its other end.
    pub kind: ChannelKind,
    /// The whole address; nothing for mail.
    pub address: String,
    /// What is signed or shown with; nothing where it wants none.
    pub secret: String,
    /// Where mail is handed in.
    pub mail: Option<MailServer>,
    /// What a webhook is sent.
    pub template: String,
    /// Whether it may lead to a private address.
    pub allow_private: bool,
}

impl std::fmt::Debug for OpenChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenChannel")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Word on its way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// The same for the same word, however often it is sent.
    pub key: String,
    /// What happened: `alert`, `test`.
    pub event_type: String,
    /// How grave the matter is.
    pub level: Option<Level>,
    /// One line.
    pub title: String,
    /// The rest, in plain lines.
    pub text: String,
    /// Where a browser finds more.
    pub link: Option<String>,
    /// Mail addresses it goes to, one message each; only mail asks for them.
    pub to: Vec<String>,
    /// Telephone of whom it is for: robots of groups call them by it.
    pub phone: Option<String>,
    /// Tag of the language it is framed in.
    pub language: String,
    /// The present, for what is signed with a time.
    pub at: Moment,
    /// Parts that were sent before.
    pub parts_sent: u32,
}

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentParts {
    /// How many parts the receiver has now.
    pub sent: u32,
    /// Of how many.
    pub of: u32,
}

/// Whether and when it is worth trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// The receiver said after so many seconds.
    After(u32),
    /// Later, ever more seldom.
    Later,
    /// Never: it will not be taken as it is.
    Never,
}

/// Word was not taken, or it is not known whether it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{why}")]
pub struct SendFailure {
    /// What happened; holds no secret.
    pub why: String,
    /// Whether to try again.
    pub again: Again,
}

/// Sends word out of the house. A call that failed may have reached the recipient all the same.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Hands a mail in.
    async fn send_mail(&self, server: &MailServer, mail: &Mail) -> Result<(), CourierError>;
    /// Sends the next part of a word by a channel: what does not fit into one message, or goes to
    /// several recipients, has several. Comes back in a bounded time.
    async fn send(&self, channel: &OpenChannel, word: &Word) -> Result<SentParts, SendFailure>;
}

/// Word could not be sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("cannot {act} to {to}: {why}")]
pub struct CourierError {
    /// What was being tried.
    pub act: &'static str,
    /// To whom.
    pub to: String,
    /// What happened.
    pub why: String,
}
