//! Pictures as pages and as files: the same numbers, nothing that acts, nothing that leads nowhere.

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

async fn get(amount: Amount, path: &str, role: &str) -> (StatusCode, String, HeaderMap) {
    let app = router(Arc::new(SampleDesk(amount)), WebSettings::default());
    let request = Request::get(path)
        .header("host", "localhost")
        .header("cookie", format!("caifeng_session=sample{role}"))
        .body(Body::empty())
        .unwrap();
    let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, 10_000_000).await.unwrap();
    (
        parts.status,
        String::from_utf8_lossy(&bytes).into_owned(),
        parts.headers,
    )
}

fn select<'a>(html: &'a Html, css: &str) -> Vec<scraper::ElementRef<'a>> {
    let selector = Selector::parse(css).unwrap();
    html.select(&selector).collect()
}

const FILES: [(&str, &str); 6] = [
    ("stream", ""),
    ("week", ""),
    ("sources", ""),
    ("map", ""),
    ("ranks", "&list=s6"),
    ("compare/compare", ""),
];

#[tokio::test]
async fn every_picture_comes_as_three_files_with_the_same_numbers() {
    for (name, more) in FILES {
        for (kind, media) in [
            ("svg", "image/svg+xml"),
            ("png", "image/png"),
            ("csv", "text/csv; charset=utf-8"),
        ] {
            let path = format!("/analysis/{name}.{kind}?lang=zh-CN{more}");
            let (status, body, headers) = get(Amount::Many, &path, "").await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert_eq!(headers["content-type"], media, "{path}");
            let named = headers["content-disposition"].to_str().unwrap();
            assert!(named.starts_with("attachment"), "{path}: {named}");
            for word in ["<script", "<i>晚报", "<b>栗坞", "\u{202e}", "NaN", "inf "] {
                assert!(kind == "csv" || !body.contains(word), "{path}: {word}");
            }
            if kind == "csv" {
                assert!(
                    body.starts_with('\u{feff}') && body.lines().count() > 3,
                    "{path}: {body}"
                );
            }
        }
    }
    // What the file says is what the table on the page says.
    let (_, page, _) = get(Amount::Many, "/analysis?lang=zh-CN", "").await;
    let (_, csv, _) = get(Amount::Many, "/analysis/week.csv?lang=zh-CN", "").await;
    let html = Html::parse_document(&page);
    let cells = select(&html, "section[aria-labelledby=week] tbody td");
    let shown: i64 = cells
        .iter()
        .filter_map(|cell| cell.inner_html().parse::<i64>().ok())
        .sum();
    let rows = csv.lines().skip(1).flat_map(|line| line.split(',').skip(1));
    let filed: i64 = rows.filter_map(|cell| cell.parse::<i64>().ok()).sum();
    assert!(shown > 0 && shown == filed, "{shown} {filed}");
}

#[tokio::test]
async fn titles_that_a_spreadsheet_would_reckon_stay_texts() {
    let (_, csv, _) = get(Amount::Many, "/analysis/sources.csv?lang=en", "").await;
    assert!(csv.contains("\"<i>晚报</i>\""), "{csv}");
    for line in csv.lines().skip(1) {
        assert!(line.starts_with('"') && !line.starts_with("\"="), "{line}");
    }
}

#[tokio::test]
async fn everything_drawn_leads_to_its_documents() {
    let (_, page, _) = get(
        Amount::Many,
        "/analysis?q=x&from=2026-02-17&to=2026-03-02",
        "",
    )
    .await;
    let html = Html::parse_document(&page);
    let marks = select(&html, "svg.drawing a");
    assert!(marks.len() > 150, "{}", marks.len());
    for mark in marks {
        let to = mark.attr("href").unwrap();
        assert!(
            to.starts_with("/analysis/documents?q=x&from=2026-02-17&to=2026-03-02&")
                || to.starts_with("/documents/d"),
            "{to}"
        );
        assert!(!mark.attr("aria-label").unwrap().is_empty());
    }
    // Whoever may not take anything along sees no files.
    for (role, files) in [("", true), ("+leader", false)] {
        let (status, page, _) = get(Amount::Many, "/analysis", role).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(page.contains("/analysis/stream.png"), files, "{role}");
    }
    let (status, _, _) = get(Amount::Many, "/analysis/stream.png", "+leader").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_wall_lives_with_script_and_without() {
    for amount in [Amount::Empty, Amount::One, Amount::Many] {
        let (status, page, _) = get(amount, "/wall?lang=en", "").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>"));
        let html = Html::parse_document(&page);
        assert_eq!(select(&html, "[hx-sse\\:connect^='/live?']").len(), 1);
        assert_eq!(
            select(&html, "[hx-get^='/wall'][hx-target='#wall']").len(),
            1
        );
        assert!(
            select(&html, "main#wall #live-state").is_empty(),
            "it outlives what is exchanged"
        );
    }
    let (_, page, _) = get(Amount::Empty, "/wall?lang=en", "").await;
    assert!(page.contains("Nothing rises at the moment") && page.contains("No documents yet"));
    // Whoever may not see sources is not led there.
    let (_, page, _) = get(Amount::Many, "/wall", "+leader").await;
    assert!(page.contains("wall-silent") && !page.contains("href=\"/sources/"));
}
