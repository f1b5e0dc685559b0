//! One session of the bridge: calls side by side, services looked up once, signals as they come.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::robot::{
    BodyError,
    address::Namespace,
    counters::{Counted, Counters},
    dial::{Address, DialError, Socket, dial},
    moving::OwnLimits,
    network::Network,
    packet::{self, Packet, Signal},
};

/// The bridge confirms a session with `1::`; a session that is in use elsewhere stays silent.
const CONFIRMED_WITHIN: Duration = Duration::from_secs(5);

/// Heartbeats come every 12 s; nothing at all for this long means that the link is dead.
const SILENT_AT_MOST: Duration = Duration::from_secs(17);

/// Looking up a service (`naoqi.md`).
const SERVICE_WITHIN: Duration = Duration::from_secs(10);

/// Calls that wait for the socket.
const QUEUE: usize = 64;

/// Signals that wait for their reader.
const SIGNALS: usize = 256;

/// An open session.
pub(super) struct Link {
    namespace: Namespace,
    calls: mpsc::Sender<Call>,
    /// Object numbers by service; each look-up makes a new one that is never freed.
    services: Mutex<HashMap<String, i64>>,
    counters: Counters,
    /// What the robot allows its joints, once it has told.
    limits: OnceLock<OwnLimits>,
    lost: CancellationToken,
    /// Ends the session when the link is dropped.
    _open: DropGuard,
}

struct Call {
    object: Value,
    member: String,
    args: Vec<Value>,
    reply: oneshot::Sender<Result<Value, String>>,
}

impl Link {
    /// Dials and waits until the session is confirmed.
    pub(super) async fn open(
        network: &dyn Network,
        address: &Address,
    ) -> Result<(Link, mpsc::Receiver<Signal>), DialError> {
        let mut dialled = dial(network, address).await?;
        let confirmed = timeout(CONFIRMED_WITHIN, async {
            while let Some(Ok(message)) = dialled.socket.next().await {
                let text = message.to_text().unwrap_or_default();
                if let Ok(Packet::Connected) = packet::read(text) {
                    return true;
                }
            }
            false
        });
        if confirmed.await != Ok(true) {
            return Err(DialError::Silent(address.written().to_owned()));
        }
        let (calls, queue) = mpsc::channel(QUEUE);
        let (signals, signalled) = mpsc::channel(SIGNALS);
        let open = CancellationToken::new();
        let lost = CancellationToken::new();
        let counters = Counters::default();
        let session = Session {
            socket: dialled.socket,
            namespace: dialled.namespace,
            number: 0,
            waiting: HashMap::new(),
            signals,
            counters: counters.clone(),
        };
        tokio::spawn(session.run(queue, open.clone(), lost.clone()));
        let link = Link {
            namespace: dialled.namespace,
            calls,
            services: Mutex::default(),
            counters,
            limits: OnceLock::new(),
            lost,
            _open: open.drop_guard(),
        };
        Ok((link, signalled))
    }

    /// What the robot allows its joints.
    pub(super) fn limits(&self) -> Option<&OwnLimits> {
        self.limits.get()
    }

    /// Keeps what the robot allows its joints, for as long as the link lives.
    pub(super) fn keep_limits(&self, limits: OwnLimits) {
        // The first answer counts.
        let _ = self.limits.set(limits);
    }

    /// What went wrong on this link without ending it.
    pub(super) fn counters(&self) -> Counted {
        self.counters.read()
    }

    /// Ends when the session has ended.
    pub(super) async fn lost(&self) {
        self.lost.cancelled().await;
    }

    /// Calls a method of a service.
    pub(super) async fn call(
        &self,
        service: &str,
        method: &str,
        args: Vec<Value>,
        within: Duration,
    ) -> Result<Value, BodyError> {
        let object = self.service(service).await?;
        self.call_object(&format!("{service}.{method}"), json!(object), method, args, within).await
    }

    /// The number of a service.
    async fn service(&self, name: &str) -> Result<i64, BodyError> {
        let known = |services: &Mutex<HashMap<String, i64>>| {
            services.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied()
        };
        if let Some(object) = known(&self.services) {
            return Ok(object);
        }
        let directory = json!("ServiceDirectory");
        let found =
            self.call_object(name, directory, "service", vec![json!(name)], SERVICE_WITHIN).await?;
        let object = object_number(name, &found)?;
        self.services
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.to_owned(), object);
        Ok(object)
    }

    /// Subscribes to a key of ALMemory; its signals carry the number that is given back.
    pub(super) async fn subscribe(&self, key: &str) -> Result<i64, BodyError> {
        let found = self.call("ALMemory", "subscriber", vec![json!(key)], SERVICE_WITHIN).await?;
        let object = object_number(key, &found)?;
        let (member, args) = match self.namespace {
            Namespace::Two => ("signal", vec![json!("connect")]),
            Namespace::One => ("registerEvent", vec![json!("signal")]),
        };
        self.call_object(key, json!(object), member, args, SERVICE_WITHIN).await?;
        Ok(object)
    }

    async fn call_object(
        &self,
        what: &str,
        object: Value,
        member: &str,
        args: Vec<Value>,
        within: Duration,
    ) -> Result<Value, BodyError> {
        let (reply, replied) = oneshot::channel();
        let call = Call { object, member: member.to_owned(), args, reply };
        self.calls.send(call).await.map_err(|_| BodyError::Lost)?;
        match timeout(within, replied).await {
            Ok(Ok(Ok(result))) => Ok(result),
            Ok(Ok(Err(text))) => Err(refused(what, text)),
            Ok(Err(_)) => Err(BodyError::Lost),
            Err(_) => {
                Err(BodyError::Timeout { call: what.to_owned(), seconds: within.as_secs_f64() })
            }
        }
    }
}

