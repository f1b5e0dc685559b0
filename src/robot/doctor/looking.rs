//! What is found on a robot, by calls that change nothing.

use std::{collections::BTreeMap, time::Instant};

use serde_json::{Value, json};

use crate::{
    language::Language,
    motion::Joint,
    robot::{
        BodyError,
        calls::{Calls, SHORT},
        doctor::{Narrower, Report, RoundTrips, Service, Wanted, Way, mending},
        heat, limits,
        nao::language_name,
        safety, taking,
    },
};

/// Short calls that are timed.
const TIMED_CALLS: usize = 200;

/// Services without which there is no class.
const NEEDED: [&str; 8] = [
    "ALSystem",
    "ALMotion",
    "ALRobotPosture",
    "ALTextToSpeech",
    "ALMemory",
    "ALLeds",
    "ALBattery",
    "ALAutonomousLife",
];

/// Services that only some versions have; each is used where it is.
const WELCOME: [&str; 7] = [
    "ALSpeakingMovement",
    "ALBasicAwareness",
    "ALBackgroundMovement",
    "ALListeningMovement",
    "ALAutonomousBlinking",
    "ALAutonomousMoves",
    "ALAudioDevice",
];

/// Looks the robot over.
pub(super) async fn look(
    naoqi: &impl Calls,
    way: Way,
    wanted: &Wanted,
) -> Result<Report, BodyError> {
    let name = text(naoqi, "ALSystem", "robotName").await?.unwrap_or_default();
    let version = text(naoqi, "ALSystem", "systemVersion").await?.unwrap_or_default();
    let mut services = Vec::new();
    for (names, needed) in [(&NEEDED[..], true), (&WELCOME[..], false)] {
        for &name in names {
            services.push(Service { name, there: is_there(naoqi, name).await?, needed });
        }
    }
    let voices = naoqi.call_if_there("ALTextToSpeech", "getAvailableLanguages", vec![]).await?;
    let voices = voices.as_ref().and_then(Value::as_array).map(|voices| {
        voices.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    });
    let battery = naoqi.call_if_there("ALBattery", "getBatteryCharge", vec![]).await?;
    let heat = unless_refused(heat::read(naoqi).await)?;
    let told = unless_refused(limits::of_robot(naoqi).await)?;
    let body = told.map_or_else(limits::ours, |told| limits::stricter(&limits::ours(), &told));
    let mut report = Report {
        way,
        name,
        naoqi: version,
        voices_missing: missing(&wanted.languages, voices.as_deref()),
        voices,
        battery: battery
            .as_ref()
            .and_then(Value::as_f64)
            .map(|charge| charge.clamp(0.0, 100.0) as u8),
        charging: charging(naoqi).await?,
        temperatures: heat.as_ref().map(by_name).unwrap_or_default(),
        warmest: heat.as_ref().and_then(heat::Heat::warmest),
        limits_told: told.is_some(),
        narrower: told.as_ref().map(narrower).unwrap_or_default(),
        movements_refused: wanted
            .movements
            .iter()
            .filter_map(|(name, motion)| {
                limits::allow(&body, motion).err().map(|why| (name.clone(), why))
            })
            .collect(),
        posture: text(naoqi, "ALRobotPosture", "getPosture").await?.unwrap_or_default(),
        family: safety::family(naoqi).await?,
        awake: safety::is_awake(naoqi).await?.unwrap_or_default(),
        life: text(naoqi, "ALAutonomousLife", "getState").await?,
        taken: taking::is_taken(naoqi).await?,
        switched_off: safety::switched_off(naoqi).await?,
        round_trips: round_trips(naoqi).await?,
        services,
        to_mend: Vec::new(),
    };
    report.to_mend = mending::needed(&report);
    Ok(report)
}

/// A part that is refused is told as missing; a robot that is gone is not looked over.
fn unless_refused<T>(outcome: Result<T, BodyError>) -> Result<Option<T>, BodyError> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error @ (BodyError::Lost | BodyError::Timeout { .. } | BodyError::Halted)) => {
            Err(error)
        }
        Err(error) => {
            tracing::debug!("not seen: {error}");
            Ok(None)
        }
    }
}

async fn text(
    naoqi: &impl Calls,
    service: &str,
    method: &str,
) -> Result<Option<String>, BodyError> {
    let told = naoqi.call_if_there(service, method, vec![]).await?;
    Ok(told.as_ref().and_then(Value::as_str).map(str::to_owned))
}

/// Every object of libqi knows whether its statistics are on; one that does not is there too.
async fn is_there(naoqi: &impl Calls, service: &str) -> Result<bool, BodyError> {
    match naoqi.call(service, "isStatsEnabled", vec![], SHORT).await {
        Err(BodyError::NoSuchService { .. }) => Ok(false),
        Err(error @ (BodyError::Lost | BodyError::Timeout { .. } | BodyError::Halted)) => {
            Err(error)
        }
        _ => Ok(true),
    }
}

/// Languages of the routines that are not installed; none when the robot does not tell.
fn missing(wanted: &[Language], voices: Option<&[String]>) -> Vec<Language> {
    let Some(voices) = voices else { return Vec::new() };
    let is_installed =
        |language: &&Language| voices.iter().any(|voice| voice == language_name(**language));
    wanted.iter().filter(|language| !is_installed(language)).copied().collect()
}

