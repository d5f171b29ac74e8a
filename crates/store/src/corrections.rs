//! Corrections: kept with everything they change, in one transaction.

use crate::SqlStore;
use crate::documents::{EVENT_UPDATE, next_revision_in};
use crate::errors::corrupt;
use crate::rows::{Columns, EVENT_COLUMN_COUNT, EVENT_COLUMNS, event_values, places, without_nul};
use crate::sql::{insert_sql, placeholders};
use crate::turn::{Turn, rows};
use model::{
    Correction, CorrectionId, CorrectionRecord, DocumentId, EventId, Language, MemberFacts, Moment,
    PersonId, RankReading, Reach, SourceId, SourceKind, Who,
};
use ports::{KeptCorrection, StoreError};
use sea_orm::{QueryResult, Value};
use std::collections::HashMap;

const COLUMNS: &str =
    "c.id, c.at, c.person_id, c.who, c.body, c.after_document, c.undoes, c.undone";
/// Ids of one statement.
const IDS_PER_QUERY: usize = 400;

pub(crate) async fn keep_correction(
    store: &SqlStore,
    kept: &KeptCorrection,
) -> Result<CorrectionId, StoreError> {
    let turn = Turn::begin(store, "keep a correction").await?;
    if let Some(undoes) = kept.undoes {
        let sql = "UPDATE corrections SET undone = 1 WHERE id = $1 AND undone = 0";
        if turn.run(sql, [undoes.0.into()]).await? == 0 {
            return Err(turn.conflict("it was taken back already"));
        }
    }
    let id = CorrectionId(turn.next_id("corrections").await?);
    insert(&turn, id, kept).await?;
    move_documents(&turn, kept).await?;
    end_events(&turn, kept).await?;
    rename(&turn, &kept.correction).await?;
    keep_events(&turn, kept).await?;
    crate::withdrawn::retitle_all(&turn, &kept.events).await?;
    crate::proposals::follow_correction(&turn, id, kept).await?;
    crate::stories::follow_correction(&turn, kept).await?;
    turn.commit_with(&kept.note).await?;
    Ok(id)
}

async fn insert(turn: &Turn, id: CorrectionId, kept: &KeptCorrection) -> Result<(), StoreError> {
    let body =
        serde_json::to_string(&kept.correction).expect("corrections are plain ids and texts");
    let for_engine = !matches!(kept.correction, Correction::Rename { .. });
    let sql = "INSERT INTO corrections (id, at, person_id, who, body, after_document, undoes, undone, for_engine) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)";
    let values: [Value; 8] = [
        id.0.into(),
        kept.note.at.0.into(),
        kept.note.who.person.map(|id| id.0).into(),
        without_nul(&kept.note.who.name).into(),
        without_nul(&body).into(),
        kept.after_document.0.into(),
        kept.undoes.map(|id| id.0).into(),
        i64::from(for_engine).into(),
    ];
    turn.run(sql, values).await?;
    let mut events = kept.correction.events();
    events.dedup();
    for event in events {
        let sql = "INSERT INTO correction_events (event_id, correction_id) VALUES ($1, $2)";
        turn.run(sql, [event.0.into(), id.0.into()]).await?;
    }
    Ok(())
}

async fn move_documents(turn: &Turn, kept: &KeptCorrection) -> Result<(), StoreError> {
    let from = match &kept.correction {
        Correction::Move { from, .. } | Correction::Merge { from, .. } => *from,
        Correction::Rename { .. } => return Ok(()),
    };
    let mut targets: Vec<EventId> = kept.moves.iter().map(|(_, to)| *to).collect();
    targets.sort_unstable();
    targets.dedup();
    for to in targets {
        let ids: Vec<i64> = kept
            .moves
            .iter()
            .filter(|(_, target)| *target == to)
            .map(|(id, _)| id.0)
            .collect();
        for chunk in ids.chunks(IDS_PER_QUERY) {
            let n = chunk.len();
            let sql = format!(
                "UPDATE documents SET event_id = ${} WHERE id IN ({}) AND event_id = ${}",
                n + 1,
                placeholders(n),
                n + 2
            );
            let mut values: Vec<Value> = chunk.iter().map(|id| (*id).into()).collect();
            values.push(to.0.into());
            values.push(from.0.into());
            if turn.run(&sql, values).await? != n as u64 {
                return Err(turn.conflict(format!(
                    "a document is not in {from} any more; somebody else moved it meanwhile"
                )));
            }
        }
    }
    Ok(())
}

