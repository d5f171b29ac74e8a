//! What a question costs, by the CPU time of the thread that asks and by the clock. The index
//! answers on that thread alone; `crate::ask_all` prints what all threads spent beside it.

use std::time::{Duration, Instant};

/// Milliseconds of one answer.
#[derive(Clone, Copy)]
struct Cost {
    cpu: f64,
    clock: f64,
}

/// What all answers to questions of one kind cost, in order.
#[derive(Default)]
pub(crate) struct Costs(Vec<Cost>);

impl Costs {
    /// Asks once.
    pub(crate) fn of(&mut self, ask: impl FnOnce()) {
        let cpu = thread_cpu_ms();
        let began = Instant::now();
        ask();
        let clock = began.elapsed().as_secs_f64() * 1_000.0;
        let cpu = thread_cpu_ms() - cpu;
        self.0.push(Cost { cpu, clock });
    }

    /// Prints a line of all answers, and one of the first ones where every question was asked
    /// several times: a first one may have to read what none has touched before.
    pub(crate) fn tell(&self, name: &str, hits: usize, times: usize) {
        let firsts: Vec<Cost> = self.0.iter().step_by(times).copied().collect();
        let answers = self.0.len();
        println!(
            "{name}: {} questions, {answers} answers, {} hits each",
            firsts.len(),
            hits / answers.max(1)
        );
        if answers == 0 {
            return;
        }
        line("all answers", &self.0);
        if times > 1 {
            line("first answers", &firsts);
        }
    }
}

fn line(name: &str, costs: &[Cost]) {
    let shares = |of: fn(&Cost) -> f64| {
        let mut sorted: Vec<f64> = costs.iter().map(of).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
        format!(
            "p50 {:>6.2}  p99 {:>6.2}  most {:>7.2}",
            at(0.5),
            at(0.99),
            at(1.0)
        )
    };
    println!(
        "  {name:<14} ms of CPU: {}   by the clock: {}",
        shares(|cost| cost.cpu),
        shares(|cost| cost.clock)
    );
}

/// Of the calling thread. The system brings its account of a thread up to date when the thread
/// stops for a moment; without that the account moves in steps longer than most answers.
pub(crate) fn thread_cpu_ms() -> f64 {
    std::thread::sleep(Duration::from_nanos(1));
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let ns = account.split_whitespace().next().unwrap();
    ns.parse::<f64>().unwrap() / 1e6
}
