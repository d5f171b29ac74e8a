//! Asking an origin for its robots.txt, through the same client and with the same manners.

use crate::answer::{next_hop, text_of};
use crate::budget::Budget;
use crate::fetch::{Ask, GuardedFetcher};
use crate::manners::{Kept, ROBOTS_BYTES_MAX, Rules, Standing, Turn, refuses, too_long};
use crate::notes::Notes;
use ports::{FetchError, FetchPlan};
use reqwest::Response;
use reqwest::header::CACHE_CONTROL;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use url::{Position, Url};

/// Redirects that a robots.txt may take (RFC 9309, 2.3.1.2).
const ROBOTS_REDIRECTS_MAX: usize = 5;

/// What one request for a robots.txt gave.
enum Answer {
    Moved(Url),
    Read(Arc<Rules>, Option<Duration>),
}

impl GuardedFetcher {
    /// Whether an address may be fetched, and the pause its site asks for.
    pub(crate) async fn permitted(
        &self,
        url: &Url,
        plan: &FetchPlan,
        notes: &mut Notes<'_>,
    ) -> Result<Option<Duration>, FetchError> {
        if !self.config.robots {
            return Ok(None);
        }
        let forbidden = |rule: String| FetchError::Robots {
            url: url.to_string(),
            rule,
        };
        match self.standing(url, plan, notes).await? {
            // Nobody answers there: that is what a person has to know, not which page was asked first.
            Standing::Unknown(error) => Err(match &*error {
                FetchError::Unreachable { why, .. } => FetchError::Unreachable {
                    url: url.to_string(),
                    why: why.clone(),
                },
                other => forbidden(format!(
                    "it could not be read, and until it can be nothing is: {other}"
                )),
            }),
            Standing::Asks(rules) => {
                let path = &url[Position::BeforePath..Position::AfterQuery];
                match rules.forbids(path) {
                    Some(rule) => Err(forbidden(format!("Disallow: {rule}"))),
                    None => Ok(rules.delay()),
                }
            }
        }
    }

    /// What is known of the origin; the first who comes asks, the others wait for the answer.
    async fn standing(
        &self,
        url: &Url,
        plan: &FetchPlan,
        notes: &mut Notes<'_>,
    ) -> Result<Standing, FetchError> {
        let shelf = &self.manners.shelf;
        let place = shelf.place(&origin(url, plan));
        let queue_max = self.config.queue_max;
        let mut kept = timeout(queue_max, place.kept.lock())
            .await
            .map_err(|_| too_long(url, queue_max))?;
        if let Some(standing) = kept.as_ref().and_then(|kept| kept.fresh(Instant::now())) {
            return Ok(standing);
        }
        let delay = kept.as_ref().and_then(Kept::delay);
        let new = match self.robots_of(url, plan, delay, notes).await {
            Ok((rules, max_age)) => Kept::read(rules, max_age, Instant::now()),
            // The page would meet the same: its error says more than that of robots.txt.
            Err(error @ (FetchError::Busy { .. } | FetchError::PrivateAddress { .. })) => {
                return Err(error);
            }
            Err(error) => Kept::failed(error, kept.take(), Instant::now()),
        };
        let standing = new.standing();
        shelf.keep(&place, &mut kept, new);
        Ok(standing)
    }

    async fn robots_of(
        &self,
        page: &Url,
        plan: &FetchPlan,
        delay: Option<Duration>,
        notes: &mut Notes<'_>,
    ) -> Result<(Arc<Rules>, Option<Duration>), FetchError> {
        let mut url = page.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        url.set_fragment(None);
        let mut budget = Budget::new(self.config.total_timeout);
        for _ in 0..=ROBOTS_REDIRECTS_MAX {
            self.check(&url, plan)?;
            let turn = self.turn(&url, plan, delay).await?;
            let asking = self.ask_robots(&url, plan, &turn, notes);
            match budget.spend(&url, asking).await? {
                Answer::Moved(next) => url = next,
                Answer::Read(rules, max_age) => return Ok((rules, max_age)),
            }
        }
        // So many redirects count as if there were none.
        Ok((Arc::default(), None))
    }

    async fn ask_robots(
        &self,
        url: &Url,
        plan: &FetchPlan,
        turn: &Turn,
        notes: &mut Notes<'_>,
    ) -> Result<Answer, FetchError> {
        let mut response = self.request(url, plan, Ask::Robots, notes).await?;
        let status = response.status();
        if refuses(status) {
            return Err(self.refused(url, turn, &response));
        }
        if status.is_redirection() {
            return next_hop(url, &response).map(Answer::Moved);
        }
        let max_age = max_age(&response);
        if status.is_client_error() {
            return Ok(Answer::Read(Arc::default(), max_age));
        }
        if !status.is_success() {
            return Err(FetchError::Status {
                url: url.to_string(),
                status: status.as_u16(),
            });
        }
        let (bytes, _) = self.read(url, &mut response, ROBOTS_BYTES_MAX).await?;
        let rules = Rules::read(&bytes, &self.manners.agent);
        Ok(Answer::Read(Arc::new(rules), max_age))
    }
}

/// Origins of the desk's own network are kept apart: what a guarded request may not see must not
/// decide for one that may.
fn origin(url: &Url, plan: &FetchPlan) -> String {
    let mut key = String::from(if plan.allow_private { "own " } else { "" });
    key.push_str(&url[..Position::BeforeUsername]);
    key.push_str(&url[Position::BeforeHost..Position::AfterPort]);
    key
}

/// How long the answer may be kept by its own word.
fn max_age(response: &Response) -> Option<Duration> {
    let text = text_of(response.headers(), &CACHE_CONTROL)?.to_ascii_lowercase();
    text.split(',').map(str::trim).find_map(|part| match part {
        "no-cache" | "no-store" => Some(Duration::ZERO),
        _ => {
            let seconds = part.strip_prefix("max-age=")?.trim_matches('"');
            seconds.parse().map(Duration::from_secs).ok()
        }
    })
}
