//! The record of use as a table for spreadsheets.

use super::Asked;
use crate::language::Language;
use crate::pages::problem;
use crate::routes::App;
use crate::show::time;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use desk::SignedIn;
use model::AuditEntry;

/// Entries of one export.
const EXPORT_ENTRIES_MAX: u64 = 100_000;

/// The entries asked for, as a table.
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
        let cells: Vec<String> = cells.iter().map(|cell| desk::csv::cell(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}
