//! ALMotion: stiffness, movements, limits, protections.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{
    motion::{JOINT_COUNT, Joint},
    virtual_nao::{
        Profile,
        memory::measured,
        services::{Call, Given, Method, Outcome, names, trajectories},
    },
};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("wakeUp", "()", "v"), ("rest", "()", "v"), ("robotIsWakeUp", "()", "b"),
    ("setStiffnesses", "(mm)", "v"), ("getStiffnesses", "(m)", "[f]"),
    ("stiffnessInterpolation", "(mmm)", "v"),
    ("angleInterpolation", "(mmmb)", "v"), ("angleInterpolationWithSpeed", "(mmf)", "v"),
    ("angleInterpolationBezier", "(mmm)", "v"),
    ("setAngles", "(mmf)", "v"), ("changeAngles", "(mmf)", "v"), ("getAngles", "(mb)", "[f]"),
    ("getLimits", "(m)", "[[f]]"), ("getBodyNames", "(s)", "[s]"), ("getSummary", "()", "s"),
    ("getTaskList", "()", "m"), ("killTask", "(i)", "b"),
    ("killTasksUsingResources", "(m)", "v"), ("killAll", "()", "v"),
    ("stopMove", "()", "v"), ("killMove", "()", "v"),
    ("setFallManagerEnabled", "(b)", "v"), ("getFallManagerEnabled", "()", "b"),
    ("setExternalCollisionProtectionEnabled", "(sb)", "v"),
    ("getExternalCollisionProtectionEnabled", "(s)", "b"),
    ("setCollisionProtectionEnabled", "(sb)", "b"),
    ("getCollisionProtectionEnabled", "(s)", "b"),
    ("setSmartStiffnessEnabled", "(b)", "v"), ("getSmartStiffnessEnabled", "()", "b"),
    ("setBreathEnabled", "(sb)", "v"), ("getBreathEnabled", "(s)", "b"),
    ("setBreathConfig", "(m)", "v"), ("getBreathConfig", "()", "m"),
    ("setIdlePostureEnabled", "(sb)", "v"), ("getIdlePostureEnabled", "(s)", "b"),
];

/// Torques that getLimits tells, N.m, in the order of "Body".
#[rustfmt::skip]
const TORQUES: [f64; JOINT_COUNT] = [
    1.547, 1.532,
    1.329, 1.784, 1.547, 1.532, 0.407, 0.292,
    3.348, 3.348, 3.023, 3.023, 3.023, 3.348,
    3.348, 3.348, 3.023, 3.023, 3.023, 3.348,
    1.329, 1.783, 1.547, 1.532, 0.407, 0.292,
];

pub(super) async fn call(call: &Call<'_>) -> Outcome {
    let body = call.body;
    Ok(match call.method {
        "wakeUp" => {
            body.wake_up().await;
            Given::Nothing
        }
        "rest" => {
            body.rest().await;
            Given::Nothing
        }
        "robotIsWakeUp" => json!(body.with(|state| state.awake)).into(),
        "angleInterpolation" => {
            let keys = trajectories::linear(call)?;
            let joints = keys.joints.clone();
            let plan = |from: &_, state: &mut _| keys.courses(from, state);
            body.perform("angleInterpolation", &joints, plan).await;
            Given::Nothing
        }
        "angleInterpolationBezier" => {
            let keys = trajectories::bezier(call)?;
            let joints = keys.joints.clone();
            let plan = |from: &_, state: &mut _| keys.courses(from, state);
            body.perform("angleInterpolationBezier", &joints, plan).await;
            Given::Nothing
        }
        "angleInterpolationWithSpeed" => {
            let targets = trajectories::with_speed(call, true)?;
            let joints = targets.joints.clone();
            let plan = |from: &_, state: &mut _| targets.courses(from, state);
            body.perform("angleInterpolationWithSpeed", &joints, plan).await;
            Given::Nothing
        }
        "setAngles" => {
            let targets = trajectories::with_speed(call, true)?;
            body.steer("setAngles", |from, state| targets.courses(from, state));
            Given::Nothing
        }
        "changeAngles" => {
            let targets = trajectories::with_speed(call, false)?;
            body.steer("changeAngles", |from, state| targets.courses(from, state));
            Given::Nothing
        }
        "getAngles" => {
            let angles = body.angles();
            let joints = names::joints(&call.value(0))?;
            let angles = joints.iter().map(|joint| measured(angles[joint.index()]));
            Value::Array(angles.collect::<Result<_, _>>()?).into()
        }
        "getLimits" => limits(call)?.into(),
        "getBodyNames" => {
            let joints = names::joints(&call.value(0))?;
            Value::from_iter(joints.iter().map(|joint| joint.name())).into()
        }
        "getSummary" => json!(summary(call)).into(),
        "getTaskList" => body.with(|state| state.joints.list()).into(),
        "killTask" => {
            let wanted = call.value(0).as_u64();
            json!(body.kill(|task| Some(task.id) == wanted)).into()
        }
        "killTasksUsingResources" => {
            let wanted = names::joints(&call.value(0))?;
            body.kill(|task| wanted.iter().any(|joint| task.uses(*joint)));
            Given::Nothing
        }
        "killAll" => {
            body.kill_all();
            Given::Nothing
        }
        "setStiffnesses" => {
            body.stiffen(&stiffnesses(call)?);
            Given::Nothing
        }
        "stiffnessInterpolation" => {
            let stiffnesses = stiffnesses(call)?;
            let times = names::lists(&call.value(2), stiffnesses.len());
            let times = times.ok_or_else(|| call.refused("times do not match the names"))?;
            let seconds = times.into_iter().flatten().fold(0.0, f64::max).clamp(0.0, 60.0);
            sleep(Duration::from_secs_f64(seconds)).await;
            body.stiffen(&stiffnesses);
            Given::Nothing
        }
        "getStiffnesses" => {
            let joints = names::joints(&call.value(0))?;
            body.with(|state| {
                Value::from_iter(joints.iter().map(|joint| state.joints.stiffness(*joint)))
            })
            .into()
        }
        // It never walks, so there is nothing to stop.
        "stopMove" | "killMove" => Given::Nothing,
        _ => return settings(call),
    })
}

