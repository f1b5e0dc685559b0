//! The simulated body: joints that move over time, posture, battery, heat, touch.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    sync::{broadcast, watch},
    time::{Instant, sleep},
};

use crate::{
    motion::{JOINT_COUNT, Joint, Posture, angle_at},
    virtual_nao::Mouth,
};

/// A call that a client made.
#[derive(Debug, Clone, PartialEq)]
pub struct CallMade {
    /// `ALMotion`, …
    pub service: String,
    /// `angleInterpolation`, …
    pub method: String,
    /// Its arguments.
    pub args: Vec<Value>,
}

/// Calls that are remembered.
const REMEMBERED: usize = 100_000;

/// Temperature of a joint at rest, °C.
const COOL: f64 = 38.0;

/// Changes of a body posture take at least this long.
const POSTURE_AT_LEAST_S: f64 = 1.0;

/// Standing up and sitting down go through poses between.
const BETWEEN_FAMILIES_S: f64 = 3.0;

/// Mean speed of goToPosture at full speed, rad/s.
const POSTURE_SPEED: f64 = 1.5;

/// A joint and its keys: time (s) and angle (rad).
pub(super) type Track = (Joint, Vec<(f64, f64)>);

/// One body, shared by every session of the bridge.
pub(super) struct Body {
    state: Mutex<State>,
    /// Counts what ends motion at once.
    kills: watch::Sender<u64>,
    /// Counts what ends speech at once.
    hushes: watch::Sender<u64>,
    /// One sentence after the other.
    pub(super) speaking: tokio::sync::Mutex<()>,
    /// One blocking motion after the other: those on the same joints wait for each other, and
    /// nothing here moves different joints at once.
    moving: tokio::sync::Mutex<()>,
    /// Events of ALMemory: key and value.
    pub(super) events: broadcast::Sender<(String, Value)>,
    pub(super) mouth: Arc<dyn Mouth>,
    pub(super) name: String,
}

struct State {
    angles: [f64; JOINT_COUNT],
    motion: Option<Motion>,
    posture: &'static str,
    awake: bool,
    battery: u8,
    heat: [f64; JOINT_COUNT],
    /// Values that were inserted or raised.
    memory: BTreeMap<String, Value>,
    life: String,
    volume: f64,
    language: String,
    calls: Vec<CallMade>,
}

struct Motion {
    began: Instant,
    tracks: Vec<Track>,
}

impl Motion {
    fn apply(&self, angles: &mut [f64; JOINT_COUNT], now: Instant) {
        let time_s = now.saturating_duration_since(self.began).as_secs_f64();
        for (joint, keys) in &self.tracks {
            let angle = &mut angles[joint.index()];
            *angle = angle_at(*angle, keys.iter().copied(), time_s);
        }
    }
}

