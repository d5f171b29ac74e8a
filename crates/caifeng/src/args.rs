//! The command line, as it is written.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// A public-opinion desk in one binary: real news in, events out, found and shown.
#[derive(Debug, Parser)]
#[command(name = "caifeng", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed; the message says what was tried and what to do next
  2  the command line itself is wrong
  3  done, but some lines or sources were refused; each is told on standard error";

/// Where the desk keeps everything.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Directory that holds everything the desk keeps; made at first use
    #[arg(
        long,
        value_name = "DIR",
        default_value = "caifeng-data",
        env = "CAIFENG_DATA_DIR",
        global = true
    )]
    pub(crate) data_dir: PathBuf,
    /// Print JSON instead of tables
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the desk's pages on http://127.0.0.1:8787
    #[command(
        after_help = "Examples:\n  caifeng serve\n  caifeng serve --data-dir /srv/desk --listen 127.0.0.1:9000"
    )]
    Serve(Serve),
    /// Take a file of items through the line, and write down what was decided for each
    #[command(after_help = REPLAY_HELP)]
    Replay(Replay),
    /// Take files of items through the line
    #[command(
        after_help = "Lines have the form that `caifeng replay --help` shows.\n\nExamples:\n  caifeng import march.jsonl april.jsonl.gz\n  zcat *.gz | caifeng import -"
    )]
    Import(Import),
    /// Add, list, check and remove sources
    Source(SourceArgs),
    /// Visit all sources once and keep what is new
    #[command(after_help = "Example:\n  caifeng collect --once")]
    Collect(Collect),
    /// Find documents
    #[command(after_help = SEARCH_HELP)]
    Search(Search),
    /// List events
    #[command(
        after_help = "Examples:\n  caifeng events\n  caifeng events --by rise --limit 5 --json\n  caifeng events e12"
    )]
    Events(Events),
    /// Score the engine against gold labels
    Eval(EvalArgs),
    /// Write everything the desk keeps into one file, while it goes on working
    #[command(after_help = "Example:\n  caifeng backup desk-2026-11-23.tar.zst")]
    Backup(Backup),
    /// Put a backup into an empty data directory
    #[command(
        after_help = "Example:\n  caifeng restore desk-2026-11-23.tar.zst --data-dir /srv/desk"
    )]
    Restore(Restore),
    /// Check that everything is in order, and say what to do where it is not
    #[command(after_help = "Examples:\n  caifeng doctor\n  caifeng doctor --rebuild-index")]
    Doctor(Doctor),
}

const REPLAY_HELP: &str = "\
One JSON object a line, at least an id and a title or a text:
  {\"id\": \"a1\", \"url\": \"https://…\", \"source\": \"…\", \"title\": \"…\", \"text\": \"…\",
   \"published_at\": \"2026-03-02T14:05:00+08:00\"}
Written to OUT, one line for each valid line, final before the next is decided:
  {\"id\": \"a1\", \"event\": \"e1\", \"copy_of\": null, \"reuses\": null}
A broken line is told with its number and skipped; the exit code is then 3.
The same command again goes on where it was stopped.

Examples:
  caifeng replay items.jsonl --assignments out.jsonl
  caifeng replay items.jsonl.gz --data-dir /tmp/desk --assignments out.jsonl --json";

const SEARCH_HELP: &str = "\
Words must all occur. \"quoted\" is the exact character sequence, OR is either, -word is not,
( ) group, source:NAME and date:2026-03-01..2026-03-31 narrow.

Examples:
  caifeng search '路面 塌陷'
  caifeng search '\"未煮熟的豆角\" -谣言 date:2026-03' --sort newest --json";

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address to listen on; loopback only until there are accounts
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    pub(crate) place: Place,
    /// JSON Lines, plain or .gz; - for standard input
    pub(crate) input: PathBuf,
    /// Where to write the decision for each line
    #[arg(long, value_name = "OUT.jsonl")]
    pub(crate) assignments: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) place: Place,
    /// JSON Lines, plain or .gz; - for standard input
    #[arg(required = true)]
    pub(crate) inputs: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    #[command(subcommand)]
    pub(crate) command: SourceCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// Add a feed
    #[command(
        after_help = "Example:\n  caifeng source add https://www.example.org/feed.xml --name 县融媒体中心"
    )]
    Add {
        #[command(flatten)]
        place: Place,
        /// Address of an RSS, Atom or JSON feed
        url: String,
        /// Name people see; the address where none is given
        #[arg(long, default_value = "")]
        name: String,
        /// Let this source lead to private and loopback addresses
        #[arg(long)]
        allow_private: bool,
    },
    /// List all sources and how they are
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Read an address as a source would be read, and keep nothing
    Check {
        #[command(flatten)]
        place: Place,
        /// Address of an RSS, Atom or JSON feed
        url: String,
        /// Let it lead to private and loopback addresses
        #[arg(long)]
        allow_private: bool,
    },
    /// Stop reading a source; what came from it stays
    Remove {
        #[command(flatten)]
        place: Place,
        /// Number of the source, as `caifeng source list` shows it
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Collect {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Visit every source once, then stop
    #[arg(long, required = true)]
    pub(crate) once: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Sort {
    /// By words in common, newest first among equals
    Relevance,
    /// Newest first
    Newest,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The question
    #[arg(allow_hyphen_values = true)]
    pub(crate) query: String,
    /// Most hits to show
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = Sort::Relevance)]
    pub(crate) sort: Sort,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Rank {
    /// By heat: how much is said
    Heat,
    /// By rise: how much faster it is spoken of than over the day
    Rise,
}

#[derive(Debug, Args)]
pub(crate) struct Events {
    #[command(flatten)]
    pub(crate) place: Place,
    /// One event, with its documents
    pub(crate) event: Option<String>,
    /// Order of the events
    #[arg(long, value_enum, default_value_t = Rank::Heat)]
    pub(crate) by: Rank,
    /// Most events to list
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: u64,
}

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
    /// Make the search index anew from what is kept
    #[arg(long)]
    pub(crate) rebuild_index: bool,
}
