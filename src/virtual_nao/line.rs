//! A connection as the network treats it: late, reset, or open without a word.

use std::{
    collections::VecDeque,
    future::poll_fn,
    io::{Error, ErrorKind, Result},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf},
    net::TcpStream,
    runtime::Handle,
    time::{Instant, Sleep, sleep_until},
};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::virtual_nao::in_force::{Fate, InForce, Struck};

/// What is read at a time, bytes.
const READ: usize = 16 * 1024;

/// What may be on its way before it is read, in pieces.
const UNDER_WAY: usize = 64;

/// What the bridge listens on.
pub(super) trait Wired: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    /// Makes the end of the stream a reset, where there is such a thing.
    fn will_be_reset(&self) {}
}

impl Wired for TcpStream {
    fn will_be_reset(&self) {
        if let Err(error) = self.set_zero_linger() {
            tracing::debug!("virtual Nao: {error}");
        }
    }
}

impl Wired for DuplexStream {}

/// A stream under whatever is in force. Without faults it passes everything through.
pub(super) struct Line<S: Wired>(Option<Box<Inner<S>>>);

struct Inner<S> {
    stream: S,
    in_force: Arc<InForce>,
    struck: Arc<Struck>,
    reset: Pin<Box<WaitForCancellationFutureOwned>>,
    incoming: Queue,
    outgoing: Queue,
    closing: CancellationToken,
}

/// Pieces on their way, each with the moment at which it arrives. An empty piece is the end.
#[derive(Default)]
struct Queue {
    pieces: VecDeque<(Instant, Vec<u8>)>,
    last: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Queue {
    /// In the order in which they were sent, whatever their delays.
    fn push(&mut self, piece: Vec<u8>, delay: Duration) {
        let arrives = Instant::now() + delay;
        let arrives = self.last.map_or(arrives, |last| last.max(arrives));
        self.last = Some(arrives);
        self.pieces.push_back((arrives, piece));
    }

    /// Ready when the first piece has arrived.
    fn poll_first(&mut self, cx: &mut Context<'_>) -> Poll<Option<&mut Vec<u8>>> {
        let Some((arrives, _)) = self.pieces.front() else { return Poll::Ready(None) };
        if Instant::now() < *arrives {
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(*arrives)));
            timer.as_mut().reset(*arrives);
            ready!(timer.as_mut().poll(cx));
        }
        Poll::Ready(self.pieces.front_mut().map(|(_, piece)| piece))
    }
}

impl<S: Wired> Line<S> {
    pub(super) fn new(stream: S, in_force: Arc<InForce>, closing: CancellationToken) -> Line<S> {
        let struck = in_force.connection();
        let reset = Box::pin(struck.reset.clone().cancelled_owned());
        Line(Some(Box::new(Inner {
            stream,
            in_force,
            struck,
            reset,
            incoming: Queue::default(),
            outgoing: Queue::default(),
            closing,
        })))
    }
}

impl<S: Wired> Inner<S> {
    fn poll_reset(&mut self, cx: &mut Context<'_>) -> Result<()> {
        if self.reset.as_mut().poll(cx).is_ready() {
            self.stream.will_be_reset();
            return Err(Error::from(ErrorKind::ConnectionReset));
        }
        Ok(())
    }

    /// How late something is that is sent now; `None` when it never arrives.
    fn delay(&self) -> Option<Duration> {
        let delay = self.in_force.delay();
        match self.struck.fate() {
            Fate::Well => Some(delay),
            Fate::Silent => None,
            Fate::Dying(since, until) => {
                let now = Instant::now();
                (now < until).then(|| {
                    let whole = (until - since).as_secs_f64();
                    let share = (now - since).as_secs_f64() / whole;
                    delay + Duration::from_secs_f64(whole / 2.0 * share * share)
                })
            }
        }
    }

