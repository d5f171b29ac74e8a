//! Spread: who said it first, who took it from whom, how fast and where.
//!
//! Nodes are outlets and platforms, as sources are kept; people are only ever counted. An outlet
//! hangs under the one its first document was taken from: the earliest document that it repeats,
//! else an outlet that it names, else one whose passages it uses. What is taken from nobody known
//! begins a tree of its own. Since a parent's document is always the earlier one, there are no rings.

mod cues;
mod speed;

pub use cues::OutletNames;
pub use speed::{Speed, speed};

use model::{DocumentId, Moment, Place, SourceId};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// One document, as spread is drawn of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Step {
    /// The document.
    pub document: DocumentId,
    /// Where it was published.
    pub outlet: SourceId,
    /// When.
    pub at: Moment,
    /// The document it is folded under.
    pub copy_of: Option<DocumentId>,
    /// An older text it was rebuilt from.
    pub reuses: Option<DocumentId>,
    /// Outlets that it names as where it has something from.
    pub names: Vec<SourceId>,
    /// Divisions it speaks of.
    pub places: Vec<Place>,
}

/// How something was taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// The text repeats another.
    Copy,
    /// The text names where it has it from.
    Names,
    /// The text uses long passages of another.
    Passages,
}

/// From where a document was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct From {
    /// The outlet.
    pub outlet: SourceId,
    /// The document, where it is known.
    pub document: Option<DocumentId>,
    /// How.
    pub way: Way,
}

/// An outlet in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The outlet.
    pub outlet: SourceId,
    /// When it first spoke of it; none where it is only named.
    pub first: Option<(Moment, DocumentId)>,
    /// When it last did.
    pub last: Option<Moment>,
    /// Its documents, copies with them.
    pub documents: usize,
    /// How many of them repeat another.
    pub copies: usize,
    /// How many documents of other outlets were taken from it.
    pub taken: usize,
    /// From where its first document was taken.
    pub from: Option<From>,
    /// How deep it hangs: 0 begins a tree.
    pub depth: usize,
}

/// First document and number of those that speak of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtPlace {
    /// The place.
    pub place: Place,
    /// When it was first spoken of.
    pub first: Moment,
    /// By which document.
    pub document: DocumentId,
    /// In how many documents.
    pub documents: usize,
}

/// How an event spread.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spread {
    /// Outlets as a tree from top to bottom: each comes after the one it hangs under, brothers in
    /// the order of time.
    pub nodes: Vec<Node>,
    /// Places, the first spoken of first.
    pub places: Vec<AtPlace>,
    /// How fast.
    pub speed: Option<Speed>,
}

/// How an event spread, of its documents in whatever order.
pub fn spread(steps: &[Step]) -> Spread {
    let mut ordered: Vec<&Step> = steps.iter().collect();
    ordered.sort_by_key(|step| (step.at, step.document));
    let parents = parents(&ordered);
    let mut nodes = nodes(&ordered, &parents);
    add_named(&ordered, &mut nodes);
    let times: Vec<Moment> = ordered.iter().map(|step| step.at).collect();
    Spread {
        nodes: as_tree(nodes),
        places: places(&ordered),
        speed: speed(&times),
    }
}

/// From where each document was taken.
fn parents(ordered: &[&Step]) -> FxHashMap<DocumentId, From> {
    let by_id: FxHashMap<DocumentId, &Step> =
        ordered.iter().map(|step| (step.document, *step)).collect();
    // The earliest of a text and its copies, whatever arrived first here.
    let mut earliest: FxHashMap<DocumentId, &Step> = FxHashMap::default();
    let mut first_of: FxHashMap<SourceId, &Step> = FxHashMap::default();
    let mut parents = FxHashMap::default();
    for step in ordered {
        let repeated = *earliest
            .entry(step.copy_of.unwrap_or(step.document))
            .or_insert(step);
        let elsewhere = |other: &&Step| other.outlet != step.outlet && earlier(other, step);
        let copied = Some(repeated)
            .filter(elsewhere)
            .map(|other| taken(other, Way::Copy));
        let named = || {
            let spoke = step
                .names
                .iter()
                .filter_map(|name| first_of.get(name).copied());
            let before = spoke
                .filter(elsewhere)
                .min_by_key(|other| (other.at, other.document));
            let silent = step
                .names
                .iter()
                .find(|name| **name != step.outlet && !first_of.contains_key(name));
            let silent = silent.map(|outlet| From {
                outlet: *outlet,
                document: None,
                way: Way::Names,
            });
            before.map(|other| taken(other, Way::Names)).or(silent)
        };
        let reused = || {
            let older = step.reuses.and_then(|id| by_id.get(&id).copied());
            older
                .filter(elsewhere)
                .map(|other| taken(other, Way::Passages))
        };
        if let Some(from) = copied.or_else(named).or_else(reused) {
            parents.insert(step.document, from);
        }
        first_of.entry(step.outlet).or_insert(step);
    }
    parents
}

