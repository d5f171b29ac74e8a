//! What the pages need besides the desk.

use crate::live::Closing;
use crate::notice::Notice;
use metrics_exporter_prometheus::PrometheusHandle;

/// What the pages need besides the desk.
#[derive(Clone, Default)]
pub struct WebSettings {
    /// Gives the numbers behind `/metrics`.
    pub metrics: Option<PrometheusHandle>,
    /// What every page says of this desk, where it is not an ordinary one.
    pub notice: Option<Notice>,
    /// Address under which people reach the desk, such as `https://desk.example.org/caifeng`, without
    /// a slash at its end. Requests are taken with its path and without; nothing means that they
    /// come straight to where the desk listens.
    pub public_url: String,
    /// Where the desk listens, for links that are handed out while there is no public address.
    pub listens_on: String,
    /// Ends the streams of open pages when the desk stops.
    pub closing: Closing,
}

impl WebSettings {
    /// Path under which a proxy shows the desk; empty at the top.
    pub(crate) fn base_path(&self) -> &str {
        let rest = self
            .public_url
            .split_once("://")
            .map_or("", |(_, rest)| rest);
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("")
    }

    /// The name people reach the desk by; empty where there is none.
    pub(crate) fn host(&self) -> &str {
        let rest = self
            .public_url
            .split_once("://")
            .map_or("", |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or("")
    }

    /// Whether people reach the desk by an encrypted way.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The whole address of a path of ours, for handing out.
    pub(crate) fn address_of(&self, path: &str) -> String {
        if self.public_url.is_empty() {
            format!("{}{path}", self.listens_on)
        } else {
            format!("{}{path}", self.public_url.trim_end_matches('/'))
        }
    }
}

impl std::fmt::Debug for WebSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebSettings")
            .field("public_url", &self.public_url)
            .finish_non_exhaustive()
    }
}
