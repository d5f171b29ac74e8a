//! Recover: after a stop of any kind, bring the engine and the index up to what is kept.
//!
//! The store is the truth. The engine's newest usable snapshot is taken and the documents kept
//! since are followed, as they were decided; the index gets what it has not committed.

use super::LinePorts;
use super::catch_up::Behind;
use super::correct::{missed, tell_engine};
use super::index_documents::KnownSources;
use super::look_again::{Looks, Said};
use super::purge::clear_elsewhere;
use crate::DeskError;
use analysis::engine::Engine;
use analysis::{Features, Understood};
use model::{DocumentId, Item, StoredDocument};
use ports::{Disk, IndexEntry};
use rayon::prelude::*;
use tokio::runtime::Handle;

/// Documents read back at a time.
const PAGE_DOCUMENTS: u64 = 1_000;
/// Snapshots kept: the newest, and one in case it is damaged.
const SNAPSHOTS_KEPT: usize = 2;
const SNAPSHOT_PREFIX: &str = "engine-";
const SNAPSHOT_SUFFIX: &str = ".snapshot";

/// What opening the line had to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Documents the engine had to follow again.
    pub followed: i64,
    /// Documents the index had to take again.
    pub indexed: i64,
}

/// What recovering gives.
pub(super) struct Found {
    pub(super) engine: Engine,
    pub(super) looks: Looks,
    pub(super) recovered: Recovered,
    /// How far the index is, where it takes the rest later.
    pub(super) behind: Option<Behind>,
}

pub(super) fn recover(
    ports: &LinePorts,
    handle: &Handle,
    pool: &rayon::ThreadPool,
) -> Result<Found, DeskError> {
    let kept = handle.block_on(ports.store.last_document())?;
    let mut engine = newest_snapshot(&*ports.disk, kept)?;
    let (behind, indexed) = Behind::of(ports, kept)?;
    let mut recovered = Recovered::default();
    let missed = missed(ports, handle, &engine)?;
    recovered.followed += missed.len() as i64;
    let snapshot = engine.last_document();
    for record in missed {
        tell_engine(&mut engine, ports, handle, &record.correction, snapshot)?;
    }
    let mut looks = looks_since(ports, handle, snapshot)?;
    let mut at = engine.last_document().min(indexed);
    let mut sources = KnownSources::new(&ports.store, handle);
    while at < kept {
        let page = handle.block_on(ports.store.documents_after(at, PAGE_DOCUMENTS))?;
        let Some(last) = page.last().map(|stored| stored.document.id) else {
            break;
        };
        let (mut again, mut said) = (Vec::new(), Said::default());
        for (stored, understood) in understand_again(ports, pool, page) {
            let id = stored.document.id;
            if id > engine.last_document() {
                engine.follow(id, &understood.features, &stored.placement);
                looks.after(&mut engine, id, stored.document.arrived_at, &mut said);
                recovered.followed += 1;
            }
            if id > indexed {
                again.push((stored, understood));
                recovered.indexed += 1;
            }
        }
        ports.index.put(entries_again(again, &mut sources)?)?;
        keep_again(ports, handle, said)?;
        at = last;
        if let Some(tell) = &ports.catching_up {
            tell(at.0.unsigned_abs(), kept.0.unsigned_abs());
        }
    }
    if recovered.indexed > 0 {
        ports.index.commit(kept)?;
    }
    // Purged documents that a stop left in the index.
    while clear_elsewhere(ports, handle, kept)? {}
    if recovered.followed > 0 {
        write_snapshot(&*ports.disk, kept, &engine.snapshot())?;
    }
    Ok(Found {
        engine,
        looks,
        recovered,
        behind,
    })
}

/// What the index takes of documents that are kept. What is known by now comes from the store: people
/// may have put it right.
pub(super) fn entries_again(
    again: Vec<(StoredDocument, Understood)>,
    sources: &mut KnownSources,
) -> Result<Vec<IndexEntry>, DeskError> {
    again
        .into_iter()
        .map(|(stored, mut understood)| {
            understood.document.id = stored.document.id;
            understood.document.url = stored.document.url;
            understood.document.reading = stored.document.reading;
            understood.document.places = stored.document.places;
            if stored.withdrawn.is_some() {
                // Nobody finds by its words what its author took back.
                understood.words.joined.clear();
                understood.words.kinds.clear();
                understood.words.in_title = 0;
                understood.folded.clear();
            }
            sources.entry(&mut understood)
        })
        .collect()
}

