//! Bingo: Nao draws numbers, or words, of a bank, and whoever has a full card calls out. What was
//! drawn is read out then, so that all can check. Nothing is scored.

use std::sync::Arc;

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Accepted, Heard, Intent, Task, Verdict, intent, score},
    script::{Ask, BingoGame},
    session::{
        Command, Session,
        agenda::Act,
        asking::Outcome,
        games::{Turn, question},
    },
};

/// How many of the drawn are read out in one breath.
const IN_ONE_BREATH: usize = 8;

/// A bingo in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Bingo {
    game: Arc<BingoGame>,
    /// What was drawn, as places in the game, in order.
    drawn: Vec<usize>,
    /// Full cards so far.
    winners: u32,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Begins,
    Draws,
    /// It has ended and been told so.
    Ended,
}

impl Bingo {
    pub(super) fn new(game: Arc<BingoGame>) -> Bingo {
        Bingo { game, drawn: Vec::new(), winners: 0, state: State::Begins }
    }

    pub(super) fn turn(&mut self, outcome: Option<Outcome>, session: &mut Session) -> Turn {
        match self.state {
            State::Begins => {
                self.state = State::Draws;
                let prompt = session.pick_text(&self.game.prompt);
                let how = session.phrase(|phrases| &phrases.games.bingo_how);
                let words = [Some(prompt).filter(|prompt| !prompt.is_empty()), how];
                return Turn::Do(words.into_iter().flatten().map(Act::Say).collect());
            }
            State::Draws => {}
            State::Ended => return Turn::Over,
        }
        if outcome.is_some_and(|outcome| outcome.verdict == Verdict::Right) {
            self.winners += 1;
            return Turn::Do(self.won(session));
        }
        self.draw(session)
    }

    /// One that was not drawn yet; the end when there is none.
    fn draw(&mut self, session: &mut Session) -> Turn {
        let left: Vec<usize> =
            (0..self.game.calls.len()).filter(|place| !self.drawn.contains(place)).collect();
        let drawn = left.get(session.random.random_range(0..left.len().max(1))).copied();
        let Some((place, call)) =
            drawn.and_then(|place| Some((place, self.game.calls.get(place)?)))
        else {
            self.state = State::Ended;
            let words = session.phrase(|phrases| &phrases.games.bingo_all_drawn);
            return Turn::Do(words.into_iter().map(Act::Say).collect());
        };
        self.drawn.push(place);
        let words = session.pick_text(&call.words);
        // The name comes twice: many hear it only the second time.
        let text = format!("{words} {}.", capital(&call.name));
        let calls = session.plan().phrases.games.bingo_words.clone();
        let shown = calls.first().cloned().unwrap_or_default();
        let task = Task::OneOf { one_of: vec![Accepted::Synonyms(calls)] };
        Turn::Call(Arc::new(Ask {
            choices: vec![shown.clone()],
            timeout_s: self.game.wait_s,
            ..question(self.game.id.clone(), text, task, shown)
        }))
    }

    /// A full card: what was drawn is read out in order, and the game goes on or ends.
    fn won(&mut self, session: &mut Session) -> Vec<Act> {
        let mut drawn = self.drawn.clone();
        drawn.sort_unstable();
        let names: Vec<&str> = drawn
            .iter()
            .filter_map(|place| self.game.calls.get(*place))
            .map(|call| call.name.as_str())
            .collect();
        let mut words: Vec<String> =
            session.phrase(|phrases| &phrases.games.bingo_won).into_iter().collect();
        words.extend(names.chunks(IN_ONE_BREATH).map(|some| format!("{}.", some.join(", "))));
        let ends = self.winners >= self.game.winners;
        if ends {
            self.state = State::Ended;
        }
        words.extend(session.phrase(|phrases| {
            if ends { &phrases.games.bingo_end } else { &phrases.games.bingo_goes_on }
        }));
        words.into_iter().map(Act::Say).collect()
    }
}

impl Session {
    /// Something was called out, or nothing: the game learns whether it was what is waited for.
    pub(in crate::session) fn called_out(
        &mut self,
        ask: &Ask,
        heard: &Heard,
        out: &mut Vec<Command>,
    ) {
        let plan = self.plan.clone();
        let scored = score(&ask.task, plan.language, &plan.lexicon, heard);
        if let Heard::Speech(hypothesis) = heard {
            match intent(plan.language, &hypothesis.text) {
                Some(Intent::Distress) => return self.distress(out),
                Some(Intent::Stop) if scored.points == 0 => return self.asked_to_stop(out),
                Some(Intent::Repeat) if scored.points == 0 && self.say_again() => return,
                _ => {}
            }
        }
        if let Some(asking) = &mut self.asking {
            asking.open = false;
            asking.learn(scored.verdict);
        }
        self.agenda.push_back(Act::GameGoesOn);
    }
}

/// With a capital.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
