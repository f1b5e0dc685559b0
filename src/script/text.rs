//! Texts with variables: `"Bonjour {name} !"`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value known only while a session runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variable {
    /// First name of the resident (or of the group; empty for a guest).
    Name,
    /// Points so far.
    Score,
    /// Points that could have been reached so far.
    Of,
    /// Questions asked so far.
    Asked,
    /// Verdict of the last answer (`right`, `partly`, `wrong`, `unsure`, `no_answer`).
    Last,
    /// The right answer of the last question, as shown.
    Answer,
    /// `morning`, `afternoon` or `evening`; in a text, its word in the routine's language.
    TimeOfDay,
    /// The greeting of that time of day ("Bonjour", "Bonsoir").
    Greeting,
    /// Day of the week, in the routine's language.
    Weekday,
    /// The date in words, in the routine's language.
    Date,
    /// The robot's name.
    Robot,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Said as it stands.
    Literal(String),
    /// Replaced while the session runs.
    Variable(Variable),
}

/// A text with variables, taken apart when the routine was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub Vec<Piece>);

/// The values of the variables at one moment, as words to be said and compared.
pub type Values = BTreeMap<Variable, String>;

impl Text {
    /// A text without variables.
    pub fn literal(text: impl Into<String>) -> Text {
        Text(vec![Piece::Literal(text.into())])
    }

    /// The text with the values put in. A missing value becomes nothing, and the space before
    /// it goes too ("Bonjour {name} !" for a guest is "Bonjour !").
    pub fn fill(&self, values: &Values) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Variable(variable) => match values.get(variable).map(String::as_str) {
                    Some(value) if !value.is_empty() => out.push_str(value),
                    _ => out.truncate(out.trim_end_matches([' ', ',']).len()),
                },
            }
        }
        out.trim().to_owned()
    }
}
