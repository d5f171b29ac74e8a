//! `caifeng eval joins`: what speaks for and against each candidate of gold documents, in a state
//! in which all gold documents before were placed as labelled. Joins are learned from this.

use super::eval::items_of;
use super::gold::read_gold;
use crate::args::EvalJoins;
use crate::{Ended, output};
use analysis::Understander;
use analysis::engine::{EVIDENCE_NAMES, Engine, Evidence};
use anyhow::Result;
use model::{Act, DocumentId, EventId, Placement};
use std::collections::HashMap;
use std::path::Path;

/// Cosine from which the first gold document of an event goes to an event that is open already:
/// the gold window begins in the middle of things.
const GOES_ON: f32 = 0.4;

/// Gold set and label of a document.
type Label = (usize, String);

pub(crate) fn run(args: &EvalJoins) -> Result<Ended> {
    let mut labels: HashMap<String, Label> = HashMap::new();
    let mut ids = Vec::new();
    for (set, path) in args.gold.iter().enumerate() {
        let gold = read_gold(path, "event")?;
        labels.extend(
            gold.labels
                .into_iter()
                .map(|(id, label)| (id, (set, label))),
        );
        ids.extend(gold.ids);
    }
    let paths: Vec<&Path> = args.gold.iter().map(std::path::PathBuf::as_path).collect();
    output::line(&format!(
        "set\tdocument\tevent\tlabel\t{}",
        EVIDENCE_NAMES.join("\t")
    ))?;
    let understander = Understander::new(&[], None);
    let mut forced = Forced::default();
    let items = items_of(args.stream.as_deref(), &paths, &ids)?;
    for (number, item) in (1i64..).zip(items) {
        let label = labels.get(&item.key.external_id).cloned();
        let understood = understander.understand(item);
        let id = DocumentId(number);
        let Some(label) = label else {
            forced
                .engine
                .place(id, &understood.features, &understood.words);
            continue;
        };
        for (event, evidence) in forced.engine.candidates(id, &understood.features) {
            if let Some(right) = forced.is_right(event, &label) {
                output::line(&row(label.0, id, event, right, &evidence))?;
            }
        }
        forced.place(id, &understood.features, label);
    }
    Ok(Ended::Done)
}

fn row(set: usize, id: DocumentId, event: EventId, right: bool, evidence: &Evidence) -> String {
    let numbers: Vec<String> = evidence
        .iter()
        .map(|number| format!("{number:.5}"))
        .collect();
    format!(
        "{set}\t{}\t{}\t{}\t{}",
        id.0,
        event.0,
        u8::from(right),
        numbers.join("\t")
    )
}

/// An engine that is made to place gold documents as labelled.
#[derive(Default)]
struct Forced {
    engine: Engine,
    event_of: HashMap<Label, EventId>,
    label_of: HashMap<EventId, Label>,
}

impl Forced {
    /// Whether a candidate is the right one; none where nobody knows.
    fn is_right(&self, event: EventId, label: &Label) -> Option<bool> {
        match self.label_of.get(&event) {
            Some(other) => Some(other == label),
            None => self.event_of.contains_key(label).then_some(false),
        }
    }

    fn place(&mut self, id: DocumentId, features: &analysis::Features, label: Label) {
        let (event, act) = match self.event_of.get(&label) {
            Some(event) => (*event, Act::Join),
            None => self.first_of(id, features),
        };
        self.event_of.entry(label.clone()).or_insert(event);
        self.label_of.insert(event, label);
        let copy = self.engine.copy_of(features).filter(|_| act == Act::Join);
        let placement = Placement {
            act: copy.map_or(act, |(head, _)| Act::CopyOf(head)),
            event,
            reuses: None,
            reasons: Vec::new(),
        };
        self.engine.follow(id, features, &placement);
    }

    fn first_of(&mut self, id: DocumentId, features: &analysis::Features) -> (EventId, Act) {
        let first = self.engine.candidates(id, features).into_iter().next();
        match first {
            Some((event, evidence))
                if evidence[0] >= GOES_ON && !self.label_of.contains_key(&event) =>
            {
                (event, Act::Join)
            }
            _ => (EventId(id.0), Act::Open),
        }
    }
}
