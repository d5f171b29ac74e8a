//! The sites of the county, each a server of its own on this machine.
//!
//! What a site shows is a function of the world and the moment: nothing is kept here but how
//! often the broken feed was asked for.

mod feeds;
mod pages;
mod reply;
mod show;

use super::outlet::{Form, Outlet};
use super::world::World;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use model::Moment;
use ports::Clock;
pub(super) use reply::Reply;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

/// How long the evening paper's server thinks before it answers.
const SLOW: Duration = Duration::from_secs(5);

/// One site.
#[derive(Clone)]
pub(crate) struct Site {
    outlet: Outlet,
    world: Arc<World>,
    clock: Arc<dyn Clock>,
    /// `http://127.0.0.1:PORT`.
    base: String,
    asked: Arc<AtomicUsize>,
}

impl Site {
    pub(crate) fn new(
        outlet: Outlet,
        world: &Arc<World>,
        clock: &Arc<dyn Clock>,
        base: String,
    ) -> Self {
        Self {
            outlet,
            world: Arc::clone(world),
            clock: Arc::clone(clock),
            base,
            asked: Arc::default(),
        }
    }

    /// Answers until the process ends.
    pub(crate) async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        let router = Router::new().fallback(answer).with_state(self);
        axum::serve(listener, router).await
    }

    /// What stands at an address, at a moment.
    pub(super) fn reply(&self, path: &str, query: &str, now: Moment) -> Option<Reply> {
        let feed = self.outlet.path().split('?').next().unwrap_or_default();
        match path {
            "/robots.txt" => Some(Reply::text(
                "User-agent: *\nDisallow: /admin/\nDisallow: /search\n",
            )),
            "/site.css" => Some(Reply::css(pages::STYLE)),
            _ if path == feed && feed != "/" => Some(self.feed(now)),
            "/" => pages::list(self, page_number(query), now),
            _ => pages::article(self, path, now),
        }
    }

    fn feed(&self, now: Moment) -> Reply {
        match self.outlet.form() {
            Form::Rss | Form::RssSummary => feeds::rss(self, now),
            Form::RssBroken => feeds::broken(self, now, self.asked.fetch_add(1, Ordering::Relaxed)),
            Form::Atom => feeds::atom(self, now),
            Form::Json => feeds::json(self, now),
            Form::Sitemap => feeds::sitemap(self, now),
            Form::Hot | Form::List => feeds::hot(self, now),
        }
    }
}

fn page_number(query: &str) -> usize {
    query
        .strip_prefix("page=")
        .and_then(|number| number.parse().ok())
        .unwrap_or(1)
}

async fn answer(State(site): State<Site>, request: Request) -> Response {
    let now = site.clock.now();
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    if site.outlet == Outlet::Evening && path == site.outlet.path() {
        tokio::time::sleep(SLOW).await;
    }
    match site.reply(&path, &query, now) {
        Some(reply) => reply.respond(request.headers()),
        None => Reply::missing().respond(request.headers()),
    }
}
