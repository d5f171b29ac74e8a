//! Topics. There are few: a desk has dozens.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::routes;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{Language, Moment, Note, PersonId, Route, RouteId, Topic, TopicId, UnitId};
use ports::{StoreError, TopicStore};
use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};

const COLUMNS: &str = "id, name, query, narrowed, notes, unit_id, owner, owner_name, made_at, asked_by, \
                       office_held, approved_by, approved_at, archived_at, changed_by, version";

/// What a topic is narrowed to, as it is kept.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Narrowed {
    places: Vec<String>,
    sources: Vec<String>,
    languages: Vec<String>,
}

#[async_trait]
impl TopicStore for SqlStore {
    async fn topics(&self) -> Result<Vec<Topic>, StoreError> {
        const ACT: &str = "list topics";
        let sql = format!("SELECT {COLUMNS} FROM topics ORDER BY id");
        let found = rows(self, ACT, &sql, []).await?;
        found.iter().map(|row| topic(row, ACT)).collect()
    }

    async fn keep_topic(&self, topic: &Topic, note: &Note) -> Result<TopicId, StoreError> {
        let turn = Turn::begin(self, "keep a topic").await?;
        if topic.archived_at.is_none() {
            // Index: topics_name.
            let sql = "SELECT id FROM topics WHERE name = $1 AND archived_at IS NULL AND id <> $2";
            let values: [Value; 2] = [without_nul(&topic.name).into(), topic.id.0.into()];
            if turn.row(sql, values).await?.is_some() {
                return Err(turn.conflict("another topic has this name"));
            }
        }
        let id = if topic.id == TopicId(0) {
            insert(&turn, topic).await?
        } else {
            update(&turn, topic).await?;
            topic.id
        };
        let note = Note {
            object: id.to_string(),
            ..note.clone()
        };
        turn.commit_with(&note).await?;
        Ok(id)
    }

    async fn routes(&self) -> Result<Vec<Route>, StoreError> {
        routes::routes(self).await
    }

    async fn add_route(&self, route: &Route, note: &Note) -> Result<RouteId, StoreError> {
        routes::add(self, route, note).await
    }

    async fn remove_route(
        &self,
        id: RouteId,
        removed: bool,
        note: &Note,
    ) -> Result<(), StoreError> {
        routes::remove(self, id, removed, note).await
    }
}

async fn insert(turn: &Turn, topic: &Topic) -> Result<TopicId, StoreError> {
    let id = turn.next_id("topics").await?;
    let sql = format!(
        "INSERT INTO topics ({COLUMNS}) VALUES \
         ($15, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)"
    );
    let mut values = values_of(topic);
    values.push(id.into());
    turn.run(&sql, values).await?;
    Ok(TopicId(id))
}

async fn update(turn: &Turn, topic: &Topic) -> Result<(), StoreError> {
    let sql = "UPDATE topics SET name = $1, query = $2, narrowed = $3, notes = $4, unit_id = $5, \
               owner = $6, owner_name = $7, made_at = $8, asked_by = $9, office_held = $10, \
               approved_by = $11, approved_at = $12, archived_at = $13, changed_by = $14, \
               version = version + 1 WHERE id = $15 AND version = $16";
    let mut values = values_of(topic);
    values.extend::<[Value; 2]>([topic.id.0.into(), topic.version.into()]);
    if turn.run(sql, values).await? > 0 {
        return Ok(());
    }
    let sql = "SELECT changed_by FROM topics WHERE id = $1";
    let Some(row) = turn.row(sql, [topic.id.0.into()]).await? else {
        return Err(turn.conflict(format!("there is no topic {}", topic.id)));
    };
    let by: String = turn.columns(&row).get(0)?;
    Err(turn.conflict(format!("{by} changed it meanwhile")))
}

/// What is kept of a topic besides its number and version, in the order of the columns.
fn values_of(topic: &Topic) -> Vec<Value> {
    let narrowed = Narrowed {
        places: topic.places.clone(),
        sources: topic.sources.clone(),
        languages: (topic.languages.iter())
            .map(|one| one.tag().to_owned())
            .collect(),
    };
    let narrowed = serde_json::to_string(&narrowed).expect("lists of plain texts are JSON");
    vec![
        without_nul(&topic.name).into(),
        without_nul(&topic.query).into(),
        without_nul(&narrowed).into(),
        without_nul(&topic.notes).into(),
        topic.unit.map(|unit| unit.0).into(),
        topic.owner.0.into(),
        without_nul(&topic.owner_name).into(),
        topic.made_at.0.into(),
        topic.asked_by.0.into(),
        topic.office_held.as_deref().map(without_nul).into(),
        (topic.approved.as_ref())
            .map(|(by, _)| without_nul(by))
            .into(),
        topic.approved.as_ref().map(|(_, at)| at.0).into(),
        topic.archived_at.map(|at| at.0).into(),
        without_nul(&topic.changed_by).into(),
    ]
}

fn topic(row: &QueryResult, act: &'static str) -> Result<Topic, StoreError> {
    let columns = Columns { row, act };
    let narrowed: String = columns.get(3)?;
    let narrowed: Narrowed =
        serde_json::from_str(&narrowed).map_err(|error| corrupt(act, error.to_string()))?;
    let language = |tag: &String| Language::ALL.into_iter().find(|one| one.tag() == tag);
    let approved_by: Option<String> = columns.get(11)?;
    let approved_at: Option<i64> = columns.get(12)?;
    Ok(Topic {
        id: TopicId(columns.get(0)?),
        name: columns.get(1)?,
        query: columns.get(2)?,
        languages: narrowed.languages.iter().filter_map(language).collect(),
        places: narrowed.places,
        sources: narrowed.sources,
        notes: columns.get(4)?,
        unit: columns.get::<Option<i64>>(5)?.map(UnitId),
        owner: PersonId(columns.get(6)?),
        owner_name: columns.get(7)?,
        made_at: Moment(columns.get(8)?),
        asked_by: PersonId(columns.get(9)?),
        office_held: columns.get(10)?,
        approved: approved_by.zip(approved_at.map(Moment)),
        archived_at: columns.get::<Option<i64>>(13)?.map(Moment),
        changed_by: columns.get(14)?,
        version: columns.get(15)?,
    })
}
