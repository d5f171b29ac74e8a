//! Seeing a page: what the site answers, what the desk received when it collected the document, and
//! whether that says something else than before.

use crate::{Desk, DeskError};
use chrono_tz::Tz;
use model::{ArticleRules, DocumentId, EvidencePage, Moment, SourceId};
use ports::{Capture, FetchError, FetchLog, FetchPlan, Fetched, Vault};
use reading::{canonical_url, difference, read_article, says_withdrawn};

/// Bytes of captures that are looked through for the first sight of a page.
const CAPTURES_LOOKED_MAX: usize = 512 * 1024 * 1024;

/// A page as it was seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    pub(super) at: Moment,
    pub(super) status: u16,
    pub(super) final_url: String,
    pub(super) content_type: String,
    pub(super) bytes: Option<Vec<u8>>,
    /// Title and main text.
    pub(super) text: String,
    pub(super) gone: bool,
    pub(super) log: FetchLog,
}

/// Whether readable texts say the same, but for counters and clocks.
pub(super) fn says_the_same(before: &str, after: &str) -> bool {
    let change = difference(before, after);
    change.is_empty() || change.is_jitter()
}

/// What a page says: its title and its main text.
pub(super) fn readable(
    bytes: &[u8],
    content_type: &str,
    url: &str,
    (now, zone): (Moment, Tz),
    rules: &ArticleRules,
) -> String {
    let content_type = Some(content_type).filter(|kind| !kind.is_empty());
    let article = read_article(bytes, content_type, url, now, zone, rules);
    as_text(&article.title, &article.text)
}

pub(super) fn as_text(title: &str, text: &str) -> String {
    format!("{}\n\n{}\n", title.trim(), text.trim())
}

fn plan(page: &EvidencePage) -> FetchPlan {
    FetchPlan {
        url: page.url.clone(),
        etag: None,
        last_modified: None,
        allow_private: page.allow_private,
    }
}

/// What is known before the answer is read.
fn asked(page: &EvidencePage, mut log: FetchLog, at: Moment) -> Seen {
    log.exchanges.retain(|exchange| !exchange.robots);
    Seen {
        at,
        status: log.exchanges.last().map_or(0, |exchange| exchange.status),
        final_url: page.url.clone(),
        log,
        ..Seen::default()
    }
}

impl Desk {
    /// Asks the site. A page that is gone is seen too; what else goes wrong is an error.
    pub(super) async fn see_page(&self, page: &EvidencePage) -> Result<Seen, DeskError> {
        let fetcher = self.fetcher.clone().ok_or_else(|| DeskError::Broken {
            act: "look at a page",
            why: "this desk reads no pages".to_owned(),
        })?;
        let mut log = FetchLog {
            whole: true,
            ..FetchLog::default()
        };
        let answer = fetcher.fetch_logged(&plan(page), &mut log).await;
        let mut seen = asked(page, log, self.clock.now());
        match answer {
            Ok(Fetched::Body {
                bytes,
                final_url,
                content_type,
                ..
            }) => {
                seen.status = if seen.status == 0 { 200 } else { seen.status };
                (seen.final_url, seen.bytes) = (final_url, Some(bytes));
                seen.content_type = content_type.unwrap_or_default();
                self.read_seen(seen, self.rules_of(page.document).await?)
                    .await
            }
            Ok(Fetched::Unchanged) => Err(DeskError::Invalid(format!(
                "{} answered “not modified” without being asked",
                page.url
            ))),
            Err(FetchError::Status {
                url,
                status: status @ (404 | 410),
            }) => Ok(Seen {
                status,
                final_url: url,
                gone: true,
                ..seen
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads what was seen, aside from those who wait.
    pub(super) async fn read_seen(
        &self,
        mut seen: Seen,
        rules: ArticleRules,
    ) -> Result<Seen, DeskError> {
        let zone = self.time_zone;
        let reading = tokio::task::spawn_blocking(move || {
            let bytes = seen.bytes.as_deref().unwrap_or_default();
            let when = (seen.at, zone);
            seen.text = readable(bytes, &seen.content_type, &seen.final_url, when, &rules);
            seen.gone = says_withdrawn(&seen.text).is_some();
            seen
        });
        reading.await.map_err(|error| DeskError::Broken {
            act: "read a page",
            why: error.to_string(),
        })
    }

    /// How the pages of a document's source are read.
    async fn rules_of(&self, document: Option<DocumentId>) -> Result<ArticleRules, DeskError> {
        let Some(id) = document else {
            return Ok(ArticleRules::default());
        };
        let Some(stored) = self.store.documents(&[id]).await?.pop() else {
            return Ok(ArticleRules::default());
        };
        let source = self.store.source(stored.document.source).await?;
        Ok(source.map(|one| one.rules.article).unwrap_or_default())
    }

    /// The page as it was when the document was collected: the bytes that were received then, else
    /// the text that was kept. What the author withdrew before is first seen by the visit.
    pub(super) async fn first_seen_page(
        &self,
        page: &EvidencePage,
    ) -> Result<Option<Seen>, DeskError> {
        let Some(id) = page.document else {
            return Ok(None);
        };
        let Some(stored) = self.store.documents(&[id]).await?.pop() else {
            return Ok(None);
        };
        if stored.withdrawn.is_some() {
            return Ok(None);
        }
        let document = stored.document;
        let (source, url) = (document.source, page.url.clone());
        let day = analysis::day_number(document.arrived_at, self.time_zone);
        let found = self
            .in_vault(move |vault| capture_of(vault, source, &url, day))
            .await?;
        let seen = Seen {
            at: document.arrived_at,
            final_url: page.url.clone(),
            ..Seen::default()
        };
        let Some(capture) = found else {
            return Ok(Some(Seen {
                text: as_text(&document.title, &document.text),
                ..seen
            }));
        };
        let seen = Seen {
            at: capture.at,
            final_url: capture.url,
            content_type: capture.content_type.unwrap_or_default(),
            bytes: Some(capture.bytes),
            ..seen
        };
        let rules = self.rules_of(page.document).await?;
        Ok(Some(self.read_seen(seen, rules).await?))
    }
}

/// What was received of a page on the day its document came, or the next.
fn capture_of(
    vault: &dyn Vault,
    source: SourceId,
    url: &str,
    day: i64,
) -> Result<Option<Capture>, DeskError> {
    let mut looked = 0;
    for day in [day, day + 1] {
        let mut from = Some(0);
        while let Some(place) = from {
            let page = vault.captures(day, place)?;
            for capture in page.captures {
                looked += capture.bytes.len();
                let own = capture.source == source;
                if own && canonical_url(&capture.url, None).as_deref() == Some(url) {
                    return Ok(Some(capture));
                }
            }
            from = page.next.filter(|_| looked < CAPTURES_LOOKED_MAX);
        }
    }
    Ok(None)
}
