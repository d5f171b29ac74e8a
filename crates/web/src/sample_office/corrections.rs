//! Sample corrections.

use super::proposals::{proposals, story};
use crate::correction_question::CorrectionQuestions;
use crate::pages::event::PutRight;
use crate::sample::{Amount, NOW, SampleDesk};
use async_trait::async_trait;
use desk::line::Corrected;
use desk::{Actor, DeskError};
use model::{
    Correction, CorrectionId, CorrectionRecord, DocumentId, EventId, HOUR_MS, Moment, PersonId, Who,
};

/// What people put right about the sample event.
pub(crate) fn put_right(amount: Amount) -> PutRight {
    if amount == Amount::Empty {
        return PutRight::default();
    }
    let made = |id: i64, correction: Correction, undone: bool| CorrectionRecord {
        id: CorrectionId(id),
        at: Moment(NOW.0 - id * HOUR_MS),
        who: Who {
            person: Some(PersonId(2)),
            name: "li.na".to_owned(),
            address: String::new(),
        },
        correction,
        after_document: DocumentId(40),
        undoes: (id == 3).then_some(CorrectionId(4)),
        undone,
    };
    let moved = Correction::Move {
        documents: vec![DocumentId(7), DocumentId(9)],
        from: EventId(1),
        to: EventId(7),
    };
    let named = Correction::Rename {
        event: EventId(1),
        before: None,
        title: Some("北门外大街塌陷".to_owned()),
    };
    let merged = Correction::Merge {
        from: EventId(3),
        into: EventId(1),
        documents: vec![DocumentId(3)],
    };
    PutRight {
        holds: crate::sample_keeping::holds(amount),
        cases: (0..amount.count().min(2))
            .map(crate::sample_cases::case)
            .collect(),
        corrections: vec![
            made(5, named, false),
            made(4, moved, true),
            made(2, merged, false),
        ],
        others: vec![(EventId(9), "溪口镇灯会本周末开幕".to_owned())],
        done: (amount == Amount::One).then_some(CorrectionId(5)),
        proposals: proposals(amount),
        story: story(amount),
        readings: super::readings::readings(amount),
        just_read: if amount == Amount::One {
            vec!["r5".to_owned()]
        } else {
            Vec::new()
        },
    }
}

#[async_trait]
impl CorrectionQuestions for SampleDesk {
    async fn move_documents(
        &self,
        _: &Actor,
        _: &[DocumentId],
        _: EventId,
        _: Option<EventId>,
    ) -> Result<Corrected, DeskError> {
        Ok(CORRECTED)
    }

    async fn merge_events(
        &self,
        _: &Actor,
        _: EventId,
        _: EventId,
    ) -> Result<Corrected, DeskError> {
        Ok(CORRECTED)
    }

    async fn rename_event(&self, _: &Actor, _: EventId, _: &str) -> Result<Corrected, DeskError> {
        Ok(CORRECTED)
    }

    async fn undo_correction(&self, _: &Actor, _: CorrectionId) -> Result<Corrected, DeskError> {
        Ok(CORRECTED)
    }

    async fn corrections_of(&self, _: EventId) -> Result<Vec<CorrectionRecord>, DeskError> {
        Ok(put_right(self.0).corrections)
    }

    async fn ended_event(&self, _: EventId) -> Result<Option<EventId>, DeskError> {
        Ok(None)
    }
}

const CORRECTED: Corrected = Corrected {
    id: CorrectionId(5),
    event: EventId(1),
};
