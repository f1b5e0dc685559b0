//! Independent peers of the bridge's transport, in both namespaces: socket.io 0.9 as a server
//! accepts our client, socket.io-client 0.9 drives our virtual Nao; every service and every
//! signal that our client uses (`peers/services.json`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Stdio,
    time::Duration,
};

use companion::{
    language::Language,
    motion::Posture,
    robot::{Body, Eyes, Nao, Notice},
    script::Library,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::{mpsc, watch},
    time::timeout,
};

const PEERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers");
const PATIENCE: Duration = Duration::from_secs(60);

/// What the peers know.
fn known() -> Value {
    serde_json::from_str(include_str!("peers/services.json")).unwrap()
}

/// A bridge on Node.
struct Peer {
    port: u64,
    raise: ChildStdin,
    printed: Lines<BufReader<ChildStdout>>,
    _node: Child,
}

impl Peer {
    async fn start(namespace: &str) -> Peer {
        let mut node = Command::new("node")
            .args(["server.mjs", namespace])
            .current_dir(PEERS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node is there (make setup)");
        let raise = node.stdin.take().unwrap();
        let printed = BufReader::new(node.stdout.take().unwrap()).lines();
        let mut peer = Peer { port: 0, raise, printed, _node: node };
        peer.port = peer.next().await["port"].as_u64().unwrap();
        peer
    }

    async fn next(&mut self) -> Value {
        let line = timeout(PATIENCE, self.printed.next_line()).await.unwrap().unwrap().unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Reads on until every one of these was called; gives all calls so far.
    async fn until_called(&mut self, wanted: &BTreeSet<String>) -> Vec<Value> {
        let (mut calls, mut missing) = (Vec::new(), wanted.clone());
        while !missing.is_empty() {
            let call = timeout(PATIENCE, self.next())
                .await
                .unwrap_or_else(|_| panic!("never called: {missing:?}"));
            assert!(call.get("complaint").is_none(), "{call}");
            let name = |key: &str| call[key].as_str().unwrap_or_default().to_owned();
            missing.remove(&format!("{}.{}", name("service"), name("member")));
            calls.push(call);
        }
        calls
    }
}

/// What a signal of the peer must be told as.
fn told_as(key: &str, value: &Value) -> impl Fn(&Notice) -> bool {
    let (key, value) = (key.to_owned(), value.clone());
    move |notice| match notice {
        Notice::Touched(sensed) => format!("{sensed:?}") == key,
        Notice::Fell => key == "robotHasFallen",
        Notice::Battery(charge) => key == "BatteryChargeChanged" && json!(charge) == value,
        _ => false,
    }
}

async fn socket_io_accepts_our_client(namespace: &str) {
    let mut peer = Peer::start(namespace).await;
    let (notices, mut told) = mpsc::channel(64);
    let (stop, stop_rx) = watch::channel(0);
    let nao = Nao::connect(&format!("127.0.0.1:{}", peer.port), notices, stop_rx);
    let connected =
        support::notice(&mut told, |notice| matches!(notice, Notice::Connected { .. })).await;
    assert_eq!(connected, Notice::Connected { name: "Peer".into(), version: "2.1.4".into() });

    let (library, _) = Library::load("routines".as_ref(), "audio".as_ref());
    let turn = &library.movements()["head_turn"];
    nao.take().await.unwrap();
    nao.say("Bonjour", Language::Fr).await.unwrap();
    nao.leds(Eyes { rgb: 0x0000_ff00 }).await.unwrap();
    nao.posture(Posture::Sit).await.unwrap();
    nao.run(&turn.at_tempo(turn.tempo).unwrap()).await.unwrap();
    nao.halt().await.unwrap();
    stop.send_modify(|count| *count += 1);
    nao.rest().await.unwrap();

    let known = known();
    for (key, value) in known["signals"].as_object().unwrap() {
        peer.raise.write_all(format!("{key} {value}\n").as_bytes()).await.unwrap();
        support::notice(&mut told, told_as(key, value)).await;
    }

    // Every method that we use was called, but those of services that 1.0 has not.
    let newer: Vec<&str> = match namespace {
        "1.0" => {
            known["newer than 1.0"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
        }
        _ => Vec::new(),
    };
    let wanted = methods(&known)
        .filter(|(service, _)| !newer.contains(&service.as_str()))
        .map(|(service, method)| format!("{service}.{method}"))
        .collect();
    let calls = peer.until_called(&wanted).await;
    let said = calls.iter().find(|call| call["member"] == "say").unwrap();
    assert!(said["args"][0].as_str().unwrap().ends_with("Bonjour"), "{said}");
    assert_eq!(said["args"][1], "French");
    // Nothing was misunderstood on the way.
    let survived = nao.survived().unwrap();
    assert_eq!((survived.garbled, survived.unknown, survived.orphans), (0, 0, 0), "{survived:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_accepts_our_client_in_namespace_2() {
    socket_io_accepts_our_client("2").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_accepts_our_client_in_namespace_1() {
    socket_io_accepts_our_client("1.0").await;
}

fn methods(known: &Value) -> impl Iterator<Item = (String, String)> {
    known["services"].as_object().unwrap().iter().flat_map(|(service, methods)| {
        methods.as_object().unwrap().keys().map(|method| (service.clone(), method.clone()))
    })
}

async fn socket_io_client_drives_our_virtual_nao(namespace: &str) {
    let nao = support::virtual_nao().await;
    let driving = Command::new("node")
        .args(["client.mjs", &nao.address().to_string(), namespace])
        .current_dir(PEERS)
        .kill_on_drop(true)
        .output();
    let driven = timeout(PATIENCE, driving).await.unwrap().expect("node is there (make setup)");
    assert!(driven.status.success(), "{}", String::from_utf8_lossy(&driven.stderr));
    let got: Value = serde_json::from_slice(&driven.stdout).unwrap();

    // Each method is described, and answered as void or not as the real one is.
    let known = known();
    let results: BTreeMap<String, Value> = serde_json::from_value(got["results"].clone()).unwrap();
    for (service, method) in methods(&known) {
        let result = &results[&format!("{service}.{method}")];
        assert_eq!(result["described"], true, "{service}.{method}");
        let void = known["services"][&service][&method].get("result").is_none();
        assert_eq!(result.get("void").is_some(), void, "{service}.{method}: {result}");
        assert_eq!(result.get("result").is_some(), !void, "{service}.{method}: {result}");
    }
    let signals = known["signals"].as_object().unwrap();
    let raised: Vec<Value> = signals
        .iter()
        .map(|(key, value)| {
            json!({"key": key, "signal": "signal", "data": [value.as_f64()], "own": true, "long": true})
        })
        .collect();
    let mut heard = got["raised"].as_array().unwrap().clone();
    for signal in &mut heard {
        signal["data"] = json!([signal["data"][0].as_f64()]);
    }
    heard.sort_by_key(|signal| signal["key"].to_string());
    assert_eq!(heard, raised);
    assert_eq!(got["after"], 0, "what is no longer followed is not told");
    assert_eq!(got["refused"], "Cannot find service 'NoSuchService' in index");
    assert_eq!(got["unknown"], "'qi.qi_python.Object' object has no attribute 'noSuchMethod'");
    assert_eq!(got["order"], json!(["getLanguage", "say"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_client_drives_our_virtual_nao_in_namespace_2() {
    socket_io_client_drives_our_virtual_nao("2").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_client_drives_our_virtual_nao_in_namespace_1() {
    socket_io_client_drives_our_virtual_nao("1.0").await;
}

/// The peers are worth what their list is worth: no service that the client names is missing.
#[test]
fn the_peers_know_every_service_that_our_client_names() {
    let known = known();
    let mut unknown = BTreeSet::new();
    for entry in fs::read_dir("src/robot").unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for literal in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in literal.split('"').skip(1).step_by(2) {
                let named = word.strip_prefix("AL").is_some_and(|rest| {
                    rest.starts_with(char::is_uppercase) && rest.chars().all(char::is_alphanumeric)
                });
                if named && known["services"].get(word).is_none() {
                    unknown.insert(word.to_owned());
                }
            }
        }
    }
    assert!(unknown.is_empty(), "not in peers/services.json: {unknown:?}");
}
