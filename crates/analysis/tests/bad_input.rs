//! Input that nobody would write, and that comes all the same. Its cost is measured by
//! `benches/bad_input.py`; here it must give a sensible answer and stop nothing.

use analysis::engine::Engine;
use analysis::{Understander, Understood};
use model::{
    Act, DocumentId, EventId, HOUR_MS, Item, ItemKey, Moment, Placement, SourceId, TimeNote,
};
use std::collections::BTreeSet;
use std::sync::OnceLock;

const T0: i64 = 1_767_225_600_000;

fn understood(at: i64, title: &str, text: &str) -> Understood {
    static ONE: OnceLock<Understander> = OnceLock::new();
    ONE.get_or_init(|| Understander::new(&[], None))
        .understand(Item {
            key: ItemKey::of_file("x"),
            source: SourceId(1),
            url: None,
            title: title.into(),
            text: text.into(),
            published_at: Some(Moment(at)),
            time_note: TimeNote::Given,
            arrived_at: Moment(at),
            voice: None,
        })
}

fn place(engine: &mut Engine, at: i64, title: &str, text: &str) -> Placement {
    let one = understood(at, title, text);
    let id = DocumentId(engine.last_document().0 + 1);
    engine.place(id, &one.features, &one.words)
}

/// A text of letters without order, the same for the same number (SplitMix64).
fn letters(number: usize, count: usize) -> String {
    let mut state = number as u64 ^ 0x5bd1_e995_9e37_79b9;
    (0..count)
        .filter_map(|_| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            char::from_u32(0x4e00 + ((z ^ (z >> 31)) % 20_000) as u32)
        })
        .collect()
}

#[test]
fn empty_one_letter_and_emoji_texts_stand_alone_or_fold() {
    let mut engine = Engine::new();
    for text in ["", "雨", "a", "😀😀😀", "\u{0}", "。。。", "\u{202e}"] {
        let first = place(&mut engine, T0, "", text);
        let second = place(&mut engine, T0 + HOUR_MS, "", text);
        assert_eq!(first.act, Act::Open, "{text:?}");
        let alone = second.act == Act::Open && second.event != first.event;
        assert!(alone || second.copy_of().is_some(), "{text:?}: {second:?}");
        assert!(!first.reasons.is_empty() && !second.reasons.is_empty());
    }
}

#[test]
fn the_same_text_over_and_over_is_one_event_with_copies() {
    let mut engine = Engine::new();
    let first = place(&mut engine, T0, "同一", &letters(1, 300));
    let one = understood(T0, "同一", &letters(1, 300));
    for number in 2..=20_000 {
        let placement = engine.place(DocumentId(number), &one.features, &one.words);
        assert_eq!(
            (placement.copy_of(), placement.event),
            (Some(DocumentId(1)), first.event)
        );
    }
    assert_eq!(engine.open_events(), 1);
    assert!(
        engine.snapshot().len() < 100_000,
        "copies leave no trace but their number"
    );
}

#[test]
fn one_word_in_common_makes_no_event() {
    let mut engine = Engine::new();
    let events: BTreeSet<EventId> = (0..3_000)
        .map(|number| {
            let text = format!("通知 {}", letters(number, 12));
            place(&mut engine, T0 + number as i64, "", &text).event
        })
        .collect();
    assert!(events.len() > 2_400, "{}", events.len());
}

#[test]
fn time_that_runs_backwards_changes_nothing_but_the_distance() {
    let mut engine = Engine::new();
    let mut events = BTreeSet::new();
    for number in 0..500i64 {
        let at = T0 + (500 - number) * 17 * HOUR_MS;
        let placed = place(
            &mut engine,
            at,
            &letters(number as usize, 6),
            &letters(number as usize + 900, 60),
        );
        events.insert(placed.event);
    }
    assert!(events.len() > 450, "{}", events.len());
    let again = Engine::restore(&engine.snapshot()).unwrap();
    assert_eq!(again, engine);
}

#[test]
fn ten_megabytes_and_mixed_languages_are_placed() {
    let mut engine = Engine::new();
    let long = letters(5, 1_000).repeat(3_500);
    let first = place(&mut engine, T0, "很长", &long);
    let second = place(&mut engine, T0 + HOUR_MS, "很长", &long);
    assert_eq!(second.copy_of(), Some(DocumentId(1)));
    assert_eq!(second.event, first.event);
    let mixed = "大雨 heavy rain ливень おおあめ 폭우 مطر 🌧";
    place(&mut engine, T0, mixed, mixed);
    assert!(engine.last_document() == DocumentId(3));
}

#[test]
fn times_at_the_ends_of_what_can_be_written_do_no_harm() {
    let mut engine = Engine::new();
    for at in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX] {
        place(&mut engine, at, &letters(3, 8), &letters(4, 80));
    }
    assert!(engine.open_events() >= 1);
}
