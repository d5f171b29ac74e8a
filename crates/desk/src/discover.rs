//! Discover: what an address and its site offer to be read, each with a preview.

use crate::line::{VisitReport, Visitor};
use crate::sources::canonical;
use crate::{Desk, DeskError, SourceForm};
use model::{Moment, Source, SourceId, SourceKind, SourceRules, SourceState, VisitOutcome};
use ports::{FetchPlan, Fetched, Fetcher};
use std::collections::HashSet;
use std::sync::Arc;

/// Places where feeds often lie.
const USUAL_PLACES: &[&str] = &[
    "/feed",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/rss",
    "/feed.json",
];
/// Addresses looked at for feeds.
const FEEDS_LOOKED_AT: usize = 12;
/// Sections of the site looked at for lists.
const SECTIONS_LOOKED_AT: usize = 4;
/// Sitemaps looked at.
const SITEMAPS_LOOKED_AT: usize = 3;

/// One thing that can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The source it would be.
    pub form: SourceForm,
    /// How reading it went.
    pub preview: VisitReport,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Discovered {
    /// What the page calls itself.
    pub title: String,
    /// Best first: feeds, then lists, then sitemaps.
    pub proposals: Vec<Proposal>,
    /// Subscriptions, where the address is an OPML list.
    pub opml: Option<usize>,
    /// Why nothing could be read, or what was skipped.
    pub notes: Vec<String>,
}

/// A search in progress.
struct Search<'a> {
    desk: &'a Desk,
    visitor: Visitor,
    fetcher: &'a Arc<dyn Fetcher>,
    allow_private: bool,
    looked_at: HashSet<String>,
    found: Discovered,
}

impl Desk {
    /// Finds feeds, lists and sitemaps of a site.
    pub async fn discover(&self, url: &str, allow_private: bool) -> Result<Discovered, DeskError> {
        let url = canonical(url)?;
        let fetcher = self.fetcher()?;
        let mut search = Search {
            desk: self,
            visitor: Visitor::new(&self.store, &fetcher, &self.clock, self.time_zone),
            fetcher: &fetcher,
            allow_private,
            looked_at: HashSet::new(),
            found: Discovered::default(),
        };
        search.run(&url).await;
        Ok(search.found)
    }
}

