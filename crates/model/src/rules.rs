//! How a source is read: what the person who added it said, kept as JSON beside it.

use serde::{Deserialize, Serialize};

/// The language in which places on a page are named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PathLanguage {
    /// CSS selectors.
    #[default]
    Css,
    /// XPath 1.0 expressions.
    Xpath,
    /// Keys parted by dots into a JSON answer, as FreshRSS writes them.
    Dots,
}

/// Where on a list page its entries stand. Paths are relative to an entry, except `item` and
/// `next`; those that are missing are found by themselves where possible.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListRules {
    /// Language of the paths.
    pub language: PathLanguage,
    /// Each entry of the list.
    pub item: String,
    /// The element whose `href` leads to the page of an entry.
    pub link: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its published time.
    pub time: Option<String>,
    /// Its text, where the list itself carries it.
    pub text: Option<String>,
    /// The link to the next page of the list.
    pub next: Option<String>,
}

impl ListRules {
    /// Whether no path is named, whatever the language.
    pub fn is_empty(&self) -> bool {
        *self
            == Self {
                language: self.language,
                ..Self::default()
            }
    }
}

/// CSS selectors that override what is found on a page by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleRules {
    /// The headline.
    pub title: Option<String>,
    /// The element or elements that hold the main text.
    pub text: Option<String>,
    /// The published time.
    pub time: Option<String>,
    /// What is taken out before anything is read.
    pub remove: Vec<String>,
}

/// How a source is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceRules {
    /// The list, for list pages; none means: find it.
    pub list: Option<ListRules>,
    /// The pages it leads to.
    pub article: ArticleRules,
    /// Whether the page of each entry is fetched, for feeds that give summaries only.
    pub full_text: bool,
    /// Pages of the list that are read on one visit; 0 means one.
    pub pages: u32,
}
