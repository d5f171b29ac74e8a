//! Alerts told on open pages: in the page, and by the browser where somebody allowed it.

use crate::frame::Frame;
use crate::language::Language;
use crate::pages::alerts::{number_of, tongue};
use crate::routes::App;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use desk::{SignedIn, level_words, why_sentence};
use model::{Alert, Moment};
use serde::Deserialize;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How often it is looked whether something was told.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often it is looked whether the reader is still signed in.
const SESSION_EVERY: Duration = Duration::from_secs(5);
/// Silence after which a sign of life is sent, so that proxies keep the connection.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// What was told longer ago is not told to a page that opens.
const MISSED_MS: i64 = 10 * 60_000;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// Milliseconds of the last alert this browser was told.
    after: Option<i64>,
    lang: Option<String>,
}

struct Reader {
    app: App,
    signed: SignedIn,
    session_at: Instant,
    language: Language,
    after: Moment,
    frame: Frame,
    /// A new reader is told first from when on it hears.
    greeted: bool,
}

/// The stream of what is told from now on.
pub(crate) async fn told(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let now = app.desk.now();
    let heard = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let heard = heard.and_then(|id| id.parse().ok()).or(asked.after);
    let reader = Reader {
        signed,
        session_at: Instant::now() + SESSION_EVERY,
        language: Language::choose(asked.lang.as_deref(), &headers),
        after: Moment(heard.map_or(now.0, |at| at.clamp(now.0 - MISSED_MS, now.0))),
        frame: Frame::current(),
        greeted: false,
        app,
    };
    let stream = futures_util::stream::unfold(reader, |mut reader| async move {
        // The stream outlives the request whose frame this is.
        let event = reader.frame.clone().around(reader.next()).await?;
        Some((Ok::<Event, Infallible>(event), reader))
    });
    let alive = KeepAlive::new().interval(SIGN_OF_LIFE);
    (
        [("x-accel-buffering", "no")],
        Sse::new(stream).keep_alive(alive),
    )
        .into_response()
}

impl Reader {
    /// The next thing to tell, or nothing where the desk stops or the session ended.
    async fn next(&mut self) -> Option<Event> {
        if !self.greeted {
            self.greeted = true;
            return Some(self.event("since", &Value::Null));
        }
        loop {
            if self.session_at <= Instant::now() {
                self.session_at = Instant::now() + SESSION_EVERY;
                let still = self.app.desk.still_signed_in(&self.signed).await;
                if !still.unwrap_or(false) {
                    return None;
                }
            }
            match self.app.desk.alerts_told_after(self.after).await {
                Ok(alerts) => {
                    let last = alerts.last().and_then(|alert| alert.told_at);
                    if let Some(last) = last {
                        self.after = last;
                        let all: Vec<Value> = alerts.iter().map(|one| self.shown(one)).collect();
                        return Some(self.event("told", &json!(all)));
                    }
                }
                Err(error) => tracing::warn!(%error, "open pages are not told of alerts for now"),
            }
            let closing = self.app.settings.closing.clone();
            tokio::select! {
                () = closing.closed() => return None,
                () = sleep(LOOK_EVERY) => {}
            }
        }
    }

    fn event(&self, name: &str, data: &Value) -> Event {
        let id = self.after.0.to_string();
        Event::default().event(name).id(id).data(data.to_string())
    }

    fn shown(&self, alert: &Alert) -> Value {
        let tongue = tongue(self.language);
        let level = alert.counts_as();
        json!({
            "id": alert.id.to_string(),
            "title": alert.title,
            "why": why_sentence(&alert.why, tongue),
            "level": number_of(level),
            "word": level_words(level, tongue),
            "address": self.frame.to(&format!("/alerts/{}", alert.id)),
        })
    }
}
