//! Regular expressions within limits. They run on the folded text; what a text must hold for one
//! to match is read from it, so that the index can say which documents are worth looking at.

use super::Problem;
use crate::fold::fold;
use model::{Part, Query, Span, limits};
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

/// Memory that one compiled expression may take.
const COMPILED_BYTES_MAX: usize = 1 << 20;

pub(super) fn query(written: &str, span: Span) -> Result<Query, Problem> {
    let length = written.chars().count();
    if length > limits::PATTERN_CHARS_MAX {
        let message = format!(
            "the expression is longer than {} characters; shorten it",
            limits::PATTERN_CHARS_MAX
        );
        return Err(Problem::new("pattern_long", span, message));
    }
    let folded = folded(written);
    if let Err(why) = compiled(&folded) {
        let why = why.to_string();
        let why = why.lines().last().unwrap_or_default().trim().to_owned();
        let message = format!("this is no expression that can be used: {why}");
        return Err(Problem::new("bad_pattern", span, message));
    }
    if compiled(&folded).is_ok_and(|pattern| pattern.is_match("")) {
        let message = "this expression matches nothing at all, so it matches everything; let it ask for at least one character";
        return Err(Problem::new("empty_pattern", span, message));
    }
    Ok(Query::Pattern(Part::Whole, folded))
}

/// The compiled expression. Time is linear in the text, whatever it is.
pub(super) fn compiled(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .size_limit(COMPILED_BYTES_MAX)
        .dfa_size_limit(COMPILED_BYTES_MAX)
        .build()
}

/// The expression as folded texts need it: letters small and simplified, what names a class of
/// characters as it was.
fn folded(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                let Some(class) = chars.next() else { break };
                out.push(class);
                if matches!(class, 'p' | 'P' | 'x' | 'u' | 'U') && chars.peek() == Some(&'{') {
                    through(&mut chars, &mut out, |c| c == '}');
                }
            }
            '(' if chars.peek() == Some(&'?') => {
                out.push(c);
                through(&mut chars, &mut out, |c| matches!(c, ':' | '>' | ')'));
            }
            '[' if chars.peek() == Some(&':') => {
                out.push(c);
                through(&mut chars, &mut out, |c| c == ']');
            }
            c => {
                let folded = fold(c.encode_utf8(&mut [0; 4]));
                let plain = folded.chars().all(char::is_alphanumeric) && !folded.is_empty();
                if plain {
                    out.push_str(&folded);
                } else {
                    out.push(c);
                }
            }
        }
    }
    out
}

fn through(chars: &mut impl Iterator<Item = char>, out: &mut String, ends: impl Fn(char) -> bool) {
    for c in chars {
        out.push(c);
        if ends(c) {
            return;
        }
    }
}

/// What every text holds that the expression matches: a query that finds them all, and more.
pub(super) fn broad(pattern: &str, part: Part) -> Query {
    regex_syntax::parse(pattern).map_or(Query::All, |hir| needed(&hir, part))
}

fn needed(hir: &Hir, part: Part) -> Query {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0);
            Query::Sequence(part, text.into_owned())
        }
        HirKind::Capture(capture) => needed(&capture.sub, part),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub, part),
        HirKind::Concat(subs) => {
            let mut parts: Vec<Query> = subs.iter().map(|sub| needed(sub, part)).collect();
            parts.retain(|part| *part != Query::All);
            match parts.len() {
                0 => Query::All,
                1 => parts.remove(0),
                _ => Query::And(parts),
            }
        }
        HirKind::Alternation(subs) => {
            let parts: Vec<Query> = subs.iter().map(|sub| needed(sub, part)).collect();
            if parts.contains(&Query::All) {
                Query::All
            } else {
                Query::Or(parts)
            }
        }
        _ => Query::All,
    }
}
