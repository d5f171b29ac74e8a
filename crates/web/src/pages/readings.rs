//! Putting right how a document was read, and taking that back.

use super::correct::{field, not_done};
use super::redirect;
use crate::language::Language;
use crate::routes::App;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Form};
use desk::{Actor, DeskError, SignedIn};
use model::{DocumentId, EventId, ReadingCorrectionId, ReadingSide};

/// The page that a form was on: an event's, or the document's.
fn back(fields: &[(String, String)], document: DocumentId) -> String {
    EventId::parse(field(fields, "event")).map_or_else(
        || format!("/documents/{document}"),
        |event| format!("/events/{event}"),
    )
}

/// What a person says a document is about and in which tone; what stays as it was is no correction.
pub(crate) async fn correct(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let asked = field(&fields, "document");
    let Some(document) = DocumentId::parse(asked) else {
        let error = DeskError::NotFound {
            kind: "document",
            id: asked.to_owned(),
        };
        return not_done(&app, language, "/", &error, "refused.reading.meanwhile");
    };
    let back = back(&fields, document);
    match put_right(&app, &signed.actor, document, &fields).await {
        Ok(made) if made.is_empty() => redirect(&back),
        Ok(made) => {
            let ids: Vec<String> = made.iter().map(ToString::to_string).collect();
            redirect(&format!("{back}?read={}", ids.join(".")))
        }
        Err(error) => not_done(&app, language, &back, &error, "refused.reading.meanwhile"),
    }
}

/// Keeps the sides that differ from what the form showed.
async fn put_right(
    app: &App,
    actor: &Actor,
    document: DocumentId,
    fields: &[(String, String)],
) -> Result<Vec<ReadingCorrectionId>, DeskError> {
    let mut made = Vec::new();
    for aspect in ["category", "tone"] {
        let of = |name: &str| field(fields, &format!("{name}-{document}"));
        let (word, shown) = (of(aspect), of(&format!("was-{aspect}")));
        if let Some(side) = ReadingSide::of(aspect, word).filter(|_| word != shown) {
            made.push(app.desk.correct_reading(actor, document, side).await?);
        }
    }
    Ok(made)
}

/// What a person put right is taken back.
pub(crate) async fn undo(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = match ReadingCorrectionId::parse(&id) {
        Some(id) => app.desk.undo_reading(&signed.actor, id).await,
        None => Err(DeskError::NotFound {
            kind: "correction",
            id,
        }),
    };
    match result {
        Ok(document) => redirect(&back(&fields, document)),
        Err(error) => {
            let document = DocumentId::parse(field(&fields, "document"));
            let back = back(&fields, document.unwrap_or_default());
            not_done(&app, language, &back, &error, "refused.reading.undone")
        }
    }
}

/// Corrections that were just made, as they stand in an address.
pub(crate) fn just_made(asked: Option<&str>) -> Vec<String> {
    /// Sides that one form puts right.
    const SIDES: usize = 2;
    (asked.unwrap_or_default().split('.'))
        .filter_map(ReadingCorrectionId::parse)
        .take(SIDES)
        .map(|id| id.to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_corrections_come_back_from_an_address() {
        assert_eq!(just_made(Some("r4.r5.r6")), ["r4", "r5"]);
        assert!(just_made(Some("<b>.x")).is_empty() && just_made(None).is_empty());
    }
}
