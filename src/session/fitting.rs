//! Which movement a class really makes: the one that was written, an easier one, another one, or
//! none, for the sake of those who take part and of the robot's motors.

use std::cmp::Reverse;

use crate::{
    language::Language,
    motion::{Contraindication, Movement, Position, Posture, Trains, Trajectory},
    script::{ClassPart, Exercise, Piece, Plan, Step, Text},
    session::{Intensity, Participant, Session},
};

/// What becomes of an exercise.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fit {
    /// It is made as it was written.
    AsWritten,
    /// The easier movement is made, for the participants' sake.
    Easier(Box<Exercise>),
    /// Another movement is made, to spare hot motors.
    Sparing(Box<Exercise>),
    /// It is left out: somebody should not make it.
    LeftOut,
    /// A rest is taken, to spare hot motors.
    Rest,
}

/// What staff are told before a class about one of its exercises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// What the exercise is called.
    pub title: String,
    /// What the easier movement that is made instead is called; `None`: it is left out.
    pub instead: Option<String>,
}

impl Adjustment {
    /// A sentence for staff.
    pub fn sentence(&self, language: Language) -> String {
        use Language::{En, Fr, Ko};
        match (&self.instead, language, &self.title) {
            (Some(instead), Fr, title) => format!("« {title} » sera remplacé par « {instead} »."),
            (Some(instead), En, title) => format!("“{instead}” will replace “{title}”."),
            (Some(instead), Ko, title) => format!("“{title}” 대신 “{instead}” 동작을 합니다."),
            (None, Fr, title) => format!("« {title} » ne sera pas fait."),
            (None, En, title) => format!("“{title}” will be left out."),
            (None, Ko, title) => format!("“{title}” 동작은 하지 않습니다."),
        }
    }
}

/// Which exercises of a class are changed for the sake of these participants, each once, in order.
pub fn adjustments(plan: &Plan, participant: &Participant) -> Vec<Adjustment> {
    let mut told = Vec::new();
    for step in &plan.steps {
        let Step::Exercise(exercise) = step else { continue };
        let instead = match for_people(plan, participant, exercise) {
            Fit::Easier(easier) => Some(easier.title),
            Fit::LeftOut => None,
            _ => continue,
        };
        let adjustment = Adjustment { title: exercise.title.clone(), instead };
        if !told.contains(&adjustment) {
            told.push(adjustment);
        }
    }
    told
}

impl Session {
    /// What becomes of an exercise now.
    pub(super) fn fit(&self, exercise: &Exercise) -> Fit {
        // What Nao makes alone strains nobody but itself.
        if !exercise.is_led() {
            return if self.strains(exercise) { Fit::Rest } else { Fit::AsWritten };
        }
        let fit = for_people(&self.plan, &self.participant, exercise);
        let (fit, made) = match fit {
            Fit::LeftOut => return Fit::LeftOut,
            Fit::Easier(easier) => (Fit::Easier(easier.clone()), *easier),
            _ if self.intensity == Intensity::LEAST => match self.easier(exercise) {
                Some(easier) => (Fit::Easier(Box::new(easier.clone())), easier),
                None => (Fit::AsWritten, exercise.clone()),
            },
            _ => (Fit::AsWritten, exercise.clone()),
        };
        if !self.strains(&made) {
            return fit;
        }
        match self.sparing(exercise) {
            Some(other) => Fit::Sparing(Box::new(other)),
            None => Fit::Rest,
        }
    }

    /// The easier exercise, unless somebody should not make that one either.
    fn easier(&self, exercise: &Exercise) -> Option<Exercise> {
        easier(&self.plan, &self.participant, exercise)
    }

    /// An exercise that spares the hot motors: the easier one, or the one of the library that
    /// trains most of the same.
    fn sparing(&self, exercise: &Exercise) -> Option<Exercise> {
        let spares = |other: &Exercise| !self.strains(other);
        if let Some(easier) = self.easier(exercise).filter(spares) {
            return Some(easier);
        }
        let written = self.plan.movements.get(&exercise.movement)?;
        let position = if self.spares_legs() { Position::Sitting } else { written.position };
        let mut others: Vec<(&String, usize, bool)> = self
            .plan
            .movements
            .iter()
            .filter(|(name, movement)| {
                **name != exercise.movement
                    && movement.position == position
                    && !speaks_against(movement, &self.participant.contraindications)
                    && suits(self.part, movement)
                    && !movement.joints().iter().any(|joint| self.hot.contains(joint))
            })
            .map(|(name, movement)| {
                let shared = shared(&written.trains, &movement.trains);
                (name, shared, self.is_known(name))
            })
            .filter(|(_, shared, _)| *shared > 0 || self.part != Some(ClassPart::CoolDown))
            .collect();
        // What trains most of the same, then what the class knows already.
        others.sort_by_key(|(name, shared, known)| (Reverse(*shared), Reverse(*known), *name));
        others
            .into_iter()
            .find_map(|(name, ..)| stand_in(&self.plan, exercise, name).filter(spares))
    }

