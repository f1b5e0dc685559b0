//! What work costs the body as time passes, and what it tells of that by itself.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::{
    motion::{JOINT_COUNT, Joint, Part, Posture},
    virtual_nao::{
        body::{Body, State, is_on_its_feet},
        health::{Effort, LOW},
    },
};

/// How often heat and battery are looked at.
const PULSE: Duration = Duration::from_secs(1);

impl Body {
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
        self.announce("ALBattery", "charge", json!(battery));
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
}

impl State {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::virtual_nao::{Options, Silent};

    fn body() -> Arc<Body> {
        Body::new(Options::new("Nao", Arc::new(Silent)))
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_stands_falls_when_a_knee_is_critically_hot() {
        let body = body();
        let mut events = body.events.subscribe();
        body.wake_up().await;
        assert!(body.go_to(Posture::Stand, 0.5).await);
        while events.try_recv().is_ok() {}
        body.heat(Joint::RKneePitch, 83.0);
        let mut raised = Vec::new();
        while let Ok((key, _)) = events.try_recv() {
            raised.push(key);
        }
        let expected = [
            "TemperatureStatusChanged",
            "HotDeviceDetected",
            "ALMotion/RobotIsFalling",
            "footContactChanged",
            "AutonomousLife/State",
            "ALAutonomousLife.state",
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
        let knee = body.value(knee).unwrap().unwrap().as_f64().unwrap();
        assert!((50.0..65.0).contains(&knee), "{knee}");
        let battery = body.with(|state| state.health.battery());
        assert!((58..64).contains(&battery), "{battery}");
    }
}
