//! The troubles that are in force now, and the connections that they strike.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::{sync::broadcast, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::virtual_nao::Trouble;

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fate {
    Well,
    /// Ever later from the first moment on, never after the second.
    Dying(Instant, Instant),
    /// Open, and without a word for ever.
    Silent,
}

/// A connection, as far as faults can strike it.
pub(super) struct Struck {
    fate: Mutex<Fate>,
    /// Reset by the peer.
    pub(super) reset: CancellationToken,
}

impl Struck {
    pub(super) fn fate(&self) -> Fate {
        *self.fate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn becomes(&self, fate: Fate) {
        let mut now = self.fate.lock().unwrap_or_else(PoisonError::into_inner);
        if *now != Fate::Silent {
            *now = fate;
        }
    }
}

/// The troubles that are in force now.
pub(super) struct InForce {
    state: Mutex<State>,
    /// Whether anything lasts: most robots are well, and every call and every piece asks.
    ails: AtomicBool,
    /// How many frames of garbage each session is to send.
    pub(super) garbage: broadcast::Sender<u32>,
}

struct State {
    chance: ChaCha8Rng,
    /// With the moment at which each ends, if it does.
    lasting: Vec<(Trouble, Option<Instant>)>,
    connections: Vec<Weak<Struck>>,
    /// Ends with this life of NAOqi.
    naoqi: CancellationToken,
}

/// Orders to spoil that a session may be behind.
const ORDERS: usize = 16;

impl InForce {
    pub(super) fn new(seed: u64) -> InForce {
        InForce {
            state: Mutex::new(State {
                chance: ChaCha8Rng::seed_from_u64(seed),
                lasting: Vec::new(),
                connections: Vec::new(),
                naoqi: CancellationToken::new(),
            }),
            ails: AtomicBool::new(false),
            garbage: broadcast::channel(ORDERS).0,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.lasting.is_empty() {
            let now = Instant::now();
            state.lasting.retain(|(_, ends)| ends.is_none_or(|ends| now < ends));
            self.ails.store(!state.lasting.is_empty(), Ordering::Release);
        }
        state
    }

    /// What lasts now; `None` when all is well.
    fn lasting(&self) -> Option<MutexGuard<'_, State>> {
        self.ails.load(Ordering::Acquire).then(|| self.state())
    }

    /// Puts a trouble in force, as far as it lasts and as far as it strikes connections.
    pub(super) fn put(&self, trouble: &Trouble, lasting: Option<Duration>) {
        let mut state = self.state();
        let now = Instant::now();
        let ends = lasting.map(|lasting| now + lasting);
        if trouble.lasts_by_itself() || (trouble.lasts() && ends.is_some()) {
            state.lasting.push((trouble.clone(), ends));
            self.ails.store(true, Ordering::Release);
        }
        let open: Vec<Arc<Struck>> = state.connections.iter().filter_map(Weak::upgrade).collect();
        for connection in open {
            match trouble {
                Trouble::Drop => connection.reset.cancel(),
                Trouble::HalfOpen => connection.becomes(Fate::Silent),
                Trouble::SlowDeath => connection.becomes(Fate::Dying(now, ends.unwrap_or(now))),
                _ => {}
            }
        }
        match trouble {
            // Nobody may be connected.
            Trouble::Garbage(frames) => drop(self.garbage.send(*frames)),
            Trouble::NaoqiDown => {
                state.naoqi.cancel();
                state.naoqi = CancellationToken::new();
            }
            _ => {}
        }
    }

    /// A new connection.
    pub(super) fn connection(&self) -> Arc<Struck> {
        let mut state = self.state();
        let in_force =
            |wanted: &Trouble| state.lasting.iter().any(|(trouble, _)| trouble == wanted);
        let fate = if in_force(&Trouble::HalfOpen) { Fate::Silent } else { Fate::Well };
        let connection =
            Arc::new(Struck { fate: Mutex::new(fate), reset: CancellationToken::new() });
        if in_force(&Trouble::Drop) {
            connection.reset.cancel();
        }
        state.connections.retain(|known| known.strong_count() > 0);
        state.connections.push(Arc::downgrade(&connection));
        connection
    }

    /// How much later than at once something arrives that is sent now.
    pub(super) fn delay(&self) -> Duration {
        let Some(mut state) = self.lasting() else { return Duration::ZERO };
        let mut seconds = 0.0;
        let State { lasting, chance, .. } = &mut *state;
        for (trouble, _) in lasting {
            seconds += match trouble {
                Trouble::Latency(latency) => *latency,
                Trouble::Jitter(most) => *most * chance.random::<f64>(),
                _ => 0.0,
            };
        }
        Duration::from_secs_f64(seconds)
    }

    /// A number below `end`, by chance.
    pub(super) fn chance(&self, end: usize) -> usize {
        self.state().chance.random_range(0..end)
    }

    pub(super) fn naoqi_is_down(&self) -> bool {
        self.state().lasting.iter().any(|(trouble, _)| *trouble == Trouble::NaoqiDown)
    }

    /// Ends when NAOqi dies.
    pub(super) fn naoqi(&self) -> CancellationToken {
        self.state().naoqi.clone()
    }

    pub(super) fn is_missing(&self, service: &str) -> bool {
        self.state()
            .lasting
            .iter()
            .any(|(trouble, _)| matches!(trouble, Trouble::ServiceMissing(name) if name == service))
    }

    /// What a method says instead of working.
    pub(super) fn error(&self, service: &str, method: &str) -> Option<String> {
        self.lasting()?.lasting.iter().find_map(|(trouble, _)| match trouble {
            Trouble::Error { call, text } if is(call, service, method) => Some(text.clone()),
            _ => None,
        })
    }

    pub(super) fn is_unanswered(&self, service: &str, method: &str) -> bool {
        self.lasting().is_some_and(|state| {
            state.lasting.iter().any(|(trouble, _)| {
                matches!(trouble, Trouble::Unanswered(call) if is(call, service, method))
            })
        })
    }
}

/// Whether `ALMotion.wakeUp` names this method.
fn is(call: &str, service: &str, method: &str) -> bool {
    call.split_once('.') == Some((service, method))
}
