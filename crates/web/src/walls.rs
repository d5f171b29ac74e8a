//! What every answer carries and every request must have.

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CACHE_CONTROL, HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Nothing from elsewhere, nothing inline, no frames, forms only to ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Refuses requests that were made to a name that is not the desk's: a page elsewhere whose name is
/// made to lead here must not read what is here. Numbers are no names and cannot be made to.
pub(crate) async fn own_name(
    State(name): State<Arc<str>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    if is_own(host, &name) {
        return next.run(request).await;
    }
    let words = "this desk does not answer to that name; start it with --public-url and the name it is to have\n";
    (StatusCode::MISDIRECTED_REQUEST, words).into_response()
}

fn is_own(host: &str, own: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost"
        || name.parse::<IpAddr>().is_ok()
        || (!own.is_empty() && name.eq_ignore_ascii_case(own))
}

/// Refuses what changes something unless a page of ours asks for it: browsers name the origin of
/// every form they send, and say whether it is the same site.
pub(crate) async fn own_origin(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_own_origin(request.headers()) {
        return next.run(request).await;
    }
    let words = "this was asked for by another site and is not done\n";
    (StatusCode::FORBIDDEN, words).into_response()
}

fn is_own_origin(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    // Where a browser says it, that settles it: it cannot be set by a page.
    if let Some(site) = text(&HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(&ORIGIN) {
        Some(origin) => {
            let host = origin
                .strip_prefix("http://")
                .or_else(|| origin.strip_prefix("https://"));
            host.is_some() && host == text(&HOST)
        }
        // Programs name none; a browser always does for a form.
        None => true,
    }
}

/// The network address a request comes from. What a proxy says of it counts only where the proxy
/// is on this machine.
pub(crate) fn address_of(request: &Request) -> String {
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() else {
        return String::new();
    };
    let forwarded = request
        .headers()
        .get("x-forwarded-for")
        .and_then(|list| list.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    match forwarded {
        Some(address) if peer.ip().is_loopback() => address.to_string(),
        _ => peer.ip().to_string(),
    }
}

/// Sets the headers every answer carries, and counts it.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    metrics::counter!("caifeng_http_answers_total", "status" => response.status().as_str().to_owned()).increment(1);
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_pages_change_anything() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs
                .iter()
                .map(|(name, value)| {
                    (
                        HeaderName::from_static(name),
                        HeaderValue::from_static(value),
                    )
                })
                .collect()
        };
        let host = ("host", "127.0.0.1:8787");
        for (pairs, expected) in [
            (vec![host, ("origin", "http://127.0.0.1:8787")], true),
            (vec![host, ("origin", "http://127.0.0.1:9999")], false),
            (vec![host, ("origin", "https://evil.example")], false),
            (vec![host, ("origin", "null")], false),
            (vec![host], true),
            (vec![host, ("sec-fetch-site", "cross-site")], false),
            (vec![host, ("sec-fetch-site", "same-site")], false),
            (vec![host, ("sec-fetch-site", "same-origin")], true),
            (
                vec![host, ("sec-fetch-site", "same-origin"), ("origin", "null")],
                true,
            ),
        ] {
            assert_eq!(is_own_origin(&headers(&pairs)), expected, "{pairs:?}");
        }
    }

    #[test]
    fn only_own_names_are_answered() {
        for host in [
            "127.0.0.1:8787",
            "localhost",
            "localhost:1",
            "[::1]:8787",
            "192.0.2.7",
            "desk.qinglan.example",
            "DESK.qinglan.example:443",
        ] {
            assert!(is_own(host, "desk.qinglan.example"), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil",
            "desk.qinglan.example.evil",
        ] {
            assert!(!is_own(host, "desk.qinglan.example"), "{host}");
            assert!(!is_own(host, ""), "{host}");
        }
    }
}
