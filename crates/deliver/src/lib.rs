//! Send word. Mail by SMTP, robots of groups, ntfy, Gotify, webhooks.
//!
//! One file a kind of channel: it says what is posted and reads what the receiver says of it. What
//! they share stands beside them: `say.rs` frames the word, `split.rs` cuts what is too long,
//! `post.rs` is the client with its guard, `answer.rs` judges status codes, `sign.rs` signs.
#![forbid(unsafe_code)]

mod answer;
mod dingtalk;
mod feishu;
mod gotify;
mod mail;
mod ntfy;
mod post;
mod say;
mod sign;
mod slack;
mod split;
mod webhook;
mod wecom;

pub use post::DeliverError;

use answer::Judge;
use async_trait::async_trait;
use model::ChannelKind;
use ports::{
    AddressPolicy, Clock, Courier, CourierError, Mail, MailServer, OpenChannel, SendFailure,
    SentParts, Word,
};
use post::{Outgoing, Post};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long a receiver may take for one answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// The courier to the outside.
pub struct Messenger {
    post: Post,
    clock: Arc<dyn Clock>,
    patience: Duration,
    /// Certificates that mail servers may show besides those the world trusts, in PEM.
    mail_roots: Vec<Vec<u8>>,
}

impl fmt::Debug for Messenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messenger").finish_non_exhaustive()
    }
}

impl Messenger {
    /// A courier that dials public addresses only, as `policy` decides, unless a channel allows
    /// others.
    pub fn new(
        clock: Arc<dyn Clock>,
        policy: Arc<dyn AddressPolicy>,
    ) -> Result<Self, DeliverError> {
        Ok(Self {
            post: Post::new(policy)?,
            clock,
            patience: PATIENCE,
            mail_roots: Vec::new(),
        })
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The same, believing mail servers with a certificate signed by this one (PEM).
    #[must_use]
    pub fn with_mail_root(mut self, pem: Vec<u8>) -> Self {
        self.mail_roots.push(pem);
        self
    }

    async fn send_out(
        &self,
        channel: &OpenChannel,
        outgoing: Outgoing,
        judge: Judge,
    ) -> Result<(), SendFailure> {
        let answer = self.post.post(channel, outgoing, self.patience).await?;
        answer::judge(&answer, self.clock.now(), judge)
    }
}

#[async_trait]
impl Courier for Messenger {
    async fn send_mail(&self, server: &MailServer, mail: &Mail) -> Result<(), CourierError> {
        mail::send(server, mail, None, self.patience, &self.mail_roots)
            .await
            .map_err(|failure| CourierError {
                act: "send mail",
                to: mail.to.clone(),
                why: failure.why,
            })
    }

    async fn send(&self, channel: &OpenChannel, word: &Word) -> Result<SentParts, SendFailure> {
        if channel.kind == ChannelKind::Mail {
            return mail::send_word(channel, word, self.patience, &self.mail_roots).await;
        }
        let make = match channel.kind {
            ChannelKind::Wecom => wecom::part,
            ChannelKind::Dingtalk => dingtalk::part,
            ChannelKind::Feishu => feishu::part,
            ChannelKind::Slack => slack::part,
            ChannelKind::Ntfy => ntfy::part,
            ChannelKind::Gotify => gotify::part,
            ChannelKind::Webhook | ChannelKind::Mail => webhook::part,
        };
        let judge: Judge = match channel.kind {
            ChannelKind::Wecom => Some(wecom::judge),
            ChannelKind::Dingtalk => Some(dingtalk::judge),
            ChannelKind::Feishu => Some(feishu::judge),
            _ => None,
        };
        let (outgoing, of) = make(channel, word)?;
        if let Some(outgoing) = outgoing {
            self.send_out(channel, outgoing, judge).await?;
        }
        let sent = word.parts_sent.saturating_add(1).min(of);
        Ok(SentParts { sent, of })
    }
}
