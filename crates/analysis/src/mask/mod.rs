//! Numbers and addresses of persons in texts, hidden on pages and in exports.
//!
//! Found by their form: mobile and fixed telephones, identity and bank card numbers (with their
//! check digits), number plates, addresses down to a door, accounts of messengers. Service numbers
//! (110, 12345, 400-…) are public and stay. What is hidden keeps its length, so that places in the
//! text stay the same.

mod checks;
mod homes;
#[cfg(test)]
mod tests;

use checks::{is_card, is_date, is_identity, is_mobile};
use std::borrow::Cow;
use std::ops::Range;

/// What stands in the place of a hidden character.
const HIDDEN: char = '•';
/// Provinces as number plates write them, with the plates of embassies.
const PLATE_PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
/// What ends the plates of trailers, driving schools, police and the two harbours.
const PLATE_ENDS: &str = "挂学警港澳领";
/// Words before the account of a messenger.
const ACCOUNT_WORDS: &[&str] = &[
    "微信号",
    "微信",
    "威信",
    "wechat",
    "qq号",
    "qq",
    "加v",
    "vx",
];
/// Characters of an account at least.
const ACCOUNT_CHARS_MIN: usize = 5;

/// A character with its folded form: full-width digits and letters read like the narrow ones.
struct Letters {
    chars: Vec<char>,
}

/// The text with what is personal hidden; borrowed where there is nothing to hide.
pub fn masked(text: &str) -> Cow<'_, str> {
    let ranges = personal(text);
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut chars: Vec<char> = text.chars().collect();
    for range in ranges {
        for letter in chars.get_mut(range).into_iter().flatten() {
            if letter.is_alphanumeric() {
                *letter = HIDDEN;
            }
        }
    }
    Cow::Owned(chars.into_iter().collect())
}

/// Whether there is anything to hide.
pub fn is_personal(text: &str) -> bool {
    !personal(text).is_empty()
}

/// What is hidden of a text, in characters; ranges may overlap.
fn personal(text: &str) -> Vec<Range<usize>> {
    let letters = Letters {
        chars: text.chars().map(narrow).collect(),
    };
    let mut ranges = Vec::new();
    letters.numbers(&mut ranges);
    letters.plates(&mut ranges);
    letters.homes(&mut ranges);
    letters.accounts(&mut ranges);
    ranges
}

fn narrow(letter: char) -> char {
    match letter {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter)
        }
        '－' | '—' | '–' => '-',
        other => other,
    }
}

impl Letters {
    fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    fn is_digit(&self, index: usize) -> bool {
        self.at(index).is_some_and(|letter| letter.is_ascii_digit())
    }

    fn starts(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, letter)| {
            self.at(at + offset)
                .is_some_and(|other| other.to_ascii_lowercase() == letter)
        })
    }

    /// Runs of digits, with single blanks, dots or hyphens between groups.
    fn numbers(&self, ranges: &mut Vec<Range<usize>>) {
        let mut at = 0;
        while at < self.chars.len() {
            if !self.is_digit(at) {
                at += 1;
                continue;
            }
            let (end, digits) = self.run(at);
            self.judge(at, end, &digits, ranges);
            at = end;
        }
    }

    /// The end of the run that begins here, and its digits with their places.
    fn run(&self, start: usize) -> (usize, Vec<(usize, u8)>) {
        let mut digits = Vec::new();
        let mut at = start;
        while let Some(letter) = self.at(at) {
            if let Some(digit) = letter.to_digit(10) {
                digits.push((at, digit as u8));
            } else if !(matches!(letter, ' ' | '-' | '.') && self.is_digit(at + 1)) {
                break;
            }
            at += 1;
        }
        (at, digits)
    }

    fn judge(
        &self,
        start: usize,
        end: usize,
        digits: &[(usize, u8)],
        ranges: &mut Vec<Range<usize>>,
    ) {
        let values: Vec<u8> = digits.iter().map(|(_, digit)| *digit).collect();
        let place = |index: usize| digits.get(index).map_or(end, |(at, _)| *at);
        // An identity number of 18 may end in X.
        if values.len() == 17 && matches!(self.at(end), Some('x' | 'X')) && is_identity(&values, 10)
        {
            ranges.push(place(3)..end + 1);
            return;
        }
        match values.len() {
            18 if is_identity(&values[..17], values[17]) => ranges.push(place(3)..end),
            15 if is_date(&values[6..12], true) => ranges.push(place(3)..end),
            16..=19 if is_card(&values) => ranges.push(place(4)..end),
            11 if is_mobile(&values) => ranges.push(place(3)..place(7)),
            13 if values.starts_with(&[8, 6]) && is_mobile(&values[2..]) => {
                ranges.push(place(5)..place(9));
            }
            10..=12 if values[0] == 0 && is_fixed(start, digits) => {
                ranges.push(place(values.len() - 6)..end);
            }
            _ => {}
        }
    }

    fn plates(&self, ranges: &mut Vec<Range<usize>>) {
        for at in 0..self.chars.len() {
            let Some(province) = self.at(at).filter(|one| PLATE_PROVINCES.contains(*one)) else {
                continue;
            };
            if !self.at(at + 1).is_some_and(|one| one.is_ascii_uppercase()) {
                continue;
            }
            let mut from = at + 2;
            if matches!(self.at(from), Some('·' | '•' | '.' | ' ' | '-')) {
                from += 1;
            }
            let mut to = from;
            while to - from < 6
                && self
                    .at(to)
                    .is_some_and(|one| one.is_ascii_uppercase() || one.is_ascii_digit())
            {
                to += 1;
            }
            let ended = self.at(to).is_some_and(|one| PLATE_ENDS.contains(one));
            let least = if ended || province == '使' { 4 } else { 5 };
            let goes_on = self.at(to).is_some_and(|one| one.is_ascii_alphanumeric());
            let has_digit = (from..to).any(|place| self.is_digit(place));
            if to - from >= least && !goes_on && has_digit {
                ranges.push(from..to);
            }
        }
    }

    fn accounts(&self, ranges: &mut Vec<Range<usize>>) {
        let mut at = 0;
        while at < self.chars.len() {
            let Some(word) = ACCOUNT_WORDS.iter().find(|word| self.starts(at, word)) else {
                at += 1;
                continue;
            };
            let mut from = at + word.chars().count();
            while matches!(self.at(from), Some(':' | '：' | ' ' | '号' | '是' | '为')) {
                from += 1;
            }
            let mut to = from;
            while self
                .at(to)
                .is_some_and(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '-'))
            {
                to += 1;
            }
            let parted = from > at + word.chars().count() || self.is_digit(from);
            if parted
                && to - from >= ACCOUNT_CHARS_MIN
                && (from..to).any(|place| self.is_digit(place))
            {
                ranges.push(from + 2..to);
            }
            at = to.max(at + 1);
        }
    }
}

/// A fixed telephone writes its area code, a mark, and seven or eight digits.
fn is_fixed(start: usize, digits: &[(usize, u8)]) -> bool {
    [3, 4].into_iter().any(|area| {
        let parted = digits
            .get(area)
            .is_some_and(|(at, _)| *at == start + area + 1);
        parted && matches!(digits.len() - area, 7 | 8)
    })
}
