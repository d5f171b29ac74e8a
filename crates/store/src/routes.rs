//! Routes: where alerts of topics and units also go. There are few: a desk has dozens.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{ChannelId, Moment, Note, Route, RouteId, RouteOf};
use ports::StoreError;
use sea_orm::{QueryResult, Value};

const COLUMNS: &str = "id, route_of, channel_id, words, everyones, made_by, made_at, removed_at";

pub(crate) async fn routes(store: &SqlStore) -> Result<Vec<Route>, StoreError> {
    const ACT: &str = "list routes";
    let sql = format!("SELECT {COLUMNS} FROM routes ORDER BY id");
    let found = rows(store, ACT, &sql, []).await?;
    found.iter().map(|row| route(row, ACT)).collect()
}

pub(crate) async fn add(
    store: &SqlStore,
    route: &Route,
    note: &Note,
) -> Result<RouteId, StoreError> {
    let turn = Turn::begin(store, "add a route").await?;
    let id = turn.next_id("routes").await?;
    let sql = "INSERT INTO routes (id, route_of, channel_id, words, everyones, made_by, made_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values: [Value; 7] = [
        id.into(),
        route.of.word().into(),
        route.channel.0.into(),
        without_nul(&route.words).into(),
        i64::from(route.everyones).into(),
        without_nul(&route.made_by).into(),
        route.made_at.0.into(),
    ];
    turn.run(sql, values).await?;
    let note = Note {
        object: RouteId(id).to_string(),
        ..note.clone()
    };
    turn.commit_with(&note).await?;
    Ok(RouteId(id))
}

pub(crate) async fn remove(
    store: &SqlStore,
    id: RouteId,
    removed: bool,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "remove a route or bring it back").await?;
    let was = if removed { "IS NULL" } else { "IS NOT NULL" };
    let sql = format!("UPDATE routes SET removed_at = $1 WHERE id = $2 AND removed_at {was}");
    let values: [Value; 2] = [removed.then_some(note.at.0).into(), id.0.into()];
    if turn.run(&sql, values).await? == 0 {
        return Err(turn.conflict("it is so already, or there is no such route"));
    }
    turn.commit_with(note).await
}

fn route(row: &QueryResult, act: &'static str) -> Result<Route, StoreError> {
    let columns = Columns { row, act };
    let of: String = columns.get(1)?;
    Ok(Route {
        id: RouteId(columns.get(0)?),
        of: RouteOf::from_word(&of).ok_or_else(|| corrupt(act, "a route is nobody's"))?,
        channel: ChannelId(columns.get(2)?),
        words: columns.get(3)?,
        everyones: columns.get::<i64>(4)? != 0,
        made_by: columns.get(5)?,
        made_at: Moment(columns.get(6)?),
        removed_at: columns.get::<Option<i64>>(7)?.map(Moment),
    })
}
