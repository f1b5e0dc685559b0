//! A class on a bad day, a thousand times over: the network breaks, hangs and lies, the robot
//! falls, heats up and runs down, is lifted and pushed, hands come onto its head. Everything is real but the clock, the
//! network, the loudspeaker and the disk: the conductor, the bridge's protocol on both sides.

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, duplex, split},
    sync::{broadcast, mpsc, oneshot, watch},
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    app::{
        conductor::{Conductor, Parts, Unfinished},
        hands::Delays,
        journal::Journal,
        now::{Passing, RobotNow},
        orders::{Order, Start},
    },
    ears::{Ears, Models, SourceChoice},
    motion::Joint,
    robot::{Connecting, Nao, Network, Stream},
    script::{self, Library, Plan},
    session::{
        ClassCost, Command, How, Participant, Remembered, Session, StaffAction, Stamped, State,
    },
    sound::Sound,
    store::{NewSession, StoreError, Unfinished as Interrupted},
    virtual_nao::{Options, Silent, VirtualNao, Wire},
};

/// About five minutes of a class.
const CLASS: &str = "
title: Une classe
language: fr
kind: gym
minutes: 5
position: sitting
steps:
  - say: Bonjour à toutes et à tous.
  - part: warm_up
  - exercise: {movement: arms_forward, repetitions: 10}
  - pause: 5
  - part: main
  - exercise: {movement: side_reach, repetitions: 4, both_sides: true}
  - exercise: {movement: biceps_curl, repetitions: 8}
  - part: cool_down
  - say: Respirons ensemble.
  - exercise: {movement: breathing, repetitions: 6}
  - say: Merci, et à bientôt.
";

/// The same standing: one that stands can be lifted off its feet.
const STANDING_CLASS: &str = "
title: Une classe debout
language: fr
kind: gym
minutes: 5
position: standing
steps:
  - say: Bonjour à toutes et à tous.
  - part: warm_up
  - exercise: {movement: stand_biceps, repetitions: 10}
  - pause: 5
  - part: main
  - exercise: {movement: stand_arms_up, repetitions: 8}
  - exercise: {movement: stand_wave, repetitions: 4, both_sides: true}
  - part: cool_down
  - say: Respirons ensemble.
  - exercise: {movement: breathing, repetitions: 6}
  - say: Merci, et à bientôt.
";

/// Nobody waits longer for a class of five minutes; then staff stop it.
const STAFF_STOP_AFTER: Duration = Duration::from_secs(30 * 60);

/// From the stop of staff to a robot at rest, the worst reconnection included.
const OVER_WITHIN: Duration = Duration::from_secs(5 * 60);

/// What goes wrong.
#[derive(Debug, Clone, Copy)]
enum Mishap {
    /// Every connection breaks.
    Break,
    /// Connections stay open and carry nothing, for so many seconds.
    Hang(u64),
    /// Connections break and no new one is made, for so many seconds.
    Away(u64),
    /// Bytes that are no protocol.
    Garbage,
    Fall,
    /// It is held in the air, for so many seconds.
    Lift(u64),
    Push,
    Heat(Joint),
    Battery(u8),
    /// A hand on the head, for so many milliseconds.
    Touch(u64),
    Pause,
    Skip,
    Repeat,
}

fn mishaps(seed: u64) -> Vec<(Duration, Mishap)> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut schedule: Vec<(Duration, Mishap)> = (0..random.random_range(1..7))
        .map(|_| {
            let mishap = match random.random_range(0..23) {
                0..=3 => Mishap::Break,
                4..=6 => Mishap::Hang(random.random_range(1..60)),
                7..=9 => Mishap::Away(random.random_range(1..90)),
                10..=11 => Mishap::Garbage,
                12 => Mishap::Fall,
                13 => Mishap::Heat(Joint::ALL[random.random_range(0..26)]),
                14 => Mishap::Battery(random.random_range(0..100)),
                15..=16 => Mishap::Touch(random.random_range(50..4_000)),
                17 => Mishap::Pause,
                18 => Mishap::Skip,
                19..=20 => Mishap::Lift(random.random_range(1..60)),
                21 => Mishap::Push,
                _ => Mishap::Repeat,
            };
            (Duration::from_millis(random.random_range(0..300_000)), mishap)
        })
        .collect();
    schedule.sort_by_key(|(at, _)| *at);
    schedule
}

/// A network that does what it is told.
struct Flaky {
    wire: Mutex<Wire>,
    /// Counts breaks; every connection ends at each.
    breaks: watch::Sender<u64>,
    hangs: watch::Sender<bool>,
    away: watch::Sender<bool>,
    garbage: watch::Sender<u64>,
}

