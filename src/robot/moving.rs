//! Motion: one call a movement, within the limits of this very robot, with motors that hold.
//!
//! What was proven is what is played: the Bézier curves are the proven course itself, while
//! nobody writes down how `angleInterpolation` gets from key to key.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    motion::{Posture, Track, Trajectory},
    robot::{
        BodyError,
        calls::{Calls, SHORT},
        limits, safety,
    },
};

/// goToPosture plans its own way; standing up can take half a minute.
const POSTURE_WITHIN: Duration = Duration::from_secs(60);

/// Speed of goToPosture, as a fraction of the fastest.
const POSTURE_SPEED: f64 = 0.5;

/// A motor with less stiffness than this does not follow. NAOqi itself lets go of one that is too
/// hot, so that it is never made stiff again from here.
const LIMP: f64 = 0.1;

/// Makes a proven motion when `begin` ends; ends when it is done.
pub(super) async fn run(
    naoqi: &impl Calls,
    body: &limits::Body,
    trajectory: &Trajectory,
    begin: impl Future<Output = ()>,
) -> Result<(), BodyError> {
    const CALL: &str = "ALMotion.angleInterpolationBezier";
    let refused = |text: String| BodyError::Refused { call: CALL.to_owned(), text };
    limits::allow(body, trajectory).map_err(refused)?;
    let tracks = trajectory.tracks();
    let names: Vec<&str> = tracks.iter().map(|track| track.joint.name()).collect();
    if let Some(limp) = limp(naoqi, &names).await? {
        return Err(refused(format!(
            "{limp} has no strength: the motors were let go, or it is too hot. Let the robot rest, then start again"
        )));
    }
    let times: Vec<&[f64]> = tracks.iter().map(|track| track.times.as_slice()).collect();
    let within = Duration::from_secs_f64(trajectory.duration_s() + 5.0);
    let points: Vec<Vec<Value>> = tracks.iter().map(control_points).collect();
    let args = vec![json!(names), json!(times), json!(points)];
    begin.await;
    match naoqi.call("ALMotion", "angleInterpolationBezier", args, within).await {
        Err(BodyError::NoSuchMethod { .. }) => {
            let angles: Vec<&[f64]> = tracks.iter().map(|track| track.angles.as_slice()).collect();
            let args = vec![json!(names), json!(angles), json!(times), json!(true)];
            naoqi.call("ALMotion", "angleInterpolation", args, within).await.map(drop)
        }
        outcome => outcome.map(drop),
    }
}

/// How NAOqi calls a Bézier curve.
const BEZIER: u32 = 3;

/// `[angle, [type, dTime, dAngle], [type, dTime, dAngle]]` a key: handles a third of the stretch
/// long, as steep as the speed at the key, draw the course of `motion::course`. Choregraphe writes
/// its curves so.
fn control_points(track: &Track) -> Vec<Value> {
    let stretch = |place: usize| {
        let before = place.checked_sub(1).and_then(|place| track.times.get(place));
        track.times.get(place).map_or(0.0, |time| time - before.copied().unwrap_or(0.0))
    };
    let keys = track.keys().enumerate();
    keys.map(|(place, key)| {
        let handle = |time: f64| json!([BEZIER, time, key.speed * time]);
        json!([key.angle, handle(-stretch(place) / 3.0), handle(stretch(place + 1) / 3.0)])
    })
    .collect()
}

