//! What the tablet shows of the session, made anew after every event.

use crate::{
    answer::{Accepted, Task},
    script::{Ask, Game, Step},
    session::{Input, LevelView, QuestionView, Session, State, View, agenda::Act},
};

/// How many coming things are shown.
const COMING: usize = 3;

impl Session {
    /// What staff see now.
    pub fn view(&self) -> View {
        let (score, of) = self.tally.total();
        View {
            state: self.state(),
            title: self.plan.title.clone(),
            language: self.plan.language,
            participant: self.participant.name.clone(),
            caption: self.caption.clone(),
            part: self.part.filter(|_| self.ended.is_none()),
            question: self.question_view(),
            intensity: self.intensity,
            level: self.level_view(),
            exercise: self.exercising.as_ref().map(|exercising| exercising.shown.clone()),
            answers: self.tally.views(),
            score,
            of,
            progress: self.progress(),
            next: self.coming(),
            alert: self.alert.clone(),
            ended: self.ended,
        }
    }

    fn level_view(&self) -> Option<LevelView> {
        let (bank, title) = self.playing.as_ref()?.banks().into_iter().next()?;
        Some(LevelView { title, level: self.memory.level(&bank).number() })
    }

    fn state(&self) -> State {
        if self.ended.is_some() {
            State::Ended
        } else if self.lost {
            State::RobotLost
        } else if self.paused || self.lifted {
            State::Paused
        } else {
            match self.current {
                Some(Act::Listen) => State::Listening,
                Some(Act::Repetition { .. } | Act::Show(_) | Act::Posture(_) | Act::SitDown) => {
                    State::Moving
                }
                // A breath between the words of a game is no rest.
                Some(Act::Wait(_)) if !self.plays() => State::Resting,
                _ => State::Speaking,
            }
        }
    }

    fn plays(&self) -> bool {
        matches!(self.plan.steps.get(self.step), Some(Step::Play(_)))
    }

    fn question_view(&self) -> Option<QuestionView> {
        let asking = self.asking.as_ref().filter(|asking| asking.open)?;
        let ask = &asking.ask;
        Some(QuestionView {
            text: asking.question.clone(),
            called: asking.called.as_ref().map(|called| called.name.clone()),
            input: self.input(ask),
            attempt: asking.attempt,
            hints: asking.hints.clone(),
            hands: self.hands_answer(),
        })
    }

    /// Whether Nao's own hands answer the question in hand.
    pub(super) fn hands_answer(&self) -> bool {
        self.asking.as_ref().is_some_and(|asking| {
            asking.ask.hands || asking.offer.as_ref().is_some_and(|offer| offer.hands.is_some())
        })
    }

    pub(super) fn input(&self, ask: &Ask) -> Input {
        if let Some(offer) = self.asking.as_ref().and_then(|asking| asking.offer.as_ref()) {
            return Input::Choices(offer.answers.to_vec());
        }
        match &ask.task {
            Task::Sequence { sequence } => Input::Several(mixed(sequence, ask)),
            Task::Recall { .. } if !ask.choices.is_empty() => Input::Several(ask.choices.clone()),
            _ if !ask.choices.is_empty() => Input::Choices(ask.choices.clone()),
            Task::YesNo { .. } => {
                Input::Choices(vec![self.plan.phrases.yes.clone(), self.plan.phrases.no.clone()])
            }
            Task::Number { .. } | Task::Span { .. } => Input::Number,
            _ => Input::Text,
        }
    }

    fn progress(&self) -> f64 {
        if self.ended.is_some() {
            return 1.0;
        }
        self.step as f64 / self.plan.steps.len().max(1) as f64
    }

    /// The next things in the order of the routine; branches are not foreseen.
    fn coming(&self) -> Vec<String> {
        if self.ended.is_some() {
            return Vec::new();
        }
        let values = self.spoken_values();
        let mut coming: Vec<String> = self
            .plan
            .steps
            .iter()
            .skip(self.next)
            .filter_map(|step| match step {
                Step::Exercise(exercise) => Some(exercise.title.clone()),
                Step::Ask(ask) => ask.question.first().map(|question| question.fill(&values)),
                Step::Play(game) => match &**game {
                    Game::Quiz(quiz) => quiz.banks.first().map(|bank| bank.title.clone()),
                    _ => None,
                },
                _ => None,
            })
            .take(COMING)
            .collect();
        // Both ways of a branch often begin alike.
        coming.dedup();
        coming
    }
}

/// What may be touched for a sequence: each of its words once, among the choices and foils, in
/// dictionary order. Where that order is the answer itself, it is turned round.
fn mixed(sequence: &[Accepted], ask: &Ask) -> Vec<String> {
    let items = sequence.iter().map(Accepted::shown);
    // A choice that is another wording of an item stands for it already.
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    let other = |word: &&str| {
        !sequence.iter().flat_map(Accepted::wordings).any(|wording| same(wording, word))
    };
    let others = ask.choices.iter().chain(&ask.foils).map(String::as_str).filter(other);
    let mut words: Vec<String> = Vec::new();
    for word in items.clone().chain(others) {
        if !words.iter().any(|known| same(known, word)) {
            words.push(word.to_owned());
        }
    }
    words.sort_by_key(|word| word.to_lowercase());
    if words.len() > 1 && words.iter().map(String::as_str).eq(items) {
        words.reverse();
    }
    words
}
