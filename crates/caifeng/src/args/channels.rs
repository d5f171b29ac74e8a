//! Arguments of `caifeng channels`.

use super::Place;
use clap::{Args, Subcommand, ValueEnum};

pub(crate) const HELP: &str = "\
Channels are added on the page of the settings; a desk that is served sends what waits.

Examples:
  caifeng channels list
  caifeng channels test n2
  caifeng channels dead --json
  caifeng channels again m17 m18
  caifeng channels again --all";

#[derive(Debug, Args)]
pub(crate) struct ChannelsArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: ChannelsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ChannelsCommand {
    /// List channels with how they are
    List,
    /// Send a test by a channel at once, and say what came of it
    #[command(after_help = "Example:\n  caifeng channels test n2")]
    Test {
        /// The channel, as it is listed: n2
        channel: String,
    },
    /// List messages that were given up, or those in another state, the newest first
    #[command(
        after_help = "Examples:\n  caifeng channels dead\n  caifeng channels dead --state waiting --json"
    )]
    Dead {
        /// In which state
        #[arg(long, value_enum, default_value_t = InState::Dead)]
        state: InState,
    },
    /// Have messages sent again that wait, were given up or dropped
    #[command(
        after_help = "Examples:\n  caifeng channels again m17 m18\n  caifeng channels again --all"
    )]
    Again {
        /// Messages, as they are listed: m17
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        messages: Vec<String>,
        /// All that were given up
        #[arg(long)]
        all: bool,
    },
}

/// What became of a message.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum InState {
    /// Not sent yet
    Waiting,
    /// The receiver said yes
    Sent,
    /// Given up
    Dead,
    /// A person dropped it
    Dropped,
    /// It waits for the digest of whom it is for
    Held,
    /// It was told in a digest
    Gathered,
}
