//! Our client of the bridge beside socket.io-client 0.9 under Node, against one server on
//! loopback (our virtual Nao): calls per second, round trips. Then the time from a stop request to
//! its frame at the server while other traffic loads the bridge. `cargo bench --bench bridge`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod support;

use std::{
    net::SocketAddr,
    process::Command,
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use companion::{
    robot::{Address, Body, Link, Nao, Notice, Tcp},
    virtual_nao::{Options, Silent, VirtualNao},
};
use serde_json::{Value, json};
use support::relay;
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    sync::watch,
    time::{MissedTickBehavior, interval, sleep},
};

const PEERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers");

/// Calls of one round, and how many of them are under way at once.
const CALLS: usize = 30_000;
const DEEP: usize = 64;

/// Calls one by one.
const SINGLE: usize = 5_000;

/// Rounds of each client, in turn; the median counts.
const ROUNDS: usize = 3;

/// Stop requests.
const STOPS: usize = 500;

/// Other traffic while they are made: 100 times a second this much up and down, 4 MB/s in all.
const LOAD: usize = 20_000;
const LOAD_EVERY: Duration = Duration::from_millis(10);

/// Name of the server's thread.
const SERVER: &str = "server";

/// No call here takes as long.
const WITHIN: Duration = Duration::from_secs(10);

/// What a client did in a round.
struct Round {
    per_second: f64,
    /// What a call costs the client, µs of the processor.
    cost: Option<f64>,
    /// What part of the time the server's thread was at work.
    server: Option<f64>,
    /// Round trips one by one, ordered.
    trips: Vec<Duration>,
}

fn main() {
    // The server has a thread of its own, as it would have a machine of its own.
    let server = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name(SERVER)
        .enable_all()
        .build()
        .unwrap();
    let robot = server.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        VirtualNao::start(listener, Options::new("Nao", Arc::new(Silent))).unwrap()
    });
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(our_round(robot.address()));
        theirs.push(their_round(robot.address()));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let (calls, peer_calls) = (ours.per_second, theirs.per_second);
    println!("calls per second, {DEEP} under way (median of {ROUNDS} rounds of {CALLS})");
    println!("  companion            {calls:8.0}");
    println!("  socket.io-client 0.9 {peer_calls:8.0}   ratio {:.1}", calls / peer_calls);
    if let (Some(cost), Some(peer_cost)) = (ours.cost, theirs.cost) {
        println!("processor time of the client per call, µs");
        println!("  companion            {cost:8.1}");
        println!("  socket.io-client 0.9 {peer_cost:8.1}   ratio {:.1}", peer_cost / cost);
    }
    if let Some(busy) = ours.server {
        println!("the server's one thread was at work {:.0} % of companion's round", busy * 100.0);
    }
    println!("round trip of a call, one by one ({SINGLE}), ms");
    for (name, round) in [("companion           ", &ours), ("socket.io-client 0.9", &theirs)] {
        println!("  {name} p50 {:.3}  p99 {:.3}", ms(&round.trips, 0.5), ms(&round.trips, 0.99));
    }
    println!("  ratio of p99 {:.1}", ms(&theirs.trips, 0.99) / ms(&ours.trips, 0.99));

    let (frames, answered) = stops(&server, robot.address());
    println!("stop with 4 MB/s of other traffic ({STOPS} requests), ms");
    println!("  request to frame     p50 {:.3}  p99 {:.3}", ms(&frames, 0.5), ms(&frames, 0.99));
    println!(
        "  request to answers   p50 {:.3}  p99 {:.3}",
        ms(&answered, 0.5),
        ms(&answered, 0.99)
    );
}

fn our_round(address: SocketAddr) -> Round {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let address = Address::new(&address.to_string());
        let (link, _signals) = Link::open(&Tcp, &address).await.unwrap();
        let link = Arc::new(link);
        pipelined(&link, CALLS / 5).await;
        let (began, ours, server) = (Instant::now(), at_work("self"), server_at_work());
        let per_second = pipelined(&link, CALLS).await;
        let took = began.elapsed();
        let cost = since(ours, at_work("self")).map(|time| time.as_secs_f64() * 1e6 / CALLS as f64);
        let server = since(server, server_at_work()).map(|time| time.div_duration_f64(took));
        let mut trips = Vec::with_capacity(SINGLE);
        for _ in 0..SINGLE {
            let began = Instant::now();
            ask(&link).await;
            trips.push(began.elapsed());
        }
        trips.sort();
        Round { per_second, cost, server, trips }
    })
}

async fn ask(link: &Link) {
    link.call("ALTextToSpeech", "getLanguage", vec![], WITHIN).await.unwrap();
}

