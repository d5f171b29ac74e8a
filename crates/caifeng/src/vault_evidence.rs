//! Evidence in the vault: a file each under the key of its case, bound to its name.

use crate::vault::FolderVault;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use model::Moment;
use ports::{EvidenceVault, Vault, VaultError};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

const NONCE_BYTES: usize = 24;
const KEY_BYTES: usize = 32;
/// Compression before the cipher: pages shrink to a fifth, pictures stay as they are.
const ZSTD_LEVEL: i32 = 3;
pub(crate) const EVIDENCE: &str = "evidence";
/// What a file is called while it is written.
const WRITING: &str = "writing";

impl FolderVault {
    fn case_cipher(&self, key: &[u8], act: &'static str) -> Result<XChaCha20Poly1305, VaultError> {
        let key = self.unseal(key).map_err(|error| VaultError {
            act,
            why: error.why,
        })?;
        let key: [u8; KEY_BYTES] = key.try_into().map_err(|_| VaultError {
            act,
            why: "the key of the case has another length; restore a backup".to_owned(),
        })?;
        Ok(XChaCha20Poly1305::new(&Key::from(key)))
    }

    fn evidence_file(&self, name: &str) -> Option<PathBuf> {
        let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        plain.then(|| self.part(EVIDENCE).join(name))
    }
}

fn cannot(act: &'static str) -> impl FnOnce(std::io::Error) -> VaultError {
    move |error| VaultError {
        act,
        why: format!("{error}; check the data directory"),
    }
}

impl EvidenceVault for FolderVault {
    fn new_key(&self) -> Result<Vec<u8>, VaultError> {
        let key: [u8; KEY_BYTES] = rand::random();
        self.seal(&key)
    }

    fn keep_evidence(&self, key: &[u8], bytes: &[u8]) -> Result<String, VaultError> {
        const ACT: &str = "keep evidence";
        let cipher = self.case_cipher(key, ACT)?;
        let name = format!("{:032x}", rand::random::<u128>());
        let packed = zstd::encode_all(bytes, ZSTD_LEVEL).map_err(cannot(ACT))?;
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let whole = Payload {
            msg: packed.as_slice(),
            aad: name.as_bytes(),
        };
        let sealed = cipher.encrypt(&XNonce::from(nonce), whole);
        let sealed = sealed.map_err(|_| VaultError {
            act: ACT,
            why: "encrypting failed".to_owned(),
        })?;
        let path = self.part(EVIDENCE).join(&name);
        let beside = path.with_extension(WRITING);
        let write = || -> std::io::Result<()> {
            let mut options = OpenOptions::new();
            let mut file = options
                .create_new(true)
                .write(true)
                .mode(0o600)
                .open(&beside)?;
            file.write_all(&nonce)?;
            file.write_all(&sealed)?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        };
        write().map_err(cannot(ACT))?;
        Ok(name)
    }

    fn evidence(&self, key: &[u8], name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        const ACT: &str = "open evidence";
        let Some(path) = self.evidence_file(name) else {
            return Ok(None);
        };
        let sealed = match fs::read(path) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(cannot(ACT)(error)),
        };
        let cipher = self.case_cipher(key, ACT)?;
        let opened = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .and_then(|(nonce, rest)| {
                let whole = Payload {
                    msg: rest,
                    aad: name.as_bytes(),
                };
                let packed = cipher.decrypt(&XNonce::from(*nonce), whole).ok()?;
                zstd::decode_all(packed.as_slice()).ok()
            });
        opened.map(Some).ok_or_else(|| VaultError {
            act: ACT,
            why: format!("{name} is damaged, or lies under the key of another case"),
        })
    }

    fn forget_evidence(&self, name: &str) -> Result<(), VaultError> {
        let Some(path) = self.evidence_file(name) else {
            return Ok(());
        };
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(cannot("forget evidence")(error))
            }
            _ => Ok(()),
        }
    }

    fn evidence_names(&self, written_before: Moment) -> Result<Vec<String>, VaultError> {
        const ACT: &str = "list evidence";
        let mut names = Vec::new();
        for entry in fs::read_dir(self.part(EVIDENCE)).map_err(cannot(ACT))? {
            let entry = entry.map_err(cannot(ACT))?;
            let written = entry.metadata().and_then(|about| about.modified());
            let written = written.map_err(cannot(ACT))?.duration_since(UNIX_EPOCH);
            let old = written.map_or(0, |at| at.as_millis() as i64) < written_before.0;
            names.extend(entry.file_name().into_string().ok().filter(|_| old));
        }
        names.sort_unstable();
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(folder: &tempfile::TempDir, name: &str) -> FolderVault {
        let place = folder.path().join(name);
        FolderVault::open(place, &folder.path().join(format!("{name}.key"))).unwrap()
    }

    #[test]
    fn evidence_opens_under_the_key_of_its_case_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let one = vault(&folder, "a");
        let (key, other) = (one.new_key().unwrap(), one.new_key().unwrap());
        let page = "<p>溪口镇积水</p>".repeat(50).into_bytes();
        let name = one.keep_evidence(&key, &page).unwrap();
        assert_ne!(
            name,
            one.keep_evidence(&key, &page).unwrap(),
            "names tell nothing"
        );
        assert_eq!(one.evidence(&key, &name).unwrap().as_ref(), Some(&page));
        let on_disk = fs::read(folder.path().join("a/evidence").join(&name)).unwrap();
        assert!(!on_disk.windows(6).any(|part| part == "溪口".as_bytes()));
        let wrong = one.evidence(&other, &name).unwrap_err().to_string();
        assert!(wrong.contains("another case"), "{wrong}");
        let elsewhere = vault(&folder, "b");
        fs::copy(
            folder.path().join("a/evidence").join(&name),
            folder.path().join("b/evidence").join(&name),
        )
        .unwrap();
        assert!(
            elsewhere.evidence(&key, &name).is_err(),
            "another vault's key"
        );
        assert_eq!(one.evidence(&key, "../vault.key").unwrap(), None);
        one.forget_evidence(&name).unwrap();
        one.forget_evidence(&name).unwrap();
        assert_eq!(one.evidence(&key, &name).unwrap(), None);
    }

    #[test]
    fn a_file_that_changed_its_place_or_a_byte_does_not_open() {
        let folder = tempfile::tempdir().unwrap();
        let one = vault(&folder, "a");
        let key = one.new_key().unwrap();
        let (a, b) = (
            one.keep_evidence(&key, b"one").unwrap(),
            one.keep_evidence(&key, b"two").unwrap(),
        );
        let place = |name: &str| folder.path().join("a/evidence").join(name);
        fs::copy(place(&a), place(&b)).unwrap();
        assert!(
            one.evidence(&key, &b).is_err(),
            "it stands under another name"
        );
        let mut bytes = fs::read(place(&a)).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(place(&a), bytes).unwrap();
        assert!(one.evidence(&key, &a).is_err());
        assert_eq!(one.evidence_names(Moment(i64::MAX)).unwrap().len(), 2);
        assert!(one.evidence_names(Moment(0)).unwrap().is_empty());
    }
}
