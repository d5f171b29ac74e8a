//! Which documents a correction means, and what an event of their own is called.

use crate::DeskError;
use model::{DocumentId, EventId, MemberFacts, Note, ProposalId};
use std::collections::BTreeSet;

/// Heads of what was chosen, each once; all must be members.
pub(super) fn heads_of(
    documents: &[DocumentId],
    here: &[MemberFacts],
) -> Result<BTreeSet<DocumentId>, DeskError> {
    documents
        .iter()
        .map(|chosen| {
            let found = here.iter().find(|one| one.id == *chosen);
            found
                .map(|one| one.copy_of.unwrap_or(one.id))
                .ok_or_else(|| {
                    DeskError::refused(
                        "correct.moved",
                        format!(
                            "{chosen} is not in this event any more; somebody moved it meanwhile"
                        ),
                    )
                })
        })
        .collect()
}

/// The id of an event of their own: an event carries the number of a document in it, and no other
/// event may have it.
fn own_event(going: &BTreeSet<DocumentId>, from: EventId) -> Result<EventId, DeskError> {
    let first = going.iter().find(|id| id.0 != from.0);
    first.map(|id| EventId(id.0)).ok_or_else(nothing_chosen)
}

pub(super) fn nothing_chosen() -> DeskError {
    DeskError::refused(
        "correct.nothing",
        "choose documents, and another event for them",
    )
}

pub(crate) fn decided(id: ProposalId) -> DeskError {
    DeskError::refused(
        "proposal.decided",
        format!("{id} is not open any more; somebody decided it, or its events changed meanwhile"),
    )
}

/// Which heads go, and where. What opened an event keeps its number: where it is to go to an event
/// of its own, the others go instead.
pub(super) fn going(
    heads: BTreeSet<DocumentId>,
    from: EventId,
    to: Option<EventId>,
    here: &[MemberFacts],
) -> Result<(BTreeSet<DocumentId>, EventId), DeskError> {
    if let Some(to) = to {
        return Ok((heads, to));
    }
    let mut others: BTreeSet<DocumentId> = here
        .iter()
        .filter(|one| one.copy_of.is_none())
        .map(|one| one.id)
        .collect();
    others.retain(|id| !heads.contains(id));
    if others.is_empty() {
        return Err(DeskError::refused(
            "correct.whole",
            "that is the whole event; leave at least one document in it",
        ));
    }
    let going = if heads.contains(&DocumentId(from.0)) {
        others
    } else {
        heads
    };
    let own = own_event(&going, from)?;
    Ok((going, own))
}

pub(super) fn about(note: Note, event: EventId) -> Note {
    Note {
        object: event.to_string(),
        ..note
    }
}
