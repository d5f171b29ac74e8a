//! What the work costs: processor time and memory, as the system accounts for them.

/// Reads the system's accounts. Numbers the system does not give are 0.
pub trait Meter: Send + Sync {
    /// Processor time of the calling thread so far, in nanoseconds.
    fn this_thread_ns(&self) -> u64;
    /// Processor time of all living threads whose name begins so, in nanoseconds.
    fn threads_ns(&self, name_prefix: &str) -> u64;
    /// Processor time of the whole process so far, in nanoseconds.
    fn process_ns(&self) -> u64;
    /// Largest resident memory of the process so far, in bytes.
    fn peak_memory_bytes(&self) -> u64;
}
