//! Conditions of `if` and `until`: `score >= 3 and time_of_day == morning`.

use serde::{Deserialize, Serialize};

use crate::script::{Values, Variable};

/// How two operands are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operand {
    /// A value known while the session runs.
    Variable(Variable),
    /// A number.
    Number(f64),
    /// A word (`morning`, `right`).
    Word(String),
}

/// A checked condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Left, how, right.
    Compare(Operand, Comparison, Operand),
    /// Both.
    And(Box<Condition>, Box<Condition>),
    /// Either.
    Or(Box<Condition>, Box<Condition>),
    /// Not.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether it holds. The values here are the raw ones (`time_of_day` is `morning`, whatever
    /// the language). Words are compared as text, numbers as numbers.
    pub fn holds(&self, values: &Values) -> bool {
        match self {
            Condition::Compare(left, how, right) => compare(left, *how, right, values),
            Condition::And(left, right) => left.holds(values) && right.holds(values),
            Condition::Or(left, right) => left.holds(values) || right.holds(values),
            Condition::Not(inner) => !inner.holds(values),
        }
    }
}

fn compare(left: &Operand, how: Comparison, right: &Operand, values: &Values) -> bool {
    let (left, right) = (word(left, values), word(right, values));
    let order = match (left.parse::<f64>(), right.parse::<f64>()) {
        (Ok(left), Ok(right)) => left.partial_cmp(&right),
        _ => Some(left.cmp(&right)),
    };
    order.is_some_and(|order| match how {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    })
}

fn word(operand: &Operand, values: &Values) -> String {
    match operand {
        Operand::Variable(variable) => values.get(variable).cloned().unwrap_or_default(),
        Operand::Number(number) => number.to_string(),
        Operand::Word(word) => word.clone(),
    }
}
