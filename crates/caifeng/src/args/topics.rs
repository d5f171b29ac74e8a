//! Arguments of `caifeng topics`.

use super::Place;
use clap::{Args, Subcommand, ValueEnum};

/// Examples for the help.
pub(super) const HELP: &str = "Examples:\n  caifeng topics add 防汛 '水库 OR 泄洪 OR 内涝' --place 青岚县\n  caifeng topics list --json\n  caifeng topics show 防汛 --period 30d\n  caifeng topics route 防汛 --channel n1 --words '溃坝 OR 转移'\n  caifeng topics archive t3\n  caifeng search 'topic:防汛 tone:negative'";

#[derive(Debug, Args)]
pub(crate) struct TopicsArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: TopicsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TopicsCommand {
    /// List the topics
    List,
    /// Make a topic
    #[command(
        after_help = "Example:\n  caifeng topics add 食堂 '食堂 -招标' --source 论坛 --lang zh --notes 开学前后每天看"
    )]
    Add(AddTopic),
    /// Show how much is said of a topic, where, in which tone, about which events
    #[command(
        after_help = "Every number comes with the search that counts it (--json).\n\nExample:\n  caifeng topics show 防汛 --period 24h"
    )]
    Show {
        /// The topic, by its name or number
        topic: String,
        /// How far back
        #[arg(long, value_enum, default_value_t = Period::Week)]
        period: Period,
    },
    /// Archive a topic; its rules and routes rest
    Archive {
        /// The topic, by its name or number
        topic: String,
    },
    /// Bring an archived topic back
    Restore {
        /// The topic, by its name or number
        topic: String,
    },
    /// List where alerts go, or send those of a topic or a unit by one more channel
    #[command(
        after_help = "Examples:\n  caifeng topics route\n  caifeng topics route 防汛 --channel n2\n  caifeng topics route --unit u4 --channel n3 --words '学校 OR 食堂' --everyones\n  caifeng topics route --remove o2"
    )]
    Route(RouteArgs),
}

#[derive(Debug, Args)]
pub(crate) struct AddTopic {
    /// Its name
    pub(crate) name: String,
    /// The question, in the grammar of searches
    #[arg(default_value = "")]
    pub(crate) query: String,
    /// Only this place; may be given again
    #[arg(long = "place", value_name = "PLACE")]
    pub(crate) places: Vec<String>,
    /// Only sources whose name holds this; may be given again
    #[arg(long = "source", value_name = "NAME")]
    pub(crate) sources: Vec<String>,
    /// Only this language: zh, en, ja, ko; may be given again
    #[arg(long = "lang", value_name = "TAG")]
    pub(crate) languages: Vec<String>,
    /// What whoever comes after should know
    #[arg(long, default_value = "")]
    pub(crate) notes: String,
    /// What the owner signs in with; nobody's without
    #[arg(long, value_name = "LOGIN")]
    pub(crate) owner: Option<String>,
    /// The unit whose work it is about, as its address numbers it: u4
    #[arg(long)]
    pub(crate) unit: Option<String>,
    /// Where the question names a person: the public office that person holds
    #[arg(long, default_value = "")]
    pub(crate) office: String,
}

#[derive(Debug, Args)]
pub(crate) struct RouteArgs {
    /// The topic whose alerts go there
    #[arg(conflicts_with = "unit", requires = "channel")]
    pub(crate) topic: Option<String>,
    /// The unit whose alerts go there
    #[arg(long, requires = "channel")]
    pub(crate) unit: Option<String>,
    /// The channel, as `channels list` numbers it
    #[arg(long)]
    pub(crate) channel: Option<String>,
    /// Only alerts whose title or documents answer this, in the grammar of searches
    #[arg(long, default_value = "")]
    pub(crate) words: String,
    /// Of a unit: also alerts of others that answer the words
    #[arg(long, requires = "unit")]
    pub(crate) everyones: bool,
    /// Remove this route
    #[arg(long, value_name = "ROUTE", conflicts_with_all = ["topic", "unit", "channel"])]
    pub(crate) remove: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Period {
    /// Twenty-four hours
    #[value(name = "24h")]
    Day,
    /// Seven days
    #[value(name = "7d")]
    Week,
    /// Thirty days
    #[value(name = "30d")]
    Month,
}
