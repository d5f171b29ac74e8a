//! Sample cases, tasks and leads. All of it is fictional.

use crate::language::Language;
use crate::pages::cases::{board, new, own, review, settings, sheet};
use crate::sample::{Amount, NOW};
use askama::Template;
use chrono_tz::Tz;
use desk::{CaseBoard, CaseFigures, CaseRow, CaseSheet, CaseShow, DrillInput, OwnTask};
use model::{
    Case, CaseEntry, CaseFile, CaseId, CaseSettings, CaseState, Closing, EntryKind, EventId,
    HOUR_MS, Instruction, Lead, LeadId, LeadState, Level, Moment, NewEntry, NewTask, PersonId,
    PlaybookId, Said, Task, TaskId, TaskState, UnitId, Who, clocks,
};

const TITLES: &[&str] = &[
    "北门外大街路面塌陷",
    "<script>alert(2)</script> 溪口镇积水",
    "二小食堂豆角中毒",
    "演练：水库“开裂”传言",
];

fn at(hours: i64) -> Moment {
    Moment(NOW.0 - hours * HOUR_MS)
}

pub(crate) fn case(index: usize) -> Case {
    let state = CaseState::ALL[index % 6];
    let age = 1 + index as i64 * 3;
    let assessed = state != CaseState::New;
    let answered = state >= CaseState::Answered;
    Case {
        id: CaseId(1 + index as i64),
        title: TITLES[index % TITLES.len()].to_owned(),
        state,
        level: assessed.then(|| Level::ALL[index % 4]),
        owner: (index % 3 != 2).then_some(PersonId(1)),
        lead_unit: (index % 4 != 3).then_some(UnitId(2)),
        events: vec![EventId(1), EventId(90)],
        exercise: index % 4 == 3,
        opened_at: at(age),
        first_seen_at: at(age + 2),
        confirmed_at: assessed.then(|| at(age - 1)),
        closed_at: (state == CaseState::Closed).then(|| at(0)),
        instruction: (index % 2 == 1).then(|| Instruction {
            text: "抓紧抢修，\n及时回应。".to_owned(),
            by: "县领导".to_owned(),
            at: at(age),
        }),
        said: Said {
            first_word: answered.then(|| at(age - 1)),
            ..Said::default()
        },
        closing: (state == CaseState::Closed).then(|| Closing {
            asked: "何时修好？".to_owned(),
            done: "三日内修复通车，并查清原因。".to_owned(),
        }),
        lead: None,
        playbook: (index % 6 == 3).then_some((PlaybookId(1), 2)),
        changed: ("王芳".to_owned(), at(0)),
        version: 3,
    }
}

fn row(index: usize) -> CaseRow {
    let case = case(index);
    CaseRow {
        clocks: clocks(&case, &CaseSettings::default(), NOW),
        tasks: (index as i64 % 3, 3),
        owner: case.owner.map(|_| "王芳".to_owned()),
        unit: case.lead_unit.map(|_| "城关镇".to_owned()),
        case,
    }
}

pub(crate) fn board_of(amount: Amount) -> CaseBoard {
    let rows: Vec<CaseRow> = (0..amount.count()).map(row).collect();
    CaseBoard {
        figures: CaseFigures {
            open: rows.len() as i64,
            late: rows.len() as i64 / 3,
            opened: rows.len() as i64,
            in_time: rows.len() as i64 / 2,
            too_late: rows.len() as i64 / 4,
        },
        rows,
    }
}

fn task(index: usize) -> Task {
    let state = TaskState::ALL[index % 3];
    Task {
        id: TaskId(1 + index as i64),
        case: CaseId(1),
        said: NewTask {
            unit: (index % 4 != 3).then_some(UnitId(2)),
            title: "派员到现场查看，<b>封路</b>并设围挡".to_owned(),
            due_at: at(3 - index as i64),
        },
        state,
        note: if state == TaskState::Open {
            String::new()
        } else {
            "已设围挡，交警在场。".to_owned()
        },
        ended_at: (state != TaskState::Open).then(|| at(1)),
        changed: ("王芳".to_owned(), at(1)),
        version: 1,
    }
}

/// What happened: kind, of what, in which words.
const TOLD: &[(EntryKind, &str, &str)] = &[
    (EntryKind::Opened, "", "溪口镇积水"),
    (EntryKind::EventAdded, "e1", ""),
    (EntryKind::Changed, "", "level\t\tIII\nowner\t李娜\t王芳"),
    (EntryKind::Stepped, "assessed", ""),
    (
        EntryKind::Commented,
        "",
        "<script>alert(3)</script>\n水利局已到场",
    ),
    (EntryKind::TaskChanged, "j1 done", "派员查看\n已设围挡"),
    (EntryKind::SaidElsewhere, "first_word", "县电视台 18:00"),
    (EntryKind::AnswerPublished, "w1", "水库没有开裂"),
    (
        EntryKind::Stepped,
        "closed",
        "\nasked\t\t何时修好？\ndone\t\t三日内修复",
    ),
];

