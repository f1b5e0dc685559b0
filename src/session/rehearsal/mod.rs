//! A rehearsal: a session with an imagined resident in virtual time. No robot, no clock.
//! For authors ("how long does it take, what is said?") and for tests by the thousand.

mod chatter;
mod resident;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use self::resident::Imagined;
pub use self::resident::{Resident, UnknownResident};
use crate::{
    language::Language,
    script::{Plan, speaking_s},
    session::{Command, Event, LocalTime, Participant, Remembered, Session, Stamped, Start},
};

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
    let mut imagined = Imagined::new(resident, seed);
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
            let Some((after_ms, reply)) = reply(command, language, &mut imagined, session.plan())
            else {
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
    resident: &mut Imagined,
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
            let (after_ms, heard) = resident.answer(spec, plan);
            Some((after_ms, Event::Heard(spec.utterance, heard)))
        }
        _ => None,
    }
}

fn speaking_ms(language: Language, text: &str) -> u64 {
    ms(speaking_s(language, text.chars().count()))
}

fn ms(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}
