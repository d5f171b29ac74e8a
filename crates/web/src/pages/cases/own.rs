//! Tasks of one's own unit.

use super::tasks::{ShownTask, task};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::{LISTED_TITLE_CHARS, clip};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{OwnTask, SignedIn};
use model::Moment;

/// A task with what its case is called.
#[derive(Debug, Clone)]
pub(crate) struct ShownOwn {
    pub(crate) task: ShownTask,
    pub(crate) case: String,
    pub(crate) case_title: String,
    pub(crate) exercise: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/tasks.html")]
pub(crate) struct TasksPage {
    shell: Shell,
    tasks: Vec<ShownOwn>,
}

impl TasksPage {
    pub(crate) fn new(tasks: &[OwnTask], now: Moment, language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "tasks", "/tasks");
        shell.title = shell.t("task.own").into_owned();
        let tasks = tasks.iter().map(|own| ShownOwn {
            task: task(&own.task, &[], now, &shell, zone),
            case: own.task.case.to_string(),
            case_title: clip(&own.case_title, LISTED_TITLE_CHARS),
            exercise: own.exercise,
        });
        Self {
            tasks: tasks.collect(),
            shell,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.own_tasks(&signed.actor).await {
        Ok(tasks) => {
            let zone = app.desk.time_zone();
            let page = TasksPage::new(&tasks, app.desk.now(), language, zone);
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