/// What the bridge's texts mean (they are Python's own).
fn refused(what: &str, text: String) -> BodyError {
    if text.starts_with("Cannot find service") {
        BodyError::NoSuchService { service: what.to_owned() }
    } else if text.contains("object has no attribute") {
        BodyError::NoSuchMethod { call: what.to_owned() }
    } else {
        BodyError::Refused { call: what.to_owned(), text }
    }
}

fn object_number(what: &str, found: &Value) -> Result<i64, BodyError> {
    found["pyobject"].as_i64().ok_or_else(|| BodyError::Refused {
        call: what.to_owned(),
        text: "the bridge gave no object".to_owned(),
    })
}

/// The task that owns the socket.
struct Session {
    socket: Socket,
    namespace: Namespace,
    /// Number of the last call; never used twice in a session.
    number: u64,
    waiting: HashMap<u64, oneshot::Sender<Result<Value, String>>>,
    signals: mpsc::Sender<Signal>,
    counters: Counters,
}

impl Session {
    async fn run(
        mut self,
        mut queue: mpsc::Receiver<Call>,
        open: CancellationToken,
        lost: CancellationToken,
    ) {
        loop {
            tokio::select! {
                biased;
                () = open.cancelled() => {
                    // Frees the session on the robot at once; it may be gone already.
                    let _ = self.socket.send(Message::text(packet::DISCONNECT)).await;
                    let _ = self.socket.close(None).await;
                    break;
                }
                Some(call) = queue.recv() => {
                    if !self.send(call).await {
                        break;
                    }
                }
                frame = timeout(SILENT_AT_MOST, self.socket.next()) => match frame {
                    Ok(Some(Ok(message))) => {
                        if !self.received(&message).await {
                            break;
                        }
                    }
                    Ok(Some(Err(error))) => {
                        tracing::debug!("bridge: {error}");
                        break;
                    }
                    Ok(None) => break,
                    Err(_) => {
                        tracing::debug!("bridge: silent for {SILENT_AT_MOST:?}");
                        break;
                    }
                },
            }
        }
        // Whoever waits for a reply is told by the end of its channel.
        lost.cancel();
    }

    async fn send(&mut self, call: Call) -> bool {
        if self.waiting.len() >= QUEUE {
            // Replies that never came, to callers who no longer wait.
            self.waiting.retain(|_, reply| !reply.is_closed());
        }
        self.number += 1;
        let frame =
            packet::call(self.namespace, self.number, &call.object, &call.member, &call.args);
        self.waiting.insert(self.number, call.reply);
        self.socket.send(Message::text(frame)).await.is_ok()
    }

    /// Handles a frame; `false` when the session has ended.
    async fn received(&mut self, message: &Message) -> bool {
        let Message::Text(text) = message else {
            return !message.is_close();
        };
        match packet::read(text) {
            Ok(Packet::Heartbeat) => {
                self.socket.send(Message::text(packet::HEARTBEAT)).await.is_ok()
            }
            Ok(Packet::Disconnected) => false,
            Ok(Packet::Reply { call, result }) => {
                self.answer(call, Ok(result));
                true
            }
            Ok(Packet::Error { call: Some(call), text }) => {
                self.answer(call, Err(text));
                true
            }
            Ok(Packet::Error { call: None, text }) => {
                tracing::debug!("bridge: a signal could not be sent: {text}");
                true
            }
            Ok(Packet::Signal(signal)) => {
                if let Err(error) = self.signals.try_send(signal) {
                    self.counters.dropped();
                    tracing::warn!("a signal of the robot was dropped: {error}");
                }
                true
            }
            Ok(Packet::Connected) => true,
            Ok(Packet::Other) => {
                self.counters.unknown();
                tracing::debug!("bridge: not for us: {text:.80}");
                true
            }
            Err(garbled) => {
                self.counters.garbled();
                tracing::debug!("{garbled}");
                true
            }
        }
    }

    fn answer(&mut self, call: u64, outcome: Result<Value, String>) {
        match self.waiting.remove(&call) {
            // The caller may have given up.
            Some(reply) => drop(reply.send(outcome)),
            None => {
                self.counters.orphan();
                tracing::debug!("bridge: a reply to {call}, which nobody awaits");
            }
        }
    }
}
