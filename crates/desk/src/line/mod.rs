//! The production line: from an item to a document in its event, kept, indexed, findable.
//!
//! ```text
//! visit_source → read_answer → follow_links ┐
//! read_lines ────────────────────────────────┼→ admit_items → understand_items → …
//! watch (visits when due, by hand) ──────────┘  (seen before?) (pure, all cores)
//!
//! … → place_documents → keep_batch → index_documents
//!     (pure, in order;  (score_event, (derived)
//!      look_again)       one transaction)
//! ```
//!
//! Steps work in batches and each in its own thread, so that both cores are busy; every arrow
//! holds at most `limits::BATCHES_WAITING_MAX` batches. Order of effects is order of arrival.
//! A document and its place are kept in one transaction: nothing is ever half decided. What the
//! caller is told of has been kept.

mod admit_items;
mod batch;
mod catch_up;
mod collect;
mod compare_page;
mod correct;
mod cost;
mod find_floods;
mod follow_links;
mod heat_rule;
mod host_queues;
mod index_documents;
mod keep_batch;
mod look_again;
mod pace_source;
mod place_documents;
mod ports_of_line;
mod purge;
mod read_anew;
mod read_answer;
mod read_lines;
mod read_table;
mod recover;
mod recut;
mod reheat;
mod report;
mod reread;
mod score_event;
mod score_ranks;
mod steps;
mod take_article;
mod understand_items;
mod upkeep;
mod usual_yield;
mod visit_source;
mod watch;
mod words;

pub use batch::{BatchReport, Entry, InputBatch, Outcome};
pub(crate) use correct::decided;
pub use correct::{Corrected, Correcting, CorrectionAsk};
pub use cost::RunCost;
pub use find_floods::find_some_floods;
pub(crate) use heat_rule::HeatRule;
pub use ports_of_line::{CatchingUp, LinePorts};
pub use purge::{Purged, Room};
pub use read_anew::{ReadAnew, read_anew_some};
pub use read_lines::{LineReader, RawItem};
pub use read_table::{Batches, FileReading, archive_entries, table_entries};
pub use recover::Recovered;
pub use reheat::reheat_some;
pub use report::{Found, LeftOut, Offer, VisitReport};
pub use reread::Reread;
pub(crate) use visit_source::Visitor;
pub use watch::{HandIn, Handed};

use crate::DeskError;
use analysis::Understood;
use analysis::engine::Engine;
use batch::report;
use cost::Meters;
use look_again::{Looks, Said};
use model::{DocumentId, Item, Placement, SourceId, Visit};
use ports::{Capture, Known};
use purge::PurgeWatch;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use steps::{Failure, Steps, bounded};
use tokio::runtime::Handle;
use tokio::sync::mpsc::Receiver;

/// A batch between two steps.
#[derive(Default)]
struct Work {
    slots: Vec<Slot>,
    visits: Vec<Visit>,
    captures: Vec<Capture>,
    day: Option<i64>,
    collected: bool,
    bytes_read: u64,
    /// What the engine said beside its decisions.
    said: Said,
    /// Public ids of the heads that placements in this batch name.
    heads: HashMap<DocumentId, String>,
    /// Engine state after this batch, to be written once the batch is kept.
    snapshot: Option<(DocumentId, Vec<u8>)>,
}

/// One entry between two steps.
enum Slot {
    /// Left out, with words: line and reason.
    Refused(u64, String),
    /// Left out without words: a feed lists an entry twice.
    Skipped,
    Before(Box<Known>),
    /// With its line or entry number.
    Fresh(u64, Box<Item>),
    Understood(Box<Understood>),
    Placed(Box<Understood>, Box<Placement>),
    Done(Outcome),
}

/// The line with the engine's state. One at a time writes to a store.
#[derive(Debug)]
pub struct Line {
    ports: LinePorts,
    engine: Engine,
    looks: Looks,
    handle: Handle,
    pool: rayon::ThreadPool,
    pings: Option<Receiver<SourceId>>,
    /// Whether nothing is left that an older model read.
    all_read: bool,
    purges: PurgeWatch,
    /// How far the index is, while it takes what it lacks.
    behind: Option<catch_up::Behind>,
    words: words::Words,
}

