//! Sample proposals, and the story of the sample event.

use crate::proposal_question::ProposalQuestions;
use crate::sample::{Amount, NOW, SampleDesk, card, document};
use async_trait::async_trait;
use desk::line::Corrected;
use desk::{Actor, DeskError, EventStory, ProposalCard, ProposalList};
use model::{
    CorrectionId, DocumentId, EventId, HOUR_MS, Moment, Proposal, ProposalId, ProposalRecord,
    ProposalState,
};

/// A merge, a split, and a merge with a hostile title.
pub(crate) fn proposals(amount: Amount) -> Vec<ProposalCard> {
    (0..amount.count().min(3) as i64).map(proposal).collect()
}

fn proposal(index: i64) -> ProposalCard {
    let split = index == 1;
    let proposal = if split {
        Proposal::Split {
            event: EventId(1),
            documents: vec![DocumentId(3)],
            percent: 2,
        }
    } else {
        Proposal::Merge {
            from: EventId(7 + index),
            into: EventId(1),
            percent: 96,
            needed: 93,
            hours: 5,
        }
    };
    let events = proposal.events().into_iter().zip([index as usize + 2, 0]);
    ProposalCard {
        record: ProposalRecord {
            id: ProposalId(9 - index),
            made_at: Moment(NOW.0 - (index + 1) * HOUR_MS),
            state: ProposalState::Open,
            decided: None,
            correction: None,
            proposal: proposal.clone(),
        },
        events: events.map(|(id, title)| (id, card(title).title)).collect(),
        documents: if split { vec![document(3)] } else { Vec::new() },
    }
}

/// Other events of the sample event's story.
pub(crate) fn story(amount: Amount) -> EventStory {
    let others = (0..amount.count().min(10)).map(|index| {
        let percent = (index > 0).then_some(9 + index as u8);
        (card(index + 1), percent)
    });
    let mut events: Vec<_> = others.collect();
    events.reverse();
    EventStory {
        percent: (amount != Amount::Empty).then_some(14),
        events,
        more: amount == Amount::Many,
    }
}

#[async_trait]
impl ProposalQuestions for SampleDesk {
    async fn open_proposals(
        &self,
        _: Option<ProposalId>,
        _: u64,
    ) -> Result<ProposalList, DeskError> {
        Ok(ProposalList {
            proposals: proposals(self.0),
            more: self.0 == Amount::Many,
        })
    }

    async fn open_proposal_count(&self) -> Result<i64, DeskError> {
        Ok(proposals(self.0).len() as i64)
    }

    async fn proposals_of(&self, _: EventId) -> Result<Vec<ProposalCard>, DeskError> {
        Ok(proposals(self.0))
    }

    async fn story_of(&self, _: EventId) -> Result<EventStory, DeskError> {
        Ok(story(self.0))
    }

    async fn accept_proposal(&self, _: &Actor, _: ProposalId) -> Result<Corrected, DeskError> {
        Ok(Corrected {
            id: CorrectionId(5),
            event: EventId(1),
        })
    }

    async fn decline_proposal(&self, _: &Actor, _: ProposalId) -> Result<(), DeskError> {
        Ok(())
    }
}
