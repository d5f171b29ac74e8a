//! Every page in every language with every amount of data; the walls around them.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::sync::Arc;
use tower::ServiceExt;
use web::{Amount, Notice, SampleDesk, WebSettings, gallery, router};

fn select(html: &Html, css: &str) -> Vec<String> {
    let selector = Selector::parse(css).unwrap();
    html.select(&selector)
        .map(|element| element.html())
        .collect()
}

#[tokio::test]
async fn every_page_renders_whole_in_both_languages() {
    let files = gallery().await.unwrap();
    let pages: Vec<&(String, String)> = files
        .iter()
        .filter(|(name, _)| !name.starts_with("assets/"))
        .collect();
    assert_eq!(pages.len(), 78 * 2 * 3);
    for (name, text) in pages {
        let html = Html::parse_document(text);
        assert_eq!(select(&html, "h1").len(), 1, "{name}: one heading");
        assert_eq!(select(&html, "main").len(), 1, "{name}");
        assert!(
            !select(&html, "title").concat().contains("<title> "),
            "{name}: a title"
        );
        let tag = if name.contains("-zh-cn-") {
            "zh-CN"
        } else {
            "en"
        };
        assert!(text.contains(&format!("<html lang=\"{tag}\">")), "{name}");
        assert!(
            select(
                &html,
                "[style], [onclick], [onload], script:not([src]):not([type='application/ld+json']), style"
            )
            .is_empty(),
            "{name}: inline"
        );
        assert!(select(&html, "img:not([alt])").is_empty(), "{name}");
        assert!(
            !text.contains("<script>alert"),
            "{name}: hostile text is escaped"
        );
        assert!(select(&html, "a[href^=javascript]").is_empty(), "{name}");
        for key in [
            "now.",
            "event.",
            "search.",
            "card.",
            "reason.",
            "totals.",
            "problem.",
            "keys.",
            "house.",
            "read.",
            "live.",
            "events.",
            "documents.",
            "document.",
            "level.",
            "theme.",
            "sources.",
            "source.",
            "visit.",
            "add.",
            "rule.",
            "opml.",
            "bring.",
            "span.",
            "sign_in.",
            "code.",
            "welcome.",
            "kept.",
            "own.",
            "session.",
            "people.",
            "person.",
            "unit.",
            "role.",
            "act.",
            "audit.",
            "audit_act.",
            "settings.",
            "heat.",
            "user_words.",
            "word_fault.",
            "index_work.",
            "refused.",
            "duty.",
            "handover.",
            "proposal.",
            "story.",
            "analysis.",
            "compare.",
            "pictures.",
            "wall.",
            "gist.",
            "spread.",
            "flood.",
            "channels.",
            "messages.",
            "case.",
            "case_state.",
            "case_field.",
            "case_entry.",
            "clock.",
            "task.",
            "answer.",
            "answer_state.",
            "lead.",
            "lead_state.",
            "tell.",
            "topics.",
            "routes.",
            "rules.",
            "transparency.",
            "playbook.",
        ] {
            let raw = format!(">{key}");
            assert!(
                !text.contains(&raw),
                "{name}: a word is missing from the catalogue: {raw}"
            );
        }
        for label in select(&html, "input[type=search]") {
            assert!(
                ["aria-label", "id=\"q\"", "id=\"checked\""]
                    .iter()
                    .any(|named| label.contains(named)),
                "{name}: {label}"
            );
        }
    }
}

#[test]
fn both_catalogues_have_the_same_words() {
    let keys = |text: &'static str| -> BTreeSet<String> {
        let mut path: Vec<&str> = Vec::new();
        let mut keys = BTreeSet::new();
        for line in text.lines().skip(1) {
            let depth = line.chars().take_while(|c| *c == ' ').count() / 2;
            let (name, value) = line.trim().split_once(':').unwrap();
            path.truncate(depth);
            path.push(name.trim_matches('"'));
            if !value.trim().is_empty() {
                keys.insert(path.join("."));
            }
        }
        keys
    };
    let chinese = keys(include_str!("../locales/zh-CN.yml"));
    let english = keys(include_str!("../locales/en.yml"));
    assert_eq!(chinese, english);
    assert!(chinese.len() > 100);
}

