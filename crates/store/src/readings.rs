//! Readings: put right by people, counted by event, read again by newer models.

use crate::SqlStore;
use crate::documents::select;
use crate::errors::corrupt;
use crate::rows::{Columns, DOCUMENT_COLUMNS, reading, sure_of_row, sure_to_row, without_nul};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{
    Category, DocumentId, EventId, Moment, Note, PersonId, Reading, ReadingCorrection,
    ReadingCorrectionId, ReadingSide, StoredDocument, Tone, Who,
};
use ports::{ReadingStore, StoreError};
use sea_orm::{QueryResult, Value};

/// How sure a person is, as it is kept.
const SAID: i64 = 1000;
const COLUMNS: &str = "id, document_id, at, person_id, who, aspect, was, was_sure, becomes, undone";

#[async_trait]
impl ReadingStore for SqlStore {
    async fn correct_reading(
        &self,
        document: DocumentId,
        becomes: ReadingSide,
        note: &Note,
    ) -> Result<ReadingCorrectionId, StoreError> {
        let turn = Turn::begin(self, "put a reading right").await?;
        // Index: the primary key.
        let sql = "SELECT category, category_sure, tone, tone_sure, toward FROM documents \
             WHERE id = $1 AND purged_at IS NULL";
        let row = turn.row(sql, [document.0.into()]).await?;
        let row = row.ok_or_else(|| turn.conflict(format!("there is no document {document}")))?;
        let before = reading(&turn.columns(&row), 0)?;
        let (was, sure) = side_of(&before, becomes);
        if was == becomes && sure_to_row(sure) == SAID {
            return Err(turn.conflict("a person said so already"));
        }
        let id = ReadingCorrectionId(turn.next_id("reading_corrections").await?);
        let sql = "INSERT INTO reading_corrections \
                   (id, document_id, at, person_id, who, aspect, was, was_sure, was_toward, becomes, undone) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)";
        let values: [Value; 10] = [
            id.0.into(),
            document.0.into(),
            note.at.0.into(),
            note.who.person.map(|person| person.0).into(),
            without_nul(&note.who.name).into(),
            becomes.aspect().into(),
            was.word().into(),
            sure_to_row(sure).into(),
            before.toward.into(),
            becomes.word().into(),
        ];
        turn.run(sql, values).await?;
        // Toward what a person meant is not known.
        write(&turn, document, becomes, SAID, None).await?;
        turn.commit_with(note).await?;
        Ok(id)
    }

    async fn undo_reading(
        &self,
        id: ReadingCorrectionId,
        note: &Note,
    ) -> Result<DocumentId, StoreError> {
        let turn = Turn::begin(self, "take a reading back").await?;
        // Index: the primary key.
        let sql = format!("SELECT {COLUMNS}, was_toward FROM reading_corrections WHERE id = $1");
        let row = turn.row(&sql, [id.0.into()]).await?;
        let row = row.ok_or_else(|| turn.conflict(format!("there is no correction {id}")))?;
        let made = correction(&row, turn.act)?;
        let toward: Option<String> = turn.columns(&row).get(10)?;
        if made.undone {
            return Err(turn.conflict("it was taken back already"));
        }
        // Index: reading_corrections_document.
        let sql = "SELECT COUNT(*) FROM reading_corrections \
                   WHERE document_id = $1 AND id > $2 AND aspect = $3 AND undone = 0";
        let values: [Value; 3] = [
            made.document.0.into(),
            id.0.into(),
            made.becomes.aspect().into(),
        ];
        let newer = turn.row(sql, values).await?;
        let newer = newer.map_or(Ok(0), |row| turn.columns(&row).get::<i64>(0))?;
        if newer > 0 {
            return Err(turn.conflict("something newer stands on it"));
        }
        let sql = "UPDATE reading_corrections SET undone = 1 WHERE id = $1";
        turn.run(sql, [id.0.into()]).await?;
        let sure = sure_to_row(made.was_sure);
        write(&turn, made.document, made.was, sure, toward).await?;
        turn.commit_with(note).await?;
        Ok(made.document)
    }

    async fn reading_corrections(
        &self,
        document: DocumentId,
    ) -> Result<Vec<ReadingCorrection>, StoreError> {
        const ACT: &str = "list what was put right about a document";
        // Index: reading_corrections_document.
        let sql = format!(
            "SELECT {COLUMNS} FROM reading_corrections WHERE document_id = $1 ORDER BY id DESC"
        );
        let found = rows(self, ACT, &sql, [document.0.into()]).await?;
        found.iter().map(|row| correction(row, ACT)).collect()
    }

    async fn readings_put_right(
        &self,
        after: ReadingCorrectionId,
        limit: u64,
    ) -> Result<Vec<(ReadingCorrection, StoredDocument)>, StoreError> {
        const ACT: &str = "list readings that were put right";
        // Index: the primary key; of those about one side of a document only the last one holds,
        // which reading_corrections_document finds.
        let sql = format!(
            "SELECT {COLUMNS} FROM reading_corrections AS c WHERE id > $1 AND undone = 0 AND NOT EXISTS \
             (SELECT 1 FROM reading_corrections AS later WHERE later.document_id = c.document_id \
              AND later.id > c.id AND later.aspect = c.aspect AND later.undone = 0) ORDER BY id LIMIT $2"
        );
        let found = rows(self, ACT, &sql, [after.0.into(), (limit as i64).into()]).await?;
        let made: Vec<ReadingCorrection> = found
            .iter()
            .map(|row| correction(row, ACT))
            .collect::<Result<_, _>>()?;
        let mut all = Vec::with_capacity(made.len());
        for one in made {
            let document = crate::documents::documents(self, &[one.document]).await?;
            all.extend(document.into_iter().map(|document| (one.clone(), document)));
        }
        Ok(all)
    }

