//! Sample rules and alerts.

use crate::alert_question::AlertQuestions;
use crate::language::Language;
use crate::pages::rule_page::RulesPage;
use crate::pages::{alert, alerts};
use crate::sample::{Amount, NOW, SampleDesk};
use crate::sample_levels::{conditions_of, level_why};
use askama::Template;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::{Actor, AlertAct, AlertAsk, AlertSheet, DeskError, RuleForm, RuleKept, RuleTrial};
use model::{
    About, Alert, AlertId, AlertState, ChannelId, DocumentId, EventId, HOUR_MS, HeldBack, Level,
    Moment, PersonId, Rule, RuleId, Sensitivity, Signal, SourceId, StartCondition, Watched, Why,
};

fn reasons() -> Vec<(About, Why, Level, &'static str)> {
    vec![
        (
            About::Event(EventId(1)),
            Why::Rise {
                heat: 48.2,
                rise: 3.6,
                voices: 37,
            },
            Level::Orange,
            "青岚水库泄洪，下游三个村连夜转移",
        ),
        (
            About::Rule(RuleId(2)),
            Why::Spike {
                count: 31,
                usual: 4.2,
                yesterday: 5,
                week_ago: 3,
                chance: 0.000_001,
            },
            Level::Yellow,
            "停水投诉",
        ),
    ]
}

fn more_reasons() -> Vec<(About, Why, Level, &'static str)> {
    vec![
        (
            About::Source(SourceId(1)),
            Why::Silent {
                count: 0,
                mean: 42.5,
            },
            Level::Blue,
            "青岚日报 <b>粗体</b>",
        ),
        (
            About::Event(EventId(2)),
            Why::Flood {
                documents: 64,
                voices: 22,
                minutes: 40,
            },
            Level::Red,
            "二小食堂",
        ),
    ]
}

pub(crate) fn alerts_of(amount: Amount) -> Vec<Alert> {
    let all = (1..).zip(reasons().into_iter().chain(more_reasons())).map(
        |(number, (about, why, level, title))| Alert {
            id: AlertId(number),
            about,
            rule: RuleId(number),
            rule_name: "汛情 <script>alert(1)</script>".to_owned(),
            title: title.to_owned(),
            why,
            proposed: level,
            level_why: level_why(level),
            level: (number == 1).then_some(level),
            state: AlertState::ALL[(number as usize - 1) % 3],
            signals: number * 7,
            first_at: Moment(NOW.0 - 2 * HOUR_MS),
            last_at: NOW,
            told_at: (number != 3).then_some(NOW),
            held: (number == 3).then_some(HeldBack::Quiet),
            steps: 0,
            taken: (number == 2).then(|| (PersonId(1), "周值班".to_owned(), NOW)),
            assessment: String::new(),
            version: 1,
        },
    );
    match amount {
        Amount::Empty => Vec::new(),
        Amount::One => all.take(1).collect(),
        Amount::Many => all.collect(),
    }
}

pub(crate) fn rules_of(amount: Amount) -> Vec<Rule> {
    let all = (1..).zip(Watched::ALL).map(|(number, watched)| Rule {
        id: RuleId(number),
        name: format!("规则{number} <i>汛情</i>"),
        watched,
        topic: (number == 4).then_some(model::TopicId(1)),
        query: "水库 (溃坝 OR 泄洪)".to_owned(),
        sensitivity: Sensitivity::Middle,
        number: watched.usual_number(),
        level: Level::ALL[(number as usize) % 4],
        cool_down_minutes: 60,
        channels: vec![ChannelId(1)],
        paused: number == 3,
        owner: PersonId(1),
        owner_name: "林分析".to_owned(),
        asked_by: PersonId(1),
        made_at: NOW,
        office_held: (number == 2).then(|| "青岚县县长".to_owned()),
        approved: None,
        version: 1,
    });
    match amount {
        Amount::Empty => Vec::new(),
        Amount::One => all.take(1).collect(),
        Amount::Many => all.collect(),
    }
}

fn sheet(alert: Alert) -> AlertSheet {
    let signal = Signal {
        rule: alert.rule,
        rule_name: alert.rule_name.clone(),
        about: alert.about,
        document: Some(DocumentId(1)),
        at: alert.last_at,
        why: alert.why.clone(),
        level: alert.proposed,
        title: alert.title.clone(),
    };
    AlertSheet {
        alert,
        signals: vec![signal],
        event: None,
    }
}

