//! Topics: saved questions with an owner, what is said of them, and where word of them goes.
//! `docs/specs/topics.md` says how.

mod asking;
mod form;
mod keeping;
mod resolving;
mod routes;
mod sheet;
mod tallies;
mod window;

pub use form::{TopicChoices, TopicForm, TopicKept};
pub use routes::{RouteForm, RouteRow};
pub use sheet::{TopicBar, TopicSheet};
pub use tallies::{Beside as TopicShare, Tally, TopicEvent};
pub use window::TopicPeriod;
