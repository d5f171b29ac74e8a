//! Sessions and one-time links.

use crate::SqlStore;
use crate::people::{PERSON_COLUMN_COUNT, PERSON_COLUMNS, person_of};
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{
    LinkPurpose, Moment, NewSession, Note, OneTimeLink, Person, PersonId, Session, SessionHash,
    limits,
};
use ports::StoreError;
use sea_orm::Value;

const SESSION_COLUMNS: &str = "sessions.id, sessions.person_id, sessions.form_token, sessions.half, \
    sessions.began_at, sessions.used_at, sessions.ends_at, sessions.address, sessions.agent";

fn session_of(columns: &Columns, first: usize) -> Result<Session, StoreError> {
    Ok(Session {
        id: columns.get(first)?,
        person: PersonId(columns.get(first + 1)?),
        form_token: columns.get(first + 2)?,
        half: columns.get::<i64>(first + 3)? != 0,
        began_at: Moment(columns.get(first + 4)?),
        used_at: Moment(columns.get(first + 5)?),
        ends_at: Moment(columns.get(first + 6)?),
        address: columns.get(first + 7)?,
        agent: columns.get(first + 8)?,
    })
}

pub(crate) async fn begin_session(
    store: &SqlStore,
    session: &NewSession,
    instead: Option<&SessionHash>,
    note: Option<&Note>,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "begin a session").await?;
    if let Some(instead) = instead {
        let sql = "DELETE FROM sessions WHERE hash = $1";
        turn.run(sql, [instead.0.as_str().into()]).await?;
    }
    // Index: sessions_ends.
    let sql = "DELETE FROM sessions WHERE ends_at <= $1";
    turn.run(sql, [session.at.0.into()]).await?;
    let id = turn.next_id("sessions").await?;
    let sql = "INSERT INTO sessions (id, hash, person_id, form_token, half, began_at, used_at, ends_at, address, agent) \
               VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)";
    let values: [Value; 9] = [
        id.into(),
        session.hash.0.as_str().into(),
        session.person.0.into(),
        session.form_token.as_str().into(),
        i64::from(session.half).into(),
        session.at.0.into(),
        session.ends_at.0.into(),
        without_nul(&session.address).into(),
        without_nul(&session.agent).into(),
    ];
    turn.run(sql, values).await?;
    if !session.half {
        let sql = "UPDATE people SET signed_in_at = $1 WHERE id = $2";
        turn.run(sql, [session.at.0.into(), session.person.0.into()])
            .await?;
    }
    match note {
        Some(note) => turn.commit_with(note).await,
        None => turn.commit().await,
    }
}

pub(crate) async fn session(
    store: &SqlStore,
    hash: &SessionHash,
    now: Moment,
) -> Result<Option<(Session, Person)>, StoreError> {
    const ACT: &str = "look up a session";
    // Index: sessions_hash.
    let sql = format!(
        "SELECT {PERSON_COLUMNS}, {SESSION_COLUMNS} FROM sessions JOIN people ON people.id = sessions.person_id \
         WHERE sessions.hash = $1 AND sessions.ends_at > $2 AND sessions.used_at > $3 AND people.disabled = 0"
    );
    let values: [Value; 3] = [
        hash.0.as_str().into(),
        now.0.into(),
        (now.0 - limits::SESSION_IDLE_MS).into(),
    ];
    let found = rows(store, ACT, &sql, values).await?;
    let Some(row) = found.first() else {
        return Ok(None);
    };
    let columns = Columns { row, act: ACT };
    Ok(Some((
        session_of(&columns, PERSON_COLUMN_COUNT)?,
        person_of(&columns, 0)?,
    )))
}

pub(crate) async fn use_session(store: &SqlStore, id: i64, at: Moment) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "write down that a session is in use").await?;
    let sql = "UPDATE sessions SET used_at = $1 WHERE id = $2 AND used_at < $1";
    turn.run(sql, [at.0.into(), id.into()]).await?;
    turn.commit().await
}

pub(crate) async fn sessions(
    store: &SqlStore,
    person: PersonId,
    now: Moment,
) -> Result<Vec<Session>, StoreError> {
    const ACT: &str = "list the sessions of a person";
    // Index: sessions_person.
    let sql = format!(
        "SELECT {SESSION_COLUMNS} FROM sessions WHERE person_id = $1 AND ends_at > $2 AND used_at > $3 \
         ORDER BY used_at DESC, id DESC"
    );
    let values: [Value; 3] = [
        person.0.into(),
        now.0.into(),
        (now.0 - limits::SESSION_IDLE_MS).into(),
    ];
    let found = rows(store, ACT, &sql, values).await?;
    found
        .iter()
        .map(|row| session_of(&Columns { row, act: ACT }, 0))
        .collect()
}

pub(crate) async fn end_session(
    store: &SqlStore,
    person: PersonId,
    id: i64,
    note: &Note,
) -> Result<bool, StoreError> {
    let turn = Turn::begin(store, "end a session").await?;
    let sql = "DELETE FROM sessions WHERE id = $1 AND person_id = $2";
    if turn.run(sql, [id.into(), person.0.into()]).await? == 0 {
        return Ok(false);
    }
    turn.commit_with(note).await?;
    Ok(true)
}

pub(crate) async fn make_link(
    store: &SqlStore,
    link: &OneTimeLink,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "make a one-time link").await?;
    let sql = "DELETE FROM one_time_links WHERE person_id = $1 OR ends_at <= $2";
    turn.run(sql, [link.person.0.into(), link.at.0.into()])
        .await?;
    let sql = "INSERT INTO one_time_links (hash, person_id, purpose, at, ends_at) VALUES ($1, $2, $3, $4, $5)";
    let values: [Value; 5] = [
        link.hash.0.as_str().into(),
        link.person.0.into(),
        link.purpose.word().into(),
        link.at.0.into(),
        link.ends_at.0.into(),
    ];
    turn.run(sql, values).await?;
    turn.commit_with(note).await
}

pub(crate) async fn link(
    store: &SqlStore,
    hash: &SessionHash,
    now: Moment,
) -> Result<Option<(OneTimeLink, Person)>, StoreError> {
    const ACT: &str = "look up a one-time link";
    let sql = format!(
        "SELECT {PERSON_COLUMNS}, l.purpose, l.at, l.ends_at FROM one_time_links AS l \
         JOIN people ON people.id = l.person_id WHERE l.hash = $1 AND l.ends_at > $2 AND people.disabled = 0"
    );
    let found = rows(store, ACT, &sql, [hash.0.as_str().into(), now.0.into()]).await?;
    let Some(row) = found.first() else {
        return Ok(None);
    };
    let columns = Columns { row, act: ACT };
    let person = person_of(&columns, 0)?;
    let link = OneTimeLink {
        hash: hash.clone(),
        person: person.id,
        purpose: LinkPurpose::from_word(&columns.get::<String>(PERSON_COLUMN_COUNT)?),
        at: Moment(columns.get(PERSON_COLUMN_COUNT + 1)?),
        ends_at: Moment(columns.get(PERSON_COLUMN_COUNT + 2)?),
    };
    Ok(Some((link, person)))
}
