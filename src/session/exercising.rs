//! Leading an exercise: explain, show, count together, rest, the other side, praise.
//!
//! An exercise is laid out turn by turn and not at once, so that it can become easier while it
//! runs.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{
    motion::{Breathing, Trains, Trajectory},
    script::Exercise,
    session::{
        Command, ExerciseView, Fact, Intensity, MovementId, Session, Start, TimerId, agenda::Act,
        alert::Alert, fitting::Fit, walking::milliseconds,
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
    /// What is made: the exercise that was written, or one that stands in for it.
    pub(super) exercise: Exercise,
    /// The side, and the repetition that comes next, from 1.
    side: Side,
    next: u32,
    /// The trajectories at another tempo than the one that was written.
    paced: Option<Paced>,
    /// What is still to be said of the breath while Nao shows the movement: ms to wait before
    /// each, and the word.
    breaths: VecDeque<(u64, String)>,
}

impl Exercising {
    /// Sets that are not wholly made.
    pub(super) fn sets_left(&self) -> u32 {
        (self.exercise.sets + 1).saturating_sub(self.shown.set).max(1)
    }

    /// Makes no more than so many sets.
    pub(super) fn only(&mut self, sets: u32) {
        self.exercise.sets = self.exercise.sets.min(sets);
        self.shown.sets = self.exercise.sets;
    }
}

/// Both sides at a tempo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Paced {
    first: Trajectory,
    other: Option<Trajectory>,
}

/// A set must be this long for its middle to be worth a word.
const LONG_SET: u32 = 6;

/// A reminder of how the movement is made comes before every so many repetitions, from the third
/// on.
const CUE_EVERY: u32 = 6;
const FIRST_CUE: u32 = 3;

/// The most repetitions of a set at any intensity.
const REPETITIONS_AT_MOST: u32 = 30;

/// A rest that is at least so long has time for a breath together, s.
const LONG_REST_S: f64 = 8.0;

impl Session {
    pub(super) fn exercise(&mut self, exercise: &Exercise, out: &mut Vec<Command>) {
        match self.fit(exercise) {
            Fit::AsWritten => self.lead(exercise.clone()),
            Fit::Easier(easier) => self.lead(*easier),
            Fit::Sparing(other) => self.lead_instead(exercise, *other, out),
            // Nobody is reminded of what they cannot do: the class goes on with the next thing.
            Fit::LeftOut => {}
            Fit::Rest => self.rest_instead(exercise, out),
        }
    }

    /// Another exercise, to spare hot motors; staff and class are told.
    pub(super) fn lead_instead(
        &mut self,
        written: &Exercise,
        other: Exercise,
        out: &mut Vec<Command>,
    ) {
        let hot: Vec<_> = self.hot.iter().copied().collect();
        self.call_staff(Alert::Swapped(&written.title, &other.title, &hot), out);
        self.push_phrase_then(|phrases| &phrases.another_instead);
        self.lead(other);
    }

    fn lead(&mut self, exercise: Exercise) {
        // A trajectory starts in its own posture; another one may have been taken before.
        let start = exercise.trajectory.start();
        let there = self.posed && self.posture == start;
        if !there && !self.agenda.contains(&Act::Posture(start)) {
            self.agenda.push_back(Act::Posture(start));
        }
        if let Some(instruction) = &exercise.instruction {
            let instruction = instruction.fill(&self.spoken_values());
            self.agenda.push_back(Act::Say(instruction));
            if exercise.demonstrate {
                self.push_phrase_then(|phrases| &phrases.watch_me);
                self.push_repetition(Side::First, 0, None);
            }
        }
        self.agenda.push_back(Act::ExerciseGoesOn);
        let shown = ExerciseView {
            title: exercise.title.clone(),
            repetition: 0,
            of: self.repetitions(&exercise),
            set: 1,
            sets: exercise.sets,
        };
        self.exercising = Some(Exercising {
            shown,
            made: 0,
            exercise,
            side: Side::First,
            next: 1,
            paced: None,
            breaths: VecDeque::new(),
        });
    }

