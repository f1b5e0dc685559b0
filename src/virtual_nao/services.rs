//! What NAOqi offers to a client: services, their methods, and what they do to the body.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use crate::{
    motion::{Joint, Posture},
    virtual_nao::{
        body::{Body, CallMade, Track},
        speech,
    },
};

/// A method: name, signature of its parameters, signature of what it returns. Signatures are
/// libqi's: `s` string, `f` float, `i` int, `b` bool, `m` anything, `v` nothing.
type Method = (&'static str, &'static str, &'static str);

/// Every service that there is.
#[rustfmt::skip]
const SERVICES: &[(&str, &[Method])] = &[
    ("ALMotion", &[
        ("wakeUp", "()", "v"), ("rest", "()", "v"), ("robotIsWakeUp", "()", "b"),
        ("angleInterpolation", "(mmmb)", "v"), ("getAngles", "(mb)", "[f]"),
        ("getLimits", "(m)", "[[f]]"), ("killAll", "()", "v"), ("stopMove", "()", "v"),
        ("setStiffnesses", "(mm)", "v"), ("setBreathEnabled", "(sb)", "v"),
        ("setIdlePostureEnabled", "(sb)", "v"), ("getSummary", "()", "s"),
    ]),
    ("ALRobotPosture", &[
        ("goToPosture", "(sf)", "b"), ("getPosture", "()", "s"), ("getPostureFamily", "()", "s"),
        ("getPostureList", "()", "[s]"), ("stopMove", "()", "v"),
    ]),
    ("ALTextToSpeech", &[
        ("say", "(m)", "v"), ("say", "(ss)", "v"), ("stopAll", "()", "v"),
        ("getLanguage", "()", "s"), ("setLanguage", "(s)", "v"),
        ("getAvailableLanguages", "()", "[s]"), ("getSupportedLanguages", "()", "[s]"),
        ("setVolume", "(f)", "v"), ("getVolume", "()", "f"), ("setParameter", "(sf)", "v"),
    ]),
    ("ALMemory", &[
        ("getData", "(s)", "m"), ("getListData", "(m)", "m"), ("insertData", "(sm)", "v"),
        ("raiseEvent", "(sm)", "v"), ("subscriber", "(s)", "o"),
    ]),
    ("ALLeds", &[
        ("fadeRGB", "(sif)", "v"), ("fadeRGB", "(sfff)", "v"), ("fadeRGB", "(sffff)", "v"),
        ("setIntensity", "(sf)", "v"), ("on", "(s)", "v"), ("off", "(s)", "v"), ("reset", "(s)", "v"),
    ]),
    ("ALBattery", &[("getBatteryCharge", "()", "i")]),
    ("ALSystem", &[("robotName", "()", "s"), ("systemVersion", "()", "s")]),
    ("ALAutonomousLife", &[("getState", "()", "s"), ("setState", "(s)", "v")]),
    ("ALSpeakingMovement", ABILITY),
    ("ALBasicAwareness", ABILITY),
    ("ALBackgroundMovement", ABILITY),
    ("ALListeningMovement", ABILITY),
    ("ALAutonomousBlinking", ABILITY),
];

const ABILITY: &[Method] = &[("setEnabled", "(b)", "v"), ("isEnabled", "()", "b")];

/// Whether there is a service of that name.
pub(super) fn exists(service: &str) -> bool {
    methods(service).is_some()
}

fn methods(service: &str) -> Option<&'static [Method]> {
    SERVICES.iter().find(|(name, _)| *name == service).map(|(_, methods)| *methods)
}

/// The description that a client builds its proxy from.
pub(super) fn description(service: &str) -> Value {
    let methods: BTreeMap<String, Value> = methods(service)
        .unwrap_or_default()
        .iter()
        .zip(100_u32..)
        .map(|((name, parameters, returns), uid)| {
            let method = json!({
                "uid": uid, "name": name, "parametersSignature": parameters,
                "returnSignature": returns, "description": "", "parameters": [],
                "returnDescription": "",
            });
            (uid.to_string(), method)
        })
        .collect();
    json!({"methods": methods, "signals": {}, "properties": {}, "description": ""})
}

/// What a call gives: a value, nothing, or a new object.
pub(super) enum Given {
    Nothing,
    Value(Value),
    /// A subscriber of a key of ALMemory.
    Subscriber(String),
}

impl From<Value> for Given {
    fn from(value: Value) -> Given {
        Given::Value(value)
    }
}

