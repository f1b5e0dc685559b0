//! One session of the bridge: its objects, its calls side by side, its signals, its heartbeats.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{broadcast, mpsc},
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};
use tokio_util::sync::CancellationToken;

use crate::virtual_nao::{
    body::Body,
    description,
    frame::{self, Call, Fatal, Frame, Params},
    in_force::InForce,
    profile::Namespace,
    services::{self, Given},
};

/// Heartbeats of the bridge.
const HEARTBEAT: Duration = Duration::from_secs(12);

/// Unanswered heartbeats after which it closes.
const UNANSWERED: u32 = 3;

/// Replies of running calls that wait for the session.
const QUEUE: usize = 256;

/// Links are 64-bit numbers, as on the real bridge.
const FIRST_LINK: i64 = 429_496_729_631;
const LINK_STEP: i64 = 4_294_967_296;

/// What an object number stands for.
#[derive(Clone)]
enum Object {
    Service(String),
    /// Raises `signal` when the key of ALMemory is raised.
    Subscriber(String),
}

/// A connected signal.
struct Connected {
    link: i64,
    object: usize,
    key: String,
}

/// What all sessions share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) body: Arc<Body>,
    pub(super) in_force: Arc<InForce>,
    pub(super) closing: CancellationToken,
}

pub(super) struct Session {
    shared: Shared,
    namespace: Namespace,
    objects: Vec<Object>,
    connected: Vec<Connected>,
    next_link: i64,
    /// Frames to be sent.
    outbox: VecDeque<String>,
    /// From calls that take their time.
    replies: mpsc::Sender<String>,
    running: JoinSet<()>,
}

/// What the bridge answers: a value, nothing, or an error in its own words.
type Outcome = Result<Option<Value>, String>;

