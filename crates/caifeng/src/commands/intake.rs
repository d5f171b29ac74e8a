//! What `replay` and `import` share: a file through the line, with a progress bar and a summary.

use crate::house::{House, OpenLine};
use crate::output;
use anyhow::{Context, Result};
use desk::DeskError;
use desk::line::{InputBatch, LineReader, Outcome, RunCost};
use flate2::bufread::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use model::{NewSource, SourceId, SourceKind};
use ports::{Clock, Meter, Store};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tokio::runtime::Handle;

/// Bytes read from the input at a time.
const READ_BYTES: usize = 256 * 1024;
/// Refused lines that are told one by one; more are only counted.
const REFUSALS_TOLD_MAX: u64 = 50;

/// What came of a run, as `--json` prints it.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Summary {
    /// Documents kept by this run, copies among them.
    pub(crate) documents: u64,
    /// Copies among them.
    pub(crate) copies: u64,
    /// Events they opened.
    pub(crate) events: u64,
    /// Lines that were kept before this run.
    pub(crate) kept_before: u64,
    /// Lines that were refused.
    pub(crate) refused: u64,
    /// Wall time.
    pub(crate) seconds: f64,
    /// Documents kept a second of wall time.
    pub(crate) documents_per_second: f64,
    /// Processor time of each step, in milliseconds.
    pub(crate) cpu_ms: BTreeMap<&'static str, f64>,
    /// The same for one document.
    pub(crate) cpu_ms_per_document: BTreeMap<&'static str, f64>,
    /// Largest resident memory so far.
    pub(crate) peak_rss_bytes: u64,
    /// Whether the run was stopped before the end of the input.
    pub(crate) stopped: bool,
}

impl Summary {
    /// Takes in what came of one entry.
    pub(crate) fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Kept { before: true, .. } => self.kept_before += 1,
            Outcome::Kept {
                document,
                event,
                copy_of,
                ..
            } => {
                self.documents += 1;
                self.copies += u64::from(copy_of.is_some());
                self.events += u64::from(document.0 == event.0);
            }
            Outcome::Refused { line, why } => {
                self.refused += 1;
                if self.refused <= REFUSALS_TOLD_MAX {
                    output::note(&format!("line {line}: {}", output::printable(why)));
                } else if self.refused == REFUSALS_TOLD_MAX + 1 {
                    output::note("more lines were refused; from here on they are only counted");
                }
            }
        }
    }

    /// Fills in what a run cost.
    pub(crate) fn cost(&mut self, began: Instant, cost: &RunCost, stopped: bool) {
        self.seconds += began.elapsed().as_secs_f64();
        self.documents_per_second = self.documents as f64 / self.seconds.max(1e-9);
        let steps = cost
            .steps
            .iter()
            .map(|(name, time)| (*name, time.as_secs_f64() * 1_000.0));
        for (name, ms) in steps.chain([("all", cost.process.as_secs_f64() * 1_000.0)]) {
            *self.cpu_ms.entry(name).or_insert(0.0) += ms;
        }
        let each = self.documents.max(1) as f64;
        self.cpu_ms_per_document = self
            .cpu_ms
            .iter()
            .map(|(name, ms)| (*name, ms / each))
            .collect();
        self.peak_rss_bytes = crate::real::ProcMeter.peak_memory_bytes();
        self.stopped = stopped;
    }

    /// Prints it.
    pub(crate) fn print(&self, as_json: bool) -> Result<()> {
        if as_json {
            return output::json(self);
        }
        let mut rows = vec![
            vec!["documents".to_owned(), self.documents.to_string()],
            vec!["  of them copies".to_owned(), self.copies.to_string()],
            vec!["events opened".to_owned(), self.events.to_string()],
            vec!["kept before".to_owned(), self.kept_before.to_string()],
            vec!["lines refused".to_owned(), self.refused.to_string()],
            vec!["seconds".to_owned(), format!("{:.1}", self.seconds)],
            vec![
                "documents a second".to_owned(),
                format!("{:.0}", self.documents_per_second),
            ],
            vec![
                "peak memory, MiB".to_owned(),
                format!("{:.0}", self.peak_rss_bytes as f64 / 1_048_576.0),
            ],
        ];
        for name in [
            "read",
            "admit",
            "understand",
            "place",
            "keep",
            "index",
            "all",
        ] {
            if let Some(ms) = self.cpu_ms_per_document.get(name) {
                rows.push(vec![
                    format!("CPU ms a document: {name}"),
                    format!("{ms:.3}"),
                ]);
            }
        }
        output::table(&["", ""], rows)
    }
}

