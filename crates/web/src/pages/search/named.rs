//! Topics and rules that name a person, as everybody may see them.

use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use chrono_tz::Tz;
use model::{Moment, Rule, Topic};

/// A topic or a rule that names a person.
#[derive(Debug, Clone)]
pub(super) struct ShownNamed {
    pub(super) kind: String,
    pub(super) office_held: String,
    pub(super) query: String,
    pub(super) made: Time,
    pub(super) approved: Option<(String, Time)>,
}

pub(super) fn named(topics: &[Topic], rules: &[Rule], shell: &Shell, zone: Tz) -> Vec<ShownNamed> {
    let one = |kind: &str,
               office: &Option<String>,
               query: &str,
               made: Moment,
               approved: &Option<(String, Moment)>| ShownNamed {
        kind: shell.t(&format!("transparency.{kind}")).into_owned(),
        office_held: plain(office.as_deref().unwrap_or_default()),
        query: plain(query),
        made: time(made, zone),
        approved: (approved.as_ref()).map(|(by, at)| (plain(by), time(*at, zone))),
    };
    let topics = topics.iter().map(|topic| {
        let question = topic.question();
        one(
            "topic",
            &topic.office_held,
            &question,
            topic.made_at,
            &topic.approved,
        )
    });
    let rules = rules.iter().map(|rule| {
        one(
            "rule",
            &rule.office_held,
            &rule.query,
            rule.made_at,
            &rule.approved,
        )
    });
    topics.chain(rules).collect()
}
