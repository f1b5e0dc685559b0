//! The robot's own limits beside ours: the stricter hold.

use serde_json::Value;

use crate::{
    motion::{JOINT_COUNT, Joint, Trajectory},
    robot::BodyError,
};

/// Tables differ by less than this, rad.
const TOLERANCE: f64 = 2e-3;

/// Between two keys a joint's highest speed is so many times its mean speed (a soft start and
/// end).
const PEAK: f64 = 1.5;

/// What a robot says of its joints: smallest and largest angle (rad), highest speed (rad/s).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnLimits([(f64, f64, f64); JOINT_COUNT]);

impl OwnLimits {
    /// Reads the answer of `getLimits("Body")`; `None` when it is no table of all joints.
    pub(super) fn read(answer: &Value) -> Option<OwnLimits> {
        let rows: Option<Vec<(f64, f64, f64)>> = answer
            .as_array()?
            .iter()
            .map(|row| Some((row.get(0)?.as_f64()?, row.get(1)?.as_f64()?, row.get(2)?.as_f64()?)))
            .collect();
        rows?.try_into().ok().map(OwnLimits)
    }

    /// Joints for which the robot allows less than our own table.
    pub(super) fn stricter(&self) -> Vec<Joint> {
        Joint::ALL
            .into_iter()
            .filter(|joint| {
                let (min, max, speed) = self.0[joint.index()];
                let ours = joint.limits();
                min > ours.min + TOLERANCE
                    || max < ours.max - TOLERANCE
                    || speed < joint.speed_cap()
            })
            .collect()
    }

    /// Refuses a motion that this robot does not allow.
    pub(super) fn check(&self, trajectory: &Trajectory) -> Result<(), BodyError> {
        let start = trajectory.start().angles();
        for track in trajectory.tracks() {
            let (min, max, fastest) = self.0[track.joint.index()];
            let name = track.joint.name();
            let (mut time, mut angle) = (0.0, start[track.joint.index()]);
            for (&to_time, &to) in track.times.iter().zip(&track.angles) {
                if !(min - TOLERANCE..=max + TOLERANCE).contains(&to) {
                    return Err(refused(format!(
                        "{name} would go to {to:.2} rad; this robot allows {min:.2} to {max:.2}"
                    )));
                }
                let speed = PEAK * (to - angle).abs() / (to_time - time);
                if speed > fastest {
                    return Err(refused(format!(
                        "{name} would turn at {speed:.2} rad/s; this robot allows {fastest:.2}"
                    )));
                }
                (time, angle) = (to_time, to);
            }
        }
        Ok(())
    }
}

pub(super) fn refused(text: String) -> BodyError {
    BodyError::Refused { call: "ALMotion.angleInterpolation".to_owned(), text }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::motion::{Keyframe, Movement, Position};

    fn table(change: impl Fn(Joint, &mut [f64; 4])) -> Value {
        let rows = Joint::ALL.map(|joint| {
            let limits = joint.limits();
            let mut row = [limits.min, limits.max, limits.max_speed, 1.5];
            change(joint, &mut row);
            row
        });
        json!(rows)
    }

    fn arm_up() -> Trajectory {
        let joints = BTreeMap::from([("LShoulderPitch".to_owned(), -60.0)]);
        let movement = Movement {
            title: BTreeMap::new(),
            trains: vec![],
            position: Position::Sitting,
            beats: 4.0,
            tempo: 60.0,
            keyframes: vec![Keyframe { beat: 2.0, joints }],
            mirror: false,
            instruction: BTreeMap::new(),
        };
        movement.at_tempo(60.0).unwrap()
    }

    #[test]
    fn a_robot_that_allows_what_we_allow_is_obeyed() {
        let own = OwnLimits::read(&table(|_, _| {})).unwrap();
        assert_eq!(own.stricter(), []);
        assert_eq!(own.check(&arm_up()), Ok(()));
        assert_eq!(OwnLimits::read(&json!([[0, 1]])), None);
    }

    #[test]
    fn a_worn_shoulder_is_spared() {
        let worn = |joint, row: &mut [f64; 4]| {
            if joint == Joint::LShoulderPitch {
                row[0] = -0.5;
            }
        };
        let own = OwnLimits::read(&table(worn)).unwrap();
        assert_eq!(own.stricter(), [Joint::LShoulderPitch]);
        let refusal = own.check(&arm_up()).unwrap_err().to_string();
        assert!(refusal.contains("LShoulderPitch would go to -1.05 rad"), "{refusal}");
    }

    #[test]
    fn a_slow_motor_is_spared() {
        let slow = |joint, row: &mut [f64; 4]| {
            if joint == Joint::LShoulderPitch {
                row[2] = 0.5;
            }
        };
        let refusal = OwnLimits::read(&table(slow)).unwrap().check(&arm_up()).unwrap_err();
        assert!(refusal.to_string().contains("this robot allows 0.50"), "{refusal}");
    }
}
