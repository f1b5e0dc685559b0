//! Games, played by an imagined resident.

mod levels;
mod quiz;
mod span;

use std::sync::Arc;

use super::{phrases, plan, text};
use crate::{
    answer::Task,
    script::{Game, GamePhrases, Phrases, Plan, Step},
    session::{Command, LocalTime, Rehearsal, Resident, rehearse},
};

/// A routine of one game.
fn game(game: Game) -> Plan {
    let one = |words: &str| vec![words.to_owned()];
    Plan {
        phrases: Phrases {
            games: GamePhrases {
                span_forward: one("As I say them:"),
                span_backward: one("The last one first:"),
            },
            ..phrases()
        },
        steps: vec![Step::Play(Arc::new(game)), Step::Say(vec![text("Goodbye.")])],
        ..plan()
    }
}

/// Plays it to its end.
fn played(game_of: Game, resident: Resident, seed: u64) -> Rehearsal {
    let rehearsal = rehearse(game(game_of), resident, seed, LocalTime::default());
    assert!(rehearsal.ended, "it comes to an end");
    rehearsal
}

/// What was asked, in order.
fn tasks(rehearsal: &Rehearsal) -> Vec<Task> {
    rehearsal
        .journal
        .iter()
        .flat_map(|(_, commands)| commands)
        .filter_map(|command| match command {
            Command::Listen(spec) => Some(spec.task.clone()),
            _ => None,
        })
        .collect()
}
