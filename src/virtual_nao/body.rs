//! The simulated body: it moves, speaks, tires, and falls; everything that a client can find out
//! about it is kept here.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    sync::{broadcast, watch},
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;

use crate::{
    motion::{JOINT_COUNT, Joint, Part, Posture},
    virtual_nao::{
        Mouth, Options, Profile,
        habits::{DISABLED, Habits, SAFEGUARD},
        health::{Effort, Health, LOW},
        joints::{Joints, PerJoint, Task, Track},
        senses,
    },
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

/// Events that a session may be behind.
const EVENTS: usize = 1024;

/// Changes of a body posture take at least this long.
const POSTURE_AT_LEAST_S: f64 = 1.0;

/// Standing up and sitting down go through poses between.
const BETWEEN_FAMILIES_S: f64 = 3.0;

/// Mean speed of goToPosture at full speed, rad/s.
const POSTURE_SPEED: f64 = 1.5;

/// How often heat and battery are looked at.
const PULSE: Duration = Duration::from_secs(1);

/// In no posture that has a name.
pub(super) const UNKNOWN: &str = "Unknown";
const FALLEN: &str = "LyingBack";

/// The name of the task under which a posture is gone to.
pub(super) const GO_TO_POSTURE: &str = "goToPosture";

/// One body, shared by every session of the bridge.
pub(super) struct Body {
    state: Mutex<State>,
    /// Counts tasks that ended.
    freed: watch::Sender<u64>,
    /// Counts what ends speech at once.
    hushes: watch::Sender<u64>,
    /// One sentence after the other.
    pub(super) speaking: tokio::sync::Mutex<()>,
    /// Events of ALMemory: key and value.
    pub(super) events: broadcast::Sender<(String, Value)>,
    pub(super) mouth: Arc<dyn Mouth>,
    pub(super) name: String,
    pub(super) profile: Profile,
    /// NAOqi's names of the languages that are installed.
    pub(super) languages: Vec<&'static str>,
}

/// What changes.
pub(super) struct State {
    pub(super) joints: Joints,
    pub(super) health: Health,
    pub(super) habits: Habits,
    /// Values that were inserted or raised.
    pub(super) memory: BTreeMap<String, Value>,
    pub(super) posture: &'static str,
    pub(super) awake: bool,
    /// Number of the last sentence.
    pub(super) sentences: u64,
    calls: Vec<CallMade>,
}

impl Body {
    pub(super) fn new(options: Options) -> Arc<Body> {
        Arc::new(Body {
            state: Mutex::new(State {
                joints: Joints::new(Posture::Sit),
                health: Health::default(),
                habits: Habits::default(),
                memory: BTreeMap::new(),
                posture: Posture::Sit.name(),
                awake: false,
                sentences: 0,
                calls: Vec::new(),
            }),
            freed: watch::Sender::new(0),
            hushes: watch::Sender::new(0),
            speaking: tokio::sync::Mutex::default(),
            events: broadcast::channel(EVENTS).0,
            languages: options.naoqi_languages(),
            mouth: options.mouth,
            name: options.name,
            profile: options.profile,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the state, or changes it. Events are raised afterwards.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state())
    }

    /// Lets heat and battery follow the work, until it is closed.
    pub(super) async fn live(self: Arc<Body>, closing: CancellationToken) {
        let mut before = Instant::now();
        loop {
            tokio::select! {
                biased;
                () = closing.cancelled() => return,
                () = sleep(PULSE) => {}
            }
            let now = Instant::now();
            self.tire((now - before).as_secs_f64());
            before = now;
        }
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
    pub(super) fn angles(&self) -> PerJoint {
        self.state().joints.angles(Instant::now())
    }

    /// Moves joints as planned from the angles at the start; ends when done, or with `false` when
    /// killed. What needs the same joints waits; limp joints do not move, but take their time.
    pub(super) async fn perform(
        &self,
        name: &'static str,
        joints: &[Joint],
        plan: impl FnOnce(&PerJoint, &mut State) -> Vec<Track>,
    ) -> bool {
        let mut freed = self.freed.subscribe();
        let (id, killed) = self.state().joints.queue(name, joints);
        while !killed.is_cancelled() && !self.state().joints.has_turn(id) {
            tokio::select! {
                biased;
                () = killed.cancelled() => {}
                _ = freed.changed() => {}
            }
        }
        if killed.is_cancelled() {
            return false;
        }
        let seconds = {
            let now = Instant::now();
            let mut state = self.state();
            let tracks = plan(&state.joints.angles(now), &mut state);
            state.joints.start(id, tracks, now)
        };
        let done = tokio::select! {
            biased;
            () = killed.cancelled() => false,
            () = sleep(Duration::from_secs_f64(seconds)) => true,
        };
        self.kill(|task| task.id == id);
        done
    }

    /// Moves joints at once and waits for nothing.
    pub(super) fn steer(
        &self,
        name: &'static str,
        plan: impl FnOnce(&PerJoint, &mut State) -> Vec<Track>,
    ) {
        let now = Instant::now();
        let mut state = self.state();
        state.joints.tidy(now);
        let tracks = plan(&state.joints.angles(now), &mut state);
        state.joints.steer(name, tracks, now);
    }

    /// Ends the tasks that are meant. Whether there were any.
    pub(super) fn kill(&self, meant: impl Fn(&Task) -> bool) -> bool {
        let ended = self.state().joints.end(Instant::now(), meant);
        if ended {
            self.freed.send_modify(|count| *count += 1);
        }
        ended
    }

    pub(super) fn kill_all(&self) {
        self.kill(|_| true);
    }

    /// Goes to a posture; `false` when it was killed on the way, or when the legs are limp.
    pub(super) async fn go_to(&self, posture: Posture, speed: f64) -> bool {
        if self.with(|state| state.joints.is_limp(Joint::LKneePitch)) {
            return false;
        }
        let plan = |from: &PerJoint, state: &mut State| {
            let to = posture.angles();
            let changes = state.posture != posture.name();
            let furthest = from.iter().zip(to).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            let between = if changes && furthest > 0.3 { BETWEEN_FAMILIES_S } else { 0.0 };
            let seconds = (furthest / (POSTURE_SPEED * speed.clamp(0.1, 1.0)))
                .max(POSTURE_AT_LEAST_S)
                + between;
            if changes {
                // Until it is there.
                state.posture = UNKNOWN;
            }
            Joint::ALL
                .into_iter()
                .map(|joint| (joint, vec![(seconds, to[joint.index()])]))
                .collect()
        };
        let reached = self.perform(GO_TO_POSTURE, &Joint::ALL, plan).await;
        if reached {
            self.with(|state| state.posture = posture.name());
        }
        reached
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
        self.with(|state| state.awake = true);
        self.stiffen(&Joint::ALL.map(|joint| (joint, 1.0)));
        if self.with(|state| state.posture == Posture::Crouch.name()) {
            self.go_to(Posture::Stand, 0.5).await;
        }
    }

    /// To the safe pose, then motors off.
    pub(super) async fn rest(&self) {
        self.kill_all();
        let (awake, posture) = self.with(|state| (state.awake, state.posture));
        if awake && posture != FALLEN {
            let sitting = posture == Posture::Sit.name();
            self.go_to(if sitting { Posture::Sit } else { Posture::Crouch }, 0.5).await;
        }
        self.with(|state| state.awake = false);
        self.stiffen(&Joint::ALL.map(|joint| (joint, 0.0)));
    }

    /// Sets stiffness. A standing robot with limp legs falls.
    pub(super) fn stiffen(&self, stiffness: &[(Joint, f64)]) {
        let now = Instant::now();
        let collapses = self.with(|state| {
            for (joint, stiffness) in stiffness {
                state.joints.set_stiffness(*joint, *stiffness, now);
            }
            is_on_its_feet(state.posture)
                && Joint::ALL
                    .into_iter()
                    .any(|joint| joint.part() == Part::Leg && state.joints.is_limp(joint))
        });
        if collapses {
            self.fall();
        }
    }

    pub(super) fn fall(&self) {
        self.raise(self.profile.falling_event(), json!(true));
        self.kill_all();
        let now = Instant::now();
        let guards = self.with(|state| {
            state.posture = FALLEN;
            state.awake = false;
            for joint in Joint::ALL {
                state.joints.set_stiffness(joint, 0.0, now);
            }
            state.habits.life != DISABLED
        });
        if guards {
            self.live_as(SAFEGUARD);
        }
        self.raise("robotHasFallen", json!(1.0));
    }

    /// Enters a state of autonomous life.
    pub(super) fn live_as(&self, life: &'static str) {
        self.with(|state| state.habits.live(life));
        self.raise("AutonomousLife/State", json!(life));
    }

    /// NAOqi starts anew: whatever was under way or remembered is gone, and the motors are off.
    /// What was standing sinks down on its knees.
    pub(super) fn restart(&self) {
        self.kill_all();
        self.hush();
        let now = Instant::now();
        let mut state = self.state();
        if is_on_its_feet(state.posture) || state.posture == UNKNOWN {
            state.posture = Posture::Crouch.name();
        }
        state.awake = false;
        for joint in Joint::ALL {
            state.joints.set_stiffness(joint, 0.0, now);
        }
        state.memory.clear();
        // Language and volume are preferences, which are kept.
        let kept = std::mem::take(&mut state.habits);
        state.habits.volume = kept.volume;
        state.habits.output_volume = kept.output_volume;
        state.habits.language = kept.language;
        state.habits.voice = kept.voice;
    }

    pub(super) fn set_battery(&self, percent: u8) {
        self.with(|state| state.health.set_battery(percent));
        self.tell_battery();
    }

    pub(super) fn plug(&self, plugged: bool) {
        self.with(|state| state.health.plugged = plugged);
        self.raise("BatteryPowerPluggedChanged", json!(plugged));
    }

    fn tell_battery(&self) {
        let battery = self.with(|state| state.health.battery());
        self.raise("BatteryChargeChanged", json!(battery));
        if battery <= LOW {
            self.raise("BatteryLowDetected", json!(true));
        }
    }

    pub(super) fn heat(&self, joint: Joint, celsius: f64) {
        self.after(|state| state.health.set_temperature(joint, celsius));
    }

    /// Lets a moment's work tell on battery and joints.
    fn tire(&self, seconds: f64) {
        let now = Instant::now();
        self.after(|state| {
            state.joints.tidy(now);
            let efforts = state.efforts(now);
            state.health.pass(seconds, &efforts, state.habits.smart_stiffness);
        });
    }

    /// What the robot does by itself when its health changes: it tells, and a motor that is
    /// critically hot is cut.
    fn after(&self, change: impl FnOnce(&mut State)) {
        let statuses = |state: &State| Joint::ALL.map(|joint| state.health.status(joint));
        let (before, after, hot) = self.with(|state| {
            let before = (statuses(state), state.health.battery());
            change(state);
            (before, (statuses(state), state.health.battery()), state.health.hot())
        });
        if before.1 != after.1 {
            self.tell_battery();
        }
        if before.0 != after.0 {
            let names: Vec<&str> = hot.iter().map(|joint| joint.name()).collect();
            self.raise("TemperatureStatusChanged", json!(names));
            if !hot.is_empty() {
                self.raise("HotDeviceDetected", json!(names));
            }
        }
        let cut: Vec<(Joint, f64)> = Joint::ALL
            .into_iter()
            .filter(|joint| after.0[joint.index()] == 3)
            .map(|joint| (joint, 0.0))
            .collect();
        if !cut.is_empty() {
            self.stiffen(&cut);
        }
    }

    /// A value of ALMemory.
    pub(super) fn value(&self, key: &str) -> Option<Value> {
        let state = self.state();
        if let Some(device) = key.strip_prefix("Device/SubDeviceList/") {
            return state.sensed(device);
        }
        match key {
            "BatteryChargeChanged" => Some(json!(state.health.battery())),
            "BatteryPowerPluggedChanged" => Some(json!(state.health.plugged)),
            "AutonomousLife/State" => Some(json!(state.habits.life)),
            _ => state.memory.get(key).cloned().or_else(|| {
                // Nobody touches it yet.
                senses::part(key).map(|_| json!(0.0))
            }),
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

    /// Presses or releases a sensor.
    pub(super) fn touch(&self, sensor: &str, pressed: bool) {
        self.raise(sensor, json!(if pressed { 1.0 } else { 0.0 }));
        if let Some(part) = senses::part(sensor).filter(|_| self.profile == Profile::V2_8) {
            self.raise("TouchChanged", json!([[part, pressed]]));
        }
        if sensor == senses::CHEST_BUTTON && !pressed {
            self.raise(senses::CHEST_CLICK, json!(1));
        }
    }
}

impl State {
    /// A value of a device: `Battery/Charge/Sensor/Value`, `HeadYaw/Temperature/Sensor/Status`, …
    fn sensed(&self, device: &str) -> Option<Value> {
        if device == "Battery/Charge/Sensor/Value" {
            return Some(json!(f64::from(self.health.battery()) / 100.0));
        }
        let (joint, what) = device.split_once('/')?;
        let joint = Joint::from_name(joint)?;
        match what {
            "Temperature/Sensor/Value" => {
                Some(json!((self.health.temperature(joint) * 10.0).round() / 10.0))
            }
            "Temperature/Sensor/Status" => Some(json!(self.health.status(joint))),
            "Position/Sensor/Value" => {
                Some(json!(self.joints.angles(Instant::now())[joint.index()]))
            }
            "Hardness/Actuator/Value" => Some(json!(self.joints.stiffness(joint))),
            _ => None,
        }
    }

    fn efforts(&self, now: Instant) -> [Effort; JOINT_COUNT] {
        Joint::ALL.map(|joint| {
            if self.joints.is_limp(joint) {
                Effort::Limp
            } else if self.joints.is_moving(joint, now) {
                Effort::Moving
            } else if joint.part() != Part::Leg {
                Effort::Holding
            } else if is_on_its_feet(self.posture) {
                Effort::Standing
            } else if self.posture == Posture::Crouch.name() {
                Effort::Crouching
            } else {
                Effort::Holding
            }
        })
    }
}

fn is_on_its_feet(posture: &str) -> bool {
    posture == Posture::Stand.name() || posture == Posture::StandInit.name()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::virtual_nao::Silent;

    fn body() -> Arc<Body> {
        Body::new(Options::new("Nao", Arc::new(Silent)))
    }

    async fn raise_arm(body: &Body) -> bool {
        let arm = Joint::LShoulderPitch;
        body.perform("angleInterpolation", &[arm], |_, _| vec![(arm, vec![(2.0, -1.0)])]).await
    }

    #[tokio::test(start_paused = true)]
    async fn joints_move_over_time_and_stay_where_they_are_killed() {
        let body = body();
        body.wake_up().await;
        let moving = tokio::spawn({
            let body = Arc::clone(&body);
            async move { raise_arm(&body).await }
        });
        sleep(Duration::from_secs(1)).await;
        let rest = Posture::Sit.angles()[Joint::LShoulderPitch.index()];
        let halfway = body.angles()[Joint::LShoulderPitch.index()];
        assert!((halfway - (rest - 1.0) / 2.0).abs() < 0.01, "{halfway}");
        body.kill_all();
        assert!(!moving.await.unwrap());
        sleep(Duration::from_secs(5)).await;
        assert!((body.angles()[Joint::LShoulderPitch.index()] - halfway).abs() < 0.01);
    }

    #[tokio::test(start_paused = true)]
    async fn without_stiffness_nothing_moves() {
        let body = body();
        raise_arm(&body).await;
        assert_eq!(body.angles(), Posture::Sit.angles());
        assert!(!body.go_to(Posture::Stand, 0.5).await);
    }

    #[tokio::test(start_paused = true)]
    async fn it_stands_up_and_crouches_to_rest() {
        let body = body();
        body.wake_up().await;
        assert!(body.go_to(Posture::Stand, 0.5).await);
        assert_eq!(body.angles(), Posture::Stand.angles());
        assert_eq!(body.with(|state| state.posture), "Stand");
        body.rest().await;
        assert_eq!(body.with(|state| (state.awake, state.posture)), (false, "Crouch"));
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_stands_falls_when_a_knee_is_critically_hot() {
        let body = body();
        let mut events = body.events.subscribe();
        body.wake_up().await;
        assert!(body.go_to(Posture::Stand, 0.5).await);
        body.heat(Joint::RKneePitch, 83.0);
        let mut raised = Vec::new();
        while let Ok((key, _)) = events.try_recv() {
            raised.push(key);
        }
        let expected = [
            "TemperatureStatusChanged",
            "HotDeviceDetected",
            "ALMotion/RobotIsFalling",
            "AutonomousLife/State",
            "robotHasFallen",
        ];
        assert_eq!(raised, expected);
        assert_eq!(body.with(|state| (state.awake, state.posture)), (false, "LyingBack"));
    }

    #[tokio::test(start_paused = true)]
    async fn standing_tires_it() {
        let body = body();
        let closing = CancellationToken::new();
        tokio::spawn(Arc::clone(&body).live(closing.clone()));
        body.wake_up().await;
        assert!(body.go_to(Posture::Stand, 0.5).await);
        sleep(Duration::from_secs(20 * 60)).await;
        closing.cancel();
        let knee = "Device/SubDeviceList/LKneePitch/Temperature/Sensor/Value";
        let knee = body.value(knee).unwrap().as_f64().unwrap();
        assert!((50.0..65.0).contains(&knee), "{knee}");
        let battery = body.with(|state| state.health.battery());
        assert!((58..64).contains(&battery), "{battery}");
    }
}
