//! Events, as people look at them.

use crate::volume::bars;
use crate::{Desk, DeskError};
use analysis::heat::{HEAT_HALF_LIFE_HOURS, heat_at, rise_at};
use model::{
    DocumentId, EventId, EventRecord, ItemKey, Moment, Place, Reason, StoredDocument, limits,
};
use ports::DocumentPage;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An event in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct EventCard {
    /// Its id.
    pub id: EventId,
    /// Headline of the document that opened it; never empty (a text without headline lends its beginning).
    pub title: String,
    /// Earliest published time.
    pub first_at: Moment,
    /// Latest published time.
    pub last_at: Moment,
    /// Members that are not copies.
    pub documents: i64,
    /// Copies folded under them.
    pub copies: i64,
    /// Heat: documents and copies, each counting half after a day, a quarter after two.
    pub heat: f64,
    /// Rise: how many times faster it is spoken of now (half-life three hours) than over the day
    /// (half-life one day). 1 is steady, above grows, below fades. At most 8.
    pub rise: f64,
}

/// One member of an event with its copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The document.
    pub document: StoredDocument,
    /// Divisions it speaks of, by name, most specific first.
    pub places: Vec<String>,
    /// Why it is here, strongest first.
    pub reasons: Vec<Reason>,
    /// Copies folded under it, oldest first; may be only the first of `copy_count`.
    pub copies: Vec<StoredDocument>,
    /// How many copies it has in all.
    pub copy_count: i64,
}

/// One bar of the volume chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolumeBar {
    /// Where the bar begins.
    pub start: Moment,
    /// Where it ends.
    pub end: Moment,
    /// Members in it.
    pub documents: i64,
    /// Copies in it.
    pub copies: i64,
}

/// Everything about one event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSheet {
    /// The event.
    pub card: EventCard,
    /// The instant heat and rise are reckoned at.
    pub as_of: Moment,
    /// How many distinct sources speak of it.
    pub sources: i64,
    /// One page of its members, oldest first.
    pub members: Vec<Member>,
    /// Which page, from 1.
    pub page: u64,
    /// How many pages there are; at least 1.
    pub pages: u64,
    /// Volume over time: bars of an hour for up to three days, of a day beyond that (cut in the
    /// desk's time zone), from the first to the last document, empty bars included.
    pub volume: Vec<VolumeBar>,
    /// Members, of this page, that came with a picture.
    pub pictures: BTreeSet<DocumentId>,
    /// Names of all divisions that reasons speak of.
    pub place_names: BTreeMap<Place, String>,
}

impl Desk {
    /// One event with a page of its members, from 1.
    pub async fn event_sheet(&self, id: EventId, page: u64) -> Result<EventSheet, DeskError> {
        let record = self
            .store
            .event(id)
            .await?
            .ok_or_else(|| DeskError::NotFound {
                kind: "event",
                id: id.to_string(),
            })?;
        let (as_of, _) = self.as_of().await?;
        let each = limits::EVENT_PAGE_DOCUMENTS as u64;
        let pages = (record.documents.max(1) as u64).div_ceil(each);
        let page = page.clamp(1, pages);
        let documents = self
            .store
            .event_documents(id, (page - 1) * each, each)
            .await?;
        let members = members_of(documents, &|place| self.place_name(place));
        let volume = bars(&self.store.event_volume(id).await?, self.time_zone());
        Ok(EventSheet {
            card: card_of(&record, as_of),
            as_of,
            sources: self.store.event_sources(id).await?,
            place_names: place_names(&members, &|place| self.place_name(place)),
            pictures: self.pictures_of(&members).await?,
            members,
            page,
            pages,
            volume,
        })
    }

    async fn pictures_of(&self, members: &[Member]) -> Result<BTreeSet<DocumentId>, DeskError> {
        let ids: HashMap<&ItemKey, DocumentId> = members
            .iter()
            .map(|member| &member.document.document)
            .map(|document| (&document.key, document.id))
            .collect();
        let keys: Vec<ItemKey> = ids.keys().copied().cloned().collect();
        let found = self.store.attachments(&keys).await?;
        Ok(found
            .iter()
            .filter_map(|picture| ids.get(&picture.key).copied())
            .collect())
    }
}

/// An event as it is listed.
pub(crate) fn card_of(record: &EventRecord, as_of: Moment) -> EventCard {
    EventCard {
        id: record.id,
        title: record.title.clone(),
        first_at: record.first_at,
        last_at: record.last_at,
        documents: record.documents,
        copies: record.copies,
        heat: heat_at(record.heat_log, as_of, HEAT_HALF_LIFE_HOURS),
        rise: rise_at(record.heat_log, record.pulse_log, as_of),
    }
}

fn members_of(page: DocumentPage, name: &dyn Fn(Place) -> Option<String>) -> Vec<Member> {
    let counts: HashMap<DocumentId, i64> = page.copy_counts.into_iter().collect();
    let mut copies: HashMap<DocumentId, Vec<StoredDocument>> = HashMap::new();
    for copy in page.copies {
        if let Some(head) = copy.placement.copy_of() {
            copies.entry(head).or_default().push(copy);
        }
    }
    page.documents
        .into_iter()
        .map(|document| {
            let id = document.document.id;
            Member {
                places: document
                    .document
                    .places
                    .iter()
                    .filter_map(|place| name(*place))
                    .collect(),
                reasons: document.placement.reasons.clone(),
                copies: copies.remove(&id).unwrap_or_default(),
                copy_count: counts.get(&id).copied().unwrap_or(0),
                document,
            }
        })
        .collect()
}

fn place_names(
    members: &[Member],
    name: &dyn Fn(Place) -> Option<String>,
) -> BTreeMap<Place, String> {
    members
        .iter()
        .flat_map(|member| &member.reasons)
        .filter_map(|reason| match reason {
            Reason::SharedPlaces { places } => Some(places),
            _ => None,
        })
        .flatten()
        .filter_map(|place| Some((*place, name(*place)?)))
        .collect()
}
