//! One session of the bridge: its objects, its calls side by side, its signals. It knows nothing
//! of sockets: frames come in, and what is to be sent waits in an outbox.

use std::{
    collections::VecDeque,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    sync::{broadcast, mpsc},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use crate::virtual_nao::{
    body::Body,
    description,
    frame::{self, Call, Called, Fatal, Frame},
    in_force::InForce,
    profile::Namespace,
    services::{self, Given, Property},
};

/// Results of running calls that wait for the session.
const QUEUE: usize = 256;

/// Frames that wait for a client that is away. The real bridge keeps them without end; here the
/// oldest give way.
const KEPT_AT_MOST: usize = 4096;

/// Links are 64-bit numbers, as on the real bridge.
const FIRST_LINK: i64 = 429_496_729_631;
const LINK_STEP: i64 = 4_294_967_296;

/// The link of a signal that comes before its connection is confirmed.
const UNCONFIRMED: i64 = -1;

/// How long a connection takes to be confirmed: libqi has to be asked.
const CONFIRMED_AFTER: Duration = Duration::from_millis(1);

/// What an object number stands for.
#[derive(Clone)]
enum Object {
    Service(&'static str),
    /// Raises `signal` when the key of ALMemory is raised.
    Subscriber(String),
}

/// A connected signal.
struct Connected {
    link: i64,
    confirmed: bool,
    object: usize,
    /// Its own name.
    signal: String,
    /// What makes it fire.
    key: String,
}

/// What all sessions share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) body: Arc<Body>,
    pub(super) in_force: Arc<InForce>,
    pub(super) closing: CancellationToken,
}

/// What took its time, and is known now.
pub(super) enum Known {
    Result(Value, Result<Given, String>),
    /// A connection: its call, and its link.
    Link(Value, i64),
}

pub(super) struct Session {
    pub(super) shared: Shared,
    namespace: Namespace,
    objects: Vec<Object>,
    connected: Vec<Connected>,
    next_link: i64,
    /// Frames to be sent.
    pub(super) outbox: VecDeque<String>,
    pub(super) events: broadcast::Receiver<(String, Value)>,
    later: mpsc::Sender<Known>,
    pub(super) known: mpsc::Receiver<Known>,
}

/// What the bridge answers: a value, nothing, or an error in its own words.
type Outcome = Result<Given, String>;

/// What a frame asks of whoever holds the socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    Alive,
    Nothing,
    /// The session ends.
    End,
}

impl Session {
    pub(super) fn new(shared: Shared, namespace: Namespace) -> Session {
        let (later, known) = mpsc::channel(QUEUE);
        Session {
            events: shared.body.events.subscribe(),
            shared,
            namespace,
            objects: Vec::new(),
            connected: Vec::new(),
            next_link: FIRST_LINK,
            outbox: VecDeque::from([frame::CONNECT.to_owned()]),
            later,
            known,
        }
    }

    /// Takes in a frame.
    pub(super) fn hear(&mut self, text: &str) -> Heard {
        match frame::read(text) {
            Ok(Frame::Heartbeat) => Heard::Alive,
            Ok(Frame::Call { call, ack }) => {
                self.outbox.extend(ack.map(|id| frame::acknowledged(&id)));
                if self.call(call) == Err(Fatal) { Heard::End } else { Heard::Nothing }
            }
            Ok(Frame::Ignored) => Heard::Nothing,
            Ok(Frame::Disconnect) | Err(Fatal) => Heard::End,
        }
    }

    /// Answers a call, now or when it is done. What namespace 2 answers with an error, namespace
    /// 1.0 does not survive.
    fn call(&mut self, call: Call) -> Result<(), Fatal> {
        let (idm, called) = call.read(self.namespace);
        match called.and_then(|called| self.begin(&idm, called)) {
            Ok(Some(outcome)) => self.answer(&idm, outcome),
            Ok(None) => {}
            Err(_) if self.namespace == Namespace::One => return Err(Fatal),
            Err(text) => self.answer(&idm, Err(text)),
        }
        Ok(())
    }

