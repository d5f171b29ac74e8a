//! What the desk would change, on the pages: who sees it, who may decide, where that leads.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use scraper::{Html, Selector};
use std::sync::Arc;
use tower::ServiceExt;
use web::{Amount, SampleDesk, WebSettings, router};

async fn get(amount: Amount, path: &str, role: &str) -> Html {
    let app = router(Arc::new(SampleDesk(amount)), WebSettings::default());
    let request = Request::get(path)
        .header("host", "localhost")
        .header("cookie", format!("caifeng_session=sample+{role}"))
        .body(Body::empty())
        .unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path} as {role}");
    let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
    Html::parse_document(&String::from_utf8_lossy(&bytes))
}

fn count(page: &Html, css: &str) -> usize {
    page.select(&Selector::parse(css).unwrap()).count()
}

const FORMS: &str = "form[action^='/proposals/']";

#[tokio::test]
async fn who_may_correct_decides_and_others_only_see() {
    for path in ["/events/e1", "/proposals"] {
        let analyst = get(Amount::Many, path, "analyst").await;
        assert_eq!(count(&analyst, ".decide"), 3, "{path}");
        assert_eq!(count(&analyst, FORMS), 6, "{path}: yes and no to each");
        let tokens = format!("{FORMS} input[name=form_token]");
        assert_eq!(count(&analyst, &tokens), 6, "{path}: without any script");
        let leader = get(Amount::Many, path, "leader").await;
        assert_eq!(count(&leader, ".decide"), 3, "{path}");
        assert_eq!(count(&leader, FORMS), 0, "{path}");
    }
    for path in ["/", "/events"] {
        let analyst = get(Amount::Many, path, "analyst").await;
        assert_eq!(count(&analyst, "a[href='/proposals']"), 1, "{path}");
        let leader = get(Amount::Many, path, "leader").await;
        assert_eq!(count(&leader, "a[href='/proposals']"), 0, "{path}");
        let nothing = get(Amount::Empty, path, "analyst").await;
        assert_eq!(count(&nothing, "a[href='/proposals']"), 0, "{path}");
    }
}

#[tokio::test]
async fn an_event_without_proposals_and_story_says_nothing_of_them() {
    let some = get(Amount::One, "/events/e1?lang=en", "analyst").await;
    assert_eq!((count(&some, "#proposals"), count(&some, "#story")), (1, 1));
    let text: String = some.root_element().text().collect();
    for words in ["96% sure (93% needed)", "5 h apart", "Merge into e1"] {
        assert!(text.contains(words), "{words}");
    }
    let many = get(Amount::Many, "/events/e1?lang=en", "analyst").await;
    let text: String = many.root_element().text().collect();
    assert!(text.contains("at most 2% like any other document"));
    assert!(text.contains("began it") && text.contains("10% alike"));
    // The sample desk is empty here, and so has no event: its page is in the gallery.
    let files = web::gallery().await.unwrap();
    let (_, bare) = files
        .iter()
        .find(|(name, _)| name == "event-en-empty.html")
        .unwrap();
    assert!(!bare.contains("id=\"proposals\"") && !bare.contains("id=\"story\""));
}

#[tokio::test]
async fn deciding_leads_back_to_where_it_was_decided() {
    for (path, field, to) in [
        ("/proposals/q1/accept", "", "/events/e1?done=c5"),
        ("/proposals/q1/decline", "&event=e3", "/events/e3"),
        ("/proposals/q1/decline", "&event=", "/proposals"),
        ("/proposals/q1/decline", "&event=//x.example", "/proposals"),
    ] {
        let app = router(Arc::new(SampleDesk(Amount::Many)), WebSettings::default());
        let request = Request::post(path)
            .header("host", "localhost")
            .header("cookie", "caifeng_session=sample")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("form_token=0123456789abcdef{field}")))
            .unwrap();
        let response = app.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}{field}");
        assert_eq!(response.headers()["location"], to, "{path}{field}");
    }
}
