//! One session of the bridge, as its callers see it: services looked up once, calls side by side,
//! each within its deadline.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    sync::{OnceCell, mpsc, oneshot},
    time::timeout,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::robot::{
    BodyError,
    address::{Namespace, Route},
    conversation::{Call, Conversation},
    counters::{Counted, Counters},
    dial::{Address, DialError, dial},
    network::Network,
    packet::{Object, Signal, Target},
};

/// Looking up a service (`naoqi.md`).
const SERVICE_WITHIN: Duration = Duration::from_secs(10);

/// Calls that wait for the socket.
const QUEUE: usize = 64;

/// Signals that wait for their reader.
const SIGNALS: usize = 256;

/// Numbers the links of this program.
static LINKS: AtomicU64 = AtomicU64::new(1);

/// An open session. Dropping it closes the session.
pub struct Link {
    number: u64,
    route: Route,
    calls: mpsc::Sender<Call>,
    /// Each look-up makes an object on the robot that is never freed: one for each service.
    services: Mutex<HashMap<String, Arc<OnceCell<Object>>>>,
    counters: Counters,
    lost: CancellationToken,
    /// Ends the session when the link is dropped.
    _open: DropGuard,
}

/// A signal or a property that is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Its signals carry this object.
    pub object: Object,
    signal: String,
    connection: i64,
}

/// What a call is about, for people; put into words only when something went wrong.
#[derive(Clone, Copy)]
struct Subject<'a>(&'a str, &'a str);

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Subject("", what) => f.write_str(what),
            Subject(service, member) => write!(f, "{service}.{member}"),
        }
    }
}

impl Link {
    /// Dials; the session is confirmed when this ends.
    ///
    /// # Errors
    /// Why there is none, within 5 s.
    pub async fn open(
        network: &dyn Network,
        address: &Address,
    ) -> Result<(Link, mpsc::Receiver<Signal>), DialError> {
        let dialled = dial(network, address).await?;
        let number = LINKS.fetch_add(1, Ordering::Relaxed);
        let route = dialled.route.clone();
        let (calls, queue) = mpsc::channel(QUEUE);
        let (signals, signalled) = mpsc::channel(SIGNALS);
        let (open, lost) = (CancellationToken::new(), CancellationToken::new());
        let counters = Counters::default();
        let conversation = Conversation::new(number, dialled, signals, counters.clone());
        tokio::spawn({
            let (open, lost) = (open.clone(), lost.clone());
            async move {
                conversation.hold(queue, open).await;
                lost.cancel();
            }
        });
        let link = Link {
            number,
            route,
            calls,
            services: Mutex::default(),
            counters,
            lost,
            _open: open.drop_guard(),
        };
        Ok((link, signalled))
    }

    /// What it has carried and survived.
    pub fn counters(&self) -> Counted {
        self.counters.read()
    }

    /// The protocol that is spoken.
    pub(super) fn namespace(&self) -> Namespace {
        self.route.namespace
    }

    /// The way by which the bridge was found: `nao.local:80/libs/qimessaging/2/socket.io/1/`.
    pub fn way(&self) -> String {
        format!("{}{}", self.route.authority, self.route.path)
    }

    /// Ends when the session has ended.
    pub async fn lost(&self) {
        self.lost.cancelled().await;
    }

    /// Calls a method of a service. The deadline holds for all of it, looking the service up
    /// and waiting for the socket too.
    ///
    /// # Errors
    /// What the robot answered, or that it did not.
    pub async fn call(
        &self,
        service: &str,
        method: &str,
        args: Vec<Value>,
        within: Duration,
    ) -> Result<Value, BodyError> {
        self.call_member(Subject(service, method), args, within).await
    }

    /// Reads a property of a service.
    ///
    /// # Errors
    /// As for [`Link::call`]; in namespace 1.0 there are no properties.
    pub async fn property(
        &self,
        service: &str,
        property: &str,
        within: Duration,
    ) -> Result<Value, BodyError> {
        self.has_properties(service, property)?;
        self.call_member(Subject(service, property), vec![json!("value")], within).await
    }

    /// Sets a property of a service.
    ///
    /// # Errors
    /// As for [`Link::call`]; in namespace 1.0 there are no properties.
    pub async fn set_property(
        &self,
        service: &str,
        property: &str,
        value: Value,
        within: Duration,
    ) -> Result<(), BodyError> {
        self.has_properties(service, property)?;
        let args = vec![json!("setValue"), value];
        self.call_member(Subject(service, property), args, within).await.map(drop)
    }

    /// Follows a signal of a service, or in namespace 2 a property.
    ///
    /// # Errors
    /// As for [`Link::call`].
    pub async fn follow(&self, service: &str, signal: &str) -> Result<Followed, BodyError> {
        let what = Subject(service, signal);
        within(SERVICE_WITHIN, what, async {
            let object = self.service(service).await?;
            self.connect(what, object, signal).await
        })
        .await
    }

    /// Follows a signal no longer.
    ///
    /// # Errors
    /// As for [`Link::call`]; [`BodyError::Lost`] when it was followed on another link.
    pub async fn unfollow(&self, followed: Followed) -> Result<(), BodyError> {
        let Followed { object, signal, connection } = followed;
        let (member, args) = match self.route.namespace {
            Namespace::Two => (signal.as_str(), vec![json!("disconnect"), json!(connection)]),
            Namespace::One => ("unregisterEvent", vec![json!(signal), json!(connection)]),
        };
        let what = Subject("", &signal);
        within(SERVICE_WITHIN, what, async {
            self.exchange(what, Target::Object(object), member, args).await
        })
        .await
        .map(drop)
    }

