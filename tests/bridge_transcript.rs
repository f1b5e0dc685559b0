//! The conversation that was recorded from the real bridge, held again with the virtual Nao at
//! the same moments; and what else is known of when it closes, ignores and keeps quiet.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{sync::Arc, time::Duration};

use companion::{
    language::Language,
    motion::Joint,
    virtual_nao::{Options, Profile, Silent, VirtualNao, Wire},
};
use serde_json::{Value, json};
use support::{Namespace, PATIENCE, RawClient, get, virtual_nao};
use tokio::{
    net::TcpStream,
    time::{Instant, sleep, timeout, timeout_at},
};
use tokio_tungstenite::{client_async, tungstenite::Error};

const RECORDED: &str = include_str!("fixtures/bridge-transcript.txt");

const BOTH: [Namespace; 2] = [Namespace::One, Namespace::Two];

/// Something that was said, and when.
struct Line {
    at: Duration,
    from_client: bool,
    text: String,
}

/// The lines of a namespace.
fn recorded(namespace: Namespace) -> Vec<Line> {
    let begins = format!("=== namespace {}\n", namespace.name());
    let part = RECORDED.split(&begins).nth(1).expect("the namespace was recorded");
    part.split("\n=== ")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| {
            let (at, line) = line.trim_start().split_once(' ')?;
            let (side, text) = line.split_once(' ')?;
            let from_client = match side {
                ">" => true,
                "<" => false,
                _ => return None,
            };
            let at = Duration::from_secs_f64(at.parse().ok()?);
            Some(Line { at, from_client, text: text.to_owned() })
        })
        .collect()
}

/// A Nao as the stand-in was that was recorded.
fn nao(profile: Profile) -> (VirtualNao, Wire) {
    let languages = vec![Language::Fr, Language::En];
    let options = Options { profile, languages, ..Options::new("Nao", Arc::new(Silent)) };
    VirtualNao::start_in_memory(options)
}

/// What can be compared of a frame: descriptions were cut when they were recorded, links have
/// numbers of their own, and errors list the methods of the stand-in from the second line on.
fn comparable(frame: &str) -> String {
    if let Some((_, object)) = frame.replace(' ', "").split_once("\"pyobject\":") {
        let number: String = object.chars().take_while(char::is_ascii_digit).collect();
        return format!("object {number}");
    }
    let Some(Ok(mut event)) = frame.strip_prefix("5:::").map(serde_json::from_str::<Value>) else {
        return frame.to_owned();
    };
    let result = &mut event["args"]["result"];
    if is_link(result) {
        *result = json!("a link");
    }
    if let Some(text) = result.as_str() {
        *result = json!(text.lines().next());
    } else if result.get("link").is_some_and(is_link) {
        result["link"] = json!("a link");
    }
    event.to_string()
}

fn is_link(value: &Value) -> bool {
    value.as_u64().is_some_and(|number| number > u64::from(u32::MAX))
}

/// The link that a frame gives.
fn link(frame: &str) -> Option<String> {
    let event: Value = serde_json::from_str(frame.strip_prefix("5:::")?).ok()?;
    let result = &event["args"]["result"];
    is_link(result).then(|| result.to_string())
}