/// The first of these joints that does not follow.
async fn limp<'a>(naoqi: &impl Calls, names: &[&'a str]) -> Result<Option<&'a str>, BodyError> {
    let told = match naoqi.call("ALMotion", "getStiffnesses", vec![json!(names)], SHORT).await {
        Ok(told) => told,
        Err(BodyError::NoSuchMethod { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let stiffness = |place: usize| told.get(place).and_then(Value::as_f64);
    let limp = |place: &usize| stiffness(*place).is_some_and(|stiffness| stiffness < LIMP);
    Ok((0..names.len()).find(limp).map(|place| names[place]))
}

/// Goes to a posture; ends when it is reached.
pub(super) async fn take_posture(naoqi: &impl Calls, posture: Posture) -> Result<(), BodyError> {
    const CALL: &str = "ALRobotPosture.goToPosture";
    safety::refuse_if_it_lies(naoqi, CALL).await?;
    let args = vec![json!(posture.name()), json!(POSTURE_SPEED)];
    let reached = naoqi.call("ALRobotPosture", "goToPosture", args, POSTURE_WITHIN).await?;
    if reached == json!(false) {
        return Err(BodyError::Refused {
            call: CALL.to_owned(),
            text: format!("{} was not reached: is something in the way?", posture.name()),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use super::*;
    use crate::{
        motion::{Joint, Limits},
        robot::pretend::Pretend,
    };

    fn nod() -> Trajectory {
        let rest = Posture::Sit.angles()[Joint::HeadPitch.index()];
        let tracks = json!([{"joint": "HeadPitch", "times": [1.0, 2.0], "angles": [0.2, rest]}]);
        serde_json::from_value(json!({"start": "sit", "tracks": tracks})).unwrap()
    }

    #[tokio::test]
    async fn a_movement_is_one_call() {
        let naoqi = Pretend::default().answering("ALMotion.getStiffnesses", json!([0.9]));
        run(&naoqi, &limits::ours(), &nod(), ready(())).await.unwrap();
        assert_eq!(naoqi.names(), ["ALMotion.getStiffnesses", "ALMotion.angleInterpolationBezier"]);
        let args = naoqi.said().remove(1).1;
        assert_eq!((&args[0], &args[1]), (&json!(["HeadPitch"]), &json!([[1.0, 2.0]])));
        let first = json!([0.2, [3, -1.0 / 3.0, 0.0], [3, 1.0 / 3.0, 0.0]]);
        assert_eq!(args[2][0][0], first);
        assert_eq!(args[2][0][1][2], json!([3, 0.0, 0.0]), "nothing comes after the last key");
    }

    #[tokio::test]
    async fn a_key_in_passing_has_steep_handles() {
        let rest = Posture::Sit.angles()[Joint::HeadPitch.index()];
        let track = json!({
            "joint": "HeadPitch", "times": [1.0, 3.0, 5.0], "angles": [0.1, 0.2, rest],
            "speeds": [0.09, 0.0, 0.0],
        });
        let passing: Trajectory =
            serde_json::from_value(json!({"start": "sit", "tracks": [track]})).unwrap();
        let naoqi = Pretend::default().answering("ALMotion.getStiffnesses", json!([0.9]));
        run(&naoqi, &limits::ours(), &passing, ready(())).await.unwrap();
        let point = &naoqi.said().remove(1).1[2][0][0];
        let near = |place: usize, expected: [f64; 2]| {
            let handle = [1, 2].map(|at| point[place][at].as_f64().unwrap());
            handle.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-9)
        };
        assert!(near(1, [-1.0 / 3.0, -0.03]) && near(2, [2.0 / 3.0, 0.06]), "{point}");
    }

    #[tokio::test]
    async fn a_robot_without_curves_is_moved_without_them() {
        let naoqi = Pretend::default().doing("ALMotion.angleInterpolationBezier", |_| {
            Err(BodyError::NoSuchMethod { call: "ALMotion.angleInterpolationBezier".into() })
        });
        run(&naoqi, &limits::ours(), &nod(), ready(())).await.unwrap();
        let args = naoqi.said().pop().unwrap();
        assert_eq!((args.0.as_str(), &args.1[3]), ("ALMotion.angleInterpolation", &json!(true)));
    }

    #[tokio::test]
    async fn what_this_robot_does_not_allow_is_never_sent() {
        let naoqi = Pretend::default();
        let mut body = limits::ours();
        body[Joint::HeadPitch.index()] = Limits { max: 0.1, ..Joint::HeadPitch.limits() };
        let error = run(&naoqi, &body, &nod(), ready(())).await.unwrap_err();
        assert!(error.to_string().contains("HeadPitch would go to 11.5°"), "{error}");
        assert_eq!(naoqi.names(), Vec::<String>::new());
    }

    #[tokio::test]
    async fn a_limp_joint_is_not_moved_and_not_made_stiff() {
        let naoqi = Pretend::default().answering("ALMotion.getStiffnesses", json!([0.0]));
        let error = run(&naoqi, &limits::ours(), &nod(), ready(())).await.unwrap_err();
        assert!(error.to_string().contains("HeadPitch has no strength"), "{error}");
        assert_eq!(naoqi.names(), ["ALMotion.getStiffnesses"]);
    }

    #[tokio::test]
    async fn a_robot_that_lies_is_not_told_to_get_up() {
        let naoqi =
            Pretend::default().answering("ALRobotPosture.getPostureFamily", json!("LyingBelly"));
        let error = take_posture(&naoqi, Posture::Sit).await.unwrap_err();
        assert!(error.to_string().contains("sit it down"), "{error}");
        assert_eq!(naoqi.names(), ["ALRobotPosture.getPostureFamily"]);
    }

    #[tokio::test]
    async fn a_posture_that_is_not_reached_is_told() {
        let naoqi = Pretend::default().answering("ALRobotPosture.goToPosture", json!(false));
        let error = take_posture(&naoqi, Posture::Stand).await.unwrap_err();
        assert!(error.to_string().contains("Stand was not reached"), "{error}");
    }
}
