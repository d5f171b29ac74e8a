//! Visit a source: fetch it under its conditions, read what it says, follow where it leads, and
//! hand its items to the line.

use super::pace_source::state_after;
use super::read_answer::{Answer, Bytes, Unread, read_answer};
use super::report::{Found, VisitReport};
use super::usual_yield::{usual, yield_fell};
use chrono_tz::Tz;
use model::{Findings, Item, ItemKey, Moment, Source, SourceKind, Visit, VisitOutcome, limits};
use ports::{Capture, Clock, FetchError, FetchLog, FetchPlan, Fetched, Fetcher, Store};
use reading::Entry;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What a visit needs of the world.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) fetcher: Arc<dyn Fetcher>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) zone: Tz,
    /// Readings at the same time.
    pub(crate) readings: Arc<Semaphore>,
}

/// A visit with what it brings.
pub(crate) struct Visited {
    pub(crate) report: VisitReport,
    pub(crate) items: Vec<Item>,
    pub(crate) captures: Vec<Capture>,
}

/// What gathers while a visit goes on.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) answer: Answer,
    pub(super) findings: Findings,
    pub(super) captures: Vec<Capture>,
    pub(super) log: FetchLog,
    pub(super) bytes: i64,
    pub(super) pages_failed: usize,
    /// Links that were followed or need not be.
    pub(super) links_seen: usize,
}

impl Visitor {
    pub(crate) fn new(
        store: &Arc<dyn Store>,
        fetcher: &Arc<dyn Fetcher>,
        clock: &Arc<dyn Clock>,
        zone: Tz,
    ) -> Self {
        Self {
            store: Arc::clone(store),
            fetcher: Arc::clone(fetcher),
            clock: Arc::clone(clock),
            zone,
            readings: Arc::new(Semaphore::new(limits::READINGS_AT_ONCE_MAX)),
        }
    }

    /// Visits a source. Follows at most `pages` links.
    pub(crate) async fn visit(&self, source: &Source, pages: usize) -> Visited {
        let began = self.clock.now();
        let mut gathered = Gathered::default();
        let plan = FetchPlan {
            url: source.url.clone().unwrap_or_default(),
            etag: source.state.etag.clone(),
            last_modified: source.state.last_modified.clone(),
            allow_private: source.allow_private,
        };
        let fetched = self.fetcher.fetch_logged(&plan, &mut gathered.log).await;
        let mut visited = match fetched {
            Err(error) => self.failed(source, began, &error, gathered),
            Ok(Fetched::Unchanged) => unchanged(source, began, gathered),
            Ok(Fetched::Body {
                bytes,
                final_url,
                content_type,
                etag,
                last_modified,
            }) => {
                gathered.bytes = bytes.len() as i64;
                let from = Bytes {
                    body: bytes,
                    content_type,
                    url: final_url,
                };
                if let Err(unread) = self.read(source, from, pages, &mut gathered).await {
                    unreadable(source, began, &unread, gathered)
                } else {
                    understood(source, began, (etag, last_modified), gathered)
                }
            }
        };
        let visit = &mut visited.report.visit;
        visit.took_ms = (self.clock.now().0 - began.0).max(0);
        visit.requests = (visited.report.log.exchanges.len() as i64).max(1);
        visit.day = analysis::day_number(began, self.zone);
        visited
    }

    /// Reads the first answer and follows where it leads.
    async fn read(
        &self,
        source: &Source,
        from: Bytes,
        pages: usize,
        gathered: &mut Gathered,
    ) -> Result<(), Unread> {
        gathered.captures.push(Capture {
            source: source.id,
            at: self.clock.now(),
            url: from.url.clone(),
            content_type: from.content_type.clone(),
            bytes: from.body.clone(),
        });
        if source.kind == SourceKind::WatchedPage {
            return self.compare(source, from, gathered).await;
        }
        let first = from.url.clone();
        gathered.answer = self.taken_apart(source, from).await?;
        if gathered.answer.entries.len() > limits::ENTRIES_PER_VISIT_MAX {
            gathered
                .answer
                .entries
                .truncate(limits::ENTRIES_PER_VISIT_MAX);
        }
        self.turn_pages(source, &first, gathered).await;
        self.follow_links(source, pages, gathered).await;
        Ok(())
    }

    /// Takes an answer apart beside the async threads, a few at the same time.
    pub(super) async fn taken_apart(&self, source: &Source, from: Bytes) -> Result<Answer, Unread> {
        let (source, now, zone) = (source.clone(), self.clock.now(), self.zone);
        self.beside(move || read_answer(&source, &from, now, zone))
            .await
            .unwrap_or_else(|why| Err(why.into()))
    }

