//! Pieces of SQL that are the same on both databases.

use sea_orm::DbBackend;
use std::fmt::Write as _;

/// `INSERT INTO table (columns) VALUES ($1, …), …` with `rows` rows; `end` takes no values. On SQLite
/// the values have no names, `(?, …)`: the driver asks for the name of each, and SQLite looks through
/// all names for it, which cost more than keeping the rows did.
pub(crate) fn insert_sql(
    backend: DbBackend,
    table: &str,
    columns: &str,
    column_count: usize,
    rows: usize,
    end: &str,
) -> String {
    let mut sql = format!("INSERT INTO {table} ({columns}) VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..column_count {
            let comma = if column == 0 { "" } else { ", " };
            if backend == DbBackend::Sqlite {
                write!(sql, "{comma}?")
            } else {
                write!(sql, "{comma}${}", row * column_count + column + 1)
            }
            .expect("writing to a string cannot fail");
        }
        sql.push(')');
    }
    sql.push_str(end);
    sql
}

/// `($1, $2), ($3, $4), …`
pub(crate) fn pairs(count: usize) -> String {
    let pair = |at: usize| format!("(${}, ${})", at * 2 + 1, at * 2 + 2);
    let all: Vec<String> = (0..count).map(pair).collect();
    all.join(", ")
}

/// `$1, $2, …`
pub(crate) fn placeholders(count: usize) -> String {
    let all: Vec<String> = (1..=count).map(|number| format!("${number}")).collect();
    all.join(", ")
}
