//! Games, played by an imagined resident.

mod bingo;
mod levels;
mod lists;
mod quiz;
mod simon;
mod spaced;
mod span;

use std::sync::Arc;

use super::{Stage, phrases, plan, text};
use crate::{
    answer::Task,
    script::{Game, GamePhrases, Phrases, Plan, Step},
    session::{
        Command, Event, Fact, GameResult, LocalTime, Rehearsal, Resident, Session, StaffAction,
        rehearse,
    },
};

/// A routine of one game.
fn game(game: Game) -> Plan {
    routine(vec![Step::Play(Arc::new(game))])
}

/// A routine of games.
fn routine(mut steps: Vec<Step>) -> Plan {
    let one = |words: &str| vec![words.to_owned()];
    steps.push(Step::Say(vec![text("Goodbye.")]));
    Plan {
        phrases: Phrases {
            games: GamePhrases {
                span_forward: one("As I say them:"),
                span_backward: one("The last one first:"),
                never_mind: one("Never mind."),
                bingo_how: one("Call bingo."),
                bingo_words: one("bingo"),
                bingo_won: one("A full card!"),
                bingo_goes_on: one("We go on drawing."),
                bingo_end: one("Well played."),
                bingo_all_drawn: one("All are drawn."),
                remember: one("Keep these words in mind."),
                remember_again: one("The same words again."),
                recall: one("Which words were they?"),
                recall_later: one("Which words were they, a while ago?"),
                recall_more: one("Were there others?"),
                recall_cue: one("There was also {category}. Which word was it?"),
                recall_rest: one("Those in hiding: {words}."),
                spaced_teach: one("It is {answer}. Keep it in mind."),
                spaced_again: one("Back to what you know."),
                spaced_tell: one("It is {answer}."),
                simon: one("These are my movements."),
                simon_watch: one("Watch closely."),
                simon_more: one("One more."),
                simon_again: one("Once more."),
                simon_ask: one("Which movements, in order?"),
            },
            ..phrases()
        },
        steps,
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

/// What was kept of games.
fn results(commands: &[Command]) -> Vec<GameResult> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Record(Fact::Played { result, .. }) => Some(result.clone()),
            _ => None,
        })
        .collect()
}

/// Whatever happened: it comes to its end, and its journal tells it again, command for command.
fn ends_and_is_told_again(stage: &mut Stage, plan: Plan) {
    stage.staff(StaffAction::Resume);
    stage.on(Event::RobotBack);
    stage.staff(StaffAction::Resume);
    stage.play_out();
    let mut again = Session::new(plan);
    for (stamped, commands) in &stage.journal {
        assert_eq!(&again.on(stamped), commands);
    }
}
