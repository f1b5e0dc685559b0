//! Whether a joint is as slow and as gentle as it must be near people and for its motor.

use crate::motion::{Part, Refusal, Track, Trajectory, refusal::beat};

/// What is too fast, and what starts or stops too hard.
pub(super) fn refuse(trajectory: &Trajectory, track: &Track, refusals: &mut Vec<Refusal>) {
    let joint = track.joint;
    let name = joint.name();
    let unit = if joint.part() == Part::Hand { "1" } else { "rad" };
    for stretch in track.stretches(trajectory.start().angles()[joint.index()]) {
        let from = beat(trajectory.beat_at(stretch.from.time));
        let at = trajectory.beat_at(stretch.to.time);
        let between = format!("between {from} and {}", beat(at));
        let (speed, allowed) = (stretch.peak_speed(), joint.speed_cap());
        if speed > allowed {
            let what = format!(
                "{name} turns at {speed:.2} {unit}/s {between}; {allowed:.2} {unit}/s are allowed"
            );
            refusals.push(Refusal::at(at, Some(joint), what));
        }
        let (acceleration, allowed) = (stretch.peak_acceleration(), joint.acceleration_cap());
        if acceleration > allowed {
            let what = format!(
                "{name} is thrown at {acceleration:.1} {unit}/s² {between}; {allowed:.1} {unit}/s² are allowed"
            );
            refusals.push(Refusal::at(at, Some(joint), what));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::motion::{
        Joint, Posture,
        trajectory::tests::{refusal, there_and_back},
    };

    #[test]
    fn what_is_too_fast_is_refused() {
        let arm = there_and_back(Posture::Sit, Joint::LShoulderPitch, -1.0, 0.9);
        let text = refusal(Posture::Sit, vec![arm]);
        let told = "LShoulderPitch turns at 3.14 rad/s between beat 0 and beat 0.9; 2.50 rad/s";
        assert!(text.contains(told), "{text}");
        assert!(!text.contains("thrown"), "{text}");
    }

    #[test]
    fn what_starts_too_hard_is_refused() {
        // Slow enough all the way, and yet a jerk.
        let arm = there_and_back(Posture::Sit, Joint::LShoulderPitch, 0.7, 0.2);
        let text = refusal(Posture::Sit, vec![arm]);
        let told = "LShoulderPitch is thrown at 27.3 rad/s² between beat 0 and beat 0.2; 20.0";
        assert!(text.contains(told), "{text}");
        assert!(!text.contains("turns"), "{text}");
    }

    #[test]
    fn every_cap_leaves_a_fifth_of_the_motor_unused() {
        for joint in Joint::ALL {
            assert!(joint.speed_cap() <= 0.8 * joint.limits().max_speed, "{}", joint.name());
        }
    }
}
