//! The real clock, chance, disk and meter. Everything else asks the ports.

use model::Moment;
use ports::{Clock, Disk, DiskError, Meter, Random};
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Moment(since.map_or(0, |since| since.as_millis() as i64))
    }
}

/// The system's source of chance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemRandom;

impl Random for SystemRandom {
    fn bits(&self) -> u64 {
        rand::random()
    }
}

/// Small files in one directory.
#[derive(Debug, Clone)]
pub(crate) struct FolderDisk {
    folder: PathBuf,
}

impl FolderDisk {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

fn failed(act: &'static str, name: &str) -> impl FnOnce(std::io::Error) -> DiskError {
    let name = name.to_owned();
    move |source| DiskError { act, name, source }
}

impl Disk for FolderDisk {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DiskError> {
        match fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", name)(error)),
        }
    }

    /// Written beside, flushed, renamed over, the folder flushed: old or new, never a mixture.
    fn write_whole(&self, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let write = || {
            let beside = self.folder.join(format!("{name}.writing"));
            let mut file = File::create(&beside)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&beside, self.folder.join(name))?;
            File::open(&self.folder)?.sync_all()
        };
        write().map_err(failed("write", name))
    }

    fn names(&self) -> Result<Vec<String>, DiskError> {
        let list = || -> std::io::Result<Vec<String>> {
            let mut names = Vec::new();
            for entry in fs::read_dir(&self.folder)? {
                names.extend(entry?.file_name().into_string().ok());
            }
            names.sort_unstable();
            Ok(names)
        };
        list().map_err(failed("list", &self.folder.display().to_string()))
    }

    fn remove(&self, name: &str) -> Result<(), DiskError> {
        match fs::remove_file(self.folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(failed("remove", name)(error))
            }
            _ => Ok(()),
        }
    }
}

/// The kernel's accounts under /proc; where there is none, all numbers are 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProcMeter;

impl Meter for ProcMeter {
    fn this_thread_ns(&self) -> u64 {
        schedstat("/proc/thread-self/schedstat")
    }

    fn threads_ns(&self, name_prefix: &str) -> u64 {
        let Ok(tasks) = fs::read_dir("/proc/self/task") else {
            return 0;
        };
        tasks
            .flatten()
            .filter(|task| {
                fs::read_to_string(task.path().join("comm"))
                    .is_ok_and(|name| name.starts_with(name_prefix))
            })
            .map(|task| schedstat(&task.path().join("schedstat").to_string_lossy()))
            .sum()
    }

    fn process_ns(&self) -> u64 {
        /// Clock ticks a second in /proc: fixed at 100 on Linux for programs.
        const TICK_NS: u64 = 10_000_000;
        let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let after_name = stat
            .rsplit_once(')')
            .map(|(_, rest)| rest)
            .unwrap_or_default();
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let ticks = |index: usize| {
            fields
                .get(index)
                .and_then(|field| field.parse::<u64>().ok())
                .unwrap_or(0)
        };
        (ticks(11) + ticks(12)) * TICK_NS
    }

    fn peak_memory_bytes(&self) -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
            .map_or(0, |kib| kib * 1024)
    }
}

fn schedstat(path: &str) -> u64 {
    fs::read_to_string(path)
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
