//! The command line of `caifeng eval`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    #[command(subcommand)]
    pub(crate) command: EvalCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvalCommand {
    /// Score event placement: B³, pairwise F1, ARI, AMI
    #[command(after_help = EVAL_HELP)]
    Events(EvalEvents),
    /// Score main-text extraction: shingle F1 with bootstrap intervals
    #[command(
        after_help = "DIR holds html/ID.html.gz and ground-truth.json {ID: {\"articleBody\": …}}.\n\nExample:\n  caifeng eval pages pages/zh --json"
    )]
    Pages(EvalPages),
}

const EVAL_HELP: &str = "\
GOLD has the lines of `caifeng replay`, each with an \"event\" label. With --stream, the engine
begins cold on that stream and only the gold documents are scored; those the stream does not hold
are placed in order of time. With --assignments, what a replay wrote is scored instead.

Examples:
  caifeng eval events gold.jsonl --stream news.jsonl.gz
  caifeng eval events gold.jsonl --assignments out.jsonl --json";

#[derive(Debug, Args)]
pub(crate) struct EvalEvents {
    /// JSON Lines with an event label each, plain or .gz
    pub(crate) gold: PathBuf,
    /// Items to place before and between the gold ones
    #[arg(long, value_name = "STREAM.jsonl", conflicts_with = "assignments")]
    pub(crate) stream: Option<PathBuf>,
    /// Score the decisions a replay wrote
    #[arg(long, value_name = "OUT.jsonl")]
    pub(crate) assignments: Option<PathBuf>,
    /// Seed of the bootstrap intervals
    #[arg(long, default_value_t = 20_261_123)]
    pub(crate) seed: u64,
    /// Gold label to compare with
    #[arg(long, default_value = "event")]
    pub(crate) label: String,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalPages {
    /// Directory with the pages and what they should give
    pub(crate) dir: PathBuf,
    /// Shingles of words or of characters; by the language of the texts where it is not said
    #[arg(long, value_enum)]
    pub(crate) shingles: Option<Shingles>,
    /// Seed of the bootstrap intervals
    #[arg(long, default_value_t = 20_261_123)]
    pub(crate) seed: u64,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

/// What shingles are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shingles {
    /// Four words
    Words,
    /// Four characters
    Characters,
}
