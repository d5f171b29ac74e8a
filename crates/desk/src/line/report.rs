//! How a visit went, for people.

use model::{Moment, Source, Visit};
use ports::FetchLog;

/// How a visit went, for people.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitReport {
    /// The source.
    pub source: Source,
    /// The visit, as it was or would be written down.
    pub visit: Visit,
    /// What the source calls itself.
    pub title: Option<String>,
    /// What was found, in the order it was given.
    pub found: Vec<Found>,
    /// What was left out, and why.
    pub left_out: Vec<LeftOut>,
    /// Requests and heads of answers.
    pub log: FetchLog,
    /// What might be done instead, where the address is not what it should be.
    pub offer: Option<Offer>,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Headline.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// Characters of text it came with.
    pub chars: usize,
}

/// One thing that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// What an address is good for instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// It is a list of this many subscriptions, to be imported.
    Opml(usize),
    /// It is a page, on which feeds or lists may be found.
    Discover,
}
