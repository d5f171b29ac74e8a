//! Channels. There are few: a desk has a dozen.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::message_lists;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{
    Channel, ChannelId, ChannelKind, Message, MessageId, Moment, NewChannel, NewMessage, Note,
    PersonId, UnitId,
};
use ports::{ChannelStore, MessageAsk, MessageCounts, StoreError};
use sea_orm::{QueryResult, Value};

const COLUMNS: &str = "id, name, kind, settings, words, unit_id, paused, removed_at, version, \
                       changed_by, changed_at, sent_at, failed_at, last_error";

#[async_trait]
impl ChannelStore for SqlStore {
    async fn add_channel(
        &self,
        channel: &NewChannel,
        by: &str,
        note: &Note,
    ) -> Result<ChannelId, StoreError> {
        let turn = Turn::begin(self, "add a channel").await?;
        let id = turn.next_id("channels").await?;
        let sql = "INSERT INTO channels (id, name, kind, settings, words, unit_id, paused, version, \
                   changed_by, changed_at, last_error) \
                   VALUES ($1, $2, $3, $4, $5, $6, 0, 1, $7, $8, '')";
        let values: [Value; 8] = [
            id.into(),
            without_nul(&channel.name).into(),
            channel.kind.word().into(),
            json(serde_json::to_string(&channel.settings)).into(),
            json(serde_json::to_string(&channel.words)).into(),
            channel.unit.map(|unit| unit.0).into(),
            without_nul(by).into(),
            note.at.0.into(),
        ];
        turn.run(sql, values).await?;
        turn.commit_with(note).await?;
        Ok(ChannelId(id))
    }

    async fn change_channel(
        &self,
        channel: &Channel,
        by: &str,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "change a channel").await?;
        let said = &channel.said;
        let sql = "UPDATE channels SET name = $1, settings = $2, words = $3, unit_id = $4, paused = $5, \
                   changed_by = $6, changed_at = $7, version = version + 1 \
                   WHERE id = $8 AND version = $9 AND removed_at IS NULL";
        let values: [Value; 9] = [
            without_nul(&said.name).into(),
            json(serde_json::to_string(&said.settings)).into(),
            json(serde_json::to_string(&said.words)).into(),
            said.unit.map(|unit| unit.0).into(),
            i64::from(channel.paused).into(),
            without_nul(by).into(),
            note.at.0.into(),
            channel.id.0.into(),
            channel.version.into(),
        ];
        if turn.run(sql, values).await? == 0 {
            return Err(meanwhile(&turn, channel.id).await?);
        }
        turn.commit_with(note).await
    }

    async fn remove_channel(
        &self,
        id: ChannelId,
        removed: bool,
        by: &str,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "remove a channel or bring it back").await?;
        let was = if removed { "IS NULL" } else { "IS NOT NULL" };
        let sql = format!(
            "UPDATE channels SET removed_at = $1, changed_by = $2, changed_at = $3, \
             version = version + 1 WHERE id = $4 AND removed_at {was}"
        );
        let values: [Value; 4] = [
            removed.then_some(note.at.0).into(),
            without_nul(by).into(),
            note.at.0.into(),
            id.0.into(),
        ];
        if turn.run(&sql, values).await? == 0 {
            return Err(meanwhile(&turn, id).await?);
        }
        turn.commit_with(note).await
    }

    async fn messages(&self, ask: &MessageAsk) -> Result<Vec<Message>, StoreError> {
        message_lists::messages(self, ask).await
    }

    async fn message_counts(&self) -> Result<Vec<(ChannelId, MessageCounts)>, StoreError> {
        message_lists::message_counts(self).await
    }

    async fn send_again(&self, ids: &[MessageId], note: &Note) -> Result<u64, StoreError> {
        message_lists::send_again(self, ids, note).await
    }

    async fn told_person_since(&self, person: PersonId, from: Moment) -> Result<i64, StoreError> {
        message_lists::told_person_since(self, person, from).await
    }

    async fn gather_messages(
        &self,
        held: &[MessageId],
        digests: &[NewMessage],
    ) -> Result<(), StoreError> {
        message_lists::gather_messages(self, held, digests).await
    }

    async fn drop_messages(&self, ids: &[MessageId], note: &Note) -> Result<u64, StoreError> {
        message_lists::drop_messages(self, ids, note).await
    }
}

/// Who was faster.
async fn meanwhile(turn: &Turn, id: ChannelId) -> Result<StoreError, StoreError> {
    let sql = "SELECT changed_by FROM channels WHERE id = $1";
    let Some(row) = turn.row(sql, [id.0.into()]).await? else {
        return Ok(turn.conflict(format!("there is no channel {id}")));
    };
    let by: String = turn.columns(&row).get(0)?;
    Ok(turn.conflict(format!("{by} changed it meanwhile")))
}

pub(crate) async fn channels(store: &SqlStore) -> Result<Vec<Channel>, StoreError> {
    const ACT: &str = "list channels";
    let sql = format!("SELECT {COLUMNS} FROM channels ORDER BY name, id");
    let found = rows(store, ACT, &sql, []).await?;
    found.iter().map(|row| channel(row, ACT)).collect()
}

fn json(written: serde_json::Result<String>) -> String {
    without_nul(&written.expect("settings are plain texts and numbers"))
}

fn channel(row: &QueryResult, act: &'static str) -> Result<Channel, StoreError> {
    let columns = Columns { row, act };
    let wrong = |error: serde_json::Error| corrupt(act, error.to_string());
    let kind: String = columns.get(2)?;
    let said = NewChannel {
        name: columns.get(1)?,
        kind: ChannelKind::from_word(&kind)
            .ok_or_else(|| corrupt(act, format!("{kind} is no kind of channel")))?,
        settings: serde_json::from_str(&columns.get::<String>(3)?).map_err(wrong)?,
        words: serde_json::from_str(&columns.get::<String>(4)?).map_err(wrong)?,
        unit: columns.get::<Option<i64>>(5)?.map(UnitId),
    };
    Ok(Channel {
        id: ChannelId(columns.get(0)?),
        said,
        paused: columns.get::<i64>(6)? != 0,
        removed_at: columns.get::<Option<i64>>(7)?.map(Moment),
        version: columns.get(8)?,
        changed_by: columns.get(9)?,
        changed_at: Moment(columns.get(10)?),
        sent_at: columns.get::<Option<i64>>(11)?.map(Moment),
        failed_at: columns.get::<Option<i64>>(12)?.map(Moment),
        last_error: columns.get(13)?,
    })
}
