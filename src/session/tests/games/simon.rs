//! Simon says.

use std::sync::Arc;

use proptest::prelude::*;

use super::{super::*, ends_and_is_told_again, game, played, results};
use crate::{
    script::{Game, SimonGame, SimonMove},
    session::GameResult,
};

const NAMES: [&str; 4] = ["wave", "clap", "bow", "shrug"];

fn simon(from: u32, to: u32) -> Game {
    let one = |name: &&str| SimonMove { called: Accepted::One((*name).into()), trajectory: nod() };
    let moves = NAMES.iter().map(one).collect();
    Game::Simon(Arc::new(SimonGame { id: "simon".into(), moves, from, to }))
}

/// The movements that are asked for.
fn sequence(stage: &Stage) -> Vec<String> {
    let listening = stage.pending.iter().find_map(|pending| match pending {
        Command::Listen(spec) => Some(&spec.task),
        _ => None,
    });
    let Some(Task::Sequence { sequence }) = listening else { panic!("no sequence is asked for") };
    sequence.iter().map(|one| one.shown().to_owned()).collect()
}

/// Answers each sequence as it is told; gives how long each was.
fn answered(stage: &mut Stage, right: &[bool]) -> Vec<usize> {
    let mut lengths = Vec::new();
    for right in right {
        stage.until_listening();
        let asked = sequence(stage);
        lengths.push(asked.len());
        stage.hear_words(&if *right { asked.join(", ") } else { "zzyzx".to_owned() });
    }
    lengths
}

fn moved(commands: &[Command]) -> usize {
    commands.iter().filter(|command| matches!(command, Command::Move { .. })).count()
}

#[test]
fn a_sequence_reads_like_a_conversation() {
    let mut stage = Stage::new(game(simon(2, 4)));
    assert_eq!(answered(&mut stage, &[true, false, true, false, false, true]), [2, 3, 3, 4, 4, 3]);
    stage.play_out();
    insta::assert_snapshot!(transcript(&stage.journal));
    assert_eq!(results(&stage.all), [GameResult::Simon { longest: Some(3), prefix: 3 }]);
}

#[test]
fn it_grows_to_its_end() {
    let rehearsal = played(simon(1, 4), Resident::Perfect, 3);
    let (score, of) = (rehearsal.score, rehearsal.of);
    assert_eq!((score, of), (1 + 2 + 3 + 4, 1 + 2 + 3 + 4));
}

#[test]
fn who_finds_nothing_ends_with_one_movement() {
    let mut stage = Stage::new(game(simon(3, 4)));
    assert_eq!(answered(&mut stage, &[false, false, true]), [3, 3, 1]);
    stage.play_out();
    assert_eq!(results(&stage.all), [GameResult::Simon { longest: None, prefix: 0 }]);
}

#[test]
fn the_beginning_that_was_right_is_kept() {
    let mut stage = Stage::new(game(simon(3, 4)));
    stage.until_listening();
    let asked = sequence(&stage);
    stage.hear_words(&format!("{}, {}", asked[0], asked[1]));
    answered(&mut stage, &[false, true]);
    stage.play_out();
    assert_eq!(results(&stage.all), [GameResult::Simon { longest: None, prefix: 2 }]);
}

#[test]
fn again_please_shows_it_again() {
    let (pardon, _) = intent_phrases(Language::En)
        .iter()
        .find(|(_, intent)| *intent == Intent::Repeat)
        .expect("there is a word for it");
    let mut stage = Stage::new(game(simon(2, 4)));
    stage.until_listening();
    let before = moved(&stage.all);
    stage.hear_words(pardon);
    stage.until_listening();
    assert_eq!(moved(&stage.all), before + 2);
}

#[test]
fn staff_who_repeat_have_it_shown_again_and_counted_once() {
    let mut stage = Stage::new(game(simon(2, 2)));
    stage.until_listening();
    let before = moved(&stage.all);
    stage.staff(StaffAction::Repeat);
    stage.until_listening();
    assert_eq!(moved(&stage.all), before + 2);
    answered(&mut stage, &[true]);
    stage.play_out();
    assert_eq!((stage.session.view().score, stage.session.view().of), (2, 2));
}

#[test]
fn what_staff_skipped_is_not_asked_for() {
    let mut stage = Stage::new(game(simon(2, 4)));
    stage.until_moving();
    stage.staff(StaffAction::Skip);
    stage.play_out();
    assert!(!stage.all.iter().any(|command| matches!(command, Command::Listen(_))));
}

#[test]
fn hot_motors_are_spared_and_the_movement_is_named() {
    let mut stage = Stage::new(game(simon(2, 4)));
    stage.on(Event::RobotHot(vec![Joint::HeadYaw]));
    stage.until_listening();
    assert_eq!(moved(&stage.all), 0);
    // Each once for its name and once instead of the movement; two of them in the sequence.
    let named = said(&stage.all)
        .iter()
        .filter(|text| NAMES.contains(&text.trim_end_matches('.').to_lowercase().as_str()))
        .count();
    assert_eq!(named, 4 + 4 + 2);
}

proptest! {
    #[test]
    fn whatever_happens_it_ends_and_the_journal_tells_it_again(
        chances in prop::collection::vec(chance(), 0..80),
    ) {
        let mut stage = Stage::new(game(simon(2, 4)));
        for chance in chances {
            happen(&mut stage, chance);
            let view = stage.session.view();
            prop_assert!(view.score <= view.of);
        }
        ends_and_is_told_again(&mut stage, game(simon(2, 4)));
    }
}