#[tokio::test]
async fn a_desk_that_is_not_ordinary_says_so_on_every_page() {
    let settings = WebSettings {
        notice: Some(Notice::Demonstration),
        ..WebSettings::default()
    };
    let app = router(Arc::new(SampleDesk(Amount::One)), settings);
    for (path, words) in [
        ("/?lang=zh-CN", "虚构演示"),
        ("/events/e1?lang=en", "are invented"),
        ("/search?q=x&lang=en", "are invented"),
        ("/sources?lang=zh-CN", "虚构演示"),
        ("/nowhere?lang=en", "are invented"),
    ] {
        let request = Request::get(path)
            .header("host", "127.0.0.1")
            .header("cookie", "caifeng_session=sample")
            .body(Body::empty())
            .unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(text.contains(words), "{path}");
        let (_, ordinary, _) = get(Amount::One, path, "127.0.0.1").await;
        assert!(!ordinary.contains(words), "{path}");
    }
}

async fn get(
    amount: Amount,
    path: &str,
    host: &str,
) -> (StatusCode, String, axum::http::HeaderMap) {
    let app = router(Arc::new(SampleDesk(amount)), WebSettings::default());
    let request = Request::get(path)
        .header("host", host)
        .header("cookie", "caifeng_session=sample")
        .body(Body::empty())
        .unwrap();
    let response = app.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 10_000_000).await.unwrap();
    (
        parts.status,
        String::from_utf8_lossy(&bytes).into_owned(),
        parts.headers,
    )
}

