//! The hint ladder: every rung leads on, and nobody is marked wrong for what was badly heard.

use super::*;
use crate::script::LadderPhrases;

/// Two foils, so that there is a choice even after one of them was said.
fn climbing() -> Ask {
    Ask {
        retries: 3,
        hands: false,
        choices: vec!["Paris".into(), "London".into(), "Rome".into()],
        foils: vec!["London".into(), "Rome".into()],
        ..ask()
    }
}

fn plan_of(ask: Ask) -> Plan {
    let one = |words: &str| vec![words.to_owned()];
    let ladder = LadderPhrases {
        first_letter: one("It begins with {letter}."),
        choice: one("{first} or {second}?"),
        hands: one("On your right {first}, on your left {second}."),
        effort: one("You found it."),
        ..LadderPhrases::default()
    };
    Plan {
        phrases: Phrases { ladder, ..phrases() },
        steps: vec![
            Step::Ask(std::sync::Arc::new(Ask {
                branches: Branches { after: 1, ..Branches::default() },
                ..ask
            })),
            Step::Say(vec![text("Goodbye.")]),
        ],
        ..plan()
    }
}

fn on_stage(ask: Ask) -> Stage {
    let mut stage = Stage::new(plan_of(ask));
    stage.until_listening();
    stage
}

/// Answers until the session is over; the same at every turn.
fn answering(stage: &mut Stage, heard: impl Fn() -> Heard) {
    while !stage.session.is_over() {
        if !stage.answer_one() {
            stage.hear(heard());
        }
    }
}

fn kept(stage: &Stage) -> Vec<(Verdict, u32)> {
    stage
        .all
        .iter()
        .filter_map(|command| match command {
            Command::Record(Fact::Answered { score, cues, .. }) => Some((score.verdict, *cues)),
            _ => None,
        })
        .collect()
}

fn words(text: &str) -> Heard {
    Heard::Speech(Hypothesis::certain(text, Source::Voice))
}

fn mumbled(text: &str) -> Heard {
    Heard::Speech(Hypothesis { confidence: 0.2, ..Hypothesis::certain(text, Source::Voice) })
}

/// Misses until two answers are on offer; gives them.
fn until_a_choice(stage: &mut Stage) -> Vec<String> {
    for _ in 0..4 {
        stage.until_listening();
        let question = stage.session.view().question.unwrap();
        match question.input {
            super::super::Input::Choices(choices) if choices.len() == 2 => return choices,
            _ => stage.hear_words("london"),
        };
    }
    panic!("there is never a choice");
}

#[test]
fn every_miss_climbs_a_rung_and_the_last_gives_the_answer() {
    let mut stage = on_stage(climbing());
    answering(&mut stage, || words("london"));
    use Verdict::Wrong;
    assert_eq!(kept(&stage), [(Wrong, 0), (Wrong, 1), (Wrong, 2), (Wrong, 3)]);
    let said = said(&stage.all).join(" ");
    let at = |words: &str| said.find(words).unwrap_or_else(|| panic!("“{words}” in “{said}”"));
    assert!(at("It lies on the Seine.") < at("It begins with P."));
    assert!(at("It begins with P.") < at(" or "));
    assert!(at(" or ") < at("It was Paris."));
}

#[test]
fn i_do_not_know_goes_the_same_way_and_is_never_wrong() {
    let mut stage = on_stage(climbing());
    answering(&mut stage, || words("i don't know"));
    use Verdict::NoAnswer;
    assert_eq!(kept(&stage), [(NoAnswer, 0), (NoAnswer, 1), (NoAnswer, 2), (NoAnswer, 3)]);
    assert!(said(&stage.all).contains(&"It was Paris."));
}

#[test]
fn silence_brings_the_question_again_and_then_a_choice() {
    let mut stage = on_stage(climbing());
    answering(&mut stage, || Heard::Silence);
    use Verdict::NoAnswer;
    assert_eq!(kept(&stage), [(NoAnswer, 0), (NoAnswer, 0), (NoAnswer, 3)]);
    assert!(said(&stage.all).contains(&"It was Paris."));
}

#[test]
fn silence_on_any_rung_leads_on() {
    for misses in 0..4 {
        let mut stage = on_stage(climbing());
        for _ in 0..misses {
            stage.until_listening();
            stage.hear_words("london");
        }
        answering(&mut stage, || Heard::Silence);
        assert!(said(&stage.all).contains(&"It was Paris."), "after {misses} misses");
        let rungs: Vec<u32> = kept(&stage).into_iter().map(|(_, rung)| rung).collect();
        assert!(rungs.is_sorted(), "{rungs:?}");
        assert_eq!(rungs.last(), Some(&3), "{rungs:?}");
    }
}

#[test]
fn who_was_silent_before_is_helped_at_once() {
    let ask = climbing();
    let mut plan = plan_of(ask.clone());
    plan.steps.insert(
        1,
        Step::Ask(std::sync::Arc::new(Ask {
            id: "again".into(),
            branches: Branches { after: 2, ..Branches::default() },
            ..ask
        })),
    );
    let mut stage = Stage::new(plan);
    answering(&mut stage, || Heard::Silence);
    let rungs: Vec<u32> = kept(&stage).into_iter().map(|(_, rung)| rung).collect();
    assert_eq!(rungs, [0, 0, 3, 0, 3]);
}

