//! Cases as they are looked at: the board, one sheet, and the figures of a month.

use crate::actor::Actor;
use crate::cover::Covered;
use crate::{Act, Desk, DeskError, DrillInput};
use model::{
    Answer, Case, CaseEntry, CaseId, CaseSettings, CaseState, Clock, EventId, EventRecord, Moment,
    Person, Playbook, Task, Unit, clocks,
};
use ports::CaseAsk;

/// Cases on the board at most.
const SHOWN_MAX: u64 = 300;
/// Closed ones on it.
const CLOSED_SHOWN: u64 = 20;
/// Cases that figures are counted of at most.
const COUNTED_MAX: u64 = 5_000;
/// Days that figures speak of.
const FIGURE_DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// The case.
    pub case: Case,
    /// Its clocks.
    pub clocks: Vec<Clock>,
    /// Tasks that are open, and all of them.
    pub tasks: (i64, i64),
    /// The name of who looks after it.
    pub owner: Option<String>,
    /// The name of the unit that leads.
    pub unit: Option<String>,
}

/// What happened in thirty days. Exercises are in none of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaseFigures {
    /// Cases that are not closed.
    pub open: i64,
    /// Those of them with a clock that is late.
    pub late: i64,
    /// Opened in these days.
    pub opened: i64,
    /// Of those: with a clock that was met in time.
    pub in_time: i64,
    /// Of those: with a clock that was met late, or is late.
    pub too_late: i64,
}

/// Which cases the board shows: all that are open, or the records behind one of its figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaseShow {
    /// Open ones and the last closed ones, exercises too.
    #[default]
    All,
    /// All that are open, but no exercise.
    Open,
    /// Open ones with a clock that is late.
    Late,
    /// Opened in thirty days.
    Opened,
    /// Of those: with a clock that was met in time.
    InTime,
    /// Of those: with a clock that was met late, or is late.
    TooLate,
}

impl CaseShow {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::All,
        Self::Open,
        Self::Late,
        Self::Opened,
        Self::InTime,
        Self::TooLate,
    ];

    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Open => "open",
            Self::Late => "late",
            Self::Opened => "opened",
            Self::InTime => "in_time",
            Self::TooLate => "too_late",
        }
    }

    fn shows(self, row: &CaseRow) -> bool {
        let any = |is: fn(&Clock) -> bool| row.clocks.iter().any(is);
        match self {
            Self::All | Self::Open | Self::Opened => true,
            Self::Late => any(|clock| clock.word() == "late"),
            Self::InTime => any(|clock| clock.word() == "met"),
            Self::TooLate => any(Clock::is_late),
        }
    }
}

/// The board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseBoard {
    /// Open cases and the last closed ones, the last that was opened first.
    pub rows: Vec<CaseRow>,
    /// What happened in thirty days.
    pub figures: CaseFigures,
}

/// Everything about one case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseSheet {
    /// The case.
    pub case: Case,
    /// Its clocks.
    pub clocks: Vec<Clock>,
    /// Its tasks, by when they are due.
    pub tasks: Vec<Task>,
    /// Its timeline.
    pub entries: Vec<CaseEntry>,
    /// The number of the first entry that is not as it was written.
    pub fault: Option<i64>,
    /// Of an exercise: what its script brings in, and when it came.
    pub inputs: Vec<DrillInput>,
    /// Its events, as far as they are there.
    pub events: Vec<EventRecord>,
    /// Its answers.
    pub answers: Vec<Answer>,
    /// Everybody, for choosing and for names.
    pub people: Vec<Person>,
    /// All units.
    pub units: Vec<Unit>,
    /// Playbooks that can be started.
    pub playbooks: Vec<Playbook>,
    /// The present.
    pub now: Moment,
}

impl Desk {
    /// The board of cases.
    pub async fn case_board(&self, actor: &Actor, show: CaseShow) -> Result<CaseBoard, DeskError> {
        actor.must(Act::SeeCases)?;
        let opened = self.opened_lately().await?;
        let open = self.open_cases(Some(false), COUNTED_MAX).await?;
        let (settings, _) = self.store.case_settings().await?;
        let figures = figures(&opened, &open, &settings, self.clock.now());
        let cases = match show {
            CaseShow::All => self.open_and_closed().await?,
            CaseShow::Open | CaseShow::Late => open,
            CaseShow::Opened | CaseShow::InTime | CaseShow::TooLate => opened,
        };
        let mut rows = self.case_rows(cases).await?;
        rows.retain(|row| show.shows(row));
        Ok(CaseBoard { rows, figures })
    }

