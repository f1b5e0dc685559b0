//! A relay before a robot: passes everything on, and tells which frames of a client came when.
//! What the tests have of loudspeakers and music serves the benches too.

#![allow(dead_code, reason = "each bench uses its part")]

#[path = "../../tests/support/loudspeaker.rs"]
pub mod loudspeaker;
#[path = "../../tests/support/music.rs"]
pub mod music;

use std::{net::SocketAddr, time::Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// Passes every connection on to the robot; `seen` is told each text of a client when it comes.
pub async fn relay(
    listener: TcpListener,
    robot: SocketAddr,
    seen: impl Fn(&str, Instant) + Clone + Send + 'static,
) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let server = TcpStream::connect(robot).await.unwrap();
        client.set_nodelay(true).unwrap();
        server.set_nodelay(true).unwrap();
        let (from_client, mut to_client) = client.into_split();
        let (mut from_server, to_server) = server.into_split();
        tokio::spawn(upwards(from_client, to_server, seen.clone()));
        tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    }
}

async fn upwards(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    seen: impl Fn(&str, Instant) + Send,
) {
    let (mut chunk, mut unread) = (vec![0; 64 * 1024], Vec::new());
    let mut head = true;
    while let Ok(size @ 1..) = from.read(&mut chunk).await {
        let came = Instant::now();
        unread.extend_from_slice(&chunk[..size]);
        if head && let Some(end) = unread.windows(4).position(|four| four == b"\r\n\r\n") {
            unread.drain(..end + 4);
            head = false;
        }
        while !head && let Some(text) = next_text(&mut unread) {
            seen(&text, came);
        }
        if to.write_all(&chunk[..size]).await.is_err() {
            return;
        }
    }
}

/// The next frame of a client, unmasked. A farewell is no text: its code is read as it can be.
fn next_text(unread: &mut Vec<u8>) -> Option<String> {
    let (length, at) = match unread.get(1)? & 0x7F {
        126 => (usize::from(u16::from_be_bytes([*unread.get(2)?, *unread.get(3)?])), 4),
        short => (usize::from(short), 2),
    };
    let mask: [u8; 4] = unread.get(at..at + 4)?.try_into().unwrap();
    let masked = unread.get(at + 4..at + 4 + length)?;
    let text: Vec<u8> =
        masked.iter().zip(mask.iter().cycle()).map(|(byte, key)| byte ^ key).collect();
    unread.drain(..at + 4 + length);
    Some(String::from_utf8_lossy(&text).into_owned())
}
