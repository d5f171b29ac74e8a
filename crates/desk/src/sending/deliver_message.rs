//! One step: a message is handed to the courier, and what came of it is written down. In this order:
//! whoever is stopped between the two sends it again, with the same key.

use super::SendingPorts;
use super::gate::message_rest_ms;
use crate::opening::open_channel;
use model::{Channel, ChannelKind, HOUR_MS, Message, Moment, OfficeSettings, Person};
use ports::{Again, FailedTry, OpenChannel, SendFailure, StoreError, Word};

/// A message that failed for so long is given up: a receiver may be away over a weekend.
const GIVE_UP_MS: i64 = 72 * HOUR_MS;
/// But not before it was tried so often: clocks go wrong.
const TRIES_MIN: i64 = 3;

/// What came of it, for the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// The receiver said yes.
    Sent,
    /// The receiver will not take this word.
    Refused,
    /// The receiver is away, or says no for now.
    Failed,
    /// The receiver wants to be left alone for so many milliseconds.
    AskedToWait(i64),
    /// The outbox could not be read or written.
    Unknown,
}

pub(super) async fn deliver_message(
    ports: &SendingPorts,
    channel: &Channel,
    message: &Message,
    wake: bool,
) -> Came {
    let ready = match prepare(ports, channel, message).await {
        Ok(ready) => ready,
        Err(error) => return unknown(&error),
    };
    let sent = match ready {
        Ok((open, word)) => ports.courier.send(&open, &word).await,
        Err(why) => Err(SendFailure {
            why,
            again: Again::Never,
        }),
    };
    let now = ports.clock.now();
    let (kept, came) = match sent {
        Ok(parts) if parts.sent < parts.of => {
            let kept = ports
                .outbox
                .message_part_sent(message.id, i64::from(parts.sent));
            (kept.await, Came::Sent)
        }
        Ok(_) => (
            ports.outbox.message_sent(message, now, wake).await,
            Came::Sent,
        ),
        Err(failure) => {
            let (failed, came) = judged(ports, message, failure, now);
            (ports.outbox.message_failed(&failed).await, came)
        }
    };
    match kept {
        Ok(()) => came,
        Err(error) => unknown(&error),
    }
}

fn unknown(error: &StoreError) -> Came {
    tracing::warn!("what came of a message could not be written down: {error}");
    Came::Unknown
}

/// The channel opened and the word made; or why it can never be sent as it is.
async fn prepare(
    ports: &SendingPorts,
    channel: &Channel,
    message: &Message,
) -> Result<Result<(OpenChannel, Word), String>, StoreError> {
    let office = ports.outbox.sender_office().await?;
    let person = match message.said.person {
        Some(id) => ports.outbox.recipient(id).await?,
        None => None,
    };
    let person = person.filter(|person| !person.disabled);
    Ok(
        open_channel(&*ports.vault, &office, channel).and_then(|open| {
            let word = word(ports, channel, message, &office, person)?;
            Ok((open, word))
        }),
    )
}

fn word(
    ports: &SendingPorts,
    channel: &Channel,
    message: &Message,
    office: &OfficeSettings,
    person: Option<Person>,
) -> Result<Word, String> {
    let said = &message.said;
    let named = |text: &String| !text.trim().is_empty();
    let (mail, phone) = person.map_or((None, None), |person| {
        (
            Some(person.mail).filter(named),
            Some(person.phone).filter(named),
        )
    });
    // Whoever a message is for has it alone; where they have no address, the channel's own is better
    // than nobody.
    let to = mail.map_or_else(|| channel.said.settings.to.clone(), |mail| vec![mail]);
    if channel.said.kind == ChannelKind::Mail && to.is_empty() {
        return Err("whom it is for has no mail address, and the channel names none".to_owned());
    }
    let page = said.page.as_deref();
    let first_part = page.and_then(|page| page.split('/').find(|part| !part.is_empty()));
    Ok(Word {
        key: said.key.clone(),
        event_type: first_part.unwrap_or("word").to_owned(),
        level: said.level,
        title: said.title.clone(),
        text: said.text.clone(),
        link: page.map(|page| format!("{}{page}", ports.front)),
        to,
        phone,
        language: office.language.clone(),
        at: ports.clock.now(),
        parts_sent: u32::try_from(message.parts_sent).unwrap_or_default(),
    })
}

/// When it is tried again, and what that means for the channel.
fn judged(
    ports: &SendingPorts,
    message: &Message,
    failure: SendFailure,
    now: Moment,
) -> (FailedTry, Came) {
    let tries = message.tries + 1;
    let rest = message_rest_ms(u32::try_from(tries).unwrap_or(u32::MAX), &*ports.random);
    let (wait, came) = match failure.again {
        Again::Never => (None, Came::Refused),
        Again::After(seconds) => {
            let wait = i64::from(seconds) * 1_000;
            (Some(wait), Came::AskedToWait(wait))
        }
        Again::Later => (Some(rest), Came::Failed),
    };
    let too_old = tries >= TRIES_MIN && now.0 - message.since.0 > GIVE_UP_MS;
    let failed = FailedTry {
        id: message.id,
        channel: message.said.channel,
        at: now,
        why: failure.why,
        next_at: wait.filter(|_| !too_old).map(|wait| Moment(now.0 + wait)),
    };
    (failed, came)
}
