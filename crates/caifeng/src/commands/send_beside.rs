//! Sending beside the pages: word that waits leaves the house until the pages stop. Of several
//! processes over one data directory one sends, or everything would go out twice.

use crate::house::House;
use crate::output;
use anyhow::{Context, Result};
use desk::{Bell, Sending};
use ports::Courier;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often the lock is tried while another process sends.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Held open by whoever sends.
const LOCK_FILE: &str = "sending.lock";

/// Sending that was started.
pub(super) struct BesideSending {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl BesideSending {
    /// Starts it, and gives who sends; `front` is the address people reach the desk by.
    pub(super) fn start(
        runtime: &Runtime,
        house: &House,
        front: String,
    ) -> Result<(Arc<dyn Courier>, Self)> {
        let courier = House::messenger()?;
        let (stop, stopped) = watch::channel(false);
        let sending = house.sending(Arc::clone(&courier), front);
        let lock = house.data.path().join(LOCK_FILE);
        let task = runtime.spawn(send(lock, sending, house.bell.clone(), stopped));
        Ok((courier, Self { stop, task }))
    }

    /// Lets what is under way finish; what waits is sent after the next start.
    pub(super) async fn stop(self) -> Result<()> {
        self.stop.send_replace(true);
        self.task.await.context("sending word broke off")
    }
}

async fn send(lock: PathBuf, sending: Sending, bell: Bell, mut stopped: watch::Receiver<bool>) {
    let mut told = false;
    loop {
        match try_lock(&lock) {
            Ok(Some(_held)) => return sending.run(bell, stopped).await,
            Ok(None) if !told => {
                told = true;
                output::note("another caifeng sends the word that waits");
            }
            Ok(None) => {}
            Err(error) => {
                output::note(&format!("caifeng: no word is sent: {error:#}"));
                return;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// Becomes the one who sends, unless there is one.
fn try_lock(path: &PathBuf) -> Result<Option<File>> {
    let what = || {
        format!(
            "cannot open {}; the data directory must be writable",
            path.display()
        )
    };
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    let file = options.open(path).with_context(what)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).with_context(what),
    }
}
