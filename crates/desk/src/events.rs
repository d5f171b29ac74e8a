//! Events, as people look at them.

use crate::cover::Covered;
use crate::heat::Reckoning;
use crate::volume::bars;
use crate::{Desk, DeskError, HeatParts};
use analysis::central_headline;
use analysis::rhythm::HourRise;
use model::{
    DocumentId, EventId, EventRecord, ItemKey, Moment, Place, PurgedSum, RankAt, Reason,
    StoredDocument, limits,
};
use ports::{DocumentPage, EventAsk, FirstSeen};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Places that a card names.
const PLACES_ON_CARD: usize = 2;
/// Sources that an event's page lists.
const FIRST_SEEN_SHOWN: usize = 50;
/// Sources of one event that are counted.
const SOURCES_COUNTED_MAX: u64 = 100_000;
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
    /// Heat: what was said, each voice by its weight and counting half after a half-life.
    pub heat: f64,
    /// Rise: how many times faster it is spoken of now (the short half-life) than over the day (the
    /// long one). 1 is steady, above grows, below fades; at most the ratio of the two.
    pub rise: f64,
    /// How many sources speak of it, counted up to `limits::EVENT_SOURCES_MAX`.
    pub sources: usize,
    /// Divisions it speaks of, by name, most specific first; only the first few.
    pub places: Vec<(Place, String)>,
    /// Documents and copies of each step of the time looked at, oldest first; where it was asked for.
    pub spark: Vec<i64>,
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

/// Events in a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventList {
    /// Those of one page.
    pub events: Vec<EventCard>,
    /// Whether there are more behind them.
    pub more: bool,
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
    /// Places over time of members and copies, of this page, that stood on a hot list.
    pub ranks: BTreeMap<DocumentId, Vec<RankAt>>,
    /// Names of all divisions that reasons speak of.
    pub place_names: BTreeMap<Place, String>,
    /// Titles of the events that reasons speak of.
    pub event_titles: BTreeMap<EventId, String>,
    /// The headline that has most in common with the others.
    pub headline: String,
    /// All divisions it speaks of, by name.
    pub places: Vec<(Place, String)>,
    /// Its earliest document.
    pub first: Option<StoredDocument>,
    /// Which sources spoke of it, who spoke first first; only so many.
    pub first_seen: Vec<FirstSeen>,
    /// What its heat is made of.
    pub heat: HeatParts,
    /// Its last hour beside the usual; none while too little is known.
    pub hour: Option<HourRise>,
    /// Documents of it that were purged, by the days they were kept: they are counted, not shown.
    pub purged: Vec<PurgedSum>,
    /// What is shown is no older than this revision.
    pub revision: i64,
}

impl Desk {
    /// One event with a page of its members, from 1.
    pub async fn event_sheet(&self, id: EventId, page: u64) -> Result<EventSheet, DeskError> {
        let missing = || DeskError::NotFound {
            kind: "event",
            id: id.to_string(),
        };
        let record = self.store.event(id).await?.ok_or_else(missing)?;
        let revision = self.store.revision().await?;
        let reckoning = self.reckoning().await?;
        let as_of = reckoning.as_of;
        let each = limits::EVENT_PAGE_DOCUMENTS as u64;
        let purged = self.store.purged_of(id).await?;
        let listed = if purged.is_empty() {
            record.documents
        } else {
            self.store.listed_members(id).await?
        };
        let pages = (listed.max(1) as u64).div_ceil(each);
        let page = page.clamp(1, pages);
        let (members, quarters, mut first_seen) = tokio::try_join!(
            self.store.event_documents(id, (page - 1) * each, each),
            self.store.event_volume(id),
            self.store.first_seen(id, SOURCES_COUNTED_MAX),
        )?;
        let members = DocumentPage {
            documents: members.documents.covered(),
            copies: members.copies.covered(),
            ..members
        };
        let members = members_of(members, &|place| self.place_name(place));
        let sources = first_seen.len() as i64;
        first_seen.truncate(FIRST_SEEN_SHOWN);
        let reasons = reasons_of(&members);
        Ok(EventSheet {
            revision,
            purged,
            headline: Self::headline(&record, &members, page),
            places: self.named(record.facets.places.iter().rev()),
            first: self.store.first_document(id).await?.covered(),
            first_seen,
            heat: self.heat_parts(&record, &reckoning).await?,
            hour: self.last_hour(&quarters, as_of).await?,
            event_titles: self.titles_of(&reasons).await?,
            card: self.card_of(&record, &reckoning),
            as_of,
            sources,
            place_names: self.place_names(&reasons),
            pictures: self.pictures_of(&members).await?,
            ranks: self.curves_of(documents_of(&members)).await?,
            members,
            page,
            pages,
            volume: bars(&quarters, self.time_zone()),
        })
    }

    /// The most central headline of the first members, whatever page is shown.
    fn headline(record: &EventRecord, members: &[Member], page: u64) -> String {
        let own = || crate::cover::title_of(record);
        if page != 1 {
            return own();
        }
        let weighed: Vec<(&str, i64)> = members
            .iter()
            .filter(|member| member.document.withdrawn.is_none())
            .map(|member| (member.document.document.title.trim(), 1 + member.copy_count))
            .filter(|(title, _)| !title.is_empty())
            .collect();
        central_headline(&weighed).map_or_else(own, str::to_owned)
    }

    /// Events in a list: `limit` of them, and whether there are more.
    pub async fn event_list(&self, ask: &EventAsk) -> Result<EventList, DeskError> {
        let reckoning = self.reckoning().await?;
        let mut found = self
            .store
            .find_events(&EventAsk {
                limit: ask.limit + 1,
                ..ask.clone()
            })
            .await?;
        let more = found.len() as u64 > ask.limit;
        found.truncate(ask.limit as usize);
        Ok(EventList {
            events: found
                .iter()
                .map(|event| self.card_of(event, &reckoning))
                .collect(),
            more,
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

/// Members with the copies listed under them.
fn documents_of(members: &[Member]) -> impl Iterator<Item = (DocumentId, &ItemKey)> {
    members
        .iter()
        .flat_map(|member| std::iter::once(&member.document).chain(&member.copies))
        .map(|stored| (stored.document.id, &stored.document.key))
}

impl Desk {
    /// An event as it is listed.
    pub(crate) fn card_of(&self, record: &EventRecord, reckoning: &Reckoning) -> EventCard {
        // Codes of counties are higher than those of what they lie in.
        let places = record.facets.places.iter().rev();
        EventCard {
            id: record.id,
            title: crate::cover::title_of(record),
            first_at: record.first_at,
            last_at: record.last_at,
            documents: record.documents,
            copies: record.copies,
            heat: reckoning.heat(record),
            rise: reckoning.rise(record),
            sources: record.facets.sources.len(),
            places: self.named(places.take(PLACES_ON_CARD)),
            spark: Vec::new(),
        }
    }
}

fn reasons_of(members: &[Member]) -> Vec<Reason> {
    let all = members.iter().flat_map(|member| &member.reasons);
    all.cloned().collect()
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
