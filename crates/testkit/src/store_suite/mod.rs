//! What every store must do, whatever it is made of. Each case is given a fresh, empty one.

#![allow(
    clippy::unwrap_used,
    reason = "a case that cannot go on fails where it stands"
)]
#![allow(clippy::missing_panics_doc, reason = "cases panic when they fail")]

mod alerts;
mod answers;
mod batches;
mod case_holds;
mod cases;
mod channels;
mod corrections;
mod duty;
mod events;
mod evidence;
mod finding;
mod forgetting;
mod heat;
mod leads;
mod lists;
mod messages;
mod people;
mod playbooks;
mod proposals;
mod readings;
mod retention;
mod saved;
mod sources;
mod topics;
mod understanding;

use model::{
    Act, Category, Document, DocumentId, EventChange, EventId, EventRecord, Facets, ItemKey,
    Language, Moment, NewSource, Place, Placement, Reading, Reason, SourceId, SourceKind, TimeNote,
    Tone,
};
use ports::{KeptBatch, Store};
use std::future::Future;
use std::pin::Pin;

/// One case.
pub type Case = for<'a> fn(&'a dyn Store) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Every case with its name.
pub const CASES: &[(&str, Case)] = &[
    ("rules are kept, changed and removed", |store| {
        Box::pin(alerts::rules(store))
    }),
    (
        "signals of one matter are one alert until it is closed",
        |store| Box::pin(alerts::raised(store)),
    ),
    ("what is told for an alert is in the outbox once", |store| {
        Box::pin(alerts::told(store))
    }),
    (
        "topics are kept, changed, archived, and named once",
        |store| Box::pin(topics::kept(store)),
    ),
    ("routes are added, removed and brought back", |store| {
        Box::pin(topics::routes(store))
    }),
    ("alerts of a topic are those its rules spoke in", |store| {
        Box::pin(topics::alerts(store))
    }),
    ("a source is added once", |store| {
        Box::pin(sources::added_once(store))
    }),
    ("a removed source keeps its name on documents", |store| {
        Box::pin(sources::removed(store))
    }),
    ("sources are changed, and changes taken back", |store| {
        Box::pin(sources::edited(store))
    }),
    ("visits leave the source's state and days", |store| {
        Box::pin(sources::visits(store))
    }),
    ("what visits find is remembered", |store| {
        Box::pin(sources::findings(store))
    }),
    ("what is too old is forgotten in parts", |store| {
        Box::pin(forgetting::old(store))
    }),
    ("a batch is kept whole and read back", |store| {
        Box::pin(batches::read_back(store))
    }),
    ("a batch that conflicts is not kept at all", |store| {
        Box::pin(batches::conflicts(store))
    }),
    ("known items are told with their placement", |store| {
        Box::pin(batches::known(store))
    }),
    ("documents are paged and asked for by id", |store| {
        Box::pin(batches::paged(store))
    }),
    ("odd texts and numbers come back as they were", |store| {
        Box::pin(batches::odd(store))
    }),
    ("readers go on while a writer writes", |store| {
        Box::pin(batches::readers(store))
    }),
    ("events are ranked by heat, pulse and time", |store| {
        Box::pin(events::ranked(store))
    }),
    ("an event's documents come with their copies", |store| {
        Box::pin(events::members(store))
    }),
    ("an event's volume is counted by quarter hours", |store| {
        Box::pin(events::volume(store))
    }),
    ("units form a tree", |store| Box::pin(people::units(store))),
    ("people's records change one after the other", |store| {
        Box::pin(people::records(store))
    }),
    ("sessions rotate, idle out and end", |store| {
        Box::pin(people::sessions(store))
    }),
    ("secrets end sessions, codes count once", |store| {
        Box::pin(people::secrets(store))
    }),
    ("settings are not overwritten unseen", |store| {
        Box::pin(people::office(store))
    }),
    ("the record of use is a chain", |store| {
        Box::pin(people::audit(store))
    }),
    ("events are found by what they have", |store| {
        Box::pin(lists::found(store))
    }),
    ("events tell what changed since when", |store| {
        Box::pin(lists::changed(store))
    }),
    ("volumes of many events are counted at once", |store| {
        Box::pin(lists::volumes(store))
    }),
    ("documents are listed, and who spoke first", |store| {
        Box::pin(lists::listed(store))
    }),
    ("documents are counted without their texts", |store| {
        Box::pin(lists::marked(store))
    }),
    ("documents move between events, and are counted", |store| {
        Box::pin(corrections::moves(store))
    }),
    ("a correction that conflicts is not kept at all", |store| {
        Box::pin(corrections::refused(store))
    }),
    ("events merge, and come back with their title", |store| {
        Box::pin(corrections::merges(store))
    }),
    ("a title from a person stays", |store| {
        Box::pin(corrections::names(store))
    }),
    ("proposals are kept with their batch, once", |store| {
        Box::pin(proposals::once(store))
    }),
    ("a proposal is accepted with its correction", |store| {
        Box::pin(proposals::accepted(store))
    }),
    ("what was declined is never proposed again", |store| {
        Box::pin(proposals::declined(store))
    }),
    ("proposals are outdated by what people change", |store| {
        Box::pin(proposals::outdated(store))
    }),
    ("the events of a story are found", |store| {
        Box::pin(proposals::stories(store))
    }),
    ("settings of heat make events stale", |store| {
        Box::pin(heat::settings(store))
    }),
    ("heat is read by its parts", |store| {
        Box::pin(heat::parts(store))
    }),
    ("readings of hot lists keep place and time", |store| {
        Box::pin(heat::readings(store))
    }),
    ("the reach of a source changes the basis", |store| {
        Box::pin(heat::reach(store))
    }),
    (
        "a search finds documents of events and their heat",
        |store| Box::pin(finding::documents_and_heat(store)),
    ),
    ("saved searches are kept, approved and dropped", |store| {
        Box::pin(saved::kept(store))
    }),
    ("shifts are kept, changed and taken back", |store| {
        Box::pin(duty::shifts(store))
    }),
    ("a calendar is taken in whole or not at all", |store| {
        Box::pin(duty::calendars(store))
    }),
    ("a swap gives the shift away once", |store| {
        Box::pin(duty::swaps(store))
    }),
    ("a hand-over is signed by two, under one text", |store| {
        Box::pin(duty::handovers(store))
    }),
    ("rules of duty are not overwritten unseen", |store| {
        Box::pin(duty::rules(store))
    }),
    ("readings are put right and taken back", |store| {
        Box::pin(readings::put_right(store))
    }),
    ("an event's readings are counted and open", |store| {
        Box::pin(readings::counted(store))
    }),
    ("a newer model reads what an older one read", |store| {
        Box::pin(readings::read_again(store))
    }),
    ("an event's spread is read in order of time", |store| {
        Box::pin(understanding::steps(store))
    }),
    ("looks at events are remembered, and forgotten", |store| {
        Box::pin(understanding::looks(store))
    }),
    ("copy-paste floods are kept with their documents", |store| {
        Box::pin(understanding::floods(store))
    }),
    (
        "pseudonyms are kept with their batch, for a time",
        |store| Box::pin(understanding::voices(store)),
    ),
    ("channels are changed one after the other", |store| {
        Box::pin(channels::kept(store))
    }),
    (
        "messages are written down once, the gravest first",
        |store| Box::pin(messages::due(store)),
    ),
    ("messages that are held are gathered once", |store| {
        Box::pin(messages::gathered(store))
    }),
    ("messages are sent, fail, and are sent again", |store| {
        Box::pin(messages::ends(store))
    }),
    ("rules of retention are kept", |store| {
        Box::pin(retention::rules(store))
    }),
    ("a purge leaves what is counted, and no more", |store| {
        Box::pin(retention::purged(store))
    }),
    ("what stands on a hot list is not due", |store| {
        Box::pin(retention::hot(store))
    }),
    ("holds keep documents until all are released", |store| {
        Box::pin(retention::holds(store))
    }),
    ("purged room is given back", |store| {
        Box::pin(retention::room(store))
    }),
    ("cases are kept, and not overwritten unseen", |store| {
        Box::pin(cases::kept(store))
    }),
    ("takes of pages are kept with their entries", |store| {
        Box::pin(evidence::kept(store))
    }),
    (
        "pages of open cases are due, and looked at by one",
        |store| Box::pin(evidence::due(store)),
    ),
    ("evidence ends with its case, unless it is held", |store| {
        Box::pin(evidence::ends(store))
    }),
    ("a withdrawn post is known by document and event", |store| {
        Box::pin(evidence::withdrawn(store))
    }),
    ("a case's timeline is a chain", |store| {
        Box::pin(cases::timelines(store))
    }),
    ("units end their tasks once", |store| {
        Box::pin(cases::tasks(store))
    }),
    (
        "a case holds its evidence as long as it needs it",
        |store| Box::pin(case_holds::holds(store)),
    ),
    ("answers are published and corrected in the open", |store| {
        Box::pin(answers::answers(store))
    }),
    (
        "publishing answers a case in handling, and no other",
        |store| Box::pin(answers::answered(store)),
    ),
    (
        "a lead is found by its receipt, and has one case",
        |store| Box::pin(leads::leads(store)),
    ),
    ("every version of a playbook stays", |store| {
        Box::pin(playbooks::playbooks(store))
    }),
    ("broken rules are found", |store| {
        Box::pin(events::integrity(store))
    }),
];

