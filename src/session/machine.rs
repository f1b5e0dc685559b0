//! The state machine itself.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::{
    answer::{Heard, Hypothesis, Source, UtteranceId},
    motion::{Joint, Posture},
    script::{Ask, ClassPart, Plan, Pulse},
    session::{
        Command, Event, How, Input, Intensity, LocalTime, MovementId, Participant, PromptId,
        Sensor, Stamped, TimerId, View,
        agenda::{Act, Awaiting},
        asking::Asking,
        exercising::Exercising,
        games::{Memorised, Playing, Spaced},
        memory::Memory,
        tally::Tally,
        turns::{Called, Teams, Turns},
    },
};

/// One class or game with one robot, from its start to its end.
///
/// The same plan and the same events give the same commands, always: that is what
/// `companion replay` and the return after a crash rest on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    pub(super) plan: Arc<Plan>,
    pub(super) random: ChaCha8Rng,
    pub(super) participant: Participant,
    pub(super) robot: String,
    /// Local time at the start.
    pub(super) now: LocalTime,
    pub(super) started: bool,
    /// When the event in hand happened, ms since the session began.
    #[serde(default)]
    pub(super) at_ms: u64,

    /// The step in hand.
    pub(super) step: usize,
    /// The step after it, unless something jumps.
    pub(super) next: usize,
    pub(super) counters: Vec<u32>,
    pub(super) agenda: VecDeque<Act>,
    /// The act in hand, until everything it waits for has come.
    pub(super) current: Option<Act>,
    pub(super) awaiting: Awaiting,
    pub(super) asking: Option<Asking>,
    pub(super) exercising: Option<Exercising>,
    pub(super) playing: Option<Playing>,
    /// A game that waits, with its next question, while one that came back is asked.
    #[serde(default)]
    pub(super) set_aside: Option<(Playing, Arc<Ask>)>,
    /// The lists of words to remember, by name.
    #[serde(default)]
    pub(super) lists: BTreeMap<String, Memorised>,
    /// The questions that come back, by name.
    #[serde(default)]
    pub(super) spaced: BTreeMap<String, Spaced>,
    /// The members of a group, who are called in turn.
    #[serde(default)]
    pub(super) members: Option<Turns>,
    /// The teams that play.
    #[serde(default)]
    pub(super) teams: Option<Teams>,
    /// Who was called last.
    #[serde(default)]
    pub(super) called: Option<Called>,
    /// The step of a question that is for everybody.
    #[serde(default)]
    pub(super) for_everybody: Option<usize>,

    /// The part of the class that runs.
    pub(super) part: Option<ClassPart>,
    /// How much the class asks.
    pub(super) intensity: Intensity,
    /// The praise after the last exercise: it does not come twice in a row.
    pub(super) praised: Option<String>,
    pub(super) tally: Tally,
    /// What is known of who takes part.
    #[serde(default)]
    pub(super) memory: Memory,
    pub(super) paused: bool,
    pub(super) lost: bool,
    /// Somebody has taken it off its feet.
    #[serde(default)]
    pub(super) lifted: bool,
    pub(super) ended: Option<How>,
    /// Nothing is left to do: the robot has been given back.
    pub(super) over: bool,
    pub(super) alert: Option<String>,
    /// What staff were told before the robot was lost; it still holds when the robot is back.
    pub(super) alert_before_loss: Option<String>,
    /// And before it was lifted.
    #[serde(default)]
    pub(super) alert_before_lift: Option<String>,
    /// What plays, to play it again after a pause.
    pub(super) music: Option<(String, f64)>,
    /// Its beat.
    #[serde(default)]
    pub(super) pulse: Option<Pulse>,
    /// The posture taken last.
    pub(super) posture: Posture,
    /// Whether the robot is known to be in it, and not somewhere on the way.
    pub(super) posed: bool,
    /// Joints that are spared until they have cooled down.
    pub(super) hot: BTreeSet<Joint>,
    /// Staff know that the battery is low.
    pub(super) low_battery_told: bool,
    pub(super) caption: String,
    /// What was picked lately, so that variants do not come twice in a row.
    pub(super) lately: VecDeque<String>,
    pub(super) last_id: u64,
    shown: Option<Box<View>>,
}

impl Session {
    /// A session that waits for [`Event::Started`].
    pub fn new(plan: Plan) -> Session {
        let counters = vec![0; plan.counters];
        let posture = Posture::of(plan.position);
        Session {
            plan: Arc::new(plan),
            random: ChaCha8Rng::seed_from_u64(0),
            participant: Participant::default(),
            robot: String::new(),
            now: LocalTime::default(),
            started: false,
            at_ms: 0,
            step: 0,
            next: 0,
            counters,
            agenda: VecDeque::new(),
            current: None,
            awaiting: Awaiting::default(),
            asking: None,
            exercising: None,
            playing: None,
            set_aside: None,
            lists: BTreeMap::new(),
            spaced: BTreeMap::new(),
            members: None,
            teams: None,
            called: None,
            for_everybody: None,
            part: None,
            intensity: Intensity::WRITTEN,
            praised: None,
            tally: Tally::default(),
            memory: Memory::default(),
            paused: false,
            lost: false,
            lifted: false,
            ended: None,
            over: false,
            alert: None,
            alert_before_loss: None,
            alert_before_lift: None,
            music: None,
            pulse: None,
            posture,
            posed: false,
            hot: BTreeSet::new(),
            low_battery_told: false,
            caption: String::new(),
            lately: VecDeque::new(),
            last_id: 0,
            shown: None,
        }
    }