async fn end_events(turn: &Turn, kept: &KeptCorrection) -> Result<(), StoreError> {
    for (event, into) in &kept.ended {
        let sql = "DELETE FROM ended_events WHERE id = $1";
        turn.run(sql, [event.0.into()]).await?;
        let sql = "INSERT INTO ended_events (id, into_id, title, named) \
                   SELECT id, $2, title, named FROM events WHERE id = $1";
        if turn.run(sql, [event.0.into(), into.0.into()]).await? == 0 {
            return Err(turn.conflict(format!("there is no event {event} any more")));
        }
        let sql = "DELETE FROM events WHERE id = $1";
        turn.run(sql, [event.0.into()]).await?;
        crate::holds::follow_merge(turn, *event, *into).await?;
        crate::cases::follow_merge(turn, *event, *into).await?;
        count(turn, -1).await?;
    }
    Ok(())
}

async fn count(turn: &Turn, more: i64) -> Result<(), StoreError> {
    let sql = "UPDATE totals SET events = events + $1 WHERE id = 1";
    turn.run(sql, [more.into()]).await?;
    Ok(())
}

async fn keep_events(turn: &Turn, kept: &KeptCorrection) -> Result<(), StoreError> {
    let revision = next_revision_in(turn).await?;
    let (columns, wide) = (format!("{EVENT_COLUMNS}, revision"), EVENT_COLUMN_COUNT + 1);
    for record in &kept.events {
        let sql = "SELECT id FROM events WHERE id = $1";
        let new = turn.row(sql, [record.id.0.into()]).await?.is_none();
        let insert = insert_sql(turn.backend(), "events", &columns, wide, 1, EVENT_UPDATE);
        let values = event_values(record).into_iter().chain([revision.into()]);
        turn.run(&insert, values).await?;
        if new {
            count(turn, 1).await?;
            reopen(turn, record.id).await?;
        }
    }
    Ok(())
}

/// An event that had ended gets the title back that a person gave it.
async fn reopen(turn: &Turn, id: EventId) -> Result<(), StoreError> {
    let sql = "SELECT title FROM ended_events WHERE id = $1 AND named = 1";
    if let Some(row) = turn.row(sql, [id.0.into()]).await? {
        let title: String = turn.columns(&row).get(0)?;
        let sql = "UPDATE events SET title = $1, named = 1 WHERE id = $2";
        turn.run(sql, [title.into(), id.0.into()]).await?;
    }
    let sql = "DELETE FROM ended_events WHERE id = $1";
    turn.run(sql, [id.0.into()]).await?;
    Ok(())
}

async fn rename(turn: &Turn, correction: &Correction) -> Result<(), StoreError> {
    let Correction::Rename { event, title, .. } = correction else {
        return Ok(());
    };
    let touched = if let Some(title) = title {
        let sql = "UPDATE events SET title = $1, named = 1 WHERE id = $2";
        let values = [without_nul(title).into(), event.0.into()];
        turn.run(sql, values).await?
    } else {
        // The machine's own title comes with the rest of the row.
        let sql = "UPDATE events SET named = 0 WHERE id = $1";
        turn.run(sql, [event.0.into()]).await?
    };
    if touched == 0 {
        return Err(turn.conflict(format!("there is no event {event} any more")));
    }
    Ok(())
}

fn record(row: &QueryResult, act: &'static str) -> Result<CorrectionRecord, StoreError> {
    let columns = Columns { row, act };
    let correction = serde_json::from_str(&columns.get::<String>(4)?)
        .map_err(|error| corrupt(act, error.to_string()))?;
    Ok(CorrectionRecord {
        id: CorrectionId(columns.get(0)?),
        at: Moment(columns.get(1)?),
        who: Who {
            person: columns.get::<Option<i64>>(2)?.map(PersonId),
            name: columns.get(3)?,
            address: String::new(),
        },
        correction,
        after_document: DocumentId(columns.get(5)?),
        undoes: columns.get::<Option<i64>>(6)?.map(CorrectionId),
        undone: columns.get::<i64>(7)? != 0,
    })
}

pub(crate) async fn correction(
    store: &SqlStore,
    id: CorrectionId,
) -> Result<Option<CorrectionRecord>, StoreError> {
    const ACT: &str = "read a correction";
    let sql = format!("SELECT {COLUMNS} FROM corrections AS c WHERE c.id = $1");
    let found = rows(store, ACT, &sql, [id.0.into()]).await?;
    found.first().map(|row| record(row, ACT)).transpose()
}

