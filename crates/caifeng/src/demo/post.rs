//! Posts: what the outlets of the county publish.

use super::outlet::Outlet;
use model::Moment;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A post before its place on the calendar is settled.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) outlet: Outlet,
    /// When, in milliseconds of the script.
    pub(super) script: i64,
    pub(super) title: String,
    pub(super) paragraphs: Vec<String>,
    /// What it is about, for scoring.
    pub(super) label: Arc<str>,
    /// Moments its text speaks of.
    pub(super) anchors: Arc<BTreeMap<String, i64>>,
    /// Who wrote it and who answered: shown on the sites, not read by the desk.
    pub(super) nick: String,
    pub(super) replies: Vec<(String, String)>,
}

impl Draft {
    /// A draft with nothing but a headline.
    pub(super) fn plain(outlet: Outlet, script: i64, label: &str, title: String) -> Self {
        Self {
            outlet,
            script,
            title,
            paragraphs: Vec::new(),
            label: label.into(),
            anchors: Arc::default(),
            nick: String::new(),
            replies: Vec::new(),
        }
    }
}

/// A post as it stands on its site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Post {
    pub(crate) outlet: Outlet,
    /// Its number on its site.
    pub(crate) number: u32,
    /// When it appears.
    pub(crate) at: Moment,
    /// Its headline; empty on the square.
    pub(crate) title: String,
    pub(crate) paragraphs: Vec<String>,
    /// What it is about, for scoring.
    pub(crate) label: Arc<str>,
    pub(crate) nick: String,
    pub(crate) replies: Vec<(String, String)>,
}

impl Post {
    /// Its text as the desk reads it.
    pub(crate) fn text(&self) -> String {
        self.paragraphs.join("\n")
    }

    /// Its address, below its site's root.
    pub(super) fn page(&self) -> String {
        self.outlet.page(self.number)
    }

    /// An id that is its own in the whole county.
    pub(crate) fn id(&self) -> String {
        format!("{}-{}", self.outlet.word(), self.number)
    }
}
