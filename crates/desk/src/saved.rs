//! Saved searches: kept, followed by a secret address, and watched where they name a person.

use crate::actor::Actor;
use crate::people::tokens::{hash, token};
use crate::{Act, Desk, DeskError, QueryProblem, SearchAsk, SearchHit, SearchOrder};
use analysis::query::asks_for_person;
use model::{PersonId, Query, SavedSearch, SavedSearchId, limits};

/// Hits that a feed gives.
pub const FEED_HITS: usize = 50;

/// A search that somebody wants to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SaveAsk {
    /// What to call it.
    pub name: String,
    /// The question.
    pub query: String,
    /// Where it names a person: the public office that person holds.
    pub office_held: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is kept; the secret of its address is told once.
    Kept {
        /// Its number.
        id: SavedSearchId,
        /// What its address ends with.
        secret: String,
        /// Whether somebody has to approve it first.
        waits: bool,
    },
    /// The question is a person's name: which public office do they hold?
    NamesPerson(String),
    /// The question cannot be understood.
    Wrong(QueryProblem),
}

/// What a feed holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// The search.
    pub search: SavedSearch,
    /// Its newest documents.
    pub hits: Vec<SearchHit>,
}

impl Desk {
    /// The person whom a question names. A name that somebody made a user word stays a name.
    pub(crate) fn person_in(&self, query: &Query, written: &str) -> Option<String> {
        let plain = self.understander()?.segmenter().with_user_words(&[]);
        asks_for_person(query, written, &plain)
    }

    /// Keeps a search.
    pub async fn save_search(&self, actor: &Actor, ask: &SaveAsk) -> Result<Saved, DeskError> {
        actor.must(Act::Search)?;
        let query = match self.check_query(&ask.query) {
            Ok(query) => query,
            Err(problem) => return Ok(Saved::Wrong(problem)),
        };
        if let Some(wrong) = self.wrong_topics(query.clone(), &ask.query).await? {
            return Ok(Saved::Wrong(wrong));
        }
        let names = [ask.name.trim(), ask.query.trim()];
        let name = names.into_iter().find(|name| !name.is_empty());
        let name = name.unwrap_or_default();
        if name.is_empty() || ask.query.trim().is_empty() {
            return Err(DeskError::Invalid("a search needs a question".to_owned()));
        }
        let person = self.person_in(&query, &ask.query);
        let office = ask.office_held.trim();
        if let Some(person) = &person
            && office.is_empty()
        {
            return Ok(Saved::NamesPerson(person.clone()));
        }
        let search = SavedSearch {
            office_held: person.map(|_| beginning(office)),
            ..self.new_search(actor, name, &ask.query)
        };
        let secret = token(&*self.random);
        let details = format!("{}: {}", search.name, search.query);
        let note = actor.note(self.clock.now(), "search.saved", "", details);
        let id = self
            .store
            .save_search(&search, &hash(&secret), &note)
            .await?;
        Ok(Saved::Kept {
            id,
            secret,
            waits: search.waits(),
        })
    }

    fn new_search(&self, actor: &Actor, name: &str, query: &str) -> SavedSearch {
        SavedSearch {
            id: SavedSearchId(0),
            name: beginning(name),
            query: query.trim().to_owned(),
            made_by: actor.who.person.unwrap_or(PersonId(0)),
            made_by_name: actor.name.clone(),
            made_at: self.clock.now(),
            office_held: None,
            approved: None,
        }
    }

    /// All saved searches.
    pub async fn saved_searches(&self, actor: &Actor) -> Result<Vec<SavedSearch>, DeskError> {
        actor.must(Act::Search)?;
        Ok(self.store.saved_searches().await?)
    }

    /// Searches that name a person, for everybody to see.
    pub async fn searches_for_persons(&self) -> Result<Vec<SavedSearch>, DeskError> {
        let all = self.store.saved_searches().await?.into_iter();
        Ok(all.filter(|search| search.office_held.is_some()).collect())
    }

    /// Approves a search that names a person. Nobody approves their own.
    pub async fn approve_search(&self, actor: &Actor, id: SavedSearchId) -> Result<(), DeskError> {
        actor.must(Act::ApproveNames)?;
        let search = self.saved_search(id).await?;
        if actor.who.person == Some(search.made_by) {
            return Err(DeskError::Invalid(
                "somebody else than who saved it has to approve it".to_owned(),
            ));
        }
        let now = self.clock.now();
        let note = actor.note(now, "search.approved", id.to_string(), search.query);
        Ok(self
            .store
            .approve_search(id, &actor.name, now, &note)
            .await?)
    }

    /// Gives a search another secret address, which is told once.
    pub async fn renew_search(
        &self,
        actor: &Actor,
        id: SavedSearchId,
    ) -> Result<String, DeskError> {
        let search = self.own_search(actor, id).await?;
        let secret = token(&*self.random);
        let note = actor.note(
            self.clock.now(),
            "search.renewed",
            id.to_string(),
            search.name,
        );
        self.store.renew_search(id, &hash(&secret), &note).await?;
        Ok(secret)
    }

    /// Drops a search.
    pub async fn drop_search(&self, actor: &Actor, id: SavedSearchId) -> Result<(), DeskError> {
        let search = self.own_search(actor, id).await?;
        let details = format!("{}: {}", search.name, search.query);
        let note = actor.note(self.clock.now(), "search.dropped", id.to_string(), details);
        Ok(self.store.drop_search(id, &note).await?)
    }

    /// What the search with this secret finds now. Whoever saved it must still be at the desk and
    /// allowed to search; a search that waits for approval answers nobody.
    pub async fn feed(&self, secret: &str) -> Result<Feed, DeskError> {
        let missing = || DeskError::NotFound {
            kind: "feed",
            id: "…".to_owned(),
        };
        let search = self.store.saved_search_at(&hash(secret)).await?;
        let search = search
            .filter(|search| !search.waits())
            .ok_or_else(missing)?;
        if search.made_by != PersonId(0) {
            let people = self.store.people().await?;
            let maker = people.iter().find(|person| person.id == search.made_by);
            let may = maker
                .is_some_and(|person| !person.disabled && crate::may(person.roles, Act::Search));
            if !may {
                return Err(missing());
            }
        }
        let ask = SearchAsk {
            query: search.query.clone(),
            order: SearchOrder::Newest,
            page: 1,
            limit: FEED_HITS,
            facets: false,
        };
        let hits = self.search(&ask).await?.hits;
        Ok(Feed { search, hits })
    }

    async fn saved_search(&self, id: SavedSearchId) -> Result<SavedSearch, DeskError> {
        let all = self.store.saved_searches().await?;
        let found = all.into_iter().find(|search| search.id == id);
        found.ok_or_else(|| DeskError::NotFound {
            kind: "saved search",
            id: id.to_string(),
        })
    }

    /// A search that this person may change: their own, or any for who approves.
    async fn own_search(&self, actor: &Actor, id: SavedSearchId) -> Result<SavedSearch, DeskError> {
        let search = self.saved_search(id).await?;
        if actor.who.person != Some(search.made_by) {
            actor.must(Act::ApproveNames)?;
        }
        Ok(search)
    }
}

/// A name as long as names may be.
fn beginning(text: &str) -> String {
    text.chars().take(limits::NAME_CHARS_MAX).collect()
}
