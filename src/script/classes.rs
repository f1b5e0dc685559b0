//! The shape of a class: warm-up, main part, cool-down. A body that is not warm is not asked for
//! effort, and nobody is sent home out of breath.

use crate::{
    motion::{Movement, Position, Trains},
    script::{
        ClassPart, Diagnostic, Kind, Severity,
        compile::Compiler,
        lengths,
        node::{Node, Place},
        reading::{At, Mistake},
    },
};

/// Least length of a warm-up and of a cool-down, s: the two minutes that a physiotherapist takes
/// at the very least, and in classes of less than ten minutes a fifth of the class.
const LEAST_S: f64 = 120.0;
const LEAST_S_PER_MINUTE: f64 = 12.0;

/// What a class ends with.
const CALM: [Trains; 2] = [Trains::Breathing, Trains::Calm];

/// What is known of a class while it is compiled.
#[derive(Default)]
pub(super) struct Class {
    /// The parts so far, where they are written and with which step they begin.
    parts: Vec<(ClassPart, Place, usize)>,
    /// The first exercise before any part.
    too_early: Option<Diagnostic>,
    /// What would be wrong if the last exercise so far were the last of all; `None`: nothing.
    ends_with_effort: Option<Diagnostic>,
}

impl Compiler<'_> {
    /// `part: …`: a part of the class begins.
    pub(super) fn part(&mut self, part: &At<ClassPart>) {
        let At { value: part, place } = *part;
        let word = word(part);
        if self.head.kind != Kind::Gym {
            self.wrong(
                place,
                "only a class has parts",
                "leave this step out, or write `kind: gym`",
            );
            return;
        }
        if self.depth > 1 {
            self.wrong(
                place,
                format!("the part “{word}” begins inside other steps, and might never begin"),
                "write it in the routine's own list of steps",
            );
            return;
        }
        let last = self.class.parts.last().map(|(last, ..)| *last);
        if last.is_some_and(|last| last >= part) {
            let again = last == Some(part);
            let what = if again { "begins twice" } else { "comes too late" };
            self.wrong(
                place,
                format!("the part “{word}” {what}"),
                "write each part once, in this order: warm_up, main, cool_down",
            );
            return;
        }
        self.class.parts.push((part, place, self.steps.len()));
        self.steps.push(crate::script::Step::Part(part));
    }

    /// An exercise with the class: whether it may stand where it is written.
    pub(super) fn led_exercise(&mut self, movement: &Movement, name: &At<String>) {
        if self.head.kind != Kind::Gym {
            return;
        }
        let At { value: name, place } = name;
        let trains = |what: Trains| movement.trains.contains(&what);
        let part = self.class.parts.last().map(|(part, ..)| *part);
        let balance = movement.position == Position::Standing && trains(Trains::Balance);
        match part {
            None if self.class.too_early.is_none() => {
                self.class.too_early = Some(self.told(Mistake::new(
                    *place,
                    format!("the exercise “{name}” comes before the warm-up"),
                    "write `- part: warm_up` before it",
                )));
            }
            Some(ClassPart::WarmUp) if balance => self.wrong(
                *place,
                format!("“{name}” asks for balance on feet that are not warm yet"),
                "move it to the main part",
            ),
            _ => {}
        }
        let calm = CALM.into_iter().any(trains);
        self.class.ends_with_effort = (!calm).then(|| {
            self.told(Mistake::new(
                *place,
                format!("the class ends with “{name}”, which is neither calm nor breathing"),
                "end with a movement that trains breathing or calm, such as breathing",
            ))
        });
    }

    /// The class as a whole. It is looked at once all steps can be read: without them neither
    /// order nor length can be told.
    pub(super) fn check_class(&mut self, root: &Node) {
        let broken = self.diagnostics.iter().any(|told| told.severity == Severity::Error);
        if self.head.kind != Kind::Gym || broken {
            return;
        }
        let steps = root.get("steps").map_or(root.place, |steps| steps.place);
        let parts = std::mem::take(&mut self.class.parts);
        let missing: Vec<ClassPart> = [ClassPart::WarmUp, ClassPart::Main, ClassPart::CoolDown]
            .into_iter()
            .filter(|wanted| !parts.iter().any(|(part, ..)| part == wanted))
            .collect();
        for part in &missing {
            let word = word(*part);
            self.wrong(
                steps,
                format!("the class has no {}", name(*part)),
                format!("write `- part: {word}` where it begins; a class has warm_up, main and cool_down"),
            );
        }
        if !missing.is_empty() {
            return;
        }
        if let Some(told) = self.class.too_early.take() {
            self.tell(told);
        }
        if let Some(told) = self.class.ends_with_effort.take() {
            self.tell(told);
        }
        let least = LEAST_S.min(LEAST_S_PER_MINUTE * f64::from(self.head.minutes.value));
        let ends = parts.iter().skip(1).map(|(_, _, start)| *start).chain([self.steps.len()]);
        for ((part, place, start), end) in parts.iter().zip(ends) {
            let seconds = lengths::seconds(&self.steps[*start..end], self.head.language);
            if *part != ClassPart::Main && seconds < least {
                self.wrong(
                    *place,
                    format!("the {} takes about {seconds:.0} s", name(*part)),
                    format!(
                        "a class of {} minutes needs at least {least:.0} s of it: add gentle movements or repetitions",
                        self.head.minutes.value
                    ),
                );
            }
        }
    }
}

/// As it is written.
fn word(part: ClassPart) -> &'static str {
    match part {
        ClassPart::WarmUp => "warm_up",
        ClassPart::Main => "main",
        ClassPart::CoolDown => "cool_down",
    }
}

/// As it is spoken of.
fn name(part: ClassPart) -> &'static str {
    match part {
        ClassPart::WarmUp => "warm-up",
        ClassPart::Main => "main part",
        ClassPart::CoolDown => "cool-down",
    }
}
