//! Send word. Mail by SMTP.
#![forbid(unsafe_code)]

mod mail;

use async_trait::async_trait;
use ports::{Courier, CourierError, Mail, MailServer};

/// The courier to the outside.
#[derive(Debug, Clone, Copy, Default)]
pub struct Messenger;

#[async_trait]
impl Courier for Messenger {
    async fn send_mail(&self, server: &MailServer, mail: &Mail) -> Result<(), CourierError> {
        mail::send(server, mail).await
    }
}