    /// Runs something that takes a while on a thread of its own.
    pub(crate) async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        // The semaphore is never closed.
        let permit = self.readings.acquire().await;
        let done = tokio::task::spawn_blocking(work).await;
        drop(permit);
        done.map_err(|error| format!("reading it broke off: {error}"))
    }

    fn failed(
        &self,
        source: &Source,
        at: Moment,
        error: &FetchError,
        gathered: Gathered,
    ) -> Visited {
        let mut visited = ended(
            source,
            at,
            VisitOutcome::Failed,
            &error.to_string(),
            gathered,
        );
        if let FetchError::Busy { seconds, .. } = error {
            let until = self.clock.now().0 + *seconds as i64 * 1_000;
            visited.report.visit.state_after.next_at = Some(Moment(until));
        }
        visited
    }
}

fn understood(
    source: &Source,
    at: Moment,
    validators: (Option<String>, Option<String>),
    mut gathered: Gathered,
) -> Visited {
    let answer = &mut gathered.answer;
    let entries = std::mem::take(&mut answer.entries);
    let held = entries.len() + answer.wordless + gathered.links_seen;
    let mut notes = std::mem::take(&mut answer.warnings);
    notes.extend(yield_fell(&source.state, held));
    let outcome = match (source.kind, held) {
        (SourceKind::WatchedPage, _) | (_, 1..) => VisitOutcome::Read,
        (_, 0) => VisitOutcome::Empty,
    };
    if outcome == VisitOutcome::Empty {
        notes.push("it can be read and holds no entry".to_owned());
    }
    let mut findings = std::mem::take(&mut gathered.findings);
    findings.ranks = std::mem::take(&mut gathered.answer.ranks);
    let title = gathered.answer.title.take();
    let complete = gathered.pages_failed == 0 && gathered.answer.links.is_empty();
    let mut visited = ended(source, at, outcome, &notes.join("; "), gathered);
    let visit = &mut visited.report.visit;
    visit.items = held as i64;
    visit.findings = findings;
    // Where pages are still to be followed, the list must be sent whole once more.
    (visit.state_after.etag, visit.state_after.last_modified) =
        if complete { validators } else { (None, None) };
    visit.state_after.usual_entries = usual(source.state.usual_entries, held);
    visited.report.title = title;
    visited.report.found = entries.iter().map(found).collect();
    visited.items = entries
        .into_iter()
        .map(|entry| item(source, entry, at))
        .collect();
    visited
}

fn unchanged(source: &Source, at: Moment, gathered: Gathered) -> Visited {
    let note = "not changed since the last visit";
    ended(source, at, VisitOutcome::Unchanged, note, gathered)
}

fn unreadable(source: &Source, at: Moment, unread: &Unread, gathered: Gathered) -> Visited {
    let mut visited = ended(source, at, VisitOutcome::Failed, &unread.why, gathered);
    visited.report.offer = unread.offer;
    visited
}

fn ended(
    source: &Source,
    at: Moment,
    outcome: VisitOutcome,
    note: &str,
    gathered: Gathered,
) -> Visited {
    let note: String = note.chars().take(limits::NOTE_CHARS_MAX).collect();
    let words = if note.is_empty() {
        outcome.word().to_owned()
    } else {
        note.clone()
    };
    let visit = Visit {
        source: source.id,
        at,
        day: 0,
        outcome,
        note,
        bytes: gathered.bytes,
        requests: 1,
        took_ms: 0,
        items: 0,
        items_new: 0,
        added_at: source.added_at,
        delays: (0, 0),
        state_after: state_after(&source.state, at, outcome, words),
        findings: Findings::default(),
    };
    Visited {
        report: VisitReport {
            source: source.clone(),
            visit,
            title: None,
            found: Vec::new(),
            left_out: gathered.answer.left_out,
            log: gathered.log,
            offer: None,
        },
        items: Vec::new(),
        captures: gathered.captures,
    }
}

fn found(entry: &Entry) -> Found {
    Found {
        title: entry.title.clone(),
        url: entry.url.clone(),
        published_at: entry.published_at,
        chars: entry.text.chars().count(),
    }
}

pub(super) fn item(source: &Source, entry: Entry, at: Moment) -> Item {
    Item {
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
        arrived_at: at,
        voice: None,
    }
}
