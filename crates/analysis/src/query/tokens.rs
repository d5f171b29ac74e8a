//! A written query cut into tokens, each with its place.

use super::Problem;
use model::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word without blanks, as written; may be an operator or carry a field.
    Word(String),
    /// What stood between quotes.
    Quoted(String),
    /// A field with a quoted value: `source:"a b"`.
    FieldQuoted(String, String),
    Open,
    Close,
    /// `|`
    Either,
    /// A `-` directly before something.
    Minus,
}

const OPENING_QUOTES: &[(char, char)] = &[('"', '"'), ('＂', '＂'), ('“', '”'), ('「', '」')];

pub(super) fn cut(text: &str) -> Result<Vec<(Token, Span)>, Problem> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let start = at;
        let single = match c {
            '(' | '（' => Some(Token::Open),
            ')' | '）' => Some(Token::Close),
            '|' => Some(Token::Either),
            '-' | '－' if chars.get(at + 1).is_some_and(|next| !next.is_whitespace()) => {
                Some(Token::Minus)
            }
            _ => None,
        };
        if let Some(token) = single {
            at += 1;
            tokens.push((token, Span { start, end: at }));
        } else if c.is_whitespace() {
            at += 1;
        } else if let Some(closing) = closing_quote(c) {
            let inner = quoted(&chars, &mut at, closing)?;
            tokens.push((Token::Quoted(inner), Span { start, end: at }));
        } else {
            let token = word(&chars, &mut at)?;
            tokens.push((token, Span { start, end: at }));
        }
    }
    Ok(tokens)
}

fn closing_quote(c: char) -> Option<char> {
    OPENING_QUOTES
        .iter()
        .find(|(open, _)| *open == c)
        .map(|(_, close)| *close)
}

/// Reads from the opening quote at `at` to one past the closing one.
fn quoted(chars: &[char], at: &mut usize, closing: char) -> Result<String, Problem> {
    let start = *at;
    let rest = chars.get(start + 1..).unwrap_or_default();
    let Some(length) = rest.iter().position(|c| *c == closing) else {
        let span = Span {
            start,
            end: chars.len(),
        };
        return Err(Problem::new(
            "unclosed_quote",
            span,
            "this quote is not closed; add the closing quote",
        ));
    };
    *at = start + length + 2;
    Ok(rest.iter().take(length).collect())
}

/// Reads a word up to a blank, a parenthesis or a quote; a quote right after a colon is its value.
fn word(chars: &[char], at: &mut usize) -> Result<Token, Problem> {
    let mut text = String::new();
    while let Some(c) = chars.get(*at).copied() {
        if c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '|') {
            break;
        }
        if let Some(closing) = closing_quote(c) {
            return match text.strip_suffix([':', '：']) {
                Some(field) => Ok(Token::FieldQuoted(
                    field.to_owned(),
                    quoted(chars, at, closing)?,
                )),
                None => Ok(Token::Word(text)),
            };
        }
        text.push(c);
        *at += 1;
    }
    Ok(Token::Word(text))
}
