//! User words: a change is followed by what is kept, wherever it is cut off, and an index that is
//! made anew beside the line holds everything.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::line::{Line, Outcome};
use desk::{Actor, IndexTask, WordFault};
use model::{DocumentId, Item, Part, Query};
use ports::{AuditAsk, Disk, Random};
use std::collections::BTreeSet;
use testkit::{Seeded, TestDesk};

/// Pieces that texts are made of: words of the common dictionary and some that lie across them.
const PIECES: &[&str] = &[
    "路面塌陷险情",
    "山月村路",
    "研究生命起源",
    "溪口古街",
    "和平安置房",
    "路面",
    "塌陷",
    "险情通报",
    "5G网络信号",
    "，",
    "。",
];
/// Words that come and go; some overlap, one holds another.
const WORDS: &[&str] = &[
    "路面塌陷险情",
    "塌陷险",
    "山月村",
    "月村路",
    "研究生命",
    "口古街",
    "和平安",
    "平安置",
    "5g网",
    "险情通",
];

fn text(chance: &Seeded) -> String {
    (0..3 + chance.bits() % 6)
        .map(|_| PIECES[chance.bits() as usize % PIECES.len()])
        .collect()
}

fn items(desk: &TestDesk, from: usize, count: usize, chance: &Seeded) -> Vec<Item> {
    (from..from + count)
        .map(|number| desk.item(&format!("i{number}"), &text(chance), &text(chance)))
        .collect()
}

fn chosen(chance: &Seeded) -> String {
    let words = WORDS.iter().filter(|_| chance.bits().is_multiple_of(2));
    words.flat_map(|word| [word, "\n"]).collect()
}

/// Everything that any word, piece of a word or place finds.
fn answers(desk: &TestDesk) -> Vec<(String, Vec<DocumentId>)> {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for text in PIECES.iter().chain(WORDS) {
        let chars: Vec<char> = text.to_lowercase().chars().collect();
        for from in 0..chars.len() {
            asked.extend((from + 1..=chars.len()).map(|to| chars[from..to].iter().collect()));
        }
    }
    let asked = asked.into_iter().map(|word| {
        let query = Query::Word(Part::Whole, word.clone());
        (word, desk.index().matching(&query).unwrap())
    });
    asked.filter(|(_, found)| !found.is_empty()).collect()
}

fn bring_up(line: &mut Line) -> usize {
    let mut turns = 0;
    while line.bring_index_up_some().unwrap() {
        turns += 1;
        assert!(turns < 1_000, "it comes to an end");
    }
    turns
}

#[test]
fn after_a_change_the_index_answers_like_one_made_anew() {
    let (desk, chance) = (TestDesk::new(), Seeded::new(11));
    desk.take(items(&desk, 0, 80, &chance), 7).unwrap();
    let mut differed = 0;
    for round in 0..6 {
        let before = answers(&desk);
        let words = chosen(&chance);
        desk.disk
            .write_whole("dictionary.txt", words.as_bytes())
            .unwrap();
        let (mut line, _) = desk.line().unwrap();
        bring_up(&mut line);
        drop(line);
        let followed = answers(&desk);
        desk.index().clear().unwrap();
        drop(desk.line().unwrap());
        assert_eq!(followed, answers(&desk), "round {round}: {words}");
        differed += usize::from(before != followed);
        desk.take(items(&desk, 1_000 * (round + 1), 10, &chance), 3)
            .unwrap();
    }
    assert!(differed >= 5, "the words make a difference: {differed}");
}

#[test]
fn only_documents_that_hold_a_changed_word_are_cut_again() {
    let desk = TestDesk::new();
    let mut all = vec![desk.item("a", "", "北门路面塌陷险情通报")];
    all.extend((0..20).map(|number| desk.item(&format!("b{number}"), "", "溪口镇灯会开幕")));
    desk.take(all, 5).unwrap();
    desk.disk
        .write_whole("dictionary.txt", "路面塌陷险情\n".as_bytes())
        .unwrap();
    let (mut line, _) = desk.line().unwrap();
    assert!(line.has_words_to_take());
    assert!(line.bring_index_up_some().unwrap());
    let work = desk.progress().now().unwrap();
    assert_eq!((work.task, work.done, work.of), (IndexTask::Words, 1, 1));
    bring_up(&mut line);
    assert!(!line.has_words_to_take() && desk.progress().now().is_none());
    let word = Query::Word(Part::Whole, "路面塌陷险情".into());
    assert_eq!(desk.index().matching(&word).unwrap(), [DocumentId(1)]);
}