    /// Lays out the next turn of the exercise in hand: a repetition with what is said before it,
    /// the way to the other side or to the next set, or the end.
    pub(super) fn exercise_goes_on(&mut self) {
        let Some(exercising) = &self.exercising else { return };
        let exercise = exercising.exercise.clone();
        let (side, number, set) = (exercising.side, exercising.next, exercising.shown.set);
        let of = self.repetitions(&exercise);
        let led = exercise.is_led();
        if let Some(exercising) = &mut self.exercising {
            exercising.shown.of = of.max(exercising.shown.repetition);
        }
        if number <= of {
            if number == 1 {
                self.begin_set(&exercise, side);
            } else if led {
                self.encourage(&exercise, side, set, number, of);
            }
            let aloud = exercise.count.then(|| self.count_word(number)).flatten();
            self.push_repetition(side, number, aloud);
            if let Some(exercising) = &mut self.exercising {
                exercising.next += 1;
            }
        } else if side == Side::First && exercise.other_side.is_some() {
            if led {
                self.push_phrase_then(|phrases| &phrases.other_side);
            }
            self.turn_to(Side::Other, set);
        } else if set < exercise.sets {
            self.rest_between_sets(exercise.rest_s);
            self.turn_to(Side::First, set + 1);
        } else {
            if led && self.exercising.as_ref().is_some_and(|exercising| exercising.made > 0) {
                self.praise_exercise();
            }
            self.agenda.push_back(Act::ExerciseDone);
            return;
        }
        self.agenda.push_back(Act::ExerciseGoesOn);
    }

    fn turn_to(&mut self, side: Side, set: u32) {
        if let Some(exercising) = &mut self.exercising {
            (exercising.side, exercising.next) = (side, 1);
            exercising.shown.set = set;
            exercising.shown.repetition = 0;
        }
    }

    /// What is said before the first repetition of a set: together, and the count-in on the beat.
    fn begin_set(&mut self, exercise: &Exercise, side: Side) {
        if !exercise.is_led() {
            return;
        }
        if side == Side::First {
            self.push_phrase_then(|phrases| &phrases.now_together);
        }
        if exercise.count
            && let Some(text) = self.phrase(|phrases| &phrases.count_in)
        {
            self.agenda.push_back(Act::CountIn(text));
        }
    }

    /// What is said before a repetition. It comes between repetitions and not during effort,
    /// where it distracts or is missed (PMC7527154), and never two things at once.
    fn encourage(&mut self, exercise: &Exercise, side: Side, set: u32, number: u32, of: u32) {
        let long = exercise.count && of >= LONG_SET;
        let (halfway, last_two) = (of / 2 + 1, of - 1);
        let near = |other: u32| long && number.abs_diff(other) <= 1;
        if long && number == halfway {
            self.push_phrase_then(|phrases| &phrases.halfway);
        } else if long && number == last_two {
            self.push_phrase_then(|phrases| &phrases.last_two);
        } else if set == 1
            && number % CUE_EVERY == FIRST_CUE
            && (side == Side::First || number == FIRST_CUE)
            && !near(halfway)
            && !near(last_two)
        {
            let plan = self.plan.clone();
            let cues = plan
                .movements
                .get(&exercise.movement)
                .and_then(|movement| movement.cues.get(&plan.language));
            if let Some(cue) = cues.and_then(|cues| self.pick_phrase(cues)) {
                self.agenda.push_back(Act::Say(cue));
            }
        }
    }

    /// A rest, with a breath together when there is time for it.
    fn rest_between_sets(&mut self, written_s: f64) {
        let rest_s = self.intensity.rest_s(written_s);
        self.push_phrase_then(|phrases| &phrases.rest);
        match self.phrase(|phrases| &phrases.rest_breath).filter(|_| rest_s >= LONG_REST_S) {
            Some(breath) => {
                self.agenda.push_back(Act::Wait(milliseconds(rest_s / 2.0)));
                self.agenda.push_back(Act::Say(breath));
                self.agenda.push_back(Act::Wait(milliseconds(rest_s / 2.0)));
            }
            None => self.agenda.push_back(Act::Wait(milliseconds(rest_s))),
        }
    }

