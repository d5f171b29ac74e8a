//! Topics as people make them: checked, kept, approved, archived and brought back.

use super::asking::{Asked, asked_by_whom};
use super::form::{TopicChoices, TopicForm, TopicKept, checked};
use super::resolving::named;
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{PersonId, Topic, TopicId, limits};

impl Desk {
    /// All topics by name, archived ones too.
    pub async fn topics(&self, actor: &Actor) -> Result<Vec<Topic>, DeskError> {
        actor.must(Act::Search)?;
        let mut topics = self.store.topics().await?;
        topics.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        Ok(topics)
    }

    /// One topic, by its number or its name.
    pub async fn topic(&self, actor: &Actor, name: &str) -> Result<Topic, DeskError> {
        let all = self.topics(actor).await?;
        named(&all, name)
            .cloned()
            .ok_or_else(|| DeskError::NotFound {
                kind: "topic",
                id: name.to_owned(),
            })
    }

    /// Topics that name a person, for everybody to see.
    pub async fn topics_for_persons(&self) -> Result<Vec<Topic>, DeskError> {
        let all = self.store.topics().await?.into_iter();
        Ok(all.filter(|topic| topic.office_held.is_some()).collect())
    }

    /// What a topic or a route can be given.
    pub async fn topic_choices(&self, actor: &Actor) -> Result<TopicChoices, DeskError> {
        actor.must(Act::Search)?;
        let people = self.store.people().await?.into_iter();
        Ok(TopicChoices {
            people: people
                .filter(|one| !one.disabled && crate::may(one.roles, Act::Search))
                .map(|one| (one.id, one.name))
                .collect(),
            units: self.store.units().await?,
            channels: self.channel_names().await?,
        })
    }

    /// Keeps a new topic, or one that was at `version` when it was read.
    pub async fn keep_topic(
        &self,
        actor: &Actor,
        of: Option<(TopicId, i64)>,
        form: &TopicForm,
    ) -> Result<TopicKept, DeskError> {
        actor.must(Act::ChangeRules)?;
        let all = self.store.topics().await?;
        let before = topic_before(&all, of)?;
        checked(form, &all, of)?;
        let mut topic = self.written_topic(actor, of, form, before).await?;
        if let Some(before) = before.filter(|before| before.name != topic.name) {
            self.may_be_renamed(before).await?;
        }
        match self.ask_of(&all, &topic) {
            Asked::Wrong(problem) => return Ok(TopicKept::Wrong(problem)),
            Asked::Of(Some(person)) if form.office_held.trim().is_empty() => {
                return Ok(TopicKept::NamesPerson(person));
            }
            Asked::Of(person) => {
                topic.office_held = person.map(|_| beginning(form.office_held.trim()));
            }
        }
        // Another question, or another office, has to be approved anew.
        let same = before.filter(|before| {
            before.question() == topic.question() && before.office_held == topic.office_held
        });
        topic.asked_by = asked_by_whom(actor, same);
        topic.approved = same.and_then(|before| before.approved.clone());
        let act = of.map_or("topic.added", |_| "topic.changed");
        let note = actor.note(self.clock.now(), act, "", told(before, &topic));
        let id = self.store.keep_topic(&topic, &note).await?;
        Ok(TopicKept::Kept {
            id,
            waits: topic.waits(),
        })
    }

    /// Refuses another name where questions speak of the topic by this one.
    async fn may_be_renamed(&self, before: &Topic) -> Result<(), DeskError> {
        let named_in = self.named_in(before).await?;
        if named_in.is_empty() {
            return Ok(());
        }
        let words = format!(
            "topic:{} stands in {}; write topic:{} there first, which does not change",
            before.name,
            named_in.join(", "),
            before.id
        );
        Err(DeskError::Invalid(words))
    }

