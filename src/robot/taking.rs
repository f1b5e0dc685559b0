//! Taking a robot for a class, and giving it back as it was found, at rest.
//!
//! What was found is kept in ALMemory, on the robot itself: a program that crashes, or a
//! connection that breaks, is made good by whoever connects next. NAOqi forgets it when it
//! restarts, and then its own habits are back by themselves.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::robot::{
    BodyError,
    calls::{Calls, SHORT},
    habits, safety,
};

/// Where ALMemory keeps what was found.
pub(super) const KEY: &str = "Companion/Taken";

/// Waking up and resting go through a posture, which can take half a minute.
const POSTURE_WITHIN: Duration = Duration::from_secs(60);

/// Autonomous life ends what it is doing first.
const LIFE_WITHIN: Duration = Duration::from_secs(30);

/// The state in which autonomous life does nothing.
const DISABLED: &str = "disabled";

/// How a robot was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Found {
    /// State of autonomous life.
    life: Option<String>,
    /// Habits, and whether they were on.
    habits: BTreeMap<String, bool>,
    /// What 2.1 does while nothing happens.
    background: Option<String>,
    language: Option<String>,
    /// Of the voice, 0 to 1.
    voice: Option<f64>,
    /// Of the loudspeaker, 0 to 100.
    loudspeaker: Option<i64>,
}

/// Whether the robot is ours, and how it was found.
#[derive(Default)]
pub(super) struct Holding {
    /// Whether a class wants the robot. It may be wanted while it is not connected.
    wanted: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// `Some` while the robot has not been given back.
    found: Option<Found>,
    /// Whether all has been done for the class on the connection that is open.
    ready: bool,
}

impl Holding {
    /// A class wants the robot, or wants it no more.
    pub(super) fn want(&self, wanted: bool) {
        self.wanted.store(wanted, Ordering::SeqCst);
    }

    /// Whether a class wants the robot.
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::SeqCst)
    }

    /// A new connection is open. Tells whether the robot was taken and not given back.
    pub(super) async fn connected(&self, naoqi: &impl Calls) -> Result<bool, BodyError> {
        let mut state = self.state.lock().await;
        state.ready = false;
        if let Some(found) = remembered(naoqi).await? {
            state.found = Some(found);
        }
        Ok(state.found.is_some())
    }

    /// Whether the robot waits to be given back.
    pub(super) fn owes(&self) -> bool {
        // Whoever holds the state is at work on it.
        !self.is_wanted() && self.state.try_lock().is_ok_and(|state| state.found.is_some())
    }

    /// Wakes the robot up, and switches off what would disturb a class. Once it is done there is
    /// nothing to do until the connection is lost: a robot that staff put to rest stays there.
    pub(super) async fn take(&self, naoqi: &impl Calls) -> Result<(), BodyError> {
        let mut state = self.state.lock().await;
        if state.ready {
            return Ok(());
        }
        let found = match &state.found {
            Some(found) => found.clone(),
            None => look(naoqi).await?,
        };
        // Kept before anything is changed.
        let record = vec![json!(KEY), json!(json!(found).to_string())];
        if naoqi.call_if_there("ALMemory", "insertData", record).await?.is_none() {
            tracing::warn!("how the robot was found will be forgotten if the program crashes");
        }
        state.found = Some(found);
        set_life(naoqi, DISABLED).await?;
        habits::switch_off(naoqi).await?;
        for reflex in safety::switched_off(naoqi).await? {
            tracing::warn!("somebody switched off {reflex}: restart the robot to have it back");
        }
        wake_up(naoqi).await?;
        state.ready = true;
        Ok(())
    }

    /// Brings the robot to rest and gives it back as it was found. One that we did not take, or
    /// that another class wants already, is left alone.
    pub(super) async fn give_back(&self, naoqi: &impl Calls) -> Result<(), BodyError> {
        let mut state = self.state.lock().await;
        let Some(found) = state.found.clone() else { return Ok(()) };
        if self.is_wanted() {
            return Ok(());
        }
        state.ready = false;
        if safety::lies(&safety::family(naoqi).await?) {
            // Neither rest nor autonomous life must make it get up by itself: it is given back
            // when somebody has lifted it up.
            let limp = vec![json!("Body"), json!(0.0)];
            naoqi.call("ALMotion", "setStiffnesses", limp, SHORT).await?;
            return Ok(());
        }
        // The most important first, should the connection break.
        naoqi.call("ALMotion", "rest", vec![], POSTURE_WITHIN).await?;
        habits::switch_on_again(naoqi, &found.habits, found.background.as_deref()).await?;
        let mut back = Vec::new();
        if let Some(language) = &found.language {
            back.push(("ALTextToSpeech", "setLanguage", json!(language)));
        }
        if let Some(volume) = found.voice {
            back.push(("ALTextToSpeech", "setVolume", json!(volume)));
        }
        if let Some(volume) = found.loudspeaker {
            back.push(("ALAudioDevice", "setOutputVolume", json!(volume)));
        }
        for (service, method, value) in back {
            naoqi.call_if_there(service, method, vec![value]).await?;
        }
        // "safeguard" cannot be set, and "interactive" is where it goes by itself.
        if let Some("solitary" | "interactive") = found.life.as_deref() {
            set_life(naoqi, "solitary").await?;
            // Life may have stood up at once.
            if safety::is_awake(naoqi).await? == Some(true) {
                naoqi.call("ALMotion", "rest", vec![], POSTURE_WITHIN).await?;
            }
        }
        naoqi.call_if_there("ALMemory", "insertData", vec![json!(KEY), json!("")]).await?;
        state.found = None;
        Ok(())
    }
}

