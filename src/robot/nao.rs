//! A Nao behind its bridge, as a [`Body`].

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{
    language::Language,
    motion::{Posture, Trajectory},
    robot::{
        Body, BodyError, Counted, Eyes, Manner, Network, Notice, Tcp,
        calls::SHORT,
        delay::Delay,
        dial::Address,
        ground::Ground,
        limits,
        link::Link,
        moving,
        speaking::{self, Spoken, Voices},
        stopping::{self, Stopping},
        taking::Holding,
        watching::Keeper,
    },
};

/// How soon the eyes have their colour, s.
const FADE_S: f64 = 0.2;

/// A robot that is connected, and what was learnt of it on this connection. Nothing of it is used
/// on another.
pub(super) struct Connected {
    pub(super) link: Link,
    /// The stricter of its limits and ours.
    limits: limits::Body,
    voices: Voices,
    pub(super) delay: Delay,
    pub(super) spoken: watch::Sender<Spoken>,
}

impl Connected {
    /// Learns what must be known before the robot speaks and moves.
    pub(super) async fn new(link: Link) -> Result<Connected, BodyError> {
        let limits = match limits::of_robot(&link).await {
            Ok(told) => {
                for (joint, limits) in limits::narrower(&told) {
                    tracing::info!(
                        "{} goes from {:.3} to {:.3} rad on this robot",
                        joint.name(),
                        limits.min,
                        limits.max
                    );
                }
                limits::stricter(&limits::ours(), &told)
            }
            Err(BodyError::Lost) => return Err(BodyError::Lost),
            Err(error) => {
                tracing::warn!("only the maker's limits are kept to: {error}");
                limits::ours()
            }
        };
        let voices = Voices::of_robot(&link).await?;
        let (delay, spoken) = (Delay::default(), watch::Sender::default());
        Ok(Connected { link, limits, voices, delay, spoken })
    }
}

/// A Nao. Dropping the last clone closes its connections.
#[derive(Clone)]
pub struct Nao {
    main: watch::Receiver<Option<Arc<Connected>>>,
    /// Stop has a connection of its own: no queue is before it.
    stopping: Stopping,
    holding: Arc<Holding>,
    ground: Arc<Ground>,
    trouble: watch::Receiver<Option<String>>,
    manner: Manner,
    limbs: Arc<Limbs>,
    _open: Arc<DropGuard>,
}

/// What moves the limbs: a movement of a class and a gesture must never meet.
#[derive(Default)]
struct Limbs {
    /// Movements and postures under way.
    moving: AtomicUsize,
    /// A gesture may have left them somewhere else than the last movement did.
    gestured: AtomicBool,
}

impl Limbs {
    /// Until it is dropped no gesture begins.
    fn moving(self: &Arc<Limbs>) -> impl Drop + use<> {
        struct Moving(Arc<Limbs>);
        impl Drop for Moving {
            fn drop(&mut self) {
                self.0.moving.fetch_sub(1, Ordering::SeqCst);
            }
        }
        self.moving.fetch_add(1, Ordering::SeqCst);
        Moving(Arc::clone(self))
    }