    async fn open_cases(&self, exercise: Option<bool>, limit: u64) -> Result<Vec<Case>, DeskError> {
        let open = CaseState::ALL.into_iter();
        let ask = CaseAsk {
            states: open.filter(|state| *state != CaseState::Closed).collect(),
            exercise,
            limit,
            ..CaseAsk::default()
        };
        Ok(self.store.cases(&ask).await?)
    }

    async fn open_and_closed(&self) -> Result<Vec<Case>, DeskError> {
        let mut cases = self.open_cases(None, SHOWN_MAX).await?;
        let closed = CaseAsk {
            states: vec![CaseState::Closed],
            limit: CLOSED_SHOWN,
            ..CaseAsk::default()
        };
        cases.extend(self.store.cases(&closed).await?);
        Ok(cases)
    }

    /// Cases that were opened in the days that figures speak of; exercises are left out.
    async fn opened_lately(&self) -> Result<Vec<Case>, DeskError> {
        let ask = CaseAsk {
            exercise: Some(false),
            opened_from: Some(Moment(self.clock.now().0 - FIGURE_DAYS * DAY_MS)),
            limit: COUNTED_MAX,
            ..CaseAsk::default()
        };
        Ok(self.store.cases(&ask).await?)
    }

    /// Cases with what stands beside them in a list.
    async fn case_rows(&self, cases: Vec<Case>) -> Result<Vec<CaseRow>, DeskError> {
        let (settings, _) = self.store.case_settings().await?;
        let now = self.clock.now();
        let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
        let tasks = self.store.count_tasks(&ids).await?;
        let people = self.store.people().await?;
        let units = self.store.units().await?;
        let row = |case: Case| CaseRow {
            clocks: clocks(&case, &settings, now),
            tasks: (tasks.iter().find(|(id, ..)| *id == case.id))
                .map_or((0, 0), |(_, open, all)| (*open, *all)),
            owner: (people.iter().find(|person| Some(person.id) == case.owner))
                .map(|person| person.name.clone()),
            unit: (units.iter().find(|unit| Some(unit.id) == case.lead_unit))
                .map(|unit| unit.name.clone()),
            case,
        };
        Ok(cases.into_iter().map(row).collect())
    }

    /// Everything about one case.
    pub async fn case_sheet(&self, actor: &Actor, id: CaseId) -> Result<CaseSheet, DeskError> {
        actor.must(Act::SeeCases)?;
        let case = self.case_or_missing(id).await?;
        let (settings, _) = self.store.case_settings().await?;
        let timeline = self.store.timeline(id).await?;
        let now = self.clock.now();
        Ok(CaseSheet {
            clocks: clocks(&case, &settings, now),
            tasks: self.store.case_tasks(id).await?,
            inputs: self.drill_inputs(&case, &timeline.entries).await?,
            fault: CaseEntry::first_fault(&timeline.entries, timeline.last),
            entries: timeline.entries,
            events: self.store.events(&case.events).await?.covered(),
            answers: self.store.answers_of(id).await?,
            people: self.store.people().await?,
            units: self.store.units().await?,
            playbooks: self.store.playbooks().await?,
            now,
            case,
        })
    }

    /// The cases that an event is in.
    pub async fn cases_of_event(&self, event: EventId) -> Result<Vec<Case>, DeskError> {
        let ask = CaseAsk {
            event: Some(event),
            limit: CLOSED_SHOWN,
            ..CaseAsk::default()
        };
        Ok(self.store.cases(&ask).await?)
    }
}

fn figures(opened: &[Case], open: &[Case], settings: &CaseSettings, now: Moment) -> CaseFigures {
    let with = |cases: &[Case], is: &dyn Fn(&Clock) -> bool| {
        let has = |case: &&Case| clocks(case, settings, now).iter().any(is);
        cases.iter().filter(has).count() as i64
    };
    CaseFigures {
        open: open.len() as i64,
        late: with(open, &|clock| clock.word() == "late"),
        opened: opened.len() as i64,
        in_time: with(opened, &|clock| clock.word() == "met"),
        too_late: with(opened, &Clock::is_late),
    }
}
