//! A class as people hear and see it: the music from one loudspeaker, the count from the virtual
//! Nao's, and the joints of its body, each with its time. The music's beat, the count and the
//! movement must be the same beat.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use companion::{
    motion::{Joint, Trajectory},
    robot::{Address, Link, Tcp},
    script::Library,
};
use serde_json::json;
use support::{LATENCY_MS, Loudspeaker, Recording, companion, onsets, place_of, rendering};
use tempfile::TempDir;
use tokio::time::sleep;

/// The music, and a movement at half its tempo: it begins on each second beat.
const MUSIC: &str = "morning-walk";
const MOVEMENT: &str = "biceps_curl";
const TEMPO: f64 = 50.0;
const REPETITIONS: usize = 4;

/// How far movement and count may be from their beat, s. The machine of a test is busy; half a
/// beat of the music is 0.3 s, so that whatever is on another beat is beyond this.
const MOVED_WITHIN: f64 = 0.15;
const COUNTED_WITHIN: f64 = 0.25;

/// And in the middle of all repetitions, s.
const USUALLY_MOVED_WITHIN: f64 = 0.08;
const USUALLY_COUNTED_WITHIN: f64 = 0.15;

/// From the arrival of a sentence at this virtual Nao to its sound, ms: espeak-ng works, and the
/// loudspeaker and its buffer come after it.
const SPEECH_DELAY_MS: u32 = 190;

const ROUTINE: &str = "\
title: Au pas
language: fr
kind: memory
minutes: 1
position: sitting
steps:
  - music: {play: morning-walk, volume: 0.8}
  - exercise: {movement: biceps_curl, tempo: 50, repetitions: 4, demonstrate: false, instruction: Ensemble.}
  - pause: 1
  - music: stop
";

/// The virtual Nao alone, that speaks aloud.
struct Nao {
    child: Child,
    address: String,
}

impl Nao {
    fn start(voice: &Loudspeaker) -> Nao {
        let mut child = companion()
            .args(["virtual-nao", "--port", "0", "--voice"])
            .env("ALSA_CONFIG_PATH", &voice.config)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_end_matches('.').rsplit(' ').next().unwrap().to_owned();
        Nao { child, address }
    }
}

