//! The words of an expression.

use super::XpathProblem;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name of an element, axis, function or attribute.
    Name(String),
    /// A sign or a word between two parts: `/`, `and`.
    Sign(&'static str),
    Text(String),
    Number(f64),
}

/// Signs, the longer before the shorter.
const SIGNS: &[&str] = &[
    "//", "::", "..", "!=", "<=", ">=", "/", ".", "@", "|", "[", "]", "(", ")", ",", "*", "=", "<",
    ">", "+", "-",
];
/// Words that are operators where a value stands before them.
const WORDS: &[&str] = &["and", "or", "div", "mod"];

pub(super) fn tokens(written: &str) -> Result<Vec<Token>, XpathProblem> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = written.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = if first == '"' || first == '\'' {
            text(rest, first)?
        } else if first.is_ascii_digit() {
            number(rest)?
        } else if first.is_alphabetic() || first == '_' {
            name(rest, is_after_value(&tokens))
        } else {
            sign(rest, is_after_value(&tokens))?
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

/// Whether a value has just ended, so that an operator may follow.
fn is_after_value(tokens: &[Token]) -> bool {
    match tokens.last() {
        None => false,
        Some(Token::Sign(sign)) => matches!(*sign, ")" | "]" | "." | ".." | "any"),
        Some(_) => true,
    }
}

fn problem(rest: &str) -> XpathProblem {
    XpathProblem::Grammar(rest.chars().take(30).collect())
}

fn text(rest: &str, quote: char) -> Result<(Token, &str), XpathProblem> {
    let inner = rest.strip_prefix(quote).unwrap_or_default();
    let (text, after) = inner.split_once(quote).ok_or_else(|| problem(rest))?;
    Ok((Token::Text(text.to_owned()), after))
}

fn number(rest: &str) -> Result<(Token, &str), XpathProblem> {
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    let number = digits.parse().map_err(|_| problem(rest))?;
    Ok((Token::Number(number), after))
}

fn name(rest: &str, after_value: bool) -> (Token, &str) {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    match WORDS.iter().find(|word| after_value && **word == name) {
        Some(word) => (Token::Sign(word), after),
        None => (Token::Name(name.to_owned()), after),
    }
}

/// `*` is any name, unless a value stands before it.
fn sign(rest: &str, after_value: bool) -> Result<(Token, &str), XpathProblem> {
    let sign = SIGNS
        .iter()
        .find(|sign| rest.starts_with(**sign))
        .ok_or_else(|| problem(rest))?;
    let after = rest.strip_prefix(sign).unwrap_or_default();
    let sign = if *sign == "*" && !after_value {
        "any"
    } else {
        sign
    };
    Ok((Token::Sign(sign), after))
}
