//! Where an alert also goes: by routes of the topic of its rules, and of the units it is about.

use super::seen::{title_answers, view};
use crate::{Desk, DeskError};
use analysis::fold::fold;
use analysis::query::matches;
use model::{
    AlertId, Channel, ChannelId, DocumentId, PersonId, Query, Route, RouteOf, Rule, Signal, Topic,
    TopicId, UnitId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Signals of an alert whose documents are asked for words.
const ASKED_MAX: usize = 20;

/// A route made ready.
#[derive(Debug)]
pub(super) struct FiledRoute {
    route: Route,
    /// What its words ask; nothing takes all. Words that cannot be understood any more take all
    /// too: better one word too many than one too few.
    query: Option<Query>,
}

/// Routes with what is known of rules.
pub(super) struct Router<'a> {
    routes: &'a [FiledRoute],
    pub(super) channels: &'a [Channel],
    topic_units: BTreeMap<TopicId, UnitId>,
    owner_units: BTreeMap<PersonId, UnitId>,
}

impl Router<'_> {
    /// The units that these rules are of: of their topics, and of their owners.
    pub(super) fn units_of(&self, rules: &[&Rule]) -> BTreeSet<UnitId> {
        let of = |rule: &&Rule| {
            let topic = rule.topic.and_then(|id| self.topic_units.get(&id));
            [topic, self.owner_units.get(&rule.owner)]
        };
        rules.iter().flat_map(of).flatten().copied().collect()
    }

    /// The routes of these rules' alerts, whatever their words.
    fn of<'r>(&'r self, rules: &'r [&Rule]) -> impl Iterator<Item = &'r FiledRoute> {
        let units = self.units_of(rules);
        self.routes
            .iter()
            .filter(move |filed| match filed.route.of {
                RouteOf::Topic(id) => rules.iter().any(|rule| rule.topic == Some(id)),
                RouteOf::Unit(unit) => filed.route.everyones || units.contains(&unit),
            })
    }
}

impl Desk {
    /// Makes routes ready.
    pub(super) async fn file_routes(&self, all: &[Route]) -> Result<Vec<FiledRoute>, DeskError> {
        let mut filed = Vec::new();
        for route in all.iter().filter(|route| route.removed_at.is_none()) {
            let query = match route.words.trim() {
                "" => None,
                words => match self.understood(words).await? {
                    Ok(resolved) => Some(resolved.query),
                    Err(problem) => {
                        tracing::warn!(route = %route.id, why = problem.message, "its words cannot be understood; it takes all");
                        None
                    }
                },
            };
            filed.push(FiledRoute {
                route: route.clone(),
                query,
            });
        }
        Ok(filed)
    }

    /// Routes with what is known of rules. Units are looked up only where anything goes by them.
    pub(super) async fn router<'a>(
        &self,
        routes: &'a [FiledRoute],
        channels: &'a [Channel],
    ) -> Result<Router<'a>, DeskError> {
        let by_unit = channels.iter().any(|channel| channel.said.unit.is_some())
            || (routes.iter()).any(|filed| matches!(filed.route.of, RouteOf::Unit(_)));
        let (mut topic_units, mut owner_units) = (BTreeMap::new(), BTreeMap::new());
        if by_unit {
            let unit_of = |topic: Topic| Some((topic.id, topic.unit?));
            topic_units.extend(self.store.topics().await?.into_iter().filter_map(unit_of));
            let people = self.store.people().await?.into_iter();
            owner_units.extend(people.filter_map(|person| Some((person.id, person.unit?))));
        }
        Ok(Router {
            routes,
            channels,
            topic_units,
            owner_units,
        })
    }

    /// The channels that an alert with these signals is routed to.
    pub(super) async fn routed(
        &self,
        router: &Router<'_>,
        rules: &[&Rule],
        signals: &[Signal],
    ) -> Result<BTreeSet<ChannelId>, DeskError> {
        let mut channels = BTreeSet::new();
        let mut asked: Vec<(&Query, ChannelId)> = Vec::new();
        for filed in router.of(rules) {
            match &filed.query {
                None => drop(channels.insert(filed.route.channel)),
                Some(query) => asked.push((query, filed.route.channel)),
            }
        }
        asked.retain(|(_, channel)| !channels.contains(channel));
        let title = signals.first().map_or("", |signal| signal.title.as_str());
        asked.retain(|(query, channel)| {
            let answers = title_answers(query, title);
            if answers {
                channels.insert(*channel);
            }
            !answers
        });
        if !asked.is_empty() {
            self.routed_by_texts(&asked, signals, &mut channels).await?;
        }
        Ok(channels)
    }

    /// Adds those whose words a document of the signals answers.
    async fn routed_by_texts(
        &self,
        asked: &[(&Query, ChannelId)],
        signals: &[Signal],
        channels: &mut BTreeSet<ChannelId>,
    ) -> Result<(), DeskError> {
        let ids: BTreeSet<DocumentId> = (signals.iter().filter_map(|signal| signal.document))
            .take(ASKED_MAX)
            .collect();
        let ids: Vec<DocumentId> = ids.into_iter().collect();
        let sources = self.known_sources().await?;
        for stored in self.store.documents(&ids).await? {
            let document = &stored.document;
            let folded = format!("{}\n{}", fold(&document.title), fold(&document.text));
            let seen = view(&stored, &folded, sources.get(&document.source));
            let answered = asked.iter().filter(|(query, _)| matches(query, &seen));
            channels.extend(answered.map(|(_, channel)| *channel));
        }
        Ok(())
    }

    /// The channels that an alert which was held back is routed to.
    pub(super) async fn routed_later(
        &self,
        router: &Router<'_>,
        rules: &[Rule],
        alert: AlertId,
    ) -> Result<BTreeSet<ChannelId>, DeskError> {
        let signals = self.store.signals(alert, ASKED_MAX as u64).await?;
        let spoke = |rule: &&Rule| signals.iter().any(|signal| signal.rule == rule.id);
        let rules: Vec<&Rule> = rules.iter().filter(spoke).collect();
        let routed = self.routed(router, &rules, &signals).await?;
        let there = router
            .channels
            .iter()
            .filter(|one| one.removed_at.is_none());
        Ok(there
            .map(|channel| channel.id)
            .filter(|id| routed.contains(id))
            .collect())
    }
}
