//! Sources: what is read, and how that goes.

use crate::line::VisitReport;
use crate::{Desk, DeskError};
use model::{NewSource, Source, SourceId, SourceKind, SourceState};
use ports::Fetcher;

impl Desk {
    /// All sources.
    pub async fn sources(&self) -> Result<Vec<Source>, DeskError> {
        Ok(self.store.sources().await?)
    }

    /// Adds a feed; gives back the one that is there if its address is known already.
    pub async fn add_feed(
        &self,
        name: &str,
        url: &str,
        allow_private: bool,
    ) -> Result<Source, DeskError> {
        let url = canonical(url)?;
        let name = reading::clean_line(name);
        let source = NewSource {
            kind: SourceKind::Feed,
            name: if name.is_empty() { url.clone() } else { name },
            url: Some(url),
            allow_private,
            added_at: self.clock.now(),
        };
        Ok(self.store.add_source(&source).await?)
    }

    /// Stops reading a source. What came from it stays.
    pub async fn remove_source(&self, id: SourceId) -> Result<(), DeskError> {
        if self.store.remove_source(id).await? {
            return Ok(());
        }
        Err(DeskError::NotFound {
            kind: "source",
            id: id.to_string(),
        })
    }

    /// Reads an address as a source would be read, and keeps nothing.
    pub async fn check_url(
        &self,
        url: &str,
        allow_private: bool,
        fetcher: &dyn Fetcher,
    ) -> Result<VisitReport, DeskError> {
        let url = canonical(url)?;
        let source = Source {
            id: SourceId(0),
            kind: SourceKind::Feed,
            name: url.clone(),
            url: Some(url),
            allow_private,
            added_at: self.clock.now(),
            state: SourceState::default(),
        };
        Ok(crate::line::check(&source, fetcher, self.clock.now(), self.time_zone).await)
    }
}

fn canonical(url: &str) -> Result<String, DeskError> {
    reading::canonical_url(url, None).ok_or_else(|| {
        DeskError::Invalid(format!(
            "{url:?} is not an address the desk can read; give one with http:// or https://"
        ))
    })
}
