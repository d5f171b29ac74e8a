//! The curves of hot lists over a period.

use crate::analysis_ask::{ListCurves, ListMatter};
use crate::cover::Covered;
use crate::marked::{Found, Understood};
use crate::{Desk, DeskError};
use model::{DocumentId, ItemKey, Query, RankAt, Source, SourceKind, limits};
use ports::Order;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Hot lists that are shown.
const LISTS_MAX: usize = 4;
/// Matters of a list that are drawn.
const MATTERS_MAX: usize = 10;
/// Places read of one list.
const RANKS_MAX: u64 = 60_000;

impl Desk {
    /// The curves of hot lists in a period; with a query, only of matters that it finds.
    pub(crate) async fn list_curves(
        &self,
        asked: &Understood,
        found: &Found,
        sources: &[Source],
    ) -> Result<Vec<ListCurves>, DeskError> {
        if asked.problem.is_some() {
            return Ok(Vec::new());
        }
        let (from, to) = (asked.steps.from(), asked.steps.to());
        let mut lists = Vec::new();
        for list in sources
            .iter()
            .filter(|source| source.kind == SourceKind::HotList)
        {
            if lists.len() == LISTS_MAX {
                break;
            }
            let ranks = self.store.ranks_between(list.id, from, to, RANKS_MAX);
            let mut curves: BTreeMap<String, Vec<RankAt>> = BTreeMap::new();
            for (matter, point) in ranks.await? {
                curves.entry(matter).or_default().push(point);
            }
            let curves = self.list_of(list, curves, asked, found).await?;
            lists.extend(Some(curves).filter(|list| !list.matters.is_empty()));
        }
        Ok(lists)
    }

    async fn list_of(
        &self,
        list: &Source,
        curves: BTreeMap<String, Vec<RankAt>>,
        asked: &Understood,
        found: &Found,
    ) -> Result<ListCurves, DeskError> {
        let keys: Vec<ItemKey> = (curves.keys())
            .map(|matter| ItemKey {
                namespace: list.id.0,
                external_id: matter.clone(),
            })
            .collect();
        let known: HashMap<String, DocumentId> = (self.store.known(&keys).await?.into_iter())
            .map(|known| (known.key.external_id, known.id))
            .collect();
        let wanted = self.wanted(&known, asked, found).await?;
        let mut matters: Vec<ListMatter> = (curves.into_iter())
            .map(|(matter, curve)| ListMatter {
                document: known.get(&matter).copied(),
                title: matter.covered(),
                curve,
            })
            .filter(|matter| match (&wanted, matter.document) {
                (None, _) => true,
                (Some(wanted), Some(document)) => wanted.contains(&document),
                (Some(_), None) => false,
            })
            .collect();
        matters.sort_by_cached_key(height);
        let in_all = matters.len();
        matters.truncate(MATTERS_MAX);
        self.title_matters(&mut matters).await?;
        Ok(ListCurves {
            source: list.id,
            name: list.name.clone(),
            matters,
            in_all,
        })
    }

    /// Those of some documents that a question finds; none where everything is asked for.
    async fn wanted(
        &self,
        known: &HashMap<String, DocumentId>,
        asked: &Understood,
        found: &Found,
    ) -> Result<Option<HashSet<DocumentId>>, DeskError> {
        if asked.query == Query::All {
            return Ok(None);
        }
        if !found.by_index {
            return Ok(Some(found.marks.iter().map(|mark| mark.id).collect()));
        }
        let mut ids: Vec<DocumentId> = known.values().copied().collect();
        ids.sort_unstable();
        let these = Query::And(vec![asked.within(), Query::Documents(Arc::from(ids))]);
        let most = limits::SEARCH_LIMIT_MAX;
        let hits = self.index_hits(&these, Order::Newest, 0, most).await?;
        Ok(Some(hits.hits.iter().map(|hit| hit.id).collect()))
    }

    /// Matters are called by the headlines of their documents.
    async fn title_matters(&self, matters: &mut [ListMatter]) -> Result<(), DeskError> {
        let ids: Vec<DocumentId> = matters
            .iter()
            .filter_map(|matter| matter.document)
            .collect();
        let titles: HashMap<DocumentId, String> = (self.store.documents(&ids).await?.covered())
            .into_iter()
            .map(|stored| (stored.document.id, stored.document.title))
            .collect();
        for matter in matters {
            let title = matter.document.and_then(|id| titles.get(&id));
            matter.title = title.cloned().unwrap_or_else(|| matter.title.clone());
        }
        Ok(())
    }
}

/// The highest first, of those the longest.
fn height(matter: &ListMatter) -> (Option<i64>, std::cmp::Reverse<usize>, String) {
    let best = matter.curve.iter().map(|point| point.rank).min();
    (
        best,
        std::cmp::Reverse(matter.curve.len()),
        matter.title.clone(),
    )
}
