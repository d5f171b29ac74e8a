//! Visit a source: fetch it under its conditions, read what it says, hand its items to the line.

use super::{BatchReport, Entry, InputBatch, Line, RunCost};
use crate::DeskError;
use chrono_tz::Tz;
use model::{Item, ItemKey, Moment, Source, SourceState, Visit, VisitOutcome, limits};
use ports::{FetchPlan, Fetched, Fetcher};
use reading::Feed;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::{Semaphore, mpsc};

/// Sources visited at the same time.
const VISITS_AT_ONCE_MAX: usize = 8;

/// How a visit went, for people.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitReport {
    /// The source.
    pub source: Source,
    /// The visit, as it was or would be written down.
    pub visit: Visit,
    /// What the source calls itself.
    pub feed_title: Option<String>,
    /// The first headlines, for a preview.
    pub headlines: Vec<String>,
}

/// Headlines of a preview.
const HEADLINES_MAX: usize = 5;

impl Line {
    /// Visits these sources once each and keeps what they give. `tell` hears of each visit once
    /// its items are kept.
    pub fn collect(
        &mut self,
        sources: Vec<Source>,
        fetcher: &Arc<dyn Fetcher>,
        tell: impl FnMut(BatchReport) -> Result<(), DeskError>,
        stop: &AtomicBool,
    ) -> Result<RunCost, DeskError> {
        let (to_line, mut from_visits) = mpsc::channel(limits::BATCHES_WAITING_MAX);
        let at_once = Arc::new(Semaphore::new(VISITS_AT_ONCE_MAX));
        let (now, zone) = (self.ports.clock.now(), self.ports.time_zone);
        for source in sources {
            let (to_line, at_once, fetcher) =
                (to_line.clone(), Arc::clone(&at_once), Arc::clone(fetcher));
            self.handle.spawn(async move {
                // The semaphore is never closed; a failure would only mean that nobody waits.
                let Ok(_permit) = at_once.acquire().await else {
                    return;
                };
                let (report, items) = visit(&source, &*fetcher, now, zone).await;
                for batch in batches(items, report.visit) {
                    if to_line.send(batch).await.is_err() {
                        return;
                    }
                }
            });
        }
        drop(to_line);
        self.run(move || from_visits.blocking_recv(), tell, stop)
    }
}

/// Visits one source and keeps nothing: for checking it.
pub(crate) async fn check(
    source: &Source,
    fetcher: &dyn Fetcher,
    now: Moment,
    zone: Tz,
) -> VisitReport {
    let unconditional = Source {
        state: SourceState::default(),
        ..source.clone()
    };
    visit(&unconditional, fetcher, now, zone).await.0
}

async fn visit(
    source: &Source,
    fetcher: &dyn Fetcher,
    now: Moment,
    zone: Tz,
) -> (VisitReport, Vec<Item>) {
    let url = source.url.clone().unwrap_or_default();
    let plan = FetchPlan {
        url,
        etag: source.state.etag.clone(),
        last_modified: source.state.last_modified.clone(),
        allow_private: source.allow_private,
    };
    match fetcher.fetch(&plan).await {
        Err(error) => (failed(source, now, error.to_string(), 0), Vec::new()),
        Ok(Fetched::Unchanged) => {
            let note = "not changed since the last visit".to_owned();
            let state = SourceState {
                visited_at: Some(now),
                failing: false,
                ..source.state.clone()
            };
            (
                report(source, now, VisitOutcome::Unchanged, note, state),
                Vec::new(),
            )
        }
        Ok(Fetched::Body {
            bytes,
            final_url,
            content_type,
            etag,
            last_modified,
        }) => {
            let size = bytes.len() as i64;
            let read = tokio::task::spawn_blocking(move || {
                reading::read_feed(&bytes, content_type.as_deref(), &final_url, zone)
            })
            .await;
            match read {
                Ok(Ok(feed)) => {
                    let state = SourceState {
                        etag,
                        last_modified,
                        visited_at: Some(now),
                        last_outcome: None,
                        failing: false,
                    };
                    understood(source, now, feed, state, size)
                }
                Ok(Err(problem)) => (failed(source, now, problem.to_string(), size), Vec::new()),
                Err(error) => (
                    failed(source, now, format!("reading it broke off: {error}"), size),
                    Vec::new(),
                ),
            }
        }
    }
}

fn understood(
    source: &Source,
    now: Moment,
    feed: Feed,
    state: SourceState,
    size: i64,
) -> (VisitReport, Vec<Item>) {
    let mut report = report(
        source,
        now,
        VisitOutcome::Read,
        feed.warnings.join("; "),
        state,
    );
    report.visit.bytes = size;
    report.visit.items = feed.entries.len() as i64;
    report.headlines = feed
        .entries
        .iter()
        .take(HEADLINES_MAX)
        .map(|entry| entry.title.clone())
        .collect();
    report.feed_title = feed.title;
    let items = feed
        .entries
        .into_iter()
        .map(|entry| Item {
            key: ItemKey {
                namespace: source.id.0,
                external_id: entry.external_id,
            },
            source: source.id,
            url: entry.url,
            title: entry.title,
            text: entry.text,
            published_at: entry.published_at,
            time_note: entry.time_note,
            arrived_at: now,
        })
        .collect();
    (report, items)
}

fn failed(source: &Source, now: Moment, note: String, size: i64) -> VisitReport {
    let state = SourceState {
        visited_at: Some(now),
        failing: true,
        ..source.state.clone()
    };
    let mut report = report(source, now, VisitOutcome::Failed, note, state);
    report.visit.bytes = size;
    report
}

fn report(
    source: &Source,
    now: Moment,
    outcome: VisitOutcome,
    note: String,
    mut state: SourceState,
) -> VisitReport {
    state.last_outcome = Some(if note.is_empty() {
        outcome.word().to_owned()
    } else {
        note.clone()
    });
    let visit = Visit {
        source: source.id,
        at: now,
        outcome,
        note,
        bytes: 0,
        items: 0,
        items_new: 0,
        state_after: state,
    };
    VisitReport {
        source: source.clone(),
        visit,
        feed_title: None,
        headlines: Vec::new(),
    }
}

/// Cuts the items of one visit into batches; the visit rides with the last one.
fn batches(items: Vec<Item>, visit: Visit) -> Vec<InputBatch> {
    let mut batches = vec![InputBatch::default()];
    let mut chars = 0;
    for (number, item) in (1u64..).zip(items) {
        let full = batches
            .last()
            .is_some_and(|batch| batch.entries.len() >= limits::BATCH_DOCUMENTS_MAX);
        if full || chars > limits::BATCH_CHARS_MAX {
            batches.push(InputBatch::default());
            chars = 0;
        }
        chars += item.text.len() / 3;
        if let Some(batch) = batches.last_mut() {
            batch.entries.push(Entry::Item(number, Box::new(item)));
        }
    }
    if let Some(batch) = batches.last_mut() {
        batch.visit = Some(visit);
    }
    batches
}
