//! The command line, as it is written.

mod care;
mod cases;
mod channels;
mod duty;
mod eval;
mod intake;
mod keeping;
mod office;
mod readings;
mod rules;
mod search;
mod serve;
mod source;
mod topics;
mod words;

pub(crate) use care::{Backup, Doctor, Restore};
pub(crate) use cases::{CasesArgs, CasesCommand, EvidenceCommand, EvidencePiece};
pub(crate) use channels::{ChannelsArgs, ChannelsCommand, InState};
pub(crate) use duty::{DutyArgs, DutyCommand, Post};
pub(crate) use eval::{
    EvalArgs, EvalBursts, EvalCommand, EvalCopies, EvalEvents, EvalFloods, EvalHotList, EvalJoins,
    EvalPages, EvalPhrases, EvalWords, Given, Shingles,
};
pub(crate) use intake::{Bring, Collect, Extract, Reread};
pub(crate) use keeping::{
    Cited, HoldArgs, HoldCommand, Purge, RetentionArgs, RetentionCommand, SetRetention,
};
pub(crate) use office::{
    AuditArgs, AuditCommand, Invite, ListEntries, Login, PeopleArgs, PeopleCommand, Verify,
};
pub(crate) use readings::{EvalReadings, EvalReviews, Learned, Train};
pub(crate) use rules::{AddRule, AlertsArgs, Grave, How, RulesArgs, RulesCommand, Standing, Watch};
pub(crate) use search::{Search, Sort};
pub(crate) use serve::{Demo, Serve};
pub(crate) use source::{
    HowFar, Kind, Reading, Several, SourceArgs, SourceCommand, State, Whose, WhoseAsked,
};
pub(crate) use topics::{AddTopic, Period, RouteArgs, TopicsArgs, TopicsCommand};
pub(crate) use words::{Said, WordsArgs, WordsCommand};

use clap::{Args, Parser, Subcommand, ValueEnum};
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
        after_help = "The first start prints a one-time link to set the administrator's password.\n\nExamples:\n  caifeng serve\n  caifeng serve --data-dir /srv/desk --listen 127.0.0.1:9000\n  caifeng serve --listen 0.0.0.0:8787 --public-url https://desk.example.org/caifeng"
    )]
    Serve(Serve),
    /// Show a fictional county: its sites on this machine, a fortnight of history, and more as you watch
    #[command(after_help = DEMO_HELP)]
    Demo(Demo),
    /// Take a file of items through the line, and write down what was decided for each
    #[command(after_help = REPLAY_HELP)]
    Replay(Replay),
    /// Take files of items through the line
    #[command(after_help = IMPORT_HELP)]
    Import(Import),
    /// Add, list, check and remove sources
    Source(SourceArgs),
    /// Visit sources when they are due, or all once, and keep what is new
    #[command(after_help = "Examples:\n  caifeng collect --once\n  caifeng collect")]
    Collect(Collect),
    /// Bring something by hand: a link, a text, or a picture with a note
    #[command(
        after_help = "Examples:\n  caifeng bring --link https://www.example.org/a.html\n  caifeng bring --text '北门外大街路面塌陷' --heard 网格群\n  caifeng bring --picture hole.jpg --text '东街路口'"
    )]
    Bring(Bring),
    /// Read captured answers again, after rules or readers changed, and keep what is new
    #[command(
        after_help = "Examples:\n  caifeng reread s3\n  caifeng reread\n  caifeng reread --readings"
    )]
    Reread(Reread),
    /// Read the main text, time and language of pages
    #[command(
        after_help = "Prints {\"title\", \"text\", \"published_at\", \"language\", …}.\n\nExamples:\n  caifeng extract page.html --url https://www.example.org/a.html --json\n  caifeng extract *.html.gz --json"
    )]
    Extract(Extract),
    /// Find documents
    #[command(after_help = search::HELP)]
    Search(Search),
    /// List events
    #[command(
        after_help = "Examples:\n  caifeng events\n  caifeng events --by rise --limit 5 --json\n  caifeng events e12\n  caifeng events gist e12\n  caifeng events spread e12 --json\n  caifeng events why a1"
    )]
    Events(Events),
    /// List, add and remove user words, which are never cut apart
    Words(WordsArgs),
    /// Add, list and disable people, and make one-time links
    People(PeopleArgs),
    /// List, make, show and archive topics: saved questions with an owner, and where their alerts go
    #[command(after_help = topics::HELP)]
    Topics(TopicsArgs),
    /// List, make, try and remove rules: what the desk watches
    #[command(after_help = rules::RULES_HELP)]
    Rules(RulesArgs),
    /// List alerts: what rules saw
    #[command(after_help = rules::ALERTS_HELP)]
    Alerts(AlertsArgs),
    /// List and try channels, and have messages sent again
    #[command(after_help = channels::HELP)]
    Channels(ChannelsArgs),
    /// Say who is on duty; take the roster in and out as a calendar
    Duty(DutyArgs),
    /// Read and check the record of use
    Audit(AuditArgs),
    /// Say how long documents are kept, and see what was purged
    Retention(RetentionArgs),
    /// Purge documents that are kept no longer, and give their room back to the disk
    #[command(after_help = keeping::PURGE_HELP)]
    Purge(Purge),
    /// Put documents on hold, so that they are not purged, and release them
    Hold(HoldArgs),
    /// List cases, and show one with its tasks and its timeline
    Cases(CasesArgs),
    /// Score the engine against gold labels
    Eval(EvalArgs),
    /// Learn a model of readings from weak labels, own sentences and what people put right
    #[command(after_help = TRAIN_HELP)]
    Train(Train),
    /// Write everything the desk keeps into one file, while it goes on working
    #[command(after_help = "Example:\n  caifeng backup desk-2026-11-23.tar.zst")]
    Backup(Backup),
    /// Put a backup into an empty data directory
    #[command(
        after_help = "Example:\n  caifeng restore desk-2026-11-23.tar.zst --data-dir /srv/desk"
    )]
    Restore(Restore),
    /// Check that everything is in order, and say what to do where it is not
    #[command(
        after_help = "Examples:\n  caifeng doctor\n  caifeng doctor --fix\n  caifeng doctor --rebuild-index"
    )]
    Doctor(Doctor),
}

