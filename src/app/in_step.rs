//! Repetitions follow each other without a lost beat, however far the robot is and however long it
//! takes to speak. Everything is real but the clock, the network and the loudspeaker.

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, duplex, split},
    sync::{mpsc, watch},
    time::{Instant, sleep, sleep_until},
};

use crate::{
    app::hands::{Delays, Done, Hands},
    ears::{Ears, Models, SourceChoice},
    language::Language,
    motion::{Posture, Trajectory},
    robot::{Body, BodyError, Connecting, Eyes, Nao, Network, Notice, Stream},
    script::{self, Library, Plan},
    session::{
        Command, Event, LocalTime, MovementId, Participant, Remembered, Session, Stamped, Start,
    },
    sound::Sound,
    virtual_nao::{Options, Silent, VirtualNao, Wire},
};

const CLASS: &str = "
title: En mesure
language: fr
kind: memory
minutes: 1
position: sitting
steps:
  - exercise: {movement: biceps_curl, tempo: 50, repetitions: 5, demonstrate: false, instruction: Ensemble.}
";
const TEMPO: f64 = 50.0;

/// A network on which everything is under way for a while.
struct Far {
    wire: Mutex<Wire>,
    one_way: Duration,
}

impl Network for Far {
    fn connect<'a>(&'a self, _authority: &'a str) -> Connecting<'a> {
        Box::pin(async move {
            let robot = self.wire.lock().unwrap().connect()?;
            let (ours, theirs) = duplex(64 * 1024);
            let (from_us, to_us) = split(theirs);
            let (from_robot, to_robot) = split(robot);
            tokio::spawn(carry(from_us, to_robot, self.one_way));
            tokio::spawn(carry(from_robot, to_us, self.one_way));
            let ours: Box<dyn Stream> = Box::new(ours);
            Ok::<_, io::Error>(ours)
        })
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin + Send + 'static,
    one_way: Duration,
) {
    let (under_way, mut arriving) = mpsc::channel::<(Instant, Vec<u8>)>(64);
    tokio::spawn(async move {
        while let Some((at, bytes)) = arriving.recv().await {
            sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
    });
    let mut piece = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        let _ = under_way.send((Instant::now() + one_way, piece[..length].to_vec())).await;
    }
}

/// The robot, and when what was sent to it is there.
struct Watched {
    nao: Nao,
    way: Duration,
    moved: Mutex<Vec<Instant>>,
    said: Mutex<Vec<Instant>>,
}

impl Watched {
    async fn sent(&self, begin: impl Future<Output = ()>, seen: &Mutex<Vec<Instant>>) {
        begin.await;
        seen.lock().unwrap().push(Instant::now() + self.way);
    }
}

impl Body for Watched {
    async fn say_when(
        &self,
        text: &str,
        language: Language,
        begin: impl Future<Output = ()> + Send,
    ) -> Result<(), BodyError> {
        self.nao.say_when(text, language, self.sent(begin, &self.said)).await
    }

    async fn run_when(
        &self,
        trajectory: &Trajectory,
        begin: impl Future<Output = ()> + Send,
    ) -> Result<(), BodyError> {
        self.nao.run_when(trajectory, self.sent(begin, &self.moved)).await
    }

    fn delay(&self) -> Duration {
        self.nao.delay()
    }

    async fn posture(&self, posture: Posture) -> Result<(), BodyError> {
        self.nao.posture(posture).await
    }

    async fn leds(&self, eyes: Eyes) -> Result<(), BodyError> {
        self.nao.leds(eyes).await
    }

    async fn halt(&self) -> Result<(), BodyError> {
        self.nao.halt().await
    }

    async fn take(&self) -> Result<(), BodyError> {
        self.nao.take().await
    }

