//! Arguments of `caifeng search`.

use super::Place;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

pub(super) const HELP: &str = "\
Words must all occur. \"quoted\" is the exact character sequence, OR is either, -word is not, ( ) group,
word* begins so, a NEAR/8 b stand close, /regex/ matches. Fields: title: body: source: kind: site: url: place:
lang: category: tone: event: heat:>100 similar: date:2026-03-01..2026-03-31 last:36h. No author:.

Examples:
  caifeng search '路面 塌陷'
  caifeng search '\"未煮熟的豆角\" -谣言 date:2026-03' --sort newest --json
  caifeng search 'title:(停水 OR 停电) place:青岚县 last:7d' --facets
  caifeng search '食堂 NEAR/8 腹泻' --check
  caifeng search 'category:flood tone:negative' --out floods.xlsx --limit 5000";

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Sort {
    /// By words in common, fading with age, newest first among equals
    Relevance,
    /// Newest first
    Newest,
    /// By the heat of their events
    Heat,
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
    /// Count what is found by source, place, category, tone, language and day
    #[arg(long)]
    pub(crate) facets: bool,
    /// Only say how the question is understood
    #[arg(long)]
    pub(crate) check: bool,
    /// Write what is found into a file, whose name ends with .csv, .xlsx or .jsonl
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}
