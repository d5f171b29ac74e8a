//! Arguments of `cases`.

use super::Place;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

const EVIDENCE_HELP: &str = "\
Evidence lies encrypted under a key of its case. Whoever opens it gives a reason, which is written down.

Examples:
  caifeng cases evidence list k12
  caifeng cases evidence take k12 https://www.example.org/a.html
  caifeng cases evidence take k12 d118 --json
  caifeng cases evidence export x7 --reason '核对原文' --out x7.warc";

#[derive(Debug, Args)]
pub(crate) struct CasesArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: CasesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CasesCommand {
    /// List open cases and the last closed ones, with their clocks
    List,
    /// Keep pages of a case as evidence, and take them along
    #[command(after_help = EVIDENCE_HELP)]
    Evidence {
        #[command(subcommand)]
        command: EvidenceCommand,
    },
    /// Show one case with its tasks and its timeline, and check the timeline's chain
    #[command(after_help = "Example:\n  caifeng cases show k12")]
    Show {
        /// The case, as it is listed: k12
        case: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// List pages and takes of a case, without their content
    #[command(after_help = "Example:\n  caifeng cases evidence list k12 --json")]
    List {
        /// The case, as it is listed: k12
        case: String,
    },
    /// Attach a page to a case where it is not yet, and look at it now
    #[command(
        after_help = "Examples:\n  caifeng cases evidence take k12 https://www.example.org/a.html\n  caifeng cases evidence take k12 d118"
    )]
    Take {
        /// The case, as it is listed: k12
        case: String,
        /// The address of a page, or the number of a document: d118
        page: String,
        /// Read it although it leads to a private address
        #[arg(long)]
        allow_private: bool,
    },
    /// Write a piece of a take to a file: the WARC records, the readable text or the picture
    #[command(
        after_help = "Examples:\n  caifeng cases evidence export x7 --reason '核对原文'\n  caifeng cases evidence export x7 --piece shot --reason '核对原文' --out x7.png"
    )]
    Export {
        /// The take, as it is listed: x7
        take: String,
        /// Which piece
        #[arg(long, value_enum, default_value_t = EvidencePiece::Warc)]
        piece: EvidencePiece,
        /// Why it is needed; written down
        #[arg(long)]
        reason: String,
        /// Where to write it; by default the take's number in this directory
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// A piece of a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvidencePiece {
    /// The records of the archive
    Warc,
    /// Title and main text
    Text,
    /// The picture a browser made
    Shot,
}
