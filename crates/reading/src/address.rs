//! Addresses in one form, so that the same page has one address.

use model::limits;
use url::Url;

/// Parameters that say where a reader came from, not what the page is.
const TRACKING: &[&str] = &[
    "spm",
    "from",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "share_token",
    "share_source",
    "wfr",
    "vd_source",
    "isappinstalled",
];
/// Beginnings of such parameters.
const TRACKING_PREFIXES: &[&str] = &["utm_", "hmsr", "hmpl"];

/// The address in one form: http or https, no fragment, no user, no tracking; none if it is no
/// such address or too long. Relative ones are resolved against `base`.
pub fn canonical_url(text: &str, base: Option<&str>) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > limits::URL_BYTES_MAX {
        return None;
    }
    let is_whole = text.starts_with("http://") || text.starts_with("https://");
    let mut url = match base {
        Some(base) if !is_whole => Url::parse(base).ok()?.join(text).ok()?,
        _ => Url::parse(text).ok()?,
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    let is_tracking = |name: &str| {
        TRACKING.contains(&name)
            || TRACKING_PREFIXES
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    if url.query_pairs().any(|(name, _)| is_tracking(&name)) {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !is_tracking(name))
            .map(|(n, v)| (n.into(), v.into()))
            .collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    } else if url.query() == Some("") {
        url.set_query(None);
    }
    let url = String::from(url);
    (url.len() <= limits::URL_BYTES_MAX).then_some(url)
}

/// A stable hash of an address, for remembering links.
pub fn address_hash(url: &str) -> i64 {
    xxhash_rust::xxh3::xxh3_64(url.as_bytes()).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        for (text, base, expected) in [
            (
                "HTTPS://Example.org:443/a?b=1#c",
                None,
                Some("https://example.org/a?b=1"),
            ),
            ("http://u:p@example.org/", None, Some("http://example.org/")),
            (
                "https://example.org/a?utm_source=x&id=7&spm=1",
                None,
                Some("https://example.org/a?id=7"),
            ),
            (
                "https://example.org/a?utm_source=x",
                None,
                Some("https://example.org/a"),
            ),
            (
                "/b",
                Some("https://example.org/a/"),
                Some("https://example.org/b"),
            ),
            (
                "//cdn.example.org/x",
                Some("https://example.org/"),
                Some("https://cdn.example.org/x"),
            ),
            ("javascript:alert(1)", None, None),
            ("javascript:alert(1)", Some("https://example.org/"), None),
            ("file:///etc/passwd", None, None),
            ("data:text/html,x", None, None),
            ("", Some("https://example.org/"), None),
            ("not an address", None, None),
            (
                "https://青岚.example/新闻",
                None,
                Some("https://xn--1br90s.example/%E6%96%B0%E9%97%BB"),
            ),
        ] {
            let found = canonical_url(text, base);
            if text.contains('青') {
                assert!(
                    found.is_some_and(|url| url.starts_with("https://xn--")),
                    "{text}"
                );
            } else {
                assert_eq!(found.as_deref(), expected, "{text}");
            }
        }
        assert_eq!(
            canonical_url(&format!("https://example.org/{}", "a".repeat(3_000)), None),
            None
        );
    }
}
