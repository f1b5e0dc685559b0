//! What the services of the virtual Nao do, seen by a client that does no more than it is told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{sync::Arc, time::Duration};

use companion::{
    motion::{Joint, Posture},
    virtual_nao::{Options, Profile, Silent, VirtualNao},
};
use serde_json::{Value, json};
use support::{Namespace, RawClient};
use tokio::time::{Instant, sleep};

async fn wired(profile: Profile) -> (VirtualNao, RawClient) {
    let options = Options { profile, ..Options::new("Nao", Arc::new(Silent)) };
    let (nao, wire) = VirtualNao::start_in_memory(options);
    let namespace = match profile {
        Profile::V2_1 => Namespace::One,
        Profile::V2_8 => Namespace::Two,
    };
    (nao, RawClient::open(&wire, namespace).await)
}

/// A robot that is awake, with ALMotion at hand.
async fn awake() -> (VirtualNao, RawClient, u64) {
    let (nao, mut client) = wired(Profile::V2_8).await;
    let motion = client.service("ALMotion").await;
    client.call(motion, "wakeUp", json!([])).await.unwrap().unwrap();
    (nao, client, motion)
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

#[tokio::test(start_paused = true)]
async fn movements_of_different_joints_go_side_by_side_and_of_the_same_one_by_one() {
    let (_nao, mut client, motion) = awake().await;
    let began = Instant::now();
    let turn = |angle: f64| json!(["HeadYaw", angle, 2.0, true]);
    client.begin(motion, "angleInterpolation", turn(1.0)).await;
    let arms = json!([["LHand", "RHand"], [[0.1, 1.0], 1.0], [[1.0, 2.0], 2.0], true]);
    let arms = client.begin(motion, "angleInterpolation", arms).await;
    client.outcome(arms).await.unwrap().unwrap();
    assert_eq!(began.elapsed().as_secs(), 2);
    let back = client.begin(motion, "angleInterpolation", turn(0.0)).await;
    let again = client.begin(motion, "angleInterpolation", turn(0.5)).await;
    client.outcome(back).await.unwrap().unwrap();
    assert_eq!(began.elapsed().as_secs(), 4);
    client.outcome(again).await.unwrap().unwrap();
    assert_eq!(began.elapsed().as_secs(), 6);
}

#[tokio::test(start_paused = true)]
async fn every_way_to_move_ends_where_it_was_told_to() {
    let (nao, mut client, motion) = awake().await;
    let yaw = || nao.angles()[Joint::HeadYaw.index()];
    let curve = json!([
        ["HeadYaw"],
        [[1.0, 2.0]],
        [[[0.5, [2, -0.3, 0.0], [2, 0.3, 0.0]], [1.0, [2, -0.3, 0.0], [2, 0.0, 0.0]]]]
    ]);
    client.call(motion, "angleInterpolationBezier", curve).await.unwrap().unwrap();
    assert!(near(yaw(), 1.0), "{}", yaw());
    let relative = json!(["HeadYaw", -0.25, 1.0, false]);
    client.call(motion, "angleInterpolation", relative).await.unwrap().unwrap();
    assert!(near(yaw(), 0.75), "{}", yaw());
    let fast = json!(["HeadYaw", 0.0, 0.5]);
    let began = Instant::now();
    client.call(motion, "angleInterpolationWithSpeed", fast).await.unwrap().unwrap();
    assert!(near(yaw(), 0.0) && began.elapsed() < Duration::from_millis(200));
    for (method, angle, expected) in [("setAngles", 9.0, 2.0857), ("changeAngles", -1.0, 1.0857)] {
        let began = Instant::now();
        client.call(motion, method, json!(["HeadYaw", angle, 0.1])).await.unwrap().unwrap();
        assert_eq!(began.elapsed(), Duration::ZERO, "{method} does not wait");
        sleep(Duration::from_secs(5)).await;
        assert!(near(yaw(), expected), "{method}: {}", yaw());
    }
    let wrong = client.call(motion, "setAngles", json!(["HeadYaw", 0.0, 1.5])).await;
    assert!(wrong.unwrap().unwrap_err().contains("]0, 1]"));
}

#[tokio::test(start_paused = true)]
async fn a_task_is_listed_and_can_be_killed() {
    let (nao, mut client, motion) = awake().await;
    let args = json!(["LArm", [1.0, 0.3, 0.0, -0.5, 0.0, 0.5], [9, 9, 9, 9, 9, 9], true]);
    let moving = client.begin(motion, "angleInterpolation", args).await;
    sleep(Duration::from_secs(1)).await;
    let tasks = client.call(motion, "getTaskList", json!([])).await.unwrap().unwrap();
    let [name, id] = &tasks[0].as_array().unwrap()[..] else { panic!("{tasks}") };
    assert_eq!(name, "angleInterpolation");
    client.call(motion, "stopMove", json!([])).await.unwrap().unwrap();
    assert!(nao.is_moving(), "stopMove ends walking alone");
    let kill = client.begin(motion, "killTask", json!([id])).await;
    let mut replies = [client.event().await.unwrap(), client.event().await.unwrap()]
        .map(|event| (event["args"]["idm"].as_u64().unwrap(), event["args"]["result"].clone()));
    replies.sort_by_key(|(number, _)| *number);
    assert_eq!(replies, [(moving, Value::Null), (kill, json!(true))]);
    assert!(!nao.is_moving());
    let gone = client.call(motion, "killTask", json!([id])).await;
    assert_eq!(gone, Some(Ok(json!(false))));
}

#[tokio::test(start_paused = true)]
async fn a_posture_that_is_stopped_has_no_name() {
    let (nao, mut client, _motion) = awake().await;
    let posture = client.service("ALRobotPosture").await;
    let standing = client.begin(posture, "goToPosture", json!(["Stand", 0.5])).await;
    sleep(Duration::from_secs(2)).await;
    client.begin(posture, "stopMove", json!([])).await;
    assert_eq!(client.outcome(standing).await, Some(Ok(json!(false))));
    assert_eq!(nao.posture(), "Unknown");
    let reached = client.call(posture, "goToPosture", json!(["Stand", 0.5])).await;
    assert_eq!(reached, Some(Ok(json!(true))));
    assert_eq!(
        client.call(posture, "getPostureFamily", json!([])).await,
        Some(Ok(json!("Standing")))
    );
    assert_eq!(nao.angles(), Posture::Stand.angles());
    let nowhere = client.call(posture, "goToPosture", json!(["Handstand", 0.5])).await;
    assert_eq!(nowhere, Some(Ok(json!(false))));
}

#[tokio::test(start_paused = true)]
async fn legs_that_are_let_go_under_a_standing_robot_make_it_fall() {
    let (nao, mut client, motion) = awake().await;
    client.ask("ALRobotPosture", "goToPosture", json!(["Stand", 0.5])).await;
    client.call(motion, "setStiffnesses", json!(["RArm", 0.0])).await.unwrap().unwrap();
    assert_eq!(nao.posture(), "Stand");
    let stiffness = client.call(motion, "getStiffnesses", json!([["RHand", "LHand"]])).await;
    assert_eq!(stiffness, Some(Ok(json!([0.0, 1.0]))));
    let legs = json!([["LLeg", "RLeg"], 0.0, 1.0]);
    client.call(motion, "stiffnessInterpolation", legs).await.unwrap().unwrap();
    assert_eq!(nao.posture(), "LyingBack");
}

#[tokio::test(start_paused = true)]
async fn limits_are_the_robots_own() {
    let (nao, mut client, motion) = awake().await;
    nao.set_limits(Joint::HeadYaw, -1.0, 1.0);
    let all = client.call(motion, "getLimits", json!(["Body"])).await.unwrap().unwrap();
    assert_eq!(all.as_array().unwrap().len(), 26);
    assert_eq!(all[0], json!([-1.0, 1.0, 8.268, 1.547]));
    assert_eq!(all[17][0], -0.1031, "the maker's right knee is the looser");
    client.call(motion, "angleInterpolation", json!(["HeadYaw", 2.0, 1.0, true])).await;
    assert!(near(nao.angles()[0], 1.0));
}

#[tokio::test(start_paused = true)]
async fn speech_is_told_in_memory_as_it_goes() {
    let (_nao, mut client) = wired(Profile::V2_8).await;
    client.follow("ALTextToSpeech/Status").await;
    let speech = client.service("ALTextToSpeech").await;
    client.begin(speech, "say", json!(["\\rspd=80\\Bonjour \\pau=2000\\", "French"])).await;
    let began = Instant::now();
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(client.signalled().await);
    }
    assert_eq!(told, [json!([1, "enqueued"]), json!([1, "started"]), json!([1, "done"])]);
    assert!(began.elapsed() > Duration::from_secs(2), "pauses take their time");
    let animated = client.service("ALAnimatedSpeech").await;
    let said = client.begin(animated, "say", json!(["^start(x) Bonjour"])).await;
    sleep(Duration::from_millis(100)).await;
    client.begin(speech, "stopAll", json!([])).await;
    assert_eq!(client.outcome(said).await, Some(Ok(Value::Null)));
}

