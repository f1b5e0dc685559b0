//! One robot with its edges: bridge client, ears, conductor; and the embedded Nao when it is one.

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context;
use tokio::{
    net::TcpListener,
    sync::{broadcast, mpsc, watch},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use crate::{
    app::{
        conductor::{Conductor, Parts, Unfinished},
        config::{Address, RobotConfig},
        now::{Passing, RobotNow},
        orders::Order,
    },
    ears::{Ears, Models},
    robot::Nao,
    sound::{Sound, Voice},
    store::Store,
    virtual_nao::{Mouth, Options, VirtualNao},
};

/// What all robots share.
#[derive(Clone)]
pub struct Shared {
    /// Where everything is kept.
    pub store: Store,
    /// Speech models.
    pub models: Arc<Models>,
    /// The loudspeaker of this machine.
    pub sound: Sound,
}

/// A robot that is being conducted.
pub struct Robot {
    /// As configured.
    pub config: RobotConfig,
    /// What people ask of it.
    pub orders: mpsc::Sender<Order>,
    /// What is known of it.
    pub now: watch::Receiver<RobotNow>,
    /// What passes by.
    pub passing: broadcast::Sender<Passing>,
    /// Its ears.
    pub ears: Ears,
    /// Why there is no connection, while there is none.
    pub trouble: watch::Receiver<Option<String>>,
    sound: Sound,
    stop: watch::Sender<u64>,
    closing: CancellationToken,
    conductor: Mutex<Option<JoinHandle<()>>>,
    /// Kept, since it ends with its last handle.
    _virtual: Option<VirtualNao>,
}

/// Orders, notices and reports that may wait.
const QUEUE: usize = 64;

/// What passes by and may be missed by a slow listener.
const PASSING: usize = 256;

/// How long a robot may take to come to rest and to be given back when the program closes.
const CLOSED_WITHIN: Duration = Duration::from_secs(40);

impl Robot {
    /// Starts everything that belongs to one robot. It is sought from then on; nothing waits.
    ///
    /// # Errors
    /// When the machine has no port or no thread left.
    pub async fn start(
        config: RobotConfig,
        shared: &Shared,
        unfinished: Unfinished,
    ) -> anyhow::Result<Robot> {
        let (stop, stop_rx) = watch::channel(0);
        let (notices, notices_rx) = mpsc::channel(QUEUE);
        let (reports, reports_rx) = mpsc::channel(QUEUE);
        let (orders, orders_rx) = mpsc::channel(QUEUE);
        let (passing, _) = broadcast::channel(PASSING);
        let (now_tx, now) = watch::channel(RobotNow::default());
        let closing = CancellationToken::new();

        let (address, embedded) = match &config.address {
            Address::Bridge(address) => (address.clone(), None),
            Address::Virtual => {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                    .await
                    .context("no port for the virtual Nao")?;
                let mouth = Arc::new(Speaker(Voice::new(&shared.sound)));
                let options = Options::new(config.name.as_str(), mouth);
                let embedded = VirtualNao::start(listener, options)?;
                (embedded.address().to_string(), Some(embedded))
            }
        };
        let ears =
            Ears::start(config.ears.clone(), Arc::clone(&shared.models), reports, stop_rx.clone())
                .context("the ears could not be started")?;
        let nao = Nao::connect(&address, notices, stop_rx.clone()).speaking(config.voice);
        let trouble = nao.trouble();
        let conductor = Conductor::new(Parts {
            robot: config.id.clone(),
            name: config.name.clone(),
            body: Arc::new(nao),
            ears: ears.clone(),
            sound: shared.sound.clone(),
            delays: config.delays,
            store: shared.store.clone(),
            unfinished,
            stop: stop_rx,
            closing: closing.clone(),
            orders: orders_rx,
            notices: notices_rx,
            reports: reports_rx,
            now: now_tx,
            passing: passing.clone(),
        });
        Ok(Robot {
            config,
            orders,
            now,
            passing,
            ears,
            trouble,
            sound: shared.sound.clone(),
            stop,
            closing,
            conductor: Mutex::new(Some(tokio::spawn(conductor.run()))),
            _virtual: embedded,
        })
    }

    /// Whether no session runs.
    pub fn is_idle(&self) -> bool {
        self.now.borrow().session.as_ref().is_none_or(|session| session.over)
    }

    /// Stops it at once, over every path: body, ears, loudspeaker, session.
    pub fn stop(&self) {
        self.stop.send_modify(|count| *count += 1);
        self.sound.hush_all();
    }

    /// Brings it to rest and closes everything that belongs to it.
    pub async fn close(&self) {
        self.closing.cancel();
        let conductor = self.conductor.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(conductor) = conductor else { return };
        if timeout(CLOSED_WITHIN, conductor).await.is_err() {
            tracing::warn!("{} did not come to rest in time", self.config.name);
        }
    }
}

/// The virtual Nao speaks through this machine's loudspeaker.
pub struct Speaker(pub Voice);

impl Mouth for Speaker {
    fn speak(&self, text: &str, language: &str) -> Duration {
        tokio::task::block_in_place(|| self.0.speak(text, language))
    }

    fn hush(&self) {
        self.0.hush();
    }
}
