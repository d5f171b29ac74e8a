//! How documents are read: put right by people, counted by event. An aid to a reader; a tone is
//! never a score of a person.

use crate::actor::Actor;
use crate::line::Handed;
use crate::{Act, Desk, DeskError};
use model::{
    Category, DocumentId, EventId, ReadingCorrection, ReadingCorrectionId, ReadingSide, Tone,
};
use std::collections::BTreeMap;

/// How the documents and copies of an event are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventReadings {
    /// What they are about, the most first.
    pub categories: Vec<(Category, i64)>,
    /// In which tone, from negative to positive; tones that nothing has are left out.
    pub tones: Vec<(Tone, i64)>,
    /// All of them.
    pub total: i64,
}

impl EventReadings {
    fn of(counts: &[(Category, Tone, i64)]) -> Self {
        let mut categories: BTreeMap<Category, i64> = BTreeMap::new();
        let mut tones: BTreeMap<Tone, i64> = BTreeMap::new();
        for (category, tone, count) in counts {
            *categories.entry(*category).or_default() += count;
            *tones.entry(*tone).or_default() += count;
        }
        let mut categories: Vec<(Category, i64)> = categories.into_iter().collect();
        categories.sort_by_key(|(category, count)| (-count, *category));
        Self {
            categories,
            tones: tones.into_iter().collect(),
            total: counts.iter().map(|(.., count)| count).sum(),
        }
    }
}

impl Desk {
    /// A person says what a document is about, or in which tone.
    pub async fn correct_reading(
        &self,
        actor: &Actor,
        document: DocumentId,
        becomes: ReadingSide,
    ) -> Result<ReadingCorrectionId, DeskError> {
        actor.must(Act::CorrectReadings)?;
        let said = format!("{} {}", becomes.aspect(), becomes.word());
        let note = actor.note(
            self.clock.now(),
            "reading.corrected",
            document.to_string(),
            said,
        );
        let id = self.store.correct_reading(document, becomes, &note).await?;
        self.tell_index(document).await;
        Ok(id)
    }

    /// Takes that back: what was read before holds again.
    pub async fn undo_reading(
        &self,
        actor: &Actor,
        id: ReadingCorrectionId,
    ) -> Result<DocumentId, DeskError> {
        actor.must(Act::CorrectReadings)?;
        let note = actor.note(self.clock.now(), "reading.undone", id.to_string(), "");
        let document = self.store.undo_reading(id, &note).await?;
        self.tell_index(document).await;
        Ok(document)
    }

    /// The line writes the index; where none is open, it is made anew from the store anyway.
    async fn tell_index(&self, document: DocumentId) {
        if let Some(hand) = &self.hand {
            let _ = hand.send(Handed::Read(document)).await;
        }
    }

    /// What people put right about a document, the last first.
    pub async fn reading_corrections(
        &self,
        document: DocumentId,
    ) -> Result<Vec<ReadingCorrection>, DeskError> {
        Ok(self.store.reading_corrections(document).await?)
    }

    /// How the documents of an event are read.
    pub async fn readings_of_event(&self, event: EventId) -> Result<EventReadings, DeskError> {
        let counts = self.store.readings_of_event(event).await?;
        Ok(EventReadings::of(&counts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_added_up_by_side() {
        let (flood, fire) = (Category::Flood, Category::Fire);
        let readings = EventReadings::of(&[
            (fire, Tone::Negative, 4),
            (flood, Tone::Positive, 3),
            (flood, Tone::Negative, 2),
        ]);
        assert_eq!(readings.categories, [(flood, 5), (fire, 4)]);
        assert_eq!(readings.tones, [(Tone::Negative, 6), (Tone::Positive, 3)]);
        assert_eq!(readings.total, 9);
    }
}
