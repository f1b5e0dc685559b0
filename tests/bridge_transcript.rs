//! The conversation that was recorded from the real bridge, held again with the virtual Nao.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use support::{PATIENCE, virtual_nao};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message},
};

const RECORDED: &str = include_str!("fixtures/bridge-transcript.txt");

/// What differs from robot to robot, by number of the call: languages that are installed, and
/// the sentence that is stopped, whose reply comes when it likes.
const OWN: [u64; 2] = [5, 18];

struct Line {
    from_client: bool,
    text: String,
}

/// The lines of a namespace.
fn recorded(namespace: &str) -> Vec<Line> {
    let begins = format!("=== namespace {namespace}\n");
    let part = RECORDED.split(&begins).nth(1).expect("the namespace was recorded");
    part.split("\n=== ")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| {
            let (_, line) = line.trim_start().split_once(' ')?;
            let (side, text) = line.split_once(' ')?;
            let from_client = match side {
                ">" => true,
                "<" => false,
                _ => return None,
            };
            Some(Line { from_client, text: text.to_owned() })
        })
        .collect()
}

async fn connect(address: std::net::SocketAddr, namespace: &str) -> WebSocketStream<TcpStream> {
    let mut handshake = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /{namespace}/1/ HTTP/1.0\r\nHost: {address}\r\n\r\n");
    handshake.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    handshake.read_to_string(&mut answer).await.unwrap();
    let line = answer.split("\r\n\r\n").nth(1).unwrap();
    let (session, rest) = line.split_once(':').unwrap();
    assert_eq!(session.len(), 32);
    assert_eq!(rest, "17:25:websocket,flashsocket,xhr-polling,jsonp-polling,htmlfile");
    let stream = TcpStream::connect(address).await.unwrap();
    let url = format!("ws://{address}/{namespace}/1/websocket/{session}");
    client_async(url, stream).await.unwrap().0
}

/// The next frame that is no heartbeat; `None` when the connection has ended.
async fn next(socket: &mut WebSocketStream<TcpStream>) -> Option<String> {
    loop {
        match timeout(PATIENCE, socket.next()).await.expect("the bridge answers") {
            Some(Ok(Message::Text(text))) if text.as_str() == "2::" => {}
            Some(Ok(Message::Text(text))) => return Some(text.to_string()),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            Some(Ok(other)) => panic!("unexpected frame {other:?}"),
        }
    }
}

fn event(frame: &str) -> Option<Value> {
    serde_json::from_str(frame.strip_prefix("5:::")?).ok()
}

fn call_number(frame: &str) -> Option<u64> {
    event(frame)?["args"][0]["idm"].as_u64()
}

/// What was recorded for a call: name of the event and result.
fn recorded_answer(lines: &[Line], number: u64) -> Option<(String, Value)> {
    lines.iter().filter(|line| !line.from_client).find_map(|line| {
        // Long lines were cut in the middle; what is left tells the number and the object.
        let frame = line
            .text
            .replace("… as above …", "")
            .replace("{…}", "{}")
            .replace("\"idm\": …", "\"idm\": -1");
        let event = event(&frame)?;
        (event["args"]["idm"].as_u64() == Some(number))
            .then(|| (event["name"].as_str().unwrap().to_owned(), event["args"]["result"].clone()))
    })
}

/// The first line of an error: what follows lists the methods of the stand-in.
fn comparable(result: &Value) -> Value {
    match result.as_str() {
        Some(text) => Value::from(text.lines().next().unwrap_or_default()),
        None => result.clone(),
    }
}

async fn hold(namespace: &str) -> usize {
    let nao = virtual_nao().await;
    let lines = recorded(namespace);
    let mut socket = connect(nao.address(), namespace).await;
    assert_eq!(next(&mut socket).await.as_deref(), Some("1::"));
    let mut compared = 0;
    let mut links: Vec<(String, String)> = Vec::new();
    for line in lines.iter().filter(|line| line.from_client && line.text.starts_with("5:::")) {
        let Some(number) = call_number(&line.text) else { continue };
        // Links have numbers of their own in every session.
        let mut said = line.text.clone();
        for (theirs, ours) in &links {
            said = said.replace(theirs, ours);
        }
        if socket.send(Message::text(said)).await.is_err() || OWN.contains(&number) {
            continue;
        }
        let answer = loop {
            let Some(event) = next(&mut socket).await.as_deref().and_then(event) else {
                // A call without a part closes the session, as it did then.
                assert!(!line.text.contains("\"args\":[]}}"), "{}", line.text);
                return compared;
            };
            if event["args"]["idm"].as_u64() == Some(number) {
                break event;
            }
        };
        let Some((name, result)) = recorded_answer(&lines, number) else { continue };
        assert_eq!(answer["name"], name.as_str(), "{}", line.text);
        if result.get("pyobject").is_some() {
            assert_eq!(answer["args"]["result"]["pyobject"], result["pyobject"], "{}", line.text);
        } else if result.as_u64().is_some_and(|link| link > u64::from(u32::MAX)) {
            let ours = answer["args"]["result"].as_u64().unwrap();
            assert!(ours > u64::from(u32::MAX), "links are 64-bit numbers");
            links.push((result.to_string(), ours.to_string()));
        } else {
            assert_eq!(comparable(&answer["args"]["result"]), comparable(&result), "{}", line.text);
        }
        compared += 1;
    }
    compared
}

#[tokio::test(flavor = "multi_thread")]
async fn namespace_2_as_recorded() {
    let compared = hold("2").await;
    assert!(compared >= 13, "only {compared} answers were compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn namespace_1_as_recorded() {
    let compared = hold("1.0").await;
    assert!(compared >= 2, "only {compared} answers were compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_packet_closes_the_session_and_what_is_unknown_does_not() {
    let nao = virtual_nao().await;
    let mut socket = connect(nao.address(), "2").await;
    assert_eq!(next(&mut socket).await.as_deref(), Some("1::"));
    for harmless in ["5:::{\"name\":\"nope\",\"args\":[]}", "9:::x"] {
        socket.send(Message::text(harmless)).await.unwrap();
    }
    socket.send(Message::text("hello")).await.unwrap();
    assert_eq!(next(&mut socket).await.as_deref(), Some("0::"));
    assert_eq!(next(&mut socket).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_false_id_is_upgraded_and_dropped() {
    let nao = virtual_nao().await;
    let stream = TcpStream::connect(nao.address()).await.unwrap();
    let url = format!("ws://{}/2/1/websocket/{}", nao.address(), "0".repeat(32));
    let (mut socket, _) = client_async(url, stream).await.unwrap();
    let ended = timeout(PATIENCE, socket.next()).await.unwrap();
    assert!(matches!(ended, None | Some(Err(Error::Protocol(_) | Error::Io(_)))), "{ended:?}");
}
