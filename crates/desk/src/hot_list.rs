//! Hot lists: how a list stands, and how a matter stood on it over time.

use crate::cover::withheld;
use crate::{Desk, DeskError};
use model::{
    DocumentId, EventId, HOUR_MS, ItemKey, Moment, RankAt, SourceId, SourceKind, StoredDocument,
};
use std::collections::{BTreeMap, HashMap};

/// Places read for one list: 50 matters at a visit every two minutes of these hours.
const BOARD_RANKS_MAX: u64 = 40_000;
/// Points of one matter: a day at a visit every two minutes, or a month at one an hour.
const CURVE_POINTS_MAX: u64 = 1_000;
/// Matters of one event whose curves are shown.
const CURVES_MAX: usize = 10;

/// A hot list as it stood when it was last read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HotBoard {
    /// When that was.
    pub at: Moment,
    /// Its matters, first place first.
    pub rows: Vec<HotRow>,
}

impl HotBoard {
    /// Hours of a list that are shown with it.
    pub const HOURS: i64 = 24;
}

/// A matter on a hot list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HotRow {
    /// Its headline.
    pub title: String,
    /// The document it became, and the event that is in.
    pub kept: Option<(DocumentId, EventId)>,
    /// Its place.
    pub rank: i64,
    /// Its place at the visit before; none where it was not on the list.
    pub before: Option<i64>,
    /// The best place it had in these hours.
    pub best: i64,
    /// The heat that the list gives.
    pub heat: Option<i64>,
    /// Its places in these hours, oldest first.
    pub curve: Vec<RankAt>,
}

impl Desk {
    /// How a source that is a hot list stands; none for any other.
    pub(crate) async fn hot_board(
        &self,
        source: SourceId,
        kind: SourceKind,
    ) -> Result<Option<HotBoard>, DeskError> {
        if kind != SourceKind::HotList {
            return Ok(None);
        }
        let Some(at) = self.store.ranked_at(source).await? else {
            return Ok(Some(HotBoard::default()));
        };
        let from = Moment(at.0 - HotBoard::HOURS * HOUR_MS);
        let ranks = self
            .store
            .ranks_between(source, from, Moment(at.0 + 1), BOARD_RANKS_MAX)
            .await?;
        let keys: Vec<ItemKey> = ranks
            .iter()
            .filter(|(_, point)| point.at == at)
            .map(|(matter, _)| ItemKey {
                namespace: source.0,
                external_id: matter.clone(),
            })
            .collect();
        let documents = self.documents_by_key(&keys).await?;
        Ok(Some(board(at, ranks, &documents)))
    }

    /// Places of a matter on a hot list, oldest first.
    pub async fn ranks(
        &self,
        source: SourceId,
        external_id: &str,
    ) -> Result<Vec<RankAt>, DeskError> {
        let ranks = self
            .store
            .ranks(source, external_id, CURVE_POINTS_MAX)
            .await?;
        Ok(ranks)
    }

    /// The curves of those documents that stood on a hot list; of many the first.
    pub(crate) async fn curves_of(
        &self,
        documents: impl Iterator<Item = (DocumentId, &ItemKey)>,
    ) -> Result<BTreeMap<DocumentId, Vec<RankAt>>, DeskError> {
        let ids: HashMap<&ItemKey, DocumentId> = documents.map(|(id, key)| (key, id)).collect();
        let keys: Vec<ItemKey> = ids.keys().copied().cloned().collect();
        let mut ranked: Vec<(DocumentId, ItemKey)> = self
            .store
            .ranked(&keys)
            .await?
            .into_iter()
            .filter_map(|key| Some((*ids.get(&key)?, key)))
            .collect();
        ranked.sort_by_key(|(id, _)| *id);
        let mut curves = BTreeMap::new();
        for (id, key) in ranked.into_iter().take(CURVES_MAX) {
            let curve = self
                .ranks(SourceId(key.namespace), &key.external_id)
                .await?;
            curves.insert(id, curve);
        }
        Ok(curves)
    }

    async fn documents_by_key(
        &self,
        keys: &[ItemKey],
    ) -> Result<HashMap<String, StoredDocument>, DeskError> {
        let known = self.store.known(keys).await?;
        let ids: Vec<DocumentId> = known.iter().map(|known| known.id).collect();
        let documents = self.store.documents(&ids).await?;
        Ok(documents
            .into_iter()
            .map(withheld)
            .map(|stored| (stored.document.key.external_id.clone(), stored))
            .collect())
    }
}

fn board(
    at: Moment,
    ranks: Vec<(String, RankAt)>,
    documents: &HashMap<String, StoredDocument>,
) -> HotBoard {
    let before_at = ranks
        .iter()
        .map(|(_, point)| point.at)
        .filter(|then| *then < at)
        .max();
    let mut curves: HashMap<String, Vec<RankAt>> = HashMap::new();
    for (matter, point) in ranks {
        curves.entry(matter).or_default().push(point);
    }
    let mut rows: Vec<HotRow> = curves
        .into_iter()
        .filter_map(|(matter, curve)| {
            let now = *curve.iter().find(|point| point.at == at)?;
            let stored = documents.get(&matter);
            Some(HotRow {
                title: stored.map_or(matter, |stored| stored.document.title.clone()),
                kept: stored.map(|stored| (stored.document.id, stored.placement.event)),
                rank: now.rank,
                before: curve
                    .iter()
                    .find(|point| Some(point.at) == before_at)
                    .map(|point| point.rank),
                best: curve.iter().map(|point| point.rank).min()?,
                heat: now.heat,
                curve,
            })
        })
        .collect();
    rows.sort_by(|a, b| (a.rank, &a.title).cmp(&(b.rank, &b.title)));
    HotBoard { at, rows }
}
