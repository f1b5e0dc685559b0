//! A quiz: questions of item banks, drawn by the session's seed at the level of the resident, who
//! moves up and down as they answer. It does not end with a failure: then an easy question follows,
//! and one that was right before.

use std::sync::Arc;

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Task, Verdict},
    script::{Ask, Branches, Item, QuizBank, QuizGame},
    session::{Command, Session, agenda::Act, asking::Outcome, games::Turn, shuffle::shuffle},
};

/// The easiest level.
const EASIEST: u8 = 1;

/// Questions after the last one, when that was no success.
const CLOSING_AT_MOST: u32 = 2;

/// Who would rather not answer so often in a row is left in peace.
const REFUSALS_IN_A_ROW: u32 = 2;

/// Answers to touch, the right one among them.
const CHOICES: usize = 4;

/// An item that was asked lately is as good as one that is so far from the level, in halves.
const ASKED_LATELY: u8 = 3;

/// More items than are remembered.
const LONG_AGO: usize = usize::MAX;

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

    /// The banks whose level is that of the resident, the one in hand first: their names and titles.
    pub(super) fn banks(&self) -> impl Iterator<Item = (&str, &str)> {
        let in_hand = self.asked.last().map_or(0, |(pick, _)| pick.bank);
        let (before, from) = self.game.banks.split_at_checked(in_hand).unwrap_or_default();
        let adaptive = self.game.level.is_none();
        let banks = from.iter().chain(before).filter(move |_| adaptive);
        banks.map(|bank| (bank.name.as_str(), bank.title.as_str()))
    }

    pub(super) fn turn(
        &mut self,
        outcome: Option<Outcome>,
        session: &mut Session,
        out: &mut Vec<Command>,
    ) -> Turn {
        let mut words = Vec::new();
        if std::mem::take(&mut self.open)
            && let Some(outcome) = outcome
        {
            words.extend(self.learn(&outcome, session, out));
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
        session.memory.asks(&item.id);
        Turn::Ask(Arc::new(self.question(item, session)))
    }

    /// What came of the question; gives what is said about its answer.
    fn learn(
        &mut self,
        outcome: &Outcome,
        session: &mut Session,
        out: &mut Vec<Command>,
    ) -> Option<String> {
        let (pick, right) = self.asked.last_mut()?;
        let bank = self.game.banks.get(pick.bank)?;
        // The easy ones at the end tell nothing of the level.
        if self.game.level.is_none() && self.closing == 0 {
            let judged = session.tally.judged(outcome.visit);
            let bank = (bank.name.as_str(), bank.title.as_str());
            let change = session.memory.answered(bank, outcome.visit, judged, outcome.refused);
            out.extend(change.map(Command::Record));
        }
        if outcome.refused {
            self.refusals += 1;
            return None;
        }
        self.refusals = 0;
        *right = Some(outcome.verdict == Verdict::Right);
        let then = bank.items.get(pick.item)?.then.as_ref()?;
        Some(then.fill(&session.spoken_values()))
    }

    /// What is asked next; `None` when the quiz is over.
    fn next(&mut self, session: &mut Session) -> Option<Pick> {
        if self.refusals >= REFUSALS_IN_A_ROW {
            return None;
        }
        if self.asked.len() < self.game.questions as usize {
            let bank = self.next_bank(session)?;
            let name = &self.game.banks.get(bank)?.name;
            let own = session.memory.level(name).drawn(&mut session.random);
            return self.draw(&[bank], self.game.level.unwrap_or(own), session);
        }
        let failed = self.asked.last().is_some_and(|(_, right)| *right == Some(false));
        if !failed || self.closing >= CLOSING_AT_MOST {
            return None;
        }
        self.closing += 1;
        // An easy one first; then one that was known before, since that is known again.
        let known = self.asked.iter().find(|(_, right)| *right == Some(true));
        match known {
            Some((known, _)) if self.closing == CLOSING_AT_MOST => Some(*known),
            _ => {
                let all: Vec<usize> = (0..self.game.banks.len()).collect();
                self.draw(&all, EASIEST, session)
            }
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

    /// An item of these banks at a level, or near it, that was not asked yet in this quiz, and if
    /// there is another one not lately either.
    fn draw(&self, banks: &[usize], level: u8, session: &mut Session) -> Option<Pick> {
        let mut free: Vec<(Pick, u8, usize)> = Vec::new();
        for bank in banks {
            let Some(QuizBank { items, .. }) = self.game.banks.get(*bank) else { continue };
            for (place, item) in items.iter().enumerate() {
                let pick = Pick { bank: *bank, item: place };
                if self.asked.iter().any(|(asked, _)| *asked == pick) {
                    continue;
                }
                let off = item.level.abs_diff(level);
                let ago = session.memory.asked_ago(&item.id);
                let (off, ago) = match ago {
                    None => (2 * off, 0),
                    // Rather one of the next level than the same again.
                    Some(ago) => (2 * off + ASKED_LATELY, LONG_AGO.saturating_sub(ago)),
                };
                free.push((pick, off, ago));
            }
        }
        let best = free.iter().map(|(_, off, ago)| (*off, *ago)).min()?;
        free.retain(|(_, off, ago)| (*off, *ago) == best);
        free.get(session.random.random_range(0..free.len())).map(|(pick, ..)| *pick)
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
        let mut ask = Ask {
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
        };
        // No try without help.
        ask.retries = ask.retries.min(ask.rungs(session.plan().language).max(1));
        ask
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
    shuffle(&mut choices, &mut session.random);
    choices
}
