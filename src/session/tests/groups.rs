//! A group whose members are called by name, and teams.

use super::*;
use crate::script::{GroupPhrases, LadderPhrases};

fn question(id: &str, after: usize) -> Step {
    Step::Ask(std::sync::Arc::new(Ask {
        id: id.into(),
        hands: false,
        retries: 2,
        choices: Vec::new(),
        branches: Branches { after, ..Branches::default() },
        ..ask()
    }))
}

fn plan_of(steps: Vec<Step>) -> Plan {
    let one = |words: &str| vec![words.to_owned()];
    Plan {
        phrases: Phrases {
            ladder: LadderPhrases { choice: one("{first} or {second}?"), ..Default::default() },
            group: GroupPhrases {
                call: one("{member}, please."),
                invite: one("And you, {member}?"),
                pass: one("As you like, {member}."),
                call_team: one("Team {member}."),
                team_points: one("{member}: {points}."),
                teams_end: one("Well done all."),
            },
            everyone: "everyone".into(),
            ..phrases()
        },
        steps,
        ..plan()
    }
}

fn questions(many: usize) -> Plan {
    plan_of((0..many).map(|place| question(&format!("q{place}"), place + 1)).collect())
}

fn group(members: &[&str]) -> Participant {
    Participant {
        name: "Thursday".into(),
        group: true,
        members: members.iter().map(|name| (*name).to_owned()).collect(),
        ..Participant::default()
    }
}

fn called(stage: &Stage) -> Option<String> {
    stage.session.view().question.and_then(|question| question.called)
}

/// Who was called for each answer.
fn kept(stage: &Stage) -> Vec<(String, Verdict)> {
    stage
        .all
        .iter()
        .filter_map(|command| match command {
            Command::Record(Fact::Answered { called, score, .. }) => {
                Some((called.clone().unwrap_or_default(), score.verdict))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn each_is_called_by_name_as_often_and_praised_by_name() {
    let mut stage = Stage::begun(questions(6), group(&["Anne", "Jean"]));
    for _ in 0..6 {
        stage.until_listening();
        let name = called(&stage).unwrap();
        assert!(said(&stage.all).contains(&format!("{name}, please.").as_str()));
        let commands = stage.hear_words("paris");
        assert_eq!(said(&commands), [format!("Well done {name}!")]);
    }
    let kept = kept(&stage);
    for name in ["Anne", "Jean"] {
        assert_eq!(kept.iter().filter(|(called, _)| called == name).count(), 3, "{kept:?}");
    }
}

#[test]
fn who_passes_is_not_pressed_and_the_next_one_is_asked() {
    let mut stage = Stage::begun(questions(1), group(&["Anne", "Jean", "Louise"]));
    stage.until_listening();
    let first = called(&stage).unwrap();
    stage.hear_words("i pass");
    stage.until_listening();
    let second = called(&stage).unwrap();
    assert_ne!(first, second);
    assert!(said(&stage.all).contains(&format!("As you like, {first}.").as_str()));
    stage.hear_words("paris");
    assert_eq!(kept(&stage), [(first, Verdict::NoAnswer), (second, Verdict::Right)]);
    assert_eq!((stage.session.view().score, stage.session.view().of), (1, 1));
}

#[test]
fn a_question_that_nobody_wants_is_left() {
    let mut stage = Stage::begun(questions(1), group(&["Anne", "Jean", "Louise"]));
    for _ in 0..3 {
        stage.until_listening();
        stage.hear_words("i don't want to");
    }
    stage.play_out();
    assert!(said(&stage.all).contains(&"That is fine."));
    assert!(!said(&stage.all).contains(&"It was Paris."));
}

#[test]
fn one_alone_who_passes_is_left_in_peace() {
    let mut stage = Stage::new(questions(1));
    stage.until_listening();
    assert_eq!(called(&stage), None);
    stage.hear_words("i pass");
    assert!(said(&stage.all).contains(&"That is fine."));
}

#[test]
fn who_was_quiet_is_invited_with_a_choice() {
    let mut stage = Stage::begun(questions(4), group(&["Anne", "Jean"]));
    let mut invited = 0;
    for _ in 0..40 {
        if stage.session.is_over() {
            break;
        }
        if stage.listening() {
            let name = called(&stage).unwrap();
            if said(&stage.all).contains(&format!("And you, {name}?").as_str()) && name == "Anne" {
                invited += 1;
                let question = stage.session.view().question.unwrap();
                assert!(
                    matches!(question.input, super::super::Input::Choices(two) if two.len() == 2)
                );
                stage.hear_words("paris");
            } else if name == "Anne" {
                stage.hear(Heard::Silence);
            } else {
                stage.hear_words("paris");
            }
        } else {
            stage.answer_one();
        }
    }
    assert_eq!(invited, 1);
}

#[test]
fn a_question_for_everybody_calls_nobody() {
    let mut stage = Stage::begun(
        plan_of(vec![Step::ForEverybody, question("all", 2), question("one", 3)]),
        group(&["Anne", "Jean"]),
    );
    stage.until_listening();
    assert_eq!(called(&stage), None);
    stage.staff(StaffAction::Repeat);
    stage.until_listening();
    assert_eq!(called(&stage), None, "asked again, it is for everybody still");
    stage.hear_words("paris");
    stage.until_listening();
    assert!(called(&stage).is_some());
}

#[test]
fn staff_who_have_a_question_repeated_have_the_same_one_asked() {
    let mut stage = Stage::begun(questions(2), group(&["Anne", "Jean", "Louise"]));
    stage.until_listening();
    let name = called(&stage);
    stage.staff(StaffAction::Repeat);
    stage.until_listening();
    assert_eq!(called(&stage), name);
}

#[test]
fn teams_take_turns_and_all_are_praised() {
    let names = vec!["Roses".to_owned(), "Lilacs".to_owned()];
    let mut steps = vec![Step::TeamsBegin(names)];
    steps.extend((1..5).map(|place| question(&format!("q{place}"), place + 1)));
    steps.push(Step::TeamsEnd);
    let mut stage = Stage::begun(plan_of(steps), group(&["Anne", "Jean"]));
    let mut teams = Vec::new();
    while !stage.session.is_over() {
        if stage.listening() {
            let team = called(&stage).unwrap();
            stage.hear_words(if team == "Roses" { "paris" } else { "i don't know" });
            teams.push(team);
        } else {
            stage.answer_one();
        }
    }
    teams.dedup();
    assert_eq!(teams.len(), 4, "{teams:?}");
    let said = said(&stage.all);
    assert!(said.contains(&"Roses: 2.") && said.contains(&"Lilacs: 0."), "{said:?}");
    assert_eq!(said.last(), Some(&"Well done all."));
}

#[test]
fn whatever_they_do_it_comes_to_an_end() {
    for words in ["i pass", "pardon", "i'm tired", "london", "let me think"] {
        let mut stage = Stage::begun(questions(3), group(&["Anne", "Jean"]));
        for _ in 0..300 {
            if stage.session.is_over() {
                break;
            }
            if stage.listening() {
                stage.hear_words(words);
            } else {
                stage.answer_one();
            }
        }
        assert!(stage.session.is_over(), "{words}");
    }
}
