//! Joints, postures, movements; limits, speeds, balance.
//!
//! A [`Movement`] (keyframes on beats, in degrees) at a tempo is compiled into a [`Trajectory`]
//! (times in s, angles in rad) that is proven within limits, speeds and balance. Nothing else
//! can make a trajectory, and the robot accepts nothing else. Pure.

mod balance;
mod coupled;
mod course;
mod joint;
mod movement;
mod posture;
mod skeleton;
mod trajectory;

pub use course::{PEAK, angle_at};
pub use joint::{JOINT_COUNT, Joint, Limits, Part};
pub use movement::{Keyframe, Movement, MovementText, TEMPOS};
pub use posture::{Position, Posture};
pub use trajectory::{Refusal, Track, Trajectory, shown};
