//! A topic as somebody writes it, and what no topic can be.

use super::resolving::named;
use crate::{DeskError, QueryProblem};
use model::{ChannelId, Language, PersonId, Topic, TopicId, Unit, UnitId, limits};

/// A topic as somebody writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopicForm {
    /// What to call it.
    pub name: String,
    /// The question.
    pub query: String,
    /// Places, by name or code.
    pub places: Vec<String>,
    /// Sources, by a part of their names.
    pub sources: Vec<String>,
    /// Languages.
    pub languages: Vec<Language>,
    /// Notes.
    pub notes: String,
    /// The unit it is about the work of.
    pub unit: Option<UnitId>,
    /// Who answers for it; none leaves it as it is, or with whoever makes it.
    pub owner: Option<PersonId>,
    /// Where the question names a person: the public office that person holds.
    pub office_held: String,
}

impl TopicForm {
    /// A topic as it stands, to be changed.
    pub fn of(topic: &Topic) -> Self {
        Self {
            name: topic.name.clone(),
            query: topic.query.clone(),
            places: topic.places.clone(),
            sources: topic.sources.clone(),
            languages: topic.languages.clone(),
            notes: topic.notes.clone(),
            unit: topic.unit,
            owner: Some(topic.owner).filter(|owner| *owner != PersonId(0)),
            office_held: topic.office_held.clone().unwrap_or_default(),
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TopicKept {
    /// It is kept.
    Kept {
        /// Its number.
        id: TopicId,
        /// Whether somebody has to approve it first.
        waits: bool,
    },
    /// The question is a person's name: which public office do they hold?
    NamesPerson(String),
    /// The question cannot be understood.
    Wrong(QueryProblem),
}

/// What a topic or a route can be given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopicChoices {
    /// People who may answer for a topic.
    pub people: Vec<(PersonId, String)>,
    /// Units.
    pub units: Vec<Unit>,
    /// Channels.
    pub channels: Vec<(ChannelId, String)>,
}

/// Refuses what no topic can be.
pub(super) fn checked(
    form: &TopicForm,
    all: &[Topic],
    of: Option<(TopicId, i64)>,
) -> Result<(), DeskError> {
    let name = form.name.trim();
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS_MAX {
        let words = "a topic needs a name, not too long a one";
        return Err(DeskError::refused("topic.name", words));
    }
    if TopicId::parse(name).is_some() || name.contains(['"', '「', '」', '\n']) {
        let words = "a topic's name is no number and holds no quotes: it is written after topic:";
        return Err(DeskError::refused("topic.name_form", words));
    }
    let other = named(all, name).filter(|topic| topic.archived_at.is_none());
    if other.is_some_and(|topic| Some(topic.id) != of.map(|(id, _)| id)) {
        let words = "another topic has this name";
        return Err(DeskError::refused("topic.taken", words));
    }
    if form.notes.chars().count() > limits::NOTE_CHARS_MAX {
        let words = "the notes of a topic are too long";
        return Err(DeskError::refused("topic.notes", words));
    }
    if [form.places.len(), form.sources.len()]
        .iter()
        .any(|n| *n > limits::TOPIC_VALUES_MAX)
    {
        let words = "a topic is narrowed to 50 places and 50 sources at most";
        return Err(DeskError::refused("topic.values", words));
    }
    Ok(())
}
