//! Proposals and stories: kept once with their batch, decided once, outdated by what changes.

use super::corrections::{event, kept, merged, moved, notes, three_events};
use super::{NOW, batch, change, document, people::note, source};
use model::{
    Act, Correction, CorrectionId, DocumentId, EventId, Moment, NewProposal, Proposal, ProposalId,
    ProposalState, StoryLink,
};
use ports::{KeptBatch, KeptCorrection, Store, StoreError};

fn merge(from: i64, into: i64) -> NewProposal {
    NewProposal {
        proposal: Proposal::Merge {
            from: EventId(from),
            into: EventId(into),
            percent: 96,
            needed: 93,
            hours: 5,
        },
        made_at: Moment(NOW + from),
    }
}

fn split(event: i64, document: i64) -> NewProposal {
    NewProposal {
        proposal: Proposal::Split {
            event: EventId(event),
            documents: vec![DocumentId(document)],
            percent: 2,
        },
        made_at: Moment(NOW + document),
    }
}

fn link(event: i64, story: i64) -> StoryLink {
    StoryLink {
        event: EventId(event),
        story: EventId(story),
        percent: 12,
        at: Moment(NOW + event),
    }
}

/// Every proposal with what became of it, in order.
async fn states(store: &dyn Store) -> Vec<(Proposal, ProposalState)> {
    let all = store.proposals_after(ProposalId(0), 100).await.unwrap();
    all.into_iter()
        .map(|record| (record.proposal, record.state))
        .collect()
}

async fn state(store: &dyn Store, id: i64) -> ProposalState {
    let found = store.proposal(ProposalId(id)).await.unwrap();
    found.unwrap().state
}

fn ids(records: &[model::ProposalRecord]) -> Vec<i64> {
    records.iter().map(|record| record.id.0).collect()
}

pub(super) async fn once(store: &dyn Store) {
    three_events(store).await;
    let source = source(store, "日报").await;
    let made = vec![merge(3, 1), split(1, 4), merge(9, 1)];
    let next = KeptBatch {
        documents: vec![document(6, source, Act::Open, 6)],
        events: vec![change(6, 1, 0, 6.0, true)],
        proposals: made.clone(),
        links: vec![link(3, 1)],
        ..KeptBatch::default()
    };
    let wrong = KeptBatch {
        documents: vec![document(7, source, Act::Open, 7)],
        ..next.clone()
    };
    assert!(store.keep_batch(&wrong).await.is_err());
    assert!(states(store).await.is_empty(), "all of it or nothing");
    let story = store.story_of(EventId(3), 9).await.unwrap();
    assert!(story.events.is_empty());

    store.keep_batch(&next).await.unwrap();
    let expected: Vec<(Proposal, ProposalState)> = made
        .iter()
        .map(|one| one.proposal.clone())
        .zip([
            ProposalState::Open,
            ProposalState::Open,
            ProposalState::Outdated,
        ])
        .collect();
    assert_eq!(states(store).await, expected, "there is no event 9");
    let first = store.proposal(ProposalId(1)).await.unwrap().unwrap();
    assert_eq!((first.made_at.0, first.decided), (NOW + 3, None));

    let surer = NewProposal {
        proposal: Proposal::Merge {
            from: EventId(3),
            into: EventId(1),
            percent: 99,
            needed: 93,
            hours: 6,
        },
        made_at: Moment(NOW + 99),
    };
    let mut again = made.clone();
    again.extend([surer, merge(2, 1)]);
    store.keep_proposals(&again, &[link(3, 1)]).await.unwrap();
    assert_eq!(states(store).await[..3], expected, "nothing is made twice");
    assert_eq!(states(store).await.len(), 4);

    let open = store.open_proposals(None, 2).await.unwrap();
    assert_eq!(ids(&open), [4, 2], "the last one first");
    let rest = store.open_proposals(Some(ProposalId(2)), 9).await.unwrap();
    assert_eq!(ids(&rest), [1]);
    assert_eq!(store.open_proposal_count(9).await.unwrap(), 3);
    assert_eq!(store.open_proposal_count(2).await.unwrap(), 2);
    for (event, expected) in [(1, vec![4, 2, 1]), (3, vec![1]), (2, vec![4]), (6, vec![])] {
        let of = store.open_proposals_of(EventId(event), 9).await.unwrap();
        assert_eq!(ids(&of), expected, "e{event}");
    }
    assert!(store.proposal(ProposalId(9)).await.unwrap().is_none());
}

pub(super) async fn accepted(store: &dyn Store) {
    three_events(store).await;
    let made = [merge(3, 1), merge(3, 2), split(1, 4)];
    store.keep_proposals(&made, &[]).await.unwrap();
    let accept = KeptCorrection {
        accepts: Some(ProposalId(1)),
        ..merged()
    };
    let id = store.keep_correction(&accept).await.unwrap();
    let record = store.proposal(ProposalId(1)).await.unwrap().unwrap();
    assert_eq!(record.state, ProposalState::Accepted);
    assert_eq!(record.correction, Some(id));
    let (who, at) = record.decided.unwrap();
    assert_eq!((who.name.as_str(), at.0), ("王芳", NOW));
    assert_eq!(state(store, 2).await, ProposalState::Outdated, "e3 ended");
    assert_eq!(state(store, 3).await, ProposalState::Open);

    let before = notes(store).await;
    let again = KeptCorrection {
        accepts: Some(ProposalId(1)),
        ..moved()
    };
    let again = store.keep_correction(&again).await;
    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "{again:?}"
    );
    assert_eq!(notes(store).await, before);
    assert_eq!(state(store, 3).await, ProposalState::Open, "nothing moved");

    store.keep_correction(&undo_merge(id)).await.unwrap();
    assert_eq!(state(store, 1).await, ProposalState::Accepted, "it was");
    assert_eq!(state(store, 2).await, ProposalState::Open, "e3 is back");
}