/// Calls per second with `DEEP` lanes, each of which calls again when it is answered.
async fn pipelined(link: &Arc<Link>, calls: usize) -> f64 {
    let began = Instant::now();
    let lanes: Vec<_> = (0..DEEP)
        .map(|lane| {
            let link = Arc::clone(link);
            let share = calls / DEEP + usize::from(lane < calls % DEEP);
            tokio::spawn(async move {
                for _ in 0..share {
                    ask(&link).await;
                }
            })
        })
        .collect();
    for lane in lanes {
        lane.await.unwrap();
    }
    calls as f64 / began.elapsed().as_secs_f64()
}

fn their_round(address: SocketAddr) -> Round {
    let output = Command::new("node")
        .args(["bench.mjs", &address.to_string()])
        .args([CALLS, DEEP, SINGLE].map(|number| number.to_string()))
        .current_dir(PEERS)
        .output()
        .expect("node is there (make setup)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let got: Value = serde_json::from_slice(&output.stdout).unwrap();
    let micros = got["trips"].as_array().unwrap().iter().filter_map(Value::as_f64);
    let mut trips: Vec<Duration> =
        micros.map(|micros| Duration::from_secs_f64(micros / 1e6)).collect();
    trips.sort();
    let per_second = got["perSecond"].as_f64().unwrap();
    Round { per_second, cost: got["cost"].as_f64(), server: None, trips }
}

/// What a thread of this process has had of the processor, where the system tells.
fn at_work(thread: &str) -> Option<Duration> {
    let path = match thread {
        "self" => "/proc/thread-self/schedstat".to_owned(),
        other => format!("/proc/self/task/{other}/schedstat"),
    };
    let text = std::fs::read_to_string(path).ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

fn server_at_work() -> Option<Duration> {
    std::fs::read_dir("/proc/self/task").ok()?.flatten().find_map(|task| {
        let name = std::fs::read_to_string(task.path().join("comm")).ok()?;
        (name.trim() == SERVER).then(|| at_work(&task.file_name().to_string_lossy()))?
    })
}

fn since(before: Option<Duration>, now: Option<Duration>) -> Option<Duration> {
    Some(now? - before?)
}

/// From stop requests to their frames at the server's end, and to the robot's answers; ordered.
fn stops(server: &Runtime, robot: SocketAddr) -> (Vec<Duration>, Vec<Duration>) {
    let (seen, arrivals) = mpsc::channel();
    let relay = server.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(relay(listener, robot, move |text, came| {
            if text.contains("\"killAll\"") {
                seen.send(came).unwrap();
            }
        }));
        address
    });
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let loading = tokio::spawn(load(robot));
        let (notices, mut told) = tokio::sync::mpsc::channel(64);
        let (stop, stop_rx) = watch::channel(0_u64);
        let nao = Nao::connect(&relay.to_string(), notices, stop_rx);
        while !matches!(told.recv().await, Some(Notice::Connected { .. })) {}
        tokio::spawn(async move { while told.recv().await.is_some() {} });
        // The connection for stop is up, and its services are looked up.
        sleep(Duration::from_secs(1)).await;
        let (mut frames, mut answered) = (Vec::new(), Vec::new());
        for _ in 0..STOPS {
            while arrivals.try_recv().is_ok() {}
            let requested = Instant::now();
            stop.send_modify(|count| *count += 1);
            sleep(Duration::from_millis(15)).await;
            let arrived = arrivals.recv_timeout(WITHIN).expect("the stop arrives");
            frames.push(arrived.saturating_duration_since(requested));
            let requested = Instant::now();
            nao.halt().await.unwrap();
            answered.push(requested.elapsed());
        }
        assert!(!loading.is_finished(), "the load went on");
        loading.abort();
        frames.sort();
        answered.sort();
        (frames, answered)
    })
}

/// Other traffic, over a connection of its own.
async fn load(robot: SocketAddr) {
    let (link, _signals) = Link::open(&Tcp, &Address::new(&robot.to_string())).await.unwrap();
    let text = "x".repeat(LOAD);
    let mut turns = interval(LOAD_EVERY);
    turns.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        turns.tick().await;
        let args = vec![json!("Companion/Load"), json!(text)];
        link.call("ALMemory", "insertData", args, WITHIN).await.unwrap();
        let args = vec![json!("Companion/Load")];
        let read = link.call("ALMemory", "getData", args, WITHIN).await.unwrap();
        assert_eq!(read.as_str().map(str::len), Some(LOAD));
    }
}

fn median(mut rounds: Vec<Round>) -> Round {
    rounds.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    rounds.swap_remove(rounds.len() / 2)
}

/// A quantile of ordered times, ms.
fn ms(times: &[Duration], quantile: f64) -> f64 {
    let place = ((times.len() - 1) as f64 * quantile).round() as usize;
    times[place].as_secs_f64() * 1000.0
}
