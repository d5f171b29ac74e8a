//! `caifeng rules` and `caifeng alerts`: what is watched, and what was seen.

use crate::args::{AddRule, AlertsArgs, Grave, How, RulesArgs, RulesCommand, Standing, Watch};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use chrono_tz::Tz;
use desk::{
    Actor, AlertAsk, Desk, RuleForm, RuleKept, RuleTrial, Tongue, level_reason, level_words,
    why_sentence,
};
use model::{Alert, AlertId, AlertState, ChannelId, Level, Rule, RuleId, Sensitivity, Watched};
use serde_json::{Value, json};

pub(crate) fn run(args: &RulesArgs) -> Result<Ended> {
    let runtime = runtime()?;
    let as_json = args.place.json;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        match &args.command {
            RulesCommand::List => list(&desk, as_json).await?,
            RulesCommand::Add(add) => self::add(&desk, add, as_json).await?,
            RulesCommand::Test { rule, since } => {
                let rule = known(&desk, rule).await?;
                let trial = desk.try_rule(&rule, *since).await?;
                tell_trial(&rule, &trial, *since, house.time_zone, as_json)?;
            }
            RulesCommand::Levels { rows, usual } => {
                super::levels::levels(&desk, rows, *usual, as_json).await?;
            }
            RulesCommand::Remove { rule } => {
                let rule = known(&desk, rule).await?;
                desk.remove_rule(&Actor::command_line(), rule.id).await?;
                output::line(&format!("{} is removed; its alerts stay", rule.id))?;
            }
        }
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

async fn known(desk: &Desk, id: &str) -> Result<Rule> {
    let id = RuleId::parse(id)
        .with_context(|| format!("{id} is no rule; `caifeng rules list` numbers them"))?;
    Ok(desk.rule(&Actor::command_line(), id).await?)
}

fn shown(rule: &Rule) -> Value {
    json!({
        "id": rule.id.to_string(), "name": rule.name, "watches": rule.watched.word(), "query": rule.query,
        "topic": rule.topic.map(|topic| topic.to_string()),
        "sensitivity": rule.sensitivity.word(), "number": rule.number, "level": rule.level.word(),
        "cool_down_minutes": rule.cool_down_minutes, "paused": rule.paused, "owner": rule.owner_name,
        "channels": rule.channels.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "office_held": rule.office_held, "waits": rule.waits(),
    })
}

async fn list(desk: &Desk, as_json: bool) -> Result<()> {
    let rules = desk.rules(&Actor::command_line()).await?;
    if as_json {
        return output::json(&rules.iter().map(shown).collect::<Vec<_>>());
    }
    if rules.is_empty() {
        return output::line("no rules yet; `caifeng rules add NAME QUERY` makes one");
    }
    let rows = rules.iter().map(|rule| {
        let state = match (rule.paused, rule.waits()) {
            (true, _) => "paused",
            (_, true) => "waits for approval",
            _ => "",
        };
        vec![
            rule.id.to_string(),
            output::printable(&rule.name),
            rule.watched.word().to_owned(),
            output::printable(&rule.query),
            level_words(rule.level, Tongue::English),
            state.to_owned(),
        ]
    });
    output::table(
        &["rule", "name", "watches", "question", "level", ""],
        rows.collect(),
    )
}

fn form_of(add: &AddRule, topic: Option<model::TopicId>) -> Result<RuleForm> {
    let channels: Option<Vec<ChannelId>> =
        add.channels.iter().map(|id| ChannelId::parse(id)).collect();
    Ok(RuleForm {
        name: add.name.clone(),
        watched: watched(add.watch),
        topic,
        query: add.query.clone(),
        sensitivity: match add.sensitivity {
            How::Low => Sensitivity::Low,
            How::Middle => Sensitivity::Middle,
            How::High => Sensitivity::High,
        },
        number: add.number,
        level: match add.level {
            Grave::Red => Level::Red,
            Grave::Orange => Level::Orange,
            Grave::Yellow => Level::Yellow,
            Grave::Blue => Level::Blue,
        },
        cool_down_minutes: add.cool_down,
        channels: channels.context("a channel is numbered like n1; see `caifeng channels list`")?,
        paused: false,
        office_held: add.office.clone(),
    })
}

async fn add(desk: &Desk, add: &AddRule, as_json: bool) -> Result<()> {
    let topic = match &add.topic {
        Some(name) => Some(desk.topic(&Actor::command_line(), name).await?.id),
        None => None,
    };
    let form = form_of(add, topic)?;
    match desk.keep_rule(&Actor::command_line(), None, &form).await? {
        RuleKept::Kept { id, waits } if as_json => {
            output::json(&json!({ "id": id.to_string(), "waits": waits }))
        }
        RuleKept::Kept { id, waits } => {
            let more = if waits { "; it waits for approval" } else { "" };
            output::line(&format!("{id} watches{more}"))
        }
        RuleKept::NamesPerson(name) => bail!(
            "the question is a person's name ({name}): say with --office which public office they hold"
        ),
        RuleKept::Wrong(problem) => bail!(
            "the question cannot be understood: {} (at character {})",
            problem.message,
            problem.span.start + 1
        ),
    }
}

fn watched(watch: Watch) -> Watched {
    match watch {
        Watch::Query => Watched::Query,
        Watch::Spike => Watched::Spike,
        Watch::Rise => Watched::Rise,
        Watch::HotList => Watched::HotList,
        Watch::NewPlace => Watched::NewPlace,
        Watch::Flood => Watched::Flood,
        Watch::Source => Watched::Source,
    }
}

fn tell_trial(rule: &Rule, trial: &RuleTrial, days: i64, zone: Tz, as_json: bool) -> Result<()> {
    if as_json {
        let last: Vec<Value> = trial.last.iter().map(|(at, document)| {
            json!({ "at": output::time(*at, zone), "document": document.map(|id| id.to_string()) })
        }).collect();
        return output::json(&json!({
            "rule": rule.id.to_string(), "days": days, "told": trial.told(),
            "signals": trial.signals, "cut": trial.cut, "last": last,
        }));
    }
    output::line(&format!(
        "in {days} days {} would have spoken {} times, of {} signals{}",
        rule.id,
        trial.told(),
        trial.signals,
        if trial.cut {
            "; older ones were not looked at"
        } else {
            ""
        }
    ))?;
    for (at, document) in &trial.last {
        let document = document.map_or_else(String::new, |id| format!("  {id}"));
        output::line(&format!("  {}{document}", output::time(*at, zone)))?;
    }
    Ok(())
}

pub(crate) fn alerts(args: &AlertsArgs) -> Result<Ended> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        let found = match &args.alert {
            Some(id) => {
                let id = AlertId::parse(id)
                    .with_context(|| format!("{id} is no alert; `caifeng alerts` numbers them"))?;
                vec![desk.alert_sheet(id).await?.alert]
            }
            None => desk.alerts(&ask(args)).await?,
        };
        tell_alerts(&found, house.time_zone, args.place.json)?;
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

fn ask(args: &AlertsArgs) -> AlertAsk {
    AlertAsk {
        state: args.state.and_then(|state| match state {
            Standing::Open => Some(AlertState::Open),
            Standing::Taken => Some(AlertState::Taken),
            Standing::Closed => Some(AlertState::Closed),
            Standing::Held => None,
        }),
        held: args.state == Some(Standing::Held),
        topic: None,
        about: None,
        before: None,
        limit: args.limit,
    }
}

fn tell_alerts(alerts: &[Alert], zone: Tz, as_json: bool) -> Result<()> {
    if as_json {
        let shown = alerts.iter().map(|alert| {
            json!({
                "id": alert.id.to_string(), "about": alert.about.word(), "title": alert.title,
                "rule": alert.rule.to_string(), "level": alert.counts_as().word(), "confirmed": alert.level.is_some(),
                "state": alert.state.word(), "signals": alert.signals,
                "why": why_sentence(&alert.why, Tongue::English),
                "level_why": alert.level_why.iter().map(|one| level_reason(*one, Tongue::English)).collect::<Vec<_>>(),
                "first_at": output::time(alert.first_at, zone),
                "last_at": output::time(alert.last_at, zone), "told_at": alert.told_at.map(|at| output::time(at, zone)),
                "held": alert.held.map(model::HeldBack::word), "assessment": alert.assessment,
                "taken_by": alert.taken.as_ref().map(|(_, name, _)| name),
            })
        });
        return output::json(&shown.collect::<Vec<_>>());
    }
    if alerts.is_empty() {
        return output::line("no alerts");
    }
    let rows = alerts.iter().map(|alert| {
        vec![
            alert.id.to_string(),
            level_words(alert.counts_as(), Tongue::English),
            alert.state.word().to_owned(),
            output::time(alert.last_at, zone),
            alert.signals.to_string(),
            output::printable(&alert.title),
            why_sentence(&alert.why, Tongue::English),
        ]
    });
    output::table(
        &["alert", "level", "state", "last", "signals", "title", "why"],
        rows.collect(),
    )
}
