//! A bridge that does what a test tells it, reached in memory: each handshake is answered as the
//! script says, each session is the test's to speak by. Its WebSocket is a library's, not ours.

use std::{
    io::{Error, ErrorKind},
    sync::{Arc, Mutex},
    time::Duration,
};

use companion::robot::{Connecting, Network, Stream};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    sync::{broadcast, mpsc},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, handshake::derive_accept_key, protocol::Role},
};

/// What may be under way in one direction, bytes: about the buffer of a socket.
const BUFFER: usize = 64 * 1024;

/// How a request is answered.
#[derive(Clone, Copy)]
pub enum Answer {
    /// As by a bridge in good health.
    Session,
    /// The host has no address.
    NoAddress,
    /// The connection is never made.
    Swallowed,
    /// The port is closed.
    Refused,
    /// The connection is made, and that is all.
    Hung,
    /// These bytes, then nothing; the connection stays open.
    Stops(&'static [u8]),
    /// These bytes, then the end.
    Bytes(&'static [u8]),
    /// An HTTP status.
    Status(u16),
    /// The handshake succeeds, the upgrade too, and then the socket is dropped.
    Expired,
    /// The same, but nothing is ever said.
    Unconfirmed,
}

/// From `host:port/path` to an answer.
pub trait Script: Fn(&str) -> Answer + Send + Sync + 'static {}

impl<F: Fn(&str) -> Answer + Send + Sync + 'static> Script for F {}

/// The network at whose end the bridge is.
#[derive(Clone)]
pub struct Bridge(Arc<Inner>);

struct Inner {
    script: Mutex<Arc<dyn Script>>,
    announced: Mutex<u64>,
    asked: Mutex<Vec<String>>,
    sessions: mpsc::UnboundedSender<Session>,
    hang_up: broadcast::Sender<&'static str>,
}

impl Bridge {
    /// In good health; and where its sessions come out.
    pub fn new() -> (Bridge, mpsc::UnboundedReceiver<Session>) {
        let (sessions, opened) = mpsc::unbounded_channel();
        let script: Arc<dyn Script> = Arc::new(|_: &str| Answer::Session);
        let inner = Inner {
            script: Mutex::new(script),
            announced: Mutex::new(17),
            asked: Mutex::default(),
            sessions,
            hang_up: broadcast::channel(1).0,
        };
        (Bridge(Arc::new(inner)), opened)
    }

    /// From now on it answers so.
    pub fn script(&self, script: impl Script) {
        *self.0.script.lock().unwrap() = Arc::new(script);
    }

    /// The time-out that it announces, s.
    pub fn announce(&self, seconds: u64) {
        *self.0.announced.lock().unwrap() = seconds;
    }

    /// What it was asked for: `host:port/path`.
    pub fn asked(&self) -> Vec<String> {
        self.0.asked.lock().unwrap().clone()
    }

    /// Ends the sessions that play NAOqi, with these last words.
    pub fn hang_up(&self, words: &'static str) {
        // Nobody may be playing.
        let _ = self.0.hang_up.send(words);
    }

    fn answer(&self, place: &str) -> Answer {
        let script = Arc::clone(&*self.0.script.lock().unwrap());
        script(place)
    }

    /// Answers one request.
    async fn serve(self, authority: String, mut stream: DuplexStream) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => return,
            }
        }
        let head = String::from_utf8(head).unwrap();
        assert!(!head.to_lowercase().contains("\r\norigin:"), "newer bridges refuse it: {head}");
        let path = head.split(' ').nth(1).unwrap();
        let place = format!("{authority}{path}");
        self.0.asked.lock().unwrap().push(place.clone());
        let answer = self.answer(&place);
        let key = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("sec-websocket-key").then(|| value.to_owned())
        });
        let said = match (answer, &key) {
            (Answer::Session | Answer::Expired | Answer::Unconfirmed, None) => {
                let announced = *self.0.announced.lock().unwrap();
                let line = format!(
                    "219883efbc8b9e856da2e9fbb212a428:{announced}:25:websocket,xhr-polling"
                );
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{line}", line.len())
                    .into_bytes()
            }
            (Answer::Session | Answer::Expired | Answer::Unconfirmed, Some(key)) => {
                let accept = derive_accept_key(key.as_bytes());
                format!(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                     Sec-WebSocket-Accept: {accept}\r\n\r\n"
                )
                .into_bytes()
            }
            (Answer::Status(status), _) => {
                format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n").into_bytes()
            }
            (Answer::Stops(bytes) | Answer::Bytes(bytes), _) => bytes.to_vec(),
            (Answer::NoAddress | Answer::Swallowed | Answer::Refused | Answer::Hung, _) => {
                Vec::new()
            }
        };
        stream.write_all(&said).await.unwrap();
        match (answer, key) {
            (Answer::Session, Some(_)) => {
                let mut session = Session::new(stream, &self.0.hang_up).await;
                session.say("1::").await;
                // A test that has ended takes no more sessions.
                let _ = self.0.sessions.send(session);
            }
            (Answer::Unconfirmed, Some(_)) | (Answer::Hung | Answer::Stops(_), _) => {
                // Open, and silent, until the client goes.
                let _ = stream.read_to_end(&mut Vec::new()).await;
            }
            _ => {}
        }
    }
}

