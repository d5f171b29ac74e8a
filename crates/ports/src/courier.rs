//! The courier: sends word out of the house.

use async_trait::async_trait;
use model::MailSecurity;
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

/// Sends word out of the house. A call that failed may have reached the recipient all the same.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Hands a mail in.
    async fn send_mail(&self, server: &MailServer, mail: &Mail) -> Result<(), CourierError>;
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
