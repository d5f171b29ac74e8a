//! A real desk in a fake world: SQLite in a scratch directory, the index in memory.

use crate::fakes::{FakeClock, FakeWeb, MemoryDisk, MemoryVault, NoMeter, Seeded};
use analysis::{SharedUnderstander, Understander};
use desk::line::{BatchReport, Entry, InputBatch, Line, LinePorts, Outcome, Recovered};
use desk::{Desk, DeskError, IndexProgress};
use model::{Item, ItemKey, Moment, NewSource, SourceKind, TimeNote};
use ports::{Fetched, Fetcher, SearchIndex, Store};
use search::TantivyIndex;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};
use store::{StoreTarget, open};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// One segmenter for all tests: it takes a while to make.
static UNDERSTANDER: LazyLock<Arc<Understander>> =
    LazyLock::new(|| Arc::new(Understander::new(&[], None)));

/// The instant at which tests begin: 2026-03-02 14:05 in Shanghai.
const BEGIN: Moment = Moment(1_772_431_500_000);

/// A desk for tests.
#[derive(Debug)]
pub struct TestDesk {
    /// Runs what is async.
    pub runtime: Runtime,
    /// Its clock.
    pub clock: Arc<FakeClock>,
    /// Its disk.
    pub disk: Arc<MemoryDisk>,
    /// Its web.
    pub web: Arc<FakeWeb>,
    /// Its chance.
    pub random: Arc<Seeded>,
    /// Its vault.
    pub vault: Arc<MemoryVault>,
    ports: LinePorts,
    _folder: TempDir,
}

impl Default for TestDesk {
    fn default() -> Self {
        Self::new()
    }
}

impl TestDesk {
    /// An empty desk. Not to be made on a thread of an async runtime.
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .expect("the system has threads");
        let folder = tempfile::tempdir().expect("the system has a scratch directory");
        let target = StoreTarget::Sqlite(folder.path().join("caifeng.db"));
        let store: Arc<dyn Store> = Arc::new(
            runtime
                .block_on(open(&target))
                .expect("a new database opens"),
        );
        // Each desk has words of its own; what is large is shared.
        let understander = SharedUnderstander::from(Understander::clone(&UNDERSTANDER));
        let index = TantivyIndex::in_memory(understander.clone()).expect("memory holds an index");
        let (clock, disk) = (
            Arc::new(FakeClock::at(BEGIN)),
            Arc::new(MemoryDisk::default()),
        );
        let vault = Arc::new(MemoryVault::default());
        let ports = LinePorts {
            store,
            index: Arc::new(index),
            disk: Arc::clone(&disk) as Arc<dyn ports::Disk>,
            clock: Arc::clone(&clock) as Arc<dyn ports::Clock>,
            vault: Arc::clone(&vault) as Arc<dyn ports::Vault>,
            meter: Arc::new(NoMeter),
            understander: understander.clone(),
            dictionary: Some(Arc::clone(&disk) as Arc<dyn ports::Disk>),
            time_zone: chrono_tz::Asia::Shanghai,
            commit_every: 10,
            catching_up: None,
            index_progress: IndexProgress::default(),
            index_later: false,
        };
        Self {
            runtime,
            clock,
            disk,
            web: Arc::new(FakeWeb::default()),
            random: Arc::new(Seeded::new(7)),
            vault,
            ports,
            _folder: folder,
        }
    }

    /// Its store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.ports.store
    }

    /// Its index.
    pub fn index(&self) -> &Arc<dyn SearchIndex> {
        &self.ports.index
    }

    /// The desk as pages see it.
    pub fn desk(&self) -> Desk {
        Desk::new(
            Arc::clone(&self.ports.store),
            Arc::clone(&self.ports.index),
            Arc::clone(&self.ports.clock),
            Arc::clone(&self.random) as Arc<dyn ports::Random>,
            self.ports.time_zone,
        )
        .with_understander(self.ports.understander.clone())
        .with_dictionary(Arc::clone(&self.ports.disk))
        .with_index_progress(self.ports.index_progress.clone())
        .with_world(
            Arc::clone(&self.web) as Arc<dyn Fetcher>,
            Arc::clone(&self.vault) as Arc<dyn ports::Vault>,
        )
    }

    /// Opens the line, as after a start.
    pub fn line(&self) -> Result<(Line, Recovered), DeskError> {
        Line::open(self.ports.clone(), self.runtime.handle().clone())
    }

    /// Opens the line as beside pages: an index that is far behind takes what it lacks later.
    pub fn line_beside(&self) -> Result<(Line, Recovered), DeskError> {
        let ports = LinePorts {
            index_later: true,
            ..self.ports.clone()
        };
        Line::open(ports, self.runtime.handle().clone())
    }

    /// What the line does to the index.
    pub fn progress(&self) -> &IndexProgress {
        &self.ports.index_progress
    }

    /// An item as a file would give it, published now.
    pub fn item(&self, id: &str, title: &str, text: &str) -> Item {
        let now = self.ports.clock.now();
        let source = NewSource::plain(SourceKind::File, "板块", None, now);
        let source = self
            .runtime
            .block_on(self.ports.store.add_source(&source))
            .expect("a source can be added");
        Item {
            key: ItemKey::of_file(id),
            source: source.id,
            url: None,
            title: title.to_owned(),
            text: text.to_owned(),
            published_at: Some(self.ports.clock.now()),
            time_note: TimeNote::Given,
            arrived_at: self.ports.clock.now(),
            voice: None,
        }
    }

    /// Takes items through the line, `each` to a batch, and gives what came of them.
    pub fn take(&self, items: Vec<Item>, each: usize) -> Result<Vec<Outcome>, DeskError> {
        let (mut line, _) = self.line()?;
        self.take_by(&mut line, items, each)
    }

    /// The same through a line that is open.
    pub fn take_by(
        &self,
        line: &mut Line,
        items: Vec<Item>,
        each: usize,
    ) -> Result<Vec<Outcome>, DeskError> {
        let mut items = (1..)
            .zip(items)
            .map(|(number, item)| Entry::Item(number, Box::new(item)));
        let mut outcomes = Vec::new();
        line.run(
            move || {
                let entries: Vec<Entry> = items.by_ref().take(each).collect();
                (!entries.is_empty()).then(|| InputBatch {
                    entries,
                    ..InputBatch::default()
                })
            },
            |report| {
                outcomes.extend(report.outcomes);
                Ok(())
            },
            &AtomicBool::new(false),
        )?;
        Ok(outcomes)
    }

    /// Visits all sources that are not paused once and gives what the line told.
    pub fn collect(&self) -> Result<Vec<BatchReport>, DeskError> {
        let (mut line, _) = self.line()?;
        let sources = self.runtime.block_on(self.ports.store.sources())?;
        let feeds = sources
            .into_iter()
            .filter(|source| source.kind.is_fetched() && !source.paused)
            .collect();
        let web: Arc<dyn Fetcher> = Arc::clone(&self.web) as Arc<dyn Fetcher>;
        let mut reports = Vec::new();
        line.collect(
            feeds,
            &web,
            |report| {
                reports.push(report);
                Ok(())
            },
            &AtomicBool::new(false),
        )?;
        Ok(reports)
    }
}

/// A body as a server would send it, with a validator.
pub fn feed(url: &str, body: &str, etag: &str) -> Fetched {
    Fetched::Body {
        bytes: body.as_bytes().to_vec(),
        final_url: url.to_owned(),
        content_type: Some("application/xml; charset=utf-8".to_owned()),
        etag: Some(etag.to_owned()),
        last_modified: None,
    }
}
