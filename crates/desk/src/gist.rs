//! What an event says: keyphrases, a summary whose sentences lead to their documents, and what is
//! new since somebody last looked.

use crate::actor::SignedIn;
use crate::cover::Covered;
use crate::{Desk, DeskError};
use analysis::gist::{Text, keyphrases, summary, what_is_new};
use model::{DocumentId, EventId, EventRecord, Look, Moment, Place, StoredDocument};
use ports::EventStep;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

/// Documents of an event that are looked at to see which to read.
const STEPS_MAX: u64 = 20_000;
/// Texts that phrases and the summary are made of: the first ones, the last ones, and some between.
const READ_MAX: usize = 120;
/// Earlier and later texts that are compared for what is new.
const EARLIER_MAX: usize = 120;
const LATER_MAX: usize = 60;
/// Phrases that are told.
const PHRASES: usize = 8;
/// Events whose gist is kept at hand.
const AT_HAND_MAX: usize = 256;
/// A look that was left for this long is over: the next one is a new look.
const LOOK_MS: i64 = 30 * 60_000;

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

/// A number that was not given before.
#[derive(Debug, Clone, PartialEq)]
pub struct NewNumber {
    /// The number with what it counts.
    pub number: String,
    /// The sentence that gives it.
    pub said: GistSentence,
}

/// What is new of an event since somebody looked at it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventNews {
    /// When that was.
    pub since: Moment,
    /// The last document that had arrived then.
    pub after: DocumentId,
    /// Documents that arrived later and are no copies.
    pub documents: usize,
    /// Copies that arrived later.
    pub copies: usize,
    /// Sources that had not spoken of it.
    pub sources: usize,
    /// Sentences that say what was not said.
    pub sentences: Vec<GistSentence>,
    /// Numbers that were not given.
    pub numbers: Vec<NewNumber>,
    /// Places that were not spoken of, with their names.
    pub places: Vec<(Place, String)>,
}

/// Gists at hand, by event, with what the event was when they were made.
#[derive(Debug, Default)]
pub(crate) struct Gists(Mutex<HashMap<EventId, (Stamp, Arc<EventGist>)>>);

type Stamp = (i64, i64, Moment);

fn stamp(record: &EventRecord) -> Stamp {
    (record.documents, record.copies, record.last_at)
}

impl Gists {
    fn get(&self, record: &EventRecord) -> Option<Arc<EventGist>> {
        let at_hand = self.0.lock().ok()?;
        let (made, gist) = at_hand.get(&record.id)?;
        (*made == stamp(record)).then(|| Arc::clone(gist))
    }

