//! How much the store keeps.

/// How much is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All documents, copies included.
    pub documents: i64,
    /// Those that are copies.
    pub copies: i64,
    /// Events.
    pub events: i64,
    /// Sources.
    pub sources: i64,
}
