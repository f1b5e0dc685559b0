//! Whether the robot keeps its balance: its centre of mass must stay above what carries it, with
//! a margin for what arms throw about and for an uneven floor; and where the weight presses while
//! the body speeds up or slows down must stay inside too.

use glam::{DVec2, DVec3};

use crate::motion::{
    Posture, Refusal,
    proof::{EVERY_S, Moment, Watch, ground::Ground, support},
    refusal::beat,
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
    /// What carries, as words.
    carried_by: &'static str,
    margins: Margins,
    told: bool,
    /// The centre of mass of the last two moments, seen from the floor.
    before: Option<(DVec3, DVec3)>,
}

impl Balance {
    pub(super) fn of(start: Posture) -> Balance {
        let ground = Ground::of(start);
        let (carried_by, margins) = match ground {
            Ground::Feet => ("its feet", STANDING),
            Ground::Seat(_) => ("its seat and feet", SITTING),
        };
        Balance { ground, carried_by, margins, told: false, before: None }
    }

    /// How the centre of mass speeds up, m/s²; it has been at rest before the first moment.
    fn acceleration(&mut self, centre: DVec3) -> DVec2 {
        let (one, two) = self.before.unwrap_or((centre, centre));
        self.before = Some((centre, one));
        (centre - one * 2.0 + two).truncate() / (EVERY_S * EVERY_S)
    }
}

impl Watch for Balance {
    fn look(&mut self, moment: &Moment, refusals: &mut Vec<Refusal>) {
        if self.told {
            return;
        }
        let to_floor = self.ground.below(&moment.skeleton);
        let centre = to_floor.transform_point3(moment.skeleton.centre_of_mass());
        let support = self.ground.support(&moment.skeleton, &to_floor);
        // As of a cart on a table: what speeds the mass up presses the other way.
        let pressure = centre.truncate() - self.acceleration(centre) * centre.z / GRAVITY;
        let looked_at = [
            ("its centre of mass comes", centre.truncate(), self.margins.mass),
            ("its weight presses", pressure, self.margins.pressure),
        ];
        for (what, point, needed) in looked_at {
            let margin = support::margin(support.clone(), point);
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
    fn rocking_back_over_the_seat_is_refused() {
        // Both feet off the floor, and everything else as far back as it goes.
        let mut back = both(Posture::Sit, [Joint::LKneePitch, Joint::RKneePitch], 0.0, 4.0);
        back.extend(both(Posture::Sit, [Joint::LShoulderPitch, Joint::RShoulderPitch], -2.0, 4.0));
        let text = refusal(Posture::Sit, back);
        assert!(text.contains("the edge of its seat and feet"), "{text}");
    }
}
