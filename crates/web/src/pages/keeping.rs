//! Retention of documents: days by kind of source, sources with days of their own, what a change
//! would purge before it is made, and what went.

use super::sign_in::refusal;
use super::sources::kind_word;
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{count, plain};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, KeepBoard, KeepPreview, KeptFor, SignedIn};
use model::{KEEP_DAYS_MAX, KEEP_GRACE_HOURS, KeepDays, KeepScope, SourceId, SourceKind};
use serde::Deserialize;

/// What a form says, as pairs.
type Pairs = Vec<(String, String)>;

/// A rule with its field and what holds.
#[derive(Debug, Clone)]
pub(crate) struct ShownKept {
    pub(crate) name: String,
    pub(crate) word: String,
    /// As the field holds it: nothing is for ever for a kind, and as its kind for a source.
    pub(crate) value: String,
    /// What holds now, in words.
    pub(crate) now: String,
    /// Until when a change waits.
    pub(crate) from: Option<Time>,
    pub(crate) address: Option<String>,
}

/// What a change would purge, to be confirmed.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    /// Where it is sent.
    action: String,
    words: String,
    held: Option<String>,
    /// What was written.
    fields: Pairs,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/keeping.html")]
pub(crate) struct KeepingPage {
    shell: Shell,
    kinds: Vec<ShownKept>,
    sources: Vec<ShownKept>,
    purged: Vec<(String, String)>,
    ask: Option<Ask>,
    grace: String,
    days_max: u32,
    done: bool,
    wrong: Option<String>,
}

impl KeepingPage {
    pub(crate) fn new(board: &KeepBoard, done: bool, language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "settings", "/settings/retention");
        shell.title = shell.t("keeping.title").into_owned();
        let kept = |one: &KeptFor| shown(one, &shell, zone);
        Self {
            kinds: board.kinds.iter().map(kept).collect(),
            sources: board.sources.iter().map(kept).collect(),
            purged: (board.purged.iter())
                .map(|day| {
                    let words = rust_i18n::t!(
                        "keeping.went",
                        locale = language.tag(),
                        documents = count(day.documents.cast_signed()),
                        sources = count(day.sources.cast_signed()),
                        days = day.days
                    );
                    (day_name(day.day), words.into_owned())
                })
                .collect(),
            ask: None,
            grace: shell.n("keeping.grace", KEEP_GRACE_HOURS),
            days_max: KEEP_DAYS_MAX,
            done,
            wrong: None,
            shell,
        }
    }

    /// The same page asking whether so many documents may go.
    pub(crate) fn asking(
        mut self,
        preview: &KeepPreview,
        action: &str,
        said: &Pairs,
        zone: Tz,
    ) -> Self {
        let words = rust_i18n::t!(
            "keeping.would_go",
            locale = self.shell.language.tag(),
            n = count(preview.more.cast_signed()),
            at = time(preview.from, zone).person
        );
        self.ask = Some(Ask {
            action: self.shell.to(action),
            words: words.into_owned(),
            held: (preview.held > 0).then(|| {
                self.shell
                    .n("keeping.held", count(preview.held.cast_signed()))
            }),
            fields: (said.iter())
                .filter(|(name, _)| name.starts_with("days"))
                .cloned()
                .collect(),
        });
        self
    }
}

/// Days in words.
fn days_word(days: u32, shell: &Shell) -> String {
    match days {
        0 => shell.t("keeping.ever").into_owned(),
        days => shell.n("keeping.days", days),
    }
}

/// A rule as it is shown; also beside a source.
pub(crate) fn shown(kept: &KeptFor, shell: &Shell, zone: Tz) -> ShownKept {
    let (name, word, address) = match kept.scope {
        KeepScope::Kind(kind) => (field_of(kind), kind_word(shell, kind), None),
        KeepScope::Source(id) => (
            "days".to_owned(),
            plain(kept.name.as_deref().unwrap_or_default()),
            Some(shell.to(&format!("/sources/{id}#keeping"))),
        ),
    };
    let value = match (kept.scope, kept.days) {
        (KeepScope::Kind(_), Some(0)) | (_, None) => String::new(),
        (_, Some(days)) => days.to_string(),
    };
    ShownKept {
        name,
        word,
        value,
        now: days_word(kept.now, shell),
        from: kept.from.map(|at| time(at, zone)),
        address,
    }
}

fn field_of(kind: SourceKind) -> String {
    format!("days_{}", kind.word())
}

