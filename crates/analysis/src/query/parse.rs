//! Tokens to a tree.

use super::tokens::{Token, cut};
use super::{Problem, dates};
use crate::fold::{fold, is_spaced_letter};
use chrono_tz::Tz;
use model::{Query, Span, limits};

/// Fields that are understood.
const FIELDS: &str = "source: and date:";
/// Fields of the whole grammar that are not understood yet.
const LATER_FIELDS: &[&str] = &[
    "title", "body", "kind", "place", "lang", "category", "tone", "event", "heat", "topic", "case",
    "last", "similar",
];

/// Understands a written query. Days begin in `zone`.
pub fn parse(text: &str, zone: Tz) -> Result<Query, Problem> {
    let length = text.chars().count();
    let whole = Span {
        start: 0,
        end: length,
    };
    if length > limits::QUERY_CHARS_MAX {
        let message = format!(
            "the query is longer than {} characters; shorten it",
            limits::QUERY_CHARS_MAX
        );
        return Err(Problem::new("too_long", whole, message));
    }
    let mut parser = Parser {
        tokens: cut(text)?,
        at: 0,
        parts: 0,
        end: length,
        zone,
    };
    if parser.tokens.is_empty() {
        return Ok(Query::All);
    }
    let query = parser.either(0)?;
    if let Some((_, span)) = parser.tokens.get(parser.at) {
        return Err(Problem::new(
            "unexpected_paren",
            *span,
            "this parenthesis closes nothing; remove it",
        ));
    }
    Ok(query)
}

struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    parts: usize,
    end: usize,
    zone: Tz,
}

impl Parser {
    fn either(&mut self, depth: usize) -> Result<Query, Problem> {
        let mut options = vec![self.all(depth)?];
        while self.peek_operator(&["OR"]) || matches!(self.peek(), Some(Token::Either)) {
            self.at += 1;
            options.push(self.all(depth)?);
        }
        Ok(one_or(options, Query::Or))
    }

    fn all(&mut self, depth: usize) -> Result<Query, Problem> {
        let mut parts = Vec::new();
        loop {
            if self.peek_operator(&["AND"]) {
                if parts.is_empty() {
                    return Err(self.dangling());
                }
                self.at += 1;
                parts.push(self.not(depth)?.ok_or_else(|| self.dangling())?);
                continue;
            }
            match self.not(depth)? {
                Some(part) => parts.push(part),
                None => break,
            }
        }
        if parts.is_empty() {
            return Err(self.dangling());
        }
        parts.retain(|part| *part != Query::All);
        if parts.is_empty() {
            return Ok(Query::All);
        }
        Ok(one_or(parts, Query::And))
    }

    /// A part with its negations, or none where the list ends.
    fn not(&mut self, depth: usize) -> Result<Option<Query>, Problem> {
        let mut negated = false;
        let mut negations = 0;
        while matches!(self.peek(), Some(Token::Minus)) || self.peek_operator(&["NOT"]) {
            negated = !negated;
            negations += 1;
            self.at += 1;
        }
        let part = self.part(depth)?;
        match part {
            None if negations > 0 => Err(self.dangling()),
            // Marks alone say nothing, and neither does leaving them out.
            Some(part) if negated && part != Query::All => Ok(Some(Query::Not(Box::new(part)))),
            part => Ok(part),
        }
    }

    fn part(&mut self, depth: usize) -> Result<Option<Query>, Problem> {
        let Some((token, span)) = self.tokens.get(self.at).cloned() else {
            return Ok(None);
        };
        let query = match token {
            Token::Close | Token::Either => return Ok(None),
            Token::Minus => return Err(self.dangling()),
            Token::Word(word) if matches!(word.as_str(), "OR" | "AND" | "NOT") => return Ok(None),
            Token::Open => return self.group(depth, span).map(Some),
            Token::Quoted(text) => sequence(&text, span)?,
            Token::FieldQuoted(field, value) => {
                self.field(&field, &value, span)?.unwrap_or_else(|| {
                    Query::And(vec![word_query(&field), Query::Sequence(fold(&value))])
                })
            }
            Token::Word(word) => match word.split_once([':', '：']) {
                Some((field, value)) => self
                    .field(field, value, span)?
                    .unwrap_or_else(|| word_query(&word)),
                None => word_query(&word),
            },
        };
        self.at += 1;
        self.count(span)?;
        Ok(Some(query))
    }

    fn group(&mut self, depth: usize, span: Span) -> Result<Query, Problem> {
        if depth >= limits::QUERY_DEPTH_MAX {
            return Err(Problem::new(
                "too_deep",
                span,
                "too many parentheses inside one another; simplify the query",
            ));
        }
        self.at += 1;
        self.count(span)?;
        let inner = self.either(depth + 1)?;
        if !matches!(self.peek(), Some(Token::Close)) {
            return Err(Problem::new(
                "unclosed_paren",
                span,
                "this parenthesis is not closed; add )",
            ));
        }
        self.at += 1;
        Ok(inner)
    }

    /// A field's query; none if the name is no field at all, as in `12:30`.
    fn field(&self, field: &str, value: &str, span: Span) -> Result<Option<Query>, Problem> {
        let name = fold(field);
        if name != "source" && name != "date" {
            if LATER_FIELDS.contains(&name.as_str()) {
                let message =
                    format!("the field {name}: is not understood yet; there are {FIELDS}");
                return Err(Problem::new("unknown_field", span, message));
            }
            return Ok(None);
        }
        if value.trim().is_empty() {
            let message = format!("{name}: needs a value right after the colon");
            return Err(Problem::new("empty_field", span, message));
        }
        if name == "date" {
            return dates::published(&fold(value).replace("...", ".."), span, self.zone).map(Some);
        }
        Ok(Some(Query::Source(fold(value))))
    }

    fn count(&mut self, span: Span) -> Result<(), Problem> {
        self.parts += 1;
        if self.parts > limits::QUERY_PARTS_MAX {
            let message = format!(
                "the query has more than {} parts; shorten it",
                limits::QUERY_PARTS_MAX
            );
            return Err(Problem::new("too_many_parts", span, message));
        }
        Ok(())
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn peek_operator(&self, words: &[&str]) -> bool {
        matches!(self.peek(), Some(Token::Word(word)) if words.contains(&word.as_str()))
    }

    fn dangling(&self) -> Problem {
        let span = self
            .tokens
            .get(self.at)
            .or_else(|| self.tokens.last())
            .map_or(
                Span {
                    start: 0,
                    end: self.end,
                },
                |(_, span)| *span,
            );
        Problem::new(
            "dangling_operator",
            span,
            "something is missing here; put a word on each side of OR, AND and NOT",
        )
    }
}

fn one_or(mut parts: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Query {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        many(parts)
    }
}

/// A word without quotes: whole where its script writes spaces, else its characters in order.
/// One that folds to marks alone says nothing.
fn word_query(word: &str) -> Query {
    let folded = fold(word);
    if !folded.is_empty() && folded.chars().all(is_spaced_letter) {
        Query::Word(folded)
    } else if folded.chars().any(char::is_alphanumeric) {
        Query::Sequence(folded)
    } else {
        Query::All
    }
}

fn sequence(text: &str, span: Span) -> Result<Query, Problem> {
    let folded = fold(text);
    if folded.is_empty() {
        return Err(Problem::new(
            "empty_quote",
            span,
            "there is nothing between these quotes; write what to find",
        ));
    }
    Ok(Query::Sequence(folded))
}
