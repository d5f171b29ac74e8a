//! The command line of `caifeng source`.

use super::Place;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    #[command(subcommand)]
    pub(crate) command: SourceCommand,
}

/// What kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// RSS, Atom or JSON Feed
    Feed,
    /// A page that lists links to pages
    List,
    /// A single page whose changes are told
    Watched,
    /// A hot list in the newsnow shape
    Hotlist,
    /// A sitemap, or an index of sitemaps
    Sitemap,
}

/// Whose it is. The account of a private person is not a source.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Whose {
    /// A newspaper, station, portal or channel that publishes
    Outlet,
    /// An office, company, school, association speaking in its own name
    Institution,
    /// A board or forum open to the public
    Board,
}

/// How far a source is heard.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum HowFar {
    /// As its kind usually is
    Kind,
    /// In a town, a county, a city
    Local,
    /// In a province, or among the people of one trade
    Region,
    /// In the whole country and beyond
    Nation,
}

/// Whose sources are looked for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum WhoseAsked {
    /// Nobody said
    Unsaid,
    /// Those of outlets
    Outlet,
    /// Those of institutions
    Institution,
    /// Public boards
    Board,
}

/// How a source is.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum State {
    /// It could not be read
    Error,
    /// What it gave can be read and holds no entry
    Empty,
    /// Not visited yet
    New,
    /// It was read
    Ok,
    /// It said that nothing changed
    NotModified,
    /// It is left alone
    Paused,
}

/// How a source is read.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct Reading {
    /// What kind of place it is
    #[arg(long, value_enum, default_value_t = Kind::Feed)]
    pub(crate) kind: Kind,
    /// Fetch the page of each entry, for feeds that give summaries only
    #[arg(long)]
    pub(crate) full_text: bool,
    /// List pages: CSS selector of an entry; found by itself where it is not given
    #[arg(long, value_name = "CSS")]
    pub(crate) item: Option<String>,
    /// List pages: selector of the link inside an entry
    #[arg(long, value_name = "CSS")]
    pub(crate) link: Option<String>,
    /// List pages: selector of the headline inside an entry
    #[arg(long, value_name = "CSS")]
    pub(crate) title: Option<String>,
    /// List pages: selector of the time inside an entry
    #[arg(long, value_name = "CSS")]
    pub(crate) time: Option<String>,
    /// List pages: selector of the text inside an entry; its page is then not fetched
    #[arg(long, value_name = "CSS")]
    pub(crate) text: Option<String>,
    /// List pages: selector of the link to the next page
    #[arg(long, value_name = "CSS")]
    pub(crate) next: Option<String>,
    /// The selectors of the list are XPath expressions
    #[arg(long, conflicts_with = "dots")]
    pub(crate) xpath: bool,
    /// The list is JSON, its selectors are keys parted by dots
    #[arg(long)]
    pub(crate) dots: bool,
    /// Pages of the list that are read on one visit
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) pages: u32,
    /// Pages it leads to: CSS selector of the main text
    #[arg(long, value_name = "CSS")]
    pub(crate) article_text: Option<String>,
    /// Pages it leads to: CSS selector of the headline
    #[arg(long, value_name = "CSS")]
    pub(crate) article_title: Option<String>,
    /// Pages it leads to: CSS selector of the published time
    #[arg(long, value_name = "CSS")]
    pub(crate) article_time: Option<String>,
    /// Pages it leads to: what is taken out first; may be given several times
    #[arg(long, value_name = "CSS")]
    pub(crate) remove: Vec<String>,
    /// Let it lead to private and loopback addresses
    #[arg(long)]
    pub(crate) allow_private: bool,
}

const ADD_HELP: &str = "\
Examples:
  caifeng source add https://www.example.org/feed.xml --name 县融媒体中心 --owner outlet
  caifeng source add https://www.example.org/news/ --kind list --folder 县直部门
  caifeng source add https://www.example.org/notice/ --kind list --item 'ul.list li' --time span
  caifeng source add http://127.0.0.1:4444/api/s?id=weibo --kind hotlist --allow-private";

