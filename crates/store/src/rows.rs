//! Rows to nouns and back.

use crate::errors::{corrupt, failed};
use model::{
    Act, Category, Document, DocumentId, EventId, EventRecord, Facet, Facets, ItemKey, Language,
    Moment, Place, PlaceLevel, Placement, Reading, Reason, SourceId, SourceKind, StoredDocument,
    TimeNote, Tone,
};
use ports::StoreError;
use sea_orm::{QueryResult, TryGetable, Value};

/// Columns of a document, in the order [`document`] reads them.
pub(crate) const DOCUMENT_COLUMNS: &str = "documents.id, documents.namespace, documents.external_id, \
    documents.source_id, documents.url, documents.title, documents.text, documents.language, \
    documents.published_at, documents.time_note, documents.arrived_at, documents.fingerprint, documents.places, \
    documents.event_id, documents.copy_of, documents.reuses, documents.reasons, documents.category, \
    documents.category_sure, documents.tone, documents.tone_sure, documents.toward, sources.name, \
    documents.withdrawn_at";
/// How many of them are the document's own.
pub(crate) const DOCUMENT_OWN_COLUMNS: usize = 22;
/// Columns of an event, in the order [`event`] reads them.
pub(crate) const EVENT_COLUMNS: &str = "id, title, first_at, last_at, documents, copies, heat_log, pulse_log, facets, heat_basis, untitled";
/// How many there are.
pub(crate) const EVENT_COLUMN_COUNT: usize = 11;

/// Reads columns by their place, naming the act where one is not what it should be.
pub(crate) struct Columns<'a> {
    pub(crate) row: &'a QueryResult,
    pub(crate) act: &'static str,
}

impl Columns<'_> {
    pub(crate) fn get<T: TryGetable>(&self, index: usize) -> Result<T, StoreError> {
        self.row.try_get_by_index(index).map_err(failed(self.act))
    }
}

/// A document with its source's name and its placement.
pub(crate) fn document(row: &QueryResult, act: &'static str) -> Result<StoredDocument, StoreError> {
    let columns = Columns { row, act };
    let document = Document {
        id: DocumentId(columns.get(0)?),
        key: ItemKey {
            namespace: columns.get(1)?,
            external_id: columns.get(2)?,
        },
        source: SourceId(columns.get(3)?),
        url: columns.get(4)?,
        title: columns.get(5)?,
        text: columns.get(6)?,
        language: Language::from_tag(&columns.get::<String>(7)?),
        published_at: Moment(columns.get(8)?),
        time_note: TimeNote::from_code(&columns.get::<String>(9)?),
        arrived_at: Moment(columns.get(10)?),
        fingerprint: columns.get::<i64>(11)?.cast_unsigned(),
        places: places(&columns.get::<String>(12)?),
        reading: reading(&columns, 17)?,
    };
    let placement = placement(&columns, document.id, 13)?;
    Ok(StoredDocument {
        document,
        source_name: columns.get(22)?,
        placement,
        withdrawn: columns.get::<Option<i64>>(23)?.map(Moment),
    })
}

/// Event, head, older text and reasons from four columns beginning at `first`.
pub(crate) fn placement(
    columns: &Columns,
    id: DocumentId,
    first: usize,
) -> Result<Placement, StoreError> {
    let event = EventId(columns.get(first)?);
    let copy_of: Option<i64> = columns.get(first + 1)?;
    let reuses: Option<i64> = columns.get(first + 2)?;
    let reasons: Vec<Reason> = serde_json::from_str(&columns.get::<String>(first + 3)?)
        .map_err(|error| corrupt(columns.act, format!("reasons of document {id}: {error}")))?;
    let act = match copy_of {
        Some(head) => Act::CopyOf(DocumentId(head)),
        None if event.0 == id.0 => Act::Open,
        None => Act::Join,
    };
    Ok(Placement {
        act,
        event,
        reuses: reuses.map(DocumentId),
        reasons,
    })
}

/// The values of a document's own columns.
pub(crate) fn document_values(
    document: &Document,
    placement: &Placement,
) -> [Value; DOCUMENT_OWN_COLUMNS] {
    let reasons =
        serde_json::to_string(&placement.reasons).expect("reasons are plain numbers and texts");
    [
        document.id.0.into(),
        document.key.namespace.into(),
        without_nul(&document.key.external_id).into(),
        document.source.0.into(),
        document.url.as_deref().map(without_nul).into(),
        without_nul(&document.title).into(),
        without_nul(&document.text).into(),
        document.language.tag().into(),
        document.published_at.0.into(),
        document.time_note.code().into(),
        document.arrived_at.0.into(),
        document.fingerprint.cast_signed().into(),
        place_codes(&document.places).into(),
        placement.event.0.into(),
        placement.copy_of().map(|id| id.0).into(),
        placement.reuses.map(|id| id.0).into(),
        without_nul(&reasons).into(),
        document.reading.category.word().into(),
        sure_to_row(document.reading.category_sure).into(),
        document.reading.tone.word().into(),
        sure_to_row(document.reading.tone_sure).into(),
        document.reading.toward.as_deref().map(without_nul).into(),
    ]
}

