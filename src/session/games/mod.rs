//! Games that make their own questions: each is a small state machine in a file of its own.
//!
//! A game takes turns. In each it has Nao do something or asks a question; it learns what came of
//! the question when its next turn comes. What is said, heard, scored, paused, skipped and repeated
//! on the way is the session's, as for every other question.

mod bingo;
mod lists;
mod quiz;
mod recall;
mod result;
mod simon;
mod spaced;
mod span;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use self::result::GameResult;
pub(super) use self::{lists::Memorised, spaced::Spaced};
use crate::{
    answer::Task,
    script::{Ask, Branches, Game, Text},
    session::{
        Command, Session,
        agenda::Act,
        asking::{Asker, Outcome},
    },
};

/// How long Nao waits for the first word of an answer, s.
const TIMEOUT_S: f64 = 12.0;

/// A game in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Playing {
    Span(span::Span),
    Quiz(quiz::Quiz),
    Recall(recall::Recall),
    Spaced(spaced::Retrieval),
    Simon(simon::Simon),
    Bingo(bingo::Bingo),
}

/// What a game does in its turn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Turn {
    /// Nao asks; the outcome is given to the next turn.
    Ask(Arc<Ask>),
    /// Nao says or does this; then the game's next turn comes, without an outcome.
    Do(Vec<Act>),
    /// Nao asks for more of the same: it counts with the question before, and so does what was
    /// credited of its list.
    AskMore(Arc<Ask>, Vec<String>),
    /// Nao says this and listens whether somebody calls out what the task waits for. Nothing is
    /// scored, and nobody is called by name.
    Call(Arc<Ask>),
    /// The game is over.
    Over,
}

impl Session {
    /// A game begins.
    pub(super) fn play(&mut self, game: &Game) {
        self.playing = Some(match game {
            Game::Span(game) => Playing::Span(span::Span::new(game.clone())),
            Game::Quiz(game) => Playing::Quiz(quiz::Quiz::new(game.clone())),
            Game::Recall(game) => Playing::Recall(recall::Recall::new(game.clone())),
            Game::Spaced(game) => self.teach(game),
            Game::Simon(game) => Playing::Simon(simon::Simon::new(game.clone())),
            Game::Bingo(game) => Playing::Bingo(bingo::Bingo::new(game.clone())),
            // Nothing is asked: it is over when it has been said.
            Game::Remember(game) => return self.remember(game),
        });
        self.agenda.push_back(Act::GameGoesOn);
    }

    /// The game in hand takes its turn. It has no outcome to learn at its beginning, and when staff
    /// skipped what it did.
    pub(super) fn game_goes_on(&mut self, out: &mut Vec<Command>) {
        let outcome = self.asking.take().and_then(|asking| asking.outcome);
        let answered = outcome.is_some();
        let Some(mut playing) = self.playing.take() else { return };
        let turn = playing.turn(outcome, self, out);
        match turn {
            // Between two questions of a quiz there is a border too, unless something was said that
            // leads to the next one.
            Turn::Ask(ask)
                if answered && matches!(playing, Playing::Quiz(_)) && self.bring_back(false) =>
            {
                self.set_aside = Some((playing, ask));
            }
            Turn::Ask(ask) => {
                self.playing = Some(playing);
                self.ask(&ask, Asker::Game);
            }
            Turn::Do(acts) => {
                self.playing = Some(playing);
                self.agenda.extend(acts);
                self.agenda.push_back(Act::GameGoesOn);
            }
            Turn::AskMore(ask, credited) => {
                self.playing = Some(playing);
                self.tally.again = true;
                self.ask(&ask, Asker::Game);
                if let Some(asking) = &mut self.asking {
                    asking.credited = credited;
                }
            }
            Turn::Call(ask) => {
                self.playing = Some(playing);
                self.ask(&ask, Asker::Call);
            }
            Turn::Over => {
                if let Some((game, ask)) = self.set_aside.take() {
                    self.playing = Some(game);
                    self.ask(&ask, Asker::Game);
                }
            }
        }
    }
}

impl Playing {
    /// The banks of the game in hand whose level follows the resident: names and titles.
    pub(super) fn banks(&self) -> Vec<(String, String)> {
        let Playing::Quiz(quiz) = self else { return Vec::new() };
        let owned = |(name, title): (&str, &str)| (name.to_owned(), title.to_owned());
        quiz.banks().map(owned).collect()
    }

    /// What the question in hand asks for, when it was shown and stands in no words: it is shown
    /// again before the question is said again.
    pub(super) fn shown(&self) -> Vec<Act> {
        match self {
            Playing::Simon(simon) => simon.acts(),
            _ => Vec::new(),
        }
    }

    /// Goes back to where the question in hand is shown; gives what to do. Empty: nothing was
    /// shown.
    pub(super) fn shows_again(&mut self) -> Vec<Act> {
        match self {
            Playing::Simon(simon) => simon.shows_again(),
            _ => Vec::new(),
        }
    }

    fn turn(
        &mut self,
        outcome: Option<Outcome>,
        session: &mut Session,
        out: &mut Vec<Command>,
    ) -> Turn {
        match self {
            Playing::Span(span) => span.turn(outcome, session, out),
            Playing::Quiz(quiz) => quiz.turn(outcome, session, out),
            Playing::Recall(recall) => recall.turn(outcome, session, out),
            Playing::Spaced(spaced) => spaced.turn(outcome, session),
            Playing::Simon(simon) => simon.turn(outcome, session, out),
            Playing::Bingo(bingo) => bingo.turn(outcome, session),
        }
    }
}

/// A question of a game, with nothing around it: one try, no hints, no answer told.
fn question(id: String, text: String, task: Task, answer: String) -> Ask {
    Ask {
        id,
        question: vec![Text::literal(text)],
        task,
        answer,
        patience_s: None,
        timeout_s: TIMEOUT_S,
        hints: Vec::new(),
        retries: 0,
        choices: Vec::new(),
        hands: false,
        foils: Vec::new(),
        reveal: false,
        feeling: false,
        branches: Branches::default(),
    }
}
