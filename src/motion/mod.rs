//! Joints, postures, movements; limits, speeds, balance, collisions.
//!
//! A [`Movement`] (keyframes on beats, in degrees) at a tempo is compiled into a [`Trajectory`]
//! (times in s, angles in rad) that `proof` has found within limits, speeds, accelerations and
//! balance, clear of itself and of the ground. Nothing else can make a trajectory, and the robot
//! accepts nothing else. Pure; `known` only remembers what has been proven.

mod course;
mod joint;
mod keyframe;
mod known;
mod movement;
mod posture;
mod proof;
mod refusal;
pub mod skeleton;
mod timing;
mod track;
mod trajectory;
mod vocabulary;

pub use course::{Key, Stretch, angle_at};
pub use joint::{JOINT_COUNT, Joint, Limits, Part};
pub use keyframe::{Ease, Group, Keyframe};
pub use movement::{Mirror, Movement, MovementText, TEMPOS, Tempos};
pub use posture::{Position, Posture};
pub use refusal::{Refusal, shown};
pub use track::Track;
pub use trajectory::Trajectory;
pub use vocabulary::{Beats, Breathing, Contraindication, Trains};
