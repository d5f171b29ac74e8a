//! `caifeng serve`: the desk's pages, on this machine only until there are accounts.

use crate::args::Serve;
use crate::house::{House, runtime};
use crate::{Ended, output, stop};
use anyhow::{Context, Result, bail};
use metrics_exporter_prometheus::PrometheusBuilder;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use web::WebSettings;

pub(crate) fn run(args: &Serve) -> Result<Ended> {
    if !args.listen.ip().is_loopback() {
        bail!(
            "{} is not an address of this machine alone; there are no accounts yet, so the pages are only shown on \
             127.0.0.1 or [::1]",
            args.listen
        );
    }
    let runtime = runtime()?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    catch_up_beside(&args.place.data_dir, runtime.handle());
    let desk = house.desk(house.index_for_reading()?);
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("cannot begin to count")?;
    let router = web::router(
        Arc::new(desk),
        WebSettings {
            metrics: Some(metrics),
        },
    );
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
        output::line(&format!("listening on http://{address}"))?;
        web::serve(listener, router, stop::asked_to_stop())
            .await
            .context("serving broke off")?;
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

/// Brings engine and index up to the database in the background, unless another process writes.
/// Pages are shown meanwhile.
fn catch_up_beside(path: &std::path::Path, handle: &Handle) {
    let (path, handle) = (path.to_owned(), handle.clone());
    std::thread::spawn(move || {
        let caught_up = handle.block_on(House::open(&path)).and_then(|house| {
            let Some(lock) = house.data.try_lock_for_writing()? else {
                return Ok(());
            };
            house.line_under(lock, &handle).map(|_| ())
        });
        if let Err(error) = caught_up {
            output::note(&format!("caifeng: search may be behind: {error:#}"));
        }
    });
}
