//! Alerts and signals, from rows.

use crate::errors::corrupt;
use crate::rows::Columns;
use model::{
    About, Alert, AlertId, AlertState, DocumentId, HeldBack, Level, LevelReason, Moment, PersonId,
    RuleId, Signal, Why,
};
use ports::StoreError;
use sea_orm::QueryResult;

pub(crate) const ALERT_COLUMNS: &str = "id, about, rule_id, rule_name, title, why, proposed, level, state, signals, first_at, last_at, \
     told_at, held, steps, taken_by, taken_by_name, taken_at, assessment, version, level_why";

pub(crate) fn why_text(why: &Why) -> String {
    serde_json::to_string(why).expect("reasons are plain texts and numbers")
}

pub(crate) fn reasons_text(reasons: &[LevelReason]) -> String {
    serde_json::to_string(reasons).expect("reasons are plain words and numbers")
}

fn reasons(text: &str, act: &'static str) -> Result<Vec<LevelReason>, StoreError> {
    serde_json::from_str(text).map_err(|error| corrupt(act, error.to_string()))
}

fn why(text: &str, act: &'static str) -> Result<Why, StoreError> {
    serde_json::from_str(text).map_err(|error| corrupt(act, error.to_string()))
}

pub(crate) fn alert(row: &QueryResult, act: &'static str) -> Result<Alert, StoreError> {
    let columns = Columns { row, act };
    let word = |index: usize| columns.get::<String>(index);
    let bad = |what: &str| corrupt(act, format!("an alert has no {what}"));
    let taken_by: Option<i64> = columns.get(15)?;
    let taken_by_name: Option<String> = columns.get(16)?;
    let taken_at: Option<i64> = columns.get(17)?;
    Ok(Alert {
        id: AlertId(columns.get(0)?),
        about: About::from_word(&word(1)?).ok_or_else(|| bad("matter"))?,
        rule: RuleId(columns.get(2)?),
        rule_name: columns.get(3)?,
        title: columns.get(4)?,
        why: why(&word(5)?, act)?,
        proposed: Level::from_word(&word(6)?).ok_or_else(|| bad("level"))?,
        level: columns
            .get::<Option<String>>(7)?
            .and_then(|word| Level::from_word(&word)),
        state: AlertState::from_word(&word(8)?).ok_or_else(|| bad("state"))?,
        signals: columns.get(9)?,
        first_at: Moment(columns.get(10)?),
        last_at: Moment(columns.get(11)?),
        told_at: columns.get::<Option<i64>>(12)?.map(Moment),
        held: columns
            .get::<Option<String>>(13)?
            .and_then(|word| HeldBack::from_word(&word)),
        steps: columns.get(14)?,
        taken: taken_by
            .zip(taken_by_name)
            .zip(taken_at)
            .map(|((by, name), at)| (PersonId(by), name, Moment(at))),
        assessment: columns.get(18)?,
        version: columns.get(19)?,
        level_why: reasons(&word(20)?, act)?,
    })
}

/// Columns of a signal with its alert's matter and title, in the order [`signal`] reads them.
pub(crate) const SIGNAL_COLUMNS: &str = "signals.rule_id, signals.rule_name, alerts.about, signals.document_id, signals.at, signals.why, \
     signals.level, alerts.title";

pub(crate) fn signal(row: &QueryResult, act: &'static str) -> Result<Signal, StoreError> {
    let columns = Columns { row, act };
    let word = |index: usize| columns.get::<String>(index);
    let bad = |what: &str| corrupt(act, format!("a signal has no {what}"));
    Ok(Signal {
        rule: RuleId(columns.get(0)?),
        rule_name: columns.get(1)?,
        about: About::from_word(&word(2)?).ok_or_else(|| bad("matter"))?,
        document: columns.get::<Option<i64>>(3)?.map(DocumentId),
        at: Moment(columns.get(4)?),
        why: why(&word(5)?, act)?,
        level: Level::from_word(&word(6)?).ok_or_else(|| bad("level"))?,
        title: columns.get(7)?,
    })
}
