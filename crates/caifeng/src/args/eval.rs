//! The command line of `caifeng eval`.

use super::{EvalReadings, EvalReviews};
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
    /// Score copies: recall by edit, false pairs, pairs found in a stream
    #[command(after_help = COPIES_HELP)]
    Copies(EvalCopies),
    /// Score keyphrases: do those of some documents stand in the headlines of the others?
    #[command(
        after_help = "Every second document of an event, by time, is held out; phrases are compared with single\nwords by TF-IDF.\n\nExample:\n  caifeng eval keyphrases gold.jsonl --json"
    )]
    Keyphrases(EvalPhrases),
    /// Count the groups of a stream that are taken for copy-paste floods
    #[command(
        after_help = "As if all of it came from one platform that names no authors.\n\nExample:\n  caifeng eval floods news.jsonl.gz --json"
    )]
    Floods(EvalFloods),
    /// Score the forecast of which hot-list titles reach the top ten
    #[command(after_help = "Example:\n  caifeng eval hot-list weibo-hourly.jsonl.gz --json")]
    HotList(EvalHotList),
    /// Score burst detection: false alarms a day, and planted bursts found
    #[command(after_help = "Example:\n  caifeng eval bursts news.jsonl.gz --json")]
    Bursts(EvalBursts),
    /// Print the background table: in how many documents each common word stands
    #[command(
        after_help = "Words of two to four letters only, with the number of documents; no text.\n\nExample:\n  caifeng eval words news.jsonl.gz > crates/analysis/data/words-zh.tsv"
    )]
    Words(EvalWords),
    /// Print what speaks for and against each candidate, with gold labels: to learn joins from
    #[command(
        after_help = "Example:\n  caifeng eval joins gold.tsv --stream news.jsonl.gz > joins.tsv\n  python3 benches/learn_joins.py joins.tsv crates/analysis/data/joins.tsv"
    )]
    Joins(EvalJoins),
    /// Score categories and tones against gold labels, beside plain baselines
    #[command(
        after_help = "Example:\n  caifeng eval readings benches/gold/readings-topics.tsv --texts topics.jsonl.gz"
    )]
    Readings(EvalReadings),
    /// Learn the tone of reviews from four fifths of them, and score the rest
    #[command(after_help = "Example:\n  caifeng eval reviews neg.txt.gz pos.txt.gz")]
    Reviews(EvalReviews),
}

const COPIES_HELP: &str = "\
EDITED has lines with ids BASE|EDIT; the edit named `orig` is the text itself, and an edit is found
when it is folded under a text of its own base. With --stream and --pairs, pairs of ids from J
upwards are looked for in the stream.

Example:
  caifeng eval copies edited.jsonl.gz --stream news.jsonl.gz --pairs pairs.tsv";

const EVAL_HELP: &str = "\
GOLD has the lines of `caifeng replay`, each with an \"event\" label, or rows of id, event and story
parted by tabs; then --stream gives the texts. With --stream, the engine
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
    /// What is compared with it: the events given, or their stories
    #[arg(long, value_enum, default_value_t = Given::Event)]
    pub(crate) given: Given,
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

/// What of a decision is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Given {
    /// The event
    Event,
    /// The story of the event
    Story,
}

#[derive(Debug, Args)]
pub(crate) struct EvalCopies {
    /// JSON Lines with ids BASE|EDIT, plain or .gz
    pub(crate) edited: PathBuf,
    /// Items in which pairs are looked for
    #[arg(long, value_name = "STREAM.jsonl", requires = "pairs")]
    pub(crate) stream: Option<PathBuf>,
    /// Rows of id, id and share of common passages
    #[arg(long, value_name = "PAIRS.tsv", requires = "stream")]
    pub(crate) pairs: Option<PathBuf>,
    /// Share from which a pair has to be found
    #[arg(long, default_value_t = 0.8)]
    pub(crate) from: f64,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalHotList {
    /// JSON Lines with t, rank, title and hot, in order of t, plain or .gz
    pub(crate) readings: PathBuf,
    /// Months at the beginning that are learned from; the rest is scored
    #[arg(long, default_value_t = 4)]
    pub(crate) learn_months: usize,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalBursts {
    /// Items whose words are the topics
    pub(crate) stream: PathBuf,
    /// Topics: the words that stand in most documents
    #[arg(long, default_value_t = 200)]
    pub(crate) topics: usize,
    /// Stated false alarms of one topic in one day
    #[arg(long, default_value_t = analysis::bursts::FALSE_ALARMS_A_DAY)]
    pub(crate) rate: f64,
    /// Seed of the counts drawn without bursts, and of the planted ones
    #[arg(long, default_value_t = 20_261_123)]
    pub(crate) seed: u64,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalPhrases {
    /// JSON Lines with an event label each, plain or .gz
    pub(crate) gold: PathBuf,
    /// Phrases of each event
    #[arg(long, default_value_t = 8)]
    pub(crate) most: usize,
    /// Label that says which event it is
    #[arg(long, default_value = "event")]
    pub(crate) label: String,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalFloods {
    /// Items to place
    pub(crate) stream: PathBuf,
    /// Print JSON, every flood with the id of its first text, instead of one line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalWords {
    /// Items to count
    pub(crate) stream: PathBuf,
    /// Fewest documents that a word has to stand in
    #[arg(long, default_value_t = 20)]
    pub(crate) least: u32,
}

#[derive(Debug, Args)]
pub(crate) struct EvalJoins {
    /// Gold labels, as for `caifeng eval events`; several sets may be given
    #[arg(required = true)]
    pub(crate) gold: Vec<PathBuf>,
    /// Items to place before and between the gold ones
    #[arg(long, value_name = "STREAM.jsonl")]
    pub(crate) stream: Option<PathBuf>,
}
