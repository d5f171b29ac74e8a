//! The end of evidence: so many days after the case was closed, unless something holds it.

use crate::DeskError;
use crate::actor::Actor;
use crate::cases::{entry, note_of};
use model::{EntryKind, Moment};
use ports::{LeftOver, Store, Vault};
use std::collections::HashSet;

const DAY_MS: i64 = 86_400_000;
/// Files that a transaction may still be about to name.
const YOUNG_MS: i64 = DAY_MS;
/// Files that are swept in one turn.
const SWEPT_A_TURN: u64 = 1_000;

/// Destroys the evidence of cases that were closed long enough: first the key and the records, in one
/// transaction, then the files, which nobody can open any more. Gives how many cases.
pub(crate) async fn end_evidence(
    store: &dyn Store,
    vault: &dyn Vault,
    now: Moment,
) -> Result<u64, DeskError> {
    let (settings, _) = store.case_settings().await?;
    let days = settings.evidence_days;
    let (actor, mut ended) = (Actor::desk(), 0);
    for case in store.evidence_ended(Moment(now.0 - days * DAY_MS)).await? {
        let text = format!("days\t\t{days}");
        let said = entry(&actor, now, EntryKind::EvidenceEnded, "", &text);
        let note = note_of(&actor, "evidence.ended", case, &said);
        ended += u64::from(store.destroy_evidence(case, &said, &note).await?);
    }
    sweep(store, vault, now).await?;
    Ok(ended)
}

/// Files of which the records are gone, and those that a crash left without any.
async fn sweep(store: &dyn Store, vault: &dyn Vault, now: Moment) -> Result<(), DeskError> {
    let left = store.left_over(SWEPT_A_TURN).await?;
    let left: Vec<LeftOver> = (left.into_iter())
        .filter(|one| matches!(one, LeftOver::Evidence(_)))
        .collect();
    for one in &left {
        if let LeftOver::Evidence(name) = one {
            vault.forget_evidence(name)?;
        }
    }
    store.gone(&left).await?;
    let known: HashSet<String> = store.evidence_files().await?.into_iter().collect();
    for name in vault.evidence_names(Moment(now.0 - YOUNG_MS))? {
        if !known.contains(&name) {
            vault.forget_evidence(&name)?;
        }
    }
    Ok(())
}