/// Calls a method. Errors are texts, in NAOqi's own words where they are known.
pub(super) async fn call(
    body: &Arc<Body>,
    service: &str,
    method: &str,
    args: Vec<Value>,
) -> Result<Given, String> {
    check_arguments(service, method, &args)?;
    body.remember_call(CallMade {
        service: service.to_owned(),
        method: method.to_owned(),
        args: args.clone(),
    });
    let text = |place: usize| args.get(place).and_then(Value::as_str).unwrap_or_default();
    let number = |place: usize| args.get(place).and_then(Value::as_f64).unwrap_or_default();
    Ok(match (service, method) {
        ("ALMotion", "wakeUp") => {
            body.wake_up().await;
            Given::Nothing
        }
        ("ALMotion", "rest") => {
            body.rest().await;
            Given::Nothing
        }
        ("ALMotion", "robotIsWakeUp") => json!(body.is_awake()).into(),
        ("ALMotion", "angleInterpolation") => {
            body.interpolate(tracks(&args)?).await;
            Given::Nothing
        }
        ("ALMotion", "getAngles") => angles(body, &args)?.into(),
        ("ALMotion", "getLimits") => limits(&args)?.into(),
        ("ALMotion", "getSummary") => json!(format!("posture {}", body.posture())).into(),
        ("ALMotion", "killAll" | "stopMove") | ("ALRobotPosture", "stopMove") => {
            body.kill_motion();
            Given::Nothing
        }
        ("ALRobotPosture", "goToPosture") => match Posture::from_name(text(0)) {
            Some(posture) => json!(body.go_to(posture, number(1)).await).into(),
            None => json!(false).into(),
        },
        ("ALRobotPosture", "getPosture") => json!(body.posture()).into(),
        ("ALRobotPosture", "getPostureFamily") => json!(family(&body.posture())).into(),
        ("ALRobotPosture", "getPostureList") => json!(Posture::ALL.map(Posture::name)).into(),
        ("ALTextToSpeech", "say") => {
            let language = args.get(1).and_then(Value::as_str);
            let language = language.map_or_else(|| body.language(), str::to_owned);
            installed(&language)?;
            speech::say(body, text(0), &language).await;
            Given::Nothing
        }
        ("ALTextToSpeech", "stopAll") => {
            body.hush();
            Given::Nothing
        }
        ("ALTextToSpeech", "getLanguage") => json!(body.language()).into(),
        ("ALTextToSpeech", "setLanguage") => {
            installed(text(0))?;
            body.set_language(text(0));
            Given::Nothing
        }
        ("ALTextToSpeech", "getAvailableLanguages" | "getSupportedLanguages") => {
            json!(speech::languages()).into()
        }
        ("ALTextToSpeech", "getVolume") => json!(body.volume()).into(),
        ("ALTextToSpeech", "setVolume") => {
            body.set_volume(number(0));
            Given::Nothing
        }
        ("ALMemory", "getData") => body
            .value(text(0))
            .ok_or_else(|| format!("RuntimeError: ALMemory::getData  key not found: {}", text(0)))?
            .into(),
        ("ALMemory", "getListData") => {
            let keys = args.first().and_then(Value::as_array).cloned().unwrap_or_default();
            let values: Vec<Value> = keys
                .iter()
                .map(|key| key.as_str().and_then(|key| body.value(key)).unwrap_or_default())
                .collect();
            json!(values).into()
        }
        ("ALMemory", "insertData") => {
            body.insert(text(0), args.get(1).cloned().unwrap_or_default());
            Given::Nothing
        }
        ("ALMemory", "raiseEvent") => {
            body.raise(text(0), args.get(1).cloned().unwrap_or_default());
            Given::Nothing
        }
        ("ALMemory", "subscriber") => Given::Subscriber(text(0).to_owned()),
        ("ALBattery", "getBatteryCharge") => json!(body.battery()).into(),
        ("ALSystem", "robotName") => json!(body.name).into(),
        ("ALSystem", "systemVersion") => json!("2.8.6.23").into(),
        ("ALAutonomousLife", "getState") => json!(body.life()).into(),
        ("ALAutonomousLife", "setState") => {
            body.set_life(text(0));
            Given::Nothing
        }
        (_, "isEnabled") => json!(false).into(),
        // Lights, stiffness and habits are remembered as calls; a body without eyes to see has
        // nothing more to do for them.
        _ => Given::Nothing,
    })
}

fn installed(language: &str) -> Result<(), String> {
    if speech::is_installed(language) {
        Ok(())
    } else {
        Err(format!("RuntimeError: language not installed: {language}"))
    }
}

fn family(posture: &str) -> &'static str {
    match posture {
        "Stand" | "StandInit" | "StandZero" => "Standing",
        "Sit" | "SitRelax" => "Sitting",
        "Crouch" => "Crouching",
        _ => "LyingBack",
    }
}

