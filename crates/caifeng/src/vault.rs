//! The vault: captures by day and attachments by hash, encrypted (XChaCha20-Poly1305) under a key
//! that lies in the data directory and nowhere else.

use crate::vault_evidence::EVIDENCE;
use crate::vault_key::read_or_make_key;
use anyhow::{Context, Result};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use model::{Moment, SourceId};
use ports::{Capture, CapturePage, Vault, VaultError};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const NONCE_BYTES: usize = 24;
/// Bytes of the length before each record.
const LENGTH_BYTES: usize = 4;
/// Bytes of captures that are given at a time.
const PAGE_BYTES: usize = 16 * 1024 * 1024;
/// Compression: captures are written much and read seldom.
const ZSTD_LEVEL: i32 = 1;
const CAPTURES: &str = "captures";
const ATTACHMENTS: &str = "attachments";
/// Parts the key of pseudonyms from that of the cipher.
const VOICES: &[u8] = b"caifeng voices";

/// The vault of a data directory.
pub(crate) struct FolderVault {
    folder: PathBuf,
    cipher: XChaCha20Poly1305,
    /// What keys of pseudonyms are made of.
    voices: [u8; 32],
    /// The day whose file was last looked at for a record that a crash left half written.
    mended: Mutex<Option<i64>>,
}

/// A capture as it is written.
#[derive(Serialize, Deserialize)]
struct Written {
    source: i64,
    at: i64,
    url: String,
    content_type: Option<String>,
    bytes: Vec<u8>,
}

impl FolderVault {
    /// Opens the vault in `folder` with the key in `key_file`, making both where there is none.
    pub(crate) fn open(folder: PathBuf, key_file: &Path) -> Result<Self> {
        for part in [CAPTURES, ATTACHMENTS, EVIDENCE] {
            let path = folder.join(part);
            fs::create_dir_all(&path).with_context(|| {
                format!("cannot create {}; check its permissions", path.display())
            })?;
        }
        let key = read_or_make_key(key_file)?;
        Ok(Self {
            folder,
            voices: Sha256::new()
                .chain_update(VOICES)
                .chain_update(key)
                .finalize()
                .into(),
            cipher: XChaCha20Poly1305::new(&key),
            mended: Mutex::new(None),
        })
    }

    fn lock_up(&self, plain: &[u8]) -> Result<Vec<u8>, String> {
        let packed = zstd::encode_all(plain, ZSTD_LEVEL).map_err(|error| error.to_string())?;
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), packed.as_slice())
            .map_err(|_| "encrypting failed".to_owned())?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn open_locked(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let packed = self.cipher.decrypt(&XNonce::from(nonce), sealed).ok()?;
        zstd::decode_all(packed.as_slice()).ok()
    }

    /// Cuts off what a crash left half written, so that what is written after it can be found.
    fn mend(&self, day: i64, file: &mut File) -> std::io::Result<()> {
        let mut mended = self.mended.lock().unwrap_or_else(PoisonError::into_inner);
        if mended.replace(day) == Some(day) {
            return Ok(());
        }
        let (length, mut whole) = (file.metadata()?.len(), 0);
        let mut head = [0; LENGTH_BYTES];
        while whole + LENGTH_BYTES as u64 <= length {
            file.seek(SeekFrom::Start(whole))?;
            file.read_exact(&mut head)?;
            let next = whole + (LENGTH_BYTES as u64) + u64::from(u32::from_le_bytes(head));
            if next > length {
                break;
            }
            whole = next;
        }
        if whole < length {
            file.set_len(whole)?;
        }
        Ok(())
    }

    /// Reads records until the page is full or the file ends.
    fn read_page(&self, mut file: File, from: u64, page: &mut CapturePage) -> std::io::Result<()> {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(from))?;
        let mut input = BufReader::new(file);
        let (mut at, mut opened) = (from, 0);
        while at < length && opened < PAGE_BYTES {
            let mut head = [0; LENGTH_BYTES];
            let rest = length - at;
            let sealed_length = if rest < LENGTH_BYTES as u64 {
                u64::MAX
            } else {
                input.read_exact(&mut head)?;
                u64::from(u32::from_le_bytes(head))
            };
            if sealed_length > rest.saturating_sub(LENGTH_BYTES as u64) {
                // What a crash left half written is the last of the day.
                page.damaged += 1;
                return Ok(());
            }
            let mut sealed = vec![0; sealed_length as usize];
            input.read_exact(&mut sealed)?;
            at += LENGTH_BYTES as u64 + sealed_length;
            match self.capture_of(&sealed) {
                Some(capture) => {
                    opened += capture.bytes.len();
                    page.captures.push(capture);
                }
                None => page.damaged += 1,
            }
        }
        page.next = (at < length).then_some(at);
        Ok(())
    }

    fn capture_of(&self, sealed: &[u8]) -> Option<Capture> {
        let plain = self.open_locked(sealed)?;
        let written: Written = postcard::from_bytes(&plain).ok()?;
        Some(Capture {
            source: SourceId(written.source),
            at: Moment(written.at),
            url: written.url,
            content_type: written.content_type,
            bytes: written.bytes,
        })
    }

    /// The folder of a part.
    pub(crate) fn part(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn day_file(&self, day: i64) -> PathBuf {
        self.folder.join(CAPTURES).join(format!("{day:06}.cap"))
    }
}

