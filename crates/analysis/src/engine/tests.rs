//! What the engine promises, on texts of our own.

use super::judge::Match;
use super::*;
use crate::understand::{Understander, Understood};
use model::{HOUR_MS, Item, ItemKey, Reason, SourceId, TimeNote};
use proptest::prelude::*;
use std::sync::OnceLock;

const T0: i64 = 1_767_225_600_000;

fn understander() -> &'static Understander {
    static ONE: OnceLock<Understander> = OnceLock::new();
    ONE.get_or_init(|| Understander::new(&[], None))
}

fn item(hour: i64, title: &str, text: &str) -> Item {
    Item {
        key: ItemKey::of_file("x"),
        source: SourceId(1),
        url: None,
        title: title.into(),
        text: text.into(),
        published_at: Some(Moment(T0 + hour * HOUR_MS)),
        time_note: TimeNote::Given,
        arrived_at: Moment(T0 + hour * HOUR_MS),
        voice: None,
    }
}

fn place(engine: &mut Engine, hour: i64, title: &str, text: &str) -> Placement {
    let understood = understander().understand(item(hour, title, text));
    let id = DocumentId(engine.last_document().0 + 1);
    engine.place(id, &understood.features, &understood.words)
}

const SUBSIDENCE: &str = "昨夜十一时许，青岚县北门外大街路面突然塌陷，形成一个直径约五米的坑洞，一辆三轮车滑入坑中，\
    车上两人被附近居民救起，送往县医院检查，均无大碍。市政部门已将路段围挡，正在查找塌陷原因。";
const SUBSIDENCE_LATER: &str = "青岚县市政部门今天通报，北门外大街路面塌陷系地下污水管破裂、泥沙流失所致，坑洞已用砂石回填，\
    预计三天内恢复通行。受伤的三轮车主已出院。居民希望对沿街旧管网做一次全面检查。";
const CANTEEN: &str = "有家长反映，青岚县第二小学食堂午餐中多次出现未煮熟的豆角，十余名学生饭后呕吐。学校表示已停用该批食材，\
    县市场监督管理局已到校抽样检查，结果将向家长公布。";

#[test]
fn a_follow_up_joins_and_another_matter_opens() {
    let mut engine = Engine::new();
    let first = place(&mut engine, 0, "北门外大街路面塌陷", SUBSIDENCE);
    let other = place(&mut engine, 1, "二小食堂豆角没煮熟", CANTEEN);
    let later = place(&mut engine, 20, "路面塌陷原因查明", SUBSIDENCE_LATER);
    assert_eq!(first.act, Act::Open);
    assert_eq!(other.act, Act::Open);
    assert_eq!((later.act, later.event), (Act::Join, first.event));
    let told = later.reasons.iter().find_map(|reason| match reason {
        Reason::SharedWords { words } => Some(words.clone()),
        _ => None,
    });
    assert!(
        told.is_some_and(|words| words.iter().any(|word| word.contains("塌陷"))),
        "{:?}",
        later.reasons
    );
}

#[test]
fn copies_fold_under_their_head_and_carry_its_event() {
    let mut engine = Engine::new();
    let head = place(&mut engine, 0, "北门外大街路面塌陷", SUBSIDENCE);
    let exact = place(&mut engine, 2, "北门外大街路面塌陷", SUBSIDENCE);
    let near = place(
        &mut engine,
        3,
        "突发！路面塌了",
        &format!("本网综合消息 {SUBSIDENCE} 欢迎关注。"),
    );
    let again = place(
        &mut engine,
        4,
        "突发！路面塌了",
        &format!("本网综合消息 {SUBSIDENCE} 欢迎关注。"),
    );
    for copy in [&exact, &near, &again] {
        assert_eq!(copy.act, Act::CopyOf(DocumentId(1)));
        assert_eq!(copy.event, head.event);
    }
    assert_eq!(exact.reasons, [Reason::SameText]);
}

#[test]
fn bulletins_of_one_pattern_with_other_numbers_are_no_copies() {
    let mut engine = Engine::new();
    let bulletin = |hour: u32, mm: u32| {
        format!(
            "青岚县气象台{hour}时发布雨情通报：过去一小时县城降雨量{mm}毫米，请注意防范城市内涝和山洪灾害。"
        )
    };
    place(&mut engine, 0, "雨情通报", &bulletin(8, 31));
    let second = place(&mut engine, 1, "雨情通报", &bulletin(9, 12));
    assert_eq!(second.copy_of(), None, "{second:?}");
    assert_eq!(second.reuses, Some(DocumentId(1)));
}

