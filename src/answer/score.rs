//! Scoring one answer.

use serde::{Deserialize, Serialize};

use crate::{
    answer::{
        Accepted, Heard, Lexicon, Task, YesNo,
        grammar::YES_NO,
        intent,
        lists::{self, Given},
        reasons::Reason,
        single::{self, Judged},
    },
    language::Language,
};

/// What staff see at a glance. We say *score*, never *diagnosis*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All points.
    Right,
    /// Some points.
    Partly,
    /// Understood, and not what was asked for.
    Wrong,
    /// Heard with doubt: ask again kindly, never mark wrong.
    Unsure,
    /// Nothing was said, or nothing that tries to answer: "I don't know", "again, please".
    NoAnswer,
}

/// The score of one answer, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Points reached.
    pub points: u32,
    /// Points that could be reached.
    pub of: u32,
    /// Expected items that were given.
    pub credited: Vec<String>,
    /// Expected items that were not given.
    pub missed: Vec<String>,
    /// Items given that were not expected.
    pub intrusions: Vec<String>,
    /// Items given more than once.
    pub repetitions: Vec<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// How sure we are of having heard right, 0 to 1.
    pub confidence: f64,
    /// Reasons that staff can read, in the routine's language.
    pub reasons: Vec<String>,
}

/// Below this confidence a word that does not score is heard with doubt and never counts as
/// wrong. With a grammar Vosk gives listed words nearly 1, so this tells mumbling from speech.
const DOUBT_BELOW: f64 = 0.5;

/// How many members of a category are all points; fluency has no natural end. A healthy person of
/// eighty names about this many animals in a minute.
const FLUENCY_FULL: u32 = 12;

/// Scores what was heard against what was asked.
///
/// Never fails: whatever was heard has a verdict. Doubtful hearing that would be wrong is
/// [`Verdict::Unsure`]; silence is [`Verdict::NoAnswer`].
pub fn score(task: &Task, language: Language, lexicon: &Lexicon, heard: &Heard) -> Score {
    let say = |reason: Reason<'_>| reason.sentence(language);
    let hypothesis = match heard {
        Heard::Silence => {
            return nothing(task, Verdict::NoAnswer, vec![say(Reason::Silence)]);
        }
        Heard::NotUnderstood => {
            return nothing(task, Verdict::Unsure, vec![say(Reason::NotUnderstood)]);
        }
        Heard::Speech(hypothesis) => hypothesis,
    };
    let text = hypothesis.text.as_str();
    let mut score = match task {
        Task::OneOf { one_of } => {
            let shown = one_of.first().map_or("", Accepted::shown);
            single_piece(language, shown, &single::one_of(language, one_of, text))
        }
        Task::YesNo { yes_no } => {
            let said = single::yes_no(language, text);
            let [yes, no] = YES_NO[language as usize];
            let shown = |which: YesNo| match which {
                YesNo::Yes => yes.first().copied().unwrap_or_default(),
                YesNo::No => no.first().copied().unwrap_or_default(),
            };
            let other = match said {
                Some(said) if said != *yes_no => Some(shown(said).to_owned()),
                Some(_) => None,
                None => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            };
            let judged = Judged { right: said == Some(*yes_no), other };
            single_piece(language, shown(*yes_no), &judged)
        }
        Task::Number { number } => {
            let judged = single::number(language, *number, text);
            single_piece(language, &number.to_string(), &judged)
        }
        Task::Recall { recall } => listed(language, lists::recall(language, recall, text), false),
        Task::Sequence { sequence } => {
            listed(language, lists::sequence(language, sequence, text), true)
        }
        Task::Span { span, direction } => {
            listed(language, lists::span(language, span, *direction, text), true)
        }
        Task::Category { category, .. } => {
            let members = lexicon.categories.get(category).map(Vec::as_slice).unwrap_or_default();
            let mut score = listed(language, lists::category(language, members, text), false);
            score.of = FLUENCY_FULL.min(members.len() as u32).max(1);
            score.points = score.points.min(score.of);
            score
        }
        Task::Free { .. } => Score {
            verdict: Verdict::Right,
            reasons: vec![say(Reason::NotScored)],
            ..nothing(task, Verdict::Right, Vec::new())
        },
    };
    score.confidence = hypothesis.confidence.clamp(0.0, 1.0);
    if !matches!(task, Task::Free { .. }) {
        score.verdict = verdict(&score, text);
        if score.verdict == Verdict::Wrong && score.confidence < DOUBT_BELOW {
            score.verdict = Verdict::Unsure;
            score.reasons.push(say(Reason::DoubtfulHearing(score.confidence)));
        }
        // "Répétez", "j'ai mal" and "je ne sais plus" are no attempts, and so never wrong.
        if score.points == 0 && intent(language, text).is_some() {
            score.verdict = Verdict::NoAnswer;
        }
    }
    score
}

fn verdict(score: &Score, text: &str) -> Verdict {
    if score.points >= score.of {
        Verdict::Right
    } else if score.points > 0 {
        Verdict::Partly
    } else if text.trim().is_empty() {
        Verdict::NoAnswer
    } else {
        Verdict::Wrong
    }
}

fn single_piece(language: Language, shown: &str, judged: &Judged) -> Score {
    let shown = shown.to_owned();
    let (credited, missed) =
        if judged.right { (vec![shown.clone()], vec![]) } else { (vec![], vec![shown.clone()]) };
    let mut reasons = Vec::new();
    if !judged.right {
        if let Some(other) = &judged.other {
            reasons.push(Reason::GivenInstead(other).sentence(language));
        }
        reasons.push(Reason::Expected(&shown).sentence(language));
    }
    Score {
        points: u32::from(judged.right),
        of: 1,
        credited,
        missed,
        intrusions: judged.other.clone().into_iter().collect(),
        repetitions: Vec::new(),
        verdict: Verdict::Wrong,
        confidence: 1.0,
        reasons,
    }
}

fn listed(language: Language, given: Given, ordered: bool) -> Score {
    let mut reasons = Vec::new();
    if !given.missed.is_empty() {
        let said_elsewhere =
            ordered && given.missed.iter().any(|item| given.repetitions.contains(item));
        if said_elsewhere {
            reasons.push(Reason::OutOfOrder.sentence(language));
        }
        reasons.push(Reason::Missed(&given.missed).sentence(language));
    }
    if !given.intrusions.is_empty() {
        reasons.push(Reason::Intrusions(&given.intrusions).sentence(language));
    }
    if !given.repetitions.is_empty() {
        reasons.push(Reason::Repetitions(&given.repetitions).sentence(language));
    }
    let points = given.credited.len() as u32;
    Score {
        points,
        of: points + given.missed.len() as u32,
        credited: given.credited,
        missed: given.missed,
        intrusions: given.intrusions,
        repetitions: given.repetitions,
        verdict: Verdict::Wrong,
        confidence: 1.0,
        reasons,
    }
}

fn nothing(task: &Task, verdict: Verdict, reasons: Vec<String>) -> Score {
    let of = match task {
        Task::OneOf { .. } | Task::YesNo { .. } | Task::Number { .. } => 1,
        Task::Recall { recall: all } | Task::Sequence { sequence: all } => all.len() as u32,
        Task::Span { span, .. } => span.len() as u32,
        Task::Category { .. } => FLUENCY_FULL,
        Task::Free { .. } => 0,
    };
    Score {
        points: 0,
        of,
        credited: Vec::new(),
        missed: Vec::new(),
        intrusions: Vec::new(),
        repetitions: Vec::new(),
        verdict,
        confidence: 1.0,
        reasons,
    }
}
