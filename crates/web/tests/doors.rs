//! Every route, asked by every role: generated from the list of doors itself.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use desk::may;
use model::{Role, Roles};
use std::sync::Arc;
use tower::ServiceExt;
use web::{Access, Amount, Door, SampleDesk, WebSettings, declared, router};

/// What forms of the sample's session carry.
const TOKEN: &str = "0123456789abcdef";

fn desk() -> Arc<SampleDesk> {
    Arc::new(SampleDesk(Amount::Many))
}

/// A path of the sample for a declared one.
fn filled(path: &str) -> String {
    let id = match path {
        _ if path.starts_with("/events") => "e1",
        _ if path.starts_with("/documents") || path.starts_with("/pictures") => "d1",
        _ if path.starts_with("/sources") => "s1",
        _ if path.starts_with("/people") => "p1",
        _ if path.starts_with("/units") => "u1",
        _ if path.starts_with("/holds") => "h1",
        _ if path.starts_with("/alerts") => "a1",
        _ if path.starts_with("/rules") => "r1",
        _ => "1",
    };
    path.replace("{id}", id)
        .replace("{session}", "1")
        .replace("{token}", "sample")
        .replace("/analysis/{file}", "/analysis/stream.csv")
        .replace("/compare/{file}", "/compare/compare.csv")
        .replace("/export/{file}", "/export/result.csv")
        .replace("/feeds/{file}", "/feeds/5ec4e7.rss")
        .replace("{file}", "volume.csv")
        .replace("{name}", "none.css")
        .replace("{entry}", "1")
        .replace("{step}", "1")
}

/// Asks as whoever has this cookie; a form carries the token of the session unless told otherwise.
async fn ask(door: &Door, path: &str, cookie: Option<&str>, token: Option<&str>) -> Response {
    let app = router(desk(), WebSettings::default());
    let mut request = Request::builder()
        .method(door.method)
        .uri(path)
        .header("host", "localhost")
        .header("content-type", "application/x-www-form-urlencoded");
    if let Some(cookie) = cookie {
        request = request.header("cookie", format!("caifeng_session={cookie}"));
    }
    let body = token.map_or(String::new(), |token| format!("form_token={token}"));
    app.oneshot(request.body(Body::from(body)).unwrap())
        .await
        .unwrap()
}

fn turned_away(response: &Response) -> bool {
    let to = response
        .headers()
        .get("location")
        .and_then(|to| to.to_str().ok());
    response.status() == StatusCode::UNAUTHORIZED || to.is_some_and(|to| to.starts_with("/sign-in"))
}

#[tokio::test]
async fn every_route_asks_who_one_is_and_what_one_may_do() {
    let doors = declared(desk());
    assert!(doors.len() > 50, "the list is the router's own");
    for door in &doors {
        let path = filled(door.path);
        let name = format!("{} {}", door.method, door.path);
        let needs = match door.access {
            Access::Open => continue,
            Access::Half | Access::SignedIn => None,
            Access::May(act) => Some(act),
        };
        for cookie in [None, Some("nonsense")] {
            let response = ask(door, &path, cookie, Some(TOKEN)).await;
            assert!(turned_away(&response), "{name} without a session");
        }
        if door.access != Access::Half {
            let response = ask(door, &path, Some("samplehalf"), Some(TOKEN)).await;
            assert!(turned_away(&response), "{name} with half a session");
        }
        for role in Role::ALL {
            // Leaving is asked last: a sign-out is a way to the page for signing in, too.
            let cookie = format!("sample+{}", role.word());
            let response = ask(door, &path, Some(&cookie), Some(TOKEN)).await;
            let allowed = needs.is_none_or(|act| may(Roles::NONE.with(role), act));
            let refused = response.status() == StatusCode::FORBIDDEN;
            assert_eq!(!refused, allowed, "{name} as {}", role.word());
        }
        let nobody = ask(door, &path, Some("sample+none"), Some(TOKEN)).await;
        let allowed = needs.is_none();
        assert_eq!(
            nobody.status() != StatusCode::FORBIDDEN,
            allowed,
            "{name} without a role"
        );
    }
}

#[tokio::test]
async fn what_changes_something_needs_the_token_of_the_session() {
    for door in declared(desk()) {
        if door.method == "GET" || door.access == Access::Open {
            continue;
        }
        let path = filled(door.path);
        for token in [None, Some(""), Some("fedcba9876543210")] {
            let response = ask(&door, &path, Some("sample"), token).await;
            assert_eq!(
                response.status(),
                StatusCode::FORBIDDEN,
                "{} {} with {token:?}",
                door.method,
                door.path
            );
        }
    }
}

#[tokio::test]
async fn other_peoples_things_are_not_there() {
    for (path, expected) in [
        ("/account/sessions/1", StatusCode::SEE_OTHER),
        ("/account/sessions/7", StatusCode::NOT_FOUND),
        ("/account/sessions/x", StatusCode::NOT_FOUND),
    ] {
        let door = Door {
            method: "POST",
            path: "",
            access: Access::SignedIn,
        };
        let response = ask(&door, path, Some("sample+leader"), Some(TOKEN)).await;
        assert_eq!(response.status(), expected, "{path}");
    }
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let app = router(desk(), WebSettings::default());
    let send = async |path: &str, body: String| {
        let request = Request::post(path)
            .header("host", "localhost")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1_000_000).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    };
    let typed = "form_token=old&name=%E6%9D%8E%E5%A8%9C&mail=a%40b.cn&long=1%0A2";
    let (status, page) = send("/people/p3", typed.to_owned()).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(
        page.contains("李娜") && page.contains("/people/p3"),
        "{page}"
    );
    let fields = r#"[["name","李娜"],["long","1\n2"]]"#;
    let body = serde_urlencoded::to_string([
        ("login", "x"),
        ("password", "whole"),
        ("kept_path", "/people/p3"),
        ("kept_fields", fields),
    ])
    .unwrap();
    let (status, page) = send("/sign-in", body).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("action=\"/people/p3\"") && page.contains("李娜"));
    assert!(page.contains(TOKEN), "with the token of the new session");
}

#[tokio::test]
async fn nobody_is_led_away_after_signing_in() {
    for next in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/%5cevil.example/../..",
        "javascript:alert(1)",
    ] {
        let body =
            serde_urlencoded::to_string([("login", "x"), ("password", "whole"), ("next", next)])
                .unwrap();
        let request = Request::post("/sign-in")
            .header("host", "localhost")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = router(desk(), WebSettings::default())
            .oneshot(request)
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let to = response.headers()["location"].to_str().unwrap();
        let ours = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
        assert!(ours, "{next} → {to}");
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    }
}