    async fn readings_of_event(
        &self,
        event: EventId,
    ) -> Result<Vec<(Category, Tone, i64)>, StoreError> {
        const ACT: &str = "count how an event's documents are read";
        // Index: documents_reading, which holds all that is counted.
        let sql = "SELECT category, tone, COUNT(*) FROM documents WHERE event_id = $1 \
                   GROUP BY category, tone ORDER BY 3 DESC, 1, 2";
        let found = rows(self, ACT, sql, [event.0.into()]).await?;
        let one = |row: &QueryResult| {
            let columns = Columns { row, act: ACT };
            Ok((
                Category::of(&columns.get::<String>(0)?).unwrap_or_default(),
                Tone::of(&columns.get::<String>(1)?).unwrap_or_default(),
                columns.get(2)?,
            ))
        };
        found.iter().map(one).collect()
    }

    async fn stale_readings(
        &self,
        model: i64,
        limit: u64,
    ) -> Result<Vec<StoredDocument>, StoreError> {
        // Index: the primary key, from where the last ones were read. What came after the pass
        // began was read by this model as it came.
        let sql = format!(
            "SELECT {DOCUMENT_COLUMNS} FROM reading_pass AS pass JOIN documents ON documents.id > \
             CASE WHEN pass.model = $1 THEN pass.read_to ELSE 0 END \
             JOIN sources ON sources.id = documents.source_id \
             WHERE pass.id = 1 AND (pass.model <> $1 OR documents.id <= pass.until) \
             AND documents.purged_at IS NULL \
             ORDER BY documents.id LIMIT $2"
        );
        let values = vec![model.into(), (limit as i64).into()];
        select(self, sql, values, "look for documents to be read again").await
    }

    async fn keep_readings(
        &self,
        model: i64,
        readings: &[(DocumentId, Reading)],
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "keep what was read again").await?;
        let sql = "UPDATE reading_pass SET model = $1, read_to = 0, \
                   until = (SELECT COALESCE(MAX(id), 0) FROM documents) WHERE id = 1 AND model <> $1";
        turn.run(sql, [model.into()]).await?;
        let sql = "UPDATE documents SET category = CASE WHEN category_sure = 1000 THEN category ELSE $1 END, \
                   category_sure = CASE WHEN category_sure = 1000 THEN category_sure ELSE $2 END, \
                   toward = CASE WHEN tone_sure = 1000 THEN toward ELSE $3 END, \
                   tone = CASE WHEN tone_sure = 1000 THEN tone ELSE $4 END, \
                   tone_sure = CASE WHEN tone_sure = 1000 THEN tone_sure ELSE $5 END \
                   WHERE id = $6 AND purged_at IS NULL";
        for (document, read) in readings {
            let values: [Value; 6] = [
                read.category.word().into(),
                sure_to_row(read.category_sure).into(),
                read.toward.as_deref().map(without_nul).into(),
                read.tone.word().into(),
                sure_to_row(read.tone_sure).into(),
                document.0.into(),
            ];
            turn.run(sql, values).await?;
        }
        match readings.last() {
            Some((last, _)) => {
                let sql = "UPDATE reading_pass SET read_to = $1 WHERE id = 1";
                turn.run(sql, [last.0.into()]).await?;
            }
            None => {
                turn.run("UPDATE reading_pass SET read_to = until WHERE id = 1", [])
                    .await?;
            }
        }
        turn.commit().await
    }
}

/// The side of a reading that another one speaks of, with how sure it is.
fn side_of(reading: &Reading, like: ReadingSide) -> (ReadingSide, f32) {
    match like {
        ReadingSide::Category(_) => (
            ReadingSide::Category(reading.category),
            reading.category_sure,
        ),
        ReadingSide::Tone(_) => (ReadingSide::Tone(reading.tone), reading.tone_sure),
    }
}

async fn write(
    turn: &Turn,
    document: DocumentId,
    side: ReadingSide,
    sure: i64,
    toward: Option<String>,
) -> Result<(), StoreError> {
    let (word, id) = (side.word(), document.0);
    match side {
        ReadingSide::Category(_) => {
            let sql = "UPDATE documents SET category = $1, category_sure = $2 WHERE id = $3";
            turn.run(sql, [word.into(), sure.into(), id.into()]).await?;
        }
        ReadingSide::Tone(_) => {
            let sql = "UPDATE documents SET tone = $1, tone_sure = $2, toward = $3 WHERE id = $4";
            let values = [word.into(), sure.into(), toward.into(), id.into()];
            turn.run(sql, values).await?;
        }
    }
    Ok(())
}

fn correction(row: &QueryResult, act: &'static str) -> Result<ReadingCorrection, StoreError> {
    let columns = Columns { row, act };
    let aspect: String = columns.get(5)?;
    let side = |index: usize| {
        let word: String = columns.get(index)?;
        ReadingSide::of(&aspect, &word)
            .ok_or_else(|| corrupt(act, format!("{aspect} {word} is no reading")))
    };
    Ok(ReadingCorrection {
        id: ReadingCorrectionId(columns.get(0)?),
        document: DocumentId(columns.get(1)?),
        at: Moment(columns.get(2)?),
        who: Who {
            person: columns.get::<Option<i64>>(3)?.map(PersonId),
            name: columns.get(4)?,
            address: String::new(),
        },
        was: side(6)?,
        was_sure: sure_of_row(columns.get(7)?),
        becomes: side(8)?,
        undone: columns.get::<i64>(9)? != 0,
    })
}
