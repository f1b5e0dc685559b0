//! Answers of several words, touched one after the other.

use super::*;
use crate::session::Input;

fn all(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn accepted(words: &[&str]) -> Vec<Accepted> {
    words.iter().map(|word| Accepted::One((*word).into())).collect()
}

fn asked(task: Task, choices: &[&str], foils: &[&str]) -> Stage {
    let (choices, foils) = (all(choices), all(foils));
    let ask = Ask { task, choices, foils, hands: false, ..ask() };
    let mut stage = Stage::new(Plan { steps: vec![Step::Ask(ask.into())], ..plan() });
    stage.until_listening();
    stage
}

fn touched(task: Task, choices: &[&str], foils: &[&str]) -> Vec<String> {
    match asked(task, choices, foils).session.view().question.unwrap().input {
        Input::Several(words) => words,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_order_of_the_buttons_is_not_the_answer() {
    let sequence = |words: &[&str]| Task::Sequence { sequence: accepted(words) };
    let red = sequence(&["red", "green", "red", "blue"]);
    assert_eq!(touched(red, &[], &["pink", "Green"]), ["blue", "green", "pink", "red"]);
    let morning = sequence(&["dawn", "noon", "sunset"]);
    assert_eq!(touched(morning, &[], &[]), ["sunset", "noon", "dawn"]);
    assert_eq!(touched(sequence(&["one"]), &[], &[]), ["one"]);
}

#[test]
fn another_wording_is_no_button_of_its_own() {
    let clap = Accepted::Synonyms(all(&["clap", "applause"]));
    let sequence = [vec![clap], accepted(&["bow"])].concat();
    let task = Task::Sequence { sequence };
    assert_eq!(touched(task, &["applause", "bow", "wave"], &[]), ["bow", "clap", "wave"]);
}

#[test]
fn a_word_list_is_touched_where_there_are_choices() {
    let recall = || Task::Recall { recall: accepted(&["cup", "jug"]) };
    assert_eq!(touched(recall(), &["jug", "hat", "cup"], &["key"]), ["jug", "hat", "cup"]);
    let question = asked(recall(), &[], &["key"]).session.view().question.unwrap();
    assert_eq!(question.input, Input::Text);
}

#[test]
fn what_was_touched_is_scored_in_its_order() {
    let score = |answer: &str| {
        let task = Task::Sequence { sequence: accepted(&["red", "green", "red"]) };
        let mut stage = asked(task, &[], &["blue"]);
        stage.hear_words(answer);
        let view = stage.session.view();
        (view.answers[0].verdict, view.answers[0].points)
    };
    assert_eq!(score("red, green, red"), (Verdict::Right, 3));
    let (verdict, points) = score("green, red, blue");
    assert!(verdict != Verdict::Right && points < 3, "{verdict:?} {points}");
}
