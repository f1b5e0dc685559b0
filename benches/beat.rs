//! How well a class keeps time on a busy machine: when the frames of its movements arrive at the
//! bridge, against the beats of its music as a loudspeaker was given it, beside a sender that
//! sends when the reply before has come. Then many classes at once, each with a silent metronome
//! of its own, of which the program alone knows where its beats are: against an even grid.
//! `cargo bench --bench beat`; minutes of each class: `BEAT_MINUTES=10`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod support;

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream as Plain},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use companion::{
    robot::{Address, Link, Tcp},
    script::Library,
    virtual_nao::{Options, Silent, VirtualNao},
};
use serde_json::json;
use support::{
    loudspeaker::{LATENCY_MS, Loudspeaker, RATE, Recording},
    music::{onsets, place_of, rendering},
    relay,
};
use tempfile::TempDir;
use thread_priority::{
    ThreadPriority,
    unix::{
        RealtimeThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id,
    },
};
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    time::sleep,
};

/// The movement's tempo and the music's, beats a minute: each second beat is one of the movement.
const MOVEMENT: f64 = 50.0;
const MUSIC: &str = "morning-walk";

/// Classes at once.
const MANY: usize = 50;

/// A movement lasts four beats.
const NAIVE_MOVEMENT_S: f64 = 4.0 * 60.0 / MOVEMENT;

const ROUTINE: &str = "\
title: Au pas
language: fr
kind: memory
minutes: 10
position: sitting
steps:
MUSIC  - repeat:
      times: 30
      steps:
        - exercise: {movement: biceps_curl, tempo: 50, repetitions: 8, demonstrate: false, instruction: Ensemble.}
        - exercise: {movement: arms_forward, tempo: 50, repetitions: 8, demonstrate: false, instruction: Encore.}
";

fn main() {
    let minutes: f64 =
        env::var("BEAT_MINUTES").ok().and_then(|text| text.parse().ok()).unwrap_or(10.0);
    let length = Duration::from_secs_f64(minutes * 60.0);
    println!("movements at {MOVEMENT} a minute, {minutes} minutes of each class; ms from the beat");
    println!(
        "                                    movements   p50    p99    max   offset   p99 beside it   count and movement apart, p99"
    );
    let quiet = classes(1, true, length.min(Duration::from_secs(120)), 0);
    quiet.ours.print("1 class, music, machine idle");
    let one = classes(1, true, length, SPINNING);
    one.ours.print("1 class, music, machine busy");
    one.naive.print("  on each reply (same run)");
    one.compare();
    let many = classes(MANY, false, length, 0);
    many.ours.print("50 classes at once, no music");
    many.naive.print("  on each reply (same run)");
    many.compare();
}

fn come_first() {
    let policy = ThreadSchedulePolicy::Realtime(RealtimeThreadSchedulePolicy::RoundRobin);
    if set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, policy).is_err() {
        eprintln!("the bridges have no priority over what keeps the machine busy");
    }
}

/// Threads that do nothing but work, on two cores.
const SPINNING: usize = 4;

/// What was measured in a run.
struct Run {
    ours: Errors,
    naive: Errors,
}

impl Run {
    fn compare(&self) {
        println!("  ratio of p99 {:.0}", self.naive.at(0.99) / self.ours.at(0.99).max(0.001));
    }
}

/// Distances from the beat, ms (late ones are greater than 0), ordered; and between each count and
/// its movement.
#[derive(Default)]
struct Errors {
    beat: Vec<f64>,
    apart: Vec<f64>,
    /// Whether the beat was given from outside, so that a constant offset shows.
    heard: bool,
}

impl Errors {
    /// What came, against a beat that is known (s), else one of its own.
    fn add(&mut self, came: &Came, heard: Option<f64>) {
        let grid = heard.unwrap_or_else(|| came.grid());
        self.heard = heard.is_some();
        self.beat.extend(came.moves.iter().map(|at| off(*at, grid) * 1000.0));
        for at in &came.moves {
            let apart = came.counts.iter().map(|count| (count - at).abs() * 1000.0);
            // A sentence that is not near is no count.
            self.apart.extend(apart.min_by(f64::total_cmp).filter(|apart| *apart < 500.0));
        }
        self.beat.sort_by(f64::total_cmp);
        self.apart.sort_by(f64::total_cmp);
    }

