//! Read tables and web archives: rows and pages to items of a file.

use super::{Entry, InputBatch};
use chrono_tz::Tz;
use model::{ArticleRules, Item, ItemKey, Moment, SourceId, limits};
use reading::{Mapping, Table, WarcReader, address_hash, rows_to_entries};
use std::io::BufRead;

/// Cuts entries into batches.
pub struct Batches<I> {
    entries: I,
}

impl<I> std::fmt::Debug for Batches<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batches").finish_non_exhaustive()
    }
}

impl<I: Iterator<Item = Entry>> Batches<I> {
    /// Over these entries.
    pub fn new(entries: I) -> Self {
        Self { entries }
    }

    /// The next batch, or none at the end.
    pub fn next_batch(&mut self) -> Option<InputBatch> {
        let mut batch = InputBatch::default();
        let mut chars = 0;
        while batch.entries.len() < limits::BATCH_DOCUMENTS_MAX && chars < limits::BATCH_CHARS_MAX {
            let Some(entry) = self.entries.next() else {
                break;
            };
            if let Entry::Item(_, item) = &entry {
                chars += item.text.len() / 3;
            }
            batch.entries.push(entry);
        }
        (!batch.entries.is_empty()).then_some(batch)
    }
}

/// How a file is read.
#[derive(Debug, Clone)]
pub struct FileReading {
    /// Name of the file, part of the ids of rows that have none.
    pub file: String,
    /// Name of the source, where the file names none.
    pub source: String,
    /// Zone of times without one.
    pub zone: Tz,
    /// When it is read.
    pub now: Moment,
}

/// A row without an id of its own is known by what it says: the same file again, or with rows
/// added, gives the same ids.
fn id_by_words(title: &str, text: &str) -> String {
    format!("{:016x}", address_hash(&format!("{title}\n{text}")))
}

/// Items of a table's rows; `source_of` gives the id of a source by its name.
pub fn table_entries(
    table: &Table,
    mapping: &Mapping,
    reading: &FileReading,
    mut source_of: impl FnMut(&str) -> Result<SourceId, String>,
) -> Vec<Entry> {
    rows_to_entries(table, mapping, reading.zone)
        .into_iter()
        .map(|row| {
            let row = match row {
                Ok(row) => row,
                Err((number, why)) => return Entry::Broken(number, why),
            };
            let name = row.source.as_deref().unwrap_or(&reading.source);
            let source = match source_of(name) {
                Ok(source) => source,
                Err(why) => return Entry::Broken(row.row, why),
            };
            let id = (row.external_id).unwrap_or_else(|| id_by_words(&row.title, &row.text));
            let item = Item {
                key: ItemKey::of_file(format!("{}:{id}", reading.source)),
                source,
                url: row.url,
                title: row.title,
                text: row.text,
                published_at: row.published_at,
                time_note: row.time_note,
                arrived_at: reading.now,
                voice: None,
            };
            Entry::Item(row.row, Box::new(item))
        })
        .collect()
}

/// Items of the pages in a web archive, one after the other.
pub fn archive_entries<R: BufRead>(
    input: R,
    source: SourceId,
    reading: &FileReading,
) -> impl Iterator<Item = Entry> {
    let (now, zone) = (reading.now, reading.zone);
    let mut number = 0;
    WarcReader::new(input).filter_map(move |record| {
        number += 1;
        let answer = match record {
            Ok(answer) => answer,
            Err(problem) => return Some(Entry::Broken(number, problem.to_string())),
        };
        let kind = answer.content_type.as_deref().unwrap_or_default();
        let is_page = kind.contains("html") || kind.contains("text/plain");
        if answer.status != 200 || !is_page {
            return None;
        }
        let seen = answer.at.unwrap_or(now);
        let article = reading::read_article(
            &answer.body,
            answer.content_type.as_deref(),
            &answer.url,
            seen,
            zone,
            &ArticleRules::default(),
        );
        if article.title.is_empty() && article.text.is_empty() {
            return None;
        }
        let url = article.url.unwrap_or_else(|| answer.url.clone());
        Some(Entry::Item(
            number,
            Box::new(Item {
                key: ItemKey::of_file(
                    url.chars()
                        .take(limits::EXTERNAL_ID_CHARS_MAX)
                        .collect::<String>(),
                ),
                source,
                url: Some(url),
                title: article.title,
                text: article.text,
                published_at: article.published_at,
                time_note: article.time_note,
                arrived_at: now,
                voice: None,
            }),
        ))
    })
}
