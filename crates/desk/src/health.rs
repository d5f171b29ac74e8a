//! Whether the desk is well.

/// Well, or what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealthState {
    /// Everything answers.
    Well,
    /// It answers, but not everything is as it should be.
    Degraded,
    /// It cannot do its work.
    Failing,
}

/// What `/healthz` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// In one word.
    pub state: HealthState,
    /// What is wrong and what to do, one sentence each; empty when well.
    pub notes: Vec<String>,
    /// Documents kept.
    pub documents: i64,
    /// The last document that search finds.
    pub indexed_to: i64,
}
