//! Expressions, evaluated over the tree within a number of steps.

use super::value::{Item, Value, number_of, text_of_number};
use super::{Axis, Expr, Operator, Start, Step, Test, XpathProblem};
use ego_tree::NodeRef;
use scraper::Node;
use std::cell::Cell;

/// Bytes of one text that is put together.
const TEXT_BYTES_MAX: usize = 1024 * 1024;

/// Where an expression stands: a node, and its place among its like.
pub(super) struct Context<'a> {
    pub(super) item: Item<'a>,
    pub(super) position: usize,
    pub(super) last: usize,
}

impl<'a> Context<'a> {
    pub(super) fn new(node: NodeRef<'a, Node>) -> Self {
        Self {
            item: Item::Node(node),
            position: 1,
            last: 1,
        }
    }
}

pub(super) struct Evaluation<'b> {
    pub(super) left: &'b Cell<u64>,
}

pub(super) type Evaluated<T> = Result<T, XpathProblem>;

impl Evaluation<'_> {
    pub(super) fn spend(&self, steps: u64) -> Evaluated<()> {
        let left = self
            .left
            .get()
            .checked_sub(steps)
            .ok_or(XpathProblem::Steps)?;
        self.left.set(left);
        Ok(())
    }

    pub(super) fn value<'a>(&self, expr: &Expr, context: &Context<'a>) -> Evaluated<Value<'a>> {
        self.spend(1)?;
        match expr {
            Expr::Text(text) => Ok(Value::Text(text.clone())),
            Expr::Number(number) => Ok(Value::Number(*number)),
            Expr::Negative(inner) => {
                let value = self.value(inner, context)?;
                Ok(Value::Number(-self.number(&value)?))
            }
            Expr::Call(name, arguments) => self.call(name, arguments, context),
            Expr::Binary(operator, left, right) => self.binary(*operator, left, right, context),
            Expr::Path(start, steps) => self.path(start, steps, context).map(Value::Nodes),
        }
    }

    fn binary<'a>(
        &self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        context: &Context<'a>,
    ) -> Evaluated<Value<'a>> {
        let left = self.value(left, context)?;
        match operator {
            Operator::Or if left.truth() => return Ok(Value::Truth(true)),
            Operator::And if !left.truth() => return Ok(Value::Truth(false)),
            _ => {}
        }
        let right = self.value(right, context)?;
        let number = |work: fn(f64, f64) -> f64| {
            Ok(Value::Number(work(
                self.number(&left)?,
                self.number(&right)?,
            )))
        };
        match operator {
            Operator::Or | Operator::And => Ok(Value::Truth(right.truth())),
            Operator::Plus => number(|a, b| a + b),
            Operator::Minus => number(|a, b| a - b),
            Operator::Times => number(|a, b| a * b),
            Operator::Div => number(|a, b| a / b),
            Operator::Mod => number(|a, b| a % b),
            Operator::Union => match (left, right) {
                (Value::Nodes(mut nodes), Value::Nodes(more)) => {
                    nodes.extend(more);
                    Ok(Value::Nodes(in_order(nodes)))
                }
                _ => Err(XpathProblem::Unknown(
                    "| between other things than places".to_owned(),
                )),
            },
            _ => self.compare(operator, &left, &right).map(Value::Truth),
        }
    }

    fn path<'a>(
        &self,
        start: &Start,
        steps: &[Step],
        context: &Context<'a>,
    ) -> Evaluated<Vec<Item<'a>>> {
        let mut nodes = match start {
            Start::Here => vec![context.item],
            Start::Root => {
                let (Item::Node(node) | Item::Attribute { of: node, .. }) = context.item;
                vec![Item::Node(node.tree().root())]
            }
            Start::Expr(expr, predicates) => match self.value(expr, context)? {
                Value::Nodes(nodes) => self.kept(nodes, predicates)?,
                _ => {
                    return Err(XpathProblem::Unknown(
                        "a step from a text or a number".to_owned(),
                    ));
                }
            },
        };
        for step in steps {
            let mut found = Vec::new();
            for item in &nodes {
                let fitting = self.along(step, item)?;
                found.extend(self.kept(fitting, &step.predicates)?);
            }
            nodes = in_order(found);
        }
        Ok(nodes)
    }

    /// Those for which all predicates hold; a number is a position.
    fn kept<'a>(&self, mut items: Vec<Item<'a>>, predicates: &[Expr]) -> Evaluated<Vec<Item<'a>>> {
        for predicate in predicates {
            let last = items.len();
            let mut kept = Vec::new();
            for (position, item) in (1..).zip(items) {
                let value = self.value(
                    predicate,
                    &Context {
                        item,
                        position,
                        last,
                    },
                )?;
                let holds = match value {
                    Value::Number(number) => (number - position as f64).abs() < f64::EPSILON,
                    value => value.truth(),
                };
                if holds {
                    kept.push(item);
                }
            }
            items = kept;
        }
        Ok(items)
    }

    fn along<'a>(&self, step: &Step, item: &Item<'a>) -> Evaluated<Vec<Item<'a>>> {
        let node = match (item, step.axis) {
            (Item::Node(node), _) => *node,
            (Item::Attribute { .. }, Axis::Itself) => return Ok(vec![*item]),
            (Item::Attribute { of, .. }, Axis::Parent) => return Ok(vec![Item::Node(*of)]),
            _ => return Ok(Vec::new()),
        };
        let mut found = Vec::new();
        let mut take = |node: NodeRef<'a, Node>| {
            self.spend(1)?;
            if fits(node, &step.test) {
                found.push(Item::Node(node));
            }
            Ok(())
        };
        match step.axis {
            Axis::Child => node.children().try_for_each(&mut take)?,
            Axis::Descendant => node.descendants().skip(1).try_for_each(&mut take)?,
            Axis::DescendantOrSelf => node.descendants().try_for_each(&mut take)?,
            Axis::Itself => take(node)?,
            Axis::Parent => node.parent().into_iter().try_for_each(&mut take)?,
            Axis::Ancestor => node.ancestors().try_for_each(&mut take)?,
            Axis::AncestorOrSelf => std::iter::once(node)
                .chain(node.ancestors())
                .try_for_each(&mut take)?,
            Axis::FollowingSibling => node.next_siblings().try_for_each(&mut take)?,
            Axis::PrecedingSibling => node.prev_siblings().try_for_each(&mut take)?,
            Axis::Attribute => return self.attributes(node, &step.test),
        }
        Ok(found)
    }

    fn attributes<'a>(&self, node: NodeRef<'a, Node>, test: &Test) -> Evaluated<Vec<Item<'a>>> {
        let mut found = Vec::new();
        let element = node.value().as_element().into_iter();
        for (number, (name, value)) in element.flat_map(|element| element.attrs()).enumerate() {
            self.spend(1)?;
            let fits = match test {
                Test::Name(own) => own == name,
                Test::Any | Test::Node => true,
                Test::Text => false,
            };
            if fits {
                found.push(Item::Attribute {
                    of: node,
                    number,
                    name,
                    value,
                });
            }
        }
        Ok(found)
    }

    /// What a node says: all its text.
    pub(super) fn string_of(&self, item: &Item) -> Evaluated<String> {
        let node = match item {
            Item::Attribute { value, .. } => return Ok((*value).to_owned()),
            Item::Node(node) => node,
        };
        let mut said = String::new();
        for node in node.descendants() {
            self.spend(1)?;
            if let Some(text) = node.value().as_text()
                && said.len() + text.len() <= TEXT_BYTES_MAX
            {
                self.spend(text.len() as u64 / 64)?;
                said.push_str(text);
            }
        }
        Ok(said)
    }

    pub(super) fn text(&self, value: &Value) -> Evaluated<String> {
        match value {
            Value::Nodes(nodes) => nodes
                .first()
                .map_or(Ok(String::new()), |item| self.string_of(item)),
            Value::Text(text) => Ok(text.clone()),
            Value::Number(number) => Ok(text_of_number(*number)),
            Value::Truth(truth) => Ok(truth.to_string()),
        }
    }

    pub(super) fn number(&self, value: &Value) -> Evaluated<f64> {
        Ok(match value {
            Value::Number(number) => *number,
            Value::Truth(truth) => f64::from(u8::from(*truth)),
            _ => number_of(&self.text(value)?),
        })
    }
}

fn fits(node: NodeRef<Node>, test: &Test) -> bool {
    match test {
        Test::Node => true,
        Test::Text => node.value().is_text(),
        Test::Any => node.value().is_element(),
        Test::Name(name) => node
            .value()
            .as_element()
            .is_some_and(|element| element.name() == name),
    }
}

/// Each once, as the page is written.
fn in_order(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by_key(Item::order);
    items.dedup_by_key(|item| item.order());
    items
}
