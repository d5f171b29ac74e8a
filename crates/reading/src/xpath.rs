//! The part of XPath 1.0 that is written to name places on pages.

mod compare;
mod evaluate;
mod functions;
mod parse;
mod tokens;
mod value;

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};
use std::cell::Cell;
use thiserror::Error;
use value::{Item, Value};

/// Nodes that one expression may visit on one page.
const STEPS_MAX: u64 = 20_000_000;

/// Why an expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum XpathProblem {
    /// It breaks the grammar.
    #[error("it is not understood from {0:?} on")]
    Grammar(String),
    /// It ends too early.
    #[error("its end is missing")]
    End,
    /// It uses what is not known here.
    #[error(
        "{0} is not known here; write it with steps, predicates, contains(), starts-with() and the like"
    )]
    Unknown(String),
    /// It nests too deeply.
    #[error("it has too many parts inside one another")]
    Deep,
    /// It takes too long.
    #[error("it looks at too many places of the page; write it more exactly")]
    Steps,
}

/// An axis: which nodes a step looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Child,
    Descendant,
    DescendantOrSelf,
    Itself,
    Parent,
    Ancestor,
    AncestorOrSelf,
    FollowingSibling,
    PrecedingSibling,
    Attribute,
}

/// Which nodes of an axis a step takes.
#[derive(Debug, Clone, PartialEq)]
enum Test {
    Name(String),
    Any,
    Text,
    Node,
}

#[derive(Debug, Clone, PartialEq)]
struct Step {
    axis: Axis,
    test: Test,
    predicates: Vec<Expr>,
}

/// Where a path starts.
#[derive(Debug, Clone, PartialEq)]
enum Start {
    Root,
    Here,
    Expr(Box<Expr>, Vec<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Times,
    Div,
    Mod,
    Union,
}

#[derive(Debug, Clone, PartialEq)]
enum Expr {
    Binary(Operator, Box<Expr>, Box<Expr>),
    Negative(Box<Expr>),
    Text(String),
    Number(f64),
    Call(String, Vec<Expr>),
    Path(Start, Vec<Step>),
}

/// What an expression finds.
pub(crate) enum XpathFound<'a> {
    /// An element.
    Element(ElementRef<'a>),
    /// A text, the value of an attribute, or what a function says.
    Text(String),
}

/// An expression, for one page.
#[derive(Debug)]
pub(crate) struct Xpath {
    expr: Expr,
    left: Cell<u64>,
}

impl Xpath {
    /// Reads an expression.
    pub(crate) fn parse(written: &str) -> Result<Self, XpathProblem> {
        Ok(Self {
            expr: parse::parse(written)?,
            left: Cell::new(STEPS_MAX),
        })
    }

    /// What it finds from a node on, in the order of the page.
    pub(crate) fn find<'a>(
        &self,
        from: NodeRef<'a, Node>,
    ) -> Result<Vec<XpathFound<'a>>, XpathProblem> {
        let evaluation = evaluate::Evaluation { left: &self.left };
        let value = evaluation.value(&self.expr, &evaluate::Context::new(from))?;
        match value {
            Value::Nodes(nodes) => nodes
                .into_iter()
                .map(|item| {
                    Ok(match item {
                        Item::Node(node) => match ElementRef::wrap(node) {
                            Some(element) => XpathFound::Element(element),
                            None => XpathFound::Text(evaluation.string_of(&item)?),
                        },
                        Item::Attribute { value, .. } => XpathFound::Text(value.to_owned()),
                    })
                })
                .collect(),
            other => Ok(vec![XpathFound::Text(evaluation.text(&other)?)]),
        }
    }
}

#[cfg(test)]
mod tests;
