//! Digit span.

use proptest::prelude::*;

use super::{super::*, game, played, tasks};
use crate::{
    answer::Direction,
    script::{Game, SpanGame},
    session::{GameResult, Rehearsal},
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

fn kept(commands: &[Command]) -> Vec<(Option<u32>, Option<f64>)> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Record(Fact::Played {
                result: GameResult::Span { longest, mean, .. },
                ..
            }) => Some((*longest, *mean)),
            _ => None,
        })
        .collect()
}

/// Answers each trial as it is told: rightly or not.
fn answered(stage: &mut Stage, right: &[bool]) {
    for right in right {
        stage.until_listening();
        let listening = stage.pending.iter().find_map(|pending| match pending {
            Command::Listen(spec) => Some(spec.task.clone()),
            _ => None,
        });
        let Some(Task::Span { span, .. }) = listening else { panic!("digits are asked") };
        let digits: Vec<String> = span.iter().map(u8::to_string).collect();
        stage.hear_words(if *right { digits.join(" ") } else { "zzyzx".to_owned() }.as_str());
    }
}

#[test]
fn longest_and_mean_are_kept() {
    let mut stage = Stage::new(game(span(Direction::Forward, 9)));
    // Two, three and half of four digits; five are too many.
    answered(&mut stage, &[true, true, true, true, false, true, false, false, true]);
    stage.play_out();
    assert_eq!(kept(&stage.all), [(Some(4), Some(4.0))]);
    assert_eq!(said(&stage.all).iter().filter(|text| **text == "Never mind.").count(), 3);
}

#[test]
fn a_span_that_is_left_keeps_the_longest_alone() {
    let mut stage = Stage::new(game(span(Direction::Forward, 9)));
    answered(&mut stage, &[true, true]);
    stage.until_listening();
    stage.staff(StaffAction::Skip);
    stage.play_out();
    assert_eq!(kept(&stage.all), [(Some(2), None)]);
}

#[test]
fn a_failed_trial_is_never_passed_over_in_silence() {
    let mut stage = Stage::new(game(span(Direction::Forward, 9)));
    stage.until_listening();
    let commands = stage.hear(Heard::Silence);
    assert_eq!(said(&commands), ["Never mind."]);
}

#[test]
fn what_was_heard_with_doubt_is_said_once_more_and_then_spared() {
    let mut stage = Stage::new(game(span(Direction::Forward, 9)));
    stage.until_listening();
    let commands = stage.hear(Heard::NotUnderstood);
    assert_eq!(said(&commands), ["Pardon me?"]);
    stage.until_listening();
    let commands = stage.hear(Heard::NotUnderstood);
    assert_eq!(said(&commands), ["Never mind."]);
    answered(&mut stage, &[false, true, true, true, false, false, true]);
    stage.play_out();
    assert_eq!(kept(&stage.all), [(Some(3), Some(3.0))]);
}

#[test]
fn ears_that_understand_nothing_end_it_all_the_same() {
    let mut stage = Stage::new(game(span(Direction::Forward, 9)));
    for _ in 0..100 {
        if stage.session.is_over() {
            break;
        }
        if !stage.answer_one() && stage.listening() {
            stage.hear(Heard::NotUnderstood);
        }
    }
    assert!(stage.session.is_over());
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