    /// Whether a gesture may begin; from then on the limbs may be anywhere.
    fn may_gesture(&self) -> bool {
        let free = self.moving.load(Ordering::SeqCst) == 0;
        if free {
            self.gestured.store(true, Ordering::SeqCst);
        }
        free
    }
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
        let stopping = Stopping::new(stop_link, main.clone());
        let holding = Arc::new(Holding::default());
        let ground = Arc::new(Ground::default());
        let until_closed = open.clone();
        let address = Address::new(address);
        let keeper = Keeper {
            main: main_tx,
            trouble: trouble_tx,
            notices,
            holding: Arc::clone(&holding),
            stopping: stopping.clone(),
            ground: Arc::clone(&ground),
            charge: Mutex::default(),
        };
        tokio::spawn(async move {
            tokio::select! {
                () = until_closed.cancelled() => {}
                () = keeper.keep(&*network, &address) => {}
                () = stopping::keep(&*network, &address, &stop_tx) => {}
            }
        });
        // The obeying task must not keep the robot open by itself.
        let (closed, obeying) = (open.clone(), stopping.clone());
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = closed.cancelled() => break,
                    changed = stop.changed() => if changed.is_err() { break },
                }
                if let Err(error) = obeying.halt().await {
                    tracing::warn!("stop: {error}");
                }
            }
        });
        Nao {
            main,
            stopping,
            holding,
            ground,
            trouble,
            manner: Manner::default(),
            limbs: Arc::default(),
            _open: Arc::new(open.drop_guard()),
        }
    }

    /// The same robot with another manner of speaking.
    pub fn speaking(self, manner: Manner) -> Nao {
        Nao { manner, ..self }
    }

    /// Why there is no connection, while there is none; in words for people.
    pub fn trouble(&self) -> watch::Receiver<Option<String>> {
        self.trouble.clone()
    }

    /// What the open link has survived; `None` while there is none.
    pub fn survived(&self) -> Option<Counted> {
        self.main.borrow().as_ref().map(|connected| connected.link.counters())
    }

    /// The robot that is connected now. Whatever is begun with it ends with its connection.
    fn connected(&self) -> Result<Arc<Connected>, BodyError> {
        self.main.borrow().clone().ok_or(BodyError::Lost)
    }

    /// Work that a halt ends at once.
    async fn until_halted(
        &self,
        work: impl Future<Output = Result<(), BodyError>>,
    ) -> Result<(), BodyError> {
        let mut halts = self.stopping.halts();
        tokio::select! {
            biased;
            _ = halts.changed() => Err(BodyError::Halted),
            outcome = work => outcome,
        }
    }

    /// A halt may have ended the waking up of the robot; a class that goes on needs it awake.
    async fn ready(&self, connected: &Connected) -> Result<(), BodyError> {
        if self.holding.is_wanted() { self.holding.take(&connected.link).await } else { Ok(()) }
    }
}

impl Body for Nao {
    async fn say_when(
        &self,
        text: &str,
        language: Language,
        begin: impl Future<Output = ()> + Send,
    ) -> Result<(), BodyError> {
        let connected = self.connected()?;
        let heard = connected.spoken.subscribe();
        let mut manner = self.manner;
        manner.gestures = manner.gestures && self.limbs.may_gesture();
        self.until_halted(async {
            begin.await;
            speaking::say(&connected.link, &connected.voices, &heard, manner, text, language).await
        })
        .await
    }

    async fn run_when(
        &self,
        trajectory: &Trajectory,
        begin: impl Future<Output = ()> + Send,
    ) -> Result<(), BodyError> {
        let connected = self.connected()?;
        let _moving = self.limbs.moving();
        self.until_halted(async {
            self.ready(&connected).await?;
            if self.limbs.gestured.swap(false, Ordering::SeqCst) {
                moving::take_posture(&connected.link, trajectory.start()).await?;
            }
            moving::run(&connected.link, &connected.limits, trajectory, begin).await
        })
        .await
    }

    fn delay(&self) -> Duration {
        let connected = self.main.borrow();
        connected.as_ref().map_or(Duration::ZERO, |connected| connected.delay.one_way())
    }

    async fn posture(&self, posture: Posture) -> Result<(), BodyError> {
        let connected = self.connected()?;
        let _moving = self.limbs.moving();
        self.until_halted(async {
            self.ready(&connected).await?;
            let _posing = self.ground.posing();
            moving::take_posture(&connected.link, posture).await?;
            self.limbs.gestured.store(false, Ordering::SeqCst);
            Ok(())
        })
        .await
    }

    async fn leds(&self, eyes: Eyes) -> Result<(), BodyError> {
        let args = vec![json!("FaceLeds"), json!(eyes.rgb), json!(FADE_S)];
        self.connected()?.link.call("ALLeds", "fadeRGB", args, SHORT).await.map(drop)
    }

    async fn halt(&self) -> Result<(), BodyError> {
        self.stopping.halt().await
    }

    async fn take(&self) -> Result<(), BodyError> {
        // Told before the connection is looked for: one that opens meanwhile sees it.
        self.holding.want(true);
        let connected = self.connected()?;
        self.until_halted(self.holding.take(&connected.link)).await
    }

    async fn rest(&self) -> Result<(), BodyError> {
        self.holding.want(false);
        let connected = self.connected()?;
        self.holding.give_back(&connected.link).await
    }
}

/// NAOqi's name of a language.
pub(super) fn language_name(language: Language) -> &'static str {
    match language {
        Language::Fr => "French",
        Language::En => "English",
        Language::Ko => "Korean",
    }
}
