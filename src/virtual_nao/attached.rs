//! A session over its sockets: heartbeats, batches, and the time without a socket.
//!
//! A session whose socket is lost without a goodbye is kept for a while. What it has to say waits
//! for a new socket of the same id, and goes there first of all.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::{FutureExt, SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::{
    sync::{broadcast, mpsc},
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{self, Message},
};

use crate::virtual_nao::{
    frame,
    session::{Heard, Session},
};

/// Heartbeats of the bridge.
const HEARTBEAT: Duration = Duration::from_secs(12);

/// Unanswered heartbeats after which it closes.
const UNANSWERED: u32 = 3;

/// A session without a socket is kept this long, and until the bridge next looks for such ones.
const KEPT: Duration = Duration::from_secs(30);
const LOOKED_FOR_EVERY: Duration = Duration::from_secs(15);

/// Frames that are answered in one breath before anything else is looked at: few enough that a
/// client with many calls under way has work while the rest is answered.
const BATCH: usize = 16;

/// What a session is served over.
pub(super) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// The way by which a session gets its sockets.
#[derive(Clone)]
pub(super) struct Attach {
    taken: Arc<AtomicBool>,
    sockets: mpsc::Sender<Socket>,
}

/// The end of that way.
pub(super) struct Sockets {
    taken: Arc<AtomicBool>,
    sockets: mpsc::Receiver<Socket>,
}

/// A session has one socket at a time.
pub(super) fn attachment() -> (Attach, Sockets) {
    let taken = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = mpsc::channel(1);
    let attach = Attach { taken: Arc::clone(&taken), sockets: sender };
    (attach, Sockets { taken, sockets: receiver })
}

impl Attach {
    /// Takes the only place; `false` when another socket has it.
    pub(super) fn take(&self) -> bool {
        !self.taken.swap(true, Ordering::SeqCst)
    }

    /// The socket for the place that was taken, if there came to be one.
    pub(super) async fn give(&self, socket: Option<Socket>) {
        match socket {
            // The session may have ended meanwhile.
            Some(socket) => drop(self.sockets.send(socket).await),
            None => self.taken.store(false, Ordering::SeqCst),
        }
    }
}

/// Who ended what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// The session, with a goodbye.
    Session,
    /// The socket alone.
    Socket,
}

/// Lives until the bridge or the client ends the session, or no socket came for too long.
/// `opened` is the moment of its handshake.
pub(super) async fn live(mut session: Session, mut sockets: Sockets, opened: Instant) {
    let mut unanswered = 0;
    while let Some(mut socket) = next_socket(&mut session, &mut sockets, opened).await {
        let ended = serve(&mut session, &mut socket, &mut unanswered).await;
        if ended == Ended::Session {
            // The client may have gone.
            let _ = socket.send(Message::text(frame::DISCONNECT)).await;
        }
        let _ = socket.close(None).await;
        if ended == Ended::Session {
            return;
        }
        sockets.taken.store(false, Ordering::SeqCst);
    }
}

/// Waits for the next socket, while what there is to say is kept; `None` when none came in time.
async fn next_socket(
    session: &mut Session,
    sockets: &mut Sockets,
    opened: Instant,
) -> Option<Socket> {
    let closing = session.shared.closing.clone();
    let naoqi = session.shared.in_force.naoqi();
    let given_up = sleep_until(given_up_at(opened, Instant::now()));
    tokio::pin!(given_up);
    loop {
        tokio::select! {
            biased;
            () = closing.cancelled() => return None,
            () = naoqi.cancelled() => return None,
            socket = sockets.sockets.recv() => return socket,
            event = session.events.recv() => match event {
                Ok((key, value)) => session.raise(&key, &value),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            },
            Some(known) = session.known.recv() => session.learn(known),
            () = &mut given_up => return None,
        }
        session.keep_within_bounds();
    }
}

/// The bridge looks every 15 s for sessions that have had no socket for 30 s.
fn given_up_at(opened: Instant, lost: Instant) -> Instant {
    let aged = (lost + KEPT).saturating_duration_since(opened);
    let looks = aged.as_secs_f64() / LOOKED_FOR_EVERY.as_secs_f64();
    opened + LOOKED_FOR_EVERY.mul_f64(looks.ceil())
}

async fn serve(session: &mut Session, socket: &mut Socket, unanswered: &mut u32) -> Ended {
    let mut garbage = session.shared.in_force.garbage.subscribe();
    let naoqi = session.shared.in_force.naoqi();
    let closing = session.shared.closing.clone();
    let mut heartbeat = interval(HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    heartbeat.reset();
    loop {
        if !session.outbox.is_empty() {
            let sent = tokio::select! {
                biased;
                () = closing.cancelled() => return Ended::Session,
                () = naoqi.cancelled() => return Ended::Session,
                sent = send(session, socket) => sent,
            };
            if sent.is_err() {
                return Ended::Socket;
            }
        }
        tokio::select! {
            biased;
            () = closing.cancelled() => return Ended::Session,
            () = naoqi.cancelled() => return Ended::Session,
            event = session.events.recv() => match event {
                Ok((key, value)) => session.raise(&key, &value),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return Ended::Session,
            },
            Some(known) = session.known.recv() => session.learn(known),
            Ok(frames) = garbage.recv() => session.spoil(frames),
            _ = heartbeat.tick() => {
                *unanswered += 1;
                session.outbox.push_back(frame::HEARTBEAT.to_owned());
                if *unanswered == UNANSWERED {
                    // The client may have gone.
                    let _ = send(session, socket).await;
                    return Ended::Session;
                }
            }
            message = socket.next() => {
                let mut next = Some(message);
                for _ in 0..BATCH {
                    let Some(message) = next.take() else { break };
                    if let Some(ended) = hear(session, message, unanswered) {
                        if ended == Ended::Session {
                            // What was answered before the goodbye.
                            let _ = send(session, socket).await;
                        }
                        return ended;
                    }
                    // What came with it is answered with it.
                    next = socket.next().now_or_never();
                }
                if let Some(message) = next
                    && let Some(ended) = hear(session, message, unanswered)
                {
                    return ended;
                }
            }
        }
    }
}

/// Everything that waits goes out together. What was not sent stays first in the outbox.
async fn send(session: &mut Session, socket: &mut Socket) -> Result<(), tungstenite::Error> {
    while let Some(text) = session.outbox.pop_front() {
        socket.feed(Message::text(text)).await?;
    }
    socket.flush().await
}

/// Takes in what came; tells when it ends something.
fn hear(
    session: &mut Session,
    message: Option<Result<Message, tungstenite::Error>>,
    unanswered: &mut u32,
) -> Option<Ended> {
    match message {
        Some(Ok(Message::Text(text))) => match session.hear(&text) {
            Heard::Alive => *unanswered = 0,
            Heard::Nothing => {}
            Heard::End => return Some(Ended::Session),
        },
        Some(Ok(Message::Close(_)) | Err(_)) | None => return Some(Ended::Socket),
        Some(Ok(_)) => {}
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_session_without_a_socket_is_kept_for_30_to_45_seconds() {
        let opened = Instant::now();
        for lost in 0..60 {
            let lost = opened + Duration::from_millis(lost * 700);
            let kept = given_up_at(opened, lost) - lost;
            assert!((30.0..45.1).contains(&kept.as_secs_f64()), "{kept:?}");
        }
    }
}
