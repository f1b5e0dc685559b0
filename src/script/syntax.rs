//! What the YAML parser finds wrong, in the words of somebody who writes routines.

use serde_yaml::Error;

use crate::script::{Diagnostic, Severity, diagnostic::shortened, node::Place};

/// What stops the parser, as it is told.
struct Told {
    place: Place,
    message: String,
    help: String,
}

impl Told {
    fn new(place: Place, message: impl Into<String>, help: impl Into<String>) -> Told {
        Told { place, message: message.into(), help: help.into() }
    }
}

/// The mistake behind an error of the parser.
pub(super) fn told(file: &str, text: &str, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let place = error.location().map_or(Place::default(), |place| Place {
        line: usize::try_from(place.line()).unwrap_or(1),
        column: usize::try_from(place.column()).unwrap_or(1),
    });
    let line = text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
    let above = text.lines().nth(place.line.saturating_sub(2)).unwrap_or_default();
    let raw = message(error);
    let Told { place, message, help } =
        by_kind(error, place, line).or_else(|| by_line(&raw, place, line, above)).unwrap_or_else(|| {
            Told::new(
                place,
                format!("this is not valid YAML: {raw}"),
                "look at indentation, quotes and colons: a text that holds “: ” or “#” needs quotes",
            )
        });
    Diagnostic {
        file: file.to_owned(),
        line: place.line.max(1),
        column: place.column.max(1),
        severity: Severity::Error,
        message: shortened(&message),
        help: Some(help),
    }
}

/// The parser's own words without the place, which is told in our own form.
fn message(error: &Error) -> String {
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or(&told).trim();
    told.split_once(": ")
        .filter(|(head, _)| head.starts_with("line "))
        .map_or(told, |(_, message)| message)
        .to_owned()
}

/// Mistakes that the parser tells apart.
fn by_kind(error: &Error, place: Place, line: &str) -> Option<Told> {
    Some(match error {
        Error::DuplicateMappingKey { key, .. } => Told::new(
            place,
            format!("the key “{}” is written twice", key.as_deref().unwrap_or_default()),
            "keep one of them",
        ),
        Error::NonFiniteFloat { value, .. } => {
            Told::new(place, format!("“{value}” is no finite number"), "write it in digits")
        }
        Error::UnknownAnchor { .. } => {
            let alias = line.get(column_at(line, place.column)..).unwrap_or_default();
            let alias = alias.split_whitespace().next().unwrap_or_default();
            Told::new(
                place,
                format!("“{alias}” refers to nothing that is named before it"),
                "a text that begins with “*” needs quotes",
            )
        }
        Error::MergeValueNotMapOrSeqOfMaps { .. } => Told::new(
            place,
            "`<<` takes over a group of keys, and this is none",
            "write the star of an alias, as in `<<: *name`, or write the keys out",
        ),
        Error::Budget { breach: serde_yaml::budget::BudgetBreach::Documents { .. }, .. }
        | Error::MultipleDocuments { .. } => Told::new(
            place,
            "a second routine begins here",
            "write one routine a file, and leave out `---`",
        ),
        _ => return None,
    })
}

/// Mistakes that are seen best in the line where the parser stops, or in the one above it.
fn by_line(raw: &str, place: Place, line: &str, above: &str) -> Option<Told> {
    if raw.contains("budget breached") || raw.contains("limit exceeded") {
        return Some(Told::new(
            place,
            "this YAML grows too large",
            "write it without so many aliases (*), nested parts or pieces",
        ));
    }
    let indentation = &line[..line.len() - line.trim_start().len()];
    if let Some(tab) = indentation.find('\t') {
        return Some(Told::new(
            Place { column: tab + 1, ..place },
            "a tab stands before this line",
            "indent with spaces only: two for each level",
        ));
    }
    if raw.contains("unclosed quote") {
        return Some(Told::new(
            place,
            "the quotation mark that opens here is never closed",
            "close it at the end of the text",
        ));
    }
    let (column, value) = value_of(line);
    let begins = |with: char| value.starts_with(with) && place.column > column;
    let value_place = Place { column, ..place };
    if begins('{') && closed_before(value, '}', place.column - column) {
        return Some(Told::new(
            value_place,
            "a text that begins with “{” needs quotes",
            "put the whole text in quotes: \"{name}, good morning.\"",
        ));
    }
    if begins('[') && closed_before(value, ']', place.column - column) {
        return Some(Told::new(
            value_place,
            "a text that begins with “[” needs quotes",
            "put the whole text in quotes",
        ));
    }
    if begins('\'') {
        return Some(Told::new(
            place,
            "the text goes on after its closing quotation mark",
            "use double quotes around a text with an apostrophe: \"C'est moi.\"",
        ));
    }
    if begins('"') {
        return Some(Told::new(
            place,
            "the text goes on after its closing quotation mark",
            "write \\\" for a quotation mark inside the text",
        ));
    }
    if raw.contains("mismatched bracket") {
        return Some(Told::new(
            place,
            "the bracket that opens here is not closed by one of its kind",
            "close “[” with “]”, and “{” with “}”",
        ));
    }
    if raw.contains("mapping values are not allowed") {
        if let Some(colon) = colon_without_space(above) {
            return Some(Told::new(
                Place { line: place.line - 1, column: colon },
                "no space stands behind this colon",
                "write `key: value`, with a space",
            ));
        }
        return Some(Told::new(
            place,
            "a colon stands in the middle of a text",
            "put the whole text in quotes",
        ));
    }
    let first = place.column == indentation.chars().count() + 1;
    let crooked = raw.contains("did not find expected '-'")
        || raw.contains("did not find expected key")
        || raw.contains("block");
    if first && crooked {
        return Some(Told::new(
            place,
            "this line stands neither under the one before it nor beside it",
            "begin it in the same column as the lines that it belongs to",
        ));
    }
    None
}

/// The value that a line writes, and the column where it begins: behind `- ` and `key: `.
fn value_of(line: &str) -> (usize, &str) {
    let mut value = line.trim_start();
    while let Some(rest) = value.strip_prefix("- ") {
        value = rest.trim_start();
    }
    if let Some(rest) = value.trim_start_matches(is_key).strip_prefix(": ") {
        value = rest.trim_start();
    }
    (line.chars().count() - value.chars().count() + 1, value)
}

/// The column of a colon that ends a key and has its value right behind it.
fn colon_without_space(line: &str) -> Option<usize> {
    let (column, value) = value_of(line);
    let (key, rest) = value.split_once(':')?;
    let glued = rest.starts_with(|c: char| !c.is_whitespace());
    (glued && key.chars().all(is_key)).then(|| column + key.chars().count())
}

fn is_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-".contains(c)
}

/// Whether a bracket is closed within so many characters: then more text follows behind it.
fn closed_before(value: &str, bracket: char, characters: usize) -> bool {
    value.chars().take(characters).any(|c| c == bracket)
}

/// Where a column begins, in bytes.
fn column_at(line: &str, column: usize) -> usize {
    line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
}
