//! Heat: weighed, explained by its parts, the same however it is reckoned, changed as data.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::line::{CorrectionAsk, reheat_some};
use desk::{Actor, DeskError, EventSheet, Said, SourceForm};
use model::{
    DocumentId, EventId, EventRecord, HOUR_MS, HeatSettings, Note, Reach, SourceEdit, SourceId,
    SourceKind,
};
use ports::{AuditAsk, Fetched, Fetcher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use testkit::TestDesk;

const LIST: &str = "https://hot.example/hot.json";
/// Half a quarter of an hour is what a voice may be off where days and sorts are told.
const CLOSE: f64 = 1e-4;

fn note() -> Note {
    Actor::command_line().note(model::Moment(1), "event.corrected", "", "")
}

/// Puts a hot list with these matters up.
fn put(desk: &TestDesk, matters: &[(&str, &str)]) {
    let items: Vec<String> = matters
        .iter()
        .map(|(id, title)| {
            format!(r#"{{"id":"{id}","title":"{title}","url":"https://hot.example/h/{id}"}}"#)
        })
        .collect();
    let body = format!(
        r#"{{"status":"success","id":"weibo","updatedTime":1772431500000,"items":[{}]}}"#,
        items.join(",")
    );
    let answer = Fetched::Body {
        bytes: body.into_bytes(),
        final_url: LIST.to_owned(),
        content_type: Some("application/json".to_owned()),
        etag: None,
        last_modified: None,
    };
    desk.web.put(LIST, Ok(answer));
}

/// A matter told by two articles, one of them twice, and standing on a hot list for three hours.
fn desk() -> (TestDesk, SourceId) {
    let desk = TestDesk::new();
    let sinks = "青岚县北门外大街路面塌陷，一辆三轮车滑入坑中，交警到场疏导交通。";
    let items = vec![
        desk.item("a1", "北门外大街路面塌陷", sinks),
        desk.item(
            "a2",
            "北门外大街路面塌陷续",
            "青岚县北门外大街路面塌陷处已回填，三轮车被吊起，交警说明天恢复交通。",
        ),
        desk.item("a3", "北门外大街路面塌陷", sinks),
        desk.item(
            "c1",
            "灯会开幕",
            "溪口镇灯会周末开幕，东街临时禁停，公交改道。",
        ),
    ];
    desk.take(items, 2).unwrap();
    let form = SourceForm::plain(SourceKind::HotList, LIST);
    let adding = desk.desk();
    let actor = Actor::command_line();
    let adding = adding.add_source(&actor, &form);
    let id = desk.runtime.block_on(adding).unwrap().source.id;
    for hours in 0..4 {
        if hours > 0 {
            desk.clock.forward_ms(HOUR_MS);
        }
        put(
            &desk,
            &[("甲", "青岚县北门外大街路面塌陷"), ("乙", "溪口镇灯会开幕")],
        );
        desk.collect().unwrap();
    }
    (desk, id)
}

fn matter(desk: &TestDesk, list: SourceId) -> EventId {
    let sheet = desk
        .runtime
        .block_on(desk.desk().source_sheet(list))
        .unwrap();
    let rows = sheet.hot.unwrap().rows;
    rows[0].kept.unwrap().1
}

fn sheet(desk: &TestDesk, event: EventId) -> EventSheet {
    let asked = desk.desk();
    desk.runtime.block_on(asked.event_sheet(event, 1)).unwrap()
}

fn record(desk: &TestDesk, event: EventId) -> EventRecord {
    let found = desk.runtime.block_on(desk.store().event(event));
    found.unwrap().unwrap()
}

fn same(a: &EventRecord, b: &EventRecord) {
    assert!((a.heat_log - b.heat_log).abs() < 1e-6, "{a:?} {b:?}");
    assert!((a.pulse_log - b.pulse_log).abs() < 1e-6, "{a:?} {b:?}");
}

fn adds_up(sheet: &EventSheet) {
    let heat = &sheet.heat;
    let parts: f64 = heat.parts.iter().map(|part| part.heat).sum();
    let days: f64 = heat.days.iter().map(|day| day.heat).sum();
    for sum in [parts, days, heat.total] {
        assert!((sum - sheet.card.heat).abs() <= sum * CLOSE, "{sheet:?}");
    }
}

fn reheat_all(desk: &TestDesk) -> u64 {
    let mut all = 0;
    loop {
        match desk.runtime.block_on(reheat_some(&**desk.store())).unwrap() {
            0 => return all,
            some => all += some,
        }
    }
}

fn change(desk: &TestDesk, settings: &HeatSettings) -> Result<(), DeskError> {
    let asked = desk.desk();
    desk.runtime.block_on(async {
        let basis = asked.heat_book().await?.basis;
        let actor = Actor::command_line();
        asked.change_heat(&actor, basis, settings).await
    })
}

#[test]
fn heat_is_the_sum_of_its_parts() {
    let (desk, list) = desk();
    let event = matter(&desk, list);
    let sheet = sheet(&desk, event);
    adds_up(&sheet);
    assert!(!sheet.heat.stale);
    let told = sheet
        .heat
        .parts
        .iter()
        .find(|part| matches!(&part.said, Said::List { source, .. } if *source == list));
    let told = told.expect("places on the list are a part");
    // Four readings an hour apart, the first of which stands for no time: three hours at the top of two.
    assert!((told.hours - 3.0).abs() < 1e-9, "{told:?}");
    assert!((told.amount - 3.0 * 3f64.log2()).abs() < 1e-9, "{told:?}");
    let left: f64 = (0..3).map(|hours| (-f64::from(hours) / 24.0).exp2()).sum();
    assert!(
        (told.heat - 0.5 * 3f64.log2() * left).abs() < 1e-6,
        "{told:?}"
    );
    let documents = sheet.heat.parts.iter().filter(|part| part.hours < 1e-9);
    let voices: f64 = documents.map(|part| part.amount).sum();
    assert!((voices - (sheet.card.documents + sheet.card.copies) as f64).abs() < 1e-9);
    assert_eq!(sheet.hour, None, "nothing is usual on the first day");
}

#[test]
fn corrections_reckon_the_same_heat() {
    let (desk, list) = desk();
    let event = matter(&desk, list);
    let before = record(&desk, event);
    let other = EventId(4);
    assert_ne!(event, other);
    let beside = record(&desk, other);
    let (mut line, _) = desk.line().unwrap();
    let merge = CorrectionAsk::Merge {
        from: other,
        into: event,
    };
    let merged = line.correct(&merge, note()).unwrap();
    let both = record(&desk, event);
    assert!(both.heat_log > before.heat_log);
    adds_up(&sheet(&desk, event));
    line.correct(&CorrectionAsk::Undo(merged.id), note())
        .unwrap();
    same(&record(&desk, event), &before);
    same(&record(&desk, other), &beside);
    // The title of the list takes its places along.
    let board = desk
        .runtime
        .block_on(desk.desk().source_sheet(list))
        .unwrap();
    let document = board.hot.unwrap().rows[0].kept.unwrap().0;
    if document.0 != event.0 {
        let split = CorrectionAsk::Move {
            documents: vec![document],
            from: event,
            to: None,
        };
        let own = line.correct(&split, note()).unwrap().event;
        // Where a head opened the event, what is left of it gets the new number.
        let listed = [own, event].map(|event| {
            let parts = sheet(&desk, event).heat.parts;
            parts.iter().any(|part| part.hours > 2.9)
        });
        assert_eq!(listed.iter().filter(|listed| **listed).count(), 1);
        adds_up(&sheet(&desk, own));
        adds_up(&sheet(&desk, event));
    }
}

#[test]
fn changed_settings_reckon_everything_anew() {
    let (desk, list) = desk();
    let event = matter(&desk, list);
    let before = record(&desk, event);
    assert_eq!(reheat_all(&desk), 0);
    let mut settings = HeatSettings {
        copy: 0.0,
        rank_hour: 4.0,
        heat_hours: 12.0,
        pulse_hours: 1.0,
        ..HeatSettings::default()
    };
    settings.kinds.entry(SourceKind::File).or_default().weight = 3.0;
    change(&desk, &settings).unwrap();
    assert!(sheet(&desk, event).heat.stale);
    let events = desk.runtime.block_on(desk.store().counts()).unwrap().events;
    let book = desk.runtime.block_on(desk.desk().heat_book()).unwrap();
    assert_eq!(book.stale, events);
    assert_eq!(reheat_all(&desk) as i64, events);
    let after = record(&desk, event);
    assert_eq!(
        (after.heat_basis, &after.facets),
        (book.basis, &before.facets)
    );
    let shown = sheet(&desk, event);
    adds_up(&shown);
    assert!(!shown.heat.stale);
    let weights: Vec<f64> = shown.heat.parts.iter().map(|part| part.weight).collect();
    assert!(
        weights.contains(&4.0) && weights.contains(&3.0),
        "{weights:?}"
    );
    assert_eq!(reheat_all(&desk), 0, "once is enough");

    change(&desk, &HeatSettings::default()).unwrap();
    reheat_all(&desk);
    same(&record(&desk, event), &before);
}

#[test]
fn a_watching_line_reckons_anew_by_itself() {
    let (desk, list) = desk();
    let event = matter(&desk, list);
    let (_nobody, hand) = tokio::sync::mpsc::channel(1);
    let stop = AtomicBool::new(false);
    let web: Arc<dyn Fetcher> = Arc::clone(&desk.web) as Arc<dyn Fetcher>;
    let (mut line, _) = desk.line().unwrap();
    let settings = HeatSettings {
        copy: 5.0,
        ..HeatSettings::default()
    };
    change(&desk, &settings).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| line.watch(&web, hand, |_| (), &stop).unwrap());
        while desk
            .runtime
            .block_on(desk.desk().heat_book())
            .unwrap()
            .stale
            > 0
        {
            std::thread::yield_now();
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert_eq!(record(&desk, event).heat_basis, 2);
    adds_up(&sheet(&desk, event));
}

#[test]
fn what_the_line_touches_is_reckoned_there() {
    let (desk, list) = desk();
    let event = matter(&desk, list);
    let settings = HeatSettings {
        document: 2.0,
        ..HeatSettings::default()
    };
    change(&desk, &settings).unwrap();
    let more = desk.item(
        "a9",
        "北门外大街路面塌陷再续",
        "青岚县北门外大街路面塌陷处已回填，三轮车被吊起，交警说今天恢复交通，路面塌陷原因在查。",
    );
    desk.take(vec![more], 1).unwrap();
    let id = DocumentId(
        desk.runtime
            .block_on(desk.store().last_document())
            .unwrap()
            .0,
    );
    let stored = desk
        .runtime
        .block_on(desk.store().documents(&[id]))
        .unwrap();
    let touched = stored[0].placement.event;
    let by_line = record(&desk, touched);
    assert_eq!(by_line.heat_basis, 2);
    adds_up(&sheet(&desk, touched));
    // A reading of the list touches events too.
    desk.clock.forward_ms(HOUR_MS);
    put(&desk, &[("甲", "青岚县北门外大街路面塌陷")]);
    desk.collect().unwrap();
    let by_list = record(&desk, event);
    assert_eq!(by_list.heat_basis, 2);
    reheat_all(&desk);
    same(&record(&desk, event), &by_list);
    adds_up(&sheet(&desk, event));
}

#[test]
fn reach_counts_and_can_be_taken_back() {
    let (desk, _) = desk();
    let event = EventId(4);
    let before = record(&desk, event);
    let sources = [desk.item("x", "x", "x").source];
    let asked = desk.desk();
    let hear = SourceEdit::Hear(Some(Reach::Nation));
    let actor = Actor::command_line();
    let done = asked.edit_sources(&actor, &sources, &hear);
    let done = desk.runtime.block_on(done).unwrap();
    reheat_all(&desk);
    // The list's own title of the matter may stand beside it; the file's document counts twice.
    assert!(record(&desk, event).heat_log > before.heat_log + 1.0);
    adds_up(&sheet(&desk, event));
    desk.runtime
        .block_on(asked.undo_edit(&actor, done.id))
        .unwrap();
    reheat_all(&desk);
    same(&record(&desk, event), &before);
}

#[test]
fn settings_that_make_no_sense_are_refused_and_changes_are_written_down() {
    let (desk, _) = desk();
    let word = |settings: &HeatSettings| match change(&desk, settings) {
        Err(DeskError::Refused { word, .. }) => word,
        other => panic!("{other:?}"),
    };
    let plain = HeatSettings::default;
    let negative = HeatSettings {
        copy: -1.0,
        ..plain()
    };
    assert_eq!(word(&negative), "heat.weight");
    let silent = HeatSettings {
        document: 0.0,
        ..plain()
    };
    assert_eq!(word(&silent), "heat.document");
    let long = HeatSettings {
        heat_hours: 1e9,
        ..plain()
    };
    assert_eq!(word(&long), "heat.heat_hours");
    let slow = HeatSettings {
        pulse_hours: 20.0,
        ..plain()
    };
    assert_eq!(word(&slow), "heat.pulse_hours");
    // Places on hot lists are kept for 800 days by default, half-lives of 720 hours need 600.
    let month = HeatSettings {
        heat_hours: 720.0,
        ..plain()
    };
    change(&desk, &month).unwrap();
    let (office, actor, back) = (desk.desk(), Actor::command_line(), plain());
    let mut form = desk::OfficeForm::default();
    form.settings.retention.ranks = 100;
    let kept = office.change_office(&actor, 0, &form);
    let refused = desk.runtime.block_on(kept);
    assert!(matches!(
        refused,
        Err(DeskError::Refused {
            word: "heat.rank_days",
            ..
        })
    ));
    change(&desk, &month).unwrap();
    let ask = AuditAsk {
        act: "heat.changed".to_owned(),
        limit: 10,
        ..AuditAsk::default()
    };
    let entries = desk.runtime.block_on(desk.store().audit(&ask)).unwrap();
    assert_eq!(entries.len(), 1, "the same once more changes nothing");
    assert_eq!(entries[0].note.details, "heat_hours: 24 → 720");
    let late = office.change_heat(&actor, 1, &back);
    assert!(desk.runtime.block_on(late).unwrap_err().is_conflict());
}
