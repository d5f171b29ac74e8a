//! Sample readings.

use crate::reading_question::ReadingQuestions;
use crate::sample::{Amount, NOW, SampleDesk};
use async_trait::async_trait;
use desk::{Actor, DeskError, EventReadings};
use model::{
    Category, DocumentId, EventId, HOUR_MS, Moment, PersonId, Reading, ReadingCorrection,
    ReadingCorrectionId, ReadingSide, Tone, Who,
};

/// How the sample documents are read: sure and unsure, by the model and by people, and not at all.
pub(crate) fn reading(index: usize) -> Reading {
    let category = [Category::Traffic, Category::Ground, Category::City][index % 3];
    let tone = Tone::ALL[index % 3];
    match index % 7 {
        6 => Reading::default(),
        5 => Reading {
            category,
            category_sure: 1.0,
            tone,
            tone_sure: 1.0,
            toward: None,
        },
        step => Reading {
            category,
            category_sure: 0.91 - step as f32 * 0.13,
            tone,
            tone_sure: 0.86 - step as f32 * 0.07,
            toward: (tone != Tone::Neutral && step < 4).then(|| "青岚县住建局".to_owned()),
        },
    }
}

/// What people put right about the sample document.
pub(crate) fn read_before(amount: Amount) -> Vec<ReadingCorrection> {
    let made = |id: i64, was: ReadingSide, becomes: ReadingSide, undone: bool| ReadingCorrection {
        id: ReadingCorrectionId(id),
        document: DocumentId(11),
        at: Moment(NOW.0 - id * HOUR_MS),
        who: Who {
            person: Some(PersonId(2)),
            name: "li.na".to_owned(),
            address: String::new(),
        },
        was,
        was_sure: 0.44,
        becomes,
        undone,
    };
    let (traffic, ground) = (
        ReadingSide::Category(Category::Traffic),
        ReadingSide::Category(Category::Ground),
    );
    let tone = |tone: Tone| ReadingSide::Tone(tone);
    match amount {
        Amount::Empty => Vec::new(),
        Amount::One => vec![made(5, traffic, ground, false)],
        Amount::Many => vec![
            made(5, traffic, ground, false),
            made(3, tone(Tone::Neutral), tone(Tone::Negative), true),
        ],
    }
}

/// How the documents of the sample event are read.
pub(super) fn readings(amount: Amount) -> EventReadings {
    let one = [(Category::Traffic, 1), (Category::Ground, 0)];
    let many = [
        (Category::Ground, 31),
        (Category::Traffic, 24),
        (Category::City, 9),
        (Category::Service, 6),
        (Category::Rumour, 2),
        (Category::Other, 2),
    ];
    match amount {
        Amount::Empty => EventReadings::default(),
        Amount::One => EventReadings {
            categories: one[..1].to_vec(),
            tones: vec![(Tone::Neutral, 1)],
            total: 1,
        },
        Amount::Many => EventReadings {
            categories: many.to_vec(),
            tones: vec![
                (Tone::Negative, 38),
                (Tone::Neutral, 33),
                (Tone::Positive, 3),
            ],
            total: 74,
        },
    }
}

#[async_trait]
impl ReadingQuestions for SampleDesk {
    async fn correct_reading(
        &self,
        _: &Actor,
        _: DocumentId,
        _: ReadingSide,
    ) -> Result<ReadingCorrectionId, DeskError> {
        Ok(ReadingCorrectionId(5))
    }

    async fn undo_reading(
        &self,
        _: &Actor,
        _: ReadingCorrectionId,
    ) -> Result<DocumentId, DeskError> {
        Ok(DocumentId(1))
    }

    async fn reading_corrections(
        &self,
        _: DocumentId,
    ) -> Result<Vec<ReadingCorrection>, DeskError> {
        Ok(read_before(self.0))
    }

    async fn readings_of_event(&self, _: EventId) -> Result<EventReadings, DeskError> {
        Ok(readings(self.0))
    }
}
