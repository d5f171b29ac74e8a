//! What an event says, in its own words: keyphrases, a summary of sentences taken out of its
//! documents, and what later documents say that earlier ones did not.
//!
//! Nothing here writes a word of its own: every phrase and sentence stands in a document.

mod figures;
mod news;
mod phrases;
mod sentences;
mod summary;
mod words;

pub use news::{NewFigure, News, what_is_new};
pub use phrases::{Phrase, keyphrases, single_words};
pub use sentences::sentences;
pub use summary::{Chosen, summary};

use model::Moment;

/// A text of an event.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// Headline.
    pub title: &'a str,
    /// Body.
    pub text: &'a str,
    /// When it was published.
    pub at: Moment,
    /// How many say it: one and its copies.
    pub voices: u32,
}

/// Characters of a body that are read: what happened stands in its beginning.
pub const READ_CHARS: usize = 1_200;

/// The beginning of a text that is read.
pub(crate) fn read_part(text: &str) -> &str {
    crate::understand::beginning(text, READ_CHARS)
}
