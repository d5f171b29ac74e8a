//! How an event spread: outlets as a tree, speed, places.

use crate::cover::Covered;
use crate::{Desk, DeskError, DocumentList, EventCard};
use analysis::spread::{AtPlace, Node, OutletNames, Speed, Step, spread};
use model::{DocumentId, EventId, Moment, SourceId, StoredDocument, limits};
use ports::EventStep;
use std::collections::{BTreeSet, HashMap};

/// Documents of one event that are drawn; of more the earliest.
const STEPS_MAX: u64 = 20_000;
/// Texts that are read for what they name, the earliest: a copy names what its head does.
const READ_MAX: usize = 1_000;
/// Outlets that are told one by one; the rest is summed up.
const OUTLETS_MAX: usize = 40;
/// Places that are told.
const PLACES_MAX: usize = 40;

/// An outlet in the tree with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlet {
    /// How it stands in the tree.
    pub node: Node,
    /// Its name.
    pub name: String,
}

/// How an event spread.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSpread {
    /// The event.
    pub card: EventCard,
    /// The instant it is told at.
    pub as_of: Moment,
    /// Its earliest document.
    pub first: Option<StoredDocument>,
    /// Outlets from top to bottom; each comes after the one it hangs under.
    pub outlets: Vec<Outlet>,
    /// Outlets that are not told one by one, and their documents.
    pub others: (usize, usize),
    /// How fast; none where there is nothing.
    pub speed: Option<Speed>,
    /// Places with their names, the first spoken of first.
    pub places: Vec<(AtPlace, String)>,
    /// Documents that it is drawn of; fewer than there are where it was cut.
    pub drawn: usize,
    /// Documents that there are.
    pub of: usize,
    /// Texts that were read for what they name.
    pub read: usize,
}

impl Desk {
    /// How an event spread.
    pub async fn event_spread(&self, id: EventId) -> Result<EventSpread, DeskError> {
        let missing = || DeskError::NotFound {
            kind: "event",
            id: id.to_string(),
        };
        let record = self.store.event(id).await?.ok_or_else(missing)?;
        let reckoning = self.reckoning().await?;
        let (steps, mut names, read) = self.steps_of(id).await?;
        let told = spread(&steps);
        self.name_removed(&told.nodes, &mut names).await?;
        let places = told.places.into_iter().take(PLACES_MAX);
        let (outlets, others) = most_telling(told.nodes, &names);
        Ok(EventSpread {
            card: self.card_of(&record, &reckoning),
            as_of: reckoning.as_of,
            first: self.store.first_document(id).await?.covered(),
            outlets,
            others,
            speed: told.speed,
            places: places
                .filter_map(|at| Some((at, self.place_name(at.place)?)))
                .collect(),
            drawn: steps.len(),
            of: usize::try_from(record.voices()).unwrap_or(0),
            read,
        })
    }

    /// Documents of an event that others took from an outlet, the earliest first.
    pub async fn taken_from(
        &self,
        id: EventId,
        outlet: SourceId,
    ) -> Result<DocumentList, DeskError> {
        let missing = || DeskError::NotFound {
            kind: "event",
            id: id.to_string(),
        };
        let record = self.store.event(id).await?.ok_or_else(missing)?;
        let (steps, ..) = self.steps_of(id).await?;
        let most = limits::DOCUMENTS_PER_PAGE;
        let finding = tokio::task::spawn_blocking(move || taken_from(steps, outlet, most)).await;
        let ids = finding.map_err(|error| DeskError::Broken {
            act: "find what was taken from a source",
            why: error.to_string(),
        })?;
        Ok(DocumentList {
            documents: self.store.documents(&ids).await?.covered(),
            event: Some(record.covered().title),
            source: self.store.source(outlet).await?.map(|source| source.name),
            ..DocumentList::default()
        })
    }

    /// The documents of an event as its spread is drawn of them, names of sources, and how many
    /// texts were read for what they name.
    async fn steps_of(
        &self,
        id: EventId,
    ) -> Result<(Vec<Step>, HashMap<SourceId, String>, usize), DeskError> {
        let kept = self.store.event_steps(id, STEPS_MAX).await?;
        let sources = self.store.sources().await?;
        let names: HashMap<SourceId, String> = sources
            .into_iter()
            .map(|source| (source.id, source.name))
            .collect();
        let (named, read) = self.named_by(&kept, &names).await?;
        let steps = kept.iter().map(|step| drawn(step, &named)).collect();
        Ok((steps, names, read))
    }

    /// The outlets that each document names, of those that are read for it.
    async fn named_by(
        &self,
        steps: &[EventStep],
        names: &HashMap<SourceId, String>,
    ) -> Result<(HashMap<DocumentId, Vec<SourceId>>, usize), DeskError> {
        let own = steps.iter().filter(|step| step.copy_of.is_none());
        let ids: Vec<DocumentId> = own.map(|step| step.document).take(READ_MAX).collect();
        let documents = self.store.documents(&ids).await?;
        let names = OutletNames::new(names.iter().map(|(id, name)| (*id, name.as_str())));
        let mut named = HashMap::new();
        for stored in &documents {
            let document = &stored.document;
            let found = names.named_in(&[&document.title, "\n", &document.text].concat());
            if !found.is_empty() {
                named.insert(document.id, found);
            }
        }
        Ok((named, documents.len()))
    }

