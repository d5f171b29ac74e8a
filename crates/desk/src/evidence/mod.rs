//! Evidence: pages of a case as they were at first sight and whenever they changed, sealed under the
//! case's own key, opened for a reason that is written down, destroyed when the case needs it no longer.

mod archive;
mod ends;
mod opening;
mod seeing;
mod taking;

pub(crate) use ends::end_evidence;
pub use opening::{EvidenceDifference, OpenedEvidence, Piece};

use crate::actor::Actor;
use crate::cases::{entry, not_found, note_of};
use crate::cover::Covered;
use crate::{Act, Desk, DeskError};
use model::{
    Case, CaseId, CaseState, DocumentId, EntryKind, EvidencePage, Moment, NewPage, PageId, Take,
    limits,
};
use ports::{Photographer, Vault};
use reading::canonical_url;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pages of one case at most.
const PAGES_MAX: usize = 100;
const DAY_MS: i64 = 86_400_000;

/// A page that somebody attaches: a document that the desk knows, or an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttachForm {
    /// `d12`, or an address.
    pub what: String,
    /// Whether private addresses may be dialled: for whoever has a shell on the machine.
    pub allow_private: bool,
}

/// A page with its takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    /// The page.
    pub page: EvidencePage,
    /// Its takes, the first one first.
    pub takes: Vec<Take>,
}

/// All evidence of a case, without any of its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceSheet {
    /// The case.
    pub case: Case,
    /// Its pages, in the order they were attached.
    pub pages: Vec<PageRow>,
    /// Titles of documents they are of, as they are shown outside the case.
    pub titles: BTreeMap<DocumentId, String>,
    /// When the evidence is destroyed unless the case is opened again or something holds it.
    pub kept_until: Option<Moment>,
    /// How many days after closing.
    pub days: i64,
    /// The present.
    pub now: Moment,
}

impl Desk {
    /// The same desk with somebody who makes pictures of pages.
    #[must_use]
    pub fn with_photographer(mut self, photographer: Arc<dyn Photographer>) -> Self {
        self.photographer = Some(photographer);
        self
    }

    /// All evidence of a case, without any of its content.
    pub async fn evidence_sheet(
        &self,
        actor: &Actor,
        id: CaseId,
    ) -> Result<EvidenceSheet, DeskError> {
        actor.must(Act::SeeCases)?;
        let case = self.case_or_missing(id).await?;
        let mut pages = Vec::new();
        for page in self.store.evidence_pages(id).await? {
            let takes = self.store.takes(page.id).await?;
            pages.push(PageRow { page, takes });
        }
        let ids: Vec<DocumentId> = pages.iter().filter_map(|row| row.page.document).collect();
        let documents = self.store.documents(&ids).await?.covered();
        let (settings, _) = self.store.case_settings().await?;
        let days = settings.evidence_days;
        Ok(EvidenceSheet {
            kept_until: (case.closed_at).map(|at| Moment(at.0.saturating_add(days * DAY_MS))),
            titles: (documents.into_iter())
                .map(|stored| (stored.document.id, stored.document.title))
                .collect(),
            days,
            now: self.clock.now(),
            pages,
            case,
        })
    }

    /// Attaches a page to a case; it is looked at as soon as somebody is there to do it.
    pub async fn attach_page(
        &self,
        actor: &Actor,
        id: CaseId,
        form: &AttachForm,
    ) -> Result<PageId, DeskError> {
        actor.must(Act::HandleCases)?;
        let case = self.case_or_missing(id).await?;
        if case.state == CaseState::Closed {
            return Err(DeskError::refused(
                "evidence.closed",
                "the case is closed; open it again to attach pages",
            ));
        }
        let page = self.page_of(id, form).await?;
        if self.store.evidence_pages(id).await?.len() >= PAGES_MAX {
            return Err(DeskError::refused(
                "evidence.full",
                "a case holds 100 pages of evidence at most",
            ));
        }
        let now = self.clock.now();
        let said = entry(actor, now, EntryKind::PageAttached, "", &page.url);
        let note = note_of(actor, "evidence.attached", id, &said);
        let attached = self.store.attach_page(&page, &said, &note).await;
        attached.map_err(|error| match DeskError::from(error) {
            error if error.is_conflict() => {
                DeskError::refused("evidence.twice", "the case has this page already")
            }
            error => error,
        })
    }

    async fn page_of(&self, case: CaseId, form: &AttachForm) -> Result<NewPage, DeskError> {
        let what = form.what.trim();
        let bad = || {
            DeskError::refused(
                "evidence.address",
                "give an http:// or https:// address, or the number of a document (d12)",
            )
        };
        let number = what.strip_prefix('d').and_then(|rest| rest.parse().ok());
        let Some(document) = number.map(DocumentId) else {
            let url = canonical_url(what, None).ok_or_else(bad)?;
            let fits = url.starts_with("http") && url.len() <= limits::URL_BYTES_MAX;
            return Ok(NewPage {
                case,
                url: if fits { url } else { return Err(bad()) },
                document: None,
                allow_private: form.allow_private,
            });
        };
        let stored = self.store.documents(&[document]).await?.pop();
        let stored = stored.ok_or_else(|| not_found("document", document))?;
        let url = stored.document.url.as_deref();
        let url = url
            .and_then(|url| canonical_url(url, None))
            .ok_or_else(|| {
                DeskError::refused("evidence.no_address", "this document has no address")
            })?;
        let source = self.store.source(stored.document.source).await?;
        Ok(NewPage {
            case,
            url,
            document: Some(document),
            allow_private: form.allow_private || source.is_some_and(|one| one.allow_private),
        })
    }

    /// Lets a page be looked at again, or no longer.
    pub async fn watch_page(
        &self,
        actor: &Actor,
        id: PageId,
        watched: bool,
    ) -> Result<CaseId, DeskError> {
        actor.must(Act::HandleCases)?;
        let page = self.page_or_missing(id).await?;
        let now = self.clock.now();
        if page.watched != watched {
            let word = if watched { "watched" } else { "not_watched" };
            let text = format!("{word}\t\t{}", page.url);
            let said = entry(actor, now, EntryKind::PageWatched, id, &text);
            let note = note_of(actor, "evidence.watched", page.case, &said);
            let from = watched.then_some(now);
            self.store.watch_page(id, from, &said, &note).await?;
        }
        Ok(page.case)
    }

    /// A page, or that there is none.
    pub(crate) async fn page_or_missing(&self, id: PageId) -> Result<EvidencePage, DeskError> {
        let page = self.store.evidence_page(id).await?;
        page.ok_or_else(|| not_found("page", id))
    }

    /// The vault, for work that takes a while.
    async fn in_vault<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Vault) -> Result<T, DeskError> + Send + 'static,
    ) -> Result<T, DeskError> {
        let broken = |why: String| DeskError::Broken {
            act: "work with evidence",
            why,
        };
        let vault = self.vault.clone();
        let vault = vault.ok_or_else(|| broken("this desk has no vault".to_owned()))?;
        let done = tokio::task::spawn_blocking(move || work(&*vault)).await;
        done.map_err(|error| broken(error.to_string()))?
    }
}