/// Runs one file through the line; `tell` hears of every outcome in input order.
pub(crate) fn run_file(
    house: &House,
    open: &mut OpenLine,
    handle: &Handle,
    input: &Path,
    stop: &AtomicBool,
    summary: &mut Summary,
    mut tell: impl FnMut(&Outcome) -> Result<()>,
) -> Result<()> {
    let (reader, bytes) = open_input(input)?;
    let progress = progress_bar(bytes);
    let mut names = SourceNames::new(Arc::clone(&house.store), handle.clone());
    let default_source = input.file_stem().map_or_else(
        || "input".into(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    let mut lines = LineReader::new(
        reader,
        house.time_zone,
        crate::real::SystemClock.now(),
        default_source,
        move |name: &str| names.id(name),
    )
    .with_voices(Arc::clone(&house.vault));
    let began = Instant::now();
    let cost = open.line.run(
        || lines.next_batch(),
        |report| {
            for outcome in &report.outcomes {
                progress.suspend(|| summary.count(outcome));
                tell(outcome).map_err(|error| DeskError::Broken {
                    act: "write down what was decided",
                    why: format!("{error:#}"),
                })?;
            }
            progress.set_position(report.bytes_read);
            progress.set_message(format!(
                "{} documents",
                summary.documents + summary.kept_before
            ));
            Ok(())
        },
        stop,
    )?;
    progress.finish_and_clear();
    summary.cost(
        began,
        &cost,
        stop.load(std::sync::atomic::Ordering::Relaxed),
    );
    Ok(())
}

/// Runs batches through the line, counting what comes of them.
pub(crate) fn run_batches(
    open: &mut OpenLine,
    next: impl FnMut() -> Option<InputBatch> + Send,
    stop: &AtomicBool,
    summary: &mut Summary,
) -> Result<()> {
    let progress = progress_bar(None);
    let began = Instant::now();
    let cost = open.line.run(
        next,
        |report| {
            for outcome in &report.outcomes {
                progress.suspend(|| summary.count(outcome));
            }
            progress.set_message(format!("{} documents", summary.documents));
            progress.tick();
            Ok(())
        },
        stop,
    )?;
    progress.finish_and_clear();
    summary.cost(
        began,
        &cost,
        stop.load(std::sync::atomic::Ordering::Relaxed),
    );
    Ok(())
}

/// A file, its unpacked content where it is .gz, or standard input; and its size where it is known.
pub(crate) fn open_input(path: &Path) -> Result<(Box<dyn BufRead + Send>, Option<u64>)> {
    if path.as_os_str() == "-" {
        return Ok((
            Box::new(BufReader::with_capacity(READ_BYTES, io::stdin())),
            None,
        ));
    }
    let file = File::open(path)
        .with_context(|| format!("cannot open {}; check the path", path.display()))?;
    let bytes = file
        .metadata()
        .ok()
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len());
    let plain = BufReader::with_capacity(READ_BYTES, file);
    if path.extension().is_some_and(|extension| extension == "gz") {
        let unpacked = MultiGzDecoder::new(plain);
        return Ok((
            Box::new(BufReader::with_capacity(READ_BYTES, unpacked)),
            None,
        ));
    }
    Ok((Box::new(plain), bytes))
}

fn progress_bar(bytes: Option<u64>) -> ProgressBar {
    let (bar, template) = match bytes {
        Some(bytes) => (
            ProgressBar::new(bytes),
            "{bar:30} {percent:>3} %  {msg}  {elapsed} gone, {eta} to go",
        ),
        None => (ProgressBar::new_spinner(), "{spinner} {msg}  {elapsed}"),
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// Ids of the sources that lines name, asked once each.
pub(crate) struct SourceNames {
    store: Arc<dyn Store>,
    handle: Handle,
    ids: HashMap<String, SourceId>,
}

impl SourceNames {
    pub(crate) fn new(store: Arc<dyn Store>, handle: Handle) -> Self {
        Self {
            store,
            handle,
            ids: HashMap::new(),
        }
    }

    pub(crate) fn id(&mut self, name: &str) -> Result<SourceId, String> {
        if let Some(id) = self.ids.get(name) {
            return Ok(*id);
        }
        let now = crate::real::SystemClock.now();
        let source = NewSource::plain(SourceKind::File, name, None, now);
        let kept = self
            .handle
            .block_on(self.store.add_source(&source))
            .map_err(|error| error.to_string())?;
        self.ids.insert(name.to_owned(), kept.id);
        Ok(kept.id)
    }
}
