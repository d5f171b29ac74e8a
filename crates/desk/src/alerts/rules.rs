//! Rules as people make them: checked, kept, approved, removed.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError, QueryProblem};
use model::{
    ChannelId, Level, PersonId, Query, Rule, RuleId, Sensitivity, TopicId, Watched, limits,
};

/// Longest cool-down: a week.
const COOL_DOWN_MAX: i64 = 7 * 24 * 60;

/// A rule as somebody writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleForm {
    /// What to call it.
    pub name: String,
    /// What it watches.
    pub watched: Watched,
    /// The topic whose question it asks.
    pub topic: Option<TopicId>,
    /// The question; of a topic's rule what is asked besides.
    pub query: String,
    /// How easily it fires.
    pub sensitivity: Sensitivity,
    /// Least heat, worst rank, fewest documents; none means the usual.
    pub number: Option<f64>,
    /// The level it proposes.
    pub level: Level,
    /// Minutes in which a matter is told once.
    pub cool_down_minutes: i64,
    /// Where it is told.
    pub channels: Vec<ChannelId>,
    /// Whether it rests.
    pub paused: bool,
    /// Where the question names a person: the public office that person holds.
    pub office_held: String,
}

impl Default for RuleForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            watched: Watched::Query,
            topic: None,
            query: String::new(),
            sensitivity: Sensitivity::Middle,
            number: None,
            level: Level::Yellow,
            cool_down_minutes: 60,
            channels: Vec::new(),
            paused: false,
            office_held: String::new(),
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleKept {
    /// It is kept.
    Kept {
        /// Its number.
        id: RuleId,
        /// Whether somebody has to approve it first.
        waits: bool,
    },
    /// The question is a person's name: which public office do they hold?
    NamesPerson(String),
    /// The question cannot be understood.
    Wrong(QueryProblem),
}

impl Desk {
    /// All rules.
    pub async fn rules(&self, actor: &Actor) -> Result<Vec<Rule>, DeskError> {
        actor.must(Act::SeeAlerts)?;
        Ok(self.store.rules().await?)
    }

    /// One rule.
    pub async fn rule(&self, actor: &Actor, id: RuleId) -> Result<Rule, DeskError> {
        let all = self.rules(actor).await?;
        let found = all.into_iter().find(|rule| rule.id == id);
        found.ok_or_else(|| DeskError::NotFound {
            kind: "rule",
            id: id.to_string(),
        })
    }

    /// Keeps a new rule, or one that was at `version` when it was read.
    pub async fn keep_rule(
        &self,
        actor: &Actor,
        of: Option<(RuleId, i64)>,
        form: &RuleForm,
    ) -> Result<RuleKept, DeskError> {
        actor.must(Act::ChangeRules)?;
        let query = match self.asked_of(form).await? {
            Ok(query) => query,
            Err(instead) => return Ok(instead),
        };
        let person = self.person_in(&query, &form.query);
        let office = form.office_held.trim();
        if let Some(person) = &person
            && office.is_empty()
        {
            return Ok(RuleKept::NamesPerson(person.clone()));
        }
        let before = match of {
            Some((id, _)) => Some(self.rule(actor, id).await?),
            None => None,
        };
        let rule = self.written(
            actor,
            of,
            (form, person.map(|_| office.to_owned())),
            before.as_ref(),
        );
        let act = of.map_or("rule.added", |_| "rule.changed");
        let details = format!("{}: {} {}", rule.name, rule.watched.word(), rule.query);
        let note = actor.note(self.clock.now(), act, "", details);
        let id = self.store.keep_rule(&rule, &note).await?;
        Ok(RuleKept::Kept {
            id,
            waits: rule.waits(),
        })
    }

    /// What a rule asks; what is said instead where that cannot be asked.
    async fn asked_of(&self, form: &RuleForm) -> Result<Result<Query, RuleKept>, DeskError> {
        let query = match self.check_query(&form.query) {
            Ok(query) => query,
            Err(problem) => return Ok(Err(RuleKept::Wrong(problem))),
        };
        checked(form)?;
        // What a topic asks must be able to be asked, and so must what the question names.
        let named = form.topic.map(|id| Query::Topic(id.to_string()));
        let asked = Query::And(named.into_iter().chain([query.clone()]).collect());
        let wrong = self.wrong_topics(asked, &form.query).await?;
        Ok(wrong.map_or(Ok(query), |problem| Err(RuleKept::Wrong(problem))))
    }