    /// A quantile of the distances from the beat that is so much later, either way.
    fn beside(&self, offset: f64, quantile: f64) -> f64 {
        let mut beside: Vec<f64> = self.beat.iter().map(|off| (off - offset).abs()).collect();
        beside.sort_by(f64::total_cmp);
        quantile_of(&beside, quantile)
    }

    fn at(&self, quantile: f64) -> f64 {
        self.beside(0.0, quantile)
    }

    fn print(&self, name: &str) {
        let (p50, p99, max) = (self.at(0.5), self.at(0.99), self.at(1.0));
        let offset = quantile_of(&self.beat, 0.5);
        let offset = match self.heard {
            true => format!("{offset:+6.2}   {:6.2}       ", self.beside(offset, 0.99)),
            false => format!("{:22}", ""),
        };
        let apart = match self.apart.is_empty() {
            true => String::new(),
            false => format!("{:6.2}", quantile_of(&self.apart, 0.99)),
        };
        println!(
            "{name:36} {:8} {p50:6.2} {p99:6.2} {max:6.2}   {offset}   {apart}",
            self.beat.len()
        );
    }
}

fn quantile_of(ordered: &[f64], quantile: f64) -> f64 {
    let place = (ordered.len().saturating_sub(1) as f64 * quantile).round() as usize;
    ordered.get(place).copied().unwrap_or(f64::NAN)
}

/// What came at one bridge, s since the bench began.
#[derive(Default)]
struct Came {
    moves: Vec<f64>,
    counts: Vec<f64>,
}

impl Came {
    /// Where the movement's beats are without music: the tempo is known, and where its first beat
    /// was the program alone knows. So the place of one beat is taken from the frames themselves,
    /// as their middle, once for the whole class.
    fn grid(&self) -> f64 {
        let mut best = (f64::INFINITY, 0.0);
        for candidate in &self.moves {
            let sum = self.moves.iter().map(|at| off(*at, *candidate).abs()).sum();
            if sum < best.0 {
                best = (sum, *candidate);
            }
        }
        best.1
    }
}

/// How far a moment is from the nearest beat of a grid, s.
fn off(at: f64, grid: f64) -> f64 {
    let beat = 60.0 / MOVEMENT;
    let passed = (at - grid) / beat;
    (passed - passed.round()) * beat
}

/// Where the first beat of the music was heard, s since 1970.
fn first_beat(heard: &Recording) -> f64 {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (library, _) = Library::load_music(&here.join("audio"));
    let track = &library.tracks()[MUSIC];
    let (rendered, rate) = rendering(&track.file);
    let (rendered, played) = (onsets(&rendered, rate), onsets(&heard.samples, RATE));
    let began = place_of(&played, &rendered, 0, 12_000, 0..40_000);
    heard.began + began as f64 / 1000.0 + track.first_beat
}

fn classes(count: usize, music: bool, length: Duration, spinning: usize) -> Run {
    let began = Instant::now();
    let began_at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    let folder = TempDir::new().unwrap();
    let loudspeaker = music.then(|| Loudspeaker::new(folder.path(), "music"));
    // The robots have machines of their own, where nobody else works.
    let bridges = Builder::new_multi_thread()
        .worker_threads(2)
        .on_thread_start(come_first)
        .enable_all()
        .build()
        .unwrap();
    let (addresses, seen): (Vec<_>, Vec<_>) =
        (0..count).map(|_| bridges.block_on(bridge(began))).unzip();
    let (naive_address, naive_seen) = bridges.block_on(bridge(began));
    let program = Program::start(&addresses, loudspeaker.as_ref());
    for robot in 0..count {
        program.begin(robot);
    }
    naive(&bridges, naive_address);
    let working = Spinning::start(spinning);
    thread::sleep(length);
    drop(working);
    drop(program);
    let (mut ours, mut one_by_one) = (Errors::default(), Errors::default());
    let heard = loudspeaker.map(|loudspeaker| first_beat(&loudspeaker.heard()) - began_at);
    for came in seen {
        ours.add(&came.lock().unwrap(), heard);
    }
    // Its first movement was on the beat, as far as it is concerned.
    let came = naive_seen.lock().unwrap();
    let first = came.moves[0];
    one_by_one.beat = came.moves.iter().map(|at| off(*at, first) * 1000.0).collect();
    one_by_one.beat.sort_by(f64::total_cmp);
    Run { ours, naive: one_by_one }
}

