//! The engine, played with a small plan and by chance.

mod classes;
mod forecasts;
mod games;
mod groups;
mod ladder;
mod mishaps;
mod touching;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use proptest::prelude::*;

use super::{
    AnswerId, Command, Event, Fact, How, LocalTime, Participant, Remembered, Resident, Sensor,
    Session, StaffAction, Stamped, State, rehearse,
};
use crate::{
    answer::{Accepted, Heard, Hypothesis, Intent, Lexicon, Source, Task, Verdict, intent_phrases},
    language::Language,
    motion::{Joint, Keyframe, Movement, Part, Position, Posture, Tempos, Trajectory},
    script::{
        Ask, Branches, Exercise, Kind, Music, Phrases, Piece, Plan, Pulse, Step, Text, Variable,
    },
};

fn text(words: &str) -> Text {
    Text(vec![Piece::Literal(words.to_owned())])
}

/// Four beats at a beat a second.
fn four_beats(position: Position, keyframes: Vec<Keyframe>) -> Trajectory {
    Movement {
        title: BTreeMap::new(),
        trains: Vec::new(),
        position,
        beats: 4.0,
        tempo: 60.0,
        tempos: Tempos { least: 60.0, most: 60.0 },
        keyframes,
        mirror: None,
        instruction: BTreeMap::new(),
        cues: BTreeMap::new(),
        breathing: None,
        contraindications: Vec::new(),
        easier: None,
        harder: None,
    }
    .at_tempo(60.0)
    .unwrap()
}

fn nod() -> Trajectory {
    /// Proven once: that takes longer than a session does.
    static NOD: LazyLock<Trajectory> = LazyLock::new(|| {
        let look = |beat, angle| Keyframe::new(beat, [(Joint::HeadYaw, angle)]);
        let rest = Posture::Sit.angles()[Joint::HeadYaw.index()].to_degrees();
        four_beats(Position::Sitting, vec![look(2.0, rest + 10.0), look(4.0, rest)])
    });
    NOD.clone()
}

fn phrases() -> Phrases {
    let one = |words: &str| vec![words.to_owned()];
    Phrases {
        praise: one("Well done {name}!"),
        partly: one("Nearly."),
        encourage: one("Let us look again."),
        not_heard: one("Take your time."),
        not_understood: one("Pardon me?"),
        unsure: one("Say it again please."),
        reveal: one("It was {answer}."),
        accept_refusal: one("That is fine."),
        paused: one("We pause."),
        resumed: one("We go on."),
        stopped: one("We stop here."),
        distress: one("Somebody is coming."),
        back_after_crash: one("I am back."),
        back_after_loss: one("I lost the thread."),
        left_out: one("We leave this one out."),
        sat_down: one("I have sat down."),
        flat_battery: one("I must recharge."),
        too_hot: one("I am too warm."),
        lifted: one("I wait in your hands."),
        put_down: one("I stand again."),
        pushed: one("I wait a little."),
        watch_me: one("Watch me."),
        now_together: one("Together."),
        other_side: one("Other side."),
        rest: one("Rest."),
        halfway: one("Halfway."),
        last_two: one("Two more."),
        count: (1..=20).map(|n| n.to_string()).collect(),
        times_of_day: vec!["morning".into(), "afternoon".into(), "evening".into()],
        greetings: vec!["Good morning".into(), "Good afternoon".into(), "Good evening".into()],
        yes: "yes".into(),
        no: "no".into(),
        ..Phrases::default()
    }
}

fn ask() -> Ask {
    Ask {
        id: "capital".into(),
        question: vec![text("What is the capital of France?")],
        task: Task::OneOf { one_of: vec![Accepted::One("Paris".into())] },
        answer: "Paris".into(),
        patience_s: None,
        timeout_s: 12.0,
        hints: vec![text("It lies on the Seine.")],
        retries: 1,
        choices: vec!["Paris".into(), "London".into()],
        hands: true,
        foils: vec!["London".into()],
        reveal: true,
        feeling: false,
        branches: Branches { after: 3, ..Branches::default() },
    }
}

fn exercise() -> Exercise {
    Exercise {
        movement: "nod".into(),
        title: "Nodding".into(),
        instruction: Some(text("Turn your head.")),
        trajectory: nod(),
        other_side: Some(nod()),
        repetitions: 6,
        sets: 2,
        rest_s: 10.0,
        demonstrate: true,
        count: true,
    }
}

