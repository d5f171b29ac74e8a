//! Many queries on a stream of documents. Each query is filed under texts of which a document
//! must hold at least one for it to match; one automaton (Aho & Corasick 1975) finds in one pass
//! which of all these texts a document holds. That alone decides most of the queries filed there;
//! only the others are evaluated.

use super::evaluate::{Matcher, View};
use super::outline::{Answer, Outline};
use super::{broad, needs_texts};
use aho_corasick::{AhoCorasick, BuildError};
use model::{Part, Query};
use std::collections::HashMap;

/// A query that is filed under more texts than this is looked at each time instead.
const ANCHORS_MAX: usize = 200;

/// Queries that wait for documents.
#[derive(Debug)]
pub struct Watch {
    matchers: Vec<Matcher>,
    outlines: Vec<Outline>,
    automaton: AhoCorasick,
    /// For each text of the automaton, the queries that are filed under it.
    filed: Vec<Vec<u32>>,
    /// Queries that ask for no text of their own.
    always: Vec<u32>,
}

impl Watch {
    /// Files the queries. Their places in the list are the numbers given back.
    pub fn new(queries: Vec<Query>) -> Result<Self, BuildError> {
        let mut texts = Texts::default();
        let (mut filed, mut always, mut outlines) = (Vec::new(), Vec::new(), Vec::new());
        for (number, query) in (0u32..).zip(&queries) {
            match anchors(query) {
                Some(anchors) => {
                    filed.extend(anchors.iter().map(|text| (texts.place(text), number)));
                }
                None => always.push(number),
            }
            outlines.push(Outline::of(query, &mut |text| texts.place(text)));
        }
        Ok(Self {
            matchers: queries.into_iter().map(Matcher::new).collect(),
            outlines,
            filed: texts.with(filed),
            automaton: AhoCorasick::new(texts.in_order())?,
            always,
        })
    }

    /// How many queries wait.
    pub fn len(&self) -> usize {
        self.matchers.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.matchers.is_empty()
    }

    /// The numbers of the queries that a document answers, ascending.
    pub fn matching(&self, view: &View<'_>) -> Vec<u32> {
        let mut held = vec![false; self.filed.len()];
        let mut candidates = self.always.clone();
        for found in self.automaton.find_overlapping_iter(view.folded) {
            let place = found.pattern().as_usize();
            if let (Some(held @ false), Some(queries)) =
                (held.get_mut(place), self.filed.get(place))
            {
                *held = true;
                candidates.extend(queries);
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|number| self.holds(*number as usize, &held, view));
        candidates
    }

    fn holds(&self, number: usize, held: &[bool], view: &View<'_>) -> bool {
        let outline = self.outlines.get(number);
        match outline.map_or(Answer::Ask, |outline| outline.answer(held)) {
            Answer::Yes => true,
            Answer::No => false,
            Answer::Ask => {
                let matcher = self.matchers.get(number);
                matcher.is_some_and(|matcher| matcher.matches(view))
            }
        }
    }
}

/// Texts with their places in the order they came.
#[derive(Debug, Default)]
struct Texts(HashMap<String, usize>);

impl Texts {
    fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.0.get(text) {
            return *place;
        }
        let place = self.0.len();
        self.0.insert(text.to_owned(), place);
        place
    }

    /// For each place, what is filed there.
    fn with(&self, filed: Vec<(usize, u32)>) -> Vec<Vec<u32>> {
        let mut lists = vec![Vec::new(); self.0.len()];
        for (place, number) in filed {
            if let Some(list) = lists.get_mut(place) {
                list.push(number);
            }
        }
        lists
    }

    fn in_order(&self) -> Vec<&str> {
        let mut texts: Vec<(&str, usize)> =
            self.0.iter().map(|(text, at)| (&**text, *at)).collect();
        texts.sort_unstable_by_key(|(_, place)| *place);
        texts.into_iter().map(|(text, _)| text).collect()
    }
}

/// Texts of which a document must hold at least one; none where there is no such list.
fn anchors(query: &Query) -> Option<Vec<String>> {
    let wide = if needs_texts(query) {
        broad(query)
    } else {
        query.clone()
    };
    filed_under(&wide).filter(|texts| texts.len() <= ANCHORS_MAX)
}

fn filed_under(query: &Query) -> Option<Vec<String>> {
    match query {
        Query::Word(_, text) | Query::Sequence(_, text) | Query::Prefix(_, text) => {
            Some(vec![text.clone()])
        }
        Query::And(parts) => parts
            .iter()
            .filter_map(filed_under)
            .min_by_key(|texts| cost(texts)),
        Query::Or(parts) => {
            let all: Option<Vec<Vec<String>>> = parts.iter().map(filed_under).collect();
            all.map(|all| all.concat())
        }
        // One of any that are more than those which may be missing.
        Query::AtLeast(least, parts) if *least > 0 => {
            let mut all: Vec<Vec<String>> = parts.iter().filter_map(filed_under).collect();
            all.sort_by_key(|texts| cost(texts));
            let spare = parts.len() - all.len();
            let enough = (parts.len() + 1).saturating_sub(*least);
            (spare < *least).then(|| {
                all.into_iter()
                    .take(enough.max(1))
                    .collect::<Vec<_>>()
                    .concat()
            })
        }
        _ => None,
    }
}

/// Few long texts file a query well: they come upon few documents.
fn cost(texts: &[String]) -> (u32, usize) {
    let each = texts.iter().map(|text| match text.chars().count() {
        0 | 1 => 1_000,
        2 => 100,
        3 => 20,
        _ => 5,
    });
    (each.sum(), texts.len())
}

/// The part of a document that a text of a query asks for, for those who show it.
pub(super) fn text_of(leaf: &Query) -> Option<(Part, &str)> {
    match leaf {
        Query::Word(part, text) | Query::Sequence(part, text) | Query::Prefix(part, text) => {
            Some((*part, text))
        }
        _ => None,
    }
}
