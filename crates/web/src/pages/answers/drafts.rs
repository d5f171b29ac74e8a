//! An answer on its way: drafted, reviewed, signed off, published, corrected, withdrawn.

use super::{ShownWording, wording};
use crate::language::Language;
use crate::pages::cases::acts::case_of;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, encode, time};
use crate::words::{clip, count, plain};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{AnswerReach, AnswerSheet, DeskError, SignedIn};
use model::{AnswerId, AnswerKind, AnswerState, Verdict, Wording};
use serde::Deserialize;

/// A number with where it opens.
#[derive(Debug, Clone)]
pub(crate) struct ShownReach {
    name: String,
    number: String,
    address: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/draft.html")]
pub(crate) struct DraftPage {
    shell: Shell,
    /// Its number; nothing of a new one.
    id: String,
    version: i64,
    case: String,
    case_title: String,
    exercise: bool,
    state: String,
    /// Its kind; nothing while that is still chosen.
    kind: String,
    clarifies: bool,
    written: Wording,
    verdicts: Vec<(&'static str, String, bool)>,
    shown: Option<ShownWording>,
    waiting: bool,
    why: String,
    facts: Vec<(String, String)>,
    public: Option<String>,
    reach: Vec<ShownReach>,
    /// What can be done with it now.
    can: Can,
}

/// What can be done with an answer now.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each form of the page"
)]
pub(crate) struct Can {
    reword: bool,
    review: bool,
    sign: bool,
    publish: bool,
    withdraw: bool,
}

fn verdicts(now: Verdict, shell: &Shell) -> Vec<(&'static str, String, bool)> {
    Verdict::ALL
        .map(|one| {
            let word = shell
                .t(&format!("answer.verdict_{}", one.word()))
                .into_owned();
            (one.word(), word, one == now)
        })
        .to_vec()
}

impl DraftPage {
    /// A new one on a case.
    pub(crate) fn begin(case: &str, case_title: &str, language: Language) -> Self {
        let mut shell = Shell::new(language, "cases", format!("/drafts/new?case={case}"));
        shell.title = shell.t("answer.draft").into_owned();
        Self {
            id: String::new(),
            version: 0,
            case: case.to_owned(),
            case_title: clip(case_title, 120),
            exercise: false,
            state: String::new(),
            kind: String::new(),
            clarifies: true,
            written: Wording::default(),
            verdicts: verdicts(Verdict::False, &shell),
            shown: None,
            waiting: false,
            why: String::new(),
            facts: Vec::new(),
            public: None,
            reach: Vec::new(),
            can: Can {
                reword: true,
                ..Can::default()
            },
            shell,
        }
    }

    pub(crate) fn new(
        sheet: &AnswerSheet,
        reach: Option<&AnswerReach>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let one = &sheet.answer;
        let case = one.case.to_string();
        let mut page = Self::begin(&case, &sheet.case_title, language);
        let shell = &mut page.shell;
        shell.address = format!("/drafts/{}", one.id);
        shell.title = clip(&one.working().title, crate::words::HEAD_TITLE_CHARS);
        page.id = one.id.to_string();
        page.version = one.version;
        page.exercise = one.exercise;
        page.state = shell
            .t(&format!("answer_state.{}", one.state.word()))
            .into_owned();
        page.kind = shell
            .t(&format!("answer.kind_{}", one.kind.word()))
            .into_owned();
        page.clarifies = one.kind == AnswerKind::Clarification;
        page.written = one.working().clone();
        page.verdicts = verdicts(one.working().verdict, shell);
        page.shown = Some(wording(one.kind, one.working(), shell));
        page.waiting = one.next.is_some();
        page.why = plain(&one.next_why);
        page.facts = facts(sheet, shell, zone);
        page.public = (one.state.is_public() && !one.exercise)
            .then(|| shell.to(&format!("/answers/{}", one.id)));
        page.reach = reach.map_or_else(Vec::new, |reach| shown_reach(reach, shell));
        page.can = can(sheet);
        page
    }
}

fn can(sheet: &AnswerSheet) -> Can {
    let one = &sheet.answer;
    let public = one.state == AnswerState::Published;
    let moving = !one.state.is_public() || public && one.next.is_some();
    Can {
        reword: one.state != AnswerState::Withdrawn,
        review: moving && one.reviewed.is_none(),
        sign: moving && one.reviewed.is_some() && one.signed.is_none(),
        publish: moving && one.signed.is_some(),
        withdraw: public,
    }
}

/// Who did what about it.
fn facts(sheet: &AnswerSheet, shell: &Shell, zone: Tz) -> Vec<(String, String)> {
    let one = &sheet.answer;
    let t = |key: &str| shell.t(key).into_owned();
    let stamped = |name: &str, at: Time| format!("{} {}", plain(name), at.person);
    let mut facts = vec![(t("answer.drafted_by"), plain(&one.drafted_name))];
    if let Some((name, at)) = &one.reviewed {
        facts.push((t("answer.reviewed_by"), stamped(name, time(*at, zone))));
    }
    if let Some(signed) = &one.signed {
        facts.push((
            t("answer.signed_by"),
            stamped(&signed.name, time(signed.at, zone)),
        ));
        facts.push((t("answer.handling"), plain(&signed.handling)));
        facts.push((t("answer.authorised_by"), plain(&signed.authorised_by)));
    }
    if let Some(at) = one.published_at {
        facts.push((t("answer.published"), time(at, zone).person));
    }
    facts
}

fn shown_reach(reach: &AnswerReach, shell: &Shell) -> Vec<ShownReach> {
    let matter = reach.matter.iter().map(|(event, said)| ShownReach {
        name: shell.n("answer.reach_event", event),
        number: count(*said),
        address: shell.to(&format!("/documents?event={event}")),
    });
    let quoting = ShownReach {
        name: shell.t("answer.reach_quoting").into_owned(),
        number: count(reach.quoting),
        address: shell.to(&format!("/search?q={}", encode(&reach.query))),
    };
    std::iter::once(quoting).chain(matter).collect()
}

/// What an address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    case: String,
}

pub(crate) async fn new(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let sheet = async {
        let id = case_of(&asked.case)?;
        app.desk.case_sheet(&signed.actor, id).await
    };
    match sheet.await {
        Ok(sheet) => {
            let case = &sheet.case;
            let page = DraftPage::begin(&case.id.to_string(), &case.title, language);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) fn id_of(id: &str) -> Result<AnswerId, DeskError> {
    AnswerId::parse(id).ok_or_else(|| DeskError::NotFound {
        kind: "answer",
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
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let found = async {
        let id = id_of(&id)?;
        let sheet = app.desk.answer_sheet(&signed.actor, id).await?;
        Ok((sheet, app.desk.answer_reach(&signed.actor, id).await?))
    };
    match found.await {
        Ok((sheet, reach)) => {
            let zone = app.desk.time_zone();
            let page = DraftPage::new(&sheet, reach.as_ref(), language, zone);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
