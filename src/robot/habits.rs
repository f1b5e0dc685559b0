//! What a Nao does by itself, and must not do in a class: look around, sway, breathe, blink. Each
//! habit exists only on some versions of NAOqi, and some under another name.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;
use serde_json::{Value, json};

use crate::robot::{BodyError, calls::Calls};

/// How a habit is switched.
enum Switch {
    /// `method(…, bool)`.
    Set(&'static str),
    /// Two methods without arguments: on and off.
    Pair(&'static str, &'static str),
}

/// A habit that can be switched off and on again.
struct Habit {
    service: &'static str,
    /// Tells whether it is on.
    is_on: &'static str,
    switch: Switch,
    /// The part of the body, where there is one.
    part: Option<&'static str>,
}

impl Habit {
    /// The name under which it is kept.
    fn name(&self) -> String {
        format!("{}.{}({})", self.service, self.is_on, self.part.unwrap_or_default())
    }

    fn part(&self) -> Vec<Value> {
        self.part.map(|part| json!(part)).into_iter().collect()
    }

    async fn is_on(&self, naoqi: &impl Calls) -> Result<Option<bool>, BodyError> {
        let told = naoqi.call_if_there(self.service, self.is_on, self.part()).await?;
        Ok(told.as_ref().and_then(Value::as_bool))
    }

    async fn switch(&self, naoqi: &impl Calls, on: bool) -> Result<(), BodyError> {
        let (method, args) = match self.switch {
            Switch::Set(method) => {
                let mut args = self.part();
                args.push(json!(on));
                (method, args)
            }
            Switch::Pair(start, stop) => (if on { start } else { stop }, vec![]),
        };
        naoqi.call_if_there(self.service, method, args).await.map(drop)
    }
}

const fn ability(service: &'static str) -> Habit {
    Habit { service, is_on: "isEnabled", switch: Switch::Set("setEnabled"), part: None }
}

const fn breath(part: &'static str) -> Habit {
    let switch = Switch::Set("setBreathEnabled");
    Habit { service: "ALMotion", is_on: "getBreathEnabled", switch, part: Some(part) }
}

const fn idle(part: &'static str) -> Habit {
    let switch = Switch::Set("setIdlePostureEnabled");
    Habit { service: "ALMotion", is_on: "getIdlePostureEnabled", switch, part: Some(part) }
}

/// Of breath and idle posture the last one called wins on a part, so that breath stands last.
const HABITS: [Habit; 13] = [
    ability("ALSpeakingMovement"),
    ability("ALBasicAwareness"),
    ability("ALBackgroundMovement"),
    ability("ALListeningMovement"),
    ability("ALAutonomousBlinking"),
    // NAOqi 2.1.
    Habit {
        service: "ALBasicAwareness",
        is_on: "isAwarenessRunning",
        switch: Switch::Pair("startAwareness", "stopAwareness"),
        part: None,
    },
    Habit {
        service: "ALAutonomousMoves",
        is_on: "getExpressiveListeningEnabled",
        switch: Switch::Set("setExpressiveListeningEnabled"),
        part: None,
    },
    idle("Head"),
    idle("Arms"),
    idle("Legs"),
    breath("Head"),
    breath("Arms"),
    breath("Legs"),
];

/// What NAOqi 2.1 calls doing nothing.
const NO_BACKGROUND: &str = "none";

/// The habits that can be told, and whether they are on.
pub(super) async fn switched_on(naoqi: &impl Calls) -> Result<BTreeMap<String, bool>, BodyError> {
    let told = try_join_all(HABITS.iter().map(|habit| habit.is_on(naoqi))).await?;
    Ok(HABITS.iter().zip(told).filter_map(|(habit, on)| Some((habit.name(), on?))).collect())
}

/// What NAOqi 2.1 does while nothing happens.
pub(super) async fn background(naoqi: &impl Calls) -> Result<Option<String>, BodyError> {
    let told = naoqi.call_if_there("ALAutonomousMoves", "getBackgroundStrategy", vec![]).await?;
    Ok(told.as_ref().and_then(Value::as_str).map(str::to_owned))
}

/// Switches every habit off.
pub(super) async fn switch_off(naoqi: &impl Calls) -> Result<(), BodyError> {
    for habit in &HABITS {
        habit.switch(naoqi, false).await?;
    }
    set_background(naoqi, NO_BACKGROUND).await
}

/// Switches on again those that were on.
pub(super) async fn switch_on_again(
    naoqi: &impl Calls,
    found: &BTreeMap<String, bool>,
    background: Option<&str>,
) -> Result<(), BodyError> {
    for habit in &HABITS {
        if found.get(&habit.name()) == Some(&true) {
            habit.switch(naoqi, true).await?;
        }
    }
    match background {
        Some(strategy) => set_background(naoqi, strategy).await,
        None => Ok(()),
    }
}

async fn set_background(naoqi: &impl Calls, strategy: &str) -> Result<(), BodyError> {
    let strategy = vec![json!(strategy)];
    naoqi.call_if_there("ALAutonomousMoves", "setBackgroundStrategy", strategy).await.map(drop)
}
