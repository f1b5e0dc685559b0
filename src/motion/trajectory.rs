//! A proven motion: the only thing that the robot accepts.

use serde::{Deserialize, Serialize};

use crate::motion::{
    JOINT_COUNT, Joint, Part, Position, Posture, balance, coupled,
    course::{self, angle_at},
};

/// The course of one joint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// The joint.
    pub joint: Joint,
    /// Times since the start, s: greater than 0, strictly increasing.
    pub times: Vec<f64>,
    /// Angles at those times, rad.
    pub angles: Vec<f64>,
}

/// A motion that is within limits, speeds and balance, from a posture back to it.
/// Read from a journal it is proven again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unproven")]
pub struct Trajectory {
    start: Posture,
    tracks: Vec<Track>,
}

#[derive(Deserialize)]
struct Unproven {
    start: Posture,
    tracks: Vec<Track>,
}

impl TryFrom<Unproven> for Trajectory {
    type Error = Refusal;

    fn try_from(unproven: Unproven) -> Result<Self, Refusal> {
        Trajectory::prove(unproven.start, unproven.tracks).map_err(|mut all| all.swap_remove(0))
    }
}

/// Why a motion was refused: which joint, when, what it would reach, what is allowed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{what}")]
pub struct Refusal {
    /// The whole reason as a sentence with joint, time, value and limit.
    pub what: String,
}

impl Refusal {
    pub(super) fn new(what: String) -> Refusal {
        Refusal { what }
    }
}

/// Public tables and postures differ by less than this, and some postures lie exactly on a
/// limit, rad.
const TOLERANCE: f64 = 1e-3;

/// How often the pose is looked at for what depends on several joints, s (NAOqi's cycle is 20 ms).
const EVERY_S: f64 = 0.02;

/// The robot goes on with what it was given when the connection breaks, so a motion is short, s.
const LONGEST_S: f64 = 20.0;

impl Trajectory {
    /// Proves a motion from `start` back to `start`.
    ///
    /// # Errors
    /// At least one [`Refusal`].
    pub(crate) fn prove(start: Posture, tracks: Vec<Track>) -> Result<Trajectory, Vec<Refusal>> {
        let mut refusals = Vec::new();
        if tracks.is_empty() {
            refusals.push(Refusal::new("no joint moves".into()));
        }
        for (place, track) in tracks.iter().enumerate() {
            if tracks[..place].iter().any(|other| other.joint == track.joint) {
                refusals.push(Refusal::new(format!("{} has two courses", track.joint.name())));
            }
            refuse_track(start, track, &mut refusals);
        }
        let trajectory = Trajectory { start, tracks };
        if refusals.is_empty() {
            if trajectory.duration_s() > LONGEST_S {
                refusals.push(Refusal::new(format!(
                    "it takes {:.1} s; at most {LONGEST_S} s are allowed, because the robot goes on when the connection breaks",
                    trajectory.duration_s()
                )));
            } else {
                trajectory.refuse_poses(&mut refusals);
            }
        }
        if refusals.is_empty() { Ok(trajectory) } else { Err(refusals) }
    }

    /// What depends on several joints, looked at all along the way; each kind is told once.
    fn refuse_poses(&self, refusals: &mut Vec<Refusal>) {
        let steps = (self.duration_s() / EVERY_S).ceil() as u32;
        let mut coupled_told = Vec::new();
        let mut balance_told = self.start == Posture::of(Position::Sitting);
        for step in 0..=steps {
            let time_s = f64::from(step) * EVERY_S;
            let pose = self.angles_at(time_s);
            for (joint, min, max) in coupled::limits(&pose) {
                let angle = pose[joint.index()];
                if !(min - TOLERANCE..=max + TOLERANCE).contains(&angle)
                    && !coupled_told.contains(&joint)
                {
                    coupled_told.push(joint);
                    refusals.push(Refusal::new(format!(
                        "{} reaches {:.1}° at {time_s:.2} s; where its neighbour is then, only {:.1}° to {:.1}° are allowed",
                        joint.name(),
                        angle.to_degrees(),
                        min.to_degrees(),
                        max.to_degrees()
                    )));
                }
            }
            if !balance_told && balance::margin(&pose) < balance::MARGIN {
                balance_told = true;
                refusals.push(Refusal::new(format!(
                    "the robot would lose its balance at {time_s:.2} s: its centre of mass comes within {:.0} mm of the edge of its feet, {:.0} mm are needed",
                    balance::margin(&pose) * 1000.0,
                    balance::MARGIN * 1000.0
                )));
            }
        }
    }

