//! Rules. There are few: a desk has dozens.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{Level, Moment, Note, PersonId, Rule, RuleId, Sensitivity, TopicId, Watched};
use ports::StoreError;
use sea_orm::{QueryResult, Value};

const COLUMNS: &str = "id, name, watched, query, sensitivity, number, level, cool_down_minutes, \
                       channels, paused, topic_id, asked_by, owner, owner_name, made_at, office_held, \
                       approved_by, approved_at, version";

pub(crate) async fn rules(store: &SqlStore) -> Result<Vec<Rule>, StoreError> {
    const ACT: &str = "list rules";
    let sql = format!("SELECT {COLUMNS} FROM rules WHERE removed_at IS NULL ORDER BY id");
    let found = rows(store, ACT, &sql, []).await?;
    found.iter().map(|row| rule(row, ACT)).collect()
}

pub(crate) async fn keep(store: &SqlStore, rule: &Rule, note: &Note) -> Result<RuleId, StoreError> {
    let turn = Turn::begin(store, "keep a rule").await?;
    let id = if rule.id == RuleId(0) {
        insert(&turn, rule).await?
    } else {
        update(&turn, rule).await?;
        rule.id
    };
    let note = Note {
        object: id.to_string(),
        ..note.clone()
    };
    turn.commit_with(&note).await?;
    Ok(id)
}

async fn insert(turn: &Turn, rule: &Rule) -> Result<RuleId, StoreError> {
    let id = turn.next_id("rules").await?;
    let sql = format!(
        "INSERT INTO rules ({COLUMNS}) VALUES \
         ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)"
    );
    let mut values = vec![id.into()];
    values.extend(values_of(rule));
    values.extend::<[Value; 6]>([
        rule.owner.0.into(),
        without_nul(&rule.owner_name).into(),
        rule.made_at.0.into(),
        rule.office_held.as_deref().map(without_nul).into(),
        rule.approved.as_ref().map(|(by, _)| without_nul(by)).into(),
        rule.approved.as_ref().map(|(_, at)| at.0).into(),
    ]);
    turn.run(&sql, values).await?;
    Ok(RuleId(id))
}

async fn update(turn: &Turn, rule: &Rule) -> Result<(), StoreError> {
    let sql = "UPDATE rules SET name = $1, watched = $2, query = $3, sensitivity = $4, number = $5, \
               level = $6, cool_down_minutes = $7, channels = $8, paused = $9, topic_id = $10, \
               asked_by = $11, office_held = $12, approved_by = $13, approved_at = $14, \
               version = version + 1 WHERE id = $15 AND version = $16 AND removed_at IS NULL";
    let mut values = values_of(rule);
    values.extend::<[Value; 5]>([
        rule.office_held.as_deref().map(without_nul).into(),
        rule.approved.as_ref().map(|(by, _)| without_nul(by)).into(),
        rule.approved.as_ref().map(|(_, at)| at.0).into(),
        rule.id.0.into(),
        rule.version.into(),
    ]);
    if turn.run(sql, values).await? == 0 {
        return Err(turn.conflict("somebody else changed or removed this rule meanwhile"));
    }
    Ok(())
}

/// What people choose of a rule, in the order of its columns.
fn values_of(rule: &Rule) -> Vec<Value> {
    let channels: Vec<String> = rule.channels.iter().map(|id| id.0.to_string()).collect();
    vec![
        without_nul(&rule.name).into(),
        rule.watched.word().into(),
        without_nul(&rule.query).into(),
        rule.sensitivity.word().into(),
        rule.number.into(),
        rule.level.word().into(),
        rule.cool_down_minutes.into(),
        channels.join(" ").into(),
        i64::from(rule.paused).into(),
        rule.topic.map(|topic| topic.0).into(),
        rule.asked_by.0.into(),
    ]
}

pub(crate) async fn remove(
    store: &SqlStore,
    id: RuleId,
    at: Moment,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "remove a rule").await?;
    let sql = "UPDATE rules SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL";
    if turn.run(sql, [at.0.into(), id.0.into()]).await? == 0 {
        return Err(turn.conflict("it is gone already"));
    }
    turn.commit_with(note).await
}

fn rule(row: &QueryResult, act: &'static str) -> Result<Rule, StoreError> {
    let columns = Columns { row, act };
    let bad = |what: &str| corrupt(act, format!("a rule has no {what}"));
    let watched: String = columns.get(2)?;
    let sensitivity: String = columns.get(4)?;
    let level: String = columns.get(6)?;
    let channels: String = columns.get(8)?;
    let approved_by: Option<String> = columns.get(16)?;
    let approved_at: Option<i64> = columns.get(17)?;
    Ok(Rule {
        id: RuleId(columns.get(0)?),
        name: columns.get(1)?,
        watched: Watched::from_word(&watched).ok_or_else(|| bad("kind"))?,
        query: columns.get(3)?,
        sensitivity: Sensitivity::from_word(&sensitivity).unwrap_or_default(),
        number: columns.get(5)?,
        level: Level::from_word(&level).ok_or_else(|| bad("level"))?,
        cool_down_minutes: columns.get(7)?,
        channels: channels
            .split(' ')
            .filter_map(|id| id.parse().ok().map(model::ChannelId))
            .collect(),
        paused: columns.get::<i64>(9)? != 0,
        topic: columns.get::<Option<i64>>(10)?.map(TopicId),
        // Rules of before were asked by their owners.
        asked_by: PersonId(match columns.get(11)? {
            Some(id) => id,
            None => columns.get(12)?,
        }),
        owner: PersonId(columns.get(12)?),
        owner_name: columns.get(13)?,
        made_at: Moment(columns.get(14)?),
        office_held: columns.get(15)?,
        approved: approved_by.zip(approved_at.map(Moment)),
        version: columns.get(18)?,
    })
}