fn plan() -> Plan {
    Plan {
        title: "A little of all".into(),
        language: Language::En,
        kind: Kind::Memory,
        minutes: 3,
        position: Position::Sitting,
        phrases: phrases(),
        lexicon: Lexicon::default(),
        steps: vec![
            Step::Say(vec![Text(vec![
                Piece::Variable(Variable::Greeting),
                Piece::Literal(" ".into()),
                Piece::Variable(Variable::Name),
                Piece::Literal("!".into()),
            ])]),
            Step::Music(Music::Play { track: "walk".into(), volume: 0.4, pulse: None }),
            Step::Ask(std::sync::Arc::new(ask())),
            Step::Exercise(Box::new(exercise())),
            Step::Pause(2.0),
            Step::Say(vec![text("Goodbye.")]),
        ],
        movements: BTreeMap::new(),
        counters: 0,
    }
}

/// Plays a session by hand: answers what it asks of the edges, one request at a time.
struct Stage {
    session: Session,
    at_ms: u64,
    pending: Vec<Command>,
    all: Vec<Command>,
    journal: Vec<(Stamped, Vec<Command>)>,
    /// The posture in which the robot surely is.
    pose: Option<Posture>,
    hot: BTreeSet<Joint>,
}

impl Stage {
    fn new(plan: Plan) -> Stage {
        Stage::begun(plan, Participant { name: "Marie".into(), ..Participant::default() })
    }

    fn begun(plan: Plan, participant: Participant) -> Stage {
        let mut stage = Stage {
            session: Session::new(plan),
            at_ms: 0,
            pending: Vec::new(),
            all: Vec::new(),
            journal: Vec::new(),
            pose: None,
            hot: BTreeSet::new(),
        };
        stage.on(Event::Started {
            memory: Remembered::default(),
            seed: 7,
            now: LocalTime::constant(2026, 3, 2, 10, 0, 0, 0),
            participant,
            robot: "Nao".into(),
        });
        stage
    }

    fn on(&mut self, event: Event) -> Vec<Command> {
        self.at_ms += 10;
        match &event {
            Event::RobotHot(joints) if joints.is_empty() => self.hot.clear(),
            Event::RobotHot(joints) => self.hot.extend(joints),
            _ => {}
        }
        let stamped = Stamped { at_ms: self.at_ms, event };
        let commands = self.session.on(&stamped);
        self.journal.push((stamped, commands.clone()));
        for command in &commands {
            match command {
                Command::Halt => {
                    if self.moving() {
                        self.pose = None;
                    }
                    self.pending.retain(|pending| !speaks(pending) && !moves(pending));
                }
                Command::StopListening => {
                    self.pending.retain(|pending| !matches!(pending, Command::Listen(_)));
                }
                Command::Say { .. }
                | Command::Move { .. }
                | Command::Posture { .. }
                | Command::SetTimer { .. }
                | Command::Listen(_) => {
                    self.check(command);
                    self.pending.push(command.clone());
                }
                _ => {}
            }
        }
        self.all.extend(commands.iter().cloned());
        commands
    }

    /// What nobody may ever ask of a robot, whatever happened before.
    fn check(&self, command: &Command) {
        match command {
            Command::Move { trajectory, .. } => {
                assert!(!self.moving(), "two motions at once");
                assert_eq!(self.pose, Some(trajectory.start()), "from the middle of nowhere");
                let mut tracks = trajectory.tracks().iter();
                assert!(!tracks.any(|track| self.hot.contains(&track.joint)), "a hot joint moves");
            }
            Command::Posture { posture, .. } => {
                assert!(!self.moving(), "two motions at once");
                let spared = self.hot.iter().any(|joint| joint.part() == Part::Leg);
                assert!(!spared || *posture == Posture::Sit, "it stands on hot legs");
            }
            Command::Listen(_) => {
                assert!(!self.listening(), "two questions at once");
                assert!(!self.pending.iter().any(speaks), "the ears open while Nao speaks");
            }
            _ => {}
        }
    }

    /// The robot is lost, or the program was: nothing that was under way is answered any more.
    fn forget(&mut self) {
        self.pending.clear();
        self.pose = None;
    }

    fn moving(&self) -> bool {
        self.pending.iter().any(moves)
    }

