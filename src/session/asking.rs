//! Asking a question: whose it is, what is said, and the turn to answer.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{ListenSpec, Task, UtteranceId, Verdict},
    script::Ask,
    session::{
        Chime, Command, Mood, Session,
        agenda::Act,
        games::Playing,
        ladder::{Cue, Offer, words_of_order},
        turns::Called,
        walking::milliseconds,
    },
};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Asker {
    /// A step of the routine, with branches for each outcome.
    Routine,
    /// The game in hand, which learns the outcome.
    Game,
    /// The game in hand, which waits for somebody to call out: nothing is scored.
    Call,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// The verdict of the last try.
    pub(super) verdict: Verdict,
    /// Points of the last try.
    pub(super) points: u32,
    /// Of how many.
    pub(super) of: u32,
    /// 1 when the first try was the last.
    pub(super) attempts: u32,
    /// The rung of the hint ladder that was reached: 0 for a free answer, 3 for a choice of two.
    pub(super) cues: u32,
    /// Whether somebody would rather not answer: that says nothing of what they know.
    pub(super) refused: bool,
    /// Which asking of the session it was.
    #[serde(default)]
    pub(super) visit: u32,
    /// What counted of a list in any order, in all tries together.
    #[serde(default)]
    pub(super) credited: Vec<String>,
}

/// The question in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Asking {
    /// What is asked.
    pub(super) ask: Arc<Ask>,
    /// Who wants to know.
    pub(super) asker: Asker,
    /// What came of it, once it is known.
    pub(super) outcome: Option<Outcome>,
    /// Who was called for it, in a group.
    pub(super) called: Option<Called>,
    /// The question as it was said.
    pub(super) question: String,
    /// The number that the answer carries.
    pub(super) utterance: UtteranceId,
    /// Whether an answer is still awaited (by touch, from the moment the question is said).
    pub(super) open: bool,
    /// 1 for the first try.
    pub(super) attempt: u32,
    /// Help given, as it was said.
    pub(super) hints: Vec<String>,
    /// How many of the author's hints were given.
    pub(super) hinted: usize,
    /// The highest rung of the ladder so far.
    pub(super) cue: Cue,
    /// The two answers to choose between, once they are on offer.
    pub(super) offer: Option<Offer>,
    /// Which asking of the session this is; its tries belong together.
    pub(super) visit: u32,
    /// How often "pardon?" was answered by saying the question again.
    pub(super) repeats: u32,
    /// Whether the question came again after a silence.
    pub(super) recalled: bool,
    /// What counted so far of a list in any order.
    #[serde(default)]
    pub(super) credited: Vec<String>,
    /// Whether an answer was heard with doubt: the first time costs no try.
    pub(super) misheard: bool,
}

impl Asking {
    /// The question once more: as it was said, and the choice that is on offer.
    pub(super) fn words(&self) -> impl Iterator<Item = Act> + use<> {
        let offer = self.offer.as_ref().map(|offer| offer.words());
        std::iter::once(Act::Say(self.question.clone())).chain(offer.into_iter().flatten())
    }

    /// Put, with no try made yet.
    fn put(
        ask: Arc<Ask>,
        asker: Asker,
        called: Option<Called>,
        question: String,
        utterance: UtteranceId,
        visit: u32,
    ) -> Asking {
        Asking {
            ask,
            asker,
            outcome: None,
            called,
            question,
            utterance,
            open: true,
            attempt: 1,
            hints: Vec::new(),
            hinted: 0,
            cue: Cue::None,
            offer: None,
            visit,
            repeats: 0,
            recalled: false,
            credited: Vec::new(),
            misheard: false,
        }
    }

    /// What came of it, where nothing is scored.
    pub(super) fn learn(&mut self, verdict: Verdict) {
        self.outcome = Some(Outcome {
            verdict,
            points: 0,
            of: 0,
            attempts: self.attempt,
            cues: 0,
            refused: false,
            visit: self.visit,
            credited: Vec::new(),
        });
    }

    /// Wrong answers that may well be given now.
    pub(super) fn foils(&self) -> Vec<String> {
        match &self.offer {
            Some(offer) => offer.answers.get(offer.foil).cloned().into_iter().collect(),
            None => self.ask.foils.clone(),
        }
    }

