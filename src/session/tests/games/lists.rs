//! Lists of words: remembered, and asked for at once and later.

use std::{collections::BTreeSet, sync::Arc};

use proptest::prelude::*;

use super::{super::*, ends_and_is_told_again, game, results, routine};
use crate::{
    script::{Game, RecallGame, RememberGame, RememberedWord},
    session::{GameResult, Rehearsal},
};

const WORDS: [(&str, &str); 8] = [
    ("lamp", "a thing of the house"),
    ("cherry", "a fruit"),
    ("drum", "an instrument"),
    ("cow", "an animal"),
    ("postman", "a job"),
    ("boat", "a way to travel"),
    ("donkey", "an animal"),
    ("plum", "a fruit"),
];

fn bank() -> Vec<RememberedWord> {
    let word = |(word, category): (&str, &str)| RememberedWord {
        word: Accepted::One(word.into()),
        level: 1,
        category: category.into(),
        cue: Some(format!("It begins like {word}s.")),
        id: format!("words/{word}"),
    };
    WORDS.map(word).to_vec()
}

fn remember(words: u32) -> Step {
    remembering(Some(words))
}

fn remembering(words: Option<u32>) -> Step {
    let game = RememberGame {
        list: "market".into(),
        words,
        name: "words".into(),
        title: "Words".into(),
        bank: bank(),
        opening: Vec::new(),
    };
    Step::Play(Arc::new(Game::Remember(game)))
}

fn recall(cued: bool) -> Step {
    Step::Play(Arc::new(Game::Recall(RecallGame {
        list: "market".into(),
        cued,
        question: Vec::new(),
        patience_s: None,
        timeout_s: 20.0,
    })))
}

/// The words of the list that the next listening turn asks for.
fn asked(stage: &Stage) -> Vec<String> {
    let listening = stage.pending.iter().find_map(|pending| match pending {
        Command::Listen(spec) => Some(&spec.task),
        _ => None,
    });
    match listening {
        Some(Task::Recall { recall }) => recall.iter().map(|one| one.shown().to_owned()).collect(),
        Some(Task::OneOf { one_of }) => one_of.iter().map(|one| one.shown().to_owned()).collect(),
        other => panic!("no words are asked for: {other:?}"),
    }
}

