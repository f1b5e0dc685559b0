//! A rehearsal: a session with an imagined resident in virtual time. No robot, no clock.
//! For authors ("how long does it take, what is said?") and for tests by the thousand.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    fmt,
    str::FromStr,
};

use crate::{
    answer::{Heard, Hypothesis, ListenSpec, Source, Task, YesNo},
    language::Language,
    script::{Plan, speaking_s},
    session::{Command, Event, LocalTime, Participant, Remembered, Session, Stamped, Start},
};

/// How the imagined resident answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resident {
    /// Knows everything.
    Perfect,
    /// Says something else.
    Wrong,
    /// Never says a word.
    Silent,
}

/// No such resident.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown scenario “{0}”: use perfect, wrong or silent")]
pub struct UnknownResident(pub String);

impl FromStr for Resident {
    type Err = UnknownResident;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "perfect" => Ok(Resident::Perfect),
            "wrong" => Ok(Resident::Wrong),
            "silent" => Ok(Resident::Silent),
            _ => Err(UnknownResident(name.to_owned())),
        }
    }
}

impl fmt::Display for Resident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Resident::Perfect => "perfect",
            Resident::Wrong => "wrong",
            Resident::Silent => "silent",
        })
    }
}

/// What happened in a rehearsal.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// Every event with the commands that it brought.
    pub journal: Vec<(Stamped, Vec<Command>)>,
    /// Length, s.
    pub duration_s: f64,
    /// Points.
    pub score: u32,
    /// Points that could have been reached.
    pub of: u32,
    /// Whether it came to its end by itself.
    pub ended: bool,
}

/// A rehearsal that has not ended after so many events never will.
const EVENTS_AT_MOST: usize = 200_000;

/// Time to reach a posture, s (a Nao at half speed; measured postures take 1 to 3 s).
const POSTURE_S: f64 = 2.0;

/// Plays a plan with an imagined resident who is a guest.
pub fn rehearse(plan: Plan, resident: Resident, seed: u64, now: LocalTime) -> Rehearsal {
    rehearse_with(plan, Participant::default(), resident, seed, now)
}

/// Plays a plan with an imagined resident in somebody's place: with their intensity, and what
/// must be spared for them.
pub fn rehearse_with(
    plan: Plan,
    participant: Participant,
    resident: Resident,
    seed: u64,
    now: LocalTime,
) -> Rehearsal {
    let language = plan.language;
    let mut session = Session::new(plan);
    let mut journal = Vec::new();
    let mut coming = BinaryHeap::new();
    let mut events = BTreeMap::new();
    let mut order = 0_u64;
    let mut at_ms = 0;
    let mut metronome = Metronome::default();
    let mut event = Some(Event::Started {
        seed,
        now,
        participant,
        memory: Remembered::default(),
        robot: "Nao".to_owned(),
    });
    while let Some(happened) = event.take() {
        let stamped = Stamped { at_ms, event: happened };
        let commands = session.on(&stamped);
        for command in &commands {
            let Some((after_ms, reply)) = reply(command, language, resident, session.plan()) else {
                continue;
            };
            let after_ms = after_ms + metronome.wait_ms(command, at_ms);
            order += 1;
            coming.push(Reverse((at_ms + after_ms, order)));
            events.insert(order, reply);
        }
        journal.push((stamped, commands));
        if session.is_over() || journal.len() >= EVENTS_AT_MOST {
            break;
        }
        if let Some(Reverse((next_ms, number))) = coming.pop() {
            at_ms = next_ms;
            event = events.remove(&number);
        }
    }
    let view = session.view();
    Rehearsal {
        journal,
        duration_s: at_ms as f64 / 1000.0,
        score: view.score,
        of: view.of,
        ended: session.is_over(),
    }
}

/// The silent beat of a rehearsal: its grid holds until another tempo is asked for.
#[derive(Default)]
struct Metronome {
    /// Length of a beat, and when the grid began, ms.
    grid: Option<(f64, u64)>,
}