    /// Begins a call; `None` when its answer comes later, or never. The outer errors are the
    /// exceptions that only namespace 2 catches.
    fn begin(&mut self, idm: &Value, called: Called) -> Result<Option<Outcome>, String> {
        let Called { object, member, args } = called;
        if object == "ServiceDirectory" && member == "service" {
            let name = self.service_name(&args)?;
            return Ok(Some(self.look_up(&name)));
        }
        // Only the key that the table lacks.
        let unknown = || match &object {
            Value::String(name) => format!("'{name}'"),
            other => other.to_string(),
        };
        let number = object.as_u64().and_then(|number| usize::try_from(number).ok());
        let number = number.ok_or_else(unknown)?;
        let service = match self.objects.get(number).ok_or_else(unknown)? {
            Object::Subscriber(_) => {
                let done = self.signal(idm, number, &member, &args)?;
                return Ok(done.unwrap_or_else(|| Some(Err(services::no_attribute(&member)))));
            }
            Object::Service(service) => *service,
        };
        if let Some(done) = self.signal(idm, number, &member, &args)? {
            return Ok(done);
        }
        if let Some(property) = services::property(service, &member, self.shared.body.profile) {
            return Ok(self.property(idm, service, property, args));
        }
        if (service, member.as_str()) == ("ALMemory", "subscriber") {
            return Ok(Some(self.subscriber(&args)));
        }
        Ok(self.work(idm, service, &member, args))
    }

    /// Lets a service work. Most of it is done at once, and answered in the same breath.
    fn work(
        &self,
        idm: &Value,
        service: &'static str,
        member: &str,
        args: Vec<Value>,
    ) -> Option<Outcome> {
        let in_force = &self.shared.in_force;
        if let Some(text) = in_force.error(service, member) {
            return Some(Err(text));
        }
        let unanswered = in_force.is_unanswered(service, member);
        let body = &self.shared.body;
        let method = match services::method(service, member, &args, body.profile) {
            Ok(method) => method,
            Err(text) => return Some(Err(text)),
        };
        let body = Arc::clone(body);
        let mut work = Box::pin(async move { services::call(&body, service, method, args).await });
        match at_once(work.as_mut()) {
            Some(_) if unanswered => None,
            Some(outcome) => Some(outcome),
            None => {
                let (later, idm) = (self.later.clone(), idm.clone());
                tokio::spawn(async move {
                    let outcome = work.await;
                    if !unanswered {
                        // Nobody waits for it when the session has ended.
                        let _ = later.send(Known::Result(idm, outcome)).await;
                    }
                });
                None
            }
        }
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
        match services::offered(name, profile) {
            Some((name, methods)) if !self.shared.in_force.is_missing(name) => {
                let properties = services::properties(name, profile);
                let description = description::service(&methods, properties);
                Ok(self.add(Object::Service(name), &description))
            }
            _ => Err(format!("Cannot find service '{name}' in index")),
        }
    }

    fn subscriber(&mut self, args: &[Value]) -> Outcome {
        let key = services::subscriber_key(&self.shared.body, args)?;
        Ok(self.add(Object::Subscriber(key), &description::subscriber()))
    }

    /// Each request makes a new object number.
    fn add(&mut self, object: Object, description: &Value) -> Given {
        self.objects.push(object);
        json!({"pyobject": self.objects.len() - 1, "metaobject": description}).into()
    }

    /// What makes a signal of an object fire; `None` when it has no such signal. A property has a
    /// signal of its own name.
    fn key(&self, object: usize, signal: &str) -> Option<String> {
        match self.objects.get(object)? {
            Object::Subscriber(key) => (signal == "signal").then(|| key.clone()),
            Object::Service(service) => {
                let property = services::property(service, signal, self.shared.body.profile)?;
                Some(services::property_key(service, property.name))
            }
        }
    }

    /// Connects and disconnects: `signal("connect")` in namespace 2, `registerEvent("signal")` in
    /// 1.0. `None` when neither is meant.
    fn signal(
        &mut self,
        idm: &Value,
        object: usize,
        member: &str,
        args: &[Value],
    ) -> Result<Option<Option<Outcome>>, String> {
        let first = args.first().and_then(Value::as_str).unwrap_or_default();
        let (connects, disconnects, name) = match self.namespace {
            Namespace::Two => (first == "connect", first == "disconnect", member),
            Namespace::One => (member == "registerEvent", member == "unregisterEvent", first),
        };
        if !(connects || disconnects) {
            return Ok(None);
        }
        if args.is_empty() {
            return Err("list index out of range".to_owned());
        }
        let Some(key) = self.key(object, name) else {
            return Ok(match self.namespace {
                // A method may have such a word as its argument.
                Namespace::Two => None,
                Namespace::One => Some(Some(Err(services::no_attribute(name)))),
            });
        };
        if connects {
            self.connect(idm, object, name, key);
            return Ok(Some(None));
        }
        let link = args.get(1).ok_or_else(|| "list index out of range".to_owned())?.as_i64();
        let before = self.connected.len();
        self.connected.retain(|connected| Some(connected.link) != link);
        if self.connected.len() == before {
            return Ok(Some(Some(Err(format!("no such link: {}", link.unwrap_or(-1))))));
        }
        Ok(Some(Some(Ok(Given::Nothing))))
    }

