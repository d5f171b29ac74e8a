//! `caifeng serve`: the desk's pages, for those who sign in.

use crate::args::Serve;
use crate::house::{House, OpenLine, runtime};
use crate::{Ended, output, stop};
use anyhow::{Context, Result, bail};
use deliver::Messenger;
use desk::line::Handed;
use desk::{row_of_notes, write_down};
use metrics_exporter_prometheus::PrometheusBuilder;
use ports::Fetcher;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::mpsc::Receiver;
use web::{Closing, WebSettings};

/// Things brought by hand that may wait for the line.
const HANDED_IN_MAX: usize = 16;
/// How often the line is tried while another process writes.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

pub(crate) fn run(args: &Serve) -> Result<Ended> {
    let public_url = public_url(&args.public_url)?;
    if !args.listen.ip().is_loopback() && !public_url.starts_with("https://") {
        output::note(
            "passwords travel in the clear on this address unless a proxy with TLS stands before it; \
             say where with --public-url https://…",
        );
    }
    let runtime = runtime()?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    let (to_line, hand) = tokio::sync::mpsc::channel(HANDED_IN_MAX);
    let stop = Arc::new(AtomicBool::new(false));
    if !args.no_collect {
        house.ask_for_contact();
    }
    // One client for the visits and for what people look at: a host meets one desk, not two.
    let fetcher = house.fetcher()?;
    let line = line_beside(
        &args.place.data_dir,
        runtime.handle(),
        hand,
        (!args.no_collect).then(|| Arc::clone(&fetcher)),
        &stop,
    );
    let (notes, row) = row_of_notes();
    let writing = runtime.spawn(write_down(Arc::clone(&house.store), row));
    let desk = house
        .desk(house.index_for_reading()?)
        .with_world(fetcher, Arc::clone(&house.vault))
        .with_hand(to_line)
        .with_notes(notes)
        .with_courier(Arc::new(Messenger));
    runtime.block_on(desk.load_office())?;
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("cannot begin to count")?;
    let closing = Closing::default();
    runtime.block_on(async {
        let listener = TcpListener::bind(args.listen).await.with_context(|| {
            format!(
                "cannot listen on {}; another program may use it: try --listen 127.0.0.1:0",
                args.listen
            )
        })?;
        let address = listener
            .local_addr()
            .context("cannot tell the address that is listened on")?;
        let here = format!("http://{address}");
        output::line(&format!("listening on {here}"))?;
        let front = if public_url.is_empty() {
            &here
        } else {
            &public_url
        };
        if let Some(first) = desk.first_link().await? {
            output::line(&format!(
                "nobody can sign in yet; set the password of {} with this link, which works once:\n  {front}/welcome/{}",
                first.login, first.token
            ))?;
        }
        let settings = WebSettings {
            metrics: Some(metrics),
            closing: closing.clone(),
            listens_on: here.clone(),
            public_url: public_url.clone(),
        };
        let router = web::router(Arc::new(desk), settings);
        web::serve(listener, router, closing, stop::asked_to_stop())
            .await
            .context("serving broke off")?;
        // What people looked at last is still written down.
        writing.await.context("the record of use broke off")?;
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

/// The address people reach the desk by, without a slash at its end.
fn public_url(written: &str) -> Result<String> {
    let url = written.trim().trim_end_matches('/');
    if url.is_empty() || url.starts_with("https://") || url.starts_with("http://") {
        return Ok(url.to_owned());
    }
    bail!("--public-url {written} is no address; write one like https://desk.example.org/caifeng")
}

/// The line beside the pages: brings engine and index up to the database, then visits sources
/// when they are due and takes what people bring. While another process writes, it waits.
fn line_beside(
    path: &Path,
    handle: &Handle,
    hand: Receiver<Handed>,
    collect: Option<Arc<dyn Fetcher>>,
    stop: &Arc<AtomicBool>,
) -> JoinHandle<()> {
    let (path, handle, stop) = (path.to_owned(), handle.clone(), Arc::clone(stop));
    std::thread::spawn(move || {
        let mut told = false;
        while !stop.load(Ordering::Relaxed) {
            match open_line(&path, &handle) {
                Ok(Some((house, mut open))) => {
                    let run = if let Some(fetcher) = collect {
                        house.forget_old(&handle);
                        open.line.watch(&fetcher, hand, |_| (), &stop)
                    } else {
                        open.line.take_hand_in(hand, &stop)
                    };
                    if let Err(error) = run {
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

/// The line, unless another process writes.
fn open_line(path: &Path, handle: &Handle) -> Result<Option<(House, OpenLine)>> {
    let house = handle.block_on(House::open(path))?;
    let Some(lock) = house.data.try_lock_for_writing()? else {
        return Ok(None);
    };
    let open = house.line_under(lock, handle)?;
    Ok(Some((house, open)))
}