#[tokio::test(start_paused = true)]
async fn what_is_set_is_remembered() {
    for profile in [Profile::V2_1, Profile::V2_8] {
        let (_nao, mut client) = wired(profile).await;
        for (service, set, args, get, of, expected) in [
            ("ALTextToSpeech", "setVolume", json!([0.8]), "getVolume", json!([]), json!(0.8)),
            (
                "ALTextToSpeech",
                "setLanguage",
                json!(["English"]),
                "getLanguage",
                json!([]),
                json!("English"),
            ),
            (
                "ALTextToSpeech",
                "setParameter",
                json!(["speed", 80.0]),
                "getParameter",
                json!(["speed"]),
                json!(80.0),
            ),
            (
                "ALAudioDevice",
                "setOutputVolume",
                json!([70]),
                "getOutputVolume",
                json!([]),
                json!(70),
            ),
            (
                "ALMotion",
                "setBreathEnabled",
                json!(["Body", true]),
                "getBreathEnabled",
                json!(["Arms"]),
                json!(true),
            ),
            (
                "ALMotion",
                "setIdlePostureEnabled",
                json!(["Head", true]),
                "getBreathEnabled",
                json!(["Head"]),
                json!(false),
            ),
            (
                "ALMotion",
                "setExternalCollisionProtectionEnabled",
                json!(["Arms", false]),
                "getExternalCollisionProtectionEnabled",
                json!(["LArm"]),
                json!(false),
            ),
            (
                "ALMotion",
                "setCollisionProtectionEnabled",
                json!(["Arms", false]),
                "getCollisionProtectionEnabled",
                json!(["RArm"]),
                json!(false),
            ),
            (
                "ALMotion",
                "setSmartStiffnessEnabled",
                json!([false]),
                "getSmartStiffnessEnabled",
                json!([]),
                json!(false),
            ),
            (
                "ALAutonomousLife",
                "setState",
                json!(["disabled"]),
                "getState",
                json!([]),
                json!("disabled"),
            ),
            (
                "ALMemory",
                "insertData",
                json!(["Mine", {"a": 1}]),
                "getData",
                json!(["Mine"]),
                json!({"a": 1}),
            ),
        ] {
            client.ask(service, set, args).await;
            assert_eq!(client.ask(service, get, of).await, expected, "{service}.{set}");
        }
        let memory = client.service("ALMemory").await;
        client.call(memory, "removeData", json!(["Mine"])).await.unwrap().unwrap();
        let gone = client.call(memory, "getData", json!(["Mine"])).await.unwrap().unwrap_err();
        assert_eq!(gone, "RuntimeError: ALMemory::getData  key not found: Mine");
    }
}

