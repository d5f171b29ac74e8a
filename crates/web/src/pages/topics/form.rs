//! The form of a topic.

use super::{id_of, words_of};
use crate::language::Language as Tongue;
use crate::pages::correct::field;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::plain;
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::{DeskError, QueryProblem, SignedIn, TopicChoices, TopicForm};
use model::{Language, PersonId, TopicId, UnitId};
use serde::Deserialize;

/// Something to choose: value, word, whether it is chosen.
type Choice = (String, String, bool);

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/topic_form.html")]
pub(crate) struct TopicFormPage {
    shell: Shell,
    /// The topic with the version that is changed; none for a new one.
    of: Option<(String, i64)>,
    form: TopicForm,
    places: String,
    sources: String,
    languages: Vec<Choice>,
    people: Vec<Choice>,
    units: Vec<Choice>,
    pub(super) wrong: Option<String>,
    /// The person whom the question names.
    pub(super) names: Option<String>,
}

impl TopicFormPage {
    pub(crate) fn new(
        of: Option<(TopicId, i64)>,
        form: TopicForm,
        choices: &TopicChoices,
        language: Tongue,
    ) -> Self {
        let address = of.map_or("/topics/new".to_owned(), |(id, _)| {
            format!("/topics/{id}/edit")
        });
        let mut shell = Shell::new(language, "topics", address);
        let title = of.map_or("topics.new", |_| "topics.change");
        shell.title = shell.t(title).into_owned();
        Self {
            of: of.map(|(id, version)| (id.to_string(), version)),
            places: form.places.join("\n"),
            sources: form.sources.join("\n"),
            languages: languages(&form, &shell),
            people: choices
                .people
                .iter()
                .map(|(id, name)| (id.to_string(), plain(name), form.owner == Some(*id)))
                .collect(),
            units: choices
                .units
                .iter()
                .map(|unit| {
                    let chosen = form.unit == Some(unit.id);
                    (unit.id.to_string(), plain(&unit.name), chosen)
                })
                .collect(),
            wrong: None,
            names: None,
            form,
            shell,
        }
    }

    /// The same with what is wrong with the question.
    pub(super) fn wrong_with(mut self, wrong: &QueryProblem) -> Self {
        let piece: String = (self.form.query.chars())
            .skip(wrong.span.start)
            .take(wrong.span.end.saturating_sub(wrong.span.start))
            .collect();
        let words = words_of(wrong, &self.shell);
        self.wrong = Some(if piece.is_empty() {
            words
        } else {
            format!("{piece}: {words}")
        });
        self
    }
}

fn languages(form: &TopicForm, shell: &Shell) -> Vec<Choice> {
    [Language::Chinese, Language::English, Language::Other]
        .into_iter()
        .map(|one| {
            let key = format!("language.{}", one.tag());
            let word = shell.t(&key).into_owned();
            (one.tag().to_owned(), word, form.languages.contains(&one))
        })
        .collect()
}

/// What a form gave.
pub(super) fn written(given: &[(String, String)]) -> TopicForm {
    let of = |name: &str| field(given, name);
    let lines = |name: &str| {
        let parts = of(name).split(['\n', '\r', '，', '、', ',', ';', '；']);
        let parts = parts.map(|part| part.trim().to_owned());
        parts.filter(|part| !part.is_empty()).collect()
    };
    TopicForm {
        name: of("name").to_owned(),
        query: of("query").to_owned(),
        places: lines("places"),
        sources: lines("sources"),
        languages: Language::ALL
            .into_iter()
            .filter(|one| {
                (given.iter()).any(|(name, value)| name == "language" && value == one.tag())
            })
            .collect(),
        notes: of("notes").to_owned(),
        unit: UnitId::parse(of("unit")),
        owner: PersonId::parse(of("owner")),
        office_held: of("office_held").to_owned(),
    }
}

/// What the address asks for: a question to begin with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    q: String,
}

pub(crate) async fn new(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Tongue::choose(asked.lang.as_deref(), &headers);
    let page = async {
        let choices = app.desk.topic_choices(&signed.actor).await?;
        let form = TopicForm {
            query: asked.q.clone(),
            owner: Some(signed.id()),
            ..TopicForm::default()
        };
        Ok(TopicFormPage::new(None, form, &choices, language))
    };
    shown(&app, page.await, language, asked.lang.as_deref())
}

pub(crate) async fn edit(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Tongue::choose(None, &headers);
    let page = async {
        let id = id_of(&id)?;
        let topic = app.desk.topic(&signed.actor, &id.to_string()).await?;
        let choices = app.desk.topic_choices(&signed.actor).await?;
        let (of, form) = (Some((id, topic.version)), TopicForm::of(&topic));
        Ok(TopicFormPage::new(of, form, &choices, language))
    };
    shown(&app, page.await, language, None)
}

fn shown(
    app: &App,
    page: Result<TopicFormPage, DeskError>,
    language: Tongue,
    asked: Option<&str>,
) -> Response {
    match page {
        Ok(page) => answer(StatusCode::OK, &page, language, asked),
        Err(error) => problem::of(&error, app, language),
    }
}
