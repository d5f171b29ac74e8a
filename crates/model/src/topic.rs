//! Topics: a saved question with an owner; and routes: where word of a topic or a unit also goes.

use crate::{ChannelId, Language, Moment, PersonId, RouteId, TopicId, UnitId};

/// A topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    /// Its number.
    pub id: TopicId,
    /// What people call it, and `topic:` in questions.
    pub name: String,
    /// The question, in the grammar of searches.
    pub query: String,
    /// Places it is narrowed to, by name or code; none means all.
    pub places: Vec<String>,
    /// Sources it is narrowed to, by a part of their names; none means all.
    pub sources: Vec<String>,
    /// Languages it is narrowed to; none means all.
    pub languages: Vec<Language>,
    /// What whoever comes after should know.
    pub notes: String,
    /// The unit it is about the work of.
    pub unit: Option<UnitId>,
    /// Who answers for it.
    pub owner: PersonId,
    /// Their name when they were made its owner.
    pub owner_name: String,
    /// When it was made.
    pub made_at: Moment,
    /// Who wrote the question as it stands.
    pub asked_by: PersonId,
    /// Where the question names a person: the public office that person holds.
    pub office_held: Option<String>,
    /// Who approved that, and when.
    pub approved: Option<(String, Moment)>,
    /// Since when it rests; it can be brought back.
    pub archived_at: Option<Moment>,
    /// Who changed it last, by name.
    pub changed_by: String,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i64,
}

impl Topic {
    /// Whether somebody has to approve it before it is answered.
    pub fn waits(&self) -> bool {
        self.office_held.is_some() && self.approved.is_none()
    }

    /// The whole question: what is asked, in which places, of which sources, in which languages.
    pub fn question(&self) -> String {
        let any = |field: &str, values: &[String]| {
            let parts: Vec<String> = values
                .iter()
                .map(|value| format!("{field}:{}", quoted(value)))
                .collect();
            match parts.as_slice() {
                [one] => one.clone(),
                _ => format!("({})", parts.join(" OR ")),
            }
        };
        let mut parts = Vec::new();
        let narrowed =
            !(self.places.is_empty() && self.sources.is_empty() && self.languages.is_empty());
        match self.query.trim() {
            "" => {}
            query if narrowed => parts.push(format!("({query})")),
            query => parts.push(query.to_owned()),
        }
        if !self.places.is_empty() {
            parts.push(any("place", &self.places));
        }
        if !self.sources.is_empty() {
            parts.push(any("source", &self.sources));
        }
        if !self.languages.is_empty() {
            let tags: Vec<&str> = self.languages.iter().map(|one| one.tag()).collect();
            parts.push(format!("lang:{}", tags.join(",")));
        }
        parts.join(" ")
    }
}

/// A value in quotes that it does not hold itself.
fn quoted(value: &str) -> String {
    if value.contains('"') {
        format!("「{value}」")
    } else {
        format!("\"{value}\"")
    }
}

/// Whose word a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RouteOf {
    /// Of a topic: alerts of its rules.
    Topic(TopicId),
    /// Of a unit: alerts of rules whose topic or whose owner belongs to it.
    Unit(UnitId),
}

impl RouteOf {
    /// The stored form.
    pub fn word(self) -> String {
        match self {
            Self::Topic(id) => id.to_string(),
            Self::Unit(id) => id.to_string(),
        }
    }

    /// Reads the stored form.
    pub fn from_word(word: &str) -> Option<Self> {
        let (letter, rest) = word.split_at_checked(1)?;
        let number = rest.parse::<i64>().ok()?;
        match letter {
            "t" => Some(Self::Topic(TopicId(number))),
            "u" => Some(Self::Unit(UnitId(number))),
            _ => None,
        }
    }
}

/// A way that alerts of a topic or of a unit also go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its number.
    pub id: RouteId,
    /// Whose alerts.
    pub of: RouteOf,
    /// By which channel.
    pub channel: ChannelId,
    /// It takes alerts whose title or documents answer this, in the grammar of searches; nothing
    /// means all.
    pub words: String,
    /// Of a unit: whether it takes everybody's alerts that answer its words.
    pub everyones: bool,
    /// Who made it, by name.
    pub made_by: String,
    /// When.
    pub made_at: Moment,
    /// When it was removed; it can be brought back.
    pub removed_at: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_question_holds_all_of_its_parts() {
        let mut topic = Topic {
            query: "水库 OR 泄洪".to_owned(),
            ..Topic::default()
        };
        assert_eq!(topic.question(), "水库 OR 泄洪");
        topic.places = vec!["青岚县".to_owned(), "苇塘镇".to_owned()];
        topic.sources = vec!["\"晚报\"".to_owned()];
        topic.languages = vec![Language::Chinese, Language::English];
        assert_eq!(
            topic.question(),
            "(水库 OR 泄洪) (place:\"青岚县\" OR place:\"苇塘镇\") source:「\"晚报\"」 lang:zh,en"
        );
        topic.query.clear();
        assert!(topic.question().starts_with("(place:"));
        assert_eq!(Topic::default().question(), "");
    }

    #[test]
    fn whose_route_it_is_reads_back() {
        for of in [RouteOf::Topic(TopicId(3)), RouteOf::Unit(UnitId(4))] {
            assert_eq!(RouteOf::from_word(&of.word()), Some(of));
        }
        for wrong in ["", "t", "x3", "专3"] {
            assert_eq!(RouteOf::from_word(wrong), None);
        }
    }
}