    async fn written_topic(
        &self,
        actor: &Actor,
        of: Option<(TopicId, i64)>,
        form: &TopicForm,
        before: Option<&Topic>,
    ) -> Result<Topic, DeskError> {
        let (id, version) = of.unwrap_or_default();
        let (owner, owner_name) = match form.owner {
            Some(id) => (id, self.owner_name(id).await?),
            None => match before {
                Some(before) => (before.owner, before.owner_name.clone()),
                None => (actor.who.person.unwrap_or_default(), actor.name.clone()),
            },
        };
        let cleaned = |values: &[String]| {
            let values = values.iter().map(|value| value.trim().to_owned());
            values.filter(|value| !value.is_empty()).collect()
        };
        Ok(Topic {
            id,
            name: form.name.trim().to_owned(),
            query: form.query.trim().to_owned(),
            places: cleaned(&form.places),
            sources: cleaned(&form.sources),
            languages: form.languages.clone(),
            notes: form.notes.trim().to_owned(),
            unit: form.unit,
            owner,
            owner_name,
            made_at: before.map_or(self.clock.now(), |before| before.made_at),
            archived_at: before.and_then(|before| before.archived_at),
            changed_by: actor.name.clone(),
            version,
            ..Topic::default()
        })
    }

    async fn owner_name(&self, id: PersonId) -> Result<String, DeskError> {
        let person = self.store.person(id).await?;
        let person = person.filter(|one| !one.disabled && crate::may(one.roles, Act::Search));
        person.map(|one| one.name).ok_or_else(|| {
            DeskError::refused(
                "topic.owner",
                "the owner is somebody who may search and is at the desk",
            )
        })
    }

    /// Approves a topic that names a person. Neither who asked nor who owns it does.
    pub async fn approve_topic(&self, actor: &Actor, id: TopicId) -> Result<(), DeskError> {
        actor.must(Act::ApproveNames)?;
        let mut topic = self.topic(actor, &id.to_string()).await?;
        let own = [Some(topic.owner), Some(topic.asked_by)].contains(&actor.who.person);
        if own || !topic.waits() {
            let words = "somebody else than who asks has to approve it, once";
            return Err(DeskError::refused("topic.own", words));
        }
        topic.approved = Some((actor.name.clone(), self.clock.now()));
        let note = actor.note(self.clock.now(), "topic.approved", "", topic.question());
        self.store.keep_topic(&topic, &note).await?;
        Ok(())
    }

    /// Archives a topic, or brings it back, that was at `version` when it was read.
    pub async fn archive_topic(
        &self,
        actor: &Actor,
        (id, version): (TopicId, i64),
        archived: bool,
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeRules)?;
        let mut topic = self.topic(actor, &id.to_string()).await?;
        let now = self.clock.now();
        topic.version = version;
        topic.archived_at = archived.then_some(now);
        topic.changed_by.clone_from(&actor.name);
        let act = if archived {
            "topic.archived"
        } else {
            "topic.restored"
        };
        let note = actor.note(now, act, "", topic.name.clone());
        self.store.keep_topic(&topic, &note).await?;
        Ok(())
    }
}

/// The topic that is changed; none for a new one.
fn topic_before(all: &[Topic], of: Option<(TopicId, i64)>) -> Result<Option<&Topic>, DeskError> {
    let Some((id, _)) = of else {
        if all.len() >= limits::TOPICS_MAX {
            let words = "a desk has 500 topics at most, archived ones too";
            return Err(DeskError::refused("topic.many", words));
        }
        return Ok(None);
    };
    let found = all.iter().find(|topic| topic.id == id);
    found.map(Some).ok_or_else(|| DeskError::NotFound {
        kind: "topic",
        id: id.to_string(),
    })
}

fn beginning(text: &str) -> String {
    text.chars().take(limits::NAME_CHARS_MAX).collect()
}

/// What changes, for the record of use.
fn told(before: Option<&Topic>, topic: &Topic) -> String {
    let Some(before) = before else {
        return format!("{}: {}", topic.name, topic.question());
    };
    let pairs = [
        ("name", before.name.clone(), topic.name.clone()),
        ("question", before.question(), topic.question()),
        ("owner", before.owner_name.clone(), topic.owner_name.clone()),
        ("notes", before.notes.clone(), topic.notes.clone()),
    ];
    let changed = pairs.into_iter().filter(|(_, old, new)| old != new);
    let changed: Vec<String> = changed
        .map(|(what, old, new)| format!("{what}: {old} → {new}"))
        .collect();
    changed.join("; ")
}
