//! What staff do: pause, go on, skip, repeat, stop, say, overrule. Staff always win.

use crate::{
    answer::Verdict,
    script::Step,
    session::{
        AnswerId, Command, Fact, How, Intensity, Mood, Session, StaffAction, agenda::Act,
        games::Playing,
    },
};

impl Session {
    pub(super) fn staff(&mut self, action: &StaffAction, out: &mut Vec<Command>) {
        // An answer may be corrected even after the end.
        if let StaffAction::Overrule { answer, verdict } = action {
            return self.overrule(*answer, *verdict, out);
        }
        if self.ended.is_some() {
            // A second stop does not wait for the words of farewell.
            if *action == StaffAction::Stop && !self.over {
                self.cut(out);
                self.agenda.clear();
                self.agenda.push_back(Act::Rest);
                self.paused = false;
                self.lost = false;
                self.lifted = false;
            }
            return;
        }
        match action {
            StaffAction::Pause => self.pause(out),
            StaffAction::Resume => self.resume(out),
            StaffAction::Skip => self.skip(out),
            StaffAction::Repeat => self.repeat(out),
            StaffAction::Easier if self.steer_level(false, out) => {}
            StaffAction::Harder if self.steer_level(true, out) => {}
            StaffAction::Easier => self.steer_intensity(self.intensity.easier(), out),
            StaffAction::Harder => self.steer_intensity(self.intensity.harder(), out),
            StaffAction::Stop => self.stop(out),
            StaffAction::Say { text } => self.say_for_staff(text.trim(), out),
            StaffAction::Overrule { .. } => {}
        }
    }

    /// The questions of the quiz in hand become harder or easier; `false` when there is none.
    fn steer_level(&mut self, harder: bool, out: &mut Vec<Command>) -> bool {
        let banks = self.playing.as_ref().map(Playing::banks).unwrap_or_default();
        for (bank, title) in &banks {
            let change = self.memory.steered((bank, title), harder);
            out.extend(change.map(Command::Record));
        }
        !banks.is_empty()
    }

    /// The class asks less or more, and the class is told at the next word that it can be told.
    fn steer_intensity(&mut self, intensity: Intensity, out: &mut Vec<Command>) {
        let easier = intensity < self.intensity;
        if !self.ask_for(intensity, out) || self.exercising.is_none() {
            return;
        }
        let words =
            self.phrase(|phrases| if easier { &phrases.gentler } else { &phrases.livelier });
        if let Some(text) = words {
            self.agenda.push_front(Act::Aside(text));
        }
    }

    /// Pauses at once: motion and speech are cut, and Nao says that it waits.
    pub(super) fn pause(&mut self, out: &mut Vec<Command>) {
        if self.paused || self.ended.is_some() {
            return;
        }
        self.hold(out);
        if let Some(text) = self.phrase(|phrases| &phrases.paused) {
            self.say(text, out);
        }
    }

    /// Holds the session without a word of its own.
    pub(super) fn hold(&mut self, out: &mut Vec<Command>) {
        self.put_back(out);
        self.paused = true;
        if self.music.is_some() {
            out.push(Command::StopMusic);
        }
        out.push(Command::Leds(Mood::Paused));
    }

    /// Goes on with the act that was cut.
    pub(super) fn resume(&mut self, out: &mut Vec<Command>) {
        if !self.paused {
            return;
        }
        self.paused = false;
        // Once it is put down it goes on by itself.
        if self.lifted {
            return;
        }
        self.alert = None;
        out.push(Command::Leds(Mood::Neutral));
        self.play_again(out);
        self.count_in_again();
        if let Some(text) = self.phrase(|phrases| &phrases.resumed) {
            self.agenda.push_front(Act::Aside(text));
        }
    }

    pub(super) fn play_again(&self, out: &mut Vec<Command>) {
        if let Some((track, volume)) = self.music.clone() {
            out.push(Command::PlayMusic { track, volume });
        }
    }

    /// Leaves the step in hand; of a game, the question or words in hand. A question that was left
    /// is not counted.
    fn skip(&mut self, out: &mut Vec<Command>) {
        self.leave(out);
        if self.playing.is_some() {
            self.agenda.push_back(Act::GameGoesOn);
        } else if let Some(Step::Ask(ask)) = self.plan.steps.get(self.step) {
            self.next = ask.branches.after;
        }
        self.go_on_if_paused(out);
    }

