//! User words: listed, added by lines, removed by their boxes.

use super::sign_in::refusal;
use super::{answer, problem, redirect};
use crate::index_words::index_words;
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::words::{count, plain};
use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::{DeskError, FaultyLine, IndexWork, SignedIn, WordBook, WordFault, WordsChanged};
use model::limits;
use serde::Deserialize;

/// Words shown on the page; of more only those that hold a text.
const SHOWN_MAX: usize = 300;

/// What a form says, as pairs: `remove` may stand many times.
type Pairs = Vec<(String, String)>;

/// A line that is no word, as it is shown.
#[derive(Debug, Clone)]
struct ShownFault {
    line: String,
    /// What the box that removes it says.
    text: String,
    words: String,
}

/// What the page has to say besides the words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Came {
    /// How many were added and removed.
    pub(crate) changed: Option<(usize, usize)>,
    /// The change to take back.
    pub(crate) undo: Option<usize>,
    /// Lines that were refused.
    pub(crate) refused: Vec<FaultyLine>,
    /// What was written, to be put right.
    pub(crate) written: String,
    /// What else is wrong.
    pub(crate) wrong: Option<String>,
    /// Only words that hold this.
    pub(crate) holding: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/user_words.html")]
pub(crate) struct UserWordsPage {
    shell: Shell,
    done: Option<String>,
    undo: Option<usize>,
    /// What is being done to the index.
    work: Option<String>,
    wrong: Option<String>,
    refused: Vec<ShownFault>,
    written: String,
    how_many: String,
    holding: String,
    /// The word as its box says it, and as it is shown.
    words: Vec<(String, String)>,
    /// How many of how many are shown, where not all are.
    cut: Option<String>,
    /// Whether there are so many that one looks for some.
    many: bool,
    faulty: Vec<ShownFault>,
}

impl UserWordsPage {
    pub(crate) fn new(
        book: &WordBook,
        work: Option<IndexWork>,
        came: Came,
        language: Language,
    ) -> Self {
        let mut shell = Shell::new(language, "settings", "/settings/words");
        shell.title = shell.t("user_words.title").into_owned();
        let holding = came.holding.trim().to_owned();
        let found: Vec<&String> = (book.words.iter())
            .filter(|word| word.contains(&holding))
            .collect();
        let shown = found.iter().take(SHOWN_MAX);
        let faults = |lines: &[FaultyLine]| {
            lines
                .iter()
                .map(|line| shown_fault(line, &shell))
                .collect::<Vec<_>>()
        };
        Self {
            done: came
                .changed
                .map(|(added, removed)| done(added, removed, &shell)),
            undo: came.undo,
            work: work.map(|work| index_words(work, &shell)),
            wrong: came.wrong,
            refused: faults(&came.refused),
            written: came.written,
            how_many: shell.n("user_words.how_many", count(book.words.len() as i64)),
            words: shown.map(|word| ((*word).clone(), plain(word))).collect(),
            cut: cut(found.len(), &shell),
            many: book.words.len() > SHOWN_MAX / 10,
            holding,
            faulty: faults(&book.faulty),
            shell,
        }
    }
}

/// How many of how many are shown, where not all are.
fn cut(found: usize, shell: &Shell) -> Option<String> {
    let words = rust_i18n::t!(
        "user_words.cut",
        locale = shell.tag(),
        n = count(SHOWN_MAX as i64),
        of = count(found as i64)
    );
    (found > SHOWN_MAX).then(|| words.to_string())
}

fn done(added: usize, removed: usize, shell: &Shell) -> String {
    match (added, removed) {
        (0, 0) => shell.t("user_words.same").into_owned(),
        (added, 0) => shell.n("user_words.added", added),
        (0, removed) => shell.n("user_words.removed", removed),
        (added, removed) => format!(
            "{} {}",
            shell.n("user_words.added", added),
            shell.n("user_words.removed", removed)
        ),
    }
}

fn shown_fault(line: &FaultyLine, shell: &Shell) -> ShownFault {
    let key = format!("word_fault.{}", line.fault.word());
    let words = match line.fault {
        WordFault::Long => shell.n(&key, limits::USER_WORD_CHARS_MAX),
        WordFault::TooMany => shell.n(&key, count(limits::USER_WORDS_MAX as i64)),
        _ => shell.t(&key).into_owned(),
    };
    ShownFault {
        line: shell.n("user_words.line", line.number),
        text: plain(&line.text),
        words,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: usize,
    added: Option<usize>,
    removed: usize,
    holding: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let came = Came {
        changed: asked.added.map(|added| (added, asked.removed)),
        undo: Some(asked.done).filter(|id| *id > 0),
        holding: asked.holding,
        ..Came::default()
    };
    page(&app, came, StatusCode::OK, Language::choose(None, &headers))
}

fn page(app: &App, came: Came, status: StatusCode, language: Language) -> Response {
    match app.desk.word_book() {
        Ok(book) => {
            let page = UserWordsPage::new(&book, app.desk.index_work(), came, language);
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    let language = Language::choose(None, &headers);
    let all = |key: &str| {
        let said = pairs.iter().filter(|(name, _)| name == key);
        let said: Vec<&str> = said.map(|(_, value)| value.as_str()).collect();
        said.join("\n")
    };
    let (add, remove) = (all("add"), all("remove"));
    match app.desk.change_words(&signed.actor, &add, &remove).await {
        Ok(Ok(change)) => changed(&change),
        Ok(Err(refused)) => {
            let came = Came {
                refused,
                written: add,
                ..Came::default()
            };
            page(&app, came, StatusCode::UNPROCESSABLE_ENTITY, language)
        }
        Err(error) => failed(&app, &error, language),
    }
}

/// Which change to take back.
#[derive(Debug, Deserialize)]
pub(crate) struct Undo {
    #[serde(default)]
    change: usize,
}

pub(crate) async fn undo(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(undo): Form<Undo>,
) -> Response {
    match app.desk.undo_words(&signed.actor, undo.change).await {
        Ok(change) => changed(&change),
        Err(error) => failed(&app, &error, Language::choose(None, &headers)),
    }
}

fn changed(change: &WordsChanged) -> Response {
    redirect(&format!(
        "/settings/words?done={}&added={}&removed={}",
        change.id,
        change.added.len(),
        change.removed.len()
    ))
}

fn failed(app: &App, error: &DeskError, language: Language) -> Response {
    match refusal(error, language) {
        None => problem::of(error, app, language),
        wrong => {
            let came = Came {
                wrong,
                ..Came::default()
            };
            page(app, came, StatusCode::CONFLICT, language)
        }
    }
}
