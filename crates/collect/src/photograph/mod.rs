//! Pictures of pages as a browser shows them: a headless Chromium with a profile that vanishes, one at
//! a time, within a time limit, ended with all its children. It reaches the network through a gateway of
//! ours only, which dials nothing that the desk would not.

mod gateway;

use crate::client::Anything;
use crate::guard::AddressPolicy;
use crate::resolve::{Resolver, SystemResolver};
use crate::{PublicOnly, photograph::gateway::Gateway};
use async_trait::async_trait;
use model::limits;
use ports::{Photographer, ShotError, ShotPlan};
use rustix::process::{Pid, Signal, kill_process_group};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use url::Url;

/// Width and height of the picture in points: most of an article at the width of a desk's screen.
const WINDOW: &str = "1280,2400";
/// Milliseconds of its own time that a page gets to finish.
const PAGE_MS: u32 = 8_000;
/// Letters of what a browser said that are told.
const SAID_CHARS_MAX: usize = 300;
/// The picture's name in the scratch folder.
const PICTURE: &str = "page.png";
/// What the browser said, there.
const SAID: &str = "said.txt";

/// How the browser is started: quietly, with nothing of its own to send.
const FLAGS: [&str; 22] = [
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-breakpad",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--no-first-run",
    "--no-pings",
    "--mute-audio",
    "--hide-scrollbars",
    "--metrics-recording-only",
    "--password-store=basic",
    "--deny-permission-prompts",
    // Nothing goes past the gateway: no name is looked up, no loopback, no datagram.
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
];

/// How pictures are made.
#[derive(Clone)]
pub struct BrowserConfig {
    /// The browser.
    pub program: PathBuf,
    /// Names the desk to the sites, as its other visits do.
    pub user_agent: String,
    /// Whether the browser's own sandbox stands; it needs a user that is not root.
    pub sandbox: bool,
    /// Time for one picture, all in all.
    pub time_limit: Duration,
    /// Names to addresses.
    pub resolver: Arc<dyn Resolver>,
    /// Which addresses may be dialled.
    pub policy: Arc<dyn AddressPolicy>,
}

impl std::fmt::Debug for BrowserConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BrowserConfig")
            .field("program", &self.program)
            .finish_non_exhaustive()
    }
}

impl BrowserConfig {
    /// The limits of the house.
    pub fn new(program: PathBuf, user_agent: impl Into<String>) -> Self {
        Self {
            program,
            user_agent: user_agent.into(),
            sandbox: true,
            time_limit: Duration::from_secs(40),
            resolver: Arc::new(SystemResolver),
            policy: Arc::new(PublicOnly),
        }
    }
}

/// Makes pictures with a browser.
#[derive(Debug)]
pub struct BrowserPhotographer {
    config: BrowserConfig,
    one: Semaphore,
}

impl BrowserPhotographer {
    /// With this browser.
    pub fn new(config: BrowserConfig) -> Self {
        Self {
            config,
            one: Semaphore::new(1),
        }
    }

    async fn shoot(&self, url: &Url, plan: &ShotPlan, folder: &Path) -> Result<(), ShotError> {
        let policy: Arc<dyn AddressPolicy> = if plan.allow_private {
            Arc::new(Anything)
        } else {
            Arc::clone(&self.config.policy)
        };
        let gateway = Gateway::open(policy, Arc::clone(&self.config.resolver));
        let gateway = gateway.await.map_err(|error| failed(error.to_string()))?;
        let mut running = self.start(url, folder, gateway.port())?;
        let ended = tokio::time::timeout(self.config.time_limit, running.child.wait()).await;
        drop(running);
        let host = url.host_str().unwrap_or_default();
        match ended {
            Err(_) => Err(ShotError::TimedOut {
                seconds: self.config.time_limit.as_secs(),
            }),
            Ok(Err(error)) => Err(failed(error.to_string())),
            Ok(Ok(_)) if gateway.refused(host) => Err(failed(format!(
                "{host} leads to an address that is not public"
            ))),
            Ok(Ok(_)) if !gateway.reached(host) => Err(failed(format!("{host} was not reached"))),
            Ok(Ok(_)) => Ok(()),
        }
    }

    fn start(&self, url: &Url, folder: &Path, port: u16) -> Result<Running, ShotError> {
        let said = std::fs::File::create(folder.join(SAID));
        let said = said.map_err(|error| failed(error.to_string()))?;
        let mut command = Command::new(&self.config.program);
        command
            .args(self.arguments(folder, port))
            .arg(url.as_str())
            .env_clear()
            .env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder)
            .env("XDG_CACHE_HOME", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(said))
            .process_group(0)
            .kill_on_drop(true);
        let child = command.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => ShotError::NoBrowser,
            _ => failed(error.to_string()),
        })?;
        Ok(Running::of(child))
    }

    fn arguments(&self, folder: &Path, port: u16) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = FLAGS.map(OsString::from).into();
        if !self.config.sandbox {
            arguments.push("--no-sandbox".into());
        }
        let more = [
            format!("--proxy-server=http://127.0.0.1:{port}"),
            format!("--user-agent={}", self.config.user_agent),
            format!("--window-size={WINDOW}"),
            format!("--virtual-time-budget={PAGE_MS}"),
        ];
        arguments.extend(more.map(OsString::from));
        for (name, path) in [("--user-data-dir=", "profile"), ("--screenshot=", PICTURE)] {
            let mut argument = OsString::from(name);
            argument.push(folder.join(path));
            arguments.push(argument);
        }
        arguments
    }
}

#[async_trait]
impl Photographer for BrowserPhotographer {
    async fn photograph(&self, plan: &ShotPlan) -> Result<Vec<u8>, ShotError> {
        let url = Url::parse(&plan.url).map_err(|error| failed(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(failed(format!("{}: is not read", url.scheme())));
        }
        let _place = self
            .one
            .acquire()
            .await
            .map_err(|why| failed(why.to_string()))?;
        let folder = tempfile::tempdir().map_err(|error| failed(error.to_string()))?;
        self.shoot(&url, plan, folder.path()).await?;
        read(folder.path())
    }
}

/// The picture, or what the browser said instead.
fn read(folder: &Path) -> Result<Vec<u8>, ShotError> {
    let path = folder.join(PICTURE);
    let limit_bytes = limits::PICTURE_BYTES_MAX;
    match std::fs::metadata(&path) {
        Ok(about) if about.len() > limit_bytes as u64 => Err(ShotError::TooLarge { limit_bytes }),
        Ok(_) => std::fs::read(&path).map_err(|error| failed(error.to_string())),
        Err(_) => {
            let said = std::fs::read(folder.join(SAID)).unwrap_or_default();
            let said = String::from_utf8_lossy(&said);
            let last = said.trim().lines().rev().find(|line| line.len() > 1);
            let last = last.unwrap_or("it said nothing");
            Err(failed(last.chars().take(SAID_CHARS_MAX).collect()))
        }
    }
}

fn failed(why: String) -> ShotError {
    ShotError::Failed { why }
}

/// A browser with its children, which end with it.
struct Running {
    child: Child,
    group: Option<Pid>,
}

impl Running {
    fn of(child: Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Self {
            child,
            group: id.and_then(Pid::from_raw),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = self.group {
            // Gone already is as good.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
