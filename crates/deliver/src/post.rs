//! The client that posts: our own certificates, no proxy, no redirects, and only addresses that may
//! be dialled, judged after they were resolved.

use crate::answer::Answer;
use ports::{AddressPolicy, Again, OpenChannel, SendFailure};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, redirect};
use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// Bytes of an answer that are read: robots say a line.
const ANSWER_BYTES_MAX: usize = 16 * 1024;
/// How long connecting may take.
const CONNECT_MAX: Duration = Duration::from_secs(8);

/// The courier cannot be made.
#[derive(Debug)]
pub struct DeliverError(String);

impl std::fmt::Display for DeliverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot make the client that sends word: {}", self.0)
    }
}

impl Error for DeliverError {}

/// What is posted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outgoing {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
    pub(crate) content_type: &'static str,
}

pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// Two clients: one for public addresses, one for channels that may lead to others.
pub(crate) struct Post {
    public: Client,
    any: Client,
    policy: Arc<dyn AddressPolicy>,
}

impl Post {
    pub(crate) fn new(policy: Arc<dyn AddressPolicy>) -> Result<Self, DeliverError> {
        Ok(Self {
            public: client(Some(Arc::clone(&policy)))?,
            any: client(None)?,
            policy,
        })
    }

    /// Posts and reads the answer, in no more time than `patience`.
    pub(crate) async fn post(
        &self,
        channel: &OpenChannel,
        outgoing: Outgoing,
        patience: Duration,
    ) -> Result<Answer, SendFailure> {
        let url = address(&outgoing.url)?;
        if !channel.allow_private {
            self.literal_may_be_dialled(&url)?;
        }
        let client = if channel.allow_private {
            &self.any
        } else {
            &self.public
        };
        let mut request = client
            .post(url)
            .header("content-type", outgoing.content_type)
            .timeout(patience)
            .body(outgoing.body);
        for (name, value) in outgoing.headers {
            request = request.header(name, value);
        }
        let response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let header = response.headers().get("retry-after");
        let retry_after = header
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        Ok(Answer {
            status,
            retry_after,
            body: body(response).await?,
        })
    }

    /// A literal address never reaches the resolver.
    fn literal_may_be_dialled(&self, url: &Url) -> Result<(), SendFailure> {
        let literal: Option<IpAddr> = match url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        };
        match literal {
            Some(address) if !self.policy.allows(address) => Err(never(format!(
                "{address} is not a public address; the channel can be allowed to lead there"
            ))),
            _ => Ok(()),
        }
    }
}

/// The beginning of the answer's body. A word whose answer breaks off may have been taken.
async fn body(mut response: reqwest::Response) -> Result<String, SendFailure> {
    let mut bytes = Vec::new();
    while bytes.len() < ANSWER_BYTES_MAX {
        match response.chunk().await.map_err(failed)? {
            Some(chunk) => bytes.extend_from_slice(&chunk),
            None => break,
        }
    }
    bytes.truncate(ANSWER_BYTES_MAX);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The address as a URL. The words name no more of it: a robot's address is a secret.
pub(crate) fn address(written: &str) -> Result<Url, SendFailure> {
    let url = Url::parse(written).map_err(|_| never("the address is no URL".to_owned()))?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(url)
    } else {
        Err(never("the address is neither http nor https".to_owned()))
    }
}

/// It will not be taken as it is.
pub(crate) fn never(why: String) -> SendFailure {
    let again = Again::Never;
    SendFailure { why, again }
}

/// What the client says, with what lies behind it, without the address.
fn failed(error: reqwest::Error) -> SendFailure {
    let private = is_refused(&error);
    let error = error.without_url();
    let mut why = if error.is_timeout() {
        "the receiver did not answer in time".to_owned()
    } else {
        error.to_string()
    };
    let mut behind = error.source();
    while let Some(error) = behind {
        let more = error.to_string();
        if !why.contains(&more) {
            why = format!("{why}: {more}");
        }
        behind = error.source();
    }
    let again = if private { Again::Never } else { Again::Later };
    SendFailure { why, again }
}

fn is_refused(error: &reqwest::Error) -> bool {
    let mut behind = error.source();
    while let Some(error) = behind {
        if error.is::<Refused>() {
            return true;
        }
        behind = error.source();
    }
    false
}

fn client(policy: Option<Arc<dyn AddressPolicy>>) -> Result<Client, DeliverError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| DeliverError(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(concat!("Caifeng/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_MAX)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .dns_resolver(Arc::new(Judged(policy)))
        .build()
        .map_err(|error| DeliverError(error.to_string()))
}

/// Resolves by the system; a name with an address that may not be dialled is refused whole.
struct Judged(Option<Arc<dyn AddressPolicy>>);

/// A name that leads where it must not.
#[derive(Debug)]
struct Refused(IpAddr);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} is not a public address; the channel can be allowed to lead there",
            self.0
        )
    }
}

impl Error for Refused {}

impl Resolve for Judged {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let found: Vec<SocketAddr> = found.collect();
            let refused = |address: &&SocketAddr| {
                policy
                    .as_ref()
                    .is_some_and(|policy| !policy.allows(address.ip()))
            };
            if let Some(address) = found.iter().find(refused) {
                return Err(Refused(address.ip()).into());
            }
            let dialled: Addrs = Box::new(found.into_iter());
            Ok(dialled)
        })
    }
}
