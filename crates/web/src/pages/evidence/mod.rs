//! *Evidence*: pages of a case with their takes, and what somebody opened of one.

pub(crate) mod acts;
pub(crate) mod opened;

use super::{answer, problem};
use crate::language::Language;
use crate::pages::cases::acts::case_of;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, link, time};
use crate::words::{HEAD_TITLE_CHARS, LISTED_TITLE_CHARS, clip, plain};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{EvidenceSheet, PageRow, SignedIn};
use model::{CaseState, SealedFile, Take};

/// Signs of a hash that are shown in a list; all of it stands beside it.
const HASH_SIGNS: usize = 16;

/// A take as it is shown: what is known of it without opening it.
#[derive(Debug, Clone)]
pub(crate) struct ShownTake {
    pub(crate) id: String,
    pub(crate) at: Time,
    /// What it was made of, in words.
    pub(crate) made_of: String,
    /// What the site answered, in words.
    pub(crate) answered: String,
    pub(crate) payload: (String, String),
    pub(crate) warc: (String, String),
    pub(crate) size: String,
    pub(crate) has_shot: bool,
    /// Why there is no picture.
    pub(crate) no_shot: String,
    /// The take before it, for comparing.
    pub(crate) before: Option<String>,
}

/// A page as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownPage {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) link: Option<String>,
    /// The document it is of: its number, its title outside the case, where it is shown.
    pub(crate) document: Option<(String, String, String)>,
    pub(crate) added: String,
    pub(crate) watched: bool,
    pub(crate) gone: bool,
    pub(crate) looked: Option<Time>,
    pub(crate) due: Option<Time>,
    pub(crate) problem: String,
    pub(crate) takes: Vec<ShownTake>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/evidence.html")]
pub(crate) struct EvidencePage {
    shell: Shell,
    id: String,
    case_title: String,
    closed: bool,
    pages: Vec<ShownPage>,
    kept: String,
}

impl EvidencePage {
    pub(crate) fn new(sheet: &EvidenceSheet, language: Language, zone: Tz) -> Self {
        let case = &sheet.case;
        let mut shell = Shell::new(language, "cases", format!("/cases/{}/evidence", case.id));
        shell.title = shell.t("evidence.title").into_owned();
        let closed = case.state == CaseState::Closed;
        Self {
            id: case.id.to_string(),
            case_title: clip(&case.title, HEAD_TITLE_CHARS),
            closed,
            pages: (sheet.pages.iter())
                .map(|row| page(row, sheet, closed, &shell, zone))
                .collect(),
            kept: match sheet.kept_until {
                Some(until) => shell.n("evidence.kept_until", time(until, zone).person),
                None => shell.n("evidence.kept", sheet.days),
            },
            shell,
        }
    }
}

fn page(row: &PageRow, sheet: &EvidenceSheet, closed: bool, shell: &Shell, zone: Tz) -> ShownPage {
    let page = &row.page;
    let title = |id| {
        let title = sheet.titles.get(&id);
        title.map_or_else(|| id.to_string(), |title| clip(title, LISTED_TITLE_CHARS))
    };
    let mut before: Option<String> = None;
    let takes = row.takes.iter().map(|one| {
        let shown = take(one, before.take(), shell, zone);
        before = Some(shown.id.clone());
        shown
    });
    let mut takes: Vec<ShownTake> = takes.collect();
    takes.reverse();
    ShownPage {
        id: page.id.to_string(),
        url: plain(&page.url),
        link: link(Some(&page.url)),
        document: page.document.map(|id| {
            let address = shell.to(&format!("/documents/{id}"));
            (id.to_string(), title(id), address)
        }),
        added: format!(
            "{} {}",
            plain(&page.added.0),
            time(page.added.1, zone).person
        ),
        watched: page.watched,
        gone: page.gone,
        looked: page.looked_at.map(|at| time(at, zone)),
        due: (page.watched && !closed).then(|| time(page.due_at, zone)),
        problem: plain(&page.problem),
        takes,
    }
}

fn short(hash: &str) -> (String, String) {
    (hash.chars().take(HASH_SIGNS).collect(), hash.to_owned())
}

pub(crate) fn take(one: &Take, before: Option<String>, shell: &Shell, zone: Tz) -> ShownTake {
    let said = &one.said;
    let (word, why) = said.no_shot.split_once(": ").unwrap_or((&said.no_shot, ""));
    let no_shot = if word.is_empty() {
        String::new()
    } else {
        let words = shell.t(&format!("evidence_shot.{word}")).into_owned();
        format!("{words} {}", plain(why)).trim().to_owned()
    };
    let answered = match (said.status, said.gone) {
        (0, false) => String::new(),
        (0, true) => shell.t("evidence.gone").into_owned(),
        (status, false) => shell.n("evidence.status", status),
        (status, true) => format!(
            "{} ({})",
            shell.t("evidence.gone"),
            shell.n("evidence.status", status)
        ),
    };
    ShownTake {
        id: one.id.to_string(),
        at: time(said.at, zone),
        made_of: shell
            .t(&format!("evidence_kind.{}", said.kind.word()))
            .into_owned(),
        answered,
        payload: short(&said.payload_sha256),
        warc: short(&said.warc.sha256),
        size: size(&said.warc),
        has_shot: said.shot.is_some(),
        no_shot,
        before,
    }
}

/// In thousands of bytes, rounded up.
fn size(file: &SealedFile) -> String {
    format!("{} kB", crate::words::count((file.bytes + 999) / 1_000))
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = async { app.desk.evidence_sheet(&signed.actor, case_of(&id)?).await };
    match result.await {
        Ok(sheet) => {
            let page = EvidencePage::new(&sheet, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