    /// Answers the oldest request (speech, motion, timer), but never a listening turn.
    fn answer_one(&mut self) -> bool {
        let Some(place) =
            self.pending.iter().position(|pending| !matches!(pending, Command::Listen(_)))
        else {
            return false;
        };
        let event = match self.pending.remove(place) {
            Command::Say { prompt, .. } => Event::SpeechEnded(prompt),
            Command::Move { movement, .. } => Event::MotionEnded(movement),
            Command::Posture { movement, posture } => {
                self.pose = Some(posture);
                Event::MotionEnded(movement)
            }
            Command::SetTimer { timer, .. } => Event::TimerFired(timer),
            other => unreachable!("{other:?} is never pending"),
        };
        self.on(event);
        true
    }

    fn until_listening(&mut self) {
        while !self.listening() {
            assert!(self.answer_one(), "never listens: {:?}", self.session.view());
        }
    }

    fn until_moving(&mut self) {
        while !self.pending.iter().any(|pending| matches!(pending, Command::Move { .. })) {
            assert!(self.answer_one(), "never moves: {:?}", self.session.view());
        }
    }

    fn play_out(&mut self) {
        for _ in 0..1_000 {
            if self.session.is_over() {
                return;
            }
            if !self.answer_one() {
                self.hear(Heard::Silence);
            }
        }
        panic!("never ends: {:?}", self.session.view());
    }

    fn listening(&self) -> bool {
        self.pending.iter().any(|pending| matches!(pending, Command::Listen(_)))
    }

    fn hear(&mut self, heard: Heard) -> Vec<Command> {
        let place = self
            .pending
            .iter()
            .position(|pending| matches!(pending, Command::Listen(_)))
            .expect("nobody listens");
        let Command::Listen(spec) = self.pending.remove(place) else { unreachable!() };
        self.on(Event::Heard(spec.utterance, heard))
    }

    fn hear_words(&mut self, words: &str) -> Vec<Command> {
        self.hear(Heard::Speech(Hypothesis::certain(words, Source::Voice)))
    }

    fn staff(&mut self, action: StaffAction) -> Vec<Command> {
        self.on(Event::StaffSaid(action))
    }
}

fn speaks(command: &Command) -> bool {
    matches!(command, Command::Say { .. })
}

fn moves(command: &Command) -> bool {
    matches!(command, Command::Move { .. } | Command::Posture { .. })
}

fn said(commands: &[Command]) -> Vec<&str> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Say { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

fn exercised(commands: &[Command]) -> Vec<u32> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Record(Fact::Exercised { repetitions, .. }) => Some(*repetitions),
            _ => None,
        })
        .collect()
}

/// A session as lines that a person can read.
fn transcript(journal: &[(Stamped, Vec<Command>)]) -> String {
    let mut lines = String::new();
    for (stamped, commands) in journal {
        let line = match &stamped.event {
            Event::Heard(_, heard) => format!("      heard {heard:?}"),
            Event::StaffSaid(action) => format!("      staff {action:?}"),
            _ => String::new(),
        };
        if !line.is_empty() {
            lines.push_str(&line);
            lines.push('\n');
        }
        for command in commands {
            let line = match command {
                Command::Say { text, .. } => format!("says  {text}"),
                Command::Move { .. } => "moves".to_owned(),
                Command::Posture { posture, .. } => format!("takes {}", posture.name()),
                Command::Show(_) => continue,
                Command::Listen(_) => "listens".to_owned(),
                Command::SetTimer { after_ms, .. } => format!("waits {after_ms} ms"),
                Command::Record(Fact::Answered { score, attempt, .. }) => {
                    format!(
                        "keeps try {attempt}: {:?} {}/{}",
                        score.verdict, score.points, score.of
                    )
                }
                other => format!("{other:?}"),
            };
            lines.push_str(&format!("{line}\n"));
        }
    }
    lines
}

#[test]
fn a_whole_session_reads_like_a_conversation() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("london");
    stage.until_listening();
    stage.hear_words("paris");
    stage.play_out();
    insta::assert_snapshot!(transcript(&stage.journal));
}

#[test]
fn the_ears_open_only_when_nao_is_silent() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    assert!(!stage.pending.iter().any(|pending| matches!(pending, Command::Say { .. })));
    assert_eq!(stage.session.view().state, State::Listening);
}

