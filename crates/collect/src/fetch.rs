//! One request with its limits: time, size after decompression, hops, addresses.

use crate::client::{Anything, client};
use crate::guard::{AddressPolicy, PublicOnly};
use crate::resolve::{Refused, Resolver, SystemResolver};
use async_trait::async_trait;
use model::limits;
use ports::{FetchError, FetchPlan, Fetched, Fetcher};
use reqwest::header::{
    CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    LOCATION,
};
use reqwest::{Client, Response, StatusCode};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// What a feed reader asks for.
const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
    text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1";

/// How requests are made.
#[derive(Clone)]
pub struct FetchConfig {
    /// Names the desk and how to reach it.
    pub user_agent: String,
    /// Time until a connection stands.
    pub connect_timeout: Duration,
    /// Time for everything, redirects included.
    pub total_timeout: Duration,
    /// Bytes of a body after decompression.
    pub body_bytes_max: usize,
    /// Names to addresses.
    pub resolver: Arc<dyn Resolver>,
    /// Which addresses a guarded request may dial.
    pub policy: Arc<dyn AddressPolicy>,
}

impl std::fmt::Debug for FetchConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FetchConfig")
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

impl FetchConfig {
    /// The limits of the house.
    pub fn new(user_agent: impl Into<String>) -> Self {
        Self {
            user_agent: user_agent.into(),
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            body_bytes_max: limits::BODY_BYTES_MAX,
            resolver: Arc::new(SystemResolver),
            policy: Arc::new(PublicOnly),
        }
    }
}

/// The one outbound client of the house.
#[derive(Debug)]
pub struct GuardedFetcher {
    config: FetchConfig,
    guarded: Client,
    open: Client,
}

impl GuardedFetcher {
    /// Makes the client.
    pub fn new(config: FetchConfig) -> Result<Self, FetchError> {
        let guarded = client(&config, Arc::clone(&config.policy))?;
        let open = client(&config, Arc::new(Anything))?;
        Ok(Self {
            config,
            guarded,
            open,
        })
    }

    async fn follow(&self, plan: &FetchPlan) -> Result<Fetched, FetchError> {
        let mut url = Url::parse(&plan.url).map_err(|error| bad(&plan.url, error.to_string()))?;
        for _ in 0..=limits::REDIRECTS_MAX {
            self.check(&url, plan)?;
            let response = self.request(&url, plan).await?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Fetched::Unchanged);
            }
            if status.is_redirection() {
                url = next_hop(&url, &response)?;
                continue;
            }
            if !status.is_success() {
                return Err(FetchError::Status {
                    url: url.into(),
                    status: status.as_u16(),
                });
            }
            return self.read(url, response).await;
        }
        Err(FetchError::TooManyRedirects {
            url: plan.url.clone(),
            limit: limits::REDIRECTS_MAX,
        })
    }

    /// A literal address never reaches the resolver, so it is judged here; the same parser that
    /// judged it hands it to the connection.
    fn check(&self, url: &Url, plan: &FetchPlan) -> Result<(), FetchError> {
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

    async fn request(&self, url: &Url, plan: &FetchPlan) -> Result<Response, FetchError> {
        let client = if plan.allow_private {
            &self.open
        } else {
            &self.guarded
        };
        let mut request = client
            .get(url.clone())
            .header(reqwest::header::ACCEPT, ACCEPT);
        if let Some(etag) = &plan.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(since) = &plan.last_modified {
            request = request.header(IF_MODIFIED_SINCE, since);
        }
        request
            .send()
            .await
            .map_err(|error| self.failed(url, &error))
    }

    /// Reads the body piece by piece, so that neither a long nor a packed one fills the memory.
    async fn read(&self, url: Url, mut response: Response) -> Result<Fetched, FetchError> {
        let limit_bytes = self.config.body_bytes_max;
        let too_large = || FetchError::TooLarge {
            url: url.to_string(),
            limit_bytes,
        };
        if response
            .content_length()
            .is_some_and(|length| length > limit_bytes as u64)
        {
            return Err(too_large());
        }
        let content_type = text_of(response.headers(), &CONTENT_TYPE);
        let etag = text_of(response.headers(), &ETAG);
        let last_modified = text_of(response.headers(), &LAST_MODIFIED);
        let mut bytes = Vec::new();
        while let Some(piece) = response
            .chunk()
            .await
            .map_err(|error| self.failed(&url, &error))?
        {
            if bytes.len() + piece.len() > limit_bytes {
                return Err(too_large());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Fetched::Body {
            bytes,
            final_url: url.into(),
            content_type,
            etag,
            last_modified,
        })
    }

    fn failed(&self, url: &Url, error: &reqwest::Error) -> FetchError {
        let url = url.to_string();
        if let Some(Refused(address)) = cause::<Refused>(error) {
            return FetchError::PrivateAddress {
                url,
                address: address.to_string(),
            };
        }
        if error.is_timeout() {
            return self.timed_out(url);
        }
        FetchError::Unreachable {
            url,
            why: root_cause(error),
        }
    }

    fn timed_out(&self, url: String) -> FetchError {
        FetchError::TimedOut {
            url,
            seconds: self.config.total_timeout.as_secs(),
        }
    }
}

#[async_trait]
impl Fetcher for GuardedFetcher {
    async fn fetch(&self, plan: &FetchPlan) -> Result<Fetched, FetchError> {
        match tokio::time::timeout(self.config.total_timeout, self.follow(plan)).await {
            Ok(fetched) => fetched,
            Err(_) => Err(self.timed_out(plan.url.clone())),
        }
    }
}

fn next_hop(url: &Url, response: &Response) -> Result<Url, FetchError> {
    let location = text_of(response.headers(), &LOCATION).ok_or_else(|| FetchError::Status {
        url: url.to_string(),
        status: response.status().as_u16(),
    })?;
    url.join(&location)
        .map_err(|error| bad(&location, error.to_string()))
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

fn bad(url: &str, why: String) -> FetchError {
    FetchError::BadAddress {
        url: url.to_owned(),
        why,
    }
}

fn cause<'a, E: std::error::Error + 'static>(
    error: &'a (dyn std::error::Error + 'static),
) -> Option<&'a E> {
    let mut error = Some(error);
    while let Some(one) = error {
        if let Some(found) = one.downcast_ref() {
            return Some(found);
        }
        error = one.source();
    }
    None
}

fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
