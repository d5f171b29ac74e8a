//! Sample rules of retention, what was purged, and holds.

use crate::keeping_question::KeepingQuestions;
use crate::sample::{Amount, NOW, SampleDesk};
use async_trait::async_trait;
use desk::{Actor, DeskError, HoldList, KeepBoard, KeepPreview, KeptFor};
use model::{
    CitedBy, DocumentId, EventId, HOUR_MS, Hold, HoldId, HoldOn, KeepDays, KeepScope, Moment,
    NewHold, PurgeDay, PurgedDocument, PurgedSum, SourceId, SourceKind,
};

/// The document that was purged.
pub(crate) const PURGED: DocumentId = DocumentId(404);

/// Every kind, one of them under change, and sources with days of their own.
pub(crate) fn board(amount: Amount) -> KeepBoard {
    let kind = |kind: SourceKind| {
        let feed = kind == SourceKind::Feed;
        KeptFor {
            scope: KeepScope::Kind(kind),
            name: None,
            days: Some(if feed { 365 } else { 0 }),
            now: 0,
            from: feed.then_some(Moment(NOW.0 + 20 * HOUR_MS)),
        }
    };
    let source = |id: i64, days| KeptFor {
        scope: KeepScope::Source(SourceId(id)),
        name: Some(format!("青岚论坛 <b>{id}</b>")),
        days: Some(days),
        now: days,
        from: None,
    };
    let sources = vec![source(3, 90), source(4, 0), source(5, 36_500)];
    let purged = (0..3).map(|ago| PurgeDay {
        day: NOW.0 / (24 * HOUR_MS) - ago,
        days: 90,
        sources: 2,
        documents: 1_204 + ago.unsigned_abs(),
    });
    let some = amount.count().min(3);
    KeepBoard {
        kinds: SourceKind::ALL.map(kind).to_vec(),
        sources: sources.into_iter().take(some).collect(),
        purged: purged.take(some).collect(),
    }
}

/// On a document, on an event, and one that was released.
pub(crate) fn holds(amount: Amount) -> Vec<Hold> {
    let one = |id: i64, on, cited_by, reference: &str, released| Hold {
        id: HoldId(id),
        said: NewHold {
            on,
            cited_by,
            reference: reference.to_owned(),
            reason: "月报引用 <b>原文</b>，归档前保全".to_owned(),
        },
        placed_at: Moment(NOW.0 - id * HOUR_MS),
        placed_by: "lin.fenxi".to_owned(),
        released,
        documents: id.unsigned_abs(),
    };
    let document = HoldOn::Document(DocumentId(2));
    let event = HoldOn::Event(EventId(1));
    let all = vec![
        one(3, document, CitedBy::Report, "2026-02", None),
        one(2, event, CitedBy::Case, "c12", None),
        one(
            1,
            document,
            CitedBy::Other,
            "",
            Some((NOW, "zhou.bianji".to_owned())),
        ),
    ];
    all.into_iter().take(amount.count().min(3)).collect()
}

/// What is left of a document.
pub(crate) fn purged_document() -> PurgedDocument {
    PurgedDocument {
        id: PURGED,
        event: EventId(1),
        source: SourceId(3),
        source_name: "青岚论坛".to_owned(),
        published_at: Moment(NOW.0 - 2_500 * HOUR_MS),
        arrived_at: Moment(NOW.0 - 2_499 * HOUR_MS),
        purged_at: Moment(NOW.0 - HOUR_MS),
        days: 90,
    }
}

/// What an event lost.
pub(crate) fn purged_sums(amount: Amount) -> Vec<PurgedSum> {
    let sum = |days, documents| PurgedSum {
        days,
        documents,
        last_at: Moment(NOW.0 - HOUR_MS),
    };
    let all = vec![sum(30, 1), sum(90, 1_203)];
    all.into_iter().take(amount.count()).collect()
}

#[async_trait]
impl KeepingQuestions for SampleDesk {
    async fn keep_board(&self, _: &Actor) -> Result<KeepBoard, DeskError> {
        Ok(board(self.0))
    }

    async fn source_keeping(&self, id: SourceId, _: SourceKind) -> Result<KeptFor, DeskError> {
        Ok(KeptFor {
            scope: KeepScope::Source(id),
            name: None,
            days: None,
            now: 365,
            from: None,
        })
    }

    async fn preview_keeping(
        &self,
        _: &Actor,
        changes: &[(KeepScope, KeepDays)],
    ) -> Result<KeepPreview, DeskError> {
        let more = changes.iter().filter(|(_, days)| *days == Some(30)).count();
        Ok(KeepPreview {
            changes: true,
            more: more as u64 * 1_203,
            held: 2,
            from: Moment(NOW.0 + 24 * HOUR_MS),
        })
    }

    async fn change_keeping(
        &self,
        actor: &Actor,
        changes: &[(KeepScope, KeepDays)],
        _: bool,
    ) -> Result<KeepPreview, DeskError> {
        self.preview_keeping(actor, changes).await
    }

    async fn purged_document(&self, id: DocumentId) -> Result<Option<PurgedDocument>, DeskError> {
        Ok((id == PURGED).then(purged_document))
    }

    async fn hold_list(
        &self,
        _: &Actor,
        released: bool,
        _: Option<HoldId>,
    ) -> Result<HoldList, DeskError> {
        let all = holds(self.0).into_iter();
        Ok(HoldList {
            holds: all
                .filter(|hold| released || hold.released.is_none())
                .collect(),
            next: (self.0.count() > 3).then_some(HoldId(1)),
        })
    }

    async fn holds_keeping(&self, _: DocumentId) -> Result<Vec<Hold>, DeskError> {
        Ok(holds(self.0).into_iter().take(2).collect())
    }

    async fn holds_on_event(&self, _: EventId) -> Result<Vec<Hold>, DeskError> {
        Ok(holds(self.0).into_iter().skip(1).take(1).collect())
    }

    async fn place_hold(&self, _: &Actor, _: &NewHold) -> Result<HoldId, DeskError> {
        Ok(HoldId(4))
    }

    async fn release_hold(&self, _: &Actor, _: HoldId) -> Result<HoldOn, DeskError> {
        Ok(HoldOn::Document(DocumentId(2)))
    }
}
