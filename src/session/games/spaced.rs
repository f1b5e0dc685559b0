//! Spaced retrieval: a question that is asked again after longer and longer intervals, woven
//! between the steps that follow it.
//!
//! As in practice it is errorless in spirit: at a miss the answer is given at once and said again
//! by whoever was asked, and the interval falls back one step.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Verdict,
    script::{Ask, SpacedGame},
    session::{
        Command, GameResult, Session,
        agenda::Act,
        asking::Outcome,
        games::{Playing, Turn, question},
    },
};

/// After so many misses in a row it comes back only once more, at the end.
const MISSES_IN_A_ROW: u32 = 3;

/// A question of this session that comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Spaced {
    game: SpacedGame,
    /// Which interval is next.
    rung: usize,
    /// When it is due, ms since the session began; `None`: never again.
    due_ms: Option<u64>,
    /// Times that it came back, and how often it was known.
    asked: u32,
    known: u32,
    /// The longest interval after which it was known, s.
    longest_s: Option<u32>,
    /// Whether it was known the last time.
    last_known: bool,
    /// Times in a row that it was not.
    missed: u32,
    /// The last border has been passed with it.
    closed: bool,
    /// Questions so far, for their names.
    questions: u32,
}

/// A retrieval in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Retrieval {
    id: String,
    state: State,
    /// The interval that has passed; `None` when the answer is taught.
    interval_s: Option<u32>,
    /// The outcome and the answer of the question before, which `{last}` and `{answer}` go on to
    /// mean: the routine does not know that something came between.
    before: (Option<Verdict>, String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Begins,
    Asked,
    /// The answer was given, and is said again.
    Repeats,
}

impl Session {
    /// The step of a question that will come back: its answer is taught and asked for at once.
    pub(super) fn teach(&mut self, game: &SpacedGame) -> Playing {
        self.spaced.entry(game.id.clone()).or_insert_with(|| Spaced {
            game: game.clone(),
            rung: 0,
            due_ms: None,
            asked: 0,
            known: 0,
            longest_s: None,
            last_known: false,
            missed: 0,
            closed: false,
            questions: 0,
        });
        Playing::Spaced(self.retrieval(game.id.clone(), None))
    }

    /// At a border between two steps: the question that is due longest comes back. At the last one
    /// each comes back that is due, was not known the last time, or has never come back. Tells
    /// whether one does.
    pub(in crate::session) fn bring_back(&mut self, last: bool) -> bool {
        let now = self.at_ms;
        let waiting = |spaced: &Spaced| {
            let due_ms = spaced.due_ms.filter(|_| !spaced.closed)?;
            let owed = last && (!spaced.last_known || spaced.asked == 0);
            (due_ms <= now || owed).then_some(due_ms)
        };
        let due = self.spaced.iter().filter_map(|(id, spaced)| Some((waiting(spaced)?, id)));
        let Some((_, id)) = due.min() else { return false };
        let id = id.clone();
        let Some(spaced) = self.spaced.get_mut(&id) else { return false };
        spaced.closed = last;
        let interval_s = spaced.game.intervals_s.get(spaced.rung).copied().unwrap_or_default();
        self.playing = Some(Playing::Spaced(self.retrieval(id, Some(interval_s))));
        self.agenda.push_back(Act::GameGoesOn);
        true
    }

    fn retrieval(&self, id: String, interval_s: Option<u32>) -> Retrieval {
        let before = (self.tally.last, self.tally.answer_shown.clone());
        Retrieval { id, state: State::Begins, interval_s, before }
    }

    /// Keeps what came of each question that came back.
    pub(in crate::session) fn close_spaced(&mut self, out: &mut Vec<Command>) {
        for (id, spaced) in std::mem::take(&mut self.spaced) {
            if spaced.asked == 0 {
                continue;
            }
            let Spaced { asked, known, longest_s, .. } = spaced;
            let result = GameResult::Spaced { asked, known, longest_s };
            out.push(result.kept(&id, self.plan.language));
        }
    }
}

