//! What an answer or its absence means: the next hop, or words for what went wrong.

use crate::resolve::Refused;
use ports::FetchError;
use reqwest::Response;
use reqwest::header::{HeaderMap, HeaderName, LOCATION};
use std::time::Duration;
use url::Url;

/// Why a request gave no answer, or only a part of one.
pub(crate) fn failed(url: &Url, error: &reqwest::Error, total: Duration) -> FetchError {
    let url = url.to_string();
    if let Some(Refused(address)) = cause::<Refused>(error) {
        return FetchError::PrivateAddress {
            url,
            address: address.to_string(),
        };
    }
    if error.is_timeout() {
        return FetchError::TimedOut {
            url,
            seconds: total.as_secs(),
        };
    }
    FetchError::Unreachable {
        url,
        why: root_cause(error),
    }
}

/// Where a redirect leads.
pub(crate) fn next_hop(url: &Url, response: &Response) -> Result<Url, FetchError> {
    let location = text_of(response.headers(), &LOCATION).ok_or_else(|| FetchError::Status {
        url: url.to_string(),
        status: response.status().as_u16(),
    })?;
    url.join(&location)
        .map_err(|error| bad(&location, error.to_string()))
}

/// A header as text.
pub(crate) fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

/// An address that cannot be read.
pub(crate) fn bad(url: &str, why: String) -> FetchError {
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
