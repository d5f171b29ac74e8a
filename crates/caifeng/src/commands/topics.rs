//! `caifeng topics`: what is followed for long, and where word of it goes.

use super::topics_shown::{list, routes, show};
use crate::args::{AddTopic, Period, RouteArgs, TopicsArgs, TopicsCommand};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use desk::{Actor, Desk, RouteForm, TopicForm, TopicKept, TopicPeriod};
use model::{ChannelId, Language, PersonId, RouteId, RouteOf, UnitId};
use serde_json::json;

pub(crate) fn run(args: &TopicsArgs) -> Result<Ended> {
    let runtime = runtime()?;
    let as_json = args.place.json;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        match &args.command {
            TopicsCommand::List => list(&desk, as_json).await?,
            TopicsCommand::Add(add) => {
                let owner = owner(&house, add.owner.as_deref()).await?;
                self::add(&desk, add, owner, as_json).await?;
            }
            TopicsCommand::Show { topic, period } => {
                let period = match period {
                    Period::Day => TopicPeriod::Day,
                    Period::Week => TopicPeriod::Week,
                    Period::Month => TopicPeriod::Month,
                };
                let sheet = desk
                    .topic_sheet(&Actor::command_line(), topic, period)
                    .await?;
                show(&sheet, house.time_zone, as_json)?;
            }
            TopicsCommand::Archive { topic } => archive(&desk, topic, true).await?,
            TopicsCommand::Restore { topic } => archive(&desk, topic, false).await?,
            TopicsCommand::Route(route) => self::route(&desk, route, as_json).await?,
        }
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

async fn owner(house: &House, login: Option<&str>) -> Result<Option<PersonId>> {
    let Some(login) = login else {
        return Ok(None);
    };
    let people = house.store.people().await?;
    let found = people.iter().find(|person| person.login == login);
    let found = found.with_context(|| {
        format!("nobody signs in with {login}; `caifeng people list` lists everybody")
    })?;
    Ok(Some(found.id))
}

fn unit_of(unit: &str) -> Result<UnitId> {
    UnitId::parse(unit).with_context(|| {
        format!("{unit} is no unit; it is numbered like u4, as its page's address does")
    })
}

async fn add(desk: &Desk, add: &AddTopic, owner: Option<PersonId>, as_json: bool) -> Result<()> {
    let language = |tag: &String| {
        let found = Language::ALL.into_iter().find(|one| one.tag() == tag);
        found.with_context(|| format!("{tag} is no language that is told apart: zh, en, ja, ko"))
    };
    let form = TopicForm {
        name: add.name.clone(),
        query: add.query.clone(),
        places: add.places.clone(),
        sources: add.sources.clone(),
        languages: add.languages.iter().map(language).collect::<Result<_>>()?,
        notes: add.notes.clone(),
        unit: add.unit.as_deref().map(unit_of).transpose()?,
        owner,
        office_held: add.office.clone(),
    };
    match desk.keep_topic(&Actor::command_line(), None, &form).await? {
        TopicKept::Kept { id, waits } if as_json => {
            output::json(&json!({ "id": id.to_string(), "waits": waits }))
        }
        TopicKept::Kept { id, waits } => {
            let more = if waits { "; it waits for approval" } else { "" };
            output::line(&format!("{id} is kept{more}; ask for it with topic:{id}"))
        }
        TopicKept::NamesPerson(name) => bail!(
            "the question is a person's name ({name}): say with --office which public office they hold"
        ),
        TopicKept::Wrong(problem) => bail!(
            "the question cannot be understood: {} (at character {})",
            problem.message,
            problem.span.start + 1
        ),
    }
}

async fn archive(desk: &Desk, topic: &str, archived: bool) -> Result<()> {
    let actor = Actor::command_line();
    let topic = desk.topic(&actor, topic).await?;
    if topic.archived_at.is_some() == archived {
        bail!("{} is so already", topic.id);
    }
    let of = (topic.id, topic.version);
    desk.archive_topic(&actor, of, archived).await?;
    output::line(&if archived {
        format!(
            "{} is archived; `caifeng topics restore {}` brings it back",
            topic.id, topic.id
        )
    } else {
        format!("{} is back", topic.id)
    })
}

async fn route(desk: &Desk, args: &RouteArgs, as_json: bool) -> Result<()> {
    let actor = Actor::command_line();
    if let Some(id) = &args.remove {
        let route = RouteId::parse(id)
            .with_context(|| format!("{id} is no route; `caifeng topics route` numbers them"))?;
        desk.remove_route(&actor, route, true).await?;
        return output::line(&format!("{route} is removed"));
    }
    let of = match (&args.topic, &args.unit) {
        (Some(topic), _) => RouteOf::Topic(desk.topic(&actor, topic).await?.id),
        (None, Some(unit)) => RouteOf::Unit(unit_of(unit)?),
        (None, None) => return routes(desk, as_json).await,
    };
    let channel = args.channel.as_deref().and_then(ChannelId::parse);
    let form = RouteForm {
        of,
        channel: channel.context("a channel is numbered like n1; see `caifeng channels list`")?,
        words: args.words.clone(),
        everyones: args.everyones,
    };
    match desk.add_route(&actor, &form).await? {
        Ok(id) if as_json => output::json(&json!({ "id": id.to_string() })),
        Ok(id) => output::line(&format!(
            "{id}: alerts of {} also go by {}",
            of.word(),
            form.channel
        )),
        Err(problem) => bail!(
            "the words cannot be understood: {} (at character {})",
            problem.message,
            problem.span.start + 1
        ),
    }
}
