//! Holds: documents that are not purged while something cites them.

use crate::SqlStore;
use crate::lists::Conditions;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{CaseId, CitedBy, DocumentId, EventId, Hold, HoldId, HoldOn, Moment, NewHold, Note};
use ports::{HoldAsk, HoldStore, StoreError};
use sea_orm::{QueryResult, Value};

const COLUMNS: &str = "h.id, h.document_id, h.event_id, h.cited_by, h.reference, h.reason, h.placed_at, \
    h.placed_by, h.released_at, h.released_by, \
    (SELECT COUNT(*) FROM hold_documents AS k WHERE k.hold_id = h.id)";

#[async_trait]
impl HoldStore for SqlStore {
    async fn hold(&self, hold: &NewHold, note: &Note) -> Result<HoldId, StoreError> {
        let turn = Turn::begin(self, "place a hold").await?;
        if is_held(&turn, hold).await? {
            return Err(turn.conflict(format!(
                "{} is on hold for {} {} already",
                hold.on,
                hold.cited_by.word(),
                hold.reference
            )));
        }
        let (id, documents) = place(&turn, hold, note).await?;
        if documents == 0 {
            return Err(turn.conflict(format!("{} is not there, or all of it was purged", hold.on)));
        }
        turn.commit_with(note).await?;
        Ok(HoldId(id))
    }

    async fn release(&self, id: HoldId, note: &Note) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "release a hold").await?;
        let sql = "UPDATE holds SET released_at = $1, released_by = $2 WHERE id = $3 AND released_at IS NULL";
        let values: [Value; 3] = [
            note.at.0.into(),
            without_nul(&note.who.name).into(),
            id.0.into(),
        ];
        if turn.run(sql, values).await? == 0 {
            return Err(turn.conflict(format!("{id} is not there, or was released before")));
        }
        let sql = "DELETE FROM hold_documents WHERE hold_id = $1";
        turn.run(sql, [id.0.into()]).await?;
        turn.commit_with(note).await
    }

    async fn holds(&self, ask: &HoldAsk) -> Result<Vec<Hold>, StoreError> {
        const ACT: &str = "list holds";
        let which = conditions(ask);
        let sql = format!(
            "SELECT {COLUMNS} FROM holds AS h WHERE {} ORDER BY h.id DESC LIMIT {}",
            which.joined(),
            ask.limit
        );
        let found = rows(self, ACT, &sql, which.values).await?;
        found.iter().map(|row| hold(row, ACT)).collect()
    }

    async fn join_holds(&self) -> Result<(), StoreError> {
        const ACT: &str = "hold what joined events on hold";
        let open = "SELECT 1 FROM holds WHERE event_id IS NOT NULL AND released_at IS NULL LIMIT 1";
        if rows(self, ACT, open, []).await?.is_empty() {
            return Ok(());
        }
        let turn = Turn::begin(self, ACT).await?;
        // Index: holds_event, then documents_event.
        let sql = "INSERT INTO hold_documents (hold_id, document_id) \
                   SELECT h.id, d.id FROM holds AS h JOIN documents AS d ON d.event_id = h.event_id \
                   WHERE h.event_id IS NOT NULL AND h.released_at IS NULL AND d.purged_at IS NULL \
                   ON CONFLICT (hold_id, document_id) DO NOTHING";
        turn.run(sql, []).await?;
        turn.commit().await
    }
}

fn conditions(ask: &HoldAsk) -> Conditions {
    // Index: holds_document, holds_event, holds_cited, hold_documents_document or the primary
    // key. People and cases place few of them.
    let mut which = Conditions::default();
    match ask.on {
        Some(HoldOn::Document(id)) => which.add("h.document_id =", id.0, ""),
        Some(HoldOn::Event(id)) => which.add("h.event_id =", id.0, ""),
        None => {}
    }
    if let Some(id) = ask.keeps {
        which.add(
            "(h.id IN (SELECT hold_id FROM hold_documents WHERE document_id =",
            id.0,
            ")",
        );
        which.add(
            "h.event_id = (SELECT event_id FROM documents WHERE id =",
            id.0,
            "))",
        );
        let event = which.words.pop().unwrap_or_default();
        let own = which.words.pop().unwrap_or_default();
        which.words.push(format!("{own} OR {event}"));
    }
    if let Some(kind) = ask.cited_by {
        which.add("h.cited_by =", kind.word(), "");
    }
    if let Some(reference) = &ask.reference {
        which.add("h.reference =", without_nul(reference), "");
    }
    if let Some(before) = ask.before {
        which.add("h.id <", before.0, "");
    }
    if !ask.released {
        which.words.push("h.released_at IS NULL".to_owned());
    }
    which
}

