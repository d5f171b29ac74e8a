//! Words to a tree of parts.

use super::functions::is_known;
use super::tokens::{Token, tokens};
use super::{Axis, Expr, Operator, Start, Step, Test, XpathProblem};

/// Parts inside one another.
const DEPTH_MAX: usize = 24;

/// Operators from the loosest to the tightest.
const LEVELS: &[&[(&str, Operator)]] = &[
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[("=", Operator::Equal), ("!=", Operator::Unequal)],
    &[
        ("<", Operator::Less),
        ("<=", Operator::LessEqual),
        (">", Operator::Greater),
        (">=", Operator::GreaterEqual),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[
        ("*", Operator::Times),
        ("div", Operator::Div),
        ("mod", Operator::Mod),
    ],
    &[("|", Operator::Union)],
];

pub(super) fn parse(written: &str) -> Result<Expr, XpathProblem> {
    let mut parser = Parser {
        tokens: tokens(written)?,
        at: 0,
        depth: 0,
    };
    let expr = parser.expr()?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.problem()),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(own)) if *own == sign)
    }

    fn next_is(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.at + 1), Some(Token::Sign(own)) if *own == sign)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), XpathProblem> {
        if self.eat(sign) {
            Ok(())
        } else {
            Err(self.problem())
        }
    }

    fn problem(&self) -> XpathProblem {
        match self.peek() {
            None => XpathProblem::End,
            Some(Token::Name(word) | Token::Text(word)) => XpathProblem::Grammar(word.clone()),
            Some(Token::Sign("any")) => XpathProblem::Grammar("*".to_owned()),
            Some(Token::Sign(sign)) => XpathProblem::Grammar((*sign).to_owned()),
            Some(Token::Number(number)) => XpathProblem::Grammar(number.to_string()),
        }
    }

    fn expr(&mut self) -> Result<Expr, XpathProblem> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(XpathProblem::Deep);
        }
        let expr = self.level(0);
        self.depth -= 1;
        expr
    }

    fn level(&mut self, level: usize) -> Result<Expr, XpathProblem> {
        let Some(operators) = LEVELS.get(level) else {
            return self.path();
        };
        if level + 1 == LEVELS.len() && self.eat("-") {
            if self.is("-") {
                return Err(self.problem());
            }
            return Ok(Expr::Negative(Box::new(self.level(level)?)));
        }
        let mut left = self.level(level + 1)?;
        let mut parts = 0;
        while let Some((sign, operator)) = operators.iter().find(|(sign, _)| self.is(sign)) {
            parts += 1;
            if parts > DEPTH_MAX * 4 {
                return Err(XpathProblem::Deep);
            }
            self.eat(sign);
            let right = self.level(level + 1)?;
            left = Expr::Binary(*operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn path(&mut self) -> Result<Expr, XpathProblem> {
        if let Some(primary) = self.primary()? {
            let predicates = self.predicates()?;
            let steps = self.further_steps()?;
            if predicates.is_empty() && steps.is_empty() {
                return Ok(primary);
            }
            return Ok(Expr::Path(
                Start::Expr(Box::new(primary), predicates),
                steps,
            ));
        }
        let mut steps = Vec::new();
        let start = if self.is("//") {
            Start::Root
        } else if self.eat("/") {
            if !self.begins_step() {
                return Ok(Expr::Path(Start::Root, steps));
            }
            steps.push(self.step()?);
            Start::Root
        } else {
            steps.push(self.step()?);
            Start::Here
        };
        steps.extend(self.further_steps()?);
        Ok(Expr::Path(start, steps))
    }

    fn begins_step(&self) -> bool {
        matches!(
            self.peek(),
            Some(Token::Name(_) | Token::Sign("any" | "@" | "." | ".."))
        )
    }

    fn further_steps(&mut self) -> Result<Vec<Step>, XpathProblem> {
        let mut steps = Vec::new();
        loop {
            if self.eat("//") {
                steps.push(bare(Axis::DescendantOrSelf));
            } else if !self.eat("/") {
                return Ok(steps);
            }
            steps.push(self.step()?);
        }
    }

    /// A text, a number, a call or brackets; none where a step begins.
    fn primary(&mut self) -> Result<Option<Expr>, XpathProblem> {
        if self.eat("(") {
            let inner = self.expr()?;
            self.expect(")")?;
            return Ok(Some(inner));
        }
        let expr = match self.peek() {
            Some(Token::Text(text)) => Expr::Text(text.clone()),
            Some(Token::Number(number)) => Expr::Number(*number),
            Some(Token::Name(name))
                if self.next_is("(") && !matches!(name.as_str(), "text" | "node") =>
            {
                return self.call(name.clone()).map(Some);
            }
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(expr))
    }

    fn call(&mut self, name: String) -> Result<Expr, XpathProblem> {
        self.at += 2;
        let mut arguments = Vec::new();
        if !self.eat(")") {
            loop {
                arguments.push(self.expr()?);
                if !self.eat(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        if !is_known(&name, arguments.len()) {
            return Err(XpathProblem::Unknown(format!(
                "{name}() with {} parts",
                arguments.len()
            )));
        }
        Ok(Expr::Call(name, arguments))
    }

    fn predicates(&mut self) -> Result<Vec<Expr>, XpathProblem> {
        let mut predicates = Vec::new();
        while self.eat("[") {
            predicates.push(self.expr()?);
            self.expect("]")?;
        }
        Ok(predicates)
    }

    fn step(&mut self) -> Result<Step, XpathProblem> {
        if self.eat(".") {
            return Ok(Step {
                predicates: self.predicates()?,
                ..bare(Axis::Itself)
            });
        }
        if self.eat("..") {
            return Ok(Step {
                predicates: self.predicates()?,
                ..bare(Axis::Parent)
            });
        }
        let axis = self.axis()?;
        let test = match self.peek().cloned() {
            Some(Token::Sign("any")) => Test::Any,
            Some(Token::Name(name)) if self.next_is("(") => {
                self.at += 2;
                if !self.is(")") {
                    return Err(self.problem());
                }
                match name.as_str() {
                    "text" => Test::Text,
                    "node" => Test::Node,
                    _ => return Err(XpathProblem::Unknown(format!("{name}()"))),
                }
            }
            Some(Token::Name(_)) if self.next_is("::") => return Err(self.problem()),
            Some(Token::Name(name)) => Test::Name(name.to_lowercase()),
            _ => return Err(self.problem()),
        };
        self.at += 1;
        Ok(Step {
            axis,
            test,
            predicates: self.predicates()?,
        })
    }

    fn axis(&mut self) -> Result<Axis, XpathProblem> {
        if self.eat("@") {
            return Ok(Axis::Attribute);
        }
        let Some(Token::Name(name)) = self.peek().filter(|_| self.next_is("::")) else {
            return Ok(Axis::Child);
        };
        let axis = match name.as_str() {
            "child" => Axis::Child,
            "descendant" => Axis::Descendant,
            "descendant-or-self" => Axis::DescendantOrSelf,
            "self" => Axis::Itself,
            "parent" => Axis::Parent,
            "ancestor" => Axis::Ancestor,
            "ancestor-or-self" => Axis::AncestorOrSelf,
            "following-sibling" => Axis::FollowingSibling,
            "preceding-sibling" => Axis::PrecedingSibling,
            "attribute" => Axis::Attribute,
            _ => return Err(XpathProblem::Unknown(format!("the axis {name}"))),
        };
        self.at += 2;
        Ok(axis)
    }
}

fn bare(axis: Axis) -> Step {
    Step {
        axis,
        test: Test::Node,
        predicates: Vec::new(),
    }
}
