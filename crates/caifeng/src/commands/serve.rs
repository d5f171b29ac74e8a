//! `caifeng serve`: the desk's pages, on this machine only until there are accounts.

use crate::args::Serve;
use crate::house::{House, OpenLine, runtime};
use crate::{Ended, output, stop};
use anyhow::{Context, Result, bail};
use desk::line::HandIn;
use metrics_exporter_prometheus::PrometheusBuilder;
use model::SourceId;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::mpsc::Receiver;
use web::{Notice, WebSettings};

/// Things brought by hand that may wait for the line.
const HANDED_IN_MAX: usize = 16;
/// How often the line is tried while another process writes.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

pub(crate) fn run(args: &Serve) -> Result<Ended> {
    let runtime = runtime()?;
    let listener = listen(&runtime, args.listen)?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    let how = How {
        collect: !args.no_collect,
        ..How::default()
    };
    serve(&runtime, &house, listener, how)
}

/// How a desk is served, besides where.
#[derive(Debug, Default)]
pub(crate) struct How {
    /// Whether sources are visited.
    pub(crate) collect: bool,
    /// What every page says of the desk.
    pub(crate) notice: Option<Notice>,
    /// Sources of this machine that say they have something new.
    pub(crate) pings: Option<Receiver<SourceId>>,
}

/// Begins to listen; only on this machine until there are accounts.
pub(crate) fn listen(runtime: &Runtime, address: SocketAddr) -> Result<TcpListener> {
    if !address.ip().is_loopback() {
        bail!(
            "{address} is not an address of this machine alone; there are no accounts yet, so the pages are only \
             shown on 127.0.0.1 or [::1]"
        );
    }
    runtime
        .block_on(TcpListener::bind(address))
        .with_context(|| {
            format!(
                "cannot listen on {address}; another program may use it: try --listen 127.0.0.1:0"
            )
        })
}

/// Serves the pages with the line beside them, until asked to stop.
pub(crate) fn serve(
    runtime: &Runtime,
    house: &House,
    listener: TcpListener,
    how: How,
) -> Result<Ended> {
    let (to_line, hand) = tokio::sync::mpsc::channel(HANDED_IN_MAX);
    let stop = Arc::new(AtomicBool::new(false));
    let desk = house
        .desk(house.index_for_reading()?)
        .with_world(house.fetcher()?, Arc::clone(&house.vault))
        .with_hand(to_line);
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("cannot begin to count")?;
    let settings = WebSettings {
        metrics: Some(metrics),
        notice: how.notice,
    };
    let line = line_beside(house.data.path(), runtime.handle(), hand, how, &stop);
    let router = web::router(Arc::new(desk), settings);
    runtime.block_on(async {
        let address = listener
            .local_addr()
            .context("cannot tell the address that is listened on")?;
        output::line(&format!("listening on http://{address}"))?;
        web::serve(listener, router, stop::asked_to_stop())
            .await
            .context("serving broke off")?;
        house.store.close().await?;
        anyhow::Ok(())
    })?;
    // What is under way is finished and written down.
    stop.store(true, Ordering::Relaxed);
    if line.join().is_err() {
        output::note("caifeng: the line broke off; what was acknowledged is kept");
    }
    Ok(Ended::Done)
}

/// The line beside the pages: brings engine and index up to the database, then visits sources
/// when they are due and takes what people bring. While another process writes, it waits.
fn line_beside(
    path: &Path,
    handle: &Handle,
    hand: Receiver<HandIn>,
    how: How,
    stop: &Arc<AtomicBool>,
) -> JoinHandle<()> {
    let (path, handle, stop) = (path.to_owned(), handle.clone(), Arc::clone(stop));
    std::thread::spawn(move || {
        let mut told = false;
        while !stop.load(Ordering::Relaxed) {
            match open_line(&path, &handle) {
                Ok(Some((house, open))) => {
                    if let Err(error) = run_line(&house, open, hand, how, &stop) {
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

fn run_line(
    house: &House,
    mut open: OpenLine,
    hand: Receiver<HandIn>,
    how: How,
    stop: &AtomicBool,
) -> Result<()> {
    if !how.collect {
        return Ok(open.line.take_hand_in(hand, stop)?);
    }
    house.forget_old_captures();
    if let Some(pings) = how.pings {
        open.line.hear_pings(pings);
    }
    Ok(open.line.watch(&house.fetcher()?, hand, |_| (), stop)?)
}

/// The line, unless another process writes.
fn open_line(path: &Path, handle: &Handle) -> Result<Option<(House, OpenLine)>> {
    let house = handle.block_on(House::open(path))?;
    let Some(lock) = house.data.try_lock_for_writing()? else {
        return Ok(None);
    };
    let open = house.line_under(lock, handle)?;
    Ok(Some((house, open)))
}
