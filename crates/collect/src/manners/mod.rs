//! The manners of the house: robots.txt, pace, patience, and no knocking at closed doors.

mod book;
mod pace;
mod paths;
mod patience;
mod rules;
mod shelf;
mod wall;

pub(crate) use book::Book;
pub(crate) use pace::{Pace, Turn, Wish, too_long};
pub(crate) use patience::{named_pause, refuses};
pub(crate) use rules::{ROBOTS_BYTES_MAX, Rules};
pub(crate) use shelf::{Kept, Shelf, Standing};
pub(crate) use wall::{asks_for_log_in, is_log_in};

use tokio::sync::Semaphore;

/// Large bodies that are in memory at the same time, 15 MiB each at most.
const LARGE_BODIES_MAX: usize = 16;

/// What is remembered between fetches.
#[derive(Debug)]
pub(crate) struct Manners {
    pub(crate) shelf: Shelf,
    pub(crate) pace: Pace,
    pub(crate) large: Semaphore,
    /// The name by which robots.txt knows us.
    pub(crate) agent: String,
}

impl Manners {
    /// Knows nobody but whom the book names.
    pub(crate) fn new(user_agent: &str, book: Option<Book>) -> Self {
        let token = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_');
        Self {
            shelf: Shelf::default(),
            pace: Pace::remembering(book),
            large: Semaphore::new(LARGE_BODIES_MAX),
            agent: user_agent.chars().take_while(|c| token(*c)).collect(),
        }
    }
}