#[test]
fn a_stop_in_the_middle_is_gone_on_from_and_a_failing_disk_loses_nothing() {
    let desk = TestDesk::new();
    let all = (0..450).map(|number| {
        desk.item(
            &format!("i{number}"),
            "",
            &format!("第{number}号路面塌陷险情"),
        )
    });
    desk.take(all.collect(), 50).unwrap();
    let whole = |desk: &TestDesk| {
        let word = Query::Word(Part::Whole, "路面塌陷险情".into());
        desk.index().matching(&word).unwrap().len()
    };
    desk.disk
        .write_whole("dictionary.txt", "路面塌陷险情\n".as_bytes())
        .unwrap();
    let (mut line, _) = desk.line().unwrap();
    assert!(line.bring_index_up_some().unwrap());
    let done = whole(&desk);
    assert!((1..450).contains(&done), "{done}");
    // The disk fails while it is written down how far it came.
    desk.disk.fail_write(1);
    assert!(line.bring_index_up_some().is_err());
    desk.disk.fail_write(0);
    drop(line);
    let (mut line, _) = desk.line().unwrap();
    assert!(line.has_words_to_take());
    let turns = bring_up(&mut line);
    assert!(turns <= 2, "what was done is not done again: {turns}");
    assert_eq!(whole(&desk), 450);
    drop(line);
    // A change that is taken back while it is followed.
    desk.disk.write_whole("dictionary.txt", b"").unwrap();
    let (mut line, _) = desk.line().unwrap();
    assert!(line.bring_index_up_some().unwrap());
    drop(line);
    desk.disk
        .write_whole("dictionary.txt", "路面塌陷险情\n".as_bytes())
        .unwrap();
    let (mut line, _) = desk.line().unwrap();
    bring_up(&mut line);
    assert_eq!(whole(&desk), 450);
}

#[test]
fn a_lost_note_of_the_words_in_use_makes_everything_be_cut_again() {
    let (desk, chance) = (TestDesk::new(), Seeded::new(5));
    desk.disk
        .write_whole("dictionary.txt", "路面塌陷险情\n山月村\n".as_bytes())
        .unwrap();
    desk.take(items(&desk, 0, 40, &chance), 7).unwrap();
    desk.disk.remove("user-words.json").unwrap();
    desk.disk
        .write_whole("dictionary.txt", "溪口古街\n".as_bytes())
        .unwrap();
    let (mut line, _) = desk.line().unwrap();
    bring_up(&mut line);
    drop(line);
    let followed = answers(&desk);
    desk.index().clear().unwrap();
    drop(desk.line().unwrap());
    assert_eq!(followed, answers(&desk));
}

/// Where the documents of a run went.
fn events(outcomes: &[Outcome]) -> Vec<i64> {
    let event = |outcome: &Outcome| match outcome {
        Outcome::Kept { event, .. } => event.0,
        Outcome::Refused { why, .. } => panic!("{why}"),
    };
    outcomes.iter().map(event).collect()
}

#[test]
fn recovering_across_a_change_of_words_gives_the_same_engine() {
    let run = |lose: bool| {
        let (desk, chance) = (TestDesk::new(), Seeded::new(3));
        desk.take(items(&desk, 0, 33, &chance), 7).unwrap();
        desk.disk
            .write_whole("dictionary.txt", "路面塌陷险情\n研究生命\n".as_bytes())
            .unwrap();
        desk.take(items(&desk, 100, 8, &chance), 3).unwrap();
        if lose {
            // Back to the snapshot that was written when the words changed.
            let newest = desk.disk.names().unwrap();
            let newest = newest.iter().rfind(|name| name.ends_with(".snapshot"));
            desk.disk.remove(newest.unwrap()).unwrap();
            let (_, recovered) = desk.line().unwrap();
            assert_eq!(recovered.followed, 8, "documents of the new words alone");
        }
        let outcomes = desk.take(items(&desk, 200, 60, &chance), 7).unwrap();
        let (mut line, _) = desk.line().unwrap();
        (events(&outcomes), line.engine().snapshot())
    };
    let (undisturbed, recovered) = (run(false), run(true));
    assert_eq!(undisturbed.0, recovered.0);
    assert!(
        undisturbed.1 == recovered.1,
        "the engine is the same to the byte"
    );
}

#[test]
fn an_index_made_anew_beside_the_line_loses_and_doubles_nothing() {
    let (desk, chance) = (TestDesk::new(), Seeded::new(9));
    desk.take(items(&desk, 0, 1_300, &chance), 100).unwrap();
    desk.index().clear().unwrap();
    let kept = |desk: &TestDesk| desk.runtime.block_on(desk.store().document_ids()).unwrap();
    let (mut line, recovered) = desk.line_beside().unwrap();
    assert_eq!(recovered.indexed, 0, "it is done later");
    let work = desk.progress().now().unwrap();
    assert_eq!((work.task, work.percent()), (IndexTask::Anew, 0));
    assert!(line.bring_index_up_some().unwrap());
    let found = desk.index().ids().unwrap().len();
    assert!(
        (1..1_300).contains(&found),
        "what is done is found: {found}"
    );
    // More comes in meanwhile, and is not put out of its turn.
    desk.take_by(&mut line, items(&desk, 5_000, 20, &chance), 7)
        .unwrap();
    assert_eq!(kept(&desk).len(), 1_320);
    assert!(desk.index().last_committed().unwrap() < DocumentId(1_320));
    drop(line);
    // Stopped there; the next start goes on.
    let (mut line, _) = desk.line_beside().unwrap();
    let health = desk.runtime.block_on(desk.desk().health());
    assert!(health.notes[0].contains("made anew"), "{:?}", health.notes);
    bring_up(&mut line);
    assert!(desk.progress().now().is_none());
    assert_eq!(desk.index().ids().unwrap(), kept(&desk));
    assert_eq!(desk.index().last_committed().unwrap(), DocumentId(1_320));
    let followed = answers(&desk);
    desk.take_by(&mut line, items(&desk, 6_000, 5, &chance), 2)
        .unwrap();
    assert_eq!(desk.index().ids().unwrap(), kept(&desk));
    drop(line);
    desk.index().clear().unwrap();
    drop(desk.line().unwrap());
    assert!(followed.len() <= answers(&desk).len());
}

