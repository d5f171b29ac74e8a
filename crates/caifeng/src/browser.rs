//! Which browser makes pictures of pages, and who the desk says it is.

use crate::house::{House, NO_CONTACT};
use async_trait::async_trait;
use collect::{BrowserConfig, BrowserPhotographer};
use ports::{Photographer, ShotError, ShotPlan};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

/// What Chromium is called where it is installed.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// Nobody makes pictures, for this reason.
struct Nobody(ShotError);

#[async_trait]
impl Photographer for Nobody {
    async fn photograph(&self, _: &ShotPlan) -> Result<Vec<u8>, ShotError> {
        Err(self.0.clone())
    }
}

impl House {
    /// What the desk calls itself when it asks sites.
    pub(crate) fn agent(&self) -> String {
        let contact = self.settings.contact.as_deref().unwrap_or(NO_CONTACT);
        format!("Caifeng/{} (+{contact})", env!("CARGO_PKG_VERSION"))
    }

    /// Who makes pictures of pages.
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary reads where programs are installed"
    )]
    pub(crate) fn photographer(&self) -> Arc<dyn Photographer> {
        let settings = &self.settings.browser;
        if !settings.screenshots {
            return Arc::new(Nobody(ShotError::Off));
        }
        let named = settings.program.clone();
        let Some(program) = named.or_else(|| find(std::env::var_os("PATH").as_deref())) else {
            return Arc::new(Nobody(ShotError::NoBrowser));
        };
        Arc::new(BrowserPhotographer::new(BrowserConfig {
            sandbox: settings.sandbox,
            ..BrowserConfig::new(program, self.agent())
        }))
    }
}

/// The first browser of these folders.
fn find(path: Option<&OsStr>) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(path?).collect();
    let mut places = (NAMES.iter()).flat_map(|name| folders.iter().map(move |one| one.join(name)));
    places.find(|place| place.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_found_by_its_names_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let path =
            std::env::join_paths([folder.path().join("none"), folder.path().into()]).unwrap();
        assert_eq!(find(Some(&path)), None);
        assert_eq!(find(None), None);
        let browser = folder.path().join("google-chrome");
        std::fs::write(&browser, "").unwrap();
        assert_eq!(find(Some(&path)), Some(browser));
    }
}
