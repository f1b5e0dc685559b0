//! What our client makes a Nao do, over a real connection to a virtual one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use companion::{
    language::Language,
    motion::{Joint, Posture, Trajectory},
    robot::{Body, BodyError, Eyes, Manner, Nao, Notice, Sensed},
    script::Library,
    virtual_nao::VirtualNao,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use support::{PATIENCE, notice, virtual_nao, virtual_nao_on};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    time::timeout,
};
use tokio_tungstenite::tungstenite::Message;

struct Wired {
    robot: VirtualNao,
    nao: Nao,
    told: mpsc::Receiver<Notice>,
    stop: watch::Sender<u64>,
}

async fn wired() -> Wired {
    let robot = virtual_nao().await;
    let (notices, mut told) = mpsc::channel(64);
    let (stop, stop_rx) = watch::channel(0);
    let nao = Nao::connect(&robot.address().to_string(), notices, stop_rx);
    let connected = notice(&mut told, |notice| matches!(notice, Notice::Connected { .. })).await;
    assert_eq!(connected, Notice::Connected { name: "Nao".into(), version: "2.8.6.23".into() });
    Wired { robot, nao, told, stop }
}

fn movement(name: &str) -> Trajectory {
    let (library, _) = Library::load("routines".as_ref(), "audio".as_ref());
    let movement = &library.movements()[name];
    movement.at_tempo(movement.tempo).unwrap()
}

fn calls(robot: &VirtualNao, service: &str, method: &str) -> usize {
    let calls = robot.calls();
    calls.iter().filter(|call| call.service == service && call.method == method).count()
}

/// The states of autonomous life that were asked for.
fn lives(robot: &VirtualNao) -> Vec<String> {
    let calls = robot.calls().into_iter().filter(|call| call.method == "setState");
    calls.map(|call| call.args[0].as_str().unwrap().to_owned()).collect()
}

/// Where a call stands among those that were made; it must be there.
fn place(robot: &VirtualNao, method: &str) -> usize {
    let calls = robot.calls();
    calls.iter().position(|call| call.method == method).unwrap_or_else(|| panic!("{method}"))
}

