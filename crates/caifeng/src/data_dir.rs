//! The data directory: created at first start, versioned, written by one process at a time.

use anyhow::{Context, Result, bail};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Version of the directory's layout.
const LAYOUT_VERSION: u32 = 1;
const VERSION_FILE: &str = "VERSION";
const LOCK_FILE: &str = "writer.lock";

/// A data directory of a version this program knows.
#[derive(Debug, Clone)]
pub(crate) struct DataDir {
    path: PathBuf,
}

/// Held by the process that writes; let go when dropped, or by the system when the process ends.
#[derive(Debug)]
pub(crate) struct WriterLock(
    #[expect(dead_code, reason = "holding the file open is what locks")] File,
);

impl DataDir {
    /// Opens the directory, creating it where there is none.
    pub(crate) fn open_or_create(path: &Path) -> Result<Self> {
        let what = || {
            format!(
                "cannot create the data directory {}; check the path and its permissions",
                path.display()
            )
        };
        fs::create_dir_all(path).with_context(what)?;
        if !path.join(VERSION_FILE).exists() {
            let foreign = fs::read_dir(path)
                .with_context(what)?
                .flatten()
                .any(|entry| entry.file_name() != LOCK_FILE);
            if foreign {
                bail!(
                    "{} is not empty and is no data directory of Caifeng; name an empty or new one",
                    path.display()
                );
            }
            // The version first: a stop right after it leaves a desk with default settings.
            fs::write(path.join(VERSION_FILE), format!("{LAYOUT_VERSION}\n")).with_context(what)?;
            let settings = path.join(super::settings::SETTINGS_FILE);
            if !settings.exists() {
                fs::write(settings, super::settings::TEMPLATE).with_context(what)?;
            }
        }
        Self::open(path)
    }

    /// Whether a desk was begun here.
    pub(crate) fn is_there(path: &Path) -> bool {
        path.join(VERSION_FILE).exists()
    }

    /// Opens a directory that is there.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = path.join(VERSION_FILE);
        let version = fs::read_to_string(&file).with_context(|| {
            format!(
                "there is no desk in {}; `caifeng replay` or `caifeng source add` with this --data-dir begins one",
                path.display()
            )
        })?;
        match version.trim().parse::<u32>() {
            Ok(LAYOUT_VERSION) => {
                let data = Self {
                    path: path.to_owned(),
                };
                data.make_folders()?;
                Ok(data)
            }
            Ok(newer) if newer > LAYOUT_VERSION => bail!(
                "{} was written by a newer Caifeng (layout {newer}, this one knows {LAYOUT_VERSION}); use that version",
                path.display()
            ),
            _ => bail!(
                "{} does not say which layout this is; restore a backup",
                file.display()
            ),
        }
    }

    /// Makes the folders of what can be made anew, where somebody removed them.
    fn make_folders(&self) -> Result<()> {
        for folder in [self.index(), self.engine(), self.manners()] {
            fs::create_dir_all(&folder).with_context(|| {
                format!("cannot create {}; check its permissions", folder.display())
            })?;
        }
        Ok(())
    }

    /// Removes the search index, so that it is made anew.
    pub(crate) fn clear_index(&self) -> Result<()> {
        let what = || {
            format!(
                "cannot remove {}; check its permissions",
                self.index().display()
            )
        };
        match fs::remove_dir_all(self.index()) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => removed.with_context(what)?,
        }
        self.make_folders()
    }

    /// Where the directory is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The SQLite database.
    pub(crate) fn database(&self) -> PathBuf {
        self.path.join("caifeng.db")
    }

    /// The search index.
    pub(crate) fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    /// The engine's snapshots.
    pub(crate) fn engine(&self) -> PathBuf {
        self.path.join("engine")
    }

    /// Which hosts want to be left alone.
    pub(crate) fn manners(&self) -> PathBuf {
        self.path.join("manners")
    }

    /// Captures and attachments.
    pub(crate) fn vault(&self) -> PathBuf {
        self.path.join("vault")
    }

    /// The key of the vault.
    pub(crate) fn vault_key(&self) -> PathBuf {
        self.path.join("vault.key")
    }

    /// Becomes the one process that writes, or says who to stop.
    pub(crate) fn lock_for_writing(&self) -> Result<WriterLock> {
        self.try_lock_for_writing()?.with_context(|| {
            format!(
                "another caifeng is writing to {}; wait for it or stop it, then try again",
                self.path.display()
            )
        })
    }

    /// Becomes the one process that writes, unless there is one.
    pub(crate) fn try_lock_for_writing(&self) -> Result<Option<WriterLock>> {
        let path = self.path.join(LOCK_FILE);
        let what = || {
            format!(
                "cannot open {}; the data directory must be writable",
                path.display()
            )
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(what)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(WriterLock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).with_context(what),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_created_once_and_known_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk");
        assert!(DataDir::open(&path).is_err());
        DataDir::open_or_create(&path).unwrap();
        DataDir::open_or_create(&path).unwrap();
        assert!(DataDir::open(&path).unwrap().database().starts_with(&path));
    }

    #[test]
    fn a_foreign_or_newer_directory_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("holiday.jpg"), "x").unwrap();
        let error = DataDir::open_or_create(folder.path())
            .unwrap_err()
            .to_string();
        assert!(error.contains("not empty"), "{error}");
        fs::write(folder.path().join(VERSION_FILE), "99").unwrap();
        let error = DataDir::open_or_create(folder.path())
            .unwrap_err()
            .to_string();
        assert!(error.contains("newer"), "{error}");
    }

    #[test]
    fn one_writer_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let desk = DataDir::open_or_create(&folder.path().join("desk")).unwrap();
        let lock = desk.lock_for_writing().unwrap();
        assert!(
            desk.lock_for_writing()
                .unwrap_err()
                .to_string()
                .contains("another caifeng")
        );
        drop(lock);
        assert!(desk.lock_for_writing().is_ok());
    }
}
