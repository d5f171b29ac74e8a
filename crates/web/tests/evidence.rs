//! Evidence as a browser meets it: asked for with a reason, given once, kept nowhere.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use std::sync::Arc;
use tower::ServiceExt;
use web::{Amount, SampleDesk, WebSettings, router};

/// What forms of the sample's session carry.
const TOKEN: &str = "0123456789abcdef";

async fn post(path: &str, form: &str) -> Response {
    let app = router(Arc::new(SampleDesk(Amount::Many)), WebSettings::default());
    let request = Request::post(path)
        .header("host", "localhost")
        .header("accept-language", "en")
        .header("cookie", "caifeng_session=sample")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("form_token={TOKEN}&{form}")));
    app.oneshot(request.unwrap()).await.unwrap()
}

async fn text(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name);
    value.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn without_a_reason_nothing_is_shown() {
    for piece in ["text", "warc", "shot"] {
        let form = format!("piece={piece}&reason=&case=k1");
        let response = post("/evidence/takes/x3", &form).await;
        assert_eq!(response.status(), StatusCode::CONFLICT);
        let page = text(response).await;
        assert!(page.contains("Say in a few words why"), "{page}");
        assert!(page.contains("/cases/k1/evidence") && !page.contains("行人请绕行"));
    }
}

#[tokio::test]
async fn what_is_opened_is_kept_by_no_browser() {
    for (piece, kind, name) in [
        ("text", "text/html", ""),
        ("difference&older=x2", "text/html", ""),
        ("warc", "application/warc", "x3.warc"),
        ("shot", "image/png", "x3.png"),
    ] {
        let form = format!("piece={piece}&reason=check&case=k1");
        let response = post("/evidence/takes/x3", &form).await;
        assert_eq!(response.status(), StatusCode::OK, "{piece}");
        assert_eq!(header(&response, "cache-control"), "no-store", "{piece}");
        assert!(
            header(&response, "content-type").starts_with(kind),
            "{piece}"
        );
        assert!(header(&response, "content-disposition").contains(name));
        let page = text(response).await;
        if kind == "text/html" {
            assert!(page.contains("is written down"), "{page}");
            assert!(!page.contains("<script>alert") && !page.contains("<b>9</b>"));
        }
    }
}

#[tokio::test]
async fn forms_lead_back_to_where_they_stood() {
    for (path, form, back) in [
        ("/evidence", "case=k1&what=d1", "/cases/k1/evidence"),
        ("/evidence/pages/g1", "watched=no", "/cases/k1/evidence"),
        ("/documents/d1/withdrawn", "withdrawn=yes", "/documents/d1"),
    ] {
        let response = post(path, form).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        assert!(header(&response, "location").ends_with(back), "{path}");
    }
    let nowhere = post("/evidence", "case=x&what=d1").await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
}