impl Metronome {
    /// How long a command waits for its beat, ms.
    fn wait_ms(&mut self, command: &Command, at_ms: u64) -> u64 {
        let (Command::Say { start, .. } | Command::Move { start, .. }) = command else { return 0 };
        let Start::OnBeat { bpm } = *start else { return 0 };
        let beat_ms = 60_000.0 / bpm;
        let began = match self.grid {
            Some((beat, began)) if (beat - beat_ms).abs() < 1e-6 => began,
            _ => at_ms,
        };
        self.grid = Some((beat_ms, began));
        let since = (at_ms - began) as f64;
        ((since / beat_ms).ceil() * beat_ms - since).round() as u64
    }
}

/// What comes back for a command, and after how many ms.
fn reply(
    command: &Command,
    language: Language,
    resident: Resident,
    plan: &Plan,
) -> Option<(u64, Event)> {
    match command {
        Command::Say { prompt, text, .. } => {
            Some((speaking_ms(language, text), Event::SpeechEnded(*prompt)))
        }
        Command::Move { movement, trajectory, .. } => {
            Some((ms(trajectory.duration_s()), Event::MotionEnded(*movement)))
        }
        Command::Posture { movement, .. } => Some((ms(POSTURE_S), Event::MotionEnded(*movement))),
        Command::SetTimer { timer, after_ms } => Some((*after_ms, Event::TimerFired(*timer))),
        Command::Listen(spec) => {
            let (after_ms, heard) = answer(spec, resident, plan);
            Some((after_ms, Event::Heard(spec.utterance, heard)))
        }
        _ => None,
    }
}

fn answer(spec: &ListenSpec, resident: Resident, plan: &Plan) -> (u64, Heard) {
    let text = match resident {
        Resident::Silent => return (spec.timeout_ms, Heard::Silence),
        Resident::Perfect => right_answer(&spec.task, plan),
        // A word of no language: understood, and right nowhere.
        Resident::Wrong => spec.foils.first().cloned().unwrap_or_else(|| "zzyzx".to_owned()),
    };
    let thinking_ms = 2_000;
    let spoken_ms = speaking_ms(spec.language, &text);
    let hypothesis =
        Hypothesis { latency_ms: Some(thinking_ms), ..Hypothesis::certain(text, Source::Voice) };
    (thinking_ms + spoken_ms + spec.patience_ms, Heard::Speech(hypothesis))
}

fn right_answer(task: &Task, plan: &Plan) -> String {
    let shown = |all: &[crate::answer::Accepted]| {
        all.iter().map(|one| one.shown()).collect::<Vec<_>>().join(" ")
    };
    match task {
        Task::OneOf { one_of } => one_of.first().map_or("", |one| one.shown()).to_owned(),
        Task::YesNo { yes_no: YesNo::Yes } => plan.phrases.yes.clone(),
        Task::YesNo { yes_no: YesNo::No } => plan.phrases.no.clone(),
        Task::Number { number } => number.to_string(),
        Task::Recall { recall } => shown(recall),
        Task::Sequence { sequence } => shown(sequence),
        Task::Span { span, direction } => {
            let mut digits: Vec<String> = span.iter().map(u8::to_string).collect();
            if *direction == crate::answer::Direction::Backward {
                digits.reverse();
            }
            digits.join(" ")
        }
        Task::Category { category, .. } => {
            plan.lexicon.categories.get(category).map(|members| shown(members)).unwrap_or_default()
        }
        Task::Spell { spell } => spell.chars().map(String::from).collect::<Vec<_>>().join(" "),
        Task::Free { .. } => plan.phrases.yes.clone(),
    }
}

fn speaking_ms(language: Language, text: &str) -> u64 {
    ms(speaking_s(language, text.chars().count()))
}

fn ms(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}
