//! Sources: places that are read.

use crate::{Moment, Reach, SourceId, SourceRules};
use serde::{Deserialize, Serialize};

/// What kind of place a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SourceKind {
    /// RSS, Atom or JSON Feed at an address.
    #[serde(rename = "feed")]
    Feed,
    /// A page that lists links to pages.
    #[serde(rename = "list")]
    ListPage,
    /// A single page whose changes are told.
    #[serde(rename = "watched")]
    WatchedPage,
    /// A hot list in the newsnow shape.
    #[serde(rename = "hotlist")]
    HotList,
    /// A sitemap, or an index of sitemaps.
    #[serde(rename = "sitemap")]
    Sitemap,
    /// An outlet named in a file that was imported or replayed.
    #[serde(rename = "file")]
    File,
    /// What people bring by hand.
    #[serde(rename = "hand")]
    Hand,
}

impl SourceKind {
    /// All kinds, those that are fetched first.
    pub const ALL: [Self; 7] = [
        Self::Feed,
        Self::ListPage,
        Self::WatchedPage,
        Self::HotList,
        Self::Sitemap,
        Self::File,
        Self::Hand,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::ListPage => "list",
            Self::WatchedPage => "watched",
            Self::HotList => "hotlist",
            Self::Sitemap => "sitemap",
            Self::File => "file",
            Self::Hand => "hand",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether the desk goes and looks.
    pub fn is_fetched(self) -> bool {
        !matches!(self, Self::File | Self::Hand)
    }
}

/// Whose place it is. The account of a private person is not a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Owner {
    /// Nobody said.
    #[default]
    Unsaid,
    /// A newspaper, station, portal or channel that publishes.
    Outlet,
    /// An office, company, school, association speaking in its own name.
    Institution,
    /// A board or forum open to the public.
    Board,
}

impl Owner {
    /// All answers.
    pub const ALL: [Self; 4] = [Self::Unsaid, Self::Outlet, Self::Institution, Self::Board];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unsaid => "unsaid",
            Self::Outlet => "outlet",
            Self::Institution => "institution",
            Self::Board => "board",
        }
    }

    /// Reads the stored word; an unknown one counts as unsaid.
    pub fn from_word(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|owner| owner.word() == word)
            .unwrap_or_default()
    }
}

/// A source before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// What kind.
    pub kind: SourceKind,
    /// Name people see; unique together with the kind where there is no address.
    pub name: String,
    /// Where it is read, for kinds that are fetched; unique together with the kind.
    pub url: Option<String>,
    /// Whose it is.
    pub owner: Owner,
    /// Folder it lies in, levels parted by `/`; empty for none.
    pub folder: String,
    /// How it is read.
    pub rules: SourceRules,
    /// Whether private and loopback addresses may be dialled for it.
    pub allow_private: bool,
    /// When it was added.
    pub added_at: Moment,
}

impl NewSource {
    /// A source with nothing said but its kind, name and address.
    pub fn plain(
        kind: SourceKind,
        name: impl Into<String>,
        url: Option<String>,
        added_at: Moment,
    ) -> Self {
        Self {
            kind,
            name: name.into(),
            url,
            owner: Owner::Unsaid,
            folder: String::new(),
            rules: SourceRules::default(),
            allow_private: false,
            added_at,
        }
    }
}

/// A source as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What kind.
    pub kind: SourceKind,
    /// Name people see.
    pub name: String,
    /// Where it is read.
    pub url: Option<String>,
    /// Whose it is.
    pub owner: Owner,
    /// How far it is heard; as its kind usually is where nobody said.
    pub reach: Option<Reach>,
    /// Folder it lies in.
    pub folder: String,
    /// How it is read.
    pub rules: SourceRules,
    /// Whether private and loopback addresses may be dialled for it.
    pub allow_private: bool,
    /// Whether it is left alone for now.
    pub paused: bool,
    /// When it was added.
    pub added_at: Moment,
    /// What the last visits left behind.
    pub state: SourceState,
}

/// What the last visits left behind, for conditional requests, for the next visit and for people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceState {
    /// Validator of the last good answer.
    pub etag: Option<String>,
    /// Validator of the last good answer.
    pub last_modified: Option<String>,
    /// When it was last visited.
    pub visited_at: Option<Moment>,
    /// When it was last visited with success.
    pub read_at: Option<Moment>,
    /// How the last visit went, in words.
    pub last_outcome: Option<String>,
    /// How the last visit went.
    pub condition: Condition,
    /// Visits that failed since the last success.
    pub failures: u32,
    /// Milliseconds until the next visit, as it was last settled.
    pub interval_ms: i64,
    /// When the next visit is due; none means now.
    pub next_at: Option<Moment>,
    /// Entries that an answer usually holds, in hundredths; 0 while nothing is known.
    pub usual_entries: i64,
}

/// How the last visit of a source went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Condition {
    /// It was not visited yet.
    #[default]
    New,
    /// It was read.
    Ok,
    /// It said that nothing changed.
    NotModified,
    /// What it gave can be read and holds no entry.
    Empty,
    /// It could not be read.
    Error,
}

impl Condition {
    /// All conditions.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Ok,
        Self::NotModified,
        Self::Empty,
        Self::Error,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ok => "ok",
            Self::NotModified => "not_modified",
            Self::Empty => "empty",
            Self::Error => "error",
        }
    }

    /// Reads the stored word; an unknown one counts as new.
    pub fn from_word(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|condition| condition.word() == word)
            .unwrap_or_default()
    }
}

/// A change that people make to sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceEdit {
    /// Leave them alone for now.
    Pause,
    /// Visit them again.
    Resume,
    /// Visit them as soon as possible.
    VisitNow,
    /// Put them into a folder.
    Move(String),
    /// Say whose they are.
    Own(Owner),
    /// Say how far they are heard; none takes that back.
    Hear(Option<Reach>),
    /// No longer read them; what came from them stays.
    Remove,
    /// Read them in another way.
    Reread {
        /// New name.
        name: String,
        /// Whose it is.
        owner: Owner,
        /// New rules.
        rules: Box<SourceRules>,
    },
}
