//! Walking the plan: what each step puts on the agenda.

use rand::RngExt;

use crate::{
    motion::Posture,
    script::{Music, Step, WeightedTarget},
    session::{Command, Fact, How, Mood, Session, agenda::Act, asking::Asker},
};

impl Session {
    /// The beginning: the robot takes the position of the routine.
    pub(super) fn open(&mut self, out: &mut Vec<Command>) {
        out.push(Command::Leds(Mood::Neutral));
        self.agenda.push_back(Act::Posture(Posture::of(self.plan.position)));
    }

    /// Begins the next step, or ends the session after the last one.
    pub(super) fn next_step(&mut self, out: &mut Vec<Command>) {
        self.asking = None;
        self.exercising = None;
        self.playing = None;
        self.set_aside = None;
        let plan = self.plan.clone();
        let Some(step) = plan.steps.get(self.next) else {
            self.finish(out);
            return;
        };
        self.step = self.next;
        self.next += 1;
        match step {
            Step::Say(variants) => {
                let text = self.pick_text(variants);
                self.agenda.push_back(Act::Say(text));
            }
            Step::Ask(ask) => self.ask(ask, Asker::Routine),
            Step::Play(game) => self.play(game),
            Step::Border { last } => {
                // The last border is come to until each has been asked.
                if self.bring_back(*last) && *last {
                    self.next = self.step;
                }
            }
            Step::Exercise(exercise) => self.exercise(exercise, out),
            Step::ForEverybody => self.for_everybody = Some(self.next),
            Step::TeamsBegin(names) => self.teams_begin(names),
            Step::TeamsEnd => self.teams_end(),
            Step::Part(part) => self.part = Some(*part),
            Step::Posture(posture) => self.agenda.push_back(Act::Posture(*posture)),
            Step::Music(Music::Play { track, volume, pulse }) => {
                self.music = Some((track.clone(), *volume));
                self.pulse = *pulse;
                out.push(Command::PlayMusic { track: track.clone(), volume: *volume });
            }
            Step::Music(Music::Stop) => {
                self.music = None;
                self.pulse = None;
                out.push(Command::StopMusic);
            }
            Step::Pause(seconds) => self.agenda.push_back(Act::Wait(milliseconds(*seconds))),
            Step::Choose(branches) => self.next = self.choose(branches),
            Step::If { condition, otherwise } => {
                if !condition.holds(&self.raw_values()) {
                    self.next = *otherwise;
                }
            }
            Step::LoopStart { counter } => {
                if let Some(count) = self.counters.get_mut(*counter) {
                    *count = 0;
                }
            }
            Step::LoopEnd { counter, times, until, body } => {
                let rounds = self.counters.get_mut(*counter).map_or(*times, |count| {
                    *count += 1;
                    *count
                });
                let reached = until.as_ref().is_some_and(|until| until.holds(&self.raw_values()));
                if rounds < *times && !reached {
                    self.next = *body;
                }
            }
            Step::Jump(target) => self.next = *target,
            Step::End => self.next = plan.steps.len(),
        }
    }

    /// The end of the routine.
    pub(super) fn finish(&mut self, out: &mut Vec<Command>) {
        if self.ended.is_none() {
            self.end(How::Completed, out);
        }
        self.agenda.push_back(Act::Rest);
    }

    /// Ends the session: keeps how, and silences the music.
    pub(super) fn end(&mut self, how: How, out: &mut Vec<Command>) {
        self.close_exercise(out);
        self.close_spaced(out);
        self.asking = None;
        self.playing = None;
        self.set_aside = None;
        self.agenda.clear();
        self.ended = Some(how);
        if self.music.take().is_some() {
            out.push(Command::StopMusic);
        }
        let (score, of) = self.tally.total();
        out.push(Command::Record(Fact::Ended { how, score, of }));
    }

    fn choose(&mut self, branches: &[WeightedTarget]) -> usize {
        let total: f64 = branches.iter().map(|branch| branch.weight).sum();
        let mut at = self.random.random::<f64>() * total;
        for branch in branches {
            if at < branch.weight {
                return branch.target;
            }
            at -= branch.weight;
        }
        branches.last().map_or(self.next, |branch| branch.target)
    }
}

/// Seconds of a routine (checked to be finite and at most 600) in ms.
pub(super) fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}
