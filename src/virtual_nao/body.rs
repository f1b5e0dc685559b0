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

use crate::{
    motion::{Joint, Part, Posture},
    virtual_nao::{
        Mouth, Options, Profile,
        course::Key,
        habits::{DISABLED, Habits, SAFEGUARD},
        health::Health,
        joints::{Joints, PerJoint, Task, Track},
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

/// In no posture that has a name.
pub(super) const UNKNOWN: &str = "Unknown";
const FALLEN: &str = "LyingBack";

/// Tells whether a foot touches the ground, when that changes (ALFsr).
const FEET: &str = "footContactChanged";

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
    /// Somebody holds it in the air.
    pub(super) lifted: bool,
    /// At least one foot touches the ground.
    pub(super) on_feet: bool,
    pub(super) awake: bool,
    /// Number of the last sentence.
    pub(super) sentences: u64,
    /// Service, method, arguments.
    calls: Vec<(&'static str, &'static str, Vec<Value>)>,
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
                lifted: false,
                on_feet: false,
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

    pub(super) fn remember_call(
        &self,
        service: &'static str,
        method: &'static str,
        args: &[Value],
    ) {
        let mut state = self.state();
        if state.calls.len() < REMEMBERED {
            state.calls.push((service, method, args.to_vec()));
        }
    }

    pub(super) fn calls(&self) -> Vec<CallMade> {
        let made = |(service, method, args): &(&'static str, &'static str, Vec<Value>)| CallMade {
            service: (*service).to_owned(),
            method: (*method).to_owned(),
            args: args.clone(),
        };
        self.state().calls.iter().map(made).collect()
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
                .map(|joint| (joint, vec![Key::soft((seconds, to[joint.index()]))]))
                .collect()
        };
        let reached = self.perform(GO_TO_POSTURE, &Joint::ALL, plan).await;
        if reached {
            self.with(|state| state.posture = posture.name());
            self.feel_the_ground();
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
            state.lifted = false;
            state.habits.life != DISABLED
        });
        self.feel_the_ground();
        if guards {
            self.live_as(SAFEGUARD);
        }
        self.raise("robotHasFallen", json!(1.0));
    }

    /// Somebody takes it off the ground, or puts it down.
    pub(super) fn lift(&self, lifted: bool) {
        self.with(|state| state.lifted = lifted);
        self.feel_the_ground();
    }

    /// Somebody pushes it: it sways, and stands.
    pub(super) fn push(&self) {
        if let Some(event) = self.profile.push_event() {
            self.raise(event, json!(true));
        }
    }

    /// Tells when its feet come to touch the ground, or touch it no longer. On its way from a
    /// posture to another they are where they were.
    fn feel_the_ground(&self) {
        let changed = self.with(|state| {
            let rests_on_feet =
                is_on_its_feet(state.posture) || state.posture == Posture::Crouch.name();
            let touch =
                !state.lifted && (rests_on_feet || (state.posture == UNKNOWN && state.on_feet));
            (std::mem::replace(&mut state.on_feet, touch) != touch).then_some(touch)
        });
        if let Some(touch) = changed {
            self.raise(FEET, json!(touch));
        }
    }

    /// Enters a state of autonomous life.
    pub(super) fn live_as(&self, life: &'static str) {
        self.with(|state| state.habits.live(life));
        self.raise("AutonomousLife/State", json!(life));
        self.announce("ALAutonomousLife", "state", json!(life));
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
        state.on_feet = !state.lifted && state.posture == Posture::Crouch.name();
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
}

pub(super) fn is_on_its_feet(posture: &str) -> bool {
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
        body.perform("angleInterpolation", &[arm], |_, _| vec![(arm, vec![Key::soft((2.0, -1.0))])])
            .await
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
}
