//! What the desk would change about events, and which events follow from one another. A person
//! accepts or declines; nothing happens by itself.

use crate::actor::Actor;
use crate::cover::Covered;
use crate::line::{Corrected, CorrectionAsk};
use crate::{Act, Desk, DeskError, EventCard};
use model::{EventId, ProposalId, ProposalRecord, ProposalState, StoredDocument};
use std::collections::BTreeMap;

/// Open proposals shown of one event.
const SHOWN_OF_EVENT: u64 = 10;
/// Events shown of one story.
const STORY_SHOWN: u64 = 10;
/// Open proposals are counted up to here.
pub const PROPOSALS_COUNTED_MAX: u64 = 1_000;

/// A proposal with what it speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalCard {
    /// The proposal.
    pub record: ProposalRecord,
    /// The events it speaks of that go on, with their titles.
    pub events: BTreeMap<EventId, String>,
    /// The documents it would move.
    pub documents: Vec<StoredDocument>,
}

/// Proposals in a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProposalList {
    /// Those of one page, the last one first.
    pub proposals: Vec<ProposalCard>,
    /// Whether there are more behind them.
    pub more: bool,
}

/// The other events of an event's story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventStory {
    /// How alike the event is to its story, in percent; none where it began it.
    pub percent: Option<u8>,
    /// The others, the last one opened first, with how alike they are; none for the one that began it.
    pub events: Vec<(EventCard, Option<u8>)>,
    /// Whether there are more of them.
    pub more: bool,
}

impl Desk {
    /// Open proposals, the last one first, those before `before` where it is given.
    pub async fn open_proposals(
        &self,
        before: Option<ProposalId>,
        limit: u64,
    ) -> Result<ProposalList, DeskError> {
        let mut found = self.store.open_proposals(before, limit + 1).await?;
        let more = found.len() as u64 > limit;
        found.truncate(limit as usize);
        Ok(ProposalList {
            proposals: self.with_titles(found).await?,
            more,
        })
    }

    /// How many proposals are open, counted up to [`PROPOSALS_COUNTED_MAX`].
    pub async fn open_proposal_count(&self) -> Result<i64, DeskError> {
        let counted = self.store.open_proposal_count(PROPOSALS_COUNTED_MAX);
        Ok(counted.await?)
    }

    /// Open proposals that speak of an event.
    pub async fn proposals_of(&self, event: EventId) -> Result<Vec<ProposalCard>, DeskError> {
        let found = self.store.open_proposals_of(event, SHOWN_OF_EVENT).await?;
        self.with_titles(found).await
    }

    /// The other events of an event's story.
    pub async fn story_of(&self, event: EventId) -> Result<EventStory, DeskError> {
        let story = self.store.story_of(event, STORY_SHOWN).await?;
        let reckoning = self.reckoning().await?;
        let events = story.events.iter();
        Ok(EventStory {
            percent: story.percent,
            events: events
                .map(|one| (self.card_of(&one.event, &reckoning), one.percent))
                .collect(),
            more: story.more,
        })
    }

    /// Does what a proposal says: a correction like any other.
    pub async fn accept_proposal(
        &self,
        actor: &Actor,
        id: ProposalId,
    ) -> Result<Corrected, DeskError> {
        let ask = CorrectionAsk::Accept(id);
        self.put_right(actor, ask, "proposal.accepted", &id.to_string())
            .await
    }

    /// Says no to a proposal: it is never made again.
    pub async fn decline_proposal(&self, actor: &Actor, id: ProposalId) -> Result<(), DeskError> {
        actor.must(Act::CorrectEvents)?;
        let record = self.store.proposal(id).await?;
        let record = record.ok_or_else(|| DeskError::NotFound {
            kind: "proposal",
            id: id.to_string(),
        })?;
        if record.state != ProposalState::Open {
            return Err(crate::line::decided(id));
        }
        let about = record.proposal.events().pop().unwrap_or_default();
        let note = actor.note(
            self.clock.now(),
            "proposal.declined",
            about.to_string(),
            format!("{id} {}", record.proposal),
        );
        Ok(self.store.decline_proposal(id, &note).await?)
    }

    async fn with_titles(
        &self,
        records: Vec<ProposalRecord>,
    ) -> Result<Vec<ProposalCard>, DeskError> {
        let mut events: Vec<EventId> = Vec::new();
        let mut documents = Vec::new();
        for record in &records {
            events.extend(record.proposal.events());
            documents.extend(record.proposal.documents());
        }
        events.sort_unstable();
        events.dedup();
        documents.sort_unstable();
        documents.dedup();
        let (events, documents) =
            tokio::try_join!(self.store.events(&events), self.store.documents(&documents))?;
        let titles: BTreeMap<EventId, String> = events
            .into_iter()
            .map(|event| (event.id, event.covered().title))
            .collect();
        let documents = documents.covered();
        Ok(records
            .into_iter()
            .map(|record| card(record, &titles, &documents))
            .collect())
    }
}

fn card(
    record: ProposalRecord,
    titles: &BTreeMap<EventId, String>,
    documents: &[StoredDocument],
) -> ProposalCard {
    let events = record.proposal.events().into_iter();
    let moved = documents
        .iter()
        .filter(|stored| record.proposal.documents().contains(&stored.document.id));
    ProposalCard {
        events: events
            .filter_map(|id| Some((id, titles.get(&id)?.clone())))
            .collect(),
        documents: moved.cloned().collect(),
        record,
    }
}
