//! From an item to everything the line needs of it, in one pass over its words.

use crate::bulletins::Bulletin;
use crate::dated::{Day, days_named};
use crate::fold::fold_into;
use crate::gazetteer::Gazetteer;
use crate::language::language_of;
use crate::own_places::OwnPlace;
use crate::reading::Reader;
use crate::segment::{Segmenter, Words};
use crate::sketch::{Sketch, fingerprint};
use crate::terms::{Term, terms_of};
use crate::traces::{marks_of, numbers_of, opening_of, sketch_of};
use model::{Document, DocumentId, Item, Moment, Place, TimeNote, limits};
use std::sync::Arc;

/// What the engine places a document by.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Features {
    /// What it is about, sorted by key.
    pub terms: Vec<Term>,
    /// Hash of the folded text.
    pub fingerprint: u64,
    /// Its passages.
    pub sketch: Sketch,
    /// Hashes of the numbers in a short text, sorted: bulletins of one pattern differ only there.
    pub numbers: Vec<u32>,
    /// Passages of its first letters: which of two texts it begins with.
    pub opening: Vec<u32>,
    /// Keys of names and numbers of its beginning, sorted: a text rebuilt from another has others.
    pub marks: Vec<u32>,
    /// Divisions it speaks of.
    pub places: Vec<Place>,
    /// Days it names in its headline and first sentences.
    pub days: Vec<Day>,
    /// The market session it reports, if it is such a report.
    pub bulletin: Option<Bulletin>,
    /// When it was published.
    pub published_at: Option<Moment>,
}

/// An item understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// The document, still without a number.
    pub document: Document,
    /// Its words, for the index.
    pub words: Words,
    /// Folded title, `\n`, folded body, for the index.
    pub folded: String,
    /// What the engine needs.
    pub features: Features,
    /// Its author's pseudonym, which is no part of the document.
    pub voice: Option<i64>,
}

/// Understands items. Knows the user's words and the desk's own region.
#[derive(Debug, Clone)]
pub struct Understander {
    segmenter: Segmenter,
    gazetteer: Arc<Gazetteer>,
    /// Folded, sorted, each once.
    user_words: Vec<String>,
}

impl Understander {
    /// `user_words` come folded or not; `home` is the desk's own division.
    pub fn new(user_words: &[String], home: Option<Place>) -> Self {
        Self::with_places(user_words, home, &[])
    }

    /// The same with places that the desk adds; their names are kept whole.
    pub fn with_places(user_words: &[String], home: Option<Place>, own: &[OwnPlace]) -> Self {
        let folded: Vec<String> = own
            .iter()
            .flat_map(|place| std::iter::once(&place.name).chain(&place.also))
            .map(|name| crate::fold::fold(name))
            .collect();
        let names = folded
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty());
        let plain = Self {
            segmenter: Segmenter::new(names, Gazetteer::names()),
            gazetteer: Arc::new(Gazetteer::new(home, own)),
            user_words: Vec::new(),
        };
        plain.with_user_words(user_words)
    }

    /// The same with these user words in place of others. Cheap: what is large is shared.
    #[must_use]
    pub fn with_user_words(&self, user_words: &[String]) -> Self {
        let user_words = crate::user_words::settled(user_words);
        Self {
            segmenter: self.segmenter.with_user_words(&user_words),
            gazetteer: Arc::clone(&self.gazetteer),
            user_words,
        }
    }

    /// The user words, folded and sorted.
    pub fn user_words(&self) -> &[String] {
        &self.user_words
    }

    /// The segmenter, which queries share.
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// Understands one item. Titles and bodies beyond the limits are cut there.
    pub fn understand(&self, item: Item) -> Understood {
        let title = cut(item.title, limits::TITLE_CHARS_MAX);
        let text = cut(item.text, limits::TEXT_CHARS_MAX);
        let mut folded = String::with_capacity(title.len() + text.len() + 1);
        fold_into(&title, &mut folded);
        let title_end = folded.len();
        folded.push('\n');
        fold_into(&text, &mut folded);
        let (folded_title, folded_body) = parts(&folded, title_end);
        let words = self
            .segmenter
            .words(folded_title, beginning(folded_body, limits::TEXT_CHARS_MAX));
        let places = self.gazetteer.places(words.iter());
        let (published_at, time_note) =
            believed_time(item.published_at, item.time_note, item.arrived_at);
        let days = days_named(&folded, published_at);
        let bulletin = Bulletin::of(folded_title, &days, published_at);
        let terms = terms_of(&words, &folded, title_end, &text, bulletin);
        let features = Features {
            marks: marks_of(&terms),
            terms,
            days,
            bulletin,
            fingerprint: fingerprint(folded_title, folded_body),
            sketch: sketch_of(folded_title, folded_body),
            numbers: numbers_of(folded_title, folded_body),
            opening: opening_of(folded_body),
            places: places.clone(),
            published_at: Some(published_at),
        };
        let document = Document {
            id: DocumentId(0),
            key: item.key,
            source: item.source,
            url: item.url,
            language: language_of(&folded),
            published_at,
            time_note,
            arrived_at: item.arrived_at,
            fingerprint: features.fingerprint,
            places,
            reading: Reader::shipped().read(folded_title, folded_body),
            title,
            text,
        };
        Understood {
            document,
            words,
            folded,
            features,
            voice: item.voice,
        }
    }
}

