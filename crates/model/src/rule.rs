//! Rules: what to watch, and what is told when it is seen.

use crate::{ChannelId, Level, Moment, PersonId, RuleId, TopicId};

/// What a rule watches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Watched {
    /// Documents that answer its question.
    #[default]
    Query,
    /// Many more of them in an hour than is usual at that hour of that weekday.
    Spike,
    /// An event among whose documents one answers it, and whose heat rises.
    Rise,
    /// Matters on hot lists that answer it, up to a rank.
    HotList,
    /// A category that was not said of a place for a week.
    NewPlace,
    /// Copy-paste floods with a text that answers it.
    Flood,
    /// Sources that are silent or say far more than usual.
    Source,
}

impl Watched {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Query,
        Self::Spike,
        Self::Rise,
        Self::HotList,
        Self::NewPlace,
        Self::Flood,
        Self::Source,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Spike => "spike",
            Self::Rise => "rise",
            Self::HotList => "hot_list",
            Self::NewPlace => "new_place",
            Self::Flood => "flood",
            Self::Source => "source",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What the number of a rule means where nothing is said: heat of an event, rank on a list.
    pub fn usual_number(self) -> f64 {
        match self {
            Self::Rise => 10.0,
            Self::HotList | Self::Flood => 20.0,
            _ => 0.0,
        }
    }
}

/// How easily something counts as unusual.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sensitivity {
    /// About one false alarm in a year.
    Low,
    /// About one in fifty days.
    #[default]
    Middle,
    /// About one in five days.
    High,
}

impl Sensitivity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Low, Self::Middle, Self::High];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Middle => "middle",
            Self::High => "high",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// False alarms that are accepted in a day.
    pub fn false_alarms_a_day(self) -> f64 {
        match self {
            Self::Low => 1.0 / 365.0,
            Self::Middle => 0.02,
            Self::High => 0.2,
        }
    }

    /// How many times as much as yesterday and a week ago at this hour a spike must be.
    pub fn times_before(self) -> f64 {
        match self {
            Self::Low => 2.0,
            Self::Middle => 1.5,
            Self::High => 1.2,
        }
    }
}

/// A rule as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// What it is called.
    pub name: String,
    /// What it watches.
    pub watched: Watched,
    /// The topic whose question it asks; where it has one of its own too, both must be answered.
    pub topic: Option<TopicId>,
    /// The question that narrows it, in the grammar of searches; nothing means everything.
    pub query: String,
    /// How easily it fires.
    pub sensitivity: Sensitivity,
    /// Least heat, worst rank or fewest documents, by what is watched.
    pub number: f64,
    /// The level it proposes.
    pub level: Level,
    /// Minutes in which the same matter is told once.
    pub cool_down_minutes: i64,
    /// Where it is told.
    pub channels: Vec<ChannelId>,
    /// Whether it rests.
    pub paused: bool,
    /// Who answers for it.
    pub owner: PersonId,
    /// Their name when they made it.
    pub owner_name: String,
    /// Who wrote the question as it stands.
    pub asked_by: PersonId,
    /// When it was made.
    pub made_at: Moment,
    /// Where the question names a person: the public office that person holds.
    pub office_held: Option<String>,
    /// Who approved that, and when.
    pub approved: Option<(String, Moment)>,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i64,
}

impl Rule {
    /// Whether somebody has to approve it first.
    pub fn waits(&self) -> bool {
        self.office_held.is_some() && self.approved.is_none()
    }

    /// Whether it watches now.
    pub fn is_on(&self) -> bool {
        !self.paused && !self.waits()
    }
}
