//! Comparing what expressions come to.

use super::Operator;
use super::evaluate::{Evaluated, Evaluation};
use super::value::Value;

impl Evaluation<'_> {
    /// Places are compared by what any of them says.
    pub(super) fn compare(
        &self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Evaluated<bool> {
        for left in self.singles(left, right)? {
            for right in self.singles(right, &left)? {
                self.spend(1)?;
                if self.compare_singles(operator, &left, &right)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn singles<'a>(&self, value: &Value<'a>, other: &Value) -> Evaluated<Vec<Value<'a>>> {
        match value {
            Value::Nodes(nodes) if !matches!(other, Value::Truth(_)) => nodes
                .iter()
                .map(|item| self.string_of(item).map(Value::Text))
                .collect(),
            Value::Nodes(_) | Value::Truth(_) => Ok(vec![Value::Truth(value.truth())]),
            Value::Text(text) => Ok(vec![Value::Text(text.clone())]),
            Value::Number(number) => Ok(vec![Value::Number(*number)]),
        }
    }

    fn compare_singles(&self, operator: Operator, left: &Value, right: &Value) -> Evaluated<bool> {
        let equal = || {
            Ok(match (left, right) {
                (Value::Truth(_), _) | (_, Value::Truth(_)) => left.truth() == right.truth(),
                (Value::Number(_), _) | (_, Value::Number(_)) => {
                    (self.number(left)? - self.number(right)?).abs() < f64::EPSILON
                }
                _ => self.text(left)? == self.text(right)?,
            })
        };
        let numbers = || Ok((self.number(left)?, self.number(right)?));
        match operator {
            Operator::Equal => equal(),
            Operator::Unequal => equal().map(|equal| !equal),
            Operator::Less => numbers().map(|(a, b)| a < b),
            Operator::LessEqual => numbers().map(|(a, b)| a <= b),
            Operator::Greater => numbers().map(|(a, b)| a > b),
            _ => numbers().map(|(a, b)| a >= b),
        }
    }
}
