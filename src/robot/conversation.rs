//! The task that owns the socket of a session: writes calls, hands out replies and signals,
//! answers heartbeats, and ends when the bridge falls silent. It never waits for one direction
//! only: a peer that takes nothing more is heard, and missed, all the same.

use std::{collections::HashMap, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, split},
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::robot::{
    address::Namespace,
    counters::Counters,
    dial::Dialled,
    network::Stream,
    packet::{self, Packet, Signal, Target, UNCONFIRMED},
    websocket::{self, Frames, Incoming},
};

/// No more calls are taken while this much waits to be sent, bytes.
const ENOUGH: usize = 64 * 1024;

/// The farewell may take this long; the robot may be gone already.
const FAREWELL: Duration = Duration::from_secs(1);

/// Replies that are awaited before those of callers who gave up are first looked for.
const LOOKED_THROUGH: usize = 64;

/// A call, and who waits for its reply.
pub(super) struct Call {
    pub(super) target: Target,
    pub(super) member: String,
    pub(super) args: Vec<Value>,
    pub(super) reply: oneshot::Sender<Result<Value, String>>,
}

/// One session, on its wire.
pub(super) struct Conversation {
    link: u64,
    stream: Box<dyn Stream>,
    frames: Frames,
    silent_at_most: Duration,
    talk: Talk,
}

/// What is said in a session.
struct Talk {
    link: u64,
    namespace: Namespace,
    /// Number of the last call; never used twice in a session.
    number: u64,
    waiting: HashMap<u64, oneshot::Sender<Result<Value, String>>>,
    /// When as many are awaited, those of callers who gave up are looked for.
    look_through_at: usize,
    /// What is still to be sent.
    out: Vec<u8>,
    /// A call while it is written.
    text: Vec<u8>,
    signals: mpsc::Sender<Signal>,
    counters: Counters,
}

/// What came of what was read.
#[derive(Default)]
struct Heard {
    /// A frame at least was whole.
    whole: bool,
    /// The bridge ends the session.
    ended: bool,
}

impl Conversation {
    pub(super) fn new(
        link: u64,
        dialled: Dialled,
        signals: mpsc::Sender<Signal>,
        counters: Counters,
    ) -> Conversation {
        let Dialled { stream, frames, route, silent_at_most } = dialled;
        let talk = Talk {
            link,
            namespace: route.namespace,
            number: 0,
            waiting: HashMap::new(),
            look_through_at: LOOKED_THROUGH,
            out: Vec::new(),
            text: Vec::new(),
            signals,
            counters,
        };
        Conversation { link, stream, frames, silent_at_most, talk }
    }

    /// Until one of the two ends it. Whoever waits for a reply then is told by the end of its
    /// channel.
    pub(super) async fn hold(self, mut queue: mpsc::Receiver<Call>, open: CancellationToken) {
        let Conversation { link, stream, mut frames, silent_at_most, mut talk } = self;
        let (mut reader, mut writer) = split(stream);
        let mut written = 0;
        let mut heard = Instant::now();
        let missed = sleep_until(heard + silent_at_most);
        let closed = open.cancelled();
        tokio::pin!(missed, closed);
        // What came together with the confirmation.
        let mut going = !talk.hear(&mut frames).ended;
        while going {
            tokio::select! {
                () = &mut closed => {
                    talk.say_farewell();
                    // Frees the session on the robot at once.
                    let farewell = writer.write_all(&talk.out[written..]);
                    if !matches!(timeout(FAREWELL, farewell).await, Ok(Ok(()))) {
                        tracing::debug!("bridge: gone before the farewell");
                    }
                    going = false;
                }
                sent = writer.write(&talk.out[written..]), if written < talk.out.len() => {
                    match sent {
                        Ok(0) | Err(_) => going = false,
                        Ok(some) => written += some,
                    }
                    if written == talk.out.len() {
                        talk.out.clear();
                        written = 0;
                    }
                }
                Some(call) = queue.recv(), if talk.out.len() - written < ENOUGH => {
                    talk.ask(call);
                    // Whatever else waits goes in the same breath.
                    while talk.out.len() - written < ENOUGH && let Ok(call) = queue.try_recv() {
                        talk.ask(call);
                    }
                }
                read = reader.read_buf(frames.room()) => match read {
                    Ok(0) => going = false,
                    Ok(_) => {
                        let Heard { whole, ended } = talk.hear(&mut frames);
                        // Part of an honest frame is a sign of life; what is stepped over is not.
                        if whole || !frames.skips() {
                            heard = Instant::now();
                        }
                        going = !ended;
                    }
                    Err(error) => {
                        tracing::debug!("bridge: {error}");
                        going = false;
                    }
                },
                () = &mut missed => {
                    if heard.elapsed() >= silent_at_most {
                        tracing::debug!("bridge: silent for {silent_at_most:?}");
                        going = false;
                    }
                    missed.as_mut().reset(heard + silent_at_most);
                }
            }
        }
        tracing::debug!("bridge: link {link} has ended: {:?}", talk.counters.read());
    }
}

