//! Topics on the pages: who sees what, where numbers lead, what is said of persons in the open.

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

fn words(page: &Html) -> String {
    page.root_element().text().collect()
}

#[tokio::test]
async fn who_may_change_rules_changes_topics_and_others_only_see() {
    for path in ["/topics", "/topics/t1", "/topics/routes"] {
        let analyst = get(Amount::Many, path, "analyst").await;
        let leader = get(Amount::Many, path, "leader").await;
        let forms = "main form[method=post]";
        assert!(count(&analyst, forms) > 0, "{path}");
        assert_eq!(count(&leader, forms), 0, "{path}");
        let tokens = count(&analyst, &format!("{forms} input[name=form_token]"));
        assert_eq!(tokens, count(&analyst, forms), "{path}: without any script");
    }
    let nav = get(Amount::One, "/topics", "duty_officer").await;
    assert_eq!(count(&nav, "nav.side a[href='/topics'][aria-current]"), 1);
}

#[tokio::test]
async fn every_number_of_a_topic_leads_to_its_search() {
    let page = get(Amount::One, "/topics/t1?period=30d&lang=en", "analyst").await;
    let numbers = [
        ".topic-total a",
        ".topic-rows td a",
        ".topic-terms a",
        ".topic-events .hint a",
        "svg.drawing a",
        ".picture-keys a",
    ];
    for css in numbers {
        let all = Selector::parse(css).unwrap();
        let mut any = false;
        for link in page.select(&all) {
            let address = link.value().attr("href").unwrap();
            assert!(
                address.starts_with("/search?q=topic%3At1%20date%3A"),
                "{css}: {address}"
            );
            any = true;
        }
        assert!(any, "{css}");
    }
    assert_eq!(count(&page, "nav.tabs a[aria-current]"), 1);
    assert!(words(&page).contains("30 days"));
    let empty = get(Amount::Empty, "/topics?lang=en", "analyst").await;
    assert!(words(&empty).contains("No topics yet"));
    assert_eq!(count(&empty, "main a[href='/topics/new']"), 2);
}

#[tokio::test]
async fn topics_for_persons_are_listed_in_the_open_and_wait_on_their_page() {
    let open = get(Amount::Many, "/transparency", "analyst").await;
    assert!(words(&open).contains("青岚县县长"));
    assert!(words(&open).contains("以人名为题的专项和规则"));
    let waits = get(Amount::Many, "/topics/t4?lang=en", "leader").await;
    assert_eq!(count(&waits, "form[action='/topics/t4/approve']"), 1);
    assert_eq!(count(&waits, "svg.drawing"), 0, "nothing is asked");
    let archived = get(Amount::Many, "/topics/t5?lang=en", "analyst").await;
    assert_eq!(count(&archived, "form[action='/topics/t5/restore']"), 1);
    assert_eq!(count(&archived, "a[href='/topics/t5/edit']"), 0);
}

#[tokio::test]
async fn a_rule_can_be_made_from_its_topic() {
    let rules = get(Amount::Many, "/rules?topic=t2", "analyst").await;
    let chosen = "select[name=topic] option[value=t2][selected]";
    assert_eq!(count(&rules, chosen), 1);
    let open = "select[name=topic] option[value=t5]";
    assert_eq!(count(&rules, open), 0, "an archived topic is not offered");
    assert_eq!(count(&rules, "td a[href='/topics/t1']"), 1);
    let routes = get(Amount::Many, "/topics/routes?of=t2", "analyst").await;
    assert_eq!(
        count(&routes, "select[name=of] option[value=t2][selected]"),
        1
    );
}