fn earlier(one: &Step, other: &Step) -> bool {
    (one.at, one.document) < (other.at, other.document)
}

fn taken(step: &Step, way: Way) -> From {
    From {
        outlet: step.outlet,
        document: Some(step.document),
        way,
    }
}

fn nodes(ordered: &[&Step], parents: &FxHashMap<DocumentId, From>) -> BTreeMap<SourceId, Node> {
    let mut nodes: BTreeMap<SourceId, Node> = BTreeMap::new();
    for step in ordered {
        let from = parents.get(&step.document).copied();
        let node = nodes.entry(step.outlet).or_insert_with(|| Node {
            from,
            first: Some((step.at, step.document)),
            ..empty(step.outlet)
        });
        node.last = Some(step.at);
        node.documents += 1;
        node.copies += usize::from(step.copy_of.is_some());
    }
    for from in ordered
        .iter()
        .filter_map(|step| parents.get(&step.document))
    {
        nodes
            .entry(from.outlet)
            .or_insert_with(|| empty(from.outlet))
            .taken += 1;
    }
    nodes
}

/// Outlets that are named before they say anything themselves, or never do, hang nowhere; they
/// must not hang under one that names them later.
fn add_named(ordered: &[&Step], nodes: &mut BTreeMap<SourceId, Node>) {
    let Some(begin) = ordered.first() else { return };
    let named: Vec<SourceId> = nodes
        .values()
        .filter_map(|node| node.from.filter(|from| from.document.is_none()))
        .map(|from| from.outlet)
        .collect();
    for outlet in named {
        if let Some(node) = nodes.get_mut(&outlet)
            && node
                .first
                .is_none_or(|first| first > (begin.at, begin.document))
        {
            node.from = None;
        }
    }
}

fn empty(outlet: SourceId) -> Node {
    Node {
        outlet,
        first: None,
        last: None,
        documents: 0,
        copies: 0,
        taken: 0,
        from: None,
        depth: 0,
    }
}

/// From top to bottom.
fn as_tree(nodes: BTreeMap<SourceId, Node>) -> Vec<Node> {
    let mut under: BTreeMap<Option<SourceId>, Vec<Node>> = BTreeMap::new();
    for node in nodes.into_values() {
        under
            .entry(node.from.map(|from| from.outlet))
            .or_default()
            .push(node);
    }
    for brothers in under.values_mut() {
        // The next to be told lies at the end.
        brothers
            .sort_by_key(|node| std::cmp::Reverse((node.first.unwrap_or_default(), node.outlet)));
    }
    let mut told = Vec::new();
    let mut open = under.remove(&None).unwrap_or_default();
    while let Some(node) = open.pop() {
        let mut children = under.remove(&Some(node.outlet)).unwrap_or_default();
        for child in &mut children {
            child.depth = node.depth + 1;
        }
        open.extend(children);
        told.push(node);
    }
    told
}

fn places(ordered: &[&Step]) -> Vec<AtPlace> {
    let mut found: BTreeMap<Place, AtPlace> = BTreeMap::new();
    for step in ordered {
        for place in &step.places {
            let at = found.entry(*place).or_insert(AtPlace {
                place: *place,
                first: step.at,
                document: step.document,
                documents: 0,
            });
            at.documents += 1;
        }
    }
    let mut places: Vec<AtPlace> = found.into_values().collect();
    places.sort_by_key(|at| (at.first, at.document, at.place));
    places
}

#[cfg(test)]
mod tests;
