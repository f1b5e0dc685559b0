//! `exercise` and `move`: movements at a tempo, proven.

use crate::{
    motion::{Movement, TEMPOS, Trajectory},
    script::{
        Exercise, Step, Text,
        compile::Compiler,
        node::Place,
        reading::At,
        texts,
        written::{ExerciseFile, MoveFile, MoveMore, SideFile},
    },
};

/// The most repetitions in a set.
const REPETITIONS: (u32, u32) = (1, 30);

impl Compiler<'_> {
    pub(super) fn exercise(&mut self, file: &ExerciseFile) {
        let repetitions = self.bounded("`repetitions`", file.repetitions.as_ref(), REPETITIONS, 8);
        let sets = self.bounded("`sets`", file.sets.as_ref(), (1, 5), 1);
        let rest_s = self.bounded("`rest`", file.rest.as_ref(), (3.0, 300.0), 10.0);
        let count = file.count.unwrap_or(true);
        if count && repetitions as usize > self.count_words {
            let place = file.repetitions.as_ref().map_or(file.movement.place, |given| given.place);
            self.wrong(
                place,
                format!("phrases.yaml counts only up to {}", self.count_words),
                "make fewer repetitions, or write `count: false`",
            );
        }
        let Some(movement) = self.known_movement(&file.movement).cloned() else { return };
        self.led_exercise(&movement, &file.movement);
        let both = file.both_sides.as_ref().is_some_and(|both| both.value);
        if both && movement.mirror.is_none() {
            let place = file.both_sides.as_ref().map_or(file.movement.place, |both| both.place);
            self.wrong(
                place,
                format!("“{}” has no other side", file.movement.value),
                "leave `both_sides` out",
            );
        }
        let instruction = match &file.instruction {
            Some(text) => self.text(text),
            None => {
                let own = movement.instruction.get(&self.head.language).cloned();
                match own {
                    Some(text) => self.own_instruction(&text, &file.movement),
                    None => {
                        self.wrong(
                            file.movement.place,
                            format!(
                                "“{}” has no instruction in this language",
                                file.movement.value
                            ),
                            "add `instruction: …`",
                        );
                        None
                    }
                }
            }
        };
        let Some(trajectory) = self.at_tempo(&movement, file.tempo.as_ref(), file.movement.place)
        else {
            return;
        };
        let other_side = if both && movement.mirror.is_some() {
            self.at_tempo(&movement.mirrored(), file.tempo.as_ref(), file.movement.place)
        } else {
            None
        };
        self.steps.push(Step::Exercise(Box::new(Exercise {
            title: self.title(&movement, &file.movement.value),
            movement: file.movement.value.clone(),
            instruction,
            trajectory,
            other_side,
            repetitions,
            sets,
            rest_s,
            demonstrate: file.demonstrate.unwrap_or(true),
            count,
        })));
    }

    pub(super) fn movement(&mut self, file: MoveFile) {
        let more = match file {
            MoveFile::Name(movement) => MoveMore { movement, times: None, tempo: None, side: None },
            MoveFile::More(more) => more,
        };
        let times = self.bounded("`times`", more.times.as_ref(), REPETITIONS, 1);
        let Some(movement) = self.known_movement(&more.movement).cloned() else { return };
        let side = more.side.as_ref().map_or(SideFile::Left, |side| side.value);
        if side != SideFile::Left && movement.mirror.is_none() {
            let place = more.side.as_ref().map_or(more.movement.place, |side| side.place);
            self.wrong(
                place,
                format!("“{}” has no other side", more.movement.value),
                "leave `side` out",
            );
            return;
        }
        let written = match side {
            SideFile::Right => movement.mirrored(),
            SideFile::Left | SideFile::Both => movement.clone(),
        };
        let place = more.movement.place;
        let Some(trajectory) = self.at_tempo(&written, more.tempo.as_ref(), place) else { return };
        let other_side = match side {
            SideFile::Both => self.at_tempo(&movement.mirrored(), more.tempo.as_ref(), place),
            SideFile::Left | SideFile::Right => None,
        };
        self.steps.push(Step::Exercise(Box::new(Exercise {
            title: self.title(&movement, &more.movement.value),
            movement: more.movement.value.clone(),
            instruction: None,
            trajectory,
            other_side,
            repetitions: times,
            sets: 1,
            rest_s: 0.0,
            demonstrate: false,
            count: false,
        })));
    }

    /// What the movement says of itself; it stands in the movement's file.
    fn own_instruction(&mut self, text: &str, movement: &At<String>) -> Option<Text> {
        texts::parse(text, &self.head.variables)
            .map_err(|flaw| {
                let message = format!("the instruction of “{}”: {}", movement.value, flaw.message);
                self.wrong(movement.place, message, flaw.help);
            })
            .ok()
    }

    pub(super) fn title(&self, movement: &Movement, name: &str) -> String {
        movement.title.get(&self.head.language).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The movement at the tempo that is written, or its own; each reason against it is told.
    pub(super) fn at_tempo(
        &mut self,
        movement: &Movement,
        tempo: Option<&At<f64>>,
        place: Place,
    ) -> Option<Trajectory> {
        let tempos = (*TEMPOS.start(), *TEMPOS.end());
        let beats = self.bounded("`tempo`", tempo, tempos, movement.tempo);
        match movement.at_tempo(beats) {
            Ok(trajectory) => Some(trajectory),
            Err(refusals) => {
                let place = tempo.map_or(place, |tempo| tempo.place);
                for refusal in refusals.into_iter().take(3) {
                    self.wrong(place, refusal.what, "choose a tempo that it allows");
                }
                None
            }
        }
    }
}
