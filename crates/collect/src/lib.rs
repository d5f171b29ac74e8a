//! Go and look. Conditional GET, limits, the private-address guard.
//!
//! One outbound client for the whole house. Which addresses may be dialled is decided on the
//! addresses that are then dialled, after resolution, at every hop: a name that changes its
//! answer between check and use gains nothing.
//!
//! It has manners: it reads robots.txt and obeys, asks one host two things at a time and one a
//! second at most, stays away while a server wants to be left alone, and turns back at log-ins.
#![forbid(unsafe_code)]

mod answer;
mod body;
mod budget;
mod client;
mod config;
mod fetch;
mod guard;
mod manners;
mod notes;
mod photograph;
mod resolve;
mod robots;

pub use config::FetchConfig;
pub use fetch::GuardedFetcher;
pub use guard::{AddressPolicy, PublicOnly, is_public};
pub use photograph::{BrowserConfig, BrowserPhotographer};
pub use resolve::{Resolver, SystemResolver};
