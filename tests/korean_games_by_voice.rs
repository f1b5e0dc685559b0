//! The Korean memory games, end to end by voice: what a synthesiser says goes through the real
//! Vosk into the session, once with right answers and once with wrong ones. The share of each that
//! is credited is printed as a table. The voices are formant synthesisers, not people: the table
//! tells whether wrong answers pass as right, and not how well people are heard.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    path::Path,
    sync::Arc,
};

use companion::{
    answer::{Direction, Heard, ListenSpec, Task, Verdict, YesNo, spoken},
    ears::{Models, overhear, read_file},
    language::Language,
    script::{Library, Plan, compile_file, routine_files},
    session::{
        Command, Event, Fact, LocalTime, Participant, Remembered, Session, StaffAction, Stamped,
    },
};
use support::{Voice, say};
use tempfile::TempDir;

/// Voices that the model understands at least in part.
const VOICES: [Voice; 2] = [Voice::KOREAN, Voice::KOREAN_BRIGHT];

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resident {
    Right,
    Wrong,
}

/// What is said; `None`: nothing can be said that is surely right or wrong.
fn words(resident: Resident, spec: &ListenSpec) -> Option<String> {
    let shown = |all: &[companion::answer::Accepted]| {
        all.iter().map(|one| one.shown()).collect::<Vec<_>>().join(", ")
    };
    let number = |number| spoken(Language::Ko, number);
    let right = match &spec.task {
        Task::OneOf { one_of } => one_of.first()?.shown().to_owned(),
        Task::YesNo { yes_no: YesNo::Yes } => "네".into(),
        Task::YesNo { yes_no: YesNo::No } => "아니요".into(),
        Task::Number { number: right } => number(*right),
        Task::Recall { recall: all } | Task::Sequence { sequence: all } => shown(all),
        Task::Span { span, direction } => {
            let mut digits: Vec<String> =
                span.iter().map(|digit| number((*digit).into())).collect();
            if *direction == Direction::Backward {
                digits.reverse();
            }
            digits.join(", ")
        }
        _ => return None,
    };
    match (resident, &spec.task) {
        (Resident::Right, _) => Some(right),
        (Resident::Wrong, Task::YesNo { yes_no: YesNo::Yes }) => Some("아니요".into()),
        (Resident::Wrong, Task::YesNo { yes_no: YesNo::No }) => Some("네".into()),
        (Resident::Wrong, Task::Number { number: right }) => Some(number(right + 3)),
        (Resident::Wrong, Task::OneOf { .. }) => spec.foils.first().cloned(),
        (Resident::Wrong, Task::Recall { .. }) if !spec.foils.is_empty() => {
            Some(spec.foils.join(", "))
        }
        (Resident::Wrong, _) => None,
    }
}

/// What is understood of what is said, remembered: the same words sound the same each time.
struct Hearing {
    models: Arc<Models>,
    folder: TempDir,
    understood: HashMap<String, Heard>,
}

impl Hearing {
    fn hear(&mut self, spec: &ListenSpec, plan: &Plan, said: &str, voice: Voice) -> Heard {
        let key = format!("{voice:?} {said} {:?} {:?}", spec.task, spec.foils);
        if let Some(heard) = self.understood.get(&key) {
            return heard.clone();
        }
        let samples = read_file(&say(said, voice, self.folder.path())).unwrap();
        let heard = overhear(&self.models, spec, &plan.lexicon, &samples)
            .expect("the Korean model is installed")
            .heard;
        self.understood.insert(key, heard.clone());
        heard
    }
}

/// The first try of a question, by kind of question: the verdict and whether any point was given.
type Answer = (&'static str, Verdict, bool);

fn kind(task: &Task) -> &'static str {
    match task {
        Task::OneOf { .. } => "one_of",
        Task::YesNo { .. } => "yes_no",
        Task::Number { .. } => "number",
        Task::Recall { .. } => "recall",
        Task::Sequence { .. } => "sequence",
        Task::Span { .. } => "span",
        _ => "other",
    }
}

/// What came of a game.
#[derive(Default)]
struct Played {
    answers: Vec<Answer>,
    /// How often a word was taken for a call for help, and staff had to say that all is well.
    alarms: u32,
}

/// Calls for help that were none, after which a game is given up.
const ALARMS_AT_MOST: u32 = 100;

