//! The way to a virtual Nao without a network.

use std::{
    io::{Error, ErrorKind, Result},
    sync::Arc,
};

use tokio::io::{DuplexStream, duplex};

use crate::virtual_nao::server::Server;

/// What may be under way in one direction, bytes: about the buffer of a socket.
const BUFFER: usize = 64 * 1024;

/// Connects to a virtual Nao in memory.
#[derive(Clone)]
pub struct Wire {
    server: Arc<Server>,
}

impl Wire {
    pub(super) fn new(server: Arc<Server>) -> Wire {
        Wire { server }
    }

    /// A new connection, as to the port of the bridge. Called within a runtime.
    ///
    /// # Errors
    /// When the virtual Nao has ended: the connection is refused.
    pub fn connect(&self) -> Result<DuplexStream> {
        if self.server.is_closed() {
            return Err(Error::from(ErrorKind::ConnectionRefused));
        }
        let (ours, theirs) = duplex(BUFFER);
        self.server.serve(theirs);
        Ok(ours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::virtual_nao::{Options, Silent, VirtualNao};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test(start_paused = true)]
    async fn a_handshake_needs_no_network() {
        let (nao, wire) = VirtualNao::start_in_memory(Options::new("Nao", Arc::new(Silent)));
        let mut stream = wire.connect().unwrap();
        stream.write_all(b"GET /2/1/ HTTP/1.0\r\nHost: nao\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains(":17:25:websocket"), "{answer}");
        drop(nao);
        assert_eq!(wire.connect().unwrap_err().kind(), ErrorKind::ConnectionRefused);
    }
}
