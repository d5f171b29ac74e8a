//! The fields of the index.

use crate::tokenizers::{JoinedWords, Pairs};
use ports::IndexEntry;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, TantivyDocument};

const WORDS_TOKENIZER: &str = "joined_words";
const PAIRS_TOKENIZER: &str = "pairs";
/// Names of the columns.
pub(crate) const ID: &str = "id";
pub(crate) const PUBLISHED_AT: &str = "published_at";
pub(crate) const SOURCE_ID: &str = "source_id";
pub(crate) const PLACE: &str = "place";
pub(crate) const LANGUAGE: &str = "language";
pub(crate) const CATEGORY: &str = "category";
pub(crate) const TONE: &str = "tone";

/// A title and a body, each with a field of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) title: Field,
    pub(crate) body: Field,
}

/// Handles of all fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) published_at: Field,
    source_id: Field,
    place: Field,
    language: Field,
    category: Field,
    tone: Field,
    /// The source's name, folded, whole.
    pub(crate) source: Field,
    /// What is known of a document besides its text, as `name:value`.
    pub(crate) facts: Field,
    /// Words for ranking and for whole words.
    pub(crate) words: Pair,
    /// Pairs of characters for exact sequences.
    pub(crate) pairs: Pair,
}

pub(crate) fn make() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = |tokenizer: &str, option, norms| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let words = indexing(WORDS_TOKENIZER, IndexRecordOption::WithFreqs, true);
    let pairs = indexing(
        PAIRS_TOKENIZER,
        IndexRecordOption::WithFreqsAndPositions,
        false,
    );
    let facts = indexing("raw", IndexRecordOption::Basic, false);
    let fields = Fields {
        id: builder.add_i64_field(ID, FAST),
        published_at: builder.add_i64_field(PUBLISHED_AT, FAST),
        source_id: builder.add_i64_field(SOURCE_ID, FAST),
        place: builder.add_u64_field(PLACE, FAST),
        language: builder.add_u64_field(LANGUAGE, FAST),
        category: builder.add_u64_field(CATEGORY, FAST),
        tone: builder.add_u64_field(TONE, FAST),
        source: builder.add_text_field("source", STRING),
        facts: builder.add_text_field("facts", facts),
        words: Pair {
            title: builder.add_text_field("title_words", words.clone()),
            body: builder.add_text_field("body_words", words),
        },
        pairs: Pair {
            title: builder.add_text_field("title_pairs", pairs.clone()),
            body: builder.add_text_field("body_pairs", pairs),
        },
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

/// The number that stands for a value in its column: its place among all.
pub(crate) fn code<T: PartialEq>(all: &[T], value: &T) -> u64 {
    let place = all.iter().position(|other| other == value);
    place.unwrap_or(all.len()) as u64
}

impl Fields {
    pub(crate) fn document(&self, entry: &IndexEntry) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_i64(self.id, entry.id.0);
        document.add_i64(self.published_at, entry.published_at.0);
        document.add_i64(self.source_id, entry.source_id.0);
        for place in &entry.places {
            document.add_u64(self.place, u64::from(place.0));
        }
        document.add_u64(self.language, code(&model::Language::ALL, &entry.language));
        document.add_u64(self.category, code(&model::Category::ALL, &entry.category));
        document.add_u64(self.tone, code(&model::Tone::ALL, &entry.tone));
        document.add_text(self.source, analysis::fold::fold(&entry.source));
        for fact in facts(entry) {
            document.add_text(self.facts, fact);
        }
        let (title_words, body_words) = split_words(&entry.words, entry.words_in_title);
        let (title, body) = entry.body.split_once('\n').unwrap_or((&entry.body, ""));
        for (field, text) in [
            (self.words.title, title_words),
            (self.words.body, body_words),
            (self.pairs.title, title),
            (self.pairs.body, body),
        ] {
            if !text.is_empty() {
                document.add_text(field, text);
            }
        }
        document
    }
}

fn facts(entry: &IndexEntry) -> Vec<String> {
    let mut facts = vec![
        format!("kind:{}", entry.kind.word()),
        format!("owner:{}", entry.owner.word()),
        format!("lang:{}", entry.language.tag()),
        format!("category:{}", entry.category.word()),
        format!("tone:{}", entry.tone.word()),
    ];
    for place in entry.places.iter().flat_map(|place| place.with_above()) {
        let fact = format!("place:{}", place.0);
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    if let Some(host) = entry.url.as_deref().and_then(analysis::query::host) {
        let below = host.match_indices('.').map(|(at, _)| at + 1);
        let domains = std::iter::once(0).chain(below);
        facts.extend(domains.filter_map(|at| Some(format!("site:{}", host.get(at..)?))));
    }
    facts
}

/// The words of the title, and those of the body.
fn split_words(words: &str, in_title: usize) -> (&str, &str) {
    if in_title == 0 {
        return ("", words);
    }
    let mut parts = words.match_indices(crate::tokenizers::WORD_PART);
    match parts.nth(in_title - 1) {
        Some((at, part)) => (
            words.get(..at).unwrap_or_default(),
            words.get(at + part.len()..).unwrap_or_default(),
        ),
        None => (words, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_title_come_first() {
        let words = "路面\u{1f}塌陷\u{1f}昨夜";
        assert_eq!(split_words(words, 2), ("路面\u{1f}塌陷", "昨夜"));
        assert_eq!(split_words(words, 0), ("", words));
        assert_eq!(split_words(words, 3), (words, ""));
        assert_eq!(split_words("", 0), ("", ""));
    }
}
