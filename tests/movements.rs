//! The movements that ship are safe, and stay provably so: whatever makes one worse is caught.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use proptest::prelude::*;

use companion::{
    motion::{JOINT_COUNT, Joint, Movement, Part, Position, Tempos},
    script::{self, Library},
};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let (library, mistakes) = Library::load(Path::new("routines"), Path::new("audio"));
    assert!(mistakes.is_empty(), "{}", script::render(&mistakes, false));
    library
});

fn movements() -> &'static BTreeMap<String, Movement> {
    LIBRARY.movements()
}

/// Every reason against a movement at its own tempo; none when it is safe.
fn refused(movement: &Movement) -> String {
    match movement.at_tempo(movement.tempo) {
        Ok(_) => String::new(),
        Err(refusals) => refusals.iter().map(|refusal| format!("{refusal}\n")).collect(),
    }
}

/// The movement with more to do at every keyframe.
fn with(movement: &Movement, joints: &[(Joint, f64)]) -> Movement {
    let mut worse = movement.clone();
    for keyframe in &mut worse.keyframes {
        keyframe.joints.extend(joints.iter().copied());
    }
    worse
}

/// Each movement made worse in a way is refused with these words.
fn caught(
    which: impl Fn(&Movement) -> bool,
    worsen: impl Fn(&Movement) -> Movement,
    told: &[&str],
) {
    let mut seen = 0;
    for (name, movement) in movements().iter().filter(|(_, movement)| which(movement)) {
        seen += 1;
        let text = refused(&worsen(movement));
        assert!(told.iter().any(|told| text.contains(told)), "{name}, {told:?}: {text}");
    }
    assert!(seen > 0, "no movement to make worse");
}

fn stands(movement: &Movement) -> bool {
    movement.position == Position::Standing
}

fn sits(movement: &Movement) -> bool {
    !stands(movement)
}

#[test]
fn all_are_safe_at_every_tempo_on_both_sides() {
    let files = script::movement_files(Path::new("routines/movements"));
    assert!(files.len() >= 25, "{}", files.len());
    let mistakes = script::check_movements(&files, movements());
    assert!(mistakes.is_empty(), "{}", script::render(&mistakes, false));
}

#[test]
fn each_says_more_than_what_it_is_called() {
    for (name, movement) in movements() {
        assert!(!movement.cues.is_empty(), "{name} has no cues");
        assert!(movement.breathing.is_some(), "{name} does not breathe");
        let Tempos { least, most } = movement.tempos;
        assert!(least <= 0.8 * movement.tempo && most >= 1.1 * movement.tempo, "{name}");
    }
}

#[test]
fn past_a_limit_is_caught() {
    for (name, movement) in movements() {
        for (place, keyframe) in movement.keyframes.iter().enumerate() {
            for &joint in keyframe.joints.keys() {
                let limits = joint.limits();
                for beyond in [limits.max + 0.1, limits.min - 0.1] {
                    let hand = joint.part() == Part::Hand;
                    let written = if hand { beyond } else { beyond.to_degrees() };
                    let mut worse = movement.clone();
                    worse.keyframes[place].joints.insert(joint, written);
                    let text = refused(&worse);
                    let told = format!("{} goes to", joint.name());
                    assert!(text.contains(&told), "{name} {place}: {text}");
                }
            }
        }
    }
}

#[test]
fn too_fast_is_caught() {
    let hurried = |by: f64| {
        move |movement: &Movement| {
            let mut worse = movement.clone();
            for keyframe in &mut worse.keyframes {
                keyframe.beat /= by;
            }
            worse
        }
    };
    caught(|_| true, hurried(12.0), &["/s are allowed", "/s² are allowed"]);
    caught(|_| true, hurried(25.0), &["/s² are allowed"]);
}

#[test]
fn off_balance_is_caught() {
    let lean = [(Joint::LAnklePitch, -55.0), (Joint::RAnklePitch, -55.0)];
    let slow = |movement: &Movement| Movement {
        beats: movement.beats,
        tempo: movement.tempos.least,
        ..with(movement, &lean)
    };
    caught(stands, slow, &["lose its balance"]);
}

#[test]
fn a_foot_that_slips_or_is_lifted_is_caught() {
    let one_leg = [(Joint::RKneePitch, 50.0), (Joint::RHipPitch, -50.0)];
    caught(stands, |movement| with(movement, &one_leg), &["the soles would"]);
}

#[test]
fn a_foot_through_the_floor_is_caught() {
    let knee = [(Joint::LKneePitch, 98.0)];
    caught(sits, |movement| with(movement, &knee), &["below the floor"]);
}

#[test]
fn a_collision_is_caught() {
    let to_the_face = [
        (Joint::LShoulderPitch, -20.0),
        (Joint::LShoulderRoll, -15.0),
        (Joint::LElbowYaw, -40.0),
        (Joint::LElbowRoll, -80.0),
    ];
    caught(
        |_| true,
        |movement| Movement { tempo: movement.tempos.least, ..with(movement, &to_the_face) },
        &["would touch the head"],
    );
}

#[test]
fn hips_torn_apart_are_caught() {
    let one = [(Joint::LHipYawPitch, -30.0)];
    caught(|_| true, |movement| with(movement, &one), &["one motor turns both"]);
}

/// A file of a movement with something replaced in it, and what is told about it.
fn told(from: &str, to: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string("routines/movements/side_reach.yaml").unwrap();
    assert!(text.contains(from), "{from} is not there");
    let path: PathBuf = folder.path().join("side_reach.yaml");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    script::check_movements(&[path], movements())
        .into_iter()
        .map(|mistake| {
            let help = mistake.help.unwrap_or_default();
            format!("{}:{} {} | {help}\n", mistake.line, mistake.column, mistake.message)
        })
        .collect()
}