const DEMO_HELP: &str = "\
The county, its people, places and happenings are invented. Its sites are served over HTTP on this
machine and read as ordinary sources; nothing else is asked of the network. Ctrl-C stops everything;
the same command goes on from there.

Examples:
  caifeng demo
  caifeng demo --speed 300
  caifeng demo --fresh --listen 127.0.0.1:9000";

const TRAIN_HELP: &str = "\
The recipe, the data and how often the shipped models are right: docs/specs/readings.md. A model is
compiled in: write it to crates/analysis/data/ and build.

Examples:
  caifeng train categories --topics topics.jsonl.gz --posts posts.jsonl.gz \\
    --leave-out benches/gold/readings-topics.tsv --tune benches/gold/readings-topics-tune.tsv \\
    --texts topics.jsonl.gz --out categories.model
  caifeng train tones --topics topics.jsonl.gz --negative neg.txt.gz --positive pos.txt.gz --put-right \\
    --out tones.model";

const REPLAY_HELP: &str = "\
One JSON object a line, at least an id and a title or a text:
  {\"id\": \"a1\", \"url\": \"https://…\", \"source\": \"…\", \"title\": \"…\", \"text\": \"…\",
   \"published_at\": \"2026-03-02T14:05:00+08:00\"}
Written to OUT, one line for each valid line, final before the next is decided:
  {\"id\": \"a1\", \"event\": \"e1\", \"copy_of\": null, \"reuses\": null}
With --settled, also: {\"id\": \"a1\", \"event\": \"e1\", \"story\": \"e1\"}, as the second look has it.
A broken line is told with its number and skipped; the exit code is then 3.
The same command again goes on where it was stopped.

Examples:
  caifeng replay items.jsonl --assignments out.jsonl
  caifeng replay items.jsonl.gz --data-dir /tmp/desk --assignments out.jsonl --json
  caifeng replay items.jsonl --bench --live 1000,50000";

const IMPORT_HELP: &str = "\
JSON Lines have the form that `caifeng replay --help` shows. Tables (.csv, .tsv, .xlsx, .xls, .ods)
have a row of headings; which column is what is guessed, can be said with --map, is remembered for
tables with the same headings, and is shown by --dry-run. Columns of persons (names, telephones,
addresses) are never read. Web archives (.warc, .warc.gz) give one item for each page.

Examples:
  caifeng import march.jsonl april.jsonl.gz
  caifeng import 12345-march.xlsx --dry-run
  caifeng import 12345-march.xlsx --map text=诉求内容 --map time=来电时间 --source 12345热线
  zcat *.gz | caifeng import -";

#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    pub(crate) place: Place,
    /// JSON Lines, plain or .gz; - for standard input
    pub(crate) input: PathBuf,
    /// Where to write the decision for each line
    #[arg(long, value_name = "OUT.jsonl", required_unless_present = "bench")]
    pub(crate) assignments: Option<PathBuf>,
    /// Where to write each line's event and story once later merges and splits are accepted
    #[arg(long, value_name = "OUT.jsonl", conflicts_with = "bench")]
    pub(crate) settled: Option<PathBuf>,
    /// Measure understanding and placing alone, in memory; nothing is kept
    #[arg(long)]
    pub(crate) bench: bool,
    /// With --bench: live events to fill the engine with first, one run each
    #[arg(long, value_name = "N", value_delimiter = ',', requires = "bench")]
    pub(crate) live: Vec<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) place: Place,
    /// JSON Lines (plain or .gz; - for standard input), tables, or web archives
    #[arg(required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Tables: which column is what: id, title, text, time, url or source
    #[arg(long, value_name = "WHAT=COLUMN")]
    pub(crate) map: Vec<String>,
    /// Tables: name of the source, where no column names it
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Tables: show what would be read, and keep nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
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
    /// One event, with its documents; or `why`; or `gist`: what an event says; or `spread`: who took it
    /// from whom; or `proposals`: what the desk would change; or `reheat`, which reckons the heat of
    /// all events anew after its settings changed
    pub(crate) event: Option<String>,
    /// After `why`: the document, by the id its file gave it or by its number; after `gist` and
    /// `spread`: the event
    pub(crate) document: Option<String>,
    /// Order of the events
    #[arg(long, value_enum, default_value_t = Rank::Heat)]
    pub(crate) by: Rank,
    /// Most events or proposals to list
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: u64,
}
