//! Index documents: derived from what is kept, so it comes after it and may be done again.

use super::keep_batch::{outcome_before, outcome_now};
use super::{LinePorts, Slot, Work};
use crate::DeskError;
use analysis::Understood;
use model::{Source, SourceId, SourceKind};
use ports::{Disk, IndexEntry, SearchIndex, Store};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Puts documents into the index and writes snapshots once what they rest on is kept.
pub(super) struct IndexDocuments {
    index: Arc<dyn SearchIndex>,
    disk: Arc<dyn Disk>,
    sources: KnownSources,
    since_commit: i64,
    commit_every: i64,
    /// Whether the index lacks earlier documents: it takes these after those.
    behind: bool,
}

impl IndexDocuments {
    pub(super) fn new(ports: &LinePorts, handle: &Handle, behind: bool) -> Self {
        Self {
            behind,
            index: Arc::clone(&ports.index),
            disk: Arc::clone(&ports.disk),
            sources: KnownSources::new(&ports.store, handle),
            since_commit: 0,
            commit_every: ports.commit_every,
        }
    }

    pub(super) fn step(&mut self, mut work: Work) -> Result<Work, DeskError> {
        let mut entries = Vec::new();
        let mut last = None;
        for slot in &mut work.slots {
            let outcome = match slot {
                Slot::Placed(understood, placement) => {
                    last = Some(understood.document.id);
                    let outcome = outcome_now(understood, placement, &work.heads);
                    if !self.behind {
                        entries.push(self.sources.entry(understood)?);
                    }
                    outcome
                }
                Slot::Before(known) => outcome_before(known, &work.heads),
                _ => continue,
            };
            *slot = Slot::Done(outcome);
        }
        self.since_commit += entries.len() as i64;
        if !entries.is_empty() {
            self.index.put(entries)?;
        }
        if let Some(last) = last.filter(|_| self.since_commit >= self.commit_every) {
            self.since_commit = 0;
            self.index.commit(last)?;
        }
        if let Some((last, snapshot)) = work.snapshot.take() {
            super::recover::write_snapshot(&*self.disk, last, &snapshot)?;
        }
        Ok(work)
    }
}

/// Sources, asked once each.
pub(super) struct KnownSources {
    store: Arc<dyn Store>,
    handle: Handle,
    known: HashMap<SourceId, Source>,
}

impl KnownSources {
    pub(super) fn new(store: &Arc<dyn Store>, handle: &Handle) -> Self {
        Self {
            store: Arc::clone(store),
            handle: handle.clone(),
            known: HashMap::new(),
        }
    }

    /// What the index takes of a document.
    pub(super) fn entry(&mut self, understood: &mut Understood) -> Result<IndexEntry, DeskError> {
        let id = understood.document.source;
        if !self.known.contains_key(&id) {
            // One look at all of them serves the whole batch; a removed one is asked for alone.
            let sources = self.handle.block_on(self.store.sources())?;
            self.known = sources
                .into_iter()
                .map(|source| (source.id, source))
                .collect();
            if !self.known.contains_key(&id)
                && let Some(source) = self.handle.block_on(self.store.source(id))?
            {
                self.known.insert(id, source);
            }
        }
        Ok(entry_of(understood, self.known.get(&id)))
    }
}

fn entry_of(understood: &mut Understood, source: Option<&Source>) -> IndexEntry {
    let document = &mut understood.document;
    IndexEntry {
        id: document.id,
        source_id: document.source,
        source: source.map(|source| source.name.clone()).unwrap_or_default(),
        kind: source.map_or(SourceKind::File, |source| source.kind),
        owner: source.map(|source| source.owner).unwrap_or_default(),
        url: document.url.take(),
        language: document.language,
        places: std::mem::take(&mut document.places),
        category: document.reading.category,
        tone: document.reading.tone,
        published_at: document.published_at,
        words_in_title: understood.words.in_title,
        words: std::mem::take(&mut understood.words.joined),
        body: std::mem::take(&mut understood.folded),
    }
}
