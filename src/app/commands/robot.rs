//! `companion robot doctor`: looks a robot over before a class.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Write, stdout},
    time::Duration,
};

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;
use tokio::{
    sync::{mpsc, watch},
    task::spawn_blocking,
    time::timeout,
};

use crate::{
    app::{
        config::{Address, Config},
        diagnosis,
        lacking::Lacking,
        repertoire::Repertoire,
    },
    motion::Trajectory,
    robot::{
        Body, Nao, Notice,
        doctor::{self, Report, Wanted},
    },
    script::Library,
};

/// Looks a robot over.
#[derive(Debug, Args)]
pub struct RobotArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Connects and tells what is there, what is missing and what must be mended; changes nothing.
    Doctor {
        /// Address of the robot (HOST or HOST:PORT), or its id in companion.yaml.
        #[arg(value_name = "HOST")]
        host: String,
        /// One JSON object.
        #[arg(long)]
        json: bool,
        /// Has the robot wave, when it sits or stands safely; then it rests.
        #[arg(long)]
        wave: bool,
    },
}

/// The movement of the library for each posture from which the robot may wave.
const WAVES: [(&str, &str); 2] = [("Sit", "wave"), ("Stand", "stand_wave")];

/// The robot answered a moment ago.
const CONNECTED_WITHIN: Duration = Duration::from_secs(10);

/// Looks the robot over: 0 when it is healthy, 1 when something must be mended, 3 when there is
/// none.
///
/// # Errors
/// When there is no robot, or the output cannot be written.
pub async fn run(args: RobotArgs, config: Config) -> anyhow::Result<u8> {
    let Action::Doctor { host, json: as_json, wave } = args.action;
    let address = address(&host, &config)?;
    let wanted = wanted(&config).await?;
    let mut report = match doctor::examine(&address, &wanted).await {
        Ok(report) => report,
        Err(why) => {
            if as_json {
                writeln!(stdout(), "{}", json!({"connected": false, "why": why.to_string()}))?;
            }
            return Err(Lacking(why.to_string()).into());
        }
    };
    let waved = if wave {
        let outcome = wave_when_safe(&address, &report, &wanted.movements).await;
        if let Err(why) = &outcome {
            report.to_mend.push(format!("It did not wave: {why}."));
        }
        Some(outcome.is_ok())
    } else {
        None
    };
    if as_json {
        let mut told = serde_json::to_value(&report)?;
        told["connected"] = json!(true);
        told["waved"] = json!(waved);
        told["healthy"] = json!(report.to_mend.is_empty());
        serde_json::to_writer_pretty(stdout(), &told)?;
        writeln!(stdout())?;
    } else {
        write!(stdout(), "{}", diagnosis::text(&report, waved))?;
    }
    Ok(u8::from(!report.to_mend.is_empty()))
}

/// `HOST:PORT` of what was named.
fn address(host: &str, config: &Config) -> anyhow::Result<String> {
    let known = config.robots.value.iter().find(|robot| robot.id == host);
    let address = match known {
        Some(robot) => robot.address.clone(),
        None => host.parse()?,
    };
    match address {
        Address::Bridge(address) => Ok(address),
        Address::Virtual => bail!(
            "the virtual Nao lives inside the program: start `companion virtual-nao`, and look at 127.0.0.1:8002"
        ),
    }
}

/// Languages and movements of what could be played.
async fn wanted(config: &Config) -> anyhow::Result<Wanted> {
    let routines = Repertoire::new(config).all().await;
    let languages: BTreeSet<_> =
        routines.iter().filter_map(|read| Some(read.compiled.plan.as_ref()?.language)).collect();
    let (folder, audio) = (config.routines.value.clone(), config.audio.value.clone());
    let (library, _) = spawn_blocking(move || Library::load(&folder, &audio)).await?;
    // What is not safe is told by `companion check`.
    let movements = library
        .movements()
        .iter()
        .filter_map(|(name, movement)| {
            Some((name.clone(), movement.at_tempo(movement.tempo).ok()?))
        })
        .collect();
    Ok(Wanted { languages: languages.into_iter().collect(), movements })
}

/// Waves, if that is safe; why not, else.
async fn wave_when_safe(
    address: &str,
    report: &Report,
    movements: &BTreeMap<String, Trajectory>,
) -> Result<(), String> {
    if report.taken {
        return Err(
            "a class has it, or left it without giving it back; `companion serve` makes that good"
                .to_owned(),
        );
    }
    let wave = WAVES.iter().find(|(posture, _)| *posture == report.posture);
    let Some((_, name)) = wave else {
        return Err(format!(
            "it waves only when it sits or stands (its posture is {})",
            report.posture
        ));
    };
    if !report.against_moving().is_empty() || report.movements_refused.contains_key(*name) {
        return Err("it must not be moved before that is mended".to_owned());
    }
    let motion =
        movements.get(*name).ok_or_else(|| format!("there is no movement “{name}” to make"))?;
    let (notices, mut told) = mpsc::channel(64);
    let (_stop, stop) = watch::channel(0);
    let nao = Nao::connect(address, notices, stop);
    let connected = timeout(CONNECTED_WITHIN, async {
        while let Some(notice) = told.recv().await {
            if matches!(notice, Notice::Connected { .. }) {
                return true;
            }
        }
        false
    });
    if connected.await != Ok(true) {
        return Err("the connection could not be opened again".to_owned());
    }
    let listening = tokio::spawn(async move { while told.recv().await.is_some() {} });
    let waved = async {
        nao.take().await?;
        nao.run(motion).await
    };
    let waved = tokio::select! {
        waved = waved => waved.map_err(|error| error.to_string()),
        () = super::interrupted() => {
            // What cannot be halted is told by the rest below.
            let _ = nao.halt().await;
            Err("it was interrupted".to_owned())
        }
    };
    let rested = nao.rest().await;
    listening.abort();
    waved.and(rested.map_err(|error| format!("it was not brought to rest: {error}")))
}