fn cannot(act: &'static str) -> impl FnOnce(std::io::Error) -> VaultError {
    move |error| VaultError {
        act,
        why: format!("{error}; check the data directory"),
    }
}

impl Vault for FolderVault {
    fn seal(&self, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.lock_up(secret).map_err(|why| VaultError {
            act: "seal a secret",
            why,
        })
    }

    fn unseal(&self, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.open_locked(sealed).ok_or_else(|| VaultError {
            act: "open a sealed secret",
            why: "it was sealed under another key; put the vault's key from a backup back"
                .to_owned(),
        })
    }

    fn keep_captures(&self, day: i64, captures: &[Capture]) -> Result<(), VaultError> {
        const ACT: &str = "keep captures";
        let mut records = Vec::new();
        for capture in captures {
            let written = Written {
                source: capture.source.0,
                at: capture.at.0,
                url: capture.url.clone(),
                content_type: capture.content_type.clone(),
                bytes: capture.bytes.clone(),
            };
            let plain = postcard::to_stdvec(&written).map_err(|error| VaultError {
                act: ACT,
                why: error.to_string(),
            })?;
            let sealed = self
                .lock_up(&plain)
                .map_err(|why| VaultError { act: ACT, why })?;
            records.extend((sealed.len() as u32).to_le_bytes());
            records.extend(sealed);
        }
        let mut options = OpenOptions::new();
        let mut file = options
            .create(true)
            .read(true)
            .append(true)
            .mode(0o600)
            .open(self.day_file(day))
            .map_err(cannot(ACT))?;
        self.mend(day, &mut file).map_err(cannot(ACT))?;
        file.write_all(&records).map_err(cannot(ACT))
    }

    fn captures(&self, day: i64, from: u64) -> Result<CapturePage, VaultError> {
        let mut page = CapturePage::default();
        let file = match File::open(self.day_file(day)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(page),
            Err(error) => return Err(cannot("read captures")(error)),
        };
        self.read_page(file, from, &mut page)
            .map_err(cannot("read captures"))?;
        Ok(page)
    }

    fn capture_days(&self) -> Result<Vec<i64>, VaultError> {
        const ACT: &str = "list captures";
        let mut days = Vec::new();
        for entry in fs::read_dir(self.folder.join(CAPTURES)).map_err(cannot(ACT))? {
            let name = entry.map_err(cannot(ACT))?.file_name();
            let day = name.to_str().and_then(|name| name.strip_suffix(".cap"));
            days.extend(day.and_then(|day| day.parse::<i64>().ok()));
        }
        days.sort_unstable();
        Ok(days)
    }

