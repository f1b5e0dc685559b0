//! Neighbours by sound: no answer of an item bank is taken for another one, and no foil for the
//! answer that it stands beside.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{fmt::Write, fs, path::PathBuf};

use companion::{
    answer::{
        Accepted, Heard, Hypothesis, Lexicon, Score, Source, Task, Verdict, score, score_among,
    },
    language::Language,
};
use serde::Deserialize;

/// Of an item bank, what is said.
#[derive(Debug, Deserialize)]
struct Bank {
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
struct Item {
    answer: Option<Answer>,
    #[serde(default)]
    foils: Vec<String>,
    word: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Answer {
    Number(i64),
    Word(String),
    Words(Vec<String>),
}

impl Item {
    fn accepted(&self) -> Option<Accepted> {
        match (&self.answer, &self.word) {
            (Some(Answer::Word(word)), _) | (None, Some(word)) => Some(Accepted::One(word.clone())),
            (Some(Answer::Words(words)), _) => Some(Accepted::Synonyms(words.clone())),
            _ => None,
        }
    }

    fn task(&self) -> Option<Task> {
        match &self.answer {
            Some(Answer::Number(number)) => Some(Task::Number { number: *number }),
            _ => self.accepted().map(|accepted| Task::OneOf { one_of: vec![accepted] }),
        }
    }
}

fn banks(language: Language) -> Vec<(PathBuf, Vec<Item>)> {
    let folder = PathBuf::from("routines/words").join(language.code()).join("items");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "yaml"))
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let bank: Bank = serde_yaml::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            (file, bank.items)
        })
        .collect()
}

fn said(text: &str) -> Heard {
    Heard::Speech(Hypothesis::certain(text, Source::Voice))
}

/// Credited, but only for the sound: the reasons say so.
fn by_sound(score: &Score) -> bool {
    let marks = ["sonne comme", "sounds like", "소리가"];
    score.points > 0
        && score.reasons.iter().any(|reason| marks.iter().any(|mark| reason.contains(mark)))
}

fn no_answer_is_taken_for_another(language: Language) {
    let mut taken = String::new();
    for (file, items) in banks(language) {
        let all: Vec<Accepted> = items.iter().filter_map(Item::accepted).collect();
        for one in &all {
            let others = all.iter().filter(|other| other.shown() != one.shown()).cloned();
            let task = Task::OneOf { one_of: others.collect() };
            for wording in one.wordings() {
                let score = score(&task, language, &Lexicon::default(), &said(wording));
                if by_sound(&score) {
                    let _ = writeln!(taken, "{}: {wording}: {:?}", file.display(), score.reasons);
                }
            }
        }
    }
    assert!(taken.is_empty(), "\n{taken}");
}

fn foils_are_wrong_and_answers_right(language: Language) {
    let mut amiss = String::new();
    for (file, items) in banks(language) {
        for item in &items {
            let Some(task) = item.task() else { continue };
            let scored = |text: &str| {
                score_among(&task, language, &Lexicon::default(), &item.foils, &said(text))
            };
            let right: Vec<String> = match (&task, item.accepted()) {
                (Task::Number { number }, _) => {
                    vec![number.to_string(), companion::answer::spoken(language, *number)]
                }
                (_, Some(accepted)) => accepted.wordings().to_vec(),
                _ => Vec::new(),
            };
            let answers = right.iter().map(|text| (text, Verdict::Right));
            let foils = item.foils.iter().map(|text| (text, Verdict::Wrong));
            for (text, verdict) in answers.chain(foils) {
                let score = scored(text);
                if score.verdict != verdict {
                    let _ = writeln!(
                        amiss,
                        "{}: {task:?}: “{text}” is {:?}: {:?}",
                        file.display(),
                        score.verdict,
                        score.reasons
                    );
                }
            }
        }
    }
    assert!(amiss.is_empty(), "\n{amiss}");
}

#[test]
fn french_answers_are_told_apart() {
    no_answer_is_taken_for_another(Language::Fr);
}

#[test]
fn english_answers_are_told_apart() {
    no_answer_is_taken_for_another(Language::En);
}

#[test]
fn korean_answers_are_told_apart() {
    no_answer_is_taken_for_another(Language::Ko);
}

#[test]
fn foils_never_count_and_answers_always_do() {
    for language in Language::ALL {
        foils_are_wrong_and_answers_right(language);
    }
}
