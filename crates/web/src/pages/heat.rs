//! How heat is counted: what voices weigh, how long they count. Data that people change.

use super::sign_in::refusal;
use super::sources::{kind_word, reach_word};
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::words::count;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, HeatBook, STALE_COUNTED_MAX, SignedIn};
use model::{HeatSettings, KindHeat, Reach, SourceKind};
use serde::Deserialize;

/// What a form says, as pairs.
type Pairs = Vec<(String, String)>;

/// A weight with its field and its word.
#[derive(Debug, Clone)]
pub(crate) struct Weight {
    name: String,
    word: String,
    value: String,
}

/// What a kind of source weighs, and how far it is heard.
#[derive(Debug, Clone)]
pub(crate) struct KindRow {
    weight: Weight,
    reach_name: String,
    /// Value, word, whether it is chosen.
    reaches: Vec<(&'static str, String, bool)>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/heat.html")]
pub(crate) struct HeatPage {
    shell: Shell,
    basis: i64,
    sorts: Vec<Weight>,
    kinds: Vec<KindRow>,
    reaches: Vec<Weight>,
    lists: Vec<Weight>,
    half_lives: Vec<Weight>,
    leave_out_floods: bool,
    /// What is still to be reckoned anew, in words.
    stale: Option<String>,
    done: bool,
    wrong: Option<String>,
}

impl HeatPage {
    pub(crate) fn new(
        book: &HeatBook,
        done: bool,
        wrong: Option<String>,
        language: Language,
    ) -> Self {
        let mut shell = Shell::new(language, "settings", "/settings/heat");
        shell.title = shell.t("heat.title").into_owned();
        let settings = &book.settings;
        let one = |name: &str, value: f64| Weight {
            name: name.to_owned(),
            word: shell.t(&format!("heat.{name}")).into_owned(),
            value: written(value),
        };
        let kinds = SourceKind::ALL.map(|kind| kind_row(kind, settings, &shell));
        let reaches = Reach::ALL.map(|reach| reach_weight(reach, settings, &shell));
        Self {
            basis: book.basis,
            sorts: vec![
                one("document", settings.document),
                one("copy", settings.copy),
            ],
            kinds: kinds.into(),
            reaches: reaches.into(),
            lists: vec![
                one("rank_hour", settings.rank_hour),
                one("rank_hours_max", settings.rank_hours_max),
            ],
            half_lives: vec![
                one("heat_hours", settings.heat_hours),
                one("pulse_hours", settings.pulse_hours),
            ],
            leave_out_floods: settings.leave_out_floods,
            stale: stale(book.stale, &shell),
            done,
            wrong,
            shell,
        }
    }
}

fn reach_weight(reach: Reach, settings: &HeatSettings, shell: &Shell) -> Weight {
    Weight {
        name: format!("weight_{}", reach.word()),
        word: reach_word(shell, Some(reach)),
        value: written(settings.reaches.get(&reach).copied().unwrap_or(1.0)),
    }
}

fn stale(events: i64, shell: &Shell) -> Option<String> {
    let more = events >= STALE_COUNTED_MAX.cast_signed();
    let number = count(events) + if more { "+" } else { "" };
    (events > 0).then(|| shell.n("heat.stale", number))
}

fn kind_row(kind: SourceKind, settings: &HeatSettings, shell: &Shell) -> KindRow {
    let heat = settings.kinds.get(&kind).copied().unwrap_or_default();
    KindRow {
        weight: Weight {
            name: format!("kind_{}", kind.word()),
            word: kind_word(shell, kind),
            value: written(heat.weight),
        },
        reach_name: format!("reach_{}", kind.word()),
        reaches: (Reach::ALL.into_iter())
            .map(|reach| {
                (
                    reach.word(),
                    reach_word(shell, Some(reach)),
                    heat.reach == reach,
                )
            })
            .collect(),
    }
}

/// A number as a field holds it; what was none stays empty.
fn written(number: f64) -> String {
    if number.is_finite() {
        number.to_string()
    } else {
        String::new()
    }
}

fn one<'a>(pairs: &'a Pairs, key: &str) -> &'a str {
    let found = pairs.iter().find(|(name, _)| name == key);
    found.map_or("", |(_, value)| value.trim())
}

