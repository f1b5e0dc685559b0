//! The agenda: small acts, made one after the other.

use serde::{Deserialize, Serialize};

use crate::{
    motion::Posture,
    session::{Command, Mood, MovementId, PromptId, Session, Start, TimerId, exercising::Side},
};

/// One small act. Acts that need no answer are done at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Act {
    /// Says it and waits until it has been said.
    Say(String),
    /// Says a word of the moment ("we go on"): when it is cut, it is not said again.
    Aside(String),
    /// Opens the ears for the question in hand.
    Listen,
    /// Makes one repetition of the exercise in hand.
    Repetition {
        /// Which side.
        side: Side,
        /// From 1; 0 for the demonstration.
        number: u32,
        /// Said beside the movement.
        aloud: Option<String>,
    },
    /// Counts in, on the beat of the exercise in hand.
    CountIn(String),
    /// Lays out the next turn of the exercise in hand.
    ExerciseGoesOn,
    /// The exercise in hand is done: keeps what was made.
    ExerciseDone,
    /// The game in hand takes its next turn.
    GameGoesOn,
    /// Shows a movement of the game in hand.
    Show(usize),
    /// All movements of a sequence have been shown.
    AllShown,
    /// The last word of a list to remember has been said.
    ListSaid(String),
    /// Takes a posture.
    Posture(Posture),
    /// Sits down because the legs are hot: what a pause does not hold up.
    SitDown,
    /// Takes the safe pose again after a loss or a crash, and says so meanwhile.
    Return {
        /// From which the step in hand moves.
        posture: Posture,
        /// A word of the moment.
        words: Option<String>,
    },
    /// Silence, ms.
    Wait(u64),
    /// The eyes change.
    Leds(Mood),
    /// Goes to a step.
    Goto(usize),
    /// Gives the robot back.
    Rest,
}

impl Act {
    /// Whether it takes the robot to a pose.
    pub(super) fn is_pose(&self) -> bool {
        matches!(self, Act::Posture(_) | Act::SitDown | Act::Return { .. })
    }
}

/// What the act in hand waits for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Awaiting {
    pub(super) speech: Option<PromptId>,
    pub(super) motion: Option<MovementId>,
    pub(super) timer: Option<TimerId>,
    pub(super) answer: bool,
}

impl Awaiting {
    pub(super) fn anything(&self) -> bool {
        self.answer || self.speech.is_some() || self.motion.is_some() || self.timer.is_some()
    }

    pub(super) fn speech_ended(&mut self, prompt: PromptId) {
        self.speech.take_if(|awaited| *awaited == prompt);
    }

    pub(super) fn motion_ended(&mut self, movement: MovementId) {
        self.motion.take_if(|awaited| *awaited == movement);
    }
}

impl Session {
    /// Makes acts and begins steps until something has to be waited for.
    pub(super) fn go_on(&mut self, out: &mut Vec<Command>) {
        let mut budget = STEPS_WITHOUT_WAITING;
        while !self.awaiting.anything() && self.may_act() && !self.over {
            self.current = None;
            match self.agenda.pop_front() {
                Some(act) => self.begin(act, out),
                None if budget == 0 => self.finish(out),
                None => {
                    budget -= 1;
                    self.next_step(out);
                }
            }
        }
    }

    /// A robot that is lost or lifted does nothing, and one that is paused no more than it must.
    fn may_act(&self) -> bool {
        let there = !self.lost && !self.lifted;
        there && (!self.paused || self.agenda.front() == Some(&Act::SitDown))
    }

    fn begin(&mut self, act: Act, out: &mut Vec<Command>) {
        self.current = Some(act.clone());
        match act {
            Act::Say(text) | Act::Aside(text) => {
                let prompt = self.say(text, out);
                self.awaiting.speech = Some(prompt);
            }
            Act::Listen => self.listen(out),
            Act::Repetition { side, number, aloud } => self.repetition(side, number, aloud, out),
            Act::CountIn(text) => self.count_in(text, out),
            Act::ExerciseGoesOn => self.exercise_goes_on(),
            Act::ExerciseDone => self.close_exercise(out),
            Act::GameGoesOn => self.game_goes_on(out),
            Act::Show(place) => self.show_movement(place, out),
            Act::AllShown => self.all_shown(),
            Act::ListSaid(list) => self.list_said(&list),
            Act::Posture(posture) => self.take_posture(posture, out),
            Act::SitDown => self.take_posture(Posture::Sit, out),
            Act::Return { posture, words } => {
                self.take_posture(posture, out);
                if let Some(text) = words {
                    let prompt = self.say(text, out);
                    self.awaiting.speech = Some(prompt);
                }
            }
            Act::Wait(after_ms) => {
                let timer = self.new_timer();
                self.awaiting.timer = Some(timer);
                out.push(Command::SetTimer { timer, after_ms });
            }
            Act::Leds(mood) => out.push(Command::Leds(mood)),
            Act::Goto(target) => self.next = target,
            Act::Rest => {
                self.over = true;
                out.push(Command::Leds(Mood::Neutral));
                out.push(Command::Rest);
            }
        }
    }

