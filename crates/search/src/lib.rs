//! Where is it said? A parsed query to answers (tantivy).
//!
//! Title and body have two text fields each: words, cut by jieba, rank; pairs of neighbouring
//! characters with their positions find exact sequences. What else is known of a document stands
//! in one field of facts, to be asked for, and in columns, to be counted. No text is stored: texts
//! live in the store, from which the whole index can be made anew.
#![forbid(unsafe_code)]

mod decayed;
mod disk;
mod errors;
mod execute;
mod facets;
mod index;
mod listed;
mod schema;
mod settings;
mod settled;
mod tokenizers;
mod window;
mod words_index;

pub use index::TantivyIndex;
pub use settings::IndexSettings;