#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// Add a source
    #[command(after_help = ADD_HELP)]
    Add {
        #[command(flatten)]
        place: Place,
        /// Its address
        url: String,
        /// Name people see; the address where none is given
        #[arg(long, default_value = "")]
        name: String,
        /// Folder, levels parted by /
        #[arg(long, default_value = "")]
        folder: String,
        /// Whose it is; the account of a private person is not a source
        #[arg(long, value_enum)]
        owner: Option<Whose>,
        #[command(flatten)]
        reading: Box<Reading>,
    },
    /// List sources and how they are
    #[command(
        after_help = "Examples:\n  caifeng source list --state error\n  caifeng source list --folder 县直部门 --unusual --json"
    )]
    List {
        #[command(flatten)]
        place: Place,
        /// Part of the name or address
        #[arg(long, default_value = "")]
        text: String,
        /// How they are
        #[arg(long, value_enum)]
        state: Option<State>,
        /// What kind
        #[arg(long, value_enum)]
        kind: Option<Kind>,
        /// Folder, with those inside it
        #[arg(long)]
        folder: Option<String>,
        /// Whose they are
        #[arg(long, value_enum)]
        owner: Option<WhoseAsked>,
        /// Only those that give much less or much more than usual
        #[arg(long)]
        unusual: bool,
    },
    /// Read a source, or an address as a source would be read, and keep nothing
    #[command(
        after_help = "Examples:\n  caifeng source check s3\n  caifeng source check https://www.example.org/news/ --kind list"
    )]
    Check {
        #[command(flatten)]
        place: Place,
        /// Address, or number of a source as `caifeng source list` shows it
        url: String,
        #[command(flatten)]
        reading: Box<Reading>,
    },
    /// Find feeds, lists and sitemaps of a site, each with a preview
    #[command(
        after_help = "Examples:\n  caifeng source discover https://www.example.org/\n  caifeng source discover https://www.example.org/ --add 1"
    )]
    Discover {
        #[command(flatten)]
        place: Place,
        /// Address of a page of the site
        url: String,
        /// Add the proposal of this number
        #[arg(long, value_name = "N")]
        add: Option<usize>,
        /// Whose it is; the account of a private person is not a source
        #[arg(long, value_enum, requires = "add")]
        owner: Option<Whose>,
        /// Let it lead to private and loopback addresses
        #[arg(long)]
        allow_private: bool,
    },
    /// Add the subscriptions of an OPML list
    Import {
        #[command(flatten)]
        place: Place,
        /// File or address of the list
        opml: String,
        /// Whose its sources are, where the list does not say
        #[arg(long, value_enum)]
        owner: Option<Whose>,
        /// Let its sources lead to private and loopback addresses
        #[arg(long)]
        allow_private: bool,
    },
    /// Write all sources as an OPML list
    Export {
        #[command(flatten)]
        place: Place,
        /// File to write; standard output where none is given
        file: Option<PathBuf>,
    },
    /// Leave sources alone for now
    Pause(Several),
    /// Visit paused sources again
    Resume(Several),
    /// Visit sources as soon as possible
    Visit(Several),
    /// Put sources into a folder
    Move {
        /// Folder, levels parted by /; '' for none
        folder: String,
        #[command(flatten)]
        several: Several,
    },
    /// Say whose sources are; the account of a private person is not a source
    Own {
        /// Whose they are
        #[arg(value_enum)]
        owner: Whose,
        #[command(flatten)]
        several: Several,
    },
    /// Say how far sources are heard; heat counts voices by it
    Hear {
        /// How far
        #[arg(value_enum)]
        reach: HowFar,
        #[command(flatten)]
        several: Several,
    },
    /// Stop reading sources; what came from them stays
    Remove(Several),
    /// Take a change of sources back
    Undo {
        #[command(flatten)]
        place: Place,
        /// Number of the change, as it was told
        change: i64,
    },
}

/// Several sources.
#[derive(Debug, Args)]
pub(crate) struct Several {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Numbers of sources, as `caifeng source list` shows them
    #[arg(required = true)]
    pub(crate) ids: Vec<String>,
}
