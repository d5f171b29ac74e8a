//! Find floods: after documents are kept, texts that many repeated within a short time are counted as
//! copy-paste floods, and events in which they are said are reckoned anew. Done between two runs of
//! the line, from what is kept: where it stops it goes on at the next start, and what is found does
//! not depend on batches.

use super::Line;
use super::heat_rule::{HeatRule, heat_of};
use super::score_event::empty_record;
use crate::DeskError;
use analysis::floods::{Found, Post, RULE, floods};
use model::{DocumentId, EventHeat, EventId, Moment};
use ports::{FloodsOf, FoldedPost, Store};
use std::collections::{BTreeMap, BTreeSet};

/// Documents looked at in one go.
const DOCUMENTS_A_TURN: u64 = 5_000;
/// Copies of one text that are looked at, the latest: a flood of more is told as one of so many.
const POSTS_MAX: u64 = 20_000;

/// Looks for floods among the next documents; false where none is left. To be called only by whoever
/// holds the line's place as the one writer.
pub async fn find_some_floods(store: &dyn Store) -> Result<bool, DeskError> {
    let after = store.flooded_to().await?;
    let next = store.heads_after(after, DOCUMENTS_A_TURN).await?;
    let Some((to, _)) = next.last().copied() else {
        return Ok(false);
    };
    let mut folded: BTreeMap<DocumentId, BTreeSet<DocumentId>> = BTreeMap::new();
    for (document, head) in next {
        if let Some(head) = head {
            folded.entry(head).or_default().insert(document);
        }
    }
    let heads: Vec<DocumentId> = folded.keys().copied().collect();
    let mut found = Vec::new();
    for head in store.crowded(&heads, RULE.posts_min as u64 - 1).await? {
        if let Some(new) = folded.get(&head) {
            found.extend(floods_under(store, head, new).await?);
        }
    }
    store.keep_floods(&found).await?;
    let heads: Vec<DocumentId> = found.iter().map(|one| one.head).collect();
    let heat = reckoned(store, &heads).await?;
    store.keep_flooded_heat(&heat, to).await?;
    Ok(true)
}

/// The floods of a text that its new copies may belong to. None where there are too few copies.
async fn floods_under(
    store: &dyn Store,
    head: DocumentId,
    new: &BTreeSet<DocumentId>,
) -> Result<Option<FloodsOf>, DeskError> {
    let kept = store.posts_under(head, POSTS_MAX).await?;
    if kept.len() < RULE.posts_min {
        return Ok(None);
    }
    let posts: Vec<Post> = kept.iter().map(post).collect();
    let touched = posts.iter().filter(|post| new.contains(&post.document));
    // What a copy can change lies within one window of it; floods before that keep their numbers,
    // for their pseudonyms may be gone.
    let earliest = touched.map(|post| post.at.0).min().unwrap_or(i64::MAX);
    let from = Moment(earliest.saturating_sub(RULE.minutes * 60_000));
    let later = |one: &Found| one.flood.last_at >= from;
    let floods: Vec<_> = floods(head, &posts, &RULE)
        .into_iter()
        .filter(later)
        .map(|one| (one.flood, one.documents))
        .collect();
    Ok((!floods.is_empty()).then_some(FloodsOf { head, from, floods }))
}

fn post(kept: &FoldedPost) -> Post {
    Post {
        document: kept.document,
        at: kept.at,
        letters: usize::try_from(kept.letters).unwrap_or(0),
        alike: kept.alike,
        source: kept.source,
        voice: kept.voice,
    }
}

/// The heat of the events of these texts, reckoned anew.
async fn reckoned(store: &dyn Store, heads: &[DocumentId]) -> Result<Vec<EventHeat>, DeskError> {
    let rule = HeatRule::load(store).await?;
    let events: BTreeSet<EventId> = (store.documents(heads).await?.iter())
        .map(|stored| stored.placement.event)
        .collect();
    let mut reckoned = Vec::with_capacity(events.len());
    for id in events {
        let members = store.member_facts(id).await?;
        let mut event = empty_record(id, String::new());
        rule.of_members(&mut event, &members);
        reckoned.push(heat_of(id, &event));
    }
    Ok(reckoned)
}

impl Line {
    /// Looks for floods among what was kept since. A failure is told and does not stop the line.
    pub(super) fn find_floods(&self) {
        let store = &*self.ports.store;
        let all = async {
            while find_some_floods(store).await? {}
            Ok::<(), DeskError>(())
        };
        if let Err(error) = self.handle.block_on(all) {
            tracing::warn!(%error, "copy-paste floods are not looked for");
        }
    }
}