fn trial() -> RuleTrial {
    RuleTrial {
        from: Moment(NOW.0 - 30 * 24 * HOUR_MS),
        to: NOW,
        days: vec![(20_500, 2), (20_509, 1)],
        signals: 9,
        last: vec![(NOW, Some(DocumentId(1))), (Moment(NOW.0 - HOUR_MS), None)],
        cut: true,
    }
}

/// The sample's pages about alerts.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let (alerts, rules) = (alerts_of(amount), rules_of(amount));
    let first = |alert: Option<Alert>| alert.unwrap_or_else(|| alerts_of(Amount::One).remove(0));
    let one = first(alerts.get(1).or(alerts.first()).cloned());
    let rule = rules_of(Amount::Many).remove(usize::from(amount == Amount::Many));
    let channels = [(ChannelId(1), "值班群".to_owned())];
    let list = alerts::Asked::default();
    let tried = (amount != Amount::Empty).then(trial);
    let channels = if amount == Amount::Empty {
        &channels[..0]
    } else {
        &channels[..]
    };
    Ok(vec![
        (
            "alerts",
            alerts::AlertsPage::new(&alerts, &list, language, zone).render()?,
        ),
        (
            "alert",
            alert::AlertPage::new(&sheet(one), None, language, zone).render()?,
        ),
        (
            "rules",
            RulesPage::list(&rules, channels, RuleForm::default(), language)
                .with_topics(&crate::sample_topics::topics_of(amount), None)
                .render()?,
        ),
        (
            "one_rule",
            RulesPage::one(&rule, channels, tried.as_ref(), language, zone).render()?,
        ),
    ])
}

#[async_trait]
impl AlertQuestions for SampleDesk {
    async fn alerts(&self, _: &AlertAsk) -> Result<Vec<Alert>, DeskError> {
        Ok(alerts_of(self.0))
    }

    async fn alert_sheet(&self, id: AlertId) -> Result<AlertSheet, DeskError> {
        let found = alerts_of(self.0).into_iter().find(|alert| alert.id == id);
        found.map(sheet).ok_or_else(|| DeskError::NotFound {
            kind: "alert",
            id: id.to_string(),
        })
    }

    async fn decide_alert(
        &self,
        _: &Actor,
        (id, _): (AlertId, i64),
        _: &AlertAct,
    ) -> Result<Alert, DeskError> {
        Ok(self.alert_sheet(id).await?.alert)
    }

    async fn rules(&self, _: &Actor) -> Result<Vec<Rule>, DeskError> {
        Ok(rules_of(self.0))
    }

    async fn rule(&self, _: &Actor, id: RuleId) -> Result<Rule, DeskError> {
        let found = rules_of(self.0).into_iter().find(|rule| rule.id == id);
        found.ok_or_else(|| DeskError::NotFound {
            kind: "rule",
            id: id.to_string(),
        })
    }

    async fn keep_rule(
        &self,
        _: &Actor,
        _: Option<(RuleId, i64)>,
        form: &RuleForm,
    ) -> Result<RuleKept, DeskError> {
        Ok(if form.query == "县长" {
            RuleKept::NamesPerson("县长".to_owned())
        } else {
            RuleKept::Kept {
                id: RuleId(1),
                waits: false,
            }
        })
    }

    async fn approve_rule(&self, _: &Actor, _: RuleId) -> Result<(), DeskError> {
        Ok(())
    }

    async fn remove_rule(&self, _: &Actor, _: RuleId) -> Result<(), DeskError> {
        Ok(())
    }

    async fn try_rule(&self, _: &Rule, _: i64) -> Result<RuleTrial, DeskError> {
        Ok(trial())
    }

    async fn channel_names(&self) -> Result<Vec<(ChannelId, String)>, DeskError> {
        Ok(vec![(ChannelId(1), "值班群".to_owned())])
    }

    async fn alerts_told_after(&self, _: Moment) -> Result<Vec<Alert>, DeskError> {
        Ok(Vec::new())
    }

    async fn start_conditions(&self) -> Result<(Vec<StartCondition>, i64), DeskError> {
        Ok((conditions_of(self.0), 1))
    }

    async fn change_start_conditions(
        &self,
        _: &Actor,
        _: i64,
        _: &[StartCondition],
    ) -> Result<(), DeskError> {
        Ok(())
    }
}
