//! Arguments of `purge`, `retention` and `hold`.

use super::Place;
use clap::{Args, Subcommand, ValueEnum};

pub(crate) const PURGE_HELP: &str = "\
How long documents are kept is said by `caifeng retention set`, on the page of the settings and on that
of a source. A desk that is served purges by itself once a day. Documents on hold stay. A purge cannot
be taken back.

Examples:
  caifeng purge --dry-run
  caifeng purge
  caifeng purge --compact";

#[derive(Debug, Args)]
pub(crate) struct Purge {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Show what would go, and purge nothing
    #[arg(long, conflicts_with = "compact")]
    pub(crate) dry_run: bool,
    /// Write the whole database anew afterwards, so that all free room goes back to the disk; takes as
    /// much free room as the database
    #[arg(long)]
    pub(crate) compact: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RetentionArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: RetentionCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RetentionCommand {
    /// Show how long documents are kept, and what was purged lately
    Show,
    /// Say how long documents of a kind of source, or of one source, are kept
    #[command(
        after_help = "Fewer days hold 24 hours later, more days at once.\n\nExamples:\n  caifeng retention set feed 365\n  caifeng retention set s12 ever\n  caifeng retention set s12 kind"
    )]
    Set(SetRetention),
}

#[derive(Debug, Args)]
pub(crate) struct SetRetention {
    /// A kind (feed, list, watched, hotlist, sitemap, file, hand) or a source (s12)
    pub(crate) whose: String,
    /// Days from 1 to 36500; `ever`; for a source also `kind`: as its kind
    #[arg(allow_hyphen_values = true)]
    pub(crate) days: String,
    /// Documents that are older than that may be purged for good
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct HoldArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: HoldCommand,
}

/// What cites it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Cited {
    /// A matter being handled
    Case,
    /// A report
    Report,
    /// Anything else: a court, an archive, an inquiry
    Other,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HoldCommand {
    /// List holds, the last that was placed first
    List {
        /// Released ones too
        #[arg(long)]
        released: bool,
    },
    /// Put a document (d12), or all documents of an event (e3), on hold: they are not purged
    #[command(
        after_help = "Example:\n  caifeng hold add e3 --for report --reference 2026-11 --reason '月报引用'"
    )]
    Add {
        /// What is put on hold
        on: String,
        /// What cites it
        #[arg(long = "for", value_enum, default_value_t = Cited::Other)]
        cited: Cited,
        /// Number or name of the case or report
        #[arg(long, default_value = "")]
        reference: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Release a hold; what nothing else holds is purged when its days are over
    Release {
        /// The hold, as it is listed: h3
        hold: String,
    },
}