    /// How many repetitions a set has at the intensity of now.
    pub(super) fn repetitions(&self, exercise: &Exercise) -> u32 {
        if !exercise.is_led() {
            return exercise.repetitions;
        }
        let words = self.plan.phrases.count.len() as u32;
        let most = if exercise.count { words } else { u32::MAX };
        self.intensity.repetitions(exercise.repetitions, most.min(REPETITIONS_AT_MOST))
    }

    fn count_word(&self, number: u32) -> Option<String> {
        self.plan.phrases.count.get(number as usize - 1).cloned()
    }

    fn push_repetition(&mut self, side: Side, number: u32, aloud: Option<String>) {
        self.agenda.push_back(Act::Repetition { side, number, aloud });
    }

    pub(super) fn repetition(
        &mut self,
        side: Side,
        number: u32,
        aloud: Option<String>,
        out: &mut Vec<Command>,
    ) {
        let Some(exercising) = &self.exercising else { return };
        // The class became easier in between, and the set is long enough.
        if number > self.repetitions(&exercising.exercise) {
            return;
        }
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
        let start = self.start_of(number, trajectory.tempo());
        if let Some(text) = aloud {
            let prompt = self.say_from(start, text, out);
            self.awaiting.speech = Some(prompt);
        }
        let movement = self.new_movement();
        self.awaiting.motion = Some(movement);
        let tempo = trajectory.tempo();
        out.push(Command::Move { movement, trajectory, start });
        if number == 0 || self.breathes_together() {
            self.breathe_along(tempo, start, out);
        }
    }

    /// Whether the class makes the exercise in hand together.
    fn leads(&self) -> bool {
        self.exercising.as_ref().is_some_and(|exercising| exercising.exercise.is_led())
    }

    /// Repetitions that the class makes begin on the beat. What Nao shows or makes alone does so
    /// only when music plays: nobody keeps time with it.
    fn start_of(&self, number: u32, tempo: f64) -> Start {
        if (self.leads() && number > 0) || self.music.is_some() {
            Start::OnBeat { bpm: tempo }
        } else {
            Start::AtOnce
        }
    }

    /// The count-in, on the beat of the repetitions that follow.
    pub(super) fn count_in(&mut self, text: String, out: &mut Vec<Command>) {
        let tempo = self.trajectory(Side::First).map_or(60.0, |trajectory| trajectory.tempo());
        let prompt = self.say_from(Start::OnBeat { bpm: tempo }, text, out);
        self.awaiting.speech = Some(prompt);
    }

    /// Counts in once more before a repetition that was cut: nobody knows the beat any longer.
    pub(super) fn count_in_again(&mut self) {
        let place = self
            .agenda
            .iter()
            .position(|act| matches!(act, Act::Repetition { number: 1.., aloud: Some(_), .. }));
        let Some(place) = place.filter(|_| self.leads()) else { return };
        if self.agenda.iter().take(place).all(Act::is_pose)
            && let Some(text) = self.phrase(|phrases| &phrases.count_in)
        {
            self.agenda.insert(place, Act::CountIn(text));
        }
    }

    /// Whether the exercise in hand is about the breath, and nothing is counted over it.
    fn breathes_together(&self) -> bool {
        self.exercising.as_ref().is_some_and(|exercising| {
            let exercise = &exercising.exercise;
            let movement = self.plan.movements.get(&exercise.movement);
            let breathes =
                movement.is_some_and(|movement| movement.trains.contains(&Trains::Breathing));
            breathes && !exercise.count && exercise.is_led()
        })
    }

