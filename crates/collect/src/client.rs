//! The client itself: our own certificates and resolver, no proxy, no redirects of its own.

use crate::fetch::FetchConfig;
use crate::guard::AddressPolicy;
use crate::resolve::Guarded;
use ports::FetchError;
use reqwest::{Client, redirect};
use std::net::IpAddr;
use std::sync::Arc;

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
        .dns_resolver(Arc::new(Guarded {
            resolver: Arc::clone(&config.resolver),
            policy,
        }))
        .build()
        .map_err(|error| cannot(error.to_string()))
}
