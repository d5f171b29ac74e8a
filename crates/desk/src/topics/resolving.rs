//! `topic:` in a question, exchanged for what the topic asks. A topic may ask for other topics, but
//! never for itself.

use crate::search_resolve::Unresolved;
use crate::{Desk, DeskError, QueryProblem};
use analysis::fold::fold;
use analysis::query::{Grammar, parse};
use model::{Query, Topic, TopicId};

/// Topics inside one another.
const DEPTH_MAX: usize = 10;
/// Topics that one question stands for in all, so that ten that name ten each do not grow without bound.
const TOPICS_MAX: usize = 50;

impl Desk {
    /// The question with every topic in it exchanged.
    pub(crate) async fn without_topics(
        &self,
        query: Query,
    ) -> Result<Result<Query, Unresolved>, DeskError> {
        if !query.any(&mut |leaf| matches!(leaf, Query::Topic(_))) {
            return Ok(Ok(query));
        }
        let topics = self.store.topics().await?;
        Ok(Expander::new(&topics, self.grammar()).expanded(query))
    }
}

impl Desk {
    /// What is wrong with the topics that a question names, if anything.
    pub(crate) async fn wrong_topics(
        &self,
        query: Query,
        written: &str,
    ) -> Result<Option<QueryProblem>, DeskError> {
        let asked = self.without_topics(query).await?;
        Ok(asked.err().map(|wrong| QueryProblem {
            span: wrong.span(written),
            code: wrong.code,
            message: wrong.message,
        }))
    }
}

/// Exchanges topics of one question.
pub(super) struct Expander<'a> {
    topics: &'a [Topic],
    grammar: Grammar<'a>,
    /// The topics one is inside of.
    path: Vec<TopicId>,
    /// How many more may be.
    left: usize,
}

impl<'a> Expander<'a> {
    pub(super) fn new(topics: &'a [Topic], grammar: Grammar<'a>) -> Self {
        Self {
            topics,
            grammar,
            path: Vec::new(),
            left: TOPICS_MAX,
        }
    }

    /// The same, inside of a topic already.
    pub(super) fn inside(self, topic: TopicId) -> Self {
        Self {
            path: vec![topic],
            ..self
        }
    }

    pub(super) fn expanded(&mut self, query: Query) -> Result<Query, Unresolved> {
        let mut wrong = None;
        let expanded = query.map_leaves(&mut |leaf| match leaf {
            Query::Topic(name) if wrong.is_none() => match self.asked(&name) {
                Ok(query) => query,
                Err(unresolved) => {
                    // What the reader wrote is the outermost name.
                    wrong = Some(Unresolved {
                        value: name,
                        ..unresolved
                    });
                    Query::nothing()
                }
            },
            leaf => leaf,
        });
        wrong.map_or(Ok(expanded), Err)
    }

    /// What a topic asks.
    fn asked(&mut self, name: &str) -> Result<Query, Unresolved> {
        let topic = self.found(name)?;
        if self.path.contains(&topic.id) {
            let words = format!("topic {:?} asks for itself", topic.name);
            return Err(unresolved("topic_cycle", words));
        }
        if self.path.len() >= DEPTH_MAX || self.left == 0 {
            let words = format!(
                "topics may stand in one another {DEPTH_MAX} deep, and {TOPICS_MAX} in one question"
            );
            return Err(unresolved("topic_deep", words));
        }
        self.left -= 1;
        let written = topic.question();
        let query = parse(&written, &self.grammar).map_err(|problem| {
            let words = format!(
                "the question of topic {:?} cannot be understood: {}",
                topic.name, problem.message
            );
            unresolved("topic_wrong", words)
        })?;
        self.path.push(topic.id);
        let expanded = self.expanded(query);
        self.path.pop();
        expanded
    }

    /// The topic of this name or number, where it can be asked for.
    fn found(&self, name: &str) -> Result<&'a Topic, Unresolved> {
        let of = named(self.topics, name);
        let Some(topic) = of else {
            let words = format!("no topic is called {name:?}; `/topics` lists them");
            return Err(unresolved("unknown_topic", words));
        };
        if topic.archived_at.is_some() {
            let words = format!(
                "topic {:?} is archived; restore it to ask for it",
                topic.name
            );
            return Err(unresolved("topic_archived", words));
        }
        if topic.waits() {
            let words = format!(
                "topic {:?} names a person and waits for approval",
                topic.name
            );
            return Err(unresolved("topic_waits", words));
        }
        Ok(topic)
    }
}

