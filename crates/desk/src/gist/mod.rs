//! What an event says: keyphrases, and a summary whose sentences lead to their documents.

mod news;

pub use news::{EventNews, NewNumber};

use crate::cover::Covered;
use crate::{Desk, DeskError};
use analysis::gist::{Text, keyphrases, summary};
use model::{DocumentId, EventId, EventRecord, Moment, StoredDocument};
use ports::EventStep;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

/// Documents of an event that are looked at to see which to read.
const STEPS_MAX: u64 = 20_000;
/// Texts that phrases and the summary are made of: the first ones, the last ones, and some between.
const READ_MAX: usize = 120;
/// Phrases that are told.
const PHRASES: usize = 8;
/// Events whose gist is kept at hand.
const AT_HAND_MAX: usize = 256;

/// A sentence with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct GistSentence {
    /// The sentence, what is personal hidden.
    pub sentence: String,
    /// Its document.
    pub document: DocumentId,
    /// When that was published.
    pub at: Moment,
    /// Where.
    pub source: String,
}

/// What an event says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventGist {
    /// Phrases that its documents share, with how many of those that were read say them.
    pub phrases: Vec<(String, usize)>,
    /// Sentences that say most of it, in the order of time.
    pub summary: Vec<GistSentence>,
    /// Texts that were read for it.
    pub read: usize,
    /// Texts that there are, copies left out.
    pub of: usize,
}

/// Gists at hand, by event, with what the event was when they were made.
#[derive(Debug, Default)]
pub(crate) struct Gists(Mutex<HashMap<EventId, (Stamp, Arc<EventGist>)>>);

/// Documents, copies, the last one; how many were withdrawn, and when the last was.
type Stamp = (i64, i64, Moment, (i64, Option<Moment>));

fn stamp(record: &EventRecord, withdrawn: (i64, Option<Moment>)) -> Stamp {
    (record.documents, record.copies, record.last_at, withdrawn)
}

impl Gists {
    fn get(&self, id: EventId, stamp: Stamp) -> Option<Arc<EventGist>> {
        let at_hand = self.0.lock().ok()?;
        let (made, gist) = at_hand.get(&id)?;
        (*made == stamp).then(|| Arc::clone(gist))
    }

    fn keep(&self, id: EventId, stamp: Stamp, gist: &Arc<EventGist>) {
        if let Ok(mut at_hand) = self.0.lock() {
            if at_hand.len() >= AT_HAND_MAX {
                at_hand.clear();
            }
            at_hand.insert(id, (stamp, Arc::clone(gist)));
        }
    }
}

impl Desk {
    /// What an event says.
    pub async fn event_gist(&self, id: EventId) -> Result<Arc<EventGist>, DeskError> {
        let missing = || DeskError::NotFound {
            kind: "event",
            id: id.to_string(),
        };
        let record = self.store.event(id).await?.ok_or_else(missing)?;
        let stamp = stamp(&record, self.store.withdrawn_of(id).await?);
        if let Some(gist) = self.gists.get(id, stamp) {
            return Ok(gist);
        }
        let steps = self.store.event_steps(id, STEPS_MAX).await?;
        let own: Vec<&EventStep> = steps.iter().filter(|step| step.copy_of.is_none()).collect();
        let (texts, copies) = (self.read(&sample(&own, READ_MAX)).await?, copies(&steps));
        let gist = Arc::new(self.made_of(texts, &copies, own.len()).await?);
        self.gists.keep(id, stamp, &gist);
        Ok(gist)
    }

    async fn made_of(
        &self,
        documents: Vec<StoredDocument>,
        copies: &HashMap<DocumentId, u32>,
        of: usize,
    ) -> Result<EventGist, DeskError> {
        let Some(understander) = self.understander() else {
            return Ok(EventGist::default());
        };
        let copies = copies.clone();
        // Cutting words takes a tenth of a second: not on a thread that answers others.
        let made = move || {
            let texts = texts(&documents, &copies);
            let names: BTreeSet<&str> = documents
                .iter()
                .map(|stored| stored.source_name.as_str())
                .collect();
            let names: Vec<&str> = names.into_iter().collect();
            let phrases = keyphrases(understander.segmenter(), &texts, &names, PHRASES);
            let told = summary(understander.segmenter(), &texts);
            EventGist {
                phrases: phrases
                    .into_iter()
                    .map(|one| (one.text, one.documents))
                    .collect(),
                summary: (told.iter())
                    .filter_map(|one| Some(said(one.sentence, documents.get(one.text)?)))
                    .collect(),
                read: documents.len(),
                of,
            }
        };
        aside(made).await
    }

    /// These documents with what is personal in them hidden.
    async fn read(&self, ids: &[DocumentId]) -> Result<Vec<StoredDocument>, DeskError> {
        let mut found = self.store.documents(ids).await?.covered();
        found.retain(|stored| stored.withdrawn.is_none());
        found.sort_by_key(|stored| (stored.document.published_at, stored.document.id));
        Ok(found)
    }
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, DeskError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| DeskError::Broken {
        act: "read what an event says",
        why: error.to_string(),
    })
}

/// Copies of each document.
fn copies(steps: &[EventStep]) -> HashMap<DocumentId, u32> {
    let mut copies = HashMap::new();
    for head in steps.iter().filter_map(|step| step.copy_of) {
        *copies.entry(head).or_default() += 1;
    }
    copies
}

/// At most so many, evenly from the first to the last.
fn sample(steps: &[&EventStep], most: usize) -> Vec<DocumentId> {
    if steps.len() <= most {
        return steps.iter().map(|step| step.document).collect();
    }
    let last = steps.len() - 1;
    (0..most)
        .filter_map(|at| steps.get(at * last / (most - 1)))
        .map(|step| step.document)
        .collect()
}

fn texts<'a>(documents: &'a [StoredDocument], copies: &HashMap<DocumentId, u32>) -> Vec<Text<'a>> {
    (documents.iter())
        .map(|stored| Text {
            title: &stored.document.title,
            text: &stored.document.text,
            at: stored.document.published_at,
            voices: 1 + copies.get(&stored.document.id).copied().unwrap_or(0),
        })
        .collect()
}

fn said(sentence: &str, stored: &StoredDocument) -> GistSentence {
    GistSentence {
        sentence: sentence.to_owned(),
        document: stored.document.id,
        at: stored.document.published_at,
        source: stored.source_name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_goes_from_the_first_to_the_last() {
        let steps: Vec<EventStep> = (1..=1_000)
            .map(|id| EventStep {
                document: DocumentId(id),
                source: model::SourceId(1),
                at: Moment(id),
                copy_of: None,
                reuses: None,
                places: Vec::new(),
            })
            .collect();
        let steps: Vec<&EventStep> = steps.iter().collect();
        let some = sample(&steps, 120);
        assert_eq!(
            (some.len(), some[0], some[119]),
            (120, DocumentId(1), DocumentId(1_000))
        );
        assert!(some.is_sorted());
        assert_eq!(sample(&steps[..7], 120).len(), 7);
        assert!(sample(&[], 120).is_empty());
    }
}
