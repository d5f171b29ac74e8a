//! Declarations that the text itself contradicts: Chinese that is said to be Latin, as old servers
//! say of everything, or to be in the other of the two Chinese families of charsets.

use super::guess;
use encoding_rs::{BIG5, Encoding, GB18030, GBK, WINDOWS_1252};

/// Bytes of a text by which its declaration is judged.
const JUDGED_BYTES: usize = 32 * 1024;
/// Foreign letters in a row that no Latin text has.
const FOREIGN_RUN: usize = 4;
/// One odd character in so many is too many to believe a declaration.
const ODD_ONE_IN: usize = 30;
/// How many times fewer odd characters another charset must leave.
const FEWER: usize = 4;

/// The charset that the bytes are in, where it is not the one that was declared.
pub(super) fn contradicted(declared: &'static Encoding, bytes: &[u8]) -> Option<&'static Encoding> {
    let judged = bytes.get(..JUDGED_BYTES).unwrap_or(bytes);
    if judged.is_ascii() {
        return None;
    }
    if declared == WINDOWS_1252 {
        let guessed = guess(judged);
        let foreign = guessed != WINDOWS_1252 && is_never_latin(judged);
        return (foreign && Odd::of(guessed, judged).is_believed()).then_some(guessed);
    }
    let chinese = [GBK, GB18030, BIG5];
    if !chinese.contains(&declared) {
        return None;
    }
    let odd = Odd::of(declared, judged);
    if odd.is_believed() {
        return None;
    }
    let other = if declared == BIG5 { GB18030 } else { BIG5 };
    (Odd::of(other, judged).odd * FEWER < odd.odd).then_some(other)
}

/// Whether most of what is not ASCII stands in long rows: Latin texts have single letters of it.
fn is_never_latin(bytes: &[u8]) -> bool {
    let (mut all, mut in_rows, mut row) = (0, 0, 0);
    for byte in bytes.iter().chain([&b' ']) {
        if byte.is_ascii() {
            all += row;
            in_rows += if row >= FOREIGN_RUN { row } else { 0 };
            row = 0;
        } else {
            row += 1;
        }
    }
    in_rows * 2 > all
}

/// Characters that stand where Chinese should, among all that are not ASCII.
struct Odd {
    odd: usize,
    all: usize,
}

impl Odd {
    fn of(encoding: &'static Encoding, bytes: &[u8]) -> Self {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let foreign = || text.chars().filter(|c| !c.is_ascii());
        let is_odd = |c: &char| {
            matches!(c,
                '\u{fffd}'
                | '\u{80}'..='\u{9f}'
                | '\u{3100}'..='\u{312f}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{ff61}'..='\u{ff9f}')
        };
        Self {
            odd: foreign().filter(is_odd).count(),
            all: foreign().count(),
        }
    }

    fn is_believed(&self) -> bool {
        self.odd * ODD_ONE_IN <= self.all
    }
}
