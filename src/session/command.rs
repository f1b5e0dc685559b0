//! All that can be done.

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Feeling, ListenSpec, Score, Source, Task, Verdict},
    language::Language,
    motion::{Posture, Trajectory},
    session::{AnswerId, GameResult, Intensity, Level, MovementId, PromptId, TimerId, View},
};

/// What the eyes say. A visible turn cue helps those who hear badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// White.
    Neutral,
    /// Green: it is your turn.
    Listening,
    /// Warm yellow: well done.
    Happy,
    /// Blue: we are pausing.
    Paused,
}

/// A short sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chime {
    /// Your turn.
    Listen,
    /// Well done.
    Right,
    /// A call to staff.
    Attention,
}

/// When a command begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// As soon as it arrives.
    #[default]
    AtOnce,
    /// On the next beat: of the music, or where none plays of a silent metronome that keeps its
    /// grid over an exercise. What is given in one answer of the session begins on the same beat.
    OnBeat {
        /// The movement's tempo, beats a minute.
        bpm: f64,
    },
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// To its end.
    Completed,
    /// Staff or a resident stopped it.
    Stopped,
    /// The robot fell.
    Fell,
    /// The battery was nearly empty: the session took its leave in time.
    FlatBattery,
    /// Motors were too hot for anything that was left to do.
    TooHot,
}

/// What is kept of a session beside the journal itself.
#[allow(clippy::large_enum_variant, reason = "answers are what most facts are")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// An answer and its score.
    Answered {
        /// Number of the answer in the session.
        answer: AnswerId,
        /// The question's id in the routine.
        question: String,
        /// Who was called for it: a member of a group, or a team.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        called: Option<String>,
        /// What was asked.
        task: Task,
        /// What was heard; empty for silence.
        heard: String,
        /// How it reached us; `None` for silence.
        source: Option<Source>,
        /// The score.
        score: Score,
        /// 1 for the first try.
        attempt: u32,
        /// The rung of the hint ladder on which it was given: 0 freely, 1 after a hint by the
        /// author, 2 after how the answer begins, 3 from a choice of two.
        cues: u32,
        /// From the opening of the ears to the first sound of the answer, ms.
        latency_ms: Option<u64>,
    },
    /// Staff corrected an answer.
    Overruled {
        /// Which.
        answer: AnswerId,
        /// What it is now.
        verdict: Verdict,
        /// Points now.
        points: u32,
        /// Points of the whole session now.
        total: u32,
    },
    /// Repetitions of an exercise were made.
    Exercised {
        /// The movement.
        movement: String,
        /// Repetitions, both sides together.
        repetitions: u32,
    },
    /// What came of a game beside its points.
    Played {
        /// Name of the game in the routine.
        game: String,
        /// What came of it.
        result: GameResult,
        /// The same in a sentence, in the routine's language.
        told: String,
    },
    /// Somebody said how they feel, or nobody did.
    Felt {
        /// How; `None`: nothing was understood.
        feeling: Option<Feeling>,
    },
    /// A class asks more or less than before; the next one begins with it.
    Intensity {
        /// How much.
        intensity: Intensity,
    },
    /// Somebody's level in a bank has changed; the next session begins with it.
    Level {
        /// The bank.
        bank: String,
        /// What staff read.
        title: String,
        /// The level now.
        level: Level,
    },
    /// Staff should come: why, in the routine's language.
    NeedsStaff {
        /// The reason.
        why: String,
    },
    /// The session ended.
    Ended {
        /// How.
        how: How,
        /// Points.
        score: u32,
        /// Points that could have been reached.
        of: u32,
    },
}

#[allow(clippy::large_enum_variant, reason = "facts are few beside what is said and moved")]
/// All that a session can ask of the edges.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Say it; answered by `SpeechEnded`.
    Say {
        /// The number of the answer.
        prompt: PromptId,
        /// Text, variables filled in.
        text: String,
        /// Language.
        language: Language,
        /// When it begins.
        #[serde(default)]
        start: Start,
    },
    /// Make it; answered by `MotionEnded` or `MotionFailed`.
    Move {
        /// The number of the answer.
        movement: MovementId,
        /// The proven motion.
        trajectory: Trajectory,
        /// When it begins.
        #[serde(default)]
        start: Start,
    },
    /// Take it; answered by `MotionEnded` or `MotionFailed`.
    Posture {
        /// The number of the answer.
        movement: MovementId,
        /// The posture.
        posture: Posture,
    },
    /// Colour of the eyes.
    Leds(Mood),
    /// Plays a track in a loop.
    PlayMusic {
        /// Name in `audio/index.yaml`.
        track: String,
        /// 0 to 1.
        volume: f64,
    },
    /// Ends the music.
    StopMusic,
    /// Plays a chime.
    Chime(Chime),
    /// Opens the ears; answered by `Heard`.
    Listen(ListenSpec),
    /// Closes the ears; no answer comes.
    StopListening,
    /// Answered by `TimerFired`.
    SetTimer {
        /// The number of the answer.
        timer: TimerId,
        /// In how many milliseconds.
        after_ms: u64,
    },
    /// Keep it.
    Record(Fact),
    /// Show it on the tablet.
    Show(Box<View>),
    /// Motion and speech end now; what was pending gets no answer.
    Halt,
    /// The session is over: give the robot back and let it rest.
    Rest,
}
