//! Tokens to a tree.

use super::fields::{self, Field};
use super::tokens::{Token, cut};
use super::words::{Binding, binding, is_operator, quoted, word_query};
use super::{Grammar, Problem, pattern};
use model::{Near, Part, Query, Span, limits};

/// Understands a written query.
pub fn parse(text: &str, grammar: &Grammar<'_>) -> Result<Query, Problem> {
    let length = text.chars().take(limits::QUERY_CHARS_MAX + 1).count();
    if length > limits::QUERY_CHARS_MAX {
        let message = format!(
            "the query is longer than {} characters; shorten it",
            limits::QUERY_CHARS_MAX
        );
        let (start, end) = (limits::QUERY_CHARS_MAX, text.chars().count());
        return Err(Problem::new("too_long", Span { start, end }, message));
    }
    let mut parser = Parser {
        tokens: cut(text)?,
        at: 0,
        parts: 0,
        end: length,
        grammar,
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

struct Parser<'a> {
    tokens: Vec<(Token, Span)>,
    at: usize,
    parts: usize,
    end: usize,
    grammar: &'a Grammar<'a>,
}

impl Parser<'_> {
    fn either(&mut self, depth: usize) -> Result<Query, Problem> {
        let mut options = vec![self.all(depth)?];
        while self.peek_operator("OR") || matches!(self.peek(), Some(Token::Either)) {
            self.at += 1;
            options.push(self.all(depth)?);
        }
        // Marks alone say nothing on either side, too.
        if options.iter().any(|option| *option != Query::All) {
            options.retain(|option| *option != Query::All);
        } else {
            options.truncate(1);
        }
        Ok(one_or(options, Query::Or))
    }

    fn all(&mut self, depth: usize) -> Result<Query, Problem> {
        let mut parts = Vec::new();
        loop {
            if self.peek_operator("AND") {
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
        while matches!(self.peek(), Some(Token::Minus)) || self.peek_operator("NOT") {
            negated = !negated;
            negations += 1;
            self.at += 1;
        }
        let part = self.near(depth)?;
        match part {
            None if negations > 0 => Err(self.dangling()),
            // Marks alone say nothing, and neither does leaving them out.
            Some(part) if negated && part != Query::All => Ok(Some(Query::Not(Box::new(part)))),
            part => Ok(part),
        }
    }

    /// A part, or several bound by NEAR or SENTENCE.
    fn near(&mut self, depth: usize) -> Result<Option<Query>, Problem> {
        let begin = self.at;
        let Some(first) = self.part(depth)? else {
            return Ok(None);
        };
        let Some(binding) = self.peek_binding()? else {
            return Ok(Some(first));
        };
        let mut operands = vec![self.operand(first, begin)?];
        while let Some(next) = self.peek_binding()? {
            if next != binding {
                return Err(self.here(
                    "near_mixed",
                    "NEAR and SENTENCE of one chain must be the same; put AND between two chains",
                ));
            }
            self.at += 1;
            let begin = self.at;
            let part = self.part(depth)?.ok_or_else(|| self.dangling())?;
            operands.push(self.operand(part, begin)?);
        }
        Ok(Some(Query::Near(Box::new(Near {
            operands,
            closeness: binding.closeness,
            ordered: binding.ordered,
            part: Part::Whole,
        }))))
    }

    /// The texts that one side of NEAR may be.
    fn operand(&self, part: Query, begin: usize) -> Result<Vec<Query>, Problem> {
        let options = match part {
            Query::Or(options) => options,
            one => vec![one],
        };
        let plain = |query: &Query| {
            matches!(
                query,
                Query::Word(Part::Whole, _)
                    | Query::Sequence(Part::Whole, _)
                    | Query::Prefix(Part::Whole, _)
            )
        };
        if options.iter().all(plain) {
            return Ok(options);
        }
        let span = |at: usize| self.tokens.get(at).map(|(_, span)| *span);
        let start = span(begin).map_or(0, |span| span.start);
        let end = span(self.at.saturating_sub(1)).map_or(self.end, |span| span.end);
        Err(Problem::new(
            "near_operand",
            Span { start, end },
            "beside NEAR stand words, \"phrases\" and (a OR b) of them; put fields outside: title:(a NEAR/8 b)",
        ))
    }

    fn part(&mut self, depth: usize) -> Result<Option<Query>, Problem> {
        let Some((token, span)) = self.tokens.get(self.at).cloned() else {
            return Ok(None);
        };
        let query = match token {
            Token::Close | Token::Either => return Ok(None),
            Token::Minus => return Err(self.dangling()),
            Token::Word(word) if is_operator(&word) => return Ok(None),
            Token::Open => return self.group(depth, span).map(Some),
            Token::Quoted(text, slop) => quoted(&text, slop.as_deref(), span)?,
            Token::Pattern(text) => pattern::query(&text, span)?,
            Token::Field(name) => return self.field_before(&name, depth, span).map(Some),
            Token::Word(word) => self.word(&word, span)?,
        };
        self.at += 1;
        self.count(span)?;
        Ok(Some(query))
    }

    /// A word that may carry a field.
    fn word(&self, word: &str, span: Span) -> Result<Query, Problem> {
        if let Some((name, value)) = word.split_once([':', '：'])
            && let Some(field) = Field::named(name)
        {
            return fields::query(field, name, value, span, self.grammar);
        }
        word_query(word, span)
    }

    /// A field whose value is quoted, a pattern or in parentheses.
    fn field_before(&mut self, name: &str, depth: usize, span: Span) -> Result<Query, Problem> {
        self.at += 1;
        let Some(field) = Field::named(name) else {
            // No field at all, as in `he said:"a b"`: a word, then what follows.
            let word = word_query(name, span)?;
            let rest = self.part(depth)?.unwrap_or(Query::All);
            return Ok(Query::And(vec![word, rest]));
        };
        let quoted = match self.tokens.get(self.at) {
            Some((Token::Quoted(text, None), end)) => Some((text.clone(), end.end)),
            _ => None,
        };
        if let (Some((text, end)), None) = (&quoted, field.part()) {
            self.at += 1;
            let span = Span { end: *end, ..span };
            self.count(span)?;
            return fields::query(field, name, text, span, self.grammar);
        }
        let Some(part) = field.part() else {
            return Err(fields::needs_plain_value(name, span));
        };
        let inner = self.part(depth)?.ok_or_else(|| self.dangling())?;
        Ok(inner.within(part))
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

    fn peek_operator(&self, operator: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(word)) if word == operator)
    }

    fn peek_binding(&self) -> Result<Option<Binding>, Problem> {
        match self.peek() {
            Some(Token::Word(word)) => match binding(word) {
                Some(Err(())) => Err(self.here(
                    "near_distance",
                    "write NEAR/8 with a number from 0 to 1000, NEAR/8f where the order counts",
                )),
                Some(Ok(binding)) => Ok(Some(binding)),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn here(&self, code: &'static str, message: &str) -> Problem {
        let whole = Span {
            start: 0,
            end: self.end,
        };
        let token = self.tokens.get(self.at).or_else(|| self.tokens.last());
        Problem::new(code, token.map_or(whole, |(_, span)| *span), message)
    }

    fn dangling(&self) -> Problem {
        self.here(
            "dangling_operator",
            "something is missing here; put a word on each side of OR, AND, NOT and NEAR",
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
