//! A written query cut into tokens, each with its place.

use super::Problem;
use super::fields::Field;
use model::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word without blanks, as written; may be an operator or carry a field.
    Word(String),
    /// What stood between quotes, with the number after a `~` that followed.
    Quoted(String, Option<String>),
    /// What stood between slashes.
    Pattern(String),
    /// A field directly before a quote, a pattern or a parenthesis: `title:"a b"`.
    Field(String),
    Open,
    Close,
    /// `|`
    Either,
    /// A `-` or `!` directly before something.
    Minus,
}

const OPENING_QUOTES: &[(char, char)] = &[('"', '"'), ('＂', '＂'), ('“', '”'), ('「', '」')];

pub(super) fn cut(text: &str) -> Result<Vec<(Token, Span)>, Problem> {
    let mut cutter = Cutter {
        chars: text.chars().collect(),
        at: 0,
    };
    let mut tokens = Vec::new();
    while let Some(c) = cutter.peek(0) {
        let start = cutter.at;
        if c.is_whitespace() {
            cutter.at += 1;
            continue;
        }
        let token = cutter.token(c)?;
        let end = cutter.at;
        tokens.push((token, Span { start, end }));
    }
    Ok(tokens)
}

struct Cutter {
    chars: Vec<char>,
    at: usize,
}

impl Cutter {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn token(&mut self, c: char) -> Result<Token, Problem> {
        let before_something = self.peek(1).is_some_and(|next| !next.is_whitespace());
        let single = match c {
            '(' | '（' => Some(Token::Open),
            ')' | '）' => Some(Token::Close),
            '|' => Some(Token::Either),
            '-' | '－' | '!' | '！' if before_something => Some(Token::Minus),
            _ => None,
        };
        if let Some(token) = single {
            self.at += 1;
            return Ok(token);
        }
        if let Some(closing) = closing_quote(c) {
            let inner = self.quoted(closing)?;
            return Ok(Token::Quoted(inner, self.slop()));
        }
        if let Some(pattern) = self.pattern() {
            return Ok(Token::Pattern(pattern));
        }
        Ok(self.word())
    }

    /// Reads from the opening quote to one past the closing one.
    fn quoted(&mut self, closing: char) -> Result<String, Problem> {
        let start = self.at;
        let rest = self.chars.get(start + 1..).unwrap_or_default();
        let Some(length) = rest.iter().position(|c| *c == closing) else {
            let end = self.chars.len();
            return Err(Problem::new(
                "unclosed_quote",
                Span { start, end },
                "this quote is not closed; add the closing quote",
            ));
        };
        self.at = start + length + 2;
        Ok(rest.iter().take(length).collect())
    }

    /// The number in `"a b"~8`.
    fn slop(&mut self) -> Option<String> {
        if self.peek(0) != Some('~') {
            return None;
        }
        let rest = self.chars.get(self.at + 1..).unwrap_or_default();
        let digits: String = rest.iter().take_while(|c| c.is_ascii_digit()).collect();
        if digits.is_empty() {
            return None;
        }
        self.at += 1 + digits.len();
        Some(digits)
    }

    /// `/…/` where the closing slash ends a word; a slash in a pattern is written `\/`. Anything
    /// else that begins with a slash is a word.
    fn pattern(&mut self) -> Option<String> {
        if self.peek(0) != Some('/') {
            return None;
        }
        let mut pattern = String::new();
        let mut escaped = false;
        for (offset, c) in self.chars.iter().enumerate().skip(self.at + 1) {
            if *c == '/' && !escaped {
                let next = self.chars.get(offset + 1);
                let ends = next.is_none_or(|c| c.is_whitespace() || is_border(*c));
                if !ends || pattern.is_empty() {
                    return None;
                }
                self.at = offset + 1;
                return Some(pattern);
            }
            escaped = *c == '\\' && !escaped;
            pattern.push(*c);
        }
        None
    }

    /// Reads a word up to a blank, a parenthesis or a quote. A field ends where a quote, a
    /// pattern or a parenthesis follows its colon.
    fn word(&mut self) -> Token {
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            if let Some(field) = text
                .strip_suffix([':', '：'])
                .filter(|name| !name.is_empty())
                && self.opens_value(field, c)
            {
                return Token::Field(field.to_owned());
            }
            if c.is_whitespace() || is_border(c) || closing_quote(c).is_some() {
                break;
            }
            text.push(c);
            self.at += 1;
        }
        Token::Word(text)
    }

    /// A pattern is the value of a field of text only: an address has slashes of its own.
    fn opens_value(&mut self, field: &str, c: char) -> bool {
        let start = self.at;
        let of_text = Field::named(field).is_some_and(|field| field.part().is_some());
        let pattern = of_text && self.pattern().is_some();
        self.at = start;
        pattern || closing_quote(c).is_some() || matches!(c, '(' | '（')
    }
}

fn is_border(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）' | '|')
}

fn closing_quote(c: char) -> Option<char> {
    OPENING_QUOTES
        .iter()
        .find(|(open, _)| *open == c)
        .map(|(_, close)| *close)
}