#[test]
fn a_wrong_answer_scores_nothing_and_brings_the_hint() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("london");
    assert_eq!(stage.session.view().answers[0].verdict, Verdict::Wrong);
    assert_eq!((stage.session.view().score, stage.session.view().of), (0, 1));
    stage.until_listening();
    assert_eq!(stage.session.view().question.unwrap().hints, ["It lies on the Seine."]);
    stage.hear_words("london");
    assert!(stage.answer_one());
    stage.play_out();
    assert!(said(&stage.all).contains(&"It was Paris."));
    assert_eq!((stage.session.view().score, stage.session.view().of), (0, 1));
}

#[test]
fn the_second_try_counts_once() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("london");
    stage.until_listening();
    stage.hear_words("paris");
    assert_eq!((stage.session.view().score, stage.session.view().of), (1, 1));
    assert_eq!(stage.session.view().answers.len(), 2);
}

#[test]
fn a_late_answer_never_scores_another_try() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    let old = stage.session.open_utterance().unwrap();
    stage.hear_words("london");
    stage.until_listening();
    let right = Heard::Speech(Hypothesis::certain("paris", Source::Voice));
    assert_eq!(stage.on(Event::Heard(old, right)), Vec::new());
    assert_eq!(stage.session.view().answers.len(), 1);
}

#[test]
fn an_answer_may_be_touched_while_the_question_is_said() {
    let mut stage = Stage::new(plan());
    while stage.session.open_utterance().is_none() {
        assert!(stage.answer_one());
    }
    assert!(!stage.listening());
    let utterance = stage.session.open_utterance().unwrap();
    let touched = Heard::Speech(Hypothesis::certain("Paris", Source::Touch));
    let commands = stage.on(Event::Heard(utterance, touched));
    assert_eq!(commands.first(), Some(&Command::Halt));
    assert_eq!(said(&commands), ["Well done Marie!"]);
}

#[test]
fn a_touch_closes_the_ears() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    let utterance = stage.session.open_utterance().unwrap();
    let touched = Heard::Speech(Hypothesis::certain("Paris", Source::Touch));
    assert!(stage.on(Event::Heard(utterance, touched)).contains(&Command::StopListening));
}

#[test]
fn pardon_brings_the_question_again_and_costs_nothing() {
    let (pardon, _) = intent_phrases(Language::En)
        .iter()
        .find(|(_, intent)| *intent == Intent::Repeat)
        .expect("there is a word for it");
    let mut stage = Stage::new(plan());
    stage.until_listening();
    let commands = stage.hear_words(pardon);
    assert_eq!(said(&commands), ["What is the capital of France?"]);
    assert!(stage.session.view().answers.is_empty());
}

#[test]
fn a_call_for_help_pauses_and_calls_staff() {
    let (help, _) = intent_phrases(Language::En)
        .iter()
        .find(|(_, intent)| *intent == Intent::Distress)
        .expect("there is a word for it");
    let mut stage = Stage::new(plan());
    stage.until_listening();
    let commands = stage.hear_words(help);
    assert_eq!(said(&commands), ["Somebody is coming."]);
    assert_eq!(stage.session.view().state, State::Paused);
    assert!(stage.session.view().alert.is_some());
    let resumed = stage.staff(StaffAction::Resume);
    assert_eq!(said(&resumed), ["We go on."]);
    stage.until_listening();
}

#[test]
fn pause_cuts_a_movement_and_resume_makes_it_again_from_the_posture() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    stage.until_moving();
    let paused = stage.staff(StaffAction::Pause);
    assert_eq!(paused.first(), Some(&Command::Halt));
    assert!(paused.contains(&Command::StopMusic));
    let asked_before = stage.pending.len();
    assert_eq!(stage.session.view().state, State::Paused);
    assert!(asked_before <= 1, "only the words of the pause: {:?}", stage.pending);
    while stage.answer_one() {}
    let mut resumed = stage.staff(StaffAction::Resume);
    stage.answer_one();
    stage.answer_one();
    resumed.extend(stage.all.iter().rev().take(6).rev().cloned());
    let kinds: Vec<&str> = resumed
        .iter()
        .filter_map(|command| match command {
            Command::Say { .. } => Some("say"),
            Command::Posture { .. } => Some("posture"),
            Command::Move { .. } => Some("move"),
            _ => None,
        })
        .collect();
    assert!(kinds.ends_with(&["posture", "move"]), "{kinds:?}");
}

#[test]
fn skip_keeps_the_repetitions_that_were_made() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    while exercised(&stage.all).is_empty()
        && stage.session.view().exercise.is_none_or(|exercise| exercise.repetition < 3)
    {
        assert!(stage.answer_one());
    }
    let commands = stage.staff(StaffAction::Skip);
    assert_eq!(exercised(&commands), [2]);
}

