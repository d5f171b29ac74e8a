//! Writing down what passed, for people who look at what happened.

use ports::{Exchange, FetchLog};
use reqwest::header::{HeaderMap, SET_COOKIE};
use reqwest::{Request, Response};
use url::Url;

/// Characters of a header's value that are written down: enough to see what it is.
const VALUE_CHARS_MAX: usize = 200;
/// The same for archives: more than servers accept.
const WHOLE_CHARS_MAX: usize = 16 * 1024;

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
    pub(crate) fn asked(&mut self, request: &Request, user_agent: &str, robots: bool) {
        if let Some(log) = &mut self.0 {
            let most = chars_max(log);
            let mut sent = vec![("user-agent".to_owned(), cut(user_agent, most))];
            sent.extend(pairs(request.headers(), most));
            log.exchanges.push(Exchange {
                url: Url::to_string(request.url()),
                sent,
                robots,
                ..Exchange::default()
            });
        }
    }

    /// The head of its answer.
    pub(crate) fn answered(&mut self, response: &Response) {
        let Some(log) = &mut self.0 else {
            return;
        };
        let most = chars_max(log);
        if let Some(exchange) = log.exchanges.last_mut() {
            exchange.status = response.status().as_u16();
            exchange.got = pairs(response.headers(), most).collect();
        }
    }
}

/// Header by header; cookies are not ours to keep, not even in a log.
fn pairs(headers: &HeaderMap, most: usize) -> impl Iterator<Item = (String, String)> {
    headers
        .iter()
        .filter(|(name, _)| **name != SET_COOKIE)
        .map(move |(name, value)| {
            let value = cut(&String::from_utf8_lossy(value.as_bytes()), most);
            (name.as_str().to_owned(), value)
        })
}

fn chars_max(log: &FetchLog) -> usize {
    if log.whole {
        WHOLE_CHARS_MAX
    } else {
        VALUE_CHARS_MAX
    }
}

fn cut(value: &str, most: usize) -> String {
    value.chars().take(most).collect()
}
