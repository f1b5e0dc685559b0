//! How long steps take, as far as that can be told without playing them.

use crate::{
    language::Language,
    script::{Exercise, Piece, Step, Text},
};

/// How long so many characters take at the pace of a robot that speaks to old people (about 130
/// words a minute), s.
pub fn speaking_s(language: Language, characters: usize) -> f64 {
    let per_character_s = match language {
        Language::Fr | Language::En => 0.075,
        Language::Ko => 0.18,
    };
    0.4 + per_character_s * characters as f64
}

/// A question with its answer, s; most take longer.
const QUESTION_S: f64 = 10.0;

/// How long a stretch of a plan takes, s, with the shortest of each step's variants. A loop that
/// may end early counts once, and of branches all are counted: nobody is told a mistake that is
/// none.
pub(super) fn seconds(steps: &[Step], language: Language) -> f64 {
    // What has been counted of each loop that is open, the outermost first.
    let mut open = vec![0.0];
    for step in steps {
        let more = match step {
            Step::Say(variants) => spoken(language, variants),
            Step::Ask(ask) => spoken(language, &ask.question) + QUESTION_S,
            Step::Play(game) => f64::from(game.questions_at_least()) * QUESTION_S,
            Step::Exercise(exercise) => exercise_s(exercise, language),
            Step::Pause(seconds) => *seconds,
            Step::LoopStart { .. } => {
                open.push(0.0);
                continue;
            }
            Step::LoopEnd { times, until, .. } => {
                let rounds = if until.is_none() { *times } else { 1 };
                let body = if open.len() > 1 { open.pop() } else { None };
                f64::from(rounds) * body.unwrap_or_default()
            }
            _ => 0.0,
        };
        if let Some(counted) = open.last_mut() {
            *counted += more;
        }
    }
    open.into_iter().sum()
}

/// The exercise as it is written, without the engine's own words.
fn exercise_s(exercise: &Exercise, language: Language) -> f64 {
    let one = exercise.trajectory.repetition_s();
    let other = exercise.other_side.as_ref().map_or(0.0, |other| other.repetition_s());
    let sets = f64::from(exercise.sets);
    let repetitions = sets * f64::from(exercise.repetitions) * (one + other);
    let rests = (sets - 1.0) * exercise.rest_s;
    let explained = exercise.instruction.as_ref().map_or(0.0, |instruction| {
        let shown = if exercise.demonstrate { one } else { 0.0 };
        spoken(language, std::slice::from_ref(instruction)) + shown
    });
    explained + repetitions + rests
}

fn spoken(language: Language, variants: &[Text]) -> f64 {
    let characters = |text: &Text| -> usize {
        text.0
            .iter()
            .map(|piece| match piece {
                Piece::Literal(words) => words.chars().count(),
                Piece::Variable(_) => 0,
            })
            .sum()
    };
    speaking_s(language, variants.iter().map(characters).min().unwrap_or_default())
}