    /// The posture from which it starts and in which it ends.
    pub fn start(&self) -> Posture {
        self.start
    }

    /// The joints that move.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// Length, s.
    pub fn duration_s(&self) -> f64 {
        self.tracks.iter().filter_map(|track| track.times.last().copied()).fold(0.0, f64::max)
    }

    /// All angles at a time since the start, rad, in the order of "Body".
    pub fn angles_at(&self, time_s: f64) -> [f64; JOINT_COUNT] {
        let mut pose = self.start.angles();
        for track in &self.tracks {
            let keys = track.times.iter().copied().zip(track.angles.iter().copied());
            let angle = &mut pose[track.joint.index()];
            *angle = angle_at(*angle, keys, time_s);
        }
        pose
    }
}

/// What is wrong with one joint's course by itself.
fn refuse_track(start: Posture, track: &Track, refusals: &mut Vec<Refusal>) {
    let Track { joint, times, angles } = track;
    let name = joint.name();
    let mut refuse = |what: String| refusals.push(Refusal::new(what));
    if times.is_empty() || times.len() != angles.len() {
        refuse(format!("{name} has {} times and {} angles", times.len(), angles.len()));
        return;
    }
    if times.iter().chain(angles).any(|number| !number.is_finite()) {
        refuse(format!("{name} has a time or an angle that is no number"));
        return;
    }
    if joint.part() == Part::Leg {
        refuse(format!(
            "{name} is a joint of the legs: they carry the robot and are moved by postures only"
        ));
        return;
    }
    let rest = start.angles()[joint.index()];
    let limits = joint.limits();
    let (mut time, mut angle) = (0.0, rest);
    for (&to_time, &to) in times.iter().zip(angles) {
        if to_time <= time {
            refuse(format!("{name}: {to_time:.2} s is not after {time:.2} s"));
            return;
        }
        if !(limits.min - TOLERANCE..=limits.max + TOLERANCE).contains(&to) {
            refuse(format!(
                "{name} goes to {} at {to_time:.2} s; {} to {} are allowed",
                shown(*joint, to),
                shown(*joint, limits.min),
                shown(*joint, limits.max)
            ));
        }
        let speed = course::PEAK * (to - angle).abs() / (to_time - time);
        let allowed = joint.speed_cap().min(limits.max_speed);
        if speed > allowed {
            refuse(format!(
                "{name} turns at {speed:.2} rad/s between {time:.2} s and {to_time:.2} s; {allowed:.2} rad/s are allowed"
            ));
        }
        (time, angle) = (to_time, to);
    }
    if (angle - rest).abs() > TOLERANCE {
        refuse(format!(
            "{name} ends at {}, not where {} has it ({})",
            shown(*joint, angle),
            start.name(),
            shown(*joint, rest)
        ));
    }
}