impl Body {
    pub(super) fn new(name: String, mouth: Arc<dyn Mouth>) -> Arc<Body> {
        Arc::new(Body {
            state: Mutex::new(State {
                angles: Posture::Sit.angles(),
                motion: None,
                posture: Posture::Sit.name(),
                awake: false,
                battery: 82,
                heat: [COOL; JOINT_COUNT],
                memory: BTreeMap::new(),
                life: "solitary".to_owned(),
                volume: 0.6,
                language: "French".to_owned(),
                calls: Vec::new(),
            }),
            kills: watch::Sender::new(0),
            hushes: watch::Sender::new(0),
            speaking: tokio::sync::Mutex::default(),
            moving: tokio::sync::Mutex::default(),
            events: broadcast::channel(64).0,
            mouth,
            name,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn remember_call(&self, call: CallMade) {
        let mut state = self.state();
        if state.calls.len() < REMEMBERED {
            state.calls.push(call);
        }
    }

    pub(super) fn calls(&self) -> Vec<CallMade> {
        self.state().calls.clone()
    }

    /// Angles now, rad, in the order of "Body".
    pub(super) fn angles(&self) -> [f64; JOINT_COUNT] {
        let state = self.state();
        let mut angles = state.angles;
        if let Some(motion) = &state.motion {
            motion.apply(&mut angles, Instant::now());
        }
        angles
    }

    /// Moves joints along keys (s, rad); ends when done or killed. A body without stiffness
    /// does not move, but takes its time.
    pub(super) async fn interpolate(&self, tracks: Vec<Track>) {
        let mut kills = self.kills.subscribe();
        let _turn = tokio::select! {
            turn = self.moving.lock() => turn,
            _ = kills.changed() => return,
        };
        let duration_s = tracks
            .iter()
            .filter_map(|(_, keys)| keys.last().map(|(time, _)| *time))
            .fold(0.0, f64::max);
        {
            let mut state = self.state();
            if state.awake {
                state.motion = Some(Motion { began: Instant::now(), tracks });
            }
        }
        tokio::select! {
            () = sleep(Duration::from_secs_f64(duration_s)) => {}
            _ = kills.changed() => {}
        }
        self.freeze();
    }

    /// Goes to a posture; `false` when it was killed on the way.
    pub(super) async fn go_to(&self, posture: Posture, speed: f64) -> bool {
        let from = self.angles();
        let to = posture.angles();
        let furthest = from.iter().zip(to).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let changes_family = self.posture() != posture.name() && furthest > 0.3;
        let seconds = (furthest / (POSTURE_SPEED * speed.clamp(0.1, 1.0))).max(POSTURE_AT_LEAST_S)
            + if changes_family { BETWEEN_FAMILIES_S } else { 0.0 };
        let kills = *self.kills.borrow();
        let tracks =
            Joint::ALL.into_iter().map(|joint| (joint, vec![(seconds, to[joint.index()])]));
        self.interpolate(tracks.collect()).await;
        if *self.kills.borrow() != kills {
            return false;
        }
        let mut state = self.state();
        state.posture = posture.name();
        true
    }

    fn freeze(&self) {
        let angles = self.angles();
        let mut state = self.state();
        state.angles = angles;
        state.motion = None;
    }

    pub(super) fn kill_motion(&self) {
        self.freeze();
        self.kills.send_modify(|count| *count += 1);
    }

    pub(super) fn hush(&self) {
        self.mouth.hush();
        self.hushes.send_modify(|count| *count += 1);
    }

    /// Changes whenever speech is to end.
    pub(super) fn hushes(&self) -> watch::Receiver<u64> {
        self.hushes.subscribe()
    }

    /// Motors on; on its feet it stands up.
    pub(super) async fn wake_up(&self) {
        let crouching = {
            let mut state = self.state();
            state.awake = true;
            state.posture == Posture::Crouch.name()
        };
        if crouching {
            self.go_to(Posture::Stand, 0.5).await;
        }
    }

    /// To the safe pose, then motors off.
    pub(super) async fn rest(&self) {
        if self.is_awake() {
            let sitting = self.posture() == Posture::Sit.name();
            let pose = if sitting { Posture::Sit } else { Posture::Crouch };
            self.go_to(pose, 0.5).await;
        }
        self.state().awake = false;
    }

    pub(super) fn is_awake(&self) -> bool {
        self.state().awake
    }

    pub(super) fn posture(&self) -> String {
        self.state().posture.to_owned()
    }

    pub(super) fn battery(&self) -> u8 {
        self.state().battery
    }

    pub(super) fn set_battery(&self, percent: u8) {
        self.state().battery = percent.min(100);
        self.raise("BatteryChargeChanged", Value::from(percent.min(100)));
    }

    pub(super) fn heat(&self, joint: Joint, degrees: f64) {
        self.state().heat[joint.index()] = degrees;
    }

    pub(super) fn fall(&self) {
        self.kill_motion();
        {
            let mut state = self.state();
            state.posture = "LyingBack";
            state.awake = false;
        }
        self.raise("robotHasFallen", Value::from(1.0));
    }

    pub(super) fn life(&self) -> String {
        self.state().life.clone()
    }

    pub(super) fn set_life(&self, life: &str) {
        life.clone_into(&mut self.state().life);
    }

    pub(super) fn volume(&self) -> f64 {
        self.state().volume
    }

    pub(super) fn set_volume(&self, volume: f64) {
        self.state().volume = volume.clamp(0.0, 1.0);
    }

    pub(super) fn language(&self) -> String {
        self.state().language.clone()
    }

    pub(super) fn set_language(&self, language: &str) {
        language.clone_into(&mut self.state().language);
    }

    /// A value of ALMemory.
    pub(super) fn value(&self, key: &str) -> Option<Value> {
        if key == "Device/SubDeviceList/Battery/Charge/Sensor/Value" {
            return Some(Value::from(f64::from(self.battery()) / 100.0));
        }
        let state = self.state();
        let heat = key
            .strip_prefix("Device/SubDeviceList/")
            .and_then(|rest| rest.strip_suffix("/Temperature/Sensor/Value"))
            .and_then(Joint::from_name);
        match heat {
            Some(joint) => Some(Value::from(state.heat[joint.index()])),
            None => state.memory.get(key).cloned(),
        }
    }

    pub(super) fn insert(&self, key: &str, value: Value) {
        self.state().memory.insert(key.to_owned(), value);
    }

    /// Inserts a value and tells who follows it.
    pub(super) fn raise(&self, key: &str, value: Value) {
        self.insert(key, value.clone());
        // Nobody may follow it.
        let _ = self.events.send((key.to_owned(), value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::virtual_nao::Silent;

    fn body() -> Arc<Body> {
        Body::new("Nao".into(), Arc::new(Silent))
    }

    fn raised() -> Vec<Track> {
        vec![(Joint::LShoulderPitch, vec![(2.0, -1.0)])]
    }

    #[tokio::test(start_paused = true)]
    async fn joints_move_over_time_and_stay_where_they_are_killed() {
        let body = body();
        body.wake_up().await;
        let moving = tokio::spawn({
            let body = Arc::clone(&body);
            async move { body.interpolate(raised()).await }
        });
        sleep(Duration::from_secs(1)).await;
        let rest = Posture::Sit.angles()[Joint::LShoulderPitch.index()];
        let halfway = body.angles()[Joint::LShoulderPitch.index()];
        assert!((halfway - (rest - 1.0) / 2.0).abs() < 0.01, "{halfway}");
        body.kill_motion();
        moving.await.unwrap();
        sleep(Duration::from_secs(5)).await;
        assert!((body.angles()[Joint::LShoulderPitch.index()] - halfway).abs() < 0.01);
    }

    #[tokio::test(start_paused = true)]
    async fn without_stiffness_nothing_moves() {
        let body = body();
        body.interpolate(raised()).await;
        assert_eq!(body.angles(), Posture::Sit.angles());
    }

    #[tokio::test(start_paused = true)]
    async fn it_stands_up_and_crouches_to_rest() {
        let body = body();
        body.wake_up().await;
        assert!(body.go_to(Posture::Stand, 0.5).await);
        assert_eq!((body.angles(), body.posture().as_str()), (Posture::Stand.angles(), "Stand"));
        body.rest().await;
        assert_eq!((body.is_awake(), body.posture().as_str()), (false, "Crouch"));
    }
}
