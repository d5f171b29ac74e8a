//! The client itself: our own certificates and resolver, no proxy, no redirects of its own.

use crate::config::FetchConfig;
use crate::guard::AddressPolicy;
use crate::resolve::Guarded;
use ports::FetchError;
use reqwest::{Client, redirect};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// Idle connections kept for one host: as many as ask it at the same time.
const IDLE_CONNECTIONS_MAX: usize = 2;
/// How long they are kept: long enough for robots.txt, a redirect and the page at the usual pace,
/// short enough that a round over 10,000 hosts keeps few of them.
const IDLE_MAX: Duration = Duration::from_secs(3);

/// For sources that explicitly lead to private addresses.
pub(crate) struct Anything;

impl AddressPolicy for Anything {
    fn allows(&self, _: IpAddr) -> bool {
        true
    }
}

pub(crate) fn client(
    config: &FetchConfig,
    policy: Arc<dyn AddressPolicy>,
) -> Result<Client, FetchError> {
    let cannot = |why: String| FetchError::Unreachable {
        url: "the outbound client".to_owned(),
        why,
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| cannot(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(&config.user_agent)
        .connect_timeout(config.connect_timeout)
        .timeout(config.total_timeout)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .pool_max_idle_per_host(IDLE_CONNECTIONS_MAX)
        .pool_idle_timeout(IDLE_MAX)
        .dns_resolver(Arc::new(Guarded {
            resolver: Arc::clone(&config.resolver),
            policy,
        }))
        .build()
        .map_err(|error| cannot(error.to_string()))
}