#[test]
fn silence_parts_events() {
    let mut engine = Engine::new();
    place(&mut engine, 0, "路面塌陷", SUBSIDENCE);
    // A year in which others were heard of; without them it would be no silence.
    for number in 0..1_500 {
        let (title, text) = unrelated(number);
        place(&mut engine, 24 * 365 - 1, &title, &text);
    }
    let year_later = place(&mut engine, 24 * 365, "路面塌陷", SUBSIDENCE_LATER);
    assert_eq!(year_later.act, Act::Open);
}

#[test]
fn texts_without_words_open_events_of_their_own() {
    let mut engine = Engine::new();
    let first = place(&mut engine, 0, "", "");
    let second = place(&mut engine, 0, "", "");
    assert_ne!(first.event, second.event);
    assert_eq!(first.reasons, [Reason::NoText]);
}

#[test]
fn a_snapshot_goes_on_exactly_where_it_stopped() {
    let texts: Vec<(String, String)> = (0..300)
        .map(|i| {
            let body = [SUBSIDENCE, CANTEEN, SUBSIDENCE_LATER][i % 3];
            let cut: String = body
                .chars()
                .skip(i % 40)
                .chain(format!("第{}批", i * i % 97).chars())
                .collect();
            (
                format!("{}之{}", ["路面", "食堂", "通报"][i % 3], i % 7),
                cut,
            )
        })
        .collect();
    let mut whole = Engine::new();
    let all: Vec<Placement> = (0..)
        .zip(&texts)
        .map(|(hour, (title, text))| place(&mut whole, hour, title, text))
        .collect();
    for stop in [0, 1, 100, 299] {
        let mut first = Engine::new();
        for (hour, (title, text)) in (0..).zip(&texts[..stop]) {
            place(&mut first, hour, title, text);
        }
        let mut second = Engine::restore(&first.snapshot()).unwrap();
        assert_eq!(second, first);
        let rest: Vec<Placement> = (stop as i64..)
            .zip(&texts[stop..])
            .map(|(hour, (title, text))| place(&mut second, hour, title, text))
            .collect();
        assert_eq!(rest, all[stop..]);
        assert_eq!(second.snapshot(), whole.snapshot());
    }
}

#[test]
fn following_the_record_gives_the_same_state_as_deciding() {
    let mut decided = Engine::new();
    let mut followed = Engine::new();
    for (hour, (title, text)) in (0..).zip([
        ("塌陷", SUBSIDENCE),
        ("食堂", CANTEEN),
        ("塌陷", SUBSIDENCE),
        ("原因", SUBSIDENCE_LATER),
        ("", ""),
    ]) {
        let placement = place(&mut decided, hour, title, text);
        let understood = understander().understand(item(hour, title, text));
        followed.follow(decided.last_document(), &understood.features, &placement);
    }
    assert_eq!(followed.snapshot(), decided.snapshot());
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let mut engine = Engine::new();
    place(&mut engine, 0, "路面塌陷", SUBSIDENCE);
    let good = engine.snapshot();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert!(Engine::restore(&bad).is_err(), "byte {at}");
    }
    assert_eq!(Engine::restore(&good[..5]), Err(SnapshotError::Damaged));
}

#[test]
fn reports_of_one_market_are_told_apart_by_day() {
    let mut engine = Engine::new();
    let report = |day: u32, points: &str| {
        format!(
            "1月{day}日消息，今日三大指数涨跌不一，沪指报{points}点，深成指、创业板指小幅波动，银行、煤炭板块领涨，两市成交清淡。"
        )
    };
    let morning = place(&mut engine, 9, "A股低开，沪指跌0.2%", &report(1, "3105"));
    let noon = place(
        &mut engine,
        12,
        "A股午评：沪指翻红，煤炭股领涨",
        "1月1日午盘，两市成交四千亿，煤炭板块多只个股封板，北向资金小幅流入。",
    );
    let next_day = place(
        &mut engine,
        9 + 24,
        "A股低开，沪指跌0.3%",
        &report(2, "3098"),
    );
    assert_eq!(morning.event, noon.event);
    assert_ne!(morning.event, next_day.event);
}

