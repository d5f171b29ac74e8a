//! Arguments of `duty`.

use super::Place;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct DutyArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: DutyCommand,
}

/// As what somebody is on duty.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Post {
    /// The one whom word reaches first
    Officer,
    /// Answers for the shift
    Leader,
    /// Stands in
    Deputy,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DutyCommand {
    /// Say who is on duty now, and whom the chain reaches
    #[command(after_help = "Examples:\n  caifeng duty now\n  caifeng duty now --json")]
    Now,
    /// List shifts, with what is missing and what stands in each other's way
    #[command(
        after_help = "Examples:\n  caifeng duty list\n  caifeng duty list --from 2026-10-01 --days 31"
    )]
    List {
        /// First day; today where none is named
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// How many days
        #[arg(long, default_value_t = 14)]
        days: u16,
    },
    /// Show what a calendar (iCalendar) would do to the roster; with --yes, take it in
    #[command(
        after_help = "Examples:\n  caifeng duty import roster.ics\n  caifeng duty import roster.ics --yes"
    )]
    Import {
        /// The calendar
        file: PathBuf,
        /// Post of entries that name none
        #[arg(long, value_enum, default_value_t = Post::Officer)]
        post: Post,
        /// Take it in
        #[arg(long)]
        yes: bool,
    },
    /// Write the roster as a calendar (iCalendar): 15 days back, 180 ahead
    #[command(
        after_help = "Examples:\n  caifeng duty export roster.ics\n  caifeng duty export > roster.ics"
    )]
    Export {
        /// Where to; standard output where nothing is named
        file: Option<PathBuf>,
    },
}
