//! Bodies, read within their limits.

use crate::answer::{failed, text_of};
use crate::fetch::GuardedFetcher;
use ports::{FetchError, Fetched};
use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, ETAG, LAST_MODIFIED};
use url::Url;

/// Bytes that every body may take at once. Only larger ones wait for a place, so that many
/// endless bodies cannot fill the memory and small answers never wait for them.
const SMALL_BODY_BYTES: usize = 1024 * 1024;

/// Types of which nothing can be read as text, by how they begin.
const NO_TEXT: &[&str] = &[
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/pdf",
    "application/zip",
    "application/msword",
    "application/vnd.ms-",
    "application/vnd.openxmlformats-",
    "application/x-rar",
    "application/x-7z",
];

/// The media type, if it is none of text.
fn no_text(content_type: &str) -> Option<String> {
    let media_type = content_type.split(';').next()?.trim().to_ascii_lowercase();
    NO_TEXT
        .iter()
        .any(|begin| media_type.starts_with(begin))
        .then_some(media_type)
}

impl GuardedFetcher {
    /// The page, whole or not at all.
    pub(crate) async fn arrive(
        &self,
        url: &Url,
        mut response: Response,
    ) -> Result<Fetched, FetchError> {
        let content_type = text_of(response.headers(), &CONTENT_TYPE);
        if let Some(media_type) = content_type.as_deref().and_then(no_text) {
            return Err(FetchError::NotText {
                url: url.to_string(),
                media_type,
            });
        }
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
        let (bytes, more) = self.read(url, &mut response, limit_bytes).await?;
        if more {
            return Err(too_large());
        }
        let headers = response.headers();
        Ok(Fetched::Body {
            bytes,
            final_url: url.to_string(),
            content_type,
            etag: text_of(headers, &ETAG),
            last_modified: text_of(headers, &LAST_MODIFIED),
        })
    }

    /// Reads the body piece by piece, so that neither a long nor a packed one fills the memory;
    /// stops with the piece that goes over the limit and says whether one did.
    pub(crate) async fn read(
        &self,
        url: &Url,
        response: &mut Response,
        limit_bytes: usize,
    ) -> Result<(Vec<u8>, bool), FetchError> {
        let mut bytes = Vec::new();
        let mut place = None;
        while let Some(piece) = response
            .chunk()
            .await
            .map_err(|error| failed(url, &error, self.config.total_timeout))?
        {
            if place.is_none() && bytes.len() + piece.len() > SMALL_BODY_BYTES {
                place = self.manners.large.acquire().await.ok();
            }
            bytes.extend_from_slice(&piece);
            if bytes.len() > limit_bytes {
                return Ok((bytes, true));
            }
        }
        Ok((bytes, false))
    }
}