/// As authors write it: degrees, and 0 to 1 for hands.
pub fn shown(joint: Joint, angle: f64) -> String {
    match joint.part() {
        Part::Hand => format!("{angle:.2}"),
        _ => format!("{:.1}°", angle.to_degrees()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn track(joint: Joint, keys: &[(f64, f64)]) -> Track {
        let (times, angles) = keys.iter().copied().unzip();
        Track { joint, times, angles }
    }

    fn refusal(start: Posture, tracks: Vec<Track>) -> String {
        let refusals = Trajectory::prove(start, tracks).unwrap_err();
        refusals.into_iter().map(|refusal| refusal.what).collect::<Vec<_>>().join("\n")
    }

    fn there_and_back(joint: Joint, angle: f64, stretch_s: f64) -> Vec<Track> {
        let rest = Posture::Sit.angles()[joint.index()];
        vec![track(joint, &[(stretch_s, angle), (2.0 * stretch_s, rest)])]
    }

    #[test]
    fn a_raised_arm_is_proven() {
        let proven =
            Trajectory::prove(Posture::Sit, there_and_back(Joint::LShoulderPitch, -1.0, 2.0));
        assert_eq!(proven.unwrap().duration_s(), 4.0);
    }

    #[test]
    fn what_leaves_a_limit_is_refused() {
        let text = refusal(Posture::Sit, there_and_back(Joint::LElbowRoll, 0.3, 3.0));
        assert!(text.contains("LElbowRoll goes to 17.2° at 3.00 s"), "{text}");
    }

    #[test]
    fn what_is_too_fast_is_refused() {
        let text = refusal(Posture::Sit, there_and_back(Joint::LShoulderPitch, -1.0, 0.5));
        assert!(text.contains("rad/s are allowed"), "{text}");
    }

    #[test]
    fn a_nod_with_turned_head_is_refused() {
        let rest = Posture::Sit.angles();
        let tracks = vec![
            track(Joint::HeadYaw, &[(4.0, 1.5), (8.0, rest[Joint::HeadYaw.index()])]),
            track(Joint::HeadPitch, &[(4.0, 0.45), (8.0, rest[Joint::HeadPitch.index()])]),
        ];
        assert!(refusal(Posture::Sit, tracks).contains("HeadPitch reaches"));
    }

    #[test]
    fn legs_and_open_ends_are_refused() {
        let text = refusal(Posture::Stand, there_and_back(Joint::LKneePitch, 0.5, 3.0));
        assert!(text.contains("legs"), "{text}");
        let text = refusal(Posture::Sit, vec![track(Joint::LShoulderPitch, &[(3.0, 0.0)])]);
        assert!(text.contains("not where Sit has it"), "{text}");
    }

    #[test]
    fn a_journal_cannot_smuggle_an_unproven_motion_in() {
        let smuggled = serde_json::json!({
            "start": "sit",
            "tracks": [{"joint": "LShoulderPitch", "times": [0.1], "angles": [-2.0]}],
        });
        assert!(serde_json::from_value::<Trajectory>(smuggled).is_err());
    }

    proptest! {
        /// Whatever is proven stays within limits and speeds at every moment.
        #[test]
        fn whatever_is_proven_is_safe(
            joint in 0..JOINT_COUNT,
            angles in prop::collection::vec(-2.5f64..2.5, 1..6),
            stretch_s in 0.2f64..3.0,
        ) {
            let joint = Joint::ALL[joint];
            let rest = Posture::Sit.angles()[joint.index()];
            let keys: Vec<(f64, f64)> = angles.into_iter().chain([rest]).enumerate()
                .map(|(place, angle)| ((place + 1) as f64 * stretch_s, angle)).collect();
            let Ok(proven) = Trajectory::prove(Posture::Sit, vec![track(joint, &keys)]) else {
                return Ok(());
            };
            let mut before = rest;
            for step in 1..=(proven.duration_s() * 100.0) as u32 {
                let angle = proven.angles_at(f64::from(step) / 100.0)[joint.index()];
                let limits = joint.limits();
                prop_assert!(angle >= limits.min - 2e-3 && angle <= limits.max + 2e-3);
                prop_assert!((angle - before).abs() * 100.0 <= joint.speed_cap() + 1e-6);
                before = angle;
            }
        }
    }
}