    /// Makes the step in hand again, from its start; of a game, the question in hand.
    fn repeat(&mut self, out: &mut Vec<Command>) {
        let asked = self.asking.as_ref().map(|asking| (asking.ask.clone(), asking.asker));
        let credited = self.asking.as_ref().map(|asking| asking.credited.clone());
        self.leave(out);
        // A question of the routine may wait to be asked again already.
        self.tally.again =
            asked.is_some() || matches!(self.plan.steps.get(self.step), Some(Step::Ask(_)));
        let shown = self.playing.as_mut().map(Playing::shows_again).unwrap_or_default();
        match asked {
            _ if !shown.is_empty() => {
                self.agenda.extend(shown);
                self.agenda.push_back(Act::GameGoesOn);
            }
            Some((ask, asker)) if self.playing.is_some() => {
                self.ask(&ask, asker);
                if let (Some(asking), Some(credited)) = (&mut self.asking, credited) {
                    asking.credited = credited;
                }
            }
            None if self.playing.is_some() => self.agenda.push_back(Act::GameGoesOn),
            _ => self.next = self.step,
        }
        self.go_on_if_paused(out);
    }

    /// Cuts the step in hand and empties the agenda; the robot goes back to its posture if it was
    /// caught between two.
    pub(super) fn leave(&mut self, out: &mut Vec<Command>) {
        self.drop_all(out);
        self.close_exercise(out);
        self.asking = None;
        self.tally.again = false;
    }

    /// Staff who skip or repeat during a pause want to go on.
    fn go_on_if_paused(&mut self, out: &mut Vec<Command>) {
        if self.paused {
            self.paused = false;
            if self.lifted {
                return;
            }
            self.alert = None;
            out.push(Command::Leds(Mood::Neutral));
            self.play_again(out);
        }
    }

    /// Ends the session at once, with a word of farewell.
    fn stop(&mut self, out: &mut Vec<Command>) {
        self.cut(out);
        // Always, even when nothing seems to be under way: stop must not rest on our bookkeeping.
        if !out.contains(&Command::Halt) {
            out.push(Command::Halt);
        }
        self.take_leave(How::Stopped, None, out);
    }

    /// Ends the session with a word of why and of farewell, and gives the robot back.
    pub(super) fn take_leave(&mut self, how: How, why: Option<String>, out: &mut Vec<Command>) {
        self.end(how, out);
        self.paused = false;
        // It goes to rest in whosever hands it is.
        self.lifted = false;
        // A robot that is lost hears no farewell, and nobody should wait for it.
        if !std::mem::take(&mut self.lost) {
            let farewell = self.phrase(|phrases| &phrases.stopped);
            self.agenda.extend(why.into_iter().chain(farewell).map(Act::Say));
        }
        self.agenda.push_back(Act::Rest);
    }

    /// Nao says it as soon as it can: at once during a pause or a listening turn, else after what
    /// it says or does.
    fn say_for_staff(&mut self, text: &str, out: &mut Vec<Command>) {
        if text.is_empty() || self.lost {
            return;
        }
        if self.paused || self.lifted {
            self.say(text.to_owned(), out);
            return;
        }
        if self.awaiting.answer {
            self.cut(out);
            self.agenda.push_front(Act::Listen);
        }
        self.agenda.push_front(Act::Say(text.to_owned()));
    }

    fn overrule(&mut self, answer: AnswerId, verdict: Verdict, out: &mut Vec<Command>) {
        let Some(entry) = self.tally.overrule(answer, verdict) else { return };
        let (visit, points, of) = (entry.visit, entry.points, entry.of);
        let (total, _) = self.tally.total();
        out.push(Command::Record(Fact::Overruled { answer, verdict, points, total }));
        out.extend(self.memory.corrected(visit, self.tally.judged(visit)).map(Command::Record));
        let in_hand = self.asking.as_ref().filter(|asking| asking.visit == visit);
        if let (Some(asking), None) = (in_hand, self.ended) {
            let ask = asking.ask.clone();
            self.tally.last = Some(verdict);
            if verdict == Verdict::Right {
                // It was right after all: no further hint, but praise, and on we go.
                self.drop_all(out);
                if ask.branches.right.is_none() {
                    self.praise();
                }
                self.leave_question(verdict, (points, of), false);
            }
        }
    }
}
