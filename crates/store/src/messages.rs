//! The outbox: messages are written down with what they tell of, and marked when they were sent.

use crate::SqlStore;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{
    Channel, ChannelId, HOUR_MS, Level, Message, MessageId, MessageState, Moment, NewMessage,
    OfficeSettings, Person, PersonId, limits,
};
use ports::{FailedTry, OutboxStore, StoreError};
use sea_orm::{QueryResult, Value};

/// Columns of a message, in the order [`message`] reads them.
pub(crate) const MESSAGE_COLUMNS: &str = "id, message_key, channel_id, person_id, level, title, text, \
                                          page, due_at, state, tries, parts_sent, since, next_at, \
                                          last_error, sent_at";
/// No try is put off for longer: one that is was put off before the clock went back.
const PUT_OFF_MAX_MS: i64 = 2 * HOUR_MS;

/// Writes messages down in the turn of what they tell of. Those whose key is known are left as they
/// are; gives how many are new.
pub(crate) async fn put(turn: &Turn, messages: &[NewMessage]) -> Result<u64, StoreError> {
    let mut new = 0;
    for message in messages {
        let id = turn.next_id("messages").await?;
        // Index: messages_key.
        let sql = "INSERT INTO messages (id, message_key, channel_id, person_id, level, grave, title, \
                   text, page, due_at, state, tries, parts_sent, since, next_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $10, $10) \
                   ON CONFLICT (message_key) DO NOTHING";
        let state = if message.held {
            MessageState::Held
        } else {
            MessageState::Waiting
        };
        let values: [Value; 11] = [
            id.into(),
            without_nul(&message.key).into(),
            message.channel.0.into(),
            message.person.map(|person| person.0).into(),
            message.level.map(Level::word).into(),
            grave(message.level).into(),
            beginning(&message.title, limits::MESSAGE_TITLE_CHARS_MAX).into(),
            beginning(&message.text, limits::MESSAGE_CHARS_MAX).into(),
            message.page.as_deref().map(without_nul).into(),
            message.due_at.0.into(),
            state.word().into(),
        ];
        new += turn.run(sql, values).await?;
    }
    Ok(new)
}

fn grave(level: Option<Level>) -> i64 {
    let place = |level| Level::ALL.iter().position(|one| *one == level);
    level.and_then(place).map_or(5, |place| 1 + place as i64)
}

fn beginning(text: &str, most: usize) -> String {
    let text = without_nul(text);
    if text.chars().count() <= most {
        return text;
    }
    let kept = text.chars().take(most.saturating_sub(1));
    kept.chain(['…']).collect()
}

#[async_trait]
impl OutboxStore for SqlStore {
    async fn channels(&self) -> Result<Vec<Channel>, StoreError> {
        crate::channels::channels(self).await
    }

    async fn put_messages(&self, messages: &[NewMessage]) -> Result<u64, StoreError> {
        let turn = Turn::begin(self, "write messages down").await?;
        let new = put(&turn, messages).await?;
        turn.commit().await?;
        Ok(new)
    }

    async fn messages_due(
        &self,
        channel: ChannelId,
        now: Moment,
        limit: u64,
    ) -> Result<Vec<Message>, StoreError> {
        const ACT: &str = "look for messages that are due";
        // Index: messages_waiting.
        let sql = format!(
            "SELECT {MESSAGE_COLUMNS} FROM messages WHERE state = 'waiting' AND channel_id = $1 \
             AND due_at <= $2 AND (next_at <= $2 OR next_at > $3) ORDER BY grave, id LIMIT {limit}"
        );
        let values: [Value; 3] = [
            channel.0.into(),
            now.0.into(),
            now.0.saturating_add(PUT_OFF_MAX_MS).into(),
        ];
        let found = rows(self, ACT, &sql, values).await?;
        found.iter().map(|row| message(row, ACT)).collect()
    }

