//! Lists of subscriptions: OPML as readers exchange it, with the extensions of FreshRSS,
//! and with our own for what no other reader knows.

mod write;

use crate::address::canonical_url;
use crate::charset::decode;
use crate::plain_text::clean_line;
use model::{ListRules, Owner, PathLanguage, SourceRules, limits};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use thiserror::Error;
pub use write::write_opml;

/// Subscriptions of one file.
const SUBSCRIPTIONS_MAX: usize = 20_000;
/// Folders inside one another.
const DEPTH_MAX: usize = 64;
/// Attributes of one outline.
const ATTRIBUTES_MAX: usize = 64;
/// Warnings that are told one by one.
const WARNINGS_MAX: usize = 50;

/// How a subscription is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubscriptionKind {
    /// A feed.
    Feed,
    /// A list page by XPath rules.
    HtmlXpath(ListRules),
    /// A JSON answer by paths of keys.
    JsonDots(ListRules),
    /// Something that other readers know, by its type.
    Other(String),
}

/// One subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// What it is called.
    pub title: String,
    /// The address that is read.
    pub url: String,
    /// The folders it lies in, joined by `/`.
    pub folder: String,
    /// How it is read.
    pub kind: SubscriptionKind,
    /// The page that it belongs to.
    pub site: Option<String>,
    /// CSS selector of the full text on the pages it leads to.
    pub full_text_selector: Option<String>,
    /// CSS selector of what is taken out of those pages first.
    pub remove_selector: Option<String>,
    /// Whose it is, where a desk wrote the list.
    pub owner: Owner,
    /// How it is read, where a desk wrote the list.
    pub rules: Option<SourceRules>,
}

/// A list of subscriptions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opml {
    /// What it calls itself.
    pub title: Option<String>,
    /// Its subscriptions in their order.
    pub subscriptions: Vec<Subscription>,
    /// What was not as it should be.
    pub warnings: Vec<String>,
}

/// Why bytes are no list of subscriptions, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpmlProblem {
    /// Nothing came.
    #[error("the file is empty; export the subscriptions again")]
    Empty,
    /// Something else.
    #[error("this is no OPML; choose the file that a feed reader exports as OPML")]
    Other,
    /// Broken before the first subscription.
    #[error(
        "its XML breaks off before the first subscription: {0}; export the subscriptions again"
    )]
    Broken(String),
}

/// Reads a list of subscriptions.
pub fn read_opml(bytes: &[u8], content_type: Option<&str>) -> Result<Opml, OpmlProblem> {
    let decoded = decode(bytes, content_type);
    let text = decoded
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return Err(OpmlProblem::Empty);
    }
    let mut reading = Reading::default();
    reading.opml.warnings.extend(decoded.warning);
    let broken = reading.read(text);
    if !reading.known {
        return Err(OpmlProblem::Other);
    }
    let mut opml = reading.opml;
    if let Some(why) = broken {
        if opml.subscriptions.is_empty() {
            return Err(OpmlProblem::Broken(why));
        }
        opml.warnings.push(format!(
            "its XML breaks off: {why}; what came before is read"
        ));
    }
    if opml.warnings.len() > WARNINGS_MAX {
        let rest = opml.warnings.len() - WARNINGS_MAX;
        opml.warnings.truncate(WARNINGS_MAX);
        opml.warnings.push(format!("and {rest} more"));
    }
    Ok(opml)
}

#[derive(Default)]
struct Reading {
    opml: Opml,
    known: bool,
    /// Names of the open outlines; none for those that are no folders.
    open: Vec<Option<String>>,
    in_title: bool,
}