#[test]
fn people_change_words_with_an_entry_and_take_it_back() {
    let desk = TestDesk::new();
    let (open, actor) = (desk.desk(), Actor::command_line());
    let run = |add: &str, remove: &str| {
        let change = open.change_words(&actor, add, remove);
        desk.runtime.block_on(change).unwrap()
    };
    desk.disk
        .write_whole("dictionary.txt", "# 本县\n雨\n山月村\n".as_bytes())
        .unwrap();
    let faulty = run("溪口古街\nrain\n路 面", "").unwrap_err();
    let faults: Vec<WordFault> = faulty.iter().map(|line| line.fault).collect();
    assert_eq!(faults, [WordFault::NoHan, WordFault::Blank]);
    let text = || String::from_utf8(desk.disk.read("dictionary.txt").unwrap().unwrap()).unwrap();
    assert_eq!(text(), "# 本县\n雨\n山月村\n", "all or none");
    let change = run("溪口古街\n路面塌陷险情\n山月村", "").unwrap();
    assert_eq!(change.added, ["溪口古街", "路面塌陷险情"]);
    assert_eq!(run("山月村", "没有").unwrap().id, 0, "nothing changes");
    let removed = run("", "雨\n山月村").unwrap();
    assert_eq!(removed.removed, ["山月村", "雨"]);
    assert_eq!(text(), "# 本县\n溪口古街\n路面塌陷险情\n");
    let undone = open.undo_words(&actor, change.id);
    let undone = desk.runtime.block_on(undone).unwrap();
    assert_eq!(undone.removed, ["溪口古街", "路面塌陷险情"]);
    let unknown = desk.runtime.block_on(open.undo_words(&actor, 99));
    assert!(unknown.unwrap_err().to_string().contains("by hand"));
    let ask = AuditAsk {
        act: "words.changed".to_owned(),
        limit: 10,
        ..AuditAsk::default()
    };
    let entries = desk.runtime.block_on(desk.store().audit(&ask)).unwrap();
    let details: Vec<&str> = entries
        .iter()
        .map(|entry| entry.note.details.as_str())
        .collect();
    assert_eq!(
        details,
        [
            "2 → 0; −2: 溪口古街 路面塌陷险情",
            "3 → 2; −2: 山月村 雨",
            "1 → 3; +2: 溪口古街 路面塌陷险情",
        ]
    );
}

#[test]
fn an_edited_file_is_noticed_between_two_runs_once_it_is_whole() {
    let desk = TestDesk::new();
    desk.take(vec![desk.item("a", "", "北门路面塌陷险情通报")], 1)
        .unwrap();
    let (mut line, _) = desk.line().unwrap();
    assert!(!line.bring_index_up_some().unwrap());
    let whole = || {
        let word = Query::Word(Part::Whole, "路面塌陷险情".into());
        desk.index().matching(&word).unwrap().len()
    };
    desk.disk
        .write_whole("dictionary.txt", "路面塌陷险情\n".as_bytes())
        .unwrap();
    assert!(
        !line.bring_index_up_some().unwrap(),
        "it was looked at just now"
    );
    desk.clock.forward_ms(2_000);
    assert!(
        !line.bring_index_up_some().unwrap(),
        "it may still be written"
    );
    desk.clock.forward_ms(2_000);
    assert!(line.bring_index_up_some().unwrap());
    bring_up(&mut line);
    assert_eq!(whole(), 1);
    desk.disk
        .write_whole("dictionary.txt", "a".repeat(2_000_000).as_bytes())
        .unwrap();
    desk.clock.forward_ms(2_000);
    assert!(!line.bring_index_up_some().unwrap());
    let book = desk.desk().word_book();
    let error = book.unwrap_err();
    let error = format!("{error} {:?}", std::error::Error::source(&error));
    assert!(error.contains("dictionary.txt"), "{error}");
    drop(line);
    let (_line, _) = desk.line().unwrap();
    assert_eq!(whole(), 1, "what is in use stays");
}
