//! The fields of the index.

use crate::tokenizers::{JoinedWords, Pairs};
use tantivy::Index;
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing,
    TextOptions,
};

const WORDS_TOKENIZER: &str = "joined_words";
const PAIRS_TOKENIZER: &str = "pairs";
/// Name of the field with the document's number.
pub(crate) const ID: &str = "id";
/// Name of the field with the published time.
pub(crate) const PUBLISHED_AT: &str = "published_at";

/// Handles of all fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) published_at: Field,
    /// The source's name, folded, whole.
    pub(crate) source: Field,
    /// Words for ranking and for whole words.
    pub(crate) words: Field,
    /// Pairs of characters for exact sequences.
    pub(crate) body: Field,
}

pub(crate) fn make() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = NumericOptions::default().set_fast();
    let words = TextFieldIndexing::default()
        .set_tokenizer(WORDS_TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqs)
        .set_fieldnorms(true);
    let pairs = TextFieldIndexing::default()
        .set_tokenizer(PAIRS_TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let fields = Fields {
        id: builder.add_i64_field(ID, number.clone()),
        published_at: builder.add_i64_field(PUBLISHED_AT, number | INDEXED),
        source: builder.add_text_field("source", STRING),
        words: builder.add_text_field("words", TextOptions::default().set_indexing_options(words)),
        body: builder.add_text_field("body", TextOptions::default().set_indexing_options(pairs)),
    };
    (builder.build(), fields)
}

pub(crate) fn register_tokenizers(index: &Index) {
    index
        .tokenizers()
        .register(WORDS_TOKENIZER, JoinedWords::default());
    index
        .tokenizers()
        .register(PAIRS_TOKENIZER, Pairs::default());
}
