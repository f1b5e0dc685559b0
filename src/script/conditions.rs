//! Reading conditions: `score >= 3 and not (time_of_day == evening)`.

use serde::{Deserialize, de::IntoDeserializer};

use crate::script::{
    Comparison, Condition, Operand, Variable, flaw::Flaw, suggest, texts::VARIABLES,
};

/// The deepest nesting of parentheses and `not`.
const DEEPEST: usize = 20;

/// What a condition looks like, for whoever wrote something else.
const LIKE_THIS: &str = "write something like `score >= 3 and last == right`";

/// Reads a condition.
///
/// # Errors
/// What is wrong, where in the text, and what to do.
pub(super) fn parse(text: &str) -> Result<Condition, Flaw> {
    let words = words(text)?;
    let mut reader = Reader { words: &words, last: 0, depth: 0 };
    let condition = reader.either()?;
    match reader.words.first() {
        None => Ok(condition),
        Some(word) => Err(Flaw::new(
            word.at,
            format!("“{}” is not expected here", word.text),
            "join comparisons with `and` or `or`",
        )),
    }
}

/// A word of a condition and where it begins, in bytes.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    at: usize,
    text: &'a str,
}

fn words(text: &str) -> Result<Vec<Word<'_>>, Flaw> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let length = if "=!<>".contains(first) {
            rest.find(|c| !"=!<>".contains(c)).unwrap_or(rest.len())
        } else if "()".contains(first) {
            1
        } else if first.is_alphanumeric() || "_-.".contains(first) {
            rest.find(|c: char| !c.is_alphanumeric() && !"_-.".contains(c)).unwrap_or(rest.len())
        } else {
            return Err(Flaw::new(
                at,
                format!("“{first}” is not expected in a condition"),
                LIKE_THIS,
            ));
        };
        words.push(Word { at, text: &rest[..length] });
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

struct Reader<'a> {
    words: &'a [Word<'a>],
    /// Where the last word that was taken begins.
    last: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self) -> Option<Word<'a>> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        self.last = first.at;
        Some(*first)
    }

    fn take_if(&mut self, word: &str) -> bool {
        let next = self.words.first().is_some_and(|next| next.text == word);
        if next {
            self.take();
        }
        next
    }

    fn either(&mut self) -> Result<Condition, Flaw> {
        let mut left = self.both()?;
        while self.take_if("or") {
            left = Condition::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Condition, Flaw> {
        let mut left = self.single()?;
        while self.take_if("and") {
            left = Condition::And(Box::new(left), Box::new(self.single()?));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Condition, Flaw> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Flaw::new(
                self.last,
                "the condition is nested too deeply",
                "write it shorter",
            ));
        }
        let condition = if self.take_if("not") {
            Condition::Not(Box::new(self.single()?))
        } else if self.take_if("(") {
            let opened = self.last;
            let inner = self.either()?;
            if !self.take_if(")") {
                return Err(Flaw::new(opened, "a “)” is missing", "close the parenthesis"));
            }
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn comparison(&mut self) -> Result<Condition, Flaw> {
        let (left, left_at) = (self.operand()?, self.last);
        let Some(word) = self.take() else {
            return Err(Flaw::new(self.last, "the condition compares nothing", LIKE_THIS));
        };
        let how = match word.text {
            "==" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            "=" => {
                return Err(Flaw::new(word.at, "“=” does not compare", "did you mean “==”?"));
            }
            other => {
                return Err(Flaw::new(
                    word.at,
                    format!("“{other}” does not compare"),
                    "use ==, !=, <, <=, > or >=",
                ));
            }
        };
        let (right, right_at) = (self.operand()?, self.last);
        check((&left, left_at), (&right, right_at))?;
        Ok(Condition::Compare(left, how, right))
    }

    fn operand(&mut self) -> Result<Operand, Flaw> {
        let Some(word) = self.take() else {
            return Err(Flaw::new(self.last, "the condition ends too early", LIKE_THIS));
        };
        if let Ok(number) = word.text.parse::<f64>() {
            return Ok(Operand::Number(number));
        }
        if !word.text.starts_with(|c: char| c.is_alphabetic()) {
            return Err(Flaw::new(
                word.at,
                format!("“{}” is not expected here", word.text),
                "name a variable",
            ));
        }
        let variable: Result<Variable, serde::de::value::Error> =
            Variable::deserialize(word.text.into_deserializer());
        Ok(variable.map_or_else(|_| Operand::Word(word.text.to_owned()), Operand::Variable))
    }
}

/// One side must be a variable, and the other side something that the variable can be.
fn check(left: (&Operand, usize), right: (&Operand, usize)) -> Result<(), Flaw> {
    let (variable, (other, at)) = match (left, right) {
        ((Operand::Variable(_), _), (Operand::Variable(_), _)) => return Ok(()),
        ((Operand::Variable(variable), _), other) | (other, (Operand::Variable(variable), _)) => {
            (variable, other)
        }
        ((Operand::Word(word), at), _) | (_, (Operand::Word(word), at)) => {
            return Err(Flaw::new(
                at,
                format!("there is no variable “{word}”"),
                suggest::among(word, VARIABLES),
            ));
        }
        ((Operand::Number(_), at), _) => {
            return Err(Flaw::new(
                at,
                "this compares two numbers and is always the same",
                "compare a variable, such as score",
            ));
        }
    };
    let possible: &[&str] = match variable {
        Variable::Last => &["right", "partly", "wrong", "unsure", "no_answer"],
        Variable::TimeOfDay => &["morning", "afternoon", "evening"],
        Variable::Score | Variable::Of | Variable::Asked => {
            return match other {
                Operand::Word(word) => {
                    Err(Flaw::new(at, format!("“{word}” is no number"), "write it in digits"))
                }
                Operand::Number(_) | Operand::Variable(_) => Ok(()),
            };
        }
        Variable::Name
        | Variable::Answer
        | Variable::Greeting
        | Variable::Weekday
        | Variable::Date
        | Variable::Robot => return Ok(()),
    };
    match other {
        Operand::Word(word) if possible.contains(&word.as_str()) => Ok(()),
        Operand::Word(word) => Err(Flaw::new(
            at,
            format!("it is never “{word}”"),
            suggest::among(word, possible.iter().copied()),
        )),
        Operand::Number(_) | Operand::Variable(_) => {
            Err(Flaw::new(at, "it is never a number", format!("possible: {}", possible.join(", "))))
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
            ("many <= score", "“many” is no number"),
            ("last == good", "never “good”"),
            ("(score > 1", "“)” is missing"),
            ("1 < 2", "two numbers"),
            ("score > 1 score > 2", "not expected here"),
        ] {
            let Flaw { message, .. } = parse(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