    /// Hot legs are not stood on, whatever the routine says.
    fn take_posture(&mut self, posture: Posture, out: &mut Vec<Command>) {
        let posture = if self.spares_legs() { Posture::Sit } else { posture };
        self.posture = posture;
        self.posed = false;
        let movement = self.new_movement();
        self.awaiting.motion = Some(movement);
        out.push(Command::Posture { movement, posture });
    }

    /// Says it; the answer need not be waited for.
    pub(super) fn say(&mut self, text: String, out: &mut Vec<Command>) -> PromptId {
        self.say_from(Start::AtOnce, text, out)
    }

    /// Says it from a moment on.
    pub(super) fn say_from(
        &mut self,
        start: Start,
        text: String,
        out: &mut Vec<Command>,
    ) -> PromptId {
        let prompt = self.new_prompt();
        self.caption.clone_from(&text);
        out.push(Command::Say { prompt, text, language: self.plan.language, start });
        prompt
    }

    /// Cuts the act in hand. Motion and speech end now, the ears close. Returns the act.
    pub(super) fn cut(&mut self, out: &mut Vec<Command>) -> Option<Act> {
        let awaited = std::mem::take(&mut self.awaiting);
        self.posed &= awaited.motion.is_none();
        if awaited.speech.is_some() || awaited.motion.is_some() {
            out.push(Command::Halt);
        }
        if awaited.answer {
            out.push(Command::StopListening);
        }
        self.current.take()
    }

    /// Cuts the act in hand and drops all that was to come, but for the way back to a safe pose.
    pub(super) fn drop_all(&mut self, out: &mut Vec<Command>) {
        let moved = self.between_poses();
        self.cut(out);
        self.agenda.clear();
        if moved {
            self.begin_from_a_pose();
        }
    }

    /// Cuts the act in hand and puts it back, to be made again when the session goes on. A motion
    /// that was cut leaves the robot between two poses, so its posture is taken again first.
    pub(super) fn put_back(&mut self, out: &mut Vec<Command>) {
        let moved = self.awaiting.motion.is_some();
        match self.cut(out) {
            None => {}
            Some(Act::Listen) => {
                self.agenda.push_front(Act::Listen);
                let words = self.asking.iter().flat_map(|asking| asking.words());
                for act in words.collect::<Vec<_>>().into_iter().rev() {
                    self.agenda.push_front(act);
                }
            }
            // A word of the moment is past, and a repetition that was only still being counted is
            // made.
            Some(Act::Aside(_) | Act::Return { .. }) => {}
            Some(Act::Repetition { .. }) if !moved => {}
            Some(act) => self.agenda.push_front(act),
        }
        if moved {
            self.begin_from_a_pose();
        }
    }

    /// Whatever comes next begins from a safe pose, never between two.
    pub(super) fn begin_from_a_pose(&mut self) {
        if !self.agenda.front().is_some_and(Act::is_pose) {
            self.agenda.push_front(Act::Posture(self.rest_posture()));
        }
    }

    /// Whether the robot may stand between two poses.
    fn between_poses(&self) -> bool {
        self.awaiting.motion.is_some() || self.agenda.iter().any(Act::is_pose)
    }

    /// The posture from which the step in hand moves.
    pub(super) fn rest_posture(&self) -> Posture {
        match &self.exercising {
            Some(exercising) => exercising.exercise.trajectory.start(),
            None => self.posture,
        }
    }
}

/// Steps that may follow each other without anything to wait for. Loops are bounded by the
/// routine language, but loops in loops around nothing but music could take for ever.
const STEPS_WITHOUT_WAITING: u32 = 10_000;
