//! `companion config`: the effective configuration, and where each value comes from.

use std::{
    io::{Write, stdout},
    time::Duration,
};

use clap::Args;
use serde_json::{Value as Json, json};

use crate::app::config::{Config, Origin};

/// The effective configuration.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Prints it.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &ConfigArgs, config: &Config) -> anyhow::Result<u8> {
    let mut out = stdout().lock();
    let values = values(config);
    if args.json {
        let object: serde_json::Map<String, Json> = values
            .into_iter()
            .map(|(key, value, origin)| (key.to_owned(), json!({"value": value, "origin": origin})))
            .collect();
        serde_json::to_writer_pretty(&mut out, &object)?;
        writeln!(out)?;
        return Ok(0);
    }
    match &config.file {
        Some(file) => writeln!(out, "# {}", file.display())?,
        None => writeln!(out, "# no companion.yaml here: every value is the default")?,
    }
    for (key, value, origin) in values {
        let origin = match origin {
            Origin::Default => "default",
            Origin::File => "companion.yaml",
            Origin::CommandLine => "command line",
        };
        match value {
            // What is printed can be kept as companion.yaml.
            Json::Array(robots) => {
                writeln!(out, "{key}: # {origin}")?;
                for robot in robots {
                    writeln!(out, "  - {robot}")?;
                }
            }
            value => writeln!(out, "{key}: {value} # {origin}")?,
        }
    }
    Ok(0)
}

fn millis(delay: Duration) -> u64 {
    u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)
}

fn values(config: &Config) -> Vec<(&'static str, Json, Origin)> {
    let robots: Vec<Json> = config
        .robots
        .value
        .iter()
        .map(|robot| {
            json!({
                "id": robot.id, "name": robot.name,
                "address": robot.address.to_string(), "ears": robot.ears.to_string(),
                "motion_delay_ms": millis(robot.delays.motion),
                "speech_delay_ms": millis(robot.delays.speech),
                "voice": robot.voice,
            })
        })
        .collect();
    vec![
        ("listen", json!(config.listen.value.to_string()), config.listen.origin),
        ("data", json!(config.data.value), config.data.origin),
        ("routines", json!(config.routines.value), config.routines.origin),
        ("audio", json!(config.audio.value), config.audio.origin),
        ("models", json!(config.models.value), config.models.origin),
        (
            "sound",
            json!({"latency_ms": millis(config.sound_latency.value)}),
            config.sound_latency.origin,
        ),
        ("robots", json!(robots), config.robots.origin),
    ]
}
