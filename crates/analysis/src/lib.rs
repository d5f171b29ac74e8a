//! What does it mean? Words, fingerprints, copies, event placement, heat, the query grammar.
//!
//! Pure: state in, decision out. No clock, randomness, file, socket or async.
//! [`Understander`] makes everything the line needs from an item, with one tokenisation;
//! [`engine::Engine`] decides where a document belongs; [`query`] is what people ask.
#![forbid(unsafe_code)]

mod background;
mod bulletins;
pub mod bursts;
mod dated;
mod days;
mod differences;
pub mod engine;
pub mod floods;
pub mod fold;
mod gazetteer;
pub mod gist;
mod headline;
pub mod heat;
pub mod hot_list;
mod kept_whole;
mod language;
pub mod logistic;
mod mask;
mod own_places;
mod points;
pub mod query;
pub mod reading;
pub mod rhythm;
pub mod score;
mod segment;
mod shared;
mod sketch;
pub mod spread;
mod stopwords;
mod terms;
mod traces;
mod understand;
pub mod user_words;
mod usual;

pub use bulletins::Bulletin;
pub use dated::Day;
pub use days::{day_number, start_of_day};
pub use differences::{SaidWords, WordDifference, said_words, word_differences};
pub use gazetteer::{Gazetteer, place_name};
pub use headline::central_headline;
pub use language::language_of;
pub use mask::{is_personal, masked};
pub use own_places::{OwnPlace, read_own_places};
pub use points::{county_seats, place_at};
pub use segment::{Segmenter, WordKind, Words};
pub use shared::SharedUnderstander;
pub use sketch::{Overlap, Sketch};
pub use terms::{Term, key_of};
pub use understand::{Features, Understander, Understood, fingerprint_of};
pub use usual::{USUAL_DAYS, Unusual, Usual};