    /// What to do about what has happened. Late answers to what was cut are ignored: they carry
    /// the number of their request.
    pub fn on(&mut self, stamped: &Stamped) -> Vec<Command> {
        let mut out = Vec::new();
        self.at_ms = stamped.at_ms;
        match &stamped.event {
            Event::Started { seed, now, participant, memory, robot } if !self.started => {
                self.started = true;
                self.random = ChaCha8Rng::seed_from_u64(*seed);
                self.now = *now;
                self.participant = participant.clone();
                self.intensity = participant.intensity;
                self.gather();
                self.memory = Memory::new(memory.clone());
                self.robot.clone_from(robot);
                self.open(&mut out);
            }
            _ if !self.started => return out,
            Event::Started { .. } => {}
            Event::SpeechEnded(prompt) => self.awaiting.speech_ended(*prompt),
            Event::MotionEnded(movement) => self.motion_ended(*movement),
            Event::MotionFailed(movement, reason) => {
                self.motion_failed(*movement, reason, &mut out)
            }
            Event::TimerFired(timer) => self.timer_fired(*timer, &mut out),
            Event::Heard(utterance, heard) => self.heard(*utterance, heard, &mut out),
            Event::Touched(sensor) => self.touched(*sensor, &mut out),
            Event::StaffSaid(action) => self.staff(action, &mut out),
            Event::CameBack => self.came_back(&mut out),
            Event::RobotLost => self.robot_lost(&mut out),
            Event::RobotBack => self.robot_back(&mut out),
            Event::RobotFell => self.robot_fell(&mut out),
            Event::RobotLifted(true) => self.robot_lifted(&mut out),
            Event::RobotLifted(false) => self.robot_put_down(&mut out),
            Event::RobotPushed => self.robot_pushed(&mut out),
            Event::RobotHot(joints) => self.robot_hot(joints, &mut out),
            Event::LowBattery(percent) => self.low_battery(*percent, &mut out),
        }
        self.go_on(&mut out);
        self.show_if_changed(&mut out);
        out
    }

    /// Whether the robot has been given back and nothing is left to do.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// The number that an answer by touch must carry now; `None` when no question is open.
    pub fn open_utterance(&self) -> Option<UtteranceId> {
        if self.held() || self.ended.is_some() {
            return None;
        }
        self.asking.as_ref().filter(|asking| asking.open).map(|asking| asking.utterance)
    }

    /// The plan that this session walks.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Staff or trouble hold the session.
    pub(super) fn held(&self) -> bool {
        self.paused || self.lost || self.lifted
    }

    pub(super) fn new_prompt(&mut self) -> PromptId {
        PromptId(self.new_id())
    }

    pub(super) fn new_movement(&mut self) -> MovementId {
        MovementId(self.new_id())
    }

    pub(super) fn new_timer(&mut self) -> TimerId {
        TimerId(self.new_id())
    }

    pub(super) fn new_utterance(&mut self) -> UtteranceId {
        UtteranceId(self.new_id())
    }

    /// One counter for all requests of a session, so that no two numbers are alike.
    fn new_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// A hand on the head pauses and goes on, for staff who have no tablet at hand; Nao's own
    /// hands answer.
    fn touched(&mut self, sensor: Sensor, out: &mut Vec<Command>) {
        match sensor {
            // Whoever carries it touches it.
            _ if self.lifted => {}
            Sensor::HeadFront | Sensor::HeadMiddle | Sensor::HeadRear if self.paused => {
                self.resume(out);
            }
            Sensor::HeadFront | Sensor::HeadMiddle | Sensor::HeadRear => self.pause(out),
            Sensor::LeftHand => self.answered_by_hand(0, out),
            Sensor::RightHand => self.answered_by_hand(1, out),
            Sensor::LeftBumper | Sensor::RightBumper | Sensor::ChestButton => {}
        }
    }

    /// Nao's left hand was touched for the first choice, or its right hand for the second.
    fn answered_by_hand(&mut self, which: usize, out: &mut Vec<Command>) {
        let Some(ask) = self.asking.as_ref().map(|asking| asking.ask.clone()) else { return };
        let (true, Some(utterance), Input::Choices(choices)) =
            (self.hands_answer(), self.open_utterance(), self.input(&ask))
        else {
            return;
        };
        if let (2, Some(choice)) = (choices.len(), choices.get(which)) {
            let heard = Heard::Speech(Hypothesis::certain(choice, Source::Touch));
            self.heard(utterance, &heard, out);
        }
    }

    fn show_if_changed(&mut self, out: &mut Vec<Command>) {
        let view = Box::new(self.view());
        if self.shown.as_ref() != Some(&view) {
            self.shown = Some(view.clone());
            out.push(Command::Show(view));
        }
    }
}
