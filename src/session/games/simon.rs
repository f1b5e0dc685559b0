//! Simon says: Nao shows movements one after the other, and their names are said in that order. The
//! sequence grows by one each time; what was not found is shown once more, and the game never ends
//! with a failure.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Accepted, Task, Verdict},
    script::{Ask, SimonGame},
    session::{
        Command, GameResult, Session, Start,
        agenda::Act,
        asking::Outcome,
        games::{Playing, Turn, lists::capital, question},
        shuffle::shuffle,
    },
};

/// Between two movements, ms: so that one is told from the next.
const BETWEEN_MOVEMENTS_MS: u64 = 700;

/// Silence after which an answer has ended, s: the movements are gone through in the mind.
const PATIENCE_S: f64 = 5.0;

/// How long Nao waits for the first word, s.
const TIMEOUT_S: f64 = 20.0;

/// A sequence in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Simon {
    game: Arc<SimonGame>,
    /// The movements in the order in which they come into the sequence, as places in the game.
    order: Vec<usize>,
    /// How many are shown.
    length: usize,
    /// The longest sequence that was given back.
    longest: Option<u32>,
    /// The most movements from the beginning that were given back in order.
    prefix: u32,
    /// Questions so far.
    asked: u32,
    /// Whether this sequence was shown once more.
    shown_again: bool,
    /// Whether this sequence is the last one, that can be done.
    closing: bool,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Begins,
    /// The movements are shown. `again`: the question about them counts with the one before.
    Shows {
        again: bool,
    },
    /// They have been shown, and the question comes next.
    Shown {
        again: bool,
    },
    Asked,
}

impl Simon {
    pub(super) fn new(game: Arc<SimonGame>) -> Simon {
        let length = game.from as usize;
        Simon {
            game,
            order: Vec::new(),
            length,
            longest: None,
            prefix: 0,
            asked: 0,
            shown_again: false,
            closing: false,
            state: State::Begins,
        }
    }

    /// All movements of the sequence have been shown.
    pub(super) fn all_shown(&mut self) {
        if let State::Shows { again } = self.state {
            self.state = State::Shown { again };
        }
    }

    /// Staff want to see it again.
    pub(super) fn shows_again(&mut self) -> Vec<Act> {
        let again = matches!(self.state, State::Asked | State::Shows { again: true });
        self.state = State::Shows { again };
        let mut acts = self.acts();
        acts.push(Act::AllShown);
        acts
    }

    /// The sequence, to be shown.
    pub(super) fn acts(&self) -> Vec<Act> {
        let places = self.order.iter().take(self.length);
        places.flat_map(|place| [Act::Show(*place), Act::Wait(BETWEEN_MOVEMENTS_MS)]).collect()
    }

    pub(super) fn turn(
        &mut self,
        outcome: Option<Outcome>,
        session: &mut Session,
        out: &mut Vec<Command>,
    ) -> Turn {
        match self.state {
            State::Begins => self.begins(session),
            // Staff skipped it: nobody has seen what would be asked.
            State::Shows { .. } => {
                if !self.closing {
                    self.keep(session, out);
                }
                Turn::Over
            }
            State::Shown { again } => {
                self.state = State::Asked;
                let text = session.phrase(|phrases| &phrases.games.simon_ask);
                let ask = Arc::new(self.ask(text.unwrap_or_default()));
                if again { Turn::AskMore(ask, Vec::new()) } else { Turn::Ask(ask) }
            }
            State::Asked => self.learn(outcome, session, out),
        }
    }

    /// Every movement with its name, and then the first sequence.
    fn begins(&mut self, session: &mut Session) -> Turn {
        self.order = (0..self.game.moves.len()).collect();
        shuffle(&mut self.order, &mut session.random);
        let opening = session.phrase(|phrases| &phrases.games.simon);
        let mut acts: Vec<Act> = opening.into_iter().map(Act::Say).collect();
        for (place, one) in self.game.moves.iter().enumerate() {
            acts.push(Act::Say(format!("{}.", capital(one.called.shown()))));
            acts.push(Act::Show(place));
        }
        acts.extend(session.phrase(|phrases| &phrases.games.simon_watch).map(Act::Say));
        self.show(acts, false)
    }

    /// Shows the sequence after some words.
    fn show(&mut self, mut words: Vec<Act>, again: bool) -> Turn {
        self.state = State::Shows { again };
        words.extend(self.acts());
        words.push(Act::AllShown);
        Turn::Do(words)
    }