pub(crate) async fn corrections_of(
    store: &SqlStore,
    event: EventId,
    limit: u64,
) -> Result<Vec<CorrectionRecord>, StoreError> {
    const ACT: &str = "read the corrections of an event";
    // Index: the primary key of correction_events.
    let sql = format!(
        "SELECT {COLUMNS} FROM correction_events AS e JOIN corrections AS c ON c.id = e.correction_id \
         WHERE e.event_id = $1 ORDER BY c.id DESC LIMIT {limit}"
    );
    let found = rows(store, ACT, &sql, [event.0.into()]).await?;
    found.iter().map(|row| record(row, ACT)).collect()
}

pub(crate) async fn corrections_for_engine(
    store: &SqlStore,
    taken: u64,
) -> Result<Vec<CorrectionRecord>, StoreError> {
    const ACT: &str = "read corrections for the engine";
    // Index: corrections_engine. People make few of them.
    let sql = format!(
        "SELECT {COLUMNS} FROM corrections AS c WHERE c.for_engine = 1 ORDER BY c.id LIMIT 1000000 OFFSET {taken}"
    );
    let found = rows(store, ACT, &sql, []).await?;
    found.iter().map(|row| record(row, ACT)).collect()
}

pub(crate) async fn ended_event(
    store: &SqlStore,
    id: EventId,
) -> Result<Option<EventId>, StoreError> {
    const ACT: &str = "look where an event went";
    let sql = "SELECT into_id FROM ended_events WHERE id = $1";
    let found = rows(store, ACT, sql, [id.0.into()]).await?;
    let into = found.first().map(|row| Columns { row, act: ACT }.get(0));
    Ok(into.transpose()?.map(EventId))
}

pub(crate) async fn member_facts(
    store: &SqlStore,
    id: EventId,
) -> Result<Vec<MemberFacts>, StoreError> {
    const ACT: &str = "read what an event is reckoned of";
    // Index: documents_event, then the primary key of flood_documents.
    let sql = "SELECT d.id, d.copy_of, d.source_id, s.kind, d.language, d.places, d.published_at, s.reach, \
               CAST(CASE WHEN f.counts = 0 THEN 1 ELSE 0 END AS BIGINT) \
               FROM documents AS d JOIN sources AS s ON s.id = d.source_id \
               LEFT JOIN flood_documents AS f ON f.document_id = d.id \
               WHERE d.event_id = $1 ORDER BY d.id";
    let found = rows(store, ACT, sql, [id.0.into()]).await?;
    let mut readings = readings_of(store, id, ACT).await?;
    found
        .iter()
        .map(|row| {
            let columns = Columns { row, act: ACT };
            Ok(MemberFacts {
                readings: readings.remove(&columns.get(0)?).unwrap_or_default(),
                reach: Reach::from_word(&columns.get::<String>(7)?),
                id: DocumentId(columns.get(0)?),
                copy_of: columns.get::<Option<i64>>(1)?.map(DocumentId),
                source: SourceId(columns.get(2)?),
                kind: SourceKind::from_word(&columns.get::<String>(3)?),
                language: Language::from_tag(&columns.get::<String>(4)?),
                places: places(&columns.get::<String>(5)?),
                published_at: Moment(columns.get(6)?),
                flooded: columns.get::<i64>(8)? != 0,
            })
        })
        .collect()
}

/// How members stood on hot lists, by their numbers.
async fn readings_of(
    store: &SqlStore,
    id: EventId,
    act: &'static str,
) -> Result<HashMap<i64, Vec<RankReading>>, StoreError> {
    // Index: documents_event, then the primary key of hot_ranks.
    let sql = "SELECT d.id, r.at, r.rank, r.places, r.for_ms FROM documents AS d \
               JOIN sources AS s ON s.id = d.source_id AND s.kind = 'hotlist' \
               JOIN hot_ranks AS r ON r.source_id = d.namespace AND r.external_id = d.external_id \
               WHERE d.event_id = $1 ORDER BY d.id, r.at";
    let mut readings: HashMap<i64, Vec<RankReading>> = HashMap::new();
    for row in &rows(store, act, sql, [id.0.into()]).await? {
        let columns = Columns { row, act };
        let reading = crate::heat::reading(&columns, 1)?;
        readings.entry(columns.get(0)?).or_default().push(reading);
    }
    Ok(readings)
}