/// Protections and habits: set and told.
fn settings(call: &Call<'_>) -> Outcome {
    let (chain, first, second) = (call.text(0), call.flag(0), call.flag(1));
    let unknown = || call.refused(&format!("unknown chain {chain}"));
    let legacy = call.body.profile == Profile::V2_1;
    call.body.with(|state| {
        let habits = &mut state.habits;
        Ok(match call.method {
            "setFallManagerEnabled" if legacy && !first => {
                return Err(call.refused("deactivation is not allowed by the robot's preferences"));
            }
            "setFallManagerEnabled" => {
                habits.fall_manager = first;
                Given::Nothing
            }
            "getFallManagerEnabled" => json!(habits.fall_manager).into(),
            "setExternalCollisionProtectionEnabled" => {
                if !habits.external_protection.contains_key(chain) {
                    return Err(unknown());
                }
                for (name, protected) in &mut habits.external_protection {
                    if covers(chain, name) {
                        *protected = second;
                    }
                }
                Given::Nothing
            }
            "getExternalCollisionProtectionEnabled" => {
                json!(habits.external_protection.get(chain).ok_or_else(unknown)?).into()
            }
            "setCollisionProtectionEnabled" => {
                if !habits.self_protection.contains_key(chain) {
                    return Err(unknown());
                }
                for (name, protected) in &mut habits.self_protection {
                    if covers(chain, name) {
                        *protected = second;
                    }
                }
                json!(true).into()
            }
            "getCollisionProtectionEnabled" => {
                json!(habits.self_protection.get(chain).ok_or_else(unknown)?).into()
            }
            "setSmartStiffnessEnabled" => {
                habits.smart_stiffness = first;
                Given::Nothing
            }
            "getSmartStiffnessEnabled" => json!(habits.smart_stiffness).into(),
            "setBreathEnabled" => {
                habits.breathes(chain).ok_or_else(unknown)?;
                habits.set_breathing(chain, second);
                Given::Nothing
            }
            "getBreathEnabled" => json!(habits.breathes(chain).ok_or_else(unknown)?).into(),
            "setBreathConfig" => {
                habits.breath = breath(call, habits.breath)?;
                Given::Nothing
            }
            "getBreathConfig" => {
                json!([["Bpm", habits.breath.0], ["Amplitude", habits.breath.1]]).into()
            }
            "setIdlePostureEnabled" => {
                habits.idles(chain).ok_or_else(unknown)?;
                habits.set_idling(chain, second);
                Given::Nothing
            }
            "getIdlePostureEnabled" => json!(habits.idles(chain).ok_or_else(unknown)?).into(),
            other => return Err(call.refused(&format!("{other} is not simulated"))),
        })
    })
}

/// Whether the protection of a chain covers that of another.
fn covers(chain: &str, other: &str) -> bool {
    chain == "All" || chain == other || (chain == "Arms" && matches!(other, "LArm" | "RArm"))
}

/// `[["Bpm", 12.0], ["Amplitude", 0.5]]`, each optional.
fn breath(call: &Call<'_>, now: (f64, f64)) -> Result<(f64, f64), String> {
    let (mut bpm, mut amplitude) = now;
    for pair in call.value(0).as_array().into_iter().flatten() {
        let number = pair[1].as_f64().unwrap_or(-1.0);
        match pair[0].as_str() {
            Some("Bpm") if (5.0..=30.0).contains(&number) => bpm = number,
            Some("Amplitude") if (0.0..=1.0).contains(&number) => amplitude = number,
            _ => return Err(call.refused("Bpm is within [5, 30], Amplitude within [0, 1]")),
        }
    }
    Ok((bpm, amplitude))
}

/// Each joint with the last of its values.
fn stiffnesses(call: &Call<'_>) -> Result<Vec<(Joint, f64)>, String> {
    let joints = names::joints(&call.value(0))?;
    let values = names::numbers(&call.value(1), joints.len()).or_else(|| {
        let lists = names::lists(&call.value(1), joints.len())?;
        lists.iter().map(|list| list.last().copied()).collect()
    });
    let values = values.ok_or_else(|| call.refused("stiffnesses do not match the names"))?;
    Ok(joints.into_iter().zip(values).collect())
}

/// `[[min, max, fastest, strongest], …]` in rad, rad/s, N.m.
fn limits(call: &Call<'_>) -> Result<Value, String> {
    let joints = names::joints(&call.value(0))?;
    Ok(call.body.with(|state| {
        Value::from_iter(joints.into_iter().map(|joint| {
            let (min, max) = state.joints.limits(joint);
            json!([min, max, joint.limits().max_speed, TORQUES[joint.index()]])
        }))
    }))
}

fn summary(call: &Call<'_>) -> String {
    let angles = call.body.angles();
    call.body.with(|state| {
        Joint::ALL
            .into_iter()
            .map(|joint| {
                let (name, stiffness) = (joint.name(), state.joints.stiffness(joint));
                format!("{name:>16} {stiffness:9.6} {:9.6}\n", angles[joint.index()])
            })
            .collect()
    })
}