/// What happened, as it is written: with fields, with somebody's words, with a file.
fn entries(count: usize) -> Vec<CaseEntry> {
    let mut before = String::new();
    (1..)
        .zip(TOLD.iter().copied().take(count))
        .map(|(number, (kind, object, text))| {
            let said = NewEntry {
                at: at(20 - number),
                who: Who {
                    person: Some(PersonId(1)),
                    name: "王芳".to_owned(),
                    address: String::new(),
                },
                kind,
                object: object.to_owned(),
                text: text.to_owned(),
                file: (kind == EntryKind::Commented).then(|| CaseFile {
                    name: "5ec4e7".to_owned(),
                    title: "现场.jpg".to_owned(),
                }),
            };
            before = CaseEntry::hash_of(&before, CaseId(1), number, &said);
            CaseEntry {
                case: CaseId(1),
                number,
                said,
                hash: before.clone(),
            }
        })
        .collect()
}

/// What the script of an exercise brought in, in time, late, and not yet.
fn inputs_of(amount: Amount) -> Vec<DrillInput> {
    let many = (1..).zip([(Some(20), Some(18)), (Some(14), None), (None, None)]);
    many.take(amount.count().min(3))
        .map(|(number, (came, answered))| DrillInput {
            number,
            text: "记者: 来电询问<b>伤亡</b>情况".to_owned(),
            planned: at(21 - 3 * number as i64),
            came: came.map(at),
            answered: answered.map(at),
        })
        .collect()
}

pub(crate) fn sheet_of(amount: Amount) -> CaseSheet {
    let many = amount == Amount::Many;
    let mut case = case(match amount {
        Amount::Empty => 0,
        Amount::One => 5,
        Amount::Many => 3,
    });
    if amount == Amount::Empty {
        case.events.clear();
    }
    let office = crate::sample_office::directory(amount);
    CaseSheet {
        clocks: clocks(&case, &CaseSettings::default(), NOW),
        tasks: (0..amount.count().min(4)).map(task).collect(),
        entries: entries(if many { 9 } else { 1 }),
        fault: many.then_some(4),
        inputs: inputs_of(amount),
        events: Vec::new(),
        answers: crate::sample_answers::answers(amount),
        people: office.people,
        units: office.units.into_iter().map(|(unit, _)| unit).collect(),
        playbooks: crate::sample_answers::playbooks(amount),
        now: NOW,
        case,
    }
}

pub(crate) fn own_of(amount: Amount) -> Vec<OwnTask> {
    (0..amount.count().min(6))
        .map(|index| OwnTask {
            task: Task {
                state: TaskState::Open,
                note: String::new(),
                ended_at: None,
                ..task(index)
            },
            case_title: TITLES[index % TITLES.len()].to_owned(),
            exercise: index % 4 == 3,
        })
        .collect()
}

pub(crate) fn lead(index: usize) -> Lead {
    let state = LeadState::ALL[index % 4];
    Lead {
        id: LeadId(1 + index as i64),
        at: at(index as i64),
        text: "北门外大街路灯不亮三天了，<b>老人</b>摔倒。联系 ••••••••••• 。".to_owned(),
        place: "北门外大街".to_owned(),
        link: "https://forum.qinglan.example/t/9".to_owned(),
        state,
        reply: if state == LeadState::Received {
            String::new()
        } else {
            "已转城关镇处理。".to_owned()
        },
        case: (state == LeadState::Handling).then_some(CaseId(1)),
        changed: ("王芳".to_owned(), at(0)),
        version: 1,
    }
}

fn new_case(language: Language) -> new::NewCasePage {
    let asked = new::Asked {
        event: "e1".to_owned(),
        ..new::Asked::default()
    };
    new::NewCasePage::new(&asked, language)
}

/// Pages of cases.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let show = match amount {
        Amount::One => CaseShow::Late,
        _ => CaseShow::All,
    };
    Ok(vec![
        (
            "cases",
            board::CasesPage::new(&board_of(amount), show, NOW, language, zone).render()?,
        ),
        (
            "case",
            sheet::CasePage::new(&sheet_of(amount), language, zone).render()?,
        ),
        (
            "case-review",
            review::ReviewPage::new(&sheet_of(amount), language, zone).render()?,
        ),
        ("case-new", new_case(language).render()?),
        (
            "tasks",
            own::TasksPage::new(&own_of(amount), NOW, language, zone).render()?,
        ),
        (
            "case-settings",
            settings::CaseSettingsPage::new(CaseSettings::default(), 0, language).render()?,
        ),
    ])
}
