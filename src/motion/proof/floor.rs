//! Whether the legs of a sitting robot stay above the floor. They carry little and may move; a
//! foot that is pressed into the floor would lift the robot off its seat.

use crate::motion::{
    Joint, Posture, Refusal,
    proof::{Moment, Watch, ground::Ground},
    refusal::beat,
    skeleton::Skeleton,
};

/// How much deeper than in the posture a sole may be, m: what shells and joints give.
const GIVE: f64 = 0.004;

/// Looks after the floor below a robot that sits.
pub(super) struct Floor {
    ground: Ground,
    /// How low each corner of the soles may be, m.
    lowest: [f64; 8],
    told: bool,
}

impl Floor {
    pub(super) fn of(start: Posture) -> Floor {
        let ground = Ground::of(start);
        let skeleton = Skeleton::of(&start.angles());
        let lowest = heights(&ground, &skeleton).map(|height| height.min(0.0) - GIVE);
        Floor { ground, lowest, told: false }
    }
}

fn heights(ground: &Ground, skeleton: &Skeleton) -> [f64; 8] {
    let to_floor = ground.below(skeleton);
    skeleton.sole_corners().map(|corner| to_floor.transform_point3(corner).z)
}

impl Watch for Floor {
    fn look(&mut self, moment: &Moment<'_>, refusals: &mut Vec<Refusal>) {
        if self.told {
            return;
        }
        let heights = heights(&self.ground, moment.skeleton);
        let deep = heights.iter().zip(&self.lowest).position(|(height, lowest)| height < lowest);
        let Some(corner) = deep else { return };
        self.told = true;
        let (foot, joint) = if corner < 4 {
            ("left foot", Joint::LAnklePitch)
        } else {
            ("right foot", Joint::RAnklePitch)
        };
        refusals.push(Refusal::at(
            moment.beat,
            Some(joint),
            format!(
                "the {foot} ({}) would be {:.0} mm below the floor on {}; {:.0} mm are allowed: stretch the knee before the foot goes down",
                joint.name(),
                -heights[corner] * 1000.0,
                beat(moment.beat),
                -self.lowest[corner] * 1000.0
            ),
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::motion::{
        Joint, Posture, Trajectory,
        trajectory::tests::{refusal, there_and_back},
    };

    #[test]
    fn a_foot_through_the_floor_is_refused() {
        let knee = there_and_back(Posture::Sit, Joint::LKneePitch, 1.8, 2.0);
        let text = refusal(Posture::Sit, vec![knee]);
        assert!(text.contains("the left foot (LAnklePitch) would be"), "{text}");
        assert!(text.contains("below the floor on beat"), "{text}");
    }

    #[test]
    fn a_knee_is_stretched() {
        let knee = there_and_back(Posture::Sit, Joint::RKneePitch, 0.6, 3.0);
        Trajectory::prove(Posture::Sit, 60.0, 6.0, vec![knee]).unwrap();
    }
}
