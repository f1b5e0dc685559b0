//! What happens, told in a line for a terminal.

use crate::{
    answer::Heard,
    session::{Command, Event, Fact, StaffAction, State, View},
};

/// Minutes and seconds of session time.
pub fn clock(at_ms: u64) -> String {
    let seconds = at_ms / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// An event, in a few words.
pub fn event(event: &Event) -> String {
    match event {
        Event::Started { participant, seed, .. } if participant.name.is_empty() => {
            format!("started with a guest (seed {seed})")
        }
        Event::Started { participant, seed, .. } => {
            format!("started with {} (seed {seed})", participant.name)
        }
        Event::CameBack => "the program came back".into(),
        Event::SpeechEnded(_) => "has spoken".into(),
        Event::MotionEnded(_) => "has moved".into(),
        Event::MotionFailed(_, why) => format!("could not move: {why}"),
        Event::Heard(_, heard) => match heard {
            Heard::Silence => "nothing was heard".into(),
            Heard::NotUnderstood => "something was heard, and no word understood".into(),
            Heard::Speech(said) => {
                format!("heard “{}” ({:.0} %)", said.text, said.confidence * 100.0)
            }
        },
        Event::Touched(sensor) => format!("touched: {sensor:?}"),
        Event::StaffSaid(action) => match action {
            StaffAction::Say { text } => format!("staff: say “{text}”"),
            action => format!("staff: {action:?}"),
        },
        Event::RobotLost => "the robot is lost".into(),
        Event::RobotBack => "the robot is there".into(),
        Event::RobotFell => "the robot fell".into(),
        Event::RobotLifted(true) => "the robot was lifted".into(),
        Event::RobotLifted(false) => "the robot was put down".into(),
        Event::RobotPushed => "the robot was pushed".into(),
        Event::RobotHot(joints) => format!("hot: {joints:?}"),
        Event::LowBattery(percent) => format!("battery {percent} %"),
        Event::TimerFired(_) => "time has passed".into(),
    }
}

/// A command, in a few words; `None` for what only the tablet shows.
pub fn command(command: &Command) -> Option<String> {
    Some(match command {
        Command::Say { text, .. } => format!("say “{text}”"),
        Command::Move { trajectory, .. } => {
            format!(
                "move {} joints for {:.1} s",
                trajectory.tracks().len(),
                trajectory.duration_s()
            )
        }
        Command::Posture { posture, .. } => format!("posture {}", posture.name()),
        Command::Leds(mood) => format!("eyes {mood:?}"),
        Command::PlayMusic { track, .. } => format!("play {track}"),
        Command::StopMusic => "stop the music".into(),
        Command::Chime(chime) => format!("chime {chime:?}"),
        Command::Listen(_) => "listen".into(),
        Command::StopListening => "stop listening".into(),
        Command::SetTimer { after_ms, .. } => format!("wait {:.1} s", *after_ms as f64 / 1000.0),
        Command::Record(fact) => record(fact),
        Command::Show(_) => return None,
        Command::Halt => "halt".into(),
        Command::Rest => "rest".into(),
    })
}

fn record(fact: &Fact) -> String {
    match fact {
        Fact::Answered { question, score, .. } => format!(
            "keep: “{question}” {:?}, {} of {}. {}",
            score.verdict,
            score.points,
            score.of,
            score.reasons.join(" ")
        ),
        Fact::Overruled { verdict, points, .. } => {
            format!("keep: corrected to {verdict:?}, {points}")
        }
        Fact::Exercised { movement, repetitions } => format!("keep: {repetitions} × {movement}"),
        Fact::Played { game, told, .. } => format!("keep: “{game}”. {told}"),
        Fact::Felt { feeling: Some(feeling) } => format!("keep: somebody feels {feeling:?}"),
        Fact::Felt { feeling: None } => "keep: nobody said how they feel".into(),
        Fact::Intensity { intensity } => format!("keep: intensity {}", u8::from(*intensity)),
        Fact::Level { bank, level, .. } => format!("keep: level {} in {bank}", level.number()),
        Fact::NeedsStaff { why } => format!("keep: staff should come: {why}"),
        Fact::Ended { how, score, of } => format!("keep: {how:?}, {score} of {of}"),
    }
}

/// How far a session is: `[ 35 %] 2:13 speaking “…”`.
pub fn progress(at_ms: u64, view: &View) -> String {
    let doing = match view.state {
        State::Speaking => "speaking",
        State::Moving => "moving",
        State::Listening => "listening",
        State::Resting => "resting",
        State::Paused => "paused",
        State::RobotLost => "waiting for the robot",
        State::Ended => "ended",
    };
    let counting = match &view.exercise {
        Some(exercise) if exercise.repetition > 0 => {
            format!(" {} {}/{}", exercise.title, exercise.repetition, exercise.of)
        }
        Some(exercise) => format!(" {}", exercise.title),
        None => String::new(),
    };
    format!(
        "[{:3.0} %] {} {doing}{counting} “{}”",
        view.progress * 100.0,
        clock(at_ms),
        view.caption
    )
}
