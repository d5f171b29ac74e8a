//! Rules of duty: when shifts change, days of rest, the chain.

use super::shown::post_word;
use crate::language::Language;
use crate::pages::correct::field;
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::plain;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::SignedIn;
use model::{ChainStep, DutyPost, DutySettings, Person, PersonId, Whom};
use serde::Deserialize;

type Fields = Vec<(String, String)>;

/// Steps that the form offers beyond those that are there.
const MORE_STEPS: usize = 2;

/// A step in the form.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    minutes: String,
    /// Value, word, whether it is chosen.
    whom: Vec<(String, String, bool)>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/duty_settings.html")]
pub(crate) struct DutySettingsPage {
    shell: Shell,
    version: i64,
    borders: String,
    holidays: String,
    workdays: String,
    ahead_days: u16,
    steps: Vec<Step>,
    done: bool,
    wrong: Option<String>,
}

impl DutySettingsPage {
    pub(crate) fn new(
        settings: &DutySettings,
        version: i64,
        people: &[Person],
        done: bool,
        wrong: Option<String>,
        language: Language,
    ) -> Self {
        let mut shell = Shell::new(language, "duty", "/settings/duty");
        shell.title = shell.t("duty.settings").into_owned();
        let lines = |days: &std::collections::BTreeSet<String>| {
            let days: Vec<&str> = days.iter().map(String::as_str).collect();
            days.join("\n")
        };
        let blank = std::iter::repeat_n(None, MORE_STEPS);
        let steps = settings.chain.iter().map(Some).chain(blank);
        let step = |step: Option<&ChainStep>| Step {
            minutes: step.map_or(String::new(), |step| step.after_minutes.to_string()),
            whom: choices(step.map(|step| step.whom), people, &shell),
        };
        Self {
            version,
            borders: (settings.borders.iter())
                .map(|at| format!("{:02}:{:02}", at / 60, at % 60))
                .collect::<Vec<_>>()
                .join(", "),
            holidays: lines(&settings.holidays),
            workdays: lines(&settings.workdays),
            ahead_days: settings.ahead_days,
            steps: steps.map(step).collect(),
            done,
            wrong,
            shell,
        }
    }
}

fn choices(chosen: Option<Whom>, people: &[Person], shell: &Shell) -> Vec<(String, String, bool)> {
    let posts = DutyPost::ALL.map(|post| {
        let is = chosen == Some(Whom::Post(post));
        (post.word().to_owned(), post_word(post, shell), is)
    });
    let people = people.iter().map(|person| {
        let is = chosen == Some(Whom::Person(person.id));
        (person.id.to_string(), plain(&person.name), is)
    });
    posts.into_iter().chain(people).collect()
}

/// Minutes after midnight of a time like `08:00`.
fn border(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once([':', '：'])?;
    let at: u16 = hours.trim().parse().ok()?;
    let minutes: u16 = minutes
        .trim()
        .parse()
        .ok()
        .filter(|minutes| *minutes < 60)?;
    at.checked_mul(60)?.checked_add(minutes)
}

/// The rules that a form says; what is no time or number becomes one that is refused by its name.
fn said(fields: &Fields) -> DutySettings {
    let days = |name: &str| {
        let text = field(fields, name).split([',', '，', ' ', '\n', '\r', '、']);
        text.filter(|day| !day.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let borders = field(fields, "borders").split([',', '，', '、', ' ', ';', '；']);
    let all = |name: &str| -> Vec<String> {
        let of = fields.iter().filter(|(field, _)| field == name);
        of.map(|(_, value)| value.trim().to_owned()).collect()
    };
    let steps = all("minutes").into_iter().zip(all("whom"));
    let steps = steps.filter(|(minutes, _)| !minutes.is_empty());
    let step = |(minutes, whom): (String, String)| ChainStep {
        after_minutes: minutes.parse().unwrap_or(u32::MAX),
        whom: DutyPost::from_word(&whom).map_or_else(
            || Whom::Person(PersonId::parse(&whom).unwrap_or_default()),
            Whom::Post,
        ),
    };
    DutySettings {
        borders: (borders.filter(|text| !text.is_empty()))
            .map(|text| border(text).unwrap_or(u16::MAX))
            .collect(),
        holidays: days("holidays"),
        workdays: days("workdays"),
        chain: steps.map(step).collect(),
        ahead_days: field(fields, "ahead_days").parse().unwrap_or(0),
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    page(&app, &signed, None, !asked.done.is_empty(), None, language).await
}

async fn page(
    app: &App,
    signed: &SignedIn,
    typed: Option<DutySettings>,
    done: bool,
    wrong: Option<String>,
    language: Language,
) -> Response {
    let kept = app.desk.duty_settings(&signed.actor).await;
    let board = app.desk.roster(&signed.actor, None, 1).await;
    match (kept, board) {
        (Ok((kept, version)), Ok(board)) => {
            let status = if wrong.is_some() {
                StatusCode::CONFLICT
            } else {
                StatusCode::OK
            };
            let settings = typed.unwrap_or(kept);
            let page =
                DutySettingsPage::new(&settings, version, &board.people, done, wrong, language);
            answer(status, &page, language, None)
        }
        (Err(error), _) | (_, Err(error)) => problem::of(&error, app, language),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let settings = said(&fields);
    let version = field(&fields, "version").parse().unwrap_or(0);
    let error = match app
        .desk
        .change_duty(&signed.actor, version, &settings)
        .await
    {
        Ok(()) => return redirect("/settings/duty?done=1"),
        Err(error) => error,
    };
    let words = if error.is_conflict() {
        Some(rust_i18n::t!("settings.meanwhile", locale = language.tag()).to_string())
    } else {
        refusal(&error, language)
    };
    match words {
        Some(words) => page(&app, &signed, Some(settings), false, Some(words), language).await,
        None => problem::of(&error, &app, language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the page shows is what its form says.
    #[test]
    fn rules_go_through_the_form_and_back() {
        let settings = DutySettings {
            borders: vec![0, 510, 1_200],
            holidays: ["2026-10-01".to_owned(), "2026-10-02".to_owned()].into(),
            workdays: ["2026-10-10".to_owned()].into(),
            chain: vec![
                ChainStep {
                    after_minutes: 0,
                    whom: Whom::Post(DutyPost::Deputy),
                },
                ChainStep {
                    after_minutes: 7,
                    whom: Whom::Post(DutyPost::Leader),
                },
            ],
            ahead_days: 21,
        };
        let page = DutySettingsPage::new(&settings, 1, &[], false, None, Language::ALL[0]);
        let mut fields: Fields = vec![
            ("borders".to_owned(), page.borders.clone()),
            ("holidays".to_owned(), page.holidays.clone()),
            ("workdays".to_owned(), page.workdays.clone()),
            ("ahead_days".to_owned(), page.ahead_days.to_string()),
        ];
        for step in &page.steps {
            let chosen = step.whom.iter().find(|(_, _, chosen)| *chosen);
            fields.push(("minutes".to_owned(), step.minutes.clone()));
            fields.push((
                "whom".to_owned(),
                chosen.map_or(String::new(), |one| one.0.clone()),
            ));
        }
        assert_eq!(said(&fields), settings);
        let nonsense = said(&vec![("borders".to_owned(), "noon".to_owned())]);
        assert_eq!((nonsense.borders, nonsense.ahead_days), (vec![u16::MAX], 0));
    }
}
