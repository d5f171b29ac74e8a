//! The key of the vault: a line of hexadecimal digits in a file that only its owner can read.

use anyhow::{Context, Result, bail};
use chacha20poly1305::Key;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const KEY_BYTES: usize = 32;

/// The key in a file, which is made where there is none.
pub(crate) fn read_or_make_key(path: &Path) -> Result<Key> {
    let what = || {
        format!(
            "cannot make the vault's key {}; check its permissions",
            path.display()
        )
    };
    if !path.exists() {
        let key: [u8; KEY_BYTES] = rand::random();
        let hex = key.map(|byte| format!("{byte:02x}")).concat();
        let mut options = OpenOptions::new();
        let opened = options.write(true).create_new(true).mode(0o600).open(path);
        match opened {
            Ok(mut file) => {
                writeln!(file, "{hex}").with_context(what)?;
                file.sync_all().with_context(what)?;
            }
            // Another process was quicker: its key is the key.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(what),
        }
    }
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the vault's key {}", path.display()))?;
    let text = text.trim();
    let byte = |at: usize| {
        text.get(at..at + 2)
            .and_then(|two| u8::from_str_radix(two, 16).ok())
    };
    let key: Option<Vec<u8>> = (0..KEY_BYTES).map(|index| byte(index * 2)).collect();
    match key.and_then(|key| <[u8; KEY_BYTES]>::try_from(key).ok()) {
        Some(key) if text.len() == KEY_BYTES * 2 => Ok(Key::from(key)),
        _ => bail!(
            "{} is no key of a vault; put the one from a backup back",
            path.display()
        ),
    }
}
