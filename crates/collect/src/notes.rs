//! Writing down what passed, for people who look at what happened.

use ports::{Exchange, FetchLog};
use reqwest::header::{HeaderMap, SET_COOKIE};
use reqwest::{Request, Response};
use url::Url;

/// Characters of a header's value that are written down: enough to see what it is.
const VALUE_CHARS_MAX: usize = 200;

/// A log that somebody reads, or none; nothing is copied for nobody.
#[derive(Debug)]
pub(crate) struct Notes<'a>(Option<&'a mut FetchLog>);

impl<'a> Notes<'a> {
    /// Writes into a log.
    pub(crate) fn into(log: &'a mut FetchLog) -> Self {
        Self(Some(log))
    }

    /// Writes nothing.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// A request that is about to leave.
    pub(crate) fn asked(&mut self, request: &Request, user_agent: &str) {
        if let Some(log) = &mut self.0 {
            let mut sent = vec![("user-agent".to_owned(), cut(user_agent))];
            sent.extend(pairs(request.headers()));
            log.exchanges.push(Exchange {
                url: Url::to_string(request.url()),
                sent,
                ..Exchange::default()
            });
        }
    }

    /// The head of its answer.
    pub(crate) fn answered(&mut self, response: &Response) {
        if let Some(exchange) = self.0.as_mut().and_then(|log| log.exchanges.last_mut()) {
            exchange.status = response.status().as_u16();
            exchange.got = pairs(response.headers()).collect();
        }
    }
}

/// Header by header; cookies are not ours to keep, not even in a log.
fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (String, String)> {
    headers
        .iter()
        .filter(|(name, _)| **name != SET_COOKIE)
        .map(|(name, value)| {
            let value = cut(&String::from_utf8_lossy(value.as_bytes()));
            (name.as_str().to_owned(), value)
        })
}

fn cut(value: &str) -> String {
    value.chars().take(VALUE_CHARS_MAX).collect()
}
