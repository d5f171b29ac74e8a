//! The numbers on a topic's page. Each comes with the search that counts it.

use super::window::Stretch;
use crate::{Desk, DeskError, EventCard, SearchAsk, SearchOrder};
use analysis::fold::fold;
use analysis::gist::{Text, keyphrases};
use analysis::query::{needs_texts, written};
use model::{DocumentId, EventId, Moment, Query, SourceId};
use ports::FacetCounts;
use std::collections::{BTreeMap, BTreeSet};

/// Documents whose events are looked at, the newest.
const LOOKED_MAX: usize = 2_000;
/// Texts that the terms are made of: every so many of those.
const READ_MAX: usize = 160;
/// Terms, events and sources that are told.
const TERMS: usize = 12;
const EVENTS: usize = 8;
const SOURCES: usize = 12;

/// A number with the search that counts it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents.
    pub number: i64,
    /// What finds them, in the grammar of searches.
    pub search: String,
}

/// Something with its number now and in the period before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside<T> {
    /// What.
    pub what: T,
    /// Now.
    pub now: Tally,
    /// Before.
    pub before: Tally,
}

/// An event with how many documents of the topic it holds in the period.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicEvent {
    /// The event.
    pub card: EventCard,
    /// Its documents.
    pub documents: Tally,
}

/// What a question finds in a stretch of time.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) total: usize,
    pub(super) cut: bool,
    pub(super) ids: Vec<DocumentId>,
    pub(super) facets: FacetCounts,
}

impl Desk {
    /// Looks at a stretch of time.
    pub(super) async fn gathered(
        &self,
        stretch: &Stretch<'_>,
        span: (Moment, Moment),
    ) -> Result<Gathered, DeskError> {
        let ask = SearchAsk {
            query: String::new(),
            order: SearchOrder::Newest,
            page: 1,
            limit: LOOKED_MAX,
            facets: true,
        };
        let asked = stretch.asked(span);
        let found = self.find_page(&asked, &ask, 0, LOOKED_MAX).await?;
        Ok(Gathered {
            total: found.total,
            cut: found.cut,
            ids: found.ids,
            facets: found.facets.unwrap_or_default(),
        })
    }

    /// Sources with their documents. Those of one name cannot be told apart by a search: they are one.
    pub(super) async fn source_shares(
        &self,
        stretch: &Stretch<'_>,
        spans: [(Moment, Moment); 2],
        [now, before]: [&Gathered; 2],
    ) -> Result<Vec<Beside<String>>, DeskError> {
        let names: BTreeMap<SourceId, String> = (self.store.sources().await?.into_iter())
            .map(|source| (source.id, source.name))
            .collect();
        let all: BTreeSet<String> = names.values().map(|name| fold(name)).collect();
        let by_name = |found: &Gathered| {
            let mut sums: BTreeMap<String, (String, i64)> = BTreeMap::new();
            for (id, count) in &found.facets.sources {
                if let Some(name) = names.get(id) {
                    let sum = sums.entry(fold(name)).or_insert((name.clone(), 0));
                    sum.1 += *count as i64;
                }
            }
            sums
        };
        let earlier = by_name(before);
        let share = |(folded, (what, number)): (String, (String, i64))| {
            let asked = of_source(&folded, &all, stretch.zone);
            let tally = |number, span| Tally {
                number,
                search: format!("{} {asked}", stretch.search(span)),
            };
            let was = earlier.get(&folded).map_or(0, |(_, number)| *number);
            let (now, before) = (tally(number, spans[0]), tally(was, spans[1]));
            Beside { what, now, before }
        };
        let mut shares: Vec<Beside<String>> = by_name(now).into_iter().map(share).collect();
        shares.sort_by_key(|share| -share.now.number);
        shares.truncate(SOURCES);
        Ok(shares)
    }

    /// Events of the newest documents, the hottest first.
    pub(super) async fn topic_events(
        &self,
        stretch: &Stretch<'_>,
        span: (Moment, Moment),
        found: &Gathered,
    ) -> Result<Vec<TopicEvent>, DeskError> {
        let marks = self.store.marks(&found.ids).await?;
        let mut sums: BTreeMap<EventId, i64> = BTreeMap::new();
        for mark in marks {
            *sums.entry(mark.event).or_default() += 1;
        }
        let ids: Vec<EventId> = sums.keys().copied().collect();
        let reckoning = self.reckoning().await?;
        let events = self.store.events(&ids).await?;
        let mut cards: Vec<EventCard> = events
            .iter()
            .map(|event| self.card_of(event, &reckoning))
            .collect();
        cards.sort_by(|a, b| b.heat.total_cmp(&a.heat).then(a.id.cmp(&b.id)));
        cards.truncate(EVENTS);
        let all_looked_at = found.ids.len() >= found.total;
        let mut told = Vec::with_capacity(cards.len());
        for card in cards {
            let number = match sums.get(&card.id) {
                Some(number) if all_looked_at => *number,
                _ => self.number_in_event(stretch, span, card.id).await?,
            };
            let search = format!("{} event:{}", stretch.search(span), card.id);
            told.push(TopicEvent {
                documents: Tally { number, search },
                card,
            });
        }
        Ok(told)
    }

