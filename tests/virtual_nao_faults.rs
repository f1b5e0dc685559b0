//! Each fault of the virtual Nao does what it says, seen by a client that does no more than it is
//! told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{sync::Arc, time::Duration};

use companion::{
    motion::Joint,
    virtual_nao::{Faults, Options, Profile, Silent, Trouble, VirtualNao, Wire},
};
use serde_json::{Value, json};
use support::{Namespace, RawClient, companion, get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, sleep, sleep_until, timeout},
};

/// Longer than a healthy bridge needs for a short call.
const SOON: Duration = Duration::from_millis(50);

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

fn suffering(faults: Faults) -> (VirtualNao, Wire) {
    VirtualNao::start_in_memory(Options { faults, ..Options::new("Nao", Arc::new(Silent)) })
}

fn healthy() -> (VirtualNao, Wire) {
    suffering(Faults::default())
}

async fn open(wire: &Wire) -> RawClient {
    RawClient::open(wire, Namespace::Two).await
}

#[tokio::test(start_paused = true)]
async fn the_schedule_is_kept_and_what_lasts_ends() {
    let began = Instant::now();
    let latency = Trouble::Latency(0.3);
    let (_nao, wire) = suffering(Faults::default().and_for(seconds(10.0), seconds(5.0), latency));
    let mut client = open(&wire).await;
    for (at, late) in [(9.0, false), (10.5, true), (13.0, true), (15.5, false)] {
        sleep_until(began + seconds(at)).await;
        let took = client.round_trip(seconds(5.0)).await.unwrap();
        // Two calls, there and back.
        let expected = if late { 1.2 } else { 0.0 };
        assert!((took.as_secs_f64() - expected).abs() < 0.02, "at {at} s: {took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn latency_delays_and_does_not_slow_down() {
    let (nao, wire) = healthy();
    let mut client = open(&wire).await;
    let system = client.service("ALSystem").await;
    nao.suffer(Trouble::Latency(0.3), None);
    let began = Instant::now();
    let mut last = 0;
    for _ in 0..100 {
        last = client.begin(system, "robotName", json!([])).await;
    }
    client.outcome(last).await.unwrap().unwrap();
    // Answers to a hundred calls that were under way together.
    assert!((began.elapsed().as_secs_f64() - 0.6).abs() < 0.02, "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_handshake_is_late_too() {
    let (nao, wire) = healthy();
    nao.suffer(Trouble::Latency(0.3), None);
    let began = Instant::now();
    let mut client = open(&wire).await;
    assert!((began.elapsed().as_secs_f64() - 1.2).abs() < 0.02, "{:?}", began.elapsed());
    client.send("0::").await;
    // What was on its way when the bridge closed still arrives.
    assert_eq!(client.next_within(seconds(1.0)).await, Some(Some("0::".to_owned())));
    assert_eq!(client.next_within(seconds(1.0)).await, Some(None));
}

#[tokio::test(start_paused = true)]
async fn jitter_is_chance_that_comes_again_with_its_seed() {
    async fn times(seed: u64) -> Vec<Duration> {
        let faults = Faults { seed, ..Faults::default() };
        let (_nao, wire) = suffering(faults.and(Duration::ZERO, Trouble::Jitter(0.2)));
        let mut client = open(&wire).await;
        let mut times = Vec::new();
        for _ in 0..20 {
            times.push(client.round_trip(seconds(5.0)).await.unwrap());
        }
        times
    }
    let first = times(7).await;
    assert!(first.iter().all(|time| *time < seconds(0.85)), "{first:?}");
    assert!(first.iter().max().unwrap() > &(*first.iter().min().unwrap() + seconds(0.05)));
    assert_eq!(first, times(7).await);
    assert_ne!(first, times(8).await);
}

#[tokio::test(start_paused = true)]
async fn a_drop_resets_what_is_open_and_what_opens_meanwhile() {
    let (nao, wire) = healthy();
    let mut client = open(&wire).await;
    nao.suffer(Trouble::Drop, None);
    assert_eq!(client.next_within(SOON).await, Some(None), "without a goodbye");
    let mut client = open(&wire).await;
    nao.suffer(Trouble::Drop, Some(seconds(5.0)));
    assert_eq!(client.next_within(SOON).await, Some(None));
    let mut stream = wire.connect().unwrap();
    let _ = stream.write_all(b"GET /2/1/ HTTP/1.0\r\nHost: nao\r\n\r\n").await;
    let mut answer = Vec::new();
    let _ = timeout(SOON, stream.read_to_end(&mut answer)).await.expect("it ends at once");
    assert!(answer.is_empty());
    sleep(seconds(5.0)).await;
    assert!(open(&wire).await.round_trip(SOON).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_network_a_drop_is_a_reset() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nao = VirtualNao::start(listener, Options::new("Nao", Arc::new(Silent))).unwrap();
    let mut stream = TcpStream::connect(nao.address()).await.unwrap();
    // A first answer shows that the connection is served.
    stream.write_all(b"GET /2/1/ HTTP/1.1\r\nHost: nao\r\n\r\n").await.unwrap();
    stream.read_u8().await.unwrap();
    nao.suffer(Trouble::Drop, None);
    let mut rest = Vec::new();
    let ended = timeout(support::PATIENCE, stream.read_to_end(&mut rest)).await.unwrap();
    assert_eq!(ended.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test(start_paused = true)]
async fn a_half_open_connection_says_nothing_for_ever_and_new_ones_are_well_again() {
    let (nao, wire) = healthy();
    let mut client = open(&wire).await;
    nao.suffer(Trouble::HalfOpen, Some(seconds(5.0)));
    assert_eq!(client.round_trip(seconds(1.0)).await, None);
    let handshake = timeout(seconds(1.0), get(&wire, "/2/1/")).await;
    assert!(handshake.is_err(), "a new connection is not answered either");
    sleep(seconds(5.0)).await;
    assert!(open(&wire).await.round_trip(SOON).await.is_some());
    // The bridge gives it up after its heartbeats; nobody hears of that.
    assert_eq!(client.next_within(seconds(120.0)).await, None);
}

#[tokio::test(start_paused = true)]
async fn garbage_comes_between_and_the_session_goes_on() {
    async fn garbled(seed: u64) -> Vec<String> {
        let (nao, wire) = suffering(Faults { seed, ..Faults::default() });
        let mut client = open(&wire).await;
        nao.suffer(Trouble::Garbage(40), None);
        let mut frames = Vec::new();
        for _ in 0..40 {
            frames.push(client.next_within(SOON).await.unwrap().unwrap());
        }
        assert!(client.round_trip(SOON).await.is_some());
        frames
    }
    let frames = garbled(1).await;
    assert!(frames.iter().any(|frame| frame.len() > 1024 * 1024), "one is beyond a MiB");
    assert!(frames.iter().any(|frame| !frame.contains(':')), "one is no packet");
    let unfinished = |frame: &String| {
        frame.strip_prefix("5:::").is_some_and(|json| serde_json::from_str::<Value>(json).is_err())
    };
    assert!(frames.iter().any(unfinished), "one is broken JSON");
    assert!(frames == garbled(1).await && frames != garbled(2).await);
}

#[tokio::test(start_paused = true)]
async fn a_slow_death_is_ever_later_and_then_never() {
    let (nao, wire) = healthy();
    let mut client = open(&wire).await;
    nao.suffer(Trouble::SlowDeath, Some(seconds(60.0)));
    let began = Instant::now();
    let mut times = Vec::new();
    while let Some(time) = client.round_trip(seconds(200.0)).await {
        times.push(time);
        sleep(seconds(1.0)).await;
    }
    assert!(times.len() >= 3, "{times:?}");
    assert!(times.is_sorted() && times.last().unwrap() > &seconds(5.0), "{times:?}");
    assert!(began.elapsed() > seconds(200.0));
    assert!(open(&wire).await.round_trip(SOON).await.is_some(), "others are well");
}

#[tokio::test(start_paused = true)]
async fn while_naoqi_is_down_each_handshake_is_an_error() {
    let (nao, wire) = healthy();
    let mut client = open(&wire).await;
    client.ask("ALMotion", "wakeUp", json!([])).await;
    client.ask("ALMemory", "insertData", json!(["Mine", 1])).await;
    let speech = client.service("ALTextToSpeech").await;
    client.begin(speech, "say", json!(["Une longue phrase qui prend quelques secondes"])).await;
    assert_eq!(client.next_within(SOON).await, None);
    let unused = RawClient::handshake(&wire, Namespace::Two).await;
    nao.suffer(Trouble::NaoqiDown, Some(seconds(15.0)));
    assert_eq!(client.next().await.as_deref(), Some("0::"), "without a reply to what is pending");
    assert_eq!(client.next().await, None);
    for path in ["/2/1/", "/libs/qimessaging/1.0/socket.io/1/"] {
        assert_eq!(get(&wire, path).await.0, 500);
    }
    let mut late = RawClient::attach(&wire, Namespace::Two, &unused).await;
    assert_eq!(late.next_within(SOON).await, Some(None));
    sleep(seconds(15.0)).await;
    let mut client = open(&wire).await;
    assert_eq!(client.ask("ALMotion", "robotIsWakeUp", json!([])).await, false);
    let forgotten = client.ask("ALMemory", "getListData", json!([["Mine"]])).await;
    assert_eq!(forgotten, json!([null]));
}

#[tokio::test(start_paused = true)]
async fn a_service_is_missing_while_it_is() {
    let (nao, wire) = healthy();
    let mut client = open(&wire).await;
    nao.suffer(Trouble::ServiceMissing("ALLeds".into()), Some(seconds(5.0)));
    let missing = client.call("ServiceDirectory", "service", json!(["ALLeds"])).await;
    assert_eq!(missing, Some(Err("Cannot find service 'ALLeds' in index".to_owned())));
    client.service("ALMotion").await;
    sleep(seconds(5.0)).await;
    client.service("ALLeds").await;
}

#[tokio::test(start_paused = true)]
async fn a_method_answers_with_an_error_or_not_at_all() {
    let (nao, wire) = healthy();
    let mut client = open(&wire).await;
    let motion = client.service("ALMotion").await;
    let refuses = Trouble::Error {
        call: "ALMotion.wakeUp".into(),
        text: "RuntimeError: not today\nline two".into(),
    };
    nao.suffer(refuses, Some(seconds(5.0)));
    let refused = client.call(motion, "wakeUp", json!([])).await;
    assert_eq!(refused, Some(Err("RuntimeError: not today\nline two".to_owned())));
    assert_eq!(client.call(motion, "robotIsWakeUp", json!([])).await, Some(Ok(json!(false))));
    sleep(seconds(5.0)).await;
    nao.suffer(Trouble::Unanswered("ALMotion.wakeUp".into()), None);
    let number = client.begin(motion, "wakeUp", json!([])).await;
    assert!(timeout(seconds(100.0), client.outcome(number)).await.is_err(), "no answer ever");
    assert!(nao.is_awake(), "and yet it is done");
}

#[tokio::test(start_paused = true)]
async fn a_fall_is_told_and_ends_all_motion() {
    for (profile, namespace, falling) in [
        (Profile::V2_1, Namespace::One, "robotIsFalling"),
        (Profile::V2_8, Namespace::Two, "ALMotion/RobotIsFalling"),
    ] {
        let faults = Faults::default().and(seconds(30.0), Trouble::Fall);
        let options = Options { profile, faults, ..Options::new("Nao", Arc::new(Silent)) };
        let (nao, wire) = VirtualNao::start_in_memory(options);
        let mut client = RawClient::open(&wire, namespace).await;
        client.ask("ALMotion", "wakeUp", json!([])).await;
        client.follow(falling).await;
        client.follow("robotHasFallen").await;
        let motion = client.service("ALMotion").await;
        let args = json!([["HeadYaw"], [[1.0]], [[100.0]], true]);
        let number = client.begin(motion, "angleInterpolation", args).await;
        assert_eq!(client.signalled().await, true);
        assert_eq!(client.signalled().await, 1.0);
        client.outcome(number).await.unwrap().unwrap();
        assert_eq!((nao.posture().as_str(), nao.is_awake()), ("LyingBack", false));
        assert_eq!(client.ask("ALRobotPosture", "getPostureFamily", json!([])).await, "LyingBack");
        assert_eq!(nao.life(), "safeguard");
    }
}

#[tokio::test(start_paused = true)]
async fn feet_tell_whether_they_touch_the_ground() {
    for (profile, namespace) in [(Profile::V2_1, Namespace::One), (Profile::V2_8, Namespace::Two)] {
        let faults = Faults::default().and_for(seconds(60.0), seconds(5.0), Trouble::Lift);
        let options = Options { profile, faults, ..Options::new("Nao", Arc::new(Silent)) };
        let (_nao, wire) = VirtualNao::start_in_memory(options);
        let began = Instant::now();
        let mut client = RawClient::open(&wire, namespace).await;
        client.follow("footContactChanged").await;
        let now = json!(["footContact"]);
        assert_eq!(client.ask("ALMemory", "getData", now.clone()).await, 0.0, "it sits");
        client.ask("ALMotion", "wakeUp", json!([])).await;
        let posture = client.service("ALRobotPosture").await;
        client.begin(posture, "goToPosture", json!(["Stand", 0.5])).await;
        assert_eq!(client.signalled().await, true);
        assert_eq!(client.ask("ALMemory", "getData", now.clone()).await, 1.0);
        assert_eq!(client.signalled().await, false);
        assert_eq!(began.elapsed().as_secs(), 60);
        assert_eq!(client.signalled().await, true);
        assert_eq!(began.elapsed().as_secs(), 65);
        client.begin(posture, "goToPosture", json!(["Sit", 0.5])).await;
        assert_eq!(client.signalled().await, false, "who sits has the feet in the air");
    }
}

#[tokio::test(start_paused = true)]
async fn a_push_is_told_by_those_that_have_a_word_for_it() {
    let faults = Faults::default().and(seconds(5.0), Trouble::Push);
    let (_nao, wire) = suffering(faults);
    let mut client = open(&wire).await;
    client.follow("ALMotion/RobotPushed").await;
    assert_eq!(client.signalled().await, true);
}

#[tokio::test(start_paused = true)]
async fn heat_and_battery_are_told_and_can_be_read() {
    let heat = Trouble::Heat { joint: Joint::LKneePitch, celsius: 71.0 };
    let faults = Faults::default()
        .and(seconds(10.0), heat)
        .and(seconds(20.0), Trouble::Battery(6))
        .and(seconds(30.0), Trouble::Charger(true));
    let (_nao, wire) = suffering(faults);
    let mut client = open(&wire).await;
    client.follow("HotDeviceDetected").await;
    assert_eq!(client.signalled().await, json!(["LKneePitch"]));
    let knee = "Device/SubDeviceList/LKneePitch/Temperature/Sensor";
    let keys = json!([[format!("{knee}/Value"), format!("{knee}/Status")]]);
    assert_eq!(client.ask("ALMemory", "getListData", keys).await, json!([71.0, 1]));
    client.follow("BatteryChargeChanged").await;
    client.follow("BatteryLowDetected").await;
    assert_eq!((client.signalled().await, client.signalled().await), (json!(6), json!(true)));
    assert_eq!(client.ask("ALBattery", "getBatteryCharge", json!([])).await, 6);
    client.follow("BatteryPowerPluggedChanged").await;
    assert_eq!(client.signalled().await, true);
}

#[tokio::test(start_paused = true)]
async fn a_touch_is_held_as_long_as_it_says() {
    let touch = Trouble::Touch { sensor: "FrontTactilTouched".into(), held: 2.0 };
    let (_nao, wire) = suffering(Faults::default().and(seconds(5.0), touch));
    let mut client = open(&wire).await;
    client.follow("FrontTactilTouched").await;
    assert_eq!(client.signalled().await, 1.0);
    let began = Instant::now();
    assert_eq!(client.ask("ALMemory", "getData", json!(["FrontTactilTouched"])).await, 1.0);
    assert_eq!(client.signalled().await, 0.0);
    assert!((began.elapsed().as_secs_f64() - 2.0).abs() < 0.02, "{:?}", began.elapsed());
}

#[test]
fn the_command_refuses_a_schedule_that_makes_no_sense() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("faults.yaml");
    std::fs::write(&file, "faults:\n  - {at: 5, what: {touch: {sensor: Nose}}}\n").unwrap();
    let mut command = companion();
    command.args(["virtual-nao", "--port", "0", "--faults"]).arg(&file);
    let told = command.output().unwrap();
    assert!(!told.status.success());
    let text = String::from_utf8_lossy(&told.stderr);
    assert!(text.contains("there is no sensor “Nose”"), "{text}");
}
