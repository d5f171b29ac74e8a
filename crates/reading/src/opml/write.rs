//! Subscriptions as OPML that other readers understand.

use super::{Subscription, SubscriptionKind};
use model::{ListRules, Owner, SourceRules};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A folder on the way to being written.
#[derive(Default)]
struct Folder<'a> {
    folders: BTreeMap<&'a str, Folder<'a>>,
    subscriptions: Vec<&'a Subscription>,
}

/// Writes a list of subscriptions; folders are sorted, what is in one keeps its order.
pub fn write_opml(title: &str, subscriptions: &[Subscription]) -> String {
    const DEPTH_MAX: usize = 64;
    let mut root = Folder::default();
    for subscription in subscriptions {
        let levels = subscription
            .folder
            .split('/')
            .filter(|level| !level.is_empty());
        let folder = levels.take(DEPTH_MAX).fold(&mut root, |folder, level| {
            folder.folders.entry(level).or_default()
        });
        folder.subscriptions.push(subscription);
    }
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\" xmlns:frss=\"https://freshrss.org/opml\" xmlns:caifeng=\"urn:caifeng:opml\">\n<head><title>{}</title></head>\n<body>\n",
        escaped(title)
    );
    write_folder(&mut out, &root);
    out.push_str("</body>\n</opml>\n");
    out
}

fn write_folder(out: &mut String, folder: &Folder) {
    for subscription in &folder.subscriptions {
        write_subscription(out, subscription);
    }
    for (name, folder) in &folder.folders {
        let name = escaped(name);
        let _ = writeln!(out, "<outline text=\"{name}\" title=\"{name}\">");
        write_folder(out, folder);
        out.push_str("</outline>\n");
    }
}

fn write_subscription(out: &mut String, subscription: &Subscription) {
    let mut attribute = |name: &str, value: &str| {
        let _ = write!(out, " {name}=\"{}\"", escaped(value));
    };
    let (kind, rules) = kind_and_rules(&subscription.kind);
    attribute("text", &subscription.title);
    attribute("title", &subscription.title);
    attribute("type", kind);
    attribute("xmlUrl", &subscription.url);
    if let Some(site) = &subscription.site {
        attribute("htmlUrl", site);
    }
    if let Some((prefix, rules)) = rules {
        for (name, value) in parts(rules) {
            attribute(&format!("{prefix}{name}"), value);
        }
    }
    if let Some(selector) = &subscription.full_text_selector {
        attribute("frss:cssFullContent", selector);
    }
    if let Some(selector) = &subscription.remove_selector {
        attribute("frss:cssContentFilter", selector);
    }
    if subscription.owner != Owner::Unsaid {
        attribute("caifeng:sourceOwner", subscription.owner.word());
    }
    if let Some(rules) = &subscription.rules
        && *rules != SourceRules::default()
    {
        let text = serde_json::to_string(rules).expect("rules are plain texts and numbers");
        attribute("caifeng:sourceRules", &text);
    }
    let line = out.rfind('\n').map_or(0, |at| at + 1);
    out.insert_str(line, "<outline");
    out.push_str("/>\n");
}

/// The word for a kind, and its rules with the start of their attributes' names.
fn kind_and_rules(kind: &SubscriptionKind) -> (&str, Option<(&'static str, &ListRules)>) {
    match kind {
        SubscriptionKind::Feed => ("rss", None),
        SubscriptionKind::HtmlXpath(rules) => ("HTML+XPath", Some(("frss:xPathItem", rules))),
        SubscriptionKind::JsonDots(rules) => ("JSON+DotNotation", Some(("frss:jsonItem", rules))),
        SubscriptionKind::Other(kind) => (kind.as_str(), None),
    }
}

fn parts(rules: &ListRules) -> impl Iterator<Item = (&'static str, &str)> {
    [
        ("", Some(&rules.item)),
        ("Uri", rules.link.as_ref()),
        ("Title", rules.title.as_ref()),
        ("Timestamp", rules.time.as_ref()),
        ("Content", rules.text.as_ref()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?.as_str())))
}

/// Text for an attribute; what XML cannot carry is left out, blanks that it would change are kept.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
