//! Spaced retrieval, woven between other steps.

use std::sync::Arc;

use proptest::prelude::*;

use super::{super::*, ends_and_is_told_again, quiz, results, routine};
use crate::{
    script::{Game, SpacedGame},
    session::GameResult,
};

const QUESTION: &str = "What is your nurse's name?";

fn spaced(id: &str) -> Step {
    Step::Play(Arc::new(Game::Spaced(SpacedGame {
        id: id.into(),
        question: vec![text(QUESTION)],
        teach: Vec::new(),
        task: Task::OneOf { one_of: vec![Accepted::One("Clare".into())] },
        answer: "Clare".into(),
        foils: vec!["Anna".into()],
        intervals_s: vec![15, 30, 60],
    })))
}

fn border() -> Step {
    Step::Border { last: false }
}

fn last_border() -> Step {
    Step::Border { last: true }
}

/// Something that takes a while.
fn while_s(seconds: f64) -> Step {
    Step::Pause(seconds)
}

/// Plays until the next listening turn or the end; pauses take their time.
fn onwards(stage: &mut Stage) {
    while !stage.listening() && !stage.session.is_over() {
        let waited = stage.pending.iter().find_map(|pending| match pending {
            Command::SetTimer { after_ms, .. } => Some(*after_ms),
            _ => None,
        });
        stage.at_ms += waited.unwrap_or_default();
        assert!(stage.answer_one());
    }
}

fn turns(stage: &Stage) -> usize {
    stage.all.iter().filter(|command| matches!(command, Command::Listen(_))).count()
}

#[test]
fn a_question_that_comes_back_reads_like_a_conversation() {
    let mut stage = Stage::new(routine(vec![
        spaced("nurse"),
        while_s(10.0),
        border(),
        while_s(10.0),
        border(),
        while_s(35.0),
        border(),
        while_s(20.0),
        last_border(),
    ]));
    onwards(&mut stage);
    stage.hear_words("Clare");
    // Ten seconds are too soon; after twenty it comes back.
    onwards(&mut stage);
    stage.hear_words("it is Clare");
    // After thirty seconds it is not found: it is told, said again, and falls back one step.
    onwards(&mut stage);
    stage.hear_words("Anna");
    onwards(&mut stage);
    stage.hear_words("Clare");
    // The last border: it was not known the last time.
    onwards(&mut stage);
    stage.hear_words("Clare");
    onwards(&mut stage);
    assert!(stage.session.is_over());
    insta::assert_snapshot!(transcript(&stage.journal));
    let result = GameResult::Spaced { asked: 3, known: 2, longest_s: Some(15) };
    assert_eq!(results(&stage.all), [result]);
}

#[test]
fn what_is_known_is_left_alone_until_it_is_due() {
    let mut stage = Stage::new(routine(vec![
        spaced("nurse"),
        while_s(16.0),
        border(),
        while_s(5.0),
        last_border(),
    ]));
    for _ in 0..2 {
        onwards(&mut stage);
        stage.hear_words("Clare");
    }
    onwards(&mut stage);
    assert!(stage.session.is_over());
    assert_eq!(turns(&stage), 2);
}

#[test]
fn a_short_routine_asks_once_more_at_its_last_border() {
    let mut stage = Stage::new(routine(vec![spaced("nurse"), while_s(1.0), last_border()]));
    for _ in 0..2 {
        onwards(&mut stage);
        stage.hear_words("Clare");
    }
    onwards(&mut stage);
    assert!(stage.session.is_over());
    assert_eq!(turns(&stage), 2);
}

#[test]
fn of_several_that_are_due_one_comes_back_at_each_border_and_all_at_the_last() {
    let mut stage = Stage::new(routine(vec![
        spaced("nurse"),
        spaced("doctor"),
        while_s(60.0),
        border(),
        Step::Say(vec![text("Between.")]),
        last_border(),
    ]));
    for _ in 0..3 {
        onwards(&mut stage);
        stage.hear_words("Clare");
    }
    assert!(!said(&stage.all).contains(&"Between."));
    onwards(&mut stage);
    assert!(said(&stage.all).contains(&"Between."));
    stage.hear_words("Clare");
    onwards(&mut stage);
    assert!(stage.session.is_over());
    assert_eq!(turns(&stage), 4);
}

#[test]
fn the_routine_does_not_notice() {
    let ask =
        Step::Ask(Arc::new(Ask { branches: Branches { after: 2, ..ask().branches }, ..ask() }));
    let mut stage = Stage::new(routine(vec![
        spaced("nurse"),
        ask,
        while_s(20.0),
        border(),
        Step::Say(vec![Text(vec![
            Piece::Variable(Variable::Last),
            Piece::Literal(" ".into()),
            Piece::Variable(Variable::Answer),
        ])]),
        last_border(),
    ]));
    for words in ["Clare", "Paris", "Anna", "Anna"] {
        onwards(&mut stage);
        stage.hear_words(words);
    }
    onwards(&mut stage);
    assert!(said(&stage.all).contains(&"right Paris"), "{:?}", said(&stage.all));
}

