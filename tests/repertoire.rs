//! The routines that ship: without a mistake, as long as they say, on the beat, and kind to everybody.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use companion::{
    language::Language,
    motion::{Movement, Position, Trains},
    script::{self, Kind, Library, Music, Plan, Severity, Step},
    session::{Command, Fact, Rehearsal, Resident, rehearse},
};
use jiff::civil::datetime;

fn library() -> Library {
    let (library, mistakes) = Library::load(Path::new("routines"), Path::new("audio"));
    assert!(mistakes.is_empty(), "{}", script::render(&mistakes, false));
    library
}

fn plans() -> Vec<(PathBuf, Plan)> {
    let library = library();
    script::routine_files(Path::new("routines"))
        .into_iter()
        .map(|file| {
            let compiled = script::compile_file(&file, &library);
            let wrong: Vec<_> = compiled
                .diagnostics
                .into_iter()
                .filter(|mistake| mistake.severity == Severity::Error)
                .collect();
            assert!(wrong.is_empty(), "{}", script::render(&wrong, false));
            (file, compiled.plan.unwrap())
        })
        .collect()
}

fn played(plan: &Plan, resident: Resident, seed: u64) -> Rehearsal {
    rehearse(plan.clone(), resident, seed, datetime(2026, 11, 24, 10, 0, 0, 0))
}

fn commands(rehearsal: &Rehearsal) -> impl Iterator<Item = &Command> {
    rehearsal.journal.iter().flat_map(|(_, commands)| commands)
}

#[test]
fn there_is_a_class_and_a_game_in_each_language() {
    let plans = plans();
    for language in Language::ALL {
        for kind in [Kind::Gym, Kind::Memory] {
            assert!(
                plans.iter().any(|(_, plan)| plan.language == language && plan.kind == kind),
                "{language} {kind:?}"
            );
        }
    }
}

#[test]
fn a_house_can_choose_among_many_classes() {
    let plans = plans();
    for (language, least) in [(Language::Fr, 10), (Language::En, 10), (Language::Ko, 2)] {
        let classes = plans
            .iter()
            .filter(|(_, plan)| plan.language == language && plan.kind == Kind::Gym)
            .count();
        assert!(classes >= least, "{language}: {classes} classes, {least} wanted");
    }
}

#[test]
fn a_house_can_choose_among_many_games() {
    let plans = plans();
    for (language, least) in [(Language::Fr, 20), (Language::En, 20), (Language::Ko, 1)] {
        let games = plans
            .iter()
            .filter(|(_, plan)| plan.language == language && plan.kind == Kind::Memory)
            .count();
        assert!(games >= least, "{language}: {games} games, {least} wanted");
    }
}

