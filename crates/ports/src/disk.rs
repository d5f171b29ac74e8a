//! Small whole files in the data directory: the engine's snapshots.

use thiserror::Error;

/// Reads and writes whole small files by plain name (no separators) in one directory.
pub trait Disk: Send + Sync {
    /// The file's bytes, or `None` where there is none.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DiskError>;
    /// Replaces the file in one step: after a crash it is the old one or the new one, never a mixture.
    fn write_whole(&self, name: &str, bytes: &[u8]) -> Result<(), DiskError>;
    /// Names of all files, sorted.
    fn names(&self) -> Result<Vec<String>, DiskError>;
    /// Removes the file; removing what is not there is no error.
    fn remove(&self, name: &str) -> Result<(), DiskError>;
}

/// A file could not be read or written.
#[derive(Debug, Error)]
#[error("cannot {act} file {name}: {source}")]
pub struct DiskError {
    /// What was being tried: "read", "write", "list", "remove".
    pub act: &'static str,
    /// On which file.
    pub name: String,
    /// What the system said.
    #[source]
    pub source: std::io::Error,
}
