//! Proposals: kept once, decided by people, outdated when the events they speak of change.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::sql::placeholders;
use crate::turn::{Turn, rows};
use model::{
    Correction, CorrectionId, EventId, Moment, NewProposal, Note, PersonId, Proposal, ProposalId,
    ProposalRecord, ProposalState, StoryLink, Who,
};
use ports::{KeptCorrection, StoreError};
use sea_orm::{QueryResult, Value};
use std::collections::BTreeSet;

const COLUMNS: &str = "id, made_at, body, state, person_id, who, decided_at, correction_id";

/// The two numbers that tell a proposal from all others of its kind.
fn key(proposal: &Proposal) -> (i64, i64) {
    match proposal {
        Proposal::Merge { from, into, .. } => (from.0, into.0),
        Proposal::Split {
            event, documents, ..
        } => (event.0, documents.iter().map(|id| id.0).min().unwrap_or(0)),
    }
}

pub(crate) async fn keep_proposals(
    store: &SqlStore,
    proposals: &[NewProposal],
    links: &[StoryLink],
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "keep proposals").await?;
    keep(&turn, proposals).await?;
    crate::stories::keep(&turn, links).await?;
    turn.commit().await
}

/// Keeps new proposals; those that were made before stay as they are.
pub(crate) async fn keep(turn: &Turn, proposals: &[NewProposal]) -> Result<(), StoreError> {
    if proposals.is_empty() {
        return Ok(());
    }
    let mut id = turn.next_id("proposals").await?;
    for new in proposals {
        let state = if fits(turn, &new.proposal).await? {
            ProposalState::Open
        } else {
            ProposalState::Outdated
        };
        let (event, other) = key(&new.proposal);
        let body =
            serde_json::to_string(&new.proposal).expect("proposals are plain ids and numbers");
        let sql = "INSERT INTO proposals (id, made_at, kind, event_id, other_id, body, state) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (kind, event_id, other_id) DO NOTHING";
        let values: [Value; 7] = [
            id.into(),
            new.made_at.0.into(),
            new.proposal.word().into(),
            event.into(),
            other.into(),
            body.into(),
            state.word().into(),
        ];
        id += turn.run(sql, values).await?.cast_signed();
    }
    Ok(())
}

/// Whether what it speaks of is still as it was: its events go on, its documents are where they were.
async fn fits(turn: &Turn, proposal: &Proposal) -> Result<bool, StoreError> {
    let (sql, values, all) = match proposal {
        Proposal::Merge { from, into, .. } => (
            "SELECT COUNT(*) FROM events WHERE id IN ($1, $2)".to_owned(),
            vec![from.0.into(), into.0.into()],
            2,
        ),
        Proposal::Split {
            event, documents, ..
        } => {
            let n = documents.len();
            let sql = format!(
                "SELECT COUNT(*) FROM documents WHERE id IN ({}) AND event_id = ${}",
                placeholders(n),
                n + 1
            );
            let ids = documents.iter().map(|id| id.0);
            let values = ids.chain([event.0]).map(Value::from).collect();
            (sql, values, n as i64)
        }
    };
    let row = turn.row(&sql, values).await?;
    let row = row.ok_or_else(|| corrupt(turn.act, "counting gives no row"))?;
    Ok(turn.columns(&row).get::<i64>(0)? == all)
}

/// What a correction does to proposals: one was accepted by it, some fit no longer, some fit again.
pub(crate) async fn follow_correction(
    turn: &Turn,
    id: CorrectionId,
    kept: &KeptCorrection,
) -> Result<(), StoreError> {
    if let Some(accepted) = kept.accepts {
        let sql = "UPDATE proposals SET correction_id = $1 WHERE id = $2";
        turn.run(sql, [id.0.into(), accepted.0.into()]).await?;
        decide(turn, accepted, ProposalState::Accepted, &kept.note).await?;
    }
    if let Correction::Move { from, to, .. } = &kept.correction {
        part(turn, *from, *to, &kept.note).await?;
    }
    let mut touched: BTreeSet<EventId> = kept.correction.events().into_iter().collect();
    touched.extend(kept.events.iter().map(|event| event.id));
    touched.extend(kept.ended.iter().map(|(ended, _)| *ended));
    for event in touched {
        review(turn, event, kept.note.at).await?;
    }
    Ok(())
}

/// Events that a person parted are not proposed to be one.
async fn part(turn: &Turn, a: EventId, b: EventId, note: &Note) -> Result<(), StoreError> {
    // Index: proposals_once.
    let sql = "UPDATE proposals SET state = 'declined', person_id = $1, who = $2, decided_at = $3 \
               WHERE kind = 'merge' AND event_id = $4 AND other_id = $5 AND state IN ('open', 'outdated')";
    let values: [Value; 5] = [
        note.who.person.map(|id| id.0).into(),
        without_nul(&note.who.name).into(),
        note.at.0.into(),
        a.max(b).0.into(),
        a.min(b).0.into(),
    ];
    turn.run(sql, values).await?;
    Ok(())
}

