//! A quiz: questions of item banks, drawn by the session's seed. It does not end with a failure: then
//! an easy question follows, and one that was right before.

use std::sync::Arc;

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Task, Verdict},
    script::{Ask, Branches, Item, QuizBank, QuizGame},
    session::{Session, agenda::Act, asking::Outcome, games::Turn},
};

/// The level at which somebody begins whom nobody knows yet.
const BEGINNERS: u8 = 2;

/// The easiest level.
const EASIEST: u8 = 1;

/// Questions after the last one, when that was no success.
const CLOSING_AT_MOST: u32 = 2;

/// Who would rather not answer so often in a row is left in peace.
const REFUSALS_IN_A_ROW: u32 = 2;

/// Answers to touch, the right one among them.
const CHOICES: usize = 4;

/// A quiz in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::session) struct Quiz {
    game: Arc<QuizGame>,
    /// The banks of the round in hand that have not had their turn, the next one last.
    round: Vec<usize>,
    /// Banks whose prompt was said.
    introduced: Vec<usize>,
    /// What was asked, in order, and whether it was right.
    asked: Vec<(Pick, Option<bool>)>,
    /// Questions after the last one so far.
    closing: u32,
    /// Refusals since the last answer.
    refusals: u32,
    /// What waits to be asked, once what comes before it was said.
    ready: Option<Pick>,
    /// Whether a question is open.
    open: bool,
}

/// Which item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Pick {
    bank: usize,
    item: usize,
}

impl Quiz {
    pub(super) fn new(game: Arc<QuizGame>) -> Quiz {
        Quiz {
            game,
            round: Vec::new(),
            introduced: Vec::new(),
            asked: Vec::new(),
            closing: 0,
            refusals: 0,
            ready: None,
            open: false,
        }
    }

    pub(super) fn turn(&mut self, outcome: Option<Outcome>, session: &mut Session) -> Turn {
        let mut words = Vec::new();
        if std::mem::take(&mut self.open)
            && let Some(outcome) = outcome
        {
            words.extend(self.learn(outcome, session));
        }
        if self.ready.is_none() {
            self.ready = self.next(session);
            if let Some(pick) = self.ready {
                words.extend(self.introduce(pick, session));
            }
        }
        if !words.is_empty() {
            return Turn::Do(words.into_iter().map(Act::Say).collect());
        }
        let game = self.game.clone();
        let Some((pick, item)) = self.ready.take().and_then(|pick| Some((pick, pick.of(&game)?)))
        else {
            return Turn::Over;
        };
        self.open = true;
        self.asked.push((pick, None));
        Turn::Ask(Arc::new(self.question(item, session)))
    }

    /// What came of the question; gives what is said about its answer.
    fn learn(&mut self, outcome: Outcome, session: &Session) -> Option<String> {
        if outcome.refused {
            self.refusals += 1;
            return None;
        }
        self.refusals = 0;
        let (pick, right) = self.asked.last_mut()?;
        *right = Some(outcome.verdict == Verdict::Right);
        let item = pick.of(&self.game)?;
        item.then.as_ref().map(|then| then.fill(&session.spoken_values()))
    }

    /// What is asked next; `None` when the quiz is over.
    fn next(&mut self, session: &mut Session) -> Option<Pick> {
        if self.refusals >= REFUSALS_IN_A_ROW {
            return None;
        }
        let asked = self.asked.len() as u32;
        if asked < self.game.questions {
            return self.next_bank(session).and_then(|bank| {
                let level = self.game.level.unwrap_or(BEGINNERS);
                self.draw(&[bank], level, session)
            });
        }
        let failed = self.asked.last().is_some_and(|(_, right)| *right == Some(false));
        if !failed || self.closing >= CLOSING_AT_MOST {
            return None;
        }
        self.closing += 1;
        // An easy one first; then one that was known before, since that is known again.
        let known =
            self.asked.iter().find(|(_, right)| *right == Some(true)).map(|(pick, _)| *pick);
        let all: Vec<usize> = (0..self.game.banks.len()).collect();
        let easy = |quiz: &mut Quiz, session: &mut Session| quiz.draw(&all, EASIEST, session);
        match known {
            Some(known) if self.closing == CLOSING_AT_MOST => Some(known),
            _ => easy(self, session),
        }
    }

    /// The banks take turns, in another order in each round.
    fn next_bank(&mut self, session: &mut Session) -> Option<usize> {
        if self.round.is_empty() {
            let banks = self.game.banks.iter().enumerate();
            self.round =
                banks.filter(|(_, bank)| !bank.items.is_empty()).map(|(place, _)| place).collect();
        }
        let last = self.round.len();
        (last > 0).then(|| self.round.swap_remove(session.random.random_range(0..last)))
    }

    /// An item of these banks at a level, or near it, that was not asked yet in this quiz.
    fn draw(&self, banks: &[usize], level: u8, session: &mut Session) -> Option<Pick> {
        let mut free: Vec<(Pick, u8)> = Vec::new();
        for bank in banks {
            let Some(QuizBank { items, .. }) = self.game.banks.get(*bank) else { continue };
            for (item, there) in items.iter().enumerate() {
                let pick = Pick { bank: *bank, item };
                if !self.asked.iter().any(|(asked, _)| *asked == pick) {
                    free.push((pick, there.level.abs_diff(level)));
                }
            }
        }
        let nearest = free.iter().map(|(_, off)| *off).min()?;
        free.retain(|(_, off)| *off == nearest);
        free.get(session.random.random_range(0..free.len())).map(|(pick, _)| *pick)
    }

    /// What is said before the first item of a bank.
    fn introduce(&mut self, pick: Pick, session: &mut Session) -> Option<String> {
        if self.introduced.contains(&pick.bank) {
            return None;
        }
        self.introduced.push(pick.bank);
        let prompt = &self.game.banks.get(pick.bank)?.prompt;
        (!prompt.is_empty()).then(|| session.pick_text(prompt))
    }

    fn question(&self, item: &Item, session: &mut Session) -> Ask {
        Ask {
            id: item.id.clone(),
            question: item.question.clone(),
            task: item.task.clone(),
            answer: item.answer.clone(),
            patience_s: self.game.patience_s,
            timeout_s: self.game.timeout_s,
            hints: item.cue.iter().cloned().collect(),
            retries: self.game.retries,
            choices: choices(item, session),
            hands: false,
            foils: item.foils.clone(),
            reveal: true,
            feeling: false,
            branches: Branches::default(),
        }
    }
}

impl Pick {
    fn of(self, game: &QuizGame) -> Option<&Item> {
        game.banks.get(self.bank)?.items.get(self.item)
    }
}

/// The answer among some that are wrong, in an order by chance. Numbers have their pad.
fn choices(item: &Item, session: &mut Session) -> Vec<String> {
    let Task::OneOf { one_of } = &item.task else { return Vec::new() };
    let Some(right) = one_of.first() else { return Vec::new() };
    let mut wrong = item.foils.clone();
    let mut choices = vec![right.shown().to_owned()];
    while choices.len() < CHOICES && !wrong.is_empty() {
        choices.push(wrong.swap_remove(session.random.random_range(0..wrong.len())));
    }
    for place in (1..choices.len()).rev() {
        choices.swap(place, session.random.random_range(0..=place));
    }
    choices
}