    /// Tries that are left. A choice of two is the last help that there is.
    pub(super) fn may_try_again(&self, doubt: bool) -> bool {
        if doubt && !self.misheard {
            return true;
        }
        self.offer.is_none() && self.attempt <= self.ask.retries + u32::from(self.misheard)
    }
}

/// After so many "pardon?" in one try the question goes on, so that it never turns in a circle.
const REPEATS_PER_TRY: u32 = 3;

/// Silence that ends an answer when neither the author nor the resident's past says better, ms.
const PATIENCE_MS: u64 = 2_500;

/// The same for answers of several words, between which people think, ms.
const PATIENCE_FOR_LISTS_MS: u64 = 4_500;

impl Session {
    /// Asks the question: words first, then the turn.
    pub(super) fn ask(&mut self, ask: &Arc<Ask>, asker: Asker) {
        let called = if asker == Asker::Call { None } else { self.call(ask) };
        self.called.clone_from(&called);
        let question = self.pick_text(&ask.question);
        let utterance = self.new_utterance();
        // How people feel is no question of the game.
        let counts = !ask.feeling && asker != Asker::Call;
        let visit = if counts { self.tally.open_visit() } else { 0 };
        if counts {
            self.tally.answer_shown.clone_from(&ask.answer);
        }
        let calling = called.as_ref().and_then(|called| self.calling(called));
        let said = question.clone();
        self.asking = Some(Asking::put(ask.clone(), asker, called, said, utterance, visit));
        self.agenda.extend(calling);
        self.agenda.push_back(Act::Say(question));
        self.invite(ask);
        self.agenda.push_back(Act::Listen);
    }

    /// Asks the question in hand of somebody else, from its beginning.
    pub(super) fn ask_next(&mut self, ask: &Ask, called: Called) {
        let question = self.pick_text(&ask.question);
        let utterance = self.new_utterance();
        let calling = self.calling(&called);
        self.called = Some(called.clone());
        if let Some(asking) = &mut self.asking {
            let (ask, asker, visit) = (asking.ask.clone(), asking.asker, asking.visit);
            let said = question.clone();
            *asking = Asking::put(ask, asker, Some(called), said, utterance, visit);
        }
        self.agenda.extend(calling);
        self.agenda.push_back(Act::Say(question));
        self.invite(ask);
        self.agenda.push_back(Act::Listen);
    }

    /// Opens the ears.
    pub(super) fn listen(&mut self, out: &mut Vec<Command>) {
        let plan = self.plan.clone();
        let Some(asking) = &self.asking else { return };
        let ask = &asking.ask;
        let mut foils = asking.foils();
        if asking.offer.is_some() {
            foils.extend(words_of_order(plan.language));
        }
        self.awaiting.answer = true;
        out.push(Command::Leds(Mood::Listening));
        out.push(Command::Chime(Chime::Listen));
        out.push(Command::Listen(ListenSpec {
            utterance: asking.utterance,
            language: plan.language,
            task: ask.task.clone(),
            foils,
            patience_ms: ask.patience_s.map_or_else(|| patience_ms(&ask.task), milliseconds),
            timeout_ms: milliseconds(ask.timeout_s),
        }));
    }

    /// Says the question once more without counting a try; `false` when that was done enough.
    pub(super) fn say_again(&mut self) -> bool {
        let utterance = self.new_utterance();
        let Some(asking) = &mut self.asking else { return false };
        if asking.repeats >= REPEATS_PER_TRY {
            return false;
        }
        asking.repeats += 1;
        asking.utterance = utterance;
        asking.open = true;
        let words = asking.words();
        let shown = self.playing.as_ref().map(Playing::shown).unwrap_or_default();
        self.agenda.extend(shown);
        self.agenda.extend(words);
        self.agenda.push_back(Act::Listen);
        true
    }
}

fn patience_ms(task: &Task) -> u64 {
    match task {
        Task::OneOf { .. } | Task::YesNo { .. } | Task::Number { .. } => PATIENCE_MS,
        Task::Recall { .. }
        | Task::Sequence { .. }
        | Task::Span { .. }
        | Task::Spell { .. }
        | Task::Category { .. }
        | Task::Free { .. } => PATIENCE_FOR_LISTS_MS,
    }
}
