//! What does this page say? Bytes → feed, plain text, charset, dates, canonical address.
//!
//! Pure, and cannot fail on bad input in any other way than by saying what is wrong with it.
#![forbid(unsafe_code)]

mod address;
mod charset;
mod dates;
mod feed;
mod plain_text;

pub use address::canonical_url;
pub use charset::{Decoded, decode};
pub use dates::read_time;
pub use feed::{Entry, Feed, FeedKind, FeedProblem, read_feed};
pub use plain_text::{clean_line, clean_text, html_to_text};
