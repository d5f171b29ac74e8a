//! What people sign in with, and how often that failed.

use crate::SqlStore;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{Moment, Note, PersonId, SessionHash};
use ports::{Failures, Secrets, StoreError, UsedCode};
use sea_orm::Value;

pub(crate) async fn secrets(store: &SqlStore, id: PersonId) -> Result<Secrets, StoreError> {
    const ACT: &str = "read what a person signs in with";
    let sql = "SELECT password, code_secret, code_step FROM people WHERE id = $1";
    let found = rows(store, ACT, sql, [id.0.into()]).await?;
    let Some(row) = found.first() else {
        return Ok(Secrets::default());
    };
    let columns = Columns { row, act: ACT };
    let sql = "SELECT hash FROM recovery_codes WHERE person_id = $1 ORDER BY hash";
    let codes = rows(store, ACT, sql, [id.0.into()]).await?;
    Ok(Secrets {
        password: columns.get(0)?,
        code_secret: columns.get(1)?,
        code_step: columns.get(2)?,
        recovery: codes
            .iter()
            .map(|row| Columns { row, act: ACT }.get(0))
            .collect::<Result<_, _>>()?,
    })
}

pub(crate) async fn change_secrets(
    store: &SqlStore,
    id: PersonId,
    secrets: &Secrets,
    keep: Option<&SessionHash>,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "change what a person signs in with").await?;
    let sql = "UPDATE people SET password = $1, code_secret = $2, code_step = $3 WHERE id = $4";
    let values: [Value; 4] = [
        secrets.password.as_deref().into(),
        secrets.code_secret.as_deref().into(),
        secrets.code_step.into(),
        id.0.into(),
    ];
    turn.run(sql, values).await?;
    let sql = "DELETE FROM recovery_codes WHERE person_id = $1";
    turn.run(sql, [id.0.into()]).await?;
    for hash in &secrets.recovery {
        let sql = "INSERT INTO recovery_codes (person_id, hash) VALUES ($1, $2)";
        turn.run(sql, [id.0.into(), hash.as_str().into()]).await?;
    }
    let kept = keep.map_or("", |hash| hash.0.as_str());
    let sql = "DELETE FROM sessions WHERE person_id = $1 AND hash <> $2";
    turn.run(sql, [id.0.into(), kept.into()]).await?;
    let sql = "DELETE FROM one_time_links WHERE person_id = $1";
    turn.run(sql, [id.0.into()]).await?;
    turn.commit_with(note).await
}

pub(crate) async fn use_code(
    store: &SqlStore,
    id: PersonId,
    used: &UsedCode,
) -> Result<bool, StoreError> {
    let turn = Turn::begin(store, "use up a code").await?;
    let touched = match used {
        UsedCode::Step(step) => {
            let sql = "UPDATE people SET code_step = $1 WHERE id = $2 AND code_step < $1";
            turn.run(sql, [(*step).into(), id.0.into()]).await?
        }
        UsedCode::Recovery(hash) => {
            let sql = "DELETE FROM recovery_codes WHERE person_id = $1 AND hash = $2";
            turn.run(sql, [id.0.into(), hash.as_str().into()]).await?
        }
    };
    turn.commit().await?;
    Ok(touched > 0)
}

pub(crate) async fn failures(store: &SqlStore, key: &str) -> Result<Failures, StoreError> {
    const ACT: &str = "look up how often signing in failed";
    let sql = "SELECT count, until FROM login_failures WHERE key = $1";
    let found = rows(store, ACT, sql, [without_nul(key).into()]).await?;
    let Some(row) = found.first() else {
        return Ok(Failures::default());
    };
    let columns = Columns { row, act: ACT };
    Ok(Failures {
        count: columns.get(0)?,
        until: Moment(columns.get(1)?),
    })
}

pub(crate) async fn keep_failures(
    store: &SqlStore,
    key: &str,
    failures: Failures,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "write down that signing in failed").await?;
    let key = without_nul(key);
    let sql = "DELETE FROM login_failures WHERE key = $1";
    turn.run(sql, [key.as_str().into()]).await?;
    if failures.count > 0 {
        let sql = "INSERT INTO login_failures (key, count, until) VALUES ($1, $2, $3)";
        let values = [key.into(), failures.count.into(), failures.until.0.into()];
        turn.run(sql, values).await?;
    }
    turn.commit().await
}
