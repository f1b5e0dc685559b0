//! Reading texts: `"Bonjour {name} !"`.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IntoDeserializer};

use crate::script::{Piece, Text, Variable, flaw::Flaw, suggest};

/// The variables that every routine knows.
pub(super) const VARIABLES: [&str; 11] = [
    "name",
    "score",
    "of",
    "asked",
    "last",
    "answer",
    "time_of_day",
    "greeting",
    "weekday",
    "date",
    "robot",
];

/// The longest text, in characters: Nao would speak for five minutes.
const LONGEST: usize = 4_000;

/// Takes a text apart; `own` are the routine's own variables.
///
/// # Errors
/// What is wrong, where in the text, and what to do.
pub(super) fn parse(text: &str, own: &BTreeMap<String, String>) -> Result<Text, Flaw> {
    if text.trim().is_empty() {
        return Err(Flaw::new(
            0,
            "the text is empty",
            "write what Nao says, or leave the line out",
        ));
    }
    if text.chars().count() > LONGEST {
        return Err(Flaw::new(
            0,
            format!("the text is longer than {LONGEST} characters"),
            "split it into several `say` steps",
        ));
    }
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(found) = rest.find(['{', '}']) {
        literal.push_str(&rest[..found]);
        let brace = &rest[found..=found];
        let at = text.len() - rest.len() + found;
        rest = &rest[found + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            literal.push_str(brace);
            rest = after;
            continue;
        }
        if brace == "}" {
            return Err(Flaw::new(
                at,
                "a “}” has no “{” before it",
                "leave it out, or write }} for a brace",
            ));
        }
        let Some((written, after)) = rest.split_once('}').filter(|(name, _)| !name.contains('{'))
        else {
            return Err(Flaw::new(
                at,
                "a “{” is not closed",
                "close it with “}”, or write {{ for a brace",
            ));
        };
        rest = after;
        let name = written.trim();
        if let Some(constant) = own.get(name) {
            literal.push_str(constant);
            continue;
        }
        let variable: Result<Variable, serde::de::value::Error> =
            Variable::deserialize(name.into_deserializer());
        let Ok(variable) = variable else {
            let known = VARIABLES.into_iter().chain(own.keys().map(String::as_str));
            return Err(Flaw::new(
                at + 1,
                format!("there is no variable “{name}”"),
                suggest::among(name, known),
            ));
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
        }
        pieces.push(Piece::Variable(variable));
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(Text(pieces))
}