fn unresolved(code: &'static str, message: String) -> Unresolved {
    Unresolved {
        code,
        message,
        value: String::new(),
    }
}

/// The topic that a name or a number stands for; of several of one name the one that is not archived.
pub(super) fn named<'a>(topics: &'a [Topic], name: &str) -> Option<&'a Topic> {
    let folded = fold(name.trim());
    let called = |topic: &&Topic| fold(&topic.name) == folded;
    let mut by_name: Vec<&Topic> = topics.iter().filter(called).collect();
    by_name.sort_by_key(|topic| topic.archived_at.is_some());
    let number = TopicId::parse(&folded);
    let by_number = || topics.iter().find(|topic| Some(topic.id) == number);
    by_name.first().copied().or_else(by_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use analysis::Gazetteer;

    fn topic(id: i64, name: &str, query: &str) -> Topic {
        Topic {
            id: TopicId(id),
            name: name.to_owned(),
            query: query.to_owned(),
            ..Topic::default()
        }
    }

    fn asked(topics: &[Topic], written: &str) -> Result<Query, &'static str> {
        let places = Gazetteer::default();
        let grammar = Grammar {
            zone: chrono_tz::Asia::Shanghai,
            now: model::Moment(0),
            places: &places,
        };
        let query = parse(written, &grammar).unwrap();
        let expanded = Expander::new(topics, grammar).expanded(query);
        expanded.map_err(|wrong| wrong.code)
    }

    #[test]
    fn topics_are_exchanged_by_name_and_number_and_inside_one_another() {
        let topics = [
            topic(1, "防汛", "水库 OR 洪水"),
            topic(2, "Flood News", "topic:防汛 tone:negative"),
        ];
        let plain = |written: &str| asked(&[], written).unwrap();
        for written in ["topic:防汛", "topic:t1", "topic:1", "专项:\"防汛\""] {
            assert_eq!(asked(&topics, written).unwrap(), plain("水库 OR 洪水"));
        }
        assert_eq!(
            asked(&topics, "-topic:\"flood news\"").unwrap(),
            plain("-((水库 OR 洪水) tone:negative)")
        );
    }

    #[test]
    fn what_cannot_be_asked_for_is_refused() {
        let archived = Topic {
            archived_at: Some(model::Moment(1)),
            ..topic(6, "旧事", "雨")
        };
        let waiting = Topic {
            office_held: Some("县长".to_owned()),
            ..topic(7, "县长", "张伟")
        };
        let topics = [
            topic(1, "自己", "雨 topic:自己"),
            topic(2, "甲", "topic:乙"),
            topic(3, "乙", "-(雪 OR topic:丙)"),
            topic(4, "丙", "topic:甲"),
            topic(5, "错", "place:无此处"),
            archived,
            waiting,
        ];
        for (written, code) in [
            ("topic:无", "unknown_topic"),
            ("topic:t99", "unknown_topic"),
            ("topic:自己", "topic_cycle"),
            ("风 topic:乙", "topic_cycle"),
            ("topic:错", "topic_wrong"),
            ("topic:旧事", "topic_archived"),
            ("topic:县长", "topic_waits"),
        ] {
            assert_eq!(asked(&topics, written).err(), Some(code), "{written}");
        }
        let chain: Vec<Topic> = (1..=11)
            .map(|id| topic(id, &format!("层{id}"), &format!("topic:t{}", id + 1)))
            .chain([topic(12, "底", "雨")])
            .collect();
        assert_eq!(asked(&chain, "topic:t1").err(), Some("topic_deep"));
        assert!(asked(&chain, "topic:t5").is_ok());
        let wide: Vec<Topic> = (1..=3)
            .map(|id| {
                topic(
                    id,
                    &format!("宽{id}"),
                    &format!("topic:t{} ", id + 1).repeat(10),
                )
            })
            .chain([topic(4, "底", "雨")])
            .collect();
        assert_eq!(asked(&wide, "topic:t1").err(), Some("topic_deep"));
    }
}