impl Retrieval {
    pub(super) fn turn(&mut self, outcome: Option<Outcome>, session: &mut Session) -> Turn {
        match self.state {
            State::Begins => {
                self.state = State::Asked;
                self.begins(session)
            }
            State::Asked => self.answered(outcome, session),
            State::Repeats => {
                if let Some(outcome) = &outcome
                    && outcome.verdict != Verdict::Right
                    && !outcome.refused
                {
                    session.push_phrase_then(|phrases| &phrases.games.never_mind);
                }
                self.over(session)
            }
        }
    }

    fn begins(&mut self, session: &mut Session) -> Turn {
        let Some(game) = session.spaced.get(&self.id).map(|spaced| spaced.game.clone()) else {
            return Turn::Over;
        };
        let text = session.pick_text(&game.question);
        if self.interval_s.is_some() {
            session.push_phrase_then(|phrases| &phrases.games.spaced_again);
        } else if game.teach.is_empty() {
            session.agenda.push_back(Act::Say(text.clone()));
            // The words of the engine name the answer of the question that is asked now.
            session.tally.answer_shown.clone_from(&game.answer);
            session.push_phrase_then(|phrases| &phrases.games.spaced_teach);
        } else {
            let taught = session.pick_text(&game.teach);
            session.agenda.push_back(Act::Say(taught));
        }
        match self.ask(&game, text, session) {
            Turn::AskMore(ask, _) => Turn::Ask(ask),
            other => other,
        }
    }

    fn answered(&mut self, outcome: Option<Outcome>, session: &mut Session) -> Turn {
        let Some(spaced) = session.spaced.get_mut(&self.id) else { return Turn::Over };
        // Staff skipped it: it comes back after the same interval.
        let Some(outcome) = outcome else { return self.over(session) };
        // Who would rather not is not asked again.
        if outcome.refused {
            spaced.due_ms = None;
            spaced.closed = true;
            return self.over(session);
        }
        let game = spaced.game.clone();
        let known = outcome.verdict == Verdict::Right;
        if self.interval_s.is_some() {
            spaced.asked += 1;
            spaced.last_known = known;
        }
        if known {
            spaced.missed = 0;
            if let Some(interval_s) = self.interval_s {
                spaced.known += 1;
                spaced.longest_s = spaced.longest_s.max(Some(interval_s));
                spaced.rung += 1;
            }
            return self.over(session);
        }
        // What was only heard badly is no miss: the interval stays.
        if outcome.verdict != Verdict::Unsure {
            spaced.missed += u32::from(self.interval_s.is_some());
            spaced.rung = spaced.rung.saturating_sub(1);
        }
        self.state = State::Repeats;
        let told = session.phrase(|phrases| &phrases.games.spaced_tell);
        let again = session.pick_text(&game.question);
        let text: Vec<String> = told.into_iter().chain([again]).collect();
        self.ask(&game, text.join(" "), session)
    }

    fn ask(&self, game: &SpacedGame, text: String, session: &mut Session) -> Turn {
        let Some(spaced) = session.spaced.get_mut(&self.id) else { return Turn::Over };
        spaced.questions += 1;
        let id = format!("{}-{}", game.id, spaced.questions);
        let ask = question(id, text, game.task.clone(), game.answer.clone());
        Turn::AskMore(Arc::new(Ask { foils: game.foils.clone(), ..ask }), Vec::new())
    }

    /// From now on its next interval runs; after the last one it is known.
    fn over(&self, session: &mut Session) -> Turn {
        let now = session.at_ms;
        if let Some(spaced) = session.spaced.get_mut(&self.id).filter(|spaced| !spaced.closed) {
            let interval_s = spaced.game.intervals_s.get(spaced.rung).copied();
            // Who does not find it for now is not pressed: it rests until the last border.
            spaced.due_ms = if spaced.missed >= MISSES_IN_A_ROW {
                Some(u64::MAX)
            } else {
                interval_s.map(|seconds| now + u64::from(seconds) * 1_000)
            };
        }
        if self.interval_s.is_some() {
            let (last, answer) = &self.before;
            session.tally.last = *last;
            session.tally.answer_shown.clone_from(answer);
        }
        Turn::Over
    }
}
