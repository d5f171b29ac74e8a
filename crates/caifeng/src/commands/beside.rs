//! The line beside the pages: brings engine and index up to the database, then visits sources
//! when they are due and takes what people bring. While another process writes, it waits.

use crate::house::{House, OpenLine, Shared};
use crate::output;
use anyhow::Result;
use desk::line::Handed;
use model::SourceId;
use ports::Fetcher;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::Receiver;

/// How often the line is tried while another process writes.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What the line lives on beside the pages.
pub(super) struct Beside {
    /// What people bring and put right.
    pub(super) hand: Receiver<Handed>,
    /// What sources are visited by; nothing where they are not.
    pub(super) fetcher: Option<Arc<dyn Fetcher>>,
    /// Sources of this machine that say they have something new.
    pub(super) pings: Option<Receiver<SourceId>>,
    /// What it shares with the pages.
    pub(super) shared: Shared,
}

/// Starts it.
pub(super) fn line_beside(
    path: &Path,
    handle: &Handle,
    beside: Beside,
    stop: &Arc<AtomicBool>,
) -> JoinHandle<()> {
    let (path, handle, stop) = (path.to_owned(), handle.clone(), Arc::clone(stop));
    std::thread::spawn(move || {
        let mut told = false;
        while !stop.load(Ordering::Relaxed) {
            match open_line(&path, &handle, beside.shared.clone()) {
                Ok(Some((house, open))) => {
                    if let Err(error) = run(&house, open, beside, &handle, &stop) {
                        output::note(&format!("caifeng: visiting sources ended: {error:#}"));
                    }
                    return;
                }
                Ok(None) if !told => {
                    told = true;
                    output::note(
                        "another caifeng is writing; sources are visited when it has finished",
                    );
                }
                Ok(None) => {}
                Err(error) => {
                    output::note(&format!("caifeng: search may be behind: {error:#}"));
                    return;
                }
            }
            std::thread::sleep(LOOK_AGAIN);
        }
    })
}

fn run(
    house: &House,
    mut open: OpenLine,
    beside: Beside,
    handle: &Handle,
    stop: &AtomicBool,
) -> Result<()> {
    let Some(fetcher) = beside.fetcher else {
        return Ok(open.line.take_hand_in(beside.hand, stop)?);
    };
    house.forget_old(handle);
    if let Some(pings) = beside.pings {
        open.line.hear_pings(pings);
    }
    Ok(open.line.watch(&fetcher, beside.hand, |_| (), stop)?)
}

/// The line, unless another process writes.
fn open_line(path: &Path, handle: &Handle, shared: Shared) -> Result<Option<(House, OpenLine)>> {
    let house = handle.block_on(House::open_beside(path, shared))?;
    let Some(lock) = house.data.try_lock_for_writing()? else {
        return Ok(None);
    };
    let open = house.line_beside(lock, handle)?;
    Ok(Some((house, open)))
}
