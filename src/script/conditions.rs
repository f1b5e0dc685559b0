//! Reading conditions: `score >= 3 and not (time_of_day == evening)`.

use serde::{Deserialize, de::IntoDeserializer};

use crate::script::{Comparison, Condition, Operand, Variable, suggest, texts::VARIABLES};

/// The deepest nesting of parentheses and `not`.
const DEEPEST: usize = 20;

/// Reads a condition.
///
/// # Errors
/// What is wrong and what to do.
pub(super) fn parse(text: &str) -> Result<Condition, (String, String)> {
    let words = words(text)?;
    let mut reader = Reader { words: &words, depth: 0 };
    let condition = reader.either()?;
    match reader.words.first() {
        None => Ok(condition),
        Some(word) => Err((
            format!("“{word}” is not expected here"),
            "join comparisons with `and` or `or`".to_owned(),
        )),
    }
}

fn words(text: &str) -> Result<Vec<String>, (String, String)> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if "=!<>".contains(first) {
            rest.find(|c| !"=!<>".contains(c)).unwrap_or(rest.len())
        } else if "()".contains(first) {
            1
        } else if first.is_alphanumeric() || "_-.".contains(first) {
            rest.find(|c: char| !c.is_alphanumeric() && !"_-.".contains(c)).unwrap_or(rest.len())
        } else {
            return Err((
                format!("“{first}” is not expected in a condition"),
                "write something like `score >= 3 and last == right`".to_owned(),
            ));
        };
        words.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

struct Reader<'a> {
    words: &'a [String],
    depth: usize,
}

impl Reader<'_> {
    fn take(&mut self) -> Option<String> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first.clone())
    }

    fn take_if(&mut self, word: &str) -> bool {
        let next = self.words.first().is_some_and(|next| next == word);
        if next {
            self.words = &self.words[1..];
        }
        next
    }

    fn either(&mut self) -> Result<Condition, (String, String)> {
        let mut left = self.both()?;
        while self.take_if("or") {
            left = Condition::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Condition, (String, String)> {
        let mut left = self.single()?;
        while self.take_if("and") {
            left = Condition::And(Box::new(left), Box::new(self.single()?));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Condition, (String, String)> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(("the condition is nested too deeply".into(), "write it shorter".into()));
        }
        let condition = if self.take_if("not") {
            Condition::Not(Box::new(self.single()?))
        } else if self.take_if("(") {
            let inner = self.either()?;
            if !self.take_if(")") {
                return Err(("a “)” is missing".into(), "close the parenthesis".into()));
            }
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn comparison(&mut self) -> Result<Condition, (String, String)> {
        let left = self.operand()?;
        let how = match self.take().as_deref() {
            Some("==") => Comparison::Equal,
            Some("!=") => Comparison::NotEqual,
            Some("<") => Comparison::Less,
            Some("<=") => Comparison::LessOrEqual,
            Some(">") => Comparison::Greater,
            Some(">=") => Comparison::GreaterOrEqual,
            Some("=") => {
                return Err(("“=” does not compare".into(), "did you mean “==”?".into()));
            }
            Some(other) => {
                return Err((
                    format!("“{other}” does not compare"),
                    "use ==, !=, <, <=, > or >=".into(),
                ));
            }
            None => {
                return Err((
                    "the condition compares nothing".into(),
                    "write something like `score >= 3`".into(),
                ));
            }
        };
        let right = self.operand()?;
        self.check(&left, &right)?;
        Ok(Condition::Compare(left, how, right))
    }

    fn operand(&mut self) -> Result<Operand, (String, String)> {
        let Some(word) = self.take() else {
            return Err((
                "the condition ends too early".into(),
                "write something like `score >= 3`".into(),
            ));
        };
        if let Ok(number) = word.parse::<f64>() {
            return Ok(Operand::Number(number));
        }
        if !word.starts_with(|c: char| c.is_alphabetic()) {
            return Err((format!("“{word}” is not expected here"), "name a variable".into()));
        }
        let variable: Result<Variable, serde::de::value::Error> =
            Variable::deserialize(word.as_str().into_deserializer());
        Ok(variable.map_or(Operand::Word(word), Operand::Variable))
    }

    /// One side must be a variable, and a word must be one that the variable can be.
    fn check(&self, left: &Operand, right: &Operand) -> Result<(), (String, String)> {
        let (variable, other) = match (left, right) {
            (Operand::Variable(_), Operand::Variable(_)) => return Ok(()),
            (Operand::Variable(variable), other) | (other, Operand::Variable(variable)) => {
                (variable, other)
            }
            (Operand::Word(word), _) | (_, Operand::Word(word)) => {
                return Err((
                    format!("there is no variable “{word}”"),
                    suggest::among(word, VARIABLES),
                ));
            }
            (Operand::Number(_), Operand::Number(_)) => {
                return Err((
                    "this compares two numbers and is always the same".into(),
                    "compare a variable, such as score".into(),
                ));
            }
        };
        let possible: &[&str] = match variable {
            Variable::Last => &["right", "partly", "wrong", "unsure", "no_answer"],
            Variable::TimeOfDay => &["morning", "afternoon", "evening"],
            _ => return Ok(()),
        };
        match other {
            Operand::Word(word) if possible.contains(&word.as_str()) => Ok(()),
            Operand::Word(word) => Err((
                format!("it is never “{word}”"),
                suggest::among(word, possible.iter().copied()),
            )),
            _ => Err(("it is never a number".into(), format!("possible: {}", possible.join(", ")))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Values;

    #[test]
    fn conditions_hold_or_not() {
        let values = Values::from([
            (Variable::Score, "4".to_owned()),
            (Variable::TimeOfDay, "morning".to_owned()),
        ]);
        for (text, holds) in [
            ("score >= 3 and time_of_day == morning", true),
            ("score < 3 or time_of_day == evening", false),
            ("not (score == 4)", false),
            ("score > 3 and not time_of_day == evening", true),
            ("10 > score", true),
        ] {
            assert_eq!(parse(text).unwrap().holds(&values), holds, "{text}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        for (text, part) in [
            ("scor >= 3", "no variable “scor”"),
            ("score = 3", "“=” does not compare"),
            ("score", "compares nothing"),
            ("last == good", "never “good”"),
            ("(score > 1", "“)” is missing"),
            ("1 < 2", "two numbers"),
            ("score > 1 score > 2", "not expected here"),
        ] {
            let (message, _) = parse(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
