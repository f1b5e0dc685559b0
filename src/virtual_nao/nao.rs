//! A virtual Nao from the outside: started, looked at, touched.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use serde_json::Value;
use tokio::{
    net::TcpListener,
    time::{Instant, sleep, sleep_until},
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    motion::{JOINT_COUNT, Joint},
    virtual_nao::{
        CallMade, Fault, Faults, Options, Trouble, Wire, body::Body, in_force::InForce,
        server::Server, session::Shared,
    },
};

/// A virtual Nao that runs. It ends when the last handle is dropped.
#[derive(Clone)]
pub struct VirtualNao {
    shared: Shared,
    address: SocketAddr,
    _open: Arc<DropGuard>,
}

impl VirtualNao {
    /// Serves on a listener until the handle is dropped.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn start(listener: TcpListener, options: Options) -> std::io::Result<VirtualNao> {
        let address = listener.local_addr()?;
        let (nao, server) = VirtualNao::made(address, options);
        tokio::spawn(server.run(listener));
        Ok(nao)
    }

    /// Serves over streams in memory, which know no time but tokio's: under a paused clock a
    /// class of an hour takes a moment. Its address has port 0, where nothing listens.
    pub fn start_in_memory(options: Options) -> (VirtualNao, Wire) {
        let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (nao, server) = VirtualNao::made(nowhere, options);
        (nao, Wire::new(server))
    }

    fn made(address: SocketAddr, mut options: Options) -> (VirtualNao, Arc<Server>) {
        let faults = std::mem::take(&mut options.faults);
        let closing = CancellationToken::new();
        let shared = Shared {
            in_force: Arc::new(InForce::new(faults.seed)),
            body: Body::new(options),
            closing: closing.clone(),
        };
        tokio::spawn(Arc::clone(&shared.body).live(closing.clone()));
        tokio::spawn(befall(shared.clone(), faults));
        let server = Arc::new(Server::new(shared.clone()));
        (VirtualNao { shared, address, _open: Arc::new(closing.drop_guard()) }, server)
    }

    /// Where it is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Joint angles now, rad, in the order of "Body".
    pub fn angles(&self) -> [f64; JOINT_COUNT] {
        self.shared.body.angles()
    }

    /// Name of its posture; `Unknown` on the way from one to another.
    pub fn posture(&self) -> String {
        self.shared.body.with(|state| state.posture.to_owned())
    }

    /// Whether its motors are on.
    pub fn is_awake(&self) -> bool {
        self.shared.body.with(|state| state.awake)
    }

    /// Whether a joint moves.
    pub fn is_moving(&self) -> bool {
        let now = Instant::now();
        self.shared
            .body
            .with(|state| Joint::ALL.into_iter().any(|joint| state.joints.is_moving(joint, now)))
    }

    /// Stiffness of a joint, 0 (limp) to 1.
    pub fn stiffness(&self, joint: Joint) -> f64 {
        self.shared.body.with(|state| state.joints.stiffness(joint))
    }

    /// Charge of the battery, per cent.
    pub fn battery(&self) -> u8 {
        self.shared.body.with(|state| state.health.battery())
    }

    /// Temperature of a joint, °C.
    pub fn temperature(&self, joint: Joint) -> f64 {
        self.shared.body.with(|state| state.health.temperature(joint))
    }

    /// State of its autonomous life.
    pub fn life(&self) -> String {
        self.shared.body.with(|state| state.habits.life.to_owned())
    }

    /// A value of ALMemory.
    pub fn value(&self, key: &str) -> Option<Value> {
        self.shared.body.value(key)?.ok()
    }

    /// Presses and releases a sensor (`FrontTactilTouched`).
    pub fn touch(&self, sensor: &str) {
        self.press(sensor);
        self.release(sensor);
    }

    /// Presses a sensor.
    pub fn press(&self, sensor: &str) {
        self.shared.body.touch(sensor, true);
    }

    /// Releases a sensor.
    pub fn release(&self, sensor: &str) {
        self.shared.body.touch(sensor, false);
    }

    /// Falls on its back.
    pub fn fall(&self) {
        self.shared.body.fall();
    }

    /// Is taken off the ground.
    pub fn lift(&self) {
        self.shared.body.lift(true);
    }

    /// Is put down on the ground.
    pub fn put_down(&self) {
        self.shared.body.lift(false);
    }

    /// Is pushed.
    pub fn push(&self) {
        self.shared.body.push();
    }

    /// Sets the charge, per cent.
    pub fn set_battery(&self, percent: u8) {
        self.shared.body.set_battery(percent);
    }

    /// Plugs the charger in, or pulls it out.
    pub fn plug(&self, plugged: bool) {
        self.shared.body.plug(plugged);
    }

    /// Sets the temperature of a joint, °C. One that is no number is that of a sensor that failed.
    pub fn heat(&self, joint: Joint, degrees: f64) {
        self.shared.body.heat(joint, degrees);
    }

    /// Gives a joint limits of its own, rad, as a robot has that was repaired.
    pub fn set_limits(&self, joint: Joint, min: f64, max: f64) {
        self.shared.body.with(|state| state.joints.set_limits(joint, min, max));
    }

    /// Every call that clients made, in order.
    pub fn calls(&self) -> Vec<CallMade> {
        self.shared.body.calls()
    }

    /// Lets something happen now. What lasts ends after `lasting`, or not at all.
    pub fn suffer(&self, what: Trouble, lasting: Option<Duration>) {
        strike(&self.shared, what, lasting);
    }
}

/// Lets everything on the schedule happen when it is due.
async fn befall(shared: Shared, faults: Faults) {
    let began = Instant::now();
    let mut schedule = faults.faults;
    schedule.sort_by_key(|fault| fault.at);
    for Fault { at, lasting, what } in schedule {
        tokio::select! {
            () = shared.closing.cancelled() => return,
            () = sleep_until(began + at) => strike(&shared, what, lasting),
        }
    }
}

fn strike(shared: &Shared, what: Trouble, lasting: Option<Duration>) {
    tracing::debug!("virtual Nao: {what:?}");
    shared.in_force.put(&what, lasting);
    let body = &shared.body;
    match what {
        Trouble::NaoqiDown => body.restart(),
        Trouble::Fall => body.fall(),
        Trouble::Push => body.push(),
        Trouble::Lift => {
            body.lift(true);
            if let Some(lasting) = lasting {
                later(shared, lasting, |body| body.lift(false));
            }
        }
        Trouble::Heat { joint, celsius } => body.heat(joint, celsius),
        Trouble::Battery(percent) => body.set_battery(percent),
        Trouble::Charger(plugged) => body.plug(plugged),
        Trouble::Touch { sensor, held } => {
            body.touch(&sensor, true);
            let held = Duration::from_secs_f64(held);
            later(shared, held, move |body| body.touch(&sensor, false));
        }
        // In force for connections and calls.
        Trouble::Latency(_)
        | Trouble::Jitter(_)
        | Trouble::Drop
        | Trouble::HalfOpen
        | Trouble::Garbage(_)
        | Trouble::SlowDeath
        | Trouble::ServiceMissing(_)
        | Trouble::Error { .. }
        | Trouble::Unanswered(_) => {}
    }
}

/// Lets the body do something after a while, if it is there still.
fn later(shared: &Shared, after: Duration, act: impl FnOnce(&Body) + Send + 'static) {
    let shared = shared.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = shared.closing.cancelled() => {}
            () = sleep(after) => act(&shared.body),
        }
    });
}
