//! How hard a session is for the robot's body: minutes on its feet, and minutes of work a joint.
//! Taken from a journal, be it of a rehearsal or of a class that was given.

use crate::{
    motion::{JOINT_COUNT, Joint, Part, Posture},
    session::{Command, Event, Stamped, walking::milliseconds},
};

/// What a session asks of the body. Grows line by line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workload {
    /// Minutes sitting.
    pub(super) sitting: f64,
    /// Minutes on the legs, which carry the robot all that time.
    pub(super) standing: f64,
    /// Minutes that each joint moves, or carries.
    pub(super) working: [f64; JOINT_COUNT],
    at_ms: u64,
    stands: bool,
    moving: Vec<Joint>,
    /// How long the motion in hand still takes, ms. It may have waited for its beat, and joints
    /// that wait do not work.
    left_ms: u64,
}

impl Workload {
    /// Of a whole journal.
    pub fn of(journal: &[(Stamped, Vec<Command>)]) -> Workload {
        let mut workload = Workload::default();
        for (stamped, commands) in journal {
            workload.add(stamped, commands);
        }
        workload
    }

    /// One more event, with the commands that it brought.
    pub fn add(&mut self, stamped: &Stamped, commands: &[Command]) {
        self.pass(stamped.at_ms);
        if let Event::MotionEnded(_) | Event::MotionFailed(..) = stamped.event {
            self.moving.clear();
        }
        for command in commands {
            match command {
                Command::Move { trajectory, .. } => {
                    self.left_ms = milliseconds(trajectory.duration_s());
                    self.moving = trajectory.tracks().iter().map(|track| track.joint).collect();
                }
                Command::Posture { posture, .. } => {
                    self.moving.clear();
                    self.stands = *posture != Posture::Sit;
                }
                Command::Halt => self.moving.clear(),
                _ => {}
            }
        }
    }

    /// Length, minutes.
    pub fn minutes(&self) -> f64 {
        self.sitting + self.standing
    }

    /// The same session, given sitting throughout.
    pub(super) fn seated(&self) -> Workload {
        let mut seated = self.clone();
        seated.sitting += std::mem::take(&mut seated.standing);
        for joint in legs() {
            seated.working[joint.index()] = 0.0;
        }
        seated
    }

    fn pass(&mut self, at_ms: u64) {
        let passed_ms = at_ms.saturating_sub(self.at_ms);
        let minutes = passed_ms as f64 / 60_000.0;
        self.at_ms = at_ms;
        let moved_ms = passed_ms.min(self.left_ms);
        self.left_ms -= moved_ms;
        // A leg that moves while it carries works once.
        let moving = self.moving.iter().filter(|joint| !self.stands || joint.part() != Part::Leg);
        for joint in moving {
            self.working[joint.index()] += moved_ms as f64 / 60_000.0;
        }
        if self.stands {
            self.standing += minutes;
            for joint in legs() {
                self.working[joint.index()] += minutes;
            }
        } else {
            self.sitting += minutes;
        }
    }
}

fn legs() -> impl Iterator<Item = Joint> {
    Joint::ALL.into_iter().filter(|joint| joint.part() == Part::Leg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        motion::Trajectory,
        session::{MovementId, Start},
    };

    /// Moves a joint for two seconds in a posture.
    fn moved(posture: Posture, joint: Joint) -> Workload {
        let rest = posture.angles()[joint.index()];
        let trajectory: Trajectory = serde_json::from_value(serde_json::json!({
            "start": posture,
            "tracks": [{"joint": joint, "times": [1.0, 2.0], "angles": [rest + 0.01, rest]}],
        }))
        .unwrap();
        let at = |at_ms, event| Stamped { at_ms, event };
        let movement = MovementId(2);
        let start = Start::AtOnce;
        Workload::of(&[
            (at(0, Event::CameBack), vec![Command::Posture { movement: MovementId(1), posture }]),
            (
                at(1_000, Event::MotionEnded(MovementId(1))),
                vec![Command::Move { movement, trajectory, start }],
            ),
            (at(4_000, Event::MotionEnded(movement)), vec![]),
        ])
    }

    fn worked_s(workload: &Workload, joint: Joint) -> f64 {
        (workload.working[joint.index()] * 60.0 * 1e6).round() / 1e6
    }

    #[test]
    fn a_leg_that_moves_while_it_carries_works_once() {
        let standing = moved(Posture::StandInit, Joint::LAnklePitch);
        assert_eq!(worked_s(&standing, Joint::LAnklePitch), 4.0);
        assert_eq!(worked_s(&standing, Joint::RKneePitch), 4.0);
        let sitting = moved(Posture::Sit, Joint::LAnklePitch);
        assert_eq!(worked_s(&sitting, Joint::LAnklePitch), 2.0);
        assert_eq!(worked_s(&sitting, Joint::RKneePitch), 0.0);
    }

    #[test]
    fn an_arm_works_as_long_as_it_moves() {
        let standing = moved(Posture::Stand, Joint::LShoulderPitch);
        assert_eq!(worked_s(&standing, Joint::LShoulderPitch), 2.0);
    }
}