/// Looks whether undecided proposals of an event fit the present.
async fn review(turn: &Turn, event: EventId, at: Moment) -> Result<(), StoreError> {
    // Indexes: proposals_event and proposals_other.
    let sql = format!(
        "SELECT {COLUMNS} FROM proposals WHERE event_id = $1 AND state IN ('open', 'outdated') \
         UNION SELECT {COLUMNS} FROM proposals \
         WHERE kind = 'merge' AND other_id = $1 AND state IN ('open', 'outdated') ORDER BY id"
    );
    for row in turn.rows(&sql, [event.0.into()]).await? {
        let old = record(&row, turn.act)?;
        let state = match (fits(turn, &old.proposal).await?, old.state) {
            (true, ProposalState::Outdated) => ProposalState::Open,
            (false, ProposalState::Open) => ProposalState::Outdated,
            _ => continue,
        };
        let decided_at = (state == ProposalState::Outdated).then_some(at.0);
        let sql = "UPDATE proposals SET state = $1, decided_at = $2 WHERE id = $3";
        let values = [state.word().into(), decided_at.into(), old.id.0.into()];
        turn.run(sql, values).await?;
    }
    Ok(())
}

/// Writes down who decided what; only once.
async fn decide(
    turn: &Turn,
    id: ProposalId,
    state: ProposalState,
    note: &Note,
) -> Result<(), StoreError> {
    let sql = "UPDATE proposals SET state = $1, person_id = $2, who = $3, decided_at = $4 \
               WHERE id = $5 AND state = 'open'";
    let values: [Value; 5] = [
        state.word().into(),
        note.who.person.map(|id| id.0).into(),
        without_nul(&note.who.name).into(),
        note.at.0.into(),
        id.0.into(),
    ];
    if turn.run(sql, values).await? == 0 {
        return Err(turn.conflict(format!(
            "{id} is not open any more; somebody decided it or its events changed meanwhile"
        )));
    }
    Ok(())
}

pub(crate) async fn decline_proposal(
    store: &SqlStore,
    id: ProposalId,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "decline a proposal").await?;
    decide(&turn, id, ProposalState::Declined, note).await?;
    turn.commit_with(note).await
}

fn record(row: &QueryResult, act: &'static str) -> Result<ProposalRecord, StoreError> {
    let columns = Columns { row, act };
    let proposal = serde_json::from_str(&columns.get::<String>(2)?)
        .map_err(|error| corrupt(act, error.to_string()))?;
    let word: String = columns.get(3)?;
    let state = ProposalState::from_word(&word)
        .ok_or_else(|| corrupt(act, format!("a proposal is {word:?}")))?;
    let who: Option<String> = columns.get(5)?;
    let decided_at: Option<i64> = columns.get(6)?;
    let person = columns.get::<Option<i64>>(4)?.map(PersonId);
    Ok(ProposalRecord {
        id: ProposalId(columns.get(0)?),
        made_at: Moment(columns.get(1)?),
        proposal,
        state,
        decided: who.zip(decided_at).map(|(name, at)| {
            let address = String::new();
            let who = Who {
                person,
                name,
                address,
            };
            (who, Moment(at))
        }),
        correction: columns.get::<Option<i64>>(7)?.map(CorrectionId),
    })
}

async fn select(
    store: &SqlStore,
    act: &'static str,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<ProposalRecord>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM proposals {rest}");
    let found = rows(store, act, &sql, values).await?;
    found.iter().map(|row| record(row, act)).collect()
}

pub(crate) async fn proposal(
    store: &SqlStore,
    id: ProposalId,
) -> Result<Option<ProposalRecord>, StoreError> {
    let found = select(store, "read a proposal", "WHERE id = $1", [id.0.into()]);
    Ok(found.await?.pop())
}

pub(crate) async fn open_proposals(
    store: &SqlStore,
    before: Option<ProposalId>,
    limit: u64,
) -> Result<Vec<ProposalRecord>, StoreError> {
    // Index: proposals_state.
    let rest = format!("WHERE state = 'open' AND id < $1 ORDER BY id DESC LIMIT {limit}");
    let before = before.map_or(i64::MAX, |id| id.0);
    select(store, "list open proposals", &rest, [before.into()]).await
}

pub(crate) async fn proposals_after(
    store: &SqlStore,
    after: ProposalId,
    limit: u64,
) -> Result<Vec<ProposalRecord>, StoreError> {
    // Index: the primary key.
    let rest = format!("WHERE id > $1 ORDER BY id LIMIT {limit}");
    select(store, "list proposals", &rest, [after.0.into()]).await
}

pub(crate) async fn open_proposal_count(store: &SqlStore, most: u64) -> Result<i64, StoreError> {
    const ACT: &str = "count open proposals";
    // Index: proposals_state.
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT id FROM proposals WHERE state = 'open' LIMIT {most}) AS open"
    );
    let found = rows(store, ACT, &sql, []).await?;
    let count = found.first().map(|row| Columns { row, act: ACT }.get(0));
    count.unwrap_or(Ok(0))
}

pub(crate) async fn open_proposals_of(
    store: &SqlStore,
    event: EventId,
    limit: u64,
) -> Result<Vec<ProposalRecord>, StoreError> {
    // Indexes: proposals_event and proposals_other.
    let rest = format!(
        "WHERE event_id = $1 AND state = 'open' UNION SELECT {COLUMNS} FROM proposals \
         WHERE kind = 'merge' AND other_id = $1 AND state = 'open' ORDER BY id DESC LIMIT {limit}"
    );
    select(store, "read an event's proposals", &rest, [event.0.into()]).await
}
