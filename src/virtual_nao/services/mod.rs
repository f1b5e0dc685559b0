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
mod properties;
mod system;
mod temperature;
mod text_to_speech;
mod trajectories;

use serde_json::Value;

use crate::virtual_nao::{
    Profile,
    body::Body,
    habits::{AWARENESS, BACKGROUND, BLINKING, LISTENING, SPEAKING},
};

pub(super) use arguments::no_attribute;
pub(super) use properties::{Property, properties, property, property_key};

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

/// What a version does not have.
fn absent(profile: Profile) -> &'static [(&'static str, &'static str)] {
    match profile {
        Profile::V2_1 => SINCE_2_4,
        Profile::V2_8 => UNTIL_2_5,
    }
}

/// A service and its methods; `None` when there is no such service.
pub(super) fn offered(
    service: &str,
    profile: Profile,
) -> Option<(&'static str, Vec<&'static Method>)> {
    let absent = absent(profile);
    let (service, methods) = SERVICES.iter().find(|(name, _)| *name == service)?;
    if absent.contains(&(service, "")) {
        return None;
    }
    let there = |(method, ..): &&Method| !absent.contains(&(service, *method));
    Some((service, methods.iter().filter(there).collect()))
}

/// The forms of a method; none when there is no such method.
fn forms(
    service: &str,
    method: &str,
    profile: Profile,
) -> impl Iterator<Item = &'static Method> + Clone {
    let methods = SERVICES.iter().find(|(name, _)| *name == service).map(|(_, methods)| *methods);
    let absent = absent(profile).contains(&(service, method));
    let methods = methods.filter(|_| !absent).unwrap_or_default();
    methods.iter().filter(move |(name, ..)| *name == method)
}

/// The method that a call with these arguments is for; else what the bridge says of it.
pub(super) fn method(
    service: &str,
    method: &str,
    args: &[Value],
    profile: Profile,
) -> Result<&'static str, String> {
    arguments::check(forms(service, method, profile), method, args)
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

/// Calls a method, with arguments that fit it.
pub(super) async fn call(
    body: &Body,
    service: &'static str,
    method: &'static str,
    args: Vec<Value>,
) -> Result<Given, String> {
    body.remember_call(service, method, &args);
    let args = args.as_slice();
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
    let method = method("ALMemory", "subscriber", args, body.profile)?;
    body.remember_call("ALMemory", method, args);
    Ok(args.first().and_then(Value::as_str).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_has_its_services() {
        let has = |profile, service, method| {
            offered(service, profile).is_some() && forms(service, method, profile).next().is_some()
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
