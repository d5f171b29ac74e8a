//! What somebody asks: one tree, which the grammar makes, the evaluator runs on a single
//! document and the index runs on all of them.

use crate::{Category, DocumentId, EventId, Language, Moment, Owner, Place, SourceKind, Tone};
use std::sync::Arc;

/// Where in the written query a part stands, in characters from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// Where in a document a text is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// In the title or in the body.
    #[default]
    Whole,
    /// In the title.
    Title,
    /// In the body.
    Body,
}

impl Part {
    /// Whether this part of a document is looked at.
    pub fn holds(self, other: Self) -> bool {
        self == Self::Whole || other == Self::Whole || self == other
    }
}

/// Texts that stand close to one another.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// What is near what, in order as written: of each, any of these words, sequences or beginnings.
    pub operands: Vec<Vec<Query>>,
    /// How near.
    pub closeness: Closeness,
    /// Whether they must stand in the order written.
    pub ordered: bool,
    /// Where.
    pub part: Part,
}

/// How near is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closeness {
    /// At most so many Han characters or words of other scripts between two neighbours.
    Units(usize),
    /// In one sentence.
    Sentence,
}

/// A query tree. Texts in it are folded already.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Every document.
    All,
    /// A whole word of a script that writes spaces: a maximal run of letters and digits.
    Word(Part, String),
    /// An exact character sequence that does not span title and body.
    Sequence(Part, String),
    /// A word of a script that writes spaces begins with this.
    Prefix(Part, String),
    /// Texts close to one another.
    Near(Box<Near>),
    /// A regular expression, on the folded text.
    Pattern(Part, String),
    /// These very characters, neither folded nor case dropped.
    Exact(Part, String),
    /// The source's name contains this, folded.
    Source(String),
    /// The source is of this kind.
    Kind(SourceKind),
    /// The source belongs to such an owner.
    Owner(Owner),
    /// The document's address lies on this host or below it.
    Site(String),
    /// The document's address contains this, in small letters.
    Url(String),
    /// It speaks of one of these places or of what lies in them.
    Place(Vec<Place>),
    /// It is written in this language.
    Language(Language),
    /// It is about this.
    Category(Category),
    /// It has this tone.
    Tone(Tone),
    /// It belongs to this event.
    Event(EventId),
    /// Its event's heat is at least the first and at most the second.
    Heat(HeatRange),
    /// It says much the same as this document, named by the id others know it by.
    Similar(String),
    /// It answers the question of this topic, by its name or number.
    Topic(String),
    /// It is one of these, which are sorted.
    Documents(Arc<[DocumentId]>),
    /// Published at or after the first and before the second; an open end has no bound.
    Published(Option<Moment>, Option<Moment>),
    /// All of these.
    And(Vec<Query>),
    /// Any of these.
    Or(Vec<Query>),
    /// At least so many of these.
    AtLeast(usize, Vec<Query>),
    /// Not this.
    Not(Box<Query>),
}

/// Bounds of heat; an open end has none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeatRange {
    /// The lower bound.
    pub from: Option<f64>,
    /// Whether the lower bound itself is left out.
    pub above: bool,
    /// The upper bound.
    pub to: Option<f64>,
    /// Whether the upper bound itself is left out.
    pub below: bool,
}

impl HeatRange {
    /// Whether this heat lies within.
    pub fn holds(&self, heat: f64) -> bool {
        let from = self.from.is_none_or(|from| {
            if self.above {
                heat > from
            } else {
                heat >= from
            }
        });
        let to = self
            .to
            .is_none_or(|to| if self.below { heat < to } else { heat <= to });
        from && to
    }
}

impl Query {
    /// No document.
    pub fn nothing() -> Self {
        Self::Documents(Arc::from([]))
    }

    /// Whether any part of the tree, itself included, is such a one.
    pub fn any(&self, such: &mut impl FnMut(&Self) -> bool) -> bool {
        such(self)
            || match self {
                Self::And(parts) | Self::Or(parts) | Self::AtLeast(_, parts) => {
                    parts.iter().any(|part| part.any(such))
                }
                Self::Not(part) => part.any(such),
                _ => false,
            }
    }

    /// The same tree with every leaf exchanged.
    #[must_use]
    pub fn map_leaves(self, change: &mut impl FnMut(Self) -> Self) -> Self {
        let all = |parts: Vec<Self>, change: &mut _| {
            let parts = parts.into_iter();
            parts.map(|part| part.map_leaves(change)).collect()
        };
        match self {
            Self::And(parts) => Self::And(all(parts, change)),
            Self::Or(parts) => Self::Or(all(parts, change)),
            Self::AtLeast(least, parts) => Self::AtLeast(least, all(parts, change)),
            Self::Not(part) => Self::Not(Box::new(part.map_leaves(change))),
            leaf => change(leaf),
        }
    }

    /// The same question asked of one part of a document only; narrower parts stay.
    #[must_use]
    pub fn within(self, part: Part) -> Self {
        let narrow = |old: Part| if old == Part::Whole { part } else { old };
        self.map_leaves(&mut |leaf| match leaf {
            Self::Word(old, text) => Self::Word(narrow(old), text),
            Self::Sequence(old, text) => Self::Sequence(narrow(old), text),
            Self::Prefix(old, text) => Self::Prefix(narrow(old), text),
            Self::Pattern(old, text) => Self::Pattern(narrow(old), text),
            Self::Exact(old, text) => Self::Exact(narrow(old), text),
            Self::Near(mut near) => {
                near.part = narrow(near.part);
                Self::Near(near)
            }
            leaf => leaf,
        })
    }
}
