//! Reread: captured answers through the readers of today; what is new goes down the line.

use super::read_answer::{Bytes, read_answer};
use super::visit_source::item;
use super::{Entry, InputBatch, Line, RunCost, read_table::Batches};
use crate::{DeskError, line::BatchReport};
use model::{Moment, Source, SourceId, SourceKind};
use ports::{Capture, Vault, VaultError};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
        let sources = sources.into_iter().map(|source| (source.id, source));
        let told = Arc::new(Mutex::new(Told::default()));
        let captures = Captures {
            days: self.ports.vault.capture_days()?.into(),
            vault: Arc::clone(&self.ports.vault),
            from: 0,
            sources: sources.collect(),
            zone: self.ports.time_zone,
            told: Arc::clone(&told),
            ready: VecDeque::new(),
        };
        let mut batches = Batches::new(captures);
        let next = move || -> Option<InputBatch> { batches.next_batch() };
        let cost = self.run(next, tell, stop)?;
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        match told.problem.take() {
            Some(problem) => Err(problem.into()),
            None => Ok((told.reread, cost)),
        }
    }
}

/// What was come upon, and why reading ended early.
#[derive(Default)]
struct Told {
    reread: Reread,
    problem: Option<VaultError>,
}

/// The entries of all captures, some captures at a time.
struct Captures {
    vault: Arc<dyn Vault>,
    days: VecDeque<i64>,
    /// Where the captures of the first day go on.
    from: u64,
    sources: HashMap<SourceId, Source>,
    zone: chrono_tz::Tz,
    told: Arc<Mutex<Told>>,
    ready: VecDeque<Entry>,
}

impl Iterator for Captures {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        while self.ready.is_empty() {
            let day = *self.days.front()?;
            let page = match self.vault.captures(day, self.from) {
                Ok(page) => page,
                Err(problem) => {
                    self.told().problem = Some(problem);
                    return None;
                }
            };
            self.told().reread.damaged += page.damaged;
            if page.next.is_none() {
                self.days.pop_front();
            }
            self.from = page.next.unwrap_or(0);
            for capture in page.captures {
                self.take(capture);
            }
        }
        self.ready.pop_front()
    }
}

impl Captures {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&mut self, capture: Capture) {
        let Some(source) = self.sources.get(&capture.source) else {
            return;
        };
        let (at, read) = (capture.at, entries_of(source, capture, self.zone));
        let mut told = self.told();
        told.reread.captures += 1;
        told.reread.unread += u64::from(read.is_empty());
        let number = told.reread.captures;
        drop(told);
        let items = read.into_iter().map(|entry| item(source, entry, at));
        let items: Vec<Entry> = items
            .map(|item| Entry::Item(number, Box::new(item)))
            .collect();
        self.ready.extend(items);
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
