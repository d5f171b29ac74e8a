//! How requests are made.

use crate::guard::{AddressPolicy, PublicOnly};
use crate::resolve::{Resolver, SystemResolver};
use model::limits;
use ports::{Clock, Disk};
use std::sync::Arc;
use std::time::Duration;

/// How requests are made.
#[derive(Clone)]
pub struct FetchConfig {
    /// Names the desk and how to reach it. Its first word, up to the `/`, is the name by which
    /// robots.txt can address the desk.
    pub user_agent: String,
    /// Time until a connection stands.
    pub connect_timeout: Duration,
    /// Time for everything, redirects included; waiting for a turn at a host is not counted.
    pub total_timeout: Duration,
    /// Bytes of a body after decompression.
    pub body_bytes_max: usize,
    /// Names to addresses.
    pub resolver: Arc<dyn Resolver>,
    /// Which addresses a guarded request may dial.
    pub policy: Arc<dyn AddressPolicy>,
    /// Whether robots.txt is asked and obeyed.
    pub robots: bool,
    /// Least time between the starts of two requests to one public host, where its robots.txt
    /// names none. Hosts of plans that allow private addresses are the desk's own.
    pub pace: Duration,
    /// Longest wait for a turn at a host.
    pub queue_max: Duration,
    /// Tells how far away a `Retry-After` date is where the server does not tell its own time.
    /// Without it such a date counts as if none were given.
    pub clock: Option<Arc<dyn Clock>>,
    /// Where it is remembered which hosts want to be left alone, for the next process; needs the
    /// clock.
    pub memory: Option<Arc<dyn Disk>>,
}

impl std::fmt::Debug for FetchConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FetchConfig")
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

impl FetchConfig {
    /// The limits and manners of the house.
    pub fn new(user_agent: impl Into<String>) -> Self {
        Self {
            user_agent: user_agent.into(),
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            body_bytes_max: limits::BODY_BYTES_MAX,
            resolver: Arc::new(SystemResolver),
            policy: Arc::new(PublicOnly),
            robots: true,
            pace: Duration::from_secs(1),
            queue_max: Duration::from_mins(10),
            clock: None,
            memory: None,
        }
    }
}
