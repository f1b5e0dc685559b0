//! Where the limbs of a Nao H25 are and what they weigh: figures of its published robot
//! description. x forward, y left, z up; m, kg, rad.

use std::{f64::consts::FRAC_1_SQRT_2, sync::LazyLock};

use glam::{DAffine3, DQuat, DVec3};

use crate::motion::{JOINT_COUNT, Joint};

/// A link of the body, and the joint that moves it. Its frame is at that joint; in the zero pose
/// (arms forward, legs straight) all frames stand as the torso's does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The joint that moves it.
    pub joint: Joint,
    /// The joint whose link carries it; none: the torso does.
    pub parent: Option<Joint>,
    /// Where the joint is in the frame of that link, m.
    pub offset: [f64; 3],
    /// The axis about which it turns: a unit vector.
    pub axis: [f64; 3],
    /// What it weighs, kg.
    pub mass: f64,
    /// Its centre of mass, m.
    pub centre: [f64; 3],
}

const X: [f64; 3] = [1.0, 0.0, 0.0];
const Y: [f64; 3] = [0.0, 1.0, 0.0];
const Z: [f64; 3] = [0.0, 0.0, 1.0];
/// The motor of the pelvis is tilted by 45°.
const TILTED: [f64; 3] = [0.0, FRAC_1_SQRT_2, -FRAC_1_SQRT_2];

/// What the torso weighs, kg.
pub const TORSO_MASS: f64 = 1.0496;
/// Where its centre of mass is, m.
pub const TORSO_CENTRE: [f64; 3] = [-0.004_13, 0.0, 0.043_42];

/// From the ankle down to the ground, m.
pub const SOLE: f64 = -0.045_19;

/// The foot behind the ankle, m. It is 160 x 90 mm in all.
pub const HEEL: f64 = -0.055;
/// The foot before the ankle, m.
pub const TOE: f64 = 0.105;
/// Half the width of a foot, m.
pub const HALF_WIDTH: f64 = 0.045;

/// Head and left side; the right side mirrors the left in y. A parent stands before its children.
#[rustfmt::skip]
const LEFT: [Link; 13] = {
    use Joint::*;
    [
        Link { joint: HeadYaw, parent: None, offset: [0.0, 0.0, 0.1265], axis: Z, mass: 0.0784, centre: [-1e-5, 0.0, -0.027_42] },
        Link { joint: HeadPitch, parent: Some(HeadYaw), offset: [0.0; 3], axis: Y, mass: 0.6053, centre: [-0.001_12, 0.0, 0.052_58] },
        Link { joint: LHipYawPitch, parent: None, offset: [0.0, 0.05, -0.085], axis: TILTED, mass: 0.0698, centre: [-0.007_81, -0.011_14, 0.026_61] },
        Link { joint: LHipRoll, parent: Some(LHipYawPitch), offset: [0.0; 3], axis: X, mass: 0.1405, centre: [-0.015_49, 0.000_29, -0.005_15] },
        Link { joint: LHipPitch, parent: Some(LHipRoll), offset: [0.0; 3], axis: Y, mass: 0.3897, centre: [0.001_38, 0.002_21, -0.053_73] },
        Link { joint: LKneePitch, parent: Some(LHipPitch), offset: [0.0, 0.0, -0.1], axis: Y, mass: 0.3014, centre: [0.004_53, 0.002_25, -0.049_36] },
        Link { joint: LAnklePitch, parent: Some(LKneePitch), offset: [0.0, 0.0, -0.1029], axis: Y, mass: 0.1342, centre: [0.000_45, 0.000_29, 0.006_85] },
        Link { joint: LAnkleRoll, parent: Some(LAnklePitch), offset: [0.0; 3], axis: X, mass: 0.1718, centre: [0.025_42, 0.003_3, -0.032_39] },
        Link { joint: LShoulderPitch, parent: None, offset: [0.0, 0.098, 0.1], axis: Y, mass: 0.0930, centre: [-0.001_65, -0.026_63, 0.000_14] },
        Link { joint: LShoulderRoll, parent: Some(LShoulderPitch), offset: [0.0; 3], axis: Z, mass: 0.1578, centre: [0.024_55, 0.005_63, 0.003_3] },
        Link { joint: LElbowYaw, parent: Some(LShoulderRoll), offset: [0.105, 0.015, 0.0], axis: X, mass: 0.0648, centre: [-0.027_44, 0.0, -0.000_14] },
        Link { joint: LElbowRoll, parent: Some(LElbowYaw), offset: [0.0; 3], axis: Z, mass: 0.0776, centre: [0.025_56, 0.002_81, 0.000_76] },
        Link { joint: LWristYaw, parent: Some(LElbowRoll), offset: [0.055_95, 0.0, 0.0], axis: X, mass: 0.1853, centre: [0.034_34, -0.000_88, 0.003_08] },
    ]
};

/// All links but the torso and the fingers, a parent before its children.
pub static LINKS: LazyLock<Vec<Link>> = LazyLock::new(|| {
    let twins = LEFT.into_iter().flat_map(|link| [Some(link), link.twin()]);
    twins.flatten().collect()
});

impl Link {
    /// All links that move with one of these joints, parents before children.
    pub(super) fn that_move_with(moving: &[Joint]) -> Vec<Link> {
        let moves = |link: &&Link| moving.iter().any(|moving| moving.carries(link.joint));
        LINKS.iter().filter(moves).copied().collect()
    }

