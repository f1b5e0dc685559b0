//! One session of the bridge: its objects, its calls side by side, its signals, its heartbeats.

use std::{sync::Arc, time::Duration};

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
    frame::{self, Call, Fatal, Frame},
    services::{self, Given},
};

/// Heartbeats of the bridge.
const HEARTBEAT: Duration = Duration::from_secs(12);

/// Unanswered heartbeats after which it closes.
const UNANSWERED: u32 = 3;

/// Replies that wait for the socket.
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

pub(super) struct Session {
    body: Arc<Body>,
    objects: Vec<Object>,
    connected: Vec<Connected>,
    next_link: i64,
    out: mpsc::Sender<String>,
    /// Calls that take their time.
    running: JoinSet<()>,
}

impl Session {
    /// Serves a socket until one of the two ends it.
    pub(super) async fn serve<S>(
        body: Arc<Body>,
        mut socket: WebSocketStream<S>,
        closing: CancellationToken,
    ) where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (out, mut to_send) = mpsc::channel(QUEUE);
        let mut events = body.events.subscribe();
        let mut session = Session {
            body,
            objects: Vec::new(),
            connected: Vec::new(),
            next_link: FIRST_LINK,
            out,
            running: JoinSet::new(),
        };
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        heartbeat.reset();
        let mut unanswered = 0;
        if socket.send(Message::text(frame::CONNECT)).await.is_err() {
            return;
        }
        let ended = loop {
            tokio::select! {
                () = closing.cancelled() => break true,
                Some(text) = to_send.recv() => {
                    if socket.send(Message::text(text)).await.is_err() {
                        break false;
                    }
                }
                event = events.recv() => match event {
                    Ok((key, value)) => session.raise(&key, &value).await,
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => break true,
                },
                _ = heartbeat.tick() => {
                    unanswered += 1;
                    if socket.send(Message::text(frame::HEARTBEAT)).await.is_err() {
                        break false;
                    }
                    if unanswered == UNANSWERED {
                        break true;
                    }
                }
                message = socket.next() => match message {
                    Some(Ok(Message::Text(text))) => match frame::read(&text) {
                        Ok(Frame::Heartbeat) => unanswered = 0,
                        Ok(Frame::Call { call, ack }) => {
                            if let Some(id) = ack {
                                session.send(frame::acknowledged(&id)).await;
                            }
                            session.call(call).await;
                        }
                        Ok(Frame::Ignored) => {}
                        Ok(Frame::Disconnect) => break false,
                        Err(Fatal) => break true,
                    },
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break false,
                    Some(Ok(_)) => {}
                },
                Some(_) = session.running.join_next() => {}
            }
        };
        if ended {
            // The client may have gone.
            let _ = socket.send(Message::text(frame::DISCONNECT)).await;
        }
        let _ = socket.close(None).await;
        // The robot goes on with what it was told, though nobody hears of it.
        session.running.detach_all();
    }

    async fn send(&self, text: String) {
        // Ends with the session.
        let _ = self.out.send(text).await;
    }

    async fn call(&mut self, call: Call) {
        let Call { idm, params } = call;
        if params.object == json!("ServiceDirectory") {
            let outcome = self.look_up(&params.member, &params.args);
            return self.reply(&idm, outcome).await;
        }
        let number = params.object.as_u64().and_then(|number| usize::try_from(number).ok());
        let object = number.and_then(|number| self.objects.get(number)).cloned();
        match (number, object) {
            (Some(number), Some(Object::Subscriber(key))) => {
                let outcome = self.signal(number, &key, &params.member, &params.args);
                self.reply(&idm, outcome).await;
            }
            (Some(_), Some(Object::Service(service))) => {
                if (service.as_str(), params.member.as_str()) == ("ALMemory", "subscriber") {
                    let outcome = self.subscriber(params.args).await;
                    return self.reply(&idm, outcome).await;
                }
                let (body, out) = (Arc::clone(&self.body), self.out.clone());
                self.running.spawn(async move {
                    let outcome =
                        services::call(&body, &service, &params.member, params.args).await;
                    let text = match outcome {
                        Ok(Given::Value(value)) => frame::reply(&idm, Some(value)),
                        Ok(_) => frame::reply(&idm, None),
                        Err(text) => frame::error(&idm, &text),
                    };
                    // Nobody waits for it when the session has ended.
                    let _ = out.send(text).await;
                });
            }
            // The bridge's own words: only the key that its table lacks.
            _ => {
                let text = match &params.object {
                    Value::String(name) => format!("'{name}'"),
                    other => other.to_string(),
                };
                self.send(frame::error(&idm, &text)).await;
            }
        }
    }

    async fn reply(&self, idm: &Value, outcome: Result<Option<Value>, String>) {
        let text = match outcome {
            Ok(result) => frame::reply(idm, result),
            Err(text) => frame::error(idm, &text),
        };
        self.send(text).await;
    }

    /// ServiceDirectory knows one method.
    fn look_up(&mut self, member: &str, args: &[Value]) -> Result<Option<Value>, String> {
        let [Value::String(name)] = args else {
            return Err("service() takes one name".to_owned());
        };
        if member != "service" {
            return Err(format!("'qi.qi_python.Object' object has no attribute '{member}'"));
        }
        if !services::exists(name) {
            return Err(format!("Cannot find service '{name}' in index"));
        }
        let description = services::description(name);
        Ok(Some(self.add(Object::Service(name.clone()), &description)))
    }

    async fn subscriber(&mut self, args: Vec<Value>) -> Result<Option<Value>, String> {
        match services::call(&self.body, "ALMemory", "subscriber", args).await? {
            Given::Subscriber(key) => {
                let description = json!({"methods": {}, "properties": {}, "description": "",
                    "signals": {"0": {"uid": 0, "name": "signal", "signature": "(m)"}}});
                Ok(Some(self.add(Object::Subscriber(key), &description)))
            }
            Given::Value(value) => Ok(Some(value)),
            Given::Nothing => Ok(None),
        }
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
    ) -> Result<Option<Value>, String> {
        let first = args.first().and_then(Value::as_str).unwrap_or_default();
        match (member, first) {
            ("signal", "connect") | ("registerEvent", "signal") => {
                let link = self.next_link;
                self.next_link += LINK_STEP;
                self.connected.push(Connected { link, object, key: key.to_owned() });
                Ok(Some(json!(link)))
            }
            ("signal", "disconnect") | ("unregisterEvent", "signal") => {
                let link = args.get(1).and_then(Value::as_i64);
                let before = self.connected.len();
                self.connected.retain(|connected| Some(connected.link) != link);
                if self.connected.len() == before {
                    return Err(format!("no such link: {}", link.unwrap_or(-1)));
                }
                Ok(None)
            }
            _ => Err(format!("'qi.qi_python.Object' object has no attribute '{member}'")),
        }
    }

    async fn raise(&self, key: &str, value: &Value) {
        for connected in self.connected.iter().filter(|connected| connected.key == key) {
            let data = std::slice::from_ref(value);
            self.send(frame::signal(connected.object, "signal", data, connected.link)).await;
        }
    }
}
