//! Imagined residents: how each of them answers, by the session's seed.

use std::{fmt, str::FromStr};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{
    answer::{
        Accepted, Direction, Heard, Hypothesis, Intent, ListenSpec, Source, Task, YesNo,
        intent_phrases,
    },
    script::Plan,
    session::rehearsal::{chatter, speaking_ms},
};

/// How the imagined resident answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resident {
    /// Knows everything.
    Perfect,
    /// Says something else.
    Wrong,
    /// Never says a word.
    Silent,
    /// Knows some of it, finds some of it with help, and takes long.
    Forgetful,
    /// Knows much of it and tells more than was asked.
    Chatty,
}

impl Resident {
    /// All of them.
    pub const ALL: [Resident; 5] = [
        Resident::Perfect,
        Resident::Wrong,
        Resident::Silent,
        Resident::Forgetful,
        Resident::Chatty,
    ];

    fn name(self) -> &'static str {
        match self {
            Resident::Perfect => "perfect",
            Resident::Wrong => "wrong",
            Resident::Silent => "silent",
            Resident::Forgetful => "forgetful",
            Resident::Chatty => "chatty",
        }
    }
}

/// No such resident.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown scenario “{0}”: use perfect, wrong, silent, forgetful or chatty")]
pub struct UnknownResident(pub String);

impl FromStr for Resident {
    type Err = UnknownResident;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Resident::ALL
            .into_iter()
            .find(|resident| resident.name() == name)
            .ok_or_else(|| UnknownResident(name.to_owned()))
    }
}

impl fmt::Display for Resident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A resident in the middle of a session.
pub(super) struct Imagined {
    resident: Resident,
    random: ChaCha8Rng,
    /// The question in hand, with what was listened for at first.
    asked: Option<(Task, Vec<String>)>,
    /// Tries at it before this one.
    tries: u32,
    /// The try at which a forgetful one finds the answer; `None`: only from a choice, if at all.
    finds_at: Option<u32>,
}

impl Imagined {
    pub(super) fn new(resident: Resident, seed: u64) -> Imagined {
        Imagined {
            resident,
            random: ChaCha8Rng::seed_from_u64(seed),
            asked: None,
            tries: 0,
            finds_at: None,
        }
    }

    /// What is heard of them, and after how many ms.
    pub(super) fn answer(&mut self, spec: &ListenSpec, plan: &Plan) -> (u64, Heard) {
        self.follow(spec);
        match self.resident {
            Resident::Silent => (spec.timeout_ms, Heard::Silence),
            Resident::Perfect => said(spec, 2_000, right_answer(&spec.task, plan)),
            Resident::Wrong => said(spec, 2_000, wrong_answer(spec)),
            Resident::Forgetful => self.forgetful(spec, plan),
            Resident::Chatty => self.chatty(spec, plan),
        }
    }

    /// Notes whether it is a new question.
    fn follow(&mut self, spec: &ListenSpec) {
        if self.asked.as_ref().is_some_and(|(task, _)| *task == spec.task) {
            self.tries += 1;
            return;
        }
        self.asked = Some((spec.task.clone(), spec.foils.clone()));
        self.tries = 0;
        self.finds_at = match self.random.random_range(0..100) {
            0..40 => Some(0),
            40..65 => Some(1),
            65..80 => Some(2),
            _ => None,
        };
    }

    /// Whether two answers are on offer: other words are listened for than at first.
    fn has_a_choice(&self, spec: &ListenSpec) -> bool {
        self.asked.as_ref().is_some_and(|(_, foils)| *foils != spec.foils)
    }

