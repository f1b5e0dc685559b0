//! Asking a question: the turn, the tries, the hints, and what follows an answer.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    answer::{
        Heard, Hypothesis, Intent, ListenSpec, Score, Source, Task, UtteranceId, Verdict, add_up,
        intent, score_among,
    },
    language::Language,
    script::Ask,
    session::{
        Chime, Command, Fact, Mood, Session,
        agenda::Act,
        games::Playing,
        ladder::{Cue, Offer, Rung, words_of_order},
        tally::Entry,
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
    repeats: u32,
    /// Whether the question came again after a silence.
    recalled: bool,
    /// What counted so far of a list in any order.
    #[serde(default)]
    pub(super) credited: Vec<String>,
    /// Whether an answer was heard with doubt: the first time costs no try.
    misheard: bool,
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
    fn foils(&self) -> Vec<String> {
        match &self.offer {
            Some(offer) => offer.answers.get(offer.foil).cloned().into_iter().collect(),
            None => self.ask.foils.clone(),
        }
    }

    /// Tries that are left. A choice of two is the last help that there is.
    fn may_try_again(&self, doubt: bool) -> bool {
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

    /// An answer, or its absence. A touched answer may come while the question is still said.
    pub(super) fn heard(&mut self, utterance: UtteranceId, heard: &Heard, out: &mut Vec<Command>) {
        let plan = self.plan.clone();
        let open = self.open_utterance() == Some(utterance);
        let Some(asking) = self.asking.as_mut().filter(|_| open) else { return };
        asking.open = false;
        let ask = &asking.ask.clone();
        let asker = asking.asker;
        let foils = asking.foils();
        let by_order = by_order(asking, plan.language, heard);
        // What the ears say of themselves has closed them; a touch has not.
        if self.awaiting.answer && is_voice(heard) {
            self.awaiting.answer = false;
        }
        self.drop_all(out);
        if ask.feeling {
            return self.felt(ask, heard, out);
        }
        if asker == Asker::Call {
            return self.called_out(ask, heard, out);
        }

        let score = score_among(
            &ask.task,
            plan.language,
            &plan.lexicon,
            &foils,
            by_order.as_ref().unwrap_or(heard),
        );
        match meant(ask, self, heard, &score) {
            Some(Intent::Distress) => return self.distress(out),
            Some(Intent::Stop) => return self.asked_to_stop(out),
            Some(Intent::Repeat) if self.say_again() => return,
            Some(refusal @ (Intent::Refuse | Intent::Tired | Intent::Pass)) => {
                if refusal == Intent::Tired {
                    self.ask_for(self.intensity.easier(), out);
                }
                self.keep(ask, heard, not_given(&score), out);
                if self.pass_on(ask) {
                    return;
                }
                self.push_phrase_then(|phrases| &phrases.accept_refusal);
                return self.leave_question(Verdict::NoAnswer, (0, score.of), true);
            }
            Some(Intent::DontKnow) => {
                let score = self.with_earlier_tries(ask, not_given(&score));
                self.keep(ask, heard, score.clone(), out);
                return self.follow_up(ask, heard, &score, out);
            }
            Some(Intent::Repeat) | None => {}
        }
        let score = self.with_earlier_tries(ask, score);
        self.keep(ask, heard, score.clone(), out);
        self.follow_up(ask, heard, &score, out);
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

    /// The score with what earlier tries of a list have credited.
    fn with_earlier_tries(&mut self, ask: &Ask, score: Score) -> Score {
        let language = self.plan.language;
        let Some(asking) = &mut self.asking else { return score };
        let score = add_up(&ask.task, language, &asking.credited, score);
        asking.credited.clone_from(&score.credited);
        score
    }

    /// Keeps one try.
    fn keep(&mut self, ask: &Ask, heard: &Heard, score: Score, out: &mut Vec<Command>) {
        let answer = self.tally.next_answer();
        let Some(asking) = &self.asking else { return };
        let spoken = match heard {
            Heard::Speech(hypothesis) => Some(hypothesis),
            Heard::Silence | Heard::NotUnderstood => None,
        };
        self.tally.add(Entry {
            answer,
            visit: asking.visit,
            question: asking.question.clone(),
            called: asking.called.as_ref().map(|called| called.name.clone()),
            heard: spoken.map(|hypothesis| hypothesis.text.clone()),
            verdict: score.verdict,
            points: score.points,
            of: score.of,
            reasons: score.reasons.clone(),
            overruled: false,
            cues: asking.hints.len() as u32,
        });
        out.push(Command::Record(Fact::Answered {
            answer,
            question: ask.id.clone(),
            called: asking.called.as_ref().map(|called| called.name.clone()),
            task: ask.task.clone(),
            heard: spoken.map(|hypothesis| hypothesis.text.clone()).unwrap_or_default(),
            source: spoken.map(|hypothesis| hypothesis.source),
            attempt: asking.attempt,
            cues: asking.cue.rung(),
            latency_ms: spoken.and_then(|hypothesis| hypothesis.latency_ms),
            score,
        }));
    }

    /// Praise, another try with help, or the answer, kindly.
    fn follow_up(&mut self, ask: &Ask, heard: &Heard, score: &Score, out: &mut Vec<Command>) {
        if matches!(ask.task, Task::Free { .. }) {
            out.push(Command::Leds(Mood::Neutral));
            return self.leave_question(score.verdict, (score.points, score.of), false);
        }
        if score.verdict == Verdict::Right {
            out.push(Command::Leds(Mood::Happy));
            out.push(Command::Chime(Chime::Right));
            if ask.branches.right.is_none() {
                self.praise();
            }
            return self.leave_question(score.verdict, (score.points, score.of), false);
        }
        out.push(Command::Leds(Mood::Neutral));
        let doubt = is_doubtful(heard, score) || is_thinking(self.plan.language, heard, score);
        if self.asking.as_ref().is_some_and(|asking| asking.may_try_again(doubt)) {
            self.try_again(ask, heard, score);
            return;
        }
        if score.verdict == Verdict::Partly && ask.branches.partly.is_none() {
            self.push_phrase_then(|phrases| &phrases.partly);
        }
        if ask.reveal {
            self.push_phrase_then(|phrases| &phrases.reveal);
        }
        self.leave_question(score.verdict, (score.points, score.of), false);
    }

    /// Praise for the answer; for having looked, when it was found with help.
    pub(super) fn praise(&mut self) {
        let helped = self.asking.as_ref().is_some_and(|asking| {
            let one_piece = matches!(
                asking.ask.task,
                Task::OneOf { .. } | Task::YesNo { .. } | Task::Number { .. }
            );
            one_piece && asking.cue > Cue::None
        });
        let effort = if helped { self.phrase(|phrases| &phrases.ladder.effort) } else { None };
        match effort {
            Some(effort) => self.agenda.push_back(Act::Say(effort)),
            None => self.push_phrase_then(|phrases| &phrases.praise),
        }
    }

    /// One more try. Who was not understood is asked to say it again; who was silent first hears
    /// the question once more in other words, unless they were silent before; else the next rung of the ladder helps. Where words
    /// do not come across, that is a choice of two.
    fn try_again(&mut self, ask: &Ask, heard: &Heard, score: &Score) {
        let utterance = self.new_utterance();
        let thinking = is_thinking(self.plan.language, heard, score);
        let doubt = thinking || is_doubtful(heard, score);
        let silent = *heard == Heard::Silence;
        // Who said nothing to the question before is helped at once: waiting long did not help.
        let silent_before = self
            .asking
            .as_ref()
            .is_some_and(|asking| self.tally.was_silent(asking.visit.saturating_sub(1)));
        let choice = ask.two(self.plan.language).is_some();
        let Some(asking) = &mut self.asking else { return };
        let last_try = asking.attempt >= ask.retries + u32::from(asking.misheard);
        asking.attempt += 1;
        asking.repeats = 0;
        asking.utterance = utterance;
        asking.open = true;
        // Nor does the last try go by with no more than the question.
        let hurry = choice && (silent_before || (last_try && asking.cue > Cue::None));
        let first_silence = silent && !asking.recalled && !hurry;
        asking.recalled |= first_silence;
        let first_doubt = doubt && !asking.misheard;
        asking.misheard |= doubt;
        let on_offer = asking.offer.is_some();

        let opening = if silent || thinking {
            self.phrase(|phrases| &phrases.not_heard)
        } else if *heard == Heard::NotUnderstood {
            self.phrase(|phrases| &phrases.not_understood)
        } else if doubt {
            self.phrase(|phrases| &phrases.unsure)
        } else if score.verdict == Verdict::Partly {
            self.phrase(|phrases| &phrases.partly)
        } else {
            self.phrase(|phrases| &phrases.encourage)
        };
        self.agenda.extend(opening.map(Act::Say));
        let rung = if first_doubt || first_silence || on_offer {
            None
        } else {
            self.next_rung(ask, last_try, silent || doubt)
        };
        match rung {
            // Who was only misheard knows the question still: no hint helps the ears.
            Some(Rung::Hint(_) | Rung::FirstSound(_)) | None if doubt => {}
            Some(rung) => self.climb(rung),
            None => {
                let question = self.pick_text(&ask.question);
                if let Some(asking) = &mut self.asking {
                    asking.question.clone_from(&question);
                }
                self.agenda.push_back(Act::Say(question));
            }
        }
        self.agenda.push_back(Act::Listen);
    }

    /// Gives the help of a rung.
    pub(super) fn climb(&mut self, rung: Rung) {
        let Some(asking) = &mut self.asking else { return };
        match rung {
            Rung::Hint(words) => {
                asking.hinted += 1;
                asking.cue = Cue::Hint;
                asking.hints.push(words.clone());
                self.agenda.push_back(Act::Say(words));
            }
            Rung::FirstSound(words) => {
                asking.cue = Cue::FirstSound;
                asking.hints.push(words.clone());
                self.agenda.push_back(Act::Say(words));
            }
            Rung::Choice(offer) => {
                asking.cue = Cue::Choice;
                asking.hints.push(offer.question.clone());
                self.agenda.extend(offer.words());
                asking.offer = Some(offer);
            }
        }
    }

    /// Leaves the question: a routine goes on at the branch of its outcome, a game as it likes.
    pub(super) fn leave_question(
        &mut self,
        verdict: Verdict,
        (points, of): (u32, u32),
        refused: bool,
    ) {
        self.tally.last = Some(verdict);
        self.note_turn(verdict, refused);
        let Some(asking) = &mut self.asking else { return };
        asking.open = false;
        asking.outcome = Some(Outcome {
            verdict,
            points,
            of,
            attempts: asking.attempt,
            cues: asking.cue.rung(),
            refused,
            visit: asking.visit,
            credited: asking.credited.clone(),
        });
        let onwards = match asking.asker {
            Asker::Routine => Act::Goto(asking.ask.branches.towards(verdict)),
            Asker::Game | Asker::Call => Act::GameGoesOn,
        };
        self.agenda.push_back(onwards);
    }
}

/// What was meant, when it was not an attempt at the answer. An answer that scores is an answer,
/// whatever else it sounds like; a call for help is a call for help, whatever was asked.
fn meant(ask: &Ask, session: &Session, heard: &Heard, score: &Score) -> Option<Intent> {
    let Heard::Speech(Hypothesis { text, .. }) = heard else { return None };
    let intent = intent(session.plan.language, text)?;
    let scores = score.points > 0 && !matches!(ask.task, Task::Free { .. });
    (intent == Intent::Distress || !scores).then_some(intent)
}

/// The score of "I don't know" and "I'd rather not": no answer, never a wrong one.
fn not_given(score: &Score) -> Score {
    Score { verdict: Verdict::NoAnswer, points: 0, intrusions: Vec::new(), ..score.clone() }
}

/// Whether something was said that may have been the answer.
fn is_doubtful(heard: &Heard, score: &Score) -> bool {
    score.verdict == Verdict::Unsure || *heard == Heard::NotUnderstood
}

/// Whether somebody said no more than that they were thinking: they are given the time.
fn is_thinking(language: Language, heard: &Heard, score: &Score) -> bool {
    match heard {
        Heard::Speech(hypothesis) => {
            score.verdict == Verdict::NoAnswer && intent(language, &hypothesis.text).is_none()
        }
        Heard::Silence | Heard::NotUnderstood => false,
    }
}

/// “The second one”, said of a choice, as the answer that it means.
fn by_order(asking: &Asking, language: Language, heard: &Heard) -> Option<Heard> {
    let (Some(offer), Heard::Speech(hypothesis)) = (&asking.offer, heard) else { return None };
    let meant = offer.by_order(language, &hypothesis.text)?;
    Some(Heard::Speech(Hypothesis { text: meant.clone(), ..hypothesis.clone() }))
}

fn is_voice(heard: &Heard) -> bool {
    match heard {
        Heard::Silence | Heard::NotUnderstood => true,
        Heard::Speech(hypothesis) => hypothesis.source == Source::Voice,
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
