//! Answers of several pieces: word lists, sequences, spans, fluency.

use std::cmp::Reverse;

use crate::{
    answer::{Accepted, Direction, matching::Matcher, numbers::digits, words},
    language::Language,
};

/// How a list was given.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Given {
    pub(super) credited: Vec<String>,
    pub(super) missed: Vec<String>,
    pub(super) intrusions: Vec<String>,
    pub(super) repetitions: Vec<String>,
}

/// Every target once, in any order.
pub(super) fn recall(language: Language, targets: &[Accepted], text: &str) -> Given {
    let matcher = Matcher::new(language);
    let said = words::words(language, text);
    let mut heard = vec![false; said.len()];
    // Longer names first: a “pomme de terre” is no “pomme”.
    let length = |target: &Accepted| {
        target.wordings().iter().map(|wording| words::content(language, wording).len()).max()
    };
    let mut longest_first: Vec<usize> = (0..targets.len()).collect();
    longest_first.sort_by_key(|place| Reverse(length(&targets[*place])));
    let mut times = vec![0; targets.len()];
    for place in longest_first {
        times[place] = take_all(&matcher, &targets[place], &said, &mut heard);
    }
    let mut given = Given::default();
    for (target, times) in targets.iter().zip(times) {
        let shown = target.shown().to_owned();
        match times {
            0 => given.missed.push(shown),
            _ => {
                given.repetitions.extend(std::iter::repeat_n(shown.clone(), times - 1));
                given.credited.push(shown);
            }
        }
    }
    given.intrusions = left_over(language, &said, &heard);
    given
}

/// The longest run of targets in their order counts; a target out of order is missed.
pub(super) fn sequence(language: Language, targets: &[Accepted], text: &str) -> Given {
    let matcher = Matcher::new(language);
    let said = words::words(language, text);
    let mut heard = vec![false; said.len()];
    // What was said, as places in the list of targets.
    let mut order = Vec::new();
    for (place, target) in targets.iter().enumerate() {
        let mut from = 0;
        while let Some(found) = matcher.find_from(target, &said, from) {
            heard[found.at..found.at + found.length].fill(true);
            order.push((found.at, place));
            from = found.at + found.length;
        }
    }
    order.sort_unstable();
    let spoken: Vec<usize> = order.into_iter().map(|(_, place)| place).collect();
    let wanted: Vec<usize> = (0..targets.len()).collect();
    let mut given = in_order(&wanted, &spoken, |place| targets[*place].shown().to_owned());
    given.intrusions = left_over(language, &said, &heard);
    given
}

/// Digits in their order.
pub(super) fn span(language: Language, span: &[u8], direction: Direction, text: &str) -> Given {
    let mut wanted = span.to_vec();
    if direction == Direction::Backward {
        wanted.reverse();
    }
    in_order(&wanted, &digits(language, text), u8::to_string)
}

/// Members of a category, each once.
pub(super) fn category(language: Language, members: &[Accepted], text: &str) -> Given {
    let mut given = recall(language, members, text);
    given.missed.clear();
    given
}

/// Takes every place where the target was said; how many.
fn take_all(matcher: &Matcher, target: &Accepted, said: &[String], heard: &mut [bool]) -> usize {
    let mut times = 0;
    let mut from = 0;
    while let Some(found) = matcher.find_from(target, said, from) {
        let place = found.at..found.at + found.length;
        from = place.end;
        if heard[place.clone()].iter().all(|taken| !taken) {
            heard[place].fill(true);
            times += 1;
        }
    }
    times
}

/// What was said beside the targets, word by word.
fn left_over(language: Language, said: &[String], heard: &[bool]) -> Vec<String> {
    said.iter()
        .zip(heard)
        .filter(|(word, heard)| !**heard && !words::is_frame(language, word))
        .map(|(word, _)| word.clone())
        .collect()
}

/// Credits the longest common subsequence of what was wanted and what was given.
fn in_order<T: PartialEq>(wanted: &[T], given: &[T], shown: impl Fn(&T) -> String) -> Given {
    let mut lengths = vec![vec![0_usize; given.len() + 1]; wanted.len() + 1];
    for (i, one) in wanted.iter().enumerate().rev() {
        for (j, other) in given.iter().enumerate().rev() {
            lengths[i][j] = if one == other {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let mut result = Given::default();
    let (mut i, mut j) = (0, 0);
    while i < wanted.len() || j < given.len() {
        if i < wanted.len() && j < given.len() && wanted[i] == given[j] {
            result.credited.push(shown(&wanted[i]));
            i += 1;
            j += 1;
        } else if j >= given.len() || (i < wanted.len() && lengths[i + 1][j] >= lengths[i][j + 1]) {
            result.missed.push(shown(&wanted[i]));
            i += 1;
        } else {
            let extra = shown(&given[j]);
            if wanted.contains(&given[j]) {
                result.repetitions.push(extra);
            } else {
                result.intrusions.push(extra);
            }
            j += 1;
        }
    }
    result
}