#[tokio::test]
async fn every_answer_carries_the_walls() {
    for (path, expected) in [
        ("/", StatusCode::OK),
        ("/events/e1", StatusCode::OK),
        ("/search?q=x", StatusCode::OK),
        ("/search?q=%22x%22", StatusCode::BAD_REQUEST),
        ("/sources", StatusCode::OK),
        (
            "/sources?state=error&kind=feed&folder=x&page=9",
            StatusCode::OK,
        ),
        ("/sources/new?url=https://a.example/", StatusCode::OK),
        ("/sources/opml", StatusCode::OK),
        ("/sources/s1", StatusCode::OK),
        ("/sources/x", StatusCode::NOT_FOUND),
        ("/bring?link=https://a.example/", StatusCode::OK),
        ("/pictures/d9", StatusCode::NOT_FOUND),
        ("/healthz", StatusCode::OK),
        ("/metrics", StatusCode::OK),
        ("/?window=6&place=130681&text=x", StatusCode::OK),
        (
            "/?window=x&place=-1&voices=99999999999999999999",
            StatusCode::OK,
        ),
        ("/events?order=opened&after=d3&page=2", StatusCode::OK),
        ("/documents?event=e1&copies=1&before=d9", StatusCode::OK),
        ("/proposals?before=q4", StatusCode::OK),
        ("/proposals?before=x", StatusCode::OK),
        ("/proposals/q1", StatusCode::NOT_FOUND),
        ("/documents/d1", StatusCode::OK),
        ("/documents/x", StatusCode::NOT_FOUND),
        ("/account", StatusCode::OK),
        ("/people", StatusCode::OK),
        ("/people/p1", StatusCode::OK),
        ("/people/p999", StatusCode::NOT_FOUND),
        ("/units/new", StatusCode::OK),
        ("/units/u1", StatusCode::OK),
        ("/units/u99", StatusCode::NOT_FOUND),
        ("/audit?from=x&act=nonsense&check=1", StatusCode::OK),
        ("/audit.csv", StatusCode::OK),
        ("/settings", StatusCode::OK),
        ("/settings/heat", StatusCode::OK),
        ("/settings/retention?done=1", StatusCode::OK),
        ("/holds?released=1&before=h9", StatusCode::OK),
        ("/holds?before=x", StatusCode::OK),
        ("/documents/d404", StatusCode::GONE),
        ("/settings/channels?done=removed&removed=x", StatusCode::OK),
        ("/settings/channels/new?kind=nonsense", StatusCode::OK),
        ("/settings/channels/n1", StatusCode::OK),
        ("/settings/channels/n99", StatusCode::NOT_FOUND),
        ("/settings/channels/x", StatusCode::NOT_FOUND),
        (
            "/settings/channels/messages?state=x&before=m&done=-1",
            StatusCode::OK,
        ),
        ("/settings/words", StatusCode::OK),
        ("/settings/words?done=x&added=1", StatusCode::BAD_REQUEST),
        (
            "/settings/words?done=1&added=1&holding=%E8%B7%AF",
            StatusCode::OK,
        ),
        ("/sign-in", StatusCode::SEE_OTHER),
        ("/welcome/sample", StatusCode::OK),
        ("/welcome/other", StatusCode::NOT_FOUND),
        ("/look?theme=dark&back=/", StatusCode::SEE_OTHER),
        ("/look", StatusCode::BAD_REQUEST),
        ("/seen", StatusCode::NOT_FOUND),
        ("/events/nonsense", StatusCode::NOT_FOUND),
        (
            "/analysis?q=x&from=2026-03-02&to=2026-03-01",
            StatusCode::OK,
        ),
        ("/analysis?q=%22x%22", StatusCode::BAD_REQUEST),
        (
            "/analysis/documents?weekday=9&hour=x&page=9999999999999999999999",
            StatusCode::OK,
        ),
        ("/analysis/stream.svg?hours=24", StatusCode::OK),
        ("/analysis/stream.exe", StatusCode::NOT_FOUND),
        ("/analysis/ranks.csv?list=s6", StatusCode::OK),
        ("/analysis/ranks.csv", StatusCode::NOT_FOUND),
        ("/analysis/compare?q=x&q2=y", StatusCode::OK),
        ("/analysis/compare/compare.svg", StatusCode::OK),
        ("/analysis/compare/differences.csv", StatusCode::OK),
        ("/analysis/compare/differences.png", StatusCode::NOT_FOUND),
        ("/cases?show=late", StatusCode::OK),
        ("/cases?show=x", StatusCode::OK),
        ("/cases/k1", StatusCode::OK),
        ("/cases/k2", StatusCode::NOT_FOUND),
        ("/cases/x", StatusCode::NOT_FOUND),
        ("/cases/new?event=e1&lead=l1", StatusCode::OK),
        ("/cases/k1/files/1", StatusCode::OK),
        ("/cases/k1/files/x", StatusCode::BAD_REQUEST),
        ("/tasks", StatusCode::OK),
        ("/settings/cases", StatusCode::OK),
        ("/answers?page=99999999999", StatusCode::OK),
        ("/answers/w3?version=1", StatusCode::OK),
        ("/answers/w3?version=9", StatusCode::NOT_FOUND),
        ("/answers/w3.json", StatusCode::OK),
        ("/answers/w99", StatusCode::NOT_FOUND),
        ("/answers/feed.rss", StatusCode::OK),
        ("/answers/feed.atom", StatusCode::OK),
        ("/drafts/new?case=k1", StatusCode::OK),
        ("/drafts/w1", StatusCode::OK),
        ("/cases/k1/review", StatusCode::OK),
        ("/playbooks", StatusCode::OK),
        ("/playbooks/new", StatusCode::OK),
        ("/playbooks/b1", StatusCode::OK),
        ("/playbooks/x", StatusCode::NOT_FOUND),
        ("/leads?state=received&before=l9", StatusCode::OK),
        ("/tell", StatusCode::OK),
        ("/wall", StatusCode::OK),
        ("/nothing/here", StatusCode::NOT_FOUND),
        ("/assets/../../etc/passwd", StatusCode::NOT_FOUND),
        (
            "/events/e1?page=99999999999999999999",
            StatusCode::BAD_REQUEST,
        ),
    ] {
        let (status, _, headers) = get(Amount::Many, path, "127.0.0.1:8787").await;
        assert_eq!(status, expected, "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        for name in [
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cache-control",
        ] {
            assert!(headers.contains_key(name), "{path}: {name}");
        }
    }
}