impl Session {
    /// Serves a socket until one of the two ends it.
    pub(super) async fn serve<S>(
        shared: Shared,
        namespace: Namespace,
        mut socket: WebSocketStream<S>,
    ) where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (replies, replied) = mpsc::channel(QUEUE);
        let mut session = Session {
            shared,
            namespace,
            objects: Vec::new(),
            connected: Vec::new(),
            next_link: FIRST_LINK,
            outbox: VecDeque::from([frame::CONNECT.to_owned()]),
            replies,
            running: JoinSet::new(),
        };
        if session.run(&mut socket, replied).await == Ended::ByBridge {
            // The client may have gone.
            let _ = socket.send(Message::text(frame::DISCONNECT)).await;
        }
        let _ = socket.close(None).await;
        // The robot goes on with what it was told, though nobody hears of it.
        session.running.detach_all();
    }

    async fn run<S>(
        &mut self,
        socket: &mut WebSocketStream<S>,
        mut replied: mpsc::Receiver<String>,
    ) -> Ended
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut events = self.shared.body.events.subscribe();
        let mut garbage = self.shared.in_force.garbage.subscribe();
        let naoqi = self.shared.in_force.naoqi();
        let closing = self.shared.closing.clone();
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        heartbeat.reset();
        let mut unanswered = 0;
        loop {
            while let Some(text) = self.outbox.pop_front() {
                let sent = tokio::select! {
                    biased;
                    () = closing.cancelled() => return Ended::ByBridge,
                    sent = socket.send(Message::text(text)) => sent,
                };
                if sent.is_err() {
                    return Ended::ByClient;
                }
            }
            tokio::select! {
                biased;
                () = closing.cancelled() => return Ended::ByBridge,
                () = naoqi.cancelled() => return Ended::ByBridge,
                // A signal goes before the reply to the call that raised it, as it did when the
                // real bridge was heard.
                event = events.recv() => match event {
                    Ok((key, value)) => self.raise(&key, &value),
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return Ended::ByBridge,
                },
                Some(text) = replied.recv() => self.outbox.push_back(text),
                Ok(frames) = garbage.recv() => self.spoil(frames),
                _ = heartbeat.tick() => {
                    unanswered += 1;
                    self.outbox.push_back(frame::HEARTBEAT.to_owned());
                    if unanswered == UNANSWERED {
                        let _ = socket.send(Message::text(frame::HEARTBEAT)).await;
                        return Ended::ByBridge;
                    }
                }
                message = socket.next() => match message {
                    Some(Ok(Message::Text(text))) => match frame::read(&text) {
                        Ok(Frame::Heartbeat) => unanswered = 0,
                        Ok(Frame::Call { call, ack }) => {
                            self.outbox.extend(ack.map(|id| frame::acknowledged(&id)));
                            if self.call(call) == Err(Fatal) {
                                return Ended::ByBridge;
                            }
                        }
                        Ok(Frame::Ignored) => {}
                        Ok(Frame::Disconnect) => return Ended::ByClient,
                        Err(Fatal) => return Ended::ByBridge,
                    },
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ended::ByClient,
                    Some(Ok(_)) => {}
                },
                Some(_) = self.running.join_next() => {}
            }
        }
    }

    /// Answers a call, now or when it is done. What namespace 2 answers with an error, namespace
    /// 1.0 does not survive.
    fn call(&mut self, call: Call) -> Result<(), Fatal> {
        let Call { idm, params } = call;
        let begun =
            Params::read(params, self.namespace).and_then(|params| self.begin(&idm, &params));
        match begun {
            Ok(Begun::Answered(Ok(result))) => self.outbox.push_back(frame::reply(&idm, result)),
            Ok(Begun::Answered(Err(text))) => self.outbox.push_back(frame::error(&idm, &text)),
            Ok(Begun::Running) => {}
            Err(_) if self.namespace == Namespace::One => return Err(Fatal),
            Err(text) => self.outbox.push_back(frame::error(&idm, &text)),
        }
        Ok(())
    }

    /// Begins a call. The outer errors are the exceptions that only namespace 2 catches.
    fn begin(&mut self, idm: &Value, params: &Params) -> Result<Begun, String> {
        let Params { object, member, args } = params;
        if object == "ServiceDirectory" && member == "service" {
            let name = self.service_name(args)?;
            return Ok(Begun::Answered(self.look_up(&name)));
        }
        // Only the key that the table lacks.
        let unknown = || match object {
            Value::String(name) => format!("'{name}'"),
            other => other.to_string(),
        };
        let number = object.as_u64().and_then(|number| usize::try_from(number).ok());
        let number = number.ok_or_else(unknown)?;
        let object = self.objects.get(number).cloned().ok_or_else(unknown)?;
        let service = match object {
            Object::Subscriber(key) => {
                return self.signal(number, &key, member, args).map(Begun::Answered);
            }
            Object::Service(service) => service,
        };
        if (service.as_str(), member.as_str()) == ("ALMemory", "subscriber") {
            return Ok(Begun::Answered(self.subscriber(args)));
        }
        let unanswered = self.shared.in_force.is_unanswered(&service, member);
        let error = self.shared.in_force.error(&service, member);
        let (body, replies, idm) =
            (Arc::clone(&self.shared.body), self.replies.clone(), idm.clone());
        let (member, args) = (member.clone(), args.clone());
        self.running.spawn(async move {
            let outcome = match error {
                Some(text) => Err(text),
                None => services::call(&body, &service, &member, &args).await,
            };
            if unanswered {
                return;
            }
            let text = match outcome {
                Ok(Given::Value(value)) => frame::reply(&idm, Some(value)),
                Ok(Given::Nothing) => frame::reply(&idm, None),
                Err(text) => frame::error(&idm, &text),
            };
            // Nobody waits for it when the session has ended.
            let _ = replies.send(text).await;
        });
        Ok(Begun::Running)
    }

    /// Python's `str(*args)` in namespace 2, `str(args[0])` in 1.0.
    fn service_name(&self, args: &[Value]) -> Result<String, String> {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match (self.namespace, args) {
            (_, [name]) => Ok(text(name)),
            (Namespace::One, [name, ..]) => Ok(text(name)),
            (Namespace::One, []) => Err("list index out of range".to_owned()),
            (Namespace::Two, []) => Ok(String::new()),
            (Namespace::Two, _) => Err("str() takes at most 1 argument".to_owned()),
        }
    }

    fn look_up(&mut self, name: &str) -> Outcome {
        let profile = self.shared.body.profile;
        match services::methods(name, profile) {
            Some(methods) if !self.shared.in_force.is_missing(name) => {
                let description = description::service(&methods);
                Ok(Some(self.add(Object::Service(name.to_owned()), &description)))
            }
            _ => Err(format!("Cannot find service '{name}' in index")),
        }
    }

    fn subscriber(&mut self, args: &[Value]) -> Outcome {
        let key = services::subscriber_key(&self.shared.body, args)?;
        Ok(Some(self.add(Object::Subscriber(key), &description::subscriber())))
    }

    /// Each request makes a new object number.
    fn add(&mut self, object: Object, description: &Value) -> Value {
        self.objects.push(object);
        json!({"pyobject": self.objects.len() - 1, "metaobject": description})
    }

    /// Connects and disconnects: `signal("connect")` in namespace 2,
    /// `registerEvent("signal")` in 1.0.
    fn signal(
        &mut self,
        object: usize,
        key: &str,
        member: &str,
        args: &[Value],
    ) -> Result<Outcome, String> {
        let first = args.first().and_then(Value::as_str).unwrap_or_default();
        let (connects, disconnects, name) = match self.namespace {
            Namespace::Two => (first == "connect", first == "disconnect", member),
            Namespace::One => (member == "registerEvent", member == "unregisterEvent", first),
        };
        if !(connects || disconnects) {
            return Ok(Err(services::no_attribute(member)));
        }
        if args.is_empty() {
            return Err("list index out of range".to_owned());
        }
        if name != "signal" {
            return Ok(Err(services::no_attribute(name)));
        }
        if connects {
            let link = self.next_link;
            self.next_link += LINK_STEP;
            self.connected.push(Connected { link, object, key: key.to_owned() });
            return Ok(Ok(Some(json!(link))));
        }
        let link = args.get(1).ok_or_else(|| "list index out of range".to_owned())?.as_i64();
        let before = self.connected.len();
        self.connected.retain(|connected| Some(connected.link) != link);
        if self.connected.len() == before {
            return Ok(Err(format!("no such link: {}", link.unwrap_or(-1))));
        }
        Ok(Ok(None))
    }

    fn raise(&mut self, key: &str, value: &Value) {
        for connected in self.connected.iter().filter(|connected| connected.key == key) {
            let data = std::slice::from_ref(value);
            let text = frame::signal(connected.object, "signal", data, connected.link);
            self.outbox.push_back(text);
        }
    }

    fn spoil(&mut self, frames: u32) {
        for _ in 0..frames {
            let kind = self.shared.in_force.chance(frame::GARBAGE);
            self.outbox.push_back(frame::garbage(kind));
        }
    }
}

/// A call that was begun.
enum Begun {
    Answered(Outcome),
    Running,
}

/// Who ended a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    ByBridge,
    ByClient,
}
