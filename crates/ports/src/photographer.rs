//! Makes a picture of a page as a browser shows it.

use async_trait::async_trait;
use thiserror::Error;

/// What to make a picture of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShotPlan {
    /// Absolute http or https address.
    pub url: String,
    /// Whether private addresses may be dialled.
    pub allow_private: bool,
}

/// Makes pictures, one at a time.
#[async_trait]
pub trait Photographer: Send + Sync {
    /// A PNG picture of the page, within limits of time and size.
    async fn photograph(&self, plan: &ShotPlan) -> Result<Vec<u8>, ShotError>;
}

/// Why there is no picture.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum ShotError {
    /// The settings say so.
    #[error("pictures are switched off in the settings")]
    Off,
    /// There is no browser.
    #[error("there is no Chromium on this machine; install it, or name it as `browser`")]
    NoBrowser,
    /// It took too long.
    #[error("the browser did not finish within {seconds} s and was ended")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
    /// The picture is larger than allowed.
    #[error("the picture has more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The browser could not.
    #[error("the browser made no picture: {why}")]
    Failed {
        /// What it said.
        why: String,
    },
}

impl ShotError {
    /// Its word in the catalogue.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::NoBrowser => "no_browser",
            Self::TimedOut { .. } => "timed_out",
            Self::TooLarge { .. } => "too_large",
            Self::Failed { .. } => "failed",
        }
    }
}
