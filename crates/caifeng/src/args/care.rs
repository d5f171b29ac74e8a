//! Arguments of `caifeng backup`, `restore` and `doctor`.

use super::Place;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    pub(crate) place: Place,
    /// File to write; must not be there yet
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    pub(crate) place: Place,
    /// File that `caifeng backup` wrote
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Make anew what can be made from what is kept, where it is missing or damaged
    #[arg(long)]
    pub(crate) fix: bool,
    /// Make the search index anew from what is kept, whatever its state
    #[arg(long)]
    pub(crate) rebuild_index: bool,
}
