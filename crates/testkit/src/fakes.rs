//! A world that does what it is told: clock, chance, disk, meter, web.

use async_trait::async_trait;
use model::{Moment, SourceId};
use ports::{
    Capture, CapturePage, Clock, Disk, DiskError, Exchange, FetchError, FetchLog, FetchPlan,
    Fetched, Fetcher, Meter, Random, Vault, VaultError,
};
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::io;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A clock that moves only when told.
#[derive(Debug)]
pub struct FakeClock(AtomicI64);

impl FakeClock {
    /// Stands at this instant.
    pub fn at(now: Moment) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Moves on.
    pub fn forward_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::Relaxed))
    }
}

/// Chance that repeats itself from a seed (SplitMix64).
#[derive(Debug)]
pub struct Seeded(AtomicU64);

impl Seeded {
    /// From this seed.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Random for Seeded {
    fn bits(&self) -> u64 {
        let step = 0x9e37_79b9_7f4a_7c15_u64;
        let mut bits = self.0.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

/// Counts nothing.
#[derive(Debug, Clone, Copy)]
pub struct NoMeter;

impl Meter for NoMeter {
    fn this_thread_ns(&self) -> u64 {
        0
    }

    fn threads_ns(&self, _: &str) -> u64 {
        0
    }

    fn process_ns(&self) -> u64 {
        0
    }

    fn peak_memory_bytes(&self) -> u64 {
        0
    }
}

/// Files in memory. The n-th write can be made to fail, as on a full disk.
#[derive(Debug, Default)]
pub struct MemoryDisk {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    writes: AtomicU64,
    failing_write: AtomicU64,
}

impl MemoryDisk {
    /// Lets the n-th write from now on fail, counted from 1; 0 lets none fail.
    pub fn fail_write(&self, number: u64) {
        self.writes.store(0, Ordering::Relaxed);
        self.failing_write.store(number, Ordering::Relaxed);
    }

    /// Loses everything.
    pub fn clear(&self) {
        locked(&self.files).clear();
    }

    /// Changes a file behind the desk's back.
    pub fn damage(&self, name: &str) {
        if let Some(byte) = locked(&self.files)
            .get_mut(name)
            .and_then(|bytes| bytes.last_mut())
        {
            *byte ^= 1;
        }
    }
}

impl Disk for MemoryDisk {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DiskError> {
        Ok(locked(&self.files).get(name).cloned())
    }

    fn write_whole(&self, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let number = self.writes.fetch_add(1, Ordering::Relaxed) + 1;
        if number == self.failing_write.load(Ordering::Relaxed) {
            let source = io::Error::from(io::ErrorKind::StorageFull);
            return Err(DiskError {
                act: "write",
                name: name.to_owned(),
                source,
            });
        }
        locked(&self.files).insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, DiskError> {
        Ok(locked(&self.files).keys().cloned().collect())
    }

    fn remove(&self, name: &str) -> Result<(), DiskError> {
        locked(&self.files).remove(name);
        Ok(())
    }
}

/// A web of fixed answers that remembers what was asked.
#[derive(Debug, Default)]
pub struct FakeWeb {
    answers: Mutex<HashMap<String, Result<Fetched, FetchError>>>,
    asked: Mutex<Vec<FetchPlan>>,
}

impl FakeWeb {
    /// Lets an address answer so from now on.
    pub fn put(&self, url: &str, answer: Result<Fetched, FetchError>) {
        locked(&self.answers).insert(url.to_owned(), answer);
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<FetchPlan> {
        locked(&self.asked).clone()
    }
}

#[async_trait]
impl Fetcher for FakeWeb {
    async fn fetch_logged(
        &self,
        plan: &FetchPlan,
        log: &mut FetchLog,
    ) -> Result<Fetched, FetchError> {
        log.exchanges.push(Exchange {
            url: plan.url.clone(),
            ..Exchange::default()
        });
        locked(&self.asked).push(plan.clone());
        let answer = locked(&self.answers).get(&plan.url).cloned();
        answer.unwrap_or_else(|| {
            Err(FetchError::Status {
                url: plan.url.clone(),
                status: 404,
            })
        })
    }
}

/// Evidence: the key it lies under, and its bytes.
pub(crate) type KeptEvidence = (Vec<u8>, Vec<u8>);

/// A vault in memory.
#[derive(Debug, Default)]
pub struct MemoryVault {
    captures: Mutex<BTreeMap<i64, Vec<Capture>>>,
    attachments: Mutex<BTreeMap<String, Vec<u8>>>,
    pub(crate) evidence: Mutex<BTreeMap<String, KeptEvidence>>,
    pub(crate) keys: AtomicU64,
}

/// What the fake seal turns bytes by.
const FAKE_SEAL: u8 = 0x5a;

impl Vault for MemoryVault {
    fn seal(&self, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
        Ok(secret.iter().map(|byte| byte ^ FAKE_SEAL).collect())
    }

    fn unseal(&self, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.seal(sealed)
    }

    fn pseudonym(&self, source: SourceId, period: i64, author: &str) -> Result<i64, VaultError> {
        let mut hasher = std::hash::DefaultHasher::new();
        (source, period, author).hash(&mut hasher);
        Ok(hasher.finish().cast_signed())
    }

    fn keep_captures(&self, day: i64, captures: &[Capture]) -> Result<(), VaultError> {
        let mut days = locked(&self.captures);
        days.entry(day).or_default().extend_from_slice(captures);
        Ok(())
    }

    /// One at a time, so that whoever reads must ask for the next.
    fn captures(&self, day: i64, from: u64) -> Result<CapturePage, VaultError> {
        let days = locked(&self.captures);
        let kept = days.get(&day).map_or(&[][..], Vec::as_slice);
        let at = from as usize;
        Ok(CapturePage {
            captures: kept.get(at).cloned().into_iter().collect(),
            damaged: 0,
            next: (at + 1 < kept.len()).then_some(from + 1),
        })
    }

    fn capture_days(&self) -> Result<Vec<i64>, VaultError> {
        Ok(locked(&self.captures).keys().copied().collect())
    }

    fn forget_captures_before(&self, day: i64) -> Result<u64, VaultError> {
        let mut days = locked(&self.captures);
        let before = days.len();
        days.retain(|old, _| *old >= day);
        Ok((before - days.len()) as u64)
    }

    fn keep_attachment(&self, bytes: &[u8]) -> Result<String, VaultError> {
        let mut kept = locked(&self.attachments);
        let name = format!("{:032x}", kept.len());
        kept.insert(name.clone(), bytes.to_vec());
        Ok(name)
    }

    fn attachment(&self, name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        Ok(locked(&self.attachments).get(name).cloned())
    }

    fn forget_attachment(&self, name: &str) -> Result<(), VaultError> {
        locked(&self.attachments).remove(name);
        Ok(())
    }
}
