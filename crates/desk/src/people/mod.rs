//! People: how they come in, what they change of themselves, who arranges them.

mod codes;
mod demonstration;
mod directory;
mod links;
mod own;
mod passwords;
mod sign_in;
pub(crate) mod tokens;
mod tries;
mod units;

pub use codes::CodeOffer;
pub use directory::{Directory, PersonSheet};
pub use links::{FirstLink, OpenLink};
pub use own::OwnSheet;
pub(crate) use sign_in::Gate;
pub use sign_in::{Caller, SignIn};