/// Names of joints: one, a list, or "Body".
fn joints(names: &Value) -> Result<Vec<Joint>, String> {
    let unknown = |name: &Value| format!("RuntimeError: ALMotion: unknown joint or chain {name}");
    let one = |name: &Value| name.as_str().and_then(Joint::from_name).ok_or_else(|| unknown(name));
    match names {
        Value::String(name) if name == "Body" => Ok(Joint::ALL.to_vec()),
        Value::String(_) => Ok(vec![one(names)?]),
        Value::Array(list) => list.iter().map(one).collect(),
        other => Err(unknown(other)),
    }
}

fn angles(body: &Body, args: &[Value]) -> Result<Value, String> {
    let now = body.angles();
    let joints = joints(args.first().unwrap_or(&Value::Null))?;
    Ok(joints.into_iter().map(|joint| now[joint.index()]).collect())
}

fn limits(args: &[Value]) -> Result<Value, String> {
    let joints = joints(args.first().unwrap_or(&Value::Null))?;
    let rows = joints.into_iter().map(|joint| {
        let limits = joint.limits();
        json!([limits.min, limits.max, limits.max_speed, 1.5])
    });
    Ok(rows.collect())
}

/// The arguments of angleInterpolation. Angles are clamped to the limits, as on the robot.
fn tracks(args: &[Value]) -> Result<Vec<Track>, String> {
    let wrong = |what: &str| format!("RuntimeError: ALMotion::angleInterpolation: {what}");
    let [names, angles, times, absolute] = args else { return Err(wrong("four arguments")) };
    if absolute != &json!(true) {
        return Err(wrong("only absolute angles are simulated"));
    }
    let joints = joints(names)?;
    let lists = |value: &Value| -> Option<Vec<Vec<f64>>> {
        let numbers = |value: &Value| match value {
            Value::Array(list) => list.iter().map(Value::as_f64).collect(),
            other => Some(vec![other.as_f64()?]),
        };
        match value {
            // One joint may come with a flat list.
            Value::Array(list) if list.iter().all(Value::is_number) && joints.len() == 1 => {
                Some(vec![list.iter().map(Value::as_f64).collect::<Option<_>>()?])
            }
            Value::Array(list) => list.iter().map(numbers).collect(),
            other => Some(vec![numbers(other)?]),
        }
    };
    let angles = lists(angles).ok_or_else(|| wrong("angles are no numbers"))?;
    let times = lists(times).ok_or_else(|| wrong("times are no numbers"))?;
    if angles.len() != joints.len() || times.len() != joints.len() {
        return Err(wrong("sizes of names, angles and times do not match"));
    }
    let mut tracks = Vec::new();
    for ((joint, angles), times) in joints.into_iter().zip(angles).zip(times) {
        let increasing = times.iter().zip(times.iter().skip(1)).all(|(a, b)| a < b);
        let positive = times.first().is_some_and(|first| *first > 0.0);
        if angles.len() != times.len() || !increasing || !positive {
            return Err(wrong(&format!("times of {} are not increasing", joint.name())));
        }
        let limits = joint.limits();
        let clamped = angles.into_iter().map(|angle| angle.clamp(limits.min, limits.max));
        tracks.push((joint, times.into_iter().zip(clamped).collect()));
    }
    Ok(tracks)
}

/// Refuses unknown methods and arguments that fit no form of the method, in the bridge's words.
fn check_arguments(service: &str, method: &str, args: &[Value]) -> Result<(), String> {
    let forms: Vec<&Method> =
        methods(service).unwrap_or_default().iter().filter(|(name, ..)| *name == method).collect();
    if forms.is_empty() {
        return Err(format!("'qi.qi_python.Object' object has no attribute '{method}'"));
    }
    if forms.iter().any(|(_, parameters, _)| fits(parameters, args)) {
        return Ok(());
    }
    let given: String = args.iter().map(signature).collect();
    let candidates: String =
        forms.iter().map(|(name, parameters, _)| format!("  {name}::{parameters} (1)\n")).collect();
    Err(format!(
        "Arguments types did not match for {method} (resolved to '({given})'):\n  Candidate:\n{candidates}"
    ))
}

/// Whether arguments fit a signature such as `(sf)`.
fn fits(parameters: &str, args: &[Value]) -> bool {
    let wanted = parameters.trim_matches(['(', ')']);
    wanted.len() == args.len()
        && wanted.chars().zip(args).all(|(wanted, given)| match wanted {
            's' => given.is_string(),
            'f' => given.is_number(),
            'i' => given.is_i64() || given.is_u64(),
            'b' => given.is_boolean(),
            _ => true,
        })
}

fn signature(value: &Value) -> &'static str {
    match value {
        Value::Null => "v",
        Value::Bool(_) => "b",
        Value::Number(number) if number.is_f64() => "d",
        Value::Number(_) => "l",
        Value::String(_) => "s",
        Value::Array(_) => "[m]",
        Value::Object(_) => "{sm}",
    }
}
