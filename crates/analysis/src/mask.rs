//! Numbers and addresses of persons in texts, hidden on pages and in exports.
//!
//! Found by their form: mobile and fixed telephones, identity and bank card numbers (with their
//! check digits), number plates, addresses down to a door, accounts of messengers. Service numbers
//! (110, 12345, 400-…) are public and stay. What is hidden keeps its length, so that places in the
//! text stay the same.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in the place of a hidden character.
const HIDDEN: char = '•';
/// Provinces as number plates write them, with the plates of embassies.
const PLATE_PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
/// What ends the plates of trailers, driving schools, police and the two harbours.
const PLATE_ENDS: &str = "挂学警港澳领";
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
            16 | 17 | 18 | 19 if is_card(&values) => ranges.push(place(4)..end),
            11 if is_mobile(&values) => ranges.push(place(3)..place(7)),
            13 if values.starts_with(&[8, 6]) && is_mobile(&values[2..]) => {
                ranges.push(place(5)..place(9));
            }
            10..=12 if values[0] == 0 && self.is_fixed(start, digits) => {
                ranges.push(place(values.len() - 6)..end);
            }
            _ => {}
        }
    }

    /// A fixed telephone writes its area code, a mark, and seven or eight digits.
    fn is_fixed(&self, start: usize, digits: &[(usize, u8)]) -> bool {
        [3, 4].into_iter().any(|area| {
            let parted = digits
                .get(area)
                .is_some_and(|(at, _)| *at == start + area + 1);
            parted && matches!(digits.len() - area, 7 | 8)
        })
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

    /// Doors: after a word that tells a home, everything with a number to the end of the clause;
    /// elsewhere a chain of numbered parts that ends at a door or a household.
    fn homes(&self, ranges: &mut Vec<Range<usize>>) {
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

/// Mobile numbers begin with 13 to 19.
fn is_mobile(digits: &[u8]) -> bool {
    digits.len() == 11 && digits[0] == 1 && digits[1] >= 3
}

/// GB 11643: 17 digits with a date of birth, and the check digit of ISO 7064 MOD 11-2 (10 is X).
fn is_identity(digits: &[u8], check: u8) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    if digits.len() != 17 || digits[0] == 0 || !is_date(&digits[6..14], false) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum();
    CHECKS[(sum % 11) as usize] == check
}

/// Year, month and day, the year with two digits where it is an old number.
fn is_date(digits: &[u8], old: bool) -> bool {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0u32, |n, digit| n * 10 + u32::from(*digit))
    };
    let (year, rest) = if old {
        (1900 + number(&digits[..2]), &digits[2..])
    } else {
        (number(&digits[..4]), &digits[4..])
    };
    (1900..=2100).contains(&year)
        && (1..=12).contains(&number(&rest[..2]))
        && (1..=31).contains(&number(&rest[2..]))
}

/// ISO/IEC 7812: bank cards begin with 3 to 6 and pass the Luhn check.
fn is_card(digits: &[u8]) -> bool {
    if !(3..=6).contains(&digits[0]) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let doubled = u32::from(*digit) * if index % 2 == 1 { 2 } else { 1 };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(masked(text), expected, "{text}");
        assert_eq!(
            masked(text).chars().count(),
            text.chars().count(),
            "places stay"
        );
    }

    #[test]
    fn telephones_are_hidden_and_service_numbers_are_not() {
        check("请打13800138000找我", "请打138••••8000找我");
        check("电话：138 0013 8000。", "电话：138 •••• 8000。");
        check("+86-138-0013-8000", "+86-138-••••-8000");
        check("１３８００１３８０００", "１３８••••８０００");
        check("0312-5551234", "0312-5••••••");
        check("010-55512345", "010-55••••••");
        for public in [
            "110",
            "12345热线",
            "400-123-4567",
            "95598",
            "2026-03-02 14:05",
            "订单202603021405001",
        ] {
            check(public, public);
        }
    }

    #[test]
    fn identity_and_card_numbers_are_known_by_their_check_digits() {
        check("身份证11010519491231002X", "身份证110•••••••••••••••");
        check("110105194912310021", "110105194912310021");
        check("6222 0000 0000 0000 000", "6222 0000 0000 0000 000");
        check("4111 1111 1111 1111", "4111 •••• •••• ••••");
    }

    #[test]
    fn plates_are_hidden() {
        check("一辆京A12345小客车", "一辆京A•••••小客车");
        check("冀F·D06688", "冀F·••••••");
        check("粤Z1234港", "粤Z••••港");
        for other in ["川A级景区", "京ABCDEF", "云A1", "新A股12345678"] {
            check(other, other);
        }
    }

    #[test]
    fn homes_are_hidden_and_public_places_are_not() {
        check(
            "家住青岚县北门外大街12号3号楼2单元501室，",
            "家住青岚县北门外大街•••••••••••••，",
        );
        check("幸福小区3号楼2单元501室", "幸福小区••••••••••");
        check("幸福小区3栋502的水管", "幸福小区•••••的水管");
        check("家住石桥村二组，", "家住石桥村••，");
        for public in [
            "县政府在人民路88号",
            "3号楼正在施工",
            "2026年3月2日",
            "第12号通知",
            "一号线二号口",
            "三层楼",
        ] {
            check(public, public);
        }
    }

    #[test]
    fn accounts_of_messengers_are_hidden() {
        check("加微信：qinglan_2026咨询", "加微信：qi•••••_••••咨询");
        check("QQ 123456789", "QQ 12•••••••");
        check("微信小程序2026版", "微信小程序2026版");
    }

    #[test]
    fn odd_texts_are_left_whole() {
        for text in [
            "",
            "1",
            "•",
            "\u{202e}x",
            "一".repeat(500).as_str(),
            "号",
            "京",
        ] {
            assert_eq!(masked(text).chars().count(), text.chars().count());
        }
        let many = "1".repeat(100_000);
        assert_eq!(masked(&many), many);
    }
}
