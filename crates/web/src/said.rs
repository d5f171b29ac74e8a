//! What the desk said of a visit, in the language of the page. Errors, warnings and notes are kept
//! as English sentences, so that the command line, the log and old visits need no catalogue; here
//! the sentences are recognised and said in Chinese. What is not recognised (the words of a server
//! or of the system) stays as it is.

mod sentences;

use crate::language::Language;
use sentences::SENTENCES;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Between two sentences of one note.
const JOINT: &str = "; ";
/// The same in Chinese.
const JOINT_ZH: &str = "；";
/// Sentences inside one another: robots.txt names an error, which names a status.
const DEPTH_MAX: usize = 3;
/// Bytes of a note that are looked at: notes are kept no longer.
const NOTE_BYTES_MAX: usize = 16 * 1024;

/// A sentence with places for what changes.
struct Sentence {
    /// What stands between the places; the first before the first place.
    literals: Vec<&'static str>,
    chinese: &'static str,
    /// Bytes of the literals: of two that fit the longer says more.
    weight: usize,
}

static KNOWN: LazyLock<Vec<Sentence>> = LazyLock::new(|| {
    let mut known: Vec<Sentence> = SENTENCES
        .iter()
        .map(|(english, chinese)| {
            let literals: Vec<&str> = english.split("{}").collect();
            Sentence {
                weight: literals.iter().map(|literal| literal.len()).sum(),
                literals,
                chinese,
            }
        })
        .collect();
    known.sort_by_key(|sentence| std::cmp::Reverse(sentence.weight));
    known
});

/// A note in the language of the page.
pub(crate) fn said(note: &str, language: Language) -> String {
    match language {
        Language::English => note.to_owned(),
        Language::Chinese => in_chinese(note, 0),
    }
}

fn in_chinese(note: &str, depth: usize) -> String {
    if depth > DEPTH_MAX || note.len() > NOTE_BYTES_MAX {
        return note.to_owned();
    }
    let mut out = String::new();
    let mut rest = note;
    while !rest.is_empty() {
        if !out.is_empty() {
            out.push_str(JOINT_ZH);
        }
        let fits = KNOWN
            .iter()
            .find_map(|sentence| Some((sentence, sentence.fits(rest)?)));
        if let Some((sentence, (filled, after))) = fits {
            sentence.say(&filled, depth, &mut out);
            rest = after;
        } else {
            let (unknown, after) = rest.split_once(JOINT).unwrap_or((rest, ""));
            out.push_str(unknown);
            rest = after;
        }
    }
    out
}

impl Sentence {
    /// What stands in the places, and what comes after the sentence, if the text begins with it.
    fn fits<'a>(&self, text: &'a str) -> Option<(Vec<&'a str>, &'a str)> {
        let (first, others) = self.literals.split_first()?;
        let mut rest = text.strip_prefix(first)?;
        if others.is_empty() {
            return Some((Vec::new(), end(rest)?));
        }
        let mut filled = Vec::with_capacity(others.len());
        for (number, literal) in others.iter().enumerate() {
            let last = number + 1 == others.len();
            let (place, after) = match (last, literal.is_empty()) {
                // The last place reaches to the end of the sentence.
                (true, true) => rest.split_once(JOINT).unwrap_or((rest, "")),
                (true, false) => last_literal(rest, literal)?,
                (false, _) => rest.split_once(literal)?,
            };
            // A sentence begins with what it is about; it does not reach over another sentence.
            if number == 0 && first.is_empty() && place.contains(JOINT) {
                return None;
            }
            filled.push(place);
            rest = after;
        }
        Some((filled, rest))
    }

    fn say(&self, filled: &[&str], depth: usize, out: &mut String) {
        let mut pieces = self.chinese.split('{');
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (number, after) = piece.split_once('}').unwrap_or(("", piece));
            let place = number.parse::<usize>().ok().and_then(|at| filled.get(at));
            if let Some(place) = place {
                let _ = write!(out, "{}", in_chinese(place, depth + 1));
            }
            out.push_str(after);
        }
    }
}

/// What comes after a sentence that ends here.
fn end(rest: &str) -> Option<&str> {
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix(JOINT)
}

/// The first place where the sentence can end with these words.
fn last_literal<'a>(text: &'a str, literal: &str) -> Option<(&'a str, &'a str)> {
    text.match_indices(literal).find_map(|(at, found)| {
        let (place, rest) = text.split_at_checked(at)?;
        Some((place, end(rest.get(found.len()..)?)?))
    })
}

#[cfg(test)]
mod tests;