fn undo_merge(id: CorrectionId) -> KeptCorrection {
    KeptCorrection {
        undoes: Some(id),
        moves: vec![(DocumentId(3), EventId(3))],
        events: vec![event(1, 2, 1), event(3, 1, 0)],
        ..kept(Correction::Move {
            documents: vec![DocumentId(3)],
            from: EventId(1),
            to: EventId(3),
        })
    }
}

pub(super) async fn declined(store: &dyn Store) {
    three_events(store).await;
    store.keep_proposals(&[merge(3, 1)], &[]).await.unwrap();
    let before = notes(store).await;
    let no = note("proposal.declined", "e1");
    let id = ProposalId(1);
    store.decline_proposal(id, &no).await.unwrap();
    let record = store.proposal(id).await.unwrap().unwrap();
    assert_eq!(record.state, ProposalState::Declined);
    assert_eq!(record.decided.unwrap().0.name, "王芳");
    assert_eq!(notes(store).await, before + 1);

    for id in [id, ProposalId(7)] {
        let again = store.decline_proposal(id, &no).await;
        assert!(
            matches!(again, Err(StoreError::Conflict { .. })),
            "{again:?}"
        );
    }
    let accept = KeptCorrection {
        accepts: Some(id),
        ..merged()
    };
    assert!(store.keep_correction(&accept).await.is_err());
    assert_eq!(notes(store).await, before + 1);
    store.keep_proposals(&[merge(3, 1)], &[]).await.unwrap();
    assert_eq!(states(store).await.len(), 1, "never made again");
    assert_eq!(store.open_proposal_count(9).await.unwrap(), 0);
}

pub(super) async fn outdated(store: &dyn Store) {
    three_events(store).await;
    let made = [split(1, 4), merge(2, 1), merge(3, 1)];
    store.keep_proposals(&made, &[]).await.unwrap();
    // A person moves what strays, and parts two events by that.
    let id = store.keep_correction(&moved()).await.unwrap();
    assert_eq!(state(store, 1).await, ProposalState::Outdated);
    let parted = store.proposal(ProposalId(2)).await.unwrap().unwrap();
    assert_eq!(parted.state, ProposalState::Declined, "a person said so");
    assert_eq!(parted.decided.unwrap().0.name, "王芳");
    assert_eq!(state(store, 3).await, ProposalState::Open);
    let back = KeptCorrection {
        undoes: Some(id),
        moves: vec![(DocumentId(4), EventId(1)), (DocumentId(5), EventId(1))],
        events: vec![event(1, 2, 1), event(2, 1, 0)],
        ..kept(Correction::Move {
            documents: vec![DocumentId(4)],
            from: EventId(2),
            to: EventId(1),
        })
    };
    store.keep_correction(&back).await.unwrap();
    assert_eq!(state(store, 1).await, ProposalState::Open, "it fits again");

    // Merged by hand and parted again: a person said twice what they think.
    let merged = store.keep_correction(&merged()).await.unwrap();
    assert_eq!(state(store, 3).await, ProposalState::Outdated);
    store.keep_correction(&undo_merge(merged)).await.unwrap();
    assert_eq!(state(store, 3).await, ProposalState::Declined);
}

/// The story as its events see it: how alike they are, and the others with how alike those are.
async fn story(store: &dyn Store, event: i64) -> (Option<u8>, Vec<(i64, Option<u8>)>) {
    let story = store.story_of(EventId(event), 9).await.unwrap();
    assert!(!story.more);
    let others = story.events.iter();
    let others = others.map(|one| (one.event.id.0, one.percent)).collect();
    (story.percent, others)
}

pub(super) async fn stories(store: &dyn Store) {
    let source = source(store, "日报").await;
    store.keep_batch(&batch(1, 6, source)).await.unwrap();
    let links = [link(2, 1), link(3, 1), link(5, 4)];
    store.keep_proposals(&[], &links).await.unwrap();
    store.keep_proposals(&[], &links).await.unwrap();
    let alike = Some(12);
    assert_eq!(story(store, 1).await, (None, vec![(3, alike), (2, alike)]));
    assert_eq!(story(store, 3).await, (alike, vec![(2, alike), (1, None)]));
    assert_eq!(story(store, 6).await, (None, vec![]));
    let cut = store.story_of(EventId(3), 1).await.unwrap();
    assert_eq!((cut.events[0].event.id, cut.more), (EventId(2), true));

    // What began a story belongs to another one: all of it is one story then.
    store.keep_proposals(&[], &[link(1, 5)]).await.unwrap();
    let all = vec![(5, alike), (3, alike), (2, alike), (1, alike)];
    assert_eq!(story(store, 4).await, (None, all));
    let turned = [link(4, 2), link(6, 6)];
    store.keep_proposals(&[], &turned).await.unwrap();
    assert_eq!(story(store, 4).await.0, None, "no story begins with itself");

    // An event that ended is not shown; what followed from it follows from where it went.
    let ends = KeptCorrection {
        moves: vec![(DocumentId(4), EventId(6))],
        events: vec![event(6, 2, 0)],
        ended: vec![(EventId(4), EventId(6))],
        ..kept(Correction::Merge {
            from: EventId(4),
            into: EventId(6),
            documents: vec![DocumentId(4)],
        })
    };
    store.keep_correction(&ends).await.unwrap();
    let rest = vec![(5, alike), (3, alike), (2, alike), (1, alike)];
    assert_eq!(story(store, 6).await, (None, rest));
}
