//! When this browser last looked: kept in a cookie until there are accounts. Times are the desk's
//! own; a browser's clock may be wrong.

use crate::frame::Frame;
use crate::language::cookie_value;
use crate::pages::redirect;
use crate::routes::App;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use desk::NowBoard;
use model::{DocumentId, Moment};

/// Minutes without a look after which the next one is a new look.
const LOOK_MINUTES: i64 = 30;

/// A look, and what had arrived before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    /// What had arrived when the look before this one ended.
    pub(crate) since: DocumentId,
    /// What has arrived by now.
    last: DocumentId,
    /// When this look went on last.
    at: Moment,
}

impl Seen {
    /// What the cookie says, with a new look begun where the last one is over.
    pub(crate) fn of(headers: &HeaderMap, now: Moment) -> Option<Self> {
        let mut parts = cookie_value(headers, "seen")?.split('.');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let seen = Self {
            since: DocumentId(number()?),
            last: DocumentId(number()?),
            at: Moment(number()?),
        };
        let over = now.0 - seen.at.0 > LOOK_MINUTES * 60_000;
        Some(Self {
            since: if over { seen.last } else { seen.since },
            ..seen
        })
    }

    /// What is remembered after a look at the board.
    pub(crate) fn after(before: Option<Self>, board: &NowBoard, now: Moment) -> Self {
        Self {
            since: before.map_or(board.news.since, |seen| seen.since),
            last: board.last_document,
            at: now,
        }
    }

    pub(crate) fn cookie(&self) -> String {
        format!(
            "seen={}.{}.{}; Path={}; Max-Age=31536000; SameSite=Lax; HttpOnly",
            self.since.0,
            self.last.0,
            self.at.0,
            Frame::current().cookie_path()
        )
    }
}

/// Everything that is here now counts as seen.
pub(crate) async fn mark_seen(State(app): State<App>, headers: HeaderMap) -> Response {
    let now = app.desk.now();
    let mut response = redirect("/");
    if let Some(seen) = Seen::of(&headers, now) {
        let all = Seen {
            since: seen.last,
            ..seen
        };
        if let Ok(cookie) = HeaderValue::from_str(&all.cookie()) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    #[test]
    fn a_look_goes_on_until_it_was_left_for_a_while() {
        let mut headers = HeaderMap::new();
        assert_eq!(Seen::of(&headers, Moment(0)), None);
        headers.insert(COOKIE, HeaderValue::from_static("seen=5.9.1000000"));
        let soon = Seen::of(&headers, Moment(1_000_000 + 60_000)).unwrap();
        assert_eq!(soon.since, DocumentId(5));
        let later = Seen::of(&headers, Moment(1_000_000 + 31 * 60_000)).unwrap();
        assert_eq!(later.since, DocumentId(9));
        for broken in ["seen=", "seen=5", "seen=a.b.c", "seen=5.9"] {
            headers.insert(COOKIE, HeaderValue::from_static(broken));
            assert_eq!(Seen::of(&headers, Moment(0)), None, "{broken}");
        }
    }
}