    /// The same link on the right side; none for the head.
    fn twin(&self) -> Option<Link> {
        let joint = self.joint.mirrored().0;
        let [x, y, z] = self.offset;
        let [centre_x, centre_y, centre_z] = self.centre;
        (joint != self.joint).then(|| Link {
            joint,
            parent: self.parent.map(|parent| parent.mirrored().0),
            offset: [x, -y, z],
            // Only the tilted axis has a twin; the other axes are the same on both sides and
            // the sign is in the angle.
            axis: if self.axis == TILTED { [0.0, FRAC_1_SQRT_2, FRAC_1_SQRT_2] } else { self.axis },
            mass: self.mass,
            centre: [centre_x, -centre_y, centre_z],
        })
    }
}

/// The pose of every limb, seen from the torso.
pub(super) struct Skeleton {
    frames: [DAffine3; JOINT_COUNT],
    /// Mass times place of each link, kg m.
    moments: [DVec3; JOINT_COUNT],
    /// Their sum with that of the torso, kg m.
    moment: DVec3,
    mass: f64,
}

impl Skeleton {
    pub(super) fn of(pose: &[f64; JOINT_COUNT]) -> Skeleton {
        let mut skeleton = Skeleton {
            frames: [DAffine3::IDENTITY; JOINT_COUNT],
            moments: [DVec3::ZERO; JOINT_COUNT],
            moment: DVec3::from(TORSO_CENTRE) * TORSO_MASS,
            mass: TORSO_MASS + LINKS.iter().map(|link| link.mass).sum::<f64>(),
        };
        skeleton.turn(&LINKS, pose);
        skeleton
    }

    /// Another pose, of which only these links differ.
    pub(super) fn turn(&mut self, links: &[Link], pose: &[f64; JOINT_COUNT]) {
        for link in links {
            let place = link.joint.index();
            let base = link.parent.map_or(DAffine3::IDENTITY, |parent| self.frames[parent.index()]);
            let turn = DQuat::from_axis_angle(link.axis.into(), pose[place]);
            let frame = base * DAffine3::from_rotation_translation(turn, link.offset.into());
            let moment = frame.transform_point3(link.centre.into()) * link.mass;
            self.moment += moment - self.moments[place];
            self.moments[place] = moment;
            self.frames[place] = frame;
        }
    }

    /// Centre of mass, m.
    pub(super) fn centre_of_mass(&self) -> DVec3 {
        self.moment / self.mass
    }

    /// The frame of the link that a joint moves.
    pub(super) fn frame(&self, joint: Joint) -> DAffine3 {
        self.frames[joint.index()]
    }

    /// The middle of the left sole: its frame is that of the floor while the foot is flat on it.
    pub(super) fn left_sole(&self) -> DAffine3 {
        self.frame(Joint::LAnkleRoll) * DAffine3::from_translation(DVec3::new(0.0, 0.0, SOLE))
    }

    /// The middle of the right sole.
    pub(super) fn right_sole(&self) -> DAffine3 {
        self.frame(Joint::RAnkleRoll) * DAffine3::from_translation(DVec3::new(0.0, 0.0, SOLE))
    }

    /// What is up for both soles together.
    pub(super) fn soles_up(&self) -> DVec3 {
        let up = |foot: DAffine3| foot.transform_vector3(DVec3::Z);
        (up(self.left_sole()) + up(self.right_sole())).normalize_or_zero()
    }

    /// Both hips.
    pub(super) fn hips(&self) -> [DVec3; 2] {
        [Joint::LHipPitch, Joint::RHipPitch].map(|hip| self.frame(hip).translation)
    }

    /// The corners of both soles, the left one first.
    pub(super) fn sole_corners(&self) -> [DVec3; 8] {
        let mut corners = [DVec3::ZERO; 8];
        let feet = [Joint::LAnkleRoll, Joint::RAnkleRoll];
        let places = feet.into_iter().flat_map(|foot| {
            [(HEEL, -1.0), (HEEL, 1.0), (TOE, -1.0), (TOE, 1.0)].map(|place| (foot, place))
        });
        for (corner, (foot, (x, side))) in corners.iter_mut().zip(places) {
            let place = DVec3::new(x, side * HALF_WIDTH, SOLE);
            *corner = self.frames[foot.index()].transform_point3(place);
        }
        corners
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::Posture;

    #[test]
    fn it_weighs_what_the_description_says() {
        assert!((Skeleton::of(&[0.0; JOINT_COUNT]).mass - 5.305).abs() < 0.001);
    }

    #[test]
    fn in_the_zero_pose_the_soles_are_below_the_hips() {
        let skeleton = Skeleton::of(&[0.0; JOINT_COUNT]);
        let left = skeleton.frame(Joint::LAnkleRoll).translation;
        assert!((left - DVec3::new(0.0, 0.05, -0.085 - 0.1 - 0.1029)).length() < 1e-9);
        assert!(skeleton.centre_of_mass().y.abs() < 1e-3);
    }

    #[test]
    fn a_symmetric_pose_is_symmetric() {
        let skeleton = Skeleton::of(&Posture::StandInit.angles());
        let [.., left, right] = [
            skeleton.frames[Joint::LWristYaw.index()].translation,
            skeleton.frames[Joint::RWristYaw.index()].translation,
        ];
        assert!((left - right * DVec3::new(1.0, -1.0, 1.0)).length() < 1e-9, "{left} {right}");
    }
}
