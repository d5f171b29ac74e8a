//! The command lines of learning and measuring how texts are read.

use super::Place;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What a model reads for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Learned {
    /// What a matter is about
    Categories,
    /// In which tone a text takes it
    Tones,
}

#[derive(Debug, Args)]
pub(crate) struct Train {
    #[command(flatten)]
    pub(crate) place: Place,
    /// What is learned
    #[arg(value_enum)]
    pub(crate) learned: Learned,
    /// Titles of a hot list: JSON Lines with title, desc and cat, plain or .gz
    #[arg(long, value_name = "TOPICS.jsonl")]
    pub(crate) topics: Option<PathBuf>,
    /// Posts about crises: JSON Lines with id, text and event
    #[arg(long, value_name = "POSTS.jsonl")]
    pub(crate) posts: Option<PathBuf>,
    /// Reviews that complain, one a line
    #[arg(long, value_name = "FILE")]
    pub(crate) negative: Option<PathBuf>,
    /// Reviews that praise, one a line
    #[arg(long, value_name = "FILE")]
    pub(crate) positive: Option<PathBuf>,
    /// Gold labels: nothing is learned from their texts
    #[arg(long, value_name = "GOLD.tsv")]
    pub(crate) leave_out: Vec<PathBuf>,
    /// Gold labels that say what seeds are worth beside the model: nothing is learned from their texts
    #[arg(long, value_name = "GOLD.tsv", requires = "texts")]
    pub(crate) tune: Vec<PathBuf>,
    /// Texts that --tune speaks of: JSON Lines with an id, or titles, which are known by their hash
    #[arg(long, value_name = "TEXTS.jsonl")]
    pub(crate) texts: Vec<PathBuf>,
    /// Learn also from what people put right at this desk
    #[arg(long)]
    pub(crate) put_right: bool,
    /// Where the model is written
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Seed of the order in which examples are learned
    #[arg(long, default_value_t = 20_261_127)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct EvalReadings {
    /// Gold labels: rows of key, part, category and tone parted by tabs
    #[arg(required = true)]
    pub(crate) gold: Vec<PathBuf>,
    /// Texts the keys speak of: JSON Lines with an id, or titles, which are known by their hash
    #[arg(long, value_name = "TEXTS.jsonl", required = true)]
    pub(crate) texts: Vec<PathBuf>,
    /// A model of categories instead of the shipped one
    #[arg(long, value_name = "FILE", requires = "tones")]
    pub(crate) categories: Option<PathBuf>,
    /// A model of tones instead of the shipped one
    #[arg(long, value_name = "FILE", requires = "categories")]
    pub(crate) tones: Option<PathBuf>,
    /// Seed of the bootstrap intervals
    #[arg(long, default_value_t = 20_261_127)]
    pub(crate) seed: u64,
    /// Print JSON instead of tables
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalReviews {
    /// Reviews that complain, one a line
    pub(crate) negative: PathBuf,
    /// Reviews that praise, one a line
    pub(crate) positive: PathBuf,
    /// Seed of the split: four fifths are learned from, one fifth is scored
    #[arg(long, default_value_t = 42)]
    pub(crate) seed: u64,
    /// Print JSON instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}
