//! What keeps the robot and those around it safe, on the robot's own side: it must not be lying
//! when it is told to move, and its reflexes must be on.

use serde_json::{Value, json};

use crate::robot::{BodyError, calls::Calls};

/// A reflex of NAOqi: what it does, and the call that tells whether it is on.
const REFLEXES: [(&str, &str, Option<&str>); 3] = [
    ("the fall manager", "getFallManagerEnabled", None),
    ("protection against what is around", "getExternalCollisionProtectionEnabled", Some("All")),
    ("protection of the arms against itself", "getCollisionProtectionEnabled", Some("Arms")),
];

/// The reflexes that somebody switched off.
pub(super) async fn switched_off(naoqi: &impl Calls) -> Result<Vec<&'static str>, BodyError> {
    let mut off = Vec::new();
    for (what, method, argument) in REFLEXES {
        let args = argument.map(|name| json!(name)).into_iter().collect();
        if naoqi.call_if_there("ALMotion", method, args).await? == Some(json!(false)) {
            off.push(what);
        }
    }
    Ok(off)
}

/// The posture family that the robot finds itself in (`Sitting`, `LyingBack` …).
pub(super) async fn family(naoqi: &impl Calls) -> Result<String, BodyError> {
    let family = naoqi.call_if_there("ALRobotPosture", "getPostureFamily", vec![]).await?;
    Ok(family.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// Whether a robot of that family lies, hangs or stands on its head: it would have to get up by
/// itself, with a wide sweep, before it could do anything else.
pub(super) fn lies(family: &str) -> bool {
    matches!(
        family,
        "LyingBelly"
            | "LyingBack"
            | "LyingLeft"
            | "LyingRight"
            | "Belly"
            | "Back"
            | "Left"
            | "Right"
            | "UpsideDown"
    )
}

/// Refuses a call that would make a robot get up by itself: a wide sweep among people.
pub(super) async fn refuse_if_it_lies(naoqi: &impl Calls, call: &str) -> Result<(), BodyError> {
    if lies(&family(naoqi).await?) {
        return Err(BodyError::Refused {
            call: call.to_owned(),
            text: "it lies: lift it by the trunk and sit it down".to_owned(),
        });
    }
    Ok(())
}

/// Whether the motors are on; `None` when the robot does not tell.
pub(super) async fn is_awake(naoqi: &impl Calls) -> Result<Option<bool>, BodyError> {
    let awake = naoqi.call_if_there("ALMotion", "robotIsWakeUp", vec![]).await?;
    Ok(awake.as_ref().and_then(Value::as_bool))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robot::pretend::Pretend;

    #[tokio::test]
    async fn a_reflex_that_is_off_is_told_and_one_that_is_not_there_is_not() {
        let naoqi = Pretend::default()
            .answering("ALMotion.getFallManagerEnabled", json!(false))
            .answering("ALMotion.getExternalCollisionProtectionEnabled", json!(true))
            .lacking("ALMotion.getCollisionProtectionEnabled");
        assert_eq!(switched_off(&naoqi).await.unwrap(), ["the fall manager"]);
    }

    #[test]
    fn who_sits_or_stands_does_not_lie() {
        for family in ["Sitting", "SittingOnChair", "Standing", "Crouching", "Kneeling", ""] {
            assert!(!lies(family), "{family}");
        }
        assert!(lies("LyingBack") && lies("UpsideDown"));
    }
}
