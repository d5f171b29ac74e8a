//! Texts that stand close to one another. A Han character is one unit, and so is a word of a
//! script that writes spaces; marks and blanks count nothing. The distance of two texts is how
//! many units stand between them; texts that overlap have none.

use crate::fold::{is_han, is_spaced_letter};
use model::{Closeness, Near, Query};

/// Where a text stands: its first unit and one past its last.
type Range = (usize, usize);

pub(super) fn holds(near: &Near, text: &str) -> bool {
    match near.closeness {
        Closeness::Units(units) => chained(near, text, units),
        Closeness::Sentence => sentences(text).any(|sentence| chained(near, sentence, usize::MAX)),
    }
}

fn chained(near: &Near, text: &str, units: usize) -> bool {
    let counted = Units::of(text);
    let mut reached: Vec<Range> = Vec::new();
    for (at, options) in near.operands.iter().enumerate() {
        let places = places(options, text, &counted);
        reached = if at == 0 {
            places
        } else {
            let close = |place: &Range| {
                reached
                    .iter()
                    .any(|before| is_close(*before, *place, units, near.ordered))
            };
            places.into_iter().filter(close).collect()
        };
        if reached.is_empty() {
            return false;
        }
    }
    true
}

fn is_close(before: Range, place: Range, units: usize, ordered: bool) -> bool {
    if before.1 <= place.0 {
        return place.0 - before.1 <= units;
    }
    if place.1 <= before.0 {
        return !ordered && before.0 - place.1 <= units;
    }
    // They overlap; in order still means that the first begins first.
    !ordered || before.0 < place.0
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', '!', '?', '！', '？', '\n', '…', ';', '；'])
        .flat_map(|piece| piece.split(". "))
}

fn places(options: &[Query], text: &str, units: &Units) -> Vec<Range> {
    let mut places = Vec::new();
    for option in options {
        match option {
            Query::Word(_, word) => each_word(text, |start, found| {
                if found == word {
                    places.push(units.range(start, start + found.len()));
                }
            }),
            Query::Prefix(_, stem) => each_word(text, |start, found| {
                if found.starts_with(stem.as_str()) {
                    places.push(units.range(start, start + found.len()));
                }
            }),
            Query::Sequence(_, sequence) => {
                let mut from = 0;
                while let Some(at) = text
                    .get(from..)
                    .and_then(|rest| rest.find(sequence.as_str()))
                {
                    let start = from + at;
                    places.push(units.range(start, start + sequence.len()));
                    let first = sequence.chars().next().map_or(1, char::len_utf8);
                    from = start + first;
                }
            }
            _ => {}
        }
    }
    places
}

fn each_word<'a>(text: &'a str, mut each: impl FnMut(usize, &'a str)) {
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_spaced_letter(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                each(from, text.get(from..at).unwrap_or_default());
                start = None;
            }
            _ => {}
        }
    }
}

/// Where the units of a text begin, in bytes.
struct Units {
    starts: Vec<usize>,
}

impl Units {
    fn of(text: &str) -> Self {
        let mut starts = Vec::new();
        let mut in_word = false;
        for (at, c) in text.char_indices() {
            let letter = is_spaced_letter(c);
            if is_han(c) || letter && !in_word {
                starts.push(at);
            }
            in_word = letter;
        }
        Self { starts }
    }

    /// The units that a range of bytes touches.
    fn range(&self, start: usize, end: usize) -> Range {
        // A range may begin inside a word: that word is touched.
        let first = self.starts.partition_point(|unit| *unit <= start);
        let past = self.starts.partition_point(|unit| *unit < end);
        (first.saturating_sub(1).min(past), past)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Part;

    fn near(first: &str, second: &str, closeness: Closeness, ordered: bool) -> Near {
        let sequence = |text: &str| vec![Query::Sequence(Part::Whole, text.into())];
        Near {
            operands: vec![sequence(first), sequence(second)],
            closeness,
            ordered,
            part: Part::Whole,
        }
    }

    #[test]
    fn units_are_han_characters_and_whole_words() {
        let text = "青岚县的 heavy rain 昨夜,停电";
        // Between 青岚 and 停电: 县 的 heavy rain 昨 夜.
        for (units, expected) in [(5, false), (6, true)] {
            let closeness = Closeness::Units(units);
            assert_eq!(
                holds(&near("青岚", "停电", closeness, false), text),
                expected
            );
            assert_eq!(
                holds(&near("停电", "青岚", closeness, false), text),
                expected
            );
            assert!(!holds(&near("停电", "青岚", closeness, true), text));
        }
        assert!(holds(
            &near("青岚", "岚县", Closeness::Units(0), true),
            text
        ));
        assert!(holds(
            &near("eavy", "rain", Closeness::Units(0), true),
            text
        ));
    }

    #[test]
    fn sentences_end_where_they_end() {
        let text = "学校停课。医院照常!rain fell. snow fell";
        let near = |a, b| near(a, b, Closeness::Sentence, false);
        assert!(holds(&near("停课", "学校"), text));
        assert!(!holds(&near("学校", "医院"), text));
        assert!(holds(&near("snow", "fell"), text));
        assert!(!holds(&near("rain", "snow"), text));
    }

    #[test]
    fn a_chain_goes_on_from_what_was_reached() {
        let mut chain = near("a", "b", Closeness::Units(1), false);
        chain
            .operands
            .push(vec![Query::Word(Part::Whole, "c".into())]);
        assert!(holds(&chain, "a x b y c"));
        assert!(!holds(&chain, "a b 一二三 c"));
        assert!(holds(&chain, "b 一二三 a b c"));
    }
}
