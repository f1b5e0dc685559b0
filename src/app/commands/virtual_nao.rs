//! `companion virtual-nao`: the embedded Nao alone, for any client of the bridge.

use std::{
    io::{Write, stdout},
    net::Ipv4Addr,
    sync::Arc,
};

use clap::Args;
use tokio::net::TcpListener;

use crate::{
    app::lacking::Lacking,
    virtual_nao::{Options, Silent, VirtualNao},
};

/// Serves a virtual Nao alone.
#[derive(Debug, Args)]
pub struct VirtualNaoArgs {
    /// The port, on this machine only; 0 lets the system choose.
    #[arg(long, default_value_t = 8002)]
    port: u16,
    /// What it calls itself.
    #[arg(long, default_value = "Nao")]
    name: String,
}

/// Serves until it is interrupted.
///
/// # Errors
/// When the port is taken.
pub async fn run(args: VirtualNaoArgs) -> anyhow::Result<u8> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await.map_err(|error| {
        Lacking(format!("port {} cannot be used ({error}): choose another with --port", args.port))
    })?;
    let nao = VirtualNao::start(listener, Options::new(args.name, Arc::new(Silent)))?;
    writeln!(stdout(), "A virtual Nao listens on {}.", nao.address())?;
    super::interrupted().await;
    Ok(130)
}