#[test]
fn a_doubtful_hearing_costs_nothing_and_then_a_choice_is_offered() {
    let mut stage = on_stage(Ask { retries: 1, ..climbing() });
    answering(&mut stage, || mumbled("london"));
    let kept = kept(&stage);
    assert!(kept.iter().all(|(verdict, _)| *verdict == Verdict::Unsure), "{kept:?}");
    assert_eq!(kept.iter().map(|(_, rung)| *rung).collect::<Vec<_>>(), [0, 0, 3]);
}

#[test]
fn a_doubtful_hearing_is_asked_again_even_where_there_is_one_try() {
    let mut stage = on_stage(Ask { retries: 0, ..climbing() });
    stage.hear(mumbled("london"));
    stage.until_listening();
    assert!(said(&stage.all).contains(&"Say it again please."));
    stage.hear_words("paris");
    assert_eq!(stage.session.view().score, 1);
}

#[test]
fn who_is_thinking_is_given_the_time() {
    let mut stage = on_stage(climbing());
    stage.hear_words("let me think");
    stage.until_listening();
    assert_eq!(said(&stage.all).last(), Some(&"Take your time."));
    stage.hear_words("paris");
    assert_eq!(kept(&stage), [(Verdict::NoAnswer, 0), (Verdict::Right, 0)]);
}

#[test]
fn what_was_said_already_is_not_offered_again() {
    for seed in 0..20 {
        let mut stage = on_stage(climbing());
        stage.session.random = rand::SeedableRng::seed_from_u64(seed);
        let mut choices = until_a_choice(&mut stage);
        choices.sort();
        assert_eq!(choices, ["Paris", "Rome"]);
    }
}

#[test]
fn the_right_answer_is_now_on_this_side_and_now_on_that() {
    let first: BTreeSet<String> = (0..20)
        .map(|seed| {
            let mut stage = on_stage(climbing());
            stage.session.random = rand::SeedableRng::seed_from_u64(seed);
            until_a_choice(&mut stage).remove(0)
        })
        .collect();
    assert_eq!(first.len(), 2);
}

#[test]
fn naos_left_hand_is_the_one_on_the_right_of_whoever_faces_it() {
    for (hand, which) in [(Sensor::LeftHand, 0), (Sensor::RightHand, 1)] {
        let mut stage = on_stage(climbing());
        let choices = until_a_choice(&mut stage);
        assert!(stage.session.view().question.unwrap().hands);
        let told = format!("On your right {}, on your left {}.", choices[0], choices[1]);
        assert!(said(&stage.all).contains(&told.as_str()));
        stage.on(Event::Touched(hand));
        let right = choices[which] == "Paris";
        assert_eq!(stage.session.view().score, u32::from(right));
    }
}

#[test]
fn the_second_one_is_an_answer() {
    let mut stage = on_stage(climbing());
    let choices = until_a_choice(&mut stage);
    let which = if choices[0] == "Paris" { "the first one" } else { "the second one please" };
    let commands = stage.hear_words(which);
    assert_eq!(said(&commands), ["You found it."]);
    assert_eq!(stage.session.view().answers.last().unwrap().heard.as_deref(), Some(which));
    assert_eq!(kept(&stage).last(), Some(&(Verdict::Right, 3)));
}

#[test]
fn pardon_brings_the_choice_again() {
    let mut stage = on_stage(climbing());
    let choices = until_a_choice(&mut stage);
    stage.hear_words("pardon");
    let before = stage.all.len();
    stage.until_listening();
    let again = said(&stage.all[before.saturating_sub(4)..]).join(" ");
    assert!(again.contains(&format!("{} or {}?", choices[0], choices[1])), "{again}");
}

#[test]
fn who_would_rather_not_is_left_in_peace_on_any_rung() {
    for misses in 0..4 {
        let mut stage = on_stage(climbing());
        for _ in 0..misses {
            stage.until_listening();
            stage.hear_words("london");
        }
        stage.until_listening();
        stage.hear_words("i don't want to");
        answering(&mut stage, || Heard::Silence);
        assert!(said(&stage.all).contains(&"That is fine."));
        assert!(!said(&stage.all).contains(&"It was Paris."));
    }
}

#[test]
fn with_one_try_left_and_no_hint_the_choice_comes_first() {
    let mut stage = on_stage(Ask { retries: 1, hints: Vec::new(), ..climbing() });
    answering(&mut stage, || words("london"));
    assert_eq!(kept(&stage), [(Verdict::Wrong, 0), (Verdict::Wrong, 3)]);
}

#[test]
fn a_question_whose_answer_is_kept_back_gives_no_part_of_it() {
    let mut stage = on_stage(Ask { reveal: false, ..climbing() });
    answering(&mut stage, || words("london"));
    assert!(kept(&stage).iter().all(|(_, rung)| *rung <= 1));
}

#[test]
fn a_group_is_not_sent_to_naos_hands() {
    let group = Participant { name: "Roses".into(), group: true, ..Participant::default() };
    let mut stage = Stage::begun(plan_of(climbing()), group);
    until_a_choice(&mut stage);
    assert!(!stage.session.view().question.unwrap().hands);
    assert!(!said(&stage.all).iter().any(|text| text.contains("your right")));
}

#[test]
fn a_number_is_offered_beside_a_near_one() {
    let mut stage = on_stage(Ask {
        task: Task::Number { number: 12 },
        answer: "12".into(),
        hints: Vec::new(),
        choices: Vec::new(),
        foils: Vec::new(),
        ..climbing()
    });
    let choices = until_a_choice(&mut stage);
    let numbers: Vec<i64> = choices.iter().map(|choice| choice.parse().unwrap()).collect();
    assert!(numbers.contains(&12) && (numbers[0] - numbers[1]).abs() <= 2, "{numbers:?}");
}
