//! What NAOqi offers to a client: services, one a file, and which version has what.

mod abilities;
mod animated_speech;
mod arguments;
mod audio;
mod battery;
mod leds;
mod life;
mod memory;
mod motion;
mod names;
mod posture;
mod system;
mod temperature;
mod text_to_speech;
mod trajectories;

use std::sync::Arc;

use serde_json::Value;

use crate::virtual_nao::{
    Profile,
    body::{Body, CallMade},
    habits::{AWARENESS, BACKGROUND, BLINKING, LISTENING, SPEAKING},
};

pub(super) use arguments::no_attribute;

/// A method: name, signature of its parameters, signature of what it returns. Signatures are
/// libqi's: `s` string, `f` float, `i` int, `b` bool, `m` anything, `v` nothing.
pub(super) type Method = (&'static str, &'static str, &'static str);

/// Every service that there is.
const SERVICES: &[(&str, &[Method])] = &[
    ("ALMotion", motion::METHODS),
    ("ALRobotPosture", posture::METHODS),
    ("ALTextToSpeech", text_to_speech::METHODS),
    ("ALAnimatedSpeech", animated_speech::METHODS),
    ("ALAudioDevice", audio::METHODS),
    ("ALMemory", memory::METHODS),
    ("ALLeds", leds::METHODS),
    ("ALBattery", battery::METHODS),
    ("ALBodyTemperature", temperature::METHODS),
    ("ALSystem", system::METHODS),
    ("ALRobotModel", system::MODEL_METHODS),
    ("ALAutonomousLife", life::METHODS),
    ("ALAutonomousMoves", life::MOVES_METHODS),
    (AWARENESS, abilities::AWARENESS_METHODS),
    (BACKGROUND, abilities::METHODS),
    (LISTENING, abilities::METHODS),
    (SPEAKING, abilities::METHODS),
    (BLINKING, abilities::METHODS),
];

/// Services and methods that NAOqi 2.1 does not have yet.
const SINCE_2_4: &[(&str, &str)] = &[
    (BACKGROUND, ""),
    (LISTENING, ""),
    (SPEAKING, ""),
    (BLINKING, ""),
    (AWARENESS, "setEnabled"),
    (AWARENESS, "isEnabled"),
    ("ALAutonomousLife", "setAutonomousAbilityEnabled"),
    ("ALAutonomousLife", "getAutonomousAbilityEnabled"),
];

/// Services and methods that NAOqi 2.8 has no longer.
const UNTIL_2_5: &[(&str, &str)] = &[
    ("ALAutonomousMoves", ""),
    (AWARENESS, "startAwareness"),
    (AWARENESS, "stopAwareness"),
    (AWARENESS, "isAwarenessRunning"),
    ("ALBodyTemperature", "getTemperatureDiagnosis"),
];

/// The methods of a service; `None` when there is no such service.
pub(super) fn methods(service: &str, profile: Profile) -> Option<Vec<&'static Method>> {
    let absent = match profile {
        Profile::V2_1 => SINCE_2_4,
        Profile::V2_8 => UNTIL_2_5,
    };
    let (_, methods) = SERVICES.iter().find(|(name, _)| *name == service)?;
    if absent.contains(&(service, "")) {
        return None;
    }
    let there = |(method, ..): &&Method| !absent.contains(&(service, *method));
    Some(methods.iter().filter(there).collect())
}

/// What a call gives.
pub(super) enum Given {
    Nothing,
    Value(Value),
}

impl From<Value> for Given {
    fn from(value: Value) -> Given {
        Given::Value(value)
    }
}

/// What comes of a call. Errors are texts, in NAOqi's own words where they are known.
type Outcome = Result<Given, String>;

/// A call whose arguments fit its method.
struct Call<'a> {
    body: &'a Body,
    service: &'a str,
    method: &'a str,
    args: &'a [Value],
}

impl Call<'_> {
    fn text(&self, place: usize) -> &str {
        self.args.get(place).and_then(Value::as_str).unwrap_or_default()
    }

    fn number(&self, place: usize) -> f64 {
        self.args.get(place).and_then(Value::as_f64).unwrap_or_default()
    }

    fn flag(&self, place: usize) -> bool {
        self.args.get(place).and_then(Value::as_bool).unwrap_or_default()
    }

    fn value(&self, place: usize) -> Value {
        self.args.get(place).cloned().unwrap_or_default()
    }

    /// An error of NAOqi's: `RuntimeError: ALMotion::wakeUp: …`.
    fn refused(&self, why: &str) -> String {
        format!("RuntimeError: {}::{}: {why}", self.service, self.method)
    }
}

/// Calls a method.
pub(super) async fn call(
    body: &Arc<Body>,
    service: &str,
    method: &str,
    args: &[Value],
) -> Result<Given, String> {
    let methods = methods(service, body.profile).unwrap_or_default();
    arguments::check(&methods, method, args)?;
    body.remember_call(CallMade {
        service: service.to_owned(),
        method: method.to_owned(),
        args: args.to_vec(),
    });
    let call = Call { body, service, method, args };
    match service {
        "ALMotion" => motion::call(&call).await,
        "ALRobotPosture" => posture::call(&call).await,
        "ALTextToSpeech" => text_to_speech::call(&call).await,
        "ALAnimatedSpeech" => animated_speech::call(&call).await,
        "ALAudioDevice" => audio::call(&call),
        "ALMemory" => memory::call(&call),
        "ALLeds" => leds::call(&call).await,
        "ALBattery" => battery::call(&call),
        "ALBodyTemperature" => temperature::call(&call),
        "ALSystem" | "ALRobotModel" => system::call(&call),
        "ALAutonomousLife" => life::call(&call).await,
        "ALAutonomousMoves" => life::moves(&call),
        _ => abilities::call(&call),
    }
}

/// The key that a client subscribes to.
pub(super) fn subscriber_key(body: &Body, args: &[Value]) -> Result<String, String> {
    let methods = methods("ALMemory", body.profile).unwrap_or_default();
    arguments::check(&methods, "subscriber", args)?;
    body.remember_call(CallMade {
        service: "ALMemory".to_owned(),
        method: "subscriber".to_owned(),
        args: args.to_vec(),
    });
    Ok(args.first().and_then(Value::as_str).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_has_its_services() {
        let has = |profile, service, method: &str| {
            methods(service, profile)
                .is_some_and(|methods| methods.iter().any(|(name, ..)| *name == method))
        };
        for (service, method, in_2_1, in_2_8) in [
            (AWARENESS, "startAwareness", true, false),
            (AWARENESS, "setEnabled", false, true),
            (BACKGROUND, "setEnabled", false, true),
            ("ALAutonomousMoves", "setBackgroundStrategy", true, false),
            ("ALMotion", "setBreathEnabled", true, true),
        ] {
            let found = (has(Profile::V2_1, service, method), has(Profile::V2_8, service, method));
            assert_eq!(found, (in_2_1, in_2_8), "{service}.{method}");
        }
    }
}