impl Network for Flaky {
    fn connect<'a>(&'a self, _authority: &'a str) -> Connecting<'a> {
        Box::pin(async move {
            if *self.away.borrow() {
                return Err(io::Error::from(io::ErrorKind::ConnectionRefused));
            }
            let robot = self.wire.lock().unwrap().connect()?;
            let (ours, theirs) = duplex(64 * 1024);
            let (from_us, to_us) = split(theirs);
            let (from_robot, to_robot) = split(robot);
            let mut breaks = self.breaks.subscribe();
            let mut garbage = self.garbage.subscribe();
            let (up, down) = (self.hangs.subscribe(), self.hangs.subscribe());
            tokio::spawn(async move {
                let mut to_us = to_us;
                tokio::select! {
                    _ = breaks.changed() => {}
                    _ = garbage.changed() => {
                        let _ = to_us.write_all(b"\x81\x05hello\xff\xff not a frame").await;
                    }
                    () = carry(from_us, to_robot, up) => {}
                    () = carry(from_robot, &mut to_us, down) => {}
                }
            });
            let ours: Box<dyn Stream> = Box::new(ours);
            Ok(ours)
        })
    }
}

/// Carries bytes one way, but not while the network hangs.
async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut hangs: watch::Receiver<bool>,
) {
    let mut piece = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        if hangs.wait_for(|hangs| !hangs).await.is_err()
            || to.write_all(&piece[..length]).await.is_err()
        {
            return;
        }
    }
}

fn plan(class: &str, library: &Library) -> Plan {
    let compiled = script::compile_str(Path::new("class.yaml"), class, library);
    compiled.plan.unwrap_or_else(|| panic!("{}", script::render(&compiled.diagnostics, false)))
}

/// What was kept, as the store keeps it: in JSON, without what is only shown.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    plan: String,
    lines: Vec<String>,
}

impl Kept {
    fn plan(&self) -> Plan {
        serde_json::from_str(&self.0.lock().unwrap().plan).unwrap()
    }