    async fn rest(&self) -> Result<(), BodyError> {
        self.nao.rest().await
    }
}

/// A robot so far away, and its hands.
async fn robot(
    plan: &Plan,
    way: Duration,
    speech: Duration,
) -> (Arc<Watched>, Hands<Watched>, mpsc::Receiver<Done>, VirtualNao) {
    let (robot, wire) = VirtualNao::start_in_memory(Options::new("Nao", Arc::new(Silent)));
    let far = Arc::new(Far { wire: Mutex::new(wire), one_way: way });
    let (stop, stop_rx) = watch::channel(0);
    let (notices, mut told) = mpsc::channel(64);
    let (reports, _) = mpsc::channel(64);
    let models = Models::new(Path::new("no models"));
    let ears = Ears::start(SourceChoice::None, models, reports, stop_rx.clone()).unwrap();
    let nao = Nao::connect_over(far, "nao:80", notices, stop_rx);
    while !matches!(told.recv().await, Some(Notice::Connected { .. })) {}
    tokio::spawn(async move {
        while told.recv().await.is_some() {}
        drop(stop);
    });
    // The way is learnt from looks at the joints.
    sleep(Duration::from_secs(10)).await;
    let body = Arc::new(Watched { nao, way, moved: Mutex::default(), said: Mutex::default() });
    let (done, ended) = mpsc::channel(64);
    let delays = Delays { speech, ..Delays::default() };
    let (lexicon, sound) = (plan.lexicon.clone(), Sound::silent());
    let hands = Hands::open(1, Arc::clone(&body), ears, sound, delays, lexicon, done);
    (body, hands, ended, robot)
}

/// The beats from each repetition to the next one, and how far the count is from each, ms.
async fn counted(plan: &Plan, way: Duration, speech: Duration) -> (Vec<f64>, Vec<f64>) {
    let (body, mut hands, mut ended, _robot) = robot(plan, way, speech).await;
    let (mut session, began) = (Session::new(plan.clone()), Instant::now());
    let mut event = Event::Started {
        seed: 1,
        now: LocalTime::default(),
        participant: Participant::default(),
        memory: Remembered::default(),
        robot: "Nao".into(),
    };
    loop {
        let stamped = Stamped { at_ms: began.elapsed().as_millis() as u64, event };
        hands.carry_out(&session.on(&stamped)).await;
        if session.is_over() {
            break;
        }
        event = ended.recv().await.unwrap().event;
    }
    let since = |at: &Instant| (*at - began).as_secs_f64();
    let moved: Vec<f64> = body.moved.lock().unwrap().iter().map(since).collect();
    let said = body.said.lock().unwrap();
    let heard: Vec<f64> = said.iter().map(|at| since(at) + speech.as_secs_f64()).collect();
    let apart = |at: &f64| heard.iter().map(|heard| (heard - at).abs()).fold(f64::MAX, f64::min);
    (
        moved.windows(2).map(|pair| (pair[1] - pair[0]) * TEMPO / 60.0).collect(),
        moved.iter().map(|at| apart(at) * 1e3).collect(),
    )
}

#[tokio::test(start_paused = true)]
async fn no_beat_is_lost_between_repetitions() {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let compiled = script::compile_str(Path::new("class.yaml"), CLASS, &library);
    let plan = compiled.plan.unwrap();
    for (way, speech) in [(0, 0), (15, 150), (30, 200), (5, 300), (30, 500), (60, 300)] {
        let ms = Duration::from_millis;
        let (beats, apart) = counted(&plan, ms(way), ms(speech)).await;
        let told = format!("{way} ms away, heard after {speech} ms: {beats:.3?}, {apart:.1?}");
        // A reminder comes before the third.
        let [first, _, third, fourth] = beats[..] else { panic!("{told}") };
        assert!([first, third, fourth].iter().all(|beats| (beats - 4.0).abs() < 0.02), "{told}");
        assert!(apart.iter().all(|apart| *apart < 10.0), "{told}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_motion_that_is_halted_on_its_way_home_is_made_good_by_a_posture() {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let trajectory = library.movements()["biceps_curl"].at_tempo(TEMPO).unwrap();
    let plan = script::compile_str(Path::new("class.yaml"), CLASS, &library).plan.unwrap();
    let (_, mut hands, mut ended, robot) =
        robot(&plan, Duration::ZERO, Duration::from_millis(500)).await;
    let repetition = |number| Command::Move {
        movement: MovementId(number),
        trajectory: trajectory.clone(),
        start: Start::OnBeat { bpm: TEMPO },
    };
    let motions = || {
        let calls = robot.calls().into_iter().map(|call| call.method);
        let moves = |method: &String| method == "goToPosture" || method.starts_with("angleInter");
        calls.filter(moves).collect::<Vec<_>>()
    };
    hands.carry_out(&[repetition(1)]).await;
    assert_eq!(ended.recv().await.unwrap().event, Event::MotionEnded(MovementId(1)));
    hands.halt().await;
    let before = motions().len();
    hands.carry_out(&[repetition(2)]).await;
    assert_eq!(ended.recv().await.unwrap().event, Event::MotionEnded(MovementId(2)));
    assert_eq!(motions()[before..], ["goToPosture", "angleInterpolationBezier"]);
    sleep(Duration::from_secs(1)).await;
    hands.carry_out(&[repetition(3)]).await;
    assert_eq!(ended.recv().await.unwrap().event, Event::MotionEnded(MovementId(3)));
    assert_eq!(motions()[before + 2..], ["angleInterpolationBezier"], "who came home is there");
}
