//! The 26 joint names of a Nao H25, in NAOqi's order of "Body".

use serde::{Deserialize, Serialize};

/// Number of joint names of "Body" (25 motors: the two hip yaw-pitch joints share one).
pub const JOINT_COUNT: usize = 26;

macro_rules! joints {
    ($($joint:ident $min:literal $max:literal $speed:literal $torque:literal;)*) => {
        /// A joint, in the order of NAOqi's "Body". Angles are in rad; hands are 0 (closed) to 1 (open).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the names are NAOqi's own")]
        pub enum Joint { $($joint),* }

        /// NAOqi's names in the order of "Body".
        pub(super) const NAMES: [&str; JOINT_COUNT] = [$(stringify!($joint)),*];

        impl Joint {
            /// All joints in the order of "Body".
            pub const ALL: [Joint; JOINT_COUNT] = [$(Joint::$joint),*];

            /// NAOqi's name of the joint.
            pub fn name(self) -> &'static str {
                NAMES[self.index()]
            }

            /// The maker's limits (H25: the stricter of documentation and robot description).
            pub fn limits(self) -> Limits {
                match self {
                    $(Joint::$joint => Limits { min: $min, max: $max, max_speed: $speed }),*
                }
            }

            /// The torque that the robot description gives its motor, N·m.
            pub fn max_torque(self) -> f64 {
                match self { $(Joint::$joint => $torque),* }
            }
        }
    };
}

joints! {
    HeadYaw -2.0857 2.0857 8.268 1.547;
    HeadPitch -0.6720 0.5149 7.194 1.532;
    LShoulderPitch -2.0857 2.0857 8.268 1.329;
    LShoulderRoll -0.3142 1.3265 7.194 1.783;
    LElbowYaw -2.0857 2.0857 8.268 1.547;
    LElbowRoll -1.5446 -0.0349 7.194 1.532;
    LWristYaw -1.8238 1.8238 24.623 0.407;
    LHand 0.0 1.0 8.330 0.292;
    LHipYawPitch -1.1453 0.7408 4.162 3.348;
    LHipRoll -0.3795 0.7905 4.162 3.348;
    LHipPitch -1.5359 0.4841 6.402 3.023;
    LKneePitch -0.0923 2.1125 6.402 3.023;
    LAnklePitch -1.1894 0.9228 6.402 3.023;
    LAnkleRoll -0.3979 0.7690 4.162 3.348;
    RHipYawPitch -1.1453 0.7408 4.162 3.348;
    RHipRoll -0.7905 0.3795 4.162 3.348;
    RHipPitch -1.5359 0.4841 6.402 3.023;
    RKneePitch -0.0923 2.1125 6.402 3.023;
    RAnklePitch -1.1864 0.9321 6.402 3.023;
    RAnkleRoll -0.7690 0.3979 4.162 3.348;
    RShoulderPitch -2.0857 2.0857 8.268 1.329;
    RShoulderRoll -1.3265 0.3142 7.194 1.783;
    RElbowYaw -2.0857 2.0857 8.268 1.547;
    RElbowRoll 0.0349 1.5446 7.194 1.532;
    RWristYaw -1.8238 1.8238 24.623 0.407;
    RHand 0.0 1.0 8.330 0.292;
}

/// Limits of one joint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Smallest angle, rad (hands: 0).
    pub min: f64,
    /// Largest angle, rad (hands: 1).
    pub max: f64,
    /// No-load speed, rad/s (hands: 1/s).
    pub max_speed: f64,
}

impl Limits {
    /// The speed that may be asked of the motor: it turns at its no-load speed only when it
    /// carries nothing. rad/s (hands: 1/s).
    pub fn usable_speed(&self) -> f64 {
        0.8 * self.max_speed
    }
}

impl Joint {
    /// Place in "Body", 0 to 25.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The joint of that NAOqi name.
    pub fn from_name(name: &str) -> Option<Joint> {
        Joint::ALL.into_iter().find(|joint| joint.name() == name)
    }
}