#[test]
fn a_whole_exercise_counts_both_sides_and_not_the_demonstration() {
    let mut stage = Stage::new(plan());
    stage.play_out();
    assert_eq!(exercised(&stage.all), [6 * 2 * 2]);
}

#[test]
fn repeat_asks_the_same_question_without_counting_it_twice() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    let commands = stage.staff(StaffAction::Repeat);
    assert_eq!(said(&commands), ["What is the capital of France?"]);
    stage.until_listening();
    stage.hear_words("paris");
    assert_eq!((stage.session.view().score, stage.session.view().of), (1, 1));
}

#[test]
fn overruling_corrects_the_score_and_spares_the_hint() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("london");
    let commands =
        stage.staff(StaffAction::Overrule { answer: AnswerId(1), verdict: Verdict::Right });
    assert_eq!(said(&commands), ["Well done Marie!"]);
    assert_eq!((stage.session.view().score, stage.session.view().of), (1, 1));
    assert!(stage.session.view().answers[0].overruled);
}

#[test]
fn stop_ends_with_a_word_and_gives_the_robot_back() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    let commands = stage.staff(StaffAction::Stop);
    assert!(commands.contains(&Command::Halt) && commands.contains(&Command::StopListening));
    assert_eq!(said(&commands), ["We stop here."]);
    assert_eq!(stage.session.view().ended, Some(How::Stopped));
    stage.answer_one();
    assert!(stage.session.is_over());
    assert_eq!(stage.all.iter().filter(|command| **command == Command::Rest).count(), 1);
}

#[test]
fn after_a_fall_nothing_moves() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("paris");
    stage.until_moving();
    let commands = stage.on(Event::RobotFell);
    assert!(commands.contains(&Command::Halt));
    assert!(stage.session.view().alert.is_some());
    while stage.answer_one() {}
    stage.staff(StaffAction::Resume);
    stage.staff(StaffAction::Skip);
    let after = &stage.all[stage.all.len() - commands.len()..];
    assert!(!after.iter().any(|command| matches!(
        command,
        Command::Move { .. } | Command::Posture { .. } | Command::Rest
    )));
    assert!(stage.session.is_over());
}

#[test]
fn a_lost_robot_comes_back_to_the_same_question() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.on(Event::RobotLost);
    assert_eq!(stage.session.view().state, State::RobotLost);
    assert_eq!(stage.session.open_utterance(), None);
    let back = stage.on(Event::RobotBack);
    assert_eq!(said(&back), ["I lost the thread."]);
    stage.until_listening();
    assert_eq!(said(&stage.all).last(), Some(&"What is the capital of France?"));
}

#[test]
fn after_a_crash_the_journal_brings_the_session_back_and_the_question_again() {
    let mut stage = Stage::new(plan());
    stage.until_listening();
    stage.hear_words("london");
    stage.until_listening();
    let mut again = Session::new(plan());
    for (stamped, _) in &stage.journal {
        again.on(stamped);
    }
    stage.session = again;
    stage.forget();
    let back = stage.on(Event::CameBack);
    assert_eq!(said(&back), ["I am back."]);
    stage.until_listening();
    assert_eq!(said(&stage.all).last(), Some(&"What is the capital of France?"));
    stage.hear_words("paris");
    assert_eq!((stage.session.view().score, stage.session.view().of), (1, 1));
}

#[test]
fn nobody_meets_a_dead_end() {
    for resident in Resident::ALL {
        let rehearsal = rehearse(plan(), resident, 3, LocalTime::constant(2026, 3, 2, 10, 0, 0, 0));
        assert!(rehearsal.ended, "{resident}");
        assert_eq!(rehearsal.of, 1, "{resident}");
        match resident {
            Resident::Perfect => assert_eq!(rehearsal.score, 1),
            Resident::Wrong | Resident::Silent => assert_eq!(rehearsal.score, 0, "{resident}"),
            Resident::Forgetful | Resident::Chatty => {}
        }
    }
}

