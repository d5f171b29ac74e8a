//! A document: an item understood.

use crate::{DocumentId, ItemKey, Language, Moment, Place, Placement, Reading, SourceId, TimeNote};

/// An item understood: text, time, language, places and fingerprint.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Number in order of arrival.
    pub id: DocumentId,
    /// What makes it the same item next time.
    pub key: ItemKey,
    /// Where it was read.
    pub source: SourceId,
    /// Its own address, if it has one.
    pub url: Option<String>,
    /// Headline, as given.
    pub title: String,
    /// Body, as given.
    pub text: String,
    /// Language of title and body together.
    pub language: Language,
    /// When it was published, or the arrival time where `time_note` says so.
    pub published_at: Moment,
    /// What became of the published time that the source claimed.
    pub time_note: TimeNote,
    /// When the desk saw it first.
    pub arrived_at: Moment,
    /// Hash of the folded title and body: equal means exact copy.
    pub fingerprint: u64,
    /// Divisions it speaks of, most specific first.
    pub places: Vec<Place>,
    /// What it is about, and in which tone.
    pub reading: Reading,
}

/// A document together with where it was placed, as the store gives it back.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDocument {
    /// The document.
    pub document: Document,
    /// Its source's name.
    pub source_name: String,
    /// Where it was placed, and why.
    pub placement: Placement,
    /// Since when it is known that its author withdrew it: outside of cases it has no text.
    pub withdrawn: Option<Moment>,
}

impl StoredDocument {
    /// The id other programs know it by: its own where it came in a file, else the number.
    pub fn public_id(&self) -> String {
        if self.document.key.namespace == ItemKey::FILE {
            self.document.key.external_id.clone()
        } else {
            self.document.id.to_string()
        }
    }
}
