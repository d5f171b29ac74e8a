//! Folding for matching: full width to half, compatibility forms to plain ones, capitals to
//! small, traditional to simplified, white space to one blank. The original is kept elsewhere;
//! what is folded is only compared.
//!
//! Every character folds by itself, so the folding of a fragment is a fragment of the folding:
//! that is what lets a quoted query find its exact character sequence. (A dictionary of phrases
//! would read 頭髮 better, but would fold a fragment differently from the whole.)

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Beyond this code point nothing folds except through general rules.
const TABLE_END: u32 = 0x3_0000;
/// The character is dropped.
const DROP: u32 = u32::MAX;
/// The character becomes a blank.
const BLANK: u32 = u32::MAX - 1;
/// The character becomes several, which stand in the side table.
const SEVERAL: u32 = u32::MAX - 2;

struct Table {
    one: Vec<u32>,
    several: FxHashMap<u32, Vec<char>>,
}

/// A folded text that remembers where each of its characters came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each character of `text`, the byte range in the composed original it came from.
    pub origin: Vec<(u32, u32)>,
}

/// Folds a text. Leading and trailing blanks are gone.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Folds a text onto the end of `out`.
pub fn fold_into(text: &str, out: &mut String) {
    let begin = out.len();
    let mut blank = false;
    for c in composed(text).chars() {
        each_folded(c, |folded| match folded {
            ' ' => blank = out.len() > begin,
            c => {
                if blank {
                    out.push(' ');
                    blank = false;
                }
                out.push(c);
            }
        });
    }
}

/// Folds a text and remembers where each character came from. The origins refer to the text
/// given back first, which is the original with combining sequences composed.
pub fn fold_with_origin(text: &str) -> (Cow<'_, str>, Folded) {
    let original = composed(text);
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        origin: Vec::new(),
    };
    let mut blank: Option<(u32, u32)> = None;
    for (start, c) in original.char_indices() {
        let place = (start as u32, (start + c.len_utf8()) as u32);
        each_folded(c, |out| {
            if out == ' ' {
                blank = blank.or((!folded.text.is_empty()).then_some(place));
                return;
            }
            if let Some(place) = blank.take() {
                folded.text.push(' ');
                folded.origin.push(place);
            }
            folded.text.push(out);
            folded.origin.push(place);
        });
    }
    (original, folded)
}

/// Whether the character is a Han ideograph.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{3007}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether the character is a letter or digit: the same as the standard library says, which goes through a
/// table for what most of our texts are made of.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// Whether the character is a letter or digit of a script that writes spaces between words.
pub fn is_spaced_letter(c: char) -> bool {
    !is_han(c) && c.is_alphanumeric()
}

/// Combining sequences become single characters where there are any; most texts have none.
fn composed(text: &str) -> Cow<'_, str> {
    if text
        .chars()
        .any(|c| c >= '\u{300}' && (is_combining_mark(c) || ('\u{1100}'..='\u{11ff}').contains(&c)))
    {
        Cow::Owned(text.nfc().collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn each_folded(c: char, mut emit: impl FnMut(char)) {
    let table = table();
    let code = c as u32;
    match table.one.get(code as usize).copied() {
        Some(DROP) => {}
        Some(BLANK) => emit(' '),
        Some(SEVERAL) => table
            .several
            .get(&code)
            .into_iter()
            .flatten()
            .copied()
            .for_each(emit),
        Some(one) => emit(char::from_u32(one).unwrap_or(c)),
        None if is_dropped(c) => {}
        None => emit(c),
    }
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(make_table)
}

fn make_table() -> Table {
    let simplified = simplified_forms();
    let mut table = Table {
        one: Vec::with_capacity(TABLE_END as usize),
        several: FxHashMap::default(),
    };
    for code in 0..TABLE_END {
        let entry =
            char::from_u32(code).map_or(DROP, |c| entry_of(c, &simplified, &mut table.several));
        table.one.push(entry);
    }
    table
}

fn entry_of(
    c: char,
    simplified: &FxHashMap<char, char>,
    several: &mut FxHashMap<u32, Vec<char>>,
) -> u32 {
    if c.is_whitespace() {
        return BLANK;
    }
    if is_dropped(c) {
        return DROP;
    }
    let folded: Vec<char> = std::iter::once(c)
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_dropped(*c))
        .map(|c| simplified.get(&c).copied().unwrap_or(c))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    match folded.as_slice() {
        [] => DROP,
        [' '] => BLANK,
        [one] => *one as u32,
        _ => {
            several.insert(c as u32, folded);
            SEVERAL
        }
    }
}

/// Controls, and marks that format but say nothing: bidi marks, joiners, soft hyphens,
/// variation selectors. Dropped, so that they can neither hide nor fake a match.
fn is_dropped(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Traditional characters with their simplified form, one by one.
fn simplified_forms() -> FxHashMap<char, char> {
    let converter =
        OpenCC::from_config(BuiltinConfig::T2s).expect("the dictionaries are compiled in");
    let han: Vec<char> = (0x3400..TABLE_END)
        .filter_map(char::from_u32)
        .filter(|c| is_han(*c))
        .collect();
    // One character a line, so that no phrase of the dictionary can match across two.
    let lines: String = han.iter().flat_map(|c| [*c, '\n']).collect();
    let converted = converter.convert(&lines);
    han.iter()
        .zip(converted.lines())
        .filter_map(|(from, to)| {
            let mut chars = to.chars();
            let to = chars.next()?;
            (chars.next().is_none() && to != *from).then_some((*from, to))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_those_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn folds_width_case_script_and_space() {
        for (text, expected) in [
            ("ＡＢＣ１２３", "abc123"),
            ("頭髮與發財", "头发与发财"),
            ("a\u{3000}\t\n b ", "a b"),
            ("　　开头", "开头"),
            ("“引号”，逗号", "“引号”,逗号"),
            ("Cafe\u{301}", "caf\u{e9}"),
            ("\u{202e}evil\u{202c}", "evil"),
            ("零\u{200b}宽", "零宽"),
            ("㎡①", "m21"),
            ("İ", "i\u{307}"),
            ("", ""),
            (" \u{feff} ", ""),
        ] {
            assert_eq!(fold(text), expected, "{text:?}");
        }
    }

    #[test]
    fn origin_points_back() {
        let (original, folded) = fold_with_origin("說：  ＡＢ①㎡");
        assert_eq!(folded.text, "说: ab1m2");
        let back: Vec<&str> = folded
            .origin
            .iter()
            .map(|(start, end)| original.get(*start as usize..*end as usize).unwrap())
            .collect();
        assert_eq!(back, ["說", "：", " ", "Ａ", "Ｂ", "①", "㎡", "㎡"]);
    }

    proptest! {
        #[test]
        fn both_ways_agree(text in "\\PC{0,60}") {
            let (_, folded) = fold_with_origin(&text);
            prop_assert_eq!(&folded.text, &fold(&text));
            prop_assert_eq!(folded.origin.len(), folded.text.chars().count());
        }

        #[test]
        fn a_fragment_folds_to_a_fragment(text in "[一-龥a-zA-ZＡ-Ｚ０-９，。 ]{1,40}", from in 0usize..40, len in 1usize..10) {
            let fragment: String = text.chars().skip(from).take(len).collect();
            prop_assert!(fold(&text).contains(&fold(&fragment)));
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
            let once = fold(&text);
            // İ and its kin compose anew with what follows; everything else is a fixed point.
            prop_assume!(!once.chars().any(is_combining_mark));
            prop_assert_eq!(fold(&once), once);
        }
    }
}
