//! Go and look. Conditional GET, limits, the private-address guard.
//!
//! One outbound client for the whole house. Which addresses may be dialled is decided on the
//! addresses that are then dialled, after resolution, at every hop: a name that changes its
//! answer between check and use gains nothing.
#![forbid(unsafe_code)]

mod client;
mod fetch;
mod guard;
mod resolve;

pub use fetch::{FetchConfig, GuardedFetcher};
pub use guard::{AddressPolicy, PublicOnly, is_public};
pub use resolve::{Resolver, SystemResolver};
