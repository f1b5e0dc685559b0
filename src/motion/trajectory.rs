//! A proven motion: the only thing that the robot accepts.

use serde::{Deserialize, Serialize};

use crate::motion::{JOINT_COUNT, Posture, Refusal, Track, angle_at, known, proof};

/// A repetition of a movement that is within limits, speeds and balance, from a posture back to
/// it. Read from a journal it is proven again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unproven")]
pub struct Trajectory {
    start: Posture,
    tempo: f64,
    beats: f64,
    tracks: Vec<Track>,
}

#[derive(Deserialize)]
struct Unproven {
    start: Posture,
    #[serde(default = "Unproven::tempo")]
    tempo: f64,
    beats: Option<f64>,
    tracks: Vec<Track>,
}

impl Unproven {
    /// A beat a second, for motions that have no beat.
    fn tempo() -> f64 {
        60.0
    }
}

impl TryFrom<Unproven> for Trajectory {
    type Error = Refusal;

    fn try_from(unproven: Unproven) -> Result<Self, Refusal> {
        let Unproven { start, tempo, beats, tracks } = unproven;
        let beats = beats.unwrap_or_else(|| duration_s(&tracks) * tempo / 60.0);
        Trajectory::prove(start, tempo, beats, tracks).map_err(|mut all| all.swap_remove(0))
    }
}

impl Trajectory {
    /// Proves a motion from `start` back to `start`, of so many beats at a tempo (beats a minute).
    ///
    /// # Errors
    /// At least one [`Refusal`].
    pub(super) fn prove(
        start: Posture,
        tempo: f64,
        beats: f64,
        tracks: Vec<Track>,
    ) -> Result<Trajectory, Vec<Refusal>> {
        let trajectory = Trajectory { start, tempo, beats, tracks };
        if known::is_proven(&trajectory) {
            return Ok(trajectory);
        }
        let refusals = proof::refusals(&trajectory);
        if !refusals.is_empty() {
            return Err(refusals);
        }
        known::keep(&trajectory);
        Ok(trajectory)
    }

    /// The posture from which it starts and in which it ends.
    pub fn start(&self) -> Posture {
        self.start
    }

    /// Tempo, beats a minute.
    pub fn tempo(&self) -> f64 {
        self.tempo
    }

    /// Length of the repetition, beats.
    pub fn beats(&self) -> f64 {
        self.beats
    }

    /// From the beginning of one repetition to that of the next, s. The motion itself ends a
    /// little earlier, so that the next one can begin on its beat.
    pub fn repetition_s(&self) -> f64 {
        self.beats * 60.0 / self.tempo
    }

    /// The joints that move.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// Length of the motion, s.
    pub fn duration_s(&self) -> f64 {
        duration_s(&self.tracks)
    }

    /// All angles at a time since the start, rad, in the order of "Body".
    pub fn angles_at(&self, time_s: f64) -> [f64; JOINT_COUNT] {
        let mut pose = self.start.angles();
        for track in &self.tracks {
            let angle = &mut pose[track.joint.index()];
            *angle = angle_at(*angle, track.keys(), time_s);
        }
        pose
    }

    /// The beat on which something happens at a time (s).
    pub(super) fn beat_at(&self, time_s: f64) -> f64 {
        time_s * self.tempo / 60.0
    }
}

fn duration_s(tracks: &[Track]) -> f64 {
    tracks.iter().filter_map(|track| track.times.last().copied()).fold(0.0, f64::max)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::motion::Joint;

    pub(in crate::motion) fn track(joint: Joint, keys: &[(f64, f64)]) -> Track {
        let (times, angles) = keys.iter().copied().unzip();
        Track { joint, times, angles, speeds: Vec::new() }
    }

    /// Every reason against a motion at a beat a second.
    pub(in crate::motion) fn refusal(start: Posture, tracks: Vec<Track>) -> String {
        let beats = duration_s(&tracks);
        let refusals = Trajectory::prove(start, 60.0, beats, tracks).unwrap_err();
        refusals.into_iter().map(|refusal| refusal.what).collect::<Vec<_>>().join("\n")
    }

    /// A joint that goes to an angle and back.
    pub(in crate::motion) fn there_and_back(
        start: Posture,
        joint: Joint,
        angle: f64,
        stretch_s: f64,
    ) -> Track {
        let rest = start.angles()[joint.index()];
        track(joint, &[(stretch_s, angle), (2.0 * stretch_s, rest)])
    }

    #[test]
    fn a_raised_arm_is_proven() {
        let raised = there_and_back(Posture::Sit, Joint::LShoulderPitch, -1.0, 2.0);
        let proven = Trajectory::prove(Posture::Sit, 60.0, 4.0, vec![raised]).unwrap();
        assert_eq!((proven.duration_s(), proven.repetition_s()), (4.0, 4.0));
    }

    #[test]
    fn a_journal_keeps_it_and_cannot_smuggle_an_unproven_one_in() {
        let raised = there_and_back(Posture::Sit, Joint::LShoulderPitch, -1.0, 2.0);
        let proven = Trajectory::prove(Posture::Sit, 80.0, 6.0, vec![raised]).unwrap();
        let kept = serde_json::to_string(&proven).unwrap();
        assert_eq!(serde_json::from_str::<Trajectory>(&kept).unwrap(), proven);
        let smuggled = serde_json::json!({
            "start": "sit",
            "tracks": [{"joint": "LShoulderPitch", "times": [0.1], "angles": [-2.0]}],
        });
        assert!(serde_json::from_value::<Trajectory>(smuggled).is_err());
    }

    proptest! {
        /// Whatever is proven stays within limits, speeds and accelerations at every moment.
        #[test]
        fn whatever_is_proven_is_safe(
            joint in 0..JOINT_COUNT,
            keys in prop::collection::vec((-2.5f64..2.5, -1.0f64..1.0), 1..6),
            stretch_s in 0.2f64..3.0,
        ) {
            const STEP_S: f64 = 0.005;
            let joint = Joint::ALL[joint];
            let rest = Posture::Sit.angles()[joint.index()];
            let (mut angles, mut speeds): (Vec<f64>, Vec<f64>) = keys.into_iter().unzip();
            angles.push(rest);
            speeds.push(0.0);
            let times = (1..=angles.len()).map(|place| place as f64 * stretch_s).collect();
            let track = Track { joint, times, angles, speeds };
            let Ok(proven) = Trajectory::prove(Posture::Sit, 60.0, 60.0, vec![track]) else {
                return Ok(());
            };
            let limits = joint.limits();
            let (mut before, mut speed_before) = (rest, 0.0);
            for step in 1..=(proven.duration_s() / STEP_S) as u32 {
                let angle = proven.angles_at(f64::from(step) * STEP_S)[joint.index()];
                let speed = (angle - before) / STEP_S;
                prop_assert!(angle >= limits.min - 2e-3 && angle <= limits.max + 2e-3);
                prop_assert!(speed.abs() <= joint.speed_cap() + 1e-6);
                prop_assert!(speed.abs() <= 0.8 * limits.max_speed + 1e-6);
                let acceleration = (speed - speed_before).abs() / STEP_S;
                prop_assert!(acceleration <= joint.acceleration_cap() + 1e-6);
                (before, speed_before) = (angle, speed);
            }
        }
    }
}
