//! Trouble: distress, falls, heat, an empty battery, a lost robot, a crash of the program.

use crate::{
    motion::Joint,
    session::{Chime, Command, Fact, How, Mood, MovementId, Session, agenda::Act, alert::Alert},
};

/// Below this charge (per cent) staff are told at once to plug the robot in.
const LOW_BATTERY: u8 = 20;

impl Session {
    /// Somebody is in pain, dizzy, or calls for help: all stops, staff are called, and nothing
    /// goes on by itself.
    pub(super) fn distress(&mut self, out: &mut Vec<Command>) {
        self.reopen_question();
        self.hold(out);
        out.push(Command::Chime(Chime::Attention));
        if let Some(text) = self.phrase(|phrases| &phrases.distress) {
            self.say(text, out);
        }
        self.call_staff(Alert::Distress, out);
    }

    /// A resident said "stop". The class pauses; staff decide, since the word may have been
    /// misheard and others may want to go on.
    pub(super) fn asked_to_stop(&mut self, out: &mut Vec<Command>) {
        self.reopen_question();
        self.pause(out);
        self.call_staff(Alert::AskedToStop, out);
    }

    /// The question that was open is asked again when the session goes on.
    fn reopen_question(&mut self) {
        let utterance = self.new_utterance();
        if let Some(asking) = &mut self.asking {
            asking.utterance = utterance;
            asking.open = true;
            let question = asking.question.clone();
            self.agenda.extend([Act::Say(question), Act::Listen]);
        }
    }

    pub(super) fn robot_lost(&mut self, out: &mut Vec<Command>) {
        if self.lost || self.over {
            return;
        }
        self.put_back(out);
        self.lost = true;
        // Nobody would hear the farewell of a session that is ending.
        if self.ended.is_some() {
            self.over = true;
            return;
        }
        self.call_staff(Alert::Lost, out);
    }

    pub(super) fn robot_back(&mut self, out: &mut Vec<Command>) {
        if !std::mem::take(&mut self.lost) || self.over {
            return;
        }
        self.alert = None;
        if self.paused {
            return;
        }
        self.return_with(|session| session.phrase(|phrases| &phrases.back_after_loss), out);
    }

    /// The program came back after a crash: the journal brought the session to where it was, and
    /// whatever was under way is made again.
    pub(super) fn came_back(&mut self, out: &mut Vec<Command>) {
        if self.over {
            return;
        }
        self.put_back(out);
        self.lost = false;
        if self.ended.is_some() {
            self.agenda.clear();
            self.agenda.push_back(Act::Rest);
            self.paused = false;
        } else if self.paused {
            out.push(Command::Leds(Mood::Paused));
        } else {
            self.return_with(|session| session.phrase(|phrases| &phrases.back_after_crash), out);
        }
    }

    fn return_with(
        &mut self,
        words: impl FnOnce(&mut Session) -> Option<String>,
        out: &mut Vec<Command>,
    ) {
        self.play_again(out);
        let posture = self.rest_posture();
        let words = words(self);
        self.agenda.push_front(Act::Posture(posture));
        if let Some(text) = words {
            self.agenda.push_front(Act::Say(text));
        }
    }

    /// It fell. NAOqi's fall manager has let the motors go; nothing moves any more, and the
    /// robot is not given a posture to reach: staff lift it up.
    pub(super) fn robot_fell(&mut self, out: &mut Vec<Command>) {
        if self.ended == Some(How::Fell) || self.over {
            return;
        }
        self.cut(out);
        out.push(Command::Halt);
        if self.ended.is_none() {
            self.end(How::Fell, out);
        }
        self.agenda.clear();
        self.paused = false;
        out.push(Command::Chime(Chime::Attention));
        if let Some(text) = self.phrase(|phrases| &phrases.stopped) {
            self.say(text, out);
        }
        self.call_staff(Alert::Fell, out);
        self.over = true;
    }

    /// Hot joints rest: the class pauses in a posture that carries itself.
    pub(super) fn robot_hot(&mut self, joints: &[Joint], out: &mut Vec<Command>) {
        if joints.is_empty() || self.ended.is_some() {
            return;
        }
        self.pause(out);
        self.call_staff(Alert::Hot(joints), out);
    }

    pub(super) fn low_battery(&mut self, percent: u8, out: &mut Vec<Command>) {
        if percent <= LOW_BATTERY && self.ended.is_none() {
            self.call_staff(Alert::Battery(percent), out);
        }
    }

    /// The robot could not make a movement: staff are told, and the class goes on with the next
    /// thing instead of standing still.
    pub(super) fn motion_failed(
        &mut self,
        movement: MovementId,
        reason: &str,
        out: &mut Vec<Command>,
    ) {
        if self.awaiting.motion != Some(movement) {
            return;
        }
        self.call_staff(Alert::MotionFailed(reason), out);
        let exercise = matches!(self.current, Some(Act::Repetition { .. }));
        self.cut(out);
        if exercise {
            self.agenda.clear();
            self.agenda.push_back(Act::ExerciseDone);
        }
    }

    fn call_staff(&mut self, alert: Alert<'_>, out: &mut Vec<Command>) {
        let why = alert.text(self.plan.language);
        self.alert = Some(why.clone());
        out.push(Command::Record(Fact::NeedsStaff { why }));
    }
}
