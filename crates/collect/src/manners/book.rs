//! What is remembered of hosts beyond the end of the process: which want to be left alone, and
//! until when. Losing it costs one more request to each of them.

use model::Moment;
use ports::{Clock, Disk};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Name of the file.
const FILE: &str = "hosts";
/// How often it is written at most: a round over thousands of hosts that refuse must not wait for
/// the disk thousands of times.
const WRITE_EVERY: Duration = Duration::from_millis(500);
/// Hosts that are remembered at most (about 100 bytes each); those are forgotten first whose
/// pauses end first.
const HOSTS_MAX: usize = 20_000;
/// How long refusals are counted after the pause is over, so that the next one is longer.
const COUNTED_MS: i64 = 60 * 60 * 1_000;

/// What is remembered of one host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// Until when it is left alone, because it refused.
    pub(crate) closed_until: Moment,
    /// The status with which it refused.
    pub(crate) status: u16,
    /// Refusals one after the other that named no pause.
    pub(crate) refusals: u32,
    /// Until when its `Crawl-delay` lasts.
    pub(crate) rests_until: Moment,
}

/// The memory of all hosts, on disk.
pub(crate) struct Book {
    disk: Arc<dyn Disk>,
    clock: Arc<dyn Clock>,
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    hosts: HashMap<Box<str>, Memory>,
    /// Whether something was not written yet.
    changed: bool,
    written_at: Option<Instant>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").finish_non_exhaustive()
    }
}

impl Memory {
    fn matters(&self, now: Moment) -> bool {
        let counted = if self.refusals > 0 { COUNTED_MS } else { 0 };
        self.closed_until.0 + counted > now.0 || self.rests_until > now
    }

    fn ends(&self) -> Moment {
        self.closed_until.max(self.rests_until)
    }

    fn line(&self, host: &str) -> String {
        let Self {
            closed_until,
            status,
            refusals,
            rests_until,
        } = self;
        format!(
            "{host} {} {status} {refusals} {}\n",
            closed_until.0, rests_until.0
        )
    }

    fn of_line(line: &str) -> Option<(Box<str>, Self)> {
        let mut words = line.split(' ');
        let host = words.next()?;
        let memory = Self {
            closed_until: Moment(words.next()?.parse().ok()?),
            status: words.next()?.parse().ok()?,
            refusals: words.next()?.parse().ok()?,
            rests_until: Moment(words.next()?.parse().ok()?),
        };
        Some((host.into(), memory))
    }
}

impl Book {
    /// Opens the book; where it cannot be read, everybody is met anew.
    pub(crate) fn open(disk: Arc<dyn Disk>, clock: Arc<dyn Clock>) -> Self {
        let bytes = disk.read(FILE).unwrap_or_else(|error| {
            tracing::warn!(%error, "which hosts want to be left alone is not known any more");
            None
        });
        let text = String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
        let now = clock.now();
        let hosts = text
            .lines()
            .filter_map(Memory::of_line)
            .filter(|(_, memory)| memory.matters(now))
            .take(HOSTS_MAX)
            .collect();
        Self {
            disk,
            clock,
            pages: Mutex::new(Pages {
                hosts,
                ..Pages::default()
            }),
        }
    }

    /// What is remembered of a host, and the time by which that is meant.
    pub(crate) fn recall(&self, host: &str) -> Option<(Memory, Moment)> {
        let memory = self.pages().hosts.get(host).copied()?;
        Some((memory, self.clock.now()))
    }

    /// A host refused.
    pub(crate) fn closed(&self, host: &str, left: Duration, status: u16, refusals: u32) {
        let closed_until = self.after(left);
        self.change(host, |memory| {
            *memory = Memory {
                closed_until,
                status,
                refusals,
                ..*memory
            };
        });
    }

    /// A host that names a `Crawl-delay` is asked, and rests afterwards.
    pub(crate) fn rests(&self, host: &str, left: Duration) {
        let rests_until = self.after(left);
        self.change(host, |memory| memory.rests_until = rests_until);
    }

    /// A host gave what it was asked for: its refusals are forgotten.
    pub(crate) fn opened(&self, host: &str) {
        let mut pages = self.pages();
        if let Some(memory) = pages.hosts.get_mut(host)
            && memory.status != 0
        {
            *memory = Memory {
                rests_until: memory.rests_until,
                ..Memory::default()
            };
            pages.changed = true;
        }
    }

    fn after(&self, left: Duration) -> Moment {
        Moment(self.clock.now().0.saturating_add(left.as_millis() as i64))
    }

    fn change(&self, host: &str, change: impl FnOnce(&mut Memory)) {
        let mut pages = self.pages();
        change(pages.hosts.entry(host.into()).or_default());
        pages.changed = true;
        let now = Instant::now();
        if pages.written_at.is_none_or(|at| at + WRITE_EVERY <= now) {
            pages.written_at = Some(now);
            self.write(&mut pages);
        }
    }

    fn write(&self, pages: &mut Pages) {
        let now = self.clock.now();
        pages.hosts.retain(|_, memory| memory.matters(now));
        if pages.hosts.len() > HOSTS_MAX {
            let mut ends: Vec<Moment> = pages.hosts.values().map(Memory::ends).collect();
            ends.sort_unstable_by(|a, b| b.cmp(a));
            let last = ends.get(HOSTS_MAX).copied().unwrap_or_default();
            pages.hosts.retain(|_, memory| memory.ends() > last);
        }
        let text: String = pages
            .hosts
            .iter()
            .map(|(host, memory)| memory.line(host))
            .collect();
        match self.disk.write_whole(FILE, text.as_bytes()) {
            Ok(()) => pages.changed = false,
            Err(error) => {
                tracing::warn!(%error, "which hosts want to be left alone is known to this process only");
            }
        }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Book {
    fn drop(&mut self) {
        let mut pages = std::mem::take(&mut *self.pages());
        if pages.changed {
            self.write(&mut pages);
        }
    }
}

#[cfg(test)]
mod tests;
