//! Recall of a list of words: in any order, then whether there were others, then a hint at each
//! that is missing; and what is still missing is told when nothing else comes of the list.
//!
//! Points are those of free recall. What is found by a hint is kept apart, as in practice.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Accepted, Task, Verdict},
    script::{Ask, Game, RecallGame, Step, Text},
    session::{
        Command, GameResult, Session,
        agenda::Act,
        asking::Outcome,
        games::{Turn, question},
        tally::Judged,
        wording::put_in,
    },
};

/// From so long after the list on it is a delayed recall, ms: what was just heard is gone from the
/// ear, and something else has come between.
const LATER_MS: u64 = 30_000;

/// After so many hints in a row that found nothing, the words are told instead.
const HINTS_IN_VAIN: u32 = 2;

/// How long Nao waits for a word that it hints at, s.
const HINT_TIMEOUT_S: f64 = 12.0;

/// A recall in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Recall {
    game: RecallGame,
    state: State,
    /// Words found without a hint.
    found: Vec<String>,
    /// Words found with one.
    cued: Vec<String>,
    /// From the end of the list to the question, ms.
    after_ms: u64,
    /// Hints in a row that found nothing.
    in_vain: u32,
    /// Which asking of the session it is.
    visit: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Begins,
    /// The list was asked for.
    Asked,
    /// So were other words of it.
    AskedForMore,
    /// A hint was given at this word.
    Hinted(String),
}

impl Recall {
    pub(super) fn new(game: RecallGame) -> Recall {
        Recall {
            game,
            state: State::Begins,
            found: Vec::new(),
            cued: Vec::new(),
            after_ms: 0,
            in_vain: 0,
            visit: 0,
        }
    }

    pub(super) fn turn(
        &mut self,
        outcome: Option<Outcome>,
        session: &mut Session,
        out: &mut Vec<Command>,
    ) -> Turn {
        if self.state == State::Begins {
            return self.begins(session);
        }
        // Who would rather not is not asked for more, nor when staff skip it.
        let Some(outcome) = outcome.filter(|outcome| !outcome.refused) else {
            if matches!(self.state, State::Hinted(_)) {
                self.keep(session, out);
            }
            return Turn::Over;
        };
        if let State::Hinted(word) = &self.state {
            if outcome.verdict == Verdict::Right {
                self.cued.push(word.clone());
                self.in_vain = 0;
            } else {
                self.in_vain += 1;
            }
            return self.hint_or_end(session, out);
        }
        self.visit = outcome.visit;
        self.found = outcome.credited;
        if outcome.verdict == Verdict::Right {
            self.found = self.shown(session);
            self.keep(session, out);
            return Turn::Over;
        }
        if self.state == State::Asked {
            self.state = State::AskedForMore;
            if self.found.is_empty() {
                let missed = outcome.verdict == Verdict::Wrong;
                session.push_phrase_then(|phrases| {
                    if missed { &phrases.encourage } else { &phrases.not_heard }
                });
                let text = self.question(session);
                return self.ask(text, session);
            }
            let text = session.phrase(|phrases| &phrases.games.recall_more);
            return self.ask(text, session);
        }
        if self.game.cued {
            return self.hint_or_end(session, out);
        }
        self.end(session, out)
    }

    /// A list that staff skipped is not asked for: nobody has heard it.
    fn begins(&mut self, session: &mut Session) -> Turn {
        let list = session.lists.get(&self.game.list);
        let Some(said_ms) = list.and_then(|list| list.said_ms) else { return Turn::Over };
        self.after_ms = session.at_ms.saturating_sub(said_ms);
        self.state = State::Asked;
        let text = self.question(session);
        match self.ask(text, session) {
            Turn::AskMore(ask, _) => Turn::Ask(ask),
            other => other,
        }
    }

    fn later(&self) -> bool {
        self.after_ms >= LATER_MS
    }

    fn question(&self, session: &mut Session) -> Option<String> {
        let later = self.later();
        if self.game.question.is_empty() {
            session.phrase(
                |phrases| {
                    if later { &phrases.games.recall_later } else { &phrases.games.recall }
                },
            )
        } else {
            Some(session.pick_text(&self.game.question))
        }
    }

    /// Asks for the list, or for more of it.
    fn ask(&self, text: Option<String>, session: &mut Session) -> Turn {
        let Some(list) = session.lists.get_mut(&self.game.list) else { return Turn::Over };
        list.asked += 1;
        let recall: Vec<Accepted> = list.words.iter().map(|word| word.word.clone()).collect();
        let shown = recall.iter().map(Accepted::shown).collect::<Vec<_>>().join(", ");
        let ask = Ask {
            patience_s: self.game.patience_s,
            timeout_s: self.game.timeout_s,
            foils: list.foils.clone(),
            ..question(
                format!("{}-{}", self.game.list, list.asked),
                text.unwrap_or_default(),
                Task::Recall { recall },
                shown,
            )
        };
        Turn::AskMore(Arc::new(ask), self.found.clone())
    }

