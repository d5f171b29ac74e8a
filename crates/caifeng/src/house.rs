//! The house put together: which store, which index, which line.

use crate::data_dir::{DataDir, WriterLock};
use crate::real::{FolderDisk, ProcMeter, SystemClock, SystemRandom};
use crate::settings::{SETTINGS_FILE, Settings};
use crate::vault::FolderVault;
use analysis::Understander;
use anyhow::{Context, Result};
use chrono_tz::Tz;
use collect::{FetchConfig, GuardedFetcher};
use desk::Desk;
use desk::line::{CatchingUp, Line, LinePorts, Recovered};
use ports::{Clock, Fetcher, SearchIndex, Store, Vault};
use press::Press;
use search::{IndexSettings, TantivyIndex};
use std::path::Path;
use std::sync::Arc;
use store::StoreTarget;
use tokio::runtime::{Handle, Runtime};

/// What stands in place of a contact while nobody gave one.
const NO_CONTACT: &str = "self-hosted public-opinion desk";

/// A desk whose parts are open.
pub(crate) struct House {
    pub(crate) data: DataDir,
    pub(crate) settings: Settings,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) understander: Arc<Understander>,
    pub(crate) vault: Arc<dyn Vault>,
    /// The zone in which days begin: the office's own, or the one of `caifeng.toml`.
    pub(crate) time_zone: Tz,
}

/// The async runtime of this process.
pub(crate) fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the async runtime")
}

impl House {
    /// Opens the desk if there is one, else one in a scratch folder: for looking at the world
    /// without keeping anything.
    pub(crate) async fn open_or_scratch(path: &Path, scratch: &Path) -> Result<Self> {
        if DataDir::is_there(path) {
            Self::open(path).await
        } else {
            Self::open_or_create(&scratch.join("desk")).await
        }
    }

    /// Opens a desk that is there.
    pub(crate) async fn open(path: &Path) -> Result<Self> {
        Self::over(DataDir::open(path)?).await
    }

    /// Opens a desk, beginning one where there is none.
    pub(crate) async fn open_or_create(path: &Path) -> Result<Self> {
        Self::over(DataDir::open_or_create(path)?).await
    }

    async fn over(data: DataDir) -> Result<Self> {
        let settings = Settings::read(data.path())?;
        let target = match &settings.database {
            Some(url) => StoreTarget::Postgres(url.clone()),
            None => StoreTarget::Sqlite(data.database()),
        };
        let store: Arc<dyn Store> = Arc::new(store::open(&target).await?);
        let (office, _) = store.office().await?;
        let understander = Arc::new(Understander::with_places(
            &settings.user_words,
            settings.home,
            &settings.own_places,
        ));
        let vault = Arc::new(FolderVault::open(data.vault(), &data.vault_key())?);
        let time_zone = office.time_zone.parse().unwrap_or(settings.time_zone);
        Ok(Self {
            data,
            settings,
            store,
            understander,
            vault,
            time_zone,
        })
    }

    /// The index for the process that writes.
    pub(crate) fn index_for_writing(&self) -> Result<Arc<dyn SearchIndex>> {
        let understander = Arc::clone(&self.understander);
        Ok(Arc::new(TantivyIndex::open(
            &self.data.index(),
            IndexSettings::default(),
            understander,
        )?))
    }

    /// The index for looking things up, while another process may write.
    pub(crate) fn index_for_reading(&self) -> Result<Arc<dyn SearchIndex>> {
        let understander = Arc::clone(&self.understander);
        Ok(Arc::new(TantivyIndex::open_read_only(
            &self.data.index(),
            understander,
        )?))
    }

    /// The desk over an index.
    pub(crate) fn desk(&self, index: Arc<dyn SearchIndex>) -> Desk {
        Desk::new(
            Arc::clone(&self.store),
            index,
            Arc::new(SystemClock),
            Arc::new(SystemRandom),
            self.settings.time_zone,
        )
        .with_places(&self.settings.own_places)
        .with_understander(Arc::clone(&self.understander))
        .with_boundaries(self.settings.boundaries.clone())
        .with_typesetter(Arc::new(Press::default()))
    }

    /// The line, caught up with what is kept. Not to be called on a thread of the runtime.
    pub(crate) fn line(&self, handle: &Handle) -> Result<OpenLine> {
        let lock = self.data.lock_for_writing()?;
        self.line_under(lock, handle)
    }

    /// The same under a lock that is held already.
    pub(crate) fn line_under(&self, lock: WriterLock, handle: &Handle) -> Result<OpenLine> {
        self.line_telling(lock, handle, None)
    }

    /// The same, telling how far catching up has come.
    pub(crate) fn line_telling(
        &self,
        lock: WriterLock,
        handle: &Handle,
        catching_up: Option<CatchingUp>,
    ) -> Result<OpenLine> {
        let index = self.index_for_writing()?;
        let ports = LinePorts {
            store: Arc::clone(&self.store),
            index: Arc::clone(&index),
            disk: Arc::new(FolderDisk::new(self.data.engine())),
            clock: Arc::new(SystemClock),
            vault: Arc::clone(&self.vault),
            meter: Arc::new(ProcMeter),
            understander: Arc::clone(&self.understander),
            time_zone: self.time_zone,
            commit_every: self.settings.commit_every,
            catching_up,
        };
        let (line, recovered) = Line::open(ports, handle.clone())?;
        Ok(OpenLine {
            line,
            index,
            recovered,
            _lock: lock,
        })
    }

    /// Forgets what is older than the office keeps it. Not to be called on a thread of the runtime.
    pub(crate) fn forget_old(&self, handle: &Handle) {
        let now = SystemClock.now();
        let today = analysis::day_number(now, self.time_zone);
        let forgetting = desk::forget_old(&*self.store, &*self.vault, today, now);
        if let Err(error) = handle.block_on(forgetting) {
            crate::output::note(&format!("caifeng: {error}"));
        }
    }

    /// Tells whoever starts the visits that sites cannot reach them.
    pub(crate) fn ask_for_contact(&self) {
        if self.settings.contact.is_none() {
            crate::output::note(&format!(
                "sites that are read cannot see whom to ask: name a page or mail address as `contact` in {}",
                self.data.path().join(SETTINGS_FILE).display()
            ));
        }
    }

    /// The one outbound client.
    pub(crate) fn fetcher(&self) -> Result<Arc<dyn Fetcher>> {
        let contact = self.settings.contact.as_deref().unwrap_or(NO_CONTACT);
        let agent = format!("Caifeng/{} (+{contact})", env!("CARGO_PKG_VERSION"));
        let config = FetchConfig {
            clock: Some(Arc::new(SystemClock)),
            memory: Some(Arc::new(FolderDisk::new(self.data.manners()))),
            ..FetchConfig::new(agent)
        };
        Ok(Arc::new(GuardedFetcher::new(config)?))
    }
}

/// The line with what keeps it alone at its work.
pub(crate) struct OpenLine {
    pub(crate) line: Line,
    pub(crate) index: Arc<dyn SearchIndex>,
    pub(crate) recovered: Recovered,
    _lock: WriterLock,
}
