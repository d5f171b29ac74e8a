//! Arguments of `cases`.

use super::Place;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct CasesArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: CasesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CasesCommand {
    /// List open cases and the last closed ones, with their clocks
    List,
    /// Show one case with its tasks and its timeline, and check the timeline's chain
    #[command(after_help = "Example:\n  caifeng cases show k12")]
    Show {
        /// The case, as it is listed: k12
        case: String,
    },
}
