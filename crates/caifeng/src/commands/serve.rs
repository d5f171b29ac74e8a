//! `caifeng serve`: the desk's pages, for those who sign in.

use super::beside::{Beside, line_beside};
use super::evidence_beside;
use super::rules_beside;
use super::send_beside::BesideSending;
use crate::args::Serve;
use crate::house::{House, runtime};
use crate::index_progress::tell_of_index;
use crate::{Ended, output, stop};
use anyhow::{Context, Result, bail};
use desk::{Desk, row_of_notes, write_down};
use metrics_exporter_prometheus::PrometheusBuilder;
use model::SourceId;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle as JoinTask;
use web::{Closing, Notice, WebSettings};

/// Things brought by hand that may wait for the line.
const HANDED_IN_MAX: usize = 16;

pub(crate) fn run(args: &Serve) -> Result<Ended> {
    let public_url = public_url(&args.public_url)?;
    if !args.listen.ip().is_loopback() && !public_url.starts_with("https://") {
        output::note(
            "passwords travel in the clear on this address unless a proxy with TLS stands before it; \
             say where with --public-url https://…",
        );
    }
    let runtime = runtime()?;
    let listener = listen(&runtime, args.listen)?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    if !args.no_collect {
        house.ask_for_contact();
    }
    let how = How {
        collect: !args.no_collect,
        public_url,
        ..How::default()
    };
    serve(&runtime, &house, listener, how)
}

/// How a desk is served, besides where.
#[derive(Debug, Default)]
pub(crate) struct How {
    /// Whether sources are visited.
    pub(crate) collect: bool,
    /// The address people reach the desk by; nothing where they come straight to it.
    pub(crate) public_url: String,
    /// What every page says of the desk.
    pub(crate) notice: Option<Notice>,
    /// Sources of this machine that say they have something new.
    pub(crate) pings: Option<Receiver<SourceId>>,
}

/// Begins to listen.
pub(crate) fn listen(runtime: &Runtime, address: SocketAddr) -> Result<TcpListener> {
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
    let stop = Arc::default();
    // One client for the visits and for what people look at: a host meets one desk, not two.
    let fetcher = house.fetcher()?;
    let beside = Beside {
        hand,
        fetcher: how.collect.then(|| Arc::clone(&fetcher)),
        pings: how.pings,
        shared: house.shared(),
    };
    let line = start_line(runtime, house, beside, &stop)?;
    let (notes, row) = row_of_notes();
    let writing = runtime.spawn(write_down(Arc::clone(&house.store), row));
    let front = front(&listener, &how.public_url)?;
    let (courier, sending) = BesideSending::start(runtime, house, front)?;
    let desk = house
        .desk(house.index_for_reading()?)
        .with_world(fetcher, Arc::clone(&house.vault))
        .with_hand(to_line)
        .with_notes(notes)
        .with_courier(courier)
        .with_demonstration(how.notice == Some(Notice::Demonstration));
    let (desk, watching) = rules_beside::start(runtime, desk, &stop);
    let looking = evidence_beside::start(runtime, &desk, how.collect);
    let settings = web_settings(how.notice, how.public_url)?;
    runtime.block_on(async {
        show(desk, listener, settings).await?;
        // It holds the desk, and with it what is still to be written down.
        [watching, looking].iter().for_each(JoinTask::abort);
        end(sending, writing, house).await
    })?;
    finish(line, &stop);
    Ok(Ended::Done)
}

/// What is under way is finished and written down.
fn finish(line: JoinHandle<()>, stop: &AtomicBool) {
    stop.store(true, Ordering::Relaxed);
    if line.join().is_err() {
        output::note("caifeng: the line broke off; what was acknowledged is kept");
    }
}

/// Lets what is under way finish, and closes the store.
async fn end(sending: BesideSending, writing: JoinTask<()>, house: &House) -> Result<()> {
    sending.stop().await?;
    // What people looked at last is still written down.
    writing.await.context("the record of use broke off")?;
    house.store.close().await.map_err(anyhow::Error::from)
}

/// Starts the line beside the pages, over an index that can be read by both.
fn start_line(
    runtime: &Runtime,
    house: &House,
    beside: Beside,
    stop: &Arc<AtomicBool>,
) -> Result<JoinHandle<()>> {
    house.prepare_index()?;
    runtime.spawn(tell_of_index(house.index_progress.clone()));
    Ok(line_beside(
        house.data.path(),
        runtime.handle(),
        beside,
        stop,
    ))
}

/// The address that word leads back to.
fn front(listener: &TcpListener, public_url: &str) -> Result<String> {
    if !public_url.is_empty() {
        return Ok(public_url.to_owned());
    }
    let address = listener
        .local_addr()
        .context("cannot tell the address that is listened on")?;
    Ok(format!("http://{address}"))
}

fn web_settings(notice: Option<Notice>, public_url: String) -> Result<WebSettings> {
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("cannot begin to count")?;
    Ok(WebSettings {
        metrics: Some(metrics),
        notice,
        public_url,
        ..WebSettings::default()
    })
}

/// Says where the pages are, and shows them until asked to stop.
async fn show(desk: Arc<Desk>, listener: TcpListener, settings: WebSettings) -> Result<()> {
    desk.load_office().await?;
    let address = listener
        .local_addr()
        .context("cannot tell the address that is listened on")?;
    let here = format!("http://{address}");
    output::line(&format!("listening on {here}"))?;
    let front = if settings.public_url.is_empty() {
        &here
    } else {
        &settings.public_url
    };
    let first = match settings.notice {
        // Anybody comes in as anybody.
        Some(Notice::Demonstration) => None,
        None => desk.first_link().await?,
    };
    if let Some(first) = first {
        output::line(&format!(
            "nobody can sign in yet; set the password of {} with this link, which works once:\n  {front}/welcome/{}",
            first.login, first.token
        ))?;
    }
    let closing = Closing::default();
    let settings = WebSettings {
        closing: closing.clone(),
        listens_on: here,
        ..settings
    };
    let router = web::router(desk, settings);
    web::serve(listener, router, closing, stop::asked_to_stop())
        .await
        .context("serving broke off")
}

/// The address people reach the desk by, without a slash at its end.
fn public_url(written: &str) -> Result<String> {
    let url = written.trim().trim_end_matches('/');
    if url.is_empty() || url.starts_with("https://") || url.starts_with("http://") {
        return Ok(url.to_owned());
    }
    bail!("--public-url {written} is no address; write one like https://desk.example.org/caifeng")
}
