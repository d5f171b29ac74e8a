//! What a topic asks: whether it can be understood, and whether it is a person's name.

use super::resolving::{Expander, named};
use crate::actor::Actor;
use crate::search_resolve::Unresolved;
use crate::{Desk, DeskError, QueryProblem};
use model::{PersonId, Query, Span, Topic, TopicId};

/// What was found in a topic's question.
pub(super) enum Asked {
    /// It cannot be understood.
    Wrong(QueryProblem),
    /// It can; and names this person, where it is a name.
    Of(Option<String>),
}

/// Who asks the question of a topic: whoever changes it, else who did before.
pub(super) fn asked_by_whom(actor: &Actor, same: Option<&Topic>) -> PersonId {
    same.map_or(actor.who.person.unwrap_or_default(), |topic| topic.asked_by)
}

impl Desk {
    /// Looks at the question of a topic as it would be kept among all others.
    pub(super) fn ask_of(&self, all: &[Topic], topic: &Topic) -> Asked {
        if topic.question().is_empty() {
            return Asked::Wrong(problem("empty_topic", "a topic needs a question"));
        }
        // Its own part is looked at first, so that the place of what is wrong is told.
        let own = match topic.query.as_str() {
            "" => None,
            written => match self.check_query(written) {
                Ok(query) => Some(query),
                Err(problem) => return Asked::Wrong(problem),
            },
        };
        let whole = match self.check_query(&topic.question()) {
            Ok(query) => query,
            Err(wrong) => {
                return Asked::Wrong(QueryProblem {
                    span: Span { start: 0, end: 0 },
                    ..wrong
                });
            }
        };
        let mut others: Vec<Topic> = (all.iter())
            .filter(|other| other.id != topic.id)
            .cloned()
            .collect();
        others.push(Topic {
            archived_at: None,
            ..topic.clone()
        });
        let mut expander = Expander::new(&others, self.grammar()).inside(topic.id);
        if let Err(wrong) = expander.expanded(whole) {
            return Asked::Wrong(at_its_place(&wrong, &topic.query));
        }
        let person = own.and_then(|query| self.person_in(&query, &topic.query));
        Asked::Of(person)
    }

    /// Where questions speak of a topic by its name: renaming it would make them fail.
    pub(crate) async fn named_in(&self, topic: &Topic) -> Result<Vec<String>, DeskError> {
        let all = self.store.topics().await?;
        let speaks = |written: &str| {
            self.check_query(written).is_ok_and(|query| {
                query.any(&mut |leaf| match leaf {
                    Query::Topic(name) => {
                        TopicId::parse(name).is_none()
                            && named(&all, name).is_some_and(|found| found.id == topic.id)
                    }
                    _ => false,
                })
            })
        };
        let mut found = Vec::new();
        for rule in self.store.rules().await? {
            if speaks(&rule.query) {
                found.push(rule.id.to_string());
            }
        }
        for other in all.iter().filter(|other| other.id != topic.id) {
            if speaks(&other.query) {
                found.push(other.id.to_string());
            }
        }
        for search in self.store.saved_searches().await? {
            if speaks(&search.query) {
                found.push(format!("{} ({})", search.name, search.id));
            }
        }
        Ok(found)
    }
}

fn problem(code: &'static str, message: &str) -> QueryProblem {
    QueryProblem {
        code,
        message: message.to_owned(),
        span: Span { start: 0, end: 0 },
    }
}

fn at_its_place(wrong: &Unresolved, written: &str) -> QueryProblem {
    QueryProblem {
        code: wrong.code,
        message: wrong.message.clone(),
        span: wrong.span(written),
    }
}