#[tokio::test]
async fn other_host_names_are_refused() {
    for host in ["evil.example", "127.0.0.1.evil.example:8787", ""] {
        let (status, body, _) = get(Amount::One, "/", host).await;
        assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(!body.contains("<html"), "{host}");
    }
}

#[tokio::test]
async fn assets_are_named_by_their_content_and_kept() {
    let (_, page, _) = get(Amount::One, "/", "localhost").await;
    let html = Html::parse_document(&page);
    let link = Selector::parse("link[rel=stylesheet], script[src]").unwrap();
    for element in html.select(&link) {
        let address = element
            .value()
            .attr("href")
            .or(element.value().attr("src"))
            .unwrap();
        let (status, body, headers) = get(Amount::One, address, "localhost").await;
        assert_eq!(status, StatusCode::OK, "{address}");
        assert!(
            headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        assert!(body.len() > 500);
    }
}

#[tokio::test]
async fn an_empty_desk_says_how_to_begin_and_a_language_is_remembered() {
    let (_, page, headers) = get(Amount::Empty, "/?lang=en", "localhost").await;
    assert!(page.contains("caifeng source add") && page.contains("Nothing here yet"));
    assert!(
        headers["set-cookie"]
            .to_str()
            .unwrap()
            .starts_with("lang=en;")
    );
    let (status, page, _) = get(Amount::Empty, "/events/e5", "localhost").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("没有这个页面"));
}

/// Bytes of a page with its style and script, before charts, as they travel.
const PAGE_BYTES_MAX: usize = 100_000;

fn packed(text: &str) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "the sizes are worth a look")]
async fn pages_are_light() {
    let files = gallery().await.unwrap();
    let asset = |name: &str| {
        let text = files.iter().find(|(file, _)| file.contains(name));
        text.map(|(_, text)| (text.len(), packed(text))).unwrap()
    };
    let parts = [
        asset("assets/style."),
        asset("assets/htmx."),
        asset("assets/desk."),
    ];
    let (plain, small) = parts
        .iter()
        .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    println!("style and script: {plain} B, {small} B packed");
    for (name, text) in files
        .iter()
        .filter(|(name, _)| name.ends_with("-many.html"))
    {
        let page = (plain + text.len(), small + packed(text));
        println!("{name}: {} B, {} B packed", page.0, page.1);
        assert!(page.1 <= PAGE_BYTES_MAX, "{name}: {} B", page.1);
    }
}

