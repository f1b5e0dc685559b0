//! Hot joints are spared: what would use them gives way to another movement or to a rest, and hot
//! legs are not stood on.

use crate::{
    motion::{Joint, Part, Posture},
    script::{Exercise, Step},
    session::{Command, How, Session, agenda::Act, alert::Alert, fitting::Fit},
};

/// The rest in place of an exercise, ms: one between two sets, for class and motors alike.
const REST_INSTEAD_MS: u64 = 15_000;

impl Session {
    /// These joints are hot beside those that were hot before; none means that all have cooled.
    pub(super) fn robot_hot(&mut self, joints: &[Joint], out: &mut Vec<Command>) {
        if joints.is_empty() {
            self.hot.clear();
            return;
        }
        let before = self.hot.len();
        self.hot.extend(joints);
        if self.hot.len() == before || self.ended.is_some() {
            return;
        }
        self.call_staff(Alert::Hot(joints), out);
        let plan = self.plan.clone();
        let sits_down = self.agenda.contains(&Act::SitDown);
        if self.spares_legs() && self.posture != Posture::Sit && !sits_down {
            self.spare_legs(out);
        } else if let Some(exercising) = &self.exercising
            && let Some(Step::Exercise(written)) = plan.steps.get(self.step)
            && self.strains(&exercising.exercise)
        {
            let sets_left = exercising.sets_left();
            self.leave(out);
            self.exercise(written, out);
            // What was done is done.
            if let Some(exercising) = &mut self.exercising {
                exercising.only(sets_left);
            }
        }
    }

    /// Whether the legs must not carry the robot.
    pub(super) fn spares_legs(&self) -> bool {
        self.hot.iter().any(|joint| joint.part() == Part::Leg)
    }

    /// A kind word and a rest in place of an exercise. A movement that Nao makes alone is missed
    /// by nobody.
    pub(super) fn rest_instead(&mut self, exercise: &Exercise, out: &mut Vec<Command>) {
        if !exercise.is_led() {
            return;
        }
        let hot: Vec<Joint> = self.hot.iter().copied().collect();
        self.call_staff(Alert::LeftOut(&exercise.title, &hot), out);
        self.push_phrase_then(|phrases| &phrases.left_out);
        self.agenda.push_back(Act::Wait(REST_INSTEAD_MS));
    }

    /// Sits down and goes on sitting, if anything is left that can be done so; else takes leave.
    fn spare_legs(&mut self, out: &mut Vec<Command>) {
        if !self.can_go_on_sitting() {
            let here = !self.lost && !self.lifted;
            self.cut(out);
            let why = self.phrase(|phrases| &phrases.too_hot);
            self.take_leave(How::TooHot, why, out);
            if here {
                self.agenda.push_front(Act::SitDown);
            }
            return;
        }
        if self.exercising.is_some() {
            self.leave(out);
        } else {
            self.put_back(out);
        }
        // Every posture is sitting now: the way back to one is the way down.
        self.agenda.pop_front_if(|act| matches!(act, Act::Posture(_)));
        if let Some(text) = self.phrase(|phrases| &phrases.sat_down) {
            self.agenda.push_front(Act::Aside(text));
        }
        self.agenda.push_front(Act::SitDown);
    }

    /// Whether there is more to come than exercises that cannot be made: a question, an exercise
    /// made sitting, or only words. Branches are not foreseen.
    fn can_go_on_sitting(&self) -> bool {
        let mut nothing_led = true;
        for step in self.plan.steps.iter().skip(self.next) {
            match step {
                Step::Ask(_) | Step::Play(_) => return true,
                Step::Exercise(exercise) if exercise.is_led() => {
                    if !matches!(self.fit(exercise), Fit::Rest) {
                        return true;
                    }
                    nothing_led = false;
                }
                _ => {}
            }
        }
        nothing_led || self.asking.is_some()
    }
}
