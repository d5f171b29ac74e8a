//! Putting away what was seen: as records of an archive, as readable text, as a picture, each sealed
//! under the case's key.

use super::seeing::Seen;
use crate::{Desk, DeskError};
use model::{CaseId, NewTake, SealedFile, TakeKind};
use ports::{Random, Vault};
use reading::{Archived, ArchivedHop, ArchivedTake, sha256_hex, write_warc};

/// Who writes archives.
const SOFTWARE: &str = concat!("Caifeng/", env!("CARGO_PKG_VERSION"));

impl Desk {
    /// The key of a case, made where there is none.
    async fn key_for(&self, case: CaseId) -> Result<Vec<u8>, DeskError> {
        if let Some(key) = self.store.case_key(case).await? {
            return Ok(key);
        }
        let key = self.in_vault(|vault| Ok(vault.new_key()?)).await?;
        Ok(self.store.keep_case_key(case, &key).await?)
    }

    /// Puts away what was seen. Files of which no record is kept in the end are swept later.
    pub(super) async fn put_away(
        &self,
        case: CaseId,
        seen: Seen,
        kind: TakeKind,
        shot: Result<Vec<u8>, String>,
    ) -> Result<NewTake, DeskError> {
        let key = self.key_for(case).await?;
        let payload = seen.bytes.as_deref().unwrap_or_default();
        let payload_sha256 = match kind {
            TakeKind::Kept => sha256_hex(seen.text.as_bytes()),
            TakeKind::Capture | TakeKind::Visit => sha256_hex(payload),
        };
        let warc = archived(&seen, kind, &*self.random);
        let (text, at, status) = (seen.text.into_bytes(), seen.at, seen.status);
        let (final_url, gone) = (seen.final_url, seen.gone);
        self.in_vault(move |vault| {
            let (shot, no_shot) = match shot {
                Ok(bytes) => (Some(sealed(vault, &key, &bytes)?), String::new()),
                Err(why) => (None, why),
            };
            Ok(NewTake {
                at,
                kind,
                status,
                final_url,
                gone,
                payload_sha256,
                warc: sealed(vault, &key, &warc)?,
                text: sealed(vault, &key, &text)?,
                shot,
                no_shot,
            })
        })
        .await
    }
}

fn sealed(vault: &dyn Vault, key: &[u8], bytes: &[u8]) -> Result<SealedFile, DeskError> {
    Ok(SealedFile {
        name: vault.keep_evidence(key, bytes)?,
        sha256: sha256_hex(bytes),
        bytes: bytes.len() as i64,
    })
}

/// The records of a take.
fn archived(seen: &Seen, kind: TakeKind, random: &dyn Random) -> Vec<u8> {
    let bytes = seen.bytes.clone();
    let url = seen.final_url.clone();
    let what = match kind {
        TakeKind::Kept => Archived::Conversion {
            url,
            text: seen.text.clone(),
        },
        TakeKind::Capture => Archived::Resource {
            url,
            content_type: if seen.content_type.is_empty() {
                "application/octet-stream".to_owned()
            } else {
                seen.content_type.clone()
            },
            bytes: bytes.unwrap_or_default(),
        },
        TakeKind::Visit => Archived::Exchange(hops(seen), bytes),
    };
    let take = ArchivedTake {
        software: SOFTWARE.to_owned(),
        at: seen.at,
        what,
        about: vec![
            ("made-of".to_owned(), kind.word().to_owned()),
            ("text-sha256".to_owned(), sha256_hex(seen.text.as_bytes())),
        ],
    };
    write_warc(&take, &mut || {
        u128::from(random.bits()) << 64 | u128::from(random.bits())
    })
}

fn hops(seen: &Seen) -> Vec<ArchivedHop> {
    let mut hops: Vec<ArchivedHop> = (seen.log.exchanges.iter())
        .map(|exchange| ArchivedHop {
            url: exchange.url.clone(),
            sent: exchange.sent.clone(),
            status: exchange.status,
            got: exchange.got.clone(),
        })
        .collect();
    if let Some(last) = hops.last_mut() {
        last.status = seen.status;
    }
    hops
}