    /// Subscribes to a key of ALMemory; its signals carry the object that is given back.
    pub(super) async fn subscribe(&self, key: &str) -> Result<Object, BodyError> {
        let what = Subject("", key);
        within(SERVICE_WITHIN, what, async {
            let memory = self.service("ALMemory").await?;
            let args = vec![json!(key)];
            let found = self.exchange(what, Target::Object(memory), "subscriber", args).await?;
            let object = self.object(what, &found)?;
            self.connect(what, object, "signal").await?;
            Ok(object)
        })
        .await
    }

    fn has_properties(&self, service: &str, property: &str) -> Result<(), BodyError> {
        match self.route.namespace {
            Namespace::Two => Ok(()),
            Namespace::One => {
                Err(BodyError::NoSuchMethod { call: format!("{service}.{property}") })
            }
        }
    }

    async fn call_member(
        &self,
        what: Subject<'_>,
        args: Vec<Value>,
        deadline: Duration,
    ) -> Result<Value, BodyError> {
        let Subject(service, member) = what;
        within(deadline, what, async {
            let object = self.service(service).await?;
            self.exchange(what, Target::Object(object), member, args).await
        })
        .await
    }

    /// The object of a service. Who asks while another is asking waits for that answer.
    async fn service(&self, name: &str) -> Result<Object, BodyError> {
        let cell = {
            let mut services = self.services.lock().unwrap_or_else(PoisonError::into_inner);
            match services.get(name) {
                Some(cell) => Arc::clone(cell),
                None => Arc::clone(services.entry(name.to_owned()).or_default()),
            }
        };
        let look_up = || async {
            let args = vec![json!(name)];
            let what = Subject("", name);
            let found = self.exchange(what, Target::ServiceDirectory, "service", args).await?;
            self.object(what, &found)
        };
        cell.get_or_try_init(look_up).await.copied()
    }

    async fn connect(
        &self,
        what: Subject<'_>,
        object: Object,
        signal: &str,
    ) -> Result<Followed, BodyError> {
        let (member, args) = match self.route.namespace {
            Namespace::Two => (signal, vec![json!("connect")]),
            Namespace::One => ("registerEvent", vec![json!(signal)]),
        };
        let given = self.exchange(what, Target::Object(object), member, args).await?;
        let connection = given.as_i64().ok_or_else(|| nothing_given(what))?;
        Ok(Followed { object, signal: signal.to_owned(), connection })
    }

    fn object(&self, what: Subject<'_>, found: &Value) -> Result<Object, BodyError> {
        let number = found["pyobject"].as_i64().ok_or_else(|| nothing_given(what))?;
        Ok(Object { link: self.number, number })
    }

    /// One call and its answer; the deadline is the caller's.
    async fn exchange(
        &self,
        what: Subject<'_>,
        target: Target,
        member: &str,
        args: Vec<Value>,
    ) -> Result<Value, BodyError> {
        // What was got from an old connection ended with it.
        if matches!(target, Target::Object(object) if object.link != self.number) {
            return Err(BodyError::Lost);
        }
        let (reply, replied) = oneshot::channel();
        let member = member.to_owned();
        let call = Call { target, member, args, reply };
        self.calls.send(call).await.map_err(|_| BodyError::Lost)?;
        match replied.await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(text)) => Err(refused(what, text)),
            Err(_) => Err(BodyError::Lost),
        }
    }
}

/// Ends at the deadline, whatever is waited for.
async fn within<T>(
    deadline: Duration,
    what: Subject<'_>,
    work: impl Future<Output = Result<T, BodyError>>,
) -> Result<T, BodyError> {
    timeout(deadline, work).await.unwrap_or_else(|_| {
        Err(BodyError::Timeout { call: what.to_string(), seconds: deadline.as_secs_f64() })
    })
}

/// What the bridge's texts mean (they are Python's own). A service may fail with such a text of
/// its own: only the bridge's whole sentence counts.
fn refused(what: Subject<'_>, text: String) -> BodyError {
    let service =
        text.strip_prefix("Cannot find service '").and_then(|rest| rest.strip_suffix("' in index"));
    if let Some(service) = service {
        BodyError::NoSuchService { service: service.to_owned() }
    } else if text.ends_with(&format!(" object has no attribute '{}'", what.1)) {
        BodyError::NoSuchMethod { call: what.to_string() }
    } else {
        BodyError::Refused { call: what.to_string(), text }
    }
}

fn nothing_given(what: Subject<'_>) -> BodyError {
    let text = "the bridge gave no object".to_owned();
    BodyError::Refused { call: what.to_string(), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Subject = Subject("ALMotion", "rest");

    #[test]
    fn the_bridges_own_words_are_told_from_a_services() {
        let no_service = refused(REST, "Cannot find service 'ALMotion' in index".into());
        assert_eq!(no_service, BodyError::NoSuchService { service: "ALMotion".into() });
        let text = "'qi.qi_python.Object' object has no attribute 'rest'";
        let no_method = BodyError::NoSuchMethod { call: "ALMotion.rest".into() };
        assert_eq!(refused(REST, text.into()), no_method);
        let of_the_service = "RuntimeError: 'NoneType' object has no attribute 'legs'";
        let call = "ALMotion.rest".to_owned();
        let expected = BodyError::Refused { call, text: of_the_service.into() };
        assert_eq!(refused(REST, of_the_service.into()), expected);
    }
}