    /// Sources that were removed keep their names on what they gave.
    async fn name_removed(
        &self,
        nodes: &[Node],
        names: &mut HashMap<SourceId, String>,
    ) -> Result<(), DeskError> {
        for node in nodes {
            if !names.contains_key(&node.outlet)
                && let Some(source) = self.store.source(node.outlet).await?
            {
                names.insert(source.id, source.name);
            }
        }
        Ok(())
    }
}

/// The first documents that were taken from an outlet. From where a document was taken is told by
/// those before it, so it was taken there where it makes the outlet's number grow: found by halving.
fn taken_from(mut steps: Vec<Step>, outlet: SourceId, most: usize) -> Vec<DocumentId> {
    steps.sort_by_key(|step| (step.at, step.document));
    let taken = |until: usize| {
        let nodes = spread(steps.get(..until).unwrap_or(&steps)).nodes;
        let node = nodes.into_iter().find(|node| node.outlet == outlet);
        node.map_or(0, |node| node.taken)
    };
    let mut found = Vec::new();
    // Stretches of steps with the outlet's number before and after; the earliest lies on top.
    let mut open = vec![(0, steps.len(), 0, taken(steps.len()))];
    while let Some((from, to, before, after)) = open.pop() {
        if before == after || found.len() == most {
            continue;
        }
        if to - from == 1 {
            found.extend(steps.get(from).map(|step| step.document));
            continue;
        }
        let middle = from.midpoint(to);
        let between = taken(middle);
        open.push((middle, to, between, after));
        open.push((from, middle, before, between));
    }
    found
}

fn drawn(kept: &EventStep, named: &HashMap<DocumentId, Vec<SourceId>>) -> Step {
    Step {
        document: kept.document,
        outlet: kept.source,
        at: kept.at,
        copy_of: kept.copy_of,
        reuses: kept.reuses,
        names: named.get(&kept.document).cloned().unwrap_or_default(),
        places: kept.places.clone(),
    }
}

/// The outlets that are told one by one: those from which most was taken, those that said most, and
/// whatever they hang under; and what the rest comes to.
fn most_telling(
    nodes: Vec<Node>,
    names: &HashMap<SourceId, String>,
) -> (Vec<Outlet>, (usize, usize)) {
    let mut ranked: Vec<&Node> = nodes.iter().collect();
    ranked.sort_by_key(|node| std::cmp::Reverse((node.taken, node.documents)));
    let above: HashMap<SourceId, Option<SourceId>> = nodes
        .iter()
        .map(|node| (node.outlet, node.from.map(|from| from.outlet)))
        .collect();
    let mut chosen: BTreeSet<SourceId> = BTreeSet::new();
    for node in ranked {
        let mut way = vec![node.outlet];
        while let Some(Some(up)) = way.last().and_then(|outlet| above.get(outlet).copied()) {
            way.push(up);
        }
        let more = way.iter().filter(|outlet| !chosen.contains(outlet)).count();
        if chosen.len() + more <= OUTLETS_MAX {
            chosen.extend(way);
        }
    }
    let (told, rest): (Vec<Node>, Vec<Node>) = nodes
        .into_iter()
        .partition(|node| chosen.contains(&node.outlet));
    let others = (rest.len(), rest.iter().map(|node| node.documents).sum());
    let named = told.into_iter().map(|node| Outlet {
        name: names
            .get(&node.outlet)
            .cloned()
            .unwrap_or_else(|| node.outlet.to_string()),
        node,
    });
    (named.collect(), others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_documents_are_found_as_are_counted() {
        let step = |number: i64| Step {
            document: DocumentId(number),
            outlet: SourceId(number % 5),
            at: Moment(number * 60_000),
            copy_of: (number % 3 == 2).then_some(DocumentId(1 + number % 2)),
            names: vec![SourceId(number % 4); usize::from(number % 7 == 3)],
            ..Step::default()
        };
        let steps: Vec<Step> = (1..200).map(step).collect();
        let nodes = spread(&steps).nodes;
        assert!(nodes.iter().filter(|node| node.taken > 1).count() > 1);
        for node in nodes {
            let found = taken_from(steps.clone(), node.outlet, usize::MAX);
            assert_eq!(found.len(), node.taken, "{:?}", node.outlet);
            assert!(found.is_sorted());
            assert!(found.iter().all(|id| id.0 % 5 != node.outlet.0));
            let few = taken_from(steps.clone(), node.outlet, 2);
            assert_eq!(few, found.into_iter().take(2).collect::<Vec<_>>());
        }
        assert!(taken_from(steps, SourceId(99), 9).is_empty());
        assert!(taken_from(Vec::new(), SourceId(1), 9).is_empty());
    }
}
