//! Answers of one piece: a word, yes or no, a number.

use crate::{
    answer::{
        Accepted, YesNo,
        grammar::YES_NO,
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
    let right = best(&matcher, accepted, said).is_some_and(|found| {
        let before = found.at.checked_sub(1).and_then(|at| said.get(at));
        !before.is_some_and(|word| NEGATIONS[language as usize].contains(&word.as_str()))
    });
    let other = (!right).then(|| words::content(language, text).join(" "));
    Judged { right, other: other.filter(|text| !text.is_empty()) }
}

/// "pas Paris", "not Paris".
const NEGATIONS: [&[&str]; 3] = [&["pas"], &["not"], &["안"]];

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
            let says_something = tail.iter().any(|word| {
                !words::is_frame(language, word)
                    && !NEGATIONS[language as usize].contains(&word.as_str())
            });
            // "non, pas Paris, Lyon": only what follows the negated word counts.
            if says_something { tail } else { said }
        }
        _ => said,
    }
}

/// Yes or no; what was said last counts. `None`: neither.
pub(super) fn yes_no(language: Language, text: &str) -> Option<YesNo> {
    let said = words::words(language, text);
    let last = |wordings: &[&str]| {
        wordings
            .iter()
            .filter_map(|wording| {
                let wanted = words::words(language, wording);
                let place =
                    said.windows(wanted.len().max(1)).rposition(|window| window == wanted)?;
                Some((place + wanted.len(), wanted.len()))
            })
            .max()
    };
    let [yes, no] = YES_NO[language as usize];
    match (last(yes), last(no)) {
        (None, None) => None,
        // The longer wording wins where both end ("pas du tout" over "tout").
        (yes, no) if yes > no => Some(YesNo::Yes),
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
