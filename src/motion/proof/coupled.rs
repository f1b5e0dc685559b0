//! Limits that depend on another joint: the head must not touch the shoulders, the foot must not
//! touch the shin. Tables of the maker, linear between their rows (rad).

use crate::motion::{
    JOINT_COUNT, Joint, Refusal,
    proof::{Moment, TOLERANCE, Watch},
    refusal::beat,
};

/// |HeadYaw| to the smallest and largest HeadPitch.
const HEAD: [(f64, f64, f64); 7] = [
    (0.0, -0.672, 0.515),
    (0.486, -0.672, 0.422),
    (0.756, -0.548, 0.370),
    (0.903, -0.480, 0.330),
    (1.090, -0.430, 0.300),
    (1.527, -0.330, 0.200),
    (2.086, -0.449, 0.330),
];

/// AnklePitch to the smallest and largest LAnkleRoll (the right foot mirrors it).
const ANKLE: [(f64, f64, f64); 7] = [
    (-1.1894, -0.0499, 0.0750),
    (-0.8400, -0.1799, 0.1700),
    (-0.7001, -0.3979, 0.2201),
    (-0.4499, -0.3979, 0.7690),
    (0.1000, -0.3979, 0.7690),
    (0.3499, -0.3979, 0.5505),
    (0.9228, 0.0000, 0.0499),
];

/// Looks after limits that depend on another joint.
#[derive(Default)]
pub(super) struct Coupled {
    told: Vec<Joint>,
}

impl Watch for Coupled {
    fn look(&mut self, moment: &Moment<'_>, refusals: &mut Vec<Refusal>) {
        for (joint, min, max) in limits(&moment.pose) {
            let angle = moment.pose[joint.index()];
            if (min - TOLERANCE..=max + TOLERANCE).contains(&angle) || self.told.contains(&joint) {
                continue;
            }
            self.told.push(joint);
            refusals.push(Refusal::at(
                moment.beat,
                Some(joint),
                format!(
                    "{} reaches {:.1}° on {}; where its neighbour is then, only {:.1}° to {:.1}° are allowed",
                    joint.name(),
                    angle.to_degrees(),
                    beat(moment.beat),
                    min.to_degrees(),
                    max.to_degrees()
                ),
            ));
        }
        let [left, right] =
            [Joint::LHipYawPitch, Joint::RHipYawPitch].map(|joint| moment.pose[joint.index()]);
        if (left - right).abs() > TOLERANCE && !self.told.contains(&Joint::LHipYawPitch) {
            self.told.push(Joint::LHipYawPitch);
            refusals.push(Refusal::at(
                moment.beat,
                Some(Joint::LHipYawPitch),
                format!(
                    "LHipYawPitch is at {:.1}° and RHipYawPitch at {:.1}° on {}: one motor turns both, so that they must be the same",
                    left.to_degrees(),
                    right.to_degrees(),
                    beat(moment.beat)
                ),
            ));
        }
    }
}

/// The joints whose limits depend on another, with their limits in this pose.
fn limits(pose: &[f64; JOINT_COUNT]) -> [(Joint, f64, f64); 3] {
    let at = |joint: Joint| pose[joint.index()];
    let (head_min, head_max) = between(&HEAD, at(Joint::HeadYaw).abs());
    let (left_min, left_max) = between(&ANKLE, at(Joint::LAnklePitch));
    let (right_min, right_max) = between(&ANKLE, at(Joint::RAnklePitch));
    [
        (Joint::HeadPitch, head_min, head_max),
        (Joint::LAnkleRoll, left_min, left_max),
        (Joint::RAnkleRoll, -right_max, -right_min),
    ]
}

/// Linear between the rows, constant beyond them.
fn between(table: &[(f64, f64, f64)], at: f64) -> (f64, f64) {
    let mut before = table[0];
    for &row in table {
        if at <= row.0 {
            let span = row.0 - before.0;
            let share = if span > 0.0 { ((at - before.0) / span).clamp(0.0, 1.0) } else { 1.0 };
            let mix = |from: f64, to: f64| from + share * (to - from);
            return (mix(before.1, row.1), mix(before.2, row.2));
        }
        before = row;
    }
    (before.1, before.2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{
        Posture,
        trajectory::tests::{refusal, there_and_back},
    };

    #[test]
    fn a_nod_with_turned_head_is_refused() {
        let turned = [(Joint::HeadYaw, 1.5), (Joint::HeadPitch, 0.45)]
            .map(|(joint, angle)| there_and_back(Posture::Sit, joint, angle, 4.0));
        let text = refusal(Posture::Sit, turned.to_vec());
        assert!(text.contains("HeadPitch reaches"), "{text}");
    }

    #[test]
    fn a_rolled_ankle_with_bent_foot_is_refused() {
        let bent = [(Joint::LAnklePitch, 0.9), (Joint::LAnkleRoll, 0.3)]
            .map(|(joint, angle)| there_and_back(Posture::Sit, joint, angle, 2.0));
        let text = refusal(Posture::Sit, bent.to_vec());
        assert!(text.contains("LAnkleRoll reaches"), "{text}");
    }

    #[test]
    fn hips_that_share_a_motor_are_not_torn_apart() {
        let one = there_and_back(Posture::Sit, Joint::LHipYawPitch, -0.4, 2.0);
        let text = refusal(Posture::Sit, vec![one]);
        assert!(text.contains("one motor turns both"), "{text}");
    }

    #[test]
    fn between_the_rows_the_limit_is_between_theirs() {
        let (min, max) = between(&HEAD, 0.243);
        assert!((min + 0.672).abs() < 1e-9);
        assert!((max - 0.4685).abs() < 1e-9);
        assert_eq!(between(&HEAD, 9.0), (-0.449, 0.330));
    }

    #[test]
    fn every_posture_is_within_them() {
        for posture in Posture::ALL {
            let pose = posture.angles();
            for (joint, min, max) in limits(&pose) {
                let angle = pose[joint.index()];
                assert!(
                    (min - 1e-3..=max + 1e-3).contains(&angle),
                    "{posture:?} {joint:?} {angle}"
                );
            }
        }
    }
}