    /// Whether the class makes this movement anyhow.
    fn is_known(&self, name: &str) -> bool {
        self.plan.steps.iter().any(|step| {
            matches!(step, Step::Exercise(exercise)
                if exercise.movement == name && exercise.is_led())
        })
    }

    /// Whether an exercise moves a hot joint, or stands on one.
    pub(super) fn strains(&self, exercise: &Exercise) -> bool {
        let moves = |trajectory: &Trajectory| {
            trajectory.tracks().iter().any(|track| self.hot.contains(&track.joint))
        };
        let stands = exercise.trajectory.start() != Posture::Sit;
        moves(&exercise.trajectory)
            || exercise.other_side.as_ref().is_some_and(moves)
            || (stands && self.spares_legs())
    }
}

/// What becomes of an exercise for the sake of those who take part: as written, easier, or left
/// out.
fn for_people(plan: &Plan, participant: &Participant, exercise: &Exercise) -> Fit {
    let against = &participant.contraindications;
    let Some(movement) = plan.movements.get(&exercise.movement) else { return Fit::AsWritten };
    if !exercise.is_led() || !speaks_against(movement, against) {
        return Fit::AsWritten;
    }
    easier(plan, participant, exercise).map_or(Fit::LeftOut, |easier| Fit::Easier(Box::new(easier)))
}

/// The nearest easier exercise that nothing speaks against.
fn easier(plan: &Plan, participant: &Participant, exercise: &Exercise) -> Option<Exercise> {
    let mut movement = plan.movements.get(&exercise.movement)?;
    // No chain of easier movements is longer than the library; one that turns in a circle ends.
    for _ in 0..plan.movements.len() {
        let name = movement.easier.as_ref()?;
        movement = plan.movements.get(name)?;
        if !speaks_against(movement, &participant.contraindications) {
            return stand_in(plan, exercise, name);
        }
    }
    None
}

fn speaks_against(movement: &Movement, against: &[Contraindication]) -> bool {
    movement.contraindications.iter().any(|contraindication| against.contains(contraindication))
}

/// Whether a movement that was not written there may come in a part of the class: nothing that
/// asks for strength or balance before the body is warm or after it has come to rest.
fn suits(part: Option<ClassPart>, movement: &Movement) -> bool {
    let effort = [Trains::Strength, Trains::Balance];
    let gesture = movement.trains.iter().all(|trained| *trained == Trains::Joy);
    let calm = matches!(part, None | Some(ClassPart::Main))
        || !movement.trains.iter().any(|trained| effort.contains(trained));
    calm && !gesture
}

fn shared(some: &[Trains], others: &[Trains]) -> usize {
    some.iter().filter(|trained| others.contains(trained)).count()
}

/// An exercise of another movement, with the repetitions, sets and rests that were written.
fn stand_in(plan: &Plan, written: &Exercise, name: &str) -> Option<Exercise> {
    let movement = plan.movements.get(name)?;
    let language = plan.language;
    // The beat that was chosen, when the movement can be made to it.
    let asked = written.trajectory.tempo();
    let proven = movement.tempos.least..=movement.tempos.most;
    let tempo = if proven.contains(&asked) { asked } else { movement.tempo };
    let trajectory = movement.at_tempo(tempo).ok()?;
    let other_side = match movement.mirror {
        Some(_) => Some(movement.mirrored().at_tempo(tempo).ok()?),
        None => None,
    };
    // What is made on two sides instead of one takes half the repetitions on each.
    let repetitions = if other_side.is_some() && written.other_side.is_none() {
        written.repetitions.div_ceil(2)
    } else {
        written.repetitions
    };
    let words = movement.instruction.get(&language)?;
    Some(Exercise {
        movement: name.to_owned(),
        title: movement.title.get(&language).cloned().unwrap_or_else(|| name.to_owned()),
        instruction: Some(Text(vec![Piece::Literal(words.clone())])),
        trajectory,
        other_side,
        repetitions,
        demonstrate: true,
        ..written.clone()
    })
}
