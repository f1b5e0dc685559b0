//! Taking the robot for a class, and giving it back as it was found.
//!
//! What was found is kept in the robot's own memory: a program that crashed and came back still
//! gives back what the one before it took. One thing is not given back: autonomous life, when it
//! was on. Switching it on wakes the robot up, and a robot must never be left stiff and hot.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::robot::{
    BodyError,
    calls::{Calls, SHORT},
    link::Link,
};

/// Where the robot keeps what was found.
const KEY: &str = "Companion/Taken";

/// Leaving autonomous life takes seconds.
const LIFE_WITHIN: Duration = Duration::from_secs(20);

/// Abilities that would move the robot by themselves or colour its eyes during a class. Each
/// exists only on some versions of NAOqi.
const ABILITIES: [&str; 5] = [
    "ALSpeakingMovement",
    "ALBasicAwareness",
    "ALBackgroundMovement",
    "ALListeningMovement",
    "ALAutonomousBlinking",
];

/// How the robot was found.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Found {
    /// Abilities that were on.
    abilities: BTreeMap<String, bool>,
    /// 0 to 1.
    volume: Option<f64>,
    /// NAOqi's name of the language.
    language: Option<String>,
}

/// Whether the robot was taken and not given back: by us, or by a program that crashed.
pub(super) async fn is_taken(link: &Link) -> bool {
    found_before(link).await.is_some()
}

async fn found_before(link: &Link) -> Option<Found> {
    let kept = link.call("ALMemory", "getData", vec![json!(KEY)], SHORT).await.ok()?;
    serde_json::from_str(kept.as_str()?).ok()
}

/// Remembers how the robot is and switches off what would disturb a class.
pub(super) async fn take(link: &Link) -> Result<(), BodyError> {
    if found_before(link).await.is_none() {
        let found = look(link).await?;
        let kept = serde_json::to_string(&found).unwrap_or_default();
        link.call("ALMemory", "insertData", vec![json!(KEY), json!(kept)], SHORT).await?;
    }
    let disabled = vec![json!("disabled")];
    match link.call("ALAutonomousLife", "setState", disabled, LIFE_WITHIN).await {
        Err(BodyError::Lost) => return Err(BodyError::Lost),
        Err(error) => tracing::debug!("left as it is: {error}"),
        Ok(_) => {}
    }
    for ability in ABILITIES {
        link.call_if_there(ability, "setEnabled", vec![json!(false)]).await?;
    }
    // NAOqi 2.1 knows it under another name.
    link.call_if_there("ALBasicAwareness", "stopAwareness", vec![]).await?;
    let breathing = vec![json!("Body"), json!(false)];
    link.call_if_there("ALMotion", "setBreathEnabled", breathing).await?;
    Ok(())
}

async fn look(link: &Link) -> Result<Found, BodyError> {
    let mut found = Found::default();
    for ability in ABILITIES {
        if let Some(Value::Bool(on)) = link.call_if_there(ability, "isEnabled", vec![]).await? {
            found.abilities.insert(ability.to_owned(), on);
        }
    }
    let volume = link.call_if_there("ALTextToSpeech", "getVolume", vec![]).await?;
    found.volume = volume.and_then(|volume| volume.as_f64());
    let language = link.call_if_there("ALTextToSpeech", "getLanguage", vec![]).await?;
    found.language = language.and_then(|language| language.as_str().map(str::to_owned));
    Ok(found)
}

/// Gives everything back as it was found.
pub(super) async fn give_back(link: &Link) -> Result<(), BodyError> {
    let Some(found) = found_before(link).await else { return Ok(()) };
    for (ability, on) in found.abilities {
        link.call_if_there(&ability, "setEnabled", vec![json!(on)]).await?;
    }
    if let Some(volume) = found.volume {
        link.call_if_there("ALTextToSpeech", "setVolume", vec![json!(volume)]).await?;
    }
    if let Some(language) = found.language {
        link.call_if_there("ALTextToSpeech", "setLanguage", vec![json!(language)]).await?;
    }
    link.call("ALMemory", "insertData", vec![json!(KEY), json!("")], SHORT).await.map(drop)
}