    fn happens(&mut self, per_cent: u32) -> bool {
        self.random.random_range(0..100) < per_cent
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.random.random_range(0..all.len().max(1)))
    }

    fn phrase(&mut self, spec: &ListenSpec, meant: Intent) -> String {
        let all: Vec<&str> = intent_phrases(spec.language)
            .iter()
            .filter(|(_, intent)| *intent == meant)
            .map(|(phrase, _)| *phrase)
            .collect();
        self.one_of(&all).map_or_else(String::new, |phrase| (*phrase).to_owned())
    }

    /// Misses first, finds some answers with help, says "I don't know", takes long, is silent now
    /// and then, mumbles; of a list gives a part, something twice, something that was not in it.
    fn forgetful(&mut self, spec: &ListenSpec, plan: &Plan) -> (u64, Heard) {
        let longest = spec.timeout_ms.saturating_sub(500).max(3_001);
        let thinking_ms = self.random.random_range(3_000..longest.clamp(3_001, 9_000));
        if let Some(items) = items(&spec.task, plan) {
            if self.happens(12) {
                return (spec.timeout_ms, Heard::Silence);
            }
            let text = self.some_of(&items, spec);
            return said(spec, thinking_ms, text);
        }
        let finds = if self.has_a_choice(spec) {
            self.happens(85)
        } else {
            self.finds_at.is_some_and(|at| at <= self.tries)
        };
        if finds {
            return said(spec, thinking_ms, right_answer(&spec.task, plan));
        }
        match self.random.random_range(0..100) {
            0..35 => {
                let text = self.phrase(spec, Intent::DontKnow);
                said(spec, thinking_ms, text)
            }
            35..60 => (spec.timeout_ms, Heard::Silence),
            60..70 => (spec.timeout_ms, Heard::NotUnderstood),
            70..80 => {
                let (after_ms, heard) = said(spec, thinking_ms, wrong_answer(spec));
                (after_ms, mumbled(heard))
            }
            _ => {
                let text = self.one_of(&spec.foils).cloned();
                let text = text.unwrap_or_else(|| wrong_answer(spec));
                said(spec, thinking_ms, format!("{text} {text}"))
            }
        }
    }

    /// A part of a list, more of it at each try.
    fn some_of(&mut self, items: &[String], spec: &ListenSpec) -> String {
        let mut given: Vec<String> = Vec::new();
        let each = 50 + 15 * self.tries.min(3);
        for item in items {
            if self.happens(each) {
                given.push(item.clone());
            }
            if self.happens(12)
                && let Some(again) = given.first().cloned()
            {
                given.push(again);
            }
            if self.happens(8)
                && let Some(intruder) = self.one_of(&spec.foils).cloned()
            {
                given.push(intruder);
            }
        }
        if given.is_empty() { self.phrase(spec, Intent::DontKnow) } else { given.join(" ") }
    }

    /// Puts the answer, right or wrong, into the middle of a story, corrects themselves, asks
    /// back, and would sometimes rather rest.
    fn chatty(&mut self, spec: &ListenSpec, plan: &Plan) -> (u64, Heard) {
        let thinking_ms = self.random.random_range(400..1_500);
        match self.random.random_range(0..100) {
            0..8 => {
                let text = self.phrase(spec, Intent::Repeat);
                return said(spec, thinking_ms, text);
            }
            8..11 => {
                let text = self.phrase(spec, Intent::Tired);
                return said(spec, thinking_ms, text);
            }
            11..14 => {
                let text = self.phrase(spec, Intent::Refuse);
                return said(spec, thinking_ms, text);
            }
            _ => {}
        }
        let speech = chatter::of(spec.language);
        let filler = self.one_of(speech.fillers).copied().unwrap_or_default();
        let story = self.one_of(speech.stories).copied().unwrap_or_default();
        let right = match items(&spec.task, plan) {
            Some(items) => {
                let named: Vec<&str> = items.iter().take(NAMED).map(String::as_str).collect();
                named.join(&format!(" {filler} "))
            }
            None => right_answer(&spec.task, plan),
        };
        let wrong = self.one_of(&spec.foils).cloned().unwrap_or_else(|| wrong_answer(spec));
        let answer = match self.random.random_range(0..100) {
            0..65 => right,
            65..80 => format!("{wrong} {} {right}", speech.correction),
            _ => wrong,
        };
        let text = if self.happens(50) {
            format!("{filler} {} {answer}", speech.carrier)
        } else {
            format!("{filler} {} {answer} {story}", speech.carrier)
        };
        said(spec, thinking_ms, text)
    }
}

/// How many things a chatty one names before the stories begin.
const NAMED: usize = 10;

/// Heard with doubt.
fn mumbled(heard: Heard) -> Heard {
    match heard {
        Heard::Speech(hypothesis) => Heard::Speech(Hypothesis { confidence: 0.3, ..hypothesis }),
        other => other,
    }
}

fn said(spec: &ListenSpec, thinking_ms: u64, text: String) -> (u64, Heard) {
    let spoken_ms = speaking_ms(spec.language, &text);
    let hypothesis =
        Hypothesis { latency_ms: Some(thinking_ms), ..Hypothesis::certain(text, Source::Voice) };
    (thinking_ms + spoken_ms + spec.patience_ms, Heard::Speech(hypothesis))
}

/// A word of no language is understood, and right nowhere.
fn wrong_answer(spec: &ListenSpec) -> String {
    spec.foils.first().cloned().unwrap_or_else(|| "zzyzx".to_owned())
}

fn right_answer(task: &Task, plan: &Plan) -> String {
    match task {
        Task::OneOf { one_of } => one_of.first().map_or("", Accepted::shown).to_owned(),
        Task::YesNo { yes_no: YesNo::Yes } => plan.phrases.yes.clone(),
        Task::YesNo { yes_no: YesNo::No } => plan.phrases.no.clone(),
        Task::Number { number } => number.to_string(),
        Task::Free { .. } => plan.phrases.yes.clone(),
        Task::Recall { .. }
        | Task::Sequence { .. }
        | Task::Span { .. }
        | Task::Spell { .. }
        | Task::Category { .. } => items(task, plan).unwrap_or_default().join(" "),
    }
}

/// What a list is made of, in the order in which it is right; `None` for answers of one piece.
fn items(task: &Task, plan: &Plan) -> Option<Vec<String>> {
    let shown = |all: &[Accepted]| all.iter().map(|one| one.shown().to_owned()).collect();
    Some(match task {
        Task::Recall { recall } => shown(recall),
        Task::Sequence { sequence } => shown(sequence),
        Task::Span { span, direction } => {
            let mut digits: Vec<String> = span.iter().map(u8::to_string).collect();
            if *direction == Direction::Backward {
                digits.reverse();
            }
            digits
        }
        Task::Category { category, .. } => {
            plan.lexicon.categories.get(category).map(|members| shown(members)).unwrap_or_default()
        }
        Task::Spell { spell } => spell.chars().map(String::from).collect(),
        Task::OneOf { .. } | Task::YesNo { .. } | Task::Number { .. } | Task::Free { .. } => {
            return None;
        }
    })
}
