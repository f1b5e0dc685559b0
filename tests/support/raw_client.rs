//! A client that does no more than it is told: frame by frame, over a wire in memory.

use std::time::Duration;

use companion::virtual_nao::Wire;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream},
    time::{Instant, timeout},
};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

/// The two protocols of the bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    One,
    Two,
}

impl Namespace {
    pub fn name(self) -> &'static str {
        match self {
            Namespace::One => "1.0",
            Namespace::Two => "2",
        }
    }

    /// What a method is called in a call.
    pub fn member(self) -> &'static str {
        match self {
            Namespace::One => "method",
            Namespace::Two => "member",
        }
    }
}

/// A request over a connection of its own: status and body.
pub async fn get(wire: &Wire, path: &str) -> (u16, String) {
    let mut stream = wire.connect().unwrap();
    let request = format!("GET {path} HTTP/1.0\r\nHost: nao\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let status = head.split_whitespace().nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or(0), body.to_owned())
}

/// One WebSocket to the bridge.
pub struct RawClient {
    socket: WebSocketStream<DuplexStream>,
    namespace: Namespace,
    number: u64,
}

impl RawClient {
    /// Asks for an id.
    pub async fn handshake(wire: &Wire, namespace: Namespace) -> String {
        let (status, body) = get(wire, &format!("/{}/1/", namespace.name())).await;
        assert_eq!(status, 200, "{body}");
        let (id, rest) = body.split_once(':').unwrap();
        assert_eq!(id.len(), 32);
        assert_eq!(rest, "17:25:websocket,flashsocket,xhr-polling,jsonp-polling,htmlfile");
        id.to_owned()
    }

    /// Opens a WebSocket with an id, whatever comes of it.
    pub async fn attach(wire: &Wire, namespace: Namespace, id: &str) -> RawClient {
        let url = format!("ws://nao/{}/1/websocket/{id}", namespace.name());
        let (socket, _) = client_async(url, wire.connect().unwrap()).await.unwrap();
        RawClient { socket, namespace, number: 0 }
    }

    /// Opens a session.
    pub async fn open(wire: &Wire, namespace: Namespace) -> RawClient {
        let id = RawClient::handshake(wire, namespace).await;
        let mut client = RawClient::attach(wire, namespace, &id).await;
        assert_eq!(client.next().await.as_deref(), Some("1::"));
        client
    }

    /// Sends a frame; the bridge may have gone.
    pub async fn send(&mut self, frame: &str) {
        let _ = self.socket.send(Message::text(frame)).await;
    }

    /// The next frame of any kind; `None` when the connection has ended.
    pub async fn next(&mut self) -> Option<String> {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => Some(text.to_string()),
            Some(Ok(Message::Close(_)) | Err(_)) | None => None,
            Some(Ok(other)) => panic!("unexpected frame {other:?}"),
        }
    }

    /// The next frame within a time; `None` when there is none.
    pub async fn next_within(&mut self, limit: Duration) -> Option<Option<String>> {
        timeout(limit, self.next()).await.ok()
    }

    /// The next event, with heartbeats answered.
    pub async fn event(&mut self) -> Option<Value> {
        loop {
            let frame = self.next().await?;
            match frame.as_str() {
                "2::" => self.send("2::").await,
                "0::" => return None,
                frame => return serde_json::from_str(frame.strip_prefix("5:::")?).ok(),
            }
        }
    }

    /// Begins a call; its number.
    pub async fn begin(&mut self, object: impl Into<Value>, method: &str, args: Value) -> u64 {
        self.number += 1;
        let mut params = json!({"obj": object.into(), "args": args});
        params[self.namespace.member()] = json!(method);
        let event = json!({"name": "call", "args": [{"idm": self.number, "params": params}]});
        self.send(&format!("5:::{event}")).await;
        self.number
    }

    /// What comes of a call; other events pass. `None` when the connection has ended.
    pub async fn outcome(&mut self, number: u64) -> Option<Result<Value, String>> {
        loop {
            let event = self.event().await?;
            if event["args"]["idm"].as_u64() == Some(number) {
                let result = event["args"]["result"].clone();
                return Some(match event["name"].as_str() {
                    Some("reply") => Ok(result),
                    _ => Err(result.as_str().unwrap_or_default().to_owned()),
                });
            }
        }
    }

    /// Calls, and waits for what comes of it.
    pub async fn call(
        &mut self,
        object: impl Into<Value>,
        method: &str,
        args: Value,
    ) -> Option<Result<Value, String>> {
        let number = self.begin(object, method, args).await;
        self.outcome(number).await
    }

    /// The object of a service.
    pub async fn service(&mut self, name: &str) -> u64 {
        let found = self.call("ServiceDirectory", "service", json!([name])).await;
        found.unwrap().unwrap()["pyobject"].as_u64().unwrap()
    }

    /// Looks a service up and calls a method of it.
    pub async fn ask(&mut self, service: &str, method: &str, args: Value) -> Value {
        let object = self.service(service).await;
        self.call(object, method, args).await.unwrap().unwrap()
    }

    /// Follows a key of ALMemory.
    pub async fn follow(&mut self, key: &str) {
        let subscriber = self.ask("ALMemory", "subscriber", json!([key])).await;
        let object = subscriber["pyobject"].clone();
        let (member, args) = match self.namespace {
            Namespace::Two => ("signal", json!(["connect"])),
            Namespace::One => ("registerEvent", json!(["signal"])),
        };
        self.call(object, member, args).await.unwrap().unwrap();
    }

    /// The value of the next signal.
    pub async fn signalled(&mut self) -> Value {
        loop {
            let event = self.event().await.expect("the session is open");
            if event["name"] == "signal" {
                return event["args"]["result"]["data"][0].clone();
            }
        }
    }

    /// How long a short call takes; `None` when there is no answer within `limit`.
    pub async fn round_trip(&mut self, limit: Duration) -> Option<Duration> {
        let began = Instant::now();
        timeout(limit, self.ask("ALSystem", "robotName", json!([]))).await.ok()?;
        Some(began.elapsed())
    }
}
