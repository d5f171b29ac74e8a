//! All parts of the pages on one page, for the gallery only: what a new page is built of.

use crate::language::Language;
use crate::shell::Shell;
use askama::Template;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/parts.html")]
pub(crate) struct PartsPage {
    shell: Shell,
}

impl PartsPage {
    pub(crate) fn new(language: Language) -> Self {
        let mut shell = Shell::new(language, "", "/");
        shell.title = shell.t("level.parts").into_owned();
        Self { shell }
    }

    /// The shape of a level: its colour alone says nothing.
    fn sign(&self, level: &usize) -> &'static str {
        match level {
            1 => "◆",
            2 => "▲",
            3 => "■",
            _ => "●",
        }
    }

    fn word(&self, level: &usize) -> String {
        self.shell.t(&format!("level.l{level}")).into_owned()
    }
}
