//! What expressions and their parts come to.

use ego_tree::{NodeId, NodeRef};
use scraper::Node;

/// A node or an attribute of one.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Node(NodeRef<'a, Node>),
    Attribute {
        of: NodeRef<'a, Node>,
        number: usize,
        name: &'a str,
        value: &'a str,
    },
}

impl<'a> Item<'a> {
    /// Sorts as the page is written; the parser numbers nodes as it meets them.
    pub(super) fn order(&self) -> (NodeId, usize) {
        match self {
            Self::Node(node) => (node.id(), 0),
            Self::Attribute { of, number, .. } => (of.id(), number + 1),
        }
    }

    pub(super) fn name(&self) -> &'a str {
        match self {
            Self::Node(node) => node
                .value()
                .as_element()
                .map_or("", |element| element.name()),
            Self::Attribute { name, .. } => name,
        }
    }
}

pub(super) enum Value<'a> {
    Nodes(Vec<Item<'a>>),
    Text(String),
    Number(f64),
    Truth(bool),
}

impl Value<'_> {
    pub(super) fn truth(&self) -> bool {
        match self {
            Self::Nodes(nodes) => !nodes.is_empty(),
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Truth(truth) => *truth,
        }
    }
}

pub(super) fn number_of(text: &str) -> f64 {
    let text = text.trim();
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    if plain {
        text.parse().unwrap_or(f64::NAN)
    } else {
        f64::NAN
    }
}

pub(super) fn text_of_number(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else {
        number.to_string()
    }
}