/// A reading from five columns beginning at `first`.
pub(crate) fn reading(columns: &Columns, first: usize) -> Result<Reading, StoreError> {
    Ok(Reading {
        category: Category::of(&columns.get::<String>(first)?).unwrap_or_default(),
        category_sure: sure_of_row(columns.get(first + 1)?),
        tone: Tone::of(&columns.get::<String>(first + 2)?).unwrap_or_default(),
        tone_sure: sure_of_row(columns.get(first + 3)?),
        toward: columns.get(first + 4)?,
    })
}

/// How sure a reading is, in thousandths: whole numbers compare alike in both databases.
pub(crate) fn sure_to_row(sure: f32) -> i64 {
    (f64::from(sure.clamp(0.0, 1.0)) * 1000.0).round() as i64
}

pub(crate) fn sure_of_row(thousandths: i64) -> f32 {
    thousandths as f32 / 1000.0
}

/// An event.
pub(crate) fn event(row: &QueryResult, act: &'static str) -> Result<EventRecord, StoreError> {
    let columns = Columns { row, act };
    Ok(EventRecord {
        id: EventId(columns.get(0)?),
        title: columns.get(1)?,
        first_at: Moment(columns.get(2)?),
        last_at: Moment(columns.get(3)?),
        documents: columns.get(4)?,
        copies: columns.get(5)?,
        heat_log: columns.get(6)?,
        pulse_log: columns.get(7)?,
        heat_basis: columns.get(9)?,
        facets: facets(&columns.get::<String>(8)?),
        withdrawn: columns.get::<i64>(10)? != 0,
    })
}

/// The values of an event's columns.
pub(crate) fn event_values(event: &EventRecord) -> [Value; EVENT_COLUMN_COUNT] {
    [
        event.id.0.into(),
        without_nul(&event.title).into(),
        event.first_at.0.into(),
        event.last_at.0.into(),
        event.documents.into(),
        event.copies.into(),
        event.heat_log.into(),
        event.pulse_log.into(),
        facet_words(&event.facets).into(),
        event.heat_basis.into(),
        i64::from(event.withdrawn).into(),
    ]
}

/// Facets as words between blanks: ` s12 kfeed lzh p130681 `. A letter tells the words apart.
fn facet_words(facets: &Facets) -> String {
    let words: Vec<String> = (facets.sources.iter().map(|source| Facet::Source(*source)))
        .chain(facets.kinds.iter().map(|kind| Facet::Kind(*kind)))
        .chain(facets.languages.iter().map(|tag| Facet::Language(*tag)))
        .chain(facets.places.iter().map(|place| Facet::Place(*place)))
        .map(facet_word)
        .collect();
    if words.is_empty() {
        return String::new();
    }
    format!(" {} ", words.join(" "))
}

fn facet_word(facet: Facet) -> String {
    match facet {
        Facet::Source(source) => format!("s{}", source.0),
        Facet::Kind(kind) => format!("k{}", kind.word()),
        Facet::Language(language) => format!("l{}", language.tag()),
        Facet::Place(place) => format!("p{}", place.0),
    }
}

/// The pattern that finds a facet among the words. The codes of all counties of a city begin with
/// the city's digits, those of a county's towns with the county's.
pub(crate) fn facet_pattern(facet: Facet) -> String {
    match facet {
        Facet::Place(place) => match place.level() {
            PlaceLevel::Province => format!("% p{:02}%", place.0 / 10_000),
            PlaceLevel::City => format!("% p{:04}%", place.0 / 100),
            PlaceLevel::County => format!("% p{:06}%", place.0),
            PlaceLevel::Town => format!("% p{} %", place.0),
        },
        other => format!("% {} %", facet_word(other)),
    }
}

fn facets(words: &str) -> Facets {
    let (mut sources, mut places) = (Vec::new(), Vec::new());
    let (mut kinds, mut languages) = (Vec::new(), Vec::new());
    for word in words.split(' ') {
        let mut letters = word.chars();
        let (letter, rest) = (letters.next(), letters.as_str());
        match letter {
            Some('s') => sources.extend(rest.parse().ok().map(SourceId)),
            Some('k') => kinds.extend(SourceKind::from_word(rest)),
            Some('l') => languages.push(Language::from_tag(rest)),
            Some('p') => places.extend(rest.parse().ok().map(Place)),
            _ => {}
        }
    }
    // Sets are quicker made of whole lists, which are sorted here.
    Facets {
        sources: sources.into_iter().collect(),
        kinds: kinds.into_iter().collect(),
        languages: languages.into_iter().collect(),
        places: places.into_iter().collect(),
    }
}

/// PostgreSQL keeps no NUL in texts; it means nothing in a text, so neither database does.
pub(crate) fn without_nul(text: &str) -> String {
    if text.contains('\0') {
        text.replace('\0', "")
    } else {
        text.to_owned()
    }
}

fn place_codes(places: &[Place]) -> String {
    let codes: Vec<String> = places.iter().map(|place| place.0.to_string()).collect();
    codes.join(",")
}

pub(crate) fn places(codes: &str) -> Vec<Place> {
    codes
        .split(',')
        .filter_map(|code| code.parse().ok().map(Place))
        .collect()
}