/// Whether somebody has taken the robot and not given it back.
pub(super) async fn is_taken(naoqi: &impl Calls) -> Result<bool, BodyError> {
    Ok(remembered(naoqi).await?.is_some())
}

async fn remembered(naoqi: &impl Calls) -> Result<Option<Found>, BodyError> {
    let record = naoqi.call_if_there("ALMemory", "getData", vec![json!(KEY)]).await?;
    let Some(record) = record.as_ref().and_then(Value::as_str).filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    // A record of another version says at least that the robot was taken.
    Ok(Some(serde_json::from_str(record).unwrap_or_default()))
}

/// How the robot is found.
async fn look(naoqi: &impl Calls) -> Result<Found, BodyError> {
    let told =
        async |service: &str, method: &str| naoqi.call_if_there(service, method, vec![]).await;
    let text = |value: Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
    Ok(Found {
        life: text(told("ALAutonomousLife", "getState").await?),
        habits: habits::switched_on(naoqi).await?,
        background: habits::background(naoqi).await?,
        language: text(told("ALTextToSpeech", "getLanguage").await?),
        voice: told("ALTextToSpeech", "getVolume").await?.as_ref().and_then(Value::as_f64),
        loudspeaker: told("ALAudioDevice", "getOutputVolume")
            .await?
            .as_ref()
            .and_then(Value::as_i64),
    })
}

