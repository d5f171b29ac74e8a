//! Chance.

/// Gives random numbers. The simulated one repeats them by seed.
pub trait Random: Send + Sync {
    /// Sixty-four random bits.
    fn bits(&self) -> u64;
}
