//! `companion play` on the virtual Nao, and `companion replay` of what was kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{
    io::Write,
    process::{Output, Stdio},
};

use serde_json::Value;
use support::companion;
use tempfile::TempDir;

const CLASS: &str = "tests/fixtures/short-class.yaml";

fn play(data: &TempDir, more: &[&str], typed: &str) -> Output {
    let mut command = companion();
    command.args(["play", CLASS, "--robot", "virtual", "--ears", "none", "--seed", "7", "--data"]);
    command.arg(data.path()).args(more);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn replay(data: &TempDir, more: &[&str]) -> (Option<i32>, String) {
    let output = companion()
        .args(["replay", "last", "--data"])
        .arg(data.path())
        .args(more)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_class_is_played_kept_and_reproduced_command_for_command() {
    let data = TempDir::new().unwrap();
    let played = play(&data, &["--json"], "");
    assert_eq!(played.status.code(), Some(0), "{}", String::from_utf8_lossy(&played.stderr));
    let told = lines(&String::from_utf8(played.stdout).unwrap());
    let commands: Vec<&Value> =
        told.iter().flat_map(|line| line["commands"].as_array().unwrap()).collect();
    for kind in ["say", "move", "posture", "leds", "play_music", "listen", "set_timer", "record"] {
        assert!(commands.iter().any(|command| command.get(kind).is_some()), "no {kind}");
    }

    let (code, replayed) = replay(&data, &["--json"]);
    assert_eq!(code, Some(0));
    let kept = lines(&replayed);
    assert_eq!(kept.len(), told.len(), "every event is in the journal");
    for (kept, told) in kept.iter().zip(&told) {
        assert_eq!(kept["same"], true);
        assert_eq!((&kept["event"], &kept["commands"]), (&told["event"], &told["commands"]));
    }
    let (_, text) = replay(&data, &[]);
    assert!(text.trim_end().ends_with("the same, command for command."), "{text}");
}

#[test]
fn progress_is_shown_and_an_answer_may_be_typed() {
    let data = TempDir::new().unwrap();
    let played = play(&data, &["--resident", "Odette"], "/pause\n/resume\n");
    let shown = String::from_utf8(played.stdout).unwrap();
    assert_eq!(played.status.code(), Some(0), "{shown}");
    assert!(shown.contains("[  0 %] 0:00"), "{shown}");
    assert!(shown.contains("“Bonjour.”") && shown.contains("ended"), "{shown}");
    assert!(shown.contains("companion replay "), "{shown}");
}

#[test]
fn a_changed_journal_is_found_out() {
    let data = TempDir::new().unwrap();
    play(&data, &[], "/stop\n");
    let database = data.path().join("companion.db");
    let changed = std::process::Command::new("python3")
        .args(["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(\"UPDATE journal SET commands = replace(commands, 'neutral', 'happy')\"); c.commit()"])
        .arg(&database)
        .status()
        .unwrap();
    assert!(changed.success());
    let (code, text) = replay(&data, &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("now it would be"), "{text}");
}

#[test]
fn what_cannot_be_played_is_told() {
    let data = TempDir::new().unwrap();
    let far = companion()
        .args(["play", CLASS, "--robot", "127.0.0.1:1", "--ears", "none", "--data"])
        .arg(data.path())
        .output()
        .unwrap();
    assert_eq!(far.status.code(), Some(3));
    let why = String::from_utf8_lossy(&far.stderr).into_owned();
    assert!(why.contains("nothing answers at 127.0.0.1:1"), "{why}");
    let missing = companion().args(["play", "no-such.yaml"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    let why = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(why.contains("no-such.yaml"), "{why}");
    assert_eq!(companion().arg("dance").output().unwrap().status.code(), Some(2));
}

#[test]
fn the_configuration_tells_where_it_comes_from() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("companion.yaml");
    std::fs::write(&file, "listen: 127.0.0.1:9000\n").unwrap();
    let shown = companion().args(["config", "--json", "--config"]).arg(&file).output().unwrap();
    let config: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(config["listen"]["value"], "127.0.0.1:9000");
    assert_eq!(
        (&config["listen"]["origin"], &config["data"]["origin"]),
        (&"file".into(), &"default".into())
    );
    std::fs::write(&file, "listn: 127.0.0.1:9000\n").unwrap();
    let wrong = companion().args(["config", "--config"]).arg(&file).output().unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    let why = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(why.contains("companion.yaml:1:1") && why.contains("listen"), "{why}");
}
