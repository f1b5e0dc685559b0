//! Quizzes.

use std::{collections::BTreeSet, sync::Arc};

use proptest::prelude::*;

use super::{played, text};
use crate::{
    answer::{Accepted, Task},
    script::{Game, Item, QuizBank, QuizGame},
    session::{Command, Fact, Input, Rehearsal, Resident},
};

/// A bank with four items of each level.
pub(super) fn bank(name: &str) -> QuizBank {
    let item = |level: u8, number: usize| Item {
        id: format!("{name}/{level}-{number}"),
        level,
        question: vec![text(&format!("{name} {level} {number}?"))],
        task: Task::OneOf { one_of: vec![Accepted::One(format!("{name}ly"))] },
        answer: format!("{name}ly"),
        foils: ["brick", "curtain", "thimble"].map(str::to_owned).to_vec(),
        cue: Some(text("Think.")),
        then: (number == 0).then(|| text(&format!("So is the {name}."))),
    };
    QuizBank {
        name: name.to_owned(),
        title: name.to_uppercase(),
        prompt: vec![text(&format!("About {name}."))],
        items: (1..=5).flat_map(|level| (0..4).map(move |number| item(level, number))).collect(),
    }
}

pub(super) fn quiz(banks: &[&str], questions: u32, level: Option<u8>) -> Game {
    Game::Quiz(Arc::new(QuizGame {
        banks: banks.iter().map(|name| bank(name)).collect(),
        questions,
        level,
        retries: 1,
        patience_s: None,
        timeout_s: 12.0,
    }))
}

/// The items that were asked, in order.
pub(super) fn asked(rehearsal: &Rehearsal) -> Vec<String> {
    let mut asked = Vec::new();
    for (_, commands) in &rehearsal.journal {
        for command in commands {
            if let Command::Record(Fact::Answered { question, attempt: 1, .. }) = command {
                asked.push(question.clone());
            }
        }
    }
    asked
}

fn said(rehearsal: &Rehearsal) -> Vec<String> {
    let commands = rehearsal.journal.iter().flat_map(|(_, commands)| commands);
    commands
        .filter_map(|command| match command {
            Command::Say { text, .. } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn as_many_questions_are_asked_as_are_written() {
    let rehearsal = played(quiz(&["bird"], 6, Some(3)), Resident::Perfect, 1);
    assert_eq!(asked(&rehearsal).len(), 6);
    assert_eq!((rehearsal.score, rehearsal.of), (6, 6));
}

#[test]
fn those_of_the_level_come_first() {
    let asked = asked(&played(quiz(&["bird"], 4, Some(4)), Resident::Perfect, 1));
    assert!(asked.iter().all(|id| id.starts_with("bird/4")), "{asked:?}");
}

#[test]
fn an_answer_can_be_touched_among_three_that_are_wrong() {
    let rehearsal = played(quiz(&["bird"], 6, Some(3)), Resident::Perfect, 1);
    let mut places = BTreeSet::new();
    let commands = rehearsal.journal.iter().flat_map(|(_, commands)| commands);
    let views = commands.filter_map(|command| match command {
        Command::Show(view) => view.question.as_ref(),
        _ => None,
    });
    for question in views {
        let Input::Choices(choices) = &question.input else { panic!("choices") };
        assert_eq!(choices.len(), 4, "{choices:?}");
        places.insert(choices.iter().position(|choice| choice == "birdly").unwrap());
    }
    assert!(places.len() > 1, "the right one is not always at the same place");
}

#[test]
fn after_a_failure_an_easy_one_follows() {
    let asked = asked(&played(quiz(&["bird"], 3, Some(5)), Resident::Wrong, 1));
    assert_eq!(asked.len(), 5, "three, and two to make peace: {asked:?}");
    assert!(asked[3..].iter().all(|id| id.starts_with("bird/1")), "{asked:?}");
}

#[test]
fn the_words_of_a_bank_come_once_and_a_fact_follows_its_answer() {
    let said = said(&played(quiz(&["bird", "fish"], 8, Some(1)), Resident::Perfect, 3));
    for prompt in ["About bird.", "About fish."] {
        assert_eq!(said.iter().filter(|text| *text == prompt).count(), 1, "{said:?}");
    }
    let question = said.iter().position(|text| text == "bird 1 0?");
    let fact = said.iter().position(|text| text == "So is the bird.");
    assert!(question.zip(fact).is_some_and(|(question, fact)| question < fact), "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_item_comes_twice_and_all_banks_have_their_turn(seed: u64, level in 1..=5_u8) {
        let asked = asked(&played(quiz(&["bird", "fish"], 12, Some(level)), Resident::Perfect, seed));
        prop_assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), 12);
        prop_assert_eq!(asked.iter().filter(|id| id.starts_with("bird")).count(), 6);
    }
}
