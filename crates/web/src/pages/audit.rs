//! The record of use: who saw, searched, exported and changed what.

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, encode, time};
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, TimeZone};
use chrono_tz::Tz;
use desk::{AuditAsk, ChainCheck, SignedIn};
use model::{AuditEntry, AuditId, Moment, Person, PersonId, limits};
use serde::Deserialize;

/// Entries of one export.
const EXPORT_ENTRIES_MAX: u64 = 100_000;
/// Acts that are written down, for the choice above the list.
const ACTS: &[&str] = &[
    "session.began",
    "session.failed",
    "session.ended",
    "password.set",
    "password.changed",
    "code.set",
    "code.dropped",
    "person.added",
    "person.changed",
    "person.link",
    "unit.added",
    "unit.changed",
    "unit.removed",
    "settings.changed",
    "source.added",
    "source.changed",
    "source.undone",
    "event.seen",
    "event.corrected",
    "event.undone",
    "document.seen",
    "document.listed",
    "picture.seen",
    "person.seen",
    "mail.tried",
    "document.opened",
    "search.asked",
    "export.made",
    "brought",
    "audit.read",
    "audit.checked",
    "refused",
];

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    person: String,
    #[serde(default)]
    act: String,
    #[serde(default)]
    object: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    check: String,
}

impl Asked {
    fn ask(&self, zone: Tz, limit: u64) -> AuditAsk {
        AuditAsk {
            person: PersonId::parse(self.person.trim()),
            act: self.act.trim().to_owned(),
            object: self.object.trim().to_owned(),
            from: day(&self.from, zone, 0),
            to: day(&self.to, zone, 1),
            before: AuditId::parse(self.before.trim()),
            limit,
        }
    }

    /// The address of this question without the place in the list.
    fn address(&self) -> String {
        let pairs = [
            ("person", &self.person),
            ("act", &self.act),
            ("object", &self.object),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let pairs: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        pairs.join("&")
    }
}

/// The beginning of a day in the desk's zone, some days later.
fn day(written: &str, zone: Tz, later: u64) -> Option<Moment> {
    let day = NaiveDate::parse_from_str(written.trim(), "%Y-%m-%d").ok()?;
    let day = day.checked_add_days(chrono::Days::new(later))?;
    let begins = zone
        .from_local_datetime(&day.and_hms_opt(0, 0, 0)?)
        .earliest()?;
    Some(Moment(begins.timestamp_millis()))
}

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

/// The same entries as a table for spreadsheets.
pub(crate) async fn export(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let zone = app.desk.time_zone();
    let ask = asked.ask(zone, EXPORT_ENTRIES_MAX);
    let read = async {
        app.desk
            .saw(&signed.actor, "export.made", "audit", &asked.address())
            .await?;
        app.desk.audit(&signed.actor, &ask).await
    };
    match read.await {
        Ok((entries, _)) => {
            let headers = [
                (CONTENT_TYPE, "text/csv; charset=utf-8"),
                (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
            ];
            (headers, table(&entries, zone)).into_response()
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// With a mark at its beginning, so that spreadsheets read it as UTF-8.
fn table(entries: &[AuditEntry], zone: Tz) -> String {
    let mut text = "\u{feff}id,at,person,who,address,act,object,details,hash\r\n".to_owned();
    for entry in entries {
        let note = &entry.note;
        let person = note.who.person.map_or(String::new(), |id| id.to_string());
        let cells = [
            entry.id.to_string(),
            time(note.at, zone).machine,
            person,
            note.who.name.clone(),
            note.who.address.clone(),
            note.act.clone(),
            note.object.clone(),
            note.details.clone(),
            entry.hash.clone(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| crate::csv::cell(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
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

    #[test]
    fn days_are_whole_in_the_desks_zone() {
        let zone = chrono_tz::Asia::Shanghai;
        assert_eq!(day("2026-03-02", zone, 0), Some(Moment(1_772_380_800_000)));
        assert_eq!(day("2026-03-02", zone, 1), Some(Moment(1_772_467_200_000)));
        assert_eq!(day("2. 3. 2026", zone, 0), None);
    }
}
