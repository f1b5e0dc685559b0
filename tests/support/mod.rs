//! What several tests need.
#![allow(dead_code, unused_imports, reason = "each test uses its part")]

mod loudspeaker;
mod music;
mod over;
mod program;
mod raw_client;
pub mod scripted;
mod speech;

use std::{sync::Arc, time::Duration};

use companion::{
    robot::Notice,
    virtual_nao::{Options, Silent, VirtualNao},
};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};

pub use loudspeaker::{LATENCY_MS, Loudspeaker, RATE, Recording};
pub use music::{onsets, place_of, rendering};
pub use over::{Over, over};
pub use program::{Program, companion, within};
pub use raw_client::{Namespace, RawClient, get};
pub use speech::{Microphone, Voice, say, say_korean};

/// Longer than anything takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A virtual Nao on a port of its own.
pub async fn virtual_nao() -> VirtualNao {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    virtual_nao_on(listener)
}

/// A virtual Nao on a listener.
pub fn virtual_nao_on(listener: TcpListener) -> VirtualNao {
    let options = Options::new("Nao", Arc::new(Silent));
    VirtualNao::start(listener, options).unwrap()
}

/// Waits for a notice of a kind; others pass.
pub async fn notice(told: &mut mpsc::Receiver<Notice>, wanted: impl Fn(&Notice) -> bool) -> Notice {
    timeout(PATIENCE, async {
        loop {
            let notice = told.recv().await.expect("the robot is watched");
            if wanted(&notice) {
                return notice;
            }
        }
    })
    .await
    .expect("the notice comes")
}