#[test]
fn half_a_text_with_another_is_a_copy_and_a_rebuilt_one_is_reused() {
    let mut engine = Engine::new();
    let long = [
        SUBSIDENCE,
        SUBSIDENCE_LATER,
        &unrelated(7).1,
        &unrelated(8).1,
        &unrelated(9).1,
    ]
    .concat();
    place(&mut engine, 0, "路面塌陷", &long);
    let half: String = long.chars().take(long.chars().count() * 6 / 10).collect();
    let with_other = place(&mut engine, 1, "路面塌了", &[&half, CANTEEN].concat());
    assert_eq!(with_other.copy_of(), Some(DocumentId(1)), "{with_other:?}");
    let shortened: String = long.chars().take(long.chars().count() * 3 / 10).collect();
    let short = place(&mut engine, 2, "塌陷", &shortened);
    assert_eq!(short.copy_of(), Some(DocumentId(1)), "{short:?}");
}

/// Texts of some length, each on matters of its own.
fn long_text(numbers: [u32; 4]) -> String {
    numbers.map(|number| unrelated(number).1).concat()
}

#[test]
fn a_text_is_a_copy_of_the_one_it_begins_as() {
    let mut engine = Engine::new();
    let short = long_text([1, 2, 3, 4]);
    let long = [long_text([5, 6, 7, 8]), long_text([9, 10, 11, 12])].concat();
    place(&mut engine, 0, "", &short);
    place(&mut engine, 0, "", &long);
    let half: String = long.chars().take(long.chars().count() / 2).collect();
    let both = place(&mut engine, 1, "", &[half, short].concat());
    assert_eq!(both.copy_of(), Some(DocumentId(2)), "{both:?}");
}

#[test]
fn copies_of_a_copy_that_adds_much_belong_to_its_head_and_no_further() {
    let mut engine = Engine::new();
    let [first, second, third] = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]].map(long_text);
    place(&mut engine, 0, "", &first);
    let more = place(&mut engine, 1, "", &[&*first, &second].concat());
    assert_eq!(more.copy_of(), Some(DocumentId(1)));
    let added = place(&mut engine, 2, "", &[&*second, &third].concat());
    assert_eq!(added.copy_of(), Some(DocumentId(1)), "{added:?}");
    let further = place(&mut engine, 3, "", &third);
    assert_eq!(further.copy_of(), None, "{further:?}");
}

fn features_of(hour: i64, title: &str, text: &str) -> Features {
    understander().understand(item(hour, title, text)).features
}

#[test]
fn what_a_person_parted_stays_apart_and_what_a_person_joined_stays_joined() {
    let mut engine = Engine::new();
    let first = place(&mut engine, 0, "北门外大街路面塌陷", SUBSIDENCE);
    let later = place(&mut engine, 5, "路面塌陷原因查明", SUBSIDENCE_LATER);
    assert_eq!(first.event, later.event);
    let split = Correction::Move {
        documents: vec![DocumentId(2)],
        from: first.event,
        to: EventId(2),
    };
    let moved = features_of(5, "路面塌陷原因查明", SUBSIDENCE_LATER);
    engine.correct(&split, &[(DocumentId(2), moved.clone())]);
    assert!(engine.is_pinned(DocumentId(2)));
    assert_eq!(engine.open_events(), 2);
    let copy = place(&mut engine, 6, "路面塌陷原因查明", SUBSIDENCE_LATER);
    assert_eq!(
        (copy.copy_of(), copy.event),
        (Some(DocumentId(2)), EventId(2))
    );
    assert!(
        !engine
            .look_again()
            .iter()
            .any(|one| matches!(one, Proposal::Merge { .. })),
        "what a person parted is not proposed to be joined"
    );
    engine.correct(
        &Correction::Merge {
            from: EventId(2),
            into: first.event,
        },
        &[],
    );
    assert_eq!(engine.open_events(), 1);
    let again = place(&mut engine, 7, "路面塌陷原因查明", SUBSIDENCE_LATER);
    assert_eq!(
        (again.copy_of(), again.event),
        (Some(DocumentId(2)), first.event)
    );
    assert_eq!(engine.corrections_taken(), 2);
    let restored = Engine::restore(&engine.snapshot()).unwrap();
    assert_eq!(restored, engine);
    assert!(restored.is_pinned(DocumentId(2)));
}

