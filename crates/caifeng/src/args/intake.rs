//! The command lines of what brings something in by hand or from captures, and of single pages.

use super::Place;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Collect {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Visit every source once, then stop; without it sources are visited when they are due
    #[arg(long)]
    pub(crate) once: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Bring {
    #[command(flatten)]
    pub(crate) place: Place,
    /// A link
    #[arg(long, default_value = "")]
    pub(crate) link: String,
    /// A text, or a note on the picture
    #[arg(long, default_value = "")]
    pub(crate) text: String,
    /// Where it was heard: a group, a call, a visit; never a person's name
    #[arg(long, default_value = "")]
    pub(crate) heard: String,
    /// A picture
    #[arg(long, value_name = "FILE")]
    pub(crate) picture: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Reread {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Number of a source; all where none is given
    pub(crate) source: Option<String>,
    /// Instead read category and tone of all kept documents again by the present models
    #[arg(long, conflicts_with = "source")]
    pub(crate) readings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// Pages, plain or .gz
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Address of the page, where there is one file: settles its links and its canonical address
    #[arg(long, default_value = "")]
    pub(crate) url: String,
    /// CSS selector of the main text
    #[arg(long, value_name = "CSS")]
    pub(crate) text: Option<String>,
    /// Zone of times that the page gives without one
    #[arg(long, default_value = "Asia/Shanghai")]
    pub(crate) zone: String,
    /// Print JSON, a line for each file: title, text, published_at, language
    #[arg(long)]
    pub(crate) json: bool,
    /// Also say the canonical address, the outlet, and what was not as it should be
    #[arg(long)]
    pub(crate) more: bool,
}