/// Listens on an address that was just left.
async fn bound(address: SocketAddr) -> TcpListener {
    let listening = async {
        loop {
            if let Ok(listener) = TcpListener::bind(address).await {
                return listener;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, listening).await.unwrap()
}

/// The robot goes, and another one comes to the same address.
async fn restarted(robot: VirtualNao, told: &mut mpsc::Receiver<Notice>) -> VirtualNao {
    let address = robot.address();
    drop(robot);
    notice(told, |notice| *notice == Notice::Lost).await;
    virtual_nao_on(bound(address).await)
}

/// Raises an event of ALMemory, as a sensor of the robot does.
async fn raise(robot: &VirtualNao, key: &str, value: f64) {
    let authority = robot.address().to_string();
    let mut stream = TcpStream::connect(&authority).await.unwrap();
    let request = format!("GET /2/1/ HTTP/1.0\r\nHost: {authority}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let (session, _) = body.split_once(':').unwrap();
    let stream = TcpStream::connect(&authority).await.unwrap();
    let address = format!("ws://{authority}/2/1/websocket/{session}");
    let (mut socket, _) = tokio_tungstenite::client_async(address, stream).await.unwrap();
    let calls = [
        json!({"obj": "ServiceDirectory", "member": "service", "args": ["ALMemory"]}),
        json!({"obj": 0, "member": "raiseEvent", "args": [key, value]}),
    ];
    for (idm, params) in (1..).zip(calls) {
        let call = json!({"name": "call", "args": [{"idm": idm, "params": params}]});
        socket.send(Message::text(format!("5:::{call}"))).await.unwrap();
        let is_reply = |message: Message| message.to_text().unwrap().contains("reply");
        while !is_reply(socket.next().await.unwrap().unwrap()) {}
    }
}

async fn until(what: impl Fn() -> bool) {
    let asked = async {
        while !what() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, asked).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_speaks_and_moves_and_rests() {
    let Wired { robot, nao, told: _told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    nao.say("Bonjour \\vol=0\\ ^start(x)", Language::Fr).await.unwrap();
    nao.leds(Eyes { rgb: 0x0000_ff00 }).await.unwrap();
    nao.posture(Posture::Sit).await.unwrap();

    let arms = movement("biceps_curl");
    let began = Instant::now();
    let watching = tokio::spawn({
        let robot = robot.clone();
        let bent = arms.angles_at(arms.duration_s() * 0.5)[Joint::LElbowRoll.index()];
        async move {
            let rest = Posture::Sit.angles()[Joint::LElbowRoll.index()];
            loop {
                let angle = robot.angles()[Joint::LElbowRoll.index()];
                if (angle - bent).abs() < (angle - rest).abs() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    });
    nao.run(&arms).await.unwrap();
    assert!(began.elapsed().as_secs_f64() >= arms.duration_s() - 0.1, "the reply is the end");
    timeout(PATIENCE, watching).await.unwrap().unwrap();

    nao.rest().await.unwrap();
    let said = robot.calls().into_iter().find(|call| call.method == "say").unwrap();
    assert_eq!(said.args[0], "\\rspd=80\\Bonjour vol=0 start(x)", "nothing said is an order");
    assert_eq!(calls(&robot, "ALMotion", "wakeUp"), 1);
    assert_eq!(calls(&robot, "ALMotion", "rest"), 1);
    assert_eq!(lives(&robot), ["disabled", "solitary"], "given back as it was found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_is_said_sentence_by_sentence() {
    let Wired { robot, nao, told: _told, stop: _stop } = wired().await;
    let text = "Bonjour, M. Dupont, vous allez bien ? Nous allons lever les bras.";
    nao.say(text, Language::Fr).await.unwrap();
    let said: Vec<_> = robot
        .calls()
        .into_iter()
        .filter(|call| call.method == "say")
        .map(|call| call.args)
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(said[0][0], "\\rspd=80\\Bonjour, M. Dupont, vous allez bien ?");
    assert_eq!(said[1][0], "\\rspd=80\\\\pau=400\\Nous allons lever les bras.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_halt_ends_speech_and_motion_at_once() {
    let Wired { robot, nao, told: _told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    let arms = movement("arms_up");
    let long = "Une très longue phrase ".repeat(20);
    let (moved, said, halted) = tokio::join!(nao.run(&arms), nao.say(&long, Language::Fr), async {
        timeout(PATIENCE, async {
            while !robot.is_moving() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await
        .unwrap();
        let began = Instant::now();
        nao.halt().await.unwrap();
        began.elapsed()
    });
    assert_eq!((moved, said), (Err(BodyError::Halted), Err(BodyError::Halted)));
    assert!(halted < Duration::from_secs(5), "{halted:?}");
    let still = robot.angles();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(robot.angles(), still, "the joints stay where they were");
    // The robot is free again.
    nao.say("Oui", Language::Fr).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_movement_that_is_on_its_way_does_not_begin_after_the_stop() {
    let Wired { robot, nao, told: _told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    let arms = movement("arms_up");
    for round in 0..20 {
        let moving = nao.run(&arms);
        tokio::pin!(moving);
        // The stop meets it before, in and after its sending.
        let _ = timeout(Duration::from_micros(300 * round), &mut moving).await;
        let (moved, halted) = tokio::join!(moving, nao.halt());
        assert_eq!((moved, halted), (Err(BodyError::Halted), Ok(())));
        let still = robot.angles();
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(robot.angles(), still, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stop_switch_needs_nobody_else() {
    let Wired { robot, nao, told: _told, stop } = wired().await;
    nao.take().await.unwrap();
    let before = calls(&robot, "ALMotion", "killAll");
    let long = "Une très longue phrase ".repeat(20);
    let saying = nao.say(&long, Language::Fr);
    tokio::pin!(saying);
    let _ = timeout(Duration::from_millis(300), &mut saying).await;
    stop.send_modify(|count| *count += 1);
    assert_eq!(timeout(PATIENCE, saying).await.unwrap(), Err(BodyError::Halted));
    timeout(PATIENCE, async {
        while calls(&robot, "ALMotion", "killAll") == before {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_senses_is_told() {
    let Wired { robot, nao: _nao, mut told, stop: _stop } = wired().await;
    notice(&mut told, |notice| *notice == Notice::Posture("Sit".into())).await;
    notice(&mut told, |notice| *notice == Notice::Battery(82)).await;
    notice(&mut told, |notice| matches!(notice, Notice::Angles(_))).await;
    robot.touch("FrontTactilTouched");
    let touched = Notice::Touched(Sensed::FrontTactilTouched);
    notice(&mut told, |notice| *notice == touched).await;
    robot.set_battery(12);
    notice(&mut told, |notice| *notice == Notice::Battery(12)).await;
    robot.fall();
    notice(&mut told, |notice| *notice == Notice::Fell).await;
    robot.heat(Joint::LKneePitch, 70.0);
    notice(&mut told, |notice| *notice == Notice::Hot(vec![Joint::LKneePitch])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_stands_is_lifted_and_pushed_and_one_that_sits_down_is_not() {
    let Wired { robot, nao, mut told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    nao.posture(Posture::Stand).await.unwrap();
    notice(&mut told, |notice| *notice == Notice::Posture("Stand".into())).await;
    let lifts = |notice: &Notice| matches!(notice, Notice::Lifted(_));
    robot.lift();
    assert_eq!(notice(&mut told, lifts).await, Notice::Lifted(true));
    robot.put_down();
    assert_eq!(notice(&mut told, lifts).await, Notice::Lifted(false));
    robot.push();
    notice(&mut told, |notice| *notice == Notice::Pushed).await;
    nao.posture(Posture::Sit).await.unwrap();
    let next = |notice: &Notice| lifts(notice) || *notice == Notice::Posture("Sit".into());
    assert_eq!(notice(&mut told, next).await, Notice::Posture("Sit".into()));
    robot.lift();
    robot.put_down();
    robot.touch("ChestButtonPressed");
    let next = |notice: &Notice| lifts(notice) || matches!(notice, Notice::Touched(_));
    assert!(matches!(notice(&mut told, next).await, Notice::Touched(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_robot_is_stopped_first_when_it_is_back() {
    let Wired { robot, nao, mut told, stop: _stop } = wired().await;
    let address = robot.address();
    drop(robot);
    notice(&mut told, |notice| *notice == Notice::Lost).await;
    assert_eq!(nao.say("Oui", Language::Fr).await, Err(BodyError::Lost));
    let robot = virtual_nao_on(bound(address).await);
    notice(&mut told, |notice| *notice == Notice::Back).await;
    let first = robot.calls().into_iter().find(|call| call.service == "ALMotion").unwrap();
    // Its own connection for stop may look around before.
    assert!(["killAll", "robotIsWakeUp"].contains(&first.method.as_str()), "{first:?}");
    assert!(calls(&robot, "ALMotion", "killAll") >= 1);
    assert_eq!(calls(&robot, "ALMotion", "wakeUp"), 0, "no class wants it");
    nao.say("Oui", Language::Fr).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gesture_and_a_movement_never_meet() {
    let Wired { robot, nao, told: _told, stop: _stop } = wired().await;
    let nao = nao.speaking(Manner { gestures: true, ..Manner::default() });
    nao.take().await.unwrap();
    let wave = movement("wave");
    let moving = tokio::spawn({
        let nao = nao.clone();
        async move { nao.run(&wave).await }
    });
    let begun = async {
        while calls(&robot, "ALMotion", "angleInterpolationBezier") == 0 {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, begun).await.unwrap();
    nao.say("Un", Language::Fr).await.unwrap();
    assert_eq!(calls(&robot, "ALAnimatedSpeech", "say"), 0, "its arms are in use");
    moving.await.unwrap().unwrap();
    assert_eq!(calls(&robot, "ALRobotPosture", "goToPosture"), 0);
    nao.say("Bravo", Language::Fr).await.unwrap();
    assert_eq!(calls(&robot, "ALAnimatedSpeech", "say"), 1);
    nao.run(&movement("head_nod")).await.unwrap();
    assert_eq!(calls(&robot, "ALRobotPosture", "goToPosture"), 1, "first back to where it begins");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_robot_that_a_class_has_is_taken_again_after_a_loss_and_moved_only_by_the_class() {
    let Wired { robot, nao, mut told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    let robot = restarted(robot, &mut told).await;
    notice(&mut told, |notice| *notice == Notice::Back).await;
    let order =
        ["killAll", "getPostureFamily", "setState", "wakeUp"].map(|call| place(&robot, call));
    assert!(order.is_sorted(), "stop, look, take: {order:?}");
    for moving in ["goToPosture", "angleInterpolationBezier"] {
        assert_eq!(calls(&robot, "ALMotion", moving) + calls(&robot, "ALRobotPosture", moving), 0);
    }
    nao.posture(Posture::Sit).await.unwrap();
    nao.rest().await.unwrap();
    assert_eq!(lives(&robot), ["disabled", "solitary"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crashed_program_leaves_nothing_stiff() {
    let Wired { robot, nao, told, stop } = wired().await;
    nao.take().await.unwrap();
    drop((nao, told, stop));
    assert_eq!(calls(&robot, "ALMotion", "rest"), 0, "a crash has no time to rest");
    let (notices, mut told) = mpsc::channel(64);
    let (_stop, stop) = watch::channel(0);
    let _next = Nao::connect(&robot.address().to_string(), notices, stop);
    notice(&mut told, |notice| matches!(notice, Notice::Connected { .. })).await;
    until(|| calls(&robot, "ALMotion", "rest") == 1 && lives(&robot).len() == 2).await;
    assert_eq!(lives(&robot), ["disabled", "solitary"]);
    assert!(place(&robot, "killAll") < place(&robot, "rest"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_robot_that_was_lost_at_the_end_of_a_class_is_given_back_when_it_is_found() {
    let Wired { robot, nao, mut told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    let address = robot.address();
    drop(robot);
    notice(&mut told, |notice| *notice == Notice::Lost).await;
    assert_eq!(nao.rest().await, Err(BodyError::Lost));
    let robot = virtual_nao_on(bound(address).await);
    notice(&mut told, |notice| *notice == Notice::Back).await;
    until(|| calls(&robot, "ALMotion", "rest") == 1).await;
    assert_eq!(calls(&robot, "ALMotion", "wakeUp"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_held_on_the_head_stops_everything() {
    let Wired { robot, nao, mut told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    let long = "Une très longue phrase ".repeat(20);
    let saying = tokio::spawn({
        let nao = nao.clone();
        async move { nao.say(&long, Language::Fr).await }
    });
    until(|| calls(&robot, "ALTextToSpeech", "say") == 1).await;
    raise(&robot, "MiddleTactilTouched", 1.0).await;
    let touched = Notice::Touched(Sensed::MiddleTactilTouched);
    notice(&mut told, |notice| *notice == touched).await;
    notice(&mut told, |notice| *notice == Notice::Held).await;
    assert_eq!(timeout(PATIENCE, saying).await.unwrap().unwrap(), Err(BodyError::Halted));
    until(|| calls(&robot, "ALTextToSpeech", "stopAll") >= 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_comes_in_the_robots_own_words() {
    let Wired { robot, nao, told: _told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    robot.fall();
    let refused = nao.posture(Posture::Sit).await.unwrap_err();
    assert!(refused.to_string().contains("lift it by the trunk"), "{refused}");
    let (notices, _told) = mpsc::channel(64);
    let (_stop, stop) = watch::channel(0);
    let nobody = Nao::connect("127.0.0.1:1", notices, stop);
    let mut trouble = nobody.trouble();
    let why = timeout(PATIENCE, trouble.wait_for(Option::is_some)).await.unwrap().unwrap().clone();
    assert!(why.unwrap().contains("nothing answers at 127.0.0.1:1"));
}