#[test]
fn a_merge_undone_gives_the_same_answers_as_before() {
    let mut engine = Engine::new();
    place(&mut engine, 0, "北门外大街路面塌陷", SUBSIDENCE);
    place(&mut engine, 1, "二小食堂豆角没煮熟", CANTEEN);
    engine.correct(
        &Correction::Merge {
            from: EventId(2),
            into: EventId(1),
        },
        &[],
    );
    let canteen = features_of(1, "二小食堂豆角没煮熟", CANTEEN);
    let undo = Correction::Move {
        documents: vec![DocumentId(2)],
        from: EventId(1),
        to: EventId(2),
    };
    engine.correct(&undo, &[(DocumentId(2), canteen)]);
    let more = place(&mut engine, 3, "路面塌陷原因查明", SUBSIDENCE_LATER);
    assert_eq!(more.event, EventId(1));
    let copy = place(&mut engine, 4, "二小食堂豆角没煮熟", CANTEEN);
    assert_eq!(copy.event, EventId(2));
}

#[test]
fn an_event_that_cooled_is_recalled_under_its_number() {
    let mut engine = Engine::with_room(50);
    let first = place(&mut engine, 0, "北门外大街路面塌陷", SUBSIDENCE);
    for number in 0..80 {
        let (title, text) = unrelated(number);
        place(&mut engine, 1, &title, &text);
    }
    assert!(engine.open_events() <= 50);
    assert!(!engine.is_open(first.event));
    let copy = place(&mut engine, 2, "路面塌陷", &format!("转载：{SUBSIDENCE}"));
    assert_eq!(copy.event, first.event);
    let features = features_of(3, "路面塌陷原因查明", SUBSIDENCE_LATER);
    let placement = Placement {
        act: Act::Join,
        event: first.event,
        reuses: None,
        reasons: Vec::new(),
    };
    engine.follow(
        DocumentId(engine.last_document().0 + 1),
        &features,
        &placement,
    );
    assert!(engine.is_open(first.event));
}

/// Texts that have nothing in common.
fn unrelated(number: u32) -> (String, String) {
    let letters = |from: u32, count: u32| -> String {
        (from..from + count)
            .filter_map(|i| char::from_u32(0x4e00 + i * 37 % 20_000))
            .collect()
    };
    (letters(number * 211 + 80, 8), letters(number * 211 + 5, 60))
}

#[test]
fn events_of_one_matter_are_chained_to_a_story() {
    let mut engine = Engine::new();
    let first = place(&mut engine, 0, "北门外大街路面塌陷", SUBSIDENCE);
    let (title, text) = unrelated(3);
    let other = place(&mut engine, 1, &title, &text);
    let aftermath = place(
        &mut engine,
        40,
        "北门外大街商户求偿",
        "北门外大街多家商户向青岚县市政部门递交联名信，要求赔偿路面塌陷封路期间的损失，并公布管网检查计划。",
    );
    assert_eq!(engine.story_of(aftermath.event), first.event);
    assert_eq!(engine.story_of(other.event), other.event);
    if aftermath.event != first.event {
        let links = engine.take_links();
        assert!(
            links
                .iter()
                .any(|link| link.event == aftermath.event && link.story == first.event)
        );
    }
}

