//! `companion.yaml`: every key has a default, and each value knows where it comes from.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use anyhow::{Context, bail};
use serde::{Deserialize, Deserializer, Serialize, de::Error};

use crate::{
    app::{folders, hands::Delays},
    ears::SourceChoice,
    robot::Manner,
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
    #[serde(default, deserialize_with = "listening")]
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    routines: Option<PathBuf>,
    audio: Option<PathBuf>,
    models: Option<PathBuf>,
    #[serde(default)]
    sound: WrittenSound,
    #[serde(default, deserialize_with = "robots")]
    robots: Option<Vec<RobotConfig>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSound {
    #[serde(default, deserialize_with = "delay")]
    latency_ms: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRobot {
    #[serde(deserialize_with = "robot_id")]
    id: String,
    name: Option<String>,
    #[serde(default, deserialize_with = "parsed")]
    address: Option<Address>,
    #[serde(default, deserialize_with = "parsed")]
    ears: Option<SourceChoice>,
    #[serde(default)]
    voice: WrittenVoice,
    #[serde(default, deserialize_with = "delay")]
    motion_delay_ms: Option<u32>,
    #[serde(default, deserialize_with = "delay")]
    speech_delay_ms: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenVoice {
    #[serde(default, deserialize_with = "speed")]
    speed: Option<u32>,
    #[serde(default, deserialize_with = "pitch")]
    pitch: Option<u32>,
    #[serde(default, deserialize_with = "volume")]
    volume: Option<u32>,
    #[serde(default, deserialize_with = "pause")]
    pause_ms: Option<u32>,
    gestures: Option<bool>,
}

impl WrittenVoice {
    fn manner(&self) -> Manner {
        let usual = Manner::default();
        Manner {
            speed: self.speed.unwrap_or(usual.speed),
            pitch: self.pitch.unwrap_or(usual.pitch),
            volume: self.volume.or(usual.volume),
            pause_ms: self.pause_ms.unwrap_or(usual.pause_ms),
            gestures: self.gestures.unwrap_or(usual.gestures),
        }
    }
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
    /// What it needs before it is seen and heard.
    pub delays: Delays,
    /// How it speaks.
    pub voice: Manner,
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
    /// What the loudspeaker adds to this machine's own buffer before a sound is heard.
    pub sound_latency: Value<Duration>,
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
        let latency = written.sound.latency_ms.map(millis);
        Ok(Config {
            file,
            listen: Value::or_default(written.listen, || SocketAddr::from(([127, 0, 0, 1], 8080))),
            data: Value::or_default(written.data.map(beside), folders::data),
            routines: Value::or_default(written.routines.map(beside), || folders::find("routines")),
            audio: Value::or_default(written.audio.map(beside), || folders::find("audio")),
            models: Value::or_default(written.models.map(beside), folders::models),
            sound_latency: Value::or_default(latency, Duration::default),
            robots: Value::or_default(written.robots, || {
                vec![RobotConfig {
                    id: "nao".to_owned(),
                    name: "Nao".to_owned(),
                    address: Address::Virtual,
                    ears: SourceChoice::Microphone(None),
                    delays: Delays::default(),
                    voice: Manner::default(),
                }]
            }),
        })
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data.value.join("companion.db")
    }
}

// What is wrong with a value is told by whoever reads it, so that it is told with its place.

fn listening<'de, D: Deserializer<'de>>(value: D) -> Result<Option<SocketAddr>, D::Error> {
    let listen = String::deserialize(value)?;
    let told = |_| {
        D::Error::custom(format!(
            "“{listen}” is no address to listen on: write 127.0.0.1:8080 for this machine only, or 0.0.0.0:8080 for the whole network"
        ))
    };
    listen.parse().map(Some).map_err(told)
}

fn parsed<'de, D: Deserializer<'de>, T>(value: D) -> Result<Option<T>, D::Error>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    let written = String::deserialize(value)?;
    let told = |error: T::Err| D::Error::custom(format!("{error:#}"));
    written.parse().map(Some).map_err(told)
}

fn robot_id<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    let id = String::deserialize(value)?;
    let speakable = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if id.is_empty() || id.len() > 40 || !id.chars().all(speakable) {
        return Err(D::Error::custom(format!(
            "“{id}” is no robot id: use 1 to 40 letters (a-z), digits and “-”"
        )));
    }
    Ok(id)
}

fn bounded<'de, D: Deserializer<'de>>(
    value: D,
    (least, most): (u32, u32),
    unit: &str,
) -> Result<Option<u32>, D::Error> {
    let number = u32::deserialize(value)?;
    if !(least..=most).contains(&number) {
        return Err(D::Error::custom(format!(
            "{number} {unit} is not possible here: write a number from {least} to {most}"
        )));
    }
    Ok(Some(number))
}

