//! Time for work, as opposed to time for waiting.

use ports::FetchError;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use url::Url;

/// What is left of the time that the requests of one fetch may take together.
#[derive(Debug)]
pub(crate) struct Budget {
    total: Duration,
    left: Duration,
}

impl Budget {
    /// Nothing spent yet.
    pub(crate) fn new(total: Duration) -> Self {
        Self { total, left: total }
    }

    /// Works until the time is up.
    pub(crate) async fn spend<T>(
        &mut self,
        url: &Url,
        work: impl Future<Output = Result<T, FetchError>>,
    ) -> Result<T, FetchError> {
        let began = Instant::now();
        let done = timeout(self.left, work).await;
        self.left = self.left.saturating_sub(began.elapsed());
        done.unwrap_or_else(|_| {
            Err(FetchError::TimedOut {
                url: url.to_string(),
                seconds: self.total.as_secs(),
            })
        })
    }
}