impl Network for Bridge {
    fn connect<'a>(&'a self, authority: &'a str) -> Connecting<'a> {
        Box::pin(async move {
            match self.answer(&format!("{authority}/")) {
                Answer::NoAddress => return Err(Error::from(ErrorKind::NotFound)),
                Answer::Refused => return Err(Error::from(ErrorKind::ConnectionRefused)),
                Answer::Swallowed => std::future::pending().await,
                _ => {}
            }
            let (ours, theirs) = duplex(BUFFER);
            tokio::spawn(self.clone().serve(authority.to_owned(), theirs));
            Ok(Box::new(ours) as Box<dyn Stream>)
        })
    }
}

/// A call, as it arrived.
#[derive(Debug)]
pub struct Call {
    pub idm: u64,
    pub object: Value,
    /// `member` or `method`: by which key the client named what follows.
    pub key: String,
    pub member: String,
    pub args: Value,
}

/// One session, at the bridge's end.
pub struct Session {
    socket: WebSocketStream<DuplexStream>,
    objects: u64,
    hang_up: broadcast::Receiver<&'static str>,
}

impl Session {
    async fn new(stream: DuplexStream, hang_up: &broadcast::Sender<&'static str>) -> Session {
        let socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
        Session { socket, objects: 0, hang_up: hang_up.subscribe() }
    }

    /// Sends a packet.
    pub async fn say(&mut self, packet: &str) {
        self.socket.send(Message::text(packet)).await.unwrap();
    }

    /// Sends bytes as they are, past the WebSocket.
    pub async fn bytes(&mut self, bytes: &[u8]) {
        self.socket.get_mut().write_all(bytes).await.unwrap();
    }

    pub async fn reply(&mut self, idm: u64, result: Value) {
        let args = match result {
            Value::Null => json!({"idm": idm}),
            result => json!({"result": result, "idm": idm}),
        };
        self.say(&format!("5:::{}", json!({"name": "reply", "args": args}))).await;
    }

    pub async fn error(&mut self, idm: u64, text: &str) {
        let args = json!({"result": text, "idm": idm});
        self.say(&format!("5:::{}", json!({"name": "error", "args": args}))).await;
    }

    pub async fn signal(&mut self, object: u64, signal: &str, data: &Value, link: i64) {
        let result = json!({"obj": object, "signal": signal, "data": data, "link": link});
        let event = json!({"name": "signal", "args": {"result": result}});
        self.say(&format!("5:::{event}")).await;
    }

    /// The next packet of the client.
    pub async fn heard(&mut self) -> String {
        let heard = timeout(Duration::from_secs(600), self.socket.next());
        match heard.await.expect("the client says something").unwrap().unwrap() {
            Message::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        }
    }

    /// The next call of the client.
    pub async fn call(&mut self) -> Call {
        let heard = self.heard().await;
        read(&heard).unwrap_or_else(|| panic!("no call: {heard}"))
    }

    /// Answers the next call, which looks a service up; gives its number.
    pub async fn look_up(&mut self, service: &str) -> u64 {
        let call = self.call().await;
        assert_eq!(call.object, json!("ServiceDirectory"));
        assert_eq!((call.member.as_str(), &call.args), ("service", &json!([service])));
        self.give_object(call.idm).await
    }

    async fn give_object(&mut self, idm: u64) -> u64 {
        let object = self.objects;
        self.objects += 1;
        self.reply(idm, json!({"pyobject": object, "metaobject": {"methods": {}}})).await;
        object
    }

    /// Answers every call as a robot at rest does, until it is hung up; gives the methods that
    /// were called.
    pub async fn plays_naoqi(mut self) -> Vec<String> {
        let mut called = Vec::new();
        loop {
            let heard = tokio::select! {
                words = self.hang_up.recv() => {
                    self.say(words.unwrap()).await;
                    return called;
                }
                heard = self.socket.next() => heard,
            };
            let Some(Ok(Message::Text(text))) = heard else { return called };
            let Some(call) = read(&text) else { continue };
            called.push(call.member.clone());
            let first = call.args[0].as_str().unwrap_or_default();
            match (call.member.as_str(), first) {
                ("service" | "subscriber", _) => {
                    self.give_object(call.idm).await;
                }
                (_, "connect") => self.reply(call.idm, json!(429_496_729_631_i64)).await,
                ("getAngles", _) => self.reply(call.idm, json!(vec![0.0; 26])).await,
                ("getPosture", _) => self.reply(call.idm, json!("Sit")).await,
                ("getBatteryCharge", _) => self.reply(call.idm, json!(80)).await,
                ("getListData", _) => self.reply(call.idm, json!(vec![38.0; 24])).await,
                ("robotName" | "systemVersion", _) => self.reply(call.idm, json!("Nao")).await,
                _ => self.reply(call.idm, Value::Null).await,
            }
        }
    }
}

fn read(packet: &str) -> Option<Call> {
    let event: Value = serde_json::from_str(packet.strip_prefix("5:::")?).ok()?;
    let call = &event["args"][0];
    let params = &call["params"];
    let key = if params["member"].is_string() { "member" } else { "method" };
    Some(Call {
        idm: call["idm"].as_u64()?,
        object: params["obj"].clone(),
        key: key.to_owned(),
        member: params[key].as_str()?.to_owned(),
        args: params["args"].clone(),
    })
}