    async fn number_in_event(
        &self,
        stretch: &Stretch<'_>,
        span: (Moment, Moment),
        event: EventId,
    ) -> Result<i64, DeskError> {
        let (documents, _) = self.documents_of_events(&[event]).await?;
        let asked = Query::And(vec![stretch.asked(span), documents]);
        self.number_of(&asked).await
    }

    async fn number_of(&self, asked: &Query) -> Result<i64, DeskError> {
        let order = ports::Order::Newest;
        let total = if needs_texts(asked) {
            self.search_texts(asked, order).await?.ids.len()
        } else {
            self.index_hits(asked, order, 0, 1).await?.total
        };
        Ok(total as i64)
    }

    /// The phrases that tell most of what was said, with how many documents say them. Where texts
    /// have to be read to count, only what was read for them is: no number is told.
    pub(super) async fn topic_terms(
        &self,
        stretch: &Stretch<'_>,
        span: (Moment, Moment),
        found: &Gathered,
    ) -> Result<Vec<(String, Option<Tally>)>, DeskError> {
        let mut terms = Vec::new();
        for phrase in self.phrases_of(&found.ids).await? {
            // What cannot be written in quotes, or be found again, is no term that opens.
            let quoted = format!("\"{phrase}\"");
            let Ok(asked) = self.check_query(&quoted) else {
                continue;
            };
            let tally = if needs_texts(stretch.query) {
                None
            } else {
                let number = self
                    .number_of(&Query::And(vec![stretch.asked(span), asked]))
                    .await?;
                let search = format!("{} {quoted}", stretch.search(span));
                Some(Tally { number, search }).filter(|tally| tally.number > 0)
            };
            terms.push((phrase, tally));
        }
        Ok(terms)
    }

    async fn phrases_of(&self, ids: &[DocumentId]) -> Result<Vec<String>, DeskError> {
        let Some(understander) = self.understander() else {
            return Ok(Vec::new());
        };
        let each = ids.len().div_ceil(READ_MAX).max(1);
        let some: Vec<DocumentId> = ids.iter().step_by(each).copied().collect();
        let documents = self.store.documents(&some).await?;
        let made = tokio::task::spawn_blocking(move || {
            let texts: Vec<Text<'_>> = (documents.iter())
                .map(|stored| Text {
                    title: &stored.document.title,
                    text: &stored.document.text,
                    at: stored.document.published_at,
                    voices: 1,
                })
                .collect();
            let names: BTreeSet<&str> = (documents.iter())
                .map(|stored| stored.source_name.as_str())
                .collect();
            let names: Vec<&str> = names.into_iter().collect();
            keyphrases(understander.segmenter(), &texts, &names, TERMS)
        });
        let phrases = made.await.map_err(|error| DeskError::Broken {
            act: "read what a topic says",
            why: error.to_string(),
        })?;
        let phrases = phrases.into_iter().map(|phrase| phrase.text);
        Ok(phrases
            .filter(|phrase| !analysis::is_personal(phrase))
            .collect())
    }
}

/// What finds the documents of sources of this name, and of none whose name merely holds it.
fn of_source(folded: &str, all: &BTreeSet<String>, zone: chrono_tz::Tz) -> String {
    let source = |name: &str| written(&Query::Source(name.to_owned()), zone);
    let longer = all
        .iter()
        .filter(|name| name.as_str() != folded && name.contains(folded));
    let mut parts = vec![source(folded)];
    parts.extend(longer.map(|name| format!("-{}", source(name))));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_whose_name_stands_in_another_is_told_apart() {
        let zone = chrono_tz::Asia::Shanghai;
        let all: BTreeSet<String> = ["日报", "青岚日报", "晚报"]
            .map(str::to_owned)
            .into_iter()
            .collect();
        assert_eq!(
            of_source("日报", &all, zone),
            "source:\"日报\" -source:\"青岚日报\""
        );
        assert_eq!(of_source("晚报", &all, zone), "source:\"晚报\"");
    }
}