/// The part of the body that a joint moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Neck.
    Head,
    /// Shoulder, elbow, wrist.
    Arm,
    /// Fingers.
    Hand,
    /// Hip, knee, ankle.
    Leg,
}

impl Joint {
    /// The part of the body that it moves.
    pub fn part(self) -> Part {
        match self {
            Joint::HeadYaw | Joint::HeadPitch => Part::Head,
            Joint::LHand | Joint::RHand => Part::Hand,
            _ if (Joint::LHipYawPitch.index()..=Joint::RAnkleRoll.index())
                .contains(&self.index()) =>
            {
                Part::Leg
            }
            _ => Part::Arm,
        }
    }

    /// The speed that Companion allows: far below the motor's own, since a class is slow and
    /// fast limbs near people are not safe. rad/s (hands: 1/s).
    pub fn speed_cap(self) -> f64 {
        let cap: f64 = match self.part() {
            Part::Head => 1.5,
            Part::Arm => 2.5,
            Part::Hand => 3.3,
            Part::Leg => 1.0,
        };
        cap.min(self.limits().usable_speed())
    }

    /// The acceleration that Companion allows, rad/s² (hands: 1/s²). The highest allowed speed is
    /// reached in no less than an eighth of a second (legs: a sixth), as a hand that is offered and
    /// not thrown. Both arms at once, whose moment of inertia about the shoulder is about
    /// 0.012 kg m² each when they are stretched, then push the trunk with less than 0.5 N m, which
    /// shifts the pressure below the feet of a robot of 5.3 kg by less than 10 mm: the margin of
    /// balance holds that in reserve.
    pub fn acceleration_cap(self) -> f64 {
        match self.part() {
            Part::Head => 12.0,
            Part::Arm => 20.0,
            Part::Hand => 40.0,
            Part::Leg => 6.0,
        }
    }

    /// Whether it moves the link of another joint: both are in one chain, and this one is nearer
    /// to the trunk, or it is the same.
    pub(super) fn carries(self, other: Joint) -> bool {
        const CHAINS: [usize; 5] = [0, 2, 8, 14, 20];
        let chain = |joint: Joint| CHAINS.iter().rposition(|first| *first <= joint.index());
        chain(self) == chain(other) && self.index() <= other.index()
    }

    /// The joint of the other side, and the factor (1 or -1) that mirrors an angle. Rolls and
    /// yaws turn the other way on the other side; pitches do not.
    pub fn mirrored(self) -> (Joint, f64) {
        // In "Body" the chains follow each other: left arm, left leg, right leg, right arm.
        let place = match self.index() {
            place @ 2..=7 => place + 18,
            place @ 8..=13 => place + 6,
            place @ 14..=19 => place - 6,
            place @ 20..=25 => place - 18,
            place => place,
        };
        let name = self.name();
        let same_sign = name.ends_with("Pitch") || name.ends_with("Hand");
        (Joint::ALL[place], if same_sign { 1.0 } else { -1.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn left_and_right_are_each_other_s_mirror() {
        for joint in Joint::ALL {
            let (other, factor) = joint.mirrored();
            assert_eq!(other.mirrored(), (joint, factor));
            match joint.name().split_at(1) {
                ("L", rest) => assert_eq!(other.name(), format!("R{rest}")),
                ("R", rest) => assert_eq!(other.name(), format!("L{rest}")),
                _ => assert_eq!(other, joint),
            }
        }
        assert!(Joint::LShoulderPitch.carries(Joint::LElbowRoll));
        assert!(!Joint::LElbowRoll.carries(Joint::LShoulderPitch));
        assert!(!Joint::HeadYaw.carries(Joint::LHand) && Joint::HeadYaw.carries(Joint::HeadYaw));
        assert_eq!(Joint::LShoulderRoll.mirrored().1, -1.0);
        assert_eq!(Joint::LHipYawPitch.mirrored().1, 1.0);
    }
}
