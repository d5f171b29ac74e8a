//! Alerts: asked for, decided about, told.

use crate::alert_rows::{ALERT_COLUMNS, SIGNAL_COLUMNS, alert, signal};
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use crate::{SqlStore, raise, rule_rows};
use async_trait::async_trait;
use model::{About, Alert, AlertId, DocumentId, Moment, NewMessage, Note, Rule, RuleId, Signal};
use ports::{AlertAsk, AlertStore, Raised, StoreError, WatchMark};
use sea_orm::Value;

#[async_trait]
impl AlertStore for SqlStore {
    async fn rules(&self) -> Result<Vec<Rule>, StoreError> {
        rule_rows::rules(self).await
    }

    async fn keep_rule(&self, rule: &Rule, note: &Note) -> Result<RuleId, StoreError> {
        rule_rows::keep(self, rule, note).await
    }

    async fn remove_rule(&self, id: RuleId, at: Moment, note: &Note) -> Result<(), StoreError> {
        rule_rows::remove(self, id, at, note).await
    }

    async fn watch_mark(&self) -> Result<Option<WatchMark>, StoreError> {
        const ACT: &str = "read how far rules looked";
        let sql = "SELECT last_document, last_revision FROM watch_marks WHERE id = 1";
        let found = rows(self, ACT, sql, []).await?;
        let Some(row) = found.first() else {
            return Ok(None);
        };
        let columns = Columns { row, act: ACT };
        Ok(Some(WatchMark {
            document: DocumentId(columns.get(0)?),
            revision: columns.get(1)?,
        }))
    }

    async fn alerts_of(&self, about: &[About]) -> Result<Vec<Alert>, StoreError> {
        const ACT: &str = "look up alerts";
        let mut found = Vec::new();
        // Index: alerts_open.
        let sql =
            format!("SELECT {ALERT_COLUMNS} FROM alerts WHERE about = $1 AND state <> 'closed'");
        for one in about {
            let row = rows(self, ACT, &sql, [one.word().into()]).await?;
            if let Some(row) = row.first() {
                found.push(alert(row, ACT)?);
            }
        }
        Ok(found)
    }

    async fn raise(&self, raised: &[Raised], mark: WatchMark) -> Result<Vec<AlertId>, StoreError> {
        raise::raise(self, raised, mark).await
    }

    async fn alerts_told_after(&self, at: Moment, limit: u64) -> Result<Vec<Alert>, StoreError> {
        const ACT: &str = "list what was told";
        // Index: alerts_told.
        let sql = format!(
            "SELECT {ALERT_COLUMNS} FROM alerts WHERE told_at > $1 ORDER BY told_at, id LIMIT {limit}"
        );
        let found = rows(self, ACT, &sql, [at.0.into()]).await?;
        found.iter().map(|row| alert(row, ACT)).collect()
    }

    async fn told_since(&self, from: Moment) -> Result<i64, StoreError> {
        const ACT: &str = "count what was told";
        // Index: alerts_told.
        let sql = "SELECT COUNT(*) FROM alerts WHERE told_at >= $1";
        let found = rows(self, ACT, sql, [from.0.into()]).await?;
        let row = found.first();
        row.map_or(Ok(0), |row| Columns { row, act: ACT }.get(0))
    }

    async fn alerts(&self, ask: &AlertAsk) -> Result<Vec<Alert>, StoreError> {
        const ACT: &str = "list alerts";
        let mut words: Vec<&str> = vec!["id < $1"];
        let before = ask.before.map_or(i64::MAX, |id| id.0);
        let mut values: Vec<Value> = vec![before.into()];
        if let Some(state) = ask.state {
            // Index: alerts_state.
            words.push("state = $2");
            values.push(state.word().into());
        }
        if ask.held {
            words.push("held IS NOT NULL AND state <> 'closed'");
        }
        let of_topic;
        if let Some(topic) = ask.topic {
            values.push(topic.0.into());
            // Indexes: rules_topic, alerts_rule, signals_rule.
            let rules = format!("(SELECT id FROM rules WHERE topic_id = ${})", values.len());
            of_topic = format!(
                "(rule_id IN {rules} OR id IN (SELECT alert_id FROM signals WHERE rule_id IN {rules}))"
            );
            words.push(&of_topic);
        }
        let of_matter;
        if let Some(about) = ask.about {
            values.push(about.word().into());
            // Index: alerts_about.
            of_matter = format!("about = ${}", values.len());
            words.push(&of_matter);
        }
        let sql = format!(
            "SELECT {ALERT_COLUMNS} FROM alerts WHERE {} ORDER BY id DESC LIMIT {}",
            words.join(" AND "),
            ask.limit
        );
        let found = rows(self, ACT, &sql, values).await?;
        found.iter().map(|row| alert(row, ACT)).collect()
    }

    async fn alert(&self, id: AlertId) -> Result<Option<Alert>, StoreError> {
        const ACT: &str = "read an alert";
        let sql = format!("SELECT {ALERT_COLUMNS} FROM alerts WHERE id = $1");
        let found = rows(self, ACT, &sql, [id.0.into()]).await?;
        found.first().map(|row| alert(row, ACT)).transpose()
    }

    async fn signals(&self, id: AlertId, limit: u64) -> Result<Vec<Signal>, StoreError> {
        const ACT: &str = "list signals";
        // Index: signals_alert.
        let sql = format!(
            "SELECT {SIGNAL_COLUMNS} FROM signals JOIN alerts ON alerts.id = signals.alert_id \
             WHERE signals.alert_id = $1 ORDER BY signals.id DESC LIMIT {limit}"
        );
        let found = rows(self, ACT, &sql, [id.0.into()]).await?;
        found.iter().map(|row| signal(row, ACT)).collect()
    }

    async fn change_alert(
        &self,
        alert: &Alert,
        messages: &[NewMessage],
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "decide about an alert").await?;
        let sql = "UPDATE alerts SET level = $1, state = $2, taken_by = $3, taken_by_name = $4, \
                   taken_at = $5, assessment = $6, steps = $7, version = version + 1 \
                   WHERE id = $8 AND version = $9";
        let taken = alert.taken.as_ref();
        let values: [Value; 9] = [
            alert.level.map(model::Level::word).into(),
            alert.state.word().into(),
            taken.map(|(by, _, _)| by.0).into(),
            taken.map(|(_, name, _)| without_nul(name)).into(),
            taken.map(|(_, _, at)| at.0).into(),
            without_nul(&alert.assessment).into(),
            alert.steps.into(),
            alert.id.0.into(),
            alert.version.into(),
        ];
        if turn.run(sql, values).await? == 0 {
            return Err(turn.conflict("somebody else decided about this alert meanwhile"));
        }
        crate::messages::put(&turn, messages).await?;
        turn.commit_with(note).await
    }

    async fn told(
        &self,
        alerts: &[AlertId],
        at: Moment,
        messages: &[NewMessage],
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "tell what was held back").await?;
        let sql = "UPDATE alerts SET told_at = $1, held = NULL WHERE id = $2";
        for id in alerts {
            turn.run(sql, [at.0.into(), id.0.into()]).await?;
        }
        crate::messages::put(&turn, messages).await?;
        turn.commit().await
    }
}