/// When the engine looked last: it goes on from the document its snapshot was written after.
fn looks_since(ports: &LinePorts, handle: &Handle, last: DocumentId) -> Result<Looks, DeskError> {
    let stored = handle.block_on(ports.store.documents(&[last]))?.pop();
    Ok(Looks::since(
        stored.map(|stored| stored.document.arrived_at),
    ))
}

/// What the engine says while it follows was kept when it was said, unless it is made anew by a
/// program that sees more than the last one.
fn keep_again(ports: &LinePorts, handle: &Handle, mut said: Said) -> Result<(), DeskError> {
    let (proposals, links) = said.take();
    if proposals.is_empty() && links.is_empty() {
        return Ok(());
    }
    handle.block_on(ports.store.keep_proposals(&proposals, &links))?;
    Ok(())
}

pub(super) fn understand_again(
    ports: &LinePorts,
    pool: &rayon::ThreadPool,
    page: Vec<StoredDocument>,
) -> Vec<(StoredDocument, Understood)> {
    let understander = ports.understander.now();
    pool.install(|| {
        page.into_par_iter()
            .map(|mut stored| {
                let understood = understander.understand(item_of(&mut stored));
                (stored, understood)
            })
            .collect()
    })
}

/// What the engine places these documents by.
pub(super) fn features_of(
    ports: &LinePorts,
    documents: Vec<StoredDocument>,
) -> Vec<(DocumentId, Features)> {
    let understander = ports.understander.now();
    documents
        .into_iter()
        .map(|mut stored| {
            let id = stored.document.id;
            let understood = understander.understand(item_of(&mut stored));
            (id, understood.features)
        })
        .collect()
}

/// The item a document was made of. Its believed time is taken as given: it was judged before.
fn item_of(stored: &mut StoredDocument) -> Item {
    let document = &mut stored.document;
    Item {
        key: document.key.clone(),
        source: document.source,
        url: None,
        title: std::mem::take(&mut document.title),
        text: std::mem::take(&mut document.text),
        published_at: Some(document.published_at),
        time_note: document.time_note,
        arrived_at: document.arrived_at,
        voice: None,
    }
}

fn newest_snapshot(disk: &dyn Disk, kept: DocumentId) -> Result<Engine, DeskError> {
    for name in snapshots(disk)?.into_iter().rev() {
        let Some(bytes) = disk.read(&name)? else {
            continue;
        };
        match Engine::restore(&bytes) {
            Ok(engine) if engine.last_document() <= kept => return Ok(engine),
            Ok(_) => {
                tracing::warn!(%name, "an engine snapshot is ahead of the store and is not used");
            }
            Err(error) => tracing::warn!(%name, %error, "an engine snapshot is not used"),
        }
    }
    Ok(Engine::new())
}

/// Writes the engine's state down and forgets all but the newest snapshots.
pub(super) fn write_snapshot(
    disk: &dyn Disk,
    last: DocumentId,
    bytes: &[u8],
) -> Result<(), DeskError> {
    disk.write_whole(
        &format!("{SNAPSHOT_PREFIX}{:015}{SNAPSHOT_SUFFIX}", last.0),
        bytes,
    )?;
    let names = snapshots(disk)?;
    for name in names
        .iter()
        .take(names.len().saturating_sub(SNAPSHOTS_KEPT))
    {
        disk.remove(name)?;
    }
    Ok(())
}

/// Names of snapshots, oldest first.
fn snapshots(disk: &dyn Disk) -> Result<Vec<String>, DeskError> {
    let mut names = disk.names()?;
    names.retain(|name| name.starts_with(SNAPSHOT_PREFIX) && name.ends_with(SNAPSHOT_SUFFIX));
    names.sort_unstable();
    Ok(names)
}
