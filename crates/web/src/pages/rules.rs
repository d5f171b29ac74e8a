//! Rules: what to watch. The list, the form, and a trial on the past.

use super::correct::field;
use super::rule_page::RulesPage;
use super::sign_in::refusal;
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, RuleForm, RuleKept, SignedIn};
use model::{ChannelId, Level, RuleId, Sensitivity, TopicId, Watched};
use serde::Deserialize;

/// Days of a trial where nothing else is asked.
const TRIAL_DAYS: i64 = 30;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    days: String,
    done: String,
    /// The topic of a rule that is to be made.
    topic: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let done = match asked.done.as_str() {
        "kept" => Some("rules.done_kept"),
        "waits" => Some("rules.done_waits"),
        "removed" => Some("rules.done_removed"),
        _ => None,
    };
    let page = list_page(&app, &signed, RuleForm::default(), language).await;
    let topics = match app.desk.topics(&signed.actor).await {
        Ok(topics) => topics,
        Err(error) => return problem::of(&error, &app, language),
    };
    shown_or_not(
        &app,
        page.map(|mut page| {
            page.done = done.map(|key| page.shell.t(key).into_owned());
            page.with_topics(&topics, TopicId::parse(&asked.topic))
        }),
        StatusCode::OK,
        language,
    )
}

async fn list_page(
    app: &App,
    signed: &SignedIn,
    form: RuleForm,
    language: Language,
) -> Result<RulesPage, DeskError> {
    let rules = app.desk.rules(&signed.actor).await?;
    let channels = app.desk.channel_names().await?;
    Ok(RulesPage::list(&rules, &channels, form, language))
}

fn shown_or_not(
    app: &App,
    page: Result<RulesPage, DeskError>,
    status: StatusCode,
    language: Language,
) -> Response {
    match page {
        Ok(page) => answer(status, &page, language, None),
        Err(error) => problem::of(&error, app, language),
    }
}

fn id_of(id: &str) -> Result<RuleId, DeskError> {
    RuleId::parse(id).ok_or_else(|| DeskError::NotFound {
        kind: "rule",
        id: id.to_owned(),
    })
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let page = async {
        let rule = app.desk.rule(&signed.actor, id_of(&id)?).await?;
        let channels = app.desk.channel_names().await?;
        let trial = if asked.days.is_empty() {
            None
        } else {
            let days = asked.days.parse().unwrap_or(TRIAL_DAYS);
            Some(app.desk.try_rule(&rule, days).await?)
        };
        let zone = app.desk.time_zone();
        let topics = app.desk.topics(&signed.actor).await?;
        let page = RulesPage::one(&rule, &channels, trial.as_ref(), language, zone);
        Ok(page.with_topics(&topics, None))
    };
    shown_or_not(&app, page.await, StatusCode::OK, language)
}

fn form_of(given: &[(String, String)]) -> RuleForm {
    let usual = RuleForm::default();
    let of = |name: &str| field(given, name);
    RuleForm {
        name: of("name").to_owned(),
        watched: Watched::from_word(of("watched")).unwrap_or_default(),
        topic: TopicId::parse(of("topic")),
        query: of("query").to_owned(),
        sensitivity: Sensitivity::from_word(of("sensitivity")).unwrap_or_default(),
        number: of("number").parse().ok(),
        level: Level::from_word(of("level")).unwrap_or(usual.level),
        cool_down_minutes: of("cool_down").parse().unwrap_or(usual.cool_down_minutes),
        channels: given
            .iter()
            .filter(|(name, _)| name == "channel")
            .filter_map(|(_, id)| ChannelId::parse(id))
            .collect(),
        paused: !of("paused").is_empty(),
        office_held: of("office_held").to_owned(),
    }
}

/// Keeps a new rule.
pub(crate) async fn add(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(given): Form<Vec<(String, String)>>,
) -> Response {
    keep(
        &app,
        &signed,
        None,
        &given,
        Language::choose(None, &headers),
    )
    .await
}

/// Keeps what was changed of a rule, or approves or removes it.
pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let id = match id_of(&id) {
        Ok(id) => id,
        Err(error) => return problem::of(&error, &app, language),
    };
    let result = match field(&given, "act") {
        "remove" => app.desk.remove_rule(&signed.actor, id).await,
        "approve" => app.desk.approve_rule(&signed.actor, id).await,
        _ => {
            let version = field(&given, "version").parse().unwrap_or(0);
            return keep(&app, &signed, Some((id, version)), &given, language).await;
        }
    };
    let done = if field(&given, "act") == "remove" {
        "removed"
    } else {
        "kept"
    };
    match result {
        Ok(()) => redirect(&format!("/rules?done={done}")),
        Err(error) => problem::of(&error, &app, language),
    }
}

async fn keep(
    app: &App,
    signed: &SignedIn,
    of: Option<(RuleId, i64)>,
    given: &[(String, String)],
    language: Language,
) -> Response {
    let form = form_of(given);
    let (wrong, names) = match app.desk.keep_rule(&signed.actor, of, &form).await {
        Ok(RuleKept::Kept { waits: true, .. }) => return redirect("/rules?done=waits"),
        Ok(RuleKept::Kept { .. }) => return redirect("/rules?done=kept"),
        Ok(RuleKept::NamesPerson(name)) => (None, Some(name)),
        Ok(RuleKept::Wrong(problem)) => (Some(problem.message), None),
        Err(error) => match refusal(&error, language) {
            Some(words) => (Some(words), None),
            None => return problem::of(&error, app, language),
        },
    };
    let topics = app.desk.topics(&signed.actor).await.unwrap_or_default();
    let page = list_page(app, signed, form.clone(), language).await;
    let page = page.map(|mut page| {
        page = page.with_topics(&topics, None);
        page.wrong = wrong;
        page.fields.id = of.map(|(id, version)| (id.to_string(), version));
        page.fields.names = names;
        page
    });
    shown_or_not(app, page, StatusCode::UNPROCESSABLE_ENTITY, language)
}
