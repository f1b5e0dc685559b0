//! The course of one joint.

use serde::{Deserialize, Serialize};

use crate::motion::{Joint, Key, Stretch, course};

/// The course of one joint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// The joint.
    pub joint: Joint,
    /// Times since the start, s: greater than 0, strictly increasing.
    pub times: Vec<f64>,
    /// Angles at those times, rad.
    pub angles: Vec<f64>,
    /// Speeds at those times, rad/s: 0 at rest. Where there are none, every key is at rest.
    #[serde(default)]
    pub speeds: Vec<f64>,
}

impl Track {
    /// The keys of the course.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        let speeds = self.speeds.iter().copied().chain(std::iter::repeat(0.0));
        let keys = self.times.iter().zip(&self.angles).zip(speeds);
        keys.map(|((&time, &angle), speed)| Key { time, angle, speed })
    }

    /// The stretches between the keys, from `start` (rad).
    pub fn stretches(&self, start: f64) -> impl Iterator<Item = Stretch> {
        course::stretches(start, self.keys())
    }
}