impl Line {
    /// Opens the line over these ports: brings the engine and the index up to what is kept.
    /// Must be called outside the async runtime's own threads; `handle` is that runtime.
    pub fn open(ports: LinePorts, handle: Handle) -> Result<(Self, Recovered), DeskError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .thread_name(|number| format!("understand-{number}"))
            .build()
            .map_err(|error| DeskError::Broken {
                act: "start the understanding threads",
                why: error.to_string(),
            })?;
        let kept = words::kept(&ports)?;
        let found = recover::recover(&ports, &handle, &pool)?;
        let words = words::Words::settle(&ports, kept)?;
        let mut line = Self {
            ports,
            engine: found.engine,
            looks: found.looks,
            handle,
            pool,
            pings: None,
            all_read: false,
            purges: PurgeWatch::default(),
            behind: found.behind,
            words,
        };
        line.take_words_as_written()?;
        Ok((line, found.recovered))
    }

    /// Runs batches through the line until `next` gives none or `stop` is set; what is under way
    /// is finished either way. `tell` hears of every batch once it is kept.
    pub fn run(
        &mut self,
        next: impl FnMut() -> Option<InputBatch> + Send,
        tell: impl FnMut(BatchReport) -> Result<(), DeskError>,
        stop: &AtomicBool,
    ) -> Result<RunCost, DeskError> {
        let cost = self.run_on(next, tell, stop)?;
        self.find_floods();
        self.finish()?;
        Ok(cost)
    }

    /// The same without the end: nothing is committed to the index, no snapshot is written.
    fn run_on(
        &mut self,
        next: impl FnMut() -> Option<InputBatch> + Send,
        mut tell: impl FnMut(BatchReport) -> Result<(), DeskError>,
        stop: &AtomicBool,
    ) -> Result<RunCost, DeskError> {
        let Self {
            ports,
            engine,
            looks,
            handle,
            pool,
            behind,
            ..
        } = self;
        let meter = Meters::begin(&ports.meter);
        let failure = Failure::default();
        let understander = ports.understander.now();
        let mut first_untold = None;
        std::thread::scope(|scope| {
            let (to_admit, from_read) = bounded();
            let (to_understand, from_admit) = bounded();
            let (to_place, from_understand) = bounded();
            let (to_keep, from_place) = bounded();
            let (to_index, from_keep) = bounded();
            let (to_tell, from_index) = bounded();
            let steps = Steps {
                scope,
                meter: &meter,
                failure: &failure,
            };
            steps.read(next, to_admit, stop);
            let mut admit = admit_items::AdmitItems::new(ports, handle);
            steps.step("admit", from_read, to_understand, move |work| {
                admit.step(work)
            });
            steps.step("understand", from_admit, to_place, |work| {
                Ok(understand_items::step(&understander, pool, work))
            });
            let mut place = place_documents::PlaceDocuments::new(
                engine,
                looks,
                ports.commit_every,
                pool.current_num_threads(),
            );
            steps.step("place", from_understand, to_keep, move |work| {
                Ok(place.step(work))
            });
            let mut keep = keep_batch::KeepBatch::new(ports, handle);
            steps.step("keep", from_place, to_index, move |work| keep.step(work));
            let mut index = index_documents::IndexDocuments::new(ports, handle, behind.is_some());
            steps.step("index", from_keep, to_tell, move |work| index.step(work));
            for work in from_index {
                if let Err(error) = tell(report(work)) {
                    first_untold = Some(error);
                    stop.store(true, Ordering::Relaxed);
                    break;
                }
            }
        });
        failure.into_result()?;
        first_untold.map_or(Ok(()), Err)?;
        Ok(meter.end(&self.ports.meter))
    }

    /// The engine, for a second look and for corrections between runs.
    pub fn engine(&mut self) -> &mut Engine {
        &mut self.engine
    }

    /// Makes everything that was indexed findable.
    fn commit_index(&self) -> Result<(), DeskError> {
        let last = self.indexed_to();
        if self.ports.index.last_committed()? < last {
            self.ports.index.commit(last)?;
        }
        Ok(())
    }

    /// Makes everything findable, and writes the engine's state down.
    fn finish(&mut self) -> Result<(), DeskError> {
        self.commit_index()?;
        let last = self.engine.last_document();
        recover::write_snapshot(&*self.ports.disk, last, &self.engine.snapshot())
    }
}