fn told(commands: &[Command]) -> Vec<&str> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Record(Fact::Played { told, .. }) => Some(told.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_list_reads_like_a_conversation() {
    let mut stage =
        Stage::new(routine(vec![remember(4), recall(false), Step::Pause(90.0), recall(true)]));
    stage.until_listening();
    let words = asked(&stage);
    stage.hear_words(&format!("{} and {}", words[0], words[2]));
    stage.until_listening();
    stage.hear_words(&format!("oh yes, {}", words[1]));
    while !said(&stage.all).contains(&"Nearly.") || !stage.pending.iter().any(waits) {
        stage.answer_one();
    }
    stage.at_ms += 90_000;
    stage.until_listening();
    stage.hear_words(&format!("{}, {} and zzyzx", words[0], words[1]));
    stage.until_listening();
    stage.hear(Heard::Silence);
    for _ in 0..2 {
        stage.until_listening();
        let word = asked(&stage).remove(0);
        stage.hear_words(&word);
    }
    stage.play_out();
    insta::assert_snapshot!(transcript(&stage.journal));
}

fn waits(command: &Command) -> bool {
    matches!(command, Command::SetTimer { after_ms: 90_000, .. })
}

#[test]
fn words_of_two_tries_add_up_and_count_once() {
    let mut stage = Stage::new(routine(vec![remember(3), recall(false)]));
    stage.until_listening();
    let words = asked(&stage);
    stage.hear_words(&words[0]);
    stage.until_listening();
    stage.hear_words(&words[1..].join(" "));
    stage.play_out();
    assert_eq!((stage.session.view().score, stage.session.view().of), (3, 3));
    let expected = GameResult::Recall { of: 3, found: 3, cued: None, after_s: None, savings: None };
    assert_eq!(results(&stage.all), [expected]);
}

#[test]
fn as_many_words_as_suit_the_resident_and_more_after_a_success() {
    let mut stage = Stage::new(routine(vec![remembering(None), recall(false)]));
    stage.until_listening();
    let words = asked(&stage);
    assert_eq!(words.len(), 5, "whom nobody knows yet");
    stage.hear_words(&words.join(" "));
    stage.play_out();
    let level = stage.all.iter().find_map(|command| match command {
        Command::Record(Fact::Level { bank, level, .. }) => Some((bank.as_str(), level.eighths())),
        _ => None,
    });
    assert_eq!(level, Some(("words", 12)));
}

#[test]
fn fewer_words_after_a_failure() {
    let mut stage = Stage::new(routine(vec![remembering(None), recall(false)]));
    stage.until_listening();
    let words = asked(&stage);
    stage.hear_words(&words[..2].join(" "));
    stage.until_listening();
    stage.hear(Heard::Silence);
    stage.play_out();
    let level = stage.all.iter().find_map(|command| match command {
        Command::Record(Fact::Level { level, .. }) => Some(level.eighths()),
        _ => None,
    });
    assert_eq!(level, Some(4));
}

#[test]
fn savings_compare_later_with_the_last_trial() {
    let mut stage =
        Stage::new(routine(vec![remember(4), recall(false), Step::Pause(1.0), recall(false)]));
    stage.until_listening();
    let words = asked(&stage);
    stage.hear_words(&words.join(" "));
    stage.at_ms += 5 * 60_000;
    for _ in 0..2 {
        stage.until_listening();
        stage.hear_words(&words[..2].join(" "));
    }
    stage.play_out();
    assert_eq!(
        told(&stage.all),
        ["At once: 4 of 4 words.", "After 5 min: 2 of 4 words; 50 % of what was kept at first."]
    );
    assert!(said(&stage.all).iter().any(|text| text.starts_with("Those in hiding: ")));
}

#[test]
fn what_is_missing_is_not_told_while_the_list_is_still_asked_for() {
    let mut stage = Stage::new(routine(vec![remember(4), recall(false), recall(false)]));
    for _ in 0..2 {
        stage.until_listening();
        stage.hear(Heard::Silence);
    }
    stage.until_listening();
    assert!(!said(&stage.all).iter().any(|text| text.starts_with("Those in hiding: ")));
    assert!(said(&stage.all).contains(&"Never mind."));
}

#[test]
fn the_same_list_again_is_the_same_words() {
    let mut stage =
        Stage::new(routine(vec![remember(5), recall(false), remember(5), recall(false)]));
    stage.until_listening();
    let words = asked(&stage);
    stage.hear_words(&words.join(" "));
    stage.until_listening();
    assert_eq!(asked(&stage), words);
    assert!(said(&stage.all).contains(&"The same words again."));
}

#[test]
fn a_list_that_staff_skipped_is_never_asked_for() {
    let mut stage = Stage::new(routine(vec![remember(5), recall(true)]));
    while !said(&stage.all).contains(&"Keep these words in mind.") {
        stage.answer_one();
    }
    stage.staff(StaffAction::Skip);
    stage.play_out();
    assert!(!stage.all.iter().any(|command| matches!(command, Command::Listen(_))));
    assert!(said(&stage.all).contains(&"Goodbye."));
}

#[test]
fn staff_who_repeat_have_the_list_said_again_from_its_first_word() {
    let mut stage = Stage::new(routine(vec![remember(3), recall(false)]));
    while said(&stage.all).len() < 3 {
        stage.answer_one();
    }
    let first = said(&stage.all)[1].to_owned();
    stage.staff(StaffAction::Repeat);
    stage.until_listening();
    assert_eq!(said(&stage.all).iter().filter(|text| **text == first).count(), 2);
}

#[test]
fn hints_that_do_not_help_are_not_pressed() {
    let rehearsal: Rehearsal = rehearse(
        routine(vec![remember(8), recall(true)]),
        Resident::Silent,
        1,
        LocalTime::default(),
    );
    let all: Vec<Command> =
        rehearsal.journal.iter().flat_map(|(_, commands)| commands).cloned().collect();
    let hints = said(&all).iter().filter(|text| text.starts_with("There was also ")).count();
    // Each is asked once more after a silence, and the other six words are told.
    assert_eq!(hints, 4);
    let rest = said(&all).into_iter().find(|text| text.starts_with("Those in hiding: "));
    assert_eq!(rest.map(|rest| rest.matches(',').count()), Some(5));
}

#[test]
fn who_would_rather_not_is_left_in_peace() {
    let (refusal, _) = intent_phrases(Language::En)
        .iter()
        .find(|(_, intent)| *intent == Intent::Refuse)
        .expect("there is a word for it");
    let mut stage = Stage::new(routine(vec![remember(3), recall(true)]));
    stage.until_listening();
    stage.hear_words(refusal);
    stage.play_out();
    let turns = stage.all.iter().filter(|command| matches!(command, Command::Listen(_)));
    assert_eq!(turns.count(), 1);
    assert_eq!(results(&stage.all), []);
}

#[test]
fn what_was_heard_with_doubt_is_asked_for_once_more() {
    let mut stage = Stage::new(routine(vec![remember(3), recall(false)]));
    stage.until_listening();
    let words = asked(&stage);
    stage.hear(Heard::NotUnderstood);
    stage.until_listening();
    assert_eq!(said(&stage.all).last(), Some(&"Pardon me?"));
    stage.hear_words(&words.join(" "));
    stage.play_out();
    assert_eq!((stage.session.view().score, stage.session.view().of), (3, 3));
}

proptest! {
    #[test]
    fn the_words_of_a_list_are_unlike_each_other(seed: u64) {
        let plan = routine(vec![remember(6), recall(false)]);
        let rehearsal = rehearse(plan, Resident::Perfect, seed, LocalTime::default());
        prop_assert_eq!((rehearsal.score, rehearsal.of), (6, 6));
        let spoken: Vec<String> = rehearsal
            .journal
            .iter()
            .flat_map(|(_, commands)| said(commands))
            .map(|text| text.trim_end_matches('.').to_lowercase())
            .collect();
        let categories: Vec<&str> = WORDS
            .iter()
            .filter(|(word, _)| spoken.iter().any(|spoken| spoken == word))
            .map(|(_, category)| *category)
            .collect();
        let kinds: BTreeSet<&str> = categories.iter().copied().collect();
        prop_assert_eq!(categories.len(), 6);
        prop_assert_eq!(kinds.len(), 6);
    }

    #[test]
    fn whatever_happens_it_ends_and_the_journal_tells_it_again(
        chances in prop::collection::vec(chance(), 0..80),
    ) {
        let plan = || routine(vec![remember(4), recall(true), Step::Pause(1.0), recall(false)]);
        let mut stage = Stage::new(plan());
        for chance in chances {
            happen(&mut stage, chance);
            let view = stage.session.view();
            prop_assert!(view.score <= view.of && view.of <= 8);
        }
        ends_and_is_told_again(&mut stage, plan());
    }
}

#[test]
fn a_game_of_one_question_is_a_whole_routine() {
    let plan = game(Game::Recall(RecallGame {
        list: "never-said".into(),
        cued: true,
        question: Vec::new(),
        patience_s: None,
        timeout_s: 20.0,
    }));
    let rehearsal = rehearse(plan, Resident::Perfect, 1, LocalTime::default());
    assert!(rehearsal.ended);
    assert_eq!(rehearsal.of, 0);
}
