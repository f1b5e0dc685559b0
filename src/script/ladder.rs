//! The hint ladder of a question: what help there can be after a miss, weakest first. The author's
//! hints come first, then how the answer begins, then a choice of two.

use crate::{
    answer::{
        Accepted, Beginning, Heard, Hypothesis, Lexicon, Source, Task, Verdict, beginning,
        score_among, spoken,
    },
    language::Language,
    script::Ask,
};

/// What a choice of two can be made of: the right answer and what may stand beside it, all in the
/// same form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Two {
    /// The right answer.
    pub right: String,
    /// Wrong ones, of which one is taken; never empty.
    pub foils: Vec<String>,
}

impl Ask {
    /// How many rungs of help there are before the answer is given.
    pub fn rungs(&self, language: Language) -> u32 {
        let engine = [self.first_sound(language).is_some(), self.two(language).is_some()];
        self.hints.len() as u32 + engine.map(u32::from).iter().sum::<u32>()
    }

    /// How the answer begins, for a word. A question whose answer the author keeps back has no
    /// such help, nor a choice.
    pub fn first_sound(&self, language: Language) -> Option<Beginning> {
        match &self.task {
            Task::OneOf { one_of } if self.reveal && !self.feeling => {
                beginning(language, one_of.first().map_or("", Accepted::shown))
            }
            _ => None,
        }
    }

    /// Two answers to choose between, for a word or a number. A question that is one of two
    /// already has none.
    pub fn two(&self, language: Language) -> Option<Two> {
        if !self.reveal || self.feeling || self.hands {
            return None;
        }
        let own = match &self.task {
            Task::OneOf { one_of } => one_of.first().map_or("", Accepted::shown),
            Task::Number { .. } => &self.answer,
            _ => return None,
        };
        let scored = |text: &String| {
            let heard = Heard::Speech(Hypothesis::certain(text.as_str(), Source::Touch));
            score_among(&self.task, language, &Lexicon::default(), &self.foils, &heard).verdict
        };
        let wrong = |all: &[String]| -> Vec<String> {
            all.iter().filter(|text| scored(text) == Verdict::Wrong).cloned().collect()
        };
        // Answers to touch have the article that the others have.
        let chosen = self.choices.iter().find(|choice| scored(choice) == Verdict::Right);
        let (right, foils) = match (chosen, wrong(&self.choices)) {
            (Some(right), foils) if !foils.is_empty() => (right.clone(), foils),
            _ => (own.to_owned(), wrong(&self.foils)),
        };
        let foils = match self.task {
            Task::Number { number } if foils.is_empty() => near(language, number, &right),
            _ => foils,
        };
        let two = Two { right, foils };
        (!two.right.is_empty() && !two.foils.is_empty()).then_some(two)
    }
}

/// Numbers beside one, written as it is: within reach of a slip, and none below zero.
fn near(language: Language, number: i64, shown: &str) -> Vec<String> {
    let step = if number.abs() <= 20 { 1 } else { 10 };
    let digits = shown.chars().any(|c| c.is_ascii_digit());
    [-2, -1, 1, 2]
        .into_iter()
        .map(|steps| number.saturating_add(steps * step))
        .filter(|other| *other >= 0 || number < 0)
        .map(|other| if digits { other.to_string() } else { spoken(language, other) })
        .collect()
}