/// Some robots have no autonomous life, and some refuse to change it after a fall: the class goes
/// on without.
async fn set_life(naoqi: &impl Calls, state: &str) -> Result<(), BodyError> {
    if naoqi.call_if_there("ALAutonomousLife", "getState", vec![]).await? == Some(json!(state)) {
        return Ok(());
    }
    match naoqi.call("ALAutonomousLife", "setState", vec![json!(state)], LIFE_WITHIN).await {
        Err(error @ (BodyError::Lost | BodyError::Timeout { .. })) => Err(error),
        Err(error) => {
            tracing::debug!("left as it is: {error}");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

/// Motors on. A robot that is awake is not woken up: that would be a movement nobody asked for.
async fn wake_up(naoqi: &impl Calls) -> Result<(), BodyError> {
    if safety::is_awake(naoqi).await? == Some(true) {
        return Ok(());
    }
    const CALL: &str = "ALMotion.wakeUp";
    safety::refuse_if_it_lies(naoqi, CALL).await?;
    naoqi.call("ALMotion", "wakeUp", vec![], POSTURE_WITHIN).await?;
    if safety::is_awake(naoqi).await? == Some(false) {
        return Err(BodyError::Refused {
            call: CALL.to_owned(),
            text: "its motors stayed off: let it cool down, or restart it".to_owned(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex as Lock};

    use super::*;
    use crate::robot::pretend::Pretend;

    /// A NAOqi with a memory, a life and motors.
    fn robot(life: &str) -> Pretend {
        let memory = Arc::new(Lock::new(String::new()));
        let life = Arc::new(Lock::new(life.to_owned()));
        let awake = Arc::new(Lock::new(false));
        let (read, written) = (Arc::clone(&memory), memory);
        let (state, set) = (Arc::clone(&life), life);
        let (is, up, down) = (Arc::clone(&awake), Arc::clone(&awake), awake);
        Pretend::default()
            .doing("ALMemory.getData", move |_| Ok(json!(*read.lock().unwrap())))
            .doing("ALMemory.insertData", move |args| {
                *written.lock().unwrap() = args[1].as_str().unwrap().to_owned();
                Ok(Value::Null)
            })
            .doing("ALAutonomousLife.getState", move |_| Ok(json!(*state.lock().unwrap())))
            .doing("ALAutonomousLife.setState", move |args| {
                *set.lock().unwrap() = args[0].as_str().unwrap().to_owned();
                Ok(Value::Null)
            })
            .doing("ALMotion.robotIsWakeUp", move |_| Ok(json!(*is.lock().unwrap())))
            .doing("ALMotion.wakeUp", move |_| {
                *up.lock().unwrap() = true;
                Ok(Value::Null)
            })
            .doing("ALMotion.rest", move |_| {
                *down.lock().unwrap() = false;
                Ok(Value::Null)
            })
            .answering("ALRobotPosture.getPostureFamily", json!("Sitting"))
            .answering("ALTextToSpeech.getLanguage", json!("English"))
            .answering("ALTextToSpeech.getVolume", json!(0.7))
            .answering("ALAudioDevice.getOutputVolume", json!(55))
            .answering("ALBasicAwareness.isEnabled", json!(true))
    }

    async fn life(naoqi: &Pretend) -> Value {
        naoqi.call("ALAutonomousLife", "getState", vec![], SHORT).await.unwrap()
    }

    fn place(naoqi: &Pretend, call: &str) -> usize {
        naoqi.names().iter().position(|name| name == call).unwrap_or_else(|| panic!("{call}"))
    }

    #[tokio::test]
    async fn it_is_given_back_as_it_was_found_and_at_rest() {
        let naoqi = robot("solitary");
        let holding = Holding::default();
        holding.want(true);
        holding.take(&naoqi).await.unwrap();
        assert_eq!(life(&naoqi).await, "disabled");
        assert!(is_taken(&naoqi).await.unwrap());
        assert!(place(&naoqi, "ALMemory.insertData") < place(&naoqi, "ALAutonomousLife.setState"));
        holding.want(false);
        assert!(holding.owes());
        holding.give_back(&naoqi).await.unwrap();
        assert_eq!(life(&naoqi).await, "solitary");
        let said = naoqi.said();
        for (call, args) in [
            ("ALBasicAwareness.setEnabled", json!([true])),
            ("ALTextToSpeech.setLanguage", json!(["English"])),
            ("ALTextToSpeech.setVolume", json!([0.7])),
            ("ALAudioDevice.setOutputVolume", json!([55])),
        ] {
            let last = said.iter().rfind(|(name, _)| name == call).unwrap();
            assert_eq!(json!(last.1), args, "{call}");
        }
        assert_eq!(safety::is_awake(&naoqi).await.unwrap(), Some(false));
        assert!(!is_taken(&naoqi).await.unwrap() && !holding.owes());
        let before = naoqi.names().len();
        holding.give_back(&naoqi).await.unwrap();
        assert_eq!(naoqi.names().len(), before, "what is not ours is left alone");
    }

    #[tokio::test]
    async fn what_a_crash_left_is_given_back_by_the_next_program() {
        let naoqi = robot("solitary");
        let crashed = Holding::default();
        crashed.want(true);
        crashed.take(&naoqi).await.unwrap();
        drop(crashed);
        let next = Holding::default();
        assert!(next.connected(&naoqi).await.unwrap());
        assert!(next.owes());
        next.give_back(&naoqi).await.unwrap();
        assert_eq!(life(&naoqi).await, "solitary");
        assert_eq!(safety::is_awake(&naoqi).await.unwrap(), Some(false));
    }

    #[tokio::test]
    async fn a_class_that_goes_on_after_a_crash_remembers_what_was_found_at_first() {
        let naoqi = robot("solitary");
        for _ in 0..2 {
            let holding = Holding::default();
            holding.connected(&naoqi).await.unwrap();
            holding.want(true);
            holding.take(&naoqi).await.unwrap();
        }
        let woken = naoqi.names().iter().filter(|name| *name == "ALMotion.wakeUp").count();
        assert_eq!(woken, 1, "an awake robot is not woken up");
        let last = Holding::default();
        last.connected(&naoqi).await.unwrap();
        last.give_back(&naoqi).await.unwrap();
        assert_eq!(life(&naoqi).await, "solitary");
    }

    #[tokio::test]
    async fn a_robot_that_another_class_wants_is_not_put_to_rest() {
        let naoqi = robot("disabled");
        let holding = Holding::default();
        holding.want(true);
        holding.take(&naoqi).await.unwrap();
        holding.give_back(&naoqi).await.unwrap();
        assert!(!naoqi.names().contains(&"ALMotion.rest".to_owned()));
    }

    #[tokio::test]
    async fn a_robot_that_lies_is_let_go_limp_and_never_gets_up_by_itself() {
        let naoqi =
            robot("solitary").answering("ALRobotPosture.getPostureFamily", json!("LyingBack"));
        let holding = Holding::default();
        holding.want(true);
        let error = holding.take(&naoqi).await.unwrap_err();
        assert!(error.to_string().contains("sit it down"), "{error}");
        holding.want(false);
        holding.give_back(&naoqi).await.unwrap();
        let names = naoqi.names();
        assert!(names.contains(&"ALMotion.setStiffnesses".to_owned()));
        for never in ["ALMotion.wakeUp", "ALMotion.rest"] {
            assert!(!names.contains(&never.to_owned()), "{never}");
        }
        assert_eq!(life(&naoqi).await, "disabled");
        assert!(holding.owes(), "it is given back when it sits");
    }

    #[tokio::test]
    async fn the_oldest_robots_lack_half_of_it() {
        let naoqi = robot("solitary")
            .lacking("ALBasicAwareness.isEnabled")
            .lacking("ALBasicAwareness.setEnabled")
            .lacking("ALSpeakingMovement.setEnabled")
            .lacking("ALBackgroundMovement.setEnabled")
            .answering("ALBasicAwareness.isAwarenessRunning", json!(true))
            .answering("ALAutonomousMoves.getBackgroundStrategy", json!("backToNeutral"))
            .answering("ALMotion.getBreathEnabled", json!(true));
        let holding = Holding::default();
        holding.want(true);
        holding.take(&naoqi).await.unwrap();
        holding.want(false);
        holding.give_back(&naoqi).await.unwrap();
        let order = [
            "ALBasicAwareness.stopAwareness",
            "ALMotion.wakeUp",
            "ALMotion.rest",
            "ALBasicAwareness.startAwareness",
        ];
        let places = order.map(|call| place(&naoqi, call));
        assert!(places.is_sorted(), "{places:?}");
        let said = naoqi.said();
        let last = said.iter().rfind(|(name, _)| name == "ALAutonomousMoves.setBackgroundStrategy");
        assert_eq!(last.unwrap().1, [json!("backToNeutral")]);
        let breath = said.iter().rfind(|(name, _)| name == "ALMotion.setBreathEnabled");
        assert_eq!(breath.unwrap().1[1], true);
    }
}
