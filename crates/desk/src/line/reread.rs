//! Reread: captured answers through the readers of today; what is new goes down the line.

use super::read_answer::{Bytes, read_answer};
use super::visit_source::item;
use super::{Entry, InputBatch, Line, RunCost, read_table::Batches};
use crate::{DeskError, line::BatchReport};
use model::{Moment, Source, SourceId, SourceKind};
use ports::Capture;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

/// What rereading came upon besides documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reread {
    /// Captures that were read.
    pub captures: u64,
    /// Captures that say nothing the readers understand.
    pub unread: u64,
    /// Captures that are damaged.
    pub damaged: u64,
}

impl Line {
    /// Reads the captures of these sources again, oldest first, and keeps what is new.
    pub fn reread(
        &mut self,
        sources: Vec<Source>,
        tell: impl FnMut(BatchReport) -> Result<(), DeskError>,
        stop: &AtomicBool,
    ) -> Result<(Reread, RunCost), DeskError> {
        let sources: HashMap<SourceId, Source> = sources
            .into_iter()
            .map(|source| (source.id, source))
            .collect();
        let (vault, zone) = (self.ports.vault.clone(), self.ports.time_zone);
        let mut told = Reread::default();
        let mut entries = Vec::new();
        for day in vault.capture_days()? {
            let (captures, damaged) = vault.captures(day)?;
            told.damaged += damaged;
            for capture in captures {
                let Some(source) = sources.get(&capture.source) else {
                    continue;
                };
                told.captures += 1;
                let (at, read) = (capture.at, entries_of(source, capture, zone));
                if read.is_empty() {
                    told.unread += 1;
                }
                entries
                    .extend(read.into_iter().map(|entry| {
                        Entry::Item(told.captures, Box::new(item(source, entry, at)))
                    }));
            }
        }
        let mut batches = Batches::new(entries.into_iter());
        let next = move || -> Option<InputBatch> { batches.next_batch() };
        let cost = self.run(next, tell, stop)?;
        Ok((told, cost))
    }
}

/// What a capture says: entries of a list or feed, or the article of a page it led to.
fn entries_of(source: &Source, capture: Capture, zone: chrono_tz::Tz) -> Vec<reading::Entry> {
    let at: Moment = capture.at;
    let from = Bytes {
        body: capture.bytes,
        content_type: capture.content_type,
        url: capture.url,
    };
    let is_list = source.url.as_deref() == Some(from.url.as_str())
        || matches!(source.kind, SourceKind::Feed | SourceKind::HotList);
    if is_list {
        let answer = read_answer(source, &from, at, zone);
        return answer.map_or_else(|_| Vec::new(), |answer| answer.entries);
    }
    let article = reading::read_article(
        &from.body,
        from.content_type.as_deref(),
        &from.url,
        at,
        zone,
        &source.rules.article,
    );
    if article.title.is_empty() && article.text.is_empty() {
        return Vec::new();
    }
    let url = article.url.unwrap_or(from.url);
    vec![reading::Entry {
        external_id: url.clone(),
        url: Some(url),
        title: article.title,
        text: article.text,
        published_at: article.published_at,
        time_note: article.time_note,
    }]
}
