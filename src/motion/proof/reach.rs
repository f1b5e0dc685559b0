//! Whether a joint's course is one at all, stays within the joint's limits, and comes home.

use crate::motion::{
    Refusal, Track, Trajectory,
    proof::TOLERANCE,
    refusal::{beat, shown},
};

/// Whether the keys make a course: numbers, in order of time.
pub(super) fn sound(trajectory: &Trajectory, track: &Track) -> Result<(), Refusal> {
    let Track { joint, times, angles, speeds } = track;
    let name = joint.name();
    let refuse = |what: String| Err(Refusal::of(*joint, what));
    if times.is_empty() || times.len() != angles.len() {
        return refuse(format!("{name} has {} times and {} angles", times.len(), angles.len()));
    }
    if !speeds.is_empty() && speeds.len() != times.len() {
        return refuse(format!("{name} has {} times and {} speeds", times.len(), speeds.len()));
    }
    if times.iter().chain(angles).any(|number| !number.is_finite()) {
        return refuse(format!("{name} has a time or an angle that is no number"));
    }
    let mut before = 0.0;
    for &time in times {
        if time <= before {
            let (here, there) = (trajectory.beat_at(time), trajectory.beat_at(before));
            let what = format!("{name}: {} does not come after {}", beat(here), beat(there));
            return Err(Refusal::at(here, Some(*joint), what));
        }
        before = time;
    }
    if speeds.iter().any(|speed| !speed.is_finite()) {
        return refuse(format!("{name} has a speed that is no number"));
    }
    if speeds.last().is_some_and(|speed| *speed != 0.0) {
        return refuse(format!("{name} does not end at rest"));
    }
    Ok(())
}

/// What leaves the limits, and what does not come home.
pub(super) fn refuse(trajectory: &Trajectory, track: &Track, refusals: &mut Vec<Refusal>) {
    let joint = track.joint;
    let rest = trajectory.start().angles()[joint.index()];
    let limits = joint.limits();
    let mut end = rest;
    for stretch in track.stretches(rest) {
        end = stretch.to.angle;
        let (least, most) = stretch.range();
        let outside = if most > limits.max + TOLERANCE {
            most
        } else if least < limits.min - TOLERANCE {
            least
        } else {
            continue;
        };
        let at = trajectory.beat_at(stretch.to.time);
        refusals.push(Refusal::at(
            at,
            Some(joint),
            format!(
                "{} goes to {} on {}; {} to {} are allowed",
                joint.name(),
                shown(joint, outside),
                beat(at),
                shown(joint, limits.min),
                shown(joint, limits.max)
            ),
        ));
    }
    if (end - rest).abs() > TOLERANCE {
        refusals.push(Refusal::of(
            joint,
            format!(
                "{} ends at {}, not where {} has it ({})",
                joint.name(),
                shown(joint, end),
                trajectory.start().name(),
                shown(joint, rest)
            ),
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::motion::{
        Joint, Posture, Track,
        trajectory::tests::{refusal, there_and_back, track},
    };

    #[test]
    fn what_leaves_a_limit_is_refused() {
        let elbow = there_and_back(Posture::Sit, Joint::LElbowRoll, 0.3, 3.0);
        let text = refusal(Posture::Sit, vec![elbow]);
        let told = "LElbowRoll goes to 17.2° on beat 3; -88.5° to -2.0° are allowed";
        assert!(text.contains(told), "{text}");
    }

    #[test]
    fn what_overshoots_a_limit_between_its_keys_is_refused() {
        let rest = Posture::Sit.angles()[Joint::HeadYaw.index()];
        let overshooting = Track {
            joint: Joint::HeadYaw,
            times: vec![4.0, 6.0, 10.0],
            angles: vec![2.0, 2.0, rest],
            speeds: vec![0.4, -0.4, 0.0],
        };
        let text = refusal(Posture::Sit, vec![overshooting]);
        assert!(text.contains("HeadYaw goes to"), "{text}");
    }

    #[test]
    fn open_ends_and_lost_order_are_refused() {
        let text = refusal(Posture::Sit, vec![track(Joint::LShoulderPitch, &[(3.0, 0.0)])]);
        assert!(text.contains("not where Sit has it"), "{text}");
        let text = refusal(Posture::Sit, vec![track(Joint::HeadYaw, &[(2.0, 0.1), (2.0, 0.0)])]);
        assert!(text.contains("beat 2 does not come after beat 2"), "{text}");
    }

    #[test]
    fn what_is_no_course_is_refused() {
        let joint = Joint::HeadYaw;
        let (times, angles) = (vec![1.0, 2.0], vec![0.1, -0.0461]);
        for (track, told) in [
            (Track { joint, times: times.clone(), angles: vec![], speeds: vec![] }, "0 angles"),
            (
                Track { joint, times: vec![f64::NAN, 2.0], angles: angles.clone(), speeds: vec![] },
                "no number",
            ),
            (
                Track { joint, times: times.clone(), angles: angles.clone(), speeds: vec![0.1] },
                "1 speeds",
            ),
            (Track { joint, times, angles, speeds: vec![0.0, 0.1] }, "at rest"),
        ] {
            let text = refusal(Posture::Sit, vec![track]);
            assert!(text.contains(told), "{told}: {text}");
        }
    }
}
