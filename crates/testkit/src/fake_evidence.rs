//! Evidence in memory, and a browser that draws what it is told.

use crate::fakes::{MemoryVault, locked};
use async_trait::async_trait;
use model::Moment;
use ports::{EvidenceVault, Photographer, ShotError, ShotPlan, VaultError};
use std::sync::Mutex;
use std::sync::atomic::Ordering;

impl EvidenceVault for MemoryVault {
    fn new_key(&self) -> Result<Vec<u8>, VaultError> {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        Ok(number.to_be_bytes().to_vec())
    }

    fn keep_evidence(&self, key: &[u8], bytes: &[u8]) -> Result<String, VaultError> {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        let name = format!("{number:032x}");
        locked(&self.evidence).insert(name.clone(), (key.to_vec(), bytes.to_vec()));
        Ok(name)
    }

    fn evidence(&self, key: &[u8], name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        match locked(&self.evidence).get(name) {
            Some((own, bytes)) if own == key => Ok(Some(bytes.clone())),
            Some(_) => Err(VaultError {
                act: "open evidence",
                why: "it lies under the key of another case".to_owned(),
            }),
            None => Ok(None),
        }
    }

    fn forget_evidence(&self, name: &str) -> Result<(), VaultError> {
        locked(&self.evidence).remove(name);
        Ok(())
    }

    fn evidence_names(&self, _: Moment) -> Result<Vec<String>, VaultError> {
        Ok(locked(&self.evidence).keys().cloned().collect())
    }
}

impl MemoryVault {
    /// Puts the bytes of one file in the place of another, behind the desk's back.
    pub fn exchange(&self, name: &str, by: &str) {
        let mut kept = locked(&self.evidence);
        if let Some(other) = kept.remove(by) {
            kept.insert(name.to_owned(), other);
        }
    }
}

/// A photographer that gives the same answer each time, and remembers what it was asked.
#[derive(Debug)]
pub struct FakePhotographer {
    answer: Result<Vec<u8>, ShotError>,
    asked: Mutex<Vec<ShotPlan>>,
}

impl FakePhotographer {
    /// Gives this.
    pub fn giving(answer: Result<Vec<u8>, ShotError>) -> Self {
        Self {
            answer,
            asked: Mutex::default(),
        }
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<ShotPlan> {
        locked(&self.asked).clone()
    }
}

#[async_trait]
impl Photographer for FakePhotographer {
    async fn photograph(&self, plan: &ShotPlan) -> Result<Vec<u8>, ShotError> {
        locked(&self.asked).push(plan.clone());
        self.answer.clone()
    }
}