impl Drop for Nao {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

/// The joint that tells when a movement begins: the one that moves first and most.
fn telling(trajectory: &Trajectory) -> Joint {
    let rest = trajectory.start().angles();
    let soon = trajectory.angles_at(0.3);
    let moved = |joint: &Joint| (soon[joint.index()] - rest[joint.index()]).abs();
    Joint::ALL.into_iter().max_by(|a, b| moved(a).total_cmp(&moved(b))).unwrap()
}

/// Angles of a joint with their times, until it is over.
async fn watch(address: &str, joint: Joint, over: &AtomicBool, log: &Mutex<Vec<(f64, f64)>>) {
    let (link, _signals) = Link::open(&Tcp, &Address::new(address)).await.unwrap();
    while !over.load(Ordering::Relaxed) {
        let args = vec![json!(joint.name()), json!(true)];
        let asked = now();
        let angles =
            link.call("ALMotion", "getAngles", args, Duration::from_secs(5)).await.unwrap();
        let angle = angles.as_array().and_then(|list| list[0].as_f64()).unwrap();
        log.lock().unwrap().push(((asked + now()) / 2.0, angle));
        sleep(Duration::from_millis(4)).await;
    }
}

/// When movements began: the joint left its rest by this much, and its course says how long that
/// takes.
fn movements(log: &[(f64, f64)], trajectory: &Trajectory, joint: Joint) -> Vec<f64> {
    const LEFT: f64 = 0.02;
    let rest = trajectory.start().angles()[joint.index()];
    let away = |angle: f64| (angle - rest).abs() > LEFT;
    let takes = (0..2_000)
        .map(|ms| f64::from(ms) / 1000.0)
        .find(|at| away(trajectory.angles_at(*at)[joint.index()]))
        .expect("the movement leaves its rest");
    let mut begun: Vec<f64> = Vec::new();
    for pair in log.windows(2).filter(|pair| !away(pair[0].1) && away(pair[1].1)) {
        let at = pair[1].0 - takes;
        // On its way it may pass its rest.
        if begun.last().is_none_or(|last| at - last > trajectory.duration_s() - 0.2) {
            begun.push(at);
        }
    }
    begun
}

/// When the voice began after a silence of at least 0.25 s.
fn sentences(heard: &Recording) -> Vec<f64> {
    const PIECE: usize = 480;
    let loud = |piece: &[f32]| piece.iter().any(|sample| sample.abs() > 0.03);
    let (mut silent, mut begun) = (100, Vec::new());
    for (number, piece) in heard.samples.chunks(PIECE).enumerate() {
        if loud(piece) {
            if silent >= 25 {
                begun.push(heard.began + number as f64 * 0.01);
            }
            silent = 0;
        } else {
            silent += 1;
        }
    }
    begun
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// What was recorded of a class.
struct Recorded {
    music: Recording,
    voice: Recording,
    /// Angles of the telling joint (rad) with their times (s).
    angles: Vec<(f64, f64)>,
}

/// The class that was asked for: its track, and the movement with its telling joint.
struct Asked {
    /// Onsets of the track's rendering, ms by ms.
    onsets: Vec<f32>,
    /// Where its first beat is, and the length of a beat, s.
    first_beat: f64,
    beat: f64,
    trajectory: Trajectory,
    joint: Joint,
}

/// Where the beats of the music were heard: the first one, s, and their length, s.
#[derive(Clone, Copy)]
struct Beats {
    first: f64,
    length: f64,
}

/// The music: the same piece of the track is where it is, and twenty seconds later still in step.
fn beats_of(music: &Recording, asked: &Asked) -> Result<Beats, String> {
    let played = onsets(&music.samples, support::RATE);
    // The tune repeats itself: only a long piece is found in one place alone.
    let began = place_of(&played, &asked.onsets, 0, 12_000, 0..20_000);
    let around = began + 20_000 - 250..began + 20_000 + 250;
    let later = place_of(&played, &asked.onsets, 20_000, 4_000, around);
    let in_step = later as i64 - began as i64 - 20_000;
    if in_step.abs() > 20 {
        return Err(format!("the music is out of step by {in_step} ms"));
    }
    let first = music.began + began as f64 / 1000.0 + asked.first_beat;
    Ok(Beats { first, length: asked.beat })
}

/// How far each repetition and its count were from their beat, s.
type Offs = (Vec<f64>, Vec<f64>);

/// Whether movement and count were on the beats of the music: how far they were from them, or
/// what is wrong.
fn judge(beats: Beats, moved: &[f64], counted: &[f64]) -> Result<Offs, String> {
    if moved.len() != REPETITIONS {
        return Err(format!("{REPETITIONS} repetitions were made: {moved:?}"));
    }
    let mut offs = (Vec::new(), Vec::new());
    for at in moved {
        let number = ((at - beats.first) / (2.0 * beats.length)).round() * 2.0;
        let expected = beats.first + number * beats.length;
        let nearest = counted.iter().map(|count| count - expected);
        let count = nearest.min_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(f64::INFINITY);
        offs.0.push(at - expected);
        offs.1.push(count);
    }
    let within = |offs: &[f64], most: f64, usually: f64| {
        let offs: Vec<f64> = offs.iter().map(|off| off.abs()).collect();
        offs.iter().all(|off| *off <= most) && median(offs) <= usually
    };
    let told = format!("from the beat, s: moved {:.3?}, counted {:.3?}", offs.0, offs.1);
    let good = within(&offs.0, MOVED_WITHIN, USUALLY_MOVED_WITHIN)
        && within(&offs.1, COUNTED_WITHIN, USUALLY_COUNTED_WITHIN);
    if good { Ok(offs) } else { Err(told) }
}

/// The same for what was recorded, given where the beats were.
fn judge_recorded(beats: Beats, recorded: &Recorded, asked: &Asked) -> Result<Offs, String> {
    let moved = movements(&recorded.angles, &asked.trajectory, asked.joint);
    judge(beats, &moved, &sentences(&recorded.voice))
}

impl Recorded {
    /// The same class, had the voice come so much later, and the movement, s.
    fn shifted(&self, voice: f64, movement: f64) -> Recorded {
        let later = |recording: &Recording, by: f64| Recording {
            began: recording.began + by,
            samples: recording.samples.clone(),
        };
        Recorded {
            music: later(&self.music, 0.0),
            voice: later(&self.voice, voice),
            angles: self.angles.iter().map(|(at, angle)| (at + movement, *angle)).collect(),
        }
    }
}

/// Gives a class on the rig, and records it.
async fn record(asked: &Asked) -> Recorded {
    let folder = TempDir::new().unwrap();
    let (voice, music) =
        (Loudspeaker::new(folder.path(), "voice"), Loudspeaker::new(folder.path(), "music"));
    let nao = Nao::start(&voice);
    let (over, log) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
    let watching = tokio::spawn({
        let (address, over, log) = (nao.address.clone(), Arc::clone(&over), Arc::clone(&log));
        let joint = asked.joint;
        async move { watch(&address, joint, &over, &log).await }
    });

    let routine = folder.path().join("routine.yaml");
    fs::write(&routine, ROUTINE).unwrap();
    let config = folder.path().join("companion.yaml");
    let here = std::env::current_dir().unwrap();
    let text = json!({
        "routines": here.join("routines"), "audio": here.join("audio"), "data": folder.path(),
        "sound": {"latency_ms": LATENCY_MS},
        "robots": [{
            "id": "nao", "address": nao.address, "ears": "none",
            "speech_delay_ms": SPEECH_DELAY_MS,
        }],
    });
    fs::write(&config, text.to_string()).unwrap();
    let mut play: Command = companion();
    play.arg("--config").arg(&config).arg("play").arg(&routine);
    play.env("ALSA_CONFIG_PATH", &music.config);
    let output = tokio::task::spawn_blocking(move || play.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    over.store(true, Ordering::Relaxed);
    watching.await.unwrap();
    drop(nao);
    let angles = std::mem::take(&mut *log.lock().unwrap());
    Recorded { music: music.heard(), voice: voice.heard(), angles }
}

fn asked() -> Asked {
    let (library, _) = Library::load(Path::new("routines"), Path::new("audio"));
    let trajectory = library.movements()[MOVEMENT].at_tempo(TEMPO).unwrap();
    let joint = telling(&trajectory);
    let track = &library.tracks()[MUSIC];
    let (rendered, rate) = rendering(&track.file);
    let onsets = onsets(&rendered, rate);
    Asked { onsets, first_beat: track.first_beat, beat: 60.0 / track.tempo, trajectory, joint }
}

#[tokio::test(flavor = "multi_thread")]
async fn count_movement_and_music_are_on_the_same_beat() {
    let asked = asked();
    let recorded = record(&asked).await;
    let beats = beats_of(&recorded.music, &asked).unwrap();
    let (moved, counted) = judge_recorded(beats, &recorded, &asked).unwrap();
    for (moved, counted) in moved.iter().zip(counted) {
        println!("moved {:+.0} ms, counted {:+.0} ms", moved * 1e3, counted * 1e3);
    }

    // The same recording, put off the beat: whatever nobody could dance to is refused.
    let off = |voice: f64, movement: f64| {
        judge_recorded(beats, &recorded.shifted(voice, movement), &asked).unwrap_err()
    };
    for by in [beats.length, -beats.length] {
        off(by, 0.0);
        off(0.0, by / 2.0);
        off(0.0, by);
        off(by, by);
    }
    // A tenth of a second of the music is missing.
    let mut gap = recorded.shifted(0.0, 0.0).music;
    let middle = ((beats.first + 16.0 - gap.began) * support::RATE as f64) as usize;
    gap.samples.drain(middle..middle + support::RATE / 10);
    assert!(beats_of(&gap, &asked).is_err(), "a gap is not heard");
}

#[test]
fn what_is_not_on_its_beat_is_refused() {
    let beats = Beats { first: 10.0, length: 0.6 };
    let at = |shift: f64| (1..=4).map(move |number| 10.0 + f64::from(number) * 4.8 + shift);
    let told = |moved: f64, counted: f64| {
        judge(beats, &at(moved).collect::<Vec<_>>(), &at(counted).collect::<Vec<_>>())
    };
    assert!(told(0.0, 0.0).is_ok() && told(-0.05, 0.1).is_ok());
    for (moved, counted) in
        [(0.3, 0.0), (-0.3, 0.0), (0.6, 0.0), (0.0, 0.6), (0.0, -0.6), (0.6, 0.6), (0.1, 0.0)]
    {
        assert!(told(moved, counted).is_err(), "{moved} {counted}");
    }
    // A class whose loudspeakers nobody has allowed for.
    assert!(told(-f64::from(LATENCY_MS) / 1e3, 0.0).is_err());
    assert!(told(0.0, f64::from(SPEECH_DELAY_MS) / 1e3).is_err());
    let moved: Vec<f64> = at(0.0).collect();
    assert!(judge(beats, &moved[1..], &moved).is_err(), "a repetition is missing");
    assert!(judge(beats, &moved, &moved[1..]).is_err(), "a count is missing");
    assert!(judge(beats, &moved, &[]).is_err());
}