#[test]
fn it_comes_back_between_two_questions_of_a_quiz_as_well() {
    let quiz = Step::Play(Arc::new(quiz::quiz(&["bird"], 4, Some(1))));
    let mut stage = Stage::new(routine(vec![spaced("nurse"), quiz, last_border()]));
    onwards(&mut stage);
    stage.hear_words("Clare");
    let mut asked = Vec::new();
    for _ in 0..30 {
        onwards(&mut stage);
        if stage.session.is_over() {
            break;
        }
        stage.at_ms += 10_000;
        let question = stage.session.view().question.unwrap().text;
        let nurse = question == QUESTION;
        stage.hear_words(if nurse { "Clare" } else { "birdly" });
        asked.push(if nurse { 'n' } else { 'b' });
    }
    assert!(stage.session.is_over());
    let asked: String = asked.into_iter().collect();
    assert_eq!(asked.matches('b').count(), 4, "{asked}");
    assert!(asked.contains("bnb"), "{asked}");
    // Never between what is said about a bank and its first question.
    let all = said(&stage.all);
    let about = all.iter().position(|text| *text == "About bird.").unwrap();
    assert!(all[about + 1].starts_with("bird "), "{all:?}");
}

#[test]
fn staff_who_skip_what_came_back_go_on_with_the_quiz() {
    let quiz = Step::Play(Arc::new(quiz::quiz(&["bird"], 4, Some(1))));
    let mut stage = Stage::new(routine(vec![spaced("nurse"), quiz, last_border()]));
    onwards(&mut stage);
    stage.hear_words("Clare");
    for _ in 0..30 {
        onwards(&mut stage);
        if stage.session.view().question.is_none_or(|question| question.text == QUESTION) {
            break;
        }
        stage.at_ms += 10_000;
        stage.hear_words("birdly");
    }
    assert_eq!(stage.session.view().question.unwrap().text, QUESTION);
    stage.staff(StaffAction::Skip);
    onwards(&mut stage);
    assert!(stage.session.view().question.unwrap().text.starts_with("bird "));
}

#[test]
fn who_does_not_find_it_is_not_pressed() {
    let steps = |count: usize| std::iter::repeat_n([while_s(60.0), border()], count).flatten();
    let all = std::iter::once(spaced("nurse")).chain(steps(8)).chain([last_border()]);
    let mut stage = Stage::new(routine(all.collect()));
    while !stage.session.is_over() {
        onwards(&mut stage);
        if stage.listening() {
            stage.hear_words("Anna");
        }
    }
    // Taught, three times, and at the end; each time it is told and asked for once more.
    assert_eq!(turns(&stage), 2 * (1 + 3 + 1));
}

#[test]
fn who_would_rather_not_is_not_asked_again() {
    let (refusal, _) = intent_phrases(Language::En)
        .iter()
        .find(|(_, intent)| *intent == Intent::Refuse)
        .expect("there is a word for it");
    let mut stage = Stage::new(routine(vec![
        spaced("nurse"),
        while_s(60.0),
        border(),
        while_s(600.0),
        last_border(),
    ]));
    onwards(&mut stage);
    stage.hear_words("Clare");
    onwards(&mut stage);
    stage.hear_words(refusal);
    onwards(&mut stage);
    assert!(stage.session.is_over());
    assert_eq!(turns(&stage), 2);
}

#[test]
fn what_was_heard_with_doubt_is_no_miss() {
    let mut stage = Stage::new(routine(vec![
        spaced("nurse"),
        while_s(16.0),
        border(),
        while_s(31.0),
        last_border(),
    ]));
    for _ in 0..2 {
        onwards(&mut stage);
        stage.hear_words("Clare");
    }
    for _ in 0..2 {
        onwards(&mut stage);
        stage.hear(Heard::NotUnderstood);
    }
    onwards(&mut stage);
    assert_eq!(said(&stage.all).last(), Some(&"It is Clare. What is your nurse's name?"));
    stage.hear_words("Clare");
    onwards(&mut stage);
    assert!(stage.session.is_over());
}

#[test]
fn silence_to_the_end_ends_it() {
    let plan = routine(vec![
        spaced("nurse"),
        spaced("doctor"),
        while_s(60.0),
        border(),
        while_s(600.0),
        border(),
        last_border(),
    ]);
    let rehearsal = rehearse(plan, Resident::Silent, 1, LocalTime::default());
    assert!(rehearsal.ended);
    let all: Vec<Command> =
        rehearsal.journal.iter().flat_map(|(_, commands)| commands).cloned().collect();
    assert_eq!(results(&all).len(), 2);
    assert!(said(&all).contains(&"Never mind."));
}

proptest! {
    #[test]
    fn whatever_happens_it_ends_and_the_journal_tells_it_again(
        chances in prop::collection::vec(chance(), 0..80),
        leap in 0_u64..100_000,
    ) {
        let plan = || routine(vec![
            spaced("nurse"),
            while_s(20.0),
            border(),
            while_s(20.0),
            border(),
            Step::Play(Arc::new(quiz::quiz(&["bird", "fish"], 4, None))),
            last_border(),
        ]);
        let mut stage = Stage::new(plan());
        for chance in chances {
            stage.at_ms += leap;
            happen(&mut stage, chance);
            let view = stage.session.view();
            prop_assert!(view.score <= view.of);
        }
        ends_and_is_told_again(&mut stage, plan());
    }
}