    /// Says when to breathe in and out while Nao shows the movement. During other repetitions the
    /// count is heard instead: two voices at once would be none.
    fn breathe_along(&mut self, tempo: f64, start: Start, out: &mut Vec<Command>) {
        let plan = self.plan.clone();
        let Some(exercising) = &self.exercising else { return };
        let Some(Breathing { inhale, exhale }) = plan
            .movements
            .get(&exercising.exercise.movement)
            .and_then(|movement| movement.breathing.as_ref())
        else {
            return;
        };
        let (Some(breathe_in), Some(breathe_out)) = (
            self.phrase(|phrases| &phrases.breathe_in),
            self.phrase(|phrases| &phrases.breathe_out),
        ) else {
            return;
        };
        let mut words: Vec<(u64, String)> = [(inhale, &breathe_in), (exhale, &breathe_out)]
            .into_iter()
            .flat_map(|(beats, word)| beats.0.iter().map(move |beat| (*beat, word.clone())))
            .map(|(beat, word)| (milliseconds(beat * 60.0 / tempo), word))
            .collect();
        words.sort();
        let mut before = 0;
        let breaths = words
            .into_iter()
            .map(|(at_ms, word)| {
                let wait_ms = at_ms.saturating_sub(before);
                before = at_ms;
                (wait_ms, word)
            })
            .collect();
        if let Some(exercising) = &mut self.exercising {
            exercising.breaths = breaths;
        }
        // A word on the first beat begins with the movement.
        let first = self.exercising.as_mut().map(|exercising| &mut exercising.breaths);
        if let Some((_, word)) =
            first.and_then(|breaths| breaths.pop_front_if(|(wait_ms, _)| *wait_ms == 0))
        {
            let prompt = self.say_from(start, word, out);
            self.awaiting.speech = Some(prompt);
        }
        self.next_breath(out);
    }

    fn next_breath(&mut self, out: &mut Vec<Command>) {
        let breaths = self.exercising.as_mut().map(|exercising| &mut exercising.breaths);
        let Some(after_ms) = breaths.and_then(|breaths| breaths.front()).map(|(wait, _)| *wait)
        else {
            return;
        };
        let timer = self.new_timer();
        self.awaiting.timer = Some(timer);
        out.push(Command::SetTimer { timer, after_ms });
    }

    /// Time has passed: for the next word of the breath, or for whatever waited.
    pub(super) fn timer_fired(&mut self, timer: TimerId, out: &mut Vec<Command>) {
        if self.awaiting.timer != Some(timer) {
            return;
        }
        self.awaiting.timer = None;
        let moving = matches!(self.current, Some(Act::Repetition { .. }));
        let breaths = self.exercising.as_mut().map(|exercising| &mut exercising.breaths);
        if let Some((_, word)) = breaths.filter(|_| moving).and_then(VecDeque::pop_front) {
            let prompt = self.say(word, out);
            self.awaiting.speech = Some(prompt);
            self.next_breath(out);
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
                movement: exercising.exercise.movement,
                repetitions: exercising.made,
            }));
        }
    }

    /// Changes how much is asked, at once and for what comes; it is kept for the next class.
    pub(super) fn ask_for(&mut self, intensity: Intensity, out: &mut Vec<Command>) -> bool {
        if intensity == self.intensity {
            return false;
        }
        self.intensity = intensity;
        if let Some(exercising) = &mut self.exercising {
            exercising.paced = None;
        }
        out.push(Command::Record(Fact::Intensity { intensity }));
        true
    }

    /// The trajectory of a side at the tempo of the intensity, and of the music.
    fn trajectory(&mut self, side: Side) -> Option<Trajectory> {
        let exercising = self.exercising.as_mut()?;
        let exercise = &exercising.exercise;
        let written = exercise.trajectory.tempo();
        let movement = self.plan.movements.get(&exercise.movement);
        if let Some(movement) = movement.filter(|_| exercise.is_led()) {
            let tempo = match self.pulse {
                Some(music) => self.intensity.tempo_to(music, written, movement.tempos),
                None => self.intensity.tempo(written, movement.tempos),
            };
            if tempo != written && exercising.paced.is_none() {
                // What could not be proven, though its range was, goes at the tempo as written.
                exercising.paced = movement
                    .at_tempo(tempo)
                    .ok()
                    .map(|first| Paced { first, other: movement.mirrored().at_tempo(tempo).ok() });
            }
        }
        let (first, other) = match &exercising.paced {
            Some(Paced { first, other }) => (first, other.as_ref()),
            None => (&exercise.trajectory, exercise.other_side.as_ref()),
        };
        match side {
            Side::First => Some(first.clone()),
            Side::Other => other.or(exercise.other_side.as_ref()).cloned(),
        }
    }
}