fn speed<'de, D: Deserializer<'de>>(value: D) -> Result<Option<u32>, D::Error> {
    bounded(value, Manner::SPEEDS, "%")
}

fn pitch<'de, D: Deserializer<'de>>(value: D) -> Result<Option<u32>, D::Error> {
    bounded(value, Manner::PITCHES, "%")
}

fn volume<'de, D: Deserializer<'de>>(value: D) -> Result<Option<u32>, D::Error> {
    bounded(value, Manner::VOLUMES, "%")
}

fn pause<'de, D: Deserializer<'de>>(value: D) -> Result<Option<u32>, D::Error> {
    bounded(value, Manner::PAUSES_MS, "ms")
}

/// Slower loudspeakers and robots keep no time, ms.
const DELAYS_MS: (u32, u32) = (0, 2000);

fn delay<'de, D: Deserializer<'de>>(value: D) -> Result<Option<u32>, D::Error> {
    bounded(value, DELAYS_MS, "ms")
}

fn millis(ms: u32) -> Duration {
    Duration::from_millis(u64::from(ms))
}

fn robots<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Vec<RobotConfig>>, D::Error> {
    let written = Vec::<WrittenRobot>::deserialize(value)?;
    if written.is_empty() {
        return Err(D::Error::custom(
            "`robots` is empty: name at least one, or leave the key out for the virtual Nao",
        ));
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = written.iter().find(|robot| !seen.insert(robot.id.clone())) {
        return Err(D::Error::custom(format!(
            "two robots are called “{}”: each needs its own id",
            twice.id
        )));
    }
    let robot = |robot: WrittenRobot| RobotConfig {
        name: robot.name.unwrap_or_else(|| "Nao".to_owned()),
        address: robot.address.unwrap_or(Address::Virtual),
        ears: robot.ears.unwrap_or(SourceChoice::Microphone(None)),
        voice: robot.voice.manner(),
        delays: Delays {
            motion: robot.motion_delay_ms.map(millis).unwrap_or_default(),
            speech: robot.speech_delay_ms.map(millis).unwrap_or_default(),
        },
        id: robot.id,
    };
    Ok(Some(written.into_iter().map(robot).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> anyhow::Result<Config> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        std::fs::write(&file, text).unwrap();
        Config::load(Some(&file))
    }

    #[test]
    fn a_robot_is_read_with_its_voice() {
        let config = load(
            "robots:\n  - {id: salon, address: nao.local, ears: none,\n     voice: {speed: 70, volume: 60, gestures: true}}\n",
        )
        .unwrap();
        let robot = &config.robots.value[0];
        assert_eq!(robot.address, Address::Bridge("nao.local:80".into()));
        let expected = Manner { speed: 70, volume: Some(60), gestures: true, ..Manner::default() };
        assert_eq!(robot.voice, expected);
    }

    #[test]
    fn what_delays_the_beat_is_read() {
        let text = "sound: {latency_ms: 120}\nrobots:\n  - {id: a, motion_delay_ms: 60, speech_delay_ms: 180}\n";
        let config = load(text).unwrap();
        assert_eq!(config.sound_latency.value, millis(120));
        let expected = Delays { motion: millis(60), speech: millis(180) };
        assert_eq!(config.robots.value[0].delays, expected);
        let nothing = load("listen: 127.0.0.1:8080\n").unwrap();
        assert_eq!(nothing.sound_latency.value, Duration::ZERO);
        assert_eq!(nothing.robots.value[0].delays, Delays::default());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let robot = |rest: &str| format!("robots:\n  - {{id: salon, {rest}}}\n");
        let cases = [
            ("listen: everywhere\n".to_owned(), "1:9", "is no address to listen on"),
            (robot("motion_delay_ms: 3000"), "2:34", "from 0 to 2000"),
            ("sound: {latency_ms: fast}\n".to_owned(), "1:21", "fast"),
            ("robots: []\n".to_owned(), "1:9", "name at least one"),
            (robot("address: a/b"), "2:26", "is no address of a robot"),
            (robot("ears: loud"), "2:23", "loud"),
            (robot("voice: {speed: 400}"), "2:32", "write a number from 50 to 120"),
            (robot("voice: {sped: 80}"), "2:25", "unknown key “sped”"),
            ("robots:\n  - id: a b\n".to_owned(), "2:9", "is no robot id"),
            ("robots:\n  - id: a\n  - id: a\n".to_owned(), "2:3", "two robots are called"),
        ];
        for (text, place, message) in cases {
            let told = load(&text).unwrap_err().to_string();
            let whole = format!("{FILE_NAME}:{place}");
            assert!(told.contains(&whole) && told.contains(message), "{place}, {message}:\n{told}");
        }
    }
}
