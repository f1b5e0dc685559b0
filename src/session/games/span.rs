//! Digit span: two trials of each length, and the end when both fail; then a short one, so that
//! nobody leaves with a failure.

use std::sync::Arc;

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Direction, Task, Verdict, spoken},
    script::{Ask, Branches, SpanGame, Text},
    session::{Session, asking::Outcome, games::Turn},
};

/// Trials of each length.
const TRIALS: u32 = 2;

/// How long Nao waits for the first digit, s.
const TIMEOUT_S: f64 = 12.0;

/// A span in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Span {
    game: SpanGame,
    /// Digits of the trial in hand.
    length: u32,
    /// Trials of this length so far, and those that succeeded.
    trials: u32,
    succeeded: u32,
    /// The longest that succeeded.
    longest: Option<u32>,
    /// Questions so far.
    asked: u32,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Begins,
    Goes,
    /// The last trial is one that can be done.
    Closes,
}

impl Span {
    pub(super) fn new(game: SpanGame) -> Span {
        let length = game.from;
        Span {
            game,
            length,
            trials: 0,
            succeeded: 0,
            longest: None,
            asked: 0,
            state: State::Begins,
        }
    }

    pub(super) fn turn(&mut self, outcome: Option<Outcome>, session: &mut Session) -> Turn {
        match self.state {
            State::Begins => self.state = State::Goes,
            State::Closes => return Turn::Over,
            State::Goes => {
                // Who would rather not is not asked for more, nor when staff skip it.
                let Some(outcome) = outcome.filter(|outcome| !outcome.refused) else {
                    return Turn::Over;
                };
                let right = outcome.verdict == Verdict::Right;
                self.trials += 1;
                if right {
                    self.succeeded += 1;
                    self.longest = Some(self.length);
                }
                if self.trials == TRIALS {
                    let both_failed = self.succeeded == 0;
                    if both_failed || self.length >= self.game.to {
                        if right {
                            return Turn::Over;
                        }
                        self.state = State::Closes;
                        self.length = self.longest.unwrap_or(self.game.from).min(self.game.from);
                    } else {
                        self.length += 1;
                    }
                    (self.trials, self.succeeded) = (0, 0);
                }
            }
        }
        Turn::Ask(Arc::new(self.trial(session)))
    }

    fn trial(&mut self, session: &mut Session) -> Ask {
        self.asked += 1;
        let digits = drawn(self.length, session);
        let direction = self.game.direction;
        let opening = session.phrase(|phrases| match direction {
            Direction::Forward => &phrases.games.span_forward,
            Direction::Backward => &phrases.games.span_backward,
        });
        let language = session.plan().language;
        let words: Vec<String> =
            digits.iter().map(|digit| spoken(language, i64::from(*digit))).collect();
        // A stop after each digit: Nao then says about one a second, as is done in practice.
        let said = words.iter().map(|word| format!("{word}."));
        let question = opening.into_iter().chain(said).collect::<Vec<_>>().join(" ");
        let shown = match direction {
            Direction::Forward => words.join(", "),
            Direction::Backward => words.iter().rev().cloned().collect::<Vec<_>>().join(", "),
        };
        Ask {
            id: format!("{}-{}", self.game.id, self.asked),
            question: vec![Text::literal(question)],
            task: Task::Span { span: digits, direction },
            answer: shown,
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
}

/// Digits from 1 to 9, none twice and no two that follow each other in counting.
fn drawn(length: u32, session: &mut Session) -> Vec<u8> {
    let mut digits: Vec<u8> = Vec::new();
    while digits.len() < length as usize {
        let free = |strict: bool| -> Vec<u8> {
            (1..=9)
                .filter(|digit| !digits.contains(digit))
                .filter(|digit| {
                    !strict || digits.last().is_none_or(|last| last.abs_diff(*digit) != 1)
                })
                .collect()
        };
        let pool = match free(true) {
            pool if pool.is_empty() => free(false),
            pool => pool,
        };
        let Some(digit) = pool.get(session.random.random_range(0..pool.len().max(1))) else {
            break;
        };
        digits.push(*digit);
    }
    digits
}
