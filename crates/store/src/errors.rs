//! What the database says, made into what the desk can act on.

use ports::StoreError;
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// Turns an error met while trying to `act` into one of ours.
pub(crate) fn failed(act: &'static str) -> impl Fn(DbErr) -> StoreError {
    move |error| classify(act, &error)
}

fn classify(act: &'static str, error: &DbErr) -> StoreError {
    if let Some(
        SqlErr::UniqueConstraintViolation(why) | SqlErr::ForeignKeyConstraintViolation(why),
    ) = error.sql_err()
    {
        return StoreError::Conflict { act, why };
    }
    let why = error.to_string();
    let code = code_of(error).unwrap_or_default();
    // Primary result codes of SQLite: 11 CORRUPT, 26 NOTADB.
    let primary = primary(&code);
    if matches!(primary, 11 | 26)
        || matches!(error, DbErr::Type(_) | DbErr::Json(_))
        || code.starts_with("XX")
    {
        return StoreError::Corrupt { act, why };
    }
    // 13 FULL, 8 READONLY, 10 IOERR, 14 CANTOPEN, 5 BUSY, 6 LOCKED.
    let advice = match primary {
        13 => "the disk is full; free space, then go on: nothing that was kept is lost",
        8 => "the database is read-only; make its directory writable",
        5 | 6 => "another process is writing; try again when it has finished",
        10 => "the disk cannot be read or written; check it",
        14 => "the database file cannot be opened; check the path and its permissions",
        _ => "check that the database is there and reachable",
    };
    StoreError::Unavailable {
        act,
        why: format!("{why}; {advice}"),
    }
}

/// Whether another process holds the file (5 BUSY).
pub(crate) fn is_locked(error: &DbErr) -> bool {
    code_of(error).is_some_and(|code| primary(&code) == 5)
}

/// The primary result code of SQLite, which stands in the low byte.
fn primary(code: &str) -> u32 {
    code.parse::<u32>().map_or(0, |code| code & 0xff)
}

fn code_of(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    match &**error {
        sqlx::Error::Database(error) => error.code().map(std::borrow::Cow::into_owned),
        _ => None,
    }
}

/// A row that does not hold what it should.
pub(crate) fn corrupt(act: &'static str, why: impl Into<String>) -> StoreError {
    StoreError::Corrupt {
        act,
        why: why.into(),
    }
}