#[tokio::test]
async fn pages_lie_under_the_path_of_a_proxy() {
    let settings = WebSettings {
        public_url: "https://localhost/county/desk/".to_owned(),
        ..WebSettings::default()
    };
    let app = router(Arc::new(SampleDesk(Amount::Many)), settings);
    let get = async |path: &str| {
        let request = Request::get(path)
            .header("host", "localhost")
            .header("cookie", "caifeng_session=sample")
            .body(Body::empty());
        let response = app.clone().oneshot(request.unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.unwrap();
        (parts, String::from_utf8_lossy(&bytes).into_owned())
    };
    let links = Selector::parse("[href], [src], [action], [formaction], [hx-get]").unwrap();
    for page in [
        "/",
        "/events/e1",
        "/documents/d1",
        "/documents",
        "/events",
        "/proposals",
        "/search?q=x",
        "/sources",
        "/sources/s1",
        "/sources/new?url=x",
        "/bring",
        "/account",
        "/people",
        "/people/p1",
        "/units/u1",
        "/audit",
        "/settings",
        "/settings/heat",
        "/settings/retention",
        "/holds",
        "/settings/words",
        "/settings/duty",
        "/duty",
        "/duty/shifts/new",
        "/duty/rotation",
        "/duty/import",
        "/duty/handover",
        "/analysis?q=x",
        "/analysis/documents?event=e1",
        "/analysis/compare",
        "/wall",
        "/cases",
        "/cases/k1",
        "/tasks",
        "/leads",
        "/playbooks",
        "/playbooks/b1",
        "/cases/k1/review",
        "/drafts/w1",
        "/answers",
        "/answers/w3",
        "/tell",
    ] {
        for root in ["", "/county/desk"] {
            let (parts, html) = get(&format!("{root}{page}")).await;
            assert_eq!(parts.status, StatusCode::OK, "{root}{page}");
            for element in Html::parse_document(&html).select(&links) {
                for name in ["href", "src", "action", "formaction", "hx-get"] {
                    let Some(to) = element.value().attr(name) else {
                        continue;
                    };
                    let ours = to.starts_with("/county/desk/") || !to.starts_with('/');
                    assert!(ours, "{page}: {name}={to}");
                }
            }
        }
    }
    let (parts, _) = get("/county/desk/look?theme=dark&back=/sources%3Fkind%3Dfeed").await;
    assert_eq!(parts.status, StatusCode::SEE_OTHER);
    assert_eq!(parts.headers["location"], "/county/desk/sources?kind=feed");
    let cookie = parts.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("theme=dark; Path=/county/desk/;"),
        "{cookie}"
    );
    let (_, html) = get("/county/desk").await;
    assert!(
        html.contains("/county/desk/live?"),
        "a root without its slash is the front page"
    );
}

#[tokio::test]
async fn the_numbers_behind_a_chart_come_as_files() {
    for (path, kind, holds) in [
        ("/events/e1/volume.csv", "text/csv", "文档"),
        ("/events/e1/volume.svg", "image/svg+xml", "<path d=\"M"),
    ] {
        let (status, body, headers) = get(Amount::Many, path, "localhost").await;
        assert_eq!(status, StatusCode::OK);
        assert!(headers["content-type"].to_str().unwrap().starts_with(kind));
        assert!(
            headers["content-disposition"]
                .to_str()
                .unwrap()
                .starts_with("attachment")
        );
        assert!(body.contains(holds), "{body}");
    }
    let (status, _, _) = get(Amount::Many, "/events/e1/passwd", "localhost").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_never_asks_the_clock_of_the_browser() {
    for (name, text) in gallery().await.unwrap() {
        if name.starts_with("assets/desk.") || name.starts_with("assets/charts.") {
            for word in ["Date.now", "new Date", "performance.now"] {
                assert!(!text.contains(word), "{name}: {word}");
            }
        }
    }
}

#[tokio::test]
async fn an_event_can_be_named_after_a_headline_of_it() {
    let files = gallery().await.unwrap();
    let pages = files.iter().filter(|(name, text)| {
        name.starts_with("event-") && !name.contains("empty") && text.contains("name-after")
    });
    let mut found = 0;
    for (name, text) in pages {
        let html = Html::parse_document(text);
        assert_eq!(select(&html, "form#name-after[action$='/rename']").len(), 1);
        let heading = Selector::parse("h1").unwrap();
        let heading: String = html.select(&heading).flat_map(|h| h.text()).collect();
        let buttons = Selector::parse("button[form=name-after][name=title]").unwrap();
        for button in html.select(&buttons) {
            let headline = button.attr("value").unwrap_or_default();
            assert!(!headline.trim().is_empty() && headline != heading, "{name}");
            found += 1;
        }
    }
    assert!(found > 0, "no headline is offered");
}