/// Says what the client said, when it said it; in between come the same frames, in whatever
/// order (replies of calls side by side have none). How many.
async fn hold(namespace: Namespace) -> usize {
    let (_nao, wire) = nao(Profile::V2_8);
    let lines = recorded(namespace);
    let began = Instant::now();
    let id = RawClient::handshake(&wire, namespace).await;
    let mut client = RawClient::attach(&wire, namespace, &id).await;
    let mut said = Vec::new();
    let (mut theirs, mut ours): (Option<String>, Option<String>) = (None, None);
    let mut ended = false;
    let mut compared = 0;
    for line in lines.iter().chain([&end()]) {
        if !line.from_client {
            theirs = link(&line.text).or(theirs);
            said.push(line.text.as_str());
            continue;
        }
        let mut heard = Vec::new();
        while !ended {
            match timeout_at(began + line.at, client.next()).await {
                Ok(Some(frame)) => {
                    ours = link(&frame).or(ours);
                    heard.push(comparable(&frame));
                }
                Ok(None) => ended = true,
                Err(_) => break,
            }
        }
        let mut expected: Vec<String> = said.drain(..).map(comparable).collect();
        expected.sort();
        heard.sort();
        compared += heard.len();
        assert_eq!(heard, expected, "before {:?}: {}", line.at, line.text);
        let text = match (&theirs, &ours) {
            (Some(theirs), Some(ours)) => line.text.replace(theirs, ours),
            _ => line.text.clone(),
        };
        client.send(&text).await;
    }
    assert!(ended, "the session was closed");
    compared
}

/// After everything that was recorded.
fn end() -> Line {
    Line { at: Duration::from_secs(60), from_client: true, text: String::new() }
}

#[tokio::test(start_paused = true)]
async fn namespace_2_as_recorded() {
    assert_eq!(hold(Namespace::Two).await, 26);
}

#[tokio::test(start_paused = true)]
async fn namespace_1_as_recorded() {
    assert_eq!(hold(Namespace::One).await, 25);
}

