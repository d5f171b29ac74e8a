//! A courier that sends nothing and remembers everything.

use crate::fakes::locked;
use async_trait::async_trait;
use ports::{Courier, CourierError, Mail, MailServer, OpenChannel, SendFailure, SentParts, Word};
use std::collections::HashMap;
use std::sync::Mutex;

/// Takes word, or fails as it was told.
#[derive(Debug, Default)]
pub struct FakeCourier {
    taken: Mutex<Vec<(String, Word)>>,
    failed: Mutex<u64>,
    failures: Mutex<HashMap<String, SendFailure>>,
    parts: Mutex<HashMap<String, u32>>,
}

impl FakeCourier {
    /// Lets a channel, by its name, fail so from now on, or take word again.
    pub fn fail(&self, channel: &str, failure: Option<SendFailure>) {
        let mut failures = locked(&self.failures);
        match failure {
            Some(failure) => failures.insert(channel.to_owned(), failure),
            None => failures.remove(channel),
        };
    }

    /// Lets the word with this key have so many parts.
    pub fn cut(&self, key: &str, parts: u32) {
        locked(&self.parts).insert(key.to_owned(), parts);
    }

    /// What was taken so far: the channel's name and the word.
    pub fn taken(&self) -> Vec<(String, Word)> {
        locked(&self.taken).clone()
    }

    /// How many sendings failed.
    pub fn failed(&self) -> u64 {
        *locked(&self.failed)
    }
}

#[async_trait]
impl Courier for FakeCourier {
    async fn send_mail(&self, _: &MailServer, _: &Mail) -> Result<(), CourierError> {
        Ok(())
    }

    async fn send(&self, channel: &OpenChannel, word: &Word) -> Result<SentParts, SendFailure> {
        if let Some(failure) = locked(&self.failures).get(&channel.name) {
            *locked(&self.failed) += 1;
            return Err(failure.clone());
        }
        let of = locked(&self.parts).get(&word.key).copied().unwrap_or(1);
        locked(&self.taken).push((channel.name.clone(), word.clone()));
        let sent = word.parts_sent + 1;
        Ok(SentParts { sent, of })
    }
}
