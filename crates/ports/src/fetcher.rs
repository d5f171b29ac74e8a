//! One outbound request, with its limits.

use async_trait::async_trait;
use thiserror::Error;

/// What to fetch and under which conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchPlan {
    /// Absolute http or https address.
    pub url: String,
    /// Sent as `If-None-Match`.
    pub etag: Option<String>,
    /// Sent as `If-Modified-Since`.
    pub last_modified: Option<String>,
    /// Whether private and loopback addresses may be dialled.
    pub allow_private: bool,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The server said that nothing changed.
    Unchanged,
    /// A body, decompressed.
    Body {
        /// The bytes, at most `limits::BODY_BYTES_MAX`.
        bytes: Vec<u8>,
        /// Address after redirects.
        final_url: String,
        /// The `Content-Type` header as sent.
        content_type: Option<String>,
        /// Validator for next time.
        etag: Option<String>,
        /// Validator for next time.
        last_modified: Option<String>,
    },
}

/// One request and the head of its answer, for people who look at what happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchange {
    /// Address that was asked.
    pub url: String,
    /// Request headers that were set, with their values.
    pub sent: Vec<(String, String)>,
    /// Status of the answer; 0 while there is none.
    pub status: u16,
    /// Headers of the answer.
    pub got: Vec<(String, String)>,
    /// Whether it was robots.txt that was asked for.
    pub robots: bool,
}

/// What passed between the desk and servers for one fetch: robots.txt, redirects, the answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchLog {
    /// In order.
    pub exchanges: Vec<Exchange>,
    /// Whether values of headers are written down whole, for archives; else only as much as people
    /// look at.
    pub whole: bool,
}

/// The one outbound client of the house. May be repeated; nothing is retried inside.
#[async_trait]
pub trait Fetcher: Send + Sync {
    /// Fetches once, following redirects, each hop checked like the first, with the manners of
    /// the house; writes down in `log` what passed.
    async fn fetch_logged(
        &self,
        plan: &FetchPlan,
        log: &mut FetchLog,
    ) -> Result<Fetched, FetchError>;

    /// The same without a log.
    async fn fetch(&self, plan: &FetchPlan) -> Result<Fetched, FetchError> {
        self.fetch_logged(plan, &mut FetchLog::default()).await
    }
}

/// Why a request gave nothing. The text names the address, what was tried and what to do next.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// Not an http or https address.
    #[error(
        "{url} is not an address the desk can read: {why}; give an http:// or https:// address"
    )]
    BadAddress {
        /// As given.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// The address leads to a private network.
    #[error(
        "{url} leads to {address}, which is not a public address; if this source is yours, add it with --allow-private"
    )]
    PrivateAddress {
        /// The hop that led there.
        url: String,
        /// Where it led.
        address: String,
    },
    /// More redirects than allowed, or a loop.
    #[error("{url} redirects more than {limit} times; give the final address instead")]
    TooManyRedirects {
        /// Where it began.
        url: String,
        /// How many are followed.
        limit: usize,
    },
    /// Body larger than allowed, after decompression.
    #[error("{url} sends more than {limit_bytes} bytes; it is not read further")]
    TooLarge {
        /// The address.
        url: String,
        /// The limit.
        limit_bytes: usize,
    },
    /// No complete answer in time.
    #[error(
        "{url} did not answer completely within {seconds} s; it is tried again on the next visit"
    )]
    TimedOut {
        /// The address.
        url: String,
        /// The limit.
        seconds: u64,
    },
    /// An error status.
    #[error(
        "{url} answered with status {status}; open it in a browser to see whether it has moved"
    )]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: u16,
    },
    /// The server asks for less, or for patience: 429, 503, or a pause that it named earlier.
    #[error(
        "{url} asks to be left alone for {seconds} s (status {status}); it is visited again after that"
    )]
    Busy {
        /// The address.
        url: String,
        /// The status it answered with; 0 where no server said so, but the wait for a turn at
        /// this host would have been too long.
        status: u16,
        /// Seconds until it may be asked again.
        seconds: u64,
    },
    /// robots.txt asks robots not to read this.
    #[error(
        "{url} is not read, out of respect for the site's robots.txt: {rule}; ask the site, or choose another source"
    )]
    Robots {
        /// The address.
        url: String,
        /// Which rule, or why all is forbidden.
        rule: String,
    },
    /// The answer is a picture, a film, an office document: nothing of it is read.
    #[error("{url} is of type {media_type}, not text; give the address of a page or a feed")]
    NotText {
        /// The address.
        url: String,
        /// Its type as sent.
        media_type: String,
    },
    /// The answer is a log-in page.
    #[error("{url} asks for a log-in; the desk reads only what is open to everybody")]
    LogIn {
        /// The address.
        url: String,
    },
    /// The name could not be resolved, the connection failed or broke, or the body could not be decoded.
    #[error("{url} could not be read: {why}; check the address and the network")]
    Unreachable {
        /// The address.
        url: String,
        /// What happened.
        why: String,
    },
}
