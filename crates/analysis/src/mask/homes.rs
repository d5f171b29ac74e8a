//! Homes: addresses down to a door.

use super::Letters;
use std::ops::Range;

/// Words after which somebody's home is told.
const HOME_WORDS: &[&str] = &[
    "家住",
    "现住",
    "住址",
    "户籍地",
    "家庭住址",
    "家庭地址",
    "居住地址",
    "住在",
];
/// What numbers a door on the way from the street into the house.
const DOOR_PARTS: &[&str] = &[
    "号楼", "单元", "号院", "号", "栋", "幢", "座", "弄", "组", "室", "户", "层", "楼",
];

impl Letters {
    /// Doors: after a word that tells a home, everything with a number to the end of the clause;
    /// elsewhere a chain of numbered parts that ends at a door or a household.
    pub(super) fn homes(&self, ranges: &mut Vec<Range<usize>>) {
        let mut at = 0;
        while at < self.chars.len() {
            if let Some(word) = HOME_WORDS.iter().find(|word| self.starts(at, word)) {
                let from = at + word.chars().count();
                let to = self.clause_end(from);
                self.numbered(from, to, ranges);
                at = to.max(at + 1);
                continue;
            }
            match self.door_chain(at) {
                Some(end) => {
                    ranges.push(at..end);
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    fn clause_end(&self, from: usize) -> usize {
        const CLAUSE_CHARS_MAX: usize = 60;
        let ends = |letter: char| {
            matches!(
                letter,
                '，' | '。' | '；' | ',' | ';' | '\n' | '、' | '（' | '(' | '的' | '！' | '？'
            )
        };
        (from..self.chars.len().min(from + CLAUSE_CHARS_MAX))
            .find(|at| self.at(*at).is_some_and(ends))
            .unwrap_or_else(|| self.chars.len().min(from + CLAUSE_CHARS_MAX))
    }

    /// Hides numbers, with what they number, between two places.
    fn numbered(&self, from: usize, to: usize, ranges: &mut Vec<Range<usize>>) {
        let mut at = from;
        while at < to {
            match self.door_part(at) {
                Some((end, _)) if end <= to => {
                    ranges.push(at..end);
                    at = end;
                }
                _ => at += 1,
            }
        }
    }

    /// The end of a chain such as `3号楼2单元501室`, which must have two parts and name a door.
    fn door_chain(&self, start: usize) -> Option<usize> {
        if start > 0 && self.is_number(start - 1) {
            return None;
        }
        let mut at = start;
        let mut parts = 0;
        let mut door = false;
        while let Some((end, word)) = self.door_part(at) {
            parts += 1;
            door |= matches!(word, "室" | "户" | "单元");
            at = end;
            if matches!(self.at(at), Some('-' | ' ')) && self.is_number(at + 1) {
                at += 1;
            }
        }
        // A bare number after a unit or a house is a door.
        if parts > 0 && self.is_number(at) {
            let mut end = at;
            while self.is_number(end) {
                end += 1;
            }
            if (3..=4).contains(&(end - at)) && (at..end).all(|place| self.is_digit(place)) {
                return Some(end);
            }
        }
        (parts >= 2 && door).then_some(at)
    }

    fn is_number(&self, at: usize) -> bool {
        self.at(at).is_some_and(|letter| {
            letter.is_ascii_digit() || "一二三四五六七八九十百零〇".contains(letter)
        })
    }

    /// A number (or a capital letter) with the word for what it numbers.
    fn door_part(&self, start: usize) -> Option<(usize, &'static str)> {
        let mut at = start;
        while self.is_number(at) && at - start < 5 {
            at += 1;
        }
        if at == start && self.at(at).is_some_and(|one| one.is_ascii_uppercase()) {
            at += 1;
        }
        if at == start {
            return None;
        }
        if self.at(at) == Some('-') && self.is_number(at + 1) {
            at += 1;
            while self.is_number(at) {
                at += 1;
            }
        }
        let word = DOOR_PARTS.iter().find(|word| self.starts(at, word))?;
        Some((at + word.chars().count(), word))
    }
}
