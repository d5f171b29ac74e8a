//! Routes as people make them: where alerts of a topic or of a unit also go.

use super::resolving::named;
use crate::actor::Actor;
use crate::{Act, Desk, DeskError, QueryProblem};
use model::{ChannelId, Route, RouteId, RouteOf, limits};

/// A route as somebody writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteForm {
    /// Whose alerts.
    pub of: RouteOf,
    /// By which channel.
    pub channel: ChannelId,
    /// Words that an alert must answer; nothing means all.
    pub words: String,
    /// Of a unit: whether it takes everybody's alerts that answer its words.
    pub everyones: bool,
}

/// A route with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteRow {
    /// The route.
    pub route: Route,
    /// Name of the topic or the unit.
    pub of: String,
    /// Name of the channel; nothing where it was removed.
    pub channel: Option<String>,
}

impl Desk {
    /// All routes with names, removed ones too.
    pub async fn routes(&self, actor: &Actor) -> Result<Vec<RouteRow>, DeskError> {
        actor.must(Act::SeeAlerts)?;
        let topics = self.store.topics().await?;
        let units = self.store.units().await?;
        let channels = self.channel_names().await?;
        let routes = self.store.routes().await?.into_iter();
        Ok(routes
            .map(|route| RouteRow {
                of: match route.of {
                    RouteOf::Topic(id) => topics
                        .iter()
                        .find(|topic| topic.id == id)
                        .map(|topic| topic.name.clone()),
                    RouteOf::Unit(id) => units
                        .iter()
                        .find(|unit| unit.id == id)
                        .map(|unit| unit.name.clone()),
                }
                .unwrap_or_else(|| route.of.word()),
                channel: channels
                    .iter()
                    .find(|(id, _)| *id == route.channel)
                    .map(|(_, name)| name.clone()),
                route,
            })
            .collect())
    }

    /// Adds a route; or says what is wrong with its words.
    pub async fn add_route(
        &self,
        actor: &Actor,
        form: &RouteForm,
    ) -> Result<Result<RouteId, QueryProblem>, DeskError> {
        actor.must(Act::ChangeRules)?;
        let words = form.words.trim();
        if !words.is_empty()
            && let Err(problem) = self.understood(words).await?
        {
            return Ok(Err(problem));
        }
        self.checked_route(form).await?;
        let route = Route {
            id: RouteId(0),
            of: form.of,
            channel: form.channel,
            words: words.to_owned(),
            everyones: form.everyones,
            made_by: actor.name.clone(),
            made_at: self.clock.now(),
            removed_at: None,
        };
        let details = told(&route);
        let note = actor.note(self.clock.now(), "route.added", "", details);
        Ok(Ok(self.store.add_route(&route, &note).await?))
    }

    async fn checked_route(&self, form: &RouteForm) -> Result<(), DeskError> {
        let missing = |kind: &'static str, id: String| Err(DeskError::NotFound { kind, id });
        let there = self.channel_names().await?;
        if !there.iter().any(|(id, _)| *id == form.channel) {
            return missing("channel", form.channel.to_string());
        }
        let known = match form.of {
            RouteOf::Topic(id) => named(&self.store.topics().await?, &id.to_string()).is_some(),
            RouteOf::Unit(id) => self.store.units().await?.iter().any(|unit| unit.id == id),
        };
        if !known {
            return missing("topic or unit", form.of.word());
        }
        if form.everyones && (form.words.trim().is_empty() || matches!(form.of, RouteOf::Topic(_)))
        {
            let words = "only a unit's route with words takes the alerts of others too";
            return Err(DeskError::refused("route.everyones", words));
        }
        let all = self.store.routes().await?;
        let same = |route: &&Route| {
            route.removed_at.is_none()
                && (route.of, route.channel, route.words.as_str())
                    == (form.of, form.channel, form.words.trim())
        };
        if all.iter().any(|route| same(&route)) {
            return Err(DeskError::refused(
                "route.same",
                "this route is there already",
            ));
        }
        if all.len() >= limits::ROUTES_MAX {
            let words = "a desk has 500 routes at most, removed ones too";
            return Err(DeskError::refused("route.many", words));
        }
        Ok(())
    }

    /// Removes a route, or brings it back.
    pub async fn remove_route(
        &self,
        actor: &Actor,
        id: RouteId,
        removed: bool,
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeRules)?;
        let all = self.store.routes().await?;
        let route = all.iter().find(|route| route.id == id);
        let route = route.ok_or_else(|| DeskError::NotFound {
            kind: "route",
            id: id.to_string(),
        })?;
        let act = if removed {
            "route.removed"
        } else {
            "route.restored"
        };
        let note = actor.note(self.clock.now(), act, id.to_string(), told(route));
        Ok(self.store.remove_route(id, removed, &note).await?)
    }
}

fn told(route: &Route) -> String {
    format!("{} → {} {}", route.of.word(), route.channel, route.words)
}
