//! What is new of an event since somebody last looked at it.

use super::{GistSentence, STEPS_MAX, aside, said, sample, texts};
use crate::actor::SignedIn;
use crate::{Desk, DeskError};
use analysis::gist::what_is_new;
use model::{DocumentId, EventId, Look, Moment, Place, StoredDocument};
use ports::EventStep;
use std::collections::{BTreeSet, HashMap};

/// Earlier and later texts that are compared.
const EARLIER_MAX: usize = 120;
const LATER_MAX: usize = 60;
/// A look that was left for this long is over: the next one is a new look.
const LOOK_MS: i64 = 30 * 60_000;

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

impl Desk {
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
        let Some(understander) = self.understander() else {
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

#[cfg(test)]
mod tests {
    use super::*;

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