impl Talk {
    /// Adds a call to what is to be sent.
    fn ask(&mut self, call: Call) {
        let Call { target, member, args, reply } = call;
        // An order whose giver has gone must not reach the robot late.
        if reply.is_closed() {
            return;
        }
        if self.waiting.len() >= self.look_through_at {
            // Replies that never came, to callers who no longer wait.
            self.waiting.retain(|_, reply| !reply.is_closed());
            self.look_through_at = LOOKED_THROUGH.max(2 * self.waiting.len());
        }
        self.number += 1;
        let (text, namespace) = (&mut self.text, self.namespace);
        if let Err(error) = packet::write_call(text, namespace, self.number, target, &member, &args)
        {
            // Whoever waits may have gone; arguments that cannot be written are refused here.
            let _ = reply.send(Err(error.to_string()));
            return;
        }
        websocket::write_text(&mut self.out, &self.text);
        self.counters.sent();
        self.waiting.insert(self.number, reply);
    }

    fn say_farewell(&mut self) {
        websocket::write_text(&mut self.out, packet::DISCONNECT.as_bytes());
        websocket::write_close(&mut self.out);
    }

    /// Takes in all frames that are whole.
    fn hear(&mut self, frames: &mut Frames) -> Heard {
        let mut heard = Heard::default();
        while !heard.ended
            && let Some(incoming) = frames.next()
        {
            heard.whole = true;
            self.counters.came();
            match incoming {
                Incoming::Text(text) => heard.ended = !self.hear_text(text),
                Incoming::Ping(asked) => websocket::write_pong(&mut self.out, asked),
                Incoming::Close => heard.ended = true,
                Incoming::Garbled(why) => {
                    self.counters.garbled();
                    tracing::debug!("bridge: {why}");
                }
            }
        }
        heard
    }

    /// `false` when the session has ended.
    fn hear_text(&mut self, text: &str) -> bool {
        match packet::read(self.link, text) {
            Ok(Packet::Heartbeat) => {
                websocket::write_text(&mut self.out, packet::HEARTBEAT.as_bytes());
                self.counters.sent();
            }
            Ok(Packet::Disconnected) => return false,
            Ok(Packet::Reply { call, result }) => self.answer(call, Ok(result)),
            Ok(Packet::Error { call: Some(call), text }) => self.answer(call, Err(text)),
            Ok(Packet::Error { call: None, text }) => {
                self.counters.unknown();
                tracing::debug!("bridge: a signal could not be sent: {text}");
            }
            Ok(Packet::Signal(signal)) => self.pass_on(signal),
            Ok(Packet::Connected) => {}
            Ok(Packet::Other) => {
                self.counters.unknown();
                tracing::debug!("bridge: not for us: {text:.80}");
            }
            Err(garbled) => {
                self.counters.garbled();
                tracing::debug!("{garbled}");
            }
        }
        true
    }

    fn pass_on(&mut self, signal: Signal) {
        if signal.connection == UNCONFIRMED {
            self.counters.early();
            tracing::debug!("bridge: “{}” before its connection was confirmed", signal.signal);
        }
        match self.signals.try_send(signal) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_)) => {
                self.counters.dropped();
                tracing::debug!("bridge: a signal came faster than it was read");
            }
            // The connection for stop listens to none.
            Err(mpsc::error::TrySendError::Closed(_)) => {}
        }
    }

    fn answer(&mut self, call: u64, outcome: Result<Value, String>) {
        let told = self.waiting.remove(&call).map(|reply| reply.send(outcome));
        if !matches!(told, Some(Ok(()))) {
            self.counters.orphan();
            tracing::debug!("bridge: a reply to {call}, which nobody awaits");
        }
    }
}
