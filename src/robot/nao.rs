//! A Nao behind its bridge, as a [`Body`].

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    language::Language,
    motion::{Joint, Posture, Trajectory},
    robot::{
        Body, BodyError, Counted, Eyes, Network, Notice, Tcp, calls::SHORT, dial::Address, limits,
        link::Link, speaking, stopping, taking, watching,
    },
};

/// goToPosture plans its own way; standing up can take half a minute.
const POSTURE_WITHIN: Duration = Duration::from_secs(60);

/// Speed of goToPosture, as a fraction of the fastest.
const POSTURE_SPEED: f64 = 0.5;

/// How soon the eyes have their colour, s.
const FADE_S: f64 = 0.2;

/// The link that is open now, if one is.
pub(super) type Now = watch::Receiver<Option<Arc<Link>>>;

/// A Nao. Dropping the last clone closes its connections.
#[derive(Clone)]
pub struct Nao {
    main: Now,
    /// Stop has a connection of its own: no queue is before it.
    stop: Now,
    /// Counts halts; whatever is under way ends at each.
    halts: Arc<watch::Sender<u64>>,
    trouble: watch::Receiver<Option<String>>,
    _open: Arc<DropGuard>,
}

impl Nao {
    /// Seeks the robot at `address` (`host:port`) and keeps the connection up from then on, as
    /// `notices` tell. Whenever `stop` changes the robot is halted, whatever else goes on.
    pub fn connect(
        address: &str,
        notices: mpsc::Sender<Notice>,
        stop: watch::Receiver<u64>,
    ) -> Nao {
        Nao::connect_over(Arc::new(Tcp), address, notices, stop)
    }

    /// The same over any network.
    pub fn connect_over(
        network: Arc<dyn Network>,
        address: &str,
        notices: mpsc::Sender<Notice>,
        mut stop: watch::Receiver<u64>,
    ) -> Nao {
        let open = CancellationToken::new();
        let (main_tx, main) = watch::channel(None);
        let (stop_tx, stop_link) = watch::channel(None);
        let (trouble_tx, trouble) = watch::channel(None);
        let until_closed = open.clone();
        let address = Address::new(address);
        tokio::spawn(async move {
            tokio::select! {
                () = until_closed.cancelled() => {}
                () = watching::keep(&*network, &address, &main_tx, &trouble_tx, notices) => {}
                () = stopping::keep(&*network, &address, &stop_tx) => {}
            }
        });
        let nao = Nao {
            main,
            stop: stop_link,
            halts: Arc::new(watch::Sender::new(0)),
            trouble,
            _open: Arc::new(open.clone().drop_guard()),
        };
        // The obeying task must not keep the robot open by itself.
        let (main, links, halts) = (nao.main.clone(), nao.stop.clone(), Arc::clone(&nao.halts));
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = open.cancelled() => break,
                    changed = stop.changed() => if changed.is_err() { break },
                }
                if let Err(error) = stopping::halt(&halts, &links, &main).await {
                    tracing::warn!("stop: {error}");
                }
            }
        });
        nao
    }

    /// Why there is no connection, while there is none; in words for people.
    pub fn trouble(&self) -> watch::Receiver<Option<String>> {
        self.trouble.clone()
    }

    /// What the open link has survived; `None` while there is none.
    pub fn survived(&self) -> Option<Counted> {
        self.main.borrow().as_ref().map(|link| link.counters())
    }

    async fn call(
        &self,
        service: &str,
        method: &str,
        args: Vec<Value>,
        within: Duration,
    ) -> Result<Value, BodyError> {
        self.link()?.call(service, method, args, within).await
    }

    /// A call that a halt ends at once.
    async fn call_until_halted(
        &self,
        service: &str,
        method: &str,
        args: Vec<Value>,
        within: Duration,
    ) -> Result<Value, BodyError> {
        let mut halts = self.halts.subscribe();
        tokio::select! {
            biased;
            _ = halts.changed() => Err(BodyError::Halted),
            outcome = self.call(service, method, args, within) => outcome,
        }
    }

    fn link(&self) -> Result<Arc<Link>, BodyError> {
        self.main.borrow().clone().ok_or(BodyError::Lost)
    }
}

