//! What is being done to the search index, told in the terminal where it takes longer than a moment.

use crate::output;
use desk::IndexProgress;
use desk::line::CatchingUp;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// What is over sooner is not told.
const MOMENT: Duration = Duration::from_secs(2);
/// How often it is told again.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// Tells of it for as long as the process lives.
pub(crate) async fn tell_of_index(progress: IndexProgress) {
    let mut began: Option<Instant> = None;
    let mut told: Option<Instant> = None;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        match progress.now() {
            Some(work) => {
                let began = began.get_or_insert_with(Instant::now);
                let due = told.is_none_or(|told| told.elapsed() >= TELL_EVERY);
                if began.elapsed() >= MOMENT && due {
                    output::note(&work.to_string());
                    told = Some(Instant::now());
                }
            }
            None => {
                if let (Some(began), Some(_)) = (began.take(), told.take()) {
                    let seconds = began.elapsed().as_secs();
                    output::note(&format!(
                        "the search index holds everything again, after {seconds} s"
                    ));
                }
            }
        }
    }
}

/// Tells how far catching up has come before a command begins.
pub(crate) fn tell_of_catching_up() -> CatchingUp {
    let began = Instant::now();
    let told = Mutex::new(None::<Instant>);
    Arc::new(move |done, of| {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        let due = told.is_none_or(|told| told.elapsed() >= TELL_EVERY);
        if began.elapsed() >= MOMENT && due {
            let percent = (done * 100).checked_div(of).unwrap_or(100);
            output::note(&format!(
                "catching up with what is kept: {percent} % ({done} of {of} documents)"
            ));
            *told = Some(Instant::now());
        }
    })
}
