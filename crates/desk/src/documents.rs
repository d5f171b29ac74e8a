//! Documents, as people look at them: one whole, or the records behind a number.

use crate::cover::{Covered, hides, withheld};
use crate::{Desk, DeskError, EventCard};
use model::{
    DocumentId, EventId, ItemKey, Place, PurgedDocument, PurgedSum, ReadingCorrection, Reason,
    Source, StoredDocument, limits,
};
use ports::DocumentAsk;
use std::collections::BTreeMap;

/// Copies shown under a document.
const COPIES_SHOWN: u64 = 20;

/// One document with all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentSheet {
    /// The document.
    pub document: StoredDocument,
    /// Where it was read.
    pub source: Option<Source>,
    /// The event it belongs to.
    pub event: EventCard,
    /// The document it repeats.
    pub head: Option<StoredDocument>,
    /// An older text it was rebuilt from.
    pub reused: Option<StoredDocument>,
    /// Copies of it, the last that arrived first; at most so many.
    pub copies: Vec<StoredDocument>,
    /// How many there are.
    pub copy_count: i64,
    /// Divisions it speaks of, with their names, most specific first.
    pub places: Vec<(Place, String)>,
    /// Whether a picture came with it.
    pub picture: bool,
    /// Names of all divisions that its reasons speak of.
    pub place_names: BTreeMap<Place, String>,
    /// Titles of the events that its reasons speak of.
    pub event_titles: BTreeMap<EventId, String>,
    /// Whether something personal in it is hidden, or would be.
    pub hides: bool,
    /// What people put right about how it was read, the last first.
    pub read_before: Vec<ReadingCorrection>,
}

/// A list of documents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentList {
    /// The last that arrived first.
    pub documents: Vec<StoredDocument>,
    /// Where the list goes on: what arrived before this one.
    pub next: Option<DocumentId>,
    /// The title of the event asked for.
    pub event: Option<String>,
    /// The name of the source asked for.
    pub source: Option<String>,
    /// The name of the place asked for.
    pub place: Option<String>,
    /// What was purged of the event asked for: it is counted, not listed.
    pub purged: Vec<PurgedSum>,
}

impl Desk {
    /// One document, with what is personal in it hidden.
    pub async fn document_sheet(&self, id: DocumentId) -> Result<DocumentSheet, DeskError> {
        let sheet = self.whole_document_sheet(id).await?;
        Ok(DocumentSheet {
            document: sheet.document.covered(),
            ..sheet
        })
    }

    /// One document as it was published; what stands beside it is covered all the same.
    pub(crate) async fn whole_document_sheet(
        &self,
        id: DocumentId,
    ) -> Result<DocumentSheet, DeskError> {
        let missing = || DeskError::NotFound {
            kind: "document",
            id: id.to_string(),
        };
        let document = self.one_document(Some(id)).await?;
        let document = document.map(withheld).ok_or_else(missing)?;
        let placement = &document.placement;
        let event = self.store.event(placement.event).await?;
        let reckoning = self.reckoning().await?;
        let copies = DocumentAsk {
            event: Some(placement.event),
            copies_of: Some(id),
            limit: COPIES_SHOWN,
            ..DocumentAsk::default()
        };
        let copies = self.store.list_documents(&copies).await?;
        let copy_count = self.store.copies_of(placement.event, id).await?;
        let key: [ItemKey; 1] = [document.document.key.clone()];
        Ok(DocumentSheet {
            source: self.store.source(document.document.source).await?,
            event: self.card_of(&event.ok_or_else(missing)?, &reckoning),
            head: self.one_document(placement.copy_of()).await?.covered(),
            reused: self.one_document(placement.reuses).await?.covered(),
            copies: copies.covered(),
            copy_count,
            places: self.named(&document.document.places),
            picture: !self.store.attachments(&key).await?.is_empty(),
            place_names: self.place_names(&placement.reasons),
            event_titles: self.titles_of(&placement.reasons).await?,
            hides: hides(&document),
            read_before: self.store.reading_corrections(id).await?,
            document,
        })
    }

    /// The documents asked for, one page of them.
    pub async fn document_list(&self, ask: &DocumentAsk) -> Result<DocumentList, DeskError> {
        let each = limits::DOCUMENTS_PER_PAGE as u64;
        let mut documents = self
            .store
            .list_documents(&DocumentAsk {
                limit: each + 1,
                ..ask.clone()
            })
            .await?;
        let more = documents.len() as u64 > each;
        documents.truncate(each as usize);
        let event = match ask.event {
            Some(id) => self
                .store
                .event(id)
                .await?
                .map(|event| event.covered().title),
            None => None,
        };
        let purged = match ask.event {
            Some(id) => self.store.purged_of(id).await?,
            None => Vec::new(),
        };
        let source = match ask.source {
            Some(id) => self.store.source(id).await?.map(|source| source.name),
            None => None,
        };
        Ok(DocumentList {
            next: documents
                .last()
                .filter(|_| more)
                .map(|stored| stored.document.id),
            documents: documents.covered(),
            event,
            source,
            place: ask.place.and_then(|place| self.place_name(place)),
            purged,
        })
    }

    /// What is left of a document that was purged.
    pub async fn purged_document(
        &self,
        id: DocumentId,
    ) -> Result<Option<PurgedDocument>, DeskError> {
        Ok(self.store.purged(&[id]).await?.pop())
    }

    async fn one_document(
        &self,
        id: Option<DocumentId>,
    ) -> Result<Option<StoredDocument>, DeskError> {
        match id {
            Some(id) => Ok(self.store.documents(&[id]).await?.pop()),
            None => Ok(None),
        }
    }

    /// Titles of the events that reasons speak of.
    pub(crate) async fn titles_of(
        &self,
        reasons: &[Reason],
    ) -> Result<BTreeMap<EventId, String>, DeskError> {
        let mut ids: Vec<EventId> = reasons
            .iter()
            .filter_map(|reason| match reason {
                Reason::RunnerUp { event, .. } => Some(*event),
                _ => None,
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let found = self.store.events(&ids).await?;
        Ok(found
            .into_iter()
            .map(|event| (event.id, event.covered().title))
            .collect())
    }

    /// Places with their names.
    pub(crate) fn named<'a>(
        &self,
        places: impl IntoIterator<Item = &'a Place>,
    ) -> Vec<(Place, String)> {
        places
            .into_iter()
            .filter_map(|place| Some((*place, self.place_name(*place)?)))
            .collect()
    }

    /// Names of the divisions that reasons speak of.
    pub(crate) fn place_names<'a>(
        &self,
        reasons: impl IntoIterator<Item = &'a Reason>,
    ) -> BTreeMap<Place, String> {
        reasons
            .into_iter()
            .filter_map(|reason| match reason {
                Reason::SharedPlaces { places } => Some(places),
                _ => None,
            })
            .flat_map(|places| self.named(places))
            .collect()
    }
}