impl Body for Nao {
    async fn say(&self, text: &str, language: Language) -> Result<(), BodyError> {
        for sentence in speaking::sentences(text) {
            let within = Duration::from_secs_f64(10.0 + 0.15 * sentence.chars().count() as f64);
            let args = vec![json!(sentence), json!(speaking::language_name(language))];
            match self.call_until_halted("ALTextToSpeech", "say", args, within).await {
                // A voice with a foreign accent is better than silence.
                Err(BodyError::Refused { text, .. }) if text.contains("language") => {
                    tracing::warn!("Nao has no voice for “{language}”: install it on the robot");
                    let args = vec![json!(sentence)];
                    self.call_until_halted("ALTextToSpeech", "say", args, within).await?;
                }
                outcome => drop(outcome?),
            }
        }
        Ok(())
    }

    async fn run(&self, trajectory: &Trajectory) -> Result<(), BodyError> {
        let link = self.link()?;
        if let Some(limits) = link.limits() {
            limits::allow(limits, trajectory).map_err(unsafe_here)?;
        }
        let awake = self.call_until_halted("ALMotion", "robotIsWakeUp", vec![], SHORT).await;
        if awake? == json!(false) {
            return Err(unsafe_here("its motors are off".to_owned()));
        }
        let tracks = trajectory.tracks();
        let names: Vec<&str> = tracks.iter().map(|track| track.joint.name()).collect();
        let angles: Vec<&[f64]> = tracks.iter().map(|track| track.angles.as_slice()).collect();
        let times: Vec<&[f64]> = tracks.iter().map(|track| track.times.as_slice()).collect();
        let within = Duration::from_secs_f64(trajectory.duration_s() + 5.0);
        let args = vec![json!(names), json!(angles), json!(times), json!(true)];
        self.call_until_halted("ALMotion", "angleInterpolation", args, within).await.map(drop)
    }

    async fn posture(&self, posture: Posture) -> Result<(), BodyError> {
        let args = vec![json!(posture.name()), json!(POSTURE_SPEED)];
        let reached =
            self.call_until_halted("ALRobotPosture", "goToPosture", args, POSTURE_WITHIN).await?;
        if reached == json!(false) {
            return Err(BodyError::Refused {
                call: "ALRobotPosture.goToPosture".to_owned(),
                text: format!("{} was not reached: is something in the way?", posture.name()),
            });
        }
        Ok(())
    }

    async fn leds(&self, eyes: Eyes) -> Result<(), BodyError> {
        let args = vec![json!("FaceLeds"), json!(eyes.rgb), json!(FADE_S)];
        self.call("ALLeds", "fadeRGB", args, SHORT).await.map(drop)
    }

    async fn halt(&self) -> Result<(), BodyError> {
        stopping::halt(&self.halts, &self.stop, &self.main).await
    }

    async fn take(&self) -> Result<(), BodyError> {
        taking::take(&*self.link()?).await?;
        self.call_until_halted("ALMotion", "wakeUp", vec![], POSTURE_WITHIN).await.map(drop)
    }

    async fn rest(&self) -> Result<(), BodyError> {
        let link = self.link()?;
        // Motors off comes first: what is given back can wait.
        let rested = link.call("ALMotion", "rest", vec![], POSTURE_WITHIN).await;
        taking::give_back(&link).await?;
        rested.map(drop)
    }
}

/// A motion that this robot must not make now.
fn unsafe_here(text: String) -> BodyError {
    BodyError::Refused { call: "ALMotion.angleInterpolation".to_owned(), text }
}

/// The sensed angles of all joints.
pub(super) async fn sensed_angles(
    link: &Link,
) -> Result<Box<[f64; crate::motion::JOINT_COUNT]>, BodyError> {
    let sensed =
        link.call("ALMotion", "getAngles", vec![json!("Body"), json!(true)], SHORT).await?;
    let angles: Option<Vec<f64>> =
        sensed.as_array().map(|list| list.iter().filter_map(Value::as_f64).collect());
    angles
        .filter(|angles| angles.len() == Joint::ALL.len())
        .and_then(|angles| Box::<[f64]>::from(angles).try_into().ok())
        .ok_or_else(|| BodyError::Refused {
            call: "ALMotion.getAngles".to_owned(),
            text: format!("{} angles were expected, not {sensed}", Joint::ALL.len()),
        })
}
