//! Whether the robot keeps its balance: its centre of mass must stay above what carries it, with
//! a margin for what arms throw about and for an uneven floor; and where the weight presses while
//! the body speeds up or slows down must stay inside too.

use glam::{DAffine3, DVec2, DVec3};

use crate::motion::{
    Posture, Refusal,
    proof::{EVERY_S, Moment, Watch, ground::Ground, support::Support},
    refusal::beat,
    skeleton::Skeleton,
};

/// Acceleration of the fall, m/s².
const GRAVITY: f64 = 9.81;

/// The least distances from the edge of the support, m.
struct Margins {
    /// Of the centre of mass: the 10 mm that are always asked, and when standing 10 mm more for
    /// the push of both arms (see [`crate::motion::Joint::acceleration_cap`]).
    mass: f64,
    /// Of the point where the weight presses, which has that push in it but for the limbs' own
    /// turning.
    pressure: f64,
}

const STANDING: Margins = Margins { mass: 0.020, pressure: 0.010 };
const SITTING: Margins = Margins { mass: 0.010, pressure: 0.0 };

/// Looks after the balance.
pub(super) struct Balance {
    ground: Ground,
    /// From the trunk to the floor and what carries, while no leg moves.
    still: Option<(DAffine3, Support)>,
    /// What carries, as words.
    carried_by: &'static str,
    margins: Margins,
    told: bool,
    /// The centre of mass of the last two moments, seen from the floor.
    before: Option<(DVec3, DVec3)>,
}

impl Balance {
    pub(super) fn of(start: Posture, legs_move: bool) -> Balance {
        let ground = Ground::of(start);
        let still = (!legs_move).then(|| on_the_floor(&ground, &Skeleton::of(&start.angles())));
        let (carried_by, margins) = match ground {
            Ground::Feet => ("its feet", STANDING),
            Ground::Seat(_) => ("its seat and feet", SITTING),
        };
        Balance { ground, still, carried_by, margins, told: false, before: None }
    }
}

/// How the centre of mass speeds up, m/s²; it has been at rest before the first moment.
fn acceleration(before: &mut Option<(DVec3, DVec3)>, centre: DVec3) -> DVec2 {
    let (one, two) = before.unwrap_or((centre, centre));
    *before = Some((centre, one));
    (centre - one * 2.0 + two).truncate() / (EVERY_S * EVERY_S)
}

impl Watch for Balance {
    fn look(&mut self, moment: &Moment<'_>, refusals: &mut Vec<Refusal>) {
        if self.told {
            return;
        }
        let now = match &self.still {
            Some(_) => None,
            None => Some(on_the_floor(&self.ground, moment.skeleton)),
        };
        let Some((to_floor, _)) = self.still.as_ref().or(now.as_ref()) else { return };
        let centre = to_floor.transform_point3(moment.skeleton.centre_of_mass());
        // As of a cart on a table: what speeds the mass up presses the other way.
        let pressure =
            centre.truncate() - acceleration(&mut self.before, centre) * centre.z / GRAVITY;
        let Some((_, support)) = self.still.as_ref().or(now.as_ref()) else { return };
        let looked_at = [
            ("its centre of mass comes", centre.truncate(), self.margins.mass),
            ("its weight presses", pressure, self.margins.pressure),
        ];
        for (what, point, needed) in looked_at {
            let margin = support.margin(point);
            if margin < needed {
                self.told = true;
                refusals.push(Refusal::at(
                    moment.beat,
                    None,
                    format!(
                        "the robot would lose its balance on {}: {what} {}, at least {:.0} mm inside are needed",
                        beat(moment.beat),
                        place(margin, self.carried_by),
                        needed * 1000.0
                    ),
                ));
                return;
            }
        }
    }
}

/// From the trunk to the floor, and what carries there.
fn on_the_floor(ground: &Ground, skeleton: &Skeleton) -> (DAffine3, Support) {
    let to_floor = ground.below(skeleton);
    let support = Support::of(ground.support(skeleton, &to_floor));
    (to_floor, support)
}

fn place(margin: f64, carried_by: &str) -> String {
    let mm = (margin * 1000.0).abs();
    let side = if margin < 0.0 { "outside" } else { "inside" };
    format!("{mm:.1} mm {side} the edge of {carried_by}")
}

#[cfg(test)]
mod tests {
    use crate::motion::{
        Joint, Posture, Track, Trajectory,
        trajectory::tests::{refusal, there_and_back},
    };

    /// Both joints of a pair there and back.
    fn both(start: Posture, joints: [Joint; 2], angle: f64, stretch_s: f64) -> Vec<Track> {
        joints.map(|joint| there_and_back(start, joint, angle, stretch_s)).to_vec()
    }

    const ANKLES: [Joint; 2] = [Joint::LAnklePitch, Joint::RAnklePitch];

    #[test]
    fn leaning_far_forward_is_refused() {
        let text = refusal(Posture::StandInit, both(Posture::StandInit, ANKLES, -0.9, 4.0));
        assert!(text.contains("lose its balance on beat"), "{text}");
        assert!(text.contains("its centre of mass comes 19.") && text.contains("20 mm"), "{text}");
    }

    #[test]
    fn a_lean_that_is_safe_when_slow_is_refused_when_quick() {
        let slow = both(Posture::StandInit, ANKLES, -0.59, 3.0);
        Trajectory::prove(Posture::StandInit, 60.0, 6.0, slow).unwrap();
        let text = refusal(Posture::StandInit, both(Posture::StandInit, ANKLES, -0.59, 0.5));
        assert!(text.contains("its weight presses"), "{text}");
    }

    #[test]
    fn lifting_both_feet_from_the_floor_is_refused() {
        let mut lifted = both(Posture::Sit, [Joint::LKneePitch, Joint::RKneePitch], 0.0, 4.0);
        lifted.extend(both(Posture::Sit, [Joint::LShoulderPitch, Joint::RShoulderPitch], 0.2, 4.0));
        let text = refusal(Posture::Sit, lifted);
        assert!(text.contains("inside the edge of its seat and feet, at least 10 mm"), "{text}");
    }
}
