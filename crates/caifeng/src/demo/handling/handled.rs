//! One case on its way, deed by deed, each at its minute.

use super::matter::Matter;
use super::stage::{MINUTE_MS, Stage};
use anyhow::{Context, Result};
use desk::{CaseForm, OpenCase, SignForm};
use model::{
    AnswerId, AnswerKind, CaseId, CaseState, ClockKind, Closing, EventId, Level, Moment,
    PlaybookId, Step, TaskState, Verdict, Wording,
};

/// What somebody does about a case.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed<'a> {
    /// The duty officer assesses it, gives it to its unit, and starts a playbook.
    Begin(Level, PlaybookId),
    /// Who says what.
    Comment(&'a str, &'a str),
    /// Who ends which task with which words.
    Done(&'a str, &'a str, &'a str),
    /// What the office said elsewhere.
    Say(&'a str),
    /// A unit is given something to do within hours.
    Task(&'a str, &'a str, i64),
    /// The analyst drafts the answer.
    Draft(AnswerKind),
    /// The editor reviews it.
    Review,
    /// The leader signs it off and publishes it.
    Publish,
    /// Who goes a step on.
    Step(&'a str, CaseState),
}

/// A case on its way, with the moment it was opened.
#[derive(Debug)]
pub(super) struct Handled<'a> {
    stage: &'a Stage,
    matter: &'a Matter,
    case: CaseId,
    opened: Moment,
}

impl<'a> Handled<'a> {
    pub(super) async fn open(
        stage: &'a Stage,
        matter: &'a Matter,
        event: Option<EventId>,
        opened: Moment,
    ) -> Result<Self> {
        stage.at(opened);
        let leader = stage.person("leader")?.name.clone();
        let ask = OpenCase {
            title: matter.title.clone(),
            event,
            instruction: matter.instruction.clone(),
            instructed_by: leader,
            ..OpenCase::default()
        };
        let case = stage.desk.open_case(&stage.actor("duty")?, &ask).await?;
        Ok(Self {
            stage,
            matter,
            case,
            opened,
        })
    }

    /// So many minutes after the opening.
    fn at(&self, minutes: i64) {
        self.stage.at(Moment(self.opened.0 + minutes * MINUTE_MS));
    }

    async fn version(&self) -> Result<i64> {
        let editor = self.stage.actor("editor")?;
        let sheet = self.stage.desk.case_sheet(&editor, self.case).await?;
        Ok(sheet.case.version)
    }

    /// Assessed, given to a unit, handled by a playbook.
    async fn begin(&self, level: Level, playbook: PlaybookId) -> Result<()> {
        let officer = self.stage.actor("duty")?;
        let form = CaseForm {
            title: self.matter.title.clone(),
            level: Some(level),
            owner: officer.who.person,
            lead_unit: self.stage.unit(&self.matter.lead_unit),
        };
        let seen = self.version().await?;
        let desk = &self.stage.desk;
        desk.change_case(&officer, self.case, seen, &form).await?;
        self.step("duty", CaseState::Assessed).await?;
        self.step("duty", CaseState::Handling).await?;
        let seen = self.version().await?;
        let started = desk.start_playbook(&officer, self.case, seen, playbook);
        Ok(started.await?)
    }

    async fn step(&self, login: &str, to: CaseState) -> Result<()> {
        let actor = self.stage.actor(login)?;
        let step = Step {
            closing: Closing {
                asked: self.matter.asked.clone(),
                done: self.matter.closed.clone(),
            },
            ..Step::default()
        };
        let seen = self.version().await?;
        let taken = (self.stage.desk).step_case(&actor, self.case, seen, to, &step);
        Ok(taken.await?)
    }

    /// Does everything in order of time.
    pub(super) async fn goes(&self, mut deeds: Vec<(i64, Deed<'_>)>) -> Result<()> {
        deeds.sort_by_key(|(minutes, _)| *minutes);
        let mut answer = AnswerId(0);
        for (minutes, deed) in deeds {
            self.at(minutes);
            match deed {
                Deed::Begin(level, playbook) => self.begin(level, playbook).await?,
                Deed::Comment(who, text) => {
                    let actor = self.stage.actor(who)?;
                    let desk = &self.stage.desk;
                    desk.comment_case(&actor, self.case, text, None).await?;
                }
                Deed::Done(who, task, note) => self.done(who, task, note).await?,
                Deed::Say(text) => self.say(text).await?,
                Deed::Task(unit, what, hours) => self.task(unit, what, hours).await?,
                Deed::Draft(kind) => answer = self.draft(kind).await?,
                Deed::Review => self.review(answer).await?,
                Deed::Publish => self.publish(answer).await?,
                Deed::Step(who, to) => self.step(who, to).await?,
            }
        }
        Ok(())
    }

    async fn task(&self, unit: &str, what: &str, hours: i64) -> Result<()> {
        let seen = self.version().await?;
        let officer = self.stage.actor("duty")?;
        let unit = self.stage.unit(unit);
        let given = (self.stage.desk).add_task(&officer, self.case, seen, unit, what, hours);
        Ok(given.await?)
    }

    /// A unit ends what it did.
    async fn done(&self, who: &str, words: &str, note: &str) -> Result<()> {
        let actor = self.stage.actor(who)?;
        let sheet = self.stage.desk.case_sheet(&actor, self.case).await?;
        let mut tasks = sheet.tasks.into_iter();
        let task = tasks.find(|task| task.said.title.contains(words));
        let task = task.with_context(|| format!("no task of {} is {words}", self.case))?;
        (self.stage.desk)
            .change_task(&actor, task.id, task.version, TaskState::Done, note)
            .await?;
        Ok(())
    }

    /// What the office said elsewhere.
    async fn say(&self, text: &str) -> Result<()> {
        let actor = self.stage.actor("duty")?;
        let seen = self.version().await?;
        let kind = ClockKind::FirstWord;
        let said = (self.stage.desk).said_elsewhere(&actor, self.case, seen, kind, text);
        Ok(said.await?)
    }

    async fn draft(&self, kind: AnswerKind) -> Result<AnswerId> {
        let wording = Wording {
            title: self.matter.answer.clone(),
            claim: self.matter.claim.clone(),
            verdict: Verdict::False,
            text: self.matter.answer_text.trim().to_owned(),
        };
        let analyst = self.stage.actor("analyst")?;
        let full = kind == AnswerKind::Statement;
        let drafted = (self.stage.desk).draft_answer(&analyst, self.case, kind, full, &wording);
        Ok(drafted.await?)
    }

    async fn seen(&self, answer: AnswerId) -> Result<i64> {
        let editor = self.stage.actor("editor")?;
        let sheet = self.stage.desk.answer_sheet(&editor, answer).await?;
        Ok(sheet.answer.version)
    }

    async fn review(&self, answer: AnswerId) -> Result<()> {
        let seen = self.seen(answer).await?;
        let editor = self.stage.actor("editor")?;
        let reviewed = self.stage.desk.review_answer(&editor, answer, seen);
        Ok(reviewed.await?)
    }

    /// Signed off by the leader and published, which answers the case.
    async fn publish(&self, answer: AnswerId) -> Result<()> {
        let leader = self.stage.actor("leader")?;
        let form = SignForm {
            handling: "逐所逐校核实，公布依据；护学岗时间贴在校门口。".to_owned(),
            authorised_by: leader.name.clone(),
            wording: true,
        };
        let desk = &self.stage.desk;
        let seen = self.seen(answer).await?;
        desk.sign_answer(&leader, answer, seen, &form).await?;
        let seen = self.seen(answer).await?;
        Ok(desk.publish_answer(&leader, answer, seen).await?)
    }
}
