//! `companion robot doctor`: a healthy robot, an ailing one, and everything that is no robot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use companion::{
    motion::Joint,
    robot::doctor::{Unreached, Wanted, examine},
    virtual_nao::{Options, Profile, Silent, VirtualNao},
};
use serde_json::Value;
use support::{companion, virtual_nao};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::spawn_blocking,
};

/// People are told within this time that there is no robot.
const TOLD_WITHIN: Duration = Duration::from_secs(5);

/// What the program says of an address: exit code, output, mistakes.
async fn doctor(arguments: &[&str]) -> (i32, String, String) {
    let mut command = companion();
    command.args(["robot", "doctor"]).args(arguments);
    let output = spawn_blocking(move || command.output().unwrap()).await.unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// Why there is no robot at an address, and that it is told in time.
async fn unreached(address: &str) -> Unreached {
    let began = Instant::now();
    let why = examine(address, &Wanted::default()).await.unwrap_err();
    let took = began.elapsed();
    assert!(took < TOLD_WITHIN, "{why} after {took:?}");
    why
}

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_robot_is_told_healthy() {
    let robot = virtual_nao().await;
    let (code, text, mistakes) = doctor(&[&robot.address().to_string()]).await;
    assert_eq!(code, 0, "{text}{mistakes}");
    for found in ["Nao, NAOqi 2.8.6.23", "namespace 2", "French", "82 %", "38 °C", "Sit", "p99"] {
        assert!(text.contains(found), "{found} in\n{text}");
    }
    assert!(text.ends_with("\nHealthy.\n"), "{text}");
    let changed = robot.calls().into_iter().find(|call| {
        ["wakeUp", "rest", "setState", "setEnabled", "killAll", "insertData", "say"]
            .contains(&call.method.as_str())
    });
    assert_eq!(changed, None, "looking changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_robot_is_told_healthy_with_what_it_has() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options { profile: Profile::V2_1, ..Options::new("Nao", Arc::new(Silent)) };
    let robot = VirtualNao::start(listener, options).unwrap();
    let address = robot.address().to_string();
    let (code, text, mistakes) = doctor(&[&address]).await;
    assert_eq!(code, 0, "{text}{mistakes}");
    for found in ["Nao, NAOqi 2.1.4.13", "namespace 1.0", "French", "82 %", "38 °C", "Sit", "p99"]
    {
        assert!(text.contains(found), "{found} in\n{text}");
    }
    assert!(text.ends_with("\nHealthy.\n"), "{text}");
    let (code, text, _) = doctor(&[&address, "--json"]).await;
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &told["healthy"]), (0, &true.into()), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ailing_robot_is_told_what_to_mend() {
    let robot = virtual_nao().await;
    robot.set_battery(12);
    robot.heat(Joint::RShoulderPitch, 71.0);
    let (code, text, _) = doctor(&[&robot.address().to_string(), "--json"]).await;
    assert_eq!(code, 1, "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&told["connected"], &told["healthy"]), (&true.into(), &false.into()));
    assert_eq!(told["battery"], 12);
    assert_eq!(told["warmest"][0], "RShoulderPitch");
    assert_eq!(told["round_trips"]["calls"], 200);
    let mend = told["to_mend"].to_string();
    assert!(mend.contains("RShoulderPitch has 71 °C") && mend.contains("12 %"), "{mend}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_waves_when_it_sits_and_rests_again() {
    let robot = virtual_nao().await;
    let (code, text, mistakes) = doctor(&[&robot.address().to_string(), "--wave"]).await;
    assert_eq!(code, 0, "{text}{mistakes}");
    assert!(text.contains("wave        made"), "{text}");
    let order: Vec<String> = robot
        .calls()
        .into_iter()
        .map(|call| call.method)
        .filter(|method| ["wakeUp", "angleInterpolationBezier", "rest"].contains(&method.as_str()))
        .collect();
    assert_eq!(order, ["wakeUp", "angleInterpolationBezier", "rest"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_wave_when_it_lies_or_is_hot() {
    let robot = virtual_nao().await;
    robot.heat(Joint::LShoulderRoll, 66.0);
    let (code, text, _) = doctor(&[&robot.address().to_string(), "--wave"]).await;
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("It did not wave: it must not be moved"), "{text}");
    robot.fall();
    let (code, text, _) = doctor(&[&robot.address().to_string(), "--wave"]).await;
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("lies or hangs") && text.contains("LyingBack"), "{text}");
    assert!(!robot.calls().iter().any(|call| call.method == "wakeUp"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_host_is_told() {
    // A label of 64 letters is no name anywhere: nothing has to be asked for it.
    let nowhere = "n".repeat(64);
    let why = unreached(&format!("{nowhere}:80")).await;
    assert_eq!(why, Unreached::UnknownHost(nowhere));
    assert!(why.to_string().contains("no machine is called"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_port_is_told_and_the_program_ends_with_3() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let why = unreached(&address).await;
    assert_eq!(why, Unreached::Closed(address.clone()));
    let (code, text, mistakes) = doctor(&[&address]).await;
    assert_eq!((code, text.as_str()), (3, ""));
    assert_eq!(mistakes, format!("companion: {why}\n"));
    let (code, text, _) = doctor(&[&address, "--json"]).await;
    assert_eq!(code, 3);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&told["connected"], &told["why"]), (&false.into(), &why.to_string().into()));
}

/// Takes connections on a port of its own and answers each with this, or never.
async fn server(answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            match answer {
                Some(answer) => {
                    tokio::spawn(async move {
                        let mut request = [0_u8; 4096];
                        if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                            let _ = stream.write_all(answer.as_bytes()).await;
                        }
                    });
                }
                None => open.push(stream),
            }
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_no_bridge_is_told() {
    let page = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
    for answer in [page, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "SSH-2.0-x\r\n"] {
        let why = unreached(&server(Some(answer)).await).await;
        assert!(why.to_string().contains("answers, but there is no qimessaging bridge"), "{why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_robot_that_starts_up_is_told() {
    let booting = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";
    let why = unreached(&server(Some(booting)).await).await;
    assert!(why.to_string().contains("still starting up"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_is_told() {
    let address = server(None).await;
    assert_eq!(unreached(&address).await, Unreached::Hung(address));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_is_told_with_what_to_write() {
    let (code, _, mistakes) = doctor(&["nao.local/libs"]).await;
    assert_eq!(code, 1);
    assert!(mistakes.contains("is no address of a robot"), "{mistakes}");
    let (_, _, mistakes) = doctor(&["virtual"]).await;
    assert!(mistakes.contains("companion virtual-nao"), "{mistakes}");
}
