//! The query tree carried out on the index. What counts is decided by the tree alone; words
//! that the segmenter cuts from it only rank.

use crate::schema::Fields;
use crate::settled::Settled;
use analysis::Understander;
use analysis::query::positive_texts;
use model::Query as Asked;
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery, Occur,
    PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

/// Words that rank one query: the first ones say enough.
const RANKING_WORDS_MAX: usize = 40;

pub(crate) struct Execute<'a> {
    pub(crate) fields: Fields,
    pub(crate) searcher: &'a Searcher,
    pub(crate) understander: &'a Understander,
}

impl Execute<'_> {
    /// Everything the query asks for, ranked by the words it has in common.
    pub(crate) fn ranked(&self, asked: &Asked) -> tantivy::Result<Box<dyn Query>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(
            Occur::Must,
            Box::new(ConstScoreQuery::new(self.filter(asked)?, 0.0)),
        )];
        let joined = positive_texts(asked).join(" ");
        let words = self.understander.segmenter().words("", &joined);
        let mut seen: Vec<&str> = Vec::new();
        for word in words.iter().take(RANKING_WORDS_MAX) {
            if !seen.contains(&word) {
                seen.push(word);
                clauses.push((Occur::Should, Box::new(self.word(word))));
            }
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Everything the query asks for.
    pub(crate) fn filter(&self, asked: &Asked) -> tantivy::Result<Box<dyn Query>> {
        Ok(match asked {
            Asked::All => Box::new(AllQuery),
            Asked::Word(word) => Box::new(self.word(word)),
            Asked::Sequence(text) => self.sequence(text),
            Asked::Source(name) => self.source(name)?,
            Asked::Published(from, to) => {
                let term =
                    |at: &model::Moment| Term::from_field_i64(self.fields.published_at, at.0);
                let lower = from
                    .as_ref()
                    .map_or(Bound::Unbounded, |at| Bound::Included(term(at)));
                let upper = to
                    .as_ref()
                    .map_or(Bound::Unbounded, |at| Bound::Excluded(term(at)));
                match (&lower, &upper) {
                    (Bound::Unbounded, Bound::Unbounded) => Box::new(AllQuery),
                    _ => Box::new(RangeQuery::new(lower, upper)),
                }
            }
            Asked::And(parts) => self.all(parts)?,
            Asked::Or(parts) => {
                let options = parts
                    .iter()
                    .map(|part| Ok((Occur::Should, self.filter(part)?)));
                Box::new(BooleanQuery::new(options.collect::<tantivy::Result<_>>()?))
            }
            Asked::Not(part) => self.all(std::slice::from_ref(&Asked::Not(part.clone())))?,
        })
    }

    /// All of these; where all are negative, everything but these.
    fn all(&self, parts: &[Asked]) -> tantivy::Result<Box<dyn Query>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for part in parts {
            clauses.push(match part {
                Asked::Not(part) => (Occur::MustNot, Box::new(Settled(self.filter(part)?))),
                part => (Occur::Must, self.filter(part)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn word(&self, word: &str) -> TermQuery {
        TermQuery::new(
            Term::from_field_text(self.fields.words, word),
            IndexRecordOption::WithFreqs,
        )
    }

    /// An exact sequence: one character by all pairs it begins, two by their pair, more by pairs
    /// side by side at their distances (the last one overlaps where the length is odd).
    fn sequence(&self, text: &str) -> Box<dyn Query> {
        let chars: Vec<char> = text.chars().collect();
        let pair = |at: usize| {
            let pair: String = chars.iter().skip(at).take(2).collect();
            Term::from_field_text(self.fields.body, &pair)
        };
        match chars.as_slice() {
            [] => Box::new(AllQuery),
            [one] => self.beginning_with(*one),
            [_, _] => Box::new(TermQuery::new(pair(0), IndexRecordOption::Basic)),
            many => {
                let last = many.len() - 2;
                let mut places: Vec<usize> = (0..last).step_by(2).collect();
                places.push(last);
                Box::new(PhraseQuery::new_with_offset(
                    places.into_iter().map(|at| (at, pair(at))).collect(),
                ))
            }
        }
    }

    /// All pairs that begin with a character lie side by side in the term dictionary, because
    /// UTF-8 sorts as code points do.
    fn beginning_with(&self, c: char) -> Box<dyn Query> {
        let after = (c as u32 + 1..=char::MAX as u32).find_map(char::from_u32);
        let term = |c: char| Term::from_field_text(self.fields.body, c.encode_utf8(&mut [0; 4]));
        let upper = after.map_or(Bound::Unbounded, |c| Bound::Excluded(term(c)));
        Box::new(InvertedIndexRangeQuery::new(
            Bound::Included(term(c)),
            upper,
        ))
    }

    /// Sources whose name holds this: there are few names, so all are looked at.
    fn source(&self, part: &str) -> tantivy::Result<Box<dyn Query>> {
        let mut terms = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.source)?;
            let mut names = index.terms().stream()?;
            while names.advance() {
                if let Ok(name) = std::str::from_utf8(names.key())
                    && name.contains(part)
                {
                    terms.push(Term::from_field_text(self.fields.source, name));
                }
            }
        }
        if terms.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        Ok(Box::new(TermSetQuery::new(terms)))
    }
}