#[derive(Debug, Clone)]
enum Chance {
    Answer,
    Hear(&'static str),
    Silence,
    Staff(StaffAction),
    Touch(Sensor),
    Fail,
    Lost,
    Back,
    CameBack,
    Hot,
    Battery,
}

fn chance() -> impl Strategy<Value = Chance> {
    prop_oneof![
        12 => Just(Chance::Answer),
        2 => Just(Chance::Hear("paris")),
        2 => Just(Chance::Hear("london")),
        1 => Just(Chance::Hear("help me")),
        1 => Just(Chance::Silence),
        1 => Just(Chance::Staff(StaffAction::Pause)),
        2 => Just(Chance::Staff(StaffAction::Resume)),
        1 => Just(Chance::Staff(StaffAction::Skip)),
        1 => Just(Chance::Staff(StaffAction::Repeat)),
        1 => Just(Chance::Staff(StaffAction::Say { text: "Hello".into() })),
        1 => Just(Chance::Staff(StaffAction::Overrule { answer: AnswerId(1), verdict: Verdict::Right })),
        1 => Just(Chance::Touch(Sensor::HeadFront)),
        1 => Just(Chance::Fail),
        1 => Just(Chance::Lost),
        2 => Just(Chance::Back),
        1 => Just(Chance::CameBack),
        1 => Just(Chance::Hot),
        1 => Just(Chance::Battery),
    ]
}

fn happen(stage: &mut Stage, chance: Chance) {
    match chance {
        Chance::Answer => {
            stage.answer_one();
        }
        Chance::Hear(words) if stage.listening() => {
            stage.hear_words(words);
        }
        Chance::Silence if stage.listening() => {
            stage.hear(Heard::Silence);
        }
        Chance::Hear(_) | Chance::Silence => {}
        Chance::Staff(action) => {
            stage.staff(action);
        }
        Chance::Touch(sensor) => {
            stage.on(Event::Touched(sensor));
        }
        Chance::Fail => {
            let moving = stage.pending.iter().find_map(|pending| match pending {
                Command::Move { movement, .. } | Command::Posture { movement, .. } => {
                    Some(*movement)
                }
                _ => None,
            });
            if let Some(movement) = moving {
                stage.on(Event::MotionFailed(movement, "no".into()));
            }
        }
        Chance::Lost => {
            stage.forget();
            stage.on(Event::RobotLost);
        }
        Chance::Back => {
            stage.on(Event::RobotBack);
        }
        Chance::CameBack => {
            stage.forget();
            stage.on(Event::CameBack);
        }
        Chance::Hot => {
            stage.on(Event::RobotHot(vec![Joint::LKneePitch]));
        }
        Chance::Battery => {
            stage.on(Event::LowBattery(12));
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_stop_ends_it_and_the_journal_tells_it_again(
        chances in prop::collection::vec(chance(), 0..120),
    ) {
        let mut stage = Stage::new(plan());
        for chance in chances {
            happen(&mut stage, chance);
            let (score, of) = (stage.session.view().score, stage.session.view().of);
            prop_assert!(score <= of && of <= 1);
            let listening = stage.listening();
            let speaking = stage.session.awaiting.speech.is_some();
            prop_assert!(!(listening && speaking), "the ears are open while Nao speaks");
            let stuck = !stage.session.over
                && !stage.session.held()
                && stage.pending.is_empty();
            prop_assert!(!stuck, "nothing is awaited: {:?}", stage.session.view());
        }
        stage.staff(StaffAction::Stop);
        for _ in 0..4 {
            stage.answer_one();
        }
        prop_assert!(stage.session.is_over(), "{:?}", stage.session.view());
        prop_assert!(stage.session.view().ended.is_some());
        let ends = stage.all.iter().filter(|command| {
            matches!(command, Command::Record(Fact::Ended { .. }))
        });
        prop_assert_eq!(ends.count(), 1);

        let mut again = Session::new(plan());
        for (stamped, commands) in &stage.journal {
            prop_assert_eq!(&again.on(stamped), commands);
        }
    }

    #[test]
    fn a_session_that_was_written_down_goes_on_the_same(
        before in prop::collection::vec(chance(), 0..40),
        after in prop::collection::vec(chance(), 0..20),
    ) {
        let mut stage = Stage::new(plan());
        for chance in before {
            happen(&mut stage, chance);
        }
        let written = serde_json::to_string(&stage.session).unwrap();
        let mut read: Session = serde_json::from_str(&written).unwrap();
        let told = stage.journal.len();
        for chance in after {
            happen(&mut stage, chance);
        }
        for (stamped, commands) in &stage.journal[told..] {
            prop_assert_eq!(&read.on(stamped), commands);
        }
    }
}
