//! The functions of expressions.

use super::evaluate::{Context, Evaluation};
use super::value::{Value, number_of};
use super::{Expr, XpathProblem};

/// Names with the least and the most parts they take.
const KNOWN: &[(&str, usize, usize)] = &[
    ("position", 0, 0),
    ("last", 0, 0),
    ("true", 0, 0),
    ("false", 0, 0),
    ("count", 1, 1),
    ("not", 1, 1),
    ("boolean", 1, 1),
    ("string", 0, 1),
    ("number", 0, 1),
    ("name", 0, 1),
    ("local-name", 0, 1),
    ("normalize-space", 0, 1),
    ("string-length", 0, 1),
    ("contains", 2, 2),
    ("starts-with", 2, 2),
    ("substring-before", 2, 2),
    ("substring-after", 2, 2),
    ("substring", 2, 3),
    ("translate", 3, 3),
    ("concat", 2, 40),
];

pub(super) fn is_known(name: &str, parts: usize) -> bool {
    KNOWN
        .iter()
        .any(|(own, least, most)| *own == name && (*least..=*most).contains(&parts))
}

impl Evaluation<'_> {
    pub(super) fn call<'a>(
        &self,
        name: &str,
        arguments: &[Expr],
        context: &Context<'a>,
    ) -> Result<Value<'a>, XpathProblem> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.value(argument, context)?);
        }
        let first = values.first();
        match (name, first) {
            ("position", _) => return Ok(Value::Number(context.position as f64)),
            ("last", _) => return Ok(Value::Number(context.last as f64)),
            ("true", _) => return Ok(Value::Truth(true)),
            ("false", _) => return Ok(Value::Truth(false)),
            ("count", Some(Value::Nodes(nodes))) => return Ok(Value::Number(nodes.len() as f64)),
            ("count", _) => return Err(XpathProblem::Unknown("count() of no places".to_owned())),
            ("not", Some(value)) => return Ok(Value::Truth(!value.truth())),
            ("boolean", Some(value)) => return Ok(Value::Truth(value.truth())),
            ("name" | "local-name", Some(Value::Nodes(nodes))) => {
                let name = nodes.first().map_or("", |item| item.name());
                return Ok(Value::Text(name.to_owned()));
            }
            ("name" | "local-name", _) => return Ok(Value::Text(context.item.name().to_owned())),
            _ => {}
        }
        let mut texts = Vec::with_capacity(values.len());
        for value in &values {
            texts.push(self.text(value)?);
        }
        if texts.is_empty() {
            texts.push(self.string_of(&context.item)?);
        }
        Ok(of_texts(name, &texts))
    }
}

fn of_texts<'a>(name: &str, texts: &[String]) -> Value<'a> {
    let part = |at: usize| texts.get(at).map_or("", String::as_str);
    let first = part(0);
    match name {
        "number" => Value::Number(number_of(first)),
        "string-length" => Value::Number(first.chars().count() as f64),
        "contains" => Value::Truth(first.contains(part(1))),
        "starts-with" => Value::Truth(first.starts_with(part(1))),
        "normalize-space" => Value::Text(first.split_whitespace().collect::<Vec<_>>().join(" ")),
        "substring-before" => Value::Text(
            first
                .split_once(part(1))
                .map_or("", |(before, _)| before)
                .to_owned(),
        ),
        "substring-after" => Value::Text(
            first
                .split_once(part(1))
                .map_or("", |(_, after)| after)
                .to_owned(),
        ),
        "substring" => Value::Text(substring(first, number_of(part(1)), texts.get(2))),
        "translate" => Value::Text(translate(first, part(1), part(2))),
        "concat" => Value::Text(texts.concat()),
        _ => Value::Text(first.to_owned()),
    }
}

fn substring(text: &str, start: f64, length: Option<&String>) -> String {
    let start = start.round();
    let end = length.map_or(f64::INFINITY, |length| start + number_of(length).round());
    let inside = |position: f64| position >= start && position < end;
    (1u32..)
        .zip(text.chars())
        .filter(|(at, _)| inside(f64::from(*at)))
        .map(|(_, c)| c)
        .collect()
}

fn translate(text: &str, from: &str, to: &str) -> String {
    let swap = |c: char| match from.chars().position(|own| own == c) {
        None => Some(c),
        Some(at) => to.chars().nth(at),
    };
    text.chars().filter_map(swap).collect()
}