    /// Sends what is on its way and has arrived.
    fn poll_deliver(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        if self.is_silent() {
            self.outgoing.pieces.clear();
        }
        while let Some(piece) = ready!(self.outgoing.poll_first(cx)) {
            let sent = ready!(Pin::new(&mut self.stream).poll_write(cx, piece))?;
            piece.drain(..sent);
            if piece.is_empty() {
                self.outgoing.pieces.pop_front();
            }
        }
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_read(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        self.poll_reset(cx)?;
        if let Poll::Ready(Err(error)) = self.poll_deliver(cx) {
            return Poll::Ready(Err(error));
        }
        // Nothing wakes a silent line but a reset.
        let Some(delay) = self.delay() else { return Poll::Pending };
        if delay.is_zero() && self.incoming.pieces.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, buf);
        }
        while self.incoming.pieces.len() < UNDER_WAY {
            let ended = self.incoming.pieces.back().is_some_and(|(_, piece)| piece.is_empty());
            let mut piece = vec![0; READ];
            let mut read = ReadBuf::new(&mut piece);
            if ended || Pin::new(&mut self.stream).poll_read(cx, &mut read)?.is_pending() {
                break;
            }
            let length = read.filled().len();
            piece.truncate(length);
            self.incoming.push(piece, delay);
        }
        if let Some(piece) = ready!(self.incoming.poll_first(cx)) {
            let length = piece.len().min(buf.remaining());
            buf.put_slice(&piece[..length]);
            piece.drain(..length);
            if piece.is_empty() && length > 0 {
                self.incoming.pieces.pop_front();
            }
            return Poll::Ready(Ok(()));
        }
        Poll::Pending
    }

    fn poll_write(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        self.poll_reset(cx)?;
        match self.delay() {
            // Into the void, which nobody here notices.
            None => Poll::Ready(Ok(bytes.len())),
            Some(delay) if delay.is_zero() && self.outgoing.pieces.is_empty() => {
                Pin::new(&mut self.stream).poll_write(cx, bytes)
            }
            Some(delay) => {
                self.outgoing.push(bytes.to_vec(), delay);
                Poll::Ready(Ok(bytes.len()))
            }
        }
    }

    /// What is late is on its way, and needs nobody who waits for it.
    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_reset(cx)?;
        match self.poll_deliver(cx) {
            Poll::Pending if !self.outgoing.pieces.is_empty() => Poll::Ready(Ok(())),
            other => other,
        }
    }

    fn poll_shutdown(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_reset(cx)?;
        if self.is_silent() {
            return Poll::Ready(Ok(()));
        }
        ready!(self.poll_deliver(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_silent(&self) -> bool {
        match self.struck.fate() {
            Fate::Well => false,
            Fate::Dying(_, until) => Instant::now() >= until,
            Fate::Silent => true,
        }
    }

    /// What becomes of a line that the bridge has let go: it delivers what is on its way, and
    /// stays open when it is silent.
    async fn run_out(mut self: Box<Self>) {
        let closing = self.closing.clone();
        if !self.is_silent() {
            let delivered = poll_fn(|cx| self.poll_deliver(cx));
            tokio::select! {
                () = closing.cancelled() => return,
                // The client may have gone.
                _ = delivered => {}
            }
        }
        if self.is_silent() {
            tokio::select! {
                () = closing.cancelled() => {}
                () = self.struck.reset.cancelled() => self.stream.will_be_reset(),
            }
        }
    }
}

impl<S: Wired> Drop for Line<S> {
    fn drop(&mut self) {
        let Some(inner) = self.0.take() else { return };
        let late = !inner.outgoing.pieces.is_empty();
        if inner.struck.reset.is_cancelled() || !(late || inner.is_silent()) {
            return;
        }
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(inner.run_out());
        }
    }
}

/// A line is let go only when it is dropped.
fn gone<T>() -> Poll<Result<T>> {
    Poll::Ready(Err(Error::from(ErrorKind::NotConnected)))
}

impl<S: Wired> AsyncRead for Line<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        self.0.as_mut().map_or_else(gone, |inner| inner.poll_read(cx, buf))
    }
}

impl<S: Wired> AsyncWrite for Line<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        self.0.as_mut().map_or_else(gone, |inner| inner.poll_write(cx, bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        self.0.as_mut().map_or_else(gone, |inner| inner.poll_flush(cx))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        self.0.as_mut().map_or_else(gone, |inner| inner.poll_shutdown(cx))
    }
}
