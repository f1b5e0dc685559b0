//! What is wrong inside a text (a variable, a condition), and where in the file that is.

use crate::script::node::Place;

/// A mistake inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// Where in the text, in bytes.
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: String,
}

impl Flaw {
    pub(super) fn new(at: usize, message: impl Into<String>, help: impl Into<String>) -> Flaw {
        Flaw { at, message: message.into(), help: help.into() }
    }
}

/// The place in the file of a byte of a text that begins at `start`.
///
/// A text is written with quotes, escapes and line breaks that it does not hold itself. So its
/// letters are looked for one after the other; what stands between them in the file is passed over.
pub(super) fn place_of(source: &str, start: Place, text: &str, at: usize) -> Place {
    let mut rest = places_from(source, start);
    let letters = text.char_indices().take_while(|(index, _)| *index <= at);
    let mut found = start;
    for (_, letter) in letters.filter(|(_, letter)| !letter.is_whitespace()) {
        match rest.find(|(_, written)| *written == letter) {
            Some((place, _)) => found = place,
            None => return start,
        }
    }
    found
}

/// The characters of a file from a place on, each with its own place.
fn places_from(source: &str, start: Place) -> impl Iterator<Item = (Place, char)> {
    let lines = source.split_inclusive('\n').enumerate().skip(start.line.saturating_sub(1));
    lines
        .flat_map(|(line, content)| {
            content
                .chars()
                .enumerate()
                .map(move |(column, c)| (Place { line: line + 1, column: column + 1 }, c))
        })
        .skip_while(move |(place, _)| *place < start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_escapes_and_line_breaks_are_passed_over() {
        let start = Place { line: 2, column: 6 };
        let quoted = "- say: x\nsay: \"Dites \\\"oui\\\", {nom}.\"\n";
        assert_eq!(
            place_of(quoted, start, "Dites \"oui\", {nom}.", 13),
            Place { line: 2, column: 22 }
        );
        let folded = "- say: x\nsay: >\n  Bonjour,\n  {nom}.\n";
        assert_eq!(place_of(folded, start, "Bonjour, {nom}.\n", 9), Place { line: 4, column: 3 });
    }
}
