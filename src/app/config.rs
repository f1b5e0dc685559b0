//! `companion.yaml`: every key has a default, and each value knows where it comes from.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::{
    app::folders,
    ears::SourceChoice,
    script::{self, yaml},
};

/// Name of the file that is looked for in the working folder.
pub const FILE_NAME: &str = "companion.yaml";

/// The port of NAOqi's bridge behind the robot's own web server (`naoqi.md`: 80).
const BRIDGE_PORT: u16 = 80;

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    listen: Option<String>,
    data: Option<PathBuf>,
    routines: Option<PathBuf>,
    audio: Option<PathBuf>,
    models: Option<PathBuf>,
    robots: Option<Vec<WrittenRobot>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRobot {
    id: String,
    name: Option<String>,
    address: Option<String>,
    ears: Option<String>,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// `companion.yaml`.
    File,
    /// The command line.
    CommandLine,
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Value<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Value<T> {
    fn or_default(written: Option<T>, default: impl FnOnce() -> T) -> Value<T> {
        match written {
            Some(value) => Value { value, origin: Origin::File },
            None => Value { value: default(), origin: Origin::Default },
        }
    }

    /// Replaces the value by one of the command line, when there is one.
    pub fn overruled_by(&mut self, given: Option<T>) {
        if let Some(value) = given {
            *self = Value { value, origin: Origin::CommandLine };
        }
    }
}

/// Where a robot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The embedded Nao.
    Virtual,
    /// `HOST:PORT` of a bridge.
    Bridge(String),
}

impl FromStr for Address {
    type Err = anyhow::Error;

    fn from_str(written: &str) -> anyhow::Result<Address> {
        let written = written.trim();
        if written == "virtual" {
            return Ok(Address::Virtual);
        }
        let (host, port) = match written.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') => (host, Some(port)),
            _ => (written, None),
        };
        if host.is_empty() || host.contains(['/', ' ', '@']) {
            bail!(
                "“{written}” is no address of a robot: write virtual, nao.local, 192.168.1.20 or 192.168.1.20:80"
            );
        }
        let port = match port {
            None => BRIDGE_PORT,
            Some(port) => port
                .parse()
                .with_context(|| format!("“{port}” in “{written}” is no port (1 to 65535)"))?,
        };
        Ok(Address::Bridge(format!("{host}:{port}")))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Address::Virtual => f.write_str("virtual"),
            Address::Bridge(address) => f.write_str(address),
        }
    }
}

/// One robot.
#[derive(Debug, Clone)]
pub struct RobotConfig {
    /// Short name in addresses and the store: letters, digits, `-`.
    pub id: String,
    /// Name that Nao gives itself.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// Where its sound comes from.
    pub ears: SourceChoice,
}

/// The effective configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file, when there is one.
    pub file: Option<PathBuf>,
    /// Where the tablet page is served. Loopback unless staff open it to the residence's network.
    pub listen: Value<SocketAddr>,
    /// Folder of the database.
    pub data: Value<PathBuf>,
    /// Folder of routines.
    pub routines: Value<PathBuf>,
    /// Folder of music.
    pub audio: Value<PathBuf>,
    /// Folder of speech models, one folder a language.
    pub models: Value<PathBuf>,
    /// The robots.
    pub robots: Value<Vec<RobotConfig>>,
}

impl Config {
    /// Reads the file that is named, or `companion.yaml` in the working folder when it is there.
    ///
    /// # Errors
    /// With file, line and column, what is wrong and what to do.
    pub fn load(named: Option<&Path>) -> anyhow::Result<Config> {
        let file = match named {
            Some(path) => Some(path.to_owned()),
            None => Some(PathBuf::from(FILE_NAME)).filter(|path| path.exists()),
        };
        let written = match &file {
            None => Written::default(),
            Some(path) => yaml::read_file::<Written>(path)
                .map_err(|diagnostics| anyhow::anyhow!(script::render(&diagnostics, false)))?,
        };
        let base = file.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
        let beside = |path: PathBuf| if path.is_absolute() { path } else { base.join(path) };
        let listen = written
            .listen
            .map(|listen| {
                listen.parse::<SocketAddr>().map_err(|_| {
                    anyhow::anyhow!(
                        "“{listen}” is no address to listen on: write 127.0.0.1:8080 for this machine only, or 0.0.0.0:8080 for the whole network"
                    )
                })
            })
            .transpose()?;
        let robots = written.robots.map(robots).transpose()?;
        Ok(Config {
            file,
            listen: Value::or_default(listen, || SocketAddr::from(([127, 0, 0, 1], 8080))),
            data: Value::or_default(written.data.map(beside), folders::data),
            routines: Value::or_default(written.routines.map(beside), || folders::find("routines")),
            audio: Value::or_default(written.audio.map(beside), || folders::find("audio")),
            models: Value::or_default(written.models.map(beside), folders::models),
            robots: Value::or_default(robots, || {
                vec![RobotConfig {
                    id: "nao".to_owned(),
                    name: "Nao".to_owned(),
                    address: Address::Virtual,
                    ears: SourceChoice::Microphone(None),
                }]
            }),
        })
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data.value.join("companion.db")
    }
}

fn robots(written: Vec<WrittenRobot>) -> anyhow::Result<Vec<RobotConfig>> {
    if written.is_empty() {
        bail!("`robots` is empty: name at least one, or leave the key out for the virtual Nao");
    }
    let mut seen = BTreeSet::new();
    written
        .into_iter()
        .map(|robot| {
            let id = robot.id;
            let speakable = |c: char| c.is_ascii_alphanumeric() || c == '-';
            if id.is_empty() || id.len() > 40 || !id.chars().all(speakable) {
                bail!("robot id “{id}”: use 1 to 40 letters (a-z), digits and “-”");
            }
            if !seen.insert(id.clone()) {
                bail!("two robots are called “{id}”: each needs its own id");
            }
            let address = robot.address.as_deref().unwrap_or("virtual").parse()?;
            let ears = robot.ears.as_deref().unwrap_or("microphone");
            let ears = ears
                .parse()
                .map_err(|error| anyhow::anyhow!("robot “{id}”, ears “{ears}”: {error}"))?;
            let name = robot.name.unwrap_or_else(|| "Nao".to_owned());
            Ok(RobotConfig { id, name, address, ears })
        })
        .collect()
}