    /// Hints at the next word that is missing, unless hints do not help.
    fn hint_or_end(&mut self, session: &mut Session, out: &mut Vec<Command>) -> Turn {
        let hinted = match &self.state {
            State::Hinted(word) => Some(word.clone()),
            _ => None,
        };
        let Some(list) = session.lists.get(&self.game.list) else { return Turn::Over };
        let from = hinted.map_or(0, |hinted| {
            let place = list.words.iter().position(|word| word.word.shown() == hinted);
            place.map_or(list.words.len(), |place| place + 1)
        });
        let missing = list.words.iter().skip(from);
        let next = missing
            .filter(|word| !self.found.iter().any(|found| found == word.word.shown()))
            .find(|_| self.in_vain < HINTS_IN_VAIN)
            .cloned();
        let Some(word) = next else { return self.end(session, out) };
        let shown = word.word.shown().to_owned();
        self.state = State::Hinted(shown.clone());
        let text = session.phrase(|phrases| &phrases.games.recall_cue).unwrap_or_default();
        let Some(list) = session.lists.get_mut(&self.game.list) else { return Turn::Over };
        list.asked += 1;
        let ask = Ask {
            timeout_s: HINT_TIMEOUT_S,
            hints: word.cue.into_iter().map(Text::literal).collect(),
            retries: 1,
            foils: list.foils.clone(),
            reveal: true,
            ..question(
                format!("{}-{}", self.game.list, list.asked),
                put_in(&text, "category", &word.category),
                Task::OneOf { one_of: vec![word.word] },
                shown,
            )
        };
        Turn::AskMore(Arc::new(ask), Vec::new())
    }

    /// Tells what is still missing, when the list is not asked for again.
    fn end(&mut self, session: &mut Session, out: &mut Vec<Command>) -> Turn {
        if self.found.is_empty() && self.cued.is_empty() {
            session.push_phrase_then(|phrases| &phrases.games.never_mind);
        }
        if !self.asked_again(session) {
            let told = match &self.state {
                // Those that were hinted at were told one by one.
                State::Hinted(last) => self.after(session, last),
                _ => self.missing(session),
            };
            if !told.is_empty()
                && let Some(text) = session.phrase(|phrases| &phrases.games.recall_rest)
            {
                session.agenda.push_back(Act::Say(put_in(&text, "words", &told.join(", "))));
            }
        }
        self.keep(session, out);
        Turn::Over
    }

    /// Whether the routine asks for the list once more, or says it again.
    fn asked_again(&self, session: &Session) -> bool {
        session.plan.steps.iter().skip(session.next).any(|step| match step {
            Step::Play(game) => match &**game {
                Game::Recall(recall) => recall.list == self.game.list,
                Game::Remember(remember) => remember.list == self.game.list,
                _ => false,
            },
            _ => false,
        })
    }

    fn shown(&self, session: &Session) -> Vec<String> {
        let list = session.lists.get(&self.game.list);
        let words = list.map(|list| list.words.as_slice()).unwrap_or_default();
        words.iter().map(|word| word.word.shown().to_owned()).collect()
    }

    fn missing(&self, session: &Session) -> Vec<String> {
        let found = |word: &String| self.found.contains(word) || self.cued.contains(word);
        self.shown(session).into_iter().filter(|word| !found(word)).collect()
    }

    /// What is missing of the words after one.
    fn after(&self, session: &Session, last: &String) -> Vec<String> {
        let words = self.shown(session);
        let from = words.iter().position(|word| word == last).map_or(0, |place| place + 1);
        let rest: Vec<String> = words.into_iter().skip(from).collect();
        self.missing(session).into_iter().filter(|word| rest.contains(word)).collect()
    }

    /// Keeps what came of it.
    fn keep(&self, session: &mut Session, out: &mut Vec<Command>) {
        let later = self.later();
        let Some(list) = session.lists.get_mut(&self.game.list) else { return };
        let found = self.found.len() as u32;
        let savings = list
            .last_trial
            .filter(|trial| later && *trial > 0)
            .map(|trial| f64::from(found) / f64::from(trial));
        let of = list.words.len() as u32;
        let follows = list.follows.clone().filter(|_| !later);
        if !later {
            list.last_trial = Some(found);
        }
        let result = GameResult::Recall {
            of,
            found,
            cued: self.game.cued.then_some(self.cued.len() as u32),
            after_s: later.then_some(self.after_ms / 1_000),
            savings,
        };
        out.push(result.kept(&self.game.list, session.plan.language));
        // Four of five words are success, and so near as many lists as not are a little longer.
        let judged = if found * 5 >= of * 4 { Judged::Known } else { Judged::Unknown };
        if let Some((name, title)) = follows {
            let fact = session.memory.answered((&name, &title), self.visit, judged, false);
            out.extend(fact.map(Command::Record));
        }
    }
}