/// What the parts of the state find, kept on so many machines, and what the whole finds.
fn of_parts_and_whole(engine: &mut Engine, new: &Newcomer, machines: usize) -> [Vec<Match>; 2] {
    let every: Vec<usize> = (0..lists::PARTS).collect();
    engine.events.probe(new.weighted);
    let mut found = Vec::new();
    for machine in 0..machines {
        let parts: Vec<usize> = every
            .iter()
            .copied()
            .filter(|part| part % machines == machine)
            .collect();
        found.extend(engine.events.candidates(new, &parts));
    }
    let mut shortlist = judge::shortlist(found);
    engine.events.weigh_up(new, &mut shortlist);
    [
        judge::judge(new, &shortlist),
        judge::judge(new, &engine.events.weighed(new, None)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The parts of the state, wherever they are kept, together give what the whole gives: for
    /// any stream, after any document of it.
    #[test]
    fn candidates_of_the_parts_are_those_of_the_whole(
        stream in prop::collection::vec((0u32..150, 0usize..3, 0usize..50), 40..120),
    ) {
        let mut engine = Engine::new();
        for (hour, (number, matter, skipped)) in (0i64..).zip(stream) {
            let (mut title, text) = unrelated(number);
            title.push_str(["路面塌陷", "食堂", "通报"][matter]);
            let text = format!("{text}{}", [SUBSIDENCE, CANTEEN, SUBSIDENCE_LATER][matter]);
            let text: String = text.chars().skip(skipped).collect();
            let features = features_of(hour, &title, &text);
            let weighted = engine.weights.weigh(&features);
            let new = newcomer(DocumentId(hour + 1), &features, &weighted);
            for machines in [2, 3, lists::PARTS] {
                let [parts, whole] = of_parts_and_whole(&mut engine, &new, machines);
                prop_assert_eq!(parts, whole, "{} machines, hour {}", machines, hour);
            }
            place(&mut engine, hour, &title, &text);
        }
    }
}

/// Places many short texts without the segmenter: only passages and fingerprints matter here.
#[test]
fn the_ring_of_texts_goes_round_and_a_snapshot_keeps_its_place() {
    let features = |number: u32| {
        let text: String = (0..12)
            .filter_map(|i| char::from_u32(0x4e00 + (number * 13 + i * 7) % 20_000))
            .collect();
        Features {
            sketch: crate::sketch::Sketch::of(&text),
            fingerprint: u64::from(number),
            ..Features::default()
        }
    };
    let mut engine = Engine::new();
    let words = Words::default();
    let mut number = 0;
    let mut next = |engine: &mut Engine| {
        number += 1;
        engine.place(DocumentId(number), &features(number as u32), &words)
    };
    for _ in 0..61_000 {
        next(&mut engine);
    }
    let mut again = Engine::restore(&engine.snapshot()).unwrap();
    assert_eq!(again, engine);
    let follow = features(70_000);
    assert_eq!(
        again.place(DocumentId(61_001), &follow, &words),
        engine.place(DocumentId(61_001), &follow, &words)
    );
    assert_eq!(again, engine);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// With a second core and without, at once and in parts: decisions, links and state are the same.
    #[test]
    fn two_cores_decide_as_one_does(
        stream in prop::collection::vec((0u32..60, 0usize..3, 0usize..4), 150..320),
        cut in 1usize..150,
    ) {
        let understood: Vec<Understood> = (0i64..)
            .zip(stream)
            .map(|(hour, (number, matter, skipped))| {
                let (mut title, text) = unrelated(number);
                title.push_str(["路面塌陷", "食堂", "通报"][matter]);
                let text = format!("{text}{}", [SUBSIDENCE, CANTEEN, SUBSIDENCE_LATER][matter]);
                let text: String = text.chars().skip(skipped * 9).collect();
                understander().understand(item(hour, &title, &text))
            })
            .collect();
        let arrivals: Vec<Arrival> = (1i64..)
            .zip(&understood)
            .map(|(number, one)| Arrival {
                id: DocumentId(number),
                features: &one.features,
                words: &one.words,
            })
            .collect();
        let (mut one, mut two) = (Engine::new(), Engine::new());
        let alone: Vec<Placement> = arrivals
            .iter()
            .map(|arrival| one.place(arrival.id, arrival.features, arrival.words))
            .collect();
        let (early, late) = arrivals.split_at(cut);
        let mut placed = two.place_all(early, true);
        placed.extend(two.place_all(late, true));
        let (beside, links): (Vec<Placement>, Vec<Option<StoryLink>>) = placed.into_iter().unzip();
        // A copy of a document that had joined an event hears of that event late.
        let joined = |head: DocumentId| alone[head.0 as usize - 1].event.0 != head.0;
        let of_joined = alone.iter().filter(|it| matches!(it.act, Act::CopyOf(head) if joined(head)));
        prop_assert!(of_joined.count() > 0, "the stream says nothing");
        prop_assert_eq!(&alone, &beside);
        prop_assert_eq!(one.take_links(), links.into_iter().flatten().collect::<Vec<_>>());
        prop_assert_eq!(one.snapshot(), two.snapshot());
    }
}
