//! A line that may hold a time, as numbers, words and marks.

/// Characters of a line that are looked at.
const LINE_CHARS_MAX: usize = 240;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A number and its count of digits.
    Number(u32, usize),
    /// Letters of the Latin alphabet, small.
    Word(String),
    /// Any other character but blanks.
    Mark(char),
}

/// Takes a line apart; Chinese numerals before 年, 月 and the like are numbers.
pub(super) fn tokens(line: &str) -> Vec<Token> {
    let chars: Vec<char> = line.chars().take(LINE_CHARS_MAX).map(narrow).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let run = |is: fn(char) -> bool| chars.iter().skip(at).take_while(|c| is(**c)).count();
        if c.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit());
            let digits: String = chars.iter().skip(at).take(length).collect();
            found.push(Token::Number(digits.parse().unwrap_or(u32::MAX), length));
            at += length;
        } else if c.is_ascii_alphabetic() {
            let length = run(|c| c.is_ascii_alphabetic());
            let word: String = chars.iter().skip(at).take(length).collect();
            found.push(Token::Word(word.to_ascii_lowercase()));
            at += length;
        } else if let Some((value, length)) = numeral(chars.get(at..).unwrap_or_default()) {
            found.push(Token::Number(value, if value > 999 { 4 } else { 2 }));
            at += length;
        } else {
            if !c.is_whitespace() {
                found.push(Token::Mark(c));
            }
            at += 1;
        }
    }
    found
}

/// Wide digits and signs as narrow ones.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '點' => '点',
        '時' => '时',
        '號' => '号',
        '國' => '国',
        '發' => '发',
        '鐘' | '鍾' => '钟',
        '週' => '周',
        '個' => '个',
        '後' => '后',
        '剛' => '刚',
        '小' => '小',
        _ => c,
    }
}

/// A Chinese numeral before 年, 月, 日, 时, 分, 个小时 and the like: its value and length.
fn numeral(chars: &[char]) -> Option<(u32, usize)> {
    let length = chars
        .iter()
        .take_while(|c| digit(**c).is_some() || **c == '十')
        .count();
    if length == 0
        || length > 5
        || !chars
            .get(length)
            .is_some_and(|c| "年月日号时点分秒个小天周星".contains(*c))
    {
        return None;
    }
    let numeral = chars.get(..length)?;
    let value = match numeral.iter().position(|c| *c == '十') {
        Some(ten) => {
            let (tens, ones) = (numeral.get(..ten)?, numeral.get(ten + 1..)?);
            let tens = tens.first().map_or(Some(1), |c| digit(*c))?;
            tens * 10 + ones.first().map_or(Some(0), |c| digit(*c))?
        }
        None => numeral
            .iter()
            .try_fold(0, |sum, c| digit(*c).map(|value| sum * 10 + value))?,
    };
    Some((value, length))
}

fn digit(c: char) -> Option<u32> {
    if c == '两' || c == '兩' {
        return Some(2);
    }
    "〇一二三四五六七八九"
        .chars()
        .position(|numeral| numeral == c || (numeral == '〇' && matches!(c, '零' | '○' | 'Ｏ')))
        .map(|value| value as u32)
}

/// A place among tokens that moves on as they are taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [Token],
}

impl<'a> Cursor<'a> {
    /// At the first of them.
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        Self { rest: tokens }
    }

    /// Takes a number.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        match self.rest {
            [Token::Number(value, digits), rest @ ..] => {
                self.rest = rest;
                Some((*value, *digits))
            }
            _ => None,
        }
    }

    /// Takes a number of at most two digits.
    pub(super) fn small(&mut self) -> Option<u32> {
        let mut ahead = *self;
        let (value, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        *self = ahead;
        Some(value)
    }

    /// Takes a word that `known` gives a meaning to.
    pub(super) fn word<T>(&mut self, known: impl Fn(&str) -> Option<T>) -> Option<T> {
        match self.rest {
            [Token::Word(word), rest @ ..] => {
                let meaning = known(word)?;
                self.rest = rest;
                Some(meaning)
            }
            _ => None,
        }
    }

    /// Takes one of some marks.
    pub(super) fn mark(&mut self, marks: &str) -> Option<char> {
        match self.rest {
            [Token::Mark(mark), rest @ ..] if marks.contains(*mark) => {
                self.rest = rest;
                Some(*mark)
            }
            _ => None,
        }
    }

    /// Takes marks that follow one another.
    pub(super) fn marks(&mut self, marks: &str) -> Option<()> {
        let mut ahead = *self;
        for mark in marks.chars() {
            match ahead.rest {
                [Token::Mark(found), rest @ ..] if *found == mark => ahead.rest = rest,
                _ => return None,
            }
        }
        *self = ahead;
        Some(())
    }
}
