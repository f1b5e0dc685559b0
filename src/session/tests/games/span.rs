//! Digit span.

use proptest::prelude::*;

use super::{played, tasks};
use crate::{
    answer::{Direction, Task},
    script::{Game, SpanGame},
    session::{Rehearsal, Resident},
};

fn span(direction: Direction, to: u32) -> Game {
    Game::Span(SpanGame { id: "digits".into(), direction, from: 2, to })
}

fn lengths(rehearsal: &Rehearsal) -> Vec<usize> {
    let length = |task| match task {
        Task::Span { span, .. } => Some(span.len()),
        _ => None,
    };
    tasks(rehearsal).into_iter().filter_map(length).collect()
}

#[test]
fn who_knows_all_has_two_trials_of_each_length() {
    let rehearsal = played(span(Direction::Forward, 5), Resident::Perfect, 1);
    assert_eq!(lengths(&rehearsal), [2, 2, 3, 3, 4, 4, 5, 5]);
    assert_eq!(rehearsal.score, rehearsal.of);
}

#[test]
fn two_failures_end_it_with_a_short_one() {
    let rehearsal = played(span(Direction::Backward, 8), Resident::Wrong, 1);
    assert_eq!(lengths(&rehearsal), [2, 2, 2]);
}

#[test]
fn silence_ends_it_too() {
    let rehearsal = played(span(Direction::Forward, 8), Resident::Silent, 1);
    assert_eq!(lengths(&rehearsal), [2, 2, 2]);
}

proptest! {
    #[test]
    fn no_digit_comes_twice_in_a_trial(seed: u64) {
        for task in tasks(&played(span(Direction::Forward, 9), Resident::Perfect, seed)) {
            let Task::Span { mut span, .. } = task else { panic!("digits are asked") };
            let asked = span.len();
            span.sort_unstable();
            span.dedup();
            prop_assert_eq!(span.len(), asked);
        }
    }
}