/// Quarter past two on 2 March 2026 in Shanghai: the instant of all cases.
pub(crate) const NOW: i64 = 1_772_432_100_000;

pub(crate) async fn source(store: &dyn Store, name: &str) -> SourceId {
    let source = NewSource::plain(SourceKind::File, name, None, Moment(NOW));
    store.add_source(&source).await.unwrap().id
}

/// A document with its placement.
pub(crate) fn document(id: i64, source: SourceId, act: Act, event: i64) -> (Document, Placement) {
    let document = Document {
        id: DocumentId(id),
        key: ItemKey::of_file(format!("i{id}")),
        source,
        url: (id % 2 == 0).then(|| format!("https://news.qinglan.example/{id}")),
        title: format!("第{id}条"),
        text: format!("第{id}条的正文"),
        language: Language::Chinese,
        published_at: Moment(NOW + id * 60_000),
        time_note: TimeNote::ZoneAssumed,
        arrived_at: Moment(NOW + id),
        fingerprint: u64::MAX - id.cast_unsigned(),
        places: vec![Place(130_681), Place(130_000)],
        reading: Reading {
            category: Category::Traffic,
            category_sure: 0.875,
            tone: Tone::Negative,
            tone_sure: 0.5,
            toward: (id % 2 == 0).then(|| "市政".to_owned()),
        },
    };
    let reasons = vec![
        Reason::Similarity {
            percent: 41,
            needed: 25,
        },
        Reason::SharedWords {
            words: vec!["塌陷".into(), "\"quoted\"".into()],
        },
        Reason::SharedPlaces {
            places: vec![Place(130_681)],
        },
        Reason::RunnerUp {
            event: EventId(9),
            percent: 12,
        },
    ];
    (
        document,
        Placement {
            act,
            event: EventId(event),
            reuses: (id > 2).then_some(DocumentId(1)),
            reasons,
        },
    )
}

/// The state of an event after a batch.
pub(crate) fn change(id: i64, documents: i64, copies: i64, heat: f64, opened: bool) -> EventChange {
    let after = EventRecord {
        id: EventId(id),
        title: format!("事件{id}"),
        first_at: Moment(NOW),
        last_at: Moment(NOW + id * 60_000),
        documents,
        copies,
        heat_log: heat,
        pulse_log: -heat,
        heat_basis: 1,
        facets: Facets::default(),
        withdrawn: false,
    };
    EventChange {
        after,
        opened,
        by: DocumentId(id),
    }
}

/// `count` documents from `first`, each opening an event of its own.
pub(crate) fn batch(first: i64, count: i64, source: SourceId) -> KeptBatch {
    let ids = first..first + count;
    KeptBatch {
        documents: ids
            .clone()
            .map(|id| document(id, source, Act::Open, id))
            .collect(),
        events: ids.map(|id| change(id, 1, 0, id as f64, true)).collect(),
        ..KeptBatch::default()
    }
}
