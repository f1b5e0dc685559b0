//! Whether the feet of a standing robot stay where they are: flat, and not moving against each
//! other. Weight may go from one to the other, knees may bend; a sole that slides or tips is not
//! where balance has it, and a foot that is lifted is for robots that walk.

use glam::DAffine3;

use crate::motion::{
    JOINT_COUNT, Joint, Posture, Refusal,
    proof::{Moment, Watch},
    refusal::beat,
    skeleton::Skeleton,
};

/// How far the soles may move against each other, m: within the play of the joints.
const SLIP: f64 = 0.002;

/// How far they may tip or turn against each other, rad (1°).
const TIP: f64 = 0.0175;

/// Looks after the feet of a robot that stands.
pub(super) struct Feet {
    /// The right sole as the left one sees it, in the posture; `None` when told.
    together: Option<DAffine3>,
    rest: [f64; JOINT_COUNT],
}

impl Feet {
    pub(super) fn of(start: Posture) -> Feet {
        let rest = start.angles();
        Feet { together: Some(between(&Skeleton::of(&rest))), rest }
    }
}

/// The right sole as the left one sees it.
fn between(skeleton: &Skeleton) -> DAffine3 {
    skeleton.left_sole().inverse() * skeleton.right_sole()
}

impl Watch for Feet {
    fn look(&mut self, moment: &Moment<'_>, refusals: &mut Vec<Refusal>) {
        let Some(together) = self.together else { return };
        let now = between(moment.skeleton);
        let slip = (now.translation - together.translation).length();
        let turn = together.matrix3.transpose() * now.matrix3;
        let trace = turn.x_axis.x + turn.y_axis.y + turn.z_axis.z;
        let tip = ((trace - 1.0) / 2.0).clamp(-1.0, 1.0).acos();
        let (has, allowed) = if tip > TIP {
            (format!("tip or turn by {:.1}°", tip.to_degrees()), "1° is allowed".to_owned())
        } else if slip > SLIP {
            let allowed = format!("{:.0} mm are allowed", SLIP * 1000.0);
            (format!("move by {:.1} mm", slip * 1000.0), allowed)
        } else {
            return;
        };
        self.together = None;
        // The leg that is farther from its posture is to blame.
        let bent = [Joint::LHipYawPitch, Joint::RHipYawPitch].map(|first| {
            let leg = first.index()..first.index() + 6;
            leg.map(|joint| (moment.pose[joint] - self.rest[joint]).abs()).sum::<f64>()
        });
        let joint = if bent[0] >= bent[1] { Joint::LAnkleRoll } else { Joint::RAnkleRoll };
        refusals.push(Refusal::at(
            moment.beat,
            Some(joint),
            format!(
                "the soles would {has} against each other on {}; {allowed}: bend both legs alike, and let hips and ankles roll by opposite angles (last joint: {})",
                beat(moment.beat),
                joint.name()
            ),
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::motion::{
        Joint, Posture, Track, Trajectory,
        trajectory::tests::{refusal, there_and_back},
    };

    fn prove(joints: &[(Joint, f64)]) -> Result<(), String> {
        let tracks: Vec<Track> = joints
            .iter()
            .map(|(joint, angle)| there_and_back(Posture::StandInit, *joint, *angle, 3.0))
            .collect();
        match Trajectory::prove(Posture::StandInit, 60.0, 6.0, tracks.clone()) {
            Ok(_) => Ok(()),
            Err(_) => Err(refusal(Posture::StandInit, tracks)),
        }
    }

    #[test]
    fn knees_bend_and_weight_shifts() {
        let bent = [
            (Joint::LHipPitch, -0.6),
            (Joint::LKneePitch, 1.0),
            (Joint::LAnklePitch, -0.5),
            (Joint::RHipPitch, -0.6),
            (Joint::RKneePitch, 1.0),
            (Joint::RAnklePitch, -0.5),
        ];
        assert_eq!(prove(&bent), Ok(()));
        let shifted = [
            (Joint::LHipRoll, 0.12),
            (Joint::RHipRoll, 0.12),
            (Joint::LAnkleRoll, -0.12),
            (Joint::RAnkleRoll, -0.12),
        ];
        assert_eq!(prove(&shifted), Ok(()));
    }

    #[test]
    fn one_leg_alone_is_refused() {
        let text = prove(&[(Joint::LKneePitch, 1.0)]).unwrap_err();
        assert!(text.contains("the soles would") && text.contains("LAnkleRoll"), "{text}");
        let lifted =
            [(Joint::RHipPitch, -0.75), (Joint::RKneePitch, 1.3), (Joint::RAnklePitch, -0.65)];
        let text = prove(&lifted).unwrap_err();
        assert!(text.contains("soles would move by") && text.contains("RAnkleRoll"), "{text}");
    }
}
