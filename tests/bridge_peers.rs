//! Independent peers of the bridge's transport, in both namespaces: socket.io 0.9 as a server
//! accepts our client, socket.io-client 0.9 drives our virtual Nao; every service and every
//! signal that our client uses (`peers/services.json`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use companion::{
    language::Language,
    motion::Posture,
    robot::{Body, Eyes, Manner, Nao, Notice},
    script::Library,
    virtual_nao::{Options, Profile, Silent, VirtualNao},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    net::TcpListener,
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
    raising: ChildStdin,
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
        let raising = node.stdin.take().unwrap();
        let mut printed = BufReader::new(node.stdout.take().unwrap()).lines();
        let first = timeout(PATIENCE, printed.next_line()).await.unwrap().unwrap().unwrap();
        let port = serde_json::from_str::<Value>(&first).unwrap()["port"].as_u64().unwrap();
        Peer { port, raising, printed, _node: node }
    }

    /// Reads on until each of these was called or followed; gives all that was printed.
    async fn until_printed(&mut self, mut missing: BTreeSet<String>) -> Vec<Value> {
        let mut printed = Vec::new();
        while !missing.is_empty() {
            let Ok(line) = timeout(PATIENCE, self.printed.next_line()).await else {
                panic!("never called or followed: {missing:?}");
            };
            let line: Value = serde_json::from_str(&line.unwrap().unwrap()).unwrap();
            assert!(line.get("complaint").is_none(), "{line}");
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            missing.remove(&format!("{}.{}", text("service"), text("member")));
            missing.remove(&text("followed"));
            printed.push(line);
        }
        printed
    }

    /// Raises a signal.
    async fn raise(&mut self, key: &str, value: &Value) {
        self.raising.write_all(format!("{key} {value}\n").as_bytes()).await.unwrap();
    }
}

/// What a signal of the peer is told as; `None` when it is not told by itself.
fn told_as(key: &str, value: &Value) -> Option<impl Fn(&Notice) -> bool> {
    // They say that heat, or the end of a sentence, must be looked at, or where the feet are.
    let looked_at = ["HotDeviceDetected", "TemperatureStatusChanged", "footContactChanged"];
    if looked_at.contains(&key) || key.starts_with("ALTextToSpeech/") {
        return None;
    }
    let (key, value) = (key.to_owned(), value.clone());
    Some(move |notice: &Notice| match notice {
        Notice::Touched(sensed) => format!("{sensed:?}") == key,
        Notice::Fell => key.contains("Fall"),
        Notice::Pushed => key.contains("Push"),
        Notice::Battery(charge) => key == "BatteryChargeChanged" && json!(charge) == value,
        Notice::Charging(plugged) => key == "BatteryPowerPluggedChanged" && *plugged,
        _ => false,
    })
}

/// Has the robot taken, used in every way, and given back.
async fn used(nao: &Nao, stop: &watch::Sender<u64>) {
    let (library, _) = Library::load("routines".as_ref(), "audio".as_ref());
    let turn = &library.movements()["head_turn"];
    nao.take().await.unwrap();
    nao.say("Bonjour", Language::Fr).await.unwrap();
    let lively = nao.clone().speaking(Manner { gestures: true, ..Manner::default() });
    lively.say("Bonjour", Language::Fr).await.unwrap();
    nao.leds(Eyes { rgb: 0x0000_ff00 }).await.unwrap();
    nao.posture(Posture::Sit).await.unwrap();
    nao.run(&turn.at_tempo(turn.tempo).unwrap()).await.unwrap();
    nao.halt().await.unwrap();
    stop.send_modify(|count| *count += 1);
    nao.rest().await.unwrap();
}

async fn socket_io_accepts_our_client(namespace: &str) {
    let mut peer = Peer::start(namespace).await;
    let (notices, mut told) = mpsc::channel(64);
    let (stop, stop_rx) = watch::channel(0);
    let nao = Nao::connect(&format!("127.0.0.1:{}", peer.port), notices, stop_rx);
    let connected =
        support::notice(&mut told, |notice| matches!(notice, Notice::Connected { .. })).await;
    assert_eq!(connected, Notice::Connected { name: "Peer".into(), version: "2.8.6".into() });
    used(&nao, &stop).await;

    let known = known();
    for (key, value) in known["signals"].as_object().unwrap() {
        peer.raise(key, value).await;
        if let Some(wanted) = told_as(key, value) {
            support::notice(&mut told, wanted).await;
        }
        if key.ends_with("Touched") || key.ends_with("Pressed") {
            peer.raise(key, &json!(0)).await;
        }
    }

    // Every method that we use was called, and every event is followed. A robot is made limp only
    // when it lies, and moved without curves only when it knows none: neither is asked of this one.
    let called = methods(&known, namespace)
        .map(|(service, method)| format!("{service}.{method}"))
        .filter(|called| {
            !["ALMotion.setStiffnesses", "ALMotion.angleInterpolation"].contains(&called.as_str())
        });
    let followed = known["signals"].as_object().unwrap().keys().cloned();
    let printed = peer.until_printed(called.chain(followed).collect()).await;
    let said = printed.iter().find(|call| call["member"] == "say").unwrap();
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

/// Services and methods that are there in a namespace.
fn methods(known: &Value, namespace: &str) -> impl Iterator<Item = (String, String)> {
    let absent: Vec<String> = serde_json::from_value(known["absent"][namespace].clone()).unwrap();
    let pairs = known["services"].as_object().unwrap().iter().flat_map(|(service, methods)| {
        methods.as_object().unwrap().keys().map(|method| (service.clone(), method.clone()))
    });
    pairs.filter(move |(service, method)| {
        !absent.contains(service) && !absent.contains(&format!("{service}.{method}"))
    })
}

async fn socket_io_client_drives_our_virtual_nao(namespace: &str, profile: Profile) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options { profile, ..Options::new("Nao", Arc::new(Silent)) };
    let nao = VirtualNao::start(listener, options).unwrap();
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
    for (service, method) in methods(&known, namespace) {
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
    let absent = known["absent"][namespace].as_array().unwrap().iter().map(|name| {
        match name.as_str().unwrap().split_once('.') {
            Some((_, method)) => {
                format!("'qi.qi_python.Object' object has no attribute '{method}'")
            }
            None => format!("Cannot find service '{}' in index", name.as_str().unwrap()),
        }
    });
    assert_eq!(got["absent"], json!(absent.collect::<Vec<_>>()));
    assert_eq!(got["refused"], "Cannot find service 'NoSuchService' in index");
    assert_eq!(got["unknown"], "'qi.qi_python.Object' object has no attribute 'noSuchMethod'");
    assert_eq!(got["order"], json!(["getLanguage", "say"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_client_drives_our_virtual_nao_in_namespace_2() {
    socket_io_client_drives_our_virtual_nao("2", Profile::V2_8).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_client_drives_our_virtual_nao_in_namespace_1() {
    socket_io_client_drives_our_virtual_nao("1.0", Profile::V2_1).await;
}

/// The peers are worth what their list is worth: no service that the client names is missing.
#[test]
fn the_peers_know_every_service_that_our_client_names() {
    let known = known();
    let mut files = Vec::new();
    sources("src/robot".as_ref(), &mut files);
    let mut unknown = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in line.split('"').skip(1).step_by(2) {
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

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, found) } else { found.push(path) }
    }
}