impl Reading {
    /// Reads all events; says why where the XML breaks.
    fn read(&mut self, text: &str) -> Option<String> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.start(&tag, true),
                Ok(Event::Empty(tag)) => self.start(&tag, false),
                Ok(Event::End(tag)) => {
                    self.in_title = false;
                    if tag.local_name().as_ref() == "outline" {
                        self.open.pop();
                    }
                }
                Ok(Event::Text(piece)) if self.in_title => {
                    let title = clean_line(&piece);
                    if !title.is_empty() && self.opml.title.is_none() {
                        self.opml.title = Some(title);
                    }
                }
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(error) => return Some(error.to_string()),
            }
            if self.opml.subscriptions.len() >= SUBSCRIPTIONS_MAX {
                return Some(format!(
                    "it has more than {SUBSCRIPTIONS_MAX} subscriptions"
                ));
            }
        }
    }

    fn start(&mut self, tag: &BytesStart, opens: bool) {
        match tag.local_name().as_ref() {
            "opml" => self.known = true,
            "title" => self.in_title = opens && self.open.is_empty(),
            "outline" => {
                let folder = self.outline(&attributes(tag));
                if opens {
                    self.open.push(folder);
                }
            }
            _ => {}
        }
    }

    /// Takes an outline; its name if it is a folder.
    fn outline(&mut self, attributes: &HashMap<String, String>) -> Option<String> {
        let get = |name: &str| {
            attributes
                .get(name)
                .filter(|value| !value.is_empty())
                .cloned()
        };
        let title = get("title").or_else(|| get("text")).unwrap_or_default();
        let title: String = clean_line(&title)
            .chars()
            .take(limits::SOURCE_NAME_CHARS_MAX)
            .collect();
        let Some(address) = get("xmlurl") else {
            // A folder's name is one level: it must not look like two.
            return Some(title.replace('/', "∕")).filter(|title| !title.is_empty());
        };
        let Some(url) = canonical_url(&address, None) else {
            let shown: String = clean_line(&address).chars().take(100).collect();
            self.opml
                .warnings
                .push(format!("{title:?} is left out: {shown:?} is no address"));
            return None;
        };
        self.opml.subscriptions.push(Subscription {
            title: if title.is_empty() { url.clone() } else { title },
            folder: self.folder(get("category")),
            kind: kind(attributes),
            site: get("htmlurl").and_then(|site| canonical_url(&site, None)),
            full_text_selector: get("cssfullcontent"),
            remove_selector: get("csscontentfilter"),
            owner: get("sourceowner").map_or(Owner::Unsaid, |word| Owner::from_word(&word)),
            rules: get("sourcerules").and_then(|rules| serde_json::from_str(&rules).ok()),
            url,
        });
        None
    }

    /// The open folders; where there are none, some readers write the folder beside the subscription.
    fn folder(&self, beside: Option<String>) -> String {
        let levels: Vec<&str> = self
            .open
            .iter()
            .flatten()
            .take(DEPTH_MAX)
            .map(String::as_str)
            .collect();
        if levels.is_empty() {
            beside.unwrap_or_default().trim_matches('/').to_owned()
        } else {
            levels.join("/")
        }
    }
}

/// Attributes by their names without prefix, in small letters.
fn attributes(tag: &BytesStart) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for attribute in tag
        .attributes()
        .with_checks(false)
        .take(ATTRIBUTES_MAX)
        .flatten()
    {
        let name = attribute.key.local_name().as_ref().to_ascii_lowercase();
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_or_else(
                |_| attribute.value.to_string(),
                std::borrow::Cow::into_owned,
            );
        found.entry(name).or_insert(value);
    }
    found
}

fn kind(attributes: &HashMap<String, String>) -> SubscriptionKind {
    let get = |name: &str| {
        attributes
            .get(name)
            .filter(|value| !value.trim().is_empty())
            .cloned()
    };
    let rules = |language, prefix: &str| {
        let part = |name: &str| get(&format!("{prefix}{name}"));
        ListRules {
            language,
            item: part("").unwrap_or_default(),
            link: part("uri"),
            title: part("title"),
            time: part("timestamp"),
            text: part("content"),
            next: None,
        }
    };
    let written = get("type").unwrap_or_default();
    match written.to_ascii_lowercase().as_str() {
        "html+xpath" | "xml+xpath" => {
            SubscriptionKind::HtmlXpath(rules(PathLanguage::Xpath, "xpathitem"))
        }
        "json+dotnotation" | "json+dotpath" => {
            SubscriptionKind::JsonDots(rules(PathLanguage::Dots, "jsonitem"))
        }
        "" | "rss" | "rss1" | "rss2" | "atom" | "feed" | "json" | "jsonfeed" | "link" => {
            SubscriptionKind::Feed
        }
        _ => SubscriptionKind::Other(written),
    }
}

#[cfg(test)]
mod tests;