#[test]
fn mistakes_in_a_file_have_their_place_and_a_remedy() {
    let mut untold = Vec::new();
    for (from, to, expected) in [
        (
            "ShoulderPitch: -70",
            "ShoulderPitch: -170",
            "12:36 “side_reach”: LShoulderPitch goes to -170.0° on beat 4; -119.5°",
        ),
        (
            "ShoulderPitch: -70",
            "SholderPitch: -70",
            "12:21 unknown key “SholderPitch” | did you mean “ShoulderPitch”?",
        ),
        ("LArm: {ShoulderPitch: 0", "LeftArm: {ShoulderPitch: 0", "10:14 unknown key “LeftArm” | "),
        ("mirror: left", "mirror: right", "7:9 “right” is not possible here | "),
        (
            "trains: [sides",
            "trains: [side",
            "2:10 “side” is not possible here | did you mean “sides”?",
        ),
        ("trains: [sides, shoulders]", "trains: []", "2:1 it is not said what the movement trains"),
        ("  ko: 한 팔을", "  ja: 한 팔을", "“ja”"),
        (
            "easier: arms_side",
            "easier: arm_side",
            "there is no movement “arm_side” | did you mean “arms_side”?",
        ),
        (
            "easier: arms_side",
            "easier: stand_arms_up",
            "“stand_arms_up” is not made in a position that is easier",
        ),
        (
            "easier: arms_side",
            "easier: side_reach",
            "“side_reach” is easier than itself | break the circle",
        ),
        (
            "breathing: {in: 0, out: 4}",
            "breathing: {in: 0, out: 9}",
            "beat 9 is not within the 8 beats",
        ),
        (
            "breathing: {in: 0, out: 4}",
            "breathing: {in: zero, out: 4}",
            "a beat or a list of beats",
        ),
        ("contraindications: [shoulder", "contraindications: [sholder", "did you mean “shoulder”?"),
        (
            "tempos: {least: 40, most: 75}",
            "tempos: {least: 40, most: 150}",
            "the highest safe tempo is",
        ),
        (
            "tempos: {least: 40, most: 75}",
            "tempos: {least: 70, most: 75}",
            "its own tempo of 60 is not within its tempos, 70 to 75",
        ),
        ("  - beat: 6.5", "  - beat: 9", "the keyframe on beat 9 is not within the 8 beats"),
        ("Grandissez-vous.", "Grandissez-vous, {nme}.", "nme"),
    ] {
        let text = told(from, to);
        if !text.contains(expected) {
            untold.push(format!("{from} -> {to}: {text}"));
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}

#[test]
fn a_circle_of_easier_movements_is_told() {
    // arms_side names arms_forward, which names nothing: now arms_side leads back here.
    let mut library = movements().clone();
    library.get_mut("arms_forward").unwrap().easier = Some("side_reach".into());
    let path = PathBuf::from("routines/movements/side_reach.yaml");
    let mistakes = script::check_movements(&[path], &library);
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(mistakes[0].message.contains("easier than itself"), "{mistakes:?}");
}

/// A shipped movement with every angle and beat shifted a little.
fn shifted(movement: &Movement, by: &[(f64, f64)]) -> Movement {
    let mut other = movement.clone();
    for (keyframe, (degrees, beats)) in other.keyframes.iter_mut().zip(by.iter().cycle()) {
        keyframe.beat += beats;
        for (joint, angle) in &mut keyframe.joints {
            *angle += if joint.part() == Part::Hand { degrees / 100.0 } else { *degrees };
        }
    }
    other
}

proptest! {
    /// Whatever was proven keeps limits, speeds and accelerations at every moment, and comes home.
    #[test]
    fn whatever_is_proven_is_safe(
        which in any::<prop::sample::Index>(),
        share in 0.0f64..=1.0,
        by in prop::collection::vec((-25.0f64..25.0, -0.3f64..0.3), 1..6),
        mirrored: bool,
    ) {
        const STEP_S: f64 = 0.01;
        let all: Vec<&Movement> = movements().values().collect();
        let movement = shifted(all[which.index(all.len())], &by);
        let movement = if mirrored { movement.mirrored() } else { movement };
        let Tempos { least, most } = movement.tempos;
        let Ok(proven) = movement.at_tempo(least + share * (most - least)) else { return Ok(()) };
        let rest = movement.start().angles();
        prop_assert!(proven.duration_s() <= proven.repetition_s() + 1e-9);
        let (mut before, mut speeds) = (rest, [0.0; JOINT_COUNT]);
        for step in 1..=(proven.duration_s() / STEP_S).ceil() as u32 {
            let pose = proven.angles_at(f64::from(step) * STEP_S);
            for joint in Joint::ALL {
                let (place, limits) = (joint.index(), joint.limits());
                let speed = (pose[place] - before[place]) / STEP_S;
                let acceleration = (speed - speeds[place]) / STEP_S;
                prop_assert!(pose[place] > limits.min - 2e-3 && pose[place] < limits.max + 2e-3);
                prop_assert!(speed.abs() <= joint.speed_cap() + 1e-6);
                prop_assert!(acceleration.abs() <= joint.acceleration_cap() + 1e-6);
                speeds[place] = speed;
            }
            before = pose;
        }
        for joint in Joint::ALL {
            prop_assert!((before[joint.index()] - rest[joint.index()]).abs() < 1e-3);
        }
    }
}
