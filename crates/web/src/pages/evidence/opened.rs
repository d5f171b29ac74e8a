//! What somebody opened of a take: its text, what changed, its records, its picture. Nothing of it is
//! kept by the browser.

use super::{ShownTake, take};
use crate::language::Language;
use crate::shell::Shell;
use crate::words::plain;
use askama::Template;
use chrono_tz::Tz;
use desk::{EvidenceDifference, OpenedEvidence};

/// A line of what is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownLine {
    /// `added`, `removed`, `same` or nothing where all of it is one text.
    pub(crate) look: &'static str,
    pub(crate) text: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/evidence_opened.html")]
pub(crate) struct OpenedPage {
    shell: Shell,
    case: String,
    url: String,
    /// The older take, where two are compared.
    older: Option<ShownTake>,
    take: ShownTake,
    lines: Vec<ShownLine>,
}

impl OpenedPage {
    pub(crate) fn text(opened: &OpenedEvidence, language: Language, zone: Tz) -> Self {
        let shell = shell(opened.take.case, "evidence.text", language);
        let text = plain(&String::from_utf8_lossy(&opened.bytes));
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        Self {
            case: opened.take.case.to_string(),
            url: plain(&opened.url),
            older: None,
            take: take(&opened.take, None, &shell, zone),
            lines: lines
                .map(|line| ShownLine {
                    look: "",
                    text: line.trim().to_owned(),
                })
                .collect(),
            shell,
        }
    }

    pub(crate) fn difference(found: &EvidenceDifference, language: Language, zone: Tz) -> Self {
        let shell = shell(found.newer.case, "evidence.difference", language);
        let text = plain(&found.text);
        Self {
            case: found.newer.case.to_string(),
            url: plain(&found.url),
            older: Some(take(&found.older, None, &shell, zone)),
            take: take(&found.newer, None, &shell, zone),
            lines: text.lines().map(line).collect(),
            shell,
        }
    }
}

fn shell(case: model::CaseId, title: &str, language: Language) -> Shell {
    let mut shell = Shell::new(language, "cases", format!("/cases/{case}/evidence"));
    shell.title = shell.t(title).into_owned();
    shell
}

fn line(text: &str) -> ShownLine {
    let (look, text) = if let Some(rest) = text.strip_prefix("+ ") {
        ("added", rest)
    } else if let Some(rest) = text.strip_prefix("− ") {
        ("removed", rest)
    } else {
        ("same", text)
    };
    ShownLine {
        look,
        text: text.to_owned(),
    }
}
