//! The query tree carried out on the index. What counts is decided by the tree alone; words
//! that the segmenter cuts from it only rank.

use crate::listed::Listed;
use crate::schema::{Fields, Pair};
use crate::settled::Settled;
use crate::window::{Stretch, Windowed};
use analysis::Understander;
use analysis::query::positive_texts;
use model::{Part, Query as Asked};
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery,
    Occur, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// Words that rank one query: the first ones say enough.
const RANKING_WORDS_MAX: usize = 40;
/// How much more a word of the title says than one of the body.
const TITLE_BOOST: f32 = 2.0;

pub(crate) struct Execute<'a> {
    pub(crate) fields: Fields,
    pub(crate) searcher: &'a Searcher,
    pub(crate) understander: &'a Understander,
}

type Made = tantivy::Result<Box<dyn Query>>;

impl Execute<'_> {
    /// Everything the query asks for, ranked by the words it has in common.
    pub(crate) fn ranked(&self, asked: &Asked) -> Made {
        let filter = ConstScoreQuery::new(self.filter(asked)?, 0.0);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(filter))];
        let joined = positive_texts(asked).join(" ");
        let words = self.understander.segmenter().words("", &joined);
        let mut seen: Vec<&str> = Vec::new();
        for word in words.iter() {
            if seen.len() < RANKING_WORDS_MAX && !seen.contains(&word) {
                seen.push(word);
                let in_title = Self::word(self.fields.words.title, word);
                let in_title = BoostQuery::new(Box::new(in_title), TITLE_BOOST);
                clauses.push((Occur::Should, Box::new(in_title)));
                let in_body = Self::word(self.fields.words.body, word);
                clauses.push((Occur::Should, Box::new(in_body)));
            }
        }
        let inner = Box::new(BooleanQuery::new(clauses));
        Ok(self.windowed(stretch_of(asked), inner))
    }

    /// Everything the query asks for.
    pub(crate) fn filter(&self, asked: &Asked) -> Made {
        Ok(match asked {
            Asked::All => Box::new(AllQuery),
            Asked::Word(part, word) => Self::each(*part, self.fields.words, |field| {
                Box::new(Self::word(field, word))
            }),
            Asked::Prefix(part, stem) => Self::each(*part, self.fields.words, |field| {
                beginning_with(field, stem)
            }),
            Asked::Sequence(part, text) => {
                Self::each(*part, self.fields.pairs, |field| sequence(field, text))
            }
            Asked::Source(name) => self.source(name)?,
            Asked::Documents(ids) => Box::new(Listed(ids.clone())),
            Asked::Published(from, to) => {
                let stretch = Stretch {
                    from: *from,
                    to: *to,
                };
                if stretch.is_open() {
                    Box::new(AllQuery)
                } else {
                    Box::new(stretch.range(self.fields.published_at))
                }
            }
            Asked::And(parts) => self.all(parts)?,
            Asked::Or(parts) => any(self.made(parts)?),
            Asked::AtLeast(least, parts) => at_least(*least, self.made(parts)?),
            Asked::Not(part) => self.all(std::slice::from_ref(&Asked::Not(part.clone())))?,
            known => self.known(known),
        })
    }

    /// What is known of a document besides its text. Other leaves need texts or the store; whoever
    /// asks has exchanged them.
    fn known(&self, asked: &Asked) -> Box<dyn Query> {
        match asked {
            Asked::Kind(kind) => self.fact("kind", kind.word()),
            Asked::Owner(owner) => self.fact("owner", owner.word()),
            Asked::Site(site) => self.fact("site", site),
            Asked::Language(language) => self.fact("lang", language.tag()),
            Asked::Category(category) => self.fact("category", category.word()),
            Asked::Tone(tone) => self.fact("tone", tone.word()),
            Asked::Place(places) => {
                let places = places.iter();
                any(places
                    .map(|place| self.fact("place", &place.0.to_string()))
                    .collect())
            }
            _ => Box::new(EmptyQuery),
        }
    }

    fn made(&self, parts: &[Asked]) -> tantivy::Result<Vec<Box<dyn Query>>> {
        parts.iter().map(|part| self.filter(part)).collect()
    }

    /// All of these; where all are negative, everything but these.
    fn all(&self, parts: &[Asked]) -> Made {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut stretch = Stretch::default();
        for part in parts {
            match part {
                Asked::Not(part) => {
                    clauses.push((Occur::MustNot, Box::new(Settled(self.filter(part)?))));
                }
                Asked::Published(from, to) => {
                    stretch = stretch.and(Stretch {
                        from: *from,
                        to: *to,
                    });
                }
                part => clauses.push((Occur::Must, self.filter(part)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(self.windowed(stretch, Box::new(BooleanQuery::new(clauses))))
    }

    fn windowed(&self, stretch: Stretch, inner: Box<dyn Query>) -> Box<dyn Query> {
        if stretch.is_open() {
            return inner;
        }
        Box::new(Windowed {
            stretch,
            field: self.fields.published_at,
            inner,
        })
    }

    /// The query on the fields of the parts asked for.
    fn each(part: Part, fields: Pair, make: impl Fn(Field) -> Box<dyn Query>) -> Box<dyn Query> {
        match part {
            Part::Title => make(fields.title),
            Part::Body => make(fields.body),
            Part::Whole => any(vec![make(fields.title), make(fields.body)]),
        }
    }

    fn word(field: Field, word: &str) -> TermQuery {
        TermQuery::new(
            Term::from_field_text(field, word),
            IndexRecordOption::WithFreqs,
        )
    }

    fn fact(&self, name: &str, value: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields.facts, &format!("{name}:{value}"));
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// Sources whose name holds this: there are few names, so all are looked at.
    fn source(&self, part: &str) -> Made {
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

/// The stretch of time that the whole query lies in.
fn stretch_of(asked: &Asked) -> Stretch {
    match asked {
        Asked::Published(from, to) => Stretch {
            from: *from,
            to: *to,
        },
        Asked::And(parts) => parts
            .iter()
            .map(stretch_of)
            .fold(Stretch::default(), Stretch::and),
        _ => Stretch::default(),
    }
}

fn any(mut options: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match options.len() {
        0 => Box::new(EmptyQuery),
        1 => options.remove(0),
        _ => Box::new(BooleanQuery::union(options)),
    }
}

fn at_least(least: usize, options: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    if least == 0 {
        return Box::new(AllQuery);
    }
    if least > options.len() {
        return Box::new(EmptyQuery);
    }
    let clauses = options.into_iter().map(|option| (Occur::Should, option));
    Box::new(BooleanQuery::with_minimum_required_clauses(
        clauses.collect(),
        least,
    ))
}

/// An exact sequence: one character by all pairs it begins, two by their pair, more by pairs
/// side by side at their distances (the last one overlaps where the length is odd).
fn sequence(field: Field, text: &str) -> Box<dyn Query> {
    let chars: Vec<char> = text.chars().collect();
    let pair = |at: usize| {
        let pair: String = chars.iter().skip(at).take(2).collect();
        Term::from_field_text(field, &pair)
    };
    match chars.as_slice() {
        [] => Box::new(AllQuery),
        [_] => beginning_with(field, text),
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

/// All terms that begin with a text lie side by side in the term dictionary, because UTF-8 sorts
/// as code points do.
fn beginning_with(field: Field, stem: &str) -> Box<dyn Query> {
    let term = |text: &str| Term::from_field_text(field, text);
    let upper = after(stem).map_or(Bound::Unbounded, |text| Bound::Excluded(term(&text)));
    Box::new(InvertedIndexRangeQuery::new(
        Bound::Included(term(stem)),
        upper,
    ))
}

/// The first text that does not begin with this and comes after it.
fn after(stem: &str) -> Option<String> {
    let mut chars: Vec<char> = stem.chars().collect();
    while let Some(last) = chars.pop() {
        if let Some(next) = (last as u32 + 1..=char::MAX as u32).find_map(char::from_u32) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}
