//! Whether the robot touches itself: limbs, head and trunk as capsules a little fuller than the
//! shells.

use glam::DVec3;

use crate::motion::{
    Joint, Posture, Refusal,
    proof::{Moment, Watch, capsule::Capsule},
    refusal::beat,
    skeleton::Skeleton,
};

/// How far parts of the body must stay apart, m: for the play of the joints, and for what the
/// motors lag behind.
const CLEARANCE: f64 = 0.010;

/// How much nearer than in the posture itself, m: what shells and joints give.
const GIVE: f64 = 0.002;

/// A part of the body: its name, the joint whose frame it lies in (none: the trunk), its
/// segment in that frame and its radius, m. The right side mirrors the left in y.
struct Shape {
    name: &'static str,
    frame: Option<Joint>,
    from: [f64; 3],
    to: [f64; 3],
    radius: f64,
}

/// Shells, estimated and rounded up. The upper arm begins where it leaves
/// the shoulder, and the thigh where it leaves the hip.
#[rustfmt::skip]
const SHAPES: [Shape; 7] = [
    Shape { name: "side of the trunk", frame: None, from: [0.0, 0.022, -0.04], to: [0.0, 0.022, 0.075], radius: 0.048 },
    Shape { name: "head", frame: Some(Joint::HeadPitch), from: [0.0, 0.008, 0.058], to: [0.0, 0.0, 0.058], radius: 0.060 },
    Shape { name: "upper arm", frame: Some(Joint::LShoulderRoll), from: [0.045, 0.007, 0.0], to: [0.105, 0.015, 0.0], radius: 0.030 },
    Shape { name: "forearm", frame: Some(Joint::LWristYaw), from: [-0.055_95, 0.0, 0.0], to: [0.075, 0.0, -0.006], radius: 0.026 },
    Shape { name: "thigh", frame: Some(Joint::LHipPitch), from: [0.0, 0.0, -0.03], to: [0.0, 0.0, -0.1], radius: 0.040 },
    Shape { name: "shin", frame: Some(Joint::LKneePitch), from: [0.0, 0.0, 0.0], to: [0.0, 0.0, -0.1029], radius: 0.036 },
    Shape { name: "foot", frame: Some(Joint::LAnkleRoll), from: [-0.02, 0.0, -0.02], to: [0.07, 0.0, -0.02], radius: 0.040 },
];

const TRUNK: usize = 0;
const HEAD: usize = 1;
const UPPER_ARM: usize = 2;
const FOREARM: usize = 3;
const THIGH: usize = 4;
const SHIN: usize = 5;
const FOOT: usize = 6;

/// Which shapes could touch: neighbours cannot, their joint's limits keep them apart.
const WITH_EITHER_SIDE: [(usize, usize); 6] = [
    (UPPER_ARM, TRUNK),
    (UPPER_ARM, HEAD),
    (FOREARM, TRUNK),
    (FOREARM, HEAD),
    (FOREARM, THIGH),
    (FOREARM, SHIN),
];
const WITH_THE_OTHER_SIDE: [(usize, usize); 9] = [
    (UPPER_ARM, UPPER_ARM),
    (UPPER_ARM, FOREARM),
    (FOREARM, FOREARM),
    (THIGH, THIGH),
    (THIGH, SHIN),
    (SHIN, SHIN),
    (SHIN, FOOT),
    (THIGH, FOOT),
    (FOOT, FOOT),
];

/// A side of the body.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

use Side::{Left, Right};

/// Looks after the distances between parts of the body.
pub(super) struct Collision {
    pairs: Vec<Pair>,
}

/// Two parts, and how near they may come, m: the clearance, or as near as the posture itself has
/// them (the hands of who sits lie by the thighs).
struct Pair {
    one: Body,
    other: Body,
    allowed: f64,
}

/// A part of a side, ready to be placed.
#[derive(Clone, Copy)]
struct Body {
    shape: usize,
    side: Side,
    frame: Option<Joint>,
    /// In its frame; only the places count.
    still: Capsule,
}

impl Collision {
    pub(super) fn of(start: Posture, moving: &[Joint]) -> Collision {
        let skeleton = Skeleton::of(&start.angles());
        let either = WITH_EITHER_SIDE.into_iter().flat_map(|(one, other)| {
            [(Left, Left), (Left, Right), (Right, Left), (Right, Right)]
                .map(|(side, its)| ((one, side), (other, its)))
        });
        let across = WITH_THE_OTHER_SIDE.into_iter().flat_map(|(one, other)| {
            let there = [((one, Left), (other, Right)), ((one, Right), (other, Left))];
            there.into_iter().take(if one == other { 1 } else { 2 })
        });
        let pairs = either
            .chain(across)
            .map(|(one, other)| (Body::of(one), Body::of(other)))
            // Where neither moves, the posture is proof enough.
            .filter(|(one, other)| one.moves_with(moving) || other.moves_with(moving))
            .map(|(one, other)| {
                let apart = one.placed(&skeleton).distance(&other.placed(&skeleton));
                Pair { one, other, allowed: CLEARANCE.min(apart - GIVE) }
            });
        Collision { pairs: pairs.collect() }
    }
}