/// The settings that a form says; what is no number is refused later, by its name.
fn said(pairs: &Pairs) -> HeatSettings {
    if !one(pairs, "plain").is_empty() {
        return HeatSettings::default();
    }
    let number = |key: &str| one(pairs, key).parse().unwrap_or(f64::NAN);
    HeatSettings {
        document: number("document"),
        copy: number("copy"),
        kinds: (SourceKind::ALL.into_iter())
            .map(|kind| {
                let reach = one(pairs, &format!("reach_{}", kind.word()));
                let heat = KindHeat {
                    weight: number(&format!("kind_{}", kind.word())),
                    reach: Reach::from_word(reach).unwrap_or(Reach::Region),
                };
                (kind, heat)
            })
            .collect(),
        reaches: (Reach::ALL.into_iter())
            .map(|reach| (reach, number(&format!("weight_{}", reach.word()))))
            .collect(),
        rank_hour: number("rank_hour"),
        rank_hours_max: number("rank_hours_max"),
        leave_out_floods: !one(pairs, "leave_out_floods").is_empty(),
        heat_hours: number("heat_hours"),
        pulse_hours: number("pulse_hours"),
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.heat_book().await {
        Ok(book) => {
            let page = HeatPage::new(&book, !asked.done.is_empty(), None, language);
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    let language = Language::choose(None, &headers);
    let settings = said(&pairs);
    let basis = one(&pairs, "basis").parse().unwrap_or(0);
    let changed = app.desk.change_heat(&signed.actor, basis, &settings).await;
    match changed {
        Ok(()) => redirect("/settings/heat?done=1"),
        Err(error) => not_changed(&app, settings, &error, language).await,
    }
}

/// What was written stays in the form; where somebody else was quicker, it says so.
async fn not_changed(
    app: &App,
    settings: HeatSettings,
    error: &DeskError,
    language: Language,
) -> Response {
    let words = if error.is_conflict() {
        Some(rust_i18n::t!("settings.meanwhile", locale = language.tag()).to_string())
    } else {
        refusal(error, language)
    };
    let (Some(words), Ok(book)) = (words, app.desk.heat_book().await) else {
        return problem::of(error, app, language);
    };
    let book = HeatBook { settings, ..book };
    let page = HeatPage::new(&book, false, Some(words), language);
    answer(StatusCode::CONFLICT, &page, language, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the page shows is what its form says.
    #[test]
    fn settings_go_through_the_form_and_back() {
        let mut settings = HeatSettings {
            copy: 0.25,
            rank_hour: 0.75,
            leave_out_floods: true,
            ..HeatSettings::default()
        };
        settings.reaches.insert(Reach::Local, 0.1);
        let hand = settings.kinds.entry(SourceKind::Hand).or_default();
        (hand.weight, hand.reach) = (1.5, Reach::Local);
        let book = HeatBook {
            settings: settings.clone(),
            ..HeatBook::default()
        };
        let page = HeatPage::new(&book, false, None, Language::ALL[0]);
        let mut pairs: Pairs = [&page.sorts, &page.reaches, &page.lists, &page.half_lives]
            .into_iter()
            .flatten()
            .chain(page.kinds.iter().map(|row| &row.weight))
            .map(|weight| (weight.name.clone(), weight.value.clone()))
            .collect();
        pairs.extend(page.kinds.iter().map(|row| {
            let chosen = row.reaches.iter().find(|(_, _, chosen)| *chosen).unwrap();
            (row.reach_name.clone(), chosen.0.to_owned())
        }));
        if page.leave_out_floods {
            pairs.push(("leave_out_floods".to_owned(), "1".to_owned()));
        }
        assert_eq!(said(&pairs), settings);
        let nothing = said(&Pairs::new());
        assert!(nothing.copy.is_nan() && nothing.fault().is_some());
        assert_eq!(written(nothing.copy), "");
        pairs.push(("plain".to_owned(), "1".to_owned()));
        assert_eq!(said(&pairs), HeatSettings::default());
    }
}
