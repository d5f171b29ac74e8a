//! The record of use: who saw, searched, exported and changed what.

mod asked;
mod export;

pub(crate) use asked::Asked;
pub(crate) use export::export;

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use askama::Template;
use asked::ACTS;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{ChainCheck, SignedIn};
use model::{AuditEntry, Person, PersonId, limits};

/// An entry as it is shown.
#[derive(Debug, Clone)]
struct ShownEntry {
    id: String,
    at: Time,
    who: String,
    who_address: Option<String>,
    address: String,
    act: String,
    object: String,
    object_address: Option<String>,
    details: String,
    hash: String,
}

/// What a check of the chain found, in words.
#[derive(Debug, Clone)]
struct ShownCheck {
    good: bool,
    words: String,
    seal: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/audit.html")]
pub(crate) struct AuditPage {
    shell: Shell,
    entries: Vec<ShownEntry>,
    people: Vec<(String, String, bool)>,
    acts: Vec<(&'static str, String, bool)>,
    asked: Asked,
    filters: String,
    older: Option<String>,
    check: Option<ShownCheck>,
}

impl AuditPage {
    pub(crate) fn new(
        entries: &[AuditEntry],
        people: &[Person],
        asked: Asked,
        check: Option<&ChainCheck>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "audit", "/audit");
        shell.title = shell.t("audit.title").into_owned();
        let chosen = PersonId::parse(asked.person.trim());
        let older = entries
            .last()
            .filter(|_| entries.len() as u64 == limits::AUDIT_PAGE)
            .map(|last| format!("{}&before={}", asked.address(), last.id));
        Self {
            entries: entries
                .iter()
                .map(|entry| shown(entry, &shell, zone))
                .collect(),
            people: people
                .iter()
                .map(|person| {
                    (
                        person.id.to_string(),
                        person.name.clone(),
                        chosen == Some(person.id),
                    )
                })
                .collect(),
            acts: ACTS
                .iter()
                .map(|act| (*act, act_word(act, &shell), asked.act == *act))
                .collect(),
            check: check.map(|check| shown_check(check, &shell)),
            filters: asked.address(),
            older,
            asked,
            shell,
        }
    }
}

fn act_word(act: &str, shell: &Shell) -> String {
    let key = format!("audit_act.{}", act.replace('.', "_"));
    let word = shell.t(&key);
    if word.contains(&key) {
        act.to_owned()
    } else {
        word.into_owned()
    }
}

fn shown(entry: &AuditEntry, shell: &Shell, zone: Tz) -> ShownEntry {
    let note = &entry.note;
    ShownEntry {
        id: entry.id.to_string(),
        at: time(note.at, zone),
        who: note.who.name.clone(),
        who_address: note.who.person.map(|id| format!("/people/{id}")),
        address: note.who.address.clone(),
        act: act_word(&note.act, shell),
        object: note.object.clone(),
        object_address: address_of(&note.object),
        details: note.details.clone(),
        hash: entry.hash.chars().take(12).collect(),
    }
}

/// Where a thing that is named by its id is shown.
fn address_of(object: &str) -> Option<String> {
    let mut letters = object.chars();
    let kind = letters.next()?;
    let number = letters.as_str();
    if number.is_empty() || !number.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let place = match kind {
        'e' => "events",
        'd' => "documents",
        's' => "sources",
        'p' => "people",
        'u' => "units",
        _ => return None,
    };
    Some(format!("/{place}/{object}"))
}

fn shown_check(check: &ChainCheck, shell: &Shell) -> ShownCheck {
    match &check.broken {
        Some(words) => ShownCheck {
            good: false,
            words: format!("{} {words}", shell.t("audit.broken")),
            seal: None,
        },
        None => ShownCheck {
            good: true,
            words: shell.n("audit.whole", check.entries),
            seal: check
                .seal
                .as_ref()
                .map(|seal| format!("{} {}", seal.id, seal.hash)),
        },
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let zone = app.desk.time_zone();
    let ask = asked.ask(zone, limits::AUDIT_PAGE);
    let check = if asked.check.is_empty() {
        Ok(None)
    } else {
        app.desk.check_chain(&signed.actor, None).await.map(Some)
    };
    let read = async {
        let found = app.desk.audit(&signed.actor, &ask).await?;
        app.desk
            .saw(&signed.actor, "audit.read", "", &asked.address())
            .await?;
        Ok((found, check?))
    };
    match read.await {
        Ok(((entries, people), check)) => {
            let page = AuditPage::new(&entries, &people, asked, check.as_ref(), language, zone);
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_things_with_pages_are_linked() {
        assert_eq!(address_of("e12").as_deref(), Some("/events/e12"));
        assert_eq!(address_of("p3").as_deref(), Some("/people/p3"));
        for other in ["", "e", "x1", "e1/../../x", "evil"] {
            assert_eq!(address_of(other), None, "{other}");
        }
    }
}
