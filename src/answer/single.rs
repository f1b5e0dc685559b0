//! Answers of one piece: a word, yes or no, a number.

use crate::{
    answer::{
        Accepted, YesNo,
        grammar::YES_NO,
        intent,
        matching::{Found, Matcher},
        numbers::numbers,
        words,
    },
    language::Language,
};

/// How a one-piece answer was judged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    pub(super) right: bool,
    /// What was given instead of the right answer, as it was said.
    pub(super) other: Option<String>,
}

/// Words that take back what was said before them ("Lyon… non, Paris").
const CORRECTIONS: [&[&str]; 3] =
    [&["non", "pardon", "plutot"], &["no", "sorry", "rather", "mean"], &["아니", "아니요", "아뇨"]];

/// One of the accepted answers. In a self-correction what comes last counts.
pub(super) fn one_of(language: Language, accepted: &[Accepted], text: &str) -> Judged {
    let matcher = Matcher::new(language);
    let all = words::words(language, text);
    let said = after_correction(language, &all);
    let right =
        best(&matcher, accepted, said).is_some_and(|found| !negated(language, &said[..found.at]));
    let other = (!right).then(|| words::content(language, text).join(" "));
    Judged { right, other: other.filter(|text| !text.is_empty()) }
}

/// "pas Paris", "not Paris".
const NEGATIONS: [&[&str]; 3] = [&["pas"], &["not"], &["안"]];

fn negates(language: Language, word: &str) -> bool {
    NEGATIONS[language as usize].contains(&word)
}

/// Whether the words before an answer negate it ("ce n'est pas le chat") and not a verb of their
/// own ("pierre qui roule n'amasse pas mousse").
fn negated(language: Language, before: &[String]) -> bool {
    let Some(at) = before.iter().rposition(|word| !words::is_frame(language, word)) else {
        return false;
    };
    let verb = at.checked_sub(1).is_some_and(|at| !words::is_frame(language, &before[at]));
    negates(language, &before[at]) && !verb
}

fn best(matcher: &Matcher, accepted: &[Accepted], said: &[String]) -> Option<Found> {
    accepted.iter().filter_map(|accepted| matcher.find(accepted, said)).max_by_key(|found| found.at)
}

/// The words after the last correction, when an answer follows it; "non" alone is an answer.
fn after_correction(language: Language, said: &[String]) -> &[String] {
    let corrections = CORRECTIONS[language as usize];
    let last = said.iter().rposition(|word| corrections.contains(&word.as_str()));
    match last {
        Some(at) if at > 0 && at + 1 < said.len() => {
            let tail = &said[at + 1..];
            let says_something = tail
                .iter()
                .any(|word| !words::is_frame(language, word) && !negates(language, word));
            // "non, pas Paris, Lyon": only what follows the negated word counts.
            if says_something { tail } else { said }
        }
        _ => said,
    }
}

/// Yes or no; what was said last counts. `None`: neither.
pub(super) fn yes_no(language: Language, text: &str) -> Option<YesNo> {
    let said = intent::without_doubt(language, text);
    let last = |wordings: &[&str]| {
        wordings
            .iter()
            .filter_map(|wording| {
                let wanted = words::words(language, wording);
                let place =
                    said.windows(wanted.len().max(1)).rposition(|window| window == wanted)?;
                let negated = place > 0 && negates(language, &said[place - 1]);
                Some((place + wanted.len(), wanted.len(), negated))
            })
            .max()
    };
    let [yes, no] = YES_NO[language as usize];
    match (last(yes), last(no)) {
        (None, None) => None,
        // The longer wording wins where both end ("pas du tout" over "tout").
        (yes, no) if yes > no => {
            let not_so = yes.is_some_and(|(_, _, negated)| negated);
            Some(if not_so { YesNo::No } else { YesNo::Yes })
        }
        _ => Some(YesNo::No),
    }
}

/// A number; the last one said counts.
pub(super) fn number(language: Language, wanted: i64, text: &str) -> Judged {
    let last = numbers(language, text).last().copied();
    Judged {
        right: last == Some(wanted),
        other: last.filter(|last| *last != wanted).map(|last| last.to_string()),
    }
}
