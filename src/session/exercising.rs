//! Leading an exercise: explain, show, count together, rest, the other side.

use serde::{Deserialize, Serialize};

use crate::{
    motion::Trajectory,
    script::{Exercise, Step},
    session::{
        Command, ExerciseView, Fact, MovementId, Session, Start, agenda::Act, walking::milliseconds,
    },
};

/// Which side a repetition is made on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Side {
    /// As written.
    First,
    /// Mirrored.
    Other,
}

/// The exercise in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Exercising {
    pub(super) shown: ExerciseView,
    /// Repetitions made, both sides together, without the demonstration.
    pub(super) made: u32,
    movement: String,
}

/// A set must be this long for its middle to be worth a word.
const LONG_SET: u32 = 6;

impl Session {
    pub(super) fn exercise(&mut self, exercise: &Exercise, out: &mut Vec<Command>) {
        if self.strains(exercise) {
            self.rest_instead(exercise, out);
            return;
        }
        self.exercising = Some(Exercising {
            shown: ExerciseView {
                title: exercise.title.clone(),
                repetition: 0,
                of: exercise.repetitions,
                set: 1,
                sets: exercise.sets,
            },
            made: 0,
            movement: exercise.movement.clone(),
        });
        // A trajectory starts in its own posture; another one may have been taken before.
        if !self.posed || self.posture != exercise.trajectory.start() {
            self.agenda.push_back(Act::Posture(exercise.trajectory.start()));
        }
        let phrases = self.plan.phrases.clone();
        let led = exercise.instruction.is_some();
        if let Some(instruction) = &exercise.instruction {
            let instruction = instruction.fill(&self.spoken_values());
            self.agenda.push_back(Act::Say(instruction));
            if exercise.demonstrate {
                self.push_phrase(&phrases.watch_me);
                self.push_repetition(Side::First, 0, None);
            }
        }
        for set in 1..=exercise.sets {
            self.agenda.push_back(Act::Set(set));
            if led {
                self.push_phrase(&phrases.now_together);
            }
            self.push_set(exercise, Side::First);
            if exercise.other_side.is_some() {
                if led {
                    self.push_phrase(&phrases.other_side);
                }
                self.push_set(exercise, Side::Other);
            }
            if set < exercise.sets {
                self.push_phrase(&phrases.rest);
                self.agenda.push_back(Act::Wait(milliseconds(exercise.rest_s)));
            }
        }
        self.agenda.push_back(Act::ExerciseDone);
    }

    /// The repetitions of one set on one side. Encouragement comes between repetitions and not
    /// during effort, where it distracts or is missed (PMC7527154).
    fn push_set(&mut self, exercise: &Exercise, side: Side) {
        let phrases = self.plan.phrases.clone();
        let last = exercise.repetitions;
        for number in 1..=last {
            if exercise.count && last >= LONG_SET {
                if number == last / 2 + 1 {
                    self.push_phrase(&phrases.halfway);
                } else if number == last - 1 {
                    self.push_phrase(&phrases.last_two);
                }
            }
            let aloud =
                exercise.count.then(|| phrases.count.get(number as usize - 1).cloned()).flatten();
            self.push_repetition(side, number, aloud);
        }
    }

    fn push_repetition(&mut self, side: Side, number: u32, aloud: Option<String>) {
        self.agenda.push_back(Act::Repetition { side, number, aloud });
    }

    fn push_phrase(&mut self, variants: &[String]) {
        if let Some(text) = self.pick_phrase(variants) {
            self.agenda.push_back(Act::Say(text));
        }
    }

    pub(super) fn begin_set(&mut self, set: u32) {
        if let Some(exercising) = &mut self.exercising {
            exercising.shown.set = set;
            exercising.shown.repetition = 0;
        }
    }

    pub(super) fn repetition(
        &mut self,
        side: Side,
        number: u32,
        aloud: Option<String>,
        out: &mut Vec<Command>,
    ) {
        let Some(trajectory) = self.trajectory(side) else { return };
        // Whatever came between: a movement never begins anywhere but in its own posture.
        if !self.posed || self.posture != trajectory.start() {
            self.agenda.push_front(Act::Repetition { side, number, aloud });
            self.agenda.push_front(Act::Posture(trajectory.start()));
            return;
        }
        if let Some(exercising) = &mut self.exercising {
            exercising.shown.repetition = number;
        }
        let start = self.start_of(number);
        if let Some(text) = aloud {
            let prompt = self.say_from(start, text, out);
            self.awaiting.speech = Some(prompt);
        }
        let movement = self.new_movement();
        self.awaiting.motion = Some(movement);
        out.push(Command::Move { movement, trajectory, start });
    }

    /// Repetitions that the class makes begin on the beat. What Nao shows or makes alone does so
    /// only when music plays: nobody keeps time with it.
    fn start_of(&self, number: u32) -> Start {
        let Some(Step::Exercise(exercise)) = self.plan.steps.get(self.step) else {
            return Start::AtOnce;
        };
        let together = exercise.instruction.is_some() && number > 0;
        if together || self.music.is_some() {
            Start::OnBeat { bpm: exercise.tempo }
        } else {
            Start::AtOnce
        }
    }

    pub(super) fn motion_ended(&mut self, movement: MovementId) {
        let awaited = self.awaiting.motion == Some(movement);
        self.posed |= awaited;
        self.awaiting.motion_ended(movement);
        if let (true, Some(Act::Repetition { number: 1.., .. }), Some(exercising)) =
            (awaited, &self.current, &mut self.exercising)
        {
            exercising.made += 1;
        }
    }

    /// Keeps what was made of the exercise in hand, be it all or a part.
    pub(super) fn close_exercise(&mut self, out: &mut Vec<Command>) {
        if let Some(exercising) = self.exercising.take()
            && exercising.made > 0
        {
            out.push(Command::Record(Fact::Exercised {
                movement: exercising.movement,
                repetitions: exercising.made,
            }));
        }
    }

    fn trajectory(&self, side: Side) -> Option<Trajectory> {
        match (self.plan.steps.get(self.step), side) {
            (Some(Step::Exercise(exercise)), Side::First) => Some(exercise.trajectory.clone()),
            (Some(Step::Exercise(exercise)), Side::Other) => exercise.other_side.clone(),
            _ => None,
        }
    }
}
