//! Arguments of `caifeng words`.

use super::Place;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct WordsArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: WordsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WordsCommand {
    /// List the user words, and lines of the dictionary that are none
    List,
    /// Add words; all or none
    #[command(
        after_help = "A desk that is served takes them into use within seconds.\n\nExamples:\n  caifeng words add 路面塌陷险情 溪口古街\n  caifeng words add --file names.txt\n  cut -f2 names.tsv | caifeng words add --file -"
    )]
    Add(Said),
    /// Remove words
    #[command(after_help = "Example:\n  caifeng words remove 溪口古街")]
    Remove(Said),
}

#[derive(Debug, Args)]
pub(crate) struct Said {
    /// Words: at least two characters, one of them Chinese
    #[arg(required_unless_present = "file")]
    pub(crate) words: Vec<String>,
    /// Words of a file, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}
