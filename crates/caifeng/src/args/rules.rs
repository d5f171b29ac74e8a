//! Arguments of `caifeng rules` and `caifeng alerts`.

use super::Place;
use clap::{Args, Subcommand, ValueEnum};

/// Examples for the help of rules.
pub(super) const RULES_HELP: &str = "Examples:\n  caifeng rules add 汛情 '水库 (溃坝 OR 泄洪)' --level orange --channel n1\n  caifeng rules add 停水 停水 --watch spike --sensitivity high\n  caifeng rules list --json\n  caifeng rules test r1 --since 30d\n  caifeng rules levels\n  caifeng rules levels --set 'red voices 500' --set 'orange rank 10' --set 'red voices 50 food_safety'";
/// Examples for the help of alerts.
pub(super) const ALERTS_HELP: &str =
    "Examples:\n  caifeng alerts\n  caifeng alerts --state held\n  caifeng alerts a12 --json";

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// List the rules
    List,
    /// Make a rule
    Add(AddRule),
    /// Say how often a rule would have spoken
    Test {
        /// The rule, as `rules list` numbers it
        rule: String,
        /// How far back, in days
        #[arg(long, default_value = "30d", value_parser = days)]
        since: i64,
    },
    /// Show the start conditions of levels, or keep others
    Levels {
        /// A row of the new table: LEVEL MEASURE NUMBER [CATEGORY]; may be given again
        #[arg(long = "set", value_name = "ROW")]
        rows: Vec<String>,
        /// Back to the usual table
        #[arg(long, conflicts_with = "rows")]
        usual: bool,
    },
    /// Remove a rule; its alerts stay
    Remove {
        /// The rule
        rule: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddRule {
    /// Its name
    pub(crate) name: String,
    /// The question, in the grammar of searches; nothing means everything
    #[arg(default_value = "")]
    pub(crate) query: String,
    /// The topic whose question it asks, by its name or number; the question above narrows it
    #[arg(long)]
    pub(crate) topic: Option<String>,
    /// What it watches
    #[arg(long, value_enum, default_value_t = Watch::Query)]
    pub(crate) watch: Watch,
    /// How easily it fires
    #[arg(long, value_enum, default_value_t = How::Middle)]
    pub(crate) sensitivity: How,
    /// Least heat, worst rank, fewest posts, by what is watched
    #[arg(long)]
    pub(crate) number: Option<f64>,
    /// The level it proposes
    #[arg(long, value_enum, default_value_t = Grave::Yellow)]
    pub(crate) level: Grave,
    /// Minutes in which the same matter is told once
    #[arg(long, default_value_t = 60)]
    pub(crate) cool_down: i64,
    /// A channel it is told by, as `channels list` numbers it; may be given again
    #[arg(long = "channel", value_name = "CHANNEL")]
    pub(crate) channels: Vec<String>,
    /// Where the question names a person: the public office that person holds
    #[arg(long, default_value = "")]
    pub(crate) office: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Watch {
    Query,
    Spike,
    Rise,
    HotList,
    NewPlace,
    Flood,
    Source,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum How {
    Low,
    Middle,
    High,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Grave {
    Red,
    Orange,
    Yellow,
    Blue,
}

#[derive(Debug, Args)]
pub(crate) struct AlertsArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    /// One alert with what it stands on
    pub(crate) alert: Option<String>,
    /// Those in this state
    #[arg(long, value_enum)]
    pub(crate) state: Option<Standing>,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Standing {
    Open,
    Taken,
    Held,
    Closed,
}

/// `30d`, or `30`.
fn days(text: &str) -> Result<i64, String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    let days: i64 = number
        .parse()
        .map_err(|_| format!("{text} is no number of days; write one like 30d"))?;
    if (1..=desk::TRIAL_DAYS_MAX).contains(&days) {
        Ok(days)
    } else {
        Err(format!("between 1 and {} days", desk::TRIAL_DAYS_MAX))
    }
}
