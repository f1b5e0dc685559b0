//! `companion virtual-nao`: the embedded Nao alone, for any client of the bridge.

use std::{
    collections::BTreeMap,
    io::{Write, stdout},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use clap::Args;
use tokio::{net::TcpListener, task::spawn_blocking};

use crate::{
    app::{lacking::Lacking, robots::Speaker},
    script::{self, yaml},
    sound::{Sound, Voice},
    virtual_nao::{Faults, Mouth, Options, Profile, Silent, VirtualNao},
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
    /// The NAOqi that it plays: 2.1 or 2.8.
    #[arg(long, default_value = "2.8")]
    profile: Profile,
    /// What befalls it, and when: a YAML file with a list of `faults`.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// It speaks aloud, through this machine's loudspeaker.
    #[arg(long)]
    voice: bool,
}

/// Serves until it is interrupted.
///
/// # Errors
/// When the port is taken, or the file of faults cannot be used.
pub async fn run(args: VirtualNaoArgs) -> anyhow::Result<u8> {
    let faults = args.faults.as_deref().map(faults).transpose()?.unwrap_or_default();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await.map_err(|error| {
        Lacking(format!("port {} cannot be used ({error}): choose another with --port", args.port))
    })?;
    let mouth = if args.voice { voice().await? } else { Arc::new(Silent) };
    let options = Options { profile: args.profile, faults, ..Options::new(args.name, mouth) };
    let nao = VirtualNao::start(listener, options)?;
    writeln!(stdout(), "A virtual Nao listens on {}.", nao.address())?;
    super::interrupted().await;
    Ok(130)
}

/// A mouth for this machine's loudspeaker.
async fn voice() -> anyhow::Result<Arc<dyn Mouth>> {
    let (sound, silent) = spawn_blocking(|| Sound::start(BTreeMap::new(), Duration::ZERO)).await?;
    match silent {
        Some(why) => Err(Lacking(why).into()),
        None => Ok(Arc::new(Speaker(Voice::new(&sound)))),
    }
}

/// Reads a schedule of faults.
fn faults(path: &Path) -> anyhow::Result<Faults> {
    yaml::read_file(path)
        .map_err(|diagnostics| anyhow::anyhow!(script::render(&diagnostics, false)))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn read(text: &str) -> anyhow::Result<Faults> {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("faults.yaml");
        std::fs::write(&file, text).unwrap();
        faults(&file)
    }

    #[test]
    fn the_schedule_of_the_manual_is_one() {
        let manual = include_str!("../../../docs/virtual-nao.md");
        let schedule = manual.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
        let read = read(schedule).unwrap();
        assert_eq!((read.seed, read.faults.len()), (7, 17));
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let told = read("faults:\n  - {at: 10, what: {latancy: 0.3}}\n").unwrap_err().to_string();
        assert!(told.contains("latancy") && told.contains(":2:"), "{told}");
        let told = read("faults:\n  - {at: 10, for: 2, what: fall}\n").unwrap_err().to_string();
        assert!(told.contains("no meaning"), "{told}");
    }
}