/// Plays a game to its end.
fn play(plan: Plan, resident: Resident, voice: Voice, hearing: &mut Hearing) -> Played {
    let mut session = Session::new(plan.clone());
    let (seed, now) = (1, LocalTime::default());
    let robot = "Nao".to_owned();
    let mut coming = VecDeque::from([Event::Started {
        seed,
        now,
        participant: Participant::default(),
        memory: Remembered::default(),
        robot,
    }]);
    let mut played = Played::default();
    let mut at_ms = 0;
    while !session.is_over() {
        let event = coming.pop_front().unwrap_or_else(|| {
            played.alarms += 1;
            assert!(played.alarms < ALARMS_AT_MOST, "“{}” comes to its end", plan.title);
            // Staff go on, and leave a question that brings the same again.
            let again = played.alarms % 2 == 0;
            Event::StaffSaid(if again { StaffAction::Skip } else { StaffAction::Resume })
        });
        at_ms += 1_000;
        for command in session.on(&Stamped { at_ms, event }) {
            match command {
                Command::Say { prompt, .. } => coming.push_back(Event::SpeechEnded(prompt)),
                Command::Move { movement, .. } | Command::Posture { movement, .. } => {
                    coming.push_back(Event::MotionEnded(movement));
                }
                Command::SetTimer { timer, .. } => coming.push_back(Event::TimerFired(timer)),
                Command::Listen(spec) => {
                    let heard = words(resident, &spec)
                        .map_or(Heard::Silence, |said| hearing.hear(&spec, &plan, &said, voice));
                    coming.push_back(Event::Heard(spec.utterance, heard));
                }
                Command::Record(Fact::Answered { task, score, attempt: 1, heard, .. })
                    if !heard.is_empty() || score.verdict != Verdict::NoAnswer =>
                {
                    played.answers.push((kind(&task), score.verdict, score.points > 0));
                }
                _ => {}
            }
        }
    }
    played
}

/// How the answers of one kind fared.
#[derive(Default)]
struct Row {
    said: u32,
    credited: u32,
    doubted: u32,
}

impl Row {
    fn share(&self) -> f64 {
        f64::from(self.credited) / f64::from(self.said.max(1))
    }
}

#[test]
fn right_answers_are_credited_and_wrong_ones_are_not() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let routines = root.join("routines");
    let (library, _) = Library::load(&routines, &root.join("audio"));
    let games: Vec<Plan> = routine_files(&routines)
        .iter()
        .filter(|path| path.starts_with(routines.join("ko/memory")))
        .map(|path| compile_file(path, &library).plan.expect("it checks"))
        .collect();
    assert!(!games.is_empty());
    let models = Models::new(&root.join(".setup/models"));
    let understood = HashMap::new();
    let mut hearing = Hearing { models, folder: TempDir::new().unwrap(), understood };

    let mut alarms = 0;
    let mut table: BTreeMap<(&str, bool), Row> = BTreeMap::new();
    for (resident, right) in [(Resident::Right, true), (Resident::Wrong, false)] {
        // Each voice plays half of the games.
        for (game, voice) in games.iter().zip(VOICES.into_iter().cycle()) {
            let played = play(game.clone(), resident, voice, &mut hearing);
            alarms += played.alarms;
            for (kind, verdict, points) in played.answers {
                for kind in [kind, "all"] {
                    let row = table.entry((kind, right)).or_default();
                    row.said += 1;
                    row.credited += u32::from(points);
                    row.doubted += u32::from(verdict == Verdict::Unsure);
                }
            }
        }
    }
    println!(
        "{} Korean games, {} voices (a formant synthesiser, not people)",
        games.len(),
        VOICES.len()
    );
    println!("{:10} {:>6} {:>6} {:>9} {:>8}", "question", "answer", "said", "credited", "doubted");
    for ((kind, right), row) in &table {
        let answer = if *right { "right" } else { "wrong" };
        let share = 100.0 * row.share();
        println!("{kind:10} {answer:>6} {:6} {share:7.0} % {:8}", row.said, row.doubted);
    }
    println!("taken for a call for help: {alarms}");
    let right = table[&("all", true)].share();
    let wrong = table[&("all", false)].share();
    assert!(right > 0.3, "right answers: {right:.2}");
    assert!(wrong < 0.1, "wrong answers: {wrong:.2}");
}
