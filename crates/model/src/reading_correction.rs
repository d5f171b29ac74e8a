//! What people put right about how documents were read: kept for ever, and learned from.

use crate::{Category, DocumentId, Moment, ReadingCorrectionId, Tone, Who};

/// One side of a reading with what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingSide {
    /// What the matter is about.
    Category(Category),
    /// How the text takes it.
    Tone(Tone),
}

impl ReadingSide {
    /// Which side it is, as it is stored.
    pub fn aspect(self) -> &'static str {
        match self {
            Self::Category(_) => "category",
            Self::Tone(_) => "tone",
        }
    }

    /// What it is, as it is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Category(category) => category.word(),
            Self::Tone(tone) => tone.word(),
        }
    }

    /// Understands both.
    pub fn of(aspect: &str, word: &str) -> Option<Self> {
        match aspect {
            "category" => Category::of(word).map(Self::Category),
            "tone" => Tone::of(word).map(Self::Tone),
            _ => None,
        }
    }
}

/// A reading that a person put right.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingCorrection {
    /// Its number.
    pub id: ReadingCorrectionId,
    /// Of which document.
    pub document: DocumentId,
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: Who,
    /// What was read before.
    pub was: ReadingSide,
    /// How sure that was.
    pub was_sure: f32,
    /// What it is.
    pub becomes: ReadingSide,
    /// Whether it was taken back.
    pub undone: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_lead_back() {
        for side in [
            ReadingSide::Category(Category::Flood),
            ReadingSide::Tone(Tone::Positive),
        ] {
            assert_eq!(ReadingSide::of(side.aspect(), side.word()), Some(side));
        }
        assert_eq!(ReadingSide::of("tone", "flood"), None);
    }
}
