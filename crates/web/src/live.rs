//! Changes told to open pages, by server-sent events.
//!
//! One task a process asks the store several times a second whether events changed, and only
//! while somebody looks. What changed is rendered once for each language and shared by all
//! readers; a reader that is too slow misses single changes and is told of all of them at once.

use crate::cards::{FactsPart, facts};
use crate::frame::Frame;
use crate::language::Language;
use crate::pages::now::Asked;
use crate::question::Questions;
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use desk::{Changes, NowAsk, SignedIn};
use model::{EventId, EventRecord, Moment};
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep_until};

/// How often the store is asked: well under the second in which a change has to be seen.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Changes that may wait for a reader; one that is further behind is told of all at once.
const WAITING_MAX: usize = 32;
/// Silence after which a sign of life is sent, so that proxies keep the connection.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// How often it is looked whether a reader is still signed in.
const SESSION_EVERY: Duration = Duration::from_secs(5);

/// Ends the streams of a desk, so that it can stop while pages are open.
#[derive(Debug, Clone)]
pub struct Closing(Arc<watch::Sender<bool>>);

impl Default for Closing {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Closing {
    /// Ends them.
    pub fn close(&self) {
        self.0.send_replace(true);
    }

    pub(crate) async fn closed(&self) {
        let mut receiver = self.0.subscribe();
        // The sender lives as long as this handle; an error cannot come before the end.
        let _ = receiver.wait_for(|closed| *closed).await;
    }
}

/// One event that changed, with its figures as they are shown in each language.
#[derive(Debug)]
struct Told {
    record: EventRecord,
    html: [String; Language::ALL.len()],
}

/// What changed between two looks.
#[derive(Debug)]
struct Tick {
    revision: i64,
    as_of: Moment,
    events: Vec<Told>,
    more: bool,
}

/// The one task and its readers.
#[derive(Debug)]
pub(crate) struct Hub {
    ticks: broadcast::Sender<Arc<Tick>>,
    running: AtomicBool,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            ticks: broadcast::Sender::new(WAITING_MAX),
            running: AtomicBool::new(false),
        }
    }
}

/// A reader: who it is, what it looks at, and how far it was told.
struct Reader {
    app: App,
    signed: SignedIn,
    /// When it is looked next whether they are still signed in.
    session_at: Instant,
    ticks: broadcast::Receiver<Arc<Tick>>,
    language: Language,
    ask: NowAsk,
    event: Option<EventId>,
    revision: i64,
    frame: Frame,
    /// What a new reader is told first, and one that fell behind.
    behind: bool,
}

pub(crate) async fn live(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let ticks = app.hub.ticks.subscribe();
    let revision = match last_heard(&headers).or(asked.revision) {
        Some(revision) => revision,
        None => app.desk.revision().await.unwrap_or(i64::MAX),
    };
    begin(&app);
    let reader = Reader {
        signed,
        session_at: Instant::now() + SESSION_EVERY,
        ticks,
        language,
        ask: asked.ask(0),
        event: asked.event(),
        revision,
        frame: Frame::current(),
        behind: true,
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

/// A connection that was lost goes on where it ended.
fn last_heard(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

/// Starts the task, unless it runs.
fn begin(app: &App) {
    if app.hub.running.swap(true, Ordering::SeqCst) {
        return;
    }
    let (hub, desk) = (Arc::clone(&app.hub), Arc::clone(&app.desk));
    tokio::spawn(Frame::current().around(look(hub, desk)));
}

/// Looks for changes while there are readers.
async fn look(hub: Arc<Hub>, desk: Arc<dyn Questions>) {
    let mut revision = desk.revision().await.unwrap_or(i64::MAX);
    let mut every = tokio::time::interval(LOOK_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if hub.ticks.receiver_count() == 0 {
            hub.running.store(false, Ordering::SeqCst);
            // A reader may have come between the two lines; then this goes on.
            if hub.ticks.receiver_count() == 0 || hub.running.swap(true, Ordering::SeqCst) {
                return;
            }
        }
        match desk.changes_after(revision).await {
            Ok(Some(changes)) => {
                revision = changes.revision;
                metrics::counter!("caifeng_live_changes_total")
                    .increment(changes.events.len() as u64);
                // Nobody left to hear it is no mistake.
                let _ = hub.ticks.send(Arc::new(tick(changes, &*desk)));
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "open pages are not told of changes for now"),
        }
        metrics::gauge!("caifeng_live_readers").set(hub.ticks.receiver_count() as f64);
    }
}

fn tick(changes: Changes, desk: &dyn Questions) -> Tick {
    let (as_of, zone) = (changes.as_of, desk.time_zone());
    let shells = Language::ALL.map(|language| Shell::new(language, "", "/"));
    let told = |(record, card): (EventRecord, desk::EventCard)| {
        let html = shells.each_ref().map(|shell| {
            let part = FactsPart {
                facts: facts(&card, as_of, shell, zone),
                shell: shell.clone(),
            };
            part.render().unwrap_or_default()
        });
        Told { record, html }
    };
    Tick {
        revision: changes.revision,
        as_of,
        more: changes.more,
        events: changes.events.into_iter().map(told).collect(),
    }
}

impl Reader {
    /// The next thing to tell, or nothing where the desk stops or the session ended.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let tick = if self.behind {
                self.behind = false;
                match self.app.desk.changes_after(self.revision).await {
                    Ok(Some(changes)) => Arc::new(tick(changes, &*self.app.desk)),
                    Ok(None) => continue,
                    Err(_) => return None,
                }
            } else {
                let closing = self.app.settings.closing.clone();
                tokio::select! {
                    () = closing.closed() => return None,
                    () = sleep_until(self.session_at) => {
                        self.session_at = Instant::now() + SESSION_EVERY;
                        match self.app.desk.still_signed_in(&self.signed).await {
                            Ok(true) => continue,
                            Ok(false) | Err(_) => return None,
                        }
                    }
                    tick = self.ticks.recv() => match tick {
                        Ok(tick) => tick,
                        Err(broadcast::error::RecvError::Lagged(_)) => {
                            self.behind = true;
                            continue;
                        }
                        Err(broadcast::error::RecvError::Closed) => return None,
                    },
                }
            };
            if tick.revision <= self.revision {
                continue;
            }
            self.revision = tick.revision;
            if let Some(event) = self.event_of(&tick) {
                return Some(event);
            }
        }
    }

    /// What of it this reader looks at.
    fn event_of(&self, tick: &Tick) -> Option<Event> {
        let shown = Language::ALL
            .iter()
            .position(|language| *language == self.language)?;
        let taken = |told: &&Told| match self.event {
            Some(event) => told.record.id == event,
            None => self.ask.takes(&told.record, tick.as_of),
        };
        let events: Vec<_> = (tick.events.iter().filter(taken))
            .map(|told| json!({"id": told.record.id.to_string(), "facts": told.html.get(shown)}))
            .collect();
        if events.is_empty() && !tick.more {
            return None;
        }
        let data = json!({"events": events, "more": tick.more});
        let id = tick.revision.to_string();
        Some(
            Event::default()
                .event("changed")
                .id(id)
                .data(data.to_string()),
        )
    }
}
