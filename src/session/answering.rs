//! What follows an answer: the score, another try with help, praise or the answer, kindly.

use crate::{
    answer::{
        Heard, Hypothesis, Intent, Score, Source, Task, UtteranceId, Verdict, add_up, intent,
        score_among,
    },
    language::Language,
    script::Ask,
    session::{
        Chime, Command, Fact, Mood, Session,
        agenda::Act,
        asking::{Asker, Asking, Outcome},
        ladder::{Cue, Rung},
        tally::Entry,
    },
};

impl Session {
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
            cues: asking.cue.rung(),
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
        let thinking = is_thinking(self.plan.language, heard, score);
        let doubt = thinking || is_doubtful(heard, score);
        if self.asking.as_ref().is_some_and(|asking| asking.may_try_again(doubt)) {
            self.try_again(ask, heard, score, thinking);
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
    /// the question once more in other words, unless they were silent before; else the next rung of
    /// the ladder helps. Where words do not come across, that is a choice of two.
    fn try_again(&mut self, ask: &Ask, heard: &Heard, score: &Score, thinking: bool) {
        let utterance = self.new_utterance();
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