impl Watch for Collision {
    fn look(&mut self, moment: &Moment<'_>, refusals: &mut Vec<Refusal>) {
        let mut capsules = [[None; SHAPES.len()]; 2];
        let mut capsule = |body: &Body| {
            *capsules[body.side as usize][body.shape]
                .get_or_insert_with(|| body.placed(moment.skeleton))
        };
        self.pairs.retain(|pair| {
            let apart = capsule(&pair.one).distance(&capsule(&pair.other));
            if apart >= pair.allowed {
                return true;
            }
            let near = if pair.allowed < CLEARANCE {
                "nearer than in the posture itself".to_owned()
            } else if apart < 0.0 {
                "into it".to_owned()
            } else {
                format!("{:.1} mm near, {:.0} mm are needed", apart * 1000.0, CLEARANCE * 1000.0)
            };
            let joint = pair.one.blamed();
            refusals.push(Refusal::at(
                moment.beat,
                joint,
                format!(
                    "on {} the {} ({}) would touch the {}: it comes {near}",
                    beat(moment.beat),
                    pair.one.name(),
                    joint.map_or("trunk", Joint::name),
                    pair.other.name()
                ),
            ));
            false
        });
    }
}

impl Body {
    fn of((shape, side): (usize, Side)) -> Body {
        let Shape { frame, from, to, radius, .. } = &SHAPES[shape];
        let mirrored = DVec3::new(1.0, if side == Right { -1.0 } else { 1.0 }, 1.0);
        let frame = frame.map(|joint| if side == Right { joint.mirrored().0 } else { joint });
        let still = Capsule {
            from: DVec3::from(*from) * mirrored,
            to: DVec3::from(*to) * mirrored,
            radius: *radius,
        };
        Body { shape, side, frame, still }
    }

    /// Whether one of these joints moves it.
    fn moves_with(&self, moving: &[Joint]) -> bool {
        let carries = |frame: Joint| moving.iter().any(|joint| joint.carries(frame));
        self.frame.is_some_and(carries)
    }

    /// Where it is now.
    fn placed(&self, skeleton: &Skeleton) -> Capsule {
        let Some(frame) = self.frame.map(|joint| skeleton.frame(joint)) else { return self.still };
        Capsule {
            from: frame.transform_point3(self.still.from),
            to: frame.transform_point3(self.still.to),
            ..self.still
        }
    }

    fn name(&self) -> String {
        let name = SHAPES[self.shape].name;
        match (self.shape, self.side) {
            (HEAD, _) => name.to_owned(),
            (_, Left) => format!("left {name}"),
            (_, Right) => format!("right {name}"),
        }
    }

    /// The joint that brings it near: that of its frame, and of the forearm the elbow.
    fn blamed(&self) -> Option<Joint> {
        match (self.shape, self.side) {
            (FOREARM, Left) => Some(Joint::LElbowRoll),
            (FOREARM, Right) => Some(Joint::RElbowRoll),
            _ => self.frame,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{
        Trajectory,
        trajectory::tests::{refusal, there_and_back},
    };

    fn tracks(start: Posture, joints: &[(Joint, f64)]) -> Vec<crate::motion::Track> {
        joints.iter().map(|(joint, angle)| there_and_back(start, *joint, *angle, 3.0)).collect()
    }

    #[test]
    fn a_hand_at_the_head_is_refused() {
        let to_the_face = [
            (Joint::LShoulderPitch, -0.6),
            (Joint::LShoulderRoll, -0.2),
            (Joint::LElbowYaw, -0.5),
            (Joint::LElbowRoll, -1.4),
        ];
        let text = refusal(Posture::Sit, tracks(Posture::Sit, &to_the_face));
        let told = "the left forearm (LElbowRoll) would touch the head: it comes";
        assert!(text.contains(told) && text.contains("mm near, 10 mm are needed"), "{text}");
    }

    #[test]
    fn hands_that_meet_are_refused() {
        let inwards = [
            (Joint::LShoulderPitch, 0.3),
            (Joint::LShoulderRoll, -0.2),
            (Joint::LElbowYaw, 0.0),
            (Joint::LElbowRoll, -0.8),
            (Joint::RShoulderPitch, 0.3),
            (Joint::RShoulderRoll, 0.2),
            (Joint::RElbowYaw, 0.0),
            (Joint::RElbowRoll, 0.8),
        ];
        let text = refusal(Posture::Sit, tracks(Posture::Sit, &inwards));
        assert!(text.contains("would touch the right forearm"), "{text}");
    }

    #[test]
    fn a_leg_at_the_other_is_refused() {
        let mut pose = Posture::StandInit.angles();
        pose[Joint::LHipRoll.index()] = -0.3;
        let moment = Moment { beat: 2.0, skeleton: &Skeleton::of(&pose), pose };
        let mut refusals = Vec::new();
        Collision::of(Posture::StandInit, &[Joint::LHipRoll]).look(&moment, &mut refusals);
        let told = "on beat 2 the left shin (LKneePitch) would touch the right shin";
        assert!(refusals.iter().any(|refusal| refusal.what.starts_with(told)), "{refusals:?}");
    }

    #[test]
    fn a_hand_pressed_on_the_knee_is_refused() {
        let text = refusal(Posture::Sit, tracks(Posture::Sit, &[(Joint::LShoulderPitch, 1.1)]));
        assert!(text.contains("left thigh: it comes nearer than in the posture itself"), "{text}");
    }

    #[test]
    fn arms_go_up_beside_the_head() {
        let up =
            [(Joint::LShoulderPitch, -1.3), (Joint::LShoulderRoll, 0.2), (Joint::LElbowRoll, -0.2)];
        Trajectory::prove(Posture::Sit, 60.0, 6.0, tracks(Posture::Sit, &up)).unwrap();
    }

    #[test]
    fn both_sides_are_mirrored() {
        let skeleton = Skeleton::of(&Posture::StandInit.angles());
        for (shape, Shape { name, .. }) in SHAPES.iter().enumerate() {
            let [left, right] = [Left, Right].map(|side| Body::of((shape, side)).placed(&skeleton));
            let mirrored = right.to * DVec3::new(1.0, -1.0, 1.0);
            assert!((left.to - mirrored).length() < 1e-9, "{name}");
        }
    }
}
