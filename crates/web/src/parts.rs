//! All parts of the pages on one page, for the gallery only: what a new page is built of.

use crate::language::Language;
use crate::shell::Shell;
use askama::Template;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/parts.html")]
pub(crate) struct PartsPage {
    shell: Shell,
    levels: Vec<ShownLevel>,
}

/// A level: its colour alone says nothing, so it has a shape and a word.
#[derive(Debug)]
struct ShownLevel {
    number: usize,
    sign: &'static str,
    word: String,
}

/// The shapes of the four levels.
const SIGNS: [&str; 4] = ["◆", "▲", "■", "●"];

impl PartsPage {
    pub(crate) fn new(language: Language) -> Self {
        let mut shell = Shell::new(language, "", "/");
        shell.title = shell.t("level.parts").into_owned();
        let levels = (1..).zip(SIGNS).map(|(number, sign)| ShownLevel {
            number,
            sign,
            word: shell.t(&format!("level.l{number}")).into_owned(),
        });
        Self {
            levels: levels.collect(),
            shell,
        }
    }
}