#[tokio::test(start_paused = true)]
async fn an_object_is_described_with_the_same_keys() {
    let (_nao, wire) = nao(Profile::V2_8);
    let mut client = RawClient::open(&wire, Namespace::Two).await;
    let found = client.call("ServiceDirectory", "service", json!(["ALTextToSpeech"])).await;
    let found = found.unwrap().unwrap();
    // The beginning of the description, as far as it was recorded.
    let line = RECORDED.lines().find(|line| line.contains("\"metaobject\": {\"methods\"")).unwrap();
    let methods = line.split_once("\"methods\": {\"0\": ").unwrap().1;
    let mut first = serde_json::Deserializer::from_str(methods).into_iter::<Value>();
    assert_eq!(found["metaobject"]["methods"]["0"], first.next().unwrap().unwrap());
    for key in ["methods", "signals", "properties", "description"] {
        assert!(found["metaobject"].get(key).is_some(), "{key}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_object_is_an_error_in_2_and_the_end_in_1() {
    let (_nao, wire) = nao(Profile::V2_8);
    let mut two = RawClient::open(&wire, Namespace::Two).await;
    assert_eq!(two.call(7, "say", json!(["x"])).await, Some(Err("7".to_owned())));
    let directory = two.call("ServiceDirectory", "services", json!([])).await;
    assert_eq!(directory, Some(Err("'ServiceDirectory'".to_owned())));
    let mut one = RawClient::open(&wire, Namespace::One).await;
    one.begin(7, "say", json!(["x"])).await;
    assert_eq!(one.next().await.as_deref(), Some("0::"));
    assert_eq!(one.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn a_missing_key_is_an_error_in_2_and_the_end_in_1() {
    let (_nao, wire) = nao(Profile::V2_8);
    for (missing, params) in [
        ("'obj'", r#"{"member":"x","method":"x","args":[]}"#),
        ("member", r#"{"obj":0,"args":[]}"#),
        ("'args'", r#"{"obj":0,"member":"x","method":"x"}"#),
    ] {
        let call = format!(r#"5:::{{"name":"call","args":[{{"idm":1,"params":{params}}}]}}"#);
        let mut two = RawClient::open(&wire, Namespace::Two).await;
        two.send(&call).await;
        let refused = two.outcome(1).await.unwrap().unwrap_err();
        assert!(refused.contains(missing), "{missing}: {refused}");
        let mut one = RawClient::open(&wire, Namespace::One).await;
        one.send(&call).await;
        assert_eq!(one.next().await.as_deref(), Some("0::"), "{missing}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_of_another_shape_is_the_end_in_both() {
    let (_nao, wire) = nao(Profile::V2_8);
    for namespace in BOTH {
        for call in [
            r#"{"idm":1}"#,
            r#"{"params":{"obj":0,"member":"x","method":"x","args":[]}}"#,
            r#"{"idm":1,"params":{"obj":0,"member":"x","method":"x","args":[]},"more":1}"#,
        ] {
            let mut client = RawClient::open(&wire, namespace).await;
            client.send(&format!(r#"5:::{{"name":"call","args":[{call}]}}"#)).await;
            assert_eq!(client.next().await.as_deref(), Some("0::"), "{call}");
            assert_eq!(client.next().await, None, "{call}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn broken_packets_close_and_unknown_ones_do_not() {
    let (_nao, wire) = nao(Profile::V2_8);
    for namespace in BOTH {
        for broken in ["hello", "5:::{\"name\":", "3:::text", "4:::{}", ""] {
            let mut client = RawClient::open(&wire, namespace).await;
            for harmless in [r#"5:::{"name":"nope","args":[]}"#, "9:::x", "1::", "8::"] {
                client.send(harmless).await;
            }
            assert_eq!(client.next_within(Duration::from_secs(5)).await, None, "ignored");
            client.send(broken).await;
            client.begin("ServiceDirectory", "service", json!(["ALSystem"])).await;
            assert_eq!(client.next().await.as_deref(), Some("0::"), "{broken}");
            assert_eq!(client.next().await, None, "{broken}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_acknowledgement_comes_when_it_is_asked_for() {
    let (_nao, wire) = nao(Profile::V2_8);
    let mut client = RawClient::open(&wire, Namespace::Two).await;
    let call = r#"{"idm":1,"params":{"obj":"ServiceDirectory","member":"service","args":["X"]}}"#;
    client.send(&format!(r#"5:7+::{{"name":"call","args":[{call}]}}"#)).await;
    assert_eq!(client.next().await.as_deref(), Some("6:::7"));
    assert!(client.outcome(1).await.unwrap().is_err());
}

#[tokio::test(start_paused = true)]
async fn after_a_goodbye_nothing_is_answered() {
    let (_nao, wire) = nao(Profile::V2_8);
    for namespace in BOTH {
        let mut client = RawClient::open(&wire, namespace).await;
        client.send("0::").await;
        client.begin("ServiceDirectory", "service", json!(["ALSystem"])).await;
        assert_eq!(client.next().await.as_deref(), Some("0::"), "it is returned");
        assert_eq!(client.next().await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn unanswered_heartbeats_close_after_36_seconds() {
    let (_nao, wire) = nao(Profile::V2_8);
    for namespace in BOTH {
        let mut client = RawClient::open(&wire, namespace).await;
        let began = Instant::now();
        let mut heard = Vec::new();
        while let Some(frame) = client.next().await {
            heard.push((began.elapsed().as_secs_f64().round(), frame));
        }
        let expected = [(12.0, "2::"), (24.0, "2::"), (36.0, "2::"), (36.0, "0::")];
        assert_eq!(heard, expected.map(|(at, frame)| (at, frame.to_owned())));
    }
}

#[tokio::test(start_paused = true)]
async fn only_a_heartbeat_answers_a_heartbeat() {
    let (_nao, wire) = nao(Profile::V2_8);
    let mut client = RawClient::open(&wire, Namespace::Two).await;
    let began = Instant::now();
    let mut answered = 0;
    while let Some(frame) = client.next().await {
        // Other traffic does not count.
        client.send("9:::x").await;
        if frame == "2::" && answered < 5 {
            answered += 1;
            client.send("2::").await;
        }
    }
    assert_eq!(began.elapsed().as_secs(), 5 * 12 + 36);
}

#[tokio::test(start_paused = true)]
async fn an_expired_id_is_upgraded_and_dropped() {
    let (_nao, wire) = nao(Profile::V2_8);
    let id = RawClient::handshake(&wire, Namespace::Two).await;
    sleep(Duration::from_secs(31)).await;
    for id in [id, "0".repeat(32)] {
        let mut client = RawClient::attach(&wire, Namespace::Two, &id).await;
        assert_eq!(client.next_within(Duration::from_secs(1)).await, Some(None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_false_id_is_dropped_without_a_close_frame() {
    let nao = virtual_nao().await;
    let stream = TcpStream::connect(nao.address()).await.unwrap();
    let url = format!("ws://{}/2/1/websocket/{}", nao.address(), "0".repeat(32));
    let (mut socket, _) = client_async(url, stream).await.unwrap();
    let ended = timeout(PATIENCE, futures_util::StreamExt::next(&mut socket)).await.unwrap();
    assert!(matches!(ended, None | Some(Err(Error::Protocol(_) | Error::Io(_)))), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn a_second_socket_of_a_session_stays_open_and_hears_nothing() {
    let (_nao, wire) = nao(Profile::V2_8);
    for namespace in BOTH {
        let id = RawClient::handshake(&wire, namespace).await;
        let mut first = RawClient::attach(&wire, namespace, &id).await;
        assert_eq!(first.next().await.as_deref(), Some("1::"));
        let mut second = RawClient::attach(&wire, namespace, &id).await;
        second.begin("ServiceDirectory", "service", json!(["ALSystem"])).await;
        second.send("hello").await;
        assert_eq!(second.next_within(Duration::from_secs(20)).await, None);
        assert_eq!(first.ask("ALSystem", "robotName", json!([])).await, "Nao");
        first.send("0::").await;
        assert_eq!(first.next().await.as_deref(), Some("0::"));
        assert_eq!(first.next().await, None);
        // The id has gone with its session.
        let mut late = RawClient::attach(&wire, namespace, &id).await;
        assert_eq!(late.next_within(Duration::from_secs(1)).await, Some(None));
    }
}

#[tokio::test(start_paused = true)]
async fn naoqi_2_1_has_namespace_1_alone() {
    let (_nao, wire) = nao(Profile::V2_1);
    for path in ["/2/1/", "/libs/qimessaging/2/socket.io/1/"] {
        assert_eq!(get(&wire, path).await.0, 404, "{path}");
    }
    let mut client = RawClient::open(&wire, Namespace::One).await;
    assert_eq!(client.ask("ALSystem", "systemVersion", json!([])).await, "2.1.4.13");
    let missing = client.call("ServiceDirectory", "service", json!(["ALBackgroundMovement"])).await;
    let text = "Cannot find service 'ALBackgroundMovement' in index".to_owned();
    assert_eq!(missing, Some(Err(text)));
    client.ask("ALBasicAwareness", "stopAwareness", json!([])).await;
    assert_eq!(client.ask("ALBasicAwareness", "isAwarenessRunning", json!([])).await, false);
}

#[tokio::test(start_paused = true)]
async fn when_the_connection_breaks_the_robot_goes_on_until_somebody_stops_it() {
    let (nao, wire) = nao(Profile::V2_8);
    let mut client = RawClient::open(&wire, Namespace::Two).await;
    client.ask("ALMotion", "wakeUp", json!([])).await;
    let motion = client.service("ALMotion").await;
    let args = json!([["HeadYaw"], [[1.0]], [[10.0]], true]);
    client.begin(motion, "angleInterpolation", args).await;
    assert_eq!(client.next_within(Duration::from_secs(1)).await, None);
    drop(client);
    let angle = || nao.angles()[Joint::HeadYaw.index()];
    let before = angle();
    sleep(Duration::from_secs(2)).await;
    assert!(angle() > before + 0.1, "it goes on");
    let mut client = RawClient::open(&wire, Namespace::Two).await;
    let tasks = client.ask("ALMotion", "getTaskList", json!([])).await;
    assert_eq!(tasks[0][0], "angleInterpolation");
    client.ask("ALMotion", "killAll", json!([])).await;
    let stopped = angle();
    sleep(Duration::from_secs(10)).await;
    assert!((angle() - stopped).abs() < 1e-9, "it stays");
}
