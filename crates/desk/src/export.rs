//! What a search found, to take along: a table, with what is personal covered, and written down.

use crate::actor::Actor;
use crate::cover::Covered;
use crate::csv::cell;
use crate::{Act, Desk, DeskError, QueryProblem, SearchAsk, SearchOrder};
use chrono::DateTime;
use model::{DocumentId, EventId, Moment, StoredDocument, limits};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Documents of one export.
pub const EXPORT_ROWS_MAX: usize = limits::SEARCH_LIMIT_MAX;
/// Documents read at a time.
const PAGE: usize = 500;
/// Characters of one cell: spreadsheets take no more.
const CELL_CHARS_MAX: usize = 32_000;

/// The columns.
const HEAD: [&str; 13] = [
    "id",
    "published_at",
    "source",
    "title",
    "text",
    "url",
    "language",
    "category",
    "tone",
    "places",
    "event",
    "event_title",
    "copy_of",
];

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// Comma-separated, UTF-8 with a mark at its beginning, never taken for formulas.
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// A workbook.
    Xlsx,
}

impl ExportForm {
    /// The form of a file by how its name ends.
    pub fn of(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "jsonl" => Some(Self::JsonLines),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Xlsx => "xlsx",
        }
    }
}

/// What is taken along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// Documents in it.
    pub rows: usize,
    /// Documents found in all.
    pub total: usize,
}

impl Desk {
    /// Takes along what a query finds, at most so many documents, and writes that down.
    pub async fn export_search(
        &self,
        actor: &Actor,
        query: &str,
        order: SearchOrder,
        form: ExportForm,
        most: usize,
    ) -> Result<Result<Exported, QueryProblem>, DeskError> {
        actor.must(Act::Export)?;
        let resolved = match self.understood(query).await? {
            Ok(resolved) => resolved,
            Err(problem) => return Ok(Err(problem)),
        };
        let ask = SearchAsk {
            query: query.to_owned(),
            order,
            page: 1,
            limit: most.clamp(1, EXPORT_ROWS_MAX),
            facets: false,
        };
        let found = self.find_page(&resolved.query, &ask, 0, ask.limit).await?;
        let (total, ids) = (found.total, found.ids);
        let mut rows = Vec::with_capacity(ids.len());
        for page in ids.chunks(PAGE) {
            rows.extend(self.export_rows(page).await?);
        }
        let count = rows.len();
        let bytes = self.file_of(rows, form).await?;
        let details = format!("{count}/{total} {}: {query}", form.ending());
        self.saw(actor, "export.made", "search", &details).await?;
        Ok(Ok(Exported {
            bytes,
            rows: count,
            total,
        }))
    }

    async fn file_of(
        &self,
        rows: Vec<Vec<String>>,
        form: ExportForm,
    ) -> Result<Vec<u8>, DeskError> {
        let typesetter = self.typesetter.clone();
        let making = tokio::task::spawn_blocking(move || match form {
            ExportForm::Csv => Ok(to_csv(&rows)),
            ExportForm::JsonLines => Ok(to_json_lines(&rows)),
            ExportForm::Xlsx => match typesetter {
                Some(typesetter) => typesetter
                    .workbook("caifeng", &HEAD, &rows)
                    .map_err(|error| DeskError::Invalid(error.to_string())),
                None => Err(DeskError::Invalid(
                    "there is no typesetter here; take CSV".to_owned(),
                )),
            },
        });
        making.await.map_err(|error| DeskError::Broken {
            act: "write what was found into a file",
            why: error.to_string(),
        })?
    }

    async fn export_rows(&self, ids: &[DocumentId]) -> Result<Vec<Vec<String>>, DeskError> {
        let documents = self.store.documents(ids).await?;
        let mut events: Vec<EventId> = (documents.iter())
            .map(|stored| stored.placement.event)
            .collect();
        events.sort_unstable();
        events.dedup();
        let titles: HashMap<EventId, String> = (self.store.events(&events).await?.into_iter())
            .map(|event| (event.id, event.covered().title))
            .collect();
        let named: Vec<(StoredDocument, String)> = (documents.into_iter())
            .map(|stored| {
                let places = stored.document.places.iter();
                let names: Vec<String> =
                    places.filter_map(|place| self.place_name(*place)).collect();
                (stored, names.join(";"))
            })
            .collect();
        let (titles, zone) = (Arc::new(titles), self.time_zone);
        let making = tokio::task::spawn_blocking(move || {
            let rows = named.into_par_iter();
            rows.map(|(stored, places)| row(stored, places, &titles, zone))
                .collect()
        });
        making.await.map_err(|error| DeskError::Broken {
            act: "cover what is taken along",
            why: error.to_string(),
        })
    }
}

fn row(
    stored: StoredDocument,
    places: String,
    titles: &HashMap<EventId, String>,
    zone: chrono_tz::Tz,
) -> Vec<String> {
    let id = stored.public_id();
    let stored = stored.covered();
    let document = stored.document;
    let event = stored.placement.event;
    vec![
        id,
        rfc3339(document.published_at, zone),
        stored.source_name,
        document.title,
        document.text.chars().take(CELL_CHARS_MAX).collect(),
        document.url.unwrap_or_default(),
        document.language.tag().to_owned(),
        document.reading.category.word().to_owned(),
        document.reading.tone.word().to_owned(),
        places,
        event.to_string(),
        titles.get(&event).cloned().unwrap_or_default(),
        (stored.placement.copy_of()).map_or_else(String::new, |head| head.to_string()),
    ]
}

fn rfc3339(at: Moment, zone: chrono_tz::Tz) -> String {
    DateTime::from_timestamp_millis(at.0)
        .map_or_else(String::new, |at| at.with_timezone(&zone).to_rfc3339())
}

fn to_csv(rows: &[Vec<String>]) -> Vec<u8> {
    // The mark tells spreadsheets that this is UTF-8.
    let mut text = String::from("\u{feff}");
    text.push_str(&HEAD.join(","));
    text.push_str("\r\n");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn to_json_lines(rows: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        let object: serde_json::Map<String, serde_json::Value> = (HEAD.iter().zip(row))
            .map(|(name, text)| ((*name).to_owned(), text.as_str().into()))
            .collect();
        let line = serde_json::Value::Object(object).to_string();
        bytes.extend(line.into_bytes());
        bytes.push(b'\n');
    }
    bytes
}
