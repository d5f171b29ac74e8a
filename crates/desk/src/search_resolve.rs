//! Leaves of a query that only the store can answer, exchanged for what it answers: the documents
//! of events, of hot events, those that a document resembles, and what topics ask.

use crate::{Desk, DeskError};
use analysis::Understander;
use analysis::query::similar;
use model::{Document, DocumentId, EventId, HeatRange, Item, ItemKey, Query, Span, StoredDocument};
use ports::EventOrder;
use std::sync::Arc;

/// Events looked through for `heat:`; they come with the hottest first.
const HOT_EVENTS_MAX: u64 = 5_000;
/// Documents that one leaf may stand for.
const DOCUMENTS_MAX: u64 = 200_000;

/// A query that the index and the evaluator can answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Resolved {
    pub(crate) query: Query,
    /// Whether a leaf stands for more documents than were looked up.
    pub(crate) cut: bool,
}

/// A leaf that cannot be resolved, and why, for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unresolved {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// What was written after the colon.
    pub(crate) value: String,
}

impl Unresolved {
    /// Where it stands in the written query.
    pub(crate) fn span(&self, written: &str) -> Span {
        let end = written.chars().count();
        let start = written.find(&self.value);
        let start = start
            .and_then(|at| written.get(..at))
            .map(|before| before.chars().count());
        start.map_or(Span { start: 0, end }, |start| Span {
            start,
            end: start + self.value.chars().count(),
        })
    }
}

impl Desk {
    /// Exchanges what only the store can answer.
    pub(crate) async fn resolve(
        &self,
        query: Query,
    ) -> Result<Result<Resolved, Unresolved>, DeskError> {
        let query = match self.without_topics(query).await? {
            Ok(query) => query,
            Err(unresolved) => return Ok(Err(unresolved)),
        };
        let mut answers: Vec<(Query, Query)> = Vec::new();
        let mut cut = false;
        for leaf in asked_of_the_store(&query) {
            let (answer, more) = match &leaf {
                Query::Event(id) => self.documents_of_events(&[*id]).await?,
                Query::Heat(range) => self.documents_so_hot(*range).await?,
                Query::Similar(name) => match self.question_of(name).await? {
                    Ok(query) => (query, false),
                    Err(unresolved) => return Ok(Err(unresolved)),
                },
                _ => continue,
            };
            cut |= more;
            answers.push((leaf, answer));
        }
        let query = query.map_leaves(&mut |leaf| {
            let answer = answers.iter().find(|(asked, _)| *asked == leaf);
            answer.map_or(leaf, |(_, answer)| answer.clone())
        });
        Ok(Ok(Resolved { query, cut }))
    }

    /// Documents of events, and whether there are more than may be looked up.
    pub(crate) async fn documents_of_events(
        &self,
        events: &[EventId],
    ) -> Result<(Query, bool), DeskError> {
        let documents = self.store.documents_of(events, DOCUMENTS_MAX).await?;
        let cut = documents.len() as u64 == DOCUMENTS_MAX;
        Ok((Query::Documents(Arc::from(documents)), cut))
    }

    /// Documents of events whose heat lies in a range. Below an upper bound lie all those that do
    /// not lie above it: the cold are many and the hot few.
    async fn documents_so_hot(&self, range: HeatRange) -> Result<(Query, bool), DeskError> {
        let reckoning = self.reckoning().await?;
        let order = EventOrder::Heat;
        let ranked = (self.store)
            .ranked_events(order, reckoning.as_of, HOT_EVENTS_MAX)
            .await?;
        let lower = HeatRange {
            to: None,
            below: false,
            ..range
        };
        let above = HeatRange {
            from: range.to,
            above: !range.below,
            to: None,
            below: false,
        };
        let mut parts = Vec::new();
        let mut cut = false;
        for (bound, negated) in [(lower, false), (above, true)] {
            if bound.from.is_none_or(|from| from <= 0.0 && !negated) {
                continue;
            }
            let hot = ranked
                .iter()
                .filter(|event| bound.holds(reckoning.heat(event)));
            let hot: Vec<EventId> = hot.map(|event| event.id).collect();
            cut |= hot.len() as u64 == HOT_EVENTS_MAX;
            let (documents, more) = self.documents_of_events(&hot).await?;
            cut |= more;
            parts.push(if negated {
                Query::Not(Box::new(documents))
            } else {
                documents
            });
        }
        Ok((Query::And(parts), cut))
    }

    /// The question that a document asks, named by the id others know it by.
    async fn question_of(&self, name: &str) -> Result<Result<Query, Unresolved>, DeskError> {
        let refused = |code, message: String| {
            Ok(Err(Unresolved {
                code,
                message,
                value: name.to_owned(),
            }))
        };
        let Some(understander) = self.understander() else {
            return refused(
                "no_similar",
                "similar: cannot be answered here; ask the running desk".to_owned(),
            );
        };
        let Some(stored) = self.document_named(name).await? else {
            let message =
                format!("no document is called {name:?}; its number stands in its address");
            return refused("unknown_document", message);
        };
        let asking = tokio::task::spawn_blocking(move || asked_by(&understander, stored.document));
        let query = asking.await.map_err(|error| DeskError::Broken {
            act: "understand a document",
            why: error.to_string(),
        })?;
        Ok(Ok(query))
    }

    /// A document by its number or by the id its file gave it.
    pub(crate) async fn document_named(
        &self,
        name: &str,
    ) -> Result<Option<StoredDocument>, DeskError> {
        let known = self.store.known(&[ItemKey::of_file(name)]).await?;
        let number = name.trim_start_matches('d').parse().ok().map(DocumentId);
        let Some(id) = known.first().map(|known| known.id).or(number) else {
            return Ok(None);
        };
        // What its author took back is no question either.
        let found = self.store.documents(&[id]).await?.pop();
        Ok(found.filter(|stored| stored.withdrawn.is_none()))
    }
}

/// Leaves that only the store can answer.
fn asked_of_the_store(query: &Query) -> Vec<Query> {
    let mut leaves = Vec::new();
    query.any(&mut |leaf| {
        if matches!(leaf, Query::Event(_) | Query::Heat(_) | Query::Similar(_)) {
            leaves.push(leaf.clone());
        }
        false
    });
    leaves
}

fn asked_by(understander: &Understander, document: Document) -> Query {
    similar(&understander.understand(Item {
        key: document.key,
        source: document.source,
        url: document.url,
        title: document.title,
        text: document.text,
        published_at: Some(document.published_at),
        time_note: document.time_note,
        arrived_at: document.arrived_at,
        voice: None,
    }))
}
