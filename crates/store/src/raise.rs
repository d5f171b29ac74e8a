//! What was seen is written down with what leaves the house for it, in one transaction.

use crate::SqlStore;
use crate::alert_rows::{reasons_text, why_text};
use crate::rows::without_nul;
use crate::turn::Turn;
use model::{AlertId, Level, NewMessage};
use ports::{Raised, StoreError, WatchMark};
use sea_orm::Value;

pub(crate) async fn raise(
    store: &SqlStore,
    raised: &[Raised],
    mark: WatchMark,
) -> Result<Vec<AlertId>, StoreError> {
    let turn = Turn::begin(store, "write down what rules saw").await?;
    let mut ids = Vec::with_capacity(raised.len());
    for one in raised {
        let id = match add_to(&turn, one).await? {
            Some(id) => id,
            None => open(&turn, one).await?,
        };
        add_signals(&turn, id, one).await?;
        crate::messages::put(&turn, &numbered(&one.messages, id)).await?;
        ids.push(AlertId(id));
    }
    remember(&turn, mark).await?;
    turn.commit().await?;
    Ok(ids)
}

/// Adds signals to the alert of the same matter that is not closed.
async fn add_to(turn: &Turn, one: &Raised) -> Result<Option<i64>, StoreError> {
    // Index: alerts_open.
    let sql = "SELECT id, proposed FROM alerts WHERE about = $1 AND state <> 'closed'";
    let Some(row) = turn.row(sql, [one.about.word().into()]).await? else {
        return Ok(None);
    };
    let columns = turn.columns(&row);
    let id: i64 = columns.get(0)?;
    let before = Level::from_word(&columns.get::<String>(1)?).unwrap_or(Level::Blue);
    let told = one.told.then_some(one.at.0);
    let sql = "UPDATE alerts SET signals = signals + $1, \
               last_at = CASE WHEN last_at < $2 THEN $2 ELSE last_at END, \
               told_at = COALESCE($3, told_at), held = CASE WHEN $4 = 1 THEN NULL ELSE COALESCE($5, held) END, \
               title = $6, state = CASE WHEN $4 = 1 AND $7 = 1 THEN 'open' ELSE state END WHERE id = $8";
    let graver = one.level < before;
    let values: [Value; 8] = [
        one.signals.into(),
        one.at.0.into(),
        told.into(),
        i64::from(one.told).into(),
        one.held.map(model::HeldBack::word).into(),
        without_nul(&one.title).into(),
        i64::from(graver).into(),
        id.into(),
    ];
    turn.run(sql, values).await?;
    if graver {
        let sql =
            "UPDATE alerts SET proposed = $1, why = $2, level_why = $3, steps = 0 WHERE id = $4";
        let values: [Value; 4] = [
            one.level.word().into(),
            why_text(&one.why).into(),
            reasons_text(&one.level_why).into(),
            id.into(),
        ];
        turn.run(sql, values).await?;
    }
    Ok(Some(id))
}

async fn open(turn: &Turn, one: &Raised) -> Result<i64, StoreError> {
    let id = turn.next_id("alerts").await?;
    let sql = "INSERT INTO alerts (id, about, rule_id, rule_name, title, why, proposed, state, signals, \
               first_at, last_at, told_at, held, steps, assessment, version, level_why) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $9, $10, $11, 0, '', 1, $12)";
    let values: [Value; 12] = [
        id.into(),
        one.about.word().into(),
        one.rule.0.into(),
        without_nul(&one.rule_name).into(),
        without_nul(&one.title).into(),
        why_text(&one.why).into(),
        one.level.word().into(),
        one.signals.into(),
        one.at.0.into(),
        one.told.then_some(one.at.0).into(),
        one.held.map(model::HeldBack::word).into(),
        reasons_text(&one.level_why).into(),
    ];
    turn.run(sql, values).await?;
    Ok(id)
}

async fn add_signals(turn: &Turn, alert: i64, one: &Raised) -> Result<(), StoreError> {
    let mut id = turn.next_id("signals").await?;
    let sql = "INSERT INTO signals (id, alert_id, rule_id, rule_name, document_id, at, why, level) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    for signal in &one.kept {
        let values: [Value; 8] = [
            id.into(),
            alert.into(),
            signal.rule.0.into(),
            without_nul(&signal.rule_name).into(),
            signal.document.map(|document| document.0).into(),
            signal.at.0.into(),
            why_text(&signal.why).into(),
            signal.level.word().into(),
        ];
        turn.run(sql, values).await?;
        id += 1;
    }
    Ok(())
}

/// Messages with the alert's number in them.
fn numbered(messages: &[NewMessage], id: i64) -> Vec<NewMessage> {
    let shown = AlertId(id).to_string();
    let put = |text: &str| text.replace("{alert}", &shown);
    messages
        .iter()
        .map(|message| NewMessage {
            key: put(&message.key),
            page: message.page.as_deref().map(put),
            ..message.clone()
        })
        .collect()
}

async fn remember(turn: &Turn, mark: WatchMark) -> Result<(), StoreError> {
    let sql = "INSERT INTO watch_marks (id, last_document, last_revision) VALUES (1, $1, $2) \
               ON CONFLICT (id) DO UPDATE SET last_document = $1, last_revision = $2";
    let values: [Value; 2] = [mark.document.0.into(), mark.revision.into()];
    turn.run(sql, values).await?;
    Ok(())
}
