//! What pages ask of the desk about topics and routes.

use async_trait::async_trait;
use desk::{
    Actor, Desk, DeskError, QueryProblem, RouteForm, RouteRow, TopicChoices, TopicForm, TopicKept,
    TopicPeriod, TopicSheet,
};
use model::{RouteId, Rule, Topic, TopicId};

/// Questions about topics and routes.
#[async_trait]
pub trait TopicQuestions: Send + Sync {
    /// All topics.
    async fn topics(&self, actor: &Actor) -> Result<Vec<Topic>, DeskError>;
    /// One topic, by its number or its name.
    async fn topic(&self, actor: &Actor, name: &str) -> Result<Topic, DeskError>;
    /// One topic with all that is said of it.
    async fn topic_sheet(
        &self,
        actor: &Actor,
        name: &str,
        period: TopicPeriod,
    ) -> Result<TopicSheet, DeskError>;
    /// What a topic or a route can be given.
    async fn topic_choices(&self, actor: &Actor) -> Result<TopicChoices, DeskError>;
    /// Keeps a topic.
    async fn keep_topic(
        &self,
        actor: &Actor,
        of: Option<(TopicId, i64)>,
        form: &TopicForm,
    ) -> Result<TopicKept, DeskError>;
    /// Approves a topic that names a person.
    async fn approve_topic(&self, actor: &Actor, id: TopicId) -> Result<(), DeskError>;
    /// Archives a topic, or brings it back.
    async fn archive_topic(
        &self,
        actor: &Actor,
        of: (TopicId, i64),
        archived: bool,
    ) -> Result<(), DeskError>;
    /// All routes.
    async fn routes(&self, actor: &Actor) -> Result<Vec<RouteRow>, DeskError>;
    /// Adds a route, or says what is wrong with its words.
    async fn add_route(
        &self,
        actor: &Actor,
        form: &RouteForm,
    ) -> Result<Result<RouteId, QueryProblem>, DeskError>;
    /// Removes a route, or brings it back.
    async fn remove_route(
        &self,
        actor: &Actor,
        id: RouteId,
        removed: bool,
    ) -> Result<(), DeskError>;
    /// Topics and rules that name a person.
    async fn asked_for_persons(&self) -> Result<(Vec<Topic>, Vec<Rule>), DeskError>;
}

#[async_trait]
impl TopicQuestions for Desk {
    async fn topics(&self, actor: &Actor) -> Result<Vec<Topic>, DeskError> {
        Desk::topics(self, actor).await
    }

    async fn topic(&self, actor: &Actor, name: &str) -> Result<Topic, DeskError> {
        Desk::topic(self, actor, name).await
    }

    async fn topic_sheet(
        &self,
        actor: &Actor,
        name: &str,
        period: TopicPeriod,
    ) -> Result<TopicSheet, DeskError> {
        Desk::topic_sheet(self, actor, name, period).await
    }

    async fn topic_choices(&self, actor: &Actor) -> Result<TopicChoices, DeskError> {
        Desk::topic_choices(self, actor).await
    }

    async fn keep_topic(
        &self,
        actor: &Actor,
        of: Option<(TopicId, i64)>,
        form: &TopicForm,
    ) -> Result<TopicKept, DeskError> {
        Desk::keep_topic(self, actor, of, form).await
    }

    async fn approve_topic(&self, actor: &Actor, id: TopicId) -> Result<(), DeskError> {
        Desk::approve_topic(self, actor, id).await
    }

    async fn archive_topic(
        &self,
        actor: &Actor,
        of: (TopicId, i64),
        archived: bool,
    ) -> Result<(), DeskError> {
        Desk::archive_topic(self, actor, of, archived).await
    }

    async fn routes(&self, actor: &Actor) -> Result<Vec<RouteRow>, DeskError> {
        Desk::routes(self, actor).await
    }

    async fn add_route(
        &self,
        actor: &Actor,
        form: &RouteForm,
    ) -> Result<Result<RouteId, QueryProblem>, DeskError> {
        Desk::add_route(self, actor, form).await
    }

    async fn remove_route(
        &self,
        actor: &Actor,
        id: RouteId,
        removed: bool,
    ) -> Result<(), DeskError> {
        Desk::remove_route(self, actor, id, removed).await
    }

    async fn asked_for_persons(&self) -> Result<(Vec<Topic>, Vec<Rule>), DeskError> {
        Ok((
            self.topics_for_persons().await?,
            self.rules_for_persons().await?,
        ))
    }
}
