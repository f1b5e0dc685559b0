//! `companion serve`: the program. The page is there within a second; robots and speech models
//! follow in the background, and the page says so.

use std::{
    io::{Write, stdout},
    net::SocketAddr,
    path::PathBuf,
};

use clap::Args;
use tokio::{net::TcpListener, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

use crate::{
    app::{
        conductor::Unfinished,
        config::Config,
        lacking::Lacking,
        music,
        repertoire::Repertoire,
        residence::Residence,
        robots::{Robot, Shared},
    },
    ears::{Models, SourceChoice},
    script::Library,
    sound::Sound,
    store::Store,
    tablet,
};

/// Starts robots, ears and the tablet page.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where the page is served (else `listen` of the configuration).
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Where every robot's sound comes from: microphone, microphone:NAME, tablet, file:PATH, none.
    #[arg(long, value_name = "SOURCE")]
    ears: Option<SourceChoice>,
    /// Folder of the database.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

/// Serves until it is interrupted; then every robot is brought to rest.
///
/// # Errors
/// When the port is taken, or the database cannot be opened.
pub async fn run(args: ServeArgs, mut config: Config) -> anyhow::Result<u8> {
    config.listen.overruled_by(args.listen);
    config.data.overruled_by(args.data);
    let mut robots_wanted = config.robots.value.clone();
    for robot in &mut robots_wanted {
        if let Some(ears) = &args.ears {
            robot.ears = ears.clone();
        }
    }
    let listen = config.listen.value;
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        Lacking(format!(
            "{listen} cannot be listened on ({error}): is Companion running already? Write another `listen` in companion.yaml"
        ))
    })?;
    let (shared, silent) = open(&config).await?;
    let mut robots = Vec::new();
    for robot in robots_wanted {
        robots.push(Robot::start(robot, &shared, Unfinished::GoOn).await?);
    }
    let models = shared.models.clone();
    let residence = Residence::new(robots, Repertoire::new(&config), shared, silent);
    let address = listener.local_addr()?;
    let closing = CancellationToken::new();
    let interrupted = closing.clone();
    tokio::spawn(async move {
        super::interrupted().await;
        interrupted.cancel();
    });
    models.load_in_background();
    writeln!(stdout(), "Companion is ready: open http://{} in a browser.", shown(address))?;
    let served = tablet::serve(residence.clone(), listener, closing).await;
    // The terminal may be closed already; no robot is left standing for that.
    let _ = writeln!(stdout(), "Bringing the robots to rest …");
    residence.close().await;
    served?;
    Ok(130)
}

/// What everything shares: store, models, loudspeaker (and why it is silent, if it is).
pub async fn open(config: &Config) -> anyhow::Result<(Shared, Option<String>)> {
    let database = config.database();
    let store = Store::open(&database).await.map_err(|error| {
        Lacking(format!("the database {} cannot be used: {error}", database.display()))
    })?;
    let audio = config.audio.value.clone();
    let tunes = spawn_blocking(move || music::tunes(&Library::load_music(&audio).0)).await?;
    let latency = config.sound_latency.value;
    let (sound, silent) = spawn_blocking(move || Sound::start(tunes, latency)).await?;
    if let Some(why) = &silent {
        tracing::warn!("{why}");
    }
    let models = Models::new(&config.models.value);
    Ok((Shared { store, models, sound }, silent))
}

/// An address that a browser understands.
fn shown(address: SocketAddr) -> String {
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        format!("localhost:{}", address.port())
    } else {
        address.to_string()
    }
}
