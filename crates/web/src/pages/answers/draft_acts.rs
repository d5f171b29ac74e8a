//! What is done with an answer on its way. Each form carries the version it was made of.

use super::drafts::id_of;
use crate::language::Language;
use crate::pages::cases::acts::{case_of, version};
use crate::pages::cases::came;
use crate::pages::correct::field;
use crate::pages::redirect;
use crate::routes::App;
use crate::show::encode;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, SignForm, SignedIn};
use model::{AnswerKind, Verdict, Wording};

type Fields = Vec<(String, String)>;

fn wording_of(fields: &[(String, String)]) -> Wording {
    Wording {
        title: field(fields, "title").to_owned(),
        claim: field(fields, "claim").to_owned(),
        verdict: Verdict::from_word(field(fields, "verdict")).unwrap_or_default(),
        text: field(fields, "text").to_owned(),
    }
}

pub(crate) async fn begin(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let back = format!("/drafts/new?case={}", encode(field(&fields, "case")));
    let result = async {
        let case = case_of(field(&fields, "case"))?;
        let kind = AnswerKind::from_word(field(&fields, "kind"));
        let kind = kind.ok_or_else(|| DeskError::Invalid("there is no such kind".to_owned()))?;
        let full = !field(&fields, "full").is_empty();
        let wording = wording_of(&fields);
        (app.desk)
            .draft_answer(&signed.actor, case, kind, full, &wording)
            .await
    };
    match result.await {
        Ok(id) => redirect(&format!("/drafts/{id}")),
        Err(error) => came(&app, language, &back, Err(error)),
    }
}

/// One of the acts on an answer, by the last part of the address; the doors know who may.
pub(crate) async fn act(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    uri: axum::http::Uri,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = async {
        let (id, seen) = (id_of(&id)?, version(&fields));
        let (desk, actor, why) = (&app.desk, &signed.actor, field(&fields, "why"));
        match uri.path().rsplit('/').next().unwrap_or_default() {
            "review" => desk.review_answer(actor, id, seen).await,
            "sign" => desk.sign_answer(actor, id, seen, &sign_form(&fields)).await,
            "publish" => desk.publish_answer(actor, id, seen).await,
            "withdraw" => desk.withdraw_answer(actor, id, seen, why).await,
            _ => {
                let wording = wording_of(&fields);
                desk.reword_answer(actor, id, seen, &wording, why).await
            }
        }
    };
    let back = id_of(&id).map_or_else(|_| "/cases".to_owned(), |id| format!("/drafts/{id}"));
    let done = result.await;
    came(&app, language, &back, done)
}

fn sign_form(fields: &[(String, String)]) -> SignForm {
    SignForm {
        handling: field(fields, "handling").to_owned(),
        authorised_by: field(fields, "authorised_by").to_owned(),
        wording: !field(fields, "wording").is_empty(),
    }
}
