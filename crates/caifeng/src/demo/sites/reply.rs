//! Answers as good servers give them: a type with its charset, validators, 304.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::Response;
use chrono::DateTime;
use model::Moment;
use xxhash_rust::xxh3::xxh3_64;

/// An answer before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// When what it shows was last changed, where the site says so.
    pub(crate) modified: Option<Moment>,
    /// Whether it can be asked for conditionally.
    pub(crate) validated: bool,
}

impl Reply {
    pub(super) fn new(
        content_type: &'static str,
        bytes: Vec<u8>,
        modified: Option<Moment>,
    ) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            bytes,
            modified,
            validated: true,
        }
    }

    pub(super) fn text(text: &'static str) -> Self {
        Self::new("text/plain; charset=utf-8", text.into(), None)
    }

    pub(super) fn css(text: &'static str) -> Self {
        Self::new("text/css; charset=utf-8", text.into(), None)
    }

    pub(super) fn missing() -> Self {
        let words = "没有这个页面。 There is no such page.\n";
        Self {
            status: StatusCode::NOT_FOUND,
            ..Self::text(words)
        }
    }

    /// The same without validators, as careless servers send it.
    pub(super) fn unvalidated(self) -> Self {
        Self {
            validated: false,
            ..self
        }
    }

    /// Sends it, or says that nothing changed.
    pub(super) fn respond(self, asked: &HeaderMap) -> Response {
        let tag = format!("\"{:x}\"", xxh3_64(&self.bytes));
        let modified = self.modified.map(http_date);
        let said = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
        let same = match said(IF_NONE_MATCH) {
            Some(tags) => tags.split(',').any(|one| one.trim() == tag),
            None => modified.is_some() && said(IF_MODIFIED_SINCE) == modified.as_deref(),
        };
        let unchanged = self.validated && same && self.status == StatusCode::OK;
        let mut response = Response::builder()
            .status(if unchanged {
                StatusCode::NOT_MODIFIED
            } else {
                self.status
            })
            .header(CONTENT_TYPE, self.content_type)
            .header(CACHE_CONTROL, "no-cache");
        if self.validated {
            response = response.header(ETAG, tag);
            if let Some(modified) = modified {
                response = response.header(LAST_MODIFIED, modified);
            }
        }
        let body = if unchanged { Vec::new() } else { self.bytes };
        response
            .body(Body::from(body))
            .unwrap_or_else(|_| Response::new(Body::empty()))
    }
}

fn http_date(at: Moment) -> String {
    let at = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn what_did_not_change_is_not_sent_again() {
        let reply = Reply::new("text/plain", b"a".to_vec(), Some(Moment(1_773_471_600_000)));
        let first = reply.clone().respond(&HeaderMap::new());
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(
            first.headers()[LAST_MODIFIED],
            "Sat, 14 Mar 2026 07:00:00 GMT"
        );
        let status = |reply: &Reply, headers| reply.clone().respond(&headers).status();
        assert_eq!(
            status(&reply, asked(IF_NONE_MATCH, &tag)),
            StatusCode::NOT_MODIFIED
        );
        assert_eq!(
            status(&reply, asked(IF_NONE_MATCH, "\"other\"")),
            StatusCode::OK
        );
        let since = asked(IF_MODIFIED_SINCE, "Sat, 14 Mar 2026 07:00:00 GMT");
        assert_eq!(status(&reply, since.clone()), StatusCode::NOT_MODIFIED);
        assert_eq!(status(&reply.unvalidated(), since), StatusCode::OK);
    }
}
