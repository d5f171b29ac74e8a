//! How much of the machine the index may use.

/// How much the index may use.
#[derive(Debug, Clone)]
pub struct IndexSettings {
    /// Threads that index.
    pub threads: usize,
    /// Memory of each of them, in bytes.
    pub memory_bytes_per_thread: usize,
    /// Documents of a segment beyond which it is merged no more: bounds memory and time of a merge.
    pub merged_documents_max: usize,
}

impl Default for IndexSettings {
    fn default() -> Self {
        Self {
            threads: 2,
            memory_bytes_per_thread: 64 * 1024 * 1024,
            merged_documents_max: 150_000,
        }
    }
}
