//! The page of rules, or of one: what stands on it.

use super::alerts::{number_of, tongue};
use crate::language::Language;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use askama::Template;
use chrono_tz::Tz;
use desk::{RuleForm, RuleTrial, level_words};
use model::{ChannelId, Level, Rule, RuleId, Sensitivity, Topic, TopicId, Watched};

/// A rule in the list.
#[derive(Debug)]
pub(crate) struct ShownRule {
    id: String,
    name: String,
    watched: String,
    /// Number and name of its topic.
    topic: Option<String>,
    topic_name: String,
    query: String,
    level: usize,
    level_word: String,
    owner: String,
    paused: bool,
    /// Whether it names a person and nobody approved that yet.
    waits: bool,
    office_held: Option<String>,
}

fn shown(rule: &Rule, shell: &Shell, language: Language) -> ShownRule {
    let key = format!("rules.watched_{}", rule.watched.word());
    ShownRule {
        id: rule.id.to_string(),
        name: plain(&rule.name),
        watched: shell.t(&key).into_owned(),
        topic: rule.topic.map(|topic| topic.to_string()),
        topic_name: String::new(),
        query: rule.query.clone(),
        level: number_of(rule.level),
        level_word: level_words(rule.level, tongue(language)),
        owner: plain(&rule.owner_name),
        paused: rule.paused,
        waits: rule.waits(),
        office_held: rule.office_held.clone(),
    }
}

/// Something to choose: value, word, whether it is chosen.
type Choice = (String, String, bool);

/// What stands in the form.
#[derive(Debug)]
pub(crate) struct Fields {
    pub(super) id: Option<(String, i64)>,
    form: RuleForm,
    number: String,
    watched: Vec<Choice>,
    sensitivities: Vec<Choice>,
    levels: Vec<Choice>,
    channels: Vec<Choice>,
    topics: Vec<Choice>,
    /// The person whom the question names.
    pub(super) names: Option<String>,
}

fn fields(
    of: Option<(RuleId, i64)>,
    form: RuleForm,
    channels: &[(ChannelId, String)],
    shell: &Shell,
    language: Language,
) -> Fields {
    let word = |key: String| shell.t(&key).into_owned();
    Fields {
        id: of.map(|(id, version)| (id.to_string(), version)),
        number: form
            .number
            .map_or_else(String::new, |number| number.to_string()),
        watched: Watched::ALL
            .map(|one| {
                let key = format!("rules.watched_{}", one.word());
                (one.word().to_owned(), word(key), one == form.watched)
            })
            .to_vec(),
        sensitivities: Sensitivity::ALL
            .map(|one| {
                let key = format!("rules.sensitivity_{}", one.word());
                (one.word().to_owned(), word(key), one == form.sensitivity)
            })
            .to_vec(),
        levels: Level::ALL
            .map(|one| {
                let told = level_words(one, tongue(language));
                (one.word().to_owned(), told, one == form.level)
            })
            .to_vec(),
        channels: channels
            .iter()
            .map(|(id, name)| (id.to_string(), plain(name), form.channels.contains(id)))
            .collect(),
        topics: Vec::new(),
        names: None,
        form,
    }
}

/// How often a rule would have spoken, as it is shown.
#[derive(Debug)]
pub(crate) struct ShownTrial {
    told: String,
    cut: bool,
    days: Vec<(String, u32)>,
    last: Vec<(Time, Option<(String, String)>)>,
}

/// The list with the form of a new rule, or one rule with its form.
#[derive(Debug, Template)]
#[template(path = "pages/rules.html")]
pub(crate) struct RulesPage {
    pub(super) shell: Shell,
    rules: Vec<ShownRule>,
    one: Option<ShownRule>,
    pub(super) fields: Fields,
    trial: Option<ShownTrial>,
    pub(super) done: Option<String>,
    pub(super) wrong: Option<String>,
}

impl RulesPage {
    pub(crate) fn list(
        rules: &[Rule],
        channels: &[(ChannelId, String)],
        form: RuleForm,
        language: Language,
    ) -> Self {
        let mut shell = Shell::new(language, "alerts", "/rules");
        shell.title = shell.t("rules.title").into_owned();
        Self {
            rules: rules
                .iter()
                .map(|rule| shown(rule, &shell, language))
                .collect(),
            one: None,
            fields: fields(None, form, channels, &shell, language),
            trial: None,
            done: None,
            wrong: None,
            shell,
        }
    }

    /// The same with the topics that a rule may ask for; `chosen` for a new one.
    pub(crate) fn with_topics(mut self, topics: &[Topic], chosen: Option<TopicId>) -> Self {
        let of = self.fields.form.topic.or(chosen);
        let open = |topic: &&Topic| topic.archived_at.is_none() || of == Some(topic.id);
        self.fields.topics = (topics.iter().filter(open))
            .map(|topic| {
                let chosen = of == Some(topic.id);
                (topic.id.to_string(), plain(&topic.name), chosen)
            })
            .collect();
        let name = |id: &str| {
            let found = topics.iter().find(|topic| topic.id.to_string() == id);
            found.map(|topic| plain(&topic.name))
        };
        for rule in self.rules.iter_mut().chain(&mut self.one) {
            rule.topic_name = rule.topic.as_deref().and_then(name).unwrap_or_default();
        }
        self
    }

    pub(crate) fn one(
        rule: &Rule,
        channels: &[(ChannelId, String)],
        trial: Option<&RuleTrial>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let form = RuleForm {
            name: rule.name.clone(),
            watched: rule.watched,
            topic: rule.topic,
            query: rule.query.clone(),
            sensitivity: rule.sensitivity,
            number: (rule.number > 0.0).then_some(rule.number),
            level: rule.level,
            cool_down_minutes: rule.cool_down_minutes,
            channels: rule.channels.clone(),
            paused: rule.paused,
            office_held: rule.office_held.clone().unwrap_or_default(),
        };
        let mut page = Self::list(&[], channels, RuleForm::default(), language);
        let path = format!("/rules/{}", rule.id);
        page.shell = Shell::new(language, "alerts", path);
        page.shell.title = plain(&rule.name);
        let of = Some((rule.id, rule.version));
        page.fields = fields(of, form, channels, &page.shell, language);
        page.one = Some(shown(rule, &page.shell, language));
        page.trial = trial.map(|trial| shown_trial(trial, &page.shell, zone));
        page
    }
}

fn shown_trial(trial: &RuleTrial, shell: &Shell, zone: Tz) -> ShownTrial {
    ShownTrial {
        told: trial.told().to_string(),
        cut: trial.cut,
        days: trial
            .days
            .iter()
            .map(|(day, count)| (super::keeping::day_name(*day), *count))
            .collect(),
        last: trial
            .last
            .iter()
            .rev()
            .map(|(at, document)| {
                let link =
                    document.map(|id| (shell.to(&format!("/documents/{id}")), id.to_string()));
                (time(*at, zone), link)
            })
            .collect(),
    }
}