    fn forget_captures_before(&self, day: i64) -> Result<u64, VaultError> {
        let mut forgotten = 0;
        for old in self.capture_days()?.into_iter().filter(|old| *old < day) {
            fs::remove_file(self.day_file(old)).map_err(cannot("forget old captures"))?;
            forgotten += 1;
        }
        Ok(forgotten)
    }

    fn keep_attachment(&self, bytes: &[u8]) -> Result<String, VaultError> {
        const ACT: &str = "keep an attachment";
        let name = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(bytes));
        let path = self.folder.join(ATTACHMENTS).join(&name);
        if path.exists() {
            return Ok(name);
        }
        let sealed = self
            .lock_up(bytes)
            .map_err(|why| VaultError { act: ACT, why })?;
        let beside = path.with_extension("writing");
        let write = || -> std::io::Result<()> {
            let mut options = OpenOptions::new();
            let mut file = options
                .create(true)
                .write(true)
                .truncate(true)
                .mode(0o600)
                .open(&beside)?;
            file.write_all(&sealed)?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        };
        write().map_err(cannot(ACT))?;
        Ok(name)
    }

    fn pseudonym(&self, source: SourceId, period: i64, author: &str) -> Result<i64, VaultError> {
        let key = Sha256::new()
            .chain_update(self.voices)
            .chain_update(source.0.to_le_bytes())
            .chain_update(period.to_le_bytes())
            .finalize();
        // All before the name is of one length, and only eight bytes of the hash leave: a name cannot be
        // made to look like another, nor a hash be carried on.
        let hash = Sha256::new()
            .chain_update(key)
            .chain_update(author)
            .finalize();
        let mut bytes = [0; 8];
        bytes.copy_from_slice(hash.get(..8).unwrap_or_default());
        Ok(i64::from_le_bytes(bytes))
    }

    fn attachment(&self, name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        const ACT: &str = "open an attachment";
        if !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(None);
        }
        match fs::read(self.folder.join(ATTACHMENTS).join(name)) {
            Ok(sealed) => self.open_locked(&sealed).map(Some).ok_or(VaultError {
                act: ACT,
                why: format!("{name} is damaged, or was sealed under another key"),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(cannot(ACT)(error)),
        }
    }

    fn forget_attachment(&self, name: &str) -> Result<(), VaultError> {
        if !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(());
        }
        match fs::remove_file(self.folder.join(ATTACHMENTS).join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(cannot("forget an attachment")(error))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capture(n: i64) -> Capture {
        Capture {
            source: SourceId(n),
            at: Moment(n),
            url: format!("https://a.example/{n}"),
            content_type: None,
            bytes: format!("<p>北门外大街路面塌陷 {n}</p>")
                .repeat(20)
                .into_bytes(),
        }
    }

    /// All captures of a day, and how many are damaged.
    fn all(vault: &FolderVault, day: i64) -> (Vec<Capture>, u64) {
        let (mut found, mut damaged, mut from) = (Vec::new(), 0, Some(0));
        while let Some(place) = from {
            let page = vault.captures(day, place).unwrap();
            found.extend(page.captures);
            damaged += page.damaged;
            from = page.next;
        }
        (found, damaged)
    }

    #[test]
    fn a_pseudonym_holds_within_one_source_and_period_only() {
        let folder = tempfile::tempdir().unwrap();
        let open = |name: &str| {
            FolderVault::open(
                folder.path().join(name),
                &folder.path().join(format!("{name}.key")),
            )
            .unwrap()
        };
        let (vault, other) = (open("a"), open("b"));
        let of = |vault: &FolderVault, source, period, name: &str| {
            vault.pseudonym(SourceId(source), period, name).unwrap()
        };
        let one = of(&vault, 1, 7, "某人");
        assert_eq!(one, of(&open("a"), 1, 7, "某人"));
        for another in [
            of(&vault, 2, 7, "某人"),
            of(&vault, 1, 8, "某人"),
            of(&vault, 1, 7, "某人甲"),
            of(&other, 1, 7, "某人"),
        ] {
            assert_ne!(one, another);
        }
    }

    #[test]
    fn a_day_beyond_the_memory_is_read_in_parts() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("vault.key");
        let vault = FolderVault::open(folder.path().join("vault"), &key).unwrap();
        let large = |n: i64| Capture {
            bytes: vec![n as u8; PAGE_BYTES / 2],
            ..capture(n)
        };
        for n in 0..5 {
            vault.keep_captures(7, &[large(n)]).unwrap();
        }
        let first = vault.captures(7, 0).unwrap();
        assert!(first.captures.len() == 2 && first.next.is_some());
        assert_eq!(all(&vault, 7).0, (0..5).map(large).collect::<Vec<_>>());
    }

    #[test]
    fn captures_are_sealed_come_back_and_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("vault.key");
        let vault = FolderVault::open(folder.path().join("vault"), &key).unwrap();
        vault.keep_captures(100, &[capture(1), capture(2)]).unwrap();
        vault.keep_captures(100, &[capture(3)]).unwrap();
        vault.keep_captures(131, &[capture(4)]).unwrap();
        assert_eq!(
            all(&vault, 100),
            (vec![capture(1), capture(2), capture(3)], 0)
        );
        let raw = fs::read(vault.day_file(100)).unwrap();
        assert!(!String::from_utf8_lossy(&raw).contains("a.example"));
        let again = FolderVault::open(folder.path().join("vault"), &key).unwrap();
        assert_eq!(all(&again, 131).0.len(), 1);
        assert_eq!(vault.forget_captures_before(101).unwrap(), 1);
        assert_eq!(vault.capture_days().unwrap(), [131]);
        assert_eq!(all(&vault, 100), (vec![], 0));
    }

    #[test]
    fn a_cut_or_changed_file_loses_only_what_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("vault.key");
        let vault = FolderVault::open(folder.path().join("vault"), &key).unwrap();
        vault
            .keep_captures(1, &[capture(1), capture(2), capture(3)])
            .unwrap();
        let path = vault.day_file(1);
        let mut bytes = fs::read(&path).unwrap();
        let length = bytes.len();
        bytes.truncate(length - 5);
        bytes[40] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert_eq!(all(&vault, 1), (vec![capture(2)], 2));
        let next = FolderVault::open(folder.path().join("vault"), &key).unwrap();
        next.keep_captures(1, &[capture(4)]).unwrap();
        next.keep_captures(1, &[capture(5)]).unwrap();
        assert_eq!(
            all(&next, 1),
            (vec![capture(2), capture(4), capture(5)], 1),
            "what comes after a half record is found"
        );
    }

    #[test]
    fn attachments_are_kept_once_under_their_hash() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("vault.key");
        let vault = FolderVault::open(folder.path().join("vault"), &key).unwrap();
        let name = vault.keep_attachment(b"picture").unwrap();
        assert_eq!(vault.keep_attachment(b"picture").unwrap(), name);
        assert_eq!(vault.attachment(&name).unwrap().unwrap(), b"picture");
        assert_eq!(vault.attachment("00").unwrap(), None);
        assert_eq!(vault.attachment("../vault.key").unwrap(), None);
        vault.forget_attachment("../vault.key").unwrap();
        assert!(key.exists());
        let other = folder.path().join("other.key");
        let stranger = FolderVault::open(folder.path().join("vault"), &other).unwrap();
        assert!(stranger.attachment(&name).is_err());
        for _ in 0..2 {
            vault.forget_attachment(&name).unwrap();
            assert_eq!(vault.attachment(&name).unwrap(), None);
        }
        fs::write(&key, "short").unwrap();
        assert!(FolderVault::open(folder.path().join("vault"), &key).is_err());
    }
}
