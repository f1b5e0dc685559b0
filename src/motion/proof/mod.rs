//! The proof before motion: each file is one thing that could go wrong.
//!
//! `reach` and `pace` look at each joint's course by itself and in closed form; the others look
//! at the whole body, moment by moment.

mod balance;
mod capsule;
mod collision;
mod coupled;
mod feet;
mod floor;
mod ground;
mod pace;
mod reach;
mod support;

use crate::motion::{
    JOINT_COUNT, Joint, Part, Posture, Refusal, Trajectory,
    skeleton::{Link, Skeleton},
};

/// Public tables and postures differ by less than this, and some postures lie exactly on a
/// limit, rad.
const TOLERANCE: f64 = 1e-3;

/// How often the whole body is looked at, s. The fastest hand goes 22 mm in that time: one that
/// grazes a limb between two looks comes less than 2 mm nearer than either look has seen, which
/// the clearance covers.
const EVERY_S: f64 = 0.04;

/// The robot goes on with what it was given when the connection breaks, so a motion is short, s.
const LONGEST_S: f64 = 20.0;

/// The body at a moment.
struct Moment<'a> {
    /// Beats since the start.
    beat: f64,
    pose: [f64; JOINT_COUNT],
    skeleton: &'a Skeleton,
}

/// Something that is looked at all along the way. Each reason is told once.
trait Watch {
    fn look(&mut self, moment: &Moment<'_>, refusals: &mut Vec<Refusal>);
}

/// Every reason against a motion; none when it is safe.
pub(super) fn refusals(trajectory: &Trajectory) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let tracks = trajectory.tracks();
    if tracks.is_empty() {
        return vec![Refusal::whole("no joint moves".into())];
    }
    if !(trajectory.tempo() > 0.0 && trajectory.beats() > 0.0) {
        refusals.push(Refusal::whole(format!(
            "{} beats at {} beats a minute is no length",
            trajectory.beats(),
            trajectory.tempo()
        )));
        return refusals;
    }
    for (place, track) in tracks.iter().enumerate() {
        if tracks[..place].iter().any(|other| other.joint == track.joint) {
            let what = format!("{} has two courses", track.joint.name());
            refusals.push(Refusal::of(track.joint, what));
        }
        match reach::sound(trajectory, track) {
            Ok(()) => {
                reach::refuse(trajectory, track, &mut refusals);
                pace::refuse(trajectory, track, &mut refusals);
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !refusals.is_empty() {
        return refusals;
    }
    let (length, repetition) = (trajectory.duration_s(), trajectory.repetition_s());
    if repetition > LONGEST_S {
        refusals.push(Refusal::whole(format!(
            "it takes {repetition:.1} s; at most {LONGEST_S} s are allowed, because the robot goes on when the connection breaks"
        )));
    } else if length > repetition + TOLERANCE {
        refusals.push(Refusal::whole(format!(
            "it ends after {length:.2} s, when the next repetition has begun ({repetition:.2} s)"
        )));
    } else {
        look_along(trajectory, &mut refusals);
    }
    refusals
}

/// What depends on several joints.
fn look_along(trajectory: &Trajectory, refusals: &mut Vec<Refusal>) {
    let start = trajectory.start();
    let moving: Vec<Joint> = trajectory.tracks().iter().map(|track| track.joint).collect();
    let legs_move = moving.iter().any(|joint| joint.part() == Part::Leg);
    let mut watches: Vec<Box<dyn Watch>> = vec![
        Box::new(coupled::Coupled::default()),
        Box::new(balance::Balance::of(start, legs_move)),
        Box::new(collision::Collision::of(start, &moving)),
    ];
    if legs_move && start == Posture::Sit {
        watches.insert(0, Box::new(floor::Floor::of(start)));
    } else if legs_move {
        watches.insert(0, Box::new(feet::Feet::of(start)));
    }
    let links = Link::that_move_with(&moving);
    let mut skeleton = Skeleton::of(&start.angles());
    let steps = (trajectory.duration_s() / EVERY_S).ceil() as u32;
    for step in 0..=steps {
        let time_s = f64::from(step) * EVERY_S;
        let pose = trajectory.angles_at(time_s);
        skeleton.turn(&links, &pose);
        let moment = Moment { beat: trajectory.beat_at(time_s), pose, skeleton: &skeleton };
        for watch in &mut watches {
            watch.look(&moment, refusals);
        }
    }
}