    /// The signal fires from now on; its link is told a moment later.
    fn connect(&mut self, idm: &Value, object: usize, signal: &str, key: String) {
        let link = self.next_link;
        self.next_link += LINK_STEP;
        let signal = signal.to_owned();
        self.connected.push(Connected { link, confirmed: false, object, signal, key });
        let (later, idm) = (self.later.clone(), idm.clone());
        tokio::spawn(async move {
            sleep(CONFIRMED_AFTER).await;
            // Nobody waits for it when the session has ended.
            let _ = later.send(Known::Link(idm, link)).await;
        });
    }

    /// `value` and `setValue`, in namespace 2; a property cannot be called otherwise.
    fn property(
        &self,
        idm: &Value,
        service: &'static str,
        property: &Property,
        mut args: Vec<Value>,
    ) -> Option<Outcome> {
        let asked = match (self.namespace, args.first()) {
            (Namespace::Two, Some(asked)) => asked.as_str().unwrap_or_default(),
            _ => "",
        };
        match (asked, args.len(), property.write) {
            ("value", ..) => self.work(idm, service, property.read, vec![]),
            ("setValue", 2, Some(write)) => self.work(idm, service, write, args.split_off(1)),
            ("setValue", 2, None) => {
                Some(Err(format!("RuntimeError: {} cannot be set", property.name)))
            }
            ("setValue", ..) => Some(Err("list index out of range".to_owned())),
            _ => Some(Err("'qi.qi_python.Property' object is not callable".to_owned())),
        }
    }

    /// Puts the answer to a call in the outbox, behind the signals that the call raised: so it
    /// was when the real bridge was heard.
    fn answer(&mut self, idm: &Value, outcome: Outcome) {
        while let Ok((key, value)) = self.events.try_recv() {
            self.raise(&key, &value);
        }
        self.outbox.push_back(match outcome {
            Ok(Given::Value(value)) => frame::reply(idm, Some(&value)),
            Ok(Given::Nothing) => frame::reply(idm, None),
            Err(text) => frame::error(idm, &text),
        });
    }

    /// Something that took its time is known now.
    pub(super) fn learn(&mut self, known: Known) {
        match known {
            Known::Result(idm, outcome) => self.answer(&idm, outcome),
            Known::Link(idm, link) => {
                self.answer(&idm, Ok(json!(link).into()));
                if let Some(connected) = self.connected.iter_mut().find(|one| one.link == link) {
                    connected.confirmed = true;
                }
            }
        }
    }

    pub(super) fn raise(&mut self, key: &str, value: &Value) {
        for connected in self.connected.iter().filter(|connected| connected.key == key) {
            let link = if connected.confirmed { connected.link } else { UNCONFIRMED };
            let text = frame::signal(connected.object, &connected.signal, value, link);
            self.outbox.push_back(text);
        }
    }

    pub(super) fn spoil(&mut self, frames: u32) {
        for _ in 0..frames {
            let kind = self.shared.in_force.chance(frame::GARBAGE);
            self.outbox.push_back(frame::garbage(kind));
        }
    }

    /// What waits for a client that is away does not grow without end.
    pub(super) fn keep_within_bounds(&mut self) {
        let too_many = self.outbox.len().saturating_sub(KEPT_AT_MOST);
        if too_many > 0 {
            tracing::debug!("virtual Nao: {too_many} frames for a client that is away give way");
            self.outbox.drain(..too_many);
        }
    }
}

/// What work gives that needs to wait for nothing.
fn at_once<T>(work: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    // Whoever goes on with it polls it anew.
    match work.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    }
}