async fn charging(naoqi: &impl Calls) -> Result<Option<bool>, BodyError> {
    let key = vec![json!("BatteryPowerPluggedChanged")];
    Ok(match naoqi.call_if_there("ALMemory", "getData", key).await? {
        Some(Value::Bool(plugged)) => Some(plugged),
        Some(value) => value.as_f64().map(|plugged| plugged > 0.0),
        None => None,
    })
}

fn by_name(heat: &heat::Heat) -> BTreeMap<&'static str, f64> {
    let told = Joint::ALL.into_iter().zip(heat.degrees);
    told.filter_map(|(joint, degrees)| Some((joint.name(), degrees?))).collect()
}

fn narrower(told: &limits::Body) -> Vec<Narrower> {
    limits::narrower(told)
        .into_iter()
        .map(|(joint, robots)| Narrower {
            joint,
            ours: [joint.limits().min, joint.limits().max],
            robots: [robots.min, robots.max],
            speed: robots.max_speed,
        })
        .collect()
}

/// One call after the other, as a class makes them.
async fn round_trips(naoqi: &impl Calls) -> Result<Option<RoundTrips>, BodyError> {
    let mut times_ms = Vec::with_capacity(TIMED_CALLS);
    for _ in 0..TIMED_CALLS {
        let began = Instant::now();
        let called = naoqi.call("ALMotion", "robotIsWakeUp", vec![], SHORT).await;
        if unless_refused(called)?.is_none() {
            return Ok(None);
        }
        times_ms.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times_ms.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (share * times_ms.len() as f64) as usize;
        times_ms.get(place).or(times_ms.last()).copied().unwrap_or_default()
    };
    Ok(Some(RoundTrips {
        calls: times_ms.len(),
        min_ms: at(0.0),
        median_ms: at(0.5),
        p99_ms: at(0.99),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robot::pretend::Pretend;

    fn way() -> Way {
        Way { address: "nao:80".into(), route: "nao:80/2/1/".into(), namespace: "2" }
    }

    fn healthy() -> Pretend {
        let rows: Vec<Value> = limits::ours()
            .iter()
            .map(|limits| json!([limits.min, limits.max, limits.max_speed, 1.5]))
            .collect();
        Pretend::default()
            .answering("ALSystem.robotName", json!("Rosa"))
            .answering("ALSystem.systemVersion", json!("2.8.6.23"))
            .answering("ALTextToSpeech.getAvailableLanguages", json!(["French", "English"]))
            .answering("ALBattery.getBatteryCharge", json!(82))
            .answering("ALMemory.getListData", json!(vec![38.0; 26]))
            .answering("ALMotion.getLimits", json!(rows))
            .answering("ALRobotPosture.getPosture", json!("Sit"))
            .answering("ALRobotPosture.getPostureFamily", json!("Sitting"))
            .answering("ALAutonomousLife.getState", json!("solitary"))
    }

    #[tokio::test]
    async fn a_healthy_robot_has_nothing_to_mend_and_nothing_is_changed() {
        let naoqi = healthy();
        let wanted = Wanted { languages: vec![Language::Fr], ..Wanted::default() };
        let report = look(&naoqi, way(), &wanted).await.unwrap();
        assert_eq!(report.to_mend, Vec::<String>::new());
        assert_eq!((report.name.as_str(), report.battery), ("Rosa", Some(82)));
        assert_eq!(report.round_trips.unwrap().calls, TIMED_CALLS);
        let changing = |call: &String| {
            let method = call.split('.').nth(1).unwrap_or_default();
            !["get", "is", "robot", "systemVersion"].iter().any(|kind| method.starts_with(kind))
        };
        assert_eq!(naoqi.names().into_iter().find(changing), None);
    }

    #[tokio::test]
    async fn each_lack_is_a_sentence() {
        let mut degrees = vec![json!(38.0); 26];
        degrees[Joint::RShoulderPitch.index()] = json!(71.0);
        let naoqi = healthy()
            .doing("ALLeds.isStatsEnabled", |_| {
                Err(BodyError::NoSuchService { service: "ALLeds".into() })
            })
            .answering("ALBattery.getBatteryCharge", json!(12))
            .answering("ALMemory.getListData", json!(degrees))
            .answering("ALMotion.getFallManagerEnabled", json!(false))
            .answering("ALRobotPosture.getPostureFamily", json!("LyingBack"));
        let wanted = Wanted { languages: Language::ALL.to_vec(), ..Wanted::default() };
        let report = look(&naoqi, way(), &wanted).await.unwrap();
        assert_eq!(report.voices_missing, [Language::Ko]);
        let told = report.to_mend.join("\n");
        for word in ["ALLeds", "Korean", "12 %", "RShoulderPitch", "71 °C", "fall manager", "lies"]
        {
            assert!(told.contains(word), "{word} in\n{told}");
        }
        assert_eq!(report.to_mend.len(), 6, "{told}");
    }

    #[tokio::test]
    async fn a_robot_that_falls_silent_is_not_called_healthy() {
        let silent = healthy().doing("ALSystem.robotName", |_| {
            Err(BodyError::Timeout { call: "ALSystem.robotName".into(), seconds: 5.0 })
        });
        let error = look(&silent, way(), &Wanted::default()).await.unwrap_err();
        assert!(matches!(error, BodyError::Timeout { .. }));
    }
}
