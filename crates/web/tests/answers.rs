//! Answers as others read them: feeds by a reader of feeds, data by its shape, pages by what is not
//! in them; two people at one case.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use scraper::{Html, Selector};
use std::sync::Arc;
use tower::ServiceExt;
use web::{Amount, SampleDesk, WebSettings, router};

async fn ask(request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let settings = WebSettings {
        public_url: "https://desk.qinglan.example".to_owned(),
        ..WebSettings::default()
    };
    let app = router(Arc::new(SampleDesk(Amount::Many)), settings);
    let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, 10_000_000).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    (parts.status, parts.headers, text)
}

fn get(path: &str) -> axum::http::request::Builder {
    Request::get(path).header("host", "localhost")
}

#[tokio::test]
async fn both_feeds_are_read_by_a_reader_of_feeds() {
    for (ending, kind) in [
        ("rss", feed_rs::model::FeedType::RSS2),
        ("atom", feed_rs::model::FeedType::Atom),
    ] {
        let path = format!("/answers/feed.{ending}?lang=zh-CN");
        let (status, headers, text) = ask(get(&path).body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::OK, "without an account");
        let feed = feed_rs::parser::parse(text.as_bytes()).unwrap();
        assert_eq!(feed.feed_type, kind);
        assert!(feed.title.unwrap().content.contains("青岚县"));
        assert_eq!(feed.entries.len(), 20);
        let entry = &feed.entries[0];
        assert_eq!(
            entry.links[0].href,
            "https://desk.qinglan.example/answers/w1"
        );
        assert_eq!(
            entry.title.as_ref().unwrap().content,
            "水库没有开裂，例行检修已结束"
        );
        assert!(entry.published.is_some(), "{ending}");
        assert_eq!(
            feed.entries[2].title.as_ref().unwrap().content,
            "</script><script>alert(5)</script>"
        );

        let tag = headers["etag"].to_str().unwrap().to_owned();
        let since = headers["last-modified"].to_str().unwrap().to_owned();
        for (name, value) in [("if-none-match", &tag), ("if-modified-since", &since)] {
            let request = get(&path).header(name, value).body(Body::empty()).unwrap();
            let (status, _, text) = ask(request).await;
            assert_eq!(
                (status, text.len()),
                (StatusCode::NOT_MODIFIED, 0),
                "{name}"
            );
        }
        let other = get(&path)
            .header("if-none-match", "\"0\"")
            .body(Body::empty())
            .unwrap();
        assert_eq!(ask(other).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn data_has_the_shape_that_schema_org_gives_it() {
    let data = async |path: &str| {
        let (status, headers, text) = ask(get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            headers["content-type"]
                .to_str()
                .unwrap()
                .starts_with("application/ld+json")
        );
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let review = data("/answers/w1.json?lang=zh-CN").await;
    assert_eq!(review["@context"], "https://schema.org");
    assert_eq!(review["@type"], "ClaimReview");
    assert!(review["claimReviewed"].as_str().unwrap().chars().count() <= 75);
    assert_eq!(review["reviewRating"]["alternateName"], "不实");
    assert_eq!(review["reviewRating"]["ratingValue"], 1);
    assert_eq!(review["url"], "https://desk.qinglan.example/answers/w1");
    assert_eq!(review["author"]["name"], "青岚县人民政府新闻办公室");
    assert_eq!(review["itemReviewed"]["@type"], "Claim");
    assert!(
        review["datePublished"]
            .as_str()
            .unwrap()
            .starts_with("2026-03-02T")
    );
    assert!(review["correction"].is_null());
    let statement = data("/answers/w2.json").await;
    assert_eq!(statement["@type"], "SpecialAnnouncement");
    assert_eq!(statement["correction"][0]["text"], "检修日期应为三月一日。");
    assert!(statement["reviewRating"].is_null());
    let unproven = data("/answers/w4.json").await;
    assert_eq!(unproven["@type"], "SpecialAnnouncement");
    assert_eq!(
        data("/answers/w3.json").await["creativeWorkStatus"],
        "Withdrawn"
    );
}

#[tokio::test]
async fn nothing_that_somebody_wrote_gets_out_of_its_place() {
    for path in [
        "/answers",
        "/answers/w1",
        "/answers/w3",
        "/answers/w3?version=1",
    ] {
        let (status, _, text) = ask(get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let html = Html::parse_document(&text);
        let bad = Selector::parse(
            "script:not([type='application/ld+json']):not([src]), img, b > b, [onerror]",
        )
        .unwrap();
        assert_eq!(html.select(&bad).count(), 0, "{path}");
        let data = Selector::parse("script[type='application/ld+json']").unwrap();
        for script in html.select(&data) {
            let text: String = script.text().collect();
            let data: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(data["@context"], "https://schema.org", "it is data still");
            assert!(!text.contains('<'), "{path}");
        }
        assert_eq!(
            html.select(&data).count(),
            usize::from(path != "/answers"),
            "{path}"
        );
    }
    let (_, headers, _) = ask(get("/cases/k1/files/1")
        .header("cookie", "caifeng_session=sample")
        .body(Body::empty())
        .unwrap())
    .await;
    assert_eq!(
        headers["content-type"], "application/octet-stream",
        "a file is never shown"
    );
    assert!(
        headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
}

#[tokio::test]
async fn an_older_version_says_that_it_is_one() {
    let (_, _, newest) = ask(get("/answers/w3?lang=en").body(Body::empty()).unwrap()).await;
    assert!(
        newest.contains("This answer was withdrawn") && newest.contains("检修日期应为三月一日")
    );
    let (_, _, older) = ask(get("/answers/w3?version=1&lang=en")
        .body(Body::empty())
        .unwrap())
    .await;
    assert!(older.contains("This is an older version"));
}

#[tokio::test]
async fn who_comes_second_is_told_who_was_first() {
    let send = async |version: &str| {
        let body = format!("form_token=0123456789abcdef&version={version}&title=x");
        let request = Request::post("/cases/k1")
            .header("host", "localhost")
            .header("cookie", "caifeng_session=sample; lang=en")
            .header("content-type", "application/x-www-form-urlencoded");
        ask(request.body(Body::from(body)).unwrap()).await
    };
    let (status, headers, _) = send("3").await;
    assert_eq!(
        (status, headers["location"].to_str().unwrap()),
        (StatusCode::SEE_OTHER, "/cases/k1")
    );
    let (status, _, text) = send("2").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        text.contains("李娜") && text.contains("2026-03-02 14:05"),
        "{text}"
    );
}

#[tokio::test]
async fn anybody_tells_a_matter_and_gets_a_receipt_once() {
    let send = async |path: &str, body: &str| {
        let request = Request::post(path)
            .header("host", "localhost")
            .header("content-type", "application/x-www-form-urlencoded");
        ask(request.body(Body::from(body.to_owned())).unwrap()).await
    };
    let (status, headers, text) = send("/tell", "text=%E8%B7%AF%E7%81%AF").await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.contains("5ec4-e75e-c4e7-5ec4-e75e"));
    assert_eq!(
        headers["cache-control"], "no-store",
        "no browser keeps the code"
    );
    let (status, _, text) = send("/tell/receipt", "code=5ec4-e75e-c4e7-5ec4-e75e").await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.contains("已转城关镇处理"));
}
