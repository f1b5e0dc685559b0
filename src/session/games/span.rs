//! Digit span: two trials of each length, and the end when both fail; then a short one, so that
//! nobody leaves with a failure.

use std::sync::Arc;

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Direction, Task, Verdict, spoken},
    script::{Ask, SpanGame},
    session::{
        Command, GameResult, Session,
        asking::Outcome,
        games::{Turn, question},
    },
};

/// Trials of each length.
const TRIALS: u32 = 2;

/// Trials that are not counted because of doubtful hearing; then Nao's ears are too bad for it.
const SPARED_AT_MOST: u32 = 3;

/// A span in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Span {
    game: SpanGame,
    /// Digits of the trial in hand.
    length: u32,
    /// Trials of this length so far, and those that succeeded.
    trials: u32,
    succeeded: u32,
    /// Trials of all lengths that succeeded.
    all_succeeded: u32,
    /// The longest that succeeded.
    longest: Option<u32>,
    /// Questions so far.
    asked: u32,
    /// The digits of the trial in hand.
    digits: Vec<u8>,
    /// Trials that were not counted, because nobody was sure of what was heard.
    spared: u32,
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
            all_succeeded: 0,
            longest: None,
            asked: 0,
            digits: Vec::new(),
            spared: 0,
            state: State::Begins,
        }
    }

    pub(super) fn turn(
        &mut self,
        outcome: Option<Outcome>,
        session: &mut Session,
        out: &mut Vec<Command>,
    ) -> Turn {
        if self.state == State::Begins {
            self.state = State::Goes;
            return self.trial(session);
        }
        // Who would rather not is not asked for more, nor when staff skip it.
        let Some(outcome) = outcome.filter(|outcome| !outcome.refused) else {
            if self.state == State::Goes {
                self.keep(false, session, out);
            }
            return Turn::Over;
        };
        // It has been asked to be said again; a doubtful hearing alone is no failure.
        if outcome.verdict == Verdict::Unsure && self.spared < SPARED_AT_MOST {
            self.spared += 1;
            session.push_phrase_then(|phrases| &phrases.games.never_mind);
            return self.trial(session);
        }
        let right = outcome.verdict == Verdict::Right;
        // Praise, and a word for what was nearly right, have been said.
        if !right && outcome.verdict != Verdict::Partly {
            session.push_phrase_then(|phrases| &phrases.games.never_mind);
        }
        if self.state == State::Closes {
            return Turn::Over;
        }
        self.trials += 1;
        if right {
            self.succeeded += 1;
            self.all_succeeded += 1;
            self.longest = Some(self.length);
        }
        if self.trials == TRIALS {
            if self.succeeded == 0 || self.length >= self.game.to {
                self.keep(true, session, out);
                if right {
                    return Turn::Over;
                }
                self.state = State::Closes;
                self.length = self.game.from;
            } else {
                self.length += 1;
            }
            (self.trials, self.succeeded) = (0, 0);
        }
        self.trial(session)
    }

    /// New digits.
    fn trial(&mut self, session: &mut Session) -> Turn {
        self.digits = drawn(self.length, session);
        let direction = self.game.direction;
        let opening = session.phrase(|phrases| match direction {
            Direction::Forward => &phrases.games.span_forward,
            Direction::Backward => &phrases.games.span_backward,
        });
        // A stop after each digit: Nao then says about one a second, as is done in practice.
        let said = self.words(session).into_iter().map(|word| format!("{word}."));
        let text = opening.into_iter().chain(said).collect::<Vec<_>>().join(" ");
        Turn::Ask(Arc::new(self.ask(text, session)))
    }

    fn ask(&mut self, text: String, session: &Session) -> Ask {
        self.asked += 1;
        let direction = self.game.direction;
        let mut shown = self.words(session);
        if direction == Direction::Backward {
            shown.reverse();
        }
        let task = Task::Span { span: self.digits.clone(), direction };
        question(format!("{}-{}", self.game.id, self.asked), text, task, shown.join(", "))
    }

    /// The digits as they are said.
    fn words(&self, session: &Session) -> Vec<String> {
        let language = session.plan().language;
        self.digits.iter().map(|digit| spoken(language, i64::from(*digit))).collect()
    }

    /// Keeps what came of it; the mean only of a game that came to its end.
    fn keep(&self, whole: bool, session: &Session, out: &mut Vec<Command>) {
        // Spearman and Kärber: each length counts by the share of its trials that succeeded, and
        // whatever is shorter than the first counts as known.
        let mean =
            f64::from(self.game.from) - 0.5 + f64::from(self.all_succeeded) / f64::from(TRIALS);
        let result = GameResult::Span {
            direction: self.game.direction,
            longest: self.longest,
            mean: (whole && self.longest.is_some()).then_some(mean),
        };
        out.push(result.kept(&self.game.id, session.plan.language));
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