    fn journal(&self) -> Vec<(Stamped, Vec<Command>)> {
        let book = self.0.lock().unwrap();
        book.lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Journal for Kept {
    async fn begin(&self, session: NewSession<'_>) -> Result<(), StoreError> {
        self.0.lock().unwrap().plan = serde_json::to_string(session.plan).unwrap();
        Ok(())
    }

    async fn append(
        &self,
        _session: &str,
        line: u64,
        event: &Stamped,
        commands: &[Command],
    ) -> Result<(), StoreError> {
        let mut book = self.0.lock().unwrap();
        assert_eq!(line, book.lines.len() as u64, "no line is missing");
        let commands: Vec<&Command> =
            commands.iter().filter(|command| !matches!(command, Command::Show(_))).collect();
        book.lines.push(serde_json::to_string(&(event, commands)).unwrap());
        Ok(())
    }

    async fn unfinished(&self, _robot: &str) -> Result<Option<Interrupted>, StoreError> {
        Ok(None)
    }

    async fn mark_abandoned(&self, _session: &str) -> Result<(), StoreError> {
        Ok(())
    }

    async fn remembered(&self, _resident: &str) -> Result<Remembered, StoreError> {
        Ok(Remembered::default())
    }

    async fn keep_cost(&self, _robot: &str, _cost: &ClassCost) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Everything of one class.
struct Day {
    robot: VirtualNao,
    network: Arc<Flaky>,
    orders: mpsc::Sender<Order>,
    now: watch::Receiver<RobotNow>,
    stop: watch::Sender<u64>,
    closing: CancellationToken,
    kept: Kept,
}

impl Day {
    async fn begin() -> Day {
        let (robot, wire) = VirtualNao::start_in_memory(Options::new("Nao", Arc::new(Silent)));
        let network = Arc::new(Flaky {
            wire: Mutex::new(wire),
            breaks: watch::Sender::new(0),
            hangs: watch::Sender::new(false),
            away: watch::Sender::new(false),
            garbage: watch::Sender::new(0),
        });
        let (stop, stop_rx) = watch::channel(0);
        let (notices, notices_rx) = mpsc::channel(64);
        let (reports, reports_rx) = mpsc::channel(64);
        let (orders, orders_rx) = mpsc::channel(64);
        let (now_tx, now) = watch::channel(RobotNow::default());
        let models = Models::new(Path::new("no models"));
        let ears = Ears::start(SourceChoice::None, models, reports, stop_rx.clone()).unwrap();
        let over: Arc<dyn Network> = network.clone();
        let nao = Nao::connect_over(over, "nao:80", notices, stop_rx.clone());
        let kept = Kept::default();
        let closing = CancellationToken::new();
        let conductor = Conductor::new(Parts {
            robot: "nao".into(),
            name: "Nao".into(),
            body: Arc::new(nao),
            ears,
            sound: Sound::silent(),
            delays: Delays::default(),
            store: kept.clone(),
            unfinished: Unfinished::Leave,
            stop: stop_rx,
            closing: closing.clone(),
            orders: orders_rx,
            notices: notices_rx,
            reports: reports_rx,
            now: now_tx,
            passing: broadcast::channel::<Passing>(16).0,
        });
        tokio::spawn(conductor.run());
        Day { robot, network, orders, now, stop, closing, kept }
    }

    async fn start(&mut self, plan: Plan, seed: u64) {
        self.now.wait_for(|now| now.connected).await.unwrap();
        let (reply, started) = oneshot::channel();
        let participant = Participant::default();
        let start = Start { routine: "class".into(), plan, participant, seed: Some(seed) };
        self.orders.send(Order::Start(Box::new(start), reply)).await.unwrap();
        started.await.unwrap().unwrap();
    }

    async fn staff(&self, action: StaffAction) {
        let (reply, _) = oneshot::channel();
        self.orders.send(Order::Act(action, reply)).await.unwrap();
    }

    async fn happen(&self, mishap: Mishap) {
        match mishap {
            Mishap::Break => self.network.breaks.send_modify(|count| *count += 1),
            Mishap::Hang(seconds) => {
                self.network.hangs.send_replace(true);
                sleep(Duration::from_secs(seconds)).await;
                self.network.hangs.send_replace(false);
            }
            Mishap::Away(seconds) => {
                self.network.away.send_replace(true);
                self.network.breaks.send_modify(|count| *count += 1);
                sleep(Duration::from_secs(seconds)).await;
                self.network.away.send_replace(false);
            }
            Mishap::Garbage => self.network.garbage.send_modify(|count| *count += 1),
            Mishap::Fall => self.robot.fall(),
            Mishap::Lift(seconds) => {
                self.robot.lift();
                sleep(Duration::from_secs(seconds)).await;
                self.robot.put_down();
            }
            Mishap::Push => self.robot.push(),
            Mishap::Heat(joint) => self.robot.heat(joint, 71.0),
            Mishap::Battery(percent) => self.robot.set_battery(percent),
            Mishap::Touch(milliseconds) => {
                self.robot.press("MiddleTactilTouched");
                sleep(Duration::from_millis(milliseconds)).await;
                self.robot.release("MiddleTactilTouched");
            }
            Mishap::Pause => self.staff(StaffAction::Pause).await,
            Mishap::Skip => self.staff(StaffAction::Skip).await,
            Mishap::Repeat => self.staff(StaffAction::Repeat).await,
        }
    }

    fn over(&self) -> bool {
        self.now.borrow().session.as_ref().is_some_and(|session| session.over)
    }

    fn paused(&self) -> bool {
        let now = self.now.borrow();
        now.session.as_ref().is_some_and(|session| session.view.state == State::Paused)
    }

    /// Whether the last thing that its motors were told was to rest, or a fall let them go.
    fn at_rest(&self) -> bool {
        let calls = self.robot.calls();
        let last =
            calls.iter().rev().find(|call| ["wakeUp", "rest"].contains(&call.method.as_str()));
        self.robot.posture().starts_with("Lying") || last.is_some_and(|call| call.method == "rest")
    }
}

async fn a_day(plan: Plan, seed: u64) {
    let mut day = Day::begin().await;
    day.start(plan, seed).await;
    let began = Instant::now();
    for (at, mishap) in mishaps(seed) {
        tokio::time::sleep_until(began + at).await;
        if !day.over() {
            day.happen(mishap).await;
        }
    }
    // Staff look every half minute, and go on with what was paused.
    while !day.over() && began.elapsed() < STAFF_STOP_AFTER {
        sleep(Duration::from_secs(30)).await;
        if day.paused() {
            day.staff(StaffAction::Resume).await;
        }
    }
    if !day.over() {
        day.stop.send_modify(|count| *count += 1);
    }
    let ended = timeout(OVER_WITHIN, async {
        while !(day.over() && day.at_rest()) {
            sleep(Duration::from_secs(1)).await;
        }
    });
    let ended = ended.await;
    let state = day.now.borrow().session.clone().map(|session| (session.over, session.view.state));
    assert!(
        ended.is_ok(),
        "seed {seed}: {:?}: {state:?}, at rest: {}",
        mishaps(seed),
        day.at_rest()
    );

    // Nothing was lost from the journal, and it can be played again.
    let journal = day.kept.journal();
    let mut session = Session::new(day.kept.plan());
    for (stamped, kept) in &journal {
        let mut now = session.on(stamped);
        now.retain(|command| !matches!(command, Command::Show(_)));
        assert_eq!(now, *kept, "seed {seed}");
    }
    assert!(session.is_over(), "seed {seed}: the journal tells the end");
    let how = session.view().ended;
    assert!(how.is_some(), "seed {seed}: the end is stated");
    if mishaps(seed).iter().all(|(_, mishap)| matches!(mishap, Mishap::Break | Mishap::Garbage)) {
        assert_eq!(how, Some(How::Completed), "seed {seed}: a broken connection ends no class");
    }
    day.closing.cancel();
}

fn days(seeds: std::ops::Range<u64>) {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let plans = [plan(CLASS, &library), plan(STANDING_CLASS, &library)];
    let [sitting, standing] = &plans;
    for seed in seeds {
        // One day in four is given standing.
        let plan = if seed % 4 == 3 { standing } else { sitting };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(a_day(plan.clone(), seed));
    }
}

#[test]
fn a_thousand_bad_days_end_well_first_half() {
    days(0..500);
}

#[test]
fn a_thousand_bad_days_end_well_second_half() {
    days(500..1000);
}