/// A day counted from 1970-01-01, as it is written.
pub(super) fn day_name(day: i64) -> String {
    chrono::NaiveDate::default()
        .checked_add_signed(chrono::TimeDelta::days(day))
        .map(|day| day.format("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

fn one<'a>(pairs: &'a Pairs, key: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(name, _)| name == key);
    found.map(|(_, value)| value.trim())
}

/// Reads days: nothing is `empty`.
fn days(text: &str, empty: KeepDays) -> Result<KeepDays, DeskError> {
    if text.is_empty() {
        return Ok(empty);
    }
    match text.parse::<u32>() {
        Ok(days) if days <= KEEP_DAYS_MAX => Ok(Some(days)),
        _ => Err(DeskError::Refused {
            word: "settings.days",
            words: format!("{text} is no number of days up to {KEEP_DAYS_MAX}"),
        }),
    }
}

/// What the form of the kinds says; a kind it does not name stays.
fn kinds_said(pairs: &Pairs) -> Result<Vec<(KeepScope, KeepDays)>, DeskError> {
    let mut changes = Vec::new();
    for kind in SourceKind::ALL {
        if let Some(text) = one(pairs, &field_of(kind)) {
            changes.push((KeepScope::Kind(kind), days(text, Some(0))?));
        }
    }
    Ok(changes)
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.keep_board(&signed.actor).await {
        Ok(board) => {
            let zone = app.desk.time_zone();
            let page = KeepingPage::new(&board, !asked.done.is_empty(), language, zone);
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// Days by kind.
pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    let language = Language::choose(None, &headers);
    let changes = kinds_said(&pairs);
    let path = "/settings/retention";
    let back = "/settings/retention?done=1";
    try_change(&app, &signed, changes, &pairs, (path, back), language).await
}

/// Days of one source.
pub(crate) async fn change_source(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    let language = Language::choose(None, &headers);
    let Some(source) = SourceId::parse(&id) else {
        let kind = "source";
        return problem::of(&DeskError::NotFound { kind, id }, &app, language);
    };
    let said = days(one(&pairs, "days").unwrap_or_default(), None);
    let changes = said.map(|days| vec![(KeepScope::Source(source), days)]);
    let path = format!("/sources/{source}/retention");
    let back = format!("/sources/{source}#keeping");
    try_change(&app, &signed, changes, &pairs, (&path, &back), language).await
}

/// Makes a change, or asks first where documents would go. `ways` are where it is sent, and where
/// it leads.
async fn try_change(
    app: &App,
    signed: &SignedIn,
    changes: Result<Vec<(KeepScope, KeepDays)>, DeskError>,
    pairs: &Pairs,
    (path, back): (&str, &str),
    language: Language,
) -> Response {
    let (desk, actor, zone) = (&app.desk, &signed.actor, app.desk.time_zone());
    let confirmed = one(pairs, "confirmed") == Some("1");
    let asked = async {
        let changes = changes?;
        let preview = desk.preview_keeping(actor, &changes).await?;
        if preview.more > 0 && !confirmed {
            return Ok(Some(preview));
        }
        desk.change_keeping(actor, &changes, confirmed).await?;
        Ok::<_, DeskError>(None)
    };
    let (preview, wrong) = match asked.await {
        Ok(None) => return redirect(back),
        Ok(preview) => (preview, None),
        Err(error) => match refusal(&error, language) {
            Some(words) => (None, Some(words)),
            None => return problem::of(&error, app, language),
        },
    };
    let board = match desk.keep_board(actor).await {
        Ok(board) => board,
        Err(error) => return problem::of(&error, app, language),
    };
    let mut page = KeepingPage::new(&board, false, language, zone);
    if let Some(preview) = preview {
        page = page.asking(&preview, path, pairs, zone);
    }
    page.wrong = wrong;
    let refused = page.wrong.as_ref().map(|_| StatusCode::BAD_REQUEST);
    answer(refused.unwrap_or_default(), &page, language, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_or_refused() {
        let kind = |text: &str| days(text, Some(0)).ok();
        assert_eq!(kind(""), Some(Some(0)));
        assert_eq!(kind("0"), Some(Some(0)));
        assert_eq!(kind("36500"), Some(Some(36_500)));
        assert_eq!(days("", None).ok(), Some(None));
        for wrong in [
            "-1",
            "36501",
            "99999999999999999999",
            "1.5",
            "ninety",
            "９０",
        ] {
            assert_eq!(kind(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_kind_that_a_form_does_not_name_stays() {
        let pairs = vec![
            ("days_feed".to_owned(), " 90 ".to_owned()),
            ("days_radio".to_owned(), "5".to_owned()),
        ];
        let said = kinds_said(&pairs).unwrap();
        assert_eq!(said, [(KeepScope::Kind(SourceKind::Feed), Some(90))]);
        assert!(kinds_said(&vec![("days_feed".to_owned(), "x".to_owned())]).is_err());
    }
}