    fn written(
        &self,
        actor: &Actor,
        of: Option<(RuleId, i64)>,
        (form, office_held): (&RuleForm, Option<String>),
        before: Option<&Rule>,
    ) -> Rule {
        let (id, version) = of.unwrap_or_default();
        let me = actor.who.person.unwrap_or(PersonId(0));
        let same = before
            .filter(|rule| rule.query == form.query.trim() && rule.office_held == office_held);
        Rule {
            id,
            name: form.name.trim().to_owned(),
            watched: form.watched,
            topic: form.topic,
            query: form.query.trim().to_owned(),
            sensitivity: form.sensitivity,
            number: form.number.unwrap_or_else(|| form.watched.usual_number()),
            level: form.level,
            cool_down_minutes: form.cool_down_minutes,
            channels: form.channels.clone(),
            paused: form.paused,
            asked_by: same.map_or(me, |rule| rule.asked_by),
            owner: before.map_or(me, |rule| rule.owner),
            owner_name: before.map_or(actor.name.clone(), |rule| rule.owner_name.clone()),
            made_at: before.map_or(self.clock.now(), |rule| rule.made_at),
            // Another question, or another office, has to be approved anew.
            approved: same.and_then(|rule| rule.approved.clone()),
            office_held,
            version,
        }
    }

    /// Rules that name a person, for everybody to see.
    pub async fn rules_for_persons(&self) -> Result<Vec<Rule>, DeskError> {
        let all = self.store.rules().await?.into_iter();
        Ok(all.filter(|rule| rule.office_held.is_some()).collect())
    }

    /// Approves a rule that names a person. Neither who asked nor who owns it does.
    pub async fn approve_rule(&self, actor: &Actor, id: RuleId) -> Result<(), DeskError> {
        actor.must(Act::ApproveNames)?;
        let mut rule = self.rule(actor, id).await?;
        if [Some(rule.owner), Some(rule.asked_by)].contains(&actor.who.person) {
            let words = "somebody else than who made it has to approve it";
            return Err(DeskError::Invalid(words.to_owned()));
        }
        rule.approved = Some((actor.name.clone(), self.clock.now()));
        let note = actor.note(self.clock.now(), "rule.approved", "", rule.query.clone());
        self.store.keep_rule(&rule, &note).await?;
        Ok(())
    }

    /// Removes a rule; its alerts stay.
    pub async fn remove_rule(&self, actor: &Actor, id: RuleId) -> Result<(), DeskError> {
        actor.must(Act::ChangeRules)?;
        let rule = self.rule(actor, id).await?;
        let now = self.clock.now();
        let note = actor.note(now, "rule.removed", id.to_string(), rule.name);
        Ok(self.store.remove_rule(id, now, &note).await?)
    }
}

/// Refuses what no rule can be.
fn checked(form: &RuleForm) -> Result<(), DeskError> {
    let wrong = |words: &str| Err(DeskError::Invalid(words.to_owned()));
    let name = form.name.trim();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS_MAX {
        return wrong("a rule needs a name, not too long a one");
    }
    if form.watched == Watched::Query && form.topic.is_none() && form.query.trim().is_empty() {
        return wrong("a rule that watches documents needs a question or a topic");
    }
    if !(0..=COOL_DOWN_MAX).contains(&form.cool_down_minutes) {
        return wrong("the cool-down is between 0 minutes and a week (10080)");
    }
    if form
        .number
        .is_some_and(|number| !(0.0..=1e9).contains(&number))
    {
        return wrong("the number of the rule is between 0 and 1,000,000,000");
    }
    Ok(())
}

impl Desk {
    /// Numbers and names of channels that word can be sent by.
    pub async fn channel_names(&self) -> Result<Vec<(ChannelId, String)>, DeskError> {
        let channels = self.store.channels().await?.into_iter();
        Ok(channels
            .filter(|channel| channel.removed_at.is_none())
            .map(|channel| (channel.id, channel.said.name))
            .collect())
    }
}
