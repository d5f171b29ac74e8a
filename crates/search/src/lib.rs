//! Where is it said? A parsed query to answers (tantivy).
//!
//! Two text fields: `words`, cut by jieba, ranks; `body`, every pair of neighbouring characters
//! with its position, finds exact sequences. Nothing is stored but numbers: texts live in the
//! store, from which the whole index can be made anew.
#![forbid(unsafe_code)]

mod errors;
mod execute;
mod index;
mod schema;
mod settled;
mod tokenizers;

pub use index::{IndexSettings, TantivyIndex};