impl Search<'_> {
    async fn run(&mut self, url: &str) {
        let feed = self
            .look(SourceKind::Feed, url, SourceRules::default())
            .await;
        if feed.visit.outcome != VisitOutcome::Failed {
            self.propose(feed);
            return;
        }
        if let Some(crate::line::Offer::Opml(count)) = feed.offer {
            self.found.opml = Some(count);
            return;
        }
        let Some((bytes, content_type, page_url)) = self.page(url).await else {
            self.found.notes.push(feed.visit.note);
            return;
        };
        let site = reading::read_site(&bytes, content_type.as_deref(), &page_url);
        self.found.title.clone_from(&site.title);
        let root = origin(&page_url);
        let usual = USUAL_PLACES.iter().map(|place| format!("{root}{place}"));
        let feeds: Vec<String> = site.feeds.into_iter().chain(usual).collect();
        self.feeds(feeds).await;
        let mut pages = vec![(site.title, page_url.clone())];
        pages.extend(site.sections.into_iter().take(SECTIONS_LOOKED_AT));
        for (name, page) in pages {
            self.list(&name, &page).await;
        }
        self.sitemaps(&root).await;
        if self.found.proposals.is_empty() {
            let words = "neither a feed nor a list nor a sitemap was found; give selectors for a list page, or watch \
                 the page for changes";
            self.found.notes.push(words.to_owned());
        }
    }

    async fn feeds(&mut self, urls: Vec<String>) {
        let mut seen: HashSet<Vec<String>> = HashSet::new();
        for url in urls.into_iter().take(FEEDS_LOOKED_AT) {
            if !self.looked_at.insert(url.clone()) {
                continue;
            }
            let report = self
                .look(SourceKind::Feed, &url, SourceRules::default())
                .await;
            let good = matches!(
                report.visit.outcome,
                VisitOutcome::Read | VisitOutcome::Empty
            );
            // The same feed often lies at several addresses.
            let entries: Vec<String> = report
                .found
                .iter()
                .map(|found| found.title.clone())
                .collect();
            if good && seen.insert(entries) {
                self.propose(report);
            }
        }
    }

    async fn list(&mut self, name: &str, url: &str) {
        if !self.looked_at.insert(format!("list {url}")) {
            return;
        }
        let Some((bytes, content_type, page_url)) = self.page(url).await else {
            return;
        };
        let (now, zone): (Moment, _) = (self.desk.clock.now(), self.desk.time_zone);
        let lists = self
            .visitor
            .beside(move || {
                reading::propose_list(&bytes, content_type.as_deref(), &page_url, now, zone)
            })
            .await
            .unwrap_or_default();
        let Some(best) = lists.into_iter().next() else {
            return;
        };
        let rules = SourceRules {
            list: Some(best.rules),
            ..SourceRules::default()
        };
        let mut report = self.look(SourceKind::ListPage, url, rules).await;
        report.title = report.title.or_else(|| Some(name.to_owned()));
        if report.visit.outcome == VisitOutcome::Read {
            self.propose(report);
        }
    }

    /// Sitemaps that robots.txt names, and the usual place.
    async fn sitemaps(&mut self, root: &str) {
        let robots = self.page(&format!("{root}/robots.txt")).await;
        let named = robots.map_or_else(Vec::new, |(bytes, _, _)| {
            String::from_utf8_lossy(&bytes)
                .lines()
                .filter_map(|line| {
                    let (key, value) = line.split_once(':')?;
                    key.trim()
                        .eq_ignore_ascii_case("sitemap")
                        .then(|| reading::canonical_url(value.trim(), None))?
                })
                .collect()
        });
        let usual = format!("{root}/sitemap.xml");
        let mut found_one = false;
        for url in named.into_iter().chain([usual]).take(SITEMAPS_LOOKED_AT) {
            if found_one || !self.looked_at.insert(url.clone()) {
                continue;
            }
            let report = self
                .look(SourceKind::Sitemap, &url, SourceRules::default())
                .await;
            if report.visit.outcome == VisitOutcome::Read {
                found_one = true;
                self.propose(report);
            }
        }
    }

    async fn page(&self, url: &str) -> Option<(Vec<u8>, Option<String>, String)> {
        let plan = FetchPlan {
            url: url.to_owned(),
            etag: None,
            last_modified: None,
            allow_private: self.allow_private,
        };
        match self.fetcher.fetch(&plan).await {
            Ok(Fetched::Body {
                bytes,
                content_type,
                final_url,
                ..
            }) => Some((bytes, content_type, final_url)),
            _ => None,
        }
    }

    async fn look(&mut self, kind: SourceKind, url: &str, rules: SourceRules) -> VisitReport {
        self.looked_at.insert(url.to_owned());
        let source = Source {
            id: SourceId(0),
            kind,
            name: url.to_owned(),
            url: Some(url.to_owned()),
            owner: model::Owner::Unsaid,
            reach: None,
            folder: String::new(),
            rules,
            allow_private: self.allow_private,
            paused: false,
            added_at: self.desk.clock.now(),
            state: SourceState::default(),
        };
        // One page behind a list shows whether its text can be read.
        self.visitor.visit(&source, 1).await.report
    }

    fn propose(&mut self, preview: VisitReport) {
        let source = &preview.source;
        self.found.proposals.push(Proposal {
            form: SourceForm {
                kind: source.kind,
                url: source.url.clone().unwrap_or_default(),
                name: preview.title.clone().unwrap_or_default(),
                owner: source.owner,
                folder: String::new(),
                rules: source.rules.clone(),
                allow_private: self.allow_private,
            },
            preview,
        });
    }
}

/// Scheme and authority of an address.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    format!("{scheme}://{authority}")
}