#[tokio::test(start_paused = true)]
async fn life_has_its_abilities_and_leaves_the_robot_resting() {
    let (nao, mut client, _motion) = awake().await;
    let life = client.service("ALAutonomousLife").await;
    client.follow("AutonomousLife/State").await;
    client.begin(life, "setState", json!(["disabled"])).await;
    assert_eq!(client.signalled().await, "disabled");
    assert!(!nao.is_awake());
    assert_eq!(client.ask("ALBasicAwareness", "isEnabled", json!([])).await, false);
    assert_eq!(client.ask("ALSpeakingMovement", "isEnabled", json!([])).await, true);
    client.ask("ALSpeakingMovement", "setEnabled", json!([false])).await;
    assert_eq!(client.ask("ALSpeakingMovement", "isEnabled", json!([])).await, false);
    let refused = client.call(life, "setState", json!(["safeguard"])).await;
    assert!(refused.unwrap().unwrap_err().contains("safeguard"));
}

#[tokio::test(start_paused = true)]
async fn each_naoqi_has_its_own_ways() {
    let (nao, mut client) = wired(Profile::V2_1).await;
    let motion = client.service("ALMotion").await;
    let refused = client.call(motion, "setFallManagerEnabled", json!([false])).await;
    assert!(refused.unwrap().unwrap_err().contains("not allowed"));
    let diagnosis = client.service("ALBodyTemperature").await;
    let fine = client.call(diagnosis, "getTemperatureDiagnosis", json!([])).await;
    assert_eq!(fine, Some(Ok(Value::Null)));
    nao.heat(Joint::LKneePitch, 77.0);
    nao.heat(Joint::LHipPitch, 71.0);
    let hot = client.call(diagnosis, "getTemperatureDiagnosis", json!([])).await;
    assert_eq!(hot, Some(Ok(json!([1, ["LLeg"]]))));
    client.ask("ALMotion", "wakeUp", json!([])).await;
    client.ask("ALRobotPosture", "goToPosture", json!(["Crouch", 1.0])).await;
    let family = client.ask("ALRobotPosture", "getPostureFamily", json!([])).await;
    assert_eq!(family, "Standing", "there is no family of those who crouch yet");

    let (nao, mut client) = wired(Profile::V2_8).await;
    client.ask("ALMotion", "setFallManagerEnabled", json!([false])).await;
    let diagnosis = client.service("ALBodyTemperature").await;
    let none = client.call(diagnosis, "getTemperatureDiagnosis", json!([])).await;
    assert!(none.unwrap().unwrap_err().contains("has no attribute"));
    client.follow("TouchChanged").await;
    nao.press("HandLeftBackTouched");
    assert_eq!(client.signalled().await, json!([["LHand/Touch/Back", true]]));
}
