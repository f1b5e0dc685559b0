//! The main job, end to end, on real parts: a member of staff picks a resident and a game on the
//! page in a real browser, the virtual Nao asks over the bridge, somebody answers aloud, Vosk
//! hears it, it is scored, shown, and kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{
    io::{BufRead, BufReader, Lines},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use companion::store::{AnswerKept, SessionDetail, Store};
use serde_json::Value;
use support::{Microphone, Program, say_korean};
use tempfile::TempDir;

/// The journey in the browser, and what it prints.
struct Journey {
    node: Child,
    printed: Lines<BufReader<ChildStdout>>,
}

impl Journey {
    fn begin(program: &Program, expected: &str) -> Journey {
        let mut node = Command::new("node")
            .args(["memory_game.mjs", &format!("http://{}", program.address), expected])
            .args(std::env::var_os("COMPANION_PICTURES"))
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/journeys"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is there (make setup)");
        let printed = BufReader::new(node.stdout.take().unwrap()).lines();
        Journey { node, printed }
    }

    fn next(&mut self) -> Value {
        let line = self.printed.next().expect("the journey goes on").unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Waits until Nao listens.
    fn until_listening(&mut self) {
        assert_eq!(self.next()["listening"], true);
    }

    /// What the page showed at the end.
    fn end(mut self) -> Value {
        let shown = self.next();
        assert!(self.node.wait().unwrap().success());
        assert_eq!(shown["failures"], serde_json::json!([]), "the page has no errors");
        shown
    }
}

/// What was kept of the only session.
async fn kept(folder: &Path) -> SessionDetail {
    let store = Store::open(&folder.join("companion.db")).await.unwrap();
    let sessions = store.sessions(None).await.unwrap();
    assert_eq!(sessions.len(), 1);
    let detail = store.session(&sessions[0].id).await.unwrap().unwrap();
    store.close().await;
    detail
}

fn first(detail: &SessionDetail) -> &AnswerKept {
    let answer = &detail.answers[0];
    assert_eq!(answer.question, "cat-riddle");
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_answer_through_the_microphone() {
    let folder = TempDir::new().unwrap();
    let microphone = Microphone::new(folder.path());
    let cat = say_korean("고양이", folder.path());
    let program = Program::serve("microphone", &[("ALSA_CONFIG_PATH", &microphone.config)]);
    let mut journey = Journey::begin(&program, "right");
    journey.until_listening();
    microphone.say(&cat);
    let shown = journey.end();
    assert_eq!(shown["heard"], "고양이");
    assert_eq!(shown["verdict"], "right");
    assert_eq!(shown["score"], "1 / 1");

    let (data, ended) = program.end();
    assert_eq!(ended.code(), Some(130), "interrupted, with the robot at rest");
    let detail = kept(data.path()).await;
    assert_eq!(detail.summary.participant, "Yeong-hui");
    assert_eq!(detail.summary.ended.as_deref(), Some("stopped"));
    let answer = first(&detail);
    assert_eq!((answer.heard.as_str(), answer.verdict.as_str()), ("고양이", "right"));
    assert_eq!((answer.points, answer.of, answer.cues), (1, 1, 0));
    assert!(answer.latency_ms.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_answer_scores_nothing_and_brings_a_hint() {
    let folder = TempDir::new().unwrap();
    let train = say_korean("기차", folder.path());
    let program = Program::serve(&format!("file:{}", train.display()), &[]);
    let mut journey = Journey::begin(&program, "wrong");
    journey.until_listening();
    let shown = journey.end();
    assert_eq!(shown["heard"], "기차");
    assert_eq!(shown["verdict"], "wrong");
    assert_eq!(shown["score"], "0 / 1");
    let hint = shown["hint"].as_str().unwrap();
    assert!(!hint.is_empty());

    let (data, _) = program.end();
    let detail = kept(data.path()).await;
    let answer = first(&detail);
    assert_eq!((answer.heard.as_str(), answer.verdict.as_str()), ("기차", "wrong"));
    assert_eq!((answer.points, answer.of), (0, 1));
}
