//! Reading texts: `"Bonjour {name} !"`.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IntoDeserializer};

use crate::script::{Piece, Text, Variable, suggest};

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
/// What is wrong and what to do.
pub(super) fn parse(text: &str, own: &BTreeMap<String, String>) -> Result<Text, (String, String)> {
    if text.trim().is_empty() {
        return Err((
            "the text is empty".into(),
            "write what Nao says, or leave the line out".into(),
        ));
    }
    if text.chars().count() > LONGEST {
        return Err((
            format!("the text is longer than {LONGEST} characters"),
            "split it into several `say` steps".into(),
        ));
    }
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        literal.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            literal.push_str(brace);
            rest = after;
            continue;
        }
        if brace == "}" {
            return Err(("a “}” has no “{” before it".into(), "write }} for a brace".into()));
        }
        let Some((name, after)) = rest.split_once('}') else {
            return Err((
                "a “{” is not closed".into(),
                "close it with “}”, or write {{ for a brace".into(),
            ));
        };
        rest = after;
        let name = name.trim();
        if let Some(constant) = own.get(name) {
            literal.push_str(constant);
            continue;
        }
        let variable: Result<Variable, serde::de::value::Error> =
            Variable::deserialize(name.into_deserializer());
        let Ok(variable) = variable else {
            let known = VARIABLES.into_iter().chain(own.keys().map(String::as_str));
            return Err((format!("there is no variable “{name}”"), suggest::among(name, known)));
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
