//! What does this page say? Bytes to feed, plain text, charset, dates, canonical URL. Pure.
//!
//! Read in this order: [`decode`] makes text of bytes; [`read_feed`] makes entries of text, through
//! a pass over the XML that bounds and mends it before the feed parser sees it; [`plain_text`],
//! [`read_time`] and [`canonical_url`] make the parts of an entry.
#![forbid(unsafe_code)]

mod charset;
mod clean;
mod dates;
mod entities;
mod entry;
mod feed;
mod feed_problem;
mod json_shape;
mod markup;
mod plain_text;
mod reference;
mod url;
mod xml_mend;
mod zones;

pub use charset::{Decoded, decode};
pub use clean::{clean_line, clean_text};
pub use dates::read_time;
pub use entry::Entry;
pub use feed::{Feed, FeedKind, read_feed, read_feed_in};
pub use feed_problem::FeedProblem;
pub use plain_text::plain_text;
pub use url::canonical_url;