    fn learn(
        &mut self,
        outcome: Option<Outcome>,
        session: &mut Session,
        out: &mut Vec<Command>,
    ) -> Turn {
        // Who would rather not is not asked for more, nor when staff skip it.
        let Some(outcome) = outcome.filter(|outcome| !outcome.refused) else {
            if !self.closing {
                self.keep(session, out);
            }
            return Turn::Over;
        };
        let right = outcome.verdict == Verdict::Right;
        // Praise, and a word for what was nearly right, have been said.
        if !right && outcome.verdict != Verdict::Partly {
            session.push_phrase_then(|phrases| &phrases.games.never_mind);
        }
        if self.closing {
            return Turn::Over;
        }
        self.prefix = self.prefix.max(self.prefix_of(&outcome.credited));
        if right {
            self.longest = Some(self.length as u32);
            self.shown_again = false;
            if self.length >= self.game.to as usize || self.length >= self.order.len() {
                self.keep(session, out);
                return Turn::Over;
            }
            self.length += 1;
            let words = session.phrase(|phrases| &phrases.games.simon_more);
            return self.show(words.into_iter().map(Act::Say).collect(), false);
        }
        if !std::mem::replace(&mut self.shown_again, true) {
            let words = session.phrase(|phrases| &phrases.games.simon_again);
            return self.show(words.into_iter().map(Act::Say).collect(), true);
        }
        self.keep(session, out);
        // The last one is one that can be done.
        self.length = self.longest.map_or(1, |longest| longest as usize);
        self.closing = true;
        let words = session.phrase(|phrases| &phrases.games.simon_watch);
        self.show(words.into_iter().map(Act::Say).collect(), false)
    }

    fn ask(&mut self, text: String) -> Ask {
        self.asked += 1;
        let name = |place: &usize| self.game.moves.get(*place).map(|one| one.called.clone());
        let sequence: Vec<Accepted> =
            self.order.iter().take(self.length).filter_map(name).collect();
        let shown: Vec<&str> = sequence.iter().map(Accepted::shown).collect();
        let others = self.order.iter().skip(self.length).filter_map(name);
        let foils = others.map(|other| other.shown().to_owned()).collect();
        let id = format!("{}-{}", self.game.id, self.asked);
        let ask =
            question(id, text, Task::Sequence { sequence: sequence.clone() }, shown.join(", "));
        Ask { foils, patience_s: Some(PATIENCE_S), timeout_s: TIMEOUT_S, ..ask }
    }

    /// How many movements from the beginning were credited.
    fn prefix_of(&self, credited: &[String]) -> u32 {
        let name = |place: &usize| self.game.moves.get(*place).map(|one| one.called.shown());
        let sequence = self.order.iter().take(self.length).map(name);
        sequence.zip(credited).take_while(|(name, credited)| *name == Some(credited)).count() as u32
    }

    fn keep(&self, session: &Session, out: &mut Vec<Command>) {
        let result = GameResult::Simon { longest: self.longest, prefix: self.prefix };
        out.push(result.kept(&self.game.id, session.plan.language));
    }
}

impl Session {
    /// All movements of a sequence have been shown.
    pub(in crate::session) fn all_shown(&mut self) {
        if let Some(Playing::Simon(simon)) = &mut self.playing {
            simon.all_shown();
        }
    }

    /// Shows a movement of the game in hand. What would strain a hot motor is named instead.
    pub(in crate::session) fn show_movement(&mut self, place: usize, out: &mut Vec<Command>) {
        let Some(Playing::Simon(simon)) = &self.playing else { return };
        let Some(one) = simon.game.moves.get(place) else { return };
        let trajectory = one.trajectory.clone();
        let hot = trajectory.tracks().iter().any(|track| self.hot.contains(&track.joint));
        if hot || (self.spares_legs() && trajectory.start() != self.posture) {
            let prompt = self.say(format!("{}.", capital(one.called.shown())), out);
            self.awaiting.speech = Some(prompt);
            return;
        }
        // Whatever came between: a movement never begins anywhere but in its own posture.
        if !self.posed || self.posture != trajectory.start() {
            self.agenda.push_front(Act::Show(place));
            self.agenda.push_front(Act::Posture(trajectory.start()));
            return;
        }
        let movement = self.new_movement();
        self.awaiting.motion = Some(movement);
        out.push(Command::Move { movement, trajectory, start: Start::AtOnce });
    }
}