    async fn message_part_sent(&self, id: MessageId, parts: i64) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "write down that a part was sent").await?;
        let sql = "UPDATE messages SET parts_sent = $1 WHERE id = $2 AND parts_sent < $1";
        turn.run(sql, [parts.into(), id.0.into()]).await?;
        turn.commit().await
    }

    async fn message_sent(
        &self,
        message: &Message,
        at: Moment,
        wake: bool,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "write down that a message was sent").await?;
        let sql = "UPDATE messages SET state = 'sent', sent_at = $1, last_error = NULL \
                   WHERE id = $2 AND state <> 'sent'";
        turn.run(sql, [at.0.into(), message.id.0.into()]).await?;
        let channel = message.said.channel.0;
        let sql = "UPDATE channels SET sent_at = $1 WHERE id = $2";
        turn.run(sql, [at.0.into(), channel.into()]).await?;
        if wake {
            // Index: messages_waiting.
            let sql = "UPDATE messages SET next_at = $1 WHERE state = 'waiting' AND channel_id = $2 \
                       AND tries > 0 AND next_at > $1";
            turn.run(sql, [at.0.into(), channel.into()]).await?;
        }
        turn.commit().await
    }

    async fn message_failed(&self, failed: &FailedTry) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "write down that sending failed").await?;
        let state = match failed.next_at {
            Some(_) => MessageState::Waiting,
            None => MessageState::Dead,
        };
        let why = without_nul(&failed.why);
        let sql = "UPDATE messages SET state = $1, tries = tries + 1, next_at = $2, last_error = $3 \
                   WHERE id = $4 AND state = 'waiting'";
        let values: [Value; 4] = [
            state.word().into(),
            failed.next_at.unwrap_or(failed.at).0.into(),
            why.as_str().into(),
            failed.id.0.into(),
        ];
        turn.run(sql, values).await?;
        let sql = "UPDATE channels SET failed_at = $1, last_error = $2 WHERE id = $3";
        let values: [Value; 3] = [failed.at.0.into(), why.into(), failed.channel.0.into()];
        turn.run(sql, values).await?;
        turn.commit().await
    }

    async fn channel_tried(
        &self,
        id: ChannelId,
        at: Moment,
        error: Option<&str>,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "write down how a channel is").await?;
        let (sql, values): (_, Vec<Value>) = match error {
            None => (
                "UPDATE channels SET sent_at = $1 WHERE id = $2",
                vec![at.0.into(), id.0.into()],
            ),
            Some(why) => (
                "UPDATE channels SET failed_at = $1, last_error = $2 WHERE id = $3",
                vec![at.0.into(), without_nul(why).into(), id.0.into()],
            ),
        };
        turn.run(sql, values).await?;
        turn.commit().await
    }

    async fn sender_office(&self) -> Result<OfficeSettings, StoreError> {
        Ok(crate::office::office(self).await?.0)
    }

    async fn recipient(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        crate::people::person(self, id).await
    }
}

pub(crate) fn message(row: &QueryResult, act: &'static str) -> Result<Message, StoreError> {
    let columns = Columns { row, act };
    let level: Option<String> = columns.get(4)?;
    let state: String = columns.get(9)?;
    let said = NewMessage {
        key: columns.get(1)?,
        channel: ChannelId(columns.get(2)?),
        person: columns.get::<Option<i64>>(3)?.map(PersonId),
        level: level.as_deref().and_then(Level::from_word),
        title: columns.get(5)?,
        text: columns.get(6)?,
        page: columns.get(7)?,
        due_at: Moment(columns.get(8)?),
        held: state == MessageState::Held.word(),
    };
    Ok(Message {
        id: MessageId(columns.get(0)?),
        said,
        state: MessageState::from_word(&state)
            .ok_or_else(|| crate::errors::corrupt(act, format!("{state} is no state")))?,
        tries: columns.get(10)?,
        parts_sent: columns.get(11)?,
        since: Moment(columns.get(12)?),
        next_at: Moment(columns.get(13)?),
        last_error: columns.get(14)?,
        sent_at: columns.get::<Option<i64>>(15)?.map(Moment),
    })
}
