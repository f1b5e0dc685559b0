//! Trouble: distress, falls, a robot that is lifted or pushed, an empty battery, a lost robot, a
//! crash of the program.

use crate::session::{
    Chime, Command, Fact, How, Mood, MovementId, Session, agenda::Act, alert::Alert,
};

/// From this charge on (per cent) staff are told to plug the robot in.
const LOW_BATTERY: u8 = 15;

/// From this charge on (per cent) the session takes its leave: what is left must still bring the
/// robot to a safe rest.
const FLAT_BATTERY: u8 = 7;

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

    /// The sentence or movement in hand is put back, to be made again when the robot is there.
    pub(super) fn robot_lost(&mut self, out: &mut Vec<Command>) {
        if self.lost || self.over {
            return;
        }
        self.put_back(out);
        self.posed = false;
        self.lost = true;
        // Nobody would hear the farewell of a session that is ending.
        if self.ended.is_some() {
            self.over = true;
            return;
        }
        let before = self.alert.take();
        self.call_staff(Alert::Lost, out);
        self.alert_before_loss = before;
    }

    /// It was alone for a while: whatever comes next begins from a safe pose.
    pub(super) fn robot_back(&mut self, out: &mut Vec<Command>) {
        if !std::mem::take(&mut self.lost) || self.over {
            return;
        }
        self.alert = self.alert_before_loss.take();
        if self.paused || self.lifted {
            self.begin_from_a_pose();
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
        self.posed = false;
        self.lost = false;
        // It is told anew when it still is.
        self.lifted = false;
        if self.ended.is_some() {
            self.agenda.clear();
            self.agenda.push_back(Act::Rest);
            self.paused = false;
        } else if self.paused {
            self.begin_from_a_pose();
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
        self.count_in_again();
        let posture = self.rest_posture();
        // The way back leads there already.
        let same = [Act::Posture(posture), Act::SitDown];
        self.agenda.pop_front_if(|act| same.contains(act));
        let words = words(self);
        self.agenda.push_front(Act::Return { posture, words });
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
        self.lifted = false;
        out.push(Command::Chime(Chime::Attention));
        if let Some(text) = self.phrase(|phrases| &phrases.stopped) {
            self.say(text, out);
        }
        self.call_staff(Alert::Fell, out);
        self.over = true;
    }

    /// Somebody has it in their hands: nothing moves until it is put down, and staff are told.
    pub(super) fn robot_lifted(&mut self, out: &mut Vec<Command>) {
        if self.lifted || self.over || self.ended.is_some() {
            return;
        }
        self.put_back(out);
        self.posed = false;
        self.lifted = true;
        self.alert_before_lift = self.alert.clone();
        if self.music.is_some() {
            out.push(Command::StopMusic);
        }
        out.push(Command::Leds(Mood::Paused));
        self.call_staff(Alert::Lifted, out);
        if self.lost {
            // Told as soon as it is back, and so it stays.
            self.alert_before_loss.clone_from(&self.alert);
        } else if let Some(text) = self.phrase(|phrases| &phrases.lifted) {
            self.say(text, out);
        }
    }

    /// It is on its feet again, who knows how: whatever comes next begins from a safe pose.
    pub(super) fn robot_put_down(&mut self, out: &mut Vec<Command>) {
        if !std::mem::take(&mut self.lifted) || self.over {
            return;
        }
        let before = self.alert_before_lift.take();
        let told = Some(Alert::Lifted.text(self.plan.language));
        for alert in [&mut self.alert, &mut self.alert_before_loss] {
            if *alert == told {
                alert.clone_from(&before);
            }
        }
        if self.lost {
            return;
        }
        if self.paused {
            self.begin_from_a_pose();
            return;
        }
        out.push(Command::Leds(Mood::Neutral));
        self.return_with(|session| session.phrase(|phrases| &phrases.put_down), out);
    }

    /// Somebody pushed it: it may stand badly, and somebody may stand too near. Staff decide when
    /// it goes on.
    pub(super) fn robot_pushed(&mut self, out: &mut Vec<Command>) {
        if self.held() || self.over || self.ended.is_some() {
            return;
        }
        self.hold(out);
        self.posed = false;
        self.begin_from_a_pose();
        if let Some(text) = self.phrase(|phrases| &phrases.pushed) {
            self.say(text, out);
        }
        self.call_staff(Alert::Pushed, out);
    }

    /// Staff are told once; when there is hardly any charge left the session takes its leave.
    pub(super) fn low_battery(&mut self, percent: u8, out: &mut Vec<Command>) {
        if self.ended.is_some() || percent > LOW_BATTERY {
            return;
        }
        if percent > FLAT_BATTERY {
            if !std::mem::replace(&mut self.low_battery_told, true) {
                self.call_staff(Alert::LowBattery(percent), out);
            }
            return;
        }
        self.call_staff(Alert::FlatBattery(percent), out);
        // Nobody is cut short: a sentence or a movement still comes to its end by itself.
        if matches!(self.current, Some(Act::Listen | Act::Wait(_))) {
            self.cut(out);
        }
        let why = self.phrase(|phrases| &phrases.flat_battery);
        self.take_leave(How::FlatBattery, why, out);
    }

    /// The robot could not make a movement: staff are told, and the class goes on with the next
    /// thing instead of standing still. An exercise is left, from a safe pose.
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
        let repetition = matches!(self.current, Some(Act::Repetition { .. }));
        self.cut(out);
        if self.exercising.is_some() {
            self.agenda.clear();
            if repetition {
                self.begin_from_a_pose();
            }
            self.agenda.push_back(Act::ExerciseDone);
        }
    }

    pub(super) fn call_staff(&mut self, alert: Alert<'_>, out: &mut Vec<Command>) {
        let why = alert.text(self.plan.language);
        self.alert = Some(why.clone());
        out.push(Command::Record(Fact::NeedsStaff { why }));
    }
}
