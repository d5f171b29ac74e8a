//! The house put together: which store, which index, which line.

use crate::data_dir::{DataDir, WriterLock};
use crate::index_progress::tell_of_catching_up;
use crate::real::{FolderDisk, ProcMeter, SystemClock, SystemRandom};
use crate::settings::{SETTINGS_FILE, Settings};
use crate::vault::FolderVault;
use analysis::{SharedUnderstander, Understander};
use anyhow::{Context, Result};
use chrono_tz::Tz;
use collect::{FetchConfig, GuardedFetcher, PublicOnly};
use deliver::Messenger;
use desk::line::{CatchingUp, Line, LinePorts, Recovered};
use desk::{Bell, Desk, IndexProgress, Sending, SendingPorts};
use ports::{Clock, Courier, Fetcher, IndexError, OutboxStore, SearchIndex, Store, Vault};
use press::Press;
use search::{IndexSettings, TantivyIndex};
use std::path::Path;
use std::sync::Arc;
use store::StoreTarget;
use tokio::runtime::{Handle, Runtime};

/// What stands in place of a contact while nobody gave one.
pub(crate) const NO_CONTACT: &str = "self-hosted public-opinion desk";

/// What two openings of the same desk in one process share.
pub(crate) type Shared = (SharedUnderstander, IndexProgress, Bell);

/// A desk whose parts are open.
pub(crate) struct House {
    pub(crate) data: DataDir,
    pub(crate) settings: Settings,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) understander: SharedUnderstander,
    /// What the line does to the index, for the pages of the same process.
    pub(crate) index_progress: IndexProgress,
    /// Rings when word waits to leave the house.
    pub(crate) bell: Bell,
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
        Self::over(DataDir::open(path)?, None).await
    }

    /// Opens the same desk a second time in one process, for the line beside the pages: both
    /// understand by the same words.
    pub(crate) async fn open_beside(path: &Path, shared: Shared) -> Result<Self> {
        Self::over(DataDir::open(path)?, Some(shared)).await
    }

    /// Opens a desk, beginning one where there is none.
    pub(crate) async fn open_or_create(path: &Path) -> Result<Self> {
        Self::over(DataDir::open_or_create(path)?, None).await
    }

    async fn over(data: DataDir, shared: Option<Shared>) -> Result<Self> {
        let settings = Settings::read(data.path())?;
        let target = match &settings.database {
            Some(url) => StoreTarget::Postgres(url.clone()),
            None => StoreTarget::Sqlite(data.database()),
        };
        let store: Arc<dyn Store> = Arc::new(store::open(&target).await?);
        let (office, _) = store.office().await?;
        let (understander, index_progress, bell) = shared.unwrap_or_else(|| {
            let understander = Understander::with_places(
                &settings.user_words,
                settings.home,
                &settings.own_places,
            );
            (
                understander.into(),
                IndexProgress::default(),
                Bell::default(),
            )
        });
        let vault = Arc::new(FolderVault::open(data.vault(), &data.vault_key())?);
        let time_zone = office.time_zone.parse().unwrap_or(settings.time_zone);
        Ok(Self {
            data,
            settings,
            store,
            understander,
            index_progress,
            bell,
            vault,
            time_zone,
        })
    }

    /// The index for the process that writes.
    pub(crate) fn index_for_writing(&self) -> Result<Arc<dyn SearchIndex>> {
        Ok(Arc::new(TantivyIndex::open(
            &self.data.index(),
            IndexSettings::default(),
            self.understander.clone(),
        )?))
    }

    /// The index for looking things up, while another process may write.
    pub(crate) fn index_for_reading(&self) -> Result<Arc<dyn SearchIndex>> {
        Ok(Arc::new(TantivyIndex::open_read_only(
            &self.data.index(),
            self.understander.clone(),
        )?))
    }

    /// Makes an index that cannot be read an empty one, which the line fills while the pages are
    /// shown. Where another process writes, that one has done so.
    pub(crate) fn prepare_index(&self) -> Result<()> {
        let Some(_lock) = self.data.try_lock_for_writing()? else {
            return Ok(());
        };
        let opened = TantivyIndex::open(
            &self.data.index(),
            IndexSettings::default(),
            self.understander.clone(),
        );
        match opened {
            Err(IndexError::Damaged(why)) => {
                crate::output::note(&format!(
                    "the search index cannot be read ({why}); it is made anew while the desk is served"
                ));
                self.data.clear_index()
            }
            other => other.map(|_| ()).map_err(Into::into),
        }
    }

    /// What two openings of the same desk share.
    pub(crate) fn shared(&self) -> Shared {
        (
            self.understander.clone(),
            self.index_progress.clone(),
            self.bell.clone(),
        )
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
        .with_understander(self.understander.clone())
        .with_dictionary(Arc::new(FolderDisk::new(self.data.path().to_owned())))
        .with_index_progress(self.index_progress.clone())
        .with_bell(self.bell.clone())
        .with_boundaries(self.settings.boundaries.clone())
        .with_photographer(self.photographer())
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

    /// The same beside the pages: an index that is far behind takes what it lacks while the line works.
    pub(crate) fn line_beside(&self, lock: WriterLock, handle: &Handle) -> Result<OpenLine> {
        self.open_line(lock, handle, None, true)
    }

    /// The same, telling how far catching up has come.
    pub(crate) fn line_telling(
        &self,
        lock: WriterLock,
        handle: &Handle,
        catching_up: Option<CatchingUp>,
    ) -> Result<OpenLine> {
        self.open_line(lock, handle, catching_up, false)
    }

    fn open_line(
        &self,
        lock: WriterLock,
        handle: &Handle,
        catching_up: Option<CatchingUp>,
        index_later: bool,
    ) -> Result<OpenLine> {
        let index = self.index_for_writing()?;
        let ports = LinePorts {
            store: Arc::clone(&self.store),
            index: Arc::clone(&index),
            disk: Arc::new(FolderDisk::new(self.data.engine())),
            clock: Arc::new(SystemClock),
            vault: Arc::clone(&self.vault),
            meter: Arc::new(ProcMeter),
            understander: self.understander.clone(),
            dictionary: Some(Arc::new(FolderDisk::new(self.data.path().to_owned()))),
            time_zone: self.time_zone,
            commit_every: self.settings.commit_every,
            catching_up: catching_up.or_else(|| Some(tell_of_catching_up())),
            index_progress: self.index_progress.clone(),
            index_later,
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

    /// Who sends word out.
    pub(crate) fn messenger() -> Result<Arc<dyn Courier>> {
        Ok(Arc::new(Messenger::new(
            Arc::new(SystemClock),
            Arc::new(PublicOnly),
        )?))
    }

    /// What sends the word that waits. `front` is the address people reach the desk by.
    pub(crate) fn sending(&self, courier: Arc<dyn Courier>, front: String) -> Sending {
        Sending::new(SendingPorts {
            outbox: Arc::clone(&self.store) as Arc<dyn OutboxStore>,
            courier,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            vault: Arc::clone(&self.vault),
            front,
        })
    }

    /// The one outbound client.
    pub(crate) fn fetcher(&self) -> Result<Arc<dyn Fetcher>> {
        let config = FetchConfig {
            clock: Some(Arc::new(SystemClock)),
            memory: Some(Arc::new(FolderDisk::new(self.data.manners()))),
            ..FetchConfig::new(self.agent())
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