/// Places a hold, and gives how many documents it holds.
async fn place(turn: &Turn, hold: &NewHold, note: &Note) -> Result<(i64, u64), StoreError> {
    let id = turn.next_id("holds").await?;
    let sql = "INSERT INTO holds (id, document_id, event_id, cited_by, reference, reason, placed_at, placed_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let (document, event) = sides(hold.on);
    let values: [Value; 8] = [
        id.into(),
        document.into(),
        event.into(),
        hold.cited_by.word().into(),
        without_nul(&hold.reference).into(),
        without_nul(&hold.reason).into(),
        note.at.0.into(),
        without_nul(&note.who.name).into(),
    ];
    turn.run(sql, values).await?;
    // Index: the primary key; documents_event.
    let which = match hold.on {
        HoldOn::Document(_) => "id = $2",
        HoldOn::Event(_) => "event_id = $2",
    };
    let sql = format!(
        "INSERT INTO hold_documents (hold_id, document_id) \
         SELECT CAST($1 AS BIGINT), id FROM documents WHERE {which} AND purged_at IS NULL"
    );
    let on = document.or(event);
    let documents = turn.run(&sql, [id.into(), on.into()]).await?;
    Ok((id, documents))
}

/// An event of a case is on hold, whoever opened it and however often it is asked for.
pub(crate) async fn hold_for_case(
    turn: &Turn,
    event: EventId,
    case: CaseId,
    title: &str,
    note: &Note,
) -> Result<(), StoreError> {
    let hold = NewHold {
        on: HoldOn::Event(event),
        cited_by: CitedBy::Case,
        reference: case.to_string(),
        reason: title.to_owned(),
    };
    if !is_held(turn, &hold).await? {
        place(turn, &hold, note).await?;
    }
    Ok(())
}

/// The same case or report holds a thing once; what has no reference may be held for many reasons.
async fn is_held(turn: &Turn, hold: &NewHold) -> Result<bool, StoreError> {
    if hold.reference.is_empty() {
        return Ok(false);
    }
    let (document, event) = sides(hold.on);
    // Index: holds_cited.
    let sql = "SELECT id FROM holds WHERE cited_by = $1 AND reference = $2 AND released_at IS NULL \
               AND COALESCE(document_id, 0) = $3 AND COALESCE(event_id, 0) = $4";
    let values: [Value; 4] = [
        hold.cited_by.word().into(),
        without_nul(&hold.reference).into(),
        document.unwrap_or(0).into(),
        event.unwrap_or(0).into(),
    ];
    Ok(turn.row(sql, values).await?.is_some())
}

/// A hold goes with its event where that is merged into another one.
pub(crate) async fn follow_merge(
    turn: &Turn,
    from: EventId,
    into: EventId,
) -> Result<(), StoreError> {
    // Index: holds_event.
    let sql = "UPDATE holds SET event_id = $1 WHERE event_id = $2 AND released_at IS NULL";
    turn.run(sql, [into.0.into(), from.0.into()]).await?;
    Ok(())
}

fn sides(on: HoldOn) -> (Option<i64>, Option<i64>) {
    match on {
        HoldOn::Document(id) => (Some(id.0), None),
        HoldOn::Event(id) => (None, Some(id.0)),
    }
}

fn hold(row: &QueryResult, act: &'static str) -> Result<Hold, StoreError> {
    let columns = Columns { row, act };
    let document: Option<i64> = columns.get(1)?;
    let event: Option<i64> = columns.get(2)?;
    let on = document.map_or_else(
        || HoldOn::Event(EventId(event.unwrap_or_default())),
        |id| HoldOn::Document(DocumentId(id)),
    );
    let released_at: Option<i64> = columns.get(8)?;
    let released_by: Option<String> = columns.get(9)?;
    Ok(Hold {
        id: HoldId(columns.get(0)?),
        said: NewHold {
            on,
            cited_by: CitedBy::from_word(&columns.get::<String>(3)?).unwrap_or(CitedBy::Other),
            reference: columns.get(4)?,
            reason: columns.get(5)?,
        },
        placed_at: Moment(columns.get(6)?),
        placed_by: columns.get(7)?,
        released: released_at.map(|at| (Moment(at), released_by.unwrap_or_default())),
        documents: columns.get::<i64>(10)?.unsigned_abs(),
    })
}