/// The fingerprint that a title and a body get when they are understood.
pub fn fingerprint_of(title: &str, text: &str) -> u64 {
    let folded_title = crate::fold::fold(beginning(title, limits::TITLE_CHARS_MAX));
    let folded_body = crate::fold::fold(beginning(text, limits::TEXT_CHARS_MAX));
    fingerprint(&folded_title, &folded_body)
}

/// The published time if it can be true, else the arrival time, and what became of the claim.
pub(crate) fn believed_time(
    claimed: Option<Moment>,
    note: TimeNote,
    arrived: Moment,
) -> (Moment, TimeNote) {
    const YEAR_MS: i64 = 365 * 24 * model::HOUR_MS;
    let earliest = arrived
        .0
        .saturating_sub(limits::PUBLISHED_PAST_YEARS_MAX * YEAR_MS);
    let latest = arrived
        .0
        .saturating_add(limits::PUBLISHED_AHEAD_HOURS_MAX * model::HOUR_MS);
    match claimed {
        Some(at) if (earliest..=latest).contains(&at.0) => (at, note),
        Some(_) => (arrived, TimeNote::Implausible),
        None if note == TimeNote::Unreadable => (arrived, note),
        None => (arrived, TimeNote::Missing),
    }
}

fn cut(text: String, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => text.get(..end).map(str::to_owned).unwrap_or_default(),
        None => text,
    }
}

pub(crate) fn beginning(text: &str, chars_max: usize) -> &str {
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

fn parts(folded: &str, title_end: usize) -> (&str, &str) {
    (
        folded.get(..title_end).unwrap_or_default(),
        folded.get(title_end + 1..).unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{HOUR_MS, ItemKey, Language, SourceId};

    fn item(title: &str, text: &str) -> Item {
        Item {
            key: ItemKey::of_file("1"),
            source: SourceId(1),
            url: None,
            title: title.into(),
            text: text.into(),
            published_at: Some(Moment(1_700_000_000_000)),
            time_note: TimeNote::Given,
            arrived_at: Moment(1_700_000_100_000),
            voice: None,
        }
    }

    #[test]
    fn one_pass_gives_everything() {
        let understood = Understander::new(&[], None)
            .understand(item("涿州暴雨", "河北涿州連日暴雨，道路積水。"));
        assert_eq!(understood.folded, "涿州暴雨\n河北涿州连日暴雨,道路积水。");
        assert_eq!(
            understood.document.text, "河北涿州連日暴雨，道路積水。",
            "the original is kept"
        );
        assert_eq!(understood.document.language, Language::Chinese);
        assert_eq!(understood.document.places, [Place(130_681)]);
        let rain = understood
            .features
            .terms
            .iter()
            .find(|term| term.in_title && term.count >= 2);
        assert!(
            rain.is_some(),
            "a word of headline and body weighs most: {:?}",
            understood.features.terms
        );
    }

    #[test]
    fn empty_and_tiny_texts_are_understood() {
        let understander = Understander::new(&[], None);
        for (title, text) in [("", ""), ("", "啊"), ("a", ""), ("\u{202e}", "\u{0}")] {
            let understood = understander.understand(item(title, text));
            assert!(understood.features.terms.is_empty());
        }
    }

    #[test]
    fn times_that_cannot_be_true_are_not_believed() {
        let arrived = Moment(1_700_000_000_000);
        let given = TimeNote::Given;
        let check = |claimed: Option<i64>, expected: (i64, TimeNote)| {
            let (at, note) = believed_time(claimed.map(Moment), given, arrived);
            assert_eq!((at.0, note), expected, "{claimed:?}");
        };
        check(Some(arrived.0 - 5), (arrived.0 - 5, given));
        check(Some(arrived.0 + HOUR_MS), (arrived.0 + HOUR_MS, given));
        check(Some(0), (arrived.0, TimeNote::Implausible));
        check(Some(4_070_908_800_000), (arrived.0, TimeNote::Implausible));
        check(Some(i64::MIN), (arrived.0, TimeNote::Implausible));
        check(None, (arrived.0, TimeNote::Missing));
    }
}