    fn keep(&self, record: &EventRecord, gist: &Arc<EventGist>) {
        if let Ok(mut at_hand) = self.0.lock() {
            if at_hand.len() >= AT_HAND_MAX {
                at_hand.clear();
            }
            at_hand.insert(record.id, (stamp(record), Arc::clone(gist)));
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
        if let Some(gist) = self.gists.get(&record) {
            return Ok(gist);
        }
        let steps = self.store.event_steps(id, STEPS_MAX).await?;
        let own: Vec<&EventStep> = steps.iter().filter(|step| step.copy_of.is_none()).collect();
        let (texts, copies) = (self.read(&sample(&own, READ_MAX)).await?, copies(&steps));
        let gist = Arc::new(self.made_of(texts, &copies, own.len()).await?);
        self.gists.keep(&record, &gist);
        Ok(gist)
    }

    async fn made_of(
        &self,
        documents: Vec<StoredDocument>,
        copies: &HashMap<DocumentId, u32>,
        of: usize,
    ) -> Result<EventGist, DeskError> {
        let Some(understander) = self.understander.clone() else {
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
        found.sort_by_key(|stored| (stored.document.published_at, stored.document.id));
        Ok(found)
    }

    /// What is new of an event since this person looked at it; none on the first look, and where
    /// nothing came. The look is remembered.
    pub async fn look_at_event(
        &self,
        signed: &SignedIn,
        id: EventId,
    ) -> Result<Option<EventNews>, DeskError> {
        let now = self.clock.now();
        let person = signed.person.id;
        let before = self.store.event_look(person, id).await?;
        let last = self.store.last_document().await?;
        let look = going_on(before, last, now);
        self.store.looked_at_event(person, id, &look).await?;
        match before {
            Some(_) => self.event_news(id, look.since).await,
            None => Ok(None),
        }
    }

    /// What documents of an event that arrived after this one say, and those before did not.
    pub async fn event_news(
        &self,
        id: EventId,
        after: DocumentId,
    ) -> Result<Option<EventNews>, DeskError> {
        let steps = self.store.event_steps(id, STEPS_MAX).await?;
        let (earlier, later): (Vec<&EventStep>, Vec<&EventStep>) =
            steps.iter().partition(|step| step.document <= after);
        if later.is_empty() || earlier.is_empty() {
            return Ok(None);
        }
        let own = |steps: &[&EventStep], most: usize| {
            let own: Vec<&EventStep> = steps
                .iter()
                .filter(|step| step.copy_of.is_none())
                .copied()
                .collect();
            sample(&own, most)
        };
        let since = self.store.documents(&[after]).await?;
        let news = EventNews {
            since: since
                .first()
                .map_or(Moment(0), |stored| stored.document.arrived_at),
            after,
            documents: later.iter().filter(|step| step.copy_of.is_none()).count(),
            copies: later.iter().filter(|step| step.copy_of.is_some()).count(),
            sources: new_ones(&earlier, &later, |step| vec![step.source]).len(),
            places: self.named(&new_ones(&earlier, &later, |step| step.places.clone())),
            ..EventNews::default()
        };
        let before = self.read(&own(&earlier, EARLIER_MAX)).await?;
        let after = self.read(&own(&later, LATER_MAX)).await?;
        self.with_sentences(news, before, after).await.map(Some)
    }

    async fn with_sentences(
        &self,
        mut news: EventNews,
        before: Vec<StoredDocument>,
        after: Vec<StoredDocument>,
    ) -> Result<EventNews, DeskError> {
        let Some(understander) = self.understander.clone() else {
            return Ok(news);
        };
        let compared = move || {
            let none = HashMap::new();
            let (old, new) = (texts(&before, &none), texts(&after, &none));
            let told = what_is_new(understander.segmenter(), &old, &new);
            news.sentences = (told.sentences.iter())
                .filter_map(|one| Some(said(one.sentence, after.get(one.text)?)))
                .collect();
            news.numbers = (told.figures.into_iter())
                .filter_map(|one| {
                    Some(NewNumber {
                        said: said(&one.sentence, after.get(one.text)?),
                        number: one.figure,
                    })
                })
                .collect();
            news
        };
        aside(compared).await
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

/// The look that goes on, or a new one where the last is over.
fn going_on(before: Option<Look>, last: DocumentId, now: Moment) -> Look {
    let since = match before {
        Some(look) if now.0 - look.at.0 <= LOOK_MS => look.since,
        Some(look) => look.last,
        None => last,
    };
    Look {
        since,
        last,
        at: now,
    }
}

/// Copies of each document.
fn copies(steps: &[EventStep]) -> HashMap<DocumentId, u32> {
    let mut copies = HashMap::new();
    for head in steps.iter().filter_map(|step| step.copy_of) {
        *copies.entry(head).or_default() += 1;
    }
    copies
}

/// What later documents have that earlier ones have not, each once, in order.
fn new_ones<T: Ord + Copy>(
    earlier: &[&EventStep],
    later: &[&EventStep],
    of: impl Fn(&EventStep) -> Vec<T>,
) -> Vec<T> {
    let mut known: BTreeSet<T> = earlier.iter().flat_map(|step| of(step)).collect();
    let mut new = Vec::new();
    for one in later.iter().flat_map(|step| of(step)) {
        if known.insert(one) {
            new.push(one);
        }
    }
    new
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

    #[test]
    fn a_look_goes_on_until_it_was_left() {
        let first = going_on(None, DocumentId(9), Moment(0));
        assert_eq!((first.since, first.last), (DocumentId(9), DocumentId(9)));
        let soon = going_on(Some(first), DocumentId(20), Moment(LOOK_MS));
        assert_eq!((soon.since, soon.last), (DocumentId(9), DocumentId(20)));
        let later = going_on(Some(soon), DocumentId(30), Moment(LOOK_MS * 3));
        assert_eq!((later.since, later.last), (DocumentId(20), DocumentId(30)));
    }
}