#[test]
fn each_ends_with_everybody() {
    let mut off = Vec::new();
    for (file, plan) in plans() {
        // A game lasts as long as people think and tell: who answers at once is through it sooner.
        let share = if plan.kind == Kind::Memory { 0.45 } else { 0.8 };
        let written = f64::from(plan.minutes);
        // A class goes the same way with everybody, but for how they feel.
        let seeds = if plan.kind == Kind::Memory { 0..3 } else { 0..1 };
        for resident in Resident::ALL {
            for seed in seeds.clone() {
                let rehearsal = played(&plan, resident, seed);
                assert!(rehearsal.ended, "{} with {resident}", file.display());
                let minutes = rehearsal.duration_s / 60.0;
                if !(share * written..2.0 * written).contains(&minutes) {
                    off.push(format!(
                        "{} with {resident}: {minutes:.1} of {written}",
                        file.display()
                    ));
                }
            }
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
}

#[test]
fn a_class_takes_about_as_long_as_it_says_and_asks_how_people_feel() {
    for (file, plan) in plans() {
        if plan.kind == Kind::Gym {
            let written = f64::from(plan.minutes);
            let minutes = played(&plan, Resident::Perfect, 1).duration_s / 60.0;
            let off = (minutes - written).abs() / written;
            assert!(off <= 0.12, "{}: {minutes:.1} minutes of {written}", file.display());
            let asks = plan.steps.iter().any(|step| matches!(step, Step::Ask(ask) if ask.feeling));
            assert!(asks || plan.minutes < 10, "{} never asks how people feel", file.display());
        }
    }
}

/// Whoever moves to music moves on every beat of it, on every second or on every third.
#[test]
fn movements_go_with_the_music() {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    for (file, plan) in plans() {
        let mut music = None;
        for step in &plan.steps {
            match step {
                Step::Music(Music::Play { track, .. }) => music = Some(&library.tracks()[track]),
                Step::Music(Music::Stop) => music = None,
                Step::Exercise(exercise) if exercise.instruction.is_some() => {
                    let Some(track) = music else { continue };
                    let tempo = exercise.trajectory.tempo();
                    assert!(
                        [1.0, 2.0, 3.0]
                            .iter()
                            .any(|beats| (beats * tempo - track.tempo).abs() < 0.5),
                        "{}: {} at {tempo} to {} at {}",
                        file.display(),
                        exercise.movement,
                        track.title,
                        track.tempo
                    );
                }
                _ => {}
            }
        }
    }
}

#[test]
fn who_knows_everything_has_all_points_and_nobody_is_left_without_a_word() {
    for (file, plan) in plans() {
        let perfect = played(&plan, Resident::Perfect, 1);
        assert_eq!(perfect.score, perfect.of, "{}", file.display());
        for resident in Resident::ALL {
            let rehearsal = played(&plan, resident, 1);
            // After each answer that was not right Nao says something before it listens again.
            let mut owed = false;
            for command in commands(&rehearsal) {
                match command {
                    Command::Record(Fact::Answered { .. }) => owed = true,
                    Command::Say { text, .. } => {
                        assert!(!text.trim().is_empty());
                        owed = false;
                    }
                    Command::Listen(_) => assert!(!owed, "{} with {resident}", file.display()),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn nothing_is_said_in_one_breath_that_is_longer_than_a_breath() {
    for (file, plan) in plans() {
        for command in commands(&played(&plan, Resident::Wrong, 2)) {
            if let Command::Say { text, .. } = command {
                let length = text.chars().count();
                assert!(length < 200, "{}: {length} characters: {text}", file.display());
                assert!(!text.contains(['{', '}']), "{}: {text}", file.display());
            }
        }
    }
}

#[test]
fn there_are_movements_for_the_whole_body_and_most_are_made_sitting() {
    let library = library();
    let movements = library.movements();
    let sitting = movements.values().filter(|movement| movement.position == Position::Sitting);
    assert!(movements.len() >= 45, "{}", movements.len());
    assert!(sitting.count() >= 25);
    for area in [
        Trains::Neck,
        Trains::Shoulders,
        Trains::Elbows,
        Trains::Wrists,
        Trains::Hands,
        Trains::Fingers,
        Trains::Chest,
        Trains::Back,
        Trains::Trunk,
        Trains::Sides,
        Trains::Hips,
        Trains::Knees,
        Trains::Ankles,
        Trains::Breathing,
        Trains::Calm,
        Trains::Coordination,
        Trains::Balance,
        Trains::Rhythm,
        Trains::Strength,
        Trains::Joy,
    ] {
        let those = movements.values().filter(|movement| movement.trains.contains(&area)).count();
        assert!(those >= 2, "{}: {those}", area.word());
    }
}

#[test]
fn each_movement_is_told_in_every_language_in_one_breath() {
    let library = library();
    for language in Language::ALL {
        let mut titles: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, movement) in library.movements() {
            let Movement { title, instruction, cues, .. } = movement;
            if let Some(other) = titles.insert(&title[&language], name) {
                panic!("{name} and {other} are both “{}”", title[&language]);
            }
            assert!(!cues[&language].is_empty(), "{name} in {language}");
            for told in cues[&language].iter().chain([&title[&language], &instruction[&language]]) {
                let length = told.chars().count();
                assert!((2..200).contains(&length), "{name} in {language}: {length}: “{told}”");
            }
        }
    }
}

#[test]
fn whoever_goes_on_to_a_harder_movement_finds_the_way_back() {
    let library = library();
    let movements = library.movements();
    let harder =
        movements.iter().filter_map(|(name, movement)| Some((name, movement.harder.as_ref()?)));
    for (name, harder) in harder {
        assert_eq!(movements[harder].easier.as_ref(), Some(name), "from {harder}");
    }
}
