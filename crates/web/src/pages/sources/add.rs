//! Adding a source: give an address, see what its site offers, choose.

use super::report::{ShownReport, report};
use super::{Choice, kind_word, kinds, owners};
use crate::language::Language;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{DeskError, Discovered, Proposal, SignedIn, SourceForm};
use model::{ArticleRules, ListRules, Owner, PathLanguage, SourceKind, SourceRules};
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    #[serde(default)]
    url: String,
    #[serde(default)]
    private: String,
}

/// The form of a source.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Written {
    kind: String,
    url: String,
    name: String,
    owner: String,
    folder: String,
    private: String,
    full_text: String,
    pages: String,
    language: String,
    item: String,
    link: String,
    title: String,
    time: String,
    text: String,
    next: String,
    article_title: String,
    article_text: String,
    article_time: String,
    remove: String,
}

impl Written {
    pub(super) fn owner(&self) -> Owner {
        Owner::from_word(&self.owner)
    }

    pub(super) fn name(&self) -> &str {
        self.name.trim()
    }

    /// The rules that the form describes.
    pub(super) fn rules(&self) -> SourceRules {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let list = ListRules {
            item: self.item.trim().to_owned(),
            language: match self.language.as_str() {
                "xpath" => PathLanguage::Xpath,
                "dots" => PathLanguage::Dots,
                _ => PathLanguage::Css,
            },
            link: some(&self.link),
            title: some(&self.title),
            time: some(&self.time),
            text: some(&self.text),
            next: some(&self.next),
        };
        SourceRules {
            list: (!list.is_empty()).then_some(list),
            article: ArticleRules {
                title: some(&self.article_title),
                text: some(&self.article_text),
                time: some(&self.article_time),
                remove: some(&self.remove).into_iter().collect(),
            },
            full_text: self.full_text == "1",
            pages: self.pages.trim().parse().unwrap_or(1),
        }
    }

    fn form(&self) -> Result<SourceForm, DeskError> {
        let kind = SourceKind::from_word(&self.kind)
            .filter(|kind| kind.is_fetched())
            .ok_or_else(|| DeskError::Invalid(format!("{:?} is no kind of source", self.kind)))?;
        Ok(SourceForm {
            kind,
            url: self.url.clone(),
            name: self.name.clone(),
            owner: self.owner(),
            folder: self.folder.clone(),
            rules: self.rules(),
            allow_private: self.private == "1",
        })
    }
}

/// One proposal.
#[derive(Debug, Clone)]
pub(crate) struct ShownProposal {
    pub(crate) number: usize,
    pub(crate) kind: &'static str,
    pub(crate) kind_word: String,
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) list: Option<ListRules>,
    pub(crate) report: ShownReport,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/add_source.html")]
pub(crate) struct AddSourcePage {
    shell: Shell,
    url: String,
    private: bool,
    looked: bool,
    site: String,
    proposals: Vec<ShownProposal>,
    opml: Option<usize>,
    notes: Vec<String>,
    kinds: Vec<Choice>,
    owners: Vec<Choice>,
    folders: Vec<String>,
    /// What was wrong with a form, and how trying it went.
    wrong: Option<String>,
    tried: Option<ShownReport>,
    written: Written,
}

impl AddSourcePage {
    pub(crate) fn new(
        url: &str,
        private: bool,
        found: Option<&Discovered>,
        folders: Vec<String>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "sources", "/sources/new");
        shell.title = shell.t("add.title").into_owned();
        let empty = Discovered::default();
        let shown = found.unwrap_or(&empty);
        Self {
            url: url.to_owned(),
            private,
            looked: found.is_some(),
            site: shown.title.clone(),
            proposals: (1..)
                .zip(&shown.proposals)
                .map(|(number, one)| proposal(number, one, &shell, zone))
                .collect(),
            opml: shown.opml,
            notes: shown.notes.iter().map(|note| shell.said(note)).collect(),
            kinds: kinds(&shell, Some(SourceKind::ListPage)),
            owners: owners(&shell, Owner::Unsaid),
            folders,
            wrong: None,
            tried: None,
            written: Written {
                url: url.to_owned(),
                ..Written::default()
            },
            shell,
        }
    }
}

fn proposal(number: usize, one: &Proposal, shell: &Shell, zone: Tz) -> ShownProposal {
    ShownProposal {
        number,
        kind: one.form.kind.word(),
        kind_word: kind_word(shell, one.form.kind),
        url: one.form.url.clone(),
        name: one.form.name.clone(),
        list: one.form.rules.list.clone(),
        report: report(&one.preview, shell, zone),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let (url, private) = (asked.url.trim(), asked.private == "1");
    let folders = folders(&app).await;
    let zone = app.desk.time_zone();
    if url.is_empty() {
        let page = AddSourcePage::new("", private, None, folders, language, zone);
        return answer(StatusCode::OK, &page, language, asked.lang.as_deref());
    }
    match app.desk.discover(url, private).await {
        Ok(found) => {
            let page = AddSourcePage::new(url, private, Some(&found), folders, language, zone);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(DeskError::Invalid(words)) => {
            let mut page = AddSourcePage::new(url, private, None, folders, language, zone);
            page.wrong = Some(page.shell.said(&words));
            answer(StatusCode::BAD_REQUEST, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// Adds a source. The form asks whose it is: the account of a private person is not a source.
pub(crate) async fn add(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let language = Language::choose(None, &headers);
    let added = match written.form() {
        Ok(form) if form.owner != Owner::Unsaid => app.desk.add_source(&signed.actor, &form).await,
        Ok(_) => Err(DeskError::Invalid(String::new())),
        Err(error) => Err(error),
    };
    match added {
        Ok(added) => {
            let new = u8::from(!added.was_there);
            redirect(&format!("/sources/{}?new={new}", added.source.id))
        }
        Err(DeskError::Invalid(words)) => {
            let mut page = page_of(&app, &written, language).await;
            page.wrong = Some(if words.is_empty() {
                page.shell.t("add.whose").into_owned()
            } else {
                page.shell.said(&words)
            });
            answer(StatusCode::BAD_REQUEST, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// Tries the form without keeping anything.
pub(crate) async fn try_out(
    State(app): State<App>,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let language = Language::choose(None, &headers);
    let mut page = page_of(&app, &written, language).await;
    let checked = match written.form() {
        Ok(form) => app.desk.check(&form).await,
        Err(error) => Err(error),
    };
    match checked {
        Ok(checked) => {
            page.tried = Some(report(&checked, &page.shell, app.desk.time_zone()));
            answer(StatusCode::OK, &page, language, None)
        }
        Err(DeskError::Invalid(words)) => {
            page.wrong = Some(page.shell.said(&words));
            answer(StatusCode::BAD_REQUEST, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

async fn page_of(app: &App, written: &Written, language: Language) -> AddSourcePage {
    let zone = app.desk.time_zone();
    let folders = folders(app).await;
    let private = written.private == "1";
    let mut page = AddSourcePage::new(&written.url, private, None, folders, language, zone);
    page.kinds = kinds(&page.shell, SourceKind::from_word(&written.kind));
    page.owners = owners(&page.shell, written.owner());
    page.written = written.clone();
    page
}

async fn folders(app: &App) -> Vec<String> {
    let board = app.desk.source_board(&desk::SourceAsk::default()).await;
    board.map_or_else(
        |_| Vec::new(),
        |board| board.folders.into_iter().map(|(name, _)| name).collect(),
    )
}