/// A virtual Nao behind a relay that keeps when frames came.
async fn bridge(began: Instant) -> (SocketAddr, Arc<Mutex<Came>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let robot = VirtualNao::start(listener, Options::new("Nao", Arc::new(Silent))).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let came = Arc::new(Mutex::new(Came::default()));
    let kept = Arc::clone(&came);
    let robot_address = robot.address();
    tokio::spawn(async move {
        // Kept, since it ends with its last handle.
        let _robot = robot;
        relay(listener, robot_address, move |text, at| {
            let at = at.duration_since(began).as_secs_f64();
            let mut kept = kept.lock().unwrap();
            if text.contains("\"angleInterpolation") {
                kept.moves.push(at);
            } else if text.contains("\"say\"") {
                kept.counts.push(at);
            }
        })
        .await;
    });
    (address, came)
}

/// The peer: a movement as soon as the one before is answered.
fn naive(runtime: &Runtime, address: SocketAddr) {
    runtime.spawn(async move {
        let within = Duration::from_secs(30);
        let (link, _signals) = Link::open(&Tcp, &Address::new(&address.to_string())).await.unwrap();
        link.call("ALMotion", "wakeUp", vec![], within).await.unwrap();
        loop {
            let args = vec![
                json!(["HeadYaw"]),
                json!([[0.2, 0.0]]),
                json!([[NAIVE_MOVEMENT_S / 2.0, NAIVE_MOVEMENT_S]]),
                json!(true),
            ];
            if link.call("ALMotion", "angleInterpolation", args, within).await.is_err() {
                sleep(Duration::from_secs(1)).await;
            }
        }
    });
}

/// Threads that keep the processor busy until they are dropped.
struct Spinning(Arc<AtomicBool>);

impl Spinning {
    fn start(count: usize) -> Spinning {
        let over = Arc::new(AtomicBool::new(false));
        for _ in 0..count {
            let over = Arc::clone(&over);
            thread::spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        Spinning(over)
    }
}

impl Drop for Spinning {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// `companion serve` with a robot for each bridge, in a folder of its own.
struct Program {
    child: Child,
    address: String,
    _folder: TempDir,
}

impl Program {
    fn start(bridges: &[SocketAddr], music: Option<&Loudspeaker>) -> Program {
        let folder = TempDir::new().unwrap();
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let routines = folder.path().join("routines");
        fs::create_dir_all(routines.join("fr/gym")).unwrap();
        std::os::unix::fs::symlink(here.join("routines/movements"), routines.join("movements"))
            .unwrap();
        fs::copy(here.join("routines/fr/phrases.yaml"), routines.join("fr/phrases.yaml")).unwrap();
        let play = format!("  - music: {{play: {MUSIC}}}\n");
        let routine = ROUTINE.replace("MUSIC", if music.is_some() { &play } else { "" });
        fs::write(routines.join("fr/gym/beat.yaml"), routine).unwrap();
        let robots = bridges.iter().enumerate().map(|(number, address)| {
            format!("  - {{id: r{number}, address: \"{address}\", ears: none}}\n")
        });
        let config = format!(
            "listen: 127.0.0.1:0\ndata: data\nroutines: routines\naudio: {}\nsound: {{latency_ms: {LATENCY_MS}}}\nrobots:\n{}",
            here.join("audio").display(),
            robots.collect::<String>()
        );
        let file = folder.path().join("companion.yaml");
        fs::write(&file, config).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_companion"));
        program.arg("serve").arg("--config").arg(&file);
        if let Some(loudspeaker) = music {
            program.env("ALSA_CONFIG_PATH", &loudspeaker.config);
        }
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_once("http://").expect("the program says where it is").1;
        let address = address.split_whitespace().next().unwrap().to_owned();
        Program { child, address, _folder: folder }
    }

    /// Starts the class of a robot; waits until the robot is there.
    fn begin(&self, robot: usize) {
        let body = r#"{"routine": "fr/gym/beat", "anyway": true}"#;
        let started = Instant::now();
        loop {
            let house = self.request("GET", "/api/house", "");
            let connected = house.split("\"id\":\"r").any(|one| {
                one.starts_with(&format!("{robot}\"")) && one.contains("\"connected\":true")
            });
            if connected {
                break;
            }
            assert!(started.elapsed() < Duration::from_secs(60), "robot {robot} is not there");
            thread::sleep(Duration::from_millis(100));
        }
        let answer = self.request("POST", &format!("/api/robots/r{robot}/start"), body);
        assert!(answer.contains(" 200 "), "{answer}");
    }

    fn request(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = Plain::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
