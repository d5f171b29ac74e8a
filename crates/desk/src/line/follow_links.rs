//! Follow links: further pages of a list, sitemaps of an index, and the pages that hold items.
//! Everything is bounded, and nothing is followed twice.

use super::read_answer::{Bytes, Link};
use super::report::LeftOut;
use super::take_article::take_article;
use super::visit_source::{Gathered, Visitor};
use model::{Source, SourceKind, limits};
use ports::{Capture, FetchError, FetchLog, FetchPlan, Fetched};
use reading::{Article, address_hash, canonical_url};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Pages of one source fetched at the same time; the host's own pace is kept by the fetcher.
const PAGES_AT_ONCE: usize = 2;

/// What came of one page.
pub(super) struct Followed {
    pub(super) link: Link,
    pub(super) log: FetchLog,
    pub(super) article: Result<(Article, Capture), FetchError>,
}

impl Visitor {
    /// Reads further pages of a list, or sitemaps of an index. What fails is told and left.
    pub(super) async fn turn_pages(&self, source: &Source, first: &str, gathered: &mut Gathered) {
        let most = match source.kind {
            SourceKind::ListPage => {
                (source.rules.pages.max(1) as usize).min(limits::LIST_PAGES_MAX)
            }
            SourceKind::Sitemap => limits::SITEMAPS_PER_VISIT_MAX + 1,
            _ => 1,
        };
        let mut turned = HashSet::from([first.to_owned()]);
        let mut waiting: Vec<String> = Vec::new();
        for _ in 1..most {
            let mut more = std::mem::take(&mut gathered.answer.sitemaps);
            more.extend(gathered.answer.next.take());
            more.reverse();
            waiting.extend(more);
            let Some(url) = waiting.pop() else { return };
            if !turned.insert(url.clone()) {
                gathered.answer.left_out.push(LeftOut {
                    what: url,
                    why: "this page of the list was read already".to_owned(),
                });
                continue;
            }
            let plan = FetchPlan {
                url: url.clone(),
                etag: None,
                last_modified: None,
                allow_private: source.allow_private,
            };
            match self.fetcher.fetch_logged(&plan, &mut gathered.log).await {
                Ok(Fetched::Body {
                    bytes,
                    final_url,
                    content_type,
                    ..
                }) => {
                    gathered.bytes += bytes.len() as i64;
                    let from = Bytes {
                        body: bytes,
                        content_type,
                        url: final_url,
                    };
                    self.take_page(source, url, from, gathered).await;
                }
                Ok(Fetched::Unchanged) => {}
                Err(error) => gathered.answer.warnings.push(error.to_string()),
            }
        }
    }

    async fn take_page(&self, source: &Source, url: String, from: Bytes, gathered: &mut Gathered) {
        match self.taken_apart(source, from).await {
            Ok(page) => {
                let answer = &mut gathered.answer;
                answer.entries.extend(page.entries);
                answer.links.extend(page.links);
                answer.left_out.extend(page.left_out);
                answer.sitemaps.extend(page.sitemaps);
                answer.next = page.next;
            }
            Err(unread) => gathered
                .answer
                .warnings
                .push(format!("{url}: {}", unread.why)),
        }
    }

    /// Fetches the pages of links that were not followed before, at most `most`; the rest stays
    /// in `answer.links` for the next visit.
    pub(super) async fn follow_links(&self, source: &Source, most: usize, gathered: &mut Gathered) {
        let links = std::mem::take(&mut gathered.answer.links);
        let own = source
            .url
            .as_deref()
            .and_then(|url| canonical_url(url, None));
        let mut distinct = HashSet::new();
        let links: Vec<Link> = links
            .into_iter()
            .filter(|link| Some(&link.url) != own.as_ref() && distinct.insert(link.url.clone()))
            .collect();
        let hashes: Vec<i64> = links.iter().map(|link| address_hash(&link.url)).collect();
        let seen: HashSet<i64> = match self.store.seen_links(source.id, &hashes).await {
            Ok(seen) => seen.into_iter().collect(),
            Err(error) => {
                gathered.answer.warnings.push(error.to_string());
                return;
            }
        };
        let (known, mut fresh): (Vec<Link>, Vec<Link>) = links
            .into_iter()
            .partition(|link| seen.contains(&address_hash(&link.url)));
        gathered.links_seen = known.len();
        let rest = fresh.split_off(most.min(fresh.len()));
        if !rest.is_empty() {
            gathered
                .answer
                .warnings
                .push(format!("{} more pages wait for the next visit", rest.len()));
        }
        let mut waiting = fresh.into_iter();
        let mut under_way = JoinSet::new();
        let mut followed = Vec::new();
        loop {
            while under_way.len() < PAGES_AT_ONCE
                && let Some(link) = waiting.next()
            {
                under_way.spawn(self.clone().follow(source.clone(), link, followed.len()));
                followed.push(None);
            }
            match under_way.join_next().await {
                None => break,
                Some(Ok((number, one))) => followed[number] = Some(one),
                Some(Err(error)) => gathered
                    .answer
                    .warnings
                    .push(format!("reading a page broke off: {error}")),
            }
        }
        gathered.answer.links = rest;
        for one in followed.into_iter().flatten() {
            take_article(source, one, gathered, self.clock.now());
        }
    }

    async fn follow(self, source: Source, link: Link, number: usize) -> (usize, Followed) {
        let mut log = FetchLog::default();
        let article = self.article(&source, &link.url, &mut log).await;
        (number, Followed { link, log, article })
    }

    /// Fetches a page and reads its article.
    pub(crate) async fn article(
        &self,
        source: &Source,
        url: &str,
        log: &mut FetchLog,
    ) -> Result<(Article, Capture), FetchError> {
        let plan = FetchPlan {
            url: url.to_owned(),
            etag: None,
            last_modified: None,
            allow_private: source.allow_private,
        };
        let fetched = self.fetcher.fetch_logged(&plan, log).await?;
        let Fetched::Body {
            bytes,
            final_url,
            content_type,
            ..
        } = fetched
        else {
            return Err(FetchError::Unreachable {
                url: url.to_owned(),
                why: "it says that nothing changed, though nothing was asked".to_owned(),
            });
        };
        let capture = Capture {
            source: source.id,
            at: self.clock.now(),
            url: final_url,
            content_type,
            bytes,
        };
        let capture = Arc::new(capture);
        let (shared, rules) = (Arc::clone(&capture), source.rules.article.clone());
        let (now, zone) = (self.clock.now(), self.zone);
        let article = self
            .beside(move || {
                let content_type = shared.content_type.as_deref();
                reading::read_article(&shared.bytes, content_type, &shared.url, now, zone, &rules)
            })
            .await
            .map_err(|why| FetchError::Unreachable {
                url: url.to_owned(),
                why,
            })?;
        Ok((article, Arc::unwrap_or_clone(capture)))
    }
}
