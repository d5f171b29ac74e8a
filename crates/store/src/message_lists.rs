//! Lists of messages, and what people do with those that were given up.

use crate::SqlStore;
use crate::messages::{MESSAGE_COLUMNS, message};
use crate::rows::Columns;
use crate::turn::{Turn, rows};
use model::{ChannelId, Message, MessageId, Moment, NewMessage, Note, PersonId};
use ports::{MessageAsk, MessageCounts, StoreError};
use sea_orm::Value;

/// Messages named in one statement: databases bind only so many values.
const IDS_MAX: usize = 500;

pub(crate) async fn messages(
    store: &SqlStore,
    ask: &MessageAsk,
) -> Result<Vec<Message>, StoreError> {
    const ACT: &str = "list messages";
    // Index: messages_state; messages_dead and messages_waiting where a channel is named.
    let of = if ask.channel.is_some() {
        "AND channel_id = $3"
    } else {
        "AND channel_id <> $3"
    };
    let sql = format!(
        "SELECT {MESSAGE_COLUMNS} FROM messages WHERE state = $1 AND id < $2 {of} \
         ORDER BY id DESC LIMIT {}",
        ask.limit
    );
    let values: [Value; 3] = [
        ask.state.word().into(),
        ask.before.map_or(i64::MAX, |id| id.0).into(),
        ask.channel.map_or(i64::MIN, |id| id.0).into(),
    ];
    let found = rows(store, ACT, &sql, values).await?;
    found.iter().map(|row| message(row, ACT)).collect()
}

pub(crate) async fn message_counts(
    store: &SqlStore,
) -> Result<Vec<(ChannelId, MessageCounts)>, StoreError> {
    const ACT: &str = "count messages";
    // Indexes: messages_waiting, messages_dead; what was sent is not looked at.
    let sql = "SELECT channel_id, CAST(SUM(waiting) AS BIGINT), CAST(SUM(dead) AS BIGINT) FROM ( \
               SELECT channel_id, COUNT(*) AS waiting, 0 AS dead FROM messages \
               WHERE state = 'waiting' GROUP BY channel_id UNION ALL \
               SELECT channel_id, 0 AS waiting, COUNT(*) AS dead FROM messages \
               WHERE state = 'dead' GROUP BY channel_id) counted \
               GROUP BY channel_id ORDER BY channel_id";
    let found = rows(store, ACT, sql, []).await?;
    let counts = found.iter().map(|row| {
        let columns = Columns { row, act: ACT };
        let counts = MessageCounts {
            waiting: columns.get(1)?,
            dead: columns.get(2)?,
        };
        Ok((ChannelId(columns.get(0)?), counts))
    });
    counts.collect()
}

pub(crate) async fn send_again(
    store: &SqlStore,
    ids: &[MessageId],
    note: &Note,
) -> Result<u64, StoreError> {
    let turn = Turn::begin(store, "send messages again").await?;
    let set = "state = 'waiting', tries = 0, since = $1, next_at = $1, due_at = $1";
    let states = "('waiting', 'held', 'dead', 'dropped')";
    let touched = change(&turn, set, states, Some(note.at.0), ids).await?;
    turn.commit_with(note).await?;
    Ok(touched)
}

pub(crate) async fn drop_messages(
    store: &SqlStore,
    ids: &[MessageId],
    note: &Note,
) -> Result<u64, StoreError> {
    let turn = Turn::begin(store, "drop messages").await?;
    let states = "('waiting', 'held', 'dead')";
    let touched = change(&turn, "state = 'dropped'", states, None, ids).await?;
    turn.commit_with(note).await?;
    Ok(touched)
}

pub(crate) async fn told_person_since(
    store: &SqlStore,
    person: PersonId,
    from: Moment,
) -> Result<i64, StoreError> {
    const ACT: &str = "count what a person was told";
    // Index: messages_person. By several channels of one matter is once.
    let sql = "SELECT COUNT(DISTINCT page) FROM messages WHERE person_id = $1 AND since >= $2 \
               AND state IN ('waiting', 'sent')";
    let found = rows(store, ACT, sql, [person.0.into(), from.0.into()]).await?;
    let row = found.first();
    row.map_or(Ok(0), |row| Columns { row, act: ACT }.get(0))
}

pub(crate) async fn gather_messages(
    store: &SqlStore,
    held: &[MessageId],
    digests: &[NewMessage],
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "gather held messages").await?;
    change(&turn, "state = 'gathered'", "('held')", None, held).await?;
    crate::messages::put(&turn, digests).await?;
    turn.commit().await
}

/// Changes those of the messages that are in one of these states.
async fn change(
    turn: &Turn,
    set: &str,
    states: &str,
    at: Option<i64>,
    ids: &[MessageId],
) -> Result<u64, StoreError> {
    let mut touched = 0;
    for chunk in ids.chunks(IDS_MAX) {
        let mut values: Vec<Value> = at.map(Value::from).into_iter().collect();
        let first = values.len();
        values.extend(chunk.iter().map(|id| Value::from(id.0)));
        let names = (1..=chunk.len()).map(|place| format!("${}", first + place));
        let names = names.collect::<Vec<_>>().join(", ");
        let sql = format!("UPDATE messages SET {set} WHERE id IN ({names}) AND state IN {states}");
        touched += turn.run(&sql, values).await?;
    }
    Ok(touched)
}
