//! Independent peers of the bridge's transport: socket.io 0.9 as a server accepts our client,
//! socket.io-client 0.9 drives our virtual Nao.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{process::Stdio, time::Duration};

use companion::{
    language::Language,
    robot::{Body, Nao, Notice, Sensed},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::Command,
    sync::{mpsc, watch},
    time::timeout,
};

const PEERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers");
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_accepts_our_client() {
    let mut node = Command::new("node")
        .arg("server.mjs")
        .current_dir(PEERS)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("node is there (make setup)");
    let mut press = node.stdin.take().unwrap();
    let mut printed = BufReader::new(node.stdout.take().unwrap()).lines();
    let first = timeout(PATIENCE, printed.next_line()).await.unwrap().unwrap().unwrap();
    let port = serde_json::from_str::<Value>(&first).unwrap()["port"].as_u64().unwrap();

    let (notices, mut told) = mpsc::channel(64);
    let (_stop, stop) = watch::channel(0);
    let nao = Nao::connect(&format!("127.0.0.1:{port}"), notices, stop);
    let connected =
        support::notice(&mut told, |notice| matches!(notice, Notice::Connected { .. })).await;
    assert_eq!(connected, Notice::Connected { name: "Peer".into(), version: "2.1.4".into() });

    nao.take().await.unwrap();
    nao.say("Bonjour", Language::Fr).await.unwrap();
    press.write_all(b"press\n").await.unwrap();
    let touched = Notice::Touched(Sensed::FrontTactilTouched);
    support::notice(&mut told, |notice| *notice == touched).await;

    let said = timeout(PATIENCE, async {
        loop {
            let line = printed.next_line().await.unwrap().unwrap();
            let call: Value = serde_json::from_str(&line).unwrap();
            if call["member"] == "say" {
                return call;
            }
        }
    });
    let expected = json!({"service": "ALTextToSpeech", "member": "say",
        "args": ["\\rspd=80\\Bonjour", "French"]});
    assert_eq!(said.await.unwrap(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_client_drives_our_virtual_nao() {
    let nao = support::virtual_nao().await;
    let driving = Command::new("node")
        .args(["client.mjs", &nao.address().to_string()])
        .current_dir(PEERS)
        .kill_on_drop(true)
        .output();
    let driven = timeout(PATIENCE, driving).await.unwrap().expect("node is there (make setup)");
    assert!(driven.status.success(), "{}", String::from_utf8_lossy(&driven.stderr));
    let got: Value = serde_json::from_slice(&driven.stdout).unwrap();

    assert_eq!(got["language"], "French");
    assert_eq!(got["void"], true);
    let methods = got["methods"].as_array().unwrap();
    assert!(methods.contains(&json!("say")) && methods.contains(&json!("stopAll")), "{methods:?}");
    assert!(got["link"].as_u64().unwrap() > u64::from(u32::MAX), "links are 64-bit numbers");
    let signal = json!({"own": true, "signal": "signal", "data": [1], "link": got["link"]});
    assert_eq!(got["signals"], json!([signal]));
    assert_eq!(got["refused"], "Cannot find service 'NoSuchService' in index");
    assert_eq!(got["unknown"], "'qi.qi_python.Object' object has no attribute 'noSuchMethod'");
}
