//! What a demonstration remembers between its starts: `demo.json` in its data directory.

use super::calendar::Run;
use super::outlet::Outlet;
use crate::real::FolderDisk;
use anyhow::{Context, Result};
use model::Moment;
use ports::Disk;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Name of the file.
const FILE: &str = "demo.json";

/// The state of a demonstration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) seed: u64,
    /// When it was first started, in milliseconds since 1970.
    pub(crate) began: i64,
    /// The port of each site: addresses of sources stay the same.
    pub(crate) ports: BTreeMap<String, u16>,
    /// Every start so far.
    pub(crate) runs: Vec<Run>,
    /// How many posts have appeared and were told to the desk.
    pub(crate) reached: usize,
    /// Whether the history is in.
    pub(crate) imported: bool,
    /// Whether the office has been at work.
    #[serde(default)]
    pub(crate) handled: bool,
}

impl State {
    pub(crate) fn begin(seed: u64, now: Moment) -> Self {
        Self {
            seed,
            began: now.0,
            ports: BTreeMap::new(),
            runs: Vec::new(),
            reached: 0,
            imported: false,
            handled: false,
        }
    }

    /// The state of the demonstration in a directory, if there is one.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>> {
        let disk = FolderDisk::new(folder.to_owned());
        let Some(bytes) = disk.read(FILE)? else {
            return Ok(None);
        };
        let state = serde_json::from_slice(&bytes).with_context(|| {
            format!(
                "cannot understand {}; begin anew with --fresh",
                folder.join(FILE).display()
            )
        })?;
        Ok(Some(state))
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let bytes = serde_json::to_vec_pretty(self).context("cannot write JSON")?;
        Ok(FolderDisk::new(folder.to_owned()).write_whole(FILE, &bytes)?)
    }

    /// Whether there is one in a directory, readable or not.
    pub(crate) fn is_in(folder: &Path) -> bool {
        folder.join(FILE).exists()
    }

    pub(super) fn port(&self, outlet: Outlet) -> u16 {
        self.ports.get(outlet.word()).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(State::read(folder.path()).unwrap(), None);
        let mut state = State::begin(5, Moment(1_773_471_600_000));
        state.ports.insert("daily".to_owned(), 40_123);
        state.runs.push(Run {
            from: 2_500,
            start: 1_773_471_600_500,
            speed: 60.0,
        });
        state.write(folder.path()).unwrap();
        assert_eq!(State::read(folder.path()).unwrap(), Some(state.clone()));
        assert_eq!(
            (state.port(Outlet::Daily), state.port(Outlet::Gov)),
            (40_123, 0)
        );
        std::fs::write(folder.path().join(FILE), "{").unwrap();
        let error = State::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("--fresh"), "{error}");
    }
}
