//! What our client makes a Nao do, over a real connection to a virtual one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::time::{Duration, Instant};

use companion::{
    language::Language,
    motion::{Joint, Posture, Trajectory},
    robot::{Body, BodyError, Eyes, Nao, Notice, Sensed},
    script::Library,
    virtual_nao::VirtualNao,
};
use support::{PATIENCE, notice, virtual_nao, virtual_nao_on};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
    time::timeout,
};

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
}

#[tokio::test(flavor = "multi_thread")]
async fn a_halt_ends_speech_and_motion_at_once() {
    let Wired { robot, nao, told: _told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    let arms = movement("arms_up");
    let long = "Une très longue phrase ".repeat(20);
    let (moved, said, halted) = tokio::join!(nao.run(&arms), nao.say(&long, Language::Fr), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
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
    robot.press("RearTactilTouched");
    let held = Notice::Held(Sensed::RearTactilTouched);
    notice(&mut told, |notice| *notice == held).await;
    robot.release("RearTactilTouched");
    robot.set_battery(12);
    notice(&mut told, |notice| *notice == Notice::Battery(12)).await;
    robot.fall();
    notice(&mut told, |notice| *notice == Notice::Fell).await;
    robot.heat(Joint::LKneePitch, 70.0);
    notice(&mut told, |notice| *notice == Notice::Hot(vec![Joint::LKneePitch])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_robot_is_stopped_first_when_it_is_back() {
    let Wired { robot, nao, mut told, stop: _stop } = wired().await;
    let address = robot.address();
    drop(robot);
    notice(&mut told, |notice| *notice == Notice::Lost).await;
    assert_eq!(nao.say("Oui", Language::Fr).await, Err(BodyError::Lost));
    let listener = timeout(PATIENCE, async {
        loop {
            if let Ok(listener) = TcpListener::bind(address).await {
                return listener;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let robot = virtual_nao_on(listener.await.unwrap());
    notice(&mut told, |notice| *notice == Notice::Back).await;
    let first = robot.calls().into_iter().find(|call| call.service == "ALMotion").unwrap();
    // Its own connection for stop may look around before.
    assert!(["killAll", "robotIsWakeUp"].contains(&first.method.as_str()), "{first:?}");
    assert!(calls(&robot, "ALMotion", "killAll") >= 1);
    nao.say("Oui", Language::Fr).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_comes_in_the_robots_own_words() {
    let Wired { robot, nao, told: _told, stop: _stop } = wired().await;
    nao.take().await.unwrap();
    robot.fall();
    let refused = nao.run(&movement("head_turn")).await.unwrap_err().to_string();
    assert!(refused.contains("its motors are off"), "{refused}");
    let (notices, _told) = mpsc::channel(64);
    let (_stop, stop) = watch::channel(0);
    let nobody = Nao::connect("127.0.0.1:1", notices, stop);
    let mut trouble = nobody.trouble();
    let why = timeout(PATIENCE, trouble.wait_for(Option::is_some)).await.unwrap().unwrap().clone();
    assert!(why.unwrap().contains("nothing answers at 127.0.0.1:1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_is_given_back_even_by_the_next_program() {
    let robot = virtual_nao().await;
    let connect = || {
        let (notices, told) = mpsc::channel(64);
        let (stop, stop_rx) = watch::channel(0);
        (Nao::connect(&robot.address().to_string(), notices, stop_rx), told, stop)
    };
    let connected = |notice: &Notice| matches!(notice, Notice::Connected { .. });
    let (first, mut told, _stop) = connect();
    notice(&mut told, connected).await;
    first.take().await.unwrap();
    // A crash: it is never given back.
    drop(first);

    let (second, mut told, _stop) = connect();
    notice(&mut told, connected).await;
    notice(&mut told, |notice| *notice == Notice::LeftTaken).await;
    second.rest().await.unwrap();
    let given_back = |method: &str| {
        robot.calls().into_iter().rev().find(|call| call.method == method).unwrap().args
    };
    assert_eq!(given_back("setLanguage"), ["French"]);
    assert_eq!(given_back("setVolume"), [serde_json::json!(0.6)]);

    let (third, mut told, _stop) = connect();
    notice(&mut told, connected).await;
    // The first look at the joints comes after everything that is told at the beginning.
    let next = notice(&mut told, |notice| matches!(notice, Notice::LeftTaken | Notice::Angles(_)));
    assert!(matches!(next.await, Notice::Angles(_)), "nothing is left to be given back");
    drop(third);
}
