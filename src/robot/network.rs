//! How a bridge is reached: over TCP, or over any other stream (tests join a virtual Nao in
//! memory, where only tokio's clock counts).

use std::{future::Future, io, pin::Pin};

use futures_util::future::select_ok;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
};

/// A connection in both directions. What is written goes out without a flush, as by a socket.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection that is being made.
pub type Connecting<'a> = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send + 'a>>;

/// Where connections come from. Deadlines are the caller's.
pub trait Network: Send + Sync {
    /// Connects to `host:port`. [`io::ErrorKind::NotFound`] says that the host has no address,
    /// [`io::ErrorKind::ConnectionRefused`] that it is there and nobody listens.
    fn connect<'a>(&'a self, authority: &'a str) -> Connecting<'a>;
}

/// The residence's network.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tcp;

impl Network for Tcp {
    fn connect<'a>(&'a self, authority: &'a str) -> Connecting<'a> {
        Box::pin(async move {
            let nowhere = |why: String| io::Error::new(io::ErrorKind::NotFound, why);
            let found = lookup_host(authority).await.map_err(|error| nowhere(error.to_string()))?;
            let mut attempts =
                found.map(|address| Box::pin(TcpStream::connect(address))).peekable();
            if attempts.peek().is_none() {
                return Err(nowhere(format!("{authority} has no address")));
            }
            // A name in `.local` often has an IPv6 address too that leads nowhere: all are tried
            // at once, and the first to answer is taken.
            let (stream, _) = select_ok(attempts).await?;
            // Commands are short and must not wait for more.
            stream.set_nodelay(true)?;
            let stream: Box<dyn Stream> = Box::new(stream);
            Ok(stream)
        })
    }
}
