//! Start conditions of levels: from which numbers on a matter is proposed at which level.

use super::alerts::tongue;
use super::sign_in::refusal;
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, SignedIn, level_words};
use model::{Category, Level, Measure, StartCondition, usual_start_conditions};
use serde::Deserialize;

/// Empty rows at the end of the table.
const NEW_ROWS: usize = 2;

/// A choice of a list: value, word, whether it is chosen.
type Choice = (&'static str, String, bool);

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Row {
    levels: Vec<Choice>,
    measures: Vec<Choice>,
    number: String,
    categories: Vec<Choice>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/levels.html")]
pub(crate) struct LevelsPage {
    shell: Shell,
    version: i64,
    rows: Vec<Row>,
    done: bool,
    wrong: Option<String>,
}

impl LevelsPage {
    pub(crate) fn new(
        conditions: &[StartCondition],
        version: i64,
        wrong: Option<String>,
        language: Language,
    ) -> Self {
        let mut shell = Shell::new(language, "alerts", "/rules/levels");
        shell.title = shell.t("levels.title").into_owned();
        let new = std::iter::repeat_n(None, NEW_ROWS);
        let all = conditions.iter().map(Some).chain(new);
        Self {
            rows: all.map(|one| row(one, &shell, language)).collect(),
            version,
            done: false,
            wrong,
            shell,
        }
    }
}

fn row(one: Option<&StartCondition>, shell: &Shell, language: Language) -> Row {
    let level = |level: Level| {
        let chosen = one.map_or(Level::Yellow, |one| one.level) == level;
        (level.word(), level_words(level, tongue(language)), chosen)
    };
    let measure = |measure: Measure| {
        let chosen = one.is_some_and(|one| one.measure == measure);
        let word = shell.t(&format!("levels.measure_{}", measure.word()));
        (measure.word(), word.into_owned(), chosen)
    };
    let category = |category: Category| {
        let chosen = one.and_then(|one| one.category) == Some(category);
        let word = shell.t(&format!("category.{}", category.word()));
        (category.word(), word.into_owned(), chosen)
    };
    Row {
        levels: Level::ALL.map(level).to_vec(),
        measures: Measure::ALL.map(measure).to_vec(),
        number: one.map_or_else(String::new, |one| one.number.to_string()),
        categories: Category::ALL.map(category).to_vec(),
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
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.start_conditions().await {
        Ok((conditions, version)) => {
            let mut page = LevelsPage::new(&conditions, version, None, language);
            page.done = !asked.done.is_empty();
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// The table as it was written: rows without a number are left out. What is no condition gets the
/// number 0, which the desk refuses with words.
fn written(given: &[(String, String)]) -> Vec<StartCondition> {
    let column = |name: &'static str| {
        let of = given.iter().filter(move |(field, _)| field == name);
        of.map(|(_, value)| value.trim())
    };
    let rows = column("level")
        .zip(column("measure"))
        .zip(column("number"))
        .zip(column("category"));
    let rows = rows.filter(|(((_, _), number), _)| !number.is_empty());
    rows.map(|(((level, measure), number), category)| {
        let (level, measure) = (Level::from_word(level), Measure::from_word(measure));
        let known = level.is_some() && measure.is_some();
        StartCondition {
            level: level.unwrap_or(Level::Blue),
            measure: measure.unwrap_or(Measure::Voices),
            number: number.parse().ok().filter(|_| known).unwrap_or(0),
            category: Category::of(category),
        }
    })
    .collect()
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(given): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let field = |name: &str| super::correct::field(&given, name);
    let version = field("version").parse().unwrap_or(0);
    let conditions = match field("act") {
        "usual" => usual_start_conditions(),
        _ => written(&given),
    };
    let change = (app.desk).change_start_conditions(&signed.actor, version, &conditions);
    match change.await {
        Ok(()) => redirect("/rules/levels?done=1"),
        Err(error) => not_changed(&app, &error, &conditions, language).await,
    }
}

/// What was written stays in the table; where somebody else was quicker, it says so.
async fn not_changed(
    app: &App,
    error: &DeskError,
    conditions: &[StartCondition],
    language: Language,
) -> Response {
    let words = if error.is_conflict() {
        Some(rust_i18n::t!("settings.meanwhile", locale = language.tag()).to_string())
    } else {
        refusal(error, language)
    };
    let (Some(words), Ok((_, version))) = (words, app.desk.start_conditions().await) else {
        return problem::of(error, app, language);
    };
    let page = LevelsPage::new(conditions, version, Some(words), language);
    answer(StatusCode::CONFLICT, &page, language, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(rows: &[[&str; 4]]) -> Vec<(String, String)> {
        let names = ["level", "measure", "number", "category"];
        let of = |row: &[&str; 4]| {
            let pairs = names.into_iter().zip(*row);
            let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            pairs.collect::<Vec<_>>()
        };
        rows.iter().flat_map(of).collect()
    }

    #[test]
    fn rows_are_read_in_order_and_empty_ones_left_out() {
        let given = fields(&[
            ["red", "rank", " 3 ", ""],
            ["yellow", "voices", "", ""],
            ["orange", "voices", "40", "food_safety"],
        ]);
        let read = written(&given);
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].level, read[0].number), (Level::Red, 3));
        assert_eq!(read[1].category, Some(Category::FoodSafety));
        for wrong in ["x", "1.5", "99999999999999999999"] {
            assert!(written(&fields(&[["red", "rank", wrong, ""]]))[0].is_wrong());
        }
        assert!(written(&fields(&[["red", "kindness", "3", ""]]))[0].is_wrong());
    }
}
