//! The library of movements on a Nao with weight, played by a physics engine: it must not fall,
//! its feet must not slip, and its motors must be strong enough.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod body;
mod play;

use std::{
    path::Path,
    sync::Mutex,
    thread::{available_parallelism, scope},
};

use body::{Angles, Nao};
use companion::{
    motion::{Joint, Movement, Position, Posture},
    script::{self, Library},
};

/// Plays each movement of a position: at its slowest, and at its fastest on both sides.
fn play_all(position: Position) {
    let (library, mistakes) = Library::load(Path::new("routines"), Path::new("audio"));
    assert!(mistakes.is_empty(), "{}", script::render(&mistakes, false));
    let mut plays: Vec<(String, Movement, f64)> = Vec::new();
    for (name, movement) in library.movements() {
        if movement.position == position {
            let tempos = movement.tempos;
            plays.push((format!("{name} at {}", tempos.least), movement.clone(), tempos.least));
            plays.push((format!("{name} at {}", tempos.most), movement.clone(), tempos.most));
            if movement.mirror.is_some() {
                let name = format!("{name}, other side, at {}", tempos.most);
                plays.push((name, movement.mirrored(), tempos.most));
            }
        }
    }
    assert!(plays.len() >= 6, "there are movements to play");
    let left = Mutex::new(plays.into_iter());
    let wrong = Mutex::new(Vec::new());
    scope(|threads| {
        for _ in 0..available_parallelism().map_or(2, usize::from) {
            threads.spawn(|| {
                loop {
                    let Some((name, movement, tempo)) = left.lock().unwrap().next() else { break };
                    let seen = play::trajectory(&movement.at_tempo(tempo).unwrap());
                    println!("{name}: {seen}");
                    let faults = seen.faults().into_iter().map(|fault| format!("{name}: {fault}"));
                    wrong.lock().unwrap().extend(faults);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_standing_movement_keeps_it_on_its_feet() {
    play_all(Position::Standing);
}

#[test]
fn every_sitting_movement_keeps_it_on_its_seat() {
    play_all(Position::Sitting);
}

/// A posture, and some joints that go slowly to other angles (rad) and stay there.
fn going(posture: Posture, to: &'static [(Joint, f64)]) -> impl Fn(f64) -> Angles {
    move |time_s: f64| {
        let mut pose = posture.angles();
        let share = (time_s / 1.5).min(1.0);
        for (joint, angle) in to {
            let angle_now = &mut pose[joint.index()];
            *angle_now += share * (angle - *angle_now);
        }
        pose
    }
}

#[test]
fn it_weighs_what_the_description_says_and_keeps_still() {
    let mass = Nao::placed(&Posture::Stand.angles(), true, 1.0).mass();
    assert!((mass - 5.305).abs() < 0.001, "{mass}");
    for posture in Posture::ALL {
        let seen = play::course(posture, 1.0, 6.0, |_| posture.angles());
        println!("{posture:?}: {seen}");
        assert!(seen.faults().is_empty() && seen.slip < 0.002, "{posture:?}: {seen}");
    }
}

/// What went wrong on the way to those angles.
fn faults(posture: Posture, strength: f64, to: &'static [(Joint, f64)]) -> String {
    play::course(posture, strength, 3.0, going(posture, to)).faults().join("; ")
}

#[test]
fn who_leans_too_far_falls() {
    let told =
        faults(Posture::StandInit, 1.0, &[(Joint::LAnklePitch, -0.8), (Joint::RAnklePitch, -0.8)]);
    assert!(told.contains("it falls"), "{told}");
}

#[test]
fn who_pushes_the_legs_into_the_floor_topples_off_the_seat() {
    let told = faults(
        Posture::Sit,
        1.0,
        &[
            (Joint::LHipPitch, -0.5),
            (Joint::RHipPitch, -0.5),
            (Joint::LKneePitch, 0.0),
            (Joint::RKneePitch, 0.0),
        ],
    );
    assert!(told.contains("it falls"), "{told}");
}

#[test]
fn feet_that_turn_on_the_floor_slip() {
    let told = faults(
        Posture::StandInit,
        1.0,
        &[(Joint::LHipYawPitch, -0.6), (Joint::RHipYawPitch, -0.6)],
    );
    assert!(told.contains("it slips"), "{told}");
}

#[test]
fn a_weak_motor_misses() {
    let arm = &[(Joint::LShoulderPitch, 0.0)];
    assert_eq!(faults(Posture::Sit, 1.0, arm), "");
    let told = faults(Posture::Sit, 0.1, arm);
    assert!(told.contains("is more than 5° off"), "{told}");
}
