//! One request with its limits: time, size after decompression, hops, addresses, manners.

use crate::answer::{bad, failed, next_hop};
use crate::budget::Budget;
use crate::client::{Anything, client};
use crate::config::FetchConfig;
use crate::manners::{Book, Manners, Turn, Wish, asks_for_log_in, is_log_in, named_pause, refuses};
use crate::notes::Notes;
use async_trait::async_trait;
use model::limits;
use ports::{FetchError, FetchLog, FetchPlan, Fetched, Fetcher};
use reqwest::header::{ACCEPT as ACCEPT_NAME, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use reqwest::{Client, Response, StatusCode};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// What a feed reader asks for.
const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
    text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1";

/// What a reader of robots.txt asks for.
const ACCEPT_ROBOTS: &str = "text/plain, */*;q=0.1";

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// What the plan names, under its conditions.
    Page,
    /// The robots.txt of a site.
    Robots,
}

/// What one request for a page gave.
enum Hop {
    Moved(Url),
    Arrived(Fetched),
}

/// The one outbound client of the house.
#[derive(Debug)]
pub struct GuardedFetcher {
    pub(crate) config: FetchConfig,
    pub(crate) manners: Manners,
    guarded: Client,
    open: Client,
}

impl GuardedFetcher {
    /// Makes the client.
    pub fn new(config: FetchConfig) -> Result<Self, FetchError> {
        let guarded = client(&config, Arc::clone(&config.policy))?;
        let open = client(&config, Arc::new(Anything))?;
        let book = config
            .memory
            .clone()
            .zip(config.clock.clone())
            .map(|(disk, clock)| Book::open(disk, clock));
        Ok(Self {
            manners: Manners::new(&config.user_agent, book),
            config,
            guarded,
            open,
        })
    }

    async fn follow(&self, plan: &FetchPlan, notes: &mut Notes<'_>) -> Result<Fetched, FetchError> {
        let mut url = Url::parse(&plan.url).map_err(|error| bad(&plan.url, error.to_string()))?;
        let log_in_wanted = is_log_in(&url);
        let mut budget = Budget::new(self.config.total_timeout);
        for _ in 0..=limits::REDIRECTS_MAX {
            self.check(&url, plan)?;
            let delay = self.permitted(&url, plan, notes).await?;
            let turn = self.turn(&url, plan, delay).await?;
            let visiting = self.visit(&url, plan, &turn, notes);
            match budget.spend(&url, visiting).await? {
                Hop::Arrived(fetched) => return Ok(fetched),
                Hop::Moved(next) if is_log_in(&next) && !log_in_wanted => {
                    return Err(FetchError::LogIn {
                        url: plan.url.clone(),
                    });
                }
                Hop::Moved(next) => url = next,
            }
        }
        Err(FetchError::TooManyRedirects {
            url: plan.url.clone(),
            limit: limits::REDIRECTS_MAX,
        })
    }

    /// One request for the page, and what its answer means.
    async fn visit(
        &self,
        url: &Url,
        plan: &FetchPlan,
        turn: &Turn,
        notes: &mut Notes<'_>,
    ) -> Result<Hop, FetchError> {
        let response = self.request(url, plan, Ask::Page, notes).await?;
        let status = response.status();
        if refuses(status) {
            return Err(self.refused(url, turn, &response));
        }
        if status == StatusCode::NOT_MODIFIED {
            turn.succeeded();
            return Ok(Hop::Arrived(Fetched::Unchanged));
        }
        if status.is_redirection() {
            return next_hop(url, &response).map(Hop::Moved);
        }
        if asks_for_log_in(status, response.headers()) {
            return Err(FetchError::LogIn {
                url: url.to_string(),
            });
        }
        if !status.is_success() {
            return Err(FetchError::Status {
                url: url.to_string(),
                status: status.as_u16(),
            });
        }
        turn.succeeded();
        self.arrive(url, response).await.map(Hop::Arrived)
    }

    /// Waits for a turn at the host of an address.
    pub(crate) async fn turn(
        &self,
        url: &Url,
        plan: &FetchPlan,
        delay: Option<Duration>,
    ) -> Result<Turn, FetchError> {
        let own = if plan.allow_private {
            Duration::ZERO
        } else {
            self.config.pace
        };
        let wish = Wish {
            gap: delay.unwrap_or(own),
            alone: delay.is_some(),
            queue_max: self.config.queue_max,
        };
        self.manners.pace.turn(url, wish).await
    }

    /// Leaves the host alone for as long as it asks.
    pub(crate) fn refused(&self, url: &Url, turn: &Turn, response: &Response) -> FetchError {
        let ours = self.config.clock.as_ref().map(|clock| clock.now());
        let pause = named_pause(response.headers(), ours);
        turn.refused(url, response.status().as_u16(), pause)
    }

    /// A literal address never reaches the resolver, so it is judged here; the same parser that
    /// judged it hands it to the connection.
    pub(crate) fn check(&self, url: &Url, plan: &FetchPlan) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad(url.as_str(), format!("{}: is not read", url.scheme())));
        }
        let literal: Option<IpAddr> = match url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            Some(Host::Domain(_)) => None,
            None => return Err(bad(url.as_str(), "it names no host".to_owned())),
        };
        match literal {
            Some(address) if !plan.allow_private && !self.config.policy.allows(address) => {
                Err(FetchError::PrivateAddress {
                    url: url.to_string(),
                    address: address.to_string(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Sends one request; cookies are neither kept nor sent.
    pub(crate) async fn request(
        &self,
        url: &Url,
        plan: &FetchPlan,
        ask: Ask,
        notes: &mut Notes<'_>,
    ) -> Result<Response, FetchError> {
        let client = if plan.allow_private {
            &self.open
        } else {
            &self.guarded
        };
        let accept = match ask {
            Ask::Page => ACCEPT,
            Ask::Robots => ACCEPT_ROBOTS,
        };
        let mut request = client.get(url.clone()).header(ACCEPT_NAME, accept);
        if let (Ask::Page, Some(etag)) = (ask, &plan.etag) {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let (Ask::Page, Some(since)) = (ask, &plan.last_modified) {
            request = request.header(IF_MODIFIED_SINCE, since);
        }
        let failed = |error| failed(url, &error, self.config.total_timeout);
        let request = request.build().map_err(failed)?;
        notes.asked(&request, &self.config.user_agent, ask == Ask::Robots);
        let response = client.execute(request).await.map_err(failed)?;
        notes.answered(&response);
        Ok(response)
    }
}

#[async_trait]
impl Fetcher for GuardedFetcher {
    async fn fetch_logged(
        &self,
        plan: &FetchPlan,
        log: &mut FetchLog,
    ) -> Result<Fetched, FetchError> {
        self.follow(plan, &mut Notes::into(log)).await
    }

    async fn fetch(&self, plan: &FetchPlan) -> Result<Fetched, FetchError> {
        self.follow(plan, &mut Notes::none()).await
    }
}
