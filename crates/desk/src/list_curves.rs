//! The curves of hot lists over a period.

use crate::analysis_ask::{AnalysisAsk, ListCurves, ListMatter};
use crate::cover::Covered;
use crate::marked::Found;
use crate::{Desk, DeskError};
use model::{DocumentId, ItemKey, RankAt, Source, SourceKind};
use std::collections::{BTreeMap, HashMap, HashSet};

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
        ask: &AnalysisAsk,
        found: &Found,
        sources: &[Source],
    ) -> Result<Vec<ListCurves>, DeskError> {
        if found.problem.is_some() {
            return Ok(Vec::new());
        }
        let wanted: Option<HashSet<DocumentId>> = (!ask.query.trim().is_empty())
            .then(|| found.marks.iter().map(|mark| mark.id).collect());
        let (from, to) = (found.steps.from(), found.steps.to());
        let mut lists = Vec::new();
        for list in sources
            .iter()
            .filter(|source| source.kind == SourceKind::HotList)
        {
            if lists.len() == LISTS_MAX {
                break;
            }
            let ranks = self.store.ranks_since(list.id, from, RANKS_MAX).await?;
            let mut curves: BTreeMap<String, Vec<RankAt>> = BTreeMap::new();
            for (matter, point) in ranks.into_iter().filter(|(_, point)| point.at < to) {
                curves.entry(matter).or_default().push(point);
            }
            let curves = self.list_of(list, curves, wanted.as_ref()).await?;
            lists.extend(Some(curves).filter(|list| !list.matters.is_empty()));
        }
        Ok(lists)
    }

    async fn list_of(
        &self,
        list: &Source,
        curves: BTreeMap<String, Vec<RankAt>>,
        wanted: Option<&HashSet<DocumentId>>,
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
        let mut matters: Vec<ListMatter> = (curves.into_iter())
            .map(|(matter, curve)| ListMatter {
                document: known.get(&matter).copied(),
                title: matter.covered(),
                curve,
            })
            .filter(|matter| match (wanted, matter.document) {
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
