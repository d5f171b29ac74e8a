//! What a run costs, by step.

use ports::Meter;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What a run cost, by step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunCost {
    /// Processor time of each step, in order of the line.
    pub steps: Vec<(&'static str, Duration)>,
    /// Processor time of the process during the run.
    pub process: Duration,
}

/// Processor time by step. Threads of libraries are found by their names; what no name explains
/// is the index, whose threads come and go.
pub(super) struct Meters {
    meter: Arc<dyn Meter>,
    ended: Mutex<Vec<(&'static str, u64)>>,
    process: u64,
    pool: u64,
    database: u64,
}

/// Names of threads that work for a step.
const POOL_THREADS: &str = "understand-";
const DATABASE_THREADS: &str = "sqlx-";
/// Steps in order of the line.
const STEPS: [&str; 6] = ["read", "admit", "understand", "place", "keep", "index"];

impl Meters {
    pub(super) fn begin(meter: &Arc<dyn Meter>) -> Self {
        Self {
            ended: Mutex::default(),
            process: meter.process_ns(),
            pool: meter.threads_ns(POOL_THREADS),
            database: meter.threads_ns(DATABASE_THREADS),
            meter: Arc::clone(meter),
        }
    }

    pub(super) fn step_ended(&self, name: &'static str) {
        let spent = self.meter.this_thread_ns();
        self.ended
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((name, spent));
    }

    pub(super) fn end(self, meter: &Arc<dyn Meter>) -> RunCost {
        let process = meter.process_ns().saturating_sub(self.process);
        let pool = meter.threads_ns(POOL_THREADS).saturating_sub(self.pool);
        let database = meter
            .threads_ns(DATABASE_THREADS)
            .saturating_sub(self.database);
        let ended = self
            .ended
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let own = |name: &str| {
            ended
                .iter()
                .filter(|(step, _)| *step == name)
                .map(|(_, ns)| ns)
                .sum::<u64>()
        };
        let mut steps: Vec<(&'static str, u64)> =
            STEPS.iter().map(|name| (*name, own(name))).collect();
        for (name, ns) in &mut steps {
            match *name {
                "understand" => *ns += pool,
                "keep" => *ns += database,
                _ => {}
            }
        }
        let explained: u64 = steps.iter().map(|(_, ns)| ns).sum();
        if let Some((_, index)) = steps.last_mut() {
            *index += process.saturating_sub(explained);
        }
        RunCost {
            steps: steps
                .into_iter()
                .map(|(name, ns)| (name, Duration::from_nanos(ns)))
                .collect(),
            process: Duration::from_nanos(process),
        }
    }
}
